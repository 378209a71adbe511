//! A printer through `lp`: arguments as they are, text on standard input, and never a shell.
//!
//! `lp` succeeds although a printer is paused, so its queue is asked afterwards.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::out::{PrintError, Sent};
use super::text::Printable;
use crate::domain::text::clean_line;

/// How often a running command is looked at.
const LOOK: Duration = Duration::from_millis(10);
/// How long the output of an ended command is waited for; a child of its own may hold it open.
const OUTPUT_WAIT: Duration = Duration::from_millis(500);

/// The print system's commands and how long they may take.
#[derive(Clone, Debug)]
pub struct Spooler {
    /// Takes a job.
    pub lp: PathBuf,
    /// Tells what became of it.
    pub lpstat: PathBuf,
    /// Time for each command.
    pub timeout: Duration,
}

impl Default for Spooler {
    /// `lp` and `lpstat` as the search path finds them, 15 s each.
    fn default() -> Self {
        Self { lp: "lp".into(), lpstat: "lpstat".into(), timeout: Duration::from_secs(15) }
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

/// What an ended command said.
struct Said {
    status: ExitStatus,
    out: String,
    err: String,
}

/// Why a command gave no answer.
enum Silent {
    NotRun(io::Error),
    TimedOut,
}

impl Spooler {
    /// Hands a text to a printer and asks what became of it.
    ///
    /// # Errors
    /// [`PrintError`] if there is no print system, or it refuses the job or does not answer.
    pub fn print(&self, name: &str, text: &Printable, title: &str) -> Result<Sent, PrintError> {
        let title = clean_line(title);
        let args = ["-d", name, "-t", &title, "-o", "raw"];
        let said = self.run(&self.lp, &args, text.as_bytes()).map_err(|silent| self.failed(silent, name))?;
        if !said.status.success() {
            return Err(PrintError::Refused { name: name.to_owned(), said: reason(&said) });
        }
        let job = job_id(&said.out);
        let state = self.job_state(name, job.as_deref());
        Ok(Sent::Printer { name: name.to_owned(), job, state })
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
        let ask = |option: &str| match self.run(&self.lpstat, &[option, name], &[]) {
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

    fn run(&self, program: &Path, args: &[&str], input: &[u8]) -> Result<Said, Silent> {
        let mut child = Command::new(program)
            .args(args)
            // Its words are read here, so they have to be the ones we know.
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(Silent::NotRun)?;
        feed(&mut child, input);
        let out = child.stdout.take().map(read);
        let err = child.stderr.take().map(read);
        let status = wait(&mut child, self.timeout)?;
        Ok(Said { status, out: output(out), err: output(err) })
    }
}

/// Writes on a thread of its own: a command that does not read must not hold us up. If it ends
/// without reading, its exit status says so, not the broken pipe.
fn feed(child: &mut Child, input: &[u8]) {
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        thread::spawn(move || stdin.write_all(&input));
    }
}

fn read(mut from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        send.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    receive
}

fn output(from: Option<Receiver<String>>) -> String {
    from.and_then(|from| from.recv_timeout(OUTPUT_WAIT).ok()).unwrap_or_default()
}

fn wait(child: &mut Child, timeout: Duration) -> Result<ExitStatus, Silent> {
    let began = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if began.elapsed() < timeout => thread::sleep(LOOK),
            outcome => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(outcome.map_or_else(Silent::NotRun, |_| Silent::TimedOut));
            }
        }
    }
}

/// `request id is jet-12 (1 file(s))` names the job jet-12.
fn job_id(out: &str) -> Option<String> {
    out.split_once("request id is ")?.1.split_whitespace().next().map(str::to_owned)
}

/// What `lp` said, in one line and without its own name in front.
fn reason(said: &Said) -> String {
    let words = clean_line(if said.err.trim().is_empty() { &said.out } else { &said.err });
    let words = words.trim_start_matches("lp: ").trim_start_matches("Error - ").trim_end_matches('.');
    if words.is_empty() { format!("no reason given ({})", said.status) } else { words.to_owned() }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
