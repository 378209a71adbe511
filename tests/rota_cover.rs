//! Cover against a count minute by minute, and the arithmetic of the services it was made for.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "rota_cover/brute.rs"]
mod brute;
#[path = "rota_cover/random.rs"]
mod random;

use std::sync::LazyLock;

use brute::Clock;
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use liaison::desk::service_file::{TEMPLATE, read};
use liaison::domain::ids::{AbsenceId, PlannedId};
use liaison::domain::rota::{Absence, Plan, PlannedShift, Published, Span, Staff};
use liaison::domain::service::{DemandRow, Hours, Service};
use liaison::domain::time::{from_local, local};
use liaison::rota::{
    ALWAYS, Between, CoverState, SiteReport, SkillGap, cover, patterns, presence, presence_between, report,
    reports, stretches,
};
use proptest::prelude::*;
use random::{Dice, person};
use uuid::Uuid;

static EXAMPLE: LazyLock<Service> = LazyLock::new(|| read(TEMPLATE, "service.toml").unwrap());

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    from_local(wall(text))
}

/// Somebody's shift with the practitioner's skills, put on a plan that is settled for ever.
fn put(plan: &mut Plan, who: usize, site: &str, from: &str, to: &str) -> PlannedId {
    plan.published = Some(ALWAYS);
    let id = PlannedId(Uuid::from_u128(u128::try_from(plan.shifts.len()).unwrap() + 100));
    let staff = Staff {
        id: person(who),
        name: format!("Person {who}"),
        label: format!("P{who}"),
        role: "practitioner".into(),
        skills: Vec::new(),
        phone: String::new(),
        bank: false,
        inducted: Vec::new(),
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    };
    plan.staff.entry(staff.id).or_insert(staff);
    let span = Span::between(wall(from), wall(to)).unwrap();
    let shift = PlannedShift {
        id,
        practitioner: person(who),
        site: site.into(),
        activity: "duty".into(),
        pattern: None,
        span,
        break_minutes: 30,
    };
    plan.shifts.insert(id, shift);
    id
}

fn of(plan: &Plan, service: &Service, site: &str, first: &str, last: &str) -> SiteReport {
    let window = Between::days(day(first), day(last));
    report(site, service, &presence(plan, service), plan.published, window)
}

fn told(times: impl IntoIterator<Item = (DateTime<Utc>, DateTime<Utc>)>) -> Vec<String> {
    let words = |(from, to): (DateTime<Utc>, DateTime<Utc>)| {
        let (wall, until) = (local(from).format("%a %H:%M"), local(to).format("%H:%M"));
        format!("{wall}-{until} {}", (to - from).num_minutes())
    };
    times.into_iter().map(words).collect()
}

fn gaps(report: &SiteReport) -> Vec<String> {
    told(report.gaps.iter().map(|gap| (gap.from, gap.to)))
}

fn states(plan: &Plan, site: &str, on: &str) -> Vec<String> {
    let window = Between::days(day(on), day(on));
    let present = presence(plan, &EXAMPLE);
    stretches(site, &EXAMPLE, &present, plan.published, window)
        .iter()
        .filter(|stretch| stretch.state != CoverState::Closed)
        .map(|s| {
            let (from, to) = (local(s.from).format("%H:%M"), local(s.to).format("%H:%M"));
            format!("{from}-{to} {:?} {}", s.state, s.have)
        })
        .collect()
}

/// A service that asks for one person every night from 20:00 to 08:00 and for nothing else.
fn nights() -> Service {
    let mut service = EXAMPLE.clone();
    let hours = service.rota.evening_night;
    let to = hours.to + Duration::hours(2);
    let hours = liaison::domain::service::Hours { to, ..hours };
    let row = DemandRow { hours: [Some(hours); 7], ..service.demand[0].clone() };
    service.demand = vec![row];
    service
}

fn longest(of: &[Between]) -> Vec<i64> {
    // Over two weeks, so that no stretch of the second is cut by the window before its end.
    of.iter().map(|time| time.minutes() / 60).collect()
}

#[test]
fn an_ordinary_week_of_the_patterns_comes_to_the_hours_of_the_job_descriptions() {
    let window = Between::days(day("2026-11-23"), day("2026-11-29"));
    let present = patterns(&EXAMPLE, window.from, window.to);
    let found = reports(&EXAMPLE, &present, Some(ALWAYS), window);
    let figures: Vec<_> = found
        .iter()
        .map(|r| (r.demand_minutes / 60, r.covered_minutes / 60, r.demand_covered_minutes / 60, r.gaps.len()))
        .collect();
    assert_eq!(figures, [(86, 91, 86, 0), (86, 91, 86, 0), (48, 48, 48, 0), (48, 48, 48, 0)]);
}

#[test]
fn the_hours_without_service_are_those_of_the_job_descriptions() {
    let window = Between::days(day("2026-11-23"), day("2026-11-30"));
    let present = patterns(&EXAMPLE, window.from, window.to);
    let found = reports(&EXAMPLE, &present, Some(ALWAYS), window);
    assert_eq!(longest(&found[0].closed), [8, 10, 10, 10, 10, 15, 16, 11, 2]);
    assert_eq!(longest(&found[0].unstaffed), [7, 9, 9, 9, 9, 15, 16, 10, 2]);
    assert_eq!(longest(&found[2].closed), [9, 16, 16, 16, 16, 16, 40, 7]);
    assert_eq!(found[2].closed, found[2].unstaffed);
}

#[test]
fn early_and_late_cover_a_day_with_one_hour_of_both() {
    let mut plan = Plan::default();
    put(&mut plan, 1, "BRO", "2026-11-23 07:00", "2026-11-23 15:00");
    let late = put(&mut plan, 2, "BRO", "2026-11-23 14:00", "2026-11-23 22:00");
    assert_eq!(
        states(&plan, "BRO", "2026-11-23"),
        ["07:00-08:00 Spare 1", "08:00-14:00 Ok 1", "14:00-15:00 Spare 2", "15:00-22:00 Ok 1"]
    );
    let found = of(&plan, &EXAMPLE, "BRO", "2026-11-23", "2026-11-23");
    assert_eq!(told(found.overlaps.iter().map(|t| (t.from, t.to))), ["Mon 14:00-15:00 60"]);
    assert_eq!(found.alone.len(), 2);
    let span = plan.shifts[&late].span;
    let id = AbsenceId(Uuid::nil());
    plan.absences.insert(id, Absence { id, practitioner: person(2), why: "sickness".into(), span });
    let sick = of(&plan, &EXAMPLE, "BRO", "2026-11-23", "2026-11-23");
    assert_eq!(gaps(&sick), ["Mon 15:00-22:00 420"]);
    assert_eq!((sick.uncovered_minutes, sick.gaps[0].core), (420, true));
    assert_eq!(sick.gaps[0].skill.as_deref(), Some("clinician"));
}

#[test]
fn an_empty_rota_is_a_gap_in_published_hours_and_unknown_in_others() {
    let plan = Plan {
        published: Some(Published { from: day("2026-11-23"), to: day("2026-11-23") }),
        ..Plan::default()
    };
    let found = of(&plan, &EXAMPLE, "BRO", "2026-11-23", "2026-11-24");
    assert_eq!(gaps(&found), ["Mon 08:00-22:00 840"]);
    assert_eq!(told(found.unknown.iter().map(|t| (t.from, t.to))), ["Tue 08:00-22:00 840"]);
    assert_eq!((found.demand_minutes, found.uncovered_minutes, found.covered_minutes), (1680, 840, 0));
}

#[test]
fn a_night_that_began_on_a_published_day_is_known_to_its_end() {
    let plan = Plan {
        published: Some(Published { from: day("2026-11-23"), to: day("2026-11-23") }),
        ..Plan::default()
    };
    let found = of(&plan, &nights(), "BRO", "2026-11-24", "2026-11-24");
    assert_eq!(gaps(&found), ["Tue 00:00-08:00 480"]);
    assert_eq!(told(found.unknown.iter().map(|t| (t.from, t.to))), ["Tue 20:00-00:00 240"]);
}

#[test]
fn a_night_is_13_hours_in_october_and_11_in_march_to_cover_and_to_lack() {
    for (eve, morning, hours) in [("2026-10-24", "2026-10-25", 13), ("2027-03-27", "2027-03-28", 11)] {
        let mut plan = Plan::default();
        put(&mut plan, 1, "BRO", &format!("{eve} 20:00"), &format!("{morning} 08:00"));
        let service = nights();
        let window = (format!("{eve} 12:00"), format!("{morning} 12:00"));
        let window = Between { from: at(&window.0), to: at(&window.1) };
        let count = |plan: &Plan| report("BRO", &service, &presence(plan, &service), Some(ALWAYS), window);
        let full = count(&plan);
        assert_eq!((full.demand_minutes, full.covered_minutes), (hours * 60, hours * 60));
        assert_eq!(count(&Plan::default()).uncovered_minutes, hours * 60);
    }
}

#[test]
fn a_court_on_a_bank_holiday_is_neither_covered_nor_a_gap_whoever_is_there() {
    let mut plan = Plan::default();
    put(&mut plan, 1, "BMC", "2026-12-28 09:00", "2026-12-28 17:00");
    let found = of(&plan, &EXAMPLE, "BMC", "2026-12-28", "2026-12-28");
    assert_eq!((found.demand_minutes, found.covered_minutes, found.gaps.len()), (0, 0, 0));
    assert_eq!(told(found.ask.iter().map(|t| (t.from, t.to))), ["Mon 09:00-17:00 480"]);
}

#[test]
fn somebody_at_two_sites_at_once_counts_where_they_began_and_is_told() {
    let mut plan = Plan::default();
    put(&mut plan, 1, "BRO", "2026-11-23 08:00", "2026-11-23 16:00");
    put(&mut plan, 1, "BEX", "2026-11-23 12:00", "2026-11-23 20:00");
    let (bro, bex) = (
        of(&plan, &EXAMPLE, "BRO", "2026-11-23", "2026-11-23"),
        of(&plan, &EXAMPLE, "BEX", "2026-11-23", "2026-11-23"),
    );
    assert_eq!(gaps(&bro), ["Mon 16:00-22:00 360"]);
    assert_eq!(gaps(&bex), ["Mon 08:00-16:00 480", "Mon 20:00-22:00 120"]);
    assert_eq!(bro.double_booked, bex.double_booked);
    assert_eq!(bro.double_booked[0].sites, ["BRO", "BEX"]);
    assert_eq!(told(bro.double_booked.iter().map(|b| (b.from, b.to))), ["Mon 12:00-16:00 240"]);
}

#[test]
fn an_absence_cuts_the_middle_out_of_a_shift() {
    let mut plan = Plan::default();
    put(&mut plan, 1, "BRO", "2026-11-23 08:00", "2026-11-23 22:00");
    let span = Span::between(wall("2026-11-23 13:40"), wall("2026-11-23 15:00")).unwrap();
    let id = AbsenceId(Uuid::nil());
    plan.absences.insert(id, Absence { id, practitioner: person(1), why: "sickness".into(), span });
    assert_eq!(gaps(&of(&plan, &EXAMPLE, "BRO", "2026-11-23", "2026-11-23")), ["Mon 13:40-15:00 80"]);
}

#[test]
fn a_skill_that_others_stand_in_for_is_a_fallback_and_else_a_gap() {
    let mut service = EXAMPLE.clone();
    let youth = DemandRow { skill: Some("youth".into()), core: false, ..service.demand[0].clone() };
    service.demand.push(youth);
    let mut plan = Plan::default();
    put(&mut plan, 1, "BRO", "2026-11-23 08:00", "2026-11-23 15:00");
    let found = of(&plan, &service, "BRO", "2026-11-23", "2026-11-23");
    let skills = |gaps: &[SkillGap]| {
        gaps.iter().map(|gap| (gap.skill.clone().unwrap(), gap.minutes(), gap.core)).collect::<Vec<_>>()
    };
    assert_eq!(skills(&found.fallback), [("youth".to_owned(), 420, false)]);
    assert_eq!(skills(&found.gaps), [("clinician".to_owned(), 420, true), ("youth".to_owned(), 420, false)]);
    assert_eq!(found.uncovered_minutes, 420);
}

/// A made-up service and rota with its window.
fn made(seed: u64) -> (Service, Plan, (NaiveDate, NaiveDate), Dice) {
    let mut dice = Dice::of(seed);
    let window = random::window(&mut dice);
    let service = random::service(&EXAMPLE, &mut dice, window.0);
    let plan = random::plan(&service, &mut dice, window);
    (service, plan, window, dice)
}

fn counted(service: &Service, plan: &Plan, window: Between) -> Vec<SiteReport> {
    reports(service, &presence(plan, service), plan.published, window)
}

#[test]
fn the_made_up_rotas_hold_everything_that_is_counted() {
    let mut seen = [0; 11];
    for seed in 0..300u64 {
        let (service, plan, (first, last), _) = made(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for found in counted(&service, &plan, Between::days(first, last)) {
            let lists = [
                found.gaps.len(),
                found.gaps.iter().filter(|gap| gap.core && gap.skill.is_some()).count(),
                found.closed.len(),
                found.unstaffed.len(),
                found.ask.len(),
                found.unknown.len(),
                found.fallback.len(),
                found.alone.len(),
                found.overlaps.len(),
                found.double_booked.len(),
                usize::from(found.covered_minutes > found.demand_covered_minutes),
            ];
            lists.iter().zip(&mut seen).for_each(|(one, seen)| *seen += one);
        }
    }
    assert!(seen.iter().all(|count| *count >= 10), "{seen:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_figure_and_every_list_is_what_a_count_of_minutes_gives(seed in any::<u64>()) {
        let (service, plan, (first, last), _) = made(seed);
        let (window, clock) = (Between::days(first, last), Clock::around(first, last));
        let found = counted(&service, &plan, window);
        let near = presence_between(&plan, &service, window.from, window.to);
        prop_assert_eq!(&reports(&service, &near, plan.published, window), &found);
        for (site, found) in service.sites.iter().zip(found).take(3) {
            let by_hand = brute::report(&site.code, &service, &plan, &clock, (first, last));
            prop_assert_eq!(found, by_hand);
        }
    }
}

proptest! {
    #[test]
    fn splitting_a_shift_in_two_changes_nothing(seed in any::<u64>()) {
        let (service, mut plan, (first, last), mut dice) = made(seed);
        let window = Between::days(first, last);
        let before = counted(&service, &plan, window);
        for (n, id) in plan.shifts.keys().copied().collect::<Vec<_>>().into_iter().enumerate() {
            let shift = plan.shifts.get_mut(&id).unwrap();
            let minutes = usize::try_from(shift.span.minutes()).unwrap();
            let middle = shift.span.from + Duration::minutes(i64::try_from(dice.roll(minutes)).unwrap());
            let mut second = shift.clone();
            shift.span.to = middle;
            second.span.from = middle;
            second.id = PlannedId(Uuid::from_u128(1_000 + u128::try_from(n).unwrap()));
            plan.shifts.insert(second.id, second);
        }
        prop_assert_eq!(counted(&service, &plan, window), before);
    }

    #[test]
    fn the_order_of_shifts_does_not_matter(seed in any::<u64>()) {
        let (service, plan, (first, last), _) = made(seed);
        let window = Between::days(first, last);
        let mut turned = plan.clone();
        turned.shifts.clear();
        for (n, shift) in plan.shifts.values().rev().enumerate() {
            let id = PlannedId(Uuid::from_u128(u128::try_from(n).unwrap()));
            turned.shifts.insert(id, PlannedShift { id, ..shift.clone() });
        }
        prop_assert_eq!(counted(&service, &turned, window), counted(&service, &plan, window));
    }

    #[test]
    fn one_more_shift_of_somebody_free_never_widens_a_gap(seed in any::<u64>()) {
        let (service, mut plan, (first, last), mut dice) = made(seed);
        let window = Between::days(first, last);
        let before = counted(&service, &plan, window);
        let Some(span) = random::span(&mut dice, first, last) else { return Ok(()) };
        let who = person(1 + dice.roll(20));
        if plan.shifts.values().any(|shift| shift.practitioner == who && shift.span.meets(&span)) {
            return Ok(());
        }
        let shift = random::shift(1_000, who, &service, &mut dice, span);
        plan.shifts.insert(shift.id, shift);
        for (before, after) in before.iter().zip(counted(&service, &plan, window)) {
            for gap in &after.gaps {
                let within = |old: &SkillGap| {
                    old.skill == gap.skill && old.from <= gap.from && gap.to <= old.to
                };
                prop_assert!(before.gaps.iter().any(within), "{gap:?} is new");
            }
            prop_assert!(after.uncovered_minutes <= before.uncovered_minutes);
        }
    }

    #[test]
    fn minutes_asked_for_are_covered_uncovered_or_not_known(seed in any::<u64>()) {
        let (service, plan, (first, last), _) = made(seed);
        for found in counted(&service, &plan, Between::days(first, last)) {
            let unknown: i64 = found.unknown.iter().map(Between::minutes).sum();
            let all = found.demand_covered_minutes + found.uncovered_minutes + unknown;
            prop_assert_eq!(found.demand_minutes, all);
        }
    }

    #[test]
    fn the_board_says_of_now_what_the_list_of_gaps_says(seed in any::<u64>()) {
        let (service, mut plan, (first, last), mut dice) = made(seed);
        plan.published = Some(ALWAYS);
        let window = Between::days(first, last + Duration::days(2));
        let now = window.from + Duration::minutes(i64::try_from(dice.roll(1440)).unwrap());
        let present = presence(&plan, &service);
        for site in &service.sites {
            let shown = cover(site, &service, &plan, &[], now);
            let all = stretches(&site.code, &service, &present, plan.published, window);
            let here = all.iter().find(|s| s.from <= now && now < s.to).unwrap();
            prop_assert_eq!(shown.now, here.state);
            prop_assert_eq!(shown.on.len(), here.have);
            let day = Between { from: now, to: now + Duration::hours(24) };
            let listed: i64 = all
                .iter()
                .filter(|s| s.state == CoverState::Gap)
                .map(|s| (s.to.min(day.to) - s.from.max(day.from)).num_minutes().max(0))
                .sum();
            let on_board: i64 =
                // A gap that begins within the 24 hours is told to its end.
                shown.gaps.iter().map(|gap| (gap.to.min(day.to) - gap.from).num_minutes()).sum();
            prop_assert_eq!(on_board, listed);
        }
    }
}

#[test]
fn hours_that_the_clocks_skip_ask_for_nobody_and_do_not_go_on_for_ever() {
    let (mut service, site) = (EXAMPLE.clone(), "BRO");
    service.demand.retain(|row| row.site == site);
    service.demand.truncate(1);
    let skipped = Hours { from: wall("2027-03-28 01:30").time(), to: wall("2027-03-28 02:00").time() };
    service.demand[0].hours = [None, None, None, None, None, None, Some(skipped)];
    let day: NaiveDate = "2027-03-28".parse().unwrap();
    let present = liaison::rota::Present::default();
    let counted = report(site, &service, &present, Some(ALWAYS), Between::days(day, day));
    assert_eq!((counted.demand_minutes, counted.gaps.len(), counted.uncovered_minutes), (0, 0, 0));
}
