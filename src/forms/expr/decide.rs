//! Whether a condition can hold at all, or fail at all, whatever is answered.
//!
//! A search through the answers to the questions it names, one question at a time, that gives up a
//! way as soon as what is chosen so far rules the outcome out. What cannot be told, or not within
//! a sensible number of steps, counts as possible: the checker must not cry wolf.

mod range;
mod split;
mod weigh;

use std::collections::{HashMap, HashSet};

use super::{Expr, Node};
use crate::forms::form::{Question, Section};
use crate::forms::score::Score;

/// Steps for one condition, and for all conditions of a form.
const STEPS: u32 = 1000;
const STEPS_IN_ALL: u32 = 400_000;
/// The deepest way, in choices one after the other.
const DEEPEST: usize = 120;
/// How many questions are looked at for whether they are shown themselves.
const MOST_SHOWN: usize = 8;
/// A step costs one more for every so many items of the scores a condition names.
const ITEMS_A_STEP: usize = 32;

/// The form whose conditions are looked at.
#[derive(Clone, Copy, Debug)]
pub(in crate::forms) struct Ground<'a> {
    pub(in crate::forms) questions: &'a [Question],
    pub(in crate::forms) sections: &'a [Section],
    pub(in crate::forms) scores: &'a [Score],
}

/// Looks at the conditions of one form.
#[derive(Debug)]
pub(in crate::forms) struct Decider<'a> {
    ground: Ground<'a>,
    steps_left: u32,
}

impl<'a> Decider<'a> {
    pub(in crate::forms) fn new(ground: Ground<'a>) -> Self {
        Self { ground, steps_left: STEPS_IN_ALL }
    }

    /// Whether there are answers with which all these conditions hold, if answers could be had to
    /// hidden questions too.
    pub(in crate::forms) fn can_hold(&mut self, all: &[&'a Expr]) -> bool {
        self.search(all, true, Shown::Any)
    }

    /// Whether there are answers with which all these conditions hold, and every question that
    /// has one is shown.
    pub(in crate::forms) fn can_hold_when_asked(&mut self, all: &[&'a Expr]) -> bool {
        self.search(all, true, Shown::Only)
    }

    /// Whether there are answers with which the condition does not hold for certain.
    pub(in crate::forms) fn can_fail(&mut self, condition: &'a Expr) -> bool {
        self.search(&[condition], false, Shown::Any)
    }

    fn search(&mut self, all: &[&'a Expr], holds: bool, shown: Shown) -> bool {
        if self.steps_left == 0 {
            return true;
        }
        let steps = STEPS.min(self.steps_left);
        let mut search = Search {
            ground: self.ground,
            shown,
            chosen: HashMap::new(),
            refusable: HashSet::new(),
            followed: HashSet::new(),
            cost: 1,
            steps,
        };
        let goals = all.iter().map(|condition| search.goal(condition, holds)).collect();
        let found = search.is_possible(goals, 0);
        self.steps_left -= steps - search.steps;
        found
    }
}

/// Whether only questions that are shown have answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shown {
    Any,
    Only,
}

/// What a condition may look at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Subject {
    Question(usize),
    Age,
    Sex,
}

/// What is chosen for one subject so far.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Chosen {
    /// No answer.
    Absent,
    Declined,
    /// The option of this place.
    Option(usize),
    /// For each option of a choices question whether it is taken; `None` while that is open.
    Taken(Vec<Option<bool>>),
    /// A number between these, in thousandths.
    Between(i64, i64),
    /// An answer that is not looked into: words, a date.
    Given,
}

/// A condition, and what it must come to.
#[derive(Clone, Copy, Debug)]
struct Goal<'a> {
    node: &'a Node,
    wanted: range::Outcomes,
}

#[derive(Debug)]
struct Search<'a> {
    ground: Ground<'a>,
    shown: Shown,
    chosen: HashMap<Subject, Chosen>,
    /// Questions of which a condition asks whether they were declined.
    refusable: HashSet<usize>,
    /// Questions whose own conditions are among the goals.
    followed: HashSet<usize>,
    /// How many steps one step counts for.
    cost: u32,
    steps: u32,
}

impl<'a> Search<'a> {
    fn goal(&mut self, condition: &'a Expr, holds: bool) -> Goal<'a> {
        let items = condition.questions.len() / ITEMS_A_STEP;
        self.cost = self.cost.saturating_add(u32::try_from(items).unwrap_or(u32::MAX));
        refusals(&condition.node, &mut self.refusable);
        Goal { node: &condition.node, wanted: if holds { range::HOLDS } else { range::FAILS } }
    }

    /// Whether the goals can all be reached from what is chosen so far. A goal that is reached for
    /// certain stays so, whatever is chosen further.
    fn is_possible(&mut self, goals: Vec<Goal<'a>>, depth: usize) -> bool {
        if self.steps == 0 || depth > DEEPEST {
            return true;
        }
        self.steps = self.steps.saturating_sub(self.cost);
        let mut open = Vec::new();
        for goal in goals {
            let outcomes = self.outcomes(goal.node);
            if outcomes & goal.wanted == 0 {
                return false;
            }
            if outcomes != goal.wanted {
                open.push(goal);
            }
        }
        // Where nothing is left to choose, it hangs on something that is not looked into.
        let Some((subject, ways)) = open.iter().find_map(|goal| self.ways(goal.node)) else { return true };
        let before = self.chosen.get(&subject).cloned();
        for way in ways {
            let mut goals = open.clone();
            let followed = self.follow(subject, &way, &mut goals);
            self.chosen.insert(subject, way);
            if self.is_possible(goals, depth + 1) {
                return true;
            }
            if let Some(place) = followed {
                self.followed.remove(&place);
            }
        }
        match before {
            Some(before) => self.chosen.insert(subject, before),
            None => self.chosen.remove(&subject),
        };
        false
    }

    /// Adds what must hold for a question to have an answer: that it, its section, its group and
    /// the option taken are shown.
    fn follow(&mut self, subject: Subject, way: &Chosen, goals: &mut Vec<Goal<'a>>) -> Option<usize> {
        let Subject::Question(place) = subject else { return None };
        if self.shown == Shown::Any || *way == Chosen::Absent {
            return None;
        }
        let question = self.ground.questions.get(place)?;
        if let Chosen::Option(option) = way
            && let Some(condition) = question.options.get(*option).and_then(|option| option.show_if.as_ref())
        {
            goals.push(self.goal(condition, true));
        }
        if self.followed.len() >= MOST_SHOWN || !self.followed.insert(place) {
            return None;
        }
        let group = question.group.and_then(|group| self.ground.questions.get(group));
        let section = self.ground.sections.get(question.section);
        let conditions = [
            question.show_if.as_ref(),
            group.and_then(|group| group.show_if.as_ref()),
            section.and_then(|section| section.show_if.as_ref()),
        ];
        for condition in conditions.into_iter().flatten() {
            goals.push(self.goal(condition, true));
        }
        Some(place)
    }
}

/// The questions of which it is asked whether they were declined.
fn refusals(node: &Node, places: &mut HashSet<usize>) {
    match node {
        Node::Declined(place) => {
            places.insert(*place);
        }
        Node::Not(a) | Node::Age(a) => refusals(a, places),
        Node::All(a, b)
        | Node::Any(a, b)
        | Node::Compare(_, a, b)
        | Node::Reckon(_, a, b)
        | Node::DaysBetween(a, b) => {
            refusals(a, places);
            refusals(b, places);
        }
        Node::If(a, b, c) => [a, b, c].into_iter().for_each(|node| refusals(node, places)),
        Node::Count(nodes) | Node::Sum(nodes) => nodes.iter().for_each(|node| refusals(node, places)),
        _ => {}
    }
}
