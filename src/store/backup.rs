//! Copies of the store beside it: made while the desk works, opened to prove them, the older ones dropped.
//!
//! A copy is a folder `backups/NAME`: the database under the store's own key, the vault, the files of
//! the service, and a manifest with their sums that only the store's key can sign.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::beside::{Beside, Told};
use super::canonical::Canonical;
use super::journal::{self, Head};
use super::keys::{DataKey, KEY_LEN, MacKey};
use super::open::Marks;
use super::place::{self, Place};
use super::{Store, StoreError, connect, hex, verify};

mod keep;
mod restore;

pub(super) use keep::{before_layout, name_of, rekey_all};
pub use keep::{broken, list, prune};
pub use restore::{Checked, restore};

const MANIFEST: &str = "manifest.json";
const VERSION: u32 = 1;
const PAGES_AT_A_TIME: i32 = 256;
const READ_AT_A_TIME: usize = 64 * 1024;
const COPYING: (u8, u8) = (0, 70);
const PROVING: (u8, u8) = (70, 90);
const LISTING: (u8, u8) = (90, 100);

/// A copy as its manifest tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    version: u32,
    /// Name of the copy: when it was made, in UTC.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Last entry of the journal in it; 0 = none.
    pub seq: u64,
    #[serde(with = "hex")]
    head: [u8; KEY_LEN],
    /// When that entry was entered.
    pub last_at: Option<DateTime<Utc>>,
    /// Rows of each table that was counted.
    rows: BTreeMap<String, u64>,
    /// SHA-256 of each file, in hexadecimal.
    files: BTreeMap<String, String>,
    #[serde(with = "hex")]
    mac: [u8; KEY_LEN],
}

impl Manifest {
    /// First digits of the last entry's mark, as they stand on a handover note.
    pub fn head(&self) -> String {
        Head { seq: self.seq, mac: self.head }.short()
    }

    /// Episodes in the copy.
    pub fn episodes(&self) -> u64 {
        self.rows.get("episode").copied().unwrap_or(0)
    }

    fn canonical(&self) -> Vec<u8> {
        let start = Canonical::of("liaison backup 1")
            .number(u64::from(self.version))
            .text(&self.name)
            .signed(self.made_at.timestamp_millis())
            .number(self.seq)
            .bytes(&self.head)
            .signed(self.last_at.map_or(0, |at| at.timestamp_millis()));
        let rows = self.rows.iter().fold(start, |c, (table, rows)| c.text(table).number(*rows));
        self.files.iter().fold(rows, |c, (name, sum)| c.text(name).text(sum)).finish()
    }

    fn signed(mut self, key: &MacKey) -> Self {
        self.mac = key.sign(&self.canonical());
        self
    }

    fn is_signed(&self, key: &MacKey) -> bool {
        key.holds(&self.canonical(), &self.mac)
    }

    fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(StoreError::io("read", &path))?;
        serde_json::from_str(&text).map_err(|_shape| StoreError::BadCopy {
            path,
            what: "its list of files does not read".to_owned(),
        })
    }

    fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(MANIFEST);
        let text = serde_json::to_string_pretty(self).map_err(|_shape| StoreError::BadCopy {
            path: path.clone(),
            what: "its list cannot be written".into(),
        })?;
        place::write_atomically(&path, text.as_bytes())
    }
}

/// A copy in its folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copy {
    /// The folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// A copy being made.
pub type BackingUp = Beside<Copy>;

impl Store {
    /// Begins a copy of everything as it stands now; none for a store in memory.
    ///
    /// # Errors
    /// When the database cannot be opened a second time, or no thread can be had.
    pub fn begin_backup(&self, at: DateTime<Utc>) -> Result<Option<BackingUp>, StoreError> {
        let Some(home) = &self.home else { return Ok(None) };
        let making =
            Making { place: home.lock.place().clone(), key: home.key.clone(), name: name_of(at), at };
        self.beside("backup", move |conn, told| making.run(&conn, &told))
    }
}

/// What is needed to make a copy.
pub(super) struct Making {
    pub(super) place: Place,
    pub(super) key: DataKey,
    pub(super) name: String,
    pub(super) at: DateTime<Utc>,
}

/// What a database holds at one moment.
#[derive(PartialEq, Eq)]
struct Content {
    head: Head,
    rows: BTreeMap<String, u64>,
}

impl Making {
    /// Copies, proves and puts the copy in its place. What was half made is removed.
    pub(super) fn run(&self, conn: &Connection, told: &Told) -> Result<Copy, StoreError> {
        let all = self.place.backups();
        crate::platform::create_private_dir(&all).map_err(StoreError::io("create the folder", &all))?;
        let (staged, done) = (all.join(format!(".making-{}", self.name)), all.join(&self.name));
        remove(&staged)?;
        if done.exists() {
            return Err(StoreError::BadCopy { path: done, what: "a copy of this name is there".to_owned() });
        }
        let made = self.stage(conn, told, &staged).and_then(|manifest| {
            fs::rename(&staged, &done).map_err(StoreError::io("put in place", &done))?;
            place::sync_parent(&done)?;
            Ok(Copy { path: done.clone(), manifest })
        });
        if made.is_err() {
            let _ = remove(&staged);
        }
        made
    }

    fn stage(&self, conn: &Connection, told: &Told, staged: &Path) -> Result<Manifest, StoreError> {
        crate::platform::create_private_dir(staged).map_err(StoreError::io("create the folder", staged))?;
        let path = staged.join(place::DATABASE);
        let (content, last_at, audit) = self.copy(conn, told, &path)?;
        self.prove(&path, &content)?;
        if !told.go_on(PROVING, 1, 1) {
            return Err(StoreError::Stopped);
        }
        copy_file(&self.place.vault(), &staged.join(place::VAULT))?;
        for name in [place::SERVICE_FILE, place::FORMS_FOLDER] {
            copy_tree(&self.place.dir().join(name), &staged.join(name))?;
        }
        let mut files = BTreeMap::new();
        let (all, mut read) = (fs::metadata(&path).map_or(0, |file| file.len()), 0);
        sums(staged, staged, &mut files, &mut |bytes| {
            read += bytes;
            told.go_on(LISTING, read, all)
        })?;
        let manifest = Manifest {
            version: VERSION,
            name: self.name.clone(),
            made_at: self.at,
            seq: content.head.seq,
            head: content.head.mac,
            last_at,
            rows: content.rows,
            files,
            mac: [0; KEY_LEN],
        };
        let manifest = manifest.signed(&audit);
        manifest.write(staged)?;
        Ok(manifest)
    }

    /// Copies page by page what the store is at one moment, however long it takes.
    fn copy(
        &self,
        conn: &Connection,
        told: &Told,
        path: &Path,
    ) -> Result<(Content, Option<DateTime<Utc>>, MacKey), StoreError> {
        let sql = || connect::sql(path);
        let mut copy = connect::unlocked(path, &self.key)?;
        let tx = conn.unchecked_transaction().map_err(sql())?;
        let content = content(&tx).map_err(sql())?;
        let last_at = last_at(&tx, content.head.seq).map_err(sql())?;
        let marks = Marks::of(&tx, &self.key).map_err(sql())?;
        {
            let backup = Backup::new(&tx, &mut copy).map_err(sql())?;
            loop {
                let step = backup.step(PAGES_AT_A_TIME).map_err(sql())?;
                let (left, all) = (backup.progress().remaining, backup.progress().pagecount);
                let whole = |pages: i32| u64::try_from(pages).unwrap_or(0);
                if !told.go_on(COPYING, whole(all.saturating_sub(left)), whole(all)) {
                    return Err(StoreError::Stopped);
                }
                if step == StepResult::Done {
                    break;
                }
            }
        }
        drop(tx);
        // A copy stands alone: no log beside it.
        let mode: String =
            copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(sql())?;
        if mode != "delete" {
            return Err(StoreError::Setting { path: path.to_path_buf(), setting: "journal_mode=DELETE" });
        }
        copy.close().map_err(|(_, source)| connect::sql(path)(source))?;
        Ok((content, last_at, marks.audit))
    }

    /// Opens the copy as anybody would and looks at every page.
    fn prove(&self, path: &Path, expected: &Content) -> Result<(), StoreError> {
        let copy = connect::unlocked(path, &self.key)?;
        verify::pages(&copy, path)?;
        let found = content(&copy).map_err(connect::sql(path))?;
        if found != *expected {
            let what = "it does not hold what was copied".to_owned();
            return Err(StoreError::BadCopy { path: path.to_path_buf(), what });
        }
        copy.close().map_err(|(_, source)| connect::sql(path)(source))?;
        sync(path)
    }
}

fn content(conn: &Connection) -> rusqlite::Result<Content> {
    let mut rows = BTreeMap::new();
    for table in ["journal", "episode", "answer", "shift"] {
        let count: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        rows.insert(table.to_owned(), count.cast_unsigned());
    }
    Ok(Content { head: journal::head(conn)?, rows })
}

fn last_at(conn: &Connection, seq: u64) -> rusqlite::Result<Option<DateTime<Utc>>> {
    if seq == 0 {
        return Ok(None);
    }
    let sql = "SELECT entered_at FROM journal WHERE seq = ?1";
    conn.query_row(sql, [seq.cast_signed()], |row| row.get(0)).map(DateTime::from_timestamp_millis)
}

fn copy_file(from: &Path, to: &Path) -> Result<(), StoreError> {
    let bytes = fs::read(from).map_err(StoreError::io("read", from))?;
    place::write_atomically(to, &bytes)
}

/// Copies a file, or a folder of them; what is not there is not copied.
fn copy_tree(from: &Path, to: &Path) -> Result<(), StoreError> {
    let kind = match fs::symlink_metadata(from) {
        Ok(kind) => kind,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(StoreError::Io { doing: "read", path: from.to_path_buf(), source }),
    };
    if !kind.is_dir() {
        return copy_file(from, to);
    }
    crate::platform::create_private_dir(to).map_err(StoreError::io("create the folder", to))?;
    for entry in fs::read_dir(from).map_err(StoreError::io("read", from))? {
        let name = entry.map_err(StoreError::io("read", from))?.file_name();
        copy_tree(&from.join(&name), &to.join(&name))?;
    }
    place::sync_parent(&to.join("."))
}

/// The SHA-256 of every file below a folder, by its path from there.
fn sums(
    root: &Path,
    folder: &Path,
    into: &mut BTreeMap<String, String>,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::io("read", folder))? {
        let path = entry.map_err(StoreError::io("read", folder))?.path();
        if path.is_dir() {
            sums(root, &path, into, go_on)?;
        } else if path.file_name().is_some_and(|name| name != MANIFEST) {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            into.insert(name, sum_while(&path, go_on)?);
        }
    }
    Ok(())
}

pub(super) fn sum(path: &Path) -> Result<String, StoreError> {
    sum_while(path, &mut |_| true)
}

/// The same, telling how many bytes were read each time some were, for as long as it is told to go on.
fn sum_while(path: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<String, StoreError> {
    let mut file = fs::File::open(path).map_err(StoreError::io("read", path))?;
    let mut hash = Sha256::new();
    let mut bytes = vec![0; READ_AT_A_TIME];
    loop {
        let count = match file.read(&mut bytes) {
            Ok(0) => return Ok(hex::encode(&hash.finalize())),
            Ok(count) => count,
            Err(e) if e.kind() == ErrorKind::Interrupted => continue,
            Err(source) => return Err(StoreError::Io { doing: "read", path: path.to_path_buf(), source }),
        };
        hash.update(bytes.get(..count).unwrap_or_default());
        if !go_on(count as u64) {
            return Err(StoreError::Stopped);
        }
    }
}

fn sync(path: &Path) -> Result<(), StoreError> {
    crate::platform::sync_file(path).map_err(StoreError::io("write", path))
}

fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(()),
        Err(source) => Err(StoreError::Io { doing: "remove", path: folder.to_path_buf(), source }),
    }
}
