//! One person's lock on the data key.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::VaultError;
use super::cost::KdfCost;
use super::recovery::RecoveryCode;
use crate::store::canonical::Canonical;
use crate::store::hex;
use crate::store::keys::{DataKey, KEY_LEN, random};

/// A wrapped key is the key and a 16-byte tag.
const WRAPPED_LEN: usize = KEY_LEN + 16;

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
#[derive(Clone, Debug)]
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
    kdf: Kdf,
    #[serde(with = "hex")]
    nonce: [u8; 24],
    #[serde(with = "hex")]
    wrapped: [u8; WRAPPED_LEN],
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
    /// Wraps the data key under a passphrase. The label must already be unique.
    pub(super) fn seal(
        vault_id: &[u8; 16],
        key: &DataKey,
        who: (SlotId, &str, [u8; KEY_LEN], &str),
        passphrase: &str,
        cost: KdfCost,
    ) -> Result<Self, VaultError> {
        let (id, label, name_hash, role) = who;
        let mut slot = Self {
            id,
            label: label.to_owned(),
            name_hash,
            role: role.to_owned(),
            state: SlotState::Active,
            kdf: Kdf { name: KdfName::Argon2id, cost, salt: random()? },
            nonce: random()?,
            wrapped: [0; WRAPPED_LEN],
        };
        let kek = cost.derive(passphrase, &slot.kdf.salt)?;
        slot.wrapped = wrap(&kek, &slot.nonce, key, &slot.bound_to(vault_id))?;
        Ok(slot)
    }

    /// Gives the data key back for the right passphrase.
    pub(super) fn open(&self, vault_id: &[u8; 16], passphrase: &str) -> Result<DataKey, VaultError> {
        let kek = self.kdf.cost.derive(passphrase, &self.kdf.salt)?;
        unwrap_key(&kek, &self.nonce, &self.wrapped, &self.bound_to(vault_id)).ok_or(VaultError::NotUnlocked)
    }

    /// Spends the time that [`Slot::open`] would, so that an unknown name takes as long as a known one.
    pub(super) fn pretend(&self, passphrase: &str) -> VaultError {
        let _ = self.kdf.cost.derive(passphrase, &self.kdf.salt);
        VaultError::NotUnlocked
    }

    pub(super) fn is_bearable(&self) -> bool {
        self.kdf.cost.is_bearable()
    }

    /// What the wrapped key is bound to: moved to another slot, label, role or cost, it opens nothing.
    fn bound_to(&self, vault_id: &[u8; 16]) -> Vec<u8> {
        let start = Canonical::of("liaison slot 1")
            .bytes(vault_id)
            .bytes(self.id.0.as_bytes())
            .text(&self.role)
            .text(&self.label)
            .text("argon2id")
            .bytes(&self.kdf.salt);
        self.kdf.cost.numbers().iter().fold(start, |c, n| c.number(u64::from(*n))).finish()
    }

    /// All of the slot, for the vault's MAC.
    pub(super) fn describe(&self, into: Canonical, vault_id: &[u8; 16]) -> Canonical {
        let state = match self.state {
            SlotState::Active => "active",
            SlotState::Suspended => "suspended",
        };
        into.bytes(&self.bound_to(vault_id))
            .bytes(&self.name_hash)
            .text(state)
            .bytes(&self.nonce)
            .bytes(&self.wrapped)
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
}

impl RecoverySlot {
    pub(super) fn seal(vault_id: &[u8; 16], key: &DataKey, code: &RecoveryCode) -> Result<Self, VaultError> {
        let nonce = random()?;
        let wrapped = wrap(&code_key(vault_id, code), &nonce, key, &Self::bound_to(vault_id))?;
        Ok(Self { nonce, wrapped })
    }

    pub(super) fn open(&self, vault_id: &[u8; 16], code: &RecoveryCode) -> Result<DataKey, VaultError> {
        unwrap_key(&code_key(vault_id, code), &self.nonce, &self.wrapped, &Self::bound_to(vault_id))
            .ok_or(VaultError::WrongCode)
    }

    fn bound_to(vault_id: &[u8; 16]) -> Vec<u8> {
        Canonical::of("liaison recovery 1").bytes(vault_id).finish()
    }

    pub(super) fn describe(&self, into: Canonical) -> Canonical {
        into.bytes(&self.nonce).bytes(&self.wrapped)
    }
}

fn code_key(vault_id: &[u8; 16], code: &RecoveryCode) -> Zeroizing<[u8; KEY_LEN]> {
    let mut key = Zeroizing::new([0; KEY_LEN]);
    // HKDF refuses only outputs far longer than this one.
    let _ = Hkdf::<Sha256>::new(Some(vault_id), code.as_bytes())
        .expand(b"liaison 1 recovery", key.as_mut_slice());
    key
}

fn wrap(
    kek: &[u8; KEY_LEN],
    nonce: &[u8; 24],
    key: &DataKey,
    aad: &[u8],
) -> Result<[u8; WRAPPED_LEN], VaultError> {
    let payload = Payload { msg: key.as_bytes(), aad };
    XChaCha20Poly1305::new(kek.into())
        .encrypt(nonce.into(), payload)
        .ok()
        .and_then(|sealed| sealed.try_into().ok())
        .ok_or(VaultError::NoKey("XChaCha20-Poly1305"))
}

fn unwrap_key(kek: &[u8; KEY_LEN], nonce: &[u8; 24], wrapped: &[u8], aad: &[u8]) -> Option<DataKey> {
    let opened =
        XChaCha20Poly1305::new(kek.into()).decrypt(nonce.into(), Payload { msg: wrapped, aad }).ok()?;
    DataKey::from_bytes(&Zeroizing::new(opened))
}
