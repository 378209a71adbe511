//! The way from the paper shown to the printer: exactly its lines, counted as a copy.

use std::io::stdout;

use crate::desk::paper::Document;
use crate::desk::{Desk, DeskError};
use crate::print::media::Tty;
use crate::print::{Destination, Job, PrintError, Ways, send, send_to_terminal};
use crate::tui::effect::Sending;

/// Prints the paper shown to a file or `printer:NAME`, and gives what became of it in a sentence.
///
/// # Errors
/// Refused for a destination that is none, standard output among them, since the screen is there;
/// what the print system or the store says.
pub(super) fn print(desk: &mut Desk, document: &Document, sending: &Sending) -> Result<String, DeskError> {
    let to = Destination::parse(sending.destination.trim()).map_err(|error| told(&error))?;
    if to == Destination::Stdout {
        return Err(DeskError::refused(
            "The screen stands where standard output would go.",
            "Name a file, or a printer as printer:NAME.",
        ));
    }
    let ways = Ways::of(&desk.service().print);
    let document = desk.for_reader(document, &sending.reader);
    let sent = desk.print(&document, &to.channel(), |copy| {
        let job = Job { title: &copy.title, pages: &copy.pages };
        let sent = if to == Destination::Terminal {
            // The screen is painted anew afterwards: a terminal without a printer shows the text.
            send_to_terminal(&job, &ways, Tty::Raw, &mut stdout().lock())
        } else {
            send(&to, &job, &ways)
        };
        sent.map(|sent| (sent.words(), sent.state())).map_err(|error| told(&error))
    })?;
    Ok(sent)
}

fn told(error: &PrintError) -> DeskError {
    DeskError::refused(error.to_string(), "")
}
