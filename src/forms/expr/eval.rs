//! Works a condition out, in three values.
//!
//! A number nobody has given yet is not unknown altogether: it lies between the least and the most
//! that could be answered. So `sum(q1, q2, q3) > 0` is certain as soon as one of them is above 0.

use chrono::{Datelike, NaiveDate};

use super::{Context, Expr, Node, Order, Sign};
use crate::domain::answer::{Answer, State, Value};
use crate::forms::form::{Kind, Question};
use crate::forms::score::Score;

/// Beyond any number a form can hold, and small enough to be added to itself.
const FAR: i64 = i64::MAX / 8;

/// The least and the most a number can still turn out to be, in thousandths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::forms) struct Bounds {
    pub(in crate::forms) least: i64,
    pub(in crate::forms) most: i64,
}

impl Bounds {
    const ANY: Self = Self { least: -FAR, most: FAR };

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

    fn negated(self) -> Self {
        Self { least: -self.most, most: -self.least }
    }

    fn times(self, other: Self) -> Self {
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

    fn or(self, other: Self) -> Self {
        Self { least: self.least.min(other.least), most: self.most.max(other.most) }
    }

    fn compare(self, order: Order, other: Self) -> Option<bool> {
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

/// All that a condition may look at. An entry is `None` where the question is unanswered or hidden.
#[derive(Debug)]
pub(in crate::forms) struct Facts<'a> {
    pub(in crate::forms) questions: &'a [Question],
    pub(in crate::forms) scores: &'a [Score],
    pub(in crate::forms) entries: Vec<Option<&'a Answer>>,
    pub(in crate::forms) context: &'a Context,
}

impl<'a> Facts<'a> {
    pub(in crate::forms) fn entry(&self, place: usize) -> Option<&'a Answer> {
        self.entries.get(place).copied().flatten()
    }

    pub(in crate::forms) fn value(&self, place: usize) -> Option<&'a Value> {
        self.entry(place)?.value()
    }

    pub(in crate::forms) fn declined(&self, place: usize) -> bool {
        self.entry(place).is_some_and(|answer| answer.state == State::Declined)
    }

    /// What an answer counts, or the range it can still count.
    pub(in crate::forms) fn worth(&self, place: usize) -> Bounds {
        let Some(question) = self.questions.get(place) else { return Bounds::ANY };
        let given = match self.value(place) {
            Some(Value::Choice(code)) => question.option(code).and_then(|option| option.value),
            Some(Value::Number(n)) => return Bounds::exactly(n.thousandths()),
            _ => None,
        };
        given.map_or_else(|| possible(question), |n| Bounds::exactly(n.saturating_mul(1000)))
    }
}

/// The range of what a question can count.
pub(in crate::forms) fn possible(question: &Question) -> Bounds {
    if let Kind::Number(rule) = &question.kind {
        return Bounds {
            least: rule.min.map_or(-FAR, |n| n.thousandths()),
            most: rule.max.map_or(FAR, |n| n.thousandths()),
        };
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
            let (a, b) = (day(a, facts)?, day(b, facts)?);
            return Some(match order {
                Order::Equal => a == b,
                Order::Unequal => a != b,
                Order::Less => a < b,
                Order::AtMost => a <= b,
                Order::More => a > b,
                Order::AtLeast => a >= b,
            });
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
        Node::Score(place) => facts.scores.get(*place).map_or(Bounds::ANY, |score| score.bounds(facts)),
        Node::PersonAge => facts
            .context
            .person_age
            .map_or(Bounds { least: 0, most: 255_000 }, |age| Bounds::exactly(i64::from(age) * 1000)),
        Node::HowMany(place) => how_many(*place, facts),
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
            other => match truth(other, facts) {
                Some(known) => Bounds::exactly(i64::from(known) * 1000),
                None => Bounds { least: 0, most: 1000 },
            },
        })),
        Node::Age(date) => day(date, facts)
            .map_or(Bounds::ANY, |born| Bounds::exactly(years_between(born, facts.context.today) * 1000)),
        Node::DaysBetween(a, b) => match (day(a, facts), day(b, facts)) {
            (Some(a), Some(b)) => Bounds::exactly((b - a).num_days().saturating_mul(1000)),
            _ => Bounds::ANY,
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
        _ => {
            let options = facts.questions.get(place).map_or(0, |question| question.options.len());
            Bounds { least: 0, most: whole(options) }
        }
    }
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

fn day(node: &Node, facts: &Facts<'_>) -> Option<NaiveDate> {
    match node {
        Node::Today => Some(facts.context.today),
        Node::Day(place) => match facts.value(*place)? {
            Value::Date(date) => Some(*date),
            _ => None,
        },
        _ => None,
    }
}

fn is_word(node: &Node) -> bool {
    matches!(node, Node::Word(_) | Node::Said(_) | Node::PersonSex)
}

fn is_day(node: &Node) -> bool {
    matches!(node, Node::Day(_) | Node::Today)
}

fn is_truth(node: &Node) -> bool {
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
