//! A command run outside: its words and its ending, or a plain reason why there are none.
//!
//! Arguments go as they are and never through a shell. One that hangs is stopped.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::text::clean_line;

/// How often a running command is looked at.
pub(super) const LOOK: Duration = Duration::from_millis(10);
/// How long the output of an ended command is waited for; a child of its own may hold it open.
const OUTPUT_WAIT: Duration = Duration::from_millis(500);

/// What an ended command said.
pub(super) struct Said {
    pub(super) status: ExitStatus,
    pub(super) out: String,
    err: String,
}

/// Why a command gave no answer.
pub(super) enum Silent {
    /// It could not be started or watched.
    NotRun(io::Error),
    /// It was stopped.
    TimedOut,
}

impl Said {
    /// Why it did not do it, in one line of its own words, without the name of `lp` in front.
    pub(super) fn reason(&self) -> String {
        let words = clean_line(if self.err.trim().is_empty() { &self.out } else { &self.err });
        let words =
            words.trim_start_matches("lp: ").trim_start_matches("Error - ").trim_end_matches(['.', ':']);
        if words.is_empty() { format!("no reason given ({})", self.status) } else { words.to_owned() }
    }
}

/// Runs a command with this input to its end.
pub(super) fn run<A: AsRef<OsStr>>(
    program: &OsStr,
    args: &[A],
    input: &[u8],
    env: &[(String, String)],
    timeout: Duration,
) -> Result<Said, Silent> {
    let mut child = Command::new(program)
        .args(args)
        .envs(env.iter().map(|(name, value)| (name, value)))
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
    let status = wait(&mut child, timeout)?;
    Ok(Said { status, out: output(out), err: output(err) })
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
