//! Average hours over the reference period.
//!
//! The period of a week ends with it and reaches back over so many days that were not days of
//! absence (reg 4(6) takes days of absence out and puts others in their place), or to the first
//! shift known (reg 4(7)), but is one week at least. A shift belongs to the week it begins in.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};

use super::night::is_night_shift;
use super::{Breach, Rule, Work, Worked, monday_of};
use crate::domain::service::WorkingTime;
use crate::domain::time::{local, span};
use crate::rota::report::Between;

/// Days of a week, as a divisor.
const WEEK: i64 = 7;
/// Days of a week that are left beside the weekly rest, reg 6(5).
const WORKING_DAYS: i64 = 6;

/// What came together in a week, or in a period of weeks.
#[derive(Clone, Copy, Default)]
struct Sum {
    minutes: i64,
    shifts: i64,
    nights: i64,
    /// Days that were not days of absence.
    days: i64,
}

impl Sum {
    /// Average minutes a week.
    fn a_week(&self) -> i64 {
        self.minutes * WEEK / self.days.max(WEEK)
    }

    /// Average minutes in 24 hours, reg 6(5): days less one of rest in each seven.
    fn a_day(&self) -> i64 {
        self.minutes * WEEK / (self.days.max(WEEK) * WORKING_DAYS)
    }

    /// Whether nights are a normal course: a third of the shifts, as courts have taken it.
    fn is_night_worker(&self) -> bool {
        self.nights > 0 && self.nights * 3 >= self.shifts
    }
}

/// The averages that are over, each once for a run of weeks, at the begin of the first.
pub(super) fn averages(work: &Work, shifts: &[Worked], rules: &WorkingTime) -> Vec<Breach> {
    let Some((first, weeks)) = weeks(work, shifts, rules) else { return Vec::new() };
    let periods: Vec<Sum> =
        (0..weeks.len()).map(|last| period(weeks.get(..=last).unwrap_or_default(), rules)).collect();
    let weekly = if work.opted_out { Rule::WeeklyHoursOptedOut } else { Rule::WeeklyHours };
    let over_week = |sum: &Sum| sum.a_week() - rules.weekly_hours * 60;
    let over_night = |sum: &Sum| if sum.is_night_worker() { sum.a_day() - rules.night_hours * 60 } else { 0 };
    let mut found = runs(first, &periods, weekly, rules, over_week);
    found.extend(runs(first, &periods, Rule::NightHours, rules, over_night));
    found
}

/// Every week from the first with a shift to the last.
fn weeks(work: &Work, shifts: &[Worked], rules: &WorkingTime) -> Option<(NaiveDate, Vec<Sum>)> {
    let first = monday_of(shifts.first()?.from);
    let last = monday_of(shifts.last()?.from);
    let count = usize::try_from((last - first).num_days() / WEEK).ok()? + 1;
    let mut weeks = vec![Sum { days: WEEK, ..Sum::default() }; count];
    let place = |day: NaiveDate| usize::try_from((day - first).num_days().div_euclid(WEEK)).ok();
    for shift in shifts {
        let week = place(local(shift.from).date()).and_then(|place| weeks.get_mut(place));
        let Some(week) = week else { continue };
        week.minutes += shift.minutes();
        week.shifts += 1;
        week.nights += i64::from(is_night_shift(shift, rules));
    }
    for day in days_away(work) {
        if let Some(week) = place(day).and_then(|place| weeks.get_mut(place)) {
            week.days -= 1;
        }
    }
    Some((first, weeks))
}

fn days_away(work: &Work) -> BTreeSet<NaiveDate> {
    let days = |away: &Between| {
        let last = local(away.to - Duration::seconds(1)).date();
        local(away.from).date().iter_days().take_while(move |day| *day <= last)
    };
    work.away.iter().flat_map(days).collect()
}

/// The sum of the weeks from the last one back that hold the days of a reference period.
fn period(weeks: &[Sum], rules: &WorkingTime) -> Sum {
    let mut sum = Sum::default();
    for week in weeks.iter().rev() {
        if sum.days >= rules.reference_weeks * WEEK {
            break;
        }
        sum.minutes += week.minutes;
        sum.shifts += week.shifts;
        sum.nights += week.nights;
        sum.days += week.days;
    }
    sum
}

fn runs(
    first: NaiveDate,
    periods: &[Sum],
    rule: Rule,
    rules: &WorkingTime,
    over: impl Fn(&Sum) -> i64,
) -> Vec<Breach> {
    let mut found: Vec<Breach> = Vec::new();
    let mut was_over = false;
    for (period, monday) in periods.iter().zip(first.iter_weeks()) {
        let short = over(period);
        let worst = found.last_mut().filter(|_| was_over);
        was_over = short > 0;
        if !was_over {
            continue;
        }
        let words = words(rule, period, rules, monday);
        match worst {
            Some(worst) if worst.short_by_minutes < short => {
                worst.short_by_minutes = short;
                worst.words = words;
            }
            Some(_) => {}
            None => found.push(Breach {
                rule,
                words,
                at: Between::days(monday, monday).from,
                short_by_minutes: short,
                compensatory_minutes: 0,
            }),
        }
    }
    if rule == Rule::WeeklyHoursOptedOut {
        found.iter_mut().for_each(|breach| breach.short_by_minutes = 0);
    }
    found
}

fn words(rule: Rule, period: &Sum, rules: &WorkingTime, monday: NaiveDate) -> String {
    let weeks = (period.days.max(WEEK) + WEEK - 1) / WEEK;
    let to = (monday + Duration::days(6)).format("%a %-d %b");
    match rule {
        Rule::NightHours => format!(
            "{} in 24 hours on average as a night worker over {weeks} wk to {to}, {} at most (WTR 1998 reg 6)",
            span(period.a_day()),
            span(rules.night_hours * 60)
        ),
        Rule::WeeklyHoursOptedOut => format!(
            "{} a week on average over {weeks} wk to {to}; opted out in writing (WTR 1998 reg 5)",
            span(period.a_week())
        ),
        _ => format!(
            "{} a week on average over {weeks} wk to {to}, {} at most (WTR 1998 reg 4)",
            span(period.a_week()),
            span(rules.weekly_hours * 60)
        ),
    }
}
