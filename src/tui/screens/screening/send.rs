//! Answers on their way to the store: made, checked, and kept until the store has said yes.

use crate::tui::keymap::{Act, Context, key_of};
use std::sync::Arc;

use super::beside::asks_words;
use super::draft::Draft;
use super::prompt::Prompt;
use super::walk::{Focus, Spot};
use super::{ScreeningScreen, Tone};
use crate::domain::answer::{Answer, State, Value};
use crate::forms::Item;
use crate::tui::effect::{Deed, Effect};

/// What follows once an answer is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Then {
    /// The focus moves to the next unanswered question.
    Advance,
    /// The focus moves into this new row of the group.
    Row(u32),
    /// The focus stays where it is.
    Stay,
    /// It was the answer of before, stored again: the focus stays, and it is not taken back itself.
    Back,
}

/// An answer that was sent to the store.
#[derive(Clone)]
pub(super) struct Waiting {
    pub(super) key: String,
    pub(super) spot: Spot,
    pub(super) then: Then,
    /// What had been asked for it; shown again where the store refuses.
    pub(super) prompt: Option<Prompt>,
}

impl ScreeningScreen {
    /// Stores a value, or a reason for having none, with what belongs beside it.
    pub(super) fn store(&mut self, item: &Item<'_>, state: State, then: Then) -> Vec<Effect> {
        let answer = self.dressed(item, state);
        self.send(item, answer, then, None)
    }

    pub(super) fn send(
        &mut self,
        item: &Item<'_>,
        answer: Answer,
        then: Then,
        prompt: Option<Prompt>,
    ) -> Vec<Effect> {
        if let Err(why) = item.question.check(&answer) {
            self.say(Tone::Warning, why);
            return Vec::new();
        }
        if answer.value().is_none() && !self.open.sheet.rows(item.question).is_empty() {
            let takes = key_of(Context::ScreeningGroup, Act::RemoveRow);
            let words = format!("There are rows here, and they stay. {takes} takes one out, Enter goes on.");
            self.say(Tone::Warning, words);
            return Vec::new();
        }
        let question = item.key();
        self.waiting.push_back(Waiting { key: question.clone(), spot: Spot::of(item), then, prompt });
        vec![Effect::Do(Box::new(Deed::Answer { question, answer }))]
    }

    /// The draft of a question: what is ticked or typed, or what is stored, ready to be changed.
    pub(super) fn draft_of(&self, item: &Item<'_>) -> Option<Draft> {
        let typed = self.drafts.get(&item.key()).cloned();
        typed.or_else(|| Draft::of(item.question, self.stored_value(item)))
    }

    pub(super) fn stored_value(&self, item: &Item<'_>) -> Option<&Value> {
        self.open.answers().get(&item.key()).and_then(Answer::value)
    }

    /// What is ticked or typed on a question and differs from what is stored, read as a value.
    pub(super) fn unstored(&self, item: &Item<'_>) -> Option<Result<Value, String>> {
        let key = item.key();
        let draft = self.drafts.get(&key)?;
        let stored = self.stored_value(item);
        if draft.is_blank() && stored.is_none() {
            return None;
        }
        match draft.value(item.question, self.today(), self.now.unwrap_or_default()) {
            Ok(value) if stored == Some(&value) && self.words_stand(&key) => None,
            read => Some(read),
        }
    }

    /// Whether the words of "other" are those stored.
    fn words_stand(&self, key: &str) -> bool {
        let typed = self.beside.get(key).and_then(|beside| beside.words.as_ref());
        typed.is_none_or(|typed| {
            self.stored(key).and_then(|answer| answer.specified.as_ref()).is_some_and(|words| words == typed)
        })
    }

    /// Enter: stores what is ticked or typed; goes on where that is stored already.
    pub(super) fn confirm(&mut self, item: &Item<'_>) -> Vec<Effect> {
        match self.unstored(item) {
            Some(Ok(value)) if self.lacks_words(item, &value) => {
                self.ask_words(item, &value);
                Vec::new()
            }
            Some(Ok(value)) => self.store(item, State::Answered { value }, Then::Advance),
            Some(Err(why)) => {
                self.say(Tone::Warning, why);
                Vec::new()
            }
            None => {
                self.drafts.remove(&item.key());
                self.go_down();
                Vec::new()
            }
        }
    }

    fn lacks_words(&self, item: &Item<'_>, value: &Value) -> bool {
        asks_words(item.question, value) && self.words_of(&item.key()).is_none()
    }

    /// Before the focus leaves: stores what is ticked or typed, if it can be stored as it is.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let form = Arc::clone(self.open.form());
        let Some(item) = self.focused(&form) else { return Vec::new() };
        match self.unstored(&item) {
            Some(Ok(value)) => self.store(&item, State::Answered { value }, Then::Stay),
            Some(Err(why)) => {
                self.say(Tone::Warning, format!("The question you left is not saved. {why}"));
                Vec::new()
            }
            None => {
                self.drafts.remove(&item.key());
                Vec::new()
            }
        }
    }

    /// Stores again what stood before the answer given last; where nothing did, goes back to its
    /// question, for an answer can be changed and not be gone.
    pub(super) fn take_back(&mut self) -> Vec<Effect> {
        let Some((spot, before)) = self.stored.pop() else {
            self.say(
                Tone::Note,
                "Nothing more was answered since this form was opened. Up goes back to any question.",
            );
            return Vec::new();
        };
        let effects = self.leave();
        self.go_to(Some(spot));
        let form = Arc::clone(self.open.form());
        let (Some(item), Some(answer)) = (spot.item(&form), before) else {
            self.say(Tone::Note, "Answer it again: the new answer counts, and the record keeps both.");
            return effects;
        };
        self.drafts.remove(&item.key());
        let back = self.send(&item, answer, Then::Back, None);
        self.say(Tone::Note, "The answer of before stands again; the record keeps both.");
        effects.into_iter().chain(back).collect()
    }

    pub(super) fn today(&self) -> chrono::NaiveDate {
        self.open.sheet.context().today
    }

    /// How many questions hold something that the store has not got.
    pub(super) fn unstored_count(&self) -> usize {
        self.held().count()
    }

    /// The first shown question that holds something the store has not got.
    pub(super) fn first_unstored(&self) -> Option<Focus> {
        let held: Vec<String> = self.held().map(|item| item.key()).collect();
        let first = self.open.sheet.questions().find(|item| held.contains(&item.key()))?;
        Some(Focus::Question(Spot::of(&first)))
    }

    fn held(&self) -> impl Iterator<Item = Item<'_>> {
        let noted = self.beside.keys().filter(|key| !self.drafts.contains_key(*key));
        let form = self.open.form();
        let items = self.drafts.keys().chain(noted).filter_map(|key| form.by_key(key));
        items.map(|(question, row)| Item { question, row }).filter(|item| self.holds_unstored(item))
    }

    /// Whether a question holds something ticked, typed or noted that the store has not got.
    pub(super) fn holds_unstored(&self, item: &Item<'_>) -> bool {
        let beside = self.beside.get(&item.key());
        let noted = beside.and_then(|beside| beside.note.as_ref()).is_some_and(|note| !note.is_empty());
        noted || self.unstored(item).is_some()
    }
}
