//! Unix: modes, limits, signals, and the terminal's line as a file.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::Errno;
use rustix::process::{Resource, Rlimit, setrlimit, umask};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::{Line, Signals};

/// Shuts off core dumps, keeps other programs of the same user from tracing this one, and makes
/// new files private by default. Called once, before any other thread starts.
///
/// # Errors
/// The system's own error; the caller may go on, since file modes are also set one by one.
pub fn harden_process() -> io::Result<()> {
    umask(Mode::from_raw_mode(0o077));
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    forbid_tracing()
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn forbid_tracing() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
#[allow(clippy::unnecessary_wraps)]
fn forbid_tracing() -> io::Result<()> {
    Ok(())
}

/// Creates a folder, and those above it, that only its owner may enter.
///
/// # Errors
/// The system's own error.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Options that create a file which only its owner may read or write.
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Tells whether people other than the owner may reach this file or folder.
///
/// # Errors
/// The system's own error.
pub fn open_to_others(path: &Path) -> io::Result<bool> {
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Takes all rights to a file or folder from everyone but its owner.
///
/// # Errors
/// The system's own error.
pub fn make_private(path: &Path) -> io::Result<()> {
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Makes a rename or a new file in this folder last through a power cut.
///
/// # Errors
/// The system's own error.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Nothing: every name that can be given can be kept.
pub fn cannot_keep(_path: &Path) -> Option<&'static str> {
    None
}

/// Names the network file system under a path, if it is one: locks there cannot be trusted, and
/// `SQLite` in WAL mode needs memory shared with the disk's own machine.
///
/// # Errors
/// The system's own error.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn network_file_system(path: &Path) -> io::Result<Option<&'static str>> {
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss)]
    let magic = rustix::fs::statfs(path)?.f_type as u64;
    Ok(super::kind_of(magic))
}

/// Cannot tell here.
///
/// # Errors
/// None.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub fn network_file_system(_path: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

/// Notes that the system wants the program to end (TERM, or the line hung up), and INT.
///
/// # Errors
/// The system's own error.
pub fn watch_signals() -> io::Result<Signals> {
    let signals = Signals::default();
    for signal in [SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(&signals.ended))?;
    }
    signal_hook::flag::register(SIGINT, Arc::clone(&signals.interrupted))?;
    Ok(signals)
}

/// The line to the terminal, watched: is a key waiting, and is the terminal still there.
///
/// The program reads through its own non-blocking opening of the terminal. Otherwise half an escape
/// sequence (Esc and `[` in one go) would leave the terminal library waiting inside a read, deaf to
/// signals and to the lock timer.
#[derive(Debug)]
pub struct Watch {
    line: OwnedFd,
}

impl Watch {
    /// Opens the watch on standard input, which must be a terminal.
    ///
    /// A terminal that cannot be opened a second time is read as it is.
    ///
    /// # Errors
    /// The system's own error.
    pub fn open() -> io::Result<Self> {
        let line = match own_opening() {
            Ok(line) => line,
            Err(_) => io::stdin().as_fd().try_clone_to_owned()?,
        };
        Ok(Self { line })
    }

    /// Waits for the line, at most as long as given. The system itself knows, so nobody else is asked.
    pub fn wait(&self, at_most: Duration, _ask: fn(Duration) -> io::Result<bool>) -> Line {
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

#[cfg(test)]
pub mod testing {
    //! Helps for the tests of other rooms.

    use super::*;

    /// Gives other people the right to read a file or enter a folder.
    pub fn let_others_in(path: &Path) {
        std::fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }

    /// Makes a script a program that its owner may run.
    pub fn make_runnable(path: &Path) {
        std::fs::set_permissions(path, Permissions::from_mode(0o700)).unwrap();
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn hardened_process_leaves_no_core_and_cannot_be_traced() {
        harden_process().unwrap();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }

    #[test]
    fn local_folder_is_no_network_file_system() {
        assert_eq!(network_file_system(Path::new("/")).unwrap(), None);
        assert!(network_file_system(Path::new("/no/such/folder")).is_err());
    }

    #[test]
    fn private_means_the_owner_alone_to_the_last_bit() {
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        let (inside, file) = (folder.path().join("a"), folder.path().join("note"));
        create_private_dir(&inside).unwrap();
        private_file().write(true).create_new(true).open(&file).unwrap();
        assert_eq!((mode(&inside), mode(&file)), (0o700, 0o600));
    }
}
