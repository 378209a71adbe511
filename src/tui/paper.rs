//! The way from the handover shown to paper: exactly its lines, counted as a copy.

use crate::desk::note::Note;
use crate::desk::{Desk, DeskError};
use crate::print::{Destination, PrintError, Printable, Spooler, send};

/// Prints the note shown to a file or `printer:NAME`, and gives what became of it in a sentence.
///
/// # Errors
/// Refused for a destination that is none, standard output among them, since the screen is there;
/// what the print system or the store says.
pub(super) fn print_note(desk: &mut Desk, note: &Note, destination: &str) -> Result<String, DeskError> {
    let to = Destination::parse(destination.trim()).map_err(|error| told(&error))?;
    if to == Destination::Stdout {
        return Err(DeskError::refused(
            "The screen stands where standard output would go.",
            "Name a file, or a printer as printer:NAME.",
        ));
    }
    let sent = desk.print_handover(note, &to.channel(), |copy| {
        send(&to, &Printable::new(&copy.pages), &copy.title(), &Spooler::default())
            .map_err(|error| told(&error))
    })?;
    Ok(sent.words())
}

fn told(error: &PrintError) -> DeskError {
    DeskError::refused(error.to_string(), "")
}
