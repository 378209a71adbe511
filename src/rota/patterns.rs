//! What the named shifts come to where nobody is on the rota: a service's cover as it is meant.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::bank_holidays::bank_holiday;
use super::demand::demand;
use super::presence::{Presence, Present};
use super::skills::Skills;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Published, Span};
use crate::domain::service::{DemandRow, Pattern, PatternHoliday, Rotation, Service, Site};
use crate::domain::time::local;

/// Every day is settled: patterns are no plan that has to be published.
pub const ALWAYS: Published = Published { from: NaiveDate::MIN, to: NaiveDate::MAX };

/// The patterns over `[from, to)` as if each were worked by somebody of its own at each of its sites
/// on each of its days on which the site has any hours, with the skills of its role.
pub fn patterns<'a>(service: &'a Service, from: DateTime<Utc>, to: DateTime<Utc>) -> Present<'a> {
    // A night that began the day before may reach into the window.
    let first = local(from).date() - Duration::days(1);
    let last = local(to).date();
    let holidays: Vec<NaiveDate> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| bank_holiday(*day, &service.bank_holidays).is_some())
        .collect();
    let days = || first.iter_days().take_while(|day| *day <= last);
    let worked = worked_at(service);
    let people = worked.iter().zip(1u128..).flat_map(|((site, pattern), number)| {
        let who = PractitionerId(Uuid::from_u128(number));
        let skills = Skills::of_role(service, &pattern.role);
        let open: HashSet<NaiveDate> =
            demand(rows_of(service, site), &service.bank_holidays, from - Duration::days(1), to)
                .iter()
                .map(|demand| demand.day)
                .collect();
        let worked = days()
            .filter(|day| pattern.is_worked_on(*day, holidays.contains(day)))
            .filter(move |day| open.contains(day));
        worked.map(move |day| {
            let span = Span::on(day, pattern.hours);
            Presence { who, site: site.code.as_str(), from: span.from, to: span.to, skills }
        })
    });
    let is_there = |presence: &Presence<'_>| presence.from < presence.to;
    let people =
        people.filter(is_there).filter(|presence| presence.from < to && from < presence.to).collect();
    Present { people, double_booked: Vec::new() }
}

fn rows_of<'a>(service: &'a Service, site: &Site) -> impl Iterator<Item = &'a DemandRow> {
    service.demand.iter().filter(move |row| row.site == site.code)
}

fn worked_at(service: &Service) -> Vec<(&Site, &Pattern)> {
    let at = |site: &'_ Site, pattern: &Pattern| pattern.is_worked_at(&site.code, site.kind);
    service
        .patterns
        .iter()
        .flat_map(|pattern| service.sites.iter().map(move |site| (site, pattern)))
        .filter(|(site, pattern)| at(site, pattern))
        .collect()
}

/// The shifts of somebody who is rolled along a rotation over so many weeks, day by day.
///
/// The first week of the rotation is the one that `first_day` lies in. A day off, a name that no
/// pattern of the site has, and a bank holiday on which the pattern is off give no shift.
pub fn roll<'a>(
    rotation: &Rotation,
    service: &'a Service,
    first_day: NaiveDate,
    weeks: usize,
) -> Vec<(NaiveDate, &'a Pattern)> {
    let Some(site) = service.site(&rotation.site) else { return Vec::new() };
    let monday = first_day.week(chrono::Weekday::Mon).first_day();
    let names = rotation.weeks.iter().cycle().take(weeks).flatten();
    monday
        .iter_days()
        .zip(names)
        .filter_map(|(day, name)| {
            let name = name.as_ref()?;
            let pattern = service
                .patterns
                .iter()
                .find(|pattern| pattern.name == *name && pattern.is_worked_at(&site.code, site.kind))?;
            let off = pattern.on_bank_holiday == PatternHoliday::Off
                && bank_holiday(day, &service.bank_holidays).is_some();
            (!off).then_some((day, pattern))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rota::cover::tests::{at, example};

    fn named(rotation: usize, first: &str, weeks: usize) -> Vec<String> {
        let service = example();
        let rolled = roll(&service.rotations[rotation], &service, first.parse().unwrap(), weeks);
        rolled.iter().map(|(day, pattern)| format!("{} {}", day.format("%d %b"), pattern.name)).collect()
    }

    #[test]
    fn a_rotation_begins_with_its_first_week_and_comes_round_again() {
        let three = named(0, "2026-11-23", 3);
        assert_eq!(three.len(), 5 + 5 + 5);
        assert_eq!(
            three[..5],
            ["23 Nov early", "24 Nov early", "25 Nov early", "26 Nov late", "27 Nov late"]
        );
        assert_eq!(three[5..7], ["30 Nov late", "01 Dec late"]);
        assert_eq!(three[9], "06 Dec weekend");
        assert_eq!(three[10], "07 Dec early");
        assert_eq!(named(0, "2026-11-25", 1), named(0, "2026-11-23", 1));
    }

    #[test]
    fn a_rotation_leaves_out_bank_holidays_on_which_its_pattern_is_off() {
        assert_eq!(named(0, "2026-12-21", 1).last().unwrap(), "24 Dec late");
        assert_eq!(named(0, "2026-12-28", 1).first().unwrap(), "29 Dec early");
    }

    #[test]
    fn every_pattern_is_worked_at_each_site_of_its_kind_by_somebody_of_its_own() {
        let service = example();
        let present = patterns(&service, at("2026-11-23 00:00"), at("2026-11-24 00:00"));
        let sites: Vec<&str> = present.people.iter().map(|presence| presence.site).collect();
        assert_eq!(sites, ["BRO", "BEX", "BRO", "BEX", "BMC", "XMC"]);
        let mut people: Vec<_> = present.people.iter().map(|presence| presence.who).collect();
        people.dedup();
        assert_eq!(people.len(), 6);
    }

    #[test]
    fn a_bank_holiday_is_worked_as_the_pattern_says() {
        let service = example();
        let present = patterns(&service, at("2026-12-28 00:00"), at("2026-12-29 00:00"));
        let custody = present.people.iter().filter(|presence| presence.site == "BRO");
        assert_eq!(custody.map(|presence| presence.from).collect::<Vec<_>>(), [at("2026-12-28 13:00")]);
    }
}
