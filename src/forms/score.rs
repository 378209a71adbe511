//! Scores: pure functions of the form and the answers.
//!
//! A total exists only when every item it needs has an answer. Until then there is a floor and a
//! ceiling: a partial form must never print a total that looks normal (instruments.md, 0.2).

use super::expr::Expr;
use super::expr::eval::{Bounds, Facts};
use super::form::Question;

/// A score declared by a form.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its code; the main score of an instrument is `total`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How it is worked out.
    pub kind: ScoreKind,
    /// What its values are called, in order.
    pub bands: Vec<Band>,
    /// The rule's source.
    pub source: Option<String>,
}

/// How a score is worked out.
#[derive(Clone, Debug)]
pub enum ScoreKind {
    /// The sum of what the items count.
    Sum {
        /// The places of the items.
        items: Vec<usize>,
    },
    /// No number: the first band whose condition holds (ASQ).
    Rule {
        /// The places of the questions its conditions look at.
        items: Vec<usize>,
    },
}

/// A named result.
#[derive(Clone, Debug)]
pub struct Band {
    /// Its name, exactly as published.
    pub name: String,
    /// When a score is in it.
    pub test: BandTest,
}

/// When a score is in a band.
#[derive(Clone, Debug)]
pub enum BandTest {
    /// Its value lies between these, both included.
    Between {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
    },
    /// The condition holds.
    When(Expr),
}

/// What a score comes to for one set of answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScoreResult {
    /// The score's code.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The total; `None` unless every item needed is answered, and for scores without a number.
    pub value: Option<i64>,
    /// The least it can come to whatever the missing answers are.
    pub floor: Option<i64>,
    /// The most it can come to.
    pub ceiling: Option<i64>,
    /// The band of the value; `None` while the score is not complete.
    pub band: Option<String>,
    /// The band of the floor.
    pub floor_band: Option<String>,
    /// The band of the ceiling.
    pub ceiling_band: Option<String>,
    /// Whether every item needed is answered.
    pub complete: bool,
    /// The ids of the items still missing.
    pub missing: Vec<String>,
}

impl Score {
    /// The places of the questions it depends on.
    pub fn items(&self) -> &[usize] {
        match &self.kind {
            ScoreKind::Sum { items } | ScoreKind::Rule { items } => items,
        }
    }

    pub(super) fn bounds(&self, facts: &Facts<'_>) -> Bounds {
        self.items().iter().map(|place| facts.worth(*place)).fold(Bounds::exactly(0), Bounds::plus)
    }

    pub(super) fn result(&self, facts: &Facts<'_>, shown: &[bool]) -> ScoreResult {
        match &self.kind {
            ScoreKind::Sum { items } => self.sum(items, facts),
            ScoreKind::Rule { items } => self.rule(items, facts, shown),
        }
    }

    fn sum(&self, items: &[usize], facts: &Facts<'_>) -> ScoreResult {
        let bounds = self.bounds(facts);
        let (floor, ceiling) = (bounds.least / 1000, bounds.most / 1000);
        let missing = self.missing(items, facts, |place, _| facts.value(place).is_some());
        let complete = missing.is_empty();
        ScoreResult {
            value: complete.then_some(floor),
            floor: Some(floor),
            ceiling: Some(ceiling),
            band: if complete { self.band_of(floor) } else { None },
            floor_band: self.band_of(floor),
            ceiling_band: self.band_of(ceiling),
            complete,
            missing,
            id: self.id.clone(),
            title: self.title.clone(),
        }
    }

    /// A rule speaks only when every question it looks at that is shown is settled. A question
    /// that is hidden by then makes no condition true.
    fn rule(&self, items: &[usize], facts: &Facts<'_>, shown: &[bool]) -> ScoreResult {
        let missing = self.missing(items, facts, |place, question| {
            let hidden = !shown.get(place).copied().unwrap_or(false);
            hidden || facts.value(place).is_some() || (question.declined_counts && facts.declined(place))
        });
        let complete = missing.is_empty();
        let holds = |band: &&Band| match &band.test {
            BandTest::When(when) => when.truth(facts) == Some(true),
            BandTest::Between { .. } => false,
        };
        let band = self.bands.iter().find(holds).filter(|_| complete).map(|band| band.name.clone());
        ScoreResult {
            id: self.id.clone(),
            title: self.title.clone(),
            value: None,
            floor: None,
            ceiling: None,
            floor_band: None,
            ceiling_band: None,
            band,
            complete,
            missing,
        }
    }

    fn missing(
        &self,
        items: &[usize],
        facts: &Facts<'_>,
        settled: impl Fn(usize, &Question) -> bool,
    ) -> Vec<String> {
        let questions = items.iter().filter_map(|place| facts.questions.get(*place));
        questions.filter(|item| !settled(item.place, item)).map(|item| item.id.clone()).collect()
    }

    fn band_of(&self, value: i64) -> Option<String> {
        let within = |band: &&Band| match band.test {
            BandTest::Between { from, to } => (from..=to).contains(&value),
            BandTest::When(_) => false,
        };
        self.bands.iter().find(within).map(|band| band.name.clone())
    }
}
