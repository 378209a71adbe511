//! Outcomes that are possible, and numbers of which only some is settled.

use super::super::Order;
use crate::forms::expr::eval::Bounds;

/// Sets of outcomes.
pub(super) type Outcomes = u8;
pub(super) const HOLDS: Outcomes = 1;
pub(super) const FAILS: Outcomes = 2;
pub(super) const UNKNOWN: Outcomes = 4;
pub(super) const ANY: Outcomes = HOLDS | FAILS | UNKNOWN;

pub(super) fn known(holds: bool) -> Outcomes {
    if holds { HOLDS } else { FAILS }
}

pub(super) fn not(a: Outcomes) -> Outcomes {
    (a & UNKNOWN) | if a & HOLDS == 0 { 0 } else { FAILS } | if a & FAILS == 0 { 0 } else { HOLDS }
}

pub(super) fn all(a: Outcomes, b: Outcomes) -> Outcomes {
    let mut outcomes = (a | b) & FAILS;
    if a & b & HOLDS != 0 {
        outcomes |= HOLDS;
    }
    if a & UNKNOWN != 0 && b & (HOLDS | UNKNOWN) != 0 || b & UNKNOWN != 0 && a & (HOLDS | UNKNOWN) != 0 {
        outcomes |= UNKNOWN;
    }
    outcomes
}

/// Where the least and the most of a number will lie.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    pub(super) least: Bounds,
    pub(super) most: Bounds,
}

impl Range {
    pub(super) fn exactly(bounds: Bounds) -> Self {
        Self { least: Bounds::exactly(bounds.least), most: Bounds::exactly(bounds.most) }
    }

    pub(super) fn number(n: i64) -> Self {
        Self::exactly(Bounds::exactly(n))
    }

    /// Somewhere within these bounds.
    pub(super) fn within(bounds: Bounds) -> Self {
        Self { least: bounds, most: bounds }
    }

    pub(super) fn hull(self) -> Bounds {
        Bounds { least: self.least.least, most: self.most.most }
    }

    fn settled(self) -> Option<Bounds> {
        Some(Bounds { least: self.least.known()?, most: self.most.known()? })
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self { least: self.least.plus(other.least), most: self.most.plus(other.most) }
    }

    pub(super) fn negated(self) -> Self {
        Self { least: self.most.negated(), most: self.least.negated() }
    }

    pub(super) fn times(self, other: Self) -> Self {
        match (self.settled(), other.settled()) {
            (Some(a), Some(b)) => Self::exactly(a.times(b)),
            _ => Self::within(self.hull().times(other.hull())),
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self { least: self.least.or(other.least), most: self.most.or(other.most) }
    }

    /// The same through a function that never falls as its argument rises.
    pub(super) fn through(self, rising: impl Fn(i64) -> i64) -> Self {
        let both = |bounds: Bounds| Bounds { least: rising(bounds.least), most: rising(bounds.most) };
        Self { least: both(self.least), most: both(self.most) }
    }

    pub(super) fn compare(self, order: Order, other: Self) -> Outcomes {
        match order {
            Order::Less => self.less(other),
            Order::More => other.less(self),
            Order::AtLeast => not(self.less(other)),
            Order::AtMost => not(other.less(self)),
            Order::Equal => self.equal(other),
            Order::Unequal => not(self.equal(other)),
        }
    }

    fn less(self, other: Self) -> Outcomes {
        if self.most.most < other.least.least {
            return HOLDS;
        }
        if self.least.least >= other.most.most {
            return FAILS;
        }
        let mut outcomes = 0;
        if self.most.least < other.least.most {
            outcomes |= HOLDS;
        }
        if self.least.most >= other.most.least {
            outcomes |= FAILS;
        }
        if outcomes == 0 || self.settled().is_none() || other.settled().is_none() {
            outcomes |= UNKNOWN;
        }
        outcomes
    }

    fn equal(self, other: Self) -> Outcomes {
        if self.most.most < other.least.least || self.least.least > other.most.most {
            return FAILS;
        }
        match (self.settled(), other.settled()) {
            (Some(a), Some(b)) if a.known().is_some() && a == b => HOLDS,
            (Some(_), Some(_)) => UNKNOWN,
            _ => {
                let can_settle = |range: Self| range.least.most >= range.most.least;
                let holds = if can_settle(self) && can_settle(other) { HOLDS } else { 0 };
                holds | FAILS | UNKNOWN
            }
        }
    }
}
