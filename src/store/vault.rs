//! The key vault: one slot per practitioner and one for the printed code, each wrapping the data key.
//!
//! Lives here: who may unlock, and how the file that says so is written and checked.
//! Must not live here: records, and any name of a person: the file holds initials and hashes.
//! Design: docs on keys; a slot is bound to its id, role, label and cost, the whole file by a MAC.

mod attempts;
mod cost;
mod error;
mod file;
mod recovery;
mod slot;

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use zeroize::Zeroize;

pub use attempts::{Attempt, Attempts};
pub use cost::KdfCost;
pub use error::VaultError;
pub use recovery::{CodeError, RecoveryCode};
pub use slot::{NewSlot, Slot, SlotId, SlotState};

use self::file::Contents;
use self::slot::RecoverySlot;
use super::keys::{DataKey, KEY_LEN, random};
use super::place::Place;

/// Fewest characters in a passphrase of a real store.
const SHORTEST: usize = 12;

/// What a store is for; written into the vault and authenticated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Real people.
    Service,
    /// Invented people, open to anyone who wants to try the program.
    Demo,
}

/// The vault file, read and checked as far as can be without a key.
#[derive(Clone, Debug)]
pub struct Vault {
    path: PathBuf,
    contents: Contents,
}

impl Vault {
    /// Makes a vault with one person in it, and the code that opens it when all else fails.
    ///
    /// # Errors
    /// When a vault is already there, the passphrase is too short, or the file cannot be written.
    pub fn create(
        place: &Place,
        purpose: Purpose,
        first: &NewSlot,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<(Self, DataKey, RecoveryCode), VaultError> {
        let path = place.vault();
        if path.exists() {
            return Err(VaultError::AlreadyThere { path });
        }
        check_length(purpose, passphrase)?;
        let (key, code, vault_id) = (DataKey::random()?, RecoveryCode::random()?, random()?);
        let recovery = RecoverySlot::seal(&vault_id, &key, &code)?;
        let contents = Contents::new(vault_id, purpose, recovery);
        let mut vault = Self { path, contents };
        vault.put(&key, first, passphrase, cost)?;
        vault.save(&key)?;
        Ok((vault, key, code))
    }

    /// Reads the vault of a store.
    ///
    /// # Errors
    /// When the file is missing, damaged or newer than this program.
    pub fn read(place: &Place) -> Result<Self, VaultError> {
        let path = place.vault();
        let contents = file::read(&path)?;
        Ok(Self { path, contents })
    }

    /// Whether the store holds invented people only.
    pub fn is_demo(&self) -> bool {
        self.contents.demo
    }

    /// How often the vault was written.
    pub fn generation(&self) -> u64 {
        self.contents.generation
    }

    /// The people in it, in the order in which they were added.
    pub fn slots(&self) -> &[Slot] {
        &self.contents.slots
    }

    /// The slot that a label or a sign-in name belongs to.
    pub fn slot_of(&self, who: &str) -> Option<SlotId> {
        self.find(who).map(|slot| slot.id)
    }

    /// Opens the store's key for a label or sign-in name and its passphrase.
    ///
    /// # Errors
    /// [`VaultError::NotUnlocked`] alike for a wrong name, a wrong passphrase and a suspended slot;
    /// [`VaultError::Altered`] when the file was changed by something without the key.
    pub fn unlock(&self, who: &str, passphrase: &str) -> Result<(SlotId, DataKey), VaultError> {
        let Some(slot) = self.find(who).filter(|slot| slot.state == SlotState::Active) else {
            let refused = self.contents.slots.first().map(|slot| slot.pretend(passphrase));
            return Err(refused.unwrap_or(VaultError::NotUnlocked));
        };
        let key = slot.open(&self.contents.vault_id, passphrase)?;
        self.authenticate(&key)?;
        Ok((slot.id, key))
    }

    /// Opens the store's key with the printed code.
    ///
    /// # Errors
    /// [`VaultError::WrongCode`], or [`VaultError::Altered`].
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<DataKey, VaultError> {
        let key = self.contents.recovery.open(&self.contents.vault_id, code)?;
        self.authenticate(&key)?;
        Ok(key)
    }

    /// Adds a person and writes the vault.
    ///
    /// # Errors
    /// When the sign-in name is taken, the passphrase too short, or the file cannot be written.
    pub fn add(
        &mut self,
        key: &DataKey,
        person: &NewSlot,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<SlotId, VaultError> {
        self.change(key, |vault| {
            check_length(vault.purpose(), passphrase)?;
            vault.put(key, person, passphrase, cost)
        })
    }

    /// Gives a person a new passphrase and writes the vault. The old one opens nothing from then on.
    ///
    /// # Errors
    /// When there is no such slot, the passphrase is too short, or the file cannot be written.
    pub fn change_passphrase(
        &mut self,
        key: &DataKey,
        id: SlotId,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<(), VaultError> {
        self.change(key, |vault| {
            check_length(vault.purpose(), passphrase)?;
            let vault_id = vault.contents.vault_id;
            let slot = vault.slot_mut(id)?;
            let who = (id, slot.label.as_str(), slot.name_hash, slot.role.as_str());
            let mut resealed = Slot::seal(&vault_id, key, who, passphrase, cost)?;
            resealed.state = slot.state;
            *slot = resealed;
            Ok(())
        })
    }

    /// Suspends a person's slot or lets it open the store again, and writes the vault.
    ///
    /// # Errors
    /// When there is no such slot, or the file cannot be written.
    pub fn set_state(&mut self, key: &DataKey, id: SlotId, state: SlotState) -> Result<(), VaultError> {
        self.change(key, |vault| {
            vault.slot_mut(id)?.state = state;
            Ok(())
        })
    }

    /// The vault's own random name; a database belongs to exactly one.
    pub(super) fn id(&self) -> &[u8; 16] {
        &self.contents.vault_id
    }

    pub(super) fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Makes a change in memory and on disk, or in neither.
    fn change<T>(
        &mut self,
        key: &DataKey,
        change: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.authenticate(key)?;
        let mut changed = self.clone();
        let done = change(&mut changed)?;
        changed.save(key)?;
        *self = changed;
        Ok(done)
    }

    fn save(&mut self, key: &DataKey) -> Result<(), VaultError> {
        self.contents.generation += 1;
        self.contents.sign(&key.vault());
        file::write(&self.path, &self.contents)
    }

    fn authenticate(&self, key: &DataKey) -> Result<(), VaultError> {
        if self.contents.is_signed(&key.vault()) {
            return Ok(());
        }
        Err(VaultError::Altered { path: self.path.clone() })
    }

    fn put(
        &mut self,
        key: &DataKey,
        person: &NewSlot,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<SlotId, VaultError> {
        let name_hash = self.name_hash(&person.sign_in_name);
        if self.contents.slots.iter().any(|slot| slot.name_hash == name_hash) {
            return Err(VaultError::NameTaken);
        }
        let id = SlotId(uuid::Builder::from_random_bytes(random()?).into_uuid());
        let label = self.free_label(&person.label);
        let who = (id, label.as_str(), name_hash, person.role.as_str());
        let slot = Slot::seal(&self.contents.vault_id, key, who, passphrase, cost)?;
        self.contents.slots.push(slot);
        Ok(id)
    }

    /// The label in capitals, with the first number from 2 that makes it unique.
    fn free_label(&self, wanted: &str) -> String {
        let wanted = wanted.trim().to_uppercase();
        let taken = |label: &str| self.contents.slots.iter().any(|slot| slot.label == label);
        if !taken(&wanted) {
            return wanted;
        }
        let numbered = (2..).map(|n: u32| format!("{wanted}{n}")).find(|label| !taken(label));
        numbered.unwrap_or(wanted)
    }

    fn find(&self, who: &str) -> Option<&Slot> {
        let (label, hash) = (who.trim().to_uppercase(), self.name_hash(who));
        let by_name = self.contents.slots.iter().find(|slot| slot.name_hash == hash);
        by_name.or_else(|| self.contents.slots.iter().find(|slot| slot.label == label))
    }

    fn name_hash(&self, sign_in_name: &str) -> [u8; KEY_LEN] {
        let mut name = sign_in_name.trim().to_lowercase();
        let hash = Sha256::new().chain_update(self.contents.vault_id).chain_update(&name).finalize();
        name.zeroize();
        hash.into()
    }

    fn slot_mut(&mut self, id: SlotId) -> Result<&mut Slot, VaultError> {
        self.contents.slots.iter_mut().find(|slot| slot.id == id).ok_or(VaultError::NoSuchSlot)
    }

    fn purpose(&self) -> Purpose {
        if self.contents.demo { Purpose::Demo } else { Purpose::Service }
    }
}

fn check_length(purpose: Purpose, passphrase: &str) -> Result<(), VaultError> {
    let found = passphrase.chars().count();
    if purpose == Purpose::Demo || found >= SHORTEST {
        return Ok(());
    }
    Err(VaultError::ShortPassphrase { least: SHORTEST, found })
}

#[cfg(test)]
mod tests;
