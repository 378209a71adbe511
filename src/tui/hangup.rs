//! The line to the terminal: is a key waiting, and is the terminal still there.
//!
//! On Unix the program reads through its own non-blocking opening of the terminal. Otherwise half
//! an escape sequence (Esc and `[` in one go) would leave the terminal library waiting inside a
//! read, deaf to signals and to the lock timer. It is also told here when the terminal has gone.

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

#[cfg(not(unix))]
pub use other::Watch;
#[cfg(unix)]
pub use unix::Watch;

#[cfg(unix)]
mod unix {
    use std::io;
    use std::time::Duration;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::{AsFd, OwnedFd};
    use rustix::fs::{Mode, OFlags, open};
    use rustix::io::Errno;

    use super::Line;

    /// The line to the terminal, watched.
    #[derive(Debug)]
    pub struct Watch {
        line: OwnedFd,
    }

    impl Watch {
        /// Opens the watch on standard input, which must be a terminal.
        ///
        /// A terminal that cannot be opened a second time is read as it is.
        pub fn open() -> io::Result<Self> {
            let line = match own_opening() {
                Ok(line) => line,
                Err(_) => io::stdin().as_fd().try_clone_to_owned()?,
            };
            Ok(Self { line })
        }

        /// Waits for the line, at most as long as given.
        pub fn wait(&self, at_most: Duration) -> Line {
            let mut fds = [PollFd::new(&self.line, PollFlags::IN)];
            let timeout = Timespec::try_from(at_most).ok();
            if let Err(error) = poll(&mut fds, timeout.as_ref()) {
                return if error == Errno::INTR { Line::Quiet } else { Line::Gone };
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
    }

    /// Opens the terminal anew and puts that in the place of standard input.
    ///
    /// Setting the flag on standard input as it came would set it on the shell's too.
    fn own_opening() -> rustix::io::Result<OwnedFd> {
        let name = rustix::termios::ttyname(io::stdin(), Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let line = open(name, flags, Mode::empty())?;
        rustix::stdio::dup2_stdin(&line)?;
        Ok(line)
    }
}

#[cfg(not(unix))]
mod other {
    use std::io;
    use std::time::Duration;

    use ratatui::crossterm::event;

    use super::Line;

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
