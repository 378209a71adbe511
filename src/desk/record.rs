//! Looking at one person's record: the episode and its timeline, each line with who and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Event, OnwardStep};
use crate::domain::ids::EpisodeId;
use crate::domain::shift::Practitioner;
use crate::domain::text::clean_line;

mod pathway;
mod rota;
mod words;

pub use rota::rota_words;
pub(super) use words::words;
pub use words::{answer_words, found_words, step_words};

/// One line of an episode's timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it was entered, where that differs by more than a minute: a late entry.
    pub entered_late: Option<DateTime<Utc>>,
    /// Initials of who entered it.
    pub by: String,
    /// What happened, in words.
    pub words: String,
    /// Where it is known from, where that is not who entered it.
    pub source: String,
    /// The entry of the journal.
    pub event: Uuid,
    /// Why it counts no more, where it was struck.
    pub struck: Option<String>,
    /// Whether it can be struck.
    pub can_be_struck: bool,
}

/// An episode with its timeline.
#[derive(Clone, Debug)]
pub struct Record {
    /// The episode.
    pub episode: Episode,
    /// Its timeline, newest first, answers summed up by form.
    pub lines: Vec<Line>,
}

impl Desk {
    /// Opens a person's record. That somebody looked is journalled before anything is shown.
    ///
    /// # Errors
    /// As [`Desk::look_at`]; [`DeskError::Unknown`], or a failure of the store.
    pub fn open_record(&mut self, id: EpisodeId, why: &str) -> Result<Record, DeskError> {
        self.look_at(id, why)?;
        self.read_record(id)
    }

    /// Journals that somebody looks at a record, before anything of it is shown.
    ///
    /// # Errors
    /// Refused without a reason where the record lies outside one's shift or sites.
    pub fn look_at(&mut self, id: EpisodeId, why: &str) -> Result<(), DeskError> {
        let episode = self.episode(id)?;
        let mut why = clean_line(why);
        if why.is_empty() && self.lies_outside(&episode)? {
            why = self.reason_given(&episode)?.unwrap_or_default();
        }
        if why.is_empty() && self.asks_why(&episode)? {
            return Err(DeskError::refused(
                "This record lies outside your shift or your sites.",
                "Say why you open it; the reason is kept.",
            ));
        }
        if self.read_only().is_none() {
            self.record(&episode, vec![Body::Viewed { why }])?;
        }
        Ok(())
    }

    /// Reads a record again that is already open.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn read_record(&self, id: EpisodeId) -> Result<Record, DeskError> {
        let episode = self.episode(id)?;
        let people = self.store.practitioners()?;
        let events = self.store.events_of(id)?;
        let struck: BTreeMap<Uuid, &str> = events
            .iter()
            .filter_map(|event| match &event.body {
                Body::Struck { event, reason } => Some((*event, reason.as_str())),
                _ => None,
            })
            .collect();
        let mut lines: Vec<Line> = events
            .iter()
            .filter_map(|event| {
                let in_words = |body: &Body| words(body, &self.service.lists, &episode, self.now());
                let words = match &event.body {
                    // Which entry it was, for the reader has both before them.
                    Body::Struck { event: struck, reason } => {
                        let old = events.iter().find(|other| other.id == *struck);
                        let old = old.and_then(|old| in_words(&old.body));
                        old.map(|old| format!("Struck: \"{old}\" ({reason})")).or(in_words(&event.body))
                    }
                    other => in_words(other),
                }?;
                let struck = struck.get(&event.id).map(|reason| (*reason).to_owned());
                Some(line(event, &people, words, struck))
            })
            .collect();
        // Newest first, also among those of one minute; a late entry stands where it happened.
        lines.reverse();
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        Ok(Record { episode, lines })
    }
}

fn line(event: &Event, people: &[Practitioner], words: String, struck: Option<String>) -> Line {
    let late = (event.entered_at - event.at).num_minutes() > 1;
    Line {
        at: event.at,
        entered_late: late.then_some(event.entered_at),
        by: people
            .iter()
            .find(|person| Some(person.id) == event.actor)
            .map(|person| person.label.clone())
            .unwrap_or_default(),
        words,
        source: source(&event.body).to_owned(),
        event: event.id,
        can_be_struck: struck.is_none() && super::late::can_be_struck(&event.body),
        struck,
    }
}

/// Where an entry is known from, where somebody told it.
fn source(body: &Body) -> &str {
    match body {
        Body::Referred(referral) | Body::Identified(referral) => &referral.told_by,
        Body::ReferralTaken(taking) => &taking.told_by,
        Body::ClockTold { told_by, .. } | Body::PositionChanged { told_by, .. } => told_by,
        Body::Noted { source, .. } => source,
        Body::TransferAccepted { by, .. } => by,
        Body::OnwardMoved { step: OnwardStep::Accepted { by, .. }, .. } => by,
        Body::ReportAsked(start) => &start.asked_by,
        _ => "",
    }
}
