//! Finished pages on their way out: to standard output, a file, a printer, or through a terminal.
//!
//! Lives here: margins and form feeds, the PDF, where a document may go, and what became of it.
//! Must not live here: what it says, who may print it, the log of copies. Nothing is passed to a
//! shell, and nothing is called printed that is only waiting.

mod command;
mod error;
pub mod file;
pub mod media;
pub mod out;
pub mod pdf;
mod process;
pub mod spooler;
pub mod text;

pub use error::PrintError;
pub use media::Tty;
pub use out::{Destination, Job, Sent, Way, Ways, send, send_to_terminal};
pub use pdf::{Pdf, pdf};
pub use spooler::{JobState, Spooler};
pub use text::Printable;
