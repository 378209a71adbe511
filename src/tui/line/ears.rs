//! Waiting for a line: a thread reads, so that the lock, a signal and the store's care need not wait.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::desk::Clock;
use crate::platform::{Signals, watch_signals};
use crate::tui::app::App;

/// The longest wait before the store and the lock are looked after.
const TICK: Duration = Duration::from_millis(250);
/// The same while somebody waits for long work.
const WORK_TICK: Duration = Duration::from_millis(50);

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

/// What came of waiting for long work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waited {
    /// The work has ended.
    Done,
    /// It is to stop: Ctrl-C was pressed, or the word was typed.
    Stop,
    /// The system asks the program to end.
    Ended,
    /// Something else was typed; it waits to be read.
    Typed,
    /// Nobody was there for so long that the screen locked.
    Locked,
}

/// What is done with something else that is typed while work goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meanwhile {
    /// It waits until the work is done.
    Keep,
    /// Whoever types goes on beside the work.
    Leave,
}

/// Reads lines in a thread of its own, one at a time as asked.
pub struct Ears {
    asks: SyncSender<Option<String>>,
    lines: Receiver<io::Result<Option<Zeroizing<String>>>>,
    /// Whether a line was asked for that has not come yet.
    waiting: bool,
    /// Whether that line is one that must not be seen.
    unseen: bool,
    /// A line that came while work went on.
    held: Option<Zeroizing<String>>,
    /// Whether the input has ended.
    deaf: bool,
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
        Ok(Self {
            asks,
            lines,
            waiting: false,
            unseen: false,
            held: None,
            deaf: false,
            anew: false,
            signals: watch_signals()?,
        })
    }

    /// Whether what was printed may be old: the screens were read anew while the last line was waited for.
    pub fn was_read_anew(&self) -> bool {
        self.anew
    }

    /// Asks for a line, unless one was asked for that has not come yet. False where none can come.
    fn ask(&mut self, secret: Option<&str>) -> bool {
        if self.waiting {
            return true;
        }
        self.unseen = secret.is_some();
        self.waiting = self.asks.send(secret.map(|prompt| format!("{prompt}> "))).is_ok();
        self.waiting
    }

    /// Waits for long work, tending the app, for as long as `goes_on` says that it goes on.
    pub fn during(
        &mut self,
        app: &mut App,
        meanwhile: Meanwhile,
        goes_on: &mut dyn FnMut(&mut App) -> io::Result<bool>,
    ) -> io::Result<Waited> {
        let (began, began_at) = (Instant::now(), Clock::System.now());
        while goes_on(app)? {
            // What is counted is counted here; other work goes on by itself.
            let wait = if app.counted().is_some() { Duration::ZERO } else { WORK_TICK };
            if !self.deaf && self.held.is_none() && self.ask(None) {
                match self.lines.recv_timeout(wait) {
                    Ok(Ok(Some(line))) => {
                        self.waiting = false;
                        if line.trim().trim_start_matches('/').eq_ignore_ascii_case("stop") {
                            return Ok(Waited::Stop);
                        }
                        self.held = Some(line);
                        if meanwhile == Meanwhile::Leave {
                            return Ok(Waited::Typed);
                        }
                    }
                    // A script that has said all it had to say waits for what it began.
                    Ok(_) | Err(RecvTimeoutError::Disconnected) => self.deaf = true,
                    Err(RecvTimeoutError::Timeout) => {}
                }
            } else {
                std::thread::sleep(wait);
            }
            if self.signals.ended.load(Ordering::Relaxed) {
                return Ok(Waited::Ended);
            }
            if self.signals.interrupted.swap(false, Ordering::Relaxed) {
                return Ok(Waited::Stop);
            }
            app.tend();
            // A copy is made also where nobody is there any more; it signs out by itself, or ends here.
            let away = began.elapsed().max((Clock::System.now() - began_at).to_std().unwrap_or_default());
            let idle = app.idle_lock_seconds().filter(|_| meanwhile == Meanwhile::Leave);
            if idle.is_some_and(|seconds| away >= Duration::from_secs(seconds)) {
                app.lock("idle");
                return Ok(Waited::Locked);
            }
        }
        Ok(Waited::Done)
    }

    /// Waits for the next line; one that must not be seen has its prompt said here.
    pub fn line(&mut self, app: &mut App, secret: Option<&str>) -> Heard {
        if let Some(line) = self.held.take() {
            return Heard::Line(line);
        }
        if self.deaf {
            return Heard::Ended;
        }
        // A line that is being read already is seen as it is typed, so nothing secret may go into it.
        if secret.is_some() && self.waiting && !self.unseen && io::stdin().is_terminal() {
            // Nobody is left to tell where the stream is gone.
            let _ = writeln!(io::stdout(), "Press Enter first: what is typed in this line is seen.");
            match self.listen(app) {
                Heard::Line(_) => {}
                other => return other,
            }
        }
        if !self.ask(secret) {
            return Heard::Ended;
        }
        self.listen(app)
    }

    /// Waits for the line that was asked for.
    fn listen(&mut self, app: &mut App) -> Heard {
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
