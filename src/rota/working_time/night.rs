//! What of a shift lies in night time, reg 2(1).

use chrono::Duration;

use super::Worked;
use crate::domain::rota::Span;
use crate::domain::service::WorkingTime;
use crate::domain::time::local;

/// Whether so many hours of a shift lie in night time that it is a night shift.
pub(super) fn is_night_shift(shift: &Worked, rules: &WorkingTime) -> bool {
    night_minutes(shift, rules) >= rules.night_shift_hours * 60
}

fn night_minutes(shift: &Worked, rules: &WorkingTime) -> i64 {
    // A night that began the day before may reach into the shift.
    let first = local(shift.from).date() - Duration::days(1);
    let last = local(shift.to).date();
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .map(|day| Span::on(day, rules.night))
        .map(|night| (shift.to.min(night.to) - shift.from.max(night.from)).num_minutes().max(0))
        .sum()
}
