//! Waiting for a line: a thread reads, so that the lock, a signal and the store's care need not wait.

use std::io::{self, BufRead, IsTerminal};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::desk::Clock;
use crate::platform::{Signals, watch_signals};
use crate::tui::app::App;

/// The longest wait before the store and the lock are looked after.
pub const TICK: Duration = Duration::from_millis(250);

/// What came of waiting.
pub enum Heard {
    /// A line, without its end.
    Line(Zeroizing<String>),
    /// The input has ended, or the system asks the program to end.
    Ended,
    /// Ctrl-C was pressed.
    Interrupted,
    /// Nobody was there for so long that the screen locked.
    Locked,
}

/// Reads lines in a thread of its own, one at a time as asked.
pub struct Ears {
    asks: SyncSender<Option<String>>,
    lines: Receiver<io::Result<Option<Zeroizing<String>>>>,
    /// Whether a line was asked for that has not come yet.
    waiting: bool,
    /// Whether the screens were read anew while a line was waited for.
    anew: bool,
    signals: Signals,
}

impl Ears {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system's own, where no thread can be had.
    pub fn open() -> io::Result<Self> {
        let (asks, asked) = sync_channel::<Option<String>>(1);
        let (tells, lines) = sync_channel(1);
        Builder::new().name("lines".into()).spawn(move || {
            while let Ok(secret) = asked.recv() {
                if tells.send(read(secret)).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { asks, lines, waiting: false, anew: false, signals: watch_signals()? })
    }

    /// Whether what was printed may be old: the screens were read anew while the last line was waited for.
    pub fn was_read_anew(&self) -> bool {
        self.anew
    }

    /// Waits for the next line; one that must not be seen has its prompt said here.
    pub fn line(&mut self, app: &mut App, secret: Option<&str>) -> Heard {
        if !self.waiting && self.asks.send(secret.map(|prompt| format!("{prompt}> "))).is_err() {
            return Heard::Ended;
        }
        self.waiting = true;
        self.anew = false;
        let (began, began_at) = (Instant::now(), Clock::System.now());
        let idle = app.idle_lock_seconds();
        loop {
            match self.lines.recv_timeout(TICK) {
                Ok(Ok(Some(line))) => {
                    self.waiting = false;
                    return Heard::Line(line);
                }
                Ok(_) | Err(RecvTimeoutError::Disconnected) => return Heard::Ended,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.signals.ended.load(Ordering::Relaxed) {
                return Heard::Ended;
            }
            if self.signals.interrupted.swap(false, Ordering::Relaxed) {
                return Heard::Interrupted;
            }
            self.anew |= app.tend();
            // The steady clock may stand still while the computer sleeps; the wall clock does not.
            let away = began.elapsed().max((Clock::System.now() - began_at).to_std().unwrap_or_default());
            if idle.is_some_and(|seconds| away >= Duration::from_secs(seconds)) && app.is_open() {
                app.lock("idle");
                return Heard::Locked;
            }
        }
    }
}

/// Reads a line; none at the end of the input. A secret is read without being shown, from a terminal.
fn read(secret: Option<String>) -> io::Result<Option<Zeroizing<String>>> {
    if let Some(prompt) = secret
        && io::stdin().is_terminal()
    {
        return rpassword::prompt_password(prompt).map(|typed| Some(Zeroizing::new(typed)));
    }
    let mut line = Zeroizing::new(String::new());
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(Zeroizing::new(line.trim_end_matches(['\n', '\r']).to_owned())))
}
