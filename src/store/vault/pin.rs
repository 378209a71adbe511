//! Unlocking a screen again within a shift: the data key in memory, wrapped under a PIN.
//!
//! It is never on the disk. It spares a long passphrase at each of many locks a shift; who can read
//! the memory of the running program has more than it protects.

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;
use zeroize::Zeroizing;

use super::VaultError;
use super::cost::KdfCost;
use super::sealed::{WRAPPED_LEN, unwrap, wrap};
use crate::store::keys::{DataKey, random};

/// Wrong ones after which the passphrase is asked for.
const TRIES: u8 = 3;

/// The key of a store under a PIN.
pub struct Pin {
    digits: usize,
    salt: [u8; 16],
    nonce: [u8; 24],
    wrapped: [u8; WRAPPED_LEN],
    set_at: DateTime<Utc>,
    lasts: TimeDelta,
    wrong: u8,
}

/// Why a PIN does not do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum PinError {
    /// It has another number of digits, or something else than digits.
    #[error("A PIN is {0} digits. Nothing was changed.")]
    Digits(usize),
    /// Anybody would try it first.
    #[error("That PIN is one that anybody would try first. Nothing was changed. Choose another.")]
    Common,
}

impl Pin {
    /// Wraps a key under a PIN that lasts so long.
    ///
    /// # Errors
    /// Why the PIN does not do; or the system gave no randomness.
    pub fn wrap(
        key: &DataKey,
        pin: &str,
        digits: usize,
        set_at: DateTime<Utc>,
        lasts: TimeDelta,
    ) -> Result<Self, VaultError> {
        check(pin, digits)?;
        let (salt, nonce) = (random()?, random()?);
        let kek = KdfCost::demo().derive(pin, &salt)?;
        let wrapped = wrap(&kek, &nonce, key.as_bytes(), &[])?;
        Ok(Self { digits, salt, nonce, wrapped, set_at, lasts, wrong: 0 })
    }

    /// Whether this looks like the PIN rather than a passphrase.
    pub fn is_like(&self, typed: &str) -> bool {
        typed.chars().count() == self.digits && typed.chars().all(|c| c.is_ascii_digit())
    }

    /// Whether it may still be used: not past its time, whichever way the clock went.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        self.wrong < TRIES && (now - self.set_at).abs() < self.lasts
    }

    /// Tries that are left.
    pub fn tries_left(&self) -> u8 {
        TRIES.saturating_sub(self.wrong)
    }

    /// Gives the key back for the right PIN; a wrong one counts.
    pub fn open(&mut self, typed: &str) -> Option<DataKey> {
        if self.wrong >= TRIES {
            return None;
        }
        let kek: Zeroizing<[u8; 32]> = KdfCost::demo().derive(typed, &self.salt).ok()?;
        let opened = unwrap(&kek, &self.nonce, &self.wrapped, &[]);
        let key = opened.and_then(|bytes| DataKey::from_bytes(&bytes));
        self.wrong = if key.is_some() { 0 } else { self.wrong + 1 };
        key
    }
}

fn check(pin: &str, digits: usize) -> Result<(), PinError> {
    let typed: Vec<i32> =
        pin.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| i32::try_from(d).ok()).collect();
    if typed.len() != digits || pin.chars().count() != digits {
        return Err(PinError::Digits(digits));
    }
    let steps: Vec<i32> = typed.iter().zip(typed.iter().skip(1)).map(|(one, next)| next - one).collect();
    let run = [0, 1, -1].iter().any(|step| steps.iter().all(|found| found == step));
    if run { Err(PinError::Common) } else { Ok(()) }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + hours * 3600, 0).unwrap()
    }

    fn made(pin: &str) -> Result<(Pin, DataKey), VaultError> {
        let key = DataKey::random().unwrap();
        Ok((Pin::wrap(&key, pin, 6, at(0), TimeDelta::hours(12))?, key))
    }

    #[test]
    fn the_right_pin_gives_the_key_and_three_wrong_ones_end_it() {
        let (mut pin, key) = made("480215").unwrap();
        assert!(pin.open("480216").is_none());
        assert_eq!(pin.open("480215").unwrap().as_bytes(), key.as_bytes());
        for left in [2, 1, 0] {
            assert!(pin.open("111222").is_none());
            assert_eq!(pin.tries_left(), left);
        }
        assert!(pin.open("480215").is_none());
        assert!(!pin.holds(at(0)));
    }

    #[test]
    fn a_pin_is_forgotten_after_its_time_whichever_way_the_clock_goes() {
        let (pin, _) = made("480215").unwrap();
        assert!(pin.holds(at(11)));
        assert!(!pin.holds(at(12)));
        assert!(!pin.holds(at(-72)));
    }

    #[test]
    fn letters_other_lengths_and_runs_are_refused() {
        for wrong in ["48021", "4802155", "48021a", "", "٤٨٠٢١٥"] {
            assert!(made(wrong).is_err(), "{wrong}");
        }
        for common in ["000000", "123456", "987654"] {
            assert!(made(common).unwrap_err().to_string().contains("first"), "{common}");
        }
    }
}
