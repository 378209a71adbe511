//! Minutes of work by the class they are paid in; what is paid for them is not our matter.
//!
//! NHS terms and conditions (Agenda for Change) section 2: evenings and nights on weekdays,
//! Saturdays, and Sundays with public holidays, each from midnight to midnight.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use super::bank_holidays::bank_holiday;
use crate::domain::rota::Span;
use crate::domain::service::{BankHolidays, Hours};
use crate::domain::time::{from_local, local};

/// Minutes of a stretch of work in four classes, which add up to its length.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Unsocial {
    /// Weekday hours outside those below.
    pub plain: i64,
    /// Evening and night hours of a weekday.
    pub evening_night: i64,
    /// Saturday.
    pub saturday: i64,
    /// Sunday, or a bank holiday on whatever day it falls.
    pub sunday_or_bank_holiday: i64,
}

impl Unsocial {
    /// All four together.
    pub fn total(&self) -> i64 {
        self.plain + self.evening_night + self.saturday + self.sunday_or_bank_holiday
    }
}

/// Divides the true minutes of `[from, to)` by class; of a begun minute nothing is counted.
pub fn unsocial(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    evening_night: Hours,
    holidays: &BankHolidays,
) -> Unsocial {
    let mut minutes = Unsocial::default();
    let mut day = local(from).date();
    while midnight(day) < to {
        let Some(next) = day.succ_opt() else { break };
        let (begin, end) = (from.max(midnight(day)), to.min(midnight(next)));
        let here = length(begin, end);
        match class(day, holidays) {
            Class::SundayOrHoliday => minutes.sunday_or_bank_holiday += here,
            Class::Saturday => minutes.saturday += here,
            Class::Weekday => minutes.evening_night += evening_or_night(day, begin, end, evening_night),
        }
        day = next;
    }
    minutes.plain = length(from, to) - minutes.total();
    minutes
}

enum Class {
    Weekday,
    Saturday,
    SundayOrHoliday,
}

fn class(day: NaiveDate, holidays: &BankHolidays) -> Class {
    match day.weekday() {
        Weekday::Sun => Class::SundayOrHoliday,
        _ if bank_holiday(day, holidays).is_some() => Class::SundayOrHoliday,
        Weekday::Sat => Class::Saturday,
        _ => Class::Weekday,
    }
}

/// Minutes of `[begin, end)` in the evening that begins on this day or the night that ends on it.
fn evening_or_night(day: NaiveDate, begin: DateTime<Utc>, end: DateTime<Utc>, hours: Hours) -> i64 {
    let nights = [day.pred_opt(), Some(day)].into_iter().flatten().map(|day| Span::on(day, hours));
    nights.map(|night| length(begin.max(night.from), end.min(night.to))).sum()
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    from_local(day.and_time(NaiveTime::MIN))
}

fn length(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_minutes().max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::cover::tests::{at, hours};

    fn classes(from: &str, to: &str) -> [i64; 4] {
        let minutes = unsocial(at(from), at(to), hours("20:00", "06:00"), &BankHolidays::default());
        assert_eq!(minutes.total(), (at(to) - at(from)).num_minutes());
        let Unsocial { plain, evening_night, saturday, sunday_or_bank_holiday } = minutes;
        [plain, evening_night, saturday, sunday_or_bank_holiday].map(|n| n / 60)
    }

    #[test]
    fn a_late_is_six_plain_hours_and_two_of_the_evening() {
        assert_eq!(classes("2026-11-23 14:00", "2026-11-23 22:00"), [6, 2, 0, 0]);
    }

    #[test]
    fn a_friday_night_turns_saturday_at_midnight() {
        assert_eq!(classes("2026-11-27 20:00", "2026-11-28 08:00"), [0, 4, 8, 0]);
    }

    #[test]
    fn a_sunday_night_turns_into_monday_night_and_then_into_the_day() {
        assert_eq!(classes("2026-11-29 20:00", "2026-11-30 08:00"), [2, 6, 0, 4]);
    }

    #[test]
    fn a_bank_holiday_on_a_saturday_counts_as_the_holiday_and_so_does_its_substitute() {
        assert_eq!(classes("2026-12-26 13:00", "2026-12-26 21:00"), [0, 0, 0, 8]);
        assert_eq!(classes("2026-12-28 13:00", "2026-12-28 21:00"), [0, 0, 0, 8]);
    }

    #[test]
    fn the_repeated_hour_of_october_is_paid_as_sunday() {
        assert_eq!(classes("2026-10-24 20:00", "2026-10-25 08:00"), [0, 0, 4, 9]);
        assert_eq!(classes("2027-03-27 20:00", "2027-03-28 08:00"), [0, 0, 4, 7]);
    }
}
