//! The data key of a store and the keys that follow from it.

use std::fmt;
use std::sync::Arc;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::hex;
use super::secret::Secret;

/// Length of every key and of every MAC in the store, in bytes.
pub(super) const KEY_LEN: usize = 32;

/// The random 32-byte key under which every page of the store is encrypted. Copies share one page of
/// memory, which is wiped with the last of them.
#[derive(Clone)]
pub struct DataKey(Arc<Secret>);

impl DataKey {
    /// Draws a new key from the system's source of randomness.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut drawn = Ok(());
        let secret = Secret::new(|bytes| drawn = getrandom::fill(bytes));
        drawn.map(|()| Self(Arc::new(secret)))
    }

    /// Takes over key bytes, or `None` where there are not exactly 32.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let bytes: &[u8; KEY_LEN] = bytes.try_into().ok()?;
        Some(Self(Arc::new(Secret::new(|key| key.copy_from_slice(bytes)))))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The key that chains the journal.
    pub(super) fn audit(&self) -> MacKey {
        self.derive("liaison 1 audit_mac_key")
    }

    /// The key that authenticates the vault file.
    pub(super) fn vault(&self) -> MacKey {
        self.derive("liaison 1 vault_mac_key")
    }

    /// The key that authenticates the witness.
    pub(super) fn witness(&self) -> MacKey {
        self.derive("liaison 1 witness_mac_key")
    }

    fn derive(&self, purpose: &str) -> MacKey {
        derived(&self.0, purpose)
    }
}

/// The key for one purpose that follows from another.
fn derived(from: &Secret, purpose: &str) -> MacKey {
    MacKey(Arc::new(Secret::new(|out| {
        // HKDF refuses only outputs longer than 255 hashes; were it ever to, the key stays all
        // zero and every MAC check fails closed against files written before.
        let _ = Hkdf::<Sha256>::new(None, from.bytes()).expand(purpose.as_bytes(), out);
    })))
}

impl PartialEq for DataKey {
    /// In constant time: each is compared by a mark that only it makes.
    fn eq(&self, other: &Self) -> bool {
        self.vault().holds(b"the same key", &other.vault().sign(b"the same key"))
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(hidden)")
    }
}

/// A key for HMAC-SHA256. Wiped with its last copy.
#[derive(Clone)]
pub(super) struct MacKey(Arc<Secret>);

impl MacKey {
    /// Takes over key bytes, or `None` where there are not exactly 32.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        DataKey::from_bytes(bytes).map(|key| Self(key.0))
    }

    /// The bytes, to be kept within the encrypted store and nowhere else.
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.bytes()
    }

    /// The key under which people are given names that say nothing of them. It follows from the key of
    /// the journal, which stays when the store goes over to another data key.
    pub(super) fn pseudonyms(&self) -> Self {
        derived(&self.0, "liaison 1 pseudonym_key")
    }

    /// The HMAC-SHA256 of a message.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; KEY_LEN] {
        self.state(message).finalize().into_bytes().into()
    }

    /// Tells, in constant time, whether a MAC belongs to a message.
    pub(super) fn holds(&self, message: &[u8], mac: &[u8]) -> bool {
        self.state(message).verify_slice(mac).is_ok()
    }

    fn state(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut block = Zeroizing::new([0_u8; 64]);
        if let Some(start) = block.first_chunk_mut::<KEY_LEN>() {
            start.copy_from_slice(self.0.bytes());
        }
        // HMAC pads a key to its block with zeros: the padded key gives the same MAC.
        Hmac::<Sha256>::new(&(*block).into()).chain_update(message)
    }
}

/// Gives records names that say nothing of them: the same each time in one store, and without the store
/// nobody can tell whose they are.
#[derive(Clone)]
pub struct Pseudonyms(pub(super) MacKey);

impl Pseudonyms {
    /// Bytes of a name: by chance two records of a million share one less than once in 10^26.
    const BYTES: usize = 16;

    /// The name of a record of one kind, e.g. "person", as hexadecimal digits.
    pub fn of(&self, kind: &str, record: &[u8]) -> String {
        let mark = self.0.sign(&[kind.as_bytes(), b"|", record].concat());
        hex::encode(mark.get(..Self::BYTES).unwrap_or(&mark))
    }
}

impl fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pseudonyms(hidden)")
    }
}

/// Draws bytes from the system's source of randomness.
pub(super) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mac_agrees_with_rfc_4231_case_with_a_short_key() {
        // A 32-byte key of 0x0b padded as RFC 2104 pads; case 1's key is 20 bytes of 0x0b.
        let mut key = [0_u8; KEY_LEN];
        key[..20].fill(0x0b);
        let mac = MacKey::from_bytes(&key).unwrap().sign(b"Hi There");
        assert_eq!(
            super::super::hex::encode(&mac),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
    }

    #[test]
    fn key_never_shows_itself() {
        assert_eq!(format!("{:?}", DataKey::random().unwrap()), "DataKey(hidden)");
    }

    #[test]
    fn a_key_is_itself_and_no_other() {
        let (one, other) = (DataKey::random().unwrap(), DataKey::random().unwrap());
        assert!(one == one.clone() && one != other);
    }

    #[test]
    fn a_record_has_one_name_in_a_store_and_another_in_each_other_store_and_kind() {
        let (one, other) = (DataKey::random().unwrap().audit(), DataKey::random().unwrap().audit());
        let name = Pseudonyms(one.pseudonyms()).of("person", b"17");
        assert_eq!(name.len(), 32);
        assert_eq!(name, Pseudonyms(one.pseudonyms()).of("person", b"17"));
        for another in [
            Pseudonyms(one.pseudonyms()).of("person", b"18"),
            Pseudonyms(one.pseudonyms()).of("episode", b"17"),
            Pseudonyms(other.pseudonyms()).of("person", b"17"),
        ] {
            assert_ne!(name, another);
        }
        assert_eq!(format!("{:?}", Pseudonyms(one)), "Pseudonyms(hidden)");
    }

    #[test]
    fn derived_keys_differ_by_purpose() {
        let key = DataKey::random().unwrap();
        assert_ne!(key.audit().sign(b"x"), key.vault().sign(b"x"));
        assert_ne!(key.audit().sign(b"x"), key.witness().sign(b"x"));
        assert_ne!(key.audit().sign(b"x"), key.audit().pseudonyms().sign(b"x"));
    }
}
