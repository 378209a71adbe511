//! What stands beside an answer: a note, where it is from, the words of "other: ...".
//!
//! What was entered before the question is answered waits here and is stored with the answer.

use super::ScreeningScreen;
use crate::domain::answer::{Answer, Source, State, Value};
use crate::forms::{Item, Question};

/// What waits for its question to be answered, or to be answered again.
#[derive(Clone, Default)]
pub(super) struct Beside {
    /// The note; an empty one takes a note away.
    pub(super) note: Option<String>,
    /// Where the answer is from.
    pub(super) source: Option<Source>,
    /// The words of an option that asks for them.
    pub(super) words: Option<String>,
}

impl ScreeningScreen {
    pub(super) fn beside(&mut self, key: &str) -> &mut Beside {
        self.beside.entry(key.to_owned()).or_default()
    }

    /// The note on a question: the one just written, else the one stored.
    pub(super) fn note_of(&self, key: &str) -> Option<String> {
        match self.beside.get(key).and_then(|beside| beside.note.as_ref()) {
            Some(written) => Some(written.clone()).filter(|note| !note.is_empty()),
            None => self.stored(key).and_then(|answer| answer.note.clone()),
        }
    }

    /// Where the answer to a question is from: as just chosen, else as stored, else as expected.
    pub(super) fn source_of(&self, item: &Item<'_>) -> Source {
        let key = item.key();
        let chosen = self.beside.get(&key).and_then(|beside| beside.source);
        // Confirmed from elsewhere: an answer given anew is no longer from there.
        let stored = || self.stored(&key).filter(|answer| answer.prefilled_from.is_none())?.source;
        chosen.or_else(stored).unwrap_or(item.question.source)
    }

    /// The words of the option that asks for them: those just typed, else those stored.
    pub(super) fn words_of(&self, key: &str) -> Option<String> {
        let typed = self.beside.get(key).and_then(|beside| beside.words.clone());
        typed.or_else(|| self.stored(key)?.specified.clone()).filter(|words| !words.is_empty())
    }

    pub(super) fn stored(&self, key: &str) -> Option<&Answer> {
        self.open.answers().get(key)
    }

    /// The answer with all that belongs beside it.
    pub(super) fn dressed(&self, item: &Item<'_>, state: State) -> Answer {
        let key = item.key();
        let asks = matches!(&state, State::Answered { value } if asks_words(item.question, value));
        let specified = if asks { self.words_of(&key) } else { None };
        let source = Some(self.source_of(item)).filter(|source| *source != item.question.source);
        Answer { state, note: self.note_of(&key), specified, source, prefilled_from: None }
    }
}

/// Whether an option that asks for words is among those taken.
pub(super) fn asks_words(question: &Question, value: &Value) -> bool {
    let asks = |code: &String| question.option(code).is_some_and(|option| option.specify);
    match value {
        Value::Choice(code) => asks(code),
        Value::Choices(codes) => codes.iter().any(asks),
        _ => false,
    }
}
