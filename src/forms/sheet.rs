//! A form with answers on it: what is shown, what is left, what follows.
//!
//! An answer to a question that is hidden now counts as no answer, and is not touched: it counts
//! again when the question is shown again. Answers are kept by key: the question's id, and in a
//! row of a repeat group the id and the row's number, `dose#2`.

pub(in crate::forms) mod state;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::expr::Context;
use super::expr::eval::{Row, Seen};
use super::form::{Form, Question};
use super::index::node_of;
use super::kind::{Choice, Kind};
use super::rules::{Check, Flag, Level, Suggestion};
use super::score::ScoreResult;
use crate::domain::answer::{Answer, Decimal, Value};
use state::{Inputs, State, inner_of};

/// Answers by their key.
pub type Answers = BTreeMap<String, Answer>;

/// What a form comes to with these answers, kept up answer by answer: setting one works out again
/// only what hangs on it.
#[derive(Clone, Debug)]
pub struct Sheet {
    form: Arc<Form>,
    context: Context,
    answers: Answers,
    state: State,
}

/// A question as it is shown: once, or in a row of its group.
#[derive(Clone, Copy, Debug)]
pub struct Item<'s> {
    /// The question.
    pub question: &'s Question,
    /// The row's number, where it is asked once for each row of a group.
    pub row: Option<u32>,
}

impl Item<'_> {
    /// The key of its answer.
    pub fn key(&self) -> String {
        self.question.key(self.row)
    }
}

impl Form {
    /// The sheet with these answers; see `Sheet::new`.
    pub fn sheet(self: &Arc<Self>, answers: &Answers, context: &Context) -> Sheet {
        Sheet::new(Arc::clone(self), answers.clone(), context.clone())
    }
}

impl Sheet {
    /// Works out what is shown, left, scored, flagged and suggested. Answers to unknown questions
    /// are passed over, and so are answers that do not fit their question.
    pub fn new(form: Arc<Form>, answers: Answers, context: Context) -> Self {
        let inputs = Inputs { form: &form, index: form.index(), answers: &answers, context: &context };
        let state = State::new(inputs);
        Self { form, context, answers, state }
    }

    /// Puts an answer, or takes one away, and works out what follows.
    pub fn set(&mut self, key: &str, answer: Option<Answer>) {
        match answer {
            Some(answer) => self.answers.insert(key.to_owned(), answer),
            None => self.answers.remove(key),
        };
        let Some((question, _)) = self.form.by_key(key) else { return };
        let (form, answers, context) = (&self.form, &self.answers, &self.context);
        self.state.answered(node_of(question), Inputs { form, index: form.index(), answers, context });
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// All answers, those of hidden questions too.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What is known beside the answers.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The questions, notes and computed values shown now, in order.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = Item<'_>> {
        self.shown_from(0)
    }

    /// What is shown from this place of the form on.
    fn shown_from(&self, place: usize) -> impl DoubleEndedIterator<Item = Item<'_>> {
        let questions = self.form.questions.get(place..).unwrap_or_default();
        let outside = questions.iter().filter(|question| question.group.is_none());
        outside
            .filter(|question| self.sees(question))
            .flat_map(|question| std::iter::once(Item { question, row: None }).chain(self.in_rows(question)))
    }

    /// What is shown in the rows of a group, row by row.
    fn in_rows<'s>(&'s self, group: &Question) -> impl DoubleEndedIterator<Item = Item<'s>> {
        let inner = inner_of(&self.form, group.place);
        let rows = self.state.rows.get(&group.place).map_or(&[][..], Vec::as_slice);
        rows.iter().flat_map(move |row| {
            let of_row = inner.iter().zip(row.answers());
            of_row.filter_map(|(question, (seen, _))| {
                (seen == Seen::Shown).then_some(Item { question, row: Some(row.number) })
            })
        })
    }

    fn sees(&self, question: &Question) -> bool {
        self.state.seen.get(question.place) == Some(&Seen::Shown)
    }

    /// The questions asked now, in order.
    pub fn questions(&self) -> impl DoubleEndedIterator<Item = Item<'_>> {
        self.shown().filter(|item| item.question.takes_answer())
    }

    /// The answer that counts for an item shown: one that fits, without options hidden now.
    pub fn answer(&self, item: &Item<'_>) -> Option<&Answer> {
        match item.row {
            Some(_) => self.row(item)?.entry(item.question.place),
            None => self.state.entries.get(item.question.place)?.as_ref(),
        }
    }

    /// How many questions are asked now; notes and computed values are not counted.
    pub fn asked(&self) -> usize {
        self.state.tally.asked
    }

    /// How many of these have an answer or a reason why there is none.
    pub fn dealt_with(&self) -> usize {
        self.state.tally.dealt_with
    }

    /// The questions asked now that have neither, in order.
    pub fn unanswered(&self) -> impl Iterator<Item = Item<'_>> {
        self.questions().filter(|item| self.answer(item).is_none())
    }

    /// Those of them that finishing asks for.
    pub fn required_left(&self) -> impl Iterator<Item = Item<'_>> {
        self.unanswered().filter(|item| self.requires(item.question))
    }

    /// Whether finishing asks this practitioner for an answer to the question.
    pub fn requires(&self, question: &Question) -> bool {
        state::requires(question, &self.context)
    }

    /// Whether every required question has a value or a refusal that counts as a result, and every
    /// score its result. A form can be finished without: see `can_finish`.
    pub fn is_complete(&self) -> bool {
        self.state.tally.unsettled == 0 && self.scores().iter().all(|score| score.complete)
    }

    /// True where every required question has an answer or a reason why there is none, and no
    /// check is in the way.
    pub fn can_finish(&self) -> bool {
        self.state.tally.required_left == 0 && self.in_the_way().next().is_none()
    }

    /// The checks that find something wrong now, in the form's order.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        marked(&self.form.checks, &self.state.checks)
    }

    /// Those of them that finishing asks about: refusals, and warnings without a note beside the
    /// answer that says why it stands. Where nothing can be answered a warning is only shown.
    pub fn in_the_way(&self) -> impl Iterator<Item = &Check> {
        self.checks().filter(|check| check.level == Level::Refuse || !self.is_explained(check))
    }

    /// Where a check finds something wrong: its question, or in a group that of each row it holds in.
    pub fn wrong_at<'s>(&'s self, check: &'s Check) -> impl Iterator<Item = Item<'s>> {
        let facts = self.state.facts(self.inputs());
        let holds = move |item: &Item<'_>| match self.row(item) {
            Some(row) => check.when.truth(&facts.in_row(row)) == Some(true),
            None => check.when.truth(&facts) == Some(true),
        };
        let node = self.form.questions.get(check.place).map_or(check.place, node_of);
        let there = self.shown_from(node).take_while(move |item| node_of(item.question) == node);
        there.filter(|item| item.question.place == check.place).filter(holds)
    }

    /// Whether notes say why what a check warns of stands, wherever it stands.
    fn is_explained(&self, check: &Check) -> bool {
        let noted = |item: Item<'_>| {
            !item.question.takes_answer() || self.answer(&item).is_some_and(|answer| answer.note.is_some())
        };
        self.wrong_at(check).all(noted)
    }

    fn row(&self, item: &Item<'_>) -> Option<&Row> {
        let rows = self.state.rows.get(&item.question.group?)?;
        rows.iter().find(|row| Some(row.number) == item.row)
    }

    /// The scores, in the form's order.
    pub fn scores(&self) -> Vec<ScoreResult> {
        let facts = self.state.facts(self.inputs());
        self.form.scores.iter().zip(&self.state.sums).map(|(score, sum)| score.result(sum, &facts)).collect()
    }

    /// The score with this id.
    pub fn score(&self, id: &str) -> Option<ScoreResult> {
        let (score, sum) = self.form.scores.iter().zip(&self.state.sums).find(|(score, _)| score.id == id)?;
        Some(score.result(sum, &self.state.facts(self.inputs())))
    }

    /// The red flags that fire, in the form's order.
    pub fn flags(&self) -> impl Iterator<Item = &Flag> {
        marked(&self.form.flags, &self.state.flags)
    }

    /// Whether the flag with this id fires.
    pub fn flagged(&self, id: &str) -> bool {
        self.flags().any(|flag| flag.id == id)
    }

    /// The onward referrals suggested, in the form's order; each destination once, the sooner.
    pub fn suggestions(&self) -> impl Iterator<Item = &Suggestion> {
        let all: Vec<&Suggestion> = marked(&self.form.suggestions, &self.state.suggestions).collect();
        let sooner = |one: &Suggestion, nth: usize, other: &Suggestion, at: usize| {
            other.destination == one.destination && (other.urgency, at) < (one.urgency, nth)
        };
        let outdone = |nth: usize, one: &Suggestion| {
            all.iter().enumerate().any(|(at, other)| sooner(one, nth, other, at))
        };
        let left: Vec<&Suggestion> =
            all.iter().enumerate().filter(|(nth, one)| !outdone(*nth, one)).map(|(_, one)| *one).collect();
        left.into_iter()
    }

    /// What a computed question comes to, rounded to the places it is shown with; `None` while an
    /// answer it needs is missing.
    pub fn computed(&self, key: &str) -> Option<Decimal> {
        let place = self.form.question(key)?.place;
        let value = self.state.computed.get(&place)?.known()?;
        let Kind::Computed(computed) = &self.form.question(key)?.kind else { return None };
        let step = 10_i64.pow(3 - u32::from(computed.places.min(3)));
        let up = if value < 0 { -step / 2 } else { step / 2 };
        Some(Decimal::from_thousandths((value.saturating_add(up) / step).saturating_mul(step)))
    }

    /// The options of an item that can be taken now.
    pub fn options<'s>(&'s self, item: &Item<'s>) -> impl Iterator<Item = &'s Choice> {
        let facts = self.state.facts(self.inputs());
        let facts = self.row(item).map_or(facts, |row| facts.in_row(row));
        let can = move |option: &&Choice| {
            option.show_if.as_ref().is_none_or(|when| when.truth(&facts) == Some(true))
        };
        item.question.options.iter().filter(can)
    }

    /// Checks an answer as `Form::check_answer` does, and that it takes no option that is hidden.
    ///
    /// # Errors
    ///
    /// A sentence for the practitioner.
    pub fn check_answer(&self, key: &str, answer: &Answer) -> Result<(), String> {
        self.form.check_answer(key, answer)?;
        let Some((question, row)) = self.form.by_key(key) else { return Ok(()) };
        let taken: &[String] = match answer.value() {
            Some(Value::Choice(code)) => std::slice::from_ref(code),
            Some(Value::Choices(codes)) => codes,
            _ => &[],
        };
        let item = Item { question, row };
        let can_be = |code: &&String| self.options(&item).any(|option| option.code == **code);
        match taken.iter().find(|code| !can_be(code)).and_then(|code| question.option(code)) {
            Some(hidden) => Err(format!("\"{}\" cannot be taken now.", hidden.text)),
            None => Ok(()),
        }
    }

    /// The rows of a repeat group, by number, in their order.
    pub fn rows(&self, group: &Question) -> &[u32] {
        match self.state.entries.get(group.place).and_then(|entry| entry.as_ref()?.value()) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Whether the question with this key is shown.
    pub fn shows(&self, key: &str) -> bool {
        let Some((question, row)) = self.form.by_key(key) else { return false };
        match (row, question.group) {
            (Some(number), Some(group)) => self.state.rows.get(&group).is_some_and(|rows| {
                rows.iter().any(|row| row.number == number && row.seen(question.place) == Seen::Shown)
            }),
            _ => self.sees(question),
        }
    }

    /// The next unanswered question after this key, and from the top where none follows.
    pub fn next_unanswered(&self, after: Option<&str>) -> Option<Item<'_>> {
        if self.dealt_with() == self.asked() {
            return None;
        }
        let after = after.and_then(|key| self.form.by_key(key));
        let Some((after, row)) = after else { return self.unanswered().next() };
        let is_it = |item: &Item<'_>| item.question.place == after.place && item.row == row;
        // From its group on, so that what is left of the rows comes first.
        let from = self.shown_from(node_of(after));
        let mut following = from.skip_while(|item| !is_it(item)).skip(1);
        let open = |item: &Item<'_>| item.question.takes_answer() && self.answer(item).is_none();
        following.find(open).or_else(|| self.unanswered().next())
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs { form: &self.form, index: self.form.index(), answers: &self.answers, context: &self.context }
    }
}

fn marked<'s, T>(all: &'s [T], marks: &'s [bool]) -> impl Iterator<Item = &'s T> {
    all.iter().zip(marks).filter(|(_, marked)| **marked).map(|(one, _)| one)
}
