//! Going over to another key: a copy of the store under the new one takes the place of the old.
//!
//! The vault first holds both keys, then the file is replaced, then the vault holds the new one only.
//! Wherever it is cut off, one of the two keys in the vault opens the file that is there.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::Backup;
use zeroize::Zeroizing;

use super::backup::rekey_all;
use super::journal;
use super::keys::DataKey;
use super::link::Link;
use super::open::Marks;
use super::vault::{Unlocked, Vault};
use super::{Store, StoreError, StoreLock, VaultError, connect, hex, place, verify};
use crate::platform;

/// Present while the key is to be changed as soon as it can be.
const DUE: &str = "rotation_due";
/// Ending of the copy under the new key.
const STAGED: &str = "db.rotating";
const PAGES_AT_A_TIME: i32 = 4096;

impl Store {
    /// Opens the store by what a passphrase or the recovery code opened, and finishes a change of its
    /// key that was cut off.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_unlocked(
        lock: &StoreLock,
        vault: &mut Vault,
        unlocked: &Unlocked,
    ) -> Result<Self, StoreError> {
        let opened = Self::open(lock, vault, &unlocked.key);
        let (Some(next), Err(StoreError::NotOurs { .. })) = (&unlocked.next, &opened) else { return opened };
        let mut store = Self::open(lock, vault, next)?;
        rekey_all(lock.place(), &unlocked.key, next, vault)?;
        vault.take_next(next)?;
        store.note_vault(vault)?;
        Ok(store)
    }

    /// Puts the store under a new key. Who has the old one, or a passphrase of somebody who is no
    /// longer in the vault, opens nothing of it from then on. Other copies are not touched.
    ///
    /// # Errors
    /// When a slot of the vault is of the first layout, or the disk refuses. The store goes on under the
    /// key that it had, unless the vault could not be written at the very end: then under the new one,
    /// and the vault knows both.
    pub fn rotate(&mut self, vault: &mut Vault) -> Result<Vec<String>, StoreError> {
        self.check_writable()?;
        let old = vault.not_yet_rekeyable();
        if !old.is_empty() {
            return Err(VaultError::OldSlots(old).into());
        }
        self.finalise()?;
        let Some(home) = &self.home else { return Ok(Vec::new()) };
        let (place, path, present) = (home.lock.place().clone(), self.path(), home.key.clone());
        let next = DataKey::random().map_err(VaultError::from)?;
        let staged = path.with_extension(STAGED);
        remove(&staged)?;
        let made =
            self.copy_under(&staged, &present, &next).and_then(|()| Ok(vault.put_next(&present, &next)?));
        if let Err(error) = made {
            let _ = remove(&staged);
            return Err(error);
        }
        self.go_over(&staged, &next)?;
        // While the vault knows both keys: cut off here, the copies are taken along at the next sign-in.
        let dropped = rekey_all(&place, &present, &next, vault)?;
        vault.take_next(&next)?;
        self.note_vault(vault)?;
        self.set_due(false)?;
        Ok(dropped)
    }

    /// Whether the key is to be changed as soon as it can be.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn is_rotation_due(&self) -> Result<bool, StoreError> {
        let due: Option<i64> = super::open::meta(&self.conn, DUE).map_err(connect::sql(&self.path()))?;
        Ok(due == Some(1))
    }

    /// Notes that the key is to be changed, or that it was.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_due(&self, due: bool) -> Result<(), StoreError> {
        super::open::set_meta(&self.conn, DUE, i64::from(due)).map_err(connect::sql(&self.path()))
    }

    /// Copies the whole store to a file under the new key, and proves the copy.
    pub(super) fn copy_under(
        &self,
        staged: &Path,
        present: &DataKey,
        next: &DataKey,
    ) -> Result<(), StoreError> {
        let sql = || connect::sql(staged);
        let mut copy = connect::unlocked(staged, present)?;
        Backup::new(&self.conn, &mut copy)
            .and_then(|backup| backup.run_to_completion(PAGES_AT_A_TIME, std::time::Duration::ZERO, None))
            .map_err(sql())?;
        let mode: String =
            copy.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(sql())?;
        if mode != "delete" {
            return Err(StoreError::Setting { path: staged.to_path_buf(), setting: "journal_mode=DELETE" });
        }
        let marks =
            Marks { audit: self.audit.clone(), witness: self.witness_key().unwrap_or(present.witness()) };
        marks.carry(&copy).map_err(sql())?;
        rekey(&copy, next).map_err(sql())?;
        close(copy, staged)?;
        let copy = connect::unlocked(staged, next)?;
        verify::pages(&copy, staged)?;
        let chain = journal::walk(&copy, &self.audit, journal::Head::NONE)
            .map_err(sql())?
            .map_err(|seq| StoreError::ChainBroken { path: staged.to_path_buf(), seq })?;
        if chain.head != self.head {
            return Err(StoreError::ChainBroken { path: staged.to_path_buf(), seq: chain.head.seq });
        }
        close(copy, staged)?;
        platform::sync_file(staged).map_err(StoreError::io("write", staged))
    }

    /// Puts the copy in the place of the store and opens it.
    pub(super) fn go_over(&mut self, staged: &Path, next: &DataKey) -> Result<(), StoreError> {
        let path = self.path();
        // The last connection has to go first: with it the write-ahead log goes, which is empty.
        let present = self.key().cloned().unwrap_or_else(|| next.clone());
        self.conn = Link::lost(&path, &present)?;
        let replaced = std::fs::rename(staged, &path).map_err(StoreError::io("replace", &path));
        if let (Ok(()), Some(home)) = (&replaced, &mut self.home) {
            home.key = next.clone();
        }
        // Whichever of the two is there now.
        let key = self.key().cloned().unwrap_or_else(|| next.clone());
        self.conn = Link::lost(&path, &key)?;
        let conn = connect::file(&path, &key)?;
        self.read_again(conn).map_err(connect::sql(&path))?;
        replaced.and_then(|()| place::sync_parent(&path))
    }
}

/// Puts a database that nobody has open under another key, by a copy that takes its place. Gives the keys
/// that mark its journal.
pub(super) fn rekey_file(path: &Path, old: &DataKey, new: &DataKey) -> Result<Marks, StoreError> {
    if let Ok(done) = connect::unlocked(path, new) {
        // A change that was cut off got as far as this, or a little less.
        remove(&path.with_extension(STAGED))?;
        let marks = Marks::of(&done, new).map_err(connect::sql(path))?;
        close(done, path)?;
        return Ok(marks);
    }
    let staged = path.with_extension(STAGED);
    std::fs::copy(path, &staged).map_err(StoreError::io("copy", path))?;
    let conn = connect::unlocked(&staged, old)?;
    let marks = Marks::of(&conn, old).map_err(connect::sql(&staged))?;
    marks.carry(&conn).and_then(|()| rekey(&conn, new)).map_err(connect::sql(&staged))?;
    close(conn, &staged)?;
    let conn = connect::unlocked(&staged, new)?;
    verify::pages(&conn, &staged)?;
    close(conn, &staged)?;
    std::fs::rename(&staged, path).map_err(StoreError::io("replace", path))?;
    place::sync_parent(path)?;
    Ok(marks)
}

fn rekey(conn: &Connection, key: &DataKey) -> rusqlite::Result<()> {
    let digits = Zeroizing::new(hex::encode(key.as_bytes()));
    conn.execute_batch(&Zeroizing::new(format!("PRAGMA rekey = \"x'{}'\"", &*digits)))
}

fn close(conn: Connection, path: &Path) -> Result<(), StoreError> {
    conn.close().map_err(|(_, source)| connect::sql(path)(source))
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(StoreError::Io { doing: "remove", path: path.to_path_buf(), source }),
    }
}
