//! The recovery code: 256 bits on paper, in eight groups that each check themselves.
//!
//! A group is 32 bits and a CRC-8 over its place and them, as eight Crockford base-32 characters
//! (<https://www.crockford.com/base32.html>). A CRC-8 finds every wrong character and, with the
//! place in it, groups that changed places.

use std::fmt;

use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::store::keys::KEY_LEN;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
const GROUP_LEN: usize = 8;

/// The code that opens the store when every passphrase is forgotten. Printed once, kept sealed.
pub struct RecoveryCode(Zeroizing<[u8; KEY_LEN]>);

/// What is wrong with a typed recovery code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum CodeError {
    /// A group has a character too few or too many.
    #[error(
        "Group {group} of the recovery code has {found} characters instead of 8. Nothing was changed. Read that group again."
    )]
    Length {
        /// Group, from 1.
        group: usize,
        /// Characters in it.
        found: usize,
    },
    /// Characters are missing or surplus, and no separators tell where.
    #[error(
        "The recovery code has {found} characters instead of 64. Nothing was changed. Type it with a space after each group."
    )]
    Total {
        /// Characters typed.
        found: usize,
    },
    /// A group does not fit its check character.
    #[error("Group {group} of the recovery code is mistyped. Nothing was changed. Read that group again.")]
    Mistyped {
        /// Group, from 1.
        group: usize,
    },
}

impl RecoveryCode {
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut code = Self(Zeroizing::new([0; KEY_LEN]));
        getrandom::fill(code.0.as_mut_slice())?;
        Ok(code)
    }

    pub(super) fn as_bytes(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// The eight groups as they are printed, in order.
    pub fn groups(&self) -> Vec<String> {
        let (groups, _) = self.0.as_chunks::<4>();
        groups.iter().zip(0_u8..).map(|(group, place)| write_group(*group, place)).collect()
    }

    /// Reads a code as typed from paper: case, spaces and dashes do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// Names the first group that is wrong.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let groups = split(typed)?;
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        let (slots, _) = bytes.as_chunks_mut::<4>();
        for ((slot, group), place) in slots.iter_mut().zip(&groups).zip(0_u8..) {
            *slot = read_group(group, place).ok_or(CodeError::Mistyped { group: usize::from(place) + 1 })?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.groups().join("-"))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

fn split(typed: &str) -> Result<Vec<Zeroizing<String>>, CodeError> {
    let plain: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !is_separator(*c)).collect());
    let found = plain.chars().count();
    if found == GROUPS * GROUP_LEN {
        let mut rest = plain.chars();
        return Ok((0..GROUPS).map(|_| Zeroizing::new(rest.by_ref().take(GROUP_LEN).collect())).collect());
    }
    let parts: Vec<&str> = typed.split(is_separator).filter(|part| !part.is_empty()).collect();
    let odd = parts.iter().zip(1..).find(|(part, _)| part.chars().count() != GROUP_LEN);
    match odd {
        Some((part, group)) if parts.len() == GROUPS => {
            Err(CodeError::Length { group, found: part.chars().count() })
        }
        _ => Err(CodeError::Total { found }),
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '.' | ',')
}

fn write_group(data: [u8; 4], place: u8) -> String {
    let [a, b, c, d] = data;
    let bits = u64::from_be_bytes([0, 0, 0, a, b, c, d, check(data, place)]);
    (0..GROUP_LEN)
        .rev()
        .filter_map(|i| ALPHABET.get(usize::try_from(bits >> (5 * i) & 31).ok()?))
        .map(|b| char::from(*b))
        .collect()
}

fn read_group(group: &str, place: u8) -> Option<[u8; 4]> {
    let mut bits: u64 = 0;
    for c in group.chars() {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|known| char::from(*known) == c)?;
        bits = bits << 5 | u64::try_from(value).ok()?;
    }
    let [_, _, _, a, b, c, d, sum] = bits.to_be_bytes();
    bits.zeroize();
    (sum == check([a, b, c, d], place)).then_some([a, b, c, d])
}

/// CRC-8 with the polynomial x^8 + x^2 + x + 1 over the group's place and its bytes.
fn check(data: [u8; 4], place: u8) -> u8 {
    let [a, b, c, d] = data;
    [place ^ 0x5A, a, b, c, d].iter().fold(0, |crc: u8, byte| {
        (0..8).fold(crc ^ byte, |crc, _| if crc & 0x80 == 0 { crc << 1 } else { crc << 1 ^ 0x07 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> RecoveryCode {
        let mut bytes = [0; KEY_LEN];
        for (i, b) in bytes.iter_mut().enumerate() {
            *b = u8::try_from(i * 37 % 251).unwrap();
        }
        RecoveryCode(Zeroizing::new(bytes))
    }

    fn parse(typed: &str) -> Result<[u8; KEY_LEN], CodeError> {
        RecoveryCode::parse(typed).map(|code| *code.as_bytes())
    }

    #[test]
    fn code_reads_back_in_lower_case_with_spaces_and_look_alike_letters() {
        let code = sample();
        let typed = code.to_string().to_lowercase().replace('-', "  ").replace('0', "o").replace('1', "l");
        assert_eq!(parse(&typed).unwrap(), *code.as_bytes());
        assert_eq!(parse(&code.groups().concat()).unwrap(), *code.as_bytes());
        assert_eq!(code.groups().len(), 8);
    }

    #[test]
    fn every_single_wrong_character_is_found_and_its_group_named() {
        let printed = sample().groups().concat();
        for at in 0..printed.len() {
            for other in ALPHABET {
                let mut typed = printed.clone().into_bytes();
                if typed[at] == *other {
                    continue;
                }
                typed[at] = *other;
                let wrong = parse(&String::from_utf8(typed).unwrap());
                assert_eq!(wrong, Err(CodeError::Mistyped { group: at / 8 + 1 }));
            }
        }
    }

    #[test]
    fn groups_that_changed_places_and_a_missing_character_are_named() {
        let mut groups = sample().groups();
        groups.swap(2, 5);
        assert_eq!(parse(&groups.join(" ")), Err(CodeError::Mistyped { group: 3 }));
        let mut groups = sample().groups();
        groups[6].pop();
        assert_eq!(parse(&groups.join(" ")), Err(CodeError::Length { group: 7, found: 7 }));
        assert_eq!(parse("ABC"), Err(CodeError::Total { found: 3 }));
        assert_eq!(parse(""), Err(CodeError::Total { found: 0 }));
    }
}
