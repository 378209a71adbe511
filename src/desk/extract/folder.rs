//! A folder that is written whole or not at all: beside its place, hidden, and renamed at the end.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use age::stream::StreamWriter;

use crate::desk::DeskError;
use crate::desk::leaving::seal;
use crate::platform;

/// Ending of what is encrypted.
const SEALED: &str = "age";

/// A folder that is being written.
#[derive(Debug)]
pub(super) struct Folder {
    to: PathBuf,
    part: PathBuf,
    key: Option<String>,
    files: Vec<String>,
}

impl Folder {
    /// Begins a folder whose files are encrypted to a public key, where there is one.
    ///
    /// # Errors
    /// Refused where something is there already, or where it cannot be written.
    pub(super) fn begin(to: &Path, key: Option<String>) -> Result<Self, DeskError> {
        let refused = |what: String| {
            DeskError::refused(
                format!("{what} Nothing was written."),
                "Name a folder that is not there yet, in one that is.",
            )
        };
        let Some(name) = to.file_name() else {
            return Err(refused(format!("{} names no folder of its own.", to.display())));
        };
        let beside = to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !beside.is_dir() {
            return Err(refused(match beside.exists() {
                true => format!("{} is a file, and no folder can be in it.", beside.display()),
                false => format!("There is no folder {}.", beside.display()),
            }));
        }
        if !is_free(to).map_err(|why| refused(format!("{} cannot be looked at: {why}.", to.display())))? {
            let what = if to.is_dir() { "is there already, and not empty" } else { "is a file" };
            return Err(refused(format!("{} {what}.", to.display())));
        }
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".part");
        let part = to.with_file_name(hidden);
        // What a power cut left.
        let _ = fs::remove_dir_all(&part);
        let folder = Self { to: to.to_path_buf(), part, key, files: Vec::new() };
        platform::create_private_dir(&folder.part).map_err(|why| folder.unwritten(&why))?;
        Ok(folder)
    }

    /// Whether its files are encrypted.
    pub(super) fn is_sealed(&self) -> bool {
        self.key.is_some()
    }

    /// Begins a file in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn file(&mut self, name: &str) -> io::Result<Sealed> {
        let name = if self.is_sealed() { format!("{name}.{SEALED}") } else { name.to_owned() };
        let file = platform::private_file().write(true).create_new(true).open(self.part.join(&name))?;
        self.files.push(name);
        let file = BufWriter::new(file);
        Ok(match &self.key {
            Some(key) => Sealed::Age(Box::new(seal(key, file)?)),
            None => Sealed::Plain(file),
        })
    }

    /// Puts the folder, whose files have all ended, in its place. Gives the names of the files.
    ///
    /// # Errors
    /// When it cannot be put there.
    pub(super) fn finish(mut self) -> Result<Vec<String>, DeskError> {
        self.put().map_err(|why| self.unwritten(&why))?;
        Ok(std::mem::take(&mut self.files))
    }

    fn put(&self) -> io::Result<()> {
        platform::sync_dir(&self.part)?;
        if self.to.try_exists()? {
            // It is empty, or the system refuses.
            fs::remove_dir(&self.to)?;
        }
        fs::rename(&self.part, &self.to)?;
        platform::sync_dir(
            self.to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")),
        )
    }

    /// That it could not be written, for the user.
    pub(super) fn unwritten(&self, why: &io::Error) -> DeskError {
        DeskError::Unwritten {
            what: format!("{} was not written: {why}.", self.to.display()),
            remedy: "Nothing of it was kept; the records are as they were. Make room, or name another folder, and \
                     run it again.",
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Once it is in its place there is nothing under this name.
        let _ = fs::remove_dir_all(&self.part);
    }
}

/// Whether nothing is there, or an empty folder.
fn is_free(to: &Path) -> io::Result<bool> {
    match fs::read_dir(to) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(why) if why.kind() == io::ErrorKind::NotADirectory => Ok(false),
        Err(why) => Err(why),
    }
}

/// A file of the folder, encrypted or as it is.
pub(super) enum Sealed {
    Plain(BufWriter<File>),
    Age(Box<StreamWriter<BufWriter<File>>>),
}

impl Sealed {
    /// Ends the file: all of it is on the disk then.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn finish(self) -> io::Result<()> {
        let file = match self {
            Self::Plain(file) => file,
            Self::Age(sealed) => sealed.finish()?,
        };
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.write(bytes),
            Self::Age(sealed) => sealed.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(file) => file.flush(),
            Self::Age(sealed) => sealed.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &mut Folder, text: &str) {
        let mut file = folder.file("a.csv").unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.finish().unwrap();
    }

    #[test]
    fn a_folder_is_there_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let to = dir.path().join("november");
        let mut given_up = Folder::begin(&to, None).unwrap();
        written(&mut given_up, "half");
        drop(given_up);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left of it");
        fs::create_dir(&to).unwrap();
        let mut folder = Folder::begin(&to, None).unwrap();
        written(&mut folder, "whole");
        assert_eq!(folder.finish().unwrap(), ["a.csv"]);
        assert_eq!(fs::read_to_string(to.join("a.csv")).unwrap(), "whole");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_there_is_never_touched() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("file"), "mine").unwrap();
        for taken in [dir.path().to_path_buf(), dir.path().join("file"), PathBuf::from("..")] {
            let refused = Folder::begin(&taken, None).unwrap_err().to_string();
            assert!(refused.contains("Nothing was written"), "{refused}");
        }
        let refused = Folder::begin(&dir.path().join("file/in"), None).unwrap_err().to_string();
        assert!(refused.contains("file is a file") && refused.contains("Nothing was written"), "{refused}");
        let refused = Folder::begin(&dir.path().join("no/such"), None).unwrap_err().to_string();
        assert!(refused.contains("There is no folder"), "{refused}");
        assert_eq!(fs::read_to_string(dir.path().join("file")).unwrap(), "mine");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
