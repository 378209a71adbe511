//! What can go wrong with the store, in words for the person at the desk.
//!
//! Each says what happened, what was kept and what to do next, and none carries personal text.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::vault::VaultError;

/// A failure of the store. Paths are named; records, names and answers never are.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The vault could not be read, unlocked or written.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file or folder could not be read or written.
    #[error(
        "Could not {doing} {}: {source}. What was saved before is untouched. Check that the disk has room and that \
         the folder belongs to you, then try again.",
        path.display()
    )]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no store where one was expected.
    #[error("There is no store in {}. Nothing was created. Check --data, or run liaison to set one up.", path.display())]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The database file is gone while the rest of the store is there.
    #[error(
        "The database {} is gone, though this store once held records. Nothing was created in its place. Look for it, \
         or restore a backup into a new folder.",
        path.display()
    )]
    Gone {
        /// The database file.
        path: PathBuf,
    },
    /// The folder exists, holds other things, and other people may enter it.
    #[error(
        "The folder {} is not a liaison folder and other people can enter it. Nothing was written. Choose an empty \
         folder, or one that only you can enter.",
        path.display()
    )]
    NotPrivate {
        /// The folder.
        path: PathBuf,
    },
    /// The folder lies on a file system on which a database is not safe.
    #[error(
        "The folder {} is on a network file system ({kind}), where records can be damaged without notice. Nothing was \
         written. Use a folder on this computer's own disk.",
        path.display()
    )]
    NetworkFileSystem {
        /// The folder.
        path: PathBuf,
        /// The kind of file system.
        kind: &'static str,
    },
    /// Another process has the store open.
    #[error(
        "liaison is already open on {}. The other one goes on undisturbed; nothing was changed. Use that one, or close \
         it first.",
        path.display()
    )]
    InUse {
        /// The folder.
        path: PathBuf,
    },
    /// The key does not open the database file, or the file is no database of ours.
    #[error(
        "The store {} cannot be opened with this key: it is damaged, or it belongs to another vault. It was left as it \
         is. Keep a copy of the whole folder and restore a backup into a new folder.",
        path.display()
    )]
    NotOurs {
        /// The database file.
        path: PathBuf,
    },
    /// This build of the program has no encryption in it.
    #[error(
        "This copy of liaison was built without encryption, so it will not open {}. Nothing was written. Install a \
         proper copy.",
        path.display()
    )]
    NoCipher {
        /// The database file.
        path: PathBuf,
    },
    /// The database would not take a setting on which safety depends.
    #[error(
        "The store {} does not accept the setting {setting}, without which answers could be lost. It was left as it \
         is. Move the folder to this computer's own disk.",
        path.display()
    )]
    Setting {
        /// The database file.
        path: PathBuf,
        /// The setting.
        setting: &'static str,
    },
    /// A newer program wrote this store.
    #[error(
        "The store {} was written by a newer liaison (layout {found}, this one knows {known}). It was left as it is. \
         Use the newer program.",
        path.display()
    )]
    Newer {
        /// The database file.
        path: PathBuf,
        /// Layout found.
        found: u32,
        /// Newest layout this program knows.
        known: u32,
    },
    /// The vault is older than the one the store last worked with.
    #[error(
        "The vault in {} is generation {found}, but the store has already worked with generation {known}: an older \
         file was put back. Nothing was changed. Put the newer vault back, or ask whoever looks after this computer.",
        path.display()
    )]
    OlderVault {
        /// The vault file.
        path: PathBuf,
        /// Generation of the vault read.
        found: u64,
        /// Generation the store knows.
        known: u64,
    },
    /// Pages of the database fail their checks.
    #[error(
        "The store {} is damaged ({what}). It was left as it is. Keep a copy of the whole folder and restore a backup \
         into a new folder.",
        path.display()
    )]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What the check found, without content.
        what: String,
    },
    /// A copy of a store is not what it should be.
    #[error(
        "The copy {} is no good: {what}. It was left as it is, and so was the store. Take another copy.",
        path.display()
    )]
    BadCopy {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A copy was to be put where something is.
    #[error(
        "{} is not empty. Nothing was written: a copy goes into a folder of its own. Name one that is not there yet.",
        path.display()
    )]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Long work was stopped.
    #[error("That was stopped before it was done. Nothing was changed. Begin it again when there is time.")]
    Stopped,
    /// A row of the journal does not carry the mark that follows from the rows before it.
    #[error(
        "The journal in {} was altered at entry {seq}. It was left as it is. Tell the service manager; keep a copy of \
         the whole folder.",
        path.display()
    )]
    ChainBroken {
        /// The database file.
        path: PathBuf,
        /// First entry that does not fit.
        seq: u64,
    },
    /// The store is open for reading only.
    #[error(
        "Nothing can be saved now: {reason} What was saved before can be read. A manager has to acknowledge this first."
    )]
    ReadOnly {
        /// Why.
        reason: String,
    },
    /// A save failed, and reading back showed that it is not on disk.
    #[error(
        "Not saved in {}: {source}. Everything saved before is there. Make room on the disk or check it, then try \
         again.",
        path.display()
    )]
    NotSaved {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// A save failed, and the store could not be read back to tell whether it is on disk.
    #[error(
        "Saving in {} failed ({source}) and the store could not be read back, so the last entry may or may not be \
         there. Keep what is on the screen, write it on paper, and start liaison again to see.",
        path.display()
    )]
    Uncertain {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// The database answered a question with an error.
    #[error(
        "The store {} could not be read or written ({source}). What was saved before is untouched. Try again; if it \
         comes back, run liaison verify.",
        path.display()
    )]
    Sql {
        /// The database file.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
    /// A stored body does not read as what this program expects there.
    #[error(
        "The {what} in {} do not read as this program expects. They were left as they are. Run liaison verify.",
        path.display()
    )]
    Unreadable {
        /// The database file.
        path: PathBuf,
        /// Which rows.
        what: &'static str,
    },
}

impl StoreError {
    /// The process exit code that sysexits.h gives this kind of failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Vault(error) => error.exit_code(),
            Self::Missing { .. } | Self::Gone { .. } => 66,
            Self::NotPrivate { .. } | Self::NotEmpty { .. } => 73,
            Self::InUse { .. } | Self::Stopped => 75,
            Self::NetworkFileSystem { .. }
            | Self::NoCipher { .. }
            | Self::Newer { .. }
            | Self::Setting { .. } => 78,
            Self::NotOurs { .. }
            | Self::OlderVault { .. }
            | Self::Damaged { .. }
            | Self::BadCopy { .. }
            | Self::ChainBroken { .. }
            | Self::Unreadable { .. } => 65,
            Self::ReadOnly { .. } => 77,
            Self::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => 73,
            Self::Io { .. } | Self::NotSaved { .. } | Self::Uncertain { .. } | Self::Sql { .. } => 74,
        }
    }

    /// For `map_err`: an error of the file system while doing this to that path.
    pub(super) fn io<'a>(doing: &'static str, path: &'a Path) -> impl FnOnce(io::Error) -> Self + use<'a> {
        move |source| Self::Io { doing, path: path.to_path_buf(), source }
    }
}
