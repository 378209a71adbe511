//! The vault as a file: JSON with hexadecimal, replaced whole, two generations kept.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::slot::{RecoverySlot, Slot};
use super::{Purpose, VaultError};
use crate::store::StoreError;
use crate::store::canonical::Canonical;
use crate::store::keys::{KEY_LEN, MacKey};
use crate::store::{hex, place};

/// Layout of the file that this program writes. In the first, slots held the data key itself; such
/// slots are still read, and renewed when their owners sign in.
const VERSION: u32 = 2;
/// Largest file taken for a vault, in bytes: some 1,500 slots.
const LARGEST: u64 = 1024 * 1024;

/// What the file holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    version: u32,
    #[serde(with = "hex")]
    pub(super) vault_id: [u8; 16],
    pub(super) demo: bool,
    pub(super) generation: u64,
    pub(super) slots: Vec<Slot>,
    pub(super) recovery: RecoverySlot,
    #[serde(with = "hex")]
    mac: [u8; KEY_LEN],
}

impl Contents {
    pub(super) fn new(vault_id: [u8; 16], purpose: Purpose, recovery: RecoverySlot) -> Self {
        let demo = purpose == Purpose::Demo;
        Self {
            version: VERSION,
            vault_id,
            demo,
            generation: 0,
            slots: Vec::new(),
            recovery,
            mac: [0; KEY_LEN],
        }
    }

    pub(super) fn sign(&mut self, key: &MacKey) {
        self.version = VERSION;
        self.mac = key.sign(&self.canonical());
    }

    pub(super) fn is_signed(&self, key: &MacKey) -> bool {
        key.holds(&self.canonical(), &self.mac)
    }

    fn canonical(&self) -> Vec<u8> {
        let start = Canonical::of("liaison vault 1")
            .number(u64::from(self.version))
            .bytes(&self.vault_id)
            .number(u64::from(self.demo))
            .number(self.generation)
            .number(self.slots.len() as u64);
        let slots = self.slots.iter().fold(start, |c, slot| slot.describe(c, &self.vault_id));
        self.recovery.describe(slots).finish()
    }
}

/// Reads and checks a vault file as far as can be without a key.
pub(super) fn read(path: &Path) -> Result<Contents, VaultError> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    let damaged = |what: String| VaultError::Damaged { path: path.to_path_buf(), what };
    match read {
        Ok(_) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => {
            let dir = path.parent().unwrap_or(path).to_path_buf();
            return Err(StoreError::Missing { path: dir }.into());
        }
        Err(e) if e.kind() == ErrorKind::InvalidData => return Err(damaged("it is not text".into())),
        Err(source) => return Err(StoreError::Io { doing: "read", path: path.to_path_buf(), source }.into()),
    }
    if text.len() as u64 > LARGEST {
        return Err(damaged("it is far too large".into()));
    }
    if version_of(&text).is_some_and(|version| version > VERSION) {
        return Err(VaultError::Newer { path: path.to_path_buf() });
    }
    let contents: Contents = serde_json::from_str(&text)
        .map_err(|e| damaged(format!("line {}, column {}", e.line(), e.column())))?;
    if !contents.slots.iter().all(Slot::is_bearable) {
        return Err(damaged("it asks for an impossible amount of work".into()));
    }
    Ok(contents)
}

/// Writes the file; the one before becomes `.1` and that before it `.2`.
pub(super) fn write(path: &Path, contents: &Contents) -> Result<(), VaultError> {
    let mut text = serde_json::to_string_pretty(contents)
        .map_err(|e| VaultError::Damaged { path: path.to_path_buf(), what: e.to_string() })?;
    text.push('\n');
    let staged = place::stage(path, text.as_bytes())?;
    if path.exists() {
        keep(path)?;
    }
    std::fs::rename(&staged, path).map_err(StoreError::io("replace", path))?;
    place::sync_parent(path)?;
    Ok(())
}

/// Moves the older generations on. At no moment is there no file of the vault's own name.
fn keep(path: &Path) -> Result<(), StoreError> {
    let (first, second) = (numbered(path, 1), numbered(path, 2));
    if first.exists() {
        std::fs::rename(&first, &second).map_err(StoreError::io("keep", &first))?;
    }
    let text = std::fs::read(path).map_err(StoreError::io("read", path))?;
    place::write_atomically(&first, &text)
}

/// Removes the generations before this one.
pub(super) fn forget_older(path: &Path) -> Result<(), VaultError> {
    for older in [numbered(path, 1), numbered(path, 2)] {
        match std::fs::remove_file(&older) {
            Ok(()) => {}
            Err(e) if e.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(StoreError::Io { doing: "remove", path: older, source }.into()),
        }
    }
    Ok(place::sync_parent(path)?)
}

fn numbered(path: &Path, generation: u8) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{generation}"));
    path.with_file_name(name)
}

fn version_of(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Header {
        version: u32,
    }
    serde_json::from_str::<Header>(text).ok().map(|header| header.version)
}
