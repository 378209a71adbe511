//! Care of the store: what was disposed of, by whom, and the proof that it was.

use serde::{Deserialize, Serialize};

use super::Body;
use crate::domain::ids::{EpisodeId, PractitionerId};

/// Proof that entries of the journal were erased by two people.
///
/// The marks of the erased entries stay, so the chain still runs through them. An erased entry that
/// no later certificate names is a broken chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// The episode.
    pub episode: EpisodeId,
    /// How much of it.
    pub what: Disposal,
    /// Code of the retention class under which it was due.
    pub class: String,
    /// Numbers of the entries erased, rising.
    pub rows: Vec<u64>,
    /// SHA-256 over number and mark of each of them, in hexadecimal.
    pub digest: String,
    /// Why.
    pub reason: String,
    /// The second person who agreed.
    pub second: PractitionerId,
}

/// How much was erased.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposal {
    /// Everything about the episode.
    Whole,
    /// Answers and free text; what was done, when and by whom stays.
    Thinned,
}

/// Kinds of entries in which answers and free text stand: those that go when a record is thinned.
pub const THINNED: [&str; 4] = ["answered", "noted", "contingency_noted", "contacted"];

impl Body {
    /// Whether it says how long the record of an episode is kept, or that part of it is gone: no work
    /// with the person.
    pub fn keeps_episode(&self) -> bool {
        matches!(
            self,
            Self::RetentionSet { .. }
                | Self::LegalHoldPlaced { .. }
                | Self::LegalHoldReleased { .. }
                | Self::Erased { .. }
        )
    }
}
