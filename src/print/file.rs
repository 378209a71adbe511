//! A file that is there whole or not at all, readable by its owner alone.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::PrintError;
use crate::platform;

/// Writes a new file, readable by its owner alone. A file that exists is never touched.
///
/// # Errors
/// [`PrintError::FileExists`], [`PrintError::BadFileName`], or [`PrintError::File`] with nothing left behind.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), PrintError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => PrintError::FileExists { path: path.to_owned() },
        _ => PrintError::File { path: path.to_owned(), source },
    };
    if path.symlink_metadata().is_ok() {
        return Err(PrintError::FileExists { path: path.to_owned() });
    }
    if let Some(why) = platform::cannot_keep(path) {
        return Err(PrintError::BadFileName { path: path.to_owned(), why });
    }
    let part = part_beside(path).map_err(failed)?;
    // What has this name was left by a process that died and whose number we have now.
    let _ = fs::remove_file(&part);
    let written = write_part(&part, bytes).and_then(|()| name(&part, path));
    // Also after success: naming it may have left the part's own name behind.
    let _ = fs::remove_file(&part);
    written.map_err(failed)?;
    // A file system that cannot do this keeps its names durable in its own way.
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let _ = platform::sync_dir(folder.unwrap_or(Path::new(".")));
    Ok(())
}

/// A name beside the file that no other process uses.
fn part_beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::IsADirectory))?;
    let part = format!(".{}.{}.part", name.to_string_lossy(), std::process::id());
    Ok(path.with_file_name(part))
}

fn write_part(part: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = platform::private_file().write(true).create_new(true).open(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives the part its name. A link, unlike a renaming, refuses a name that was taken meanwhile; a
/// disk without links (many memory sticks) gets the renaming.
fn name(part: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(part, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) if path.symlink_metadata().is_err() => fs::rename(part, path),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_is_whole_private_and_alone_in_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.txt");
        write_new(&path, b"text\x0c").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"text\x0c");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(!platform::open_to_others(&path).unwrap());
    }

    #[test]
    fn a_file_that_exists_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.txt");
        fs::write(&path, "old").unwrap();
        let refused = write_new(&path, b"new").unwrap_err();
        assert_eq!(refused.exit_code(), 73);
        assert!(refused.to_string().contains("Choose another file name"));
        assert_eq!(fs::read(&path).unwrap(), b"old");
        // A name taken between the look and the naming is refused as well.
        let part = folder.path().join("part");
        fs::write(&part, "new").unwrap();
        assert_eq!(name(&part, &path).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn a_folder_that_is_not_there_is_said_and_nothing_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let failed = write_new(&folder.path().join("none/note.txt"), b"text").unwrap_err();
        assert_eq!(failed.exit_code(), 74);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
