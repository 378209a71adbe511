//! Where a document may go, and what became of it on the way.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::command;
use super::error::PrintError;
use super::file;
use super::media::{self, Tty};
use super::pdf::{numbers, pdf};
use super::spooler::{JobState, Spooler};
use super::text::Printable;
use crate::domain::page::Page;
use crate::domain::print_command::PrintCommand;
use crate::domain::service::{PrintFormat, PrintSettings};

/// Where a document goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Destination {
    /// Standard output, as text.
    Stdout,
    /// A new file: a PDF where its name ends in `.pdf`, else text.
    File(PathBuf),
    /// A printer by its queue's name.
    Printer(String),
    /// The service's own print command.
    Command,
    /// The printer behind the terminal.
    Terminal,
}

impl Destination {
    /// Reads `-`, `printer:NAME`, `command`, `terminal`, or the path of a file that does not exist
    /// yet.
    ///
    /// # Errors
    /// [`PrintError::BadDestination`] for nothing at all, or a name no queue can have.
    pub fn parse(text: &str) -> Result<Self, PrintError> {
        let bad = |why| Err(PrintError::BadDestination { text: text.to_owned(), why });
        match text.strip_prefix("printer:") {
            Some("") => bad("it names no printer"),
            Some(name) if !is_queue_name(name) => bad("no print queue can have this name"),
            Some(name) => Ok(Self::Printer(name.to_owned())),
            None => match text {
                "" => bad("it is empty"),
                "-" => Ok(Self::Stdout),
                "command" => Ok(Self::Command),
                "terminal" => Ok(Self::Terminal),
                path => Ok(Self::File(PathBuf::from(path))),
            },
        }
    }

    /// What the journal calls this way out: `stdout`, `file`, `printer NAME`, `command` or
    /// `terminal`.
    pub fn channel(&self) -> String {
        match self {
            Self::Stdout => "stdout".to_owned(),
            Self::File(_) => "file".to_owned(),
            Self::Printer(name) => format!("printer {name}"),
            Self::Command => "command".to_owned(),
            Self::Terminal => "terminal".to_owned(),
        }
    }
}

/// CUPS allows any printable character but these; a leading dash would read as an option.
fn is_queue_name(name: &str) -> bool {
    let allowed =
        |c: char| !c.is_control() && !c.is_whitespace() && !matches!(c, '/' | '#' | '"' | '\'' | '\\');
    !name.starts_with('-') && name.chars().all(allowed)
}

/// A document to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// Names it in a print queue that others read: no name of a person belongs in it.
    pub title: &'a str,
    /// What is on it.
    pub pages: &'a [Page],
}

/// Which ways out a service allows, and with what.
#[derive(Clone, Debug, Default)]
pub struct Ways {
    /// The print system.
    pub spooler: Spooler,
    /// What printers and the command are sent.
    pub format: PrintFormat,
    /// The service's own print command.
    pub command: Option<PrintCommand>,
    /// The printer that the command is told.
    pub printer: Option<String>,
    /// Whether a printer may be reached through the terminal.
    pub terminal: bool,
}

impl Ways {
    /// The ways out that `service.toml` allows.
    pub fn of(settings: &PrintSettings) -> Self {
        Self {
            spooler: Spooler::default(),
            format: settings.format,
            command: settings.command.clone(),
            printer: settings.printer.clone(),
            terminal: settings.media_copy,
        }
    }
}

/// Which way a document went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
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
    /// Taken by the service's own print command.
    Command {
        /// The program.
        program: String,
    },
    /// Written to the terminal.
    Terminal,
}

/// What became of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    /// Which way it went.
    pub way: Way,
    /// Letters that stand as `¿` on it.
    pub missing: Vec<char>,
}

impl Sent {
    /// The outcome in sentences. Nothing is called printed: only the sheet in the hand is.
    pub fn words(&self) -> String {
        let went = self.way.words();
        if self.missing.is_empty() {
            return went;
        }
        let numbers = numbers(&self.missing);
        format!("{went} The font has no letter for {numbers}: they stand as ¿. Write them in by hand.")
    }

    /// The outcome in a word for the journal: `written`, `sent`, or `waiting` for a paused printer.
    pub fn state(&self) -> &'static str {
        match self.way {
            Way::Stdout | Way::File(_) => "written",
            Way::Printer { state: JobState::Paused, .. } => "waiting",
            Way::Printer { .. } | Way::Command { .. } | Way::Terminal => "sent",
        }
    }
}

impl Way {
    fn words(&self) -> String {
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
            Self::Command { program } => {
                format!("Handed to the print command \"{program}\", which took it. Fetch it now.")
            }
            Self::Terminal => {
                "Sent to the terminal's printer; the terminal does not say whether it printed.".to_owned()
            }
        }
    }
}

/// Sends a document out.
///
/// # Errors
/// [`PrintError`] where nothing, or nothing certain, came out.
pub fn send(to: &Destination, job: &Job<'_>, ways: &Ways) -> Result<Sent, PrintError> {
    match to {
        Destination::Stdout => {
            let mut out = io::stdout().lock();
            out.write_all(Printable::new(job.pages).as_bytes())
                .and_then(|()| out.flush())
                .map_err(|source| PrintError::Stdout { source })?;
            Ok(Sent { way: Way::Stdout, missing: Vec::new() })
        }
        Destination::File(path) => {
            let set = Set::new(job, format_of(path))?;
            file::write_new(path, &set.bytes)?;
            Ok(set.went(Way::File(path.clone())))
        }
        Destination::Printer(name) => {
            let set = Set::new(job, ways.format)?;
            let way = ways.spooler.print(name, &set.bytes, ways.format, job.title)?;
            Ok(set.went(way))
        }
        Destination::Command => {
            let command = ways.command.as_ref().ok_or(PrintError::NoCommand)?;
            let set = Set::new(job, ways.format)?;
            let queue = ways.printer.as_deref().unwrap_or_default();
            let told = (queue, job.title);
            let way = command::print(command, &set.bytes, ways.format, told, ways.spooler.timeout)?;
            Ok(set.went(way))
        }
        Destination::Terminal => {
            let mut out = io::stdout().lock();
            if ways.terminal && !out.is_terminal() {
                return Err(PrintError::NotATerminal);
            }
            send_to_terminal(job, ways, Tty::Cooked, &mut out)
        }
    }
}

/// Sends a document through a terminal to the printer behind it. Whoever draws on the terminal draws
/// it anew afterwards: one that has no printer shows the text instead.
///
/// # Errors
/// [`PrintError::NoMediaCopy`] where the service does not allow it; what writing says.
pub fn send_to_terminal(
    job: &Job<'_>,
    ways: &Ways,
    tty: Tty,
    out: &mut dyn Write,
) -> Result<Sent, PrintError> {
    if !ways.terminal {
        return Err(PrintError::NoMediaCopy);
    }
    media::write(out, job.pages, tty).map_err(|source| PrintError::Terminal { source })?;
    Ok(Sent { way: Way::Terminal, missing: Vec::new() })
}

/// A document as it leaves.
struct Set {
    bytes: Vec<u8>,
    missing: Vec<char>,
}

impl Set {
    fn new(job: &Job<'_>, format: PrintFormat) -> Result<Self, PrintError> {
        Ok(match format {
            PrintFormat::Text => {
                Self { bytes: Printable::new(job.pages).as_bytes().to_vec(), missing: Vec::new() }
            }
            PrintFormat::Pdf => {
                let made = pdf(job.title, job.pages)?;
                Self { bytes: made.bytes, missing: made.missing }
            }
        })
    }

    fn went(self, way: Way) -> Sent {
        Sent { way, missing: self.missing }
    }
}

fn format_of(path: &Path) -> PrintFormat {
    let is_pdf = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
    if is_pdf { PrintFormat::Pdf } else { PrintFormat::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_out_are_told_apart() {
        assert_eq!(Destination::parse("-").unwrap(), Destination::Stdout);
        assert_eq!(Destination::parse("printer:jet").unwrap(), Destination::Printer("jet".into()));
        assert_eq!(Destination::parse("note.txt").unwrap(), Destination::File("note.txt".into()));
        assert_eq!(Destination::parse("command").unwrap(), Destination::Command);
        assert_eq!(Destination::parse("terminal").unwrap(), Destination::Terminal);
        assert_eq!(Destination::parse("./terminal").unwrap(), Destination::File("./terminal".into()));
        for bad in ["", "printer:", "printer:-o", "printer:a b", "printer:a/b"] {
            assert_eq!(Destination::parse(bad).unwrap_err().exit_code(), 64, "{bad}");
        }
    }

    #[test]
    fn a_way_that_the_service_does_not_allow_is_refused_with_what_to_do() {
        let job = Job { title: "note", pages: &[] };
        let refused = |to| send(&to, &job, &Ways::default()).unwrap_err();
        assert_eq!(refused(Destination::Command).exit_code(), 64);
        assert!(refused(Destination::Command).to_string().contains("`command`"));
        assert!(refused(Destination::Terminal).to_string().contains("`media_copy = true`"));
    }

    #[test]
    fn a_file_is_a_pdf_by_its_ending_and_lacking_letters_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let pages = [Page::plain(["李 \u{627}".to_owned()])];
        let job = Job { title: "note", pages: &pages };
        let written = |name: &str| {
            let path = folder.path().join(name);
            let sent = send(&Destination::File(path.clone()), &job, &Ways::default()).unwrap();
            (std::fs::read(path).unwrap(), sent)
        };
        let (bytes, sent) = written("note.PDF");
        assert!(bytes.starts_with(b"%PDF-") && sent.state() == "written");
        assert!(sent.words().ends_with(
            "Delete it when it is printed. The font has no letter for U+0627 U+674E: they stand as ¿. Write \
             them in by hand."
        ));
        let (bytes, sent) = written("note.txt");
        assert_eq!(bytes, Printable::new(&pages).as_bytes());
        assert!(sent.missing.is_empty());
    }

    #[test]
    fn the_terminals_printer_gets_the_text_where_it_is_allowed() {
        let pages = [Page::plain(["NOTE".to_owned()])];
        let ways = Ways { terminal: true, ..Ways::default() };
        let mut out = Vec::new();
        let sent = send_to_terminal(&Job { title: "t", pages: &pages }, &ways, Tty::Raw, &mut out).unwrap();
        assert_eq!(out, media::bytes(&pages, Tty::Raw));
        assert_eq!(sent.state(), "sent");
        assert!(sent.words().ends_with("the terminal does not say whether it printed."));
    }
}
