//! Going on from a copy: checked, then put into a new folder, never into one that is in use.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Copy, Head, Manifest, Marks, copy_tree, remove, sum, sum_telling, verify};
use crate::store::place::{self, Place};
use crate::store::vault::{Unlocked, Vault};
use crate::store::{StoreError, StoreLock, connect, journal, witness};

/// A copy whose files are those of its list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checked(Copy);

impl Checked {
    /// Reads every byte of a copy and compares it with the copy's own list.
    ///
    /// # Errors
    /// [`StoreError::BadCopy`] naming the first file that differs, is missing or is too much.
    pub fn of(folder: &Path) -> Result<Self, StoreError> {
        Self::telling(folder, &mut |_| ())
    }

    /// The same, telling how much is read, in percent.
    ///
    /// # Errors
    /// As [`Checked::of`].
    pub fn telling(folder: &Path, tell: &mut dyn FnMut(u8)) -> Result<Self, StoreError> {
        let manifest = Manifest::read(folder)?;
        let size = |name: &String| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
        let (all, mut done) = (manifest.files.keys().map(size).sum::<u64>().max(1), 0_u64);
        let mut read = |bytes: u64| {
            done += bytes;
            tell(u8::try_from(done.saturating_mul(100) / all).unwrap_or(100));
        };
        let bad = |path: PathBuf, what: &str| StoreError::BadCopy { path, what: what.to_owned() };
        for (name, expected) in &manifest.files {
            let path = folder.join(name);
            if name.split('/').any(|part| part == "..") || !path.starts_with(folder) {
                return Err(bad(path, "it points out of its folder"));
            }
            if !path.is_file() {
                return Err(bad(path, "a file is missing"));
            }
            if sum_telling(&path, &mut read)? != *expected {
                return Err(bad(path, "a file is not the one that was copied"));
            }
        }
        if ![place::DATABASE, place::VAULT].iter().all(|name| manifest.files.contains_key(*name)) {
            return Err(bad(folder.to_path_buf(), "it has no database or no vault"));
        }
        Ok(Self(Copy { path: folder.to_path_buf(), manifest }))
    }

    /// What the copy says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.0.manifest
    }

    /// The vault in it.
    ///
    /// # Errors
    /// When it does not read.
    pub fn vault(&self) -> Result<Vault, StoreError> {
        Ok(Vault::at(self.0.path.join(place::VAULT))?)
    }
}

/// Puts a copy into a folder that is empty or not there yet, proves it there, and gives it a witness of
/// its own. The copy and any other store stay as they are.
///
/// # Errors
/// When the folder is in use, the copy is not what its list says, or the key does not fit; nothing is
/// left in the folder then.
pub fn restore(copy: &Checked, unlocked: &Unlocked, into: &Path) -> Result<(), StoreError> {
    let busy = into.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if busy || into.is_file() {
        return Err(StoreError::NotEmpty { path: into.to_path_buf() });
    }
    let mut name = into.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    let staged = into.with_file_name(name);
    remove(&staged)?;
    let made = stage(copy, unlocked, &staged).and_then(|()| {
        if into.exists() {
            fs::remove_dir(into).map_err(StoreError::io("replace", into))?;
        }
        fs::rename(&staged, into).map_err(StoreError::io("put in place", into))?;
        place::sync_parent(into)
    });
    if made.is_err() {
        let _ = remove(&staged);
    }
    made
}

fn stage(copy: &Checked, unlocked: &Unlocked, staged: &Path) -> Result<(), StoreError> {
    let Checked(Copy { path: from, manifest }) = copy;
    let at = Place::prepare(staged)?;
    for name in manifest.files.keys() {
        let to = staged.join(name);
        if let Some(folder) = to.parent() {
            crate::platform::create_private_dir(folder)
                .map_err(StoreError::io("create the folder", folder))?;
        }
        copy_tree(&from.join(name), &to)?;
        if sum(&to)? != manifest.files.get(name).map(String::as_str).unwrap_or_default() {
            return Err(StoreError::BadCopy { path: to, what: "it was not written whole".to_owned() });
        }
    }
    let lock = StoreLock::take(&at)?;
    let path = at.database();
    let key = [Some(&unlocked.key), unlocked.next.as_ref()]
        .into_iter()
        .flatten()
        .find(|key| connect::unlocked(&path, key).is_ok())
        .ok_or_else(|| StoreError::NotOurs { path: path.clone() })?;
    let conn = connect::unlocked(&path, key)?;
    verify::pages(&conn, &path)?;
    let marks = Marks::of(&conn, key).map_err(connect::sql(&path))?;
    if !manifest.is_signed(&marks.audit) {
        let what = "its list was not made by this store".to_owned();
        return Err(StoreError::BadCopy { path: from.clone(), what });
    }
    let chain = journal::walk(&conn, &marks.audit, Head::NONE)
        .map_err(connect::sql(&path))?
        .map_err(|seq| StoreError::ChainBroken { path: path.clone(), seq })?;
    if (chain.head.seq, chain.head.mac) != (manifest.seq, manifest.head) {
        return Err(StoreError::BadCopy {
            path: from.clone(),
            what: "its journal ends elsewhere".to_owned(),
        });
    }
    conn.close().map_err(|(_, source)| connect::sql(&path)(source))?;
    witness::write(&at, &marks.witness, &chain.head)?;
    drop(lock);
    Ok(())
}
