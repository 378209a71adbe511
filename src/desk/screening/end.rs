//! The end of a form: finished, or set aside as a whole.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::OpenScreening;
use crate::desk::{Desk, DeskError};
use crate::domain::board;
use crate::domain::episode::Stage;
use crate::domain::event::{self, Body, Finish};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::forms::{Answers, Level, Sheet, Urgency};

impl Desk {
    /// Finishes a form. Returns how many onward referrals it suggests.
    ///
    /// # Errors
    /// Refused while a required question has neither an answer nor a reason why not.
    pub fn finish_screening(&mut self, open: &OpenScreening) -> Result<usize, DeskError> {
        self.needs(Right::Screen, "screen people")?;
        let episode = self.on_board(open.episode)?;
        let draft = self.draft_of(&episode, open.id)?;
        Self::same_version(draft, open)?;
        self.check_clinician(open.form())?;
        let answers: Answers = self.store.answers(open.id)?.into_iter().collect();
        let sheet = open.form().sheet(&answers, open.sheet.context());
        refuse_unfinished(&sheet)?;
        let settled = self.settled_before(&episode, draft)?;
        let finish = Finish {
            screening: open.id,
            complete: sheet.is_complete(),
            scores: sheet.scores().iter().map(score).collect(),
            suggestions: sheet.suggestions().map(suggested).filter(|new| !settled.contains(new)).collect(),
            assessment: open.form().clinician,
            groups: board::groups(&episode, &self.service, self.now())
                .map(|group| format!("{} {}", group.code, group.from))
                .collect(),
        };
        let suggestions = finish.suggestions.len();
        self.record(&episode, vec![Body::ScreeningFinished(finish)])?;
        Ok(suggestions)
    }

    /// Records that a whole form was declined or could not be done, and when to try again.
    ///
    /// # Errors
    /// Refused for a try-again time that is past, and without a reason.
    pub fn set_aside(
        &mut self,
        episode: EpisodeId,
        form: &str,
        declined: Declined,
        reason: &str,
        retry_at: Option<DateTime<Utc>>,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "screen people")?;
        let episode = self.on_board(episode)?;
        let (title, reason) = (self.library.get(form)?.title.clone(), clean_line(reason));
        if reason.is_empty() {
            return Err(DeskError::refused("A form is set aside with a reason.", "Say why."));
        }
        let state = declined.code().to_owned();
        let draft = episode.drafts().find(|draft| draft.form == form).map(|draft| draft.id);
        // One that was never begun has its name too, so that it stands on the record.
        let screening = draft.or_else(|| Some(ScreeningId(Uuid::now_v7())));
        let form = form.to_owned();
        let aside =
            Body::ScreeningSetAside { screening, form, title, state, reason: reason.clone(), retry_at };
        let mut bodies = vec![aside];
        if let Some(recheck_at) = retry_at {
            self.check_recheck(&episode, recheck_at)?;
            bodies.push(Body::Held {
                reason: declined.code().to_owned(),
                recheck_at,
                rest: false,
                note: reason,
            });
        } else if matches!(episode.stage, Stage::BeingSeen { .. }) {
            bodies.push(Body::SeeingPaused);
        }
        self.record(&episode, bodies)?;
        Ok(())
    }
}

/// Whether a form was declined by the person or not possible.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Declined {
    /// The person declined.
    ByPerson,
    /// It could not be done.
    NotPossible,
}

impl Declined {
    /// Code kept in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::ByPerson => "declined",
            Self::NotPossible => "unable",
        }
    }
}

/// Refuses to finish while a question has neither an answer nor a reason, or a check is in the way.
fn refuse_unfinished(sheet: &Sheet) -> Result<(), DeskError> {
    let left = sheet.required_left().count();
    if left > 0 {
        let questions = if left == 1 { "1 question has" } else { &format!("{left} questions have") };
        return Err(DeskError::refused(
            format!("{questions} neither an answer nor a reason why not."),
            "Answer, or mark declined, unable or not asked.",
        ));
    }
    let Some(check) = sheet.in_the_way().next() else { return Ok(()) };
    let asked = sheet.form().question(&check.question).map_or("", |question| question.text.as_str());
    Err(DeskError::refused(
        format!("{} (\"{asked}\") Every answer is stored.", check.words),
        match check.level {
            Level::Refuse => "Put the answer right, then finish.",
            Level::Warn => "Put it right, or say in a note on it why it stands; then finish.",
        },
    ))
}

fn score(result: &crate::forms::ScoreResult) -> event::Score {
    event::Score {
        id: result.id.clone(),
        value: result.value,
        floor: result.floor,
        ceiling: result.ceiling,
        band: result.band.clone(),
    }
}

/// A form's urgency as the NHS priority code it stands for (domain.md 1.3).
fn suggested(suggestion: &crate::forms::Suggestion) -> event::Suggestion {
    let urgency = match suggestion.urgency {
        Urgency::Now => "1",
        Urgency::Today => "4",
        Urgency::Soon => "2",
        Urgency::Routine => "3",
    };
    event::Suggestion {
        destination: suggestion.destination.clone(),
        urgency: urgency.to_owned(),
        reason: suggestion.reason.clone(),
    }
}
