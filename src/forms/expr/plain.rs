//! A condition as a plain list of tests on single questions, for formats that can say no more.
//!
//! What comes out holds exactly where the condition holds for certain: an answer that is missing
//! makes neither true. Where a condition cannot be said so, nothing comes out; never about the same.

use super::eval::{Bounds, possible};
use super::{Expr, Node, Order};
use crate::domain::answer::Decimal;
use crate::forms::form::Question;
use crate::forms::kind::Kind;

/// What is asked of one question's answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holds {
    /// It has a value, or has none.
    Answered(bool),
    /// The option with this code is taken.
    Taken(String),
    /// It is words, and exactly these.
    Said(String),
    /// It is a number that compares so: `=`, `<`, `<=`, `>` or `>=`.
    Number(&'static str, Decimal),
}

/// One test: the place of the question in `Form::questions`, and what is asked of its answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Test {
    /// The question's place.
    pub place: usize,
    /// What is asked.
    pub holds: Holds,
}

/// A condition that is a list of tests; there is always one at least.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Plain {
    /// All of them hold.
    Every(Vec<Test>),
    /// One of them holds at least.
    Any(Vec<Test>),
}

impl Plain {
    fn one(place: usize, holds: Holds) -> Self {
        Self::Every(vec![Test { place, holds }])
    }

    /// One of these options of a question is taken; nothing where none is left.
    fn of(place: usize, codes: Vec<String>) -> Option<Self> {
        let tests: Vec<Test> =
            codes.into_iter().map(|code| Test { place, holds: Holds::Taken(code) }).collect();
        match tests.len() {
            0 => None,
            1 => Some(Self::Every(tests)),
            _ => Some(Self::Any(tests)),
        }
    }

    /// The tests, in the order in which they were written.
    pub fn tests(&self) -> &[Test] {
        match self {
            Self::Every(tests) | Self::Any(tests) => tests,
        }
    }

    /// Its tests, where they all have to hold.
    fn every(self) -> Option<Vec<Test>> {
        match self {
            Self::Every(tests) => Some(tests),
            Self::Any(_) => None,
        }
    }

    /// Its tests, where one is enough.
    fn any(self) -> Option<Vec<Test>> {
        match self {
            Self::Any(tests) => Some(tests),
            Self::Every(tests) => Some(tests).filter(|tests| tests.len() == 1),
        }
    }
}

impl Expr {
    /// The condition as a plain list of tests, where it comes to exactly that.
    pub fn plain(&self, questions: &[Question]) -> Option<Plain> {
        says(&self.node, true, questions)
    }
}

/// When a node is for certain true, or for certain false.
fn says(node: &Node, truth: bool, questions: &[Question]) -> Option<Plain> {
    match node {
        Node::Not(a) => says(a, !truth, questions),
        // `in` a list is compiled with it in front.
        Node::Any(a, b) if matches!(**a, Node::Known(false)) => says(b, truth, questions),
        Node::All(a, b) if truth => both(a, b, truth, questions),
        Node::Any(a, b) if !truth => both(a, b, truth, questions),
        Node::All(a, b) | Node::Any(a, b) => {
            let tests = [says(a, truth, questions)?.any()?, says(b, truth, questions)?.any()?].concat();
            Some(Plain::Any(once(tests)))
        }
        Node::Yes(place) => {
            Some(Plain::one(*place, Holds::Taken(if truth { "yes" } else { "no" }.to_owned())))
        }
        // A group's own answer is its rows, and those are no answer elsewhere.
        Node::Answered(place) => {
            let asked = questions.get(*place).filter(|question| !matches!(question.kind, Kind::Group(_)))?;
            Some(Plain::one(asked.place, Holds::Answered(truth)))
        }
        Node::Taken(place, code) if truth => Some(Plain::one(*place, Holds::Taken(code.clone()))),
        // An option that is taken alone is not taken where another one is.
        Node::Taken(place, code) => {
            let question = questions.get(*place)?;
            question.option(code).filter(|option| option.exclusive)?;
            others(question, |other| other != code)
        }
        Node::Compare(order, a, b) => compare(if truth { *order } else { opposite(*order) }, a, b, questions),
        _ => None,
    }
}

/// Both of two nodes. That options are taken, and not this one, may be one thing said twice.
fn both(a: &Node, b: &Node, truth: bool, questions: &[Question]) -> Option<Plain> {
    let (a, b) = (says(a, truth, questions)?, says(b, truth, questions)?);
    if let Some(narrower) = within(&a, &b).or_else(|| within(&b, &a)) {
        return Some(narrower);
    }
    Some(Plain::Every(once([a.every()?, b.every()?].concat())))
}

/// The narrower one, where it is about options of a question of which the wider one only says that
/// it is answered.
fn within(wider: &Plain, narrower: &Plain) -> Option<Plain> {
    let [Test { place, holds: Holds::Answered(true) }] = wider.tests() else { return None };
    let taken = |test: &Test| test.place == *place && matches!(test.holds, Holds::Taken(_));
    narrower.tests().iter().all(taken).then(|| narrower.clone())
}

fn once(tests: Vec<Test>) -> Vec<Test> {
    let mut kept: Vec<Test> = Vec::new();
    for test in tests {
        if !kept.contains(&test) {
            kept.push(test);
        }
    }
    kept
}

fn compare(order: Order, a: &Node, b: &Node, questions: &[Question]) -> Option<Plain> {
    match (a, b) {
        (Node::Said(place), Node::Word(word)) | (Node::Word(word), Node::Said(place)) => {
            said(order, questions.get(*place)?, word)
        }
        (Node::Worth(place), Node::Number(n)) => counts(order, questions.get(*place)?, *n),
        (Node::Number(n), Node::Worth(place)) => counts(turned(order), questions.get(*place)?, *n),
        // How many options were taken: more than none is an answer, for an empty one is refused.
        (Node::Count(nodes), Node::Number(0)) if order == Order::More => match nodes.as_slice() {
            [Node::HowMany(place)] => taken_any(questions.get(*place)?),
            _ => None,
        },
        (Node::HowMany(place), Node::Number(0)) if order == Order::More => taken_any(questions.get(*place)?),
        _ => None,
    }
}

fn taken_any(question: &Question) -> Option<Plain> {
    matches!(question.kind, Kind::Choices).then(|| Plain::one(question.place, Holds::Answered(true)))
}

fn said(order: Order, question: &Question, word: &str) -> Option<Plain> {
    match (order, &question.kind) {
        (Order::Equal, Kind::Text | Kind::LongText) => {
            Some(Plain::one(question.place, Holds::Said(word.to_owned())))
        }
        (Order::Equal, _) if question.option(word).is_some() => {
            Some(Plain::one(question.place, Holds::Taken(word.to_owned())))
        }
        (Order::Unequal, Kind::Choice | Kind::YesNo | Kind::Scale(_)) => {
            others(question, |other| other != word)
        }
        _ => None,
    }
}

fn others(question: &Question, keep: impl Fn(&str) -> bool) -> Option<Plain> {
    let codes = question.options.iter().map(|option| option.code.clone()).filter(|code| keep(code));
    Plain::of(question.place, codes.collect())
}

/// What an answer counts, in thousandths. What is certain before anybody answers cannot be said.
fn counts(order: Order, question: &Question, n: i64) -> Option<Plain> {
    let range = possible(question);
    if range.compare(order, Bounds::exactly(n)).is_some() {
        return None;
    }
    if matches!(question.kind, Kind::Number(_) | Kind::Duration(_)) {
        return Some(Plain::one(question.place, Holds::Number(sign(order)?, Decimal::from_thousandths(n))));
    }
    if !question.takes_one_option() {
        return None;
    }
    let fits = |value: i64| {
        let value = value.saturating_mul(1000);
        match order {
            Order::Equal => value == n,
            Order::Unequal => value != n,
            Order::Less => value < n,
            Order::AtMost => value <= n,
            Order::More => value > n,
            Order::AtLeast => value >= n,
        }
    };
    let fitting = question.options.iter().filter(|option| option.value.is_some_and(fits));
    Plain::of(question.place, fitting.map(|option| option.code.clone()).collect())
}

fn sign(order: Order) -> Option<&'static str> {
    match order {
        Order::Equal => Some("="),
        // An answer that is missing is not another number, and not every reader knows.
        Order::Unequal => None,
        Order::Less => Some("<"),
        Order::AtMost => Some("<="),
        Order::More => Some(">"),
        Order::AtLeast => Some(">="),
    }
}

fn opposite(order: Order) -> Order {
    match order {
        Order::Equal => Order::Unequal,
        Order::Unequal => Order::Equal,
        Order::Less => Order::AtLeast,
        Order::AtMost => Order::More,
        Order::More => Order::AtMost,
        Order::AtLeast => Order::Less,
    }
}

/// The order with its two sides exchanged.
fn turned(order: Order) -> Order {
    match order {
        Order::Less => Order::More,
        Order::AtMost => Order::AtLeast,
        Order::More => Order::Less,
        Order::AtLeast => Order::AtMost,
        same => same,
    }
}
