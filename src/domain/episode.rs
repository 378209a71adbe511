//! An episode: what the journal's events make of one person in one detention or attendance.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Clocks;
use super::event::{Body, Capacity, ConsentTo, Event};
use super::ids::{EpisodeId, FlagId, OnwardId, PersonId, PractitionerId, ScreeningId};
use super::referral::{Person, Referral};

mod apply;
mod apply_work;
pub mod find;
mod parts;
mod work;

pub use parts::{
    ConsentLine, FlagTold, Note, Onward, OpenSuggestion, RedFlag, Screening, ScreeningStatus, Task,
};
pub use work::{Entry, Escalation, Keeping, Report, Transfer, Unsigned, Work};

/// The word under which the episode as a whole is entered in the clinical system.
pub const ENTERED_EPISODE: &str = "episode";

/// One episode as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Episode {
    /// Name of the record.
    pub id: EpisodeId,
    /// The person over all their episodes.
    pub person_id: PersonId,
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
    /// Who last went to see the person, or before that who recorded the referral.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<PractitionerId>,
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
    /// The entry that told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_event: Option<Uuid>,
    /// Items about the person by their code (domain.md 2.2): a code of the item's list, or text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// The rest of the pathway.
    #[serde(default, skip_serializing_if = "Work::is_empty")]
    pub work: Work,
    /// When somebody last recorded something (looking does not count).
    pub changed_at: DateTime<Utc>,
    /// The same without the word that it stands in the clinical system.
    pub worked_at: DateTime<Utc>,
}

/// Where an episode stands (domain.md 1.2).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Found on a list by L&D; nobody has referred yet.
    Identified,
    /// Referred, not triaged.
    Received,
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
    /// Seen, a form is finished; nobody has decided yet what follows.
    Seen,
    /// Screened, and decided whether a full assessment is needed.
    Screened,
    /// A clinician has finished the full assessment.
    Assessed,
    /// Followed up after the stay.
    FollowUp,
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
        let (Some(id), Some(site)) = (event.episode, &event.site) else { return None };
        let (referral, stage) = match &event.body {
            Body::Referred(referral) if referral.priority.is_empty() => (referral, Stage::Received),
            Body::Referred(referral) => (referral, Stage::Waiting),
            Body::Identified(referral) => (referral, Stage::Identified),
            _ => return None,
        };
        let identified_only = matches!(stage, Stage::Identified);
        Some(Self {
            id,
            person_id: referral.same_person.unwrap_or(PersonId(id.0)),
            site: site.clone(),
            place: referral.place.clone(),
            clocks: Clocks {
                relevant_time: referral.relevant_time,
                authorised_at: referral.authorised_at,
                ..Clocks::default()
            },
            referral: (**referral).clone(),
            stage,
            seen_at: None,
            worker: event.actor,
            consents: Vec::new(),
            screenings: Vec::new(),
            flags: Vec::new(),
            suggestions: Vec::new(),
            onward: Vec::new(),
            tasks: Vec::new(),
            notes: Vec::new(),
            contingency: None,
            left: None,
            left_event: None,
            details: BTreeMap::new(),
            work: Work { identified_only, ..Work::default() },
            changed_at: event.entered_at,
            worked_at: event.entered_at,
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

    /// Where somebody stands whom nobody is with and who is not on hold.
    pub fn resting_stage(&self) -> Stage {
        let work = &self.work;
        if work.follow_up.is_some() {
            return Stage::FollowUp;
        }
        if work.assessed_at.is_some() {
            return Stage::Assessed;
        }
        if work.decision.is_some() {
            return Stage::Screened;
        }
        if self.has_been_screened() {
            return Stage::Seen;
        }
        if work.identified_only {
            return Stage::Identified;
        }
        if self.referral.priority.is_empty() && work.triage.is_none() {
            return Stage::Received;
        }
        Stage::Waiting
    }

    /// What of it does not yet stand in the clinical system as it is now: finished forms, and the
    /// episode once the person was seen or it was closed.
    pub fn not_entered(&self) -> Vec<String> {
        let mut left = Vec::new();
        let done = self.is_past_seeing() || !self.is_on_board();
        // Saying so is itself the last change.
        if done && self.work.entered_at(ENTERED_EPISODE).is_none_or(|at| at < self.worked_at) {
            left.push(ENTERED_EPISODE.to_owned());
        }
        let finished = self.standing_screenings().filter(|screening| screening.finished_at().is_some());
        let ids = finished.map(|screening| screening.id.0.to_string());
        left.extend(ids.filter(|id| self.work.entered_at(id).is_none()));
        left
    }

    /// Whether the person has still to be seen: identified, referred, waiting or on hold before it.
    pub fn is_unseen(&self) -> bool {
        matches!(self.stage, Stage::Identified | Stage::Received | Stage::Waiting | Stage::OnHold { .. })
    }

    /// Whether they were seen and nobody is with them now.
    pub fn is_past_seeing(&self) -> bool {
        matches!(self.stage, Stage::Seen | Stage::Screened | Stage::Assessed | Stage::FollowUp)
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

    /// The latest word on a consent, by when it was said: one entered late does not take the place of
    /// what the person said after it.
    pub fn consent(&self, to: ConsentTo) -> Option<&ConsentLine> {
        self.consents.iter().filter(|line| line.consent.to == to).max_by_key(|line| line.at)
    }

    /// Capacity for a decision that is to be looked at again, and when; nothing once the person left.
    pub fn capacity_to_review(&self) -> impl Iterator<Item = (&Entry<Capacity>, DateTime<Utc>)> {
        let here = self.left.is_none() && self.is_on_board();
        self.work.capacity_to_review().filter(move |_| here)
    }

    /// Whether a full assessment was decided on and none has been finished.
    pub fn owes_assessment(&self) -> bool {
        let decision = self.work.decision.as_ref();
        decision.is_some_and(|decision| decision.what.assess == "yes") && self.work.assessed_at.is_none()
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
