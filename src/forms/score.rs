//! Scores: pure functions of the form and the answers.
//!
//! A total exists only when every item it needs has an answer. Until then there is a floor and a
//! ceiling: a partial form must never print a total that looks normal (instruments.md, 0.2).

mod reckon;

use super::expr::Expr;
use crate::domain::answer::Decimal;

/// A score declared by a form.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its code; the main score of an instrument is `total`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How its terms are put together.
    pub kind: ScoreKind,
    /// What each item brings to its number; none for scores without a number.
    pub terms: Vec<Term>,
    /// The places of all questions it looks at: items, gate, conditions of bands and lookups.
    pub looks_at: Vec<usize>,
    /// For `ScoreKind::Gate`: when its items count at all.
    pub gate: Option<Gate>,
    /// What its values are called, in order.
    pub bands: Vec<Band>,
    /// Other bands for some people; the first whose condition holds is used instead of `bands`.
    pub cut_offs: Vec<CutOff>,
    /// The rule's source.
    pub source: Option<String>,
}

/// How a score is worked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScoreKind {
    /// The sum of what the items count.
    Sum,
    /// How many items reach their threshold.
    CountAtThreshold,
    /// 1 where any item reaches its threshold, else 0.
    Any,
    /// 1 where at least so many items reach their threshold, else 0.
    NOf(i64),
    /// A sum that counts only where its gate is open.
    Gate,
    /// A sum of points looked up by range.
    LookupRange,
    /// No number: the first band whose condition holds (ASQ).
    Rule,
    /// Not scored, and says so.
    None,
}

impl ScoreKind {
    /// All kinds by the word a form file uses.
    pub const CODES: [&'static str; 8] =
        ["sum", "count_at_threshold", "any", "n_of", "gate", "lookup_range", "rule", "none"];

    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::CountAtThreshold => "count_at_threshold",
            Self::Any => "any",
            Self::NOf(_) => "n_of",
            Self::Gate => "gate",
            Self::LookupRange => "lookup_range",
            Self::Rule => "rule",
            Self::None => "none",
        }
    }
}

/// What one item brings to a score.
#[derive(Clone, Debug)]
pub struct Term {
    /// The place of the item.
    pub place: usize,
    /// How its answer counts.
    pub counts: Counts,
    /// What it counts where a rule hides it for certain; without it a hidden item is missing.
    pub skipped: Option<i64>,
}

/// How an answer counts in a score.
#[derive(Clone, Debug)]
pub enum Counts {
    /// As much as its value.
    Worth,
    /// This much less its value.
    Reversed(i64),
    /// 1 where its value is at least this, else 0.
    Reaches(i64),
    /// By ranges; of several the first whose condition holds.
    Lookup(Vec<Lookup>),
}

/// Points by range.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// When these ranges are used; always, where there is none.
    pub when: Option<Expr>,
    /// The ranges, upwards, without gaps.
    pub ranges: Vec<Points>,
}

/// Points for the values of one range, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Points {
    /// The least value; open downwards without it.
    pub from: Option<Decimal>,
    /// The most; open upwards without it.
    pub to: Option<Decimal>,
    /// The points.
    pub points: i64,
}

/// When the items of a score count at all.
#[derive(Clone, Debug)]
pub struct Gate {
    /// When they do.
    pub open_if: Expr,
    /// What the score comes to, complete, where they do not.
    pub otherwise: i64,
}

/// Bands for some people: by sex, age or an answer.
#[derive(Clone, Debug)]
pub struct CutOff {
    /// For whom.
    pub when: Expr,
    /// Whether a band speaks as soon as it is certain, on a partial form too.
    pub early: bool,
    /// Their bands, in order.
    pub bands: Vec<Band>,
}

/// A named result.
#[derive(Clone, Debug)]
pub struct Band {
    /// Its name, exactly as published.
    pub name: String,
    /// What people are shown instead, where the published name speaks of a level of risk.
    pub shown: Option<String>,
    /// When a score is in it.
    pub test: BandTest,
    /// For a rule: it speaks as soon as its condition is certain, on a partial form too.
    pub early: bool,
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
    /// The total; `None` unless every item needed is answered, and for scores without a number. For
    /// `Any` and `NOf` it is there as soon as it is certain.
    pub value: Option<i64>,
    /// The least it can come to whatever the missing answers are.
    pub floor: Option<i64>,
    /// The most it can come to.
    pub ceiling: Option<i64>,
    /// The band of the value, or of a rule that has spoken, as people are shown it.
    pub band: Option<String>,
    /// The same band by its published name, for what is compared with other programs.
    pub published_band: Option<String>,
    /// The band of the floor.
    pub floor_band: Option<String>,
    /// The band of the ceiling.
    pub ceiling_band: Option<String>,
    /// Whether every item needed is answered.
    pub complete: bool,
    /// How many items are still missing.
    pub missing: usize,
}

impl Score {
    /// Whether it comes to a number.
    pub fn has_number(&self) -> bool {
        !matches!(self.kind, ScoreKind::Rule | ScoreKind::None)
    }
}

impl Band {
    /// The name as people are shown it.
    pub fn words(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.name)
    }
}
