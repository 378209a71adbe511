//! `liaison board`: who is waiting, in what order and why.

mod json;
mod text;

use std::io::Write;

use super::exit::Stop;
use super::open::at_desk;
use super::{BoardArgs, Cli, Format};

/// Prints the board as it stands now. Looking changes nothing.
///
/// # Errors
/// A site that is not in the service, a store that does not open, an output that refuses.
pub fn run(args: &BoardArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let sites: Vec<String> = args.site.iter().cloned().collect();
    let shown = at_desk(cli, |desk| {
        desk.sites_named(&sites)?;
        let board = desk.board()?.only(&sites);
        Ok(match args.format {
            Format::Text => text::board(&board, desk.service(), desk.is_demo()),
            Format::Json => {
                let (alerts, people) = (desk.alerts(&board)?, desk.practitioners()?);
                format!("{:#}\n", json::board(&board, &alerts, &people, desk.service()))
            }
        })
    })?;
    out.write_all(shown.as_bytes())?;
    Ok(out.flush()?)
}
