//! A form that was finished, as it was answered: its text of then, its answers, its scores of then.
//!
//! Nothing in it is worked out anew but which questions were shown; the scores are those that were
//! stored when it was finished.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::desk::wording::Wording;
use crate::desk::{Desk, DeskError};
use crate::domain::answer::Answer;
use crate::domain::episode::{Episode, Screening, ScreeningStatus};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::forms::Sheet;

/// Who gave an answer, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// Initials of who entered it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A form that was finished or set aside, to be read.
#[derive(Clone, Debug)]
pub struct OldScreening {
    /// Whose it is.
    pub episode: EpisodeId,
    /// What is stored of it, the scores among it.
    pub screening: Screening,
    /// The form as it read then, with the answers; none where this program cannot read that text.
    pub sheet: Option<Sheet>,
    /// The answers by key, in the order in which they were given.
    pub answers: Vec<(String, Answer)>,
    /// Who gave each, and when, by key.
    pub given: BTreeMap<String, Given>,
    /// When the form that this one puts right was finished.
    pub amended: Option<DateTime<Utc>>,
    /// The finished form that puts this one right, and when it was finished.
    pub amended_by: Option<(ScreeningId, DateTime<Utc>)>,
    /// What is known of its wording now.
    pub wording: Wording,
}

impl Desk {
    /// Opens a finished form to be read, from where the person's record is not open: that somebody
    /// looked is journalled before anything is shown.
    ///
    /// # Errors
    /// As [`Desk::read_screening`].
    pub fn view_screening(
        &mut self,
        episode: EpisodeId,
        screening: ScreeningId,
    ) -> Result<OldScreening, DeskError> {
        self.look_at(episode, "")?;
        self.read_screening(episode, screening)
    }

    /// Reads a form that was finished or set aside. The person's record is open already.
    ///
    /// # Errors
    /// Refused for a draft; [`DeskError::Unknown`], or a failure of the store.
    pub fn read_screening(
        &self,
        episode: EpisodeId,
        screening: ScreeningId,
    ) -> Result<OldScreening, DeskError> {
        let episode = self.episode(episode)?;
        let found = episode.screening(screening).ok_or(DeskError::Unknown("screening"))?;
        let ended = match found.status {
            ScreeningStatus::Draft => {
                return Err(DeskError::refused(
                    format!("{} is not finished.", found.title),
                    "Open its draft to go on with it.",
                ));
            }
            ScreeningStatus::Finished { at, .. } | ScreeningStatus::SetAside { at, .. } => at,
        };
        let told = self.store.answers_told(screening)?;
        if told.is_empty() && episode.work.retention.thinned.is_some() {
            return Err(answers_gone(&found.title));
        }
        let events = self.store.events_of(episode.id)?;
        let people = self.store.practitioners()?;
        let given = |seq: u64| {
            let event = events.iter().find(|event| event.seq == seq)?;
            let by = people.iter().find(|person| Some(person.id) == event.actor);
            Some(Given { by: by.map(|person| person.label.clone()).unwrap_or_default(), at: event.at })
        };
        let given = told.iter().filter_map(|one| Some((one.question.clone(), given(one.seq)?))).collect();
        let answers: Vec<(String, Answer)> = told.into_iter().map(|one| (one.question, one.answer)).collect();
        let context = self.context_at(&episode, ended);
        let form = self.form_of(found).ok();
        let wording = form.as_deref().map_or(Wording::Own, |form| self.wording(form));
        let before = found.amends.as_ref().and_then(|amends| episode.screening(amends.screening));
        let after = episode.amended_by(found.id);
        Ok(OldScreening {
            episode: episode.id,
            sheet: form.map(|form| Sheet::new(form, answers.iter().cloned().collect(), context)),
            answers,
            given,
            amended: before.and_then(Screening::finished_at),
            amended_by: after.and_then(|after| Some((after.id, after.finished_at()?))),
            wording,
            screening: found.clone(),
        })
    }

    /// The form of a screening that has ended, as it read then, with these answers; none where this
    /// program cannot read that text. The person's record is open already.
    pub(in crate::desk) fn sheet_then(
        &self,
        episode: &Episode,
        screening: &Screening,
        answers: Vec<(String, Answer)>,
        ended: DateTime<Utc>,
    ) -> Option<Sheet> {
        let form = self.form_of(screening).ok()?;
        Some(Sheet::new(form, answers.into_iter().collect(), self.context_at(episode, ended)))
    }
}

/// A form without its answers must not look like one on which nothing was answered.
pub(super) fn answers_gone(title: &str) -> DeskError {
    DeskError::refused(
        format!("The answers of {title} were disposed of under the retention rules."),
        "The record says when it was done and by whom; the clinical system has the form.",
    )
}
