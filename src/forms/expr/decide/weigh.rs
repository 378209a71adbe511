//! What a condition can come to while some of what it looks at is open still.

use super::super::{Node, Order, SEX_CODES, Sign};
use super::range::{ANY, FAILS, HOLDS, Outcomes, Range, UNKNOWN, all, known, not};
use super::{Chosen, Search, Subject};
use crate::forms::expr::eval::{Bounds, is_day, is_truth, is_word, possible};
use crate::forms::form::Question;
use crate::forms::kind::{Computed, Kind};
use crate::forms::score::{Counts, Score, ScoreKind, Term};

impl Search<'_> {
    fn chosen(&self, place: usize) -> Option<&Chosen> {
        self.chosen.get(&Subject::Question(place))
    }

    pub(super) fn outcomes(&self, node: &Node) -> Outcomes {
        match node {
            Node::Known(holds) => known(*holds),
            Node::Yes(place) => match (self.chosen(*place), self.ground.questions.get(*place)) {
                (Some(Chosen::Option(at)), Some(question)) => known(code(question, *at) == Some("yes")),
                (None, _) => ANY,
                _ => UNKNOWN,
            },
            Node::Answered(place) => is_answered(self.chosen(*place)),
            Node::AgeKnown => is_answered(self.chosen.get(&Subject::Age)),
            Node::SexKnown => is_answered(self.chosen.get(&Subject::Sex)),
            Node::Declined(place) => match self.chosen(*place) {
                None => HOLDS | FAILS,
                Some(chosen) => known(*chosen == Chosen::Declined),
            },
            Node::Taken(place, code) => self.taken(*place, code),
            Node::Not(a) => not(self.outcomes(a)),
            Node::All(a, b) => all(self.outcomes(a), self.outcomes(b)),
            Node::Any(a, b) => not(all(not(self.outcomes(a)), not(self.outcomes(b)))),
            Node::If(when, a, b) => {
                let (when, a, b) = (self.outcomes(when), self.outcomes(a), self.outcomes(b));
                let mut outcomes = if when & HOLDS == 0 { 0 } else { a };
                outcomes |= if when & FAILS == 0 { 0 } else { b };
                outcomes | if when & UNKNOWN == 0 { 0 } else { (a & b) | UNKNOWN }
            }
            Node::Compare(order, a, b) => self.compared(*order, a, b),
            _ => ANY,
        }
    }

    fn taken(&self, place: usize, code: &str) -> Outcomes {
        let options = self.ground.questions.get(place).map(|question| question.options.as_slice());
        let at = options.and_then(|options| options.iter().position(|option| option.code == code));
        match (self.chosen(place), at) {
            (Some(Chosen::Taken(taken)), Some(at)) => {
                taken.get(at).copied().flatten().map_or(HOLDS | FAILS, known)
            }
            (None, _) => ANY,
            _ => UNKNOWN,
        }
    }

    fn compared(&self, order: Order, a: &Node, b: &Node) -> Outcomes {
        if is_word(a) {
            return match (self.word(a), self.word(b)) {
                (Word::None, _) | (_, Word::None) => UNKNOWN,
                (Word::Known(a), Word::Known(b)) => known((a == b) == (order == Order::Equal)),
                (Word::Some, Word::Some | Word::Known(_)) | (Word::Known(_), Word::Some) => HOLDS | FAILS,
                _ => ANY,
            };
        }
        if is_day(a) {
            let is_absent = |node: &Node| match node {
                Node::Day(place) => {
                    matches!(self.chosen(*place), Some(Chosen::Absent | Chosen::Declined))
                }
                _ => false,
            };
            return if is_absent(a) || is_absent(b) { UNKNOWN } else { ANY };
        }
        if is_truth(a) {
            let (a, b) = (self.outcomes(a), self.outcomes(b));
            let mut outcomes = (a | b) & UNKNOWN;
            if a & b & HOLDS != 0 || a & b & FAILS != 0 {
                outcomes |= HOLDS;
            }
            if a & HOLDS != 0 && b & FAILS != 0 || a & FAILS != 0 && b & HOLDS != 0 {
                outcomes |= FAILS;
            }
            return if order == Order::Equal { outcomes } else { not(outcomes) };
        }
        self.range(a).compare(order, self.range(b))
    }

    fn word<'n>(&'n self, node: &'n Node) -> Word<'n> {
        match node {
            Node::Word(word) => Word::Known(word),
            Node::PersonSex => match self.chosen.get(&Subject::Sex) {
                Some(Chosen::Option(at)) => SEX_CODES.get(*at).map_or(Word::None, |code| Word::Known(code)),
                Some(_) => Word::None,
                None => Word::Open,
            },
            Node::Said(place) => match (self.chosen(*place), self.ground.questions.get(*place)) {
                (Some(Chosen::Option(at)), Some(question)) => {
                    code(question, *at).map_or(Word::None, Word::Known)
                }
                (Some(Chosen::Given), _) => Word::Some,
                (None, _) => Word::Open,
                _ => Word::None,
            },
            _ => Word::Open,
        }
    }

    fn range(&self, node: &Node) -> Range {
        match node {
            Node::Number(n) => Range::number(*n),
            Node::Worth(place) => self.worth(*place),
            Node::Clock(place) => self.between(*place, Bounds { least: 0, most: 1_439_000 }),
            Node::HowMany(place) => self.how_many(*place),
            Node::CountRows(_) => Range::within(Bounds { least: 0, most: Bounds::ANY.most }),
            Node::Score(place) => {
                self.ground.scores.get(*place).map_or(Range::within(Bounds::ANY), |score| self.score(score))
            }
            Node::PersonAge => match self.chosen.get(&Subject::Age) {
                Some(Chosen::Between(from, to)) => between(*from, *to),
                Some(_) => Range::exactly(Bounds { least: 0, most: 255_000 }),
                None => Range::within(Bounds { least: 0, most: 255_000 }),
            },
            Node::If(when, a, b) => {
                let (a, b) = (self.range(a), self.range(b));
                match self.outcomes(when) {
                    HOLDS => a,
                    FAILS => b,
                    _ => a.or(b),
                }
            }
            Node::Reckon(sign, a, b) => {
                let (a, b) = (self.range(a), self.range(b));
                match sign {
                    Sign::Plus => a.plus(b),
                    Sign::Minus => a.plus(b.negated()),
                    Sign::Times => a.times(b),
                }
            }
            Node::Sum(nodes) => sum(nodes.iter().map(|node| self.range(node))),
            Node::Count(nodes) => sum(nodes.iter().map(|node| match node {
                Node::HowMany(_) | Node::CountRows(_) => self.range(node),
                truth => counted(self.outcomes(truth)),
            })),
            _ => Range::within(Bounds::ANY),
        }
    }

    fn worth(&self, place: usize) -> Range {
        let Some(question) = self.ground.questions.get(place) else { return Range::within(Bounds::ANY) };
        if let Kind::Computed(Computed { value, .. }) = &question.kind {
            let value = value.as_ref().map_or(Bounds::ANY, |value| self.range(&value.node).hull());
            return Range::within(value);
        }
        match self.chosen(place) {
            Some(Chosen::Option(at)) => match question.options.get(*at).and_then(|option| option.value) {
                Some(value) => Range::number(value.saturating_mul(1000)),
                None => Range::within(Bounds::ANY),
            },
            _ => self.between(place, possible(question)),
        }
    }

    fn between(&self, place: usize, all: Bounds) -> Range {
        match self.chosen(place) {
            Some(Chosen::Between(from, to)) => between(*from, *to),
            Some(_) => Range::exactly(all),
            None => Range::within(all),
        }
    }

    fn how_many(&self, place: usize) -> Range {
        let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX / 8000) * 1000;
        let question = self.ground.questions.get(place);
        match (self.chosen(place), question.map(|question| &question.kind)) {
            (Some(Chosen::Taken(taken)), _) => {
                let sure = taken.iter().filter(|one| **one == Some(true)).count();
                let open = taken.iter().filter(|one| one.is_none()).count();
                between(whole(sure), whole(sure + open))
            }
            (_, Some(Kind::Group(rule))) => {
                self.between(place, Bounds { least: 0, most: i64::from(rule.most) * 1000 })
            }
            _ => {
                let options = question.map_or(0, |question| question.options.len());
                self.between(place, Bounds { least: 0, most: whole(options) })
            }
        }
    }

    fn score(&self, score: &Score) -> Range {
        let terms = sum(score.terms.iter().map(|term| self.term(term)));
        match score.kind {
            ScoreKind::Sum | ScoreKind::CountAtThreshold | ScoreKind::LookupRange => terms,
            ScoreKind::Any => terms.through(|n| if n >= 1000 { 1000 } else { 0 }),
            ScoreKind::NOf(least) => {
                let least = least.saturating_mul(1000);
                terms.through(|n| if n >= least { 1000 } else { 0 })
            }
            ScoreKind::Gate => {
                let Some(gate) = &score.gate else { return Range::within(Bounds::ANY) };
                let otherwise = Range::number(gate.otherwise.saturating_mul(1000));
                match self.outcomes(&gate.open_if.node) {
                    HOLDS => terms,
                    FAILS => otherwise,
                    _ => terms.or(otherwise),
                }
            }
            ScoreKind::Rule | ScoreKind::None => Range::within(Bounds::ANY),
        }
    }

    fn term(&self, term: &Term) -> Range {
        let worth = self.worth(term.place);
        let counts = match &term.counts {
            Counts::Worth => worth,
            Counts::Reversed(of) => Range::number(of.saturating_mul(1000)).plus(worth.negated()),
            Counts::Reaches(least) => {
                let least = least.saturating_mul(1000);
                worth.through(|n| if n >= least { 1000 } else { 0 })
            }
            Counts::Lookup(lookups) => {
                let points = lookups.iter().flat_map(|lookup| &lookup.ranges);
                let points = points.map(|range| Bounds::exactly(range.points.saturating_mul(1000)));
                Range::within(points.reduce(Bounds::or).unwrap_or(Bounds::ANY))
            }
        };
        match (term.skipped, self.chosen(term.place)) {
            (Some(skipped), None | Some(Chosen::Absent)) => {
                let either = counts.or(Range::number(skipped.saturating_mul(1000)));
                Range::within(either.hull())
            }
            _ => counts,
        }
    }
}

/// What is known of a word.
enum Word<'n> {
    /// There is none.
    None,
    Known(&'n str),
    /// There is one, whichever.
    Some,
    Open,
}

fn code(question: &Question, at: usize) -> Option<&str> {
    question.options.get(at).map(|option| option.code.as_str())
}

fn is_answered(chosen: Option<&Chosen>) -> Outcomes {
    match chosen {
        None => HOLDS | FAILS,
        Some(chosen) => known(!matches!(chosen, Chosen::Absent | Chosen::Declined)),
    }
}

fn between(from: i64, to: i64) -> Range {
    Range::within(Bounds { least: from, most: to })
}

fn sum(all: impl Iterator<Item = Range>) -> Range {
    all.fold(Range::number(0), Range::plus)
}

/// What a truth adds to a count.
fn counted(outcomes: Outcomes) -> Range {
    let range = |outcome: Outcomes| match outcome {
        HOLDS => Range::number(1000),
        FAILS => Range::number(0),
        _ => Range::exactly(Bounds { least: 0, most: 1000 }),
    };
    let possible = [HOLDS, FAILS, UNKNOWN].into_iter().filter(|outcome| outcomes & outcome != 0);
    possible.map(range).reduce(Range::or).unwrap_or(Range::number(0))
}
