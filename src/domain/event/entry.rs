//! An entry of the journal, and one that is about to be.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Body;
use crate::domain::ids::{EpisodeId, PractitionerId};

/// One act as it stands in the journal.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Place in the journal, from 1 without gaps.
    pub seq: u64,
    /// Name of the event, made by the client; sending it twice is harmless.
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// The terminal it was entered on.
    pub device: Uuid,
    /// Place in that terminal's own count.
    pub device_seq: u64,
    /// Who entered it; none before anybody signed in.
    pub actor: Option<PractitionerId>,
    /// The episode it belongs to.
    pub episode: Option<EpisodeId>,
    /// The site it belongs to.
    pub site: Option<String>,
    /// What happened.
    pub body: Body,
}

/// An act that is about to be journalled.
#[derive(Clone, PartialEq, Debug)]
pub struct Draft {
    /// Name of the event to be.
    pub id: Uuid,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it is entered.
    pub entered_at: DateTime<Utc>,
    /// Who enters it.
    pub actor: Option<PractitionerId>,
    /// The episode it belongs to.
    pub episode: Option<EpisodeId>,
    /// The site it belongs to.
    pub site: Option<String>,
    /// What happened.
    pub body: Body,
}
