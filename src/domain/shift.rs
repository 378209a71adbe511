//! Shifts as worked, the people who work them, and what each site last heard.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Body, Event};
use super::ids::{PractitionerId, ShiftId};
use super::time::local;

/// Lines about one site that stay at hand.
const NOTES_KEPT: usize = 40;
/// Kinds of entries that began an episode.
const BEGUN: [&str; 2] = ["referred", "identified"];
/// Kinds of entries that ended one.
const ENDED: [&str; 2] = ["closed", "not_seen"];

/// Whether an entry ends an episode, or did before it was disposed of.
fn ends_episode(body: &Body) -> bool {
    match body {
        Body::Closed { .. } | Body::NotSeen { .. } => true,
        Body::Erased { was } => ENDED.contains(&was.as_str()),
        _ => false,
    }
}

/// A person who may sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Practitioner {
    /// Name of the record.
    pub id: PractitionerId,
    /// Full name, e.g. "Ada Okafor".
    pub name: String,
    /// What is typed to sign in, lower case.
    pub sign_in_name: String,
    /// Unique initials shown where a name may not stand.
    pub label: String,
    /// Role code of `service.toml`.
    pub role: String,
    /// Whether they may sign in no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

impl Practitioner {
    /// The practitioner that this event adds, if it adds one.
    pub fn begin(event: &Event) -> Option<Self> {
        let Body::PractitionerAdded(added) = &event.body else { return None };
        Some(added.clone())
    }

    /// Takes up what a later event says of them.
    pub fn apply(&mut self, event: &Event) {
        if let Body::PractitionerRemoved { practitioner, .. } = &event.body
            && *practitioner == self.id
        {
            self.removed = true;
        }
    }

    /// The surname in capitals, as the board shows who covers.
    pub fn surname(&self) -> String {
        self.name.split_whitespace().last().unwrap_or(&self.name).to_uppercase()
    }
}

/// One shift as it is worked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shift {
    /// Name of the record.
    pub id: ShiftId,
    /// Who works it.
    pub practitioner: PractitionerId,
    /// That person's name when it began.
    pub name: String,
    /// Codes of the sites covered.
    pub sites: Vec<String>,
    /// Role code worked in.
    pub role: String,
    /// Number to reach them on.
    pub phone: String,
    /// When it began.
    pub began_at: DateTime<Utc>,
    /// When it is planned to end.
    pub ends_at: DateTime<Utc>,
    /// When it was ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether a youth worker is on with them.
    pub youth_worker: bool,
    /// Where they are if not on the suite.
    pub off_suite: Option<OffSuite>,
}

/// Somebody out of the suite, reachable at a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OffSuite {
    /// Where they went.
    pub place: String,
    /// Number that reaches them there.
    pub phone: String,
    /// Whom they told.
    pub told: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// When they mean to be back.
    pub back_at: DateTime<Utc>,
}

impl Shift {
    /// The shift that this event starts, if it starts one.
    pub fn begin(event: &Event) -> Option<Self> {
        let Body::ShiftStarted(started) = &event.body else { return None };
        Some(Self {
            id: started.shift,
            practitioner: started.practitioner,
            name: started.name.clone(),
            sites: started.sites.clone(),
            role: started.role.clone(),
            phone: started.phone.clone(),
            began_at: event.at,
            ends_at: started.ends_at,
            ended_at: None,
            youth_worker: started.youth_worker,
            off_suite: None,
        })
    }

    /// Takes up what a later event of this shift says.
    pub fn apply(&mut self, event: &Event) {
        match &event.body {
            Body::ShiftEnded { .. } => {
                self.ended_at = Some(event.at);
                self.off_suite = None;
            }
            Body::WentOffSuite { place, phone, back_at, told, .. } => {
                self.off_suite = Some(OffSuite {
                    place: place.clone(),
                    phone: phone.clone(),
                    told: told.clone(),
                    since: event.at,
                    back_at: *back_at,
                });
            }
            Body::CameBack { .. } => self.off_suite = None,
            _ => {}
        }
    }

    /// Whether it has not been ended.
    pub fn is_open(&self) -> bool {
        self.ended_at.is_none()
    }
}

/// What was last recorded about a site as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SiteLog {
    /// Last custody-list check.
    pub checked_at: Option<DateTime<Utc>>,
    /// People detained at that check.
    pub detained: u32,
    /// People picked up for L&D at that check.
    pub picked_up: u32,
    /// Free lines for the next handover, newest last.
    pub notes: Vec<SiteNote>,
    /// Systems of others that do not work, and since when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub down: Vec<(String, DateTime<Utc>)>,
    /// Notes on paper that wait to be typed in.
    #[serde(default)]
    pub paper_notes: u32,
    /// Number of episodes referred here so far; numbers the next reference.
    pub referred: u32,
    /// London day on which an episode was last closed here.
    pub closed_on: Option<NaiveDate>,
    /// Episodes closed on that day.
    pub closed: u32,
}

/// A line about the site for the next shift.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SiteNote {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The line.
    pub text: String,
}

impl SiteLog {
    /// Takes up what an event of this site says.
    pub fn apply(&mut self, event: &Event) {
        match &event.body {
            Body::CustodyListChecked { detained, picked_up } => {
                self.checked_at = Some(event.at);
                self.detained = *detained;
                self.picked_up = *picked_up;
            }
            Body::SiteNoted { text } => {
                self.notes.push(SiteNote { at: event.at, text: text.clone() });
                // The journal keeps them all; a handover only ever reads the latest.
                let surplus = self.notes.len().saturating_sub(NOTES_KEPT);
                self.notes.drain(..surplus);
            }
            Body::SystemDown { system } if self.down.iter().all(|(known, _)| known != system) => {
                self.down.push((system.clone(), event.at));
            }
            Body::SystemUp { system } => self.down.retain(|(known, _)| known != system),
            Body::PaperNotesCounted { waiting } => self.paper_notes = *waiting,
            Body::Referred(_) | Body::Identified(_) => self.referred += 1,
            // A number once given is not given again when its record is gone.
            Body::Erased { was } if BEGUN.contains(&was.as_str()) => self.referred += 1,
            body if ends_episode(body) => {
                let day = Some(local(event.at).date());
                self.closed = if self.closed_on == day { self.closed + 1 } else { 1 };
                self.closed_on = day;
            }
            _ => {}
        }
    }

    /// Whether this kind of event is about a site as a whole.
    pub fn concerns(body: &Body) -> bool {
        matches!(
            body,
            Body::CustodyListChecked { .. }
                | Body::SiteNoted { .. }
                | Body::SystemDown { .. }
                | Body::SystemUp { .. }
                | Body::PaperNotesCounted { .. }
                | Body::Referred(_)
                | Body::Identified(_)
        ) || matches!(body, Body::Erased { was } if BEGUN.contains(&was.as_str()))
            || ends_episode(body)
    }

    /// Episodes closed here on a London day.
    pub fn closed_on_day(&self, day: NaiveDate) -> u32 {
        if self.closed_on == Some(day) { self.closed } else { 0 }
    }
}
