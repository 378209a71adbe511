//! What the desk fills in for a handover note: plain facts, codes already put into words.

use chrono::{DateTime, Duration, Utc};

use crate::domain::board::Standing;
use crate::domain::clock::Due;
use crate::domain::episode::{Note, Onward, RedFlag, ScreeningStatus, Task};
use crate::domain::event::Progress;
use crate::domain::referral::Person;
use crate::domain::service::PrintSettings;
use crate::domain::shift::SiteNote;

/// Everything a note is made of.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Name of the service.
    pub service: String,
    /// First line of each page.
    pub marking: String,
    /// Sites the note covers.
    pub sites: Vec<SiteFacts>,
    /// The shift that is handed over.
    pub shift: ShiftFacts,
    /// For whom; empty = a line to write on.
    pub for_whom: String,
    /// Number of the note, e.g. "HN-26-00031"; may be empty.
    pub note: String,
    /// Version, from 1 each shift.
    pub version: u32,
    /// When it was made; all that is late or near is so at this time.
    pub made_at: DateTime<Utc>,
    /// Who prints it, when, and until when it may lie about.
    pub stamp: Stamp,
    /// How many people stand where.
    pub counts: Counts,
    /// People in the board's order.
    pub people: Vec<PersonFacts>,
    /// Lines about the service as a whole.
    pub lines: Vec<String>,
}

/// One site.
#[derive(Clone, Debug)]
pub struct SiteFacts {
    /// Site code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Cover, as [`crate::rota::CoverLine::text`] words it, numbers and gaps to come included.
    pub cover: Vec<String>,
    /// Last custody-list check, where the site has a custody list.
    pub list_check: ListCheck,
    /// Lines about the site for the next shift.
    pub notes: Vec<SiteNote>,
}

/// What is known from a site's custody list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListCheck {
    /// The site has none: a court.
    NoList,
    /// Nobody has gone through it.
    Never,
    /// Gone through.
    At {
        /// When.
        at: DateTime<Utc>,
        /// People detained.
        detained: u32,
        /// People picked up for L&D.
        picked_up: u32,
    },
}

/// Who gives the note, and the hours it covers.
#[derive(Clone, Debug)]
pub struct ShiftFacts {
    /// Name.
    pub who: String,
    /// Role in words.
    pub role: String,
    /// When the shift began.
    pub from: DateTime<Utc>,
    /// Planned end.
    pub to: DateTime<Utc>,
}

/// Who printed a copy and when it has to be destroyed.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Copy number, from 1; 0 = not printed: a preview.
    pub copy: u32,
    /// When the page has to be destroyed.
    pub destroy_by: DateTime<Utc>,
}

impl Stamp {
    /// A stamp with the service's time to destruction.
    pub fn new(settings: &PrintSettings, at: DateTime<Utc>, by: &str, copy: u32) -> Self {
        Self { at, by: by.to_owned(), copy, destroy_by: at + Duration::hours(settings.destroy_after_hours) }
    }
}

/// How many people stand where.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Seen this shift.
    pub seen: u32,
    /// Waiting.
    pub waiting: u32,
    /// With a practitioner.
    pub being_seen: u32,
    /// On hold.
    pub on_hold: u32,
    /// Declined or otherwise not seen, for good.
    pub not_seen: u32,
    /// Left the suite or court.
    pub released: u32,
}

/// How a person is named on paper.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Identifier {
    /// Initials: the default (domain.md 5.3).
    #[default]
    Initials,
    /// Full name: a deliberate second key press, logged.
    FullName,
}

impl Identifier {
    /// The person as named on this note.
    pub fn name(self, person: &Person) -> String {
        match self {
            Self::Initials => person.initials(),
            Self::FullName => person.full_name(),
        }
    }
}

/// One person.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// Printable reference of the referral.
    pub reference: String,
    /// Initials or name, as [`Identifier`] decided.
    pub who: String,
    /// Whole years, if known.
    pub age: Option<u16>,
    /// Sex code.
    pub sex: String,
    /// Site code and cell or room: `BRO c07`.
    pub place: String,
    /// Custody record number; only its last four characters are printed.
    pub custody_ref: String,
    /// How ill or at risk.
    pub severity: Severity,
    /// Tier, 0 first.
    pub tier: u8,
    /// Why this tier, in words.
    pub reason: String,
    /// The state in a few words, as on the board.
    pub state: String,
    /// Where the episode stands; `None` = off the board.
    pub standing: Option<Standing>,
    /// Clock times that run.
    pub clocks: Vec<Due>,
    /// Consent to be seen, if recorded.
    pub consent_be_seen: Option<ConsentFact>,
    /// Consent to share, if recorded.
    pub consent_share: Option<ConsentFact>,
    /// Forms put to the person.
    pub screenings: Vec<ScreeningFact>,
    /// Red flags that still stand (lifted ones are left out).
    pub flags: Vec<RedFlag>,
    /// Tasks; done ones only where the next shift has to know.
    pub tasks: Vec<Task>,
    /// Onward referrals still pending.
    pub onward: Vec<OnwardFact>,
    /// Suggested onward referrals on which nobody has decided, in words.
    pub suggestions: Vec<String>,
    /// What else is open: reports, transfers, escalations, each with what stands beside it.
    pub open: Vec<(String, String)>,
    /// "If ... then ...".
    pub contingency: Option<String>,
    /// Latest lines, each with its source.
    pub notes: Vec<Note>,
    /// Outcome in words and time, once the person has left.
    pub left: Option<(String, DateTime<Utc>)>,
}

impl PersonFacts {
    /// Whether the person must be named: on the board (even if only closing is left), or something
    /// is open about them.
    pub fn is_named(&self) -> bool {
        self.standing.is_some() || !self.has_nothing_open()
    }

    fn has_nothing_open(&self) -> bool {
        let drafts = self.screenings.iter().any(|screening| screening.status == ScreeningStatus::Draft);
        self.open_flags().next().is_none()
            && self.open_tasks().next().is_none()
            && self.onward.is_empty()
            && self.suggestions.is_empty()
            && self.open.is_empty()
            && !drafts
    }

    /// Red flags of which somebody still has to be told.
    pub fn open_flags(&self) -> impl Iterator<Item = &RedFlag> {
        self.flags.iter().filter(|flag| flag.is_open())
    }

    /// Tasks not done.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.done_at.is_none())
    }
}

/// I-PASS illness severity. The order is the order on the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
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

/// A consent in words, with its time.
#[derive(Clone, Debug)]
pub struct ConsentFact {
    /// "yes", "refused", ...
    pub words: String,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// One form put to the person.
#[derive(Clone, Debug)]
pub struct ScreeningFact {
    /// Short title.
    pub title: String,
    /// Where it stands.
    pub status: ScreeningStatus,
    /// How far it is.
    pub progress: Progress,
    /// Scores that the next shift may read.
    pub scores: Vec<ScoreFact>,
}

/// One score, or the range that is left.
#[derive(Clone, Debug)]
pub struct ScoreFact {
    /// "PHQ-9".
    pub name: String,
    /// The score, only where every answer it needs was given.
    pub value: Option<i64>,
    /// Lowest possible value.
    pub floor: Option<i64>,
    /// Highest possible value.
    pub ceiling: Option<i64>,
    /// Highest value of the instrument.
    pub most: Option<i64>,
    /// Band in the form's words.
    pub band: Option<String>,
}

/// An onward referral that is pending.
#[derive(Clone, Debug)]
pub struct OnwardFact {
    /// Destination in words.
    pub destination: String,
    /// How far it is.
    pub stage: OnwardStage,
    /// When it was decided on.
    pub since: DateTime<Utc>,
}

/// How far a pending onward referral is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnwardStage {
    /// Decided on, not sent.
    NotSent,
    /// Sent, not accepted.
    Sent,
    /// Accepted, not attended.
    Accepted {
        /// First appointment.
        appointment: Option<DateTime<Utc>>,
    },
}

impl OnwardStage {
    /// How far this one is.
    pub fn of(onward: &Onward) -> Self {
        if onward.is_accepted() {
            Self::Accepted { appointment: onward.appointment() }
        } else if onward.steps.is_empty() {
            Self::NotSent
        } else {
            Self::Sent
        }
    }
}
