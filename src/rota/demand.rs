//! Service hours of a site as instants: the local days are walked and each wall time converted.
//!
//! A stretch is never stored as start plus duration, so a night in March or October comes out right.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::bank_holidays::bank_holiday;
use crate::domain::service::{BankHolidays, HolidayRule, Hours, Site};
use crate::domain::time::{from_local, from_local_latest, local};

/// One day's service hours at a site, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Demand {
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

impl Demand {
    /// Whether this instant is within it.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// Service hours that touch the window `[from, to)`, earliest first, not clipped to it.
pub fn demand(site: &Site, holidays: &BankHolidays, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Demand> {
    // A night that began the day before may reach into the window.
    let first = local(from).date() - Duration::days(1);
    let last = local(to).date();
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter_map(|day| on_day(site, holidays, day))
        .filter(|demand| demand.from < to && demand.to > from)
        .collect()
}

fn on_day(site: &Site, holidays: &BankHolidays, day: NaiveDate) -> Option<Demand> {
    let usual = usual_hours(site, day);
    let (hours, certainty) = match bank_holiday(day, holidays).map(|_| site.on_bank_holiday) {
        None | Some(HolidayRule::AsUsual) => (usual?, Certainty::Known),
        Some(HolidayRule::Hours(hours)) => (hours, Certainty::Known),
        Some(HolidayRule::Closed) => return None,
        Some(HolidayRule::AskCourt) => (usual?, Certainty::AskCourt),
    };
    let ends_on = if hours.to <= hours.from { day + Duration::days(1) } else { day };
    let from = from_local(day.and_time(hours.from));
    let to = from_local_latest(ends_on.and_time(hours.to));
    Some(Demand { day, from, to, certainty })
}

fn usual_hours(site: &Site, day: NaiveDate) -> Option<Hours> {
    site.hours.get(day.weekday().num_days_from_monday() as usize).copied().flatten()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveTime;

    use super::*;
    use crate::rota::cover::tests::{at, custody, hours};

    fn hours_of(site: &Site, from: &str, to: &str) -> Vec<(String, i64)> {
        demand(site, &BankHolidays::default(), at(from), at(to))
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
    fn a_day_and_night_service_has_no_hole_at_midnight() {
        let mut always = custody();
        always.hours = [Some(Hours { from: NaiveTime::MIN, to: NaiveTime::MIN }); 7];
        let days = demand(&always, &BankHolidays::default(), at("2026-10-24 12:00"), at("2026-10-27 12:00"));
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
        let asked = demand(&site, &BankHolidays::default(), at(from), at(to));
        assert_eq!(asked[0].certainty, Certainty::AskCourt);
    }
}
