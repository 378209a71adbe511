//! The data key sealed to a person's public key, so that it can be changed without them.
//!
//! What a passphrase opens is a private key; the data key lies sealed to its public half (X25519,
//! HKDF-SHA256, XChaCha20-Poly1305). So whoever has the store open can put another data key into
//! every slot, and the passphrases of the people in it are not needed.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use super::VaultError;
use crate::store::canonical::Canonical;
use crate::store::hex;
use crate::store::keys::{DataKey, KEY_LEN, random};

/// A wrapped key is the key and a 16-byte tag.
pub(super) const WRAPPED_LEN: usize = KEY_LEN + 16;

/// The private half of a slot's pair.
pub(super) type Private = Zeroizing<[u8; KEY_LEN]>;

/// The public half of a slot's pair, and the data key sealed to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sealed {
    #[serde(with = "hex")]
    public: [u8; KEY_LEN],
    now: Envelope,
    /// The key that the store is about to go over to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<Envelope>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    #[serde(with = "hex")]
    ephemeral: [u8; KEY_LEN],
    #[serde(with = "hex")]
    wrapped: [u8; WRAPPED_LEN],
}

/// The key of the store, and the one it is about to go over to.
pub(super) struct Opened {
    pub(super) now: DataKey,
    pub(super) next: Option<DataKey>,
}

impl Sealed {
    /// Makes a pair and seals the data key to it; `bound_to` is given the public half.
    pub(super) fn make(
        key: &DataKey,
        bound_to: impl FnOnce(&[u8; KEY_LEN]) -> Vec<u8>,
    ) -> Result<(Self, Private), VaultError> {
        let private: Private = Zeroizing::new(random()?);
        let public = PublicKey::from(&StaticSecret::from(*private)).to_bytes();
        let now = Envelope::seal(&public, key, &bound_to(&public))?;
        Ok((Self { public, now, next: None }, private))
    }

    pub(super) fn open(&self, private: &Private, bound_to: &[u8]) -> Option<Opened> {
        let now = self.now.open(&self.public, private, bound_to)?;
        let next = self.next.as_ref().and_then(|next| next.open(&self.public, private, bound_to));
        Some(Opened { now, next })
    }

    pub(super) fn put_next(&mut self, key: &DataKey, bound_to: &[u8]) -> Result<(), VaultError> {
        self.next = Some(Envelope::seal(&self.public, key, bound_to)?);
        Ok(())
    }

    /// Goes over to the next key; without one nothing changes.
    pub(super) fn take_next(&mut self) {
        if let Some(next) = self.next.take() {
            self.now = next;
        }
    }

    pub(super) fn public(&self) -> &[u8; KEY_LEN] {
        &self.public
    }

    pub(super) fn describe(&self, into: Canonical) -> Canonical {
        let next = self.next.as_ref().map(Envelope::bytes);
        into.bytes(&self.public).bytes(&self.now.bytes()).maybe(next.as_deref())
    }
}

impl Envelope {
    fn seal(public: &[u8; KEY_LEN], key: &DataKey, bound_to: &[u8]) -> Result<Self, VaultError> {
        let secret = StaticSecret::from(*Zeroizing::new(random()?));
        let ephemeral = PublicKey::from(&secret).to_bytes();
        let kek = agreed(&secret, public, &ephemeral, public).ok_or(VaultError::NoKey("X25519"))?;
        // The key is used once, so that its nonce may be all zero.
        Ok(Self { ephemeral, wrapped: wrap(&kek, &[0; 24], key.as_bytes(), bound_to)? })
    }

    fn open(&self, public: &[u8; KEY_LEN], private: &Private, bound_to: &[u8]) -> Option<DataKey> {
        let kek = agreed(&StaticSecret::from(**private), &self.ephemeral, &self.ephemeral, public)?;
        DataKey::from_bytes(&unwrap(&kek, &[0; 24], &self.wrapped, bound_to)?)
    }

    fn bytes(&self) -> Vec<u8> {
        [self.ephemeral.as_slice(), self.wrapped.as_slice()].concat()
    }
}

/// The key that both sides come to; none for a public key that would make it known to anyone.
fn agreed(
    own: &StaticSecret,
    their: &[u8; KEY_LEN],
    ephemeral: &[u8; KEY_LEN],
    public: &[u8; KEY_LEN],
) -> Option<Private> {
    let shared = own.diffie_hellman(&PublicKey::from(*their));
    if !shared.was_contributory() {
        return None;
    }
    let info = Canonical::of("liaison 2 sealed").bytes(ephemeral).bytes(public).finish();
    let mut key = Zeroizing::new([0; KEY_LEN]);
    Hkdf::<Sha256>::new(None, shared.as_bytes()).expand(&info, key.as_mut_slice()).ok()?;
    Some(key)
}

/// Encrypts thirty-two secret bytes under a key, bound to `aad`.
pub(super) fn wrap(
    kek: &[u8; KEY_LEN],
    nonce: &[u8; 24],
    secret: &[u8],
    aad: &[u8],
) -> Result<[u8; WRAPPED_LEN], VaultError> {
    XChaCha20Poly1305::new(kek.into())
        .encrypt(nonce.into(), Payload { msg: secret, aad })
        .ok()
        .and_then(|sealed| sealed.try_into().ok())
        .ok_or(VaultError::NoKey("XChaCha20-Poly1305"))
}

/// Gives the secret bytes back for the right key.
pub(super) fn unwrap(
    kek: &[u8; KEY_LEN],
    nonce: &[u8; 24],
    wrapped: &[u8],
    aad: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload { msg: wrapped, aad };
    XChaCha20Poly1305::new(kek.into()).decrypt(nonce.into(), payload).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(_: &[u8; KEY_LEN]) -> Vec<u8> {
        b"slot 7".to_vec()
    }

    #[test]
    fn the_private_key_opens_what_was_sealed_to_its_public_half_and_another_does_not() {
        let key = DataKey::random().unwrap();
        let (sealed, private) = Sealed::make(&key, bound).unwrap();
        let (_, other) = Sealed::make(&key, bound).unwrap();
        assert_eq!(sealed.open(&private, b"slot 7").unwrap().now.as_bytes(), key.as_bytes());
        assert!(sealed.open(&other, b"slot 7").is_none());
        assert!(sealed.open(&private, b"slot 8").is_none());
    }

    #[test]
    fn another_key_is_put_in_without_the_private_half() {
        let (old, new) = (DataKey::random().unwrap(), DataKey::random().unwrap());
        let (mut sealed, private) = Sealed::make(&old, bound).unwrap();
        sealed.put_next(&new, b"slot 7").unwrap();
        let opened = sealed.open(&private, b"slot 7").unwrap();
        assert_eq!(opened.now.as_bytes(), old.as_bytes());
        assert_eq!(opened.next.unwrap().as_bytes(), new.as_bytes());
        sealed.take_next();
        let opened = sealed.open(&private, b"slot 7").unwrap();
        assert_eq!((opened.now.as_bytes(), opened.next.is_none()), (new.as_bytes(), true));
    }

    #[test]
    fn a_public_key_of_small_order_is_refused() {
        let envelope = Envelope { ephemeral: [0; KEY_LEN], wrapped: [0; WRAPPED_LEN] };
        let private: Private = Zeroizing::new(random().unwrap());
        assert!(envelope.open(&[0; KEY_LEN], &private, b"").is_none());
        assert!(Envelope::seal(&[0; KEY_LEN], &DataKey::random().unwrap(), b"").is_err());
    }
}
