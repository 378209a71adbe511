//! The key vault: one slot per practitioner and one for the printed code, each wrapping the data key.
//!
//! Lives here: who may unlock, and how the file that says so is written and checked.
//! Must not live here: records, and any name of a person: the file holds initials and hashes.
//! Design: docs on keys; a slot is bound to its id, role, label and cost, the whole file by a MAC.

mod attempts;
mod cost;
mod error;
mod file;
mod one_time;
mod pin;
mod recovery;
mod sealed;
mod slot;
mod strength;

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

pub use attempts::{Attempt, Attempts};
pub use cost::KdfCost;
pub use error::VaultError;
pub use one_time::OneTime;
pub use pin::{Pin, PinError};
pub use recovery::{CodeError, RecoveryCode};
pub use slot::{NewSlot, Slot, SlotId, SlotState};

use self::file::Contents;
use self::sealed::Opened;
use self::slot::{Holder, RecoverySlot};
use self::strength::check;
use super::keys::{DataKey, KEY_LEN, random};
use super::place::Place;

/// What a store is for; written into the vault and authenticated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Real people.
    Service,
    /// Invented people, open to anyone who wants to try the program.
    Demo,
}

/// What a passphrase or the recovery code opened.
#[derive(Debug)]
pub struct Unlocked {
    /// The key of the store.
    pub key: DataKey,
    /// The key that the store was about to go over to when it was last used, where that was not
    /// finished. If `key` does not open the store, this one does.
    pub next: Option<DataKey>,
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
        check(purpose, passphrase, first)?;
        let (key, code, vault_id) = (DataKey::random()?, RecoveryCode::random()?, random()?);
        let recovery = RecoverySlot::seal(&vault_id, &key, &code)?;
        let contents = Contents::new(vault_id, purpose, recovery);
        let mut vault = Self { path, contents };
        vault.put(&key, first, passphrase, cost, None)?;
        vault.save(&key)?;
        Ok((vault, key, code))
    }

    /// Reads the vault of a store.
    ///
    /// # Errors
    /// When the file is missing, damaged or newer than this program.
    pub fn read(place: &Place) -> Result<Self, VaultError> {
        Self::at(place.vault())
    }

    /// Reads the vault in this file.
    pub(super) fn at(path: PathBuf) -> Result<Self, VaultError> {
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

    /// Opens the store's key for a label or sign-in name and its passphrase. Whether that is one that
    /// has to be changed first is told by [`Slot::one_time_until`].
    ///
    /// # Errors
    /// [`VaultError::NotUnlocked`] alike for a wrong name, a wrong passphrase and a suspended slot;
    /// [`VaultError::Altered`] when the file was changed by something without the key.
    pub fn unlock(&self, who: &str, passphrase: &str) -> Result<(SlotId, Unlocked), VaultError> {
        let Some(slot) = self.find(who).filter(|slot| slot.state == SlotState::Active) else {
            let refused = self.contents.slots.first().map(|slot| slot.pretend(passphrase));
            return Err(refused.unwrap_or(VaultError::NotUnlocked));
        };
        let opened = slot.open(&self.contents.vault_id, passphrase)?;
        Ok((slot.id, self.vouched(opened)?))
    }

    /// Opens the store's key with the printed code.
    ///
    /// # Errors
    /// [`VaultError::WrongCode`], or [`VaultError::Altered`].
    pub fn unlock_with_recovery(&self, code: &RecoveryCode) -> Result<Unlocked, VaultError> {
        let opened = self.contents.recovery.open(&self.contents.vault_id, code)?;
        self.vouched(opened)
    }

    /// Adds a person with a passphrase of their own and writes the vault.
    ///
    /// # Errors
    /// When the sign-in name is taken, the passphrase too weak, or the file cannot be written.
    pub fn add(
        &mut self,
        key: &DataKey,
        person: &NewSlot,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<SlotId, VaultError> {
        self.change(key, |vault| {
            check(vault.purpose(), passphrase, person)?;
            vault.put(key, person, passphrase, cost, None)
        })
    }

    /// Adds a person with a one-time passphrase, which opens the store until they have chosen their
    /// own, and until then at the latest.
    ///
    /// # Errors
    /// When the sign-in name is taken, or the file cannot be written.
    pub fn invite(
        &mut self,
        key: &DataKey,
        person: &NewSlot,
        until: DateTime<Utc>,
        cost: KdfCost,
    ) -> Result<(SlotId, OneTime), VaultError> {
        let once = OneTime::random()?;
        let id = self.change(key, |vault| vault.put(key, person, once.as_str(), cost, Some(until)))?;
        Ok((id, once))
    }

    /// Gives a person a new passphrase and writes the vault. The old one opens nothing from then on. The
    /// sign-in name is taken only so that a passphrase made of it is refused.
    ///
    /// # Errors
    /// When there is no such slot, the passphrase is too weak, or the file cannot be written.
    pub fn change_passphrase(
        &mut self,
        key: &DataKey,
        id: SlotId,
        (sign_in_name, passphrase): (&str, &str),
        cost: KdfCost,
    ) -> Result<(), VaultError> {
        self.change(key, |vault| {
            let label = vault.slot_mut(id)?.label.clone();
            vault.check_passphrase(&label, sign_in_name, passphrase)?;
            vault.reseal(key, id, passphrase, cost, None)
        })
    }

    /// Whether a passphrase would do for the person of this label and sign-in name.
    ///
    /// # Errors
    /// When it is too weak.
    pub fn check_passphrase(
        &self,
        label: &str,
        sign_in_name: &str,
        passphrase: &str,
    ) -> Result<(), VaultError> {
        let (label, sign_in_name) = (label.to_owned(), sign_in_name.to_owned());
        check(self.purpose(), passphrase, &NewSlot { label, sign_in_name, ..NewSlot::default() })
    }

    /// Gives a person who has forgotten theirs a one-time passphrase. The old one opens nothing from
    /// then on.
    ///
    /// # Errors
    /// When there is no such slot, or the file cannot be written.
    pub fn reset(
        &mut self,
        key: &DataKey,
        id: SlotId,
        until: DateTime<Utc>,
        cost: KdfCost,
    ) -> Result<OneTime, VaultError> {
        let once = OneTime::random()?;
        self.change(key, |vault| vault.reseal(key, id, once.as_str(), cost, Some(until)))?;
        Ok(once)
    }

    /// Seals a slot of the first layout as slots are sealed now, so that the key can be changed without
    /// its owner from then on. For another slot it does nothing.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn renew(&mut self, key: &DataKey, id: SlotId, passphrase: &str) -> Result<(), VaultError> {
        let Some(old) = self.contents.slots.iter().find(|slot| slot.id == id && !slot.can_be_rekeyed())
        else {
            return Ok(());
        };
        let cost = old.cost();
        self.change(key, |vault| vault.reseal(key, id, passphrase, cost, None))
    }

    /// Takes a person out and writes the vault. Their passphrase opens nothing from then on; who has
    /// an older copy of vault and store opens that, until the key is changed.
    ///
    /// # Errors
    /// When there is no such slot, or the file cannot be written.
    pub fn remove(&mut self, key: &DataKey, id: SlotId) -> Result<(), VaultError> {
        self.change(key, |vault| {
            vault.slot_mut(id)?;
            vault.contents.slots.retain(|slot| slot.id != id);
            Ok(())
        })
    }

    /// Puts another recovery code in the place of the old one, which opens nothing from then on.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn new_recovery(&mut self, key: &DataKey) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::random()?;
        self.change(key, |vault| {
            vault.contents.recovery = RecoverySlot::seal(&vault.contents.vault_id, key, &code)?;
            Ok(())
        })?;
        Ok(code)
    }

    /// Labels of the people whose slots the key cannot be changed in before they have signed in once;
    /// the recovery code counts as one of them.
    pub fn not_yet_rekeyable(&self) -> Vec<String> {
        let slots = self.contents.slots.iter().filter(|slot| !slot.can_be_rekeyed());
        let code = (!self.contents.recovery.can_be_rekeyed()).then(|| "the recovery code".to_owned());
        slots.map(|slot| slot.label.clone()).chain(code).collect()
    }

    /// Puts the next key of the store into every slot beside the present one.
    pub(super) fn put_next(&mut self, key: &DataKey, next: &DataKey) -> Result<(), VaultError> {
        self.change(key, |vault| {
            let id = vault.contents.vault_id;
            vault.contents.slots.iter_mut().try_for_each(|slot| slot.put_next(&id, next))?;
            vault.contents.recovery.put_next(&id, next)
        })
    }

    /// Drops the present key from every slot once the store lies under the next one. The generations
    /// before are dropped too: what they open is no longer there.
    pub(super) fn take_next(&mut self, next: &DataKey) -> Result<(), VaultError> {
        let mut changed = self.clone();
        changed.contents.slots.iter_mut().for_each(Slot::take_next);
        changed.contents.recovery.take_next();
        changed.save(next)?;
        *self = changed;
        file::forget_older(&self.path)
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

    fn vouched(&self, opened: Opened) -> Result<Unlocked, VaultError> {
        self.authenticate(&opened.now)?;
        Ok(Unlocked { key: opened.now, next: opened.next })
    }

    fn reseal(
        &mut self,
        key: &DataKey,
        id: SlotId,
        passphrase: &str,
        cost: KdfCost,
        one_time_until: Option<DateTime<Utc>>,
    ) -> Result<(), VaultError> {
        let vault_id = self.contents.vault_id;
        let slot = self.slot_mut(id)?;
        let (label, role) = (slot.label.as_str(), slot.role.as_str());
        let holder = Holder { id, label, name_hash: slot.name_hash, role, one_time_until };
        let mut resealed = Slot::seal(&vault_id, key, &holder, passphrase, cost)?;
        resealed.state = slot.state;
        *slot = resealed;
        Ok(())
    }

    fn put(
        &mut self,
        key: &DataKey,
        person: &NewSlot,
        passphrase: &str,
        cost: KdfCost,
        one_time_until: Option<DateTime<Utc>>,
    ) -> Result<SlotId, VaultError> {
        let name_hash = self.name_hash(&person.sign_in_name);
        if self.contents.slots.iter().any(|slot| slot.name_hash == name_hash) {
            return Err(VaultError::NameTaken);
        }
        let id = SlotId(uuid::Builder::from_random_bytes(random()?).into_uuid());
        let label = self.free_label(&person.label);
        let holder = Holder { id, label: &label, name_hash, role: &person.role, one_time_until };
        let slot = Slot::seal(&self.contents.vault_id, key, &holder, passphrase, cost)?;
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

#[cfg(test)]
mod tests;
