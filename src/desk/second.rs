//! The second of two people: a colleague who types their own passphrase at a desk that stays open.

use super::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::service::Right;
use crate::store::{Attempts, StoreError};

/// A second lead, proved by their passphrase at this desk. Only [`Desk::second`] makes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecondPerson {
    id: PractitionerId,
    label: String,
    /// Beside whom it was proved.
    beside: PractitionerId,
}

impl SecondPerson {
    /// Who.
    pub fn id(&self) -> PractitionerId {
        self.id
    }

    /// Their initials.
    pub fn label(&self) -> &str {
        &self.label
    }
}

impl Desk {
    /// Proves who the second person is, by their initials or sign-in name and their passphrase.
    ///
    /// # Errors
    /// Refused for oneself, for a role that does not lead, for a wrong passphrase, and while too many
    /// wrong ones were typed. Wrong ones count as at sign-in.
    pub fn second(&mut self, who: &str, passphrase: &str) -> Result<SecondPerson, DeskError> {
        let now = self.now();
        let slot = self.door.vault.slot_of(who);
        if slot.is_some_and(|slot| slot.0 == self.who.id.0) {
            return Err(DeskError::refused(
                "The second person has to be somebody else than you.",
                "Nothing was changed. Ask another lead to type their own passphrase.",
            ));
        }
        let mut attempts = Attempts::read(self.door.lock.place())?;
        if let Some(wait) = attempts.wait(slot, now) {
            return Err(DeskError::refused(
                format!("Too many wrong passphrases. Wait {} s.", wait.as_secs() + 1),
                "Nothing was changed.",
            ));
        }
        let (slot, unlocked) = match self.door.vault.unlock(who, passphrase) {
            Ok(opened) => opened,
            Err(error) => {
                attempts.note_failure(slot, now)?;
                return Err(StoreError::Vault(error).into());
            }
        };
        let same = self.store.key().is_some_and(|own| *own == unlocked.key);
        let person = self.store.practitioners()?.into_iter().find(|person| person.id.0 == slot.0);
        let person =
            person.filter(|person| same && !person.removed).ok_or(DeskError::Unknown("colleague"))?;
        let known = self.door.vault.slots().iter().find(|known| known.id == slot);
        if known.is_some_and(|known| known.one_time_until().is_some()) {
            return Err(DeskError::refused(
                "That is a one-time passphrase.",
                "Nothing was changed. Its owner signs in and chooses their own first.",
            ));
        }
        let unheard = self.door.failed(&attempts.unheard());
        if self.read_only().is_none() {
            self.store.append(&unheard)?;
            attempts.clear(Some(slot), now)?;
        }
        let leads = self.service.role(&person.role).is_some_and(|role| role.may(Right::Lead));
        if !leads {
            return Err(DeskError::refused(
                format!("{} does not lead.", person.label),
                "Nothing was changed. Ask another lead to type their own passphrase.",
            ));
        }
        Ok(SecondPerson { id: person.id, label: person.label, beside: self.who.id })
    }

    /// Refuses a second person who was proved beside somebody else, or is oneself.
    pub(super) fn is_second(&self, second: &SecondPerson) -> Result<(), DeskError> {
        if second.beside == self.who.id && second.id != self.who.id {
            return Ok(());
        }
        Err(DeskError::refused("The second person was not asked at this desk.", "Nothing was changed."))
    }
}
