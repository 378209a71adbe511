//! What a person answered to one question, or why there is no answer.
//!
//! A missing answer is never 0 and never "no": the states are kept apart (instruments.md, section 5).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

mod partial_date;

pub use partial_date::{PartialDate, Precision};

/// A decimal number held in thousandths, so that 36.1 is 36.1 and not its nearest float.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Decimal(i64);

impl Decimal {
    /// Makes a decimal from a whole number.
    pub fn whole(n: i64) -> Self {
        Self(n.saturating_mul(1000))
    }

    /// Makes a decimal from thousandths.
    pub fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The number in thousandths.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// The whole number this is, or `None` where it has a fraction.
    pub fn as_whole(self) -> Option<i64> {
        (self.0 % 1000 == 0).then_some(self.0 / 1000)
    }
}

impl From<Decimal> for f64 {
    #[allow(clippy::cast_precision_loss)]
    fn from(d: Decimal) -> Self {
        d.0 as Self / 1000.0
    }
}

impl TryFrom<f64> for Decimal {
    type Error = String;

    #[allow(clippy::cast_possible_truncation)]
    fn try_from(n: f64) -> Result<Self, String> {
        if n.is_finite() && n.abs() < 1e12 {
            Ok(Self((n * 1000.0).round() as i64))
        } else {
            Err(format!("{n} is not a number this program can hold"))
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if rest == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let fraction = format!("{rest:03}");
            write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
        }
    }
}

impl FromStr for Decimal {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        let typed = s.trim();
        let wrong = || format!("\"{typed}\" is not a number");
        let (sign, digits) = typed.strip_prefix('-').map_or((1, typed), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || whole.len() > 12 {
            return Err(wrong());
        }
        if fraction.len() > 3 {
            return Err(format!("\"{typed}\" has more than three decimal places"));
        }
        let whole: i64 = whole.parse().map_err(|_parse| wrong())?;
        let thousandths: i64 = format!("{fraction:0<3}").parse().map_err(|_parse| wrong())?;
        Ok(Self(sign * (whole * 1000 + thousandths)))
    }
}

/// The value of a given answer. Which variant is allowed follows from the question's kind.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// One option's code (yes/no questions use `yes` and `no`).
    Choice(String),
    /// The codes of all options taken, in the form's order.
    Choices(Vec<String>),
    /// A number in the question's unit.
    Number(Decimal),
    /// A calendar date.
    Date(NaiveDate),
    /// A time of day, London's clock.
    Time(NaiveTime),
    /// A date as far as it is known.
    PartialDate(PartialDate),
    /// A length of time, in minutes.
    Duration(u32),
    /// Words, cleaned of control characters.
    Text(String),
    /// The rows of a repeat group, by number, in their order; empty where there is none. A number
    /// is never given again, so that the answers of a row taken out stay apart from new ones.
    Rows(Vec<u32>),
}

/// Where an answer is known from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The person said so.
    #[default]
    Person,
    /// The custody record.
    PoliceCustodyRecord,
    /// The custody health care professional.
    Hcp,
    /// Family or a carer.
    FamilyOrCarer,
    /// The appropriate adult.
    AppropriateAdult,
    /// The GP or a health record.
    GpOrRecord,
    /// Probation or the youth offending team.
    ProbationOrYot,
    /// The court or a solicitor.
    CourtOrSolicitor,
    /// The practitioner saw it.
    Observation,
    /// A police national computer marker: police data, not a clinical fact.
    Pnc,
}

impl Source {
    /// All sources in the order in which a screen lists them.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::PoliceCustodyRecord,
        Self::Hcp,
        Self::FamilyOrCarer,
        Self::AppropriateAdult,
        Self::GpOrRecord,
        Self::ProbationOrYot,
        Self::CourtOrSolicitor,
        Self::Observation,
        Self::Pnc,
    ];

    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::PoliceCustodyRecord => "police_custody_record",
            Self::Hcp => "hcp",
            Self::FamilyOrCarer => "family_or_carer",
            Self::AppropriateAdult => "appropriate_adult",
            Self::GpOrRecord => "gp_or_record",
            Self::ProbationOrYot => "probation_or_yot",
            Self::CourtOrSolicitor => "court_or_solicitor",
            Self::Observation => "observation",
            Self::Pnc => "pnc",
        }
    }

    /// The source in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Person => "the person",
            Self::PoliceCustodyRecord => "custody record",
            Self::Hcp => "custody health care professional",
            Self::FamilyOrCarer => "family or carer",
            Self::AppropriateAdult => "appropriate adult",
            Self::GpOrRecord => "GP or health record",
            Self::ProbationOrYot => "probation or youth offending team",
            Self::CourtOrSolicitor => "court or solicitor",
            Self::Observation => "observation",
            Self::Pnc => "PNC marker (police data)",
        }
    }
}

/// Why a question could not be put or answered now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnableReason {
    /// Too intoxicated.
    Intoxicated,
    /// Asleep or in protected rest.
    Asleep,
    /// Too distressed.
    TooDistressed,
    /// Too agitated to be asked safely.
    TooAgitated,
    /// An interpreter is needed first.
    InterpreterNeeded,
    /// A communication need has to be met first.
    CommunicationNeed,
    /// In interview.
    InInterview,
    /// At court.
    AtCourt,
    /// No room where it can be asked in private.
    NoPrivateSpace,
    /// A health incident came first.
    HealthIncident,
    /// Another reason, told in the note.
    Other,
}

impl UnableReason {
    /// All reasons in the order in which a screen lists them.
    pub const ALL: [Self; 11] = [
        Self::Intoxicated,
        Self::Asleep,
        Self::TooDistressed,
        Self::TooAgitated,
        Self::InterpreterNeeded,
        Self::CommunicationNeed,
        Self::InInterview,
        Self::AtCourt,
        Self::NoPrivateSpace,
        Self::HealthIncident,
        Self::Other,
    ];

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Intoxicated => "too intoxicated",
            Self::Asleep => "asleep or resting",
            Self::TooDistressed => "too distressed",
            Self::TooAgitated => "too agitated",
            Self::InterpreterNeeded => "interpreter needed",
            Self::CommunicationNeed => "communication need",
            Self::InInterview => "in interview",
            Self::AtCourt => "at court",
            Self::NoPrivateSpace => "no private space",
            Self::HealthIncident => "health incident",
            Self::Other => "other",
        }
    }
}

/// What stands for one question: an answer, or the reason why there is none.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// The person (or the record) gave this value.
    Answered {
        /// The value given.
        value: Value,
    },
    /// Asked, and the person chose not to answer.
    Declined,
    /// Asked, and the person does not know.
    DoesNotKnow,
    /// Deliberately not asked.
    NotAsked,
    /// Could not be asked or answered now.
    Unable {
        /// Why not.
        reason: UnableReason,
        /// When to try again.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        retry_at: Option<DateTime<Utc>>,
    },
}

/// One stored answer with its observed note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answer {
    /// The value, or why there is none.
    #[serde(flatten)]
    pub state: State,
    /// What the practitioner observed or wants kept beside the answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// The words for an option that asks for them ("other: ...").
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub specified: Option<String>,
    /// Where it is known from; where it is not said, from where the question expects it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<Source>,
    /// Where a prefilled value came from that was confirmed as it stood, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub prefilled_from: Option<String>,
}

impl Answer {
    /// An answer with this value and nothing beside it.
    pub fn given(value: Value) -> Self {
        Self::absent(State::Answered { value })
    }

    /// No answer, for this reason.
    pub fn absent(state: State) -> Self {
        Self { state, note: None, specified: None, source: None, prefilled_from: None }
    }

    /// The same, with this note beside it; an empty one is none.
    #[must_use]
    pub fn with_note(self, note: Option<String>) -> Self {
        Self { note: note.filter(|note| !note.is_empty()), ..self }
    }

    /// The value, where one was given.
    pub fn value(&self) -> Option<&Value> {
        match &self.state {
            State::Answered { value } => Some(value),
            _ => None,
        }
    }
}
