//! A form put to a person: begin, answer, finish, set aside. Every answer is stored at once.
//!
//! `prefill` looks up what may be offered before anybody is asked, `flags` which red flags an
//! answer raises or lifts, `end` finishes a form or sets it aside, `amend` puts a finished form right, `moved` takes a draft to another
//! version of its form, `old` reads what was finished.

mod amend;
mod end;
mod flags;
mod moved;
mod old;
mod prefill;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::seeing::bars;
use super::wording::Wording;
use super::{Desk, DeskError, Need};
use crate::domain::answer::Answer;
use crate::domain::episode::{Episode, Screening, ScreeningStatus, Stage};
use crate::domain::event::{self, Amends, Body, FlagRaise, Progress};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::local;
use crate::forms::{Answers, Context, Form, Sheet};

pub use end::Declined;
pub use moved::Moved;
pub use old::{Given, OldScreening};
pub use prefill::Prefilled;

/// A form in front of a person, with the answers so far.
#[derive(Clone, Debug)]
pub struct OpenScreening {
    /// Name of the screening.
    pub id: ScreeningId,
    /// Whom it is put to.
    pub episode: EpisodeId,
    /// The form as it read when the screening began, with the answers so far.
    pub sheet: Sheet,
    /// The question answered last: where to resume.
    pub last_question: Option<String>,
    /// Values offered before anybody was asked, by key; see [`OpenScreening::prefilled`].
    pub prefills: BTreeMap<String, Prefilled>,
    /// What is known of the form's wording.
    pub wording: Wording,
    /// The finished screening it puts right, and why.
    pub amends: Option<Amends>,
}

impl OpenScreening {
    /// A form with nothing offered and nothing said about its wording.
    pub fn new(id: ScreeningId, episode: EpisodeId, sheet: Sheet) -> Self {
        let (prefills, wording) = (BTreeMap::new(), Wording::Own);
        Self { id, episode, sheet, last_question: None, prefills, wording, amends: None }
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        self.sheet.form()
    }

    /// The answers so far, by key.
    pub fn answers(&self) -> &Answers {
        self.sheet.answers()
    }
}

/// What an answer brought with it.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The form with all answers as they stand now.
    pub sheet: Sheet,
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
        self.check_wording(&form)?;
        self.check_clinician(&form)?;
        let id = ScreeningId(Uuid::now_v7());
        let mut bodies = Vec::new();
        if !matches!(episode.stage, Stage::BeingSeen { .. }) {
            bodies.push(Body::seen_again());
        }
        bodies.push(Body::ScreeningStarted {
            screening: id,
            form: form.id.clone(),
            version: form.version.clone(),
            hash: form.hash.clone(),
            title: form.title.clone(),
            amends: None,
        });
        let sheet = Sheet::new(Arc::clone(&form), Answers::new(), self.context(&episode));
        let open = self.opened(&episode, id, sheet)?;
        self.store.put_form_text(&form.hash, &form.text)?;
        self.record(&episode, bodies)?;
        Ok(open)
    }

    /// Opens a draft where it was left, with the form as it read then. Looking at it is no contact: that
    /// the person is seen again is recorded with the first answer.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a screening that is no draft; refused for roles that may not do the
    /// form, and where consent to be seen was taken back meanwhile.
    pub fn resume_screening(
        &mut self,
        episode: EpisodeId,
        screening: ScreeningId,
    ) -> Result<OpenScreening, DeskError> {
        self.needs(Right::Screen, "screen people")?;
        let episode = self.on_board(episode)?;
        let draft = self.draft_of(&episode, screening)?;
        let sheet = self.sheet_of(&episode, draft)?;
        self.check_clinician(sheet.form())?;
        let mut open = self.opened(&episode, screening, sheet)?;
        open.last_question.clone_from(&draft.last_question);
        open.amends.clone_from(&draft.amends);
        // Putting a record right is done at the desk, and not with the person.
        if draft.amends.is_none() {
            self.ready_to_see(episode.id)?;
            self.check_consent(&episode)?;
        }
        Ok(open)
    }

    fn opened(&self, episode: &Episode, id: ScreeningId, sheet: Sheet) -> Result<OpenScreening, DeskError> {
        let (prefills, wording) = (self.prefills(episode, &sheet)?, self.wording(sheet.form()));
        Ok(OpenScreening { prefills, wording, ..OpenScreening::new(id, episode.id, sheet) })
    }

    /// The form of a screening with its answers as they are stored.
    fn sheet_of(&self, episode: &Episode, screening: &Screening) -> Result<Sheet, DeskError> {
        let answers = self.store.answers(screening.id)?.into_iter().collect();
        Ok(Sheet::new(self.form_of(screening)?, answers, self.context(episode)))
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
        let read = |text: &str| self.library.check(&screening.form, text);
        let mut form = read(&text).or_else(|report| match shelved(&text).map(|text| read(&text)) {
            Some(Ok(form)) => Ok(form),
            _ => Err(crate::forms::LibraryError::Faulty(report)),
        })?;
        (form.hash, form.text) = (screening.hash.clone(), text);
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
        self.needs(Right::Screen, "screen people")?;
        self.check_clinician(open.form())?;
        let line = |words: &String| Some(clean_line(words)).filter(|words| !words.is_empty());
        let answer = Answer {
            note: answer.note.as_deref().map(clean).filter(|n| !n.is_empty()),
            specified: answer.specified.as_ref().and_then(line),
            prefilled_from: answer.prefilled_from.as_ref().and_then(line),
            ..answer.clone()
        };
        let episode = self.episode(open.episode)?;
        let draft = self.draft_of(&episode, open.id)?;
        Self::same_version(draft, open)?;
        // As stored, not as this screen remembers: a colleague may have gone on with the draft.
        let stored: Answers = self.store.answers(open.id)?.into_iter().collect();
        let mut sheet = open.form().sheet(&stored, open.sheet.context());
        sheet
            .check_answer(question, &answer)
            .map_err(|why| DeskError::refused(why, "The answer was not stored."))?;
        let before = flags::firing(&sheet);
        sheet.set(question, Some(answer.clone()));
        let answered = Body::Answered {
            screening: open.id,
            question: question.to_owned(),
            answer,
            progress: progress(&sheet),
        };
        let raised = flags::raised(&episode, open.id, &sheet);
        let lifted = flags::lifted(&episode, open.id, &before, &sheet);
        let away = matches!(episode.stage, Stage::BeingSeen { .. } | Stage::OnHold { .. });
        let back = draft.amends.is_none() && episode.is_on_board() && !away;
        let mut bodies: Vec<Body> = back.then(Body::seen_again).into_iter().chain([answered]).collect();
        bodies.extend(raised.iter().cloned().map(Body::FlagRaised));
        bodies.extend(lifted.iter().map(|(flag, _)| Body::FlagLifted { flag: *flag }));
        self.record(&episode, bodies)?;
        let lifted = lifted.into_iter().map(|(_, words)| words).collect();
        Ok(Answered { sheet, raised, lifted, at: self.now() })
    }

    /// A full assessment is a clinician's; others pass the person on (domain.md 1.3).
    fn check_clinician(&self, form: &Form) -> Result<(), DeskError> {
        if !form.clinician {
            return Ok(());
        }
        self.needs(Right::Assess, &format!("do \"{}\"", form.title))
            .map_err(|error| error.offering(Need::Escalate))
    }

    fn check_consent(&self, episode: &Episode) -> Result<(), DeskError> {
        let to = event::ConsentTo::BeSeen;
        let Some(line) = episode.consent(to) else {
            return Err(DeskError::refused(
                "Nobody has recorded consent to be seen.",
                "Ask, and record what the person says.",
            )
            .offering(Need::Consent));
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

    /// Refuses to go on with a screen that shows another version of the form than the draft has.
    fn same_version(draft: &Screening, open: &OpenScreening) -> Result<(), DeskError> {
        if draft.hash == open.form().hash {
            return Ok(());
        }
        Err(DeskError::refused(
            "This draft has meanwhile gone on with another version of its form. What is stored stays.",
            "Leave this screen and open the draft again.",
        ))
    }

    fn context(&self, episode: &Episode) -> Context {
        self.context_at(episode, self.now())
    }

    /// What is known beside the answers, with the day and the person's age at an instant.
    fn context_at(&self, episode: &Episode, at: DateTime<Utc>) -> Context {
        let person = episode.person();
        Context {
            today: local(at).date(),
            person_age: person.birth.age(at).and_then(|age| u8::try_from(age).ok()),
            // A cut-off goes by female or male; of anybody else it is left open.
            person_sex: prefill::sex(&person.sex).filter(|sex| *sex != "other").map(str::to_owned),
            rights: self.rights(),
        }
    }
}

/// The text of a form that was stored before forms named their shelf, with one.
fn shelved(text: &str) -> Option<String> {
    (!text.contains("shelf")).then(|| text.replacen("[form]\n", "[form]\nshelf = \"assessment\"\n", 1))
}

fn progress(sheet: &Sheet) -> Progress {
    Progress { answered: count(sheet.dealt_with()), asked: count(sheet.asked()) }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
