//! What events of the handover and of paper carry: notes as issued, items received, pages that went out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{EpisodeId, HandoverId, ShiftId};

/// For whom a paper is made. Each holds only what its reader may have (domain.md 5.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The L&D practitioner who comes next.
    #[default]
    Team,
    /// The custody officer and the HCP: what keeps the person safe.
    Custody,
    /// The L&D team at court: who is charged or remanded.
    Court,
    /// A partner's link worker: whom to follow up, and how.
    Link,
    /// The lead: figures and gaps, no people.
    Lead,
}

impl Audience {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Team, Self::Custody, Self::Court, Self::Link, Self::Lead];

    /// Its code on the command line and in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Custody => "custody",
            Self::Court => "court",
            Self::Link => "link",
            Self::Lead => "lead",
        }
    }

    /// The audience with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }

    /// What the paper is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Team => "Shift handover",
            Self::Custody => "Custody slip",
            Self::Court => "Court pass",
            Self::Link => "Link worker note",
            Self::Lead => "Lead summary",
        }
    }

    /// Who reads it, where nobody is named.
    pub fn reader(self) -> &'static str {
        match self {
            Self::Team => "next L&D practitioner",
            Self::Custody => "custody officer or HCP",
            Self::Court => "L&D court team",
            Self::Link => "link worker",
            Self::Lead => "team lead",
        }
    }
}

/// I-PASS illness severity. The order is the order on the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// An open red flag, or tier 0.
    Unstable,
    /// Tier 1.
    Watcher,
    /// Everybody else.
    Stable,
}

impl Severity {
    /// The severity that a tier and the number of open red flags make.
    pub fn of(tier: u8, open_flags: usize) -> Self {
        match (tier, open_flags) {
            (0, _) | (_, 1..) => Self::Unstable,
            (1, _) => Self::Watcher,
            _ => Self::Stable,
        }
    }

    /// The sign in front of the line.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Unstable => "!!",
            Self::Watcher => "! ",
            Self::Stable => "  ",
        }
    }

    /// The word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unstable => "UNSTABLE",
            Self::Watcher => "WATCHER",
            Self::Stable => "STABLE",
        }
    }
}

/// A handover note as issued: the pages as they were laid out, and the items to be received.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandoverIssue {
    /// Name of the note.
    pub handover: HandoverId,
    /// Codes of the sites it covers.
    pub sites: Vec<String>,
    /// Version, from 1 each shift.
    pub version: u32,
    /// People named on it.
    pub people: u32,
    /// The note as it was laid out, pages parted by form feeds.
    pub text: String,
    /// What each line of it is ([`crate::domain::page::Page::roles`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// For whom it is. Only a note to the team is received.
    #[serde(default)]
    pub audience: Audience,
    /// Whether people stand on it by their full name.
    #[serde(default)]
    pub named: bool,
    /// Why they do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_named: String,
    /// The shift handed over, where one was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<ShiftId>,
    /// Name of who gives it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given_by: String,
    /// What is received item by item; empty for other readers than the team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<HandoverItem>,
}

/// One item of a note: a person, or what there is about the sites.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandoverItem {
    /// The person's episode; none for the sites.
    pub episode: Option<EpisodeId>,
    /// Whom or what it is about: "A.K. 43F BEX c02".
    pub heading: String,
    /// How ill or at risk; none for the sites.
    pub severity: Option<Severity>,
    /// Where the person is.
    pub place: String,
    /// The state in words.
    pub state: String,
    /// Consent to be seen and to share, in words.
    pub consent: String,
    /// Whether there is an if-then line.
    #[serde(default)]
    pub if_then: bool,
    /// What is to be done.
    pub actions: Vec<HandoverAction>,
    /// The lines as they stand on the note.
    pub lines: Vec<String>,
    /// Whether the receiver says back what they understood: unstable, watcher, something late.
    pub read_back: bool,
}

/// Something to be done, as a note carried it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandoverAction {
    /// Names it from one note to the next: kind and id.
    pub key: String,
    /// What, in words.
    pub what: String,
    /// Who does it; empty where nobody is named.
    pub owner: String,
    /// By when.
    pub due: Option<DateTime<Utc>>,
    /// On how many handovers running it stood open, this one counted.
    pub carried: u32,
}

/// An item of a note that the receiver has taken over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemAccepted {
    /// Which note.
    pub handover: HandoverId,
    /// Place of the item on it, from 0.
    pub item: u32,
    /// What the receiver said back; empty where none was needed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub read_back: String,
}

/// A question of the receiver about an item.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ItemAsked {
    /// Which note.
    pub handover: HandoverId,
    /// Place of the item on it, from 0.
    pub item: u32,
    /// The question.
    pub question: String,
}

/// Pages that left for paper, a file or standard output.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Printing {
    /// The handover note, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<HandoverId>,
    /// What was printed, without a person's name: "Shift handover BRO v2".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub document: String,
    /// Where it went: "stdout", "file", "printer NAME", "command", "terminal".
    pub channel: String,
    /// Copy number, from 1.
    pub copy: u32,
    /// Pages.
    pub pages: u32,
    /// Who is to read it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reader: String,
    /// Whether people stand on it by their full name.
    #[serde(default)]
    pub named: bool,
    /// What the way out said: "sent", "waiting", "written".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub state: String,
}

/// Who may read a line about a person beside the team; three marks keep it off every paper
/// (domain.md 5.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteFor {
    /// The team.
    #[default]
    Team,
    /// The team, and custody: it stands on the custody slip as well.
    Custody,
    /// About somebody else than the person: never on paper.
    ThirdParty,
    /// About the alleged offence: never on paper.
    Offence,
    /// For clinicians: never on paper.
    Clinician,
}

impl NoteFor {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::Team, Self::Custody, Self::ThirdParty, Self::Offence, Self::Clinician];

    /// The choice in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Team => "the team",
            Self::Custody => "the team and custody",
            Self::ThirdParty => "about a third party: never on paper",
            Self::Offence => "about the offence: never on paper",
            Self::Clinician => "clinicians only: never on paper",
        }
    }

    /// Whether it may stand on paper at all.
    pub fn may_be_printed(self) -> bool {
        matches!(self, Self::Team | Self::Custody)
    }

    /// Whether it says nothing beyond the default.
    pub fn is_team(&self) -> bool {
        *self == Self::Team
    }
}
