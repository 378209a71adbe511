//! Work of the service that belongs to no episode: advice alone, training, supervision, meetings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Body, Event};
use crate::domain::ids::PractitionerId;

/// Something done for colleagues and partners, without an episode.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Activity {
    /// Code of the kind.
    #[serde(rename = "activity_kind")]
    pub kind: String,
    /// With whom, by role or team; never a person whom the service sees.
    pub with: String,
    /// People reached; 0 where nobody counted.
    pub people: u32,
    /// Minutes it took; 0 where nobody said.
    pub minutes: u32,
    /// Words beside it; no clinical content.
    pub note: String,
    /// Whose supervision it was; none for any other kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<PractitionerId>,
    /// Day of the next one, where that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_due: Option<NaiveDate>,
}

/// An activity as it stands in the journal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LoggedActivity {
    /// Its entry.
    pub event: Uuid,
    /// When it was.
    pub at: DateTime<Utc>,
    /// Site code, where it belongs to one.
    pub site: Option<String>,
    /// Who logged it.
    pub actor: Option<PractitionerId>,
    /// What it was.
    pub activity: Activity,
}

impl LoggedActivity {
    /// The activity that an entry logs, if it logs one.
    pub fn begin(event: &Event) -> Option<Self> {
        let Body::ActivityLogged(activity) = &event.body else { return None };
        let (site, activity) = (event.site.clone(), activity.clone());
        Some(Self { event: event.id, at: event.at, site, actor: event.actor, activity })
    }
}
