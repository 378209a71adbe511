//! The use cases: one verb per function. Check, write events, in one transaction.
//!
//! Lives here: everything a practitioner can do, with the guards that refuse and say what is
//! missing. Screens and commands call these verbs and nothing below them.
//! Must not live here: SQL, a terminal, a page layout. Only `clock` asks what time it is.

mod activity;
mod acts;
pub mod alerts;
mod arrival;
pub mod audit;
pub mod backup;
pub mod board;
pub mod caseload;
mod check;
mod clock;
pub mod close;
pub mod contact;
pub mod copy_out;
pub mod court;
mod cover;
pub mod decide;
pub mod demo;
pub mod door;
mod error;
pub mod export;
pub mod extract;
mod facts;
pub mod fhir;
pub mod figures;
mod heed;
pub mod keys;
mod late;
pub mod leaving;
pub mod mine;
pub mod note;
pub mod pages;
pub mod paper;
pub mod passing;
pub mod paths;
pub mod person;
pub mod plan;
pub mod proof;
pub mod receive;
pub mod record;
pub mod referral;
pub mod report;
pub mod retention;
pub mod rota;
pub mod screening;
pub mod search;
pub mod second;
pub mod seeing;
pub mod service_file;
pub mod share;
pub mod shift;
pub mod station;
pub mod summary;
mod told_clock;
pub mod triage;
pub mod undo;
pub mod wording;

use std::sync::Arc;

use chrono::{DateTime, Utc};

pub use clock::Clock;
pub use door::Door;
pub use error::{DeskError, Need};

pub use crate::store::{Purpose, StoreError};

use crate::domain::service::Service;
use crate::domain::shift::Practitioner;
use crate::forms::Library;
use crate::store::{BackingUp, Store};

/// The desk with somebody signed in at it: the store is open and its key in memory.
pub struct Desk {
    door: Door,
    store: Store,
    who: Practitioner,
    service: Arc<Service>,
    library: Arc<Library>,
    /// When what is recorded now happened, where that was earlier.
    happened: Option<DateTime<Utc>>,
    checking: check::Checking,
    backing_up: Option<BackingUp>,
    /// The newest entry when something was last taken back; 0 where nothing was.
    taken_back: u64,
}

impl Desk {
    /// The time now.
    pub fn now(&self) -> DateTime<Utc> {
        self.door.clock().now()
    }

    /// Who is signed in.
    pub fn who(&self) -> &Practitioner {
        &self.who
    }

    /// The service as its file describes it.
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// The forms at hand.
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// Whether the store holds invented people only.
    pub fn is_demo(&self) -> bool {
        self.door.is_demo()
    }

    /// First characters of the journal's head, as printed on notes.
    pub fn head(&self) -> String {
        self.store.head().short()
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("who", &self.who.id).field("store", &self.store).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests;
