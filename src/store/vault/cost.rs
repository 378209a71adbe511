//! How dear it is to try a passphrase.

use std::time::Instant;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::VaultError;
use crate::store::keys::KEY_LEN;

/// Time one try should take on the terminal it was set for.
const AIM_MS: u128 = 700;
/// Bounds on what a vault file may ask for, so that a changed one cannot hang the terminal.
const MOST_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;

/// Argon2id memory, passes and lanes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KdfCost {
    m_kib: u32,
    t: u32,
    p: u32,
}

impl KdfCost {
    /// 64 MiB and three passes: the least a real store is set up with (RFC 9106, second choice).
    pub fn install() -> Self {
        Self { m_kib: 64 * 1024, t: 3, p: 1 }
    }

    /// 19 MiB and two passes, OWASP's minimum: for demo stores and tests.
    pub fn demo() -> Self {
        Self { m_kib: 19 * 1024, t: 2, p: 1 }
    }

    /// As many passes over 64 MiB as take about 0.7 s on this machine, never fewer than three.
    ///
    /// # Errors
    /// When Argon2 cannot be run at all.
    pub fn calibrated() -> Result<Self, VaultError> {
        let floor = Self::install();
        let begun = Instant::now();
        floor.derive("calibration", &[0; 16])?;
        let per_pass = (begun.elapsed().as_millis() / u128::from(floor.t)).max(1);
        let passes = u32::try_from(AIM_MS / per_pass).unwrap_or(floor.t);
        Ok(Self { t: passes.clamp(floor.t, MOST_PASSES), ..floor })
    }

    /// Whether the cost lies within what this program is willing to spend.
    pub(super) fn is_bearable(self) -> bool {
        (8..=MOST_KIB).contains(&self.m_kib) && (1..=MOST_PASSES).contains(&self.t) && self.p == 1
    }

    /// The parameters as the slot's authenticated data names them.
    pub(super) fn numbers(self) -> [u32; 3] {
        [self.m_kib, self.t, self.p]
    }

    /// Turns a passphrase into a key. Accents typed as one or as two characters give the same key.
    pub(super) fn derive(
        self,
        passphrase: &str,
        salt: &[u8; 16],
    ) -> Result<Zeroizing<[u8; KEY_LEN]>, VaultError> {
        let refused = |_| VaultError::NoKey("Argon2id");
        let params = Params::new(self.m_kib, self.t, self.p, Some(KEY_LEN)).map_err(refused)?;
        let typed: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
        let mut key = Zeroizing::new([0; KEY_LEN]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(typed.as_bytes(), salt, key.as_mut_slice())
            .map_err(refused)?;
        Ok(key)
    }
}
