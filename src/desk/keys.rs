//! Who may sign in, and the key: passphrases, PINs, people added and removed, the recovery code.

use chrono::TimeDelta;

use super::door::NewPerson;
use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::ids::PractitionerId;
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::text::clean_line;
use crate::store::{DataKey, OneTime, Pin, RecoveryCode, Slot, SlotId, StoreError};

/// Somebody who may sign in.
#[derive(Clone, Debug)]
pub struct Access {
    /// Who.
    pub person: Practitioner,
    /// Whether they still have the one-time passphrase that they were given.
    pub one_time: bool,
}

/// What became of a change of the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rotation {
    /// The store is under a new key.
    Done,
    /// It could not be done now, and stands due.
    Due,
}

impl Desk {
    /// Everybody who may sign in, in the order in which they were added.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn access(&self) -> Result<Vec<Access>, DeskError> {
        let people = self.store.practitioners()?;
        let of = |slot: &Slot| {
            let person = people.iter().find(|person| person.id.0 == slot.id.0)?.clone();
            Some(Access { person, one_time: slot.one_time_until().is_some() })
        };
        Ok(self.door.vault.slots().iter().filter_map(of).collect())
    }

    /// Adds a person with a one-time passphrase, to be told to them and to nobody else.
    ///
    /// # Errors
    /// Refused without the right, and for a sign-in name that is taken.
    pub fn invite(&mut self, person: &NewPerson) -> Result<(Practitioner, OneTime), DeskError> {
        self.needs(Right::Lead, "add people")?;
        self.check_can_write()?;
        let (key, until, cost) = (self.key()?, self.one_time_until(), self.door.cost());
        self.drop_half_added(&key, person)?;
        let invited = self.door.vault.invite(&key, &person.slot(), until, cost);
        let (_, once) = invited.map_err(StoreError::Vault)?;
        Ok((self.admit(person)?, once))
    }

    /// Adds a person to a demo store, in which everybody has the same passphrase.
    ///
    /// # Errors
    /// Refused without the right, for a sign-in name that is taken, and in the store of a service:
    /// there people are invited.
    pub fn add_person(&mut self, person: &NewPerson, passphrase: &str) -> Result<Practitioner, DeskError> {
        self.needs(Right::Lead, "add people")?;
        if !self.is_demo() {
            return Err(DeskError::refused(
                "Nobody chooses a passphrase for somebody else.",
                "Invite them: they are given one to be used once.",
            ));
        }
        let (key, cost) = (self.key()?, self.door.cost());
        self.drop_half_added(&key, person)?;
        self.door.vault.add(&key, &person.slot(), passphrase, cost).map_err(StoreError::Vault)?;
        self.admit(person)
    }

    fn admit(&mut self, person: &NewPerson) -> Result<Practitioner, DeskError> {
        self.note_vault();
        self.door.admit(&mut self.store, person).map_err(|error| DeskError::refused(error.to_string(), ""))
    }

    /// Takes a slot away that was written when the disk then refused its entry in the journal: nobody
    /// can sign in by it, and it must not stand in the way of adding the person again.
    fn drop_half_added(&mut self, key: &DataKey, person: &NewPerson) -> Result<(), DeskError> {
        let Some(slot) = self.door.vault.slot_of(&person.slot().sign_in_name) else { return Ok(()) };
        if !self.store.practitioners()?.iter().any(|known| known.id.0 == slot.0) {
            self.door.vault.remove(key, slot).map_err(StoreError::Vault)?;
        }
        Ok(())
    }

    /// Has the store refuse the vault before. Where that fails it is made up for at the next opening;
    /// what the vault holds counts already.
    fn note_vault(&mut self) {
        let _ = self.store.note_vault(&self.door.vault);
    }

    /// Gives the person signed in a new passphrase.
    ///
    /// # Errors
    /// Refused where the old one is wrong or the new one weak.
    pub fn change_passphrase(&mut self, old: &str, new: &str) -> Result<(), DeskError> {
        self.check_can_write()?;
        let (label, own) = (self.who.label.clone(), self.who.sign_in_name.clone());
        let slot = SlotId(self.who.id.0);
        self.door.vault.unlock(&label, old).map_err(|_wrong| {
            DeskError::refused("That is not your passphrase of now.", "Nothing was changed. Type it again.")
        })?;
        if old == new {
            return Err(DeskError::refused("That is the passphrase of now.", "Choose another."));
        }
        let (key, cost) = (self.key()?, self.door.cost());
        self.door.vault.check_passphrase(&label, &own, new).map_err(StoreError::Vault)?;
        // The journal first: where it refuses, the old passphrase still opens the store.
        self.record_here(None, Body::PassphraseChanged { practitioner: self.who.id, one_time: false })?;
        self.door.vault.change_passphrase(&key, slot, (&own, new), cost).map_err(StoreError::Vault)?;
        self.note_vault();
        Ok(())
    }

    /// Gives somebody who has forgotten theirs a one-time passphrase.
    ///
    /// # Errors
    /// Refused without the right, and for oneself.
    pub fn reset_passphrase(&mut self, id: PractitionerId) -> Result<OneTime, DeskError> {
        self.needs(Right::Lead, "give passphrases")?;
        self.check_can_write()?;
        if id == self.who.id {
            return Err(DeskError::refused("This is yourself.", "Change your own passphrase instead."));
        }
        let (key, until, cost) = (self.key()?, self.one_time_until(), self.door.cost());
        // The journal first: nobody's passphrase is changed by a colleague unseen.
        self.record_here(None, Body::PassphraseChanged { practitioner: id, one_time: true })?;
        let once = self.door.vault.reset(&key, SlotId(id.0), until, cost).map_err(StoreError::Vault)?;
        self.door.pins.remove(&SlotId(id.0));
        self.note_vault();
        Ok(once)
    }

    /// Takes away somebody's right to sign in, and puts the store under a new key: what they may have
    /// copied of it before does not open what it is from now on.
    ///
    /// # Errors
    /// Refused without the right or a reason, for oneself, and where nobody would be left who may add
    /// people.
    pub fn remove_person(&mut self, id: PractitionerId, reason: &str) -> Result<Rotation, DeskError> {
        self.needs(Right::Lead, "remove people")?;
        self.check_can_write()?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("A removal needs its reason.", "Say why; it is kept."));
        }
        if id == self.who.id {
            return Err(DeskError::refused("This is yourself.", "Another lead has to remove you."));
        }
        let gone = self.access()?.into_iter().find(|access| access.person.id == id);
        gone.ok_or(DeskError::Unknown("person"))?;
        self.record_here(None, Body::PractitionerRemoved { practitioner: id, reason: reason.clone() })?;
        self.store.set_due(true)?;
        let key = self.key()?;
        self.door.vault.remove(&key, SlotId(id.0)).map_err(StoreError::Vault)?;
        self.door.pins.remove(&SlotId(id.0));
        self.note_vault();
        Ok(self.rotate_now("somebody was removed").map_or(Rotation::Due, |()| Rotation::Done))
    }

    /// Puts the store under a new key.
    ///
    /// # Errors
    /// Refused without the right; a failure of the store, which goes on under the key that it had.
    pub fn rotate(&mut self, reason: &str) -> Result<(), DeskError> {
        self.needs(Right::Lead, "change the key")?;
        self.rotate_now(reason)
    }

    /// What [`Desk::rotate`] does, for whom a rule asks for it.
    pub(super) fn rotate_now(&mut self, reason: &str) -> Result<(), DeskError> {
        self.check_can_write()?;
        self.drop_check();
        self.stop_backup();
        let dropped = self.store.rotate(&mut self.door.vault)?;
        // They hold the key of before.
        self.door.pins.clear();
        let gone = match dropped.as_slice() {
            [] => String::new(),
            names => format!("; copies dropped that could not be taken along: {}", names.join(", ")),
        };
        self.record_here(None, Body::KeyRotated { reason: format!("{}{gone}", clean_line(reason)) })
    }

    /// Changes the key where it was due and could not be changed: at sign-in and when the store rests.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rotate_if_due(&mut self) -> Result<(), DeskError> {
        if self.is_rotation_due()? && self.read_only().is_none() {
            return self.rotate_now("it was due");
        }
        Ok(())
    }

    /// Whether the key is to be changed and could not be yet.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn is_rotation_due(&self) -> Result<bool, DeskError> {
        Ok(self.store.is_rotation_due()?)
    }

    /// Makes a new recovery code; the old one opens nothing from then on. To be shown once.
    ///
    /// # Errors
    /// Refused without the right.
    pub fn new_recovery_code(&mut self) -> Result<RecoveryCode, DeskError> {
        self.needs(Right::Lead, "make a recovery code")?;
        self.check_can_write()?;
        let key = self.key()?;
        self.record_here(None, Body::KeyRotated { reason: "a new recovery code".to_owned() })?;
        let code = self.door.vault.new_recovery(&key).map_err(StoreError::Vault)?;
        self.note_vault();
        Ok(code)
    }

    /// Sets the PIN that unlocks the screen for the person signed in, until they sign out.
    ///
    /// # Errors
    /// Refused where the service has none, and for one that anybody would try first.
    pub fn set_pin(&mut self, pin: &str) -> Result<(), DeskError> {
        let security = &self.service.security;
        if !security.pin {
            return Err(DeskError::refused(
                "This service has no PINs.",
                "[security] in service.toml decides it.",
            ));
        }
        let lasts = TimeDelta::hours(security.pin_hours);
        let pin = Pin::wrap(&self.key()?, pin, security.pin_digits, self.now(), lasts);
        self.door.pins.insert(SlotId(self.who.id.0), pin.map_err(StoreError::Vault)?);
        Ok(())
    }

    fn one_time_until(&self) -> chrono::DateTime<chrono::Utc> {
        self.now() + TimeDelta::hours(self.service.security.one_time_hours)
    }

    fn key(&self) -> Result<DataKey, DeskError> {
        self.store.key().cloned().ok_or(DeskError::Unknown("key"))
    }

    fn check_can_write(&self) -> Result<(), DeskError> {
        match self.store.standing().reason() {
            Some(reason) => Err(StoreError::ReadOnly { reason }.into()),
            None => Ok(()),
        }
    }
}
