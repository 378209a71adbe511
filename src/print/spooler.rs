//! A printer through `lp`: arguments as they are, text on standard input, and never a shell.
//!
//! `lp` succeeds although a printer is paused, so its queue is asked afterwards.

use std::ffi::OsStr;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use super::error::PrintError;
use super::out::Way;
use super::process::{Said, Silent, run};
use crate::domain::service::PrintFormat;
use crate::domain::text::clean_line;

const DOWN: &str = "the print system of this computer is not running";

/// The print system's commands and how long they may take.
#[derive(Clone, Debug)]
pub struct Spooler {
    /// Takes a job.
    pub lp: PathBuf,
    /// Tells what became of it.
    pub lpstat: PathBuf,
    /// Time for each command.
    pub timeout: Duration,
    /// Added to the surroundings of both commands, such as the address of another print system.
    pub env: Vec<(String, String)>,
}

impl Default for Spooler {
    /// `lp` and `lpstat` as the search path finds them, 15 s each.
    fn default() -> Self {
        Self { lp: "lp".into(), lpstat: "lpstat".into(), timeout: Duration::from_secs(15), env: Vec::new() }
    }
}

/// What is known of a job that the print system took.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JobState {
    /// It has left the queue.
    Left,
    /// It is in the queue of a printer that runs.
    Queued,
    /// It waits, because the printer is paused.
    Paused,
    /// It could not be asked.
    Unknown,
}

impl Spooler {
    /// Hands a text or a PDF to a printer and asks what became of it.
    ///
    /// # Errors
    /// [`PrintError`] if there is no print system, or it refuses the job or does not answer.
    pub fn print(
        &self,
        name: &str,
        bytes: &[u8],
        format: PrintFormat,
        title: &str,
    ) -> Result<Way, PrintError> {
        let title = clean_line(title);
        let mut args = vec!["-d", name, "-t", &title];
        if format == PrintFormat::Text {
            // As it is: a filter would set it anew, without margins and in letters nobody can copy.
            args.extend(["-o", "raw"]);
        }
        let said = self.run(self.lp.as_os_str(), &args, bytes).map_err(|silent| self.failed(silent, name))?;
        if !said.status.success() {
            // Of a print system that is down, `lp` says that the printer does not exist.
            let said = if self.is_down() { DOWN.to_owned() } else { said.reason() };
            return Err(PrintError::Refused { name: name.to_owned(), said });
        }
        let job = job_id(&said.out);
        let state = self.job_state(name, job.as_deref());
        Ok(Way::Printer { name: name.to_owned(), job, state })
    }

    fn run(&self, program: &OsStr, args: &[&str], input: &[u8]) -> Result<Said, Silent> {
        run(program, args, input, &self.env, self.timeout)
    }

    fn is_down(&self) -> bool {
        self.run(self.lpstat.as_os_str(), &["-r"], &[]).is_ok_and(|said| said.out.contains("not running"))
    }

    fn failed(&self, silent: Silent, name: &str) -> PrintError {
        let program = self.lp.display().to_string();
        match silent {
            Silent::TimedOut => PrintError::TimedOut { name: name.to_owned(), after: self.timeout },
            Silent::NotRun(source) if source.kind() == io::ErrorKind::NotFound => {
                PrintError::NoSpooler { program }
            }
            Silent::NotRun(source) => PrintError::SpoolerFailed { program, source },
        }
    }

    fn job_state(&self, name: &str, job: Option<&str>) -> JobState {
        let ask = |option: &str| match self.run(self.lpstat.as_os_str(), &[option, name], &[]) {
            Ok(said) if said.status.success() => Some(said.out),
            _ => None,
        };
        // The queue first: a job that has left it is out, whatever the printer does now.
        let (Some(queue), Some(printer)) = (ask("-o"), ask("-p")) else { return JobState::Unknown };
        let waits = queue.split_whitespace().any(|word| Some(word) == job);
        // "printer jet disabled since Mon 23 Nov 2026 21:44:00 GMT -"
        let paused =
            printer.lines().next().is_some_and(|line| line.split_whitespace().nth(2) == Some("disabled"));
        match (job, waits, paused) {
            (_, true, true) | (None, _, true) => JobState::Paused,
            (_, true, false) => JobState::Queued,
            (Some(_), false, _) => JobState::Left,
            (None, false, false) => JobState::Unknown,
        }
    }
}

/// `request id is jet-12 (1 file(s))` names the job jet-12.
fn job_id(out: &str) -> Option<String> {
    out.split_once("request id is ")?.1.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
