//! Finished text on its way out: to standard output, a file, or a printer.
//!
//! Lives here: margins and form feeds, where a text may go, and what became of it.
//! Must not live here: what the text says, who may print it, the log of copies. Nothing is passed
//! to a shell, and nothing is called printed that is only waiting.

pub mod file;
pub mod out;
pub mod spooler;
pub mod text;

pub use out::{Destination, PrintError, Sent, send};
pub use spooler::{JobState, Spooler};
pub use text::Printable;
