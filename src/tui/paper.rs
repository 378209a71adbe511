//! The handover shown, put on paper: issued, written, and journalled with its copy number.

use crate::desk::note::Note;
use crate::desk::{Desk, DeskError};
use crate::print::{Destination, PrintError, Printable, Spooler, send};

/// Issues the note as it was shown and writes it; gives what happened, in words.
///
/// # Errors
/// When the destination cannot be read, or nothing came out; an issued note stays issued.
pub(super) fn print_note(desk: &mut Desk, note: &Note, destination: &str) -> Result<String, DeskError> {
    let to = Destination::parse(destination).map_err(|error| failed(&error))?;
    if to == Destination::Stdout {
        return Err(DeskError::refused("The screen is standard output.", "Choose a printer or a file."));
    }
    desk.issue_handover(note)?;
    let copy = desk.next_copy(note)?;
    let sent = send(&to, &Printable::new(&copy.pages), &copy.title(), &Spooler::default())
        .map_err(|error| failed(&error))?;
    desk.journal_printed(&copy, &to.channel())?;
    Ok(sent.words())
}

fn failed(error: &PrintError) -> DeskError {
    DeskError::refused(error.to_string(), "")
}
