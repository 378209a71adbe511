//! Cover by the plan and by those who have signed on, and the line the board shows of it.

use super::*;
use crate::domain::board::Level;
use crate::domain::ids::{AbsenceId, PlannedId};
use crate::domain::rota::{Absence, PlannedShift, Published, Span, Staff};
use crate::rota::line::line;

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// Somebody on the rota, the same person as signs on by that name.
pub fn staff<'a>(plan: &'a mut Plan, who: &str) -> &'a mut Staff {
    let id = shift(who, "2026-11-23 07:00", "2026-11-23 15:00").practitioner;
    plan.staff.entry(id).or_insert_with(|| Staff {
        id,
        name: who.into(),
        label: String::new(),
        role: "practitioner".into(),
        skills: Vec::new(),
        phone: "07700 900456".into(),
        bank: false,
        inducted: Vec::new(),
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    })
}

/// Puts a shift on the plan.
pub fn planned(plan: &mut Plan, who: &str, site: &str, from: &str, to: &str) -> PlannedId {
    let practitioner = staff(plan, who).id;
    let id = PlannedId(Uuid::from_u128(u128::try_from(plan.shifts.len()).unwrap() + 1));
    let span = Span::between(wall(from), wall(to)).unwrap();
    let shift = PlannedShift {
        id,
        practitioner,
        site: site.into(),
        activity: "duty".into(),
        pattern: None,
        span,
        break_minutes: 30,
    };
    plan.shifts.insert(id, shift);
    id
}

/// Okafor late on Monday, Shah early on Tuesday, both at the suite; published to Tuesday.
fn two_days() -> Plan {
    let mut plan = Plan::default();
    planned(&mut plan, "Ada Okafor", "BEX", "2026-11-23 14:00", "2026-11-23 22:00");
    planned(&mut plan, "Priya Shah", "BEX", "2026-11-24 07:00", "2026-11-24 15:00");
    let (from, to) = ("2026-11-23".parse().unwrap(), "2026-11-24".parse().unwrap());
    plan.published = Some(Published { from, to });
    plan
}

fn at_suite(from: &str, to: &str) -> Shift {
    Shift { sites: vec!["BEX".into()], ..shift("Ada Okafor", from, to) }
}

fn words(row: &DemandRow, plan: &Plan, shifts: &[Shift], now: &str) -> (Level, String) {
    let line = line(&cover_by(row, plan, shifts, now), at(now));
    (line.level, line.text())
}

#[test]
fn somebody_signed_on_is_told_with_who_comes_next() {
    let on = at_suite("2026-11-23 14:02", "2026-11-23 22:00");
    let (level, text) = words(&custody(), &two_days(), &[on], "2026-11-23 14:10");
    // Tuesday's gap from 15:00 lies beyond the next 24 hours.
    assert_eq!(text, "BEX custody  Okafor  to 22:00  next Shah Tue 07:00  ok");
    assert_eq!(level, Level::Plain);
}

#[test]
fn somebody_planned_counts_and_is_marked_until_they_sign_on() {
    let cover = cover_by(&custody(), &two_days(), &[], "2026-11-23 14:10");
    assert_eq!((cover.now, cover.on.len(), cover.on[0].signed_on), (CoverState::Ok, 1, false));
    assert_eq!((cover.on[0].phone.as_str(), cover.on[0].late), ("07700 900456", false));
    let (_, text) = words(&custody(), &two_days(), &[], "2026-11-23 14:10");
    assert_eq!(text, "BEX custody  Okafor (by rota)  to 22:00  next Shah Tue 07:00  ok");
    let (level, text) = words(&custody(), &two_days(), &[], "2026-11-23 14:30");
    assert_eq!(level, Level::Warn);
    assert_eq!(text, "BEX custody  Okafor (by rota)  to 22:00  ! Okafor not signed on, due 14:00");
}

#[test]
fn one_person_counts_once_however_often_signed_on() {
    let row = DemandRow { minimum: 2, ..custody() };
    let on = at_suite("2026-11-23 14:00", "2026-11-23 22:00");
    let again = Shift { id: ShiftId(Uuid::from_u128(1)), ..at_suite("2026-11-23 15:00", "2026-11-23 21:00") };
    let cover = cover_by(&row, &two_days(), &[on, again], "2026-11-23 16:00");
    assert_eq!(cover.now, CoverState::Gap);
    assert_eq!(gaps_of(&cover)[0], "16:00-22:00");
}

#[test]
fn a_shift_begun_elsewhere_is_not_here_too() {
    let elsewhere = Shift { sites: vec!["BRC".into()], ..at_suite("2026-11-23 14:00", "2026-11-23 22:00") };
    let cover = cover_by(&custody(), &two_days(), &[elsewhere], "2026-11-23 16:00");
    assert_eq!((cover.now, cover.on.len()), (CoverState::Gap, 0));
}

#[test]
fn whoever_ends_early_leaves_a_gap_though_the_plan_has_them_here() {
    let gone =
        Shift { ended_at: Some(at("2026-11-23 18:00")), ..at_suite("2026-11-23 14:02", "2026-11-23 22:00") };
    let cover = cover_by(&custody(), &two_days(), &[gone], "2026-11-23 18:05");
    assert_eq!((cover.now, cover.on.len()), (CoverState::Gap, 0));
    assert_eq!(gaps_of(&cover), ["18:05-22:00", "15:00-22:00"], "told to its end, past the 24 hours too");
}

#[test]
fn whoever_leaves_one_site_late_is_still_to_come_to_the_next() {
    let mut plan = Plan::default();
    planned(&mut plan, "Ada Okafor", "BRC", "2026-11-23 09:00", "2026-11-23 13:00");
    planned(&mut plan, "Ada Okafor", "BEX", "2026-11-23 13:00", "2026-11-23 22:00");
    let late = Shift {
        sites: vec!["BRC".into()],
        ended_at: Some(at("2026-11-23 13:10")),
        ..at_suite("2026-11-23 08:55", "2026-11-23 13:00")
    };
    let cover = cover_by(&custody(), &plan, std::slice::from_ref(&late), "2026-11-23 13:20");
    assert_eq!((cover.now, cover.on[0].signed_on), (CoverState::Ok, false));
    let long = Shift { ended_at: Some(at("2026-11-23 14:10")), ..late };
    assert_eq!(cover_by(&custody(), &plan, &[long], "2026-11-23 14:20").now, CoverState::Gap);
}

#[test]
fn whoever_signs_on_and_leaves_at_once_has_left() {
    let gone =
        Shift { ended_at: Some(at("2026-11-23 14:12")), ..at_suite("2026-11-23 13:50", "2026-11-23 22:00") };
    assert_eq!(cover_by(&custody(), &two_days(), &[gone], "2026-11-23 14:20").now, CoverState::Gap);
}

#[test]
fn sickness_told_at_twenty_to_two_is_a_gap_at_once() {
    let mut plan = two_days();
    let now = "2026-11-23 13:40";
    assert!(!cover_by(&custody(), &plan, &[], now).gaps.iter().any(|gap| gap.from == at("2026-11-23 14:00")));
    let late = plan.shifts.values().next().unwrap().clone();
    let id = AbsenceId(Uuid::nil());
    let why = "sickness".into();
    plan.absences.insert(id, Absence { id, practitioner: late.practitioner, why, span: late.span });
    let early = Shift {
        ends_at: at("2026-11-23 15:00"),
        ..Shift { sites: vec!["BEX".into()], ..shift("Ben Ellis", "2026-11-23 07:00", "2026-11-23 15:00") }
    };
    let cover = cover_by(&custody(), &plan, std::slice::from_ref(&early), now);
    assert_eq!(gaps_of(&cover), ["15:00-22:00"]);
    assert!(cover.gaps[0].published && cover.gaps[0].core);
    assert_eq!(cover.ends, Some(at("2026-11-23 15:00")));
    let (level, text) = words(&custody(), &plan, &[early], now);
    assert_eq!(level, Level::Warn);
    assert_eq!(text, "BEX custody  Ellis  to 15:00  ! GAP 15:00 to 22:00  call 020 7946 0112");
}

#[test]
fn a_published_gap_of_tomorrow_warns_and_one_of_a_day_without_rota_does_not() {
    let mut plan = two_days();
    let now = "2026-11-23 22:30";
    assert_eq!(gaps_of(&cover_by(&custody(), &plan, &[], now)), ["15:00-22:00"]);
    let (level, text) = words(&custody(), &plan, &[], now);
    assert_eq!(level, Level::Warn);
    assert_eq!(
        text,
        "BEX custody  closed, next Tue 07:00 Shah  ! GAP Tue 15:00 to 22:00  call 020 7946 0112"
    );
    plan.published = None;
    assert!(cover_by(&custody(), &plan, &[], now).gaps.is_empty());
    assert_eq!(words(&custody(), &plan, &[], now).1, "BEX custody  closed, next Tue 07:00 Shah");
}

#[test]
fn a_site_that_opens_before_anybody_comes_says_so() {
    let mut plan = two_days();
    plan.shifts.retain(|_, shift| shift.site != "BEX");
    planned(&mut plan, "Priya Shah", "BEX", "2026-11-24 10:00", "2026-11-24 22:00");
    let (_, text) = words(&custody(), &plan, &[], "2026-11-23 22:30");
    assert_eq!(text, "BEX custody  closed, opens Tue 08:00  ! GAP Tue 08:00 to 10:00  call 020 7946 0112");
}

#[test]
fn cover_ends_where_the_chain_of_people_breaks() {
    let mut plan = two_days();
    planned(&mut plan, "Priya Shah", "BEX", "2026-11-23 21:00", "2026-11-23 23:30");
    planned(&mut plan, "Ben Ellis", "BEX", "2026-11-23 23:30", "2026-11-24 02:00");
    let on = at_suite("2026-11-23 14:00", "2026-11-23 22:00");
    let cover = cover_by(&custody(), &plan, &[on], "2026-11-23 20:00");
    assert_eq!(cover.ends, Some(at("2026-11-24 02:00")));
    assert_eq!(cover.next.unwrap().from, at("2026-11-23 21:00"));
    assert_eq!(cover_by(&custody(), &two_days(), &[], "2026-11-23 22:30").ends, None);
}

#[test]
fn somebody_on_call_stands_on_the_gap_line_and_covers_nothing() {
    let mut plan = Plan::default();
    let id = planned(&mut plan, "Priya Shah", "BEX", "2026-11-23 08:00", "2026-11-23 22:00");
    plan.shifts.get_mut(&id).unwrap().activity = "on_call".into();
    let (level, text) = words(&custody(), &plan, &[], "2026-11-23 19:44");
    assert_eq!(level, Level::Urgent);
    assert_eq!(text, "BEX custody  NOBODY  !! GAP 2h16 NOW to 22:00  on call: Shah 07700 900456");
}

#[test]
fn a_youth_worker_on_the_plan_is_a_youth_worker_on() {
    let mut plan = two_days();
    assert!(!cover_by(&custody(), &plan, &[], "2026-11-23 15:00").has_youth_worker());
    staff(&mut plan, "Ada Okafor").skills = vec!["youth".into()];
    assert!(cover_by(&custody(), &plan, &[], "2026-11-23 15:00").has_youth_worker());
    let on = at_suite("2026-11-23 14:00", "2026-11-23 22:00");
    assert!(cover_by(&custody(), &plan, &[on], "2026-11-23 15:00").has_youth_worker());
}

#[test]
fn a_skill_that_is_short_is_named_and_outside_core_hours_does_not_press() {
    let row = DemandRow { skill: Some("clinician".into()), core: false, ..custody() };
    let mut plan = two_days();
    staff(&mut plan, "Ada Okafor").role = "screener".into();
    let (level, text) = words(&row, &plan, &[], "2026-11-23 14:10");
    assert_eq!(level, Level::Warn);
    assert_eq!(
        text,
        "BEX custody  Okafor (by rota)  to 22:00  \
         ! GAP 7h50 NOW to 22:00 clinician  call 020 7946 0112"
    );
    let youth = DemandRow { skill: Some("youth".into()), ..custody() };
    let on = at_suite("2026-11-23 14:00", "2026-11-23 22:00");
    let (level, text) = words(&youth, &two_days(), &[on], "2026-11-23 14:10");
    assert_eq!(level, Level::Plain);
    assert_eq!(text, "BEX custody  Okafor  to 22:00  next Shah Tue 07:00  ok, others in place of youth");
}
