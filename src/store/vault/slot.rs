//! One person's lock on the data key.

use std::fmt;

use chrono::{DateTime, Utc};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use super::VaultError;
use super::cost::KdfCost;
use super::recovery::RecoveryCode;
use super::sealed::{Opened, Private, Sealed, WRAPPED_LEN, unwrap, wrap};
use crate::store::canonical::Canonical;
use crate::store::hex;
use crate::store::keys::{DataKey, KEY_LEN, random};

/// Names a slot. Carries no name of a person; made at random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct SlotId(pub Uuid);

impl fmt::Display for SlotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a slot may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// It opens the store.
    Active,
    /// The person has left or is away: it opens nothing.
    Suspended,
}

/// A person to be given a slot.
#[derive(Clone, Debug, Default)]
pub struct NewSlot {
    /// Initials, e.g. "AO"; a number is added where they are taken.
    pub label: String,
    /// What the person types to sign in. Only a hash of it is stored.
    pub sign_in_name: String,
    /// Role code.
    pub role: String,
}

/// One person's slot as the vault file holds it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Name of the slot.
    pub id: SlotId,
    /// Unique initials.
    pub label: String,
    #[serde(with = "hex")]
    pub(super) name_hash: [u8; KEY_LEN],
    /// Role code.
    pub role: String,
    /// Whether it may be used.
    pub state: SlotState,
    /// Until when its passphrase opens the store, in unix milliseconds, where it is one that a
    /// colleague was given first and that its owner has to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    one_time_until: Option<i64>,
    kdf: Kdf,
    #[serde(with = "hex")]
    nonce: [u8; 24],
    /// The private key of the pair; in slots of the first layout the data key itself.
    #[serde(with = "hex")]
    wrapped: [u8; WRAPPED_LEN],
    /// None in slots of the first layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
}

/// Who a slot is for, and for how long its passphrase may be used.
pub(super) struct Holder<'a> {
    pub(super) id: SlotId,
    pub(super) label: &'a str,
    pub(super) name_hash: [u8; KEY_LEN],
    pub(super) role: &'a str,
    pub(super) one_time_until: Option<DateTime<Utc>>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Kdf {
    name: KdfName,
    #[serde(flatten)]
    cost: KdfCost,
    #[serde(with = "hex")]
    salt: [u8; 16],
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum KdfName {
    Argon2id,
}

impl Slot {
    /// Makes a pair for the holder, seals the data key to it and wraps its private half under a
    /// passphrase. The label must already be unique.
    pub(super) fn seal(
        vault_id: &[u8; 16],
        key: &DataKey,
        holder: &Holder<'_>,
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let mut slot = Self {
            id: holder.id,
            label: holder.label.to_owned(),
            name_hash: holder.name_hash,
            role: holder.role.to_owned(),
            state: SlotState::Active,
            one_time_until: holder.one_time_until.map(|until| until.timestamp_millis()),
            kdf: Kdf { name: KdfName::Argon2id, cost, salt: random()? },
            nonce: random()?,
            wrapped: [0; WRAPPED_LEN],
            sealed: None,
        };
        let (sealed, private) = Sealed::make(key, |public| slot.bound_to(vault_id, Some(public)))?;
        slot.sealed = Some(sealed);
        let kek = cost.derive(passphrase, &slot.kdf.salt)?;
        slot.wrapped = wrap(&kek, &slot.nonce, private.as_slice(), &slot.bound(vault_id))?;
        Ok(slot)
    }

    /// The slot as a program of the first layout would have made it.
    #[cfg(test)]
    pub(super) fn in_first_layout(self, vault_id: &[u8; 16], key: &DataKey, passphrase: &str) -> Self {
        let mut slot = Self { sealed: None, ..self };
        let kek = slot.kdf.cost.derive(passphrase, &slot.kdf.salt).unwrap();
        slot.wrapped = wrap(&kek, &slot.nonce, key.as_bytes(), &slot.bound(vault_id)).unwrap();
        slot
    }

    /// Gives the data key back for the right passphrase.
    pub(super) fn open(&self, vault_id: &[u8; 16], passphrase: &str) -> Result<Opened, VaultError> {
        let kek = self.kdf.cost.derive(passphrase, &self.kdf.salt)?;
        open(&kek, &self.nonce, &self.wrapped, self.sealed.as_ref(), &self.bound(vault_id))
            .ok_or(VaultError::NotUnlocked)
    }

    /// Whether another key can be put in without its passphrase: it was made, or last opened, by a
    /// program that knows how.
    pub fn can_be_rekeyed(&self) -> bool {
        self.sealed.is_some()
    }

    /// Until when a first passphrase opens the store; none once its owner has chosen their own.
    pub fn one_time_until(&self) -> Option<DateTime<Utc>> {
        self.one_time_until.and_then(DateTime::from_timestamp_millis)
    }

    pub(super) fn put_next(&mut self, vault_id: &[u8; 16], key: &DataKey) -> Result<(), VaultError> {
        let bound = self.bound(vault_id);
        self.sealed.as_mut().map_or(Err(VaultError::NoKey("slot")), |sealed| sealed.put_next(key, &bound))
    }

    pub(super) fn take_next(&mut self) {
        if let Some(sealed) = &mut self.sealed {
            sealed.take_next();
        }
    }

    /// Spends the time that [`Slot::open`] would, so that an unknown name takes as long as a known one.
    pub(super) fn pretend(&self, passphrase: &str) -> VaultError {
        let _ = self.kdf.cost.derive(passphrase, &self.kdf.salt);
        VaultError::NotUnlocked
    }

    pub(super) fn cost(&self) -> KdfCost {
        self.kdf.cost
    }

    pub(super) fn is_bearable(&self) -> bool {
        self.kdf.cost.is_bearable()
    }

    /// What the wrapped key is bound to: moved to another slot, label, role or cost, it opens nothing.
    fn bound(&self, vault_id: &[u8; 16]) -> Vec<u8> {
        self.bound_to(vault_id, self.sealed.as_ref().map(Sealed::public))
    }

    fn bound_to(&self, vault_id: &[u8; 16], public: Option<&[u8; KEY_LEN]>) -> Vec<u8> {
        let kind = if public.is_some() { "liaison slot 2" } else { "liaison slot 1" };
        let start = Canonical::of(kind)
            .bytes(vault_id)
            .bytes(self.id.0.as_bytes())
            .text(&self.role)
            .text(&self.label)
            .text("argon2id")
            .bytes(&self.kdf.salt);
        let with_cost = self.kdf.cost.numbers().iter().fold(start, |c, n| c.number(u64::from(*n)));
        match public {
            None => with_cost.finish(),
            Some(public) => {
                let until = self.one_time_until.map(i64::to_be_bytes);
                with_cost.bytes(public).maybe(until.as_ref().map(<[u8; 8]>::as_slice)).finish()
            }
        }
    }

    /// All of the slot, for the vault's MAC.
    pub(super) fn describe(&self, into: Canonical, vault_id: &[u8; 16]) -> Canonical {
        let state = match self.state {
            SlotState::Active => "active",
            SlotState::Suspended => "suspended",
        };
        let whole = into
            .bytes(&self.bound(vault_id))
            .bytes(&self.name_hash)
            .text(state)
            .bytes(&self.nonce)
            .bytes(&self.wrapped);
        self.sealed.iter().fold(whole, |c, sealed| sealed.describe(c))
    }
}

/// The slot that the printed code opens. The code is itself a full-strength key.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecoverySlot {
    #[serde(with = "hex")]
    nonce: [u8; 24],
    #[serde(with = "hex")]
    wrapped: [u8; WRAPPED_LEN],
    /// None in vaults of the first layout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
}

impl RecoverySlot {
    pub(super) fn seal(vault_id: &[u8; 16], key: &DataKey, code: &RecoveryCode) -> Result<Self, VaultError> {
        let nonce = random()?;
        let (sealed, private) = Sealed::make(key, |public| Self::bound_to(vault_id, Some(public)))?;
        let bound = Self::bound_to(vault_id, Some(sealed.public()));
        let wrapped = wrap(&code_key(vault_id, code), &nonce, private.as_slice(), &bound)?;
        Ok(Self { nonce, wrapped, sealed: Some(sealed) })
    }

    pub(super) fn open(&self, vault_id: &[u8; 16], code: &RecoveryCode) -> Result<Opened, VaultError> {
        let kek = code_key(vault_id, code);
        open(&kek, &self.nonce, &self.wrapped, self.sealed.as_ref(), &self.bound(vault_id))
            .ok_or(VaultError::WrongCode)
    }

    pub(super) fn can_be_rekeyed(&self) -> bool {
        self.sealed.is_some()
    }

    pub(super) fn put_next(&mut self, vault_id: &[u8; 16], key: &DataKey) -> Result<(), VaultError> {
        let bound = self.bound(vault_id);
        self.sealed.as_mut().map_or(Err(VaultError::NoKey("code")), |sealed| sealed.put_next(key, &bound))
    }

    pub(super) fn take_next(&mut self) {
        if let Some(sealed) = &mut self.sealed {
            sealed.take_next();
        }
    }

    fn bound(&self, vault_id: &[u8; 16]) -> Vec<u8> {
        Self::bound_to(vault_id, self.sealed.as_ref().map(Sealed::public))
    }

    fn bound_to(vault_id: &[u8; 16], public: Option<&[u8; KEY_LEN]>) -> Vec<u8> {
        match public {
            None => Canonical::of("liaison recovery 1").bytes(vault_id).finish(),
            Some(public) => Canonical::of("liaison recovery 2").bytes(vault_id).bytes(public).finish(),
        }
    }

    pub(super) fn describe(&self, into: Canonical) -> Canonical {
        let whole = into.bytes(&self.nonce).bytes(&self.wrapped);
        self.sealed.iter().fold(whole, |c, sealed| sealed.describe(c))
    }
}

/// Opens what lies under a key: the pair's private half and with it the data key, or, in the first
/// layout, the data key.
fn open(
    kek: &[u8; KEY_LEN],
    nonce: &[u8; 24],
    wrapped: &[u8],
    sealed: Option<&Sealed>,
    bound: &[u8],
) -> Option<Opened> {
    let opened = unwrap(kek, nonce, wrapped, bound)?;
    match sealed {
        None => Some(Opened { now: DataKey::from_bytes(&opened)?, next: None }),
        Some(sealed) => {
            let private: Private = Private::new(opened.as_slice().try_into().ok()?);
            sealed.open(&private, bound)
        }
    }
}

fn code_key(vault_id: &[u8; 16], code: &RecoveryCode) -> Private {
    let mut key = Private::new([0; KEY_LEN]);
    // HKDF refuses only outputs far longer than this one.
    let _ = Hkdf::<Sha256>::new(Some(vault_id), code.as_bytes())
        .expand(b"liaison 1 recovery", key.as_mut_slice());
    key
}
