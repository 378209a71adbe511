//! Conditions written in a form, such as `q1 == 'yes' && person_age < 18`.
//!
//! The grammar is a subset of CEL. `compile` turns the tree of the `cel` parser into our own, with
//! every name looked up and every type agreed; `eval` works it out in three values, where
//! "unknown" stands for what nobody has answered yet.

pub(super) mod compile;
pub(super) mod decide;
pub(super) mod eval;
pub mod plain;

use chrono::NaiveDate;

use crate::domain::service::Right;

/// Names a condition may use beside the form's own questions and scores.
pub const CONTEXT_NAMES: [&str; 3] = ["person_age", "person_sex", "today"];

/// The codes `person_sex` may have.
pub const SEX_CODES: [&str; 3] = ["female", "male", "other"];

/// What is known about the person and the day beside the answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// The day of the screening; no clock is read here.
    pub today: NaiveDate,
    /// The person's age in whole years, where it is known.
    pub person_age: Option<u8>,
    /// One of `SEX_CODES`, confirmed by the practitioner, where it is known.
    pub person_sex: Option<String>,
    /// What the practitioner's role may do: some questions are required of some roles only.
    pub rights: Vec<Right>,
}

impl Context {
    /// A context that knows only the day.
    pub fn on(today: NaiveDate) -> Self {
        Self { today, person_age: None, person_sex: None, rights: Vec::new() }
    }
}

/// A checked condition.
#[derive(Clone, Debug)]
pub struct Expr {
    source: String,
    node: Node,
    questions: Vec<usize>,
}

impl Expr {
    /// The condition as it was written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The places of the questions it looks at, each once, in order; of a score it names, all that
    /// the score's number depends on, and of what is asked in a group, the group's own question.
    pub fn questions(&self) -> Vec<usize> {
        self.questions.clone()
    }

    /// Both conditions in one: it holds where they both do.
    pub(in crate::forms) fn and(self, other: Self) -> Self {
        let mut questions = [self.questions, other.questions].concat();
        questions.sort_unstable();
        questions.dedup();
        Self {
            source: format!("({}) && ({})", self.source, other.source),
            node: Node::All(Box::new(self.node), Box::new(other.node)),
            questions,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Order {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Plus,
    Minus,
    Times,
}

/// The tree after checking. A question stands in it as what is wanted of its answer.
#[derive(Clone, Debug)]
enum Node {
    Known(bool),
    /// In thousandths.
    Number(i64),
    Word(String),
    /// A yes/no answer as true or false.
    Yes(usize),
    /// A number, or what the option counts.
    Worth(usize),
    /// An option's code, or the words of a text.
    Said(usize),
    Day(usize),
    /// A time of day, in minutes.
    Clock(usize),
    Score(usize),
    PersonAge,
    PersonSex,
    Today,
    AgeKnown,
    SexKnown,
    Answered(usize),
    Declined(usize),
    /// Whether this option is among the choices taken.
    Taken(usize, String),
    /// How many choices were taken, or how many rows a group has.
    HowMany(usize),
    /// What is counted in all rows of its group, added up.
    SumRows(usize),
    /// In how many rows of its group it is answered; yes, where it is a yes/no question.
    CountRows(usize),
    Not(Box<Self>),
    All(Box<Self>, Box<Self>),
    Any(Box<Self>, Box<Self>),
    If(Box<Self>, Box<Self>, Box<Self>),
    Compare(Order, Box<Self>, Box<Self>),
    Reckon(Sign, Box<Self>, Box<Self>),
    /// How many of these are true; a `HowMany` among them adds its number.
    Count(Vec<Self>),
    Sum(Vec<Self>),
    Age(Box<Self>),
    DaysBetween(Box<Self>, Box<Self>),
}

impl Node {
    /// The places of the scores named in it.
    fn scores(&self, places: &mut Vec<usize>) {
        match self {
            Self::Score(place) => places.push(*place),
            Self::Not(a) | Self::Age(a) => a.scores(places),
            Self::All(a, b)
            | Self::Any(a, b)
            | Self::Compare(_, a, b)
            | Self::Reckon(_, a, b)
            | Self::DaysBetween(a, b) => {
                a.scores(places);
                b.scores(places);
            }
            Self::If(a, b, c) => [a, b, c].into_iter().for_each(|node| node.scores(places)),
            Self::Count(nodes) | Self::Sum(nodes) => nodes.iter().for_each(|node| node.scores(places)),
            _ => {}
        }
    }

    fn collect(&self, places: &mut Vec<usize>) {
        match self {
            Self::Yes(place)
            | Self::Worth(place)
            | Self::Said(place)
            | Self::Day(place)
            | Self::Clock(place)
            | Self::Answered(place)
            | Self::Declined(place)
            | Self::Taken(place, _)
            | Self::HowMany(place)
            | Self::SumRows(place)
            | Self::CountRows(place) => places.push(*place),
            Self::Not(a) | Self::Age(a) => a.collect(places),
            Self::All(a, b)
            | Self::Any(a, b)
            | Self::Compare(_, a, b)
            | Self::Reckon(_, a, b)
            | Self::DaysBetween(a, b) => {
                a.collect(places);
                b.collect(places);
            }
            Self::If(a, b, c) => {
                for node in [a, b, c] {
                    node.collect(places);
                }
            }
            Self::Count(nodes) | Self::Sum(nodes) => nodes.iter().for_each(|node| node.collect(places)),
            Self::Known(_)
            | Self::Number(_)
            | Self::Word(_)
            | Self::Score(_)
            | Self::PersonAge
            | Self::PersonSex
            | Self::AgeKnown
            | Self::SexKnown
            | Self::Today => {}
        }
    }
}
