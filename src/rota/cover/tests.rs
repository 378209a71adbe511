//! Cover of one site through a day; the builders here serve the room's other tests too.

use chrono::{NaiveDateTime, NaiveTime};
use uuid::Uuid;

pub mod plan;

use super::*;
use crate::domain::ids::ShiftId;
use crate::domain::service::{DemandRow, HolidayRule, Hours};
use crate::domain::time::{from_local, hhmm};

/// A London wall time.
pub fn at(text: &str) -> DateTime<Utc> {
    from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

pub fn hours(from: &str, to: &str) -> Hours {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
    Hours { from: time(from), to: time(to) }
}

/// A suite with the example pattern: 08-22 on weekdays, 13-21 at weekends.
pub fn custody() -> DemandRow {
    let (day, weekend) = (Some(hours("08:00", "22:00")), Some(hours("13:00", "21:00")));
    DemandRow {
        name: "Bexleyheath custody".into(),
        site: "BEX".into(),
        hours: [day, day, day, day, day, weekend, weekend],
        on_bank_holiday: HolidayRule::AsUsual,
        closed_on: Vec::new(),
        open_on: Vec::new(),
        minimum: 1,
        skill: None,
        core: true,
        from: None,
        to: None,
    }
}

/// A court that has to be asked on bank holidays.
pub fn court() -> DemandRow {
    let day = Some(hours("09:00", "17:00"));
    DemandRow {
        name: "Bromley court".into(),
        site: "BRC".into(),
        hours: [day, day, day, day, day, day, None],
        on_bank_holiday: HolidayRule::AskCourt,
        ..custody()
    }
}

/// The site that a row of demand is of.
fn site_of(row: &DemandRow) -> Site {
    let kind = if row.site == "BRC" { SiteKind::Court } else { SiteKind::Custody };
    Site { code: row.site.clone(), name: "Bexleyheath".into(), kind, phone: "020 7946 0112".into() }
}

pub fn shift(who: &str, from: &str, to: &str) -> Shift {
    let number = who.bytes().fold(7u128, |sum, byte| sum * 31 + u128::from(byte));
    Shift {
        id: ShiftId(Uuid::from_u128(number)),
        practitioner: PractitionerId(Uuid::from_u128(number)),
        name: who.into(),
        sites: vec!["BEX".into(), "BRC".into()],
        role: "practitioner".into(),
        phone: "07700 900123".into(),
        began_at: at(from),
        ends_at: at(to),
        ended_at: None,
        youth_worker: false,
        off_suite: None,
    }
}

pub fn cover_at(row: &DemandRow, shifts: &[Shift], now: &str) -> SiteCover {
    cover_by(row, &Plan::default(), shifts, now)
}

/// Cover of a site by a plan too, in a service that has this site and row and else is the example.
pub fn cover_by(row: &DemandRow, plan: &Plan, shifts: &[Shift], now: &str) -> SiteCover {
    let mut service = example();
    let site = site_of(row);
    service.sites = vec![site.clone()];
    service.demand = vec![row.clone()];
    cover(&site, &service, plan, shifts, at(now))
}

/// The service of the template.
pub fn example() -> Service {
    crate::desk::service_file::read(crate::desk::service_file::TEMPLATE, "service.toml").unwrap()
}

fn gaps_of(cover: &SiteCover) -> Vec<String> {
    cover.gaps.iter().map(|gap| format!("{}-{}", hhmm(gap.from), hhmm(gap.to))).collect()
}

#[test]
fn nobody_on_in_service_hours_is_one_gap_from_now_to_the_end() {
    let cover = cover_at(&custody(), &[], "2026-11-23 19:44");
    assert_eq!((cover.now, cover.until), (CoverState::Gap, Some(at("2026-11-23 22:00"))));
    assert_eq!(gaps_of(&cover), ["19:44-22:00"]);
}

#[test]
fn outside_service_is_closed_and_tomorrow_does_not_alarm() {
    let cover = cover_at(&custody(), &[], "2026-11-23 22:30");
    assert_eq!((cover.now, cover.next_open), (CoverState::Closed, Some(at("2026-11-24 08:00"))));
    assert_eq!(cover.until, cover.next_open);
    assert!(cover.gaps.is_empty());
}

#[test]
fn the_end_of_the_last_planned_shift_begins_a_gap() {
    let early = shift("Ada Okafor", "2026-11-23 07:00", "2026-11-23 15:00");
    let cover = cover_at(&custody(), std::slice::from_ref(&early), "2026-11-23 10:00");
    assert_eq!((cover.now, cover.until), (CoverState::Ok, Some(at("2026-11-23 15:00"))));
    assert_eq!(gaps_of(&cover), ["15:00-22:00"]);
    let late = shift("Priya Shah", "2026-11-23 14:00", "2026-11-23 22:00");
    let cover = cover_at(&custody(), &[late, early], "2026-11-23 14:30");
    assert_eq!((cover.now, cover.on.len()), (CoverState::Spare, 2));
    assert_eq!(cover.on[0].name, "Ada Okafor");
    assert!(cover.gaps.is_empty());
}

#[test]
fn a_shift_past_its_planned_end_counts_now_but_not_ahead() {
    let early = shift("Ada Okafor", "2026-11-23 07:00", "2026-11-23 15:00");
    let cover = cover_at(&custody(), std::slice::from_ref(&early), "2026-11-23 15:20");
    assert_eq!(cover.now, CoverState::Ok);
    assert_eq!(gaps_of(&cover), ["15:20-22:00"]);
    let ended = Shift { ended_at: Some(at("2026-11-23 15:05")), ..early };
    assert_eq!(cover_at(&custody(), &[ended], "2026-11-23 15:20").now, CoverState::Gap);
}

#[test]
fn somebody_off_suite_still_covers() {
    let mut late = shift("Ada Okafor", "2026-11-23 14:00", "2026-11-23 22:00");
    late.off_suite = Some(OffSuite {
        place: "front desk".into(),
        phone: "07700 900123".into(),
        told: "Sgt Patel".into(),
        since: at("2026-11-23 19:30"),
        back_at: at("2026-11-23 20:10"),
    });
    let cover = cover_at(&custody(), &[late], "2026-11-23 20:15");
    assert_eq!(cover.now, CoverState::Ok);
    assert!(cover.gaps.is_empty() && cover.on[0].off_suite.is_some());
}

#[test]
fn a_site_that_asks_for_two_has_a_gap_with_one() {
    let site = DemandRow { minimum: 2, ..custody() };
    let late = shift("Ada Okafor", "2026-11-23 14:00", "2026-11-23 21:00");
    let cover = cover_at(&site, &[late], "2026-11-23 20:00");
    assert_eq!((cover.now, cover.on.len()), (CoverState::Gap, 1));
    // One gap, though within it the one person leaves.
    assert_eq!(gaps_of(&cover), ["20:00-22:00"]);
}

#[test]
fn a_court_on_a_bank_holiday_is_neither_covered_nor_a_gap() {
    let cover = cover_at(&court(), &[], "2026-12-28 10:00");
    assert_eq!(cover.now, CoverState::AskCourt);
    assert!(cover.gaps.is_empty());
    let eve = cover_at(&court(), &[], "2026-12-27 10:00");
    assert_eq!(eve.now, CoverState::Closed);
    assert_eq!((eve.ask_from, eve.next_open), (Some(at("2026-12-28 09:00")), Some(at("2026-12-29 09:00"))));
}

#[test]
fn both_clock_change_nights_are_covered_from_start_to_end() {
    let night = DemandRow { hours: [Some(hours("20:00", "08:00")); 7], ..custody() };
    for (eve, morning, worked) in [("2026-10-24", "2026-10-25", 13), ("2027-03-27", "2027-03-28", 11)] {
        let on = shift("Ada Okafor", &format!("{eve} 20:00"), &format!("{morning} 08:00"));
        assert_eq!((on.ends_at - on.began_at).num_hours(), worked);
        let cover = cover_at(&night, &[on], &format!("{eve} 21:00"));
        assert_eq!((cover.now, cover.until), (CoverState::Ok, Some(at(&format!("{morning} 08:00")))));
        assert!(cover.gaps.is_empty());
        let empty = cover_at(&night, &[], &format!("{eve} 20:00"));
        assert_eq!((empty.gaps[0].to - empty.gaps[0].from).num_hours(), worked);
    }
}

#[test]
fn a_night_that_runs_past_midnight_is_still_tonights_gap() {
    let night = DemandRow { hours: [Some(hours("20:00", "08:00")); 7], ..custody() };
    let on = shift("Ada Okafor", "2026-11-23 20:00", "2026-11-24 04:00");
    let cover = cover_at(&night, &[on], "2026-11-24 02:00");
    assert_eq!(gaps_of(&cover)[0], "04:00-08:00");
}
