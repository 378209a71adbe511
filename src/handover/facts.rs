//! What the desk fills in for a paper: plain facts, codes already put into words.
//!
//! Each reader has a type of its own for a person. What a reader may not have has no field there, so
//! it cannot reach their page (domain.md 5.2, 5.3).

use chrono::{DateTime, Duration, Utc};

use crate::domain::board::Standing;
use crate::domain::clock::Due;
use crate::domain::episode::{FlagTold, Note, RedFlag, ScreeningStatus};
use crate::domain::event::{Audience, Progress, Severity};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::Person;
use crate::domain::service::PrintSettings;
use crate::domain::shift::SiteNote;

mod action;
mod readers;

pub use action::{Action, OwnerOff};
pub use readers::{CourtPerson, CustodyPerson, LeadFacts, LinkPerson, SiteFigures};

/// Everything a paper is made of.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Name of the service.
    pub service: String,
    /// First line of each page.
    pub marking: String,
    /// Codes and names of the sites it covers.
    pub sites: Vec<(String, String)>,
    /// The shift that is handed over.
    pub shift: ShiftFacts,
    /// Name of the paper, e.g. "HN-7f3a91c2".
    pub note: String,
    /// Version, from 1 each shift.
    pub version: u32,
    /// When it was made; all that is late or near is so at this time.
    pub made_at: DateTime<Utc>,
    /// Who prints it, for whom, when, and until when it may lie about.
    pub stamp: Stamp,
    /// What its reader is told.
    pub content: Content,
}

impl Facts {
    /// For whom the paper is.
    pub fn audience(&self) -> Audience {
        match self.content {
            Content::Team(_) => Audience::Team,
            Content::Custody { .. } => Audience::Custody,
            Content::Court { .. } => Audience::Court,
            Content::Link { .. } => Audience::Link,
            Content::Lead(_) => Audience::Lead,
        }
    }
}

/// What a reader is told.
#[derive(Clone, Debug)]
pub enum Content {
    /// The team: everything the next shift needs.
    Team(Box<TeamFacts>),
    /// Custody: what keeps people safe, and whom to ring.
    Custody {
        /// People held.
        people: Vec<CustodyPerson>,
        /// For each suite by its code who can be rung, with the number.
        ring: Vec<(String, String)>,
    },
    /// The court team: people charged, remanded or passed to a court.
    Court {
        /// Those people.
        people: Vec<CourtPerson>,
    },
    /// The link worker: people to be followed up who agreed to it.
    Link {
        /// Those people.
        people: Vec<LinkPerson>,
        /// How many are left out because they have not agreed to be contacted.
        left_out: u32,
    },
    /// The lead: figures.
    Lead(LeadFacts),
}

/// What the team is told.
#[derive(Clone, Debug)]
pub struct TeamFacts {
    /// For whom; empty = a line to write on.
    pub for_whom: String,
    /// What there is about each site.
    pub sites: Vec<SiteFacts>,
    /// How many people stand where.
    pub counts: Counts,
    /// What changed since the last handover; none where there was none.
    pub changes: Option<Changes>,
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
    /// Cover, as [`crate::rota::CoverLine::text`] words it, numbers and gaps to come included.
    pub cover: Vec<String>,
    /// Last custody-list check, where the site has a custody list.
    pub list_check: ListCheck,
    /// Lines about the site for the next shift.
    pub notes: Vec<SiteNote>,
    /// Systems that do not work, and since when.
    pub down: Vec<(String, DateTime<Utc>)>,
    /// Notes on paper that wait to be typed in.
    pub paper_notes: u32,
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

/// Who printed a copy, for whom, and when it has to be destroyed.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Copy number, from 1; 0 = not printed: a preview.
    pub copy: u32,
    /// When the page has to be destroyed; none where it is about nobody and may be kept.
    pub destroy_by: Option<DateTime<Utc>>,
    /// Who is to read it; empty where nobody is named.
    pub reader: String,
    /// What is known of consent to share, over all people on it; empty where it names none.
    pub consent: String,
    /// First eight characters of the journal's head; empty where it hangs on no journal.
    pub head: String,
}

impl Stamp {
    /// A stamp with the service's time to destruction.
    pub fn new(settings: &PrintSettings, at: DateTime<Utc>, by: &str, copy: u32) -> Self {
        Self {
            at,
            by: by.to_owned(),
            copy,
            destroy_by: Some(at + Duration::hours(settings.destroy_after_hours)),
            reader: String::new(),
            consent: String::new(),
            head: String::new(),
        }
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
    /// Left the suite or court, seen or not.
    pub released: u32,
    /// Of those, how many nobody of L&D had seen.
    pub released_unseen: u32,
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

/// One person as the team is told of them.
#[derive(Clone, Debug)]
pub struct PersonFacts {
    /// Which episode.
    pub episode: EpisodeId,
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
    /// How that differs from the last handover.
    pub change: Change,
    /// Clock times that run.
    pub clocks: Vec<Due>,
    /// Consent to be seen, if recorded.
    pub consent_be_seen: Option<ConsentFact>,
    /// Consent to share, if recorded.
    pub consent_share: Option<ConsentFact>,
    /// What keeps people safe and is no note: appropriate adult, interpreter, staff safety.
    pub needs: Vec<String>,
    /// Forms put to the person.
    pub screenings: Vec<ScreeningFact>,
    /// Red flags that still stand (lifted ones are left out).
    pub flags: Vec<RedFlag>,
    /// What custody was told beside red flags.
    pub told: Vec<ToldFact>,
    /// What is to be done, and what was done that the next shift has to know.
    pub actions: Vec<Action>,
    /// "If ... then ...".
    pub contingency: Option<String>,
    /// Latest lines, each with its source.
    pub notes: Vec<PaperNote>,
    /// Outcome in words and time, once the person has left.
    pub left: Option<(String, DateTime<Utc>)>,
}

impl PersonFacts {
    /// Whether the person must be named: on the board (even if only closing is left), or something
    /// is open about them.
    pub fn is_named(&self) -> bool {
        let drafts = self.screenings.iter().any(|screening| screening.status == ScreeningStatus::Draft);
        self.standing.is_some() || drafts || self.open_actions().next().is_some()
    }

    /// Red flags of which somebody still has to be told.
    pub fn open_flags(&self) -> impl Iterator<Item = &RedFlag> {
        self.flags.iter().filter(|flag| flag.is_open())
    }

    /// What is not done.
    pub fn open_actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(|action| action.done_at.is_none())
    }

    /// Whether the receiver says back what they understood (rota and handover, 3.3).
    pub fn is_read_back(&self, now: DateTime<Utc>) -> bool {
        self.severity != Severity::Stable || self.open_actions().any(|action| action.is_late(now))
    }

    /// The consent of the person to be seen and to share, in words.
    pub fn consent_words(&self) -> String {
        let words = |fact: &Option<ConsentFact>| {
            fact.as_ref().map_or_else(|| "not asked".to_owned(), |fact| fact.words.clone())
        };
        format!("be seen: {}, share: {}", words(&self.consent_be_seen), words(&self.consent_share))
    }
}

/// Something custody or court was told that hangs on no red flag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldFact {
    /// Whom, when and how.
    pub told: FlagTold,
    /// What they were told.
    pub what: String,
}

/// A line about a person that may stand on paper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaperNote {
    at: DateTime<Utc>,
    text: String,
    source: String,
}

impl PaperNote {
    /// A note that carries no mark against paper; one that does cannot be made into this.
    pub fn of(note: &Note) -> Option<Self> {
        let Note { at, text, source, readers, .. } = note;
        readers.may_be_printed().then(|| Self { at: *at, text: text.clone(), source: source.clone() })
    }

    /// When it was written.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Its words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it is known from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The same with other words, as names are put as initials.
    #[must_use]
    pub fn reworded(self, words: impl Fn(&str) -> String) -> Self {
        Self { text: words(&self.text), source: words(&self.source), ..self }
    }
}

/// How a person stands against the last handover.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// There was no handover to compare with.
    Unknown,
    /// Not on it.
    New,
    /// Less stable now than they were.
    Worse(Severity),
    /// More stable now than they were.
    Better(Severity),
    /// As they were.
    Same,
}

impl Change {
    /// How somebody stands against what the last note kept of them.
    pub fn of(now: Severity, before: Option<Severity>) -> Self {
        match before {
            None => Self::New,
            Some(before) if now < before => Self::Worse(before),
            Some(before) if now > before => Self::Better(before),
            Some(_) => Self::Same,
        }
    }

    /// The sign and the word at the end of the person's line.
    pub fn mark(self) -> &'static str {
        match self {
            Self::New => "+ new",
            Self::Worse(_) => "^ worse",
            Self::Better(_) => "v better",
            Self::Unknown | Self::Same => "",
        }
    }
}

/// What changed since the last handover.
#[derive(Clone, Debug)]
pub struct Changes {
    /// The note compared with: "v2 of 14:30 by Shah".
    pub since: String,
    /// People on that note and not on this one, with how they left.
    pub left: Vec<String>,
}

/// A consent in words, with its time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConsentFact {
    /// As the service words it: "given", "refused", ...
    pub words: String,
    /// Whether it was given.
    pub is_given: bool,
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
