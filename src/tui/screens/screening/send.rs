//! Answers on their way to the store: made, checked, and kept until the store has said yes.

use super::draft::Draft;
use super::prompt::Prompt;
use super::{ScreeningScreen, Tone};
use crate::domain::answer::{Answer, State, Value};
use crate::forms::Question;
use crate::tui::effect::{Deed, Effect};

/// What follows once an answer is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Then {
    /// The focus moves to the next unanswered question.
    Advance,
    /// The focus stays where it is.
    Stay,
}

/// An answer that was sent to the store.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) question: String,
    pub(super) then: Then,
    /// What had been asked for it; shown again where the store refuses.
    pub(super) prompt: Option<Prompt>,
}

impl ScreeningScreen {
    /// Stores a value, or a reason for having none, with the note that belongs to it.
    pub(super) fn store(&mut self, question: &Question, state: State, then: Then) -> Vec<Effect> {
        let answer = Answer { state, note: self.note_of(&question.id) };
        self.send(question, answer, then, None)
    }

    pub(super) fn send(
        &mut self,
        question: &Question,
        answer: Answer,
        then: Then,
        prompt: Option<Prompt>,
    ) -> Vec<Effect> {
        if let Err(why) = question.check(&answer) {
            self.say(Tone::Warning, why);
            return Vec::new();
        }
        let question = question.id.clone();
        self.waiting.push_back(Waiting { question: question.clone(), then, prompt });
        vec![Effect::Do(Box::new(Deed::Answer { question, answer }))]
    }

    /// The note on a question: the one just written, else the one stored.
    pub(super) fn note_of(&self, question: &str) -> Option<String> {
        let stored = || self.open.answers.get(question).and_then(|answer| answer.note.clone());
        match self.notes.get(question) {
            Some(written) => Some(written.clone()).filter(|note| !note.is_empty()),
            None => stored(),
        }
    }

    /// The draft of a question: what is ticked or typed, or what is stored, ready to be changed.
    pub(super) fn draft_of(&self, question: &Question) -> Option<Draft> {
        let typed = self.drafts.get(&question.id).cloned();
        typed.or_else(|| Draft::of(question, self.stored_value(question)))
    }

    pub(super) fn stored_value(&self, question: &Question) -> Option<&Value> {
        self.open.answers.get(&question.id).and_then(Answer::value)
    }

    /// What is ticked or typed on a question and differs from what is stored, read as a value.
    pub(super) fn unstored(&self, question: &Question) -> Option<Result<Value, String>> {
        let draft = self.drafts.get(&question.id)?;
        let stored = self.stored_value(question);
        if draft.is_blank() && stored.is_none() {
            return None;
        }
        match draft.value(question, self.today()) {
            Ok(value) if stored == Some(&value) => None,
            read => Some(read),
        }
    }

    /// Enter: stores what is ticked or typed; goes on where that is stored already.
    pub(super) fn confirm(&mut self, question: &Question) -> Vec<Effect> {
        match self.unstored(question) {
            Some(Ok(value)) => self.store(question, State::Answered { value }, Then::Advance),
            Some(Err(why)) => {
                self.say(Tone::Warning, why);
                Vec::new()
            }
            None => {
                self.drafts.remove(&question.id);
                self.go_down();
                Vec::new()
            }
        }
    }

    /// Before the focus leaves: stores what is ticked or typed, if it can be stored as it is.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let form = std::sync::Arc::clone(&self.open.form);
        let question = self.question().and_then(|question| form.question(&question.id));
        let Some(question) = question else { return Vec::new() };
        match self.unstored(question) {
            Some(Ok(value)) => self.store(question, State::Answered { value }, Then::Stay),
            Some(Err(why)) => {
                self.say(Tone::Warning, format!("The question you left is not saved. {why}"));
                Vec::new()
            }
            None => {
                self.drafts.remove(&question.id);
                Vec::new()
            }
        }
    }

    fn today(&self) -> chrono::NaiveDate {
        self.open.context.today
    }

    /// How many questions hold something that the store has not got.
    pub(super) fn unstored_count(&self) -> usize {
        self.open.form.questions.iter().filter(|question| self.holds_unstored(question)).count()
    }

    /// The place of the first shown question that holds something the store has not got.
    pub(super) fn first_unstored(&self) -> Option<usize> {
        let sheet = self.open.sheet();
        sheet.shown.iter().find(|question| self.holds_unstored(question)).map(|question| question.place)
    }

    /// Whether a question holds something ticked, typed or noted that the store has not got.
    pub(super) fn holds_unstored(&self, question: &Question) -> bool {
        let noted = self.notes.get(&question.id).is_some_and(|note| !note.is_empty());
        noted || self.unstored(question).is_some()
    }
}
