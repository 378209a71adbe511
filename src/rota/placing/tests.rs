//! Whom the rota may take where, and whom it asks first for a gap.

use super::*;
use crate::domain::ids::AbsenceId;
use crate::domain::rota::Absence;
use crate::rota::cover::tests::plan::{planned, staff};
use crate::rota::cover::tests::{at, example};

fn plan(shifts: &[(&str, &str, &str, &str)]) -> Plan {
    let mut plan = Plan::default();
    for (who, site, from, to) in shifts {
        planned(&mut plan, who, site, from, to);
    }
    plan
}

/// A shift that is looked at and not yet on the plan.
fn new(plan: &mut Plan, who: &str, site: &str, from: &str, to: &str) -> PlannedShift {
    let id = planned(plan, who, site, from, to);
    plan.shifts.remove(&id).unwrap()
}

#[test]
fn nobody_is_at_two_places_at_once() {
    let mut plan = plan(&[("Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00")]);
    let shift = new(&mut plan, "Ada Okafor", "BEX", "2026-11-23 20:00", "2026-11-23 21:00");
    assert_eq!(refusals(&plan, &example(), &shift), ["is at BRO then (On duty) 14:00 to 22:00"]);
    let after = new(&mut plan, "Ada Okafor", "BEX", "2026-11-23 22:00", "2026-11-23 23:00");
    assert!(refusals(&plan, &example(), &after).is_empty());
    let other = new(&mut plan, "Priya Shah", "BEX", "2026-11-23 20:00", "2026-11-23 21:00");
    assert!(refusals(&plan, &example(), &other).is_empty());
}

#[test]
fn somebody_on_call_is_in_no_place_by_that() {
    let mut plan = plan(&[("Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00")]);
    let mut shift = new(&mut plan, "Ada Okafor", "BEX", "2026-11-23 20:00", "2026-11-23 23:00");
    shift.activity = "on_call".into();
    assert!(refusals(&plan, &example(), &shift).is_empty());
    plan.shifts.values_mut().for_each(|other| other.activity = "on_call".into());
    shift.activity = "duty".into();
    assert!(refusals(&plan, &example(), &shift).is_empty());
}

#[test]
fn a_shift_that_is_moved_is_not_in_its_own_way() {
    let mut plan = Plan::default();
    let id = planned(&mut plan, "Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00");
    let mut moved = new(&mut plan, "Ada Okafor", "BRO", "2026-11-23 15:00", "2026-11-23 23:00");
    moved.id = id;
    assert!(refusals(&plan, &example(), &moved).is_empty());
}

#[test]
fn somebody_away_or_gone_is_refused() {
    let mut plan = Plan::default();
    let shift = new(&mut plan, "Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00");
    let id = AbsenceId(Uuid::nil());
    let absence = Absence { id, practitioner: shift.practitioner, why: "sickness".into(), span: shift.span };
    plan.absences.insert(id, absence);
    assert_eq!(refusals(&plan, &example(), &shift), ["is away then (Sick) 14:00 to 22:00"]);
    plan.absences.clear();
    plan.staff.get_mut(&shift.practitioner).unwrap().left = true;
    assert_eq!(refusals(&plan, &example(), &shift), ["has left"]);
}

#[test]
fn the_way_between_two_sites_is_warned_of() {
    let mut plan = plan(&[("Ada Okafor", "BRO", "2026-11-23 09:00", "2026-11-23 13:00")]);
    let soon = new(&mut plan, "Ada Okafor", "BEX", "2026-11-23 13:15", "2026-11-23 17:00");
    assert_eq!(warnings(&plan, &example(), &soon), ["15 min from BRO to BEX, the way takes 30"]);
    let later = new(&mut plan, "Ada Okafor", "BEX", "2026-11-23 13:30", "2026-11-23 17:00");
    assert!(warnings(&plan, &example(), &later).is_empty());
    let before = new(&mut plan, "Ada Okafor", "BMC", "2026-11-23 07:00", "2026-11-23 08:55");
    assert_eq!(warnings(&plan, &example(), &before), ["5 min from BMC to BRO, the way takes 10"]);
}

#[test]
fn a_breach_that_the_shift_brings_is_warned_of_and_an_old_one_is_not() {
    let mut plan = plan(&[
        ("Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00"),
        ("Ada Okafor", "BRO", "2026-11-25 14:00", "2026-11-25 22:00"),
        ("Ada Okafor", "BRO", "2026-11-26 07:00", "2026-11-26 15:00"),
    ]);
    let early = new(&mut plan, "Ada Okafor", "BRO", "2026-11-24 07:00", "2026-11-24 15:00");
    assert_eq!(
        warnings(&plan, &example(), &early),
        ["9h00 rest before Tue 07:00, 11h00 due (WTR 1998 reg 10): 2h00 compensatory rest due"]
    );
    let friday = new(&mut plan, "Ada Okafor", "BRO", "2026-11-27 07:00", "2026-11-27 15:00");
    assert!(warnings(&plan, &example(), &friday).is_empty());
}

#[test]
fn registration_vetting_and_induction_are_warned_of() {
    let mut plan = Plan::default();
    let shift = new(&mut plan, "Ada Okafor", "BRO", "2026-11-23 14:00", "2026-11-23 22:00");
    let staff = plan.staff.get_mut(&shift.practitioner).unwrap();
    staff.registered_until = Some("2026-11-22".parse().unwrap());
    staff.vetted_until = Some("2027-01-21".parse().unwrap());
    staff.bank = true;
    staff.inducted = vec!["BEX".into()];
    assert_eq!(
        warnings(&plan, &example(), &shift),
        [
            "registration ends Sun 22 Nov 2026, before the shift",
            "vetting ends Thu 21 Jan 2027",
            "bank staff without an induction at BRO"
        ]
    );
    let staff = plan.staff.get_mut(&shift.practitioner).unwrap();
    staff.registered_until = Some("2027-01-22".parse().unwrap());
    staff.vetted_until = None;
    staff.inducted = vec!["BRO".into()];
    assert!(warnings(&plan, &example(), &shift).is_empty());
}

#[test]
fn a_week_over_the_limit_is_warned_of_whatever_the_average() {
    let mut plan = Plan::default();
    for (monday, days) in [("2026-11-16", 4), ("2026-11-23", 6)] {
        let first: NaiveDate = monday.parse().unwrap();
        for date in first.iter_days().take(days) {
            planned(&mut plan, "Ada Okafor", "BRO", &format!("{date} 08:00"), &format!("{date} 16:30"));
        }
    }
    let late = new(&mut plan, "Ada Okafor", "BRO", "2026-11-28 16:30", "2026-11-28 18:00");
    let words = warnings(&plan, &example(), &late);
    assert_eq!(words, ["49h00 in that week, over 48 h"]);
}

#[test]
fn who_could_take_a_gap_stands_in_front_of_who_could_not() {
    let mut plan = plan(&[
        ("Ada Okafor", "BRO", "2026-11-24 07:00", "2026-11-24 15:00"),
        ("Ben Ellis", "BEX", "2026-11-23 14:00", "2026-11-23 22:00"),
        ("Priya Shah", "BRO", "2026-11-25 07:00", "2026-11-25 15:00"),
        ("Cy Adams", "BRO", "2026-11-26 07:00", "2026-11-26 11:00"),
    ]);
    staff(&mut plan, "Yaz Young").role = "youth_worker".into();
    staff(&mut plan, "Gone Longago").left = true;
    let wanted = Wanted {
        site: "BRO",
        time: Between { from: at("2026-11-23 15:00"), to: at("2026-11-23 22:00") },
        skill: Some("clinician"),
        activity: "duty",
    };
    let found = who_could(&plan, &example(), &wanted);
    let told: Vec<_> = found.iter().map(|c| (c.name.as_str(), c.can, c.reasons.join("; "))).collect();
    let none = String::new;
    assert_eq!(
        told,
        [
            ("Cy Adams", true, none()),
            ("Priya Shah", true, none()),
            (
                "Ada Okafor",
                true,
                "9h00 rest before Tue 07:00, 11h00 due (WTR 1998 reg 10): 2h00 compensatory rest due".into()
            ),
            ("Yaz Young", false, "is not: Registered clinician".into()),
            ("Ben Ellis", false, "is at BEX then (On duty) 14:00 to 22:00".into()),
        ]
    );
    assert_eq!(found[0].phone, "07700 900456");
    let wanted = Wanted { skill: Some("youth"), ..wanted };
    let found = who_could(&plan, &example(), &wanted);
    assert_eq!((found[0].name.as_str(), found[0].reasons.len()), ("Yaz Young", 0));
    assert_eq!(found[1].reasons, ["would stand in for: Youth worker"]);
}
