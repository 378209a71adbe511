//! What a sheet has worked out, and how one change walks through it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::answer::{Answer, State as Given, Value};
use crate::forms::expr::eval::{Bounds, Facts, Row, Seen};
use crate::forms::expr::{Context, Expr};
use crate::forms::form::{Form, Question, Required};
use crate::forms::index::{Index, Node};
use crate::forms::kind::Kind;

use super::Answers;

/// How many questions are in which state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Tally {
    /// Asked now.
    pub(super) asked: usize,
    /// Asked, and with an answer or a reason why there is none.
    pub(super) dealt_with: usize,
    /// Required and without either.
    pub(super) required_left: usize,
    /// Required and without a value or a refusal that counts as one.
    pub(super) unsettled: usize,
}

impl Tally {
    fn plus(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            dealt_with: self.dealt_with + other.dealt_with,
            required_left: self.required_left + other.required_left,
            unsettled: self.unsettled + other.unsettled,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            asked: self.asked.saturating_sub(other.asked),
            dealt_with: self.dealt_with.saturating_sub(other.dealt_with),
            required_left: self.required_left.saturating_sub(other.required_left),
            unsettled: self.unsettled.saturating_sub(other.unsettled),
        }
    }
}

/// The sum of a score's terms, kept up term by term.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::forms) struct Sum {
    terms: Vec<(Bounds, bool)>,
    least: i128,
    most: i128,
    /// How many items have no answer that counts.
    pub(in crate::forms) missing: usize,
}

impl Sum {
    /// What the terms come to, in thousandths.
    pub(in crate::forms) fn bounds(&self) -> Bounds {
        Bounds::within(self.least, self.most)
    }

    fn put(&mut self, nth: usize, bounds: Bounds, missing: bool) {
        let Some(term) = self.terms.get_mut(nth) else { return };
        let (old, was_missing) = std::mem::replace(term, (bounds, missing));
        self.least += i128::from(bounds.least) - i128::from(old.least);
        self.most += i128::from(bounds.most) - i128::from(old.most);
        self.missing = self.missing + usize::from(missing) - usize::from(was_missing);
    }
}

/// All that was worked out, by place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(in crate::forms) struct State {
    pub(in crate::forms) seen: Vec<Seen>,
    /// The answers that count: of questions shown, and fitting them.
    pub(in crate::forms) entries: Vec<Option<Answer>>,
    /// The rows of each group shown, in their order.
    pub(in crate::forms) rows: BTreeMap<usize, Vec<Row>>,
    pub(in crate::forms) computed: BTreeMap<usize, Bounds>,
    pub(in crate::forms) sums: Vec<Sum>,
    pub(super) flags: Vec<bool>,
    pub(super) checks: Vec<bool>,
    pub(super) suggestions: Vec<bool>,
    pub(super) tally: Tally,
    sections: Vec<Option<bool>>,
    tallies: Vec<Tally>,
}

/// What is worked out from: a form, the answers, what is known beside them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inputs<'a> {
    pub(super) form: &'a Form,
    pub(super) index: &'a Index,
    pub(super) answers: &'a Answers,
    pub(super) context: &'a Context,
}

/// What a change has touched and is still to be worked out again.
#[derive(Debug, Default)]
struct Touched {
    nodes: BTreeSet<(usize, Node)>,
    flags: BTreeSet<usize>,
    checks: BTreeSet<usize>,
    suggestions: BTreeSet<usize>,
}

impl State {
    /// Works everything out.
    pub(super) fn new(inputs: Inputs<'_>) -> Self {
        let form = inputs.form;
        let count = form.questions.len();
        let mut state = Self {
            seen: vec![Seen::Hidden; count],
            entries: vec![None; count],
            sections: vec![None; form.sections.len()],
            tallies: vec![Tally::default(); count],
            flags: vec![false; form.flags.len()],
            checks: vec![false; form.checks.len()],
            suggestions: vec![false; form.suggestions.len()],
            ..Self::default()
        };
        state.sums = form.scores.iter().map(|score| Sum::of(score.terms.len())).collect();
        for score in 0..form.scores.len() {
            state.put_terms(score, inputs);
        }
        let mut touched = Touched::default();
        for question in &form.questions {
            if let Some(section) = inputs.index.section_at(question.place) {
                state.work_out_section(section, inputs);
            }
            if question.group.is_none() && state.work_out_question(question, inputs) {
                state.touch_terms(question.place, inputs);
            }
        }
        touched.flags.extend(0..form.flags.len());
        touched.checks.extend(0..form.checks.len());
        touched.suggestions.extend(0..form.suggestions.len());
        state.work_out_rules(&touched, inputs);
        state
    }

    /// Works out again what hangs on the question at this place.
    pub(super) fn answered(&mut self, place: usize, inputs: Inputs<'_>) {
        let mut touched = Touched::default();
        touched.add(Node::Question(place));
        while let Some((_, node)) = touched.nodes.pop_first() {
            match node {
                Node::Section(_, section) => {
                    if self.work_out_section(section, inputs) {
                        let questions = inputs.form.sections.get(section);
                        let questions = questions.map_or(0..0, |section| section.questions.clone());
                        for question in inputs.form.questions.get(questions).unwrap_or_default() {
                            if question.group.is_none() {
                                touched.add(Node::Question(question.place));
                            }
                        }
                    }
                }
                Node::Question(place) => {
                    let Some(question) = inputs.form.questions.get(place) else { continue };
                    if self.work_out_question(question, inputs) {
                        self.touch_terms(place, inputs);
                        touched.add_dependents(place, inputs.index);
                    }
                }
            }
        }
        self.work_out_rules(&touched, inputs);
    }

    /// Works a section's condition out; returns whether it changed.
    fn work_out_section(&mut self, place: usize, inputs: Inputs<'_>) -> bool {
        let when = inputs.form.sections.get(place).and_then(|section| section.show_if.as_ref());
        let new = holds(when, &self.facts(inputs));
        let Some(old) = self.sections.get_mut(place) else { return false };
        std::mem::replace(old, new) != new
    }

    /// Works a question out, with its rows where it is a group; returns whether anything changed.
    fn work_out_question(&mut self, question: &Question, inputs: Inputs<'_>) -> bool {
        let place = question.place;
        let section = self.sections.get(question.section).copied().flatten();
        let (seen, entry) = seen(question, section, inputs.answers.get(&question.id), &self.facts(inputs));
        let own = tally(question, seen, entry.as_ref(), inputs.context);
        // Kept first: what is asked in the rows of a group may look at the group's own answer.
        let mut changed = keep(&mut self.seen, place, seen);
        changed |= keep(&mut self.entries, place, entry);
        changed |= match &question.kind {
            Kind::Computed(computed) => {
                let value = computed.value.as_ref().filter(|_| seen == Seen::Shown);
                let value = value.map(|value| value.number(&self.facts(inputs)));
                keep_in(&mut self.computed, place, value)
            }
            Kind::Group(_) => {
                let rows = self.rows_of(question, inputs);
                keep_in(&mut self.rows, place, rows)
            }
            _ => false,
        };
        if changed {
            let rows = self.rows.get(&place).map_or(&[][..], Vec::as_slice);
            let inside = rows.iter().flat_map(|row| inner_of(inputs.form, place).iter().zip(row.answers()));
            let new = inside
                .fold(own, |sum, (inner, (seen, entry))| sum.plus(tally(inner, seen, entry, inputs.context)));
            if let Some(kept) = self.tallies.get_mut(place) {
                let old = std::mem::replace(kept, new);
                self.tally = self.tally.minus(old).plus(new);
            }
        }
        changed
    }

    /// The rows of a group with what is asked in each; none where nobody has said which there are.
    fn rows_of(&self, group: &Question, inputs: Inputs<'_>) -> Option<Vec<Row>> {
        let Value::Rows(numbers) = self.entries.get(group.place)?.as_ref()?.value()? else { return None };
        let (inner, facts) = (inner_of(inputs.form, group.place), self.facts(inputs));
        let laid_out = |number: &u32| {
            let mut row = Row::new(*number, group.place);
            for question in inner {
                let given = inputs.answers.get(&question.key(Some(*number)));
                let worked_out = seen(question, Some(true), given, &facts.in_row(&row));
                row.push(worked_out);
            }
            row
        };
        Some(numbers.iter().map(laid_out).collect())
    }

    /// Works out again the terms of scores that look at the question at this place.
    fn touch_terms(&mut self, place: usize, inputs: Inputs<'_>) {
        for (score, term) in inputs.index.dependents(place).map_or(&[][..], |found| &found.terms) {
            self.put_term(*score, *term, inputs);
        }
    }

    fn put_terms(&mut self, score: usize, inputs: Inputs<'_>) {
        let count = inputs.form.scores.get(score).map_or(0, |score| score.terms.len());
        for term in 0..count {
            self.put_term(score, term, inputs);
        }
    }

    fn put_term(&mut self, score: usize, nth: usize, inputs: Inputs<'_>) {
        let Some(term) = inputs.form.scores.get(score).and_then(|score| score.terms.get(nth)) else { return };
        let (bounds, missing) = term.work_out(&self.facts(inputs));
        if let Some(sum) = self.sums.get_mut(score) {
            sum.put(nth, bounds, missing);
        }
    }

    fn work_out_rules(&mut self, touched: &Touched, inputs: Inputs<'_>) {
        let form = inputs.form;
        let flag = |place: usize| form.flags.get(place).map(|flag| (&flag.when, flag.place));
        // A check is silent while its question is hidden.
        let check = |place: usize, state: &Self| {
            let check = form.checks.get(place).map(|check| (&check.when, check.place));
            check.filter(|(_, place)| state.is_asked(*place, form))
        };
        let of = |rule: Option<(&Expr, usize)>, state: &Self| {
            rule.is_some_and(|(when, place)| state.somewhere(when, place, inputs))
        };
        for place in touched.flags.iter().copied() {
            let fires = of(flag(place), self);
            put(&mut self.flags, place, fires);
        }
        for place in touched.checks.iter().copied() {
            let holds = of(check(place, self), self);
            put(&mut self.checks, place, holds);
        }
        for place in touched.suggestions.iter().copied() {
            let when = form.suggestions.get(place).map(|suggestion| &suggestion.when);
            let holds = when.is_some_and(|when| when.truth(&self.facts(inputs)) == Some(true));
            put(&mut self.suggestions, place, holds);
        }
    }

    /// Whether a question is shown; one that is asked in rows counts as long as there is a row.
    fn is_asked(&self, place: usize, form: &Form) -> bool {
        let inside = form.questions.get(place).is_some_and(|question| question.group.is_some());
        inside || self.seen.get(place) == Some(&Seen::Shown)
    }

    /// Whether a condition that hangs on a question holds: in any row, where it is asked in rows.
    fn somewhere(&self, when: &Expr, place: usize, inputs: Inputs<'_>) -> bool {
        let facts = self.facts(inputs);
        match inputs.form.questions.get(place).and_then(|question| question.group) {
            Some(group) => self.rows.get(&group).is_some_and(|rows| {
                rows.iter()
                    .any(|row| row.seen(place) == Seen::Shown && when.truth(&facts.in_row(row)) == Some(true))
            }),
            None => when.truth(&facts) == Some(true),
        }
    }

    pub(super) fn facts<'a>(&'a self, inputs: Inputs<'a>) -> Facts<'a> {
        Facts::new(&inputs.form.questions, &inputs.form.scores, self, inputs.context)
    }
}

impl Sum {
    fn of(terms: usize) -> Self {
        Self { terms: vec![(Bounds::exactly(0), false); terms], ..Self::default() }
    }
}

impl Touched {
    fn add(&mut self, node: Node) {
        self.nodes.insert((node.rank(), node));
    }

    fn add_dependents(&mut self, place: usize, index: &Index) {
        let Some(found) = index.dependents(place) else { return };
        for node in &found.nodes {
            self.add(*node);
        }
        self.flags.extend(&found.flags);
        self.checks.extend(&found.checks);
        self.suggestions.extend(&found.suggestions);
    }
}

/// What a condition comes to; where there is none it holds.
fn holds(when: Option<&Expr>, facts: &Facts<'_>) -> Option<bool> {
    when.map_or(Some(true), |when| when.truth(facts))
}

/// Whether a question is shown, and the answer that counts: shown, fitting, without options hidden.
fn seen(
    question: &Question,
    around: Option<bool>,
    given: Option<&Answer>,
    facts: &Facts<'_>,
) -> (Seen, Option<Answer>) {
    let fitting = || given.filter(|answer| question.fits(answer));
    let own = match holds(question.show_if.as_ref(), facts) {
        Some(true) => Some(true),
        _ if question.keeps_answer && fitting().and_then(Answer::value).is_some() => Some(true),
        other => other,
    };
    let seen = match (around, own) {
        (Some(false), _) | (_, Some(false)) => Seen::Hidden,
        (Some(true), Some(true)) => Seen::Shown,
        _ => Seen::Unsure,
    };
    let entry =
        if seen == Seen::Shown { fitting().and_then(|answer| taken(question, answer, facts)) } else { None };
    (seen, entry)
}

/// The answer without the options that cannot be taken now; none where nothing is left of it.
fn taken(question: &Question, answer: &Answer, facts: &Facts<'_>) -> Option<Answer> {
    let can = |code: &String| {
        let option = question.option(code);
        option.is_some_and(|option| holds(option.show_if.as_ref(), facts) == Some(true))
    };
    let all_can = question.options.iter().all(|option| option.show_if.is_none());
    match answer.value() {
        Some(Value::Choice(code)) if !all_can => can(code).then(|| answer.clone()),
        Some(Value::Choices(codes)) if !all_can => {
            let left: Vec<String> = codes.iter().filter(|code| can(code)).cloned().collect();
            let value = Value::Choices(left.clone());
            (!left.is_empty()).then(|| Answer { state: Given::Answered { value }, ..answer.clone() })
        }
        _ => Some(answer.clone()),
    }
}

/// The questions asked in the rows of the group at this place.
pub(super) fn inner_of(form: &Form, group: usize) -> &[Question] {
    let after = form.questions.get(group + 1..).unwrap_or_default();
    let count = after.iter().take_while(|question| question.group == Some(group)).count();
    after.get(..count).unwrap_or_default()
}

fn tally(question: &Question, seen: Seen, entry: Option<&Answer>, context: &Context) -> Tally {
    if seen != Seen::Shown || !question.takes_answer() {
        return Tally::default();
    }
    let required = requires(question, context);
    let refused = question.declined_counts && entry.is_some_and(|answer| answer.state == Given::Declined);
    let settled = refused || entry.and_then(Answer::value).is_some();
    Tally {
        asked: 1,
        dealt_with: usize::from(entry.is_some()),
        required_left: usize::from(required && entry.is_none()),
        unsettled: usize::from(required && !settled),
    }
}

/// Whether finishing asks this practitioner for an answer to the question.
pub(super) fn requires(question: &Question, context: &Context) -> bool {
    match question.required {
        Required::Always => true,
        Required::Never => false,
        Required::Of(right) => context.rights.contains(&right),
    }
}

fn put(marks: &mut [bool], place: usize, holds: bool) {
    if let Some(mark) = marks.get_mut(place) {
        *mark = holds;
    }
}

/// Keeps a value at its place; returns whether it is another than before.
fn keep<T: PartialEq>(all: &mut [T], place: usize, new: T) -> bool {
    match all.get_mut(place) {
        Some(old) if *old != new => {
            *old = new;
            true
        }
        _ => false,
    }
}

fn keep_in<T: PartialEq>(all: &mut BTreeMap<usize, T>, place: usize, new: Option<T>) -> bool {
    if all.get(&place) == new.as_ref() {
        return false;
    }
    match new {
        Some(new) => all.insert(place, new),
        None => all.remove(&place),
    };
    true
}
