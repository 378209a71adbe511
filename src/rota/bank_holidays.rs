//! Bank holidays of England and Wales: the rule computed, a service's exceptions laid over it.
//!
//! The rule alone is wrong about every four years (royal days, moved days), hence the overlay.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use crate::domain::service::BankHolidays;

/// The name of the bank holiday on this date, if it is one.
///
/// Where a holiday falls on a weekend, both the calendar day and its substitute count: courts and
/// pay look at both. A date under `removed` is none; one under `extra` is one by the name given.
pub fn bank_holiday(date: NaiveDate, overlay: &BankHolidays) -> Option<String> {
    if let Some(name) = overlay.extra.get(&date) {
        return Some(name.clone());
    }
    if overlay.removed.contains(&date) {
        return None;
    }
    let name = fixed(date).or_else(|| easter_tide(date)).or_else(|| monday(date))?;
    Some(name.to_owned())
}

/// New Year, Christmas and Boxing Day, and the days that stand in for them.
fn fixed(date: NaiveDate) -> Option<&'static str> {
    use Weekday::{Mon, Tue};
    match (date.month(), date.day(), date.weekday()) {
        (1, 1, _) => Some("New Year's Day"),
        (1, 2 | 3, Mon) => Some("New Year's Day (substitute day)"),
        (12, 25, _) => Some("Christmas Day"),
        (12, 26, _) => Some("Boxing Day"),
        // 25th on a Sunday: Boxing Day keeps Monday 26 and Christmas moves past it.
        (12, 27, Mon | Tue) => Some("Christmas Day (substitute day)"),
        (12, 28, Mon | Tue) => Some("Boxing Day (substitute day)"),
        _ => None,
    }
}

fn easter_tide(date: NaiveDate) -> Option<&'static str> {
    let easter = easter(date.year())?;
    match (date - easter).num_days() {
        -2 => Some("Good Friday"),
        1 => Some("Easter Monday"),
        _ => None,
    }
}

/// First and last Monday of May, last Monday of August.
fn monday(date: NaiveDate) -> Option<&'static str> {
    if date.weekday() != Weekday::Mon {
        return None;
    }
    let last = (date + Duration::days(7)).month() != date.month();
    match (date.month(), date.day()) {
        (5, 1..=7) => Some("Early May bank holiday"),
        (5, _) if last => Some("Spring bank holiday"),
        (8, _) if last => Some("Summer bank holiday"),
        _ => None,
    }
}

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus, Jones, Butcher).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days GOV.UK lists for a year: a calendar day with a substitute is not on that list.
    fn listed(year: i32) -> Vec<String> {
        let none = BankHolidays::default();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        first
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| bank_holiday(*day, &none).is_some())
            .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
            .map(|day| day.format("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn five_years_agree_with_the_published_and_cross_checked_table() {
        let table = [
            (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
            (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
            (2028, "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26"),
            (2029, "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26"),
            (2030, "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26"),
        ];
        for (year, days) in table {
            assert_eq!(listed(year).join(" "), days, "{year}");
        }
    }

    #[test]
    fn a_christmas_on_sunday_moves_itself_and_leaves_boxing_day() {
        assert_eq!(listed(2022).join(" "), "01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27");
        let none = BankHolidays::default();
        assert_eq!(bank_holiday(date("2022-12-26"), &none).as_deref(), Some("Boxing Day"));
        assert_eq!(
            bank_holiday(date("2022-12-27"), &none).as_deref(),
            Some("Christmas Day (substitute day)")
        );
    }

    #[test]
    fn calendar_day_and_substitute_both_count() {
        let none = BankHolidays::default();
        assert_eq!(bank_holiday(date("2027-12-25"), &none).as_deref(), Some("Christmas Day"));
        assert_eq!(
            bank_holiday(date("2027-12-27"), &none).as_deref(),
            Some("Christmas Day (substitute day)")
        );
    }

    #[test]
    fn a_service_adds_and_removes_days() {
        let overlay = BankHolidays {
            extra: [(date("2022-09-19"), "State funeral".to_owned())].into(),
            removed: vec![date("2022-05-30")],
        };
        assert_eq!(bank_holiday(date("2022-09-19"), &overlay).as_deref(), Some("State funeral"));
        assert_eq!(bank_holiday(date("2022-05-30"), &overlay), None);
    }
}
