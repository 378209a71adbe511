//! What events of the pathway carry: triage, decision, contacts, capacity, reports, transfers and
//! what follows (domain.md 1.3 to 1.6). In the journal the key `kind` is the name of the event itself, so
//! a kind of something has a key of its own there.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{EpisodeId, EscalationId, ReportId, TransferId};
use crate::domain::referral::Person;

/// An identified person becomes a referral.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Taking {
    /// Source code.
    pub source: String,
    /// Who told it, by name or role.
    pub told_by: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Code of the main reason.
    pub reason: String,
    /// Words beside it.
    pub details: String,
    /// NHS priority code; empty until triage.
    pub priority: String,
}

/// A triage, or another one later.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Triage {
    /// NHS priority code.
    pub priority: String,
    /// Tier set by hand, 0 first; none leaves it to the rules.
    pub tier: Option<u8>,
    /// Why this tier; needed where it is below what the rules say.
    pub reason: String,
    /// Immediate safety advice given.
    pub advice: String,
    /// To whom it was given.
    pub advised: String,
}

/// The decision after a screening whether a full assessment is needed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// "yes" or "no".
    pub assess: String,
    /// Code of the risk level.
    pub risk: String,
    /// Needs found, in words.
    pub needs: String,
    /// Why.
    pub reason: String,
    /// Vulnerabilities found, each with how sure it is; one that is not there was not found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
}

/// One vulnerability that a screening found (domain.md 2.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Found {
    /// Its code in the service's list.
    pub code: String,
    /// How sure it is.
    pub level: FoundLevel,
}

/// How sure a vulnerability is, the least sure first (domain.md 2.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundLevel {
    /// Something points to it.
    Suspected,
    /// The screening or the assessment found it.
    Identified,
    /// There is a diagnosis, or services know of it.
    Known,
}

impl FoundLevel {
    /// Every level, the least sure first.
    pub const ALL: [Self; 3] = [Self::Suspected, Self::Identified, Self::Known];

    /// The code that the journal keeps and exports name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Identified => "identified",
            Self::Known => "known",
        }
    }

    /// The words on screen and paper.
    pub fn words(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Identified => "identified",
            Self::Known => "known diagnosis",
        }
    }
}

/// Custody or court told something that hangs on no red flag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Informing {
    /// Name of the person told.
    pub told_to: String,
    /// Told by voice.
    pub by_voice: bool,
    /// Written in their record.
    pub in_record: bool,
    /// What they were told.
    pub text: String,
}

/// A contact with the person or about them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Code of the kind.
    #[serde(rename = "contact_kind")]
    pub kind: String,
    /// With whom.
    pub with: String,
    /// Code of the outcome.
    pub outcome: String,
    /// What was said or done.
    pub text: String,
}

/// Whether the person can make one decision now (Mental Capacity Act 2005 ss.1-4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Capacity {
    /// Which decision.
    pub decision: String,
    /// Understands what it is about.
    pub understands: bool,
    /// Retains it long enough.
    pub retains: bool,
    /// Uses or weighs it.
    pub weighs: bool,
    /// Communicates a decision.
    pub communicates: bool,
    /// The impairment that causes what is missing.
    pub cause: String,
    /// What is done in the person's best interests.
    pub best_interests: String,
    /// When to look again: intoxication passes.
    pub review_at: Option<DateTime<Utc>>,
}

impl Capacity {
    /// Whether the person has capacity for this decision: all four abilities.
    pub fn has_capacity(&self) -> bool {
        self.understands && self.retains && self.weighs && self.communicates
    }
}

/// A screening result passed to a clinician.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EscalationStart {
    /// Name of the escalation.
    pub escalation: EscalationId,
    /// To whom: a name, or empty for any clinician.
    pub to: String,
    /// What is asked, and why.
    pub reason: String,
}

/// A report or written information that was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReportStart {
    /// Name of the report.
    pub report: ReportId,
    /// Code of the kind, which names the recipient.
    #[serde(rename = "report_kind")]
    pub kind: String,
    /// Who asked for it.
    pub asked_by: String,
    /// By when.
    pub due: DateTime<Utc>,
    /// Why it goes without consent to share; empty where consent is given.
    pub basis: String,
}

/// A step of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum ReportStep {
    /// A draft is written.
    Drafted,
    /// It went out.
    Sent {
        /// Code of how.
        how: String,
        /// To whom.
        to: String,
    },
    /// It is no longer wanted.
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// A recommendation to the CPS or the court, apart from the clinical note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recommendation {
    /// "cps" or "court".
    pub to: String,
    /// Code of what is recommended.
    pub code: String,
    /// Words beside it, for the recipient's eyes.
    pub text: String,
}

/// A step of a Mental Health Act assessment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MhaStep {
    /// Code of the step.
    pub step: String,
    /// AMHP, doctor, bed, reference.
    pub note: String,
}

/// A person passed to another L&D point.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TransferStart {
    /// Name of the transfer.
    pub transfer: TransferId,
    /// Code of the kind.
    #[serde(rename = "transfer_kind")]
    pub kind: String,
    /// To whom, by name or team.
    pub to: String,
    /// Site code, where it goes to a site of this service.
    pub to_site: Option<String>,
    /// How it was passed.
    pub how: String,
}

/// A follow-up after the person has been seen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FollowUp {
    /// Who does it.
    pub worker: String,
    /// What for.
    pub purpose: String,
    /// When the first contact is due.
    pub first_due: DateTime<Utc>,
    /// How the person can be reached safely.
    pub contact: String,
    /// Whether a message may be left there.
    pub message_safe: bool,
}

/// What was known wrongly, put right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// The person as known now.
    pub person: Person,
    /// Custody record number as known now.
    pub custody_ref: String,
    /// Why.
    pub reason: String,
}

/// Where a person stands on a court's list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct CourtSlot {
    /// Court room.
    pub room: String,
    /// Place on the list, as "am 3".
    pub slot: String,
    /// The custody episode of the night before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<EpisodeId>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::event::Body;

    #[test]
    fn what_an_event_carries_never_takes_the_key_of_its_name() {
        let (id, at) = (Uuid::nil(), DateTime::UNIX_EPOCH);
        let (kind, text) = ("court".to_owned(), "x".to_owned());
        let report = ReportStart {
            report: ReportId(id),
            kind: kind.clone(),
            asked_by: text.clone(),
            due: at,
            basis: String::new(),
        };
        let contact =
            Contact { kind: kind.clone(), with: text.clone(), outcome: text.clone(), text: text.clone() };
        let transfer =
            TransferStart { transfer: TransferId(id), kind, to: text.clone(), to_site: None, how: text };
        for (body, name) in [
            (Body::ReportAsked(report), "report_asked"),
            (Body::Contacted(contact), "contacted"),
            (Body::TransferMade(transfer), "transfer_made"),
        ] {
            let written = serde_json::to_string(&body).unwrap();
            assert_eq!(serde_json::from_str::<Body>(&written).unwrap(), body, "{written}");
            assert_eq!(body.kind(), name);
        }
    }
}
