//! What hangs on an episode beside its forms: triage, contacts, reports, transfers and the rest of
//! the pathway. Each keeps its entry's id, so that a later event can strike it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::event::{
    Capacity, Contact, Decision, EscalationStart, FollowUp, Informing, MhaStep, Recommendation, ReportStart,
    ReportStep, TransferStart, Triage,
};
use crate::domain::fold;
use crate::domain::ids::{PractitionerId, SignatureId};
use crate::domain::service::{Code, find};

/// Something recorded, with its entry, its author and its time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry<T> {
    /// The entry of the journal.
    pub event: Uuid,
    /// Who recorded it.
    pub by: Option<PractitionerId>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What was recorded.
    pub what: T,
}

/// Everything of the pathway that is not a form, a flag, an onward referral or a task.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    /// Found on a list by us, and nobody has referred the person yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub identified_only: bool,
    /// The latest triage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triage: Option<Entry<Triage>>,
    /// Why the person was put in front of the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pin: Option<Entry<String>>,
    /// The latest decision on a full assessment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Entry<Decision>>,
    /// Code of where the appropriate adult is, as last told; empty where nothing was said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub aa: String,
    /// When a full assessment was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_at: Option<DateTime<Utc>>,
    /// What custody or court was told beside red flags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub informed: Vec<Entry<Informing>>,
    /// Contacts, newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Entry<Contact>>,
    /// Capacity for single decisions, newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capacity: Vec<Entry<Capacity>>,
    /// Escalations to a clinician.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<Escalation>,
    /// Reports and written information.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<Report>,
    /// Recommendations to the CPS or the court.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<Entry<Recommendation>>,
    /// Steps of the Mental Health Act assessment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mha: Vec<Entry<MhaStep>>,
    /// Transfers to other L&D points.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<Transfer>,
    /// The follow-up, while one is running.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Entry<FollowUp>>,
    /// Entries that wait for a counter-signature.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsigned: Vec<Unsigned>,
    /// What stands in the clinical system, and since when: "episode", "court_note", screening ids.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entered: Vec<Entry<String>>,
    /// How long the record is kept.
    #[serde(skip_serializing_if = "Keeping::is_empty")]
    pub retention: Keeping,
}

/// What was decided on how long a record is kept, and what of it is gone already.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Keeping {
    /// Code of the class; none = the service's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    /// Why it is kept however old it is, while it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Entry<String>>,
    /// Time of the latest entry of it that was disposed of; none where all of it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thinned: Option<DateTime<Utc>>,
}

impl Keeping {
    /// Whether nothing was decided and nothing is gone.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A screening result that was passed to a clinician.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Escalation {
    /// What was asked.
    pub start: EscalationStart,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took it, and when.
    pub accepted: Option<(String, DateTime<Utc>)>,
}

/// A report and its way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// What was asked.
    pub start: ReportStart,
    /// When it was asked.
    pub at: DateTime<Utc>,
    /// Steps so far.
    pub steps: Vec<(ReportStep, DateTime<Utc>)>,
}

impl Report {
    /// Whether it has neither gone out nor been withdrawn.
    pub fn is_open(&self) -> bool {
        !matches!(self.steps.last(), Some((ReportStep::Sent { .. } | ReportStep::Withdrawn { .. }, _)))
    }

    /// When it went out.
    pub fn sent_at(&self) -> Option<DateTime<Utc>> {
        self.steps.iter().find_map(|(step, at)| matches!(step, ReportStep::Sent { .. }).then_some(*at))
    }

    /// Whether it is or was late: due, and not gone out by then.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        match self.sent_at() {
            Some(sent) => sent > self.start.due,
            None => self.is_open() && now > self.start.due,
        }
    }
}

/// A passing of the person to another L&D point.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Transfer {
    /// What was passed to whom.
    pub start: TransferStart,
    /// When.
    pub at: DateTime<Utc>,
    /// Who took the person over, and when.
    pub accepted: Option<(String, DateTime<Utc>)>,
    /// Why it does not take place.
    pub withdrawn: Option<String>,
}

impl Transfer {
    /// Whether it still waits for the other point.
    pub fn is_open(&self) -> bool {
        self.accepted.is_none() && self.withdrawn.is_none()
    }
}

/// An entry that waits for a counter-signature.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unsigned {
    /// Name of the signature.
    pub signature: SignatureId,
    /// Who made the entry.
    pub by: Option<PractitionerId>,
    /// When.
    pub at: DateTime<Utc>,
    /// What it was, in words.
    pub what: String,
}

impl Work {
    /// Whether nothing of it was recorded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reports that have neither gone out nor been withdrawn.
    pub fn open_reports(&self) -> impl Iterator<Item = &Report> {
        self.reports.iter().filter(|report| report.is_open())
    }

    /// Transfers that the other point has not acknowledged.
    pub fn open_transfers(&self) -> impl Iterator<Item = &Transfer> {
        self.transfers.iter().filter(|transfer| transfer.is_open())
    }

    /// Escalations that no clinician has taken.
    pub fn open_escalations(&self) -> impl Iterator<Item = &Escalation> {
        self.escalations.iter().filter(|escalation| escalation.accepted.is_none())
    }

    /// Capacity that is to be looked at again, and when: the latest word on each decision, where it
    /// names a time. Case and accents do not make two decisions of one.
    pub(super) fn capacity_to_review(&self) -> impl Iterator<Item = (&Entry<Capacity>, DateTime<Utc>)> {
        let is_latest = |(place, entry): &(usize, &Entry<Capacity>)| {
            let decision = fold::key(&entry.what.decision);
            let later = self.capacity.iter().skip(place + 1);
            later.map(|later| fold::key(&later.what.decision)).all(|later| later != decision)
        };
        let latest = self.capacity.iter().enumerate().filter(is_latest);
        latest.filter_map(|(_, entry)| Some((entry, entry.what.review_at?)))
    }

    /// Whether a Mental Health Act assessment was asked for and has not ended; `steps` say which step
    /// ends it.
    pub fn mha_runs(&self, steps: &[Code]) -> bool {
        let last = self.mha.last().map(|entry| entry.what.step.as_str());
        last.is_some_and(|code| !find(steps, code).is_some_and(|step| step.ends))
    }

    /// When it was last entered in the clinical system.
    pub fn entered_at(&self, what: &str) -> Option<DateTime<Utc>> {
        self.entered.iter().rev().find(|entry| entry.what == what).map(|entry| entry.at)
    }
}
