//! Letting somebody in: by passphrase, by PIN, by a first passphrase or the recovery code.

use super::{Door, DoorError};
use crate::desk::Desk;
use crate::domain::event::{Body, Draft};
use crate::domain::ids::PractitionerId;
use crate::domain::shift::Practitioner;
use crate::store::{
    Attempt, Attempts, RecoveryCode, SlotId, SlotState, Store, StoreError, Unlocked, VaultError,
};

/// Somebody let in by the recovery code, and the code that takes the place of the one used. There is
/// none where the store may only be read.
pub type Recovered = (Desk, Option<RecoveryCode>);

impl Door {
    /// Lets somebody in by their passphrase, or by their PIN where they locked with one.
    ///
    /// # Errors
    /// The door comes back with the reason: a wrong passphrase, one that has to be changed first, a
    /// wait, or a store that fails.
    pub fn sign_in(mut self, who: &str, typed: &str) -> Result<Desk, Box<(Self, DoorError)>> {
        match self.try_sign_in(who, typed) {
            Ok((store, person)) => {
                let mut desk = self.open_to(store, person);
                // It stays due where it cannot be done; the board says so.
                let _ = desk.rotate_if_due();
                Ok(desk)
            }
            Err(error) => Err(Box::new((self, error))),
        }
    }

    fn try_sign_in(&mut self, who: &str, typed: &str) -> Result<(Store, Practitioner), DoorError> {
        let now = self.clock.now();
        let mut attempts = Attempts::read(self.lock.place())?;
        let slot = self.vault.slot_of(who);
        if let Some(wait) = attempts.wait(slot, now) {
            return Err(DoorError::Wait(wait));
        }
        let pin = slot.filter(|slot| self.pins.get(slot).is_some_and(|pin| pin.is_like(typed)));
        let opened = match pin {
            Some(slot) => self.by_pin(slot, typed).map(|unlocked| (slot, unlocked)),
            None => self.vault.unlock(who, typed).map_err(DoorError::from),
        };
        let (slot, unlocked) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                attempts.note_failure(slot, now)?;
                return Err(error);
            }
        };
        self.check_own(slot)?;
        let (mut store, person) = self.enter(&unlocked, slot)?;
        if store.standing().reason().is_none() {
            if pin.is_none() {
                self.vault.renew(&unlocked.key, slot, typed)?;
                store.note_vault(&self.vault)?;
            }
            let entered = if pin.is_some() { Body::Unlocked } else { Body::SignedIn };
            self.note_entry(&mut store, &mut attempts, &person, entered)?;
        }
        Ok((store, person))
    }

    /// A one-time passphrase opens nothing by itself, and nothing at all once its time is over.
    fn check_own(&self, slot: SlotId) -> Result<(), DoorError> {
        let slot = self.vault.slots().iter().find(|known| known.id == slot);
        match slot.and_then(crate::store::Slot::one_time_until) {
            None => Ok(()),
            Some(until) if self.clock.now() < until => Err(DoorError::ChooseOwn),
            Some(_) => Err(VaultError::OneTimeOver.into()),
        }
    }

    fn by_pin(&mut self, slot: SlotId, typed: &str) -> Result<Unlocked, DoorError> {
        let now = self.clock.now();
        let pin = self.pins.get_mut(&slot).filter(|pin| pin.holds(now));
        let opened = pin.map(|pin| pin.open(typed).ok_or(pin.tries_left()));
        match opened {
            Some(Ok(key)) => Ok(Unlocked { key, next: None }),
            Some(Err(left @ 1..)) => Err(DoorError::WrongPin(left)),
            Some(Err(0)) | None => {
                self.pins.remove(&slot);
                Err(DoorError::WrongPin(0))
            }
        }
    }

    /// Lets in somebody who was given a one-time passphrase, with one of their own.
    ///
    /// # Errors
    /// The door comes back with the reason: a wrong or outdated one-time passphrase, a new one that is
    /// too weak or the same, a wait, or a store that fails.
    pub fn choose_own(
        mut self,
        who: &str,
        one_time: &str,
        own: &str,
    ) -> Result<Desk, Box<(Self, DoorError)>> {
        match self.try_choose_own(who, one_time, own) {
            Ok((store, person)) => Ok(self.open_to(store, person)),
            Err(error) => Err(Box::new((self, error))),
        }
    }

    fn try_choose_own(
        &mut self,
        who: &str,
        one_time: &str,
        own: &str,
    ) -> Result<(Store, Practitioner), DoorError> {
        let now = self.clock.now();
        let mut attempts = Attempts::read(self.lock.place())?;
        let slot = self.vault.slot_of(who);
        if let Some(wait) = attempts.wait(slot, now) {
            return Err(DoorError::Wait(wait));
        }
        let (slot, unlocked) = match self.vault.unlock(who, one_time) {
            Ok(opened) => opened,
            Err(error) => {
                attempts.note_failure(slot, now)?;
                return Err(error.into());
            }
        };
        if !matches!(self.check_own(slot), Err(DoorError::ChooseOwn)) {
            return Err(VaultError::OneTimeOver.into());
        }
        if own == one_time {
            return Err(VaultError::CommonPassphrase.into());
        }
        let (mut store, person) = self.enter(&unlocked, slot)?;
        if let Some(reason) = store.standing().reason() {
            return Err(StoreError::ReadOnly { reason }.into());
        }
        let cost = self.cost();
        self.vault.change_passphrase(&unlocked.key, slot, (&person.sign_in_name, own), cost)?;
        store.note_vault(&self.vault)?;
        let changed = Body::PassphraseChanged { practitioner: person.id, one_time: false };
        store.append(&[self.own_draft(Some(person.id), changed)])?;
        self.note_entry(&mut store, &mut attempts, &person, Body::SignedIn)?;
        Ok((store, person))
    }

    /// Lets somebody in who holds the printed recovery code, with a new passphrase of their own. The
    /// code is spent: another takes its place, and the store goes over to another key.
    ///
    /// # Errors
    /// The door comes back with the reason: a wrong code, an unknown person, a passphrase too
    /// short, or a store that fails.
    pub fn recover(
        mut self,
        who: &str,
        code: &str,
        passphrase: &str,
    ) -> Result<Recovered, Box<(Self, DoorError)>> {
        match self.try_recover(who, code, passphrase) {
            Ok((store, person, next)) => {
                let mut desk = self.open_to(store, person);
                let _ = desk.rotate_if_due();
                Ok((desk, next))
            }
            Err(error) => Err(Box::new((self, error))),
        }
    }

    fn try_recover(
        &mut self,
        who: &str,
        code: &str,
        passphrase: &str,
    ) -> Result<(Store, Practitioner, Option<RecoveryCode>), DoorError> {
        let slot = self.vault.slot_of(who).ok_or(DoorError::Stranger)?;
        let active = |known: &&crate::store::Slot| known.id == slot && known.state == SlotState::Active;
        self.vault.slots().iter().find(active).ok_or(DoorError::Stranger)?;
        let code = RecoveryCode::parse(code).map_err(|_misread| VaultError::WrongCode)?;
        let unlocked = self.vault.unlock_with_recovery(&code)?;
        let (mut store, person) = self.enter(&unlocked, slot)?;
        let writable = store.standing().reason().is_none();
        // The journal knows before the vault changes: a use of the code must never go unseen.
        if writable {
            store.append(&[self.own_draft(None, Body::RecoveryUsed { practitioner: person.id })])?;
            store.set_due(true)?;
        }
        let (key, cost) = (store.key().cloned().unwrap_or(unlocked.key), self.cost());
        self.vault.change_passphrase(&key, slot, (&person.sign_in_name, passphrase), cost)?;
        store.note_vault(&self.vault)?;
        if !writable {
            return Ok((store, person, None));
        }
        let next = self.vault.new_recovery(&key)?;
        store.note_vault(&self.vault)?;
        let mut attempts = Attempts::read(self.lock.place())?;
        self.note_entry(&mut store, &mut attempts, &person, Body::SignedIn)?;
        Ok((store, person, Some(next)))
    }

    /// Opens the store for somebody whom both the vault and the journal know.
    fn enter(&mut self, unlocked: &Unlocked, slot: SlotId) -> Result<(Store, Practitioner), DoorError> {
        let store = Store::open_unlocked(&self.lock, &mut self.vault, unlocked)?;
        let person = store.practitioners()?.into_iter().find(|person| person.id.0 == slot.0);
        let person = person.filter(|person| !person.removed).ok_or(DoorError::Stranger)?;
        Ok((store, person))
    }

    /// Journals wrong passphrases that it has not heard of, and that somebody is in.
    fn note_entry(
        &self,
        store: &mut Store,
        attempts: &mut Attempts,
        person: &Practitioner,
        entered: Body,
    ) -> Result<(), DoorError> {
        let mut drafts = self.failed(&attempts.unheard());
        drafts.extend(self.arrivals(store)?);
        drafts.push(self.own_draft(Some(person.id), entered));
        store.append(&drafts)?;
        attempts.clear(Some(SlotId(person.id.0)), self.clock.now())?;
        Ok(())
    }

    /// The failed sign-ins as entries, each with its time; those of one person within one minute are one.
    pub(in crate::desk) fn failed(&self, failures: &[Attempt]) -> Vec<Draft> {
        let same = |one: &Attempt, next: &Attempt| {
            one.slot == next.slot && (next.at - one.at).num_seconds().abs() < 60
        };
        failures
            .chunk_by(same)
            .filter_map(|run| {
                let first = run.first()?;
                let practitioner = first.slot.map(|slot| PractitionerId(slot.0));
                let times = u32::try_from(run.len()).unwrap_or(u32::MAX);
                let body = Body::SignInFailed { times, practitioner };
                Some(Draft { at: first.at, ..self.own_draft(None, body) })
            })
            .collect()
    }
}
