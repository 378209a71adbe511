//! A draft that goes on with another version of its form, question by question.

use std::sync::Arc;

use super::{OpenScreening, flags, progress};
use crate::desk::{Desk, DeskError};
use crate::domain::answer::{Answer, Value};
use crate::domain::episode::{Episode, Screening};
use crate::domain::event::{Body, DraftMove};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::service::Right;
use crate::forms::{Answers, Form, Sheet};

/// What changes for a draft that goes on with another version of its form.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Moved {
    /// The version it had.
    pub from: String,
    /// The version it goes on with.
    pub to: String,
    /// What changes, one sentence each; empty where no question and no answer is touched.
    pub changes: Vec<String>,
    /// Keys of the answers that are left out.
    pub left_out: Vec<String>,
}

impl Desk {
    /// What would change if a draft went on with the version of its form that is at hand now;
    /// `None` where it has that version, or where that version cannot be used.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn newer_version(
        &self,
        episode: EpisodeId,
        screening: ScreeningId,
    ) -> Result<Option<Moved>, DeskError> {
        let episode = self.episode(episode)?;
        let draft = self.draft_of(&episode, screening)?;
        let Some(new) = self.version_at_hand(draft) else { return Ok(None) };
        Ok(Some(self.changes(draft, &new)?.0))
    }

    /// Takes a draft to the version of its form that is at hand now. Answers are kept where their
    /// question is still asked and they still fit it; the others stay in the journal and are named.
    ///
    /// # Errors
    /// Refused where there is no other version that can be used, and for a form that puts a
    /// finished one right: it keeps the text of that one.
    pub fn move_draft(&mut self, episode: EpisodeId, screening: ScreeningId) -> Result<Moved, DeskError> {
        self.needs(Right::Screen, "screen people")?;
        let episode = self.on_board(episode)?;
        let draft = self.draft_of(&episode, screening)?;
        let Some(new) = self.version_at_hand(draft) else {
            return Err(DeskError::refused(
                "There is no other version of this form that the draft could go on with.",
                "Nothing was changed; go on with the draft as it is.",
            ));
        };
        let (moved, kept) = self.changes(draft, &new)?;
        let sheet = Sheet::new(Arc::clone(&new), kept, self.context(&episode));
        let body = Body::DraftMoved(DraftMove {
            screening,
            version: new.version.clone(),
            hash: new.hash.clone(),
            title: new.title.clone(),
            left_out: moved.left_out.clone(),
            progress: progress(&sheet),
        });
        let mut bodies = vec![body];
        bodies.extend(flags::raised(&episode, screening, &sheet).into_iter().map(Body::FlagRaised));
        self.store.put_form_text(&new.hash, &new.text)?;
        self.record(&episode, bodies)?;
        Ok(moved)
    }

    /// The draft of this form that is open for a person.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn draft_of_form(&self, episode: EpisodeId, form: &str) -> Result<Option<ScreeningId>, DeskError> {
        let episode: Episode = self.episode(episode)?;
        Ok(episode.drafts().find(|draft| draft.form == form).map(|draft| draft.id))
    }

    fn version_at_hand(&self, draft: &Screening) -> Option<Arc<Form>> {
        if draft.amends.is_some() {
            return None;
        }
        let form = self.library.get(&draft.form).ok()?;
        let usable = self.is_demo() || self.wording(&form).is_settled();
        (usable && form.hash != draft.hash).then_some(form)
    }

    /// What changes, and the answers that are kept.
    fn changes(&self, draft: &Screening, new: &Form) -> Result<(Moved, Answers), DeskError> {
        // A text that this program no longer reads has nothing to be compared with.
        let old = self.form_of(draft).ok();
        let mut moved = Moved { from: draft.version.clone(), to: new.version.clone(), ..Moved::default() };
        let mut kept = Answers::new();
        for (key, answer) in self.store.answers(draft.id)? {
            match lost(old.as_deref(), new, &key, &answer) {
                Some(why) => {
                    moved.changes.push(why);
                    moved.left_out.push(key);
                }
                None => {
                    moved.changes.extend(reworded(old.as_deref(), new, &key, &answer));
                    kept.insert(key, answer);
                }
            }
        }
        if let Some(old) = &old {
            let added = new.questions.iter().filter(|q| q.takes_answer() && old.question(&q.id).is_none());
            moved.changes.extend(added.map(|question| format!("New question: \"{}\".", question.text)));
        }
        Ok((moved, kept))
    }
}

/// Why an answer has no place in the new version, if it has none.
fn lost(old: Option<&Form>, new: &Form, key: &str, answer: &Answer) -> Option<String> {
    let words = |form: &Form| form.by_key(key).map(|(question, _)| question.text.clone());
    let Some((question, _)) = new.by_key(key).filter(|(question, _)| question.takes_answer()) else {
        let asked = old.and_then(words).unwrap_or_else(|| key.to_owned());
        return Some(format!("No longer asked: \"{asked}\"; its answer stays in the record."));
    };
    let why = question.check(answer).err()?;
    let gone = gone_option(old, new, key, answer);
    Some(match gone {
        Some(option) => {
            format!("\"{option}\" is no longer an option of \"{}\": ask again.", question.text)
        }
        None => format!("\"{}\" takes another answer now: ask again. {why}", question.text),
    })
}

/// The words of a taken option that the new version does not have.
fn gone_option(old: Option<&Form>, new: &Form, key: &str, answer: &Answer) -> Option<String> {
    let codes = codes(answer);
    let (question, _) = new.by_key(key)?;
    let code = codes.into_iter().find(|code| question.option(code).is_none())?;
    let words = old.and_then(|old| Some(old.by_key(key)?.0.option(code)?.text.clone()));
    Some(words.unwrap_or_else(|| code.to_owned()))
}

/// A kept answer whose question, or whose own words, now read differently.
fn reworded(old: Option<&Form>, new: &Form, key: &str, answer: &Answer) -> Option<String> {
    let ((before, _), (after, _)) = (old?.by_key(key)?, new.by_key(key)?);
    if before.text != after.text {
        return Some(format!("Reworded, its answer is kept: \"{}\".", after.text));
    }
    let text = |question: &crate::forms::Question, code: &str| question.option(code).map(|o| o.text.clone());
    let changed = codes(answer).into_iter().find(|code| text(before, code) != text(after, code))?;
    let now = text(after, changed)?;
    Some(format!("The answer to \"{}\" now reads \"{now}\"; it is kept.", after.text))
}

fn codes(answer: &Answer) -> Vec<&str> {
    match answer.value() {
        Some(Value::Choice(code)) => vec![code],
        Some(Value::Choices(codes)) => codes.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

impl OpenScreening {
    /// Whether it puts a finished form right.
    pub fn is_amendment(&self) -> bool {
        self.amends.is_some()
    }
}
