//! The ways in which the next thing a condition hangs on can be answered.

use super::super::{Node, SEX_CODES};
use super::{Chosen, Search, Subject};
use crate::forms::expr::eval::possible;
use crate::forms::form::Question;
use crate::forms::kind::{Computed, Kind};

/// Numbers without an end are looked at up to here, in thousandths.
const FAR: i64 = 1_000_000_000_000;
/// The oldest anybody is.
const OLDEST: i64 = 130_000;

impl Search<'_> {
    /// The first subject in the condition that is open still, with the ways to narrow it down.
    pub(super) fn ways(&self, node: &Node) -> Option<(Subject, Vec<Chosen>)> {
        match node {
            Node::Yes(place)
            | Node::Worth(place)
            | Node::Said(place)
            | Node::Day(place)
            | Node::Clock(place)
            | Node::Answered(place)
            | Node::Declined(place)
            | Node::HowMany(place) => self.ways_of(*place, None),
            Node::Taken(place, code) => self.ways_of(*place, Some(code)),
            Node::PersonAge | Node::AgeKnown => self.ways_of_person(Subject::Age),
            Node::PersonSex | Node::SexKnown => self.ways_of_person(Subject::Sex),
            Node::Score(place) => {
                let score = self.ground.scores.get(*place)?;
                let gate = score.gate.as_ref().and_then(|gate| self.ways(&gate.open_if.node));
                gate.or_else(|| score.terms.iter().find_map(|term| self.ways_of(term.place, None)))
            }
            Node::Not(a) | Node::Age(a) => self.ways(a),
            Node::All(a, b)
            | Node::Any(a, b)
            | Node::Compare(_, a, b)
            | Node::Reckon(_, a, b)
            | Node::DaysBetween(a, b) => self.ways(a).or_else(|| self.ways(b)),
            Node::If(a, b, c) => [a, b, c].into_iter().find_map(|node| self.ways(node)),
            Node::Count(nodes) | Node::Sum(nodes) => nodes.iter().find_map(|node| self.ways(node)),
            Node::Known(_)
            | Node::Number(_)
            | Node::Word(_)
            | Node::Today
            | Node::SumRows(_)
            | Node::CountRows(_) => None,
        }
    }

    fn ways_of(&self, place: usize, code: Option<&str>) -> Option<(Subject, Vec<Chosen>)> {
        let question = self.ground.questions.get(place)?;
        if let Kind::Computed(Computed { value, .. }) = &question.kind {
            return self.ways(&value.as_ref()?.node);
        }
        let subject = Subject::Question(place);
        let ways = match self.chosen.get(&subject) {
            None => {
                let mut ways = vec![Chosen::Absent];
                if self.refusable.contains(&place) {
                    ways.push(Chosen::Declined);
                }
                ways.extend(answers(question));
                ways
            }
            Some(Chosen::Between(from, to)) => halves(*from, *to, step(question))?,
            Some(Chosen::Taken(taken)) => taking(question, taken, code)?,
            Some(_) => return None,
        };
        Some((subject, ways))
    }

    fn ways_of_person(&self, subject: Subject) -> Option<(Subject, Vec<Chosen>)> {
        let ways = match (self.chosen.get(&subject), subject) {
            (None, Subject::Sex) => {
                [Chosen::Absent].into_iter().chain((0..SEX_CODES.len()).map(Chosen::Option)).collect()
            }
            (None, _) => vec![Chosen::Absent, Chosen::Between(0, OLDEST)],
            (Some(Chosen::Between(from, to)), _) => halves(*from, *to, 1000)?,
            (Some(_), _) => return None,
        };
        Some((subject, ways))
    }
}

/// All answers to a question, as few ways as they can be told apart in.
fn answers(question: &Question) -> Vec<Chosen> {
    match &question.kind {
        Kind::YesNo | Kind::Choice | Kind::Scale(_) => {
            (0..question.options.len()).map(Chosen::Option).collect()
        }
        Kind::Choices => vec![Chosen::Taken(vec![None; question.options.len()])],
        Kind::Number(_) | Kind::Duration(_) => {
            let range = possible(question);
            vec![Chosen::Between(range.least.max(-FAR), range.most.min(FAR))]
        }
        Kind::Time => vec![Chosen::Between(0, 1_439_000)],
        Kind::Group(rule) => vec![Chosen::Between(0, i64::from(rule.most) * 1000)],
        _ => vec![Chosen::Given],
    }
}

/// The least by which two answers differ, in thousandths.
fn step(question: &Question) -> i64 {
    match &question.kind {
        Kind::Number(rule) => 10_i64.pow(3 - u32::from(rule.places.min(3))),
        _ => 1000,
    }
}

fn halves(from: i64, to: i64, step: i64) -> Option<Vec<Chosen>> {
    if from >= to {
        return None;
    }
    let middle = from + (to - from) / 2 / step * step;
    Some(vec![Chosen::Between(from, middle), Chosen::Between((middle + step).min(to), to)])
}

/// With and without the option of this code, or the next that is open.
fn taking(question: &Question, taken: &[Option<bool>], code: Option<&str>) -> Option<Vec<Chosen>> {
    let named = code.and_then(|code| question.options.iter().position(|option| option.code == code));
    let open = |at: usize| taken.get(at).is_some_and(Option::is_none);
    let at = match named {
        Some(at) if open(at) => at,
        Some(_) => return None,
        None => taken.iter().position(Option::is_none)?,
    };
    let with = |takes: bool| {
        let mut taken = taken.to_vec();
        if let Some(option) = taken.get_mut(at) {
            *option = Some(takes);
        }
        can_be_taken(question, &taken).then_some(Chosen::Taken(taken))
    };
    Some([true, false].into_iter().filter_map(with).collect())
}

/// At least one is taken, and one that is exclusive alone.
fn can_be_taken(question: &Question, taken: &[Option<bool>]) -> bool {
    let so_far = taken.iter().filter(|one| **one == Some(true)).count();
    let alone =
        question.options.iter().zip(taken).any(|(option, one)| option.exclusive && *one == Some(true));
    !(alone && so_far > 1) && (so_far > 0 || taken.iter().any(Option::is_none))
}
