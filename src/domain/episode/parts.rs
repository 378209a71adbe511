//! What hangs on an episode: consents, screenings, red flags, onward referrals, tasks, notes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::{Amends, Consent, FlagRaise, NoteFor, OnwardStep, Progress, Score, Suggestion};
use crate::domain::ids::{OnwardId, ScreeningId, TaskId};

/// A consent with its time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConsentLine {
    /// What was recorded.
    pub consent: Consent,
    /// When.
    pub at: DateTime<Utc>,
    /// The entry of the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
}

/// Code of a consent that was given; a service may word it otherwise.
const GIVEN: &str = "given";

impl ConsentLine {
    /// Whether it was given.
    pub fn is_given(&self) -> bool {
        self.consent.status == GIVEN
    }
}

/// One form put to the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Screening {
    /// Name of the record.
    pub id: ScreeningId,
    /// Form id.
    pub form: String,
    /// Form version.
    pub version: String,
    /// Content hash of the form.
    pub hash: String,
    /// Form title.
    pub title: String,
    /// When it was begun.
    pub began_at: DateTime<Utc>,
    /// How far it is.
    pub progress: Progress,
    /// The question answered last.
    pub last_question: Option<String>,
    /// The finished screening it puts right, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<Amends>,
    /// Where it stands.
    pub status: ScreeningStatus,
}

impl Screening {
    /// When it was finished, if it was.
    pub fn finished_at(&self) -> Option<DateTime<Utc>> {
        match self.status {
            ScreeningStatus::Finished { at, .. } => Some(at),
            _ => None,
        }
    }
}

/// Where one form stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ScreeningStatus {
    /// Begun, not finished: a draft.
    Draft,
    /// Finished.
    Finished {
        /// When.
        at: DateTime<Utc>,
        /// Whether everything asked has an answer.
        complete: bool,
        /// Scores as they stood.
        scores: Vec<Score>,
    },
    /// Declined or not possible as a whole.
    SetAside {
        /// When.
        at: DateTime<Utc>,
        /// "declined" or "unable".
        state: String,
        /// Why.
        reason: String,
        /// When to try again.
        retry_at: Option<DateTime<Utc>>,
    },
}

/// A red flag and who was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RedFlag {
    /// The flag as raised.
    pub raise: FlagRaise,
    /// When it was raised.
    pub at: DateTime<Utc>,
    /// Who was told, newest last.
    pub told: Vec<FlagTold>,
    /// When the answer that raised it was changed.
    pub lifted_at: Option<DateTime<Utc>>,
}

/// One telling of a red flag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FlagTold {
    /// Name of the custody officer.
    pub to: String,
    /// By voice.
    pub by_voice: bool,
    /// Written in the custody record.
    pub in_custody_record: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// The entry that says so; none for those written before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
}

impl RedFlag {
    /// Whether somebody still has to be told: a flag rests only once it was told by voice **and**
    /// stands in the custody record (domain.md 0.9).
    pub fn is_open(&self) -> bool {
        self.lifted_at.is_none() && !(self.voiced() && self.written())
    }

    /// Whether it was told by voice.
    pub fn voiced(&self) -> bool {
        self.told.iter().any(|told| told.by_voice)
    }

    /// Whether it stands in the custody record.
    pub fn written(&self) -> bool {
        self.told.iter().any(|told| told.in_custody_record)
    }

    /// What is still missing, in words.
    pub fn missing(&self) -> &'static str {
        match (self.voiced(), self.written()) {
            (false, false) => "nobody told yet",
            (false, true) => "not yet told by voice",
            (true, false) => "not yet in the custody record",
            (true, true) => "told",
        }
    }
}

/// A suggestion nobody has decided on yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OpenSuggestion {
    /// Which screening suggests it.
    pub screening: ScreeningId,
    /// What it suggests.
    pub suggestion: Suggestion,
}

/// An onward referral and its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Onward {
    /// Name of the record.
    pub id: OnwardId,
    /// Destination code.
    pub destination: String,
    /// Priority code.
    pub urgency: String,
    /// Why.
    pub reason: String,
    /// Consent status code.
    pub consent: String,
    /// When it was decided on.
    pub made_at: DateTime<Utc>,
    /// Steps so far, with their times.
    pub steps: Vec<(OnwardStep, DateTime<Utc>)>,
}

impl Onward {
    /// Whether it still waits: not yet attended and not ended.
    pub fn is_pending(&self) -> bool {
        !matches!(self.steps.last(), Some((OnwardStep::Attended { .. } | OnwardStep::Ended { .. }, _)))
    }

    /// Whether a destination has taken it.
    pub fn is_accepted(&self) -> bool {
        self.steps.iter().any(|(step, _)| matches!(step, OnwardStep::Accepted { .. }))
    }

    /// Who asks after it next, and when; none where nobody has yet.
    pub fn chase(&self) -> Option<(&str, DateTime<Utc>)> {
        self.steps.iter().rev().find_map(|(step, _)| match step {
            OnwardStep::Chased { by, next_at, .. } => Some((by.as_str(), *next_at)),
            _ => None,
        })
    }

    /// First appointment, once accepted with one.
    pub fn appointment(&self) -> Option<DateTime<Utc>> {
        self.steps.iter().rev().find_map(|(step, _)| match step {
            OnwardStep::Accepted { appointment, .. } => *appointment,
            _ => None,
        })
    }
}

/// Something to do for the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Task {
    /// Name of the record.
    pub id: TaskId,
    /// What.
    pub what: String,
    /// Who.
    pub owner: String,
    /// By when.
    pub due: DateTime<Utc>,
    /// When it was done, or dropped.
    pub done_at: Option<DateTime<Utc>>,
    /// Whether it was dropped: nobody did it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dropped: bool,
}

/// A line about the person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Note {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The line.
    pub text: String,
    /// Where it is known from.
    pub source: String,
    /// Who may read it.
    #[serde(default, skip_serializing_if = "NoteFor::is_team")]
    pub readers: NoteFor,
    /// The entry of the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Uuid>,
}
