//! Windows: what safe code can do there. Nothing here is worse than leaving it to the system.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

use super::{Line, Signals};

/// What the C library of Windows makes of Ctrl-Break, and of a console window being closed.
const SIGBREAK: i32 = 21;

/// Does nothing: this system has no such switch that safe code can reach.
///
/// # Errors
/// None.
pub fn harden_process() -> io::Result<()> {
    Ok(())
}

/// Creates a folder, and those above it. Its rights are those of the folder it is made in: in a
/// person's own profile, that person's, the system's and the administrators'.
///
/// # Errors
/// The system's own error.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(path)
}

/// Options that create a file with the rights of its folder; see [`create_private_dir`].
pub fn private_file() -> OpenOptions {
    OpenOptions::new()
}

/// Answers no: this system keeps rights in lists that the folder inherits from the user's profile.
///
/// # Errors
/// None.
pub fn open_to_others(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Does nothing; see [`open_to_others`].
///
/// # Errors
/// None.
pub fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Does nothing: the file system keeps its names durable by a log of its own.
///
/// # Errors
/// None.
pub fn sync_dir(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Says why no file of this path's name could be kept, if so.
pub fn cannot_keep(path: &Path) -> Option<&'static str> {
    super::fault_of_name(&path.file_name()?.to_string_lossy())
}

/// Names the network share under a path, if it is one: locks there cannot be trusted, and `SQLite` in
/// WAL mode needs memory shared with the disk's own machine.
///
/// # Errors
/// The system's own error.
pub fn network_file_system(path: &Path) -> io::Result<Option<&'static str>> {
    use std::path::{Component, Prefix};

    // In full, a folder on a share begins with the share's own name, also where it has a drive's letter.
    let whole = path.canonicalize()?;
    let Some(Component::Prefix(prefix)) = whole.components().next() else { return Ok(None) };
    let share = matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..));
    Ok(share.then_some("Windows share"))
}

/// A flag that is set when the program is asked to end.
///
/// Ctrl-Break ends it in order. A closed window does not: Windows ends the program as soon as it has
/// told it so, and only code that is not safe could make it wait. The store takes that as a power cut.
///
/// # Errors
/// The system's own error.
pub fn watch_signals() -> io::Result<Signals> {
    let signals = Signals::default();
    for signal in [SIGTERM, SIGBREAK] {
        signal_hook::flag::register(signal, Arc::clone(&signals.ended))?;
    }
    signal_hook::flag::register(SIGINT, Arc::clone(&signals.interrupted))?;
    Ok(signals)
}

/// The line to the terminal; here the terminal library watches it.
#[derive(Debug)]
pub struct Watch;

impl Watch {
    /// Opens the watch.
    ///
    /// # Errors
    /// None.
    pub fn open() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the line, at most as long as given, by asking whoever reads it.
    pub fn wait(&self, at_most: Duration, ask: fn(Duration) -> io::Result<bool>) -> Line {
        match ask(at_most) {
            Ok(true) => Line::Ready,
            Ok(false) => Line::Quiet,
            Err(_) => Line::Gone,
        }
    }
}

#[cfg(test)]
pub mod testing {
    //! Helps for the tests of other rooms.

    use std::path::Path;

    /// Does nothing: see [`super::open_to_others`].
    pub fn let_others_in(_path: &Path) {}

    /// Does nothing: here the ending of a name says what may be run.
    pub fn make_runnable(_path: &Path) {}
}
