//! An episode: what the journal's events make of one person in one detention or attendance.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::clock::Clocks;
use super::event::{Body, ConsentTo, Event};
use super::ids::{EpisodeId, FlagId, OnwardId, PractitionerId, ScreeningId};
use super::referral::{Person, Referral};

mod apply;
mod parts;

pub use parts::{
    ConsentLine, FlagTold, Note, Onward, OpenSuggestion, RedFlag, Screening, ScreeningStatus, Task,
};

/// One episode as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Episode {
    /// Name of the record.
    pub id: EpisodeId,
    /// Site code.
    pub site: String,
    /// The referral it began with.
    pub referral: Referral,
    /// Cell or room now.
    pub place: String,
    /// Times told.
    pub clocks: Clocks,
    /// Where the episode stands.
    pub stage: Stage,
    /// When the person was first seen.
    pub seen_at: Option<DateTime<Utc>>,
    /// Consents, newest last.
    pub consents: Vec<ConsentLine>,
    /// Forms begun, newest last.
    pub screenings: Vec<Screening>,
    /// Red flags raised, newest last.
    pub flags: Vec<RedFlag>,
    /// Suggested onward referrals on which nobody has decided yet.
    pub suggestions: Vec<OpenSuggestion>,
    /// Onward referrals.
    pub onward: Vec<Onward>,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// Lines about the person for the team.
    pub notes: Vec<Note>,
    /// The if-then line for the next shift.
    pub contingency: Option<String>,
    /// Outcome code and time, once the person has left.
    pub left: Option<(String, DateTime<Utc>)>,
    /// When somebody last recorded something (looking does not count).
    pub changed_at: DateTime<Utc>,
}

/// Where an episode stands (domain.md 1.2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Waiting to be seen.
    Waiting,
    /// Cannot be seen now.
    OnHold {
        /// Code of the reason.
        reason: String,
        /// When to look again.
        recheck_at: DateTime<Utc>,
        /// Protected rest: does not alarm.
        rest: bool,
        /// Words beside it.
        note: String,
    },
    /// With a practitioner.
    BeingSeen {
        /// Who sees them.
        by: Option<PractitionerId>,
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Seen; something may be left to do.
    Seen,
    /// Off the board.
    Closed {
        /// "not_seen" or "closed".
        how: String,
        /// Reason or closure code.
        code: String,
        /// Code of what was done instead, where not seen.
        instead: String,
        /// When.
        at: DateTime<Utc>,
    },
}

impl Episode {
    /// The episode that this event begins, if it begins one.
    pub fn begin(event: &Event) -> Option<Self> {
        let (Body::Referred(referral), Some(id), Some(site)) = (&event.body, event.episode, &event.site)
        else {
            return None;
        };
        Some(Self {
            id,
            site: site.clone(),
            place: referral.place.clone(),
            clocks: Clocks {
                relevant_time: referral.relevant_time,
                authorised_at: referral.authorised_at,
                ..Clocks::default()
            },
            referral: (**referral).clone(),
            stage: Stage::Waiting,
            seen_at: None,
            consents: Vec::new(),
            screenings: Vec::new(),
            flags: Vec::new(),
            suggestions: Vec::new(),
            onward: Vec::new(),
            tasks: Vec::new(),
            notes: Vec::new(),
            contingency: None,
            left: None,
            changed_at: event.at,
        })
    }

    /// The person this is about.
    pub fn person(&self) -> &Person {
        &self.referral.person
    }

    /// Whether it stands on the board.
    pub fn is_on_board(&self) -> bool {
        !matches!(self.stage, Stage::Closed { .. })
    }

    /// Whether anything about it may still change: on the board, or an onward referral is pending.
    pub fn is_live(&self) -> bool {
        self.is_on_board() || self.onward.iter().any(Onward::is_pending)
    }

    /// Red flags of which somebody still has to be told.
    pub fn open_flags(&self) -> impl Iterator<Item = &RedFlag> {
        self.flags.iter().filter(|flag| flag.is_open())
    }

    /// Tasks not done.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.done_at.is_none())
    }

    /// Forms begun and not finished.
    pub fn drafts(&self) -> impl Iterator<Item = &Screening> {
        self.screenings.iter().filter(|screening| matches!(screening.status, ScreeningStatus::Draft))
    }

    /// The latest word on a consent.
    pub fn consent(&self, to: ConsentTo) -> Option<&ConsentLine> {
        self.consents.iter().rev().find(|line| line.consent.to == to)
    }

    /// The screening with this id.
    pub fn screening(&self, id: ScreeningId) -> Option<&Screening> {
        self.screenings.iter().find(|screening| screening.id == id)
    }

    /// The finished screening that puts this one right, if one does.
    pub fn amended_by(&self, id: ScreeningId) -> Option<&Screening> {
        let amends = |other: &&Screening| other.amends.as_ref().is_some_and(|amends| amends.screening == id);
        self.screenings.iter().filter(|other| other.finished_at().is_some()).find(amends)
    }

    /// The screenings that count: all but those that a later finished one puts right.
    pub fn standing_screenings(&self) -> impl DoubleEndedIterator<Item = &Screening> {
        self.screenings.iter().filter(|screening| self.amended_by(screening.id).is_none())
    }

    /// The screening and those it puts right, newest first.
    pub fn line_of(&self, id: ScreeningId) -> Vec<ScreeningId> {
        let mut line = vec![id];
        let before = |id: ScreeningId| self.screening(id)?.amends.as_ref().map(|amends| amends.screening);
        while let Some(older) = line.last().copied().and_then(before).filter(|older| !line.contains(older)) {
            line.push(older);
        }
        line
    }

    /// The onward referral with this id.
    pub fn onward_referral(&self, id: OnwardId) -> Option<&Onward> {
        self.onward.iter().find(|onward| onward.id == id)
    }

    /// The red flag with this id.
    pub fn flag(&self, id: FlagId) -> Option<&RedFlag> {
        self.flags.iter().find(|flag| flag.raise.flag == id)
    }
}
