//! The watch on the terminal line: is a key waiting, and is the terminal still there.
//!
//! The terminal library reads a vanished terminal in an endless loop, so it may only be asked
//! once this file has seen the line alive; the guard ends the program if that race is lost.

use std::io;
use std::time::Duration;

/// What the line to the terminal had to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing came in the time given, or a signal cut the wait short.
    Quiet,
    /// Something is waiting to be read.
    Ready,
    /// The terminal has gone.
    Gone,
}

#[cfg(unix)]
pub use unix::Watch;

#[cfg(not(unix))]
pub use other::Watch;

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::{AsFd, OwnedFd};

    use super::{Duration, Line, io};

    const GUARD_LOOKS_EVERY: Duration = Duration::from_millis(400);
    const GRACE: Duration = Duration::from_millis(1200);
    /// `EX_IOERR`: the terminal failed, not the program.
    const EXIT_TERMINAL_GONE: i32 = 74;

    /// The line to the terminal, watched.
    #[derive(Debug)]
    pub struct Watch {
        line: OwnedFd,
        left: Arc<AtomicBool>,
    }

    impl Watch {
        /// Opens the watch, and the guard that ends the program 1.2 s after a hang-up nobody heard.
        ///
        /// Errors if there is no terminal.
        pub fn open() -> io::Result<Self> {
            let stdin = io::stdin();
            let line = if rustix::termios::isatty(&stdin) {
                stdin.as_fd().try_clone_to_owned()?
            } else {
                File::options().read(true).write(true).open("/dev/tty")?.into()
            };
            let left = Arc::new(AtomicBool::new(false));
            let (guarded, stop) = (line.try_clone()?, Arc::clone(&left));
            thread::Builder::new().name("hang-up guard".into()).spawn(move || guard(&guarded, &stop))?;
            Ok(Self { line, left })
        }

        /// Waits for the line, at most as long as given.
        pub fn wait(&self, at_most: Duration) -> Line {
            look(&self.line, PollFlags::IN, at_most)
        }
    }

    impl Drop for Watch {
        fn drop(&mut self) {
            self.left.store(true, Ordering::Relaxed);
        }
    }

    fn look(line: &OwnedFd, wanted: PollFlags, at_most: Duration) -> Line {
        let mut fds = [PollFd::new(line, wanted)];
        let timeout = Timespec::try_from(at_most).ok();
        if let Err(error) = poll(&mut fds, timeout.as_ref()) {
            return if error == rustix::io::Errno::INTR { Line::Quiet } else { Line::Gone };
        }
        let seen = fds.first().map_or(PollFlags::empty(), PollFd::revents);
        if seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            Line::Gone
        } else if seen.contains(PollFlags::IN) {
            Line::Ready
        } else {
            Line::Quiet
        }
    }

    fn guard(line: &OwnedFd, left: &AtomicBool) {
        while !left.load(Ordering::Relaxed) {
            if look(line, PollFlags::empty(), GUARD_LOOKS_EVERY) == Line::Gone {
                thread::sleep(GRACE);
                if !left.load(Ordering::Relaxed) {
                    // Everything acknowledged is already committed; only an open card is lost.
                    std::process::exit(EXIT_TERMINAL_GONE);
                }
            }
        }
    }
}

#[cfg(not(unix))]
mod other {
    use ratatui::crossterm::event;

    use super::{Duration, Line, io};

    /// The line to the terminal; Windows closes the program itself when the console goes.
    #[derive(Debug)]
    pub struct Watch;

    impl Watch {
        /// Opens the watch; never fails here.
        pub fn open() -> io::Result<Self> {
            Ok(Self)
        }

        /// Waits for the line, at most as long as given.
        pub fn wait(&self, at_most: Duration) -> Line {
            match event::poll(at_most) {
                Ok(true) => Line::Ready,
                Ok(false) => Line::Quiet,
                Err(_) => Line::Gone,
            }
        }
    }
}
