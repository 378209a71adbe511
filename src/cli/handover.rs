//! `liaison handover`: the handover note on standard output, in a file, or through a printer.

use super::exit::Stop;
use super::open::{at_desk, warn};
use super::{Cli, HandoverArgs, To};
use crate::print::{Destination, Printable, Sent, Spooler, send};

/// Issues the handover as it stands now and sends one copy out.
///
/// It needs no shift of the person who signs in; without `--site` it covers every site.
///
/// # Errors
/// A site that is not in the service, a store that does not open, a file or printer that refuses.
pub fn run(args: &HandoverArgs, cli: &Cli) -> Result<(), Stop> {
    let to = destination(&args.to)?;
    let sites: Vec<String> = args.site.iter().cloned().collect();
    let sent = at_desk(cli, |desk| {
        let note = desk.handover(&sites)?;
        desk.print_handover(&note, &to.channel(), |copy| {
            Ok(send(&to, &Printable::new(&copy.pages), &copy.title(), &Spooler::default())?)
        })
    })?;
    if sent != Sent::Stdout {
        warn(&sent.words());
    }
    Ok(())
}

pub(super) fn destination(to: &To) -> Result<Destination, Stop> {
    Ok(match to {
        To::Out => Destination::Stdout,
        To::File(path) => Destination::File(path.clone()),
        To::Printer(name) => Destination::parse(&format!("printer:{name}"))?,
    })
}
