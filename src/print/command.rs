//! The service's own print command, with a file that is gone when the command has ended.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::error::PrintError;
use super::out::Way;
use super::process::{Silent, run};
use crate::domain::print_command::{Filled, PrintCommand};
use crate::domain::service::PrintFormat;
use crate::domain::text::clean_line;
use crate::platform;

/// Names tried before a folder full of names that are taken is given up.
const TRIES: u32 = 100;

/// Runs the command on what is to be printed.
///
/// # Errors
/// [`PrintError`] if it is not there, ends badly, or does not end in time.
pub(super) fn print(
    command: &PrintCommand,
    bytes: &[u8],
    format: PrintFormat,
    (queue, title): (&str, &str),
    timeout: Duration,
) -> Result<Way, PrintError> {
    let title = clean_line(title);
    let program = command.program().to_owned();
    let file = match command.wants_file() {
        true => Some(Passing::new(bytes, format).map_err(|source| PrintError::Passing { source })?),
        false => None,
    };
    let path = file.as_ref().map(|file| file.path.to_string_lossy()).unwrap_or_default();
    let arguments = command.arguments(Filled { queue, file: &path, title: &title });
    let input = if file.is_some() { &[][..] } else { bytes };
    match run(OsStr::new(&program), &arguments, input, &[], timeout) {
        Ok(said) if said.status.success() => Ok(Way::Command { program }),
        Ok(said) => Err(PrintError::CommandRefused { said: said.reason(), program }),
        Err(Silent::TimedOut) => Err(PrintError::CommandTimedOut { program, after: timeout }),
        Err(Silent::NotRun(source)) => Err(PrintError::CommandNotRun { program, source }),
    }
}

/// A file for the command alone, private, and removed whatever happens.
struct Passing {
    path: PathBuf,
}

impl Passing {
    fn new(bytes: &[u8], format: PrintFormat) -> io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let ending = if format == PrintFormat::Pdf { "pdf" } else { "txt" };
        let folder = folder();
        for _ in 0..TRIES {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!("liaison-{}-{number}.{ending}", std::process::id()));
            match platform::private_file().write(true).create_new(true).open(&path) {
                Ok(mut open) => {
                    // From here on it is removed, also where writing it fails.
                    let file = Self { path };
                    open.write_all(bytes).and_then(|()| open.flush())?;
                    return Ok(file);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// The person's own folder in memory where the system has one, so that nothing meets the disk.
fn folder() -> PathBuf {
    let own = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    own.filter(|folder| Path::is_absolute(folder) && folder.is_dir()).unwrap_or_else(std::env::temp_dir)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
