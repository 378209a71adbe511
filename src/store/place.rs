//! The data folder and the files in it.

use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::StoreError;
use crate::platform;

/// Name of the service's own file in the data folder.
pub const SERVICE_FILE: &str = "service.toml";
/// Folder of the service's own forms in the data folder.
pub const FORMS_FOLDER: &str = "forms";
pub(super) const DATABASE: &str = "liaison.db";
pub(super) const VAULT: &str = "vault.json";

/// A folder that holds, or is to hold, one store. Only its owner can enter it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    dir: PathBuf,
}

impl Place {
    /// Makes the folder ready for a store, creating it if need be.
    ///
    /// # Errors
    /// When it cannot be created, lies on a network file system, or is somebody's ordinary folder
    /// that others may enter.
    pub fn prepare(dir: &Path) -> Result<Self, StoreError> {
        platform::create_private_dir(dir).map_err(StoreError::io("create the folder", dir))?;
        Self::checked(dir)
    }

    /// Finds a store that is already there.
    ///
    /// # Errors
    /// When there is none, and as [`Place::prepare`].
    pub fn existing(dir: &Path) -> Result<Self, StoreError> {
        let place = Self { dir: dir.to_path_buf() };
        match place.vault().try_exists() {
            Ok(true) => Self::checked(dir),
            Ok(false) => Err(StoreError::Missing { path: place.dir }),
            Err(source) => Err(StoreError::Io { doing: "look into", path: place.dir, source }),
        }
    }

    fn checked(dir: &Path) -> Result<Self, StoreError> {
        let place = Self { dir: dir.to_path_buf() };
        let looking = "look at the folder";
        if let Some(kind) = platform::network_file_system(dir).map_err(StoreError::io(looking, dir))? {
            return Err(StoreError::NetworkFileSystem { path: place.dir, kind });
        }
        if platform::open_to_others(dir).map_err(StoreError::io(looking, dir))? {
            if !place.is_empty_or_ours()? {
                return Err(StoreError::NotPrivate { path: place.dir });
            }
            platform::make_private(dir).map_err(StoreError::io("make private", dir))?;
        }
        Ok(place)
    }

    /// A folder of somebody's own files must not lose its rights because of a slip in `--data`.
    fn is_empty_or_ours(&self) -> Result<bool, StoreError> {
        let mut entries = self.dir.read_dir().map_err(StoreError::io("look into", &self.dir))?;
        Ok(self.vault().exists() || entries.next().is_none())
    }

    /// The folder itself.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The encrypted database.
    pub fn database(&self) -> PathBuf {
        self.dir.join(DATABASE)
    }

    /// The key vault.
    pub fn vault(&self) -> PathBuf {
        self.dir.join(VAULT)
    }

    /// The folder of the copies.
    pub fn backups(&self) -> PathBuf {
        self.dir.join("backups")
    }

    /// The file whose lock keeps a second process out.
    pub fn lock_file(&self) -> PathBuf {
        self.dir.join("liaison.lock")
    }

    /// The witness written at rest.
    pub fn witness(&self) -> PathBuf {
        self.dir.join("witness")
    }

    /// The witness carried along after each commit.
    pub fn running_witness(&self) -> PathBuf {
        self.dir.join("witness.running")
    }

    /// The failed sign-ins.
    pub fn attempts(&self) -> PathBuf {
        self.dir.join("attempts")
    }
}

/// Writes a file so that, whatever happens meanwhile, either the old or the new content is there.
pub(super) fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let staged = stage(path, bytes)?;
    std::fs::rename(&staged, path).map_err(StoreError::io("replace", path))?;
    sync_parent(path)
}

/// Writes the new content beside the file and makes it last; the caller renames.
pub(super) fn stage(path: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let staged = path.with_file_name(name);
    let mut file = create_private(&staged)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(StoreError::io("write", &staged))?;
    Ok(staged)
}

/// Makes renames in the file's folder last.
pub(super) fn sync_parent(path: &Path) -> Result<(), StoreError> {
    let dir = path.parent().unwrap_or(Path::new("."));
    platform::sync_dir(dir).map_err(StoreError::io("write", dir))
}

/// Creates or empties a file that only its owner can read.
fn create_private(path: &Path) -> Result<File, StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(source) => return Err(StoreError::Io { doing: "replace", path: path.to_path_buf(), source }),
    }
    platform::private_file().write(true).create_new(true).open(path).map_err(StoreError::io("create", path))
}
