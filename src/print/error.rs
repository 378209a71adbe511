//! Why a document did not get out. Each says what happened, what was kept, and what to do.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

/// Why a document did not get out.
#[derive(Debug, Error)]
pub enum PrintError {
    /// Not a destination.
    #[error(
        "\"{text}\" is not a place to print to: {why}. Nothing was written. Use -, a file name, printer:NAME, command or terminal."
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
    /// This computer cannot keep a file of this name.
    #[error("{} cannot be the name of a file on this computer: {why}. Nothing was written. Choose another file name.", path.display())]
    BadFileName {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The file could not be written.
    #[error("{} could not be written ({source}). No part of it was kept. Choose another folder.", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The PDF could not be made.
    #[error(
        "The PDF could not be made: {why}. Nothing was written; the note is kept. Print it as text: to a file whose name ends in .txt."
    )]
    Pdf {
        /// Why.
        why: String,
    },
    /// The service has no print command of its own.
    #[error(
        "This service has no print command of its own. Nothing was printed; the note is kept. Set `command` under [print] in service.toml, or choose a printer or a file."
    )]
    NoCommand,
    /// The command could not be run.
    #[error(
        "The print command \"{program}\" could not be run ({source}). Nothing was printed; the note is kept. Have `command` under [print] in service.toml put right, or choose a printer or a file."
    )]
    CommandNotRun {
        /// The program.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// The command ended badly.
    #[error(
        "The print command \"{program}\" did not take the note: {said}. The note is kept. Try again, or choose a printer or a file."
    )]
    CommandRefused {
        /// The program.
        program: String,
        /// In its own words.
        said: String,
    },
    /// The command did not end.
    #[error("The print command \"{program}\" did not end within {} s and was stopped. The note is kept; look at the printer before printing again, a copy may still come out.", after.as_secs())]
    CommandTimedOut {
        /// The program.
        program: String,
        /// How long it was given.
        after: Duration,
    },
    /// The file for the command could not be written.
    #[error(
        "The file for the print command could not be written ({source}). Nothing was printed; the note is kept. Choose a printer or a file."
    )]
    Passing {
        /// Why.
        source: io::Error,
    },
    /// Printing through the terminal is not allowed.
    #[error(
        "This service does not print through the terminal. Nothing was printed; the note is kept. Set `media_copy = true` under [print] in service.toml if your terminals have a printer, or choose a printer or a file."
    )]
    NoMediaCopy,
    /// There is no terminal to print through.
    #[error(
        "Standard output is no terminal, so there is no printer behind it. Nothing was printed; the note is kept. Choose a printer or a file."
    )]
    NotATerminal,
    /// The terminal could not be written.
    #[error(
        "The terminal could not be written ({source}). The note is kept; look at its printer before printing again, a part may be on paper."
    )]
    Terminal {
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
        "This computer has no \"{program}\" command, without which no printer can be named. Nothing is lost: write it to a file and print that elsewhere, or have `command` under [print] set in service.toml."
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
            Self::BadDestination { .. } | Self::NoCommand | Self::NoMediaCopy | Self::NotATerminal => 64,
            Self::NoSpooler { .. } | Self::Refused { .. } | Self::CommandRefused { .. } => 69,
            Self::Pdf { .. } => 70,
            Self::SpoolerFailed { .. } | Self::CommandNotRun { .. } => 71,
            Self::FileExists { .. } | Self::BadFileName { .. } => 73,
            Self::File { .. } | Self::Stdout { .. } | Self::Passing { .. } | Self::Terminal { .. } => 74,
            Self::TimedOut { .. } | Self::CommandTimedOut { .. } => 75,
        }
    }
}
