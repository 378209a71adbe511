//! Entries that were erased, and the certificates that account for them.
//!
//! The mark of an erased entry was made over what stood there, so it cannot be made again: it is taken
//! as it is, and the marks after it still follow from it. That it was erased rightly is proved by a
//! later entry that names it, whose own mark holds.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::hex;
use super::journal::Row;
use super::keys::KEY_LEN;
use crate::domain::event::{Body, Certificate};

/// The journal's kind of an entry that was erased.
pub(super) const ERASED: &str = "erased";
/// The journal's kind of a certificate.
const DISPOSED: &str = "disposed";

/// SHA-256 over number and mark of each entry, in hexadecimal.
pub(super) fn digest<'a>(rows: impl IntoIterator<Item = (u64, &'a [u8; KEY_LEN])>) -> String {
    let mut digest = Sha256::new();
    for (seq, mac) in rows {
        digest.update(seq.to_be_bytes());
        digest.update(mac);
    }
    hex::encode(&digest.finalize())
}

/// What a walk along the chain knows of erased entries so far.
#[derive(Default)]
pub(super) struct Erasures {
    /// Entries erased that no certificate has named yet, with their marks.
    open: BTreeMap<u64, [u8; KEY_LEN]>,
    /// Entries that certificates account for.
    pub(super) accounted: u64,
    /// Certificates.
    pub(super) certificates: u64,
}

impl Erasures {
    /// Whether this entry is erased, so that its mark cannot be made again.
    pub(super) fn is_erased(row: &Row) -> bool {
        row.kind == ERASED && matches!(serde_json::from_str(&row.body), Ok(Body::Erased { .. }))
    }

    /// Whether this entry is one that only a walk from the start can judge.
    pub(super) fn needs_start(row: &Row) -> bool {
        [ERASED, DISPOSED].contains(&row.kind.as_str())
    }

    pub(super) fn erased(&mut self, row: &Row) {
        self.open.insert(row.seq, row.mac);
    }

    /// Takes up an entry whose own mark holds: a certificate takes off what it names. False where it
    /// does not fit.
    pub(super) fn take(&mut self, row: &Row) -> bool {
        if row.kind != DISPOSED {
            return true;
        }
        let Ok(Body::Disposed(certificate)) = serde_json::from_str(&row.body) else { return false };
        if !self.fits(&certificate) {
            return false;
        }
        for seq in &certificate.rows {
            self.open.remove(seq);
        }
        self.certificates += 1;
        self.accounted += u64::try_from(certificate.rows.len()).unwrap_or(u64::MAX);
        true
    }

    fn fits(&self, certificate: &Certificate) -> bool {
        let rows: Option<Vec<(u64, &[u8; KEY_LEN])>> =
            certificate.rows.iter().map(|seq| Some((*seq, self.open.get(seq)?))).collect();
        let rising = certificate.rows.is_sorted_by(|one, next| one < next);
        rising && rows.is_some_and(|rows| digest(rows) == certificate.digest)
    }

    /// The first entry that was erased and that no certificate names.
    pub(super) fn unaccounted(&self) -> Option<u64> {
        self.open.first_key_value().map(|(seq, _)| *seq)
    }
}
