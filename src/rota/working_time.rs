//! What the Working Time Regulations 1998 say against somebody's shifts: named, never blocked.
//!
//! Regulations 21 and 24 let rest be displaced where care has to go on, with as much compensatory
//! rest; so each breach says how much is due. All figures come from the service's file.

mod average;
mod night;
mod rest;

use chrono::{DateTime, Duration, NaiveDate, Utc, Weekday};

use self::average::averages;
use self::rest::{breaks, daily_rest, weekly_rest};
use super::presence::is_on_call;
use super::report::Between;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, PlannedShift};
use crate::domain::service::{Code, WorkingTime};
use crate::domain::time::local;

/// A hole in somebody's day under which what lies on both sides is one shift: travel from site to
/// site, a meal. Our own reading: the regulations leave it to the contract.
const ONE_SHIFT: Duration = Duration::hours(1);

/// One stretch of work, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Worked {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// Minutes of break within it, which are no working time.
    pub break_minutes: i64,
}

impl Worked {
    /// A planned shift as work.
    pub fn of(shift: &PlannedShift) -> Self {
        Self { from: shift.span.from, to: shift.span.to, break_minutes: i64::from(shift.break_minutes) }
    }

    /// Minutes of working time: its true length less its breaks.
    pub fn minutes(&self) -> i64 {
        ((self.to - self.from).num_minutes() - self.break_minutes).max(0)
    }
}

/// A rule of the regulations.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rule {
    /// Rest between two shifts, reg 10(1).
    DailyRest,
    /// Rest in a week or a fortnight, reg 11.
    WeeklyRest,
    /// A break within a shift, reg 12.
    Break,
    /// Average hours a week, reg 4(1).
    WeeklyHours,
    /// The same of somebody who opted out in writing, reg 5: said, and no breach.
    WeeklyHoursOptedOut,
    /// Average hours of a night worker, reg 6(1).
    NightHours,
}

/// Something that the regulations say against a rota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// The rule.
    pub rule: Rule,
    /// What is amiss, with the rule and what is due.
    pub words: String,
    /// The begin of the shift or week that breaks it.
    pub at: DateTime<Utc>,
    /// By how many minutes it is missed, of averages a week or a day; 0 of somebody who opted out.
    pub short_by_minutes: i64,
    /// Minutes of compensatory rest due, reg 24; 0 where an average is over.
    pub compensatory_minutes: i64,
}

/// What somebody works, as the regulations look at it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Work {
    /// Stretches of work by begin: all activities but on call, less the time somebody is away.
    pub shifts: Vec<Worked>,
    /// Times of absence: leave, sickness and what else there is.
    pub away: Vec<Between>,
    /// Whether they opted out of the weekly limit in writing, reg 5.
    pub opted_out: bool,
}

impl Work {
    /// What somebody works by the plan.
    pub fn of(plan: &Plan, activities: &[Code], who: PractitionerId) -> Self {
        let own = plan.shifts.values().filter(|shift| shift.practitioner == who);
        Self::by(own, plan, activities, who)
    }

    /// What somebody would work if these were their shifts.
    pub fn by<'a>(
        shifts: impl IntoIterator<Item = &'a PlannedShift>,
        plan: &Plan,
        activities: &[Code],
        who: PractitionerId,
    ) -> Self {
        let own = plan.absences.values().filter(|absence| absence.practitioner == who);
        let away: Vec<Between> =
            own.map(|absence| Between { from: absence.span.from, to: absence.span.to }).collect();
        let mut shifts: Vec<Worked> =
            shifts.into_iter().filter(|shift| !is_on_call(activities, shift)).map(Worked::of).collect();
        for absence in &away {
            shifts = shifts.into_iter().flat_map(|shift| beside(shift, *absence)).collect();
        }
        shifts.sort_unstable_by_key(|shift| (shift.from, shift.to));
        let opted_out = plan.staff.get(&who).is_some_and(|staff| staff.opted_out);
        Self { shifts, away, opted_out }
    }
}

/// What an absence leaves of a shift; the break stays with each part.
fn beside(shift: Worked, absence: Between) -> impl Iterator<Item = Worked> {
    let meets = shift.from < absence.to && absence.from < shift.to;
    let before = Worked { to: if meets { absence.from } else { shift.to }, ..shift };
    let after = meets.then_some(Worked { from: absence.to, ..shift });
    [Some(before), after].into_iter().flatten().filter(|part| part.from < part.to)
}

/// Everything that the regulations say against somebody's work, by time and then by rule.
///
/// Stretches with less than an hour between them are one shift, the hole being break. Averages are
/// told once for each run of weeks that are over.
pub fn breaches(work: &Work, rules: &WorkingTime) -> Vec<Breach> {
    let shifts = joined(&work.shifts);
    let mut found = daily_rest(&shifts, rules);
    found.extend(weekly_rest(&shifts, rules));
    found.extend(breaks(&shifts, rules));
    found.extend(averages(work, &shifts, rules));
    found.sort_by_key(|breach| (breach.at, breach.rule));
    found
}

fn joined(shifts: &[Worked]) -> Vec<Worked> {
    let mut all: Vec<Worked> = Vec::with_capacity(shifts.len());
    for shift in shifts {
        match all.last_mut() {
            Some(last) if shift.from - last.to < ONE_SHIFT => {
                let hole = (shift.from - last.to).num_minutes().max(0);
                last.break_minutes += shift.break_minutes + hole;
                last.to = last.to.max(shift.to);
            }
            _ => all.push(*shift),
        }
    }
    all
}

fn monday_of(at: DateTime<Utc>) -> NaiveDate {
    local(at).date().week(Weekday::Mon).first_day()
}

#[cfg(test)]
mod tests;
