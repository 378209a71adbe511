//! Values offered before anybody was asked: shown as such, and nothing until Enter confirms them.

use super::ScreeningScreen;
use super::send::Then;
use super::words::value_words;
use crate::desk::screening::Prefilled;
use crate::domain::answer::{Answer, Source, State};
use crate::forms::{Fact, Item, Prefill, Question};
use crate::tui::effect::Effect;

impl ScreeningScreen {
    /// What is offered for a question that has no answer and on which nothing is typed.
    pub(super) fn offered(&self, item: &Item<'_>) -> Option<&Prefilled> {
        let key = item.key();
        let offered = self.open.prefilled(&key)?;
        let answer = Answer { specified: offered.specified.clone(), ..Answer::given(offered.value.clone()) };
        let fits = item.question.check(&answer).is_ok();
        (fits && self.unstored(item).is_none()).then_some(offered)
    }

    /// What is offered, in words.
    pub(super) fn offer_words(&self, item: &Item<'_>, offered: &Prefilled) -> String {
        value_words(item.question, &Answer::given(offered.value.clone()), offered.specified.as_deref())
    }

    /// Enter on what is offered: it becomes the answer, and says where it came from.
    pub(super) fn take_offer(&mut self, item: &Item<'_>) -> Option<Vec<Effect>> {
        let offered = self.offered(item)?.clone();
        let state = State::Answered { value: offered.value };
        let chosen = self.beside.get(&item.key()).and_then(|beside| beside.source);
        let source = chosen.or(offered.source).or_else(|| custody_fact(item.question));
        let answer = Answer {
            specified: offered.specified,
            source: source.filter(|source| *source != item.question.source),
            prefilled_from: Some(offered.from),
            ..self.dressed(item, state)
        };
        Some(self.send(item, answer, Then::Advance, None))
    }
}

/// The custody record, for facts that are known from nowhere else.
fn custody_fact(question: &Question) -> Option<Source> {
    let Some(Prefill::Fact(fact)) = &question.prefill else { return None };
    let custody = matches!(
        fact,
        Fact::CustodyRef | Fact::Place | Fact::LegalPosition | Fact::RelevantDate | Fact::RelevantTime
    );
    custody.then_some(Source::PoliceCustodyRecord)
}
