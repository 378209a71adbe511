//! Service hours of a site as instants: the local days are walked and each wall time converted.
//!
//! A stretch is never stored as start plus duration, so a night in March or October comes out right.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveTime, Utc};

use super::bank_holidays::bank_holiday;
use crate::domain::rota::Span;
use crate::domain::service::{BankHolidays, DemandRow, HolidayRule, Hours};
use crate::domain::time::{from_local, local};

/// What one row of demand asks for on one day, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Demand<'a> {
    /// The row.
    pub row: &'a DemandRow,
    /// The local day on which it begins.
    pub day: NaiveDate,
    /// First instant of service.
    pub from: DateTime<Utc>,
    /// First instant after service.
    pub to: DateTime<Utc>,
    /// Whether the hours are known.
    pub certainty: Certainty,
}

/// Whether a site's hours are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    /// The service is on.
    Known,
    /// A bank holiday on which the court has to be asked.
    AskCourt,
}

impl Demand<'_> {
    /// Whether this instant is within it.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// Service hours that touch the window `[from, to)`, earliest first, not clipped to it.
pub fn demand<'a>(
    rows: impl IntoIterator<Item = &'a DemandRow>,
    holidays: &BankHolidays,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Demand<'a>> {
    // A night that began the day before may reach into the window.
    let days = days(local(from).date() - Duration::days(1), local(to).date(), holidays);
    let mut demands: Vec<Demand<'a>> = rows
        .into_iter()
        .flat_map(|row| {
            let pairs = days.iter().zip(days.iter().skip(1));
            pairs.filter_map(move |(day, next)| on_day(row, day, next))
        })
        .filter(|demand| demand.from < to && demand.to > from)
        .collect();
    demands.sort_by_key(|demand| (demand.from, demand.to));
    demands
}

/// A local day, looked at once for all rows.
struct Day {
    date: NaiveDate,
    midnight: DateTime<Utc>,
    is_bank_holiday: bool,
    /// Whether it has 24 hours, so that its wall times are its midnight and so many hours.
    is_even: bool,
}

/// These days and the one after the last, on which hours may end.
fn days(first: NaiveDate, last: NaiveDate, holidays: &BankHolidays) -> Vec<Day> {
    let midnight = |date: NaiveDate| from_local(date.and_time(NaiveTime::MIN));
    let dates = first.iter_days().take_while(|date| *date <= last + Duration::days(1));
    let mut begins = midnight(first);
    dates
        .map(|date| {
            let (this, next) = (begins, midnight(date + Duration::days(1)));
            begins = next;
            Day {
                date,
                midnight: this,
                is_bank_holiday: bank_holiday(date, holidays).is_some(),
                is_even: next - this == Duration::days(1),
            }
        })
        .collect()
}

/// The same instants as [`Span::on`], without looking up the zone for each.
fn instants(day: &Day, next: &Day, hours: Hours) -> (DateTime<Utc>, DateTime<Utc>) {
    if !day.is_even || !next.is_even {
        let span = Span::on(day.date, hours);
        return (span.from, span.to);
    }
    let after = |midnight: DateTime<Utc>, time: NaiveTime| midnight + (time - NaiveTime::MIN);
    let ends = if hours.to <= hours.from { next } else { day };
    (after(day.midnight, hours.from), after(ends.midnight, hours.to))
}

fn on_day<'a>(row: &'a DemandRow, day: &Day, next: &Day) -> Option<Demand<'a>> {
    let date = day.date;
    let holds = row.from.is_none_or(|from| from <= date) && row.to.is_none_or(|to| date <= to);
    if !holds || row.closed_on.iter().any(|closed| closed.is(date)) {
        return None;
    }
    let usual = row.hours.get(date.weekday().num_days_from_monday() as usize).copied().flatten();
    let follows_rule = day.is_bank_holiday && !row.open_on.iter().any(|open| open.is(date));
    let rule = if follows_rule { row.on_bank_holiday } else { HolidayRule::AsUsual };
    let (hours, certainty) = match rule {
        HolidayRule::AsUsual => (usual?, Certainty::Known),
        HolidayRule::Hours(hours) => (hours, Certainty::Known),
        HolidayRule::Closed => return None,
        HolidayRule::AskCourt => (usual?, Certainty::AskCourt),
    };
    let (from, to) = instants(day, next, hours);
    // In March hours may be skipped whole: then nothing is asked for.
    (from < to).then_some(Demand { row, day: date, from, to, certainty })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::cover::tests::{at, custody, hours};

    fn hours_of(row: &DemandRow, from: &str, to: &str) -> Vec<(String, i64)> {
        demand([row], &BankHolidays::default(), at(from), at(to))
            .iter()
            .map(|d| (crate::domain::time::full(d.from), (d.to - d.from).num_hours()))
            .collect()
    }

    #[test]
    fn a_week_of_the_custody_pattern_is_86_hours() {
        let week = hours_of(&custody(), "2026-11-23 00:00", "2026-11-30 00:00");
        assert_eq!(week.len(), 7);
        assert_eq!(week.iter().map(|(_, n)| n).sum::<i64>(), 86);
    }

    #[test]
    fn a_night_is_13_hours_in_october_and_11_in_march() {
        let mut night = custody();
        night.hours = [Some(hours("20:00", "08:00")); 7];
        let october = hours_of(&night, "2026-10-24 21:00", "2026-10-25 07:00");
        assert_eq!(october, vec![("Sat 24 Oct 2026 20:00".to_owned(), 13)]);
        let march = hours_of(&night, "2027-03-27 21:00", "2027-03-28 07:00");
        assert_eq!(march, vec![("Sat 27 Mar 2027 20:00".to_owned(), 11)]);
    }

    #[test]
    fn every_day_of_a_year_begins_and_ends_where_the_wall_clock_says() {
        let first: NaiveDate = "2026-09-01".parse().unwrap();
        let days = days(first, first + Duration::days(365), &BankHolidays::default());
        for hours in [hours("01:30", "01:30"), hours("00:00", "00:00"), hours("20:00", "08:00")] {
            for (day, next) in days.iter().zip(&days[1..]) {
                let span = Span::on(day.date, hours);
                assert_eq!(instants(day, next, hours), (span.from, span.to), "{}", day.date);
            }
        }
        assert_eq!(days.iter().filter(|day| !day.is_even).count(), 2);
    }

    #[test]
    fn a_day_and_night_service_has_no_hole_at_midnight() {
        let mut always = custody();
        always.hours = [Some(Hours { from: NaiveTime::MIN, to: NaiveTime::MIN }); 7];
        let days =
            demand([&always], &BankHolidays::default(), at("2026-10-24 12:00"), at("2026-10-27 12:00"));
        assert!(days.windows(2).all(|pair| pair[0].to == pair[1].from));
    }

    #[test]
    fn a_bank_holiday_follows_the_sites_rule() {
        let (from, to) = ("2026-12-25 00:00", "2026-12-25 23:59");
        let mut site = custody();
        assert_eq!(hours_of(&site, from, to), vec![("Fri 25 Dec 2026 08:00".to_owned(), 14)]);
        site.on_bank_holiday = HolidayRule::Closed;
        assert_eq!(hours_of(&site, from, to), vec![]);
        site.on_bank_holiday = HolidayRule::Hours(hours("13:00", "21:00"));
        assert_eq!(hours_of(&site, from, to), vec![("Fri 25 Dec 2026 13:00".to_owned(), 8)]);
        site.on_bank_holiday = HolidayRule::AskCourt;
        let asked = demand([&site], &BankHolidays::default(), at(from), at(to));
        assert_eq!(asked[0].certainty, Certainty::AskCourt);
    }
}
