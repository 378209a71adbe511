//! A form put to a person: begin, answer, finish, set aside. Every answer is stored at once.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::seeing::bars;
use super::{Desk, DeskError};
use crate::domain::answer::Answer;
use crate::domain::episode::{Episode, Screening, ScreeningStatus, Stage};
use crate::domain::event::{self, Body, Finish, FlagRaise, Progress};
use crate::domain::ids::{EpisodeId, FlagId, ScreeningId};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::local;
use crate::forms::{Answers, Context, Form, Sheet, Tier, Urgency};

/// A form in front of a person, with the answers so far.
#[derive(Clone, Debug)]
pub struct OpenScreening {
    /// Name of the screening.
    pub id: ScreeningId,
    /// Whom it is put to.
    pub episode: EpisodeId,
    /// The form, as it read when the screening began.
    pub form: Arc<Form>,
    /// Answers so far.
    pub answers: Answers,
    /// What the form may know beside them.
    pub context: Context,
    /// The question answered last: where to resume.
    pub last_question: Option<String>,
}

impl OpenScreening {
    /// What the answers come to.
    pub fn sheet(&self) -> Sheet<'_> {
        self.form.sheet(&self.answers, &self.context)
    }
}

/// What an answer brought with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered {
    /// All answers as they stand now.
    pub answers: Answers,
    /// Red flags it raised.
    pub raised: Vec<FlagRaise>,
    /// Words of red flags it lifted.
    pub lifted: Vec<String>,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

impl Desk {
    /// Begins a form with a person, or resumes the draft of it that is there.
    ///
    /// # Errors
    /// Refused before consent to be seen was asked and not refused, and for a closed episode.
    pub fn begin_screening(&mut self, episode: EpisodeId, form: &str) -> Result<OpenScreening, DeskError> {
        self.needs(Right::Screen, "screen people")?;
        let episode = self.ready_to_see(episode)?;
        self.check_consent(&episode)?;
        if let Some(draft) = episode.drafts().find(|draft| draft.form == form) {
            return self.resume_screening(episode.id, draft.id);
        }
        let form = self.library.get(form)?;
        let screening = ScreeningId(Uuid::now_v7());
        let mut bodies = Vec::new();
        if !matches!(episode.stage, Stage::BeingSeen { .. }) {
            bodies.push(Body::SeeingStarted { place: String::new(), present: String::new() });
        }
        bodies.push(Body::ScreeningStarted {
            screening,
            form: form.id.clone(),
            version: form.version.clone(),
            hash: form.hash.clone(),
            title: form.title.clone(),
        });
        self.store.put_form_text(&form.hash, &form.text)?;
        self.record(&episode, bodies)?;
        let context = self.context(&episode);
        Ok(OpenScreening {
            id: screening,
            episode: episode.id,
            form,
            answers: Answers::new(),
            context,
            last_question: None,
        })
    }

    /// Opens a draft where it was left, with the form as it read then.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a screening that is no draft.
    pub fn resume_screening(
        &mut self,
        episode: EpisodeId,
        screening: ScreeningId,
    ) -> Result<OpenScreening, DeskError> {
        let episode = self.ready_to_see(episode)?;
        let draft = self.draft_of(&episode, screening)?;
        let form = self.form_of(draft)?;
        let answers = self.store.answers(screening)?.into_iter().collect();
        let (id, last_question, context) = (draft.id, draft.last_question.clone(), self.context(&episode));
        if !matches!(episode.stage, Stage::BeingSeen { .. }) {
            let back = Body::SeeingStarted { place: String::new(), present: String::new() };
            self.record(&episode, vec![back])?;
        }
        Ok(OpenScreening { id, episode: episode.id, form, answers, context, last_question })
    }

    /// The form a screening was put with: the library's if it still reads the same, else the
    /// text stored with it.
    ///
    /// # Errors
    /// When neither can be had.
    pub fn form_of(&self, screening: &Screening) -> Result<Arc<Form>, DeskError> {
        if let Ok(form) = self.library.get(&screening.form)
            && form.hash == screening.hash
        {
            return Ok(form);
        }
        let text = self.store.form_text(&screening.hash)?.ok_or(DeskError::Unknown("form"))?;
        let form = self.library.check(&screening.form, &text).map_err(crate::forms::LibraryError::Faulty)?;
        Ok(Arc::new(form))
    }

    /// Stores one answer, with the red flags it raises or lifts, in one transaction.
    ///
    /// # Errors
    /// Refused where the answer does not fit its question; the answer is not stored then.
    pub fn answer(
        &mut self,
        open: &OpenScreening,
        question: &str,
        answer: &Answer,
    ) -> Result<Answered, DeskError> {
        let answer =
            Answer { note: answer.note.as_deref().map(clean).filter(|n| !n.is_empty()), ..answer.clone() };
        open.form
            .check_answer(question, &answer)
            .map_err(|why| DeskError::refused(why, "The answer was not stored."))?;
        let episode = self.episode(open.episode)?;
        self.draft_of(&episode, open.id)?;
        // As stored, not as this screen remembers: a colleague may have gone on with the draft.
        let mut answers: Answers = self.store.answers(open.id)?.into_iter().collect();
        answers.insert(question.to_owned(), answer.clone());
        let sheet = open.form.sheet(&answers, &open.context);
        let progress = Progress { answered: count(sheet.dealt_with), asked: count(sheet.asked) };
        let answered = Body::Answered { screening: open.id, question: question.to_owned(), answer, progress };
        let (raised, lifted) = changed_flags(&episode, open.id, &sheet);
        let mut bodies = vec![answered];
        bodies.extend(raised.iter().cloned().map(Body::FlagRaised));
        bodies.extend(lifted.iter().map(|(flag, _)| Body::FlagLifted { flag: *flag }));
        self.record(&episode, bodies)?;
        let lifted = lifted.into_iter().map(|(_, words)| words).collect();
        Ok(Answered { answers, raised, lifted, at: self.now() })
    }

    /// Finishes a form. Returns how many onward referrals it suggests.
    ///
    /// # Errors
    /// Refused while a required question has neither an answer nor a reason why not.
    pub fn finish_screening(&mut self, open: &OpenScreening) -> Result<usize, DeskError> {
        let episode = self.on_board(open.episode)?;
        self.draft_of(&episode, open.id)?;
        let answers: Answers = self.store.answers(open.id)?.into_iter().collect();
        let sheet = open.form.sheet(&answers, &open.context);
        if !sheet.can_finish() {
            let left = sheet.required_left.len();
            let questions = if left == 1 { "1 question has" } else { &format!("{left} questions have") };
            return Err(DeskError::refused(
                format!("{questions} neither an answer nor a reason why not."),
                "Answer, or mark declined, unable or not asked.",
            ));
        }
        let finish = Finish {
            screening: open.id,
            complete: sheet.complete,
            scores: sheet.scores.iter().map(score).collect(),
            suggestions: sheet.suggestions.iter().map(|suggestion| suggested(suggestion)).collect(),
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

    fn check_consent(&self, episode: &Episode) -> Result<(), DeskError> {
        let to = event::ConsentTo::BeSeen;
        let Some(line) = episode.consent(to) else {
            return Err(DeskError::refused(
                "Nobody has recorded consent to be seen.",
                "Ask, and record what the person says.",
            ));
        };
        if bars(&line.consent.status) {
            return Err(DeskError::refused(
                "The person has not consented to be seen.",
                "Record \"not seen\", or a new consent if they change their mind.",
            ));
        }
        Ok(())
    }

    fn draft_of<'a>(&self, episode: &'a Episode, id: ScreeningId) -> Result<&'a Screening, DeskError> {
        let screening = episode.screening(id).ok_or(DeskError::Unknown("screening"))?;
        match screening.status {
            ScreeningStatus::Draft => Ok(screening),
            _ => Err(DeskError::refused("This form is finished.", "What was answered stays as it is.")),
        }
    }

    fn context(&self, episode: &Episode) -> Context {
        let person = episode.person();
        let sex = match person.sex.as_str() {
            "F" => Some("female".to_owned()),
            "M" => Some("male".to_owned()),
            _ => None,
        };
        Context {
            today: local(self.now()).date(),
            person_age: person.birth.age(self.now()).and_then(|age| u8::try_from(age).ok()),
            person_sex: sex,
        }
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

/// Flags that fire now and were not raised, and raised ones that fire no longer.
fn changed_flags(
    episode: &Episode,
    screening: ScreeningId,
    sheet: &Sheet<'_>,
) -> (Vec<FlagRaise>, Vec<(FlagId, String)>) {
    let standing: Vec<_> = episode
        .flags
        .iter()
        .filter(|flag| flag.raise.screening == screening && flag.lifted_at.is_none())
        .collect();
    let raised = sheet
        .flags
        .iter()
        .filter(|flag| standing.iter().all(|old| old.raise.rule != flag.id))
        .map(|flag| FlagRaise {
            flag: FlagId(Uuid::now_v7()),
            screening,
            rule: flag.id.clone(),
            question: flag.question.clone(),
            words: flag.words.clone(),
            action: flag.action.clone(),
            tier: match flag.tier {
                Tier::T0 => 0,
                Tier::T1 => 1,
            },
        })
        .collect();
    let lifted = standing
        .iter()
        .filter(|old| !sheet.flagged(&old.raise.rule))
        .map(|old| (old.raise.flag, old.raise.words.clone()))
        .collect();
    (raised, lifted)
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

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
