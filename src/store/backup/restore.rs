//! Going on from a copy: checked, then put into a new folder, never into one that is in use.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{Copy, Head, Manifest, Marks, READ_AT_A_TIME, remove, sum_while, verify};
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
        Self::while_told(folder, &mut |_| true)
    }

    /// The same, telling how much is read, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Checked::of`]; [`StoreError::Stopped`] where it was not.
    pub fn while_told(folder: &Path, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Self, StoreError> {
        let manifest = Manifest::read(folder)?;
        let (all, mut done) = (bytes_of(folder, &manifest), 0_u64);
        let mut read = |bytes: u64| {
            done += bytes;
            go_on(verify::percent(done, all))
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
            if sum_while(&path, &mut read)? != *expected {
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
/// When the folder is in use, the copy is not what its list says, or the key does not fit, or it is told
/// not to go on; nothing is left in the folder then.
pub fn restore(
    copy: &Checked,
    unlocked: &Unlocked,
    into: &Path,
    go_on: &mut dyn FnMut(u8) -> bool,
) -> Result<(), StoreError> {
    let busy = into.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    if busy || into.is_file() {
        return Err(StoreError::NotEmpty { path: into.to_path_buf() });
    }
    let mut name = into.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    let staged = into.with_file_name(name);
    remove(&staged)?;
    let made = stage(copy, unlocked, &staged, go_on).and_then(|()| {
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

/// Bytes of the files of a copy.
fn bytes_of(folder: &Path, manifest: &Manifest) -> u64 {
    let size = |name: &String| fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    manifest.files.keys().map(size).sum()
}

/// Writes a file anew, telling how many bytes were written each time some were, for as long as it is
/// told to go on.
fn write_while(from: &Path, to: &Path, go_on: &mut dyn FnMut(u64) -> bool) -> Result<(), StoreError> {
    let mut source = fs::File::open(from).map_err(StoreError::io("read", from))?;
    let write = || StoreError::io("write", to);
    let mut file = crate::platform::private_file().write(true).create_new(true).open(to).map_err(write())?;
    loop {
        let mut piece = (&mut source).take(READ_AT_A_TIME as u64);
        let count = std::io::copy(&mut piece, &mut file).map_err(write())?;
        if count == 0 {
            break;
        }
        if !go_on(count) {
            return Err(StoreError::Stopped);
        }
    }
    file.sync_all().map_err(write())?;
    place::sync_parent(to)
}

fn stage(
    copy: &Checked,
    unlocked: &Unlocked,
    staged: &Path,
    go_on: &mut dyn FnMut(u8) -> bool,
) -> Result<(), StoreError> {
    let Checked(Copy { path: from, manifest }) = copy;
    let at = Place::prepare(staged)?;
    // Each is written and then read again: half of the work, the journal is the other half.
    let (all, mut moved) = (4 * bytes_of(from, manifest), 0_u64);
    let mut goes_on = |bytes: u64| {
        moved += bytes;
        go_on(verify::percent(moved, all))
    };
    for (name, expected) in &manifest.files {
        let to = staged.join(name);
        if let Some(folder) = to.parent() {
            crate::platform::create_private_dir(folder)
                .map_err(StoreError::io("create the folder", folder))?;
        }
        write_while(&from.join(name), &to, &mut goes_on)?;
        let written = sum_while(&to, &mut goes_on)?;
        if written != *expected {
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
    let chain = journal::walk_while(&conn, &marks.audit, Head::NONE, |seq| {
        go_on(50 + verify::percent(seq, manifest.seq) / 2)
    })
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
