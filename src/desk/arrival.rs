//! What a sign-in records beside itself: a clock that was set back, a service file that changed.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::door::SERVICE_FILE;
use super::{Clock, Desk, DeskError, Door};
use crate::domain::event::{Body, Draft};
use crate::domain::steady;
use crate::store::{Store, StoreError};

/// SHA-256 of the service's file and of its own forms, as the program reads them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Fingerprint {
    service: String,
    forms: String,
}

impl Fingerprint {
    /// Of the files in this folder; `forms` are the service's own, by path, with their text. A file
    /// that cannot be read counts as empty: that it cannot is said elsewhere.
    pub(super) fn of(dir: &Path, forms: &[(String, String)]) -> Self {
        let service = std::fs::read(dir.join(SERVICE_FILE)).unwrap_or_default();
        let mut all = Sha256::new();
        for (path, text) in forms {
            // The folder may lie elsewhere tomorrow; its forms are the same.
            let name = Path::new(path)
                .strip_prefix(dir)
                .map_or_else(|_| path.clone(), |name| name.display().to_string());
            for part in [name.as_bytes(), text.as_bytes()] {
                all.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                all.update(part);
            }
        }
        Self { service: hex(&Sha256::digest(service)), forms: hex(&all.finalize()) }
    }
}

impl Door {
    /// What is recorded before a sign-in: that the clock stands behind the newest entry, and that the
    /// service's file or its forms are not those last recorded.
    pub(super) fn arrivals(&self, store: &Store) -> Result<Vec<Draft>, StoreError> {
        let mut bodies = Vec::new();
        // A clock that stands still for a demo or a test was not moved by anybody.
        if let (Clock::System, Some(newest)) = (self.clock(), store.newest_entry()?) {
            let seconds = steady::behind(self.clock().now(), newest);
            bodies.extend(seconds.map(|seconds| Body::ClockStepped { seconds }));
        }
        let Fingerprint { service, forms } = self.read.clone();
        if store.service_read()?.as_ref() != Some(&(service.clone(), forms.clone())) {
            bodies.push(Body::ServiceRead { service, forms });
        }
        Ok(bodies.into_iter().map(|body| self.own_draft(None, body)).collect())
    }
}

impl Desk {
    /// Records that the computer's clock was moved while somebody was signed in.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn clock_stepped(&mut self, seconds: i64) -> Result<(), DeskError> {
        if self.read_only().is_some() {
            return Ok(());
        }
        self.record_here(None, Body::ClockStepped { seconds })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
