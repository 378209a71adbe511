//! `liaison rota print`: a week on one page, on standard output, in a file or through a printer.

use chrono::NaiveDate;
use clap::Args;

use crate::cli::args::day;
use crate::cli::exit::Stop;
use crate::cli::handover::{destination, say, send_out};
use crate::cli::open::at_desk;
use crate::cli::{Cli, To};
use crate::domain::time::local;

/// What `liaison rota print` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RotaPrintArgs {
    /// A day of the week to print; else today
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub week: Option<NaiveDate>,
    /// Print one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// Where to: -, FILE.txt, FILE.pdf, printer:NAME, command or terminal
    #[arg(long, value_name = "WHERE", default_value = "-", value_parser = To::read)]
    pub to: To,
}

/// Prints one copy of a week.
///
/// # Errors
/// A site that is not in the service, a store that does not open, a file or printer that refuses.
pub(super) fn run(args: &RotaPrintArgs, cli: &Cli) -> Result<(), Stop> {
    let to = destination(&args.to)?;
    let sent = at_desk(cli, |desk| {
        let day = args.week.unwrap_or_else(|| local(desk.now()).date());
        let week = desk.rota_paper(day, args.site.as_deref())?;
        send_out(desk, &week, &to)
    })?;
    say(&sent);
    Ok(())
}
