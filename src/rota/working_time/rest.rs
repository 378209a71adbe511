//! Rest between shifts, rest in a week, and breaks within a shift.

use chrono::{DateTime, Duration, Utc};

use super::{Breach, Rule, Worked, monday_of};
use crate::domain::service::WorkingTime;
use crate::domain::time::{local, span};
use crate::rota::report::Between;

/// Reg 10(1): true elapsed hours between one shift and the next; exactly as many as due will do, and
/// so will as many elsewhere in the 24 hours that begin with the first of the two.
pub(super) fn daily_rest(shifts: &[Worked], rules: &WorkingTime) -> Vec<Breach> {
    let due = rules.daily_rest_hours * 60;
    let pairs = shifts.iter().zip(shifts.iter().skip(1));
    pairs
        .filter_map(|(before, after)| {
            let rest = (after.from - before.to).num_minutes();
            let short = due - rest;
            // A day parted by some hours has its rest in the night: it is that which is measured.
            let day = Between { from: before.from, to: before.from + Duration::hours(24) };
            let longest = longest_rest(shifts, day);
            (short > 0 && longest < due && rest >= longest).then(|| Breach {
                rule: Rule::DailyRest,
                words: format!(
                    "{} rest before {}, {} due (WTR 1998 reg 10): {} compensatory rest due",
                    span(rest),
                    moment(after.from),
                    span(due),
                    span(short)
                ),
                at: after.from,
                short_by_minutes: short,
                compensatory_minutes: short,
            })
        })
        .collect()
}

/// Reg 11: a rest in each week from Monday, or the longer one in fourteen days that end or begin with
/// that week, as far as the shifts are known: from the week of the first to the week of the last.
pub(super) fn weekly_rest(shifts: &[Worked], rules: &WorkingTime) -> Vec<Breach> {
    let mut mondays: Vec<_> = shifts.iter().flat_map(|s| [monday_of(s.from), monday_of(s.to)]).collect();
    mondays.dedup();
    let (Some(first), Some(last)) = (mondays.first(), mondays.last()) else { return Vec::new() };
    let due = rules.weekly_rest_hours * 60;
    let fortnightly = rules.fortnightly_rest_hours * 60;
    let (week, fortnight) = (Duration::days(6), Duration::days(13));
    let mut found = Vec::new();
    for monday in &mondays {
        let longest = |first, length| longest_rest(shifts, Between::days(first, first + length));
        let this = longest(*monday, week);
        let (before, after) = (*monday - Duration::days(7), *monday + Duration::days(7));
        let ending = || before >= *first && longest(before, fortnight) >= fortnightly;
        let beginning = || after <= *last && longest(*monday, fortnight) >= fortnightly;
        if this >= due || ending() || beginning() {
            continue;
        }
        found.push(Breach {
            rule: Rule::WeeklyRest,
            words: format!(
                "{} the longest rest in the week of {}, {} due (WTR 1998 reg 11): {} compensatory rest due",
                span(this),
                monday.format("%a %-d %b"),
                span(due),
                span(due - this)
            ),
            at: Between::days(*monday, *monday).from,
            short_by_minutes: due - this,
            compensatory_minutes: due - this,
        });
    }
    found
}

/// Minutes of the longest rest within a window.
fn longest_rest(shifts: &[Worked], window: Between) -> i64 {
    let begin = shifts.partition_point(|shift| shift.to <= window.from);
    let mut free_from = window.from;
    let mut longest = 0;
    for shift in shifts.iter().skip(begin).take_while(|shift| shift.from < window.to) {
        longest = longest.max((shift.from - free_from).num_minutes());
        free_from = free_from.max(shift.to);
    }
    longest.max((window.to - free_from).num_minutes())
}

/// Reg 12: a break in a shift over so many hours.
pub(super) fn breaks(shifts: &[Worked], rules: &WorkingTime) -> Vec<Breach> {
    let due = i64::from(rules.break_minutes);
    let long = |shift: &&Worked| (shift.to - shift.from).num_minutes() > rules.break_after_hours * 60;
    let without = shifts.iter().filter(long).filter(|shift| shift.break_minutes < due);
    without
        .map(|shift| Breach {
            rule: Rule::Break,
            words: format!(
                "{} of break in {} from {}, {} due (WTR 1998 reg 12)",
                span(shift.break_minutes),
                span((shift.to - shift.from).num_minutes()),
                moment(shift.from),
                span(due)
            ),
            at: shift.from,
            short_by_minutes: due - shift.break_minutes,
            compensatory_minutes: due - shift.break_minutes,
        })
        .collect()
}

fn moment(at: DateTime<Utc>) -> String {
    local(at).format("%a %H:%M").to_string()
}
