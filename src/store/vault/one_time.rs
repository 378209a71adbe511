//! The passphrase that a colleague is given first, to be used once.

use zeroize::{Zeroize, Zeroizing};

use super::VaultError;
use crate::store::keys::random;

/// No letter or digit that is taken for another when it is read out.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
const GROUPS: usize = 3;
const GROUP_LEN: usize = 4;

/// Twelve characters in three groups: some 60 bits, drawn at random. Shown once and kept nowhere.
pub struct OneTime(Zeroizing<String>);

impl OneTime {
    pub(super) fn random() -> Result<Self, VaultError> {
        let mut drawn: [u8; GROUPS * GROUP_LEN] = random()?;
        let mut written = Zeroizing::new(String::with_capacity(GROUPS * (GROUP_LEN + 1)));
        for (place, byte) in drawn.iter().enumerate() {
            if place > 0 && place.is_multiple_of(GROUP_LEN) {
                written.push('-');
            }
            let letter = ALPHABET.get(usize::from(byte & 31)).copied().unwrap_or_default();
            written.push(char::from(letter));
        }
        drawn.zeroize();
        Ok(Self(written))
    }

    /// As it is typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for OneTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTime(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_another_and_three_groups_of_letters_that_read_alone() {
        let (one, two) = (OneTime::random().unwrap(), OneTime::random().unwrap());
        assert_ne!(one.as_str(), two.as_str());
        let groups: Vec<&str> = one.as_str().split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [4, 4, 4]);
        assert!(!one.as_str().contains(['0', 'o', '1', 'l', 'i']));
        assert_eq!(format!("{one:?}"), "OneTime(hidden)");
    }
}
