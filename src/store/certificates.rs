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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str, body: &str) -> Row {
        let id = uuid::Uuid::nil();
        let (kind, body) = (kind.to_owned(), body.to_owned());
        Row {
            seq: 1,
            id,
            at: 0,
            entered_at: 0,
            device: id,
            device_seq: 1,
            actor: None,
            episode: None,
            site: None,
            kind,
            body,
            mac: [0; KEY_LEN],
        }
    }

    #[test]
    fn digest_is_sha_256_over_big_endian_numbers_and_marks() {
        let expected = "d4a183289b12d02f33d0c5e205c41299094d3939d03c836d9088a5782fdedf56";
        assert_eq!(digest([(1, &[0; KEY_LEN]), (2, &[7; KEY_LEN])]), expected);
        assert_ne!(digest([(2, &[7; KEY_LEN]), (1, &[0; KEY_LEN])]), expected);
    }

    #[test]
    fn an_entry_is_erased_by_its_kind_and_its_body_together() {
        let body = r#"{"kind":"erased","was":"noted"}"#;
        assert!(Erasures::is_erased(&row(ERASED, body)));
        assert!(!Erasures::is_erased(&row("noted", body)));
        assert!(!Erasures::is_erased(&row(ERASED, r#"{"kind":"signed_in"}"#)));
    }

    #[test]
    fn erasures_and_certificates_need_a_walk_from_the_start_and_nothing_else_does() {
        assert!(Erasures::needs_start(&row(ERASED, "")) && Erasures::needs_start(&row(DISPOSED, "")));
        assert!(!Erasures::needs_start(&row("noted", "")));
    }
}
