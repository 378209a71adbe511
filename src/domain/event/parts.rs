//! What an event carries beside its name: the larger bodies, one struct each.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{FlagId, OnwardId, PractitionerId, ScreeningId, ShiftId};

/// The start of a shift.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShiftStart {
    /// Name of the shift.
    pub shift: ShiftId,
    /// Who works it.
    pub practitioner: PractitionerId,
    /// That person's name.
    pub name: String,
    /// Codes of the sites covered.
    pub sites: Vec<String>,
    /// Role code worked in.
    pub role: String,
    /// Number to reach them on.
    pub phone: String,
    /// When it is planned to end.
    pub ends_at: DateTime<Utc>,
    /// Whether a youth worker is on with them.
    pub youth_worker: bool,
}

/// How much of a form is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Questions answered or given a reason.
    pub answered: u32,
    /// Questions asked as the answers stand.
    pub asked: u32,
}

/// Which finished form a new one puts right, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amends {
    /// The screening put right. Its answers are those the new one begins with.
    pub screening: ScreeningId,
    /// Why, in the practitioner's words.
    pub reason: String,
}

/// A draft that goes on with another version of its form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DraftMove {
    /// Which draft.
    pub screening: ScreeningId,
    /// The version it goes on with.
    pub version: String,
    /// Content hash of that version's text.
    pub hash: String,
    /// That version's title.
    pub title: String,
    /// Keys of the answers that it has no place for; they stay in the journal.
    pub left_out: Vec<String>,
    /// How far the form is now.
    pub progress: Progress,
}

/// A consent, or why there is none (domain.md 1.6).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consent {
    /// What for.
    pub to: ConsentTo,
    /// Code of the status.
    pub status: String,
    /// Who else was present, what was explained.
    pub note: String,
    /// Code of how: verbal or written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
    /// Which agencies or which referral it covers, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
}

impl Consent {
    /// A consent with a note and nothing said of how or for whom.
    pub fn plain(to: ConsentTo, status: &str, note: &str) -> Self {
        let (status, note) = (status.to_owned(), note.to_owned());
        Self { to, status, note, how: String::new(), scope: String::new() }
    }
}

/// What a consent is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentTo {
    /// Be seen by L&D.
    BeSeen,
    /// Share with police, CPS, court and probation.
    Share,
    /// Be referred onward.
    ReferOnward,
    /// Be contacted later.
    ContactLater,
    /// Have the record used to evaluate the service.
    Evaluation,
}

impl ConsentTo {
    /// All kinds in the order in which they are asked.
    pub const ALL: [Self; 5] =
        [Self::BeSeen, Self::Share, Self::ReferOnward, Self::ContactLater, Self::Evaluation];

    /// The kind as the journal and exports name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::BeSeen => "be_seen",
            Self::Share => "share",
            Self::ReferOnward => "refer_onward",
            Self::ContactLater => "contact_later",
            Self::Evaluation => "evaluation",
        }
    }

    /// The kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::BeSeen => "be seen",
            Self::Share => "share with justice agencies",
            Self::ReferOnward => "be referred onward",
            Self::ContactLater => "be contacted later",
            Self::Evaluation => "use for service evaluation",
        }
    }
}

/// A red flag at the moment it is raised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FlagRaise {
    /// Name of the flag.
    pub flag: FlagId,
    /// The screening whose answer raised it.
    pub screening: ScreeningId,
    /// Flag id in the form.
    pub rule: String,
    /// The question it hangs on.
    pub question: String,
    /// What it means, in a few words.
    pub words: String,
    /// What the service wants done.
    pub action: String,
    /// Tier it forces.
    pub tier: u8,
}

/// The end of a screening.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finish {
    /// Which screening.
    pub screening: ScreeningId,
    /// Whether everything asked has an answer.
    pub complete: bool,
    /// Scores as they stood.
    pub scores: Vec<Score>,
    /// Onward referrals the form suggests.
    pub suggestions: Vec<Suggestion>,
    /// Whether the form is the full assessment by a clinician.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assessment: bool,
    /// Mandatory-referral groups the person was in, with their dates, as "women 2026-01-01".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// One score with the range that is left while answers are missing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Score {
    /// Score id in the form; the instrument's main score is `total`.
    pub id: String,
    /// The score, only where every answer it needs was given.
    pub value: Option<i64>,
    /// Lowest possible value.
    pub floor: Option<i64>,
    /// Highest possible value.
    pub ceiling: Option<i64>,
    /// Band in the form's words.
    pub band: Option<String>,
}

/// An onward referral that a form suggests.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Suggestion {
    /// Destination code.
    pub destination: String,
    /// Priority code.
    pub urgency: String,
    /// Why, in the form's words.
    pub reason: String,
}

/// The start of an onward referral.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OnwardStart {
    /// Name of the referral.
    pub onward: OnwardId,
    /// Destination code.
    pub destination: String,
    /// Priority code.
    pub urgency: String,
    /// Why.
    pub reason: String,
    /// Consent status code.
    pub consent: String,
    /// The suggestion it came from: its screening and the destination suggested.
    pub suggested: Option<(ScreeningId, String)>,
}

/// A step of an onward referral.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum OnwardStep {
    /// It went out.
    Sent {
        /// Code of how.
        how: String,
    },
    /// The destination took it.
    Accepted {
        /// Who said so.
        by: String,
        /// First appointment.
        appointment: Option<DateTime<Utc>>,
    },
    /// Somebody asked after it.
    Chased {
        /// What was found out.
        note: String,
        /// Who asks next.
        by: String,
        /// When.
        next_at: DateTime<Utc>,
    },
    /// The first appointment came.
    Attended {
        /// NHS attendance code.
        code: String,
    },
    /// It ended without acceptance.
    Ended {
        /// Code of the reason.
        reason: String,
    },
}
