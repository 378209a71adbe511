//! Where a text may go, and what became of it on the way.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

use super::file;
use super::spooler::{JobState, Spooler};
use super::text::Printable;

/// Where a text goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// Standard output.
    Stdout,
    /// A new file.
    File(PathBuf),
    /// A printer by its queue's name.
    Printer(String),
}

impl Destination {
    /// Reads `-`, `printer:NAME`, or the path of a file that does not exist yet.
    ///
    /// # Errors
    /// [`PrintError::BadDestination`] for nothing at all, or a name no queue can have.
    pub fn parse(text: &str) -> Result<Self, PrintError> {
        let bad = |why| Err(PrintError::BadDestination { text: text.to_owned(), why });
        match text.strip_prefix("printer:") {
            Some("") => bad("it names no printer"),
            Some(name) if !is_queue_name(name) => bad("no print queue can have this name"),
            Some(name) => Ok(Self::Printer(name.to_owned())),
            None if text.is_empty() => bad("it is empty"),
            None if text == "-" => Ok(Self::Stdout),
            None => Ok(Self::File(PathBuf::from(text))),
        }
    }

    /// What the journal calls this way out: `stdout`, `file` or `printer NAME`.
    pub fn channel(&self) -> String {
        match self {
            Self::Stdout => "stdout".to_owned(),
            Self::File(_) => "file".to_owned(),
            Self::Printer(name) => format!("printer {name}"),
        }
    }
}

/// CUPS allows any printable character but these; a leading dash would read as an option.
fn is_queue_name(name: &str) -> bool {
    let allowed =
        |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '/' | '#' | '"' | '\'' | '\\');
    !name.starts_with('-') && name.chars().all(allowed)
}

/// What became of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sent {
    /// Written to standard output.
    Stdout,
    /// Written to this file.
    File(PathBuf),
    /// Taken by the print system.
    Printer {
        /// Name of the queue.
        name: String,
        /// The job's id, where the print system said one.
        job: Option<String>,
        /// What is known of the job.
        state: JobState,
    },
}

impl Sent {
    /// The outcome in a sentence. Nothing is called printed: only the sheet in the hand is.
    pub fn words(&self) -> String {
        match self {
            Self::Stdout => "Written to standard output.".to_owned(),
            Self::File(path) => {
                format!("Written to {}. Delete it when it is printed.", path.display())
            }
            Self::Printer { name, job, state } => {
                let job = job.as_ref().map_or_else(String::new, |job| format!(" (job {job})"));
                match state {
                    JobState::Left => format!("Sent to printer {name}{job}. Fetch it now."),
                    JobState::Queued => format!("In the queue of printer {name}{job}. Fetch it now."),
                    JobState::Paused => format!(
                        "Waiting: printer {name} is paused{job}. It prints by itself once the printer is \
                         resumed; until then nothing is on paper."
                    ),
                    JobState::Unknown => format!(
                        "Handed to printer {name}{job}; whether it prints could not be asked. Look at the \
                         printer."
                    ),
                }
            }
        }
    }
}

/// Why a text did not get out. Each says what happened, what was kept, and what to do.
#[derive(Debug, Error)]
pub enum PrintError {
    /// Not a destination.
    #[error(
        "\"{text}\" is not a place to print to: {why}. Nothing was written. Use -, a file name, or printer:NAME."
    )]
    BadDestination {
        /// What was given.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file is there already.
    #[error("{} exists and was left as it is; nothing was written. Choose another file name.", path.display())]
    FileExists {
        /// Which file.
        path: PathBuf,
    },
    /// The file could not be written.
    #[error("{} could not be written ({source}). No part of it was kept. Choose another folder.", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Standard output was closed or full.
    #[error("Standard output could not be written ({source}). The note itself is kept: print it again.")]
    Stdout {
        /// Why.
        source: io::Error,
    },
    /// No print system on this computer.
    #[error(
        "This computer has no \"{program}\" command, so it cannot print. Nothing is lost: write it to a file and print that elsewhere."
    )]
    NoSpooler {
        /// The program looked for.
        program: String,
    },
    /// The print system could not be run.
    #[error(
        "The print command \"{program}\" could not be run ({source}). Nothing is lost: try again or write it to a file."
    )]
    SpoolerFailed {
        /// The program run.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// The print system refused the job.
    #[error(
        "Printer {name} did not take the note: {said}. Nothing was printed; the note is kept. Choose another printer or write it to a file."
    )]
    Refused {
        /// Name of the queue.
        name: String,
        /// In the print system's words.
        said: String,
    },
    /// The print system did not answer.
    #[error("The print system did not answer within {} s and was stopped. Nothing is lost; look at printer {name} before printing again, a copy may still come out.", after.as_secs())]
    TimedOut {
        /// Name of the queue.
        name: String,
        /// How long it was given.
        after: Duration,
    },
}

impl PrintError {
    /// The exit code, as sysexits has it.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::BadDestination { .. } => 64,
            Self::NoSpooler { .. } | Self::Refused { .. } => 69,
            Self::SpoolerFailed { .. } => 71,
            Self::FileExists { .. } => 73,
            Self::File { .. } | Self::Stdout { .. } => 74,
            Self::TimedOut { .. } => 75,
        }
    }
}

/// Sends a text out. `title` names the job in a print queue that others read: no name of a person
/// belongs in it.
///
/// # Errors
/// [`PrintError`] where nothing, or nothing certain, came out.
pub fn send(to: &Destination, text: &Printable, title: &str, spooler: &Spooler) -> Result<Sent, PrintError> {
    match to {
        Destination::Stdout => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|source| PrintError::Stdout { source })?;
            Ok(Sent::Stdout)
        }
        Destination::File(path) => {
            file::write_new(path, text.as_bytes())?;
            Ok(Sent::File(path.clone()))
        }
        Destination::Printer(name) => spooler.print(name, text, title),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_ways_out_are_told_apart() {
        assert_eq!(Destination::parse("-").unwrap(), Destination::Stdout);
        assert_eq!(Destination::parse("printer:jet").unwrap(), Destination::Printer("jet".into()));
        assert_eq!(Destination::parse("note.txt").unwrap(), Destination::File("note.txt".into()));
        for bad in ["", "printer:", "printer:-o", "printer:a b", "printer:a/b"] {
            assert_eq!(Destination::parse(bad).unwrap_err().exit_code(), 64, "{bad}");
        }
    }
}
