//! Works a condition out, in three values.
//!
//! A number nobody has given yet is not unknown altogether: it lies between the least and the most
//! that could be answered. So `sum(q1, q2, q3) > 0` is certain as soon as one of them is above 0.

use chrono::{Datelike, NaiveDate, Timelike};

use super::{Context, Expr, Node, Order, Sign};
use crate::domain::answer::{Answer, State, Value};
use crate::forms::form::Question;
use crate::forms::kind::Kind;
use crate::forms::score::Score;
use crate::forms::sheet::state::State as Worked;

/// Beyond any number a form can hold, and small enough to be added to itself.
const FAR: i64 = i64::MAX / 8;

/// The least and the most a number can still turn out to be, in thousandths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::forms) struct Bounds {
    pub(in crate::forms) least: i64,
    pub(in crate::forms) most: i64,
}

impl Bounds {
    pub(super) const ANY: Self = Self { least: -FAR, most: FAR };

    pub(in crate::forms) fn exactly(n: i64) -> Self {
        Self { least: n, most: n }
    }

    pub(in crate::forms) fn known(self) -> Option<i64> {
        (self.least == self.most).then_some(self.least)
    }

    pub(in crate::forms) fn plus(self, other: Self) -> Self {
        let add = |a: i64, b: i64| a.saturating_add(b).clamp(-FAR, FAR);
        Self { least: add(self.least, other.least), most: add(self.most, other.most) }
    }

    pub(in crate::forms) fn negated(self) -> Self {
        Self { least: -self.most, most: -self.least }
    }

    pub(super) fn times(self, other: Self) -> Self {
        let mut bounds = Self { least: FAR, most: -FAR };
        for a in [self.least, self.most] {
            for b in [other.least, other.most] {
                let product = (i128::from(a) * i128::from(b) / 1000).clamp(-i128::from(FAR), i128::from(FAR));
                let product = i64::try_from(product).unwrap_or(FAR);
                bounds.least = bounds.least.min(product);
                bounds.most = bounds.most.max(product);
            }
        }
        bounds
    }

    /// From the least to the most, in thousandths.
    pub(in crate::forms) fn within(least: i128, most: i128) -> Self {
        let near = |n: i128| i64::try_from(n.clamp(-i128::from(FAR), i128::from(FAR))).unwrap_or(FAR);
        Self { least: near(least), most: near(most) }
    }

    pub(in crate::forms) fn or(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    pub(super) fn compare(self, order: Order, other: Self) -> Option<bool> {
        let (below, above) = (self.most < other.least, self.least > other.most);
        match order {
            Order::Equal if below || above => Some(false),
            Order::Equal => (self.known()? == other.known()?).then_some(true),
            Order::Unequal => self.compare(Order::Equal, other).map(|same| !same),
            Order::Less if below => Some(true),
            Order::Less => (self.least >= other.most).then_some(false),
            Order::AtMost => other.compare(Order::Less, self).map(|more| !more),
            Order::More => other.compare(Order::Less, self),
            Order::AtLeast => self.compare(Order::Less, other).map(|less| !less),
        }
    }
}

/// Whether a question is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::forms) enum Seen {
    Shown,
    /// For certain not.
    Hidden,
    /// Not shown, for it is not known yet whether it has to be.
    Unsure,
}

/// One row of a repeat group: for each question asked in it whether it is shown, and its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::forms) struct Row {
    pub(in crate::forms) number: u32,
    group: usize,
    answers: Vec<(Seen, Option<Answer>)>,
}

impl Row {
    pub(in crate::forms) fn new(number: u32, group: usize) -> Self {
        Self { number, group, answers: Vec::new() }
    }

    pub(in crate::forms) fn push(&mut self, answer: (Seen, Option<Answer>)) {
        self.answers.push(answer);
    }

    /// For each question asked in the row, in order.
    pub(in crate::forms) fn answers(
        &self,
    ) -> impl DoubleEndedIterator<Item = (Seen, Option<&Answer>)> + ExactSizeIterator {
        self.answers.iter().map(|(seen, answer)| (*seen, answer.as_ref()))
    }

    /// Whether the question at this place of the form is shown in it.
    pub(in crate::forms) fn seen(&self, place: usize) -> Seen {
        let nth = place.checked_sub(self.group + 1);
        nth.and_then(|nth| self.answers.get(nth)).map_or(Seen::Hidden, |(seen, _)| *seen)
    }

    /// The answer that counts to the question at this place of the form.
    pub(in crate::forms) fn entry(&self, place: usize) -> Option<&Answer> {
        self.answers.get(place.checked_sub(self.group + 1)?)?.1.as_ref()
    }
}

/// All that a condition may look at, and the row it is worked out for where it is in a group.
#[derive(Clone, Copy, Debug)]
pub(in crate::forms) struct Facts<'a> {
    pub(in crate::forms) questions: &'a [Question],
    pub(in crate::forms) scores: &'a [Score],
    pub(in crate::forms) state: &'a Worked,
    pub(in crate::forms) context: &'a Context,
    row: Option<&'a Row>,
}

impl<'a> Facts<'a> {
    pub(in crate::forms) fn new(
        questions: &'a [Question],
        scores: &'a [Score],
        state: &'a Worked,
        context: &'a Context,
    ) -> Self {
        Self { questions, scores, state, context, row: None }
    }

    /// The same, seen from a row of a group.
    pub(in crate::forms) fn in_row<'b>(self, row: &'b Row) -> Facts<'b>
    where
        'a: 'b,
    {
        Facts { row: Some(row), ..self }
    }

    pub(in crate::forms) fn entry(&self, place: usize) -> Option<&'a Answer> {
        match self.row.filter(|row| self.questions.get(place).is_some_and(|q| q.group == Some(row.group))) {
            Some(row) => row.entry(place),
            None => self.state.entries.get(place)?.as_ref(),
        }
    }

    pub(in crate::forms) fn value(&self, place: usize) -> Option<&'a Value> {
        self.entry(place)?.value()
    }

    pub(in crate::forms) fn seen(&self, place: usize) -> Seen {
        self.state.seen.get(place).copied().unwrap_or(Seen::Hidden)
    }

    pub(in crate::forms) fn declined(&self, place: usize) -> bool {
        self.entry(place).is_some_and(|answer| answer.state == State::Declined)
    }

    /// What an answer counts, or the range it can still count.
    pub(in crate::forms) fn worth(&self, place: usize) -> Bounds {
        let Some(question) = self.questions.get(place) else { return Bounds::ANY };
        if matches!(question.kind, Kind::Computed(_)) {
            return self.state.computed.get(&place).copied().unwrap_or(Bounds::ANY);
        }
        self.value(place).and_then(|value| worth(question, value)).unwrap_or_else(|| possible(question))
    }

    /// The rows of the group in which a question is asked; none while nobody has said which.
    fn rows(&self, place: usize) -> Option<&'a [Row]> {
        let group = self.questions.get(place)?.group?;
        self.state.rows.get(&group).map(Vec::as_slice)
    }
}

/// What a value counts.
fn worth(question: &Question, value: &Value) -> Option<Bounds> {
    let thousandths = match value {
        Value::Choice(code) => question.option(code)?.value?.saturating_mul(1000),
        Value::Number(n) => n.thousandths(),
        Value::Duration(minutes) => i64::from(*minutes) * 1000,
        _ => return None,
    };
    Some(Bounds::exactly(thousandths.clamp(-FAR, FAR)))
}

/// The range of what a question can count.
pub(in crate::forms) fn possible(question: &Question) -> Bounds {
    if let Kind::Number(rule) = &question.kind {
        return Bounds {
            least: rule.min.map_or(-FAR, |n| n.thousandths()),
            most: rule.max.map_or(FAR, |n| n.thousandths()),
        };
    }
    if let Kind::Duration(rule) = &question.kind {
        let minutes = |n: u32| i64::from(n) * 1000;
        return Bounds { least: minutes(rule.min.unwrap_or(0)), most: rule.max.map_or(FAR, minutes) };
    }
    let values = question.options.iter().filter_map(|option| option.value);
    values
        .map(|n| Bounds::exactly(n.saturating_mul(1000).clamp(-FAR, FAR)))
        .reduce(Bounds::or)
        .unwrap_or(Bounds::ANY)
}

impl Expr {
    /// True or false where that is certain already, else `None`.
    pub(in crate::forms) fn truth(&self, facts: &Facts<'_>) -> Option<bool> {
        truth(&self.node, facts)
    }

    /// The number it comes to, or the range it can still come to, in thousandths.
    pub(in crate::forms) fn number(&self, facts: &Facts<'_>) -> Bounds {
        number(&self.node, facts)
    }
}

fn truth(node: &Node, facts: &Facts<'_>) -> Option<bool> {
    match node {
        Node::Known(known) => Some(*known),
        Node::Yes(place) => match facts.value(*place)? {
            Value::Choice(code) => Some(code == "yes"),
            _ => None,
        },
        Node::Answered(place) => Some(facts.value(*place).is_some()),
        Node::Declined(place) => Some(facts.declined(*place)),
        Node::AgeKnown => Some(facts.context.person_age.is_some()),
        Node::SexKnown => Some(facts.context.person_sex.is_some()),
        Node::Taken(place, code) => match facts.value(*place)? {
            Value::Choices(codes) => Some(codes.contains(code)),
            _ => None,
        },
        Node::Not(a) => truth(a, facts).map(|known| !known),
        Node::All(a, b) => match truth(a, facts) {
            Some(false) => Some(false),
            Some(true) => truth(b, facts),
            None => truth(b, facts).filter(|known| !known),
        },
        Node::Any(a, b) => match truth(a, facts) {
            Some(true) => Some(true),
            Some(false) => truth(b, facts),
            None => truth(b, facts).filter(|known| *known),
        },
        Node::If(condition, a, b) => match truth(condition, facts) {
            Some(true) => truth(a, facts),
            Some(false) => truth(b, facts),
            None => truth(a, facts).filter(|known| truth(b, facts) == Some(*known)),
        },
        Node::Compare(order, a, b) => compare(*order, a, b, facts),
        _ => None,
    }
}

fn compare(order: Order, a: &Node, b: &Node, facts: &Facts<'_>) -> Option<bool> {
    let same = match (a, b) {
        _ if is_word(a) => word(a, facts)? == word(b, facts)?,
        _ if is_day(a) => {
            let count = |(first, last): (NaiveDate, NaiveDate)| Bounds {
                least: i64::from(first.num_days_from_ce()),
                most: i64::from(last.num_days_from_ce()),
            };
            return count(days(a, facts)?).compare(order, count(days(b, facts)?));
        }
        _ if is_truth(a) => truth(a, facts)? == truth(b, facts)?,
        _ => return number(a, facts).compare(order, number(b, facts)),
    };
    Some(if order == Order::Unequal { !same } else { same })
}

fn number(node: &Node, facts: &Facts<'_>) -> Bounds {
    match node {
        Node::Number(n) => Bounds::exactly(*n),
        Node::Worth(place) => facts.worth(*place),
        Node::Score(place) => {
            let score = facts.scores.get(*place).zip(facts.state.sums.get(*place));
            score.map_or(Bounds::ANY, |(score, sum)| score.bounds(sum, facts))
        }
        Node::PersonAge => facts
            .context
            .person_age
            .map_or(Bounds { least: 0, most: 255_000 }, |age| Bounds::exactly(i64::from(age) * 1000)),
        Node::HowMany(place) => how_many(*place, facts),
        Node::SumRows(place) => sum_rows(*place, facts),
        Node::CountRows(place) => count_rows(*place, facts),
        Node::If(condition, a, b) => match truth(condition, facts) {
            Some(true) => number(a, facts),
            Some(false) => number(b, facts),
            None => number(a, facts).or(number(b, facts)),
        },
        Node::Reckon(sign, a, b) => {
            let (a, b) = (number(a, facts), number(b, facts));
            match sign {
                Sign::Plus => a.plus(b),
                Sign::Minus => a.plus(b.negated()),
                Sign::Times => a.times(b),
            }
        }
        Node::Sum(nodes) => sum(nodes.iter().map(|node| number(node, facts))),
        Node::Count(nodes) => sum(nodes.iter().map(|node| match node {
            Node::HowMany(place) => how_many(*place, facts),
            Node::CountRows(place) => count_rows(*place, facts),
            other => match truth(other, facts) {
                Some(known) => Bounds::exactly(i64::from(known) * 1000),
                None => Bounds { least: 0, most: 1000 },
            },
        })),
        Node::Age(date) => days(date, facts).map_or(Bounds::ANY, |(first, last)| {
            let years = |born| years_between(born, facts.context.today) * 1000;
            Bounds { least: years(last), most: years(first) }
        }),
        Node::DaysBetween(a, b) => match (days(a, facts), days(b, facts)) {
            (Some(a), Some(b)) => {
                let between = |a, b: NaiveDate| b.signed_duration_since(a).num_days().saturating_mul(1000);
                Bounds { least: between(a.1, b.0), most: between(a.0, b.1) }
            }
            _ => Bounds::ANY,
        },
        Node::Clock(place) => match facts.value(*place) {
            Some(Value::Time(time)) => Bounds::exactly(i64::from(time.hour() * 60 + time.minute()) * 1000),
            _ => Bounds { least: 0, most: 1_439_000 },
        },
        _ => Bounds::ANY,
    }
}

fn sum(all: impl Iterator<Item = Bounds>) -> Bounds {
    all.fold(Bounds::exactly(0), Bounds::plus)
}

fn how_many(place: usize, facts: &Facts<'_>) -> Bounds {
    let whole = |n: usize| i64::try_from(n).unwrap_or(FAR / 1000) * 1000;
    match facts.value(place) {
        Some(Value::Choices(codes)) => Bounds::exactly(whole(codes.len())),
        Some(Value::Rows(rows)) => Bounds::exactly(whole(rows.len())),
        _ => {
            let most = facts.questions.get(place).map_or(0, |question| match &question.kind {
                Kind::Group(rule) => i64::from(rule.most) * 1000,
                _ => whole(question.options.len()),
            });
            Bounds { least: 0, most }
        }
    }
}

/// What is counted in all rows, added up; a row that hides the question adds nothing.
fn sum_rows(place: usize, facts: &Facts<'_>) -> Bounds {
    let (Some(rows), Some(question)) = (facts.rows(place), facts.questions.get(place)) else {
        return Bounds::ANY;
    };
    sum(rows.iter().map(|row| match (row.entry(place).and_then(Answer::value), row.seen(place)) {
        (Some(value), _) => worth(question, value).unwrap_or(Bounds::ANY),
        (None, Seen::Hidden) => Bounds::exactly(0),
        (None, Seen::Shown) => possible(question),
        (None, Seen::Unsure) => possible(question).or(Bounds::exactly(0)),
    }))
}

/// In how many rows a question is answered; yes, where it is a yes/no question.
fn count_rows(place: usize, facts: &Facts<'_>) -> Bounds {
    let (Some(rows), Some(question)) = (facts.rows(place), facts.questions.get(place)) else {
        return Bounds { least: 0, most: FAR };
    };
    let yes_no = matches!(question.kind, Kind::YesNo);
    sum(rows.iter().map(|row| match (row.entry(place).and_then(Answer::value), row.seen(place)) {
        (Some(Value::Choice(code)), _) if yes_no => Bounds::exactly(i64::from(code == "yes") * 1000),
        (Some(_), _) => Bounds::exactly(1000),
        (None, Seen::Hidden) => Bounds::exactly(0),
        (None, _) if yes_no => Bounds { least: 0, most: 1000 },
        (None, _) => Bounds::exactly(0),
    }))
}

fn years_between(born: NaiveDate, today: NaiveDate) -> i64 {
    let years = i64::from(today.year()) - i64::from(born.year());
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    if had_birthday { years } else { years - 1 }
}

fn word<'a>(node: &'a Node, facts: &Facts<'a>) -> Option<&'a str> {
    match node {
        Node::Word(word) => Some(word),
        Node::PersonSex => facts.context.person_sex.as_deref(),
        Node::Said(place) => match facts.value(*place)? {
            Value::Choice(said) | Value::Text(said) => Some(said),
            _ => None,
        },
        _ => None,
    }
}

/// The first and the last day it can be; the same two where the day is known.
fn days(node: &Node, facts: &Facts<'_>) -> Option<(NaiveDate, NaiveDate)> {
    match node {
        Node::Today => Some((facts.context.today, facts.context.today)),
        Node::Day(place) => match facts.value(*place)? {
            Value::Date(date) => Some((*date, *date)),
            Value::PartialDate(date) => date.span(),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn is_word(node: &Node) -> bool {
    matches!(node, Node::Word(_) | Node::Said(_) | Node::PersonSex)
}

pub(super) fn is_day(node: &Node) -> bool {
    matches!(node, Node::Day(_) | Node::Today)
}

pub(super) fn is_truth(node: &Node) -> bool {
    match node {
        Node::If(_, a, _) => is_truth(a),
        Node::Known(_)
        | Node::Yes(_)
        | Node::Answered(_)
        | Node::Declined(_)
        | Node::AgeKnown
        | Node::SexKnown
        | Node::Taken(..)
        | Node::Not(_)
        | Node::All(..)
        | Node::Any(..)
        | Node::Compare(..) => true,
        _ => false,
    }
}
