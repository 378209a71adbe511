//! What can be done to the rota, and what the desk refuses: each rule as a sentence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;
#[path = "rota/week.rs"]
mod week;

use liaison::desk::rota::{NewPlanned, RotaAct};
use liaison::domain::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use liaison::domain::rota::{RotaPart, Staff, Swap};
use liaison::rota::presence::presence;
use uuid::Uuid;

use evening::refused;
use week::{Week, day, shift, span, staff, wall};

fn sick(who: PractitionerId, from: &str, to: &str) -> RotaAct {
    RotaAct::Away { practitioner: who, why: "sickness".into(), span: span(from, to) }
}

fn absence(week: &Week) -> AbsenceId {
    week.plan().absences.into_values().next().unwrap().id
}

/// The times in which somebody is there, as "BRO 07:00-13:40".
fn there(week: &Week) -> Vec<String> {
    let plan = week.plan();
    let present = presence(&plan, week.evening.desk.service());
    let one = |piece: &liaison::rota::presence::Presence<'_>| {
        format!("{} {}-{}", piece.site, piece.from.format("%H:%M"), piece.to.format("%H:%M"))
    };
    present.people.iter().map(one).collect()
}

#[test]
fn nothing_is_written_before_a_proposal_is_kept() {
    let mut week = Week::new();
    let before = week.evening.desk.head();
    let proposal =
        week.propose(&RotaAct::Place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00")));
    assert_eq!(proposal.what, "Priya Shah duty Tue 1 Dec 07:00-15:00 at BRO");
    assert_eq!((week.evening.desk.head(), week.told().len()), (before, 0));
    week.evening.desk.keep_rota(&proposal, "").unwrap();
    assert_eq!(week.told(), ["Shah BRO 2026-12-01 07:00-15:00"]);
}

#[test]
fn one_person_in_two_places_at_once_is_refused_and_the_other_shift_named() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.refuses(
        &RotaAct::Place(shift(week.shah, "BRO", "2026-12-01 14:59", "2026-12-01 22:00")),
        "is at BEX then (On duty)",
    );
    week.place(shift(week.shah, "BRO", "2026-12-01 15:00", "2026-12-01 22:00"));
    week.place(shift(week.cole, "BRO", "2026-12-01 14:00", "2026-12-01 22:00"));
    assert_eq!(week.told().len(), 3);
}

#[test]
fn who_can_be_rung_to_come_in_is_at_no_place_by_that() {
    let mut week = Week::new();
    let on_call = NewPlanned {
        activity: "on_call".into(),
        ..shift(week.shah, "BRO", "2026-12-01 00:00", "2026-12-02 00:00")
    };
    week.place(on_call);
    week.place(shift(week.shah, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    assert_eq!(week.told().len(), 2);
}

#[test]
fn nobody_is_placed_while_they_are_away() {
    let mut week = Week::new();
    let leave = |who| RotaAct::Away {
        practitioner: who,
        why: "leave".into(),
        span: span("2026-12-01 00:00", "2026-12-08 00:00"),
    };
    week.act(&leave(week.shah));
    let early = shift(week.shah, "BRO", "2026-12-07 07:00", "2026-12-07 15:00");
    week.refuses(&RotaAct::Place(early.clone()), "is away then (Annual leave)");
    let other = week.place(NewPlanned { practitioner: week.cole, ..early.clone() });
    week.refuses(&RotaAct::Move { shift: other, to: early }, "is away then (Annual leave)");
}

#[test]
fn a_shift_names_only_what_the_service_has() {
    let mut week = Week::new();
    let good = shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00");
    let stranger = PractitionerId(Uuid::now_v7());
    for (bad, words) in [
        (NewPlanned { site: "XXX".into(), ..good.clone() }, "there is no site XXX"),
        (NewPlanned { activity: "golf".into(), ..good.clone() }, "there is no activity golf"),
        (NewPlanned { practitioner: stranger, ..good.clone() }, "nobody of that name is on the rota"),
        (NewPlanned { break_minutes: 480, ..good.clone() }, "the break is as long as the shift"),
    ] {
        week.refuses(&RotaAct::Place(bad), words);
    }
    let left = Staff { left: true, ..week.plan().staff[&week.shah].clone() };
    week.act(&RotaAct::Staff(left));
    week.refuses(&RotaAct::Place(good), "has left");
}

#[test]
fn a_change_of_published_days_needs_a_reason_and_one_of_a_draft_does_not() {
    let mut week = Week::new();
    week.publish("2026-11-30", "2026-12-06");
    let late =
        |d: &str| RotaAct::Place(shift(week.shah, "BRO", &format!("{d} 14:00"), &format!("{d} 22:00")));
    let (settled, draft) = (late("2026-12-06"), late("2026-12-07"));
    assert_eq!(week.propose(&settled).asks_reason.as_deref(), Some("Sun 6 Dec is published."));
    refused(week.reasonless(&settled).map(|_| ()), "Sun 6 Dec is published. A change of it needs a reason.");
    week.reasonless(&draft).unwrap();
    week.act(&settled);
    assert_eq!(week.evening.desk.rota_changes(1).unwrap()[0].change.reason, "as agreed");
}

#[test]
fn a_shift_before_midnight_of_a_published_day_that_ends_in_it_needs_a_reason_as_well() {
    let mut week = Week::new();
    week.publish("2026-12-02", "2026-12-02");
    let night = RotaAct::Place(shift(week.shah, "BRO", "2026-12-01 22:00", "2026-12-02 07:00"));
    assert_eq!(week.propose(&night).asks_reason.as_deref(), Some("Wed 2 Dec is published."));
    let to_midnight = RotaAct::Place(shift(week.shah, "BRO", "2026-12-01 16:00", "2026-12-02 00:00"));
    assert_eq!(week.propose(&to_midnight).asks_reason, None);
    week.reasonless(&to_midnight).unwrap();
}

#[test]
fn the_past_changes_with_a_reason_only_and_a_running_shift_may_be_made_longer_without_one() {
    let mut week = Week::new();
    let worked = shift(week.shah, "BRO", "2026-11-22 13:00", "2026-11-22 21:00");
    refused(week.reasonless(&RotaAct::Place(worked.clone())).map(|_| ()), "It changes what is past.");
    let id = week.place(worked);
    refused(week.reasonless(&RotaAct::TakeOff { shift: id }).map(|_| ()), "It changes what is past.");
    let running = shift(week.cole, "BRO", "2026-11-23 14:00", "2026-11-23 22:00");
    let id = week.place(running.clone());
    let longer = NewPlanned { span: span("2026-11-23 14:00", "2026-11-23 23:00"), ..running.clone() };
    week.reasonless(&RotaAct::Move { shift: id, to: longer }).unwrap();
    let shorter = NewPlanned { span: span("2026-11-23 14:00", "2026-11-23 18:00"), ..running };
    refused(
        week.reasonless(&RotaAct::Move { shift: id, to: shorter }).map(|_| ()),
        "It changes what is past.",
    );
}

#[test]
fn a_shift_is_moved_to_another_time_site_or_person_and_keeps_its_name() {
    let mut week = Week::new();
    let early = shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00");
    let id = week.place(early.clone());
    week.refuses(&RotaAct::Move { shift: id, to: early.clone() }, "That is how it stands already");
    let late = NewPlanned { span: span("2026-12-01 14:00", "2026-12-01 22:00"), ..early };
    week.act(&RotaAct::Move { shift: id, to: late.clone() });
    week.act(&RotaAct::Move { shift: id, to: NewPlanned { site: "BEX".into(), ..late.clone() } });
    let given = NewPlanned { practitioner: week.cole, site: "BEX".into(), ..late };
    week.act(&RotaAct::Move { shift: id, to: given });
    assert_eq!(week.told(), ["Cole BEX 2026-12-01 14:00-22:00"]);
    assert_eq!(week.shifts()[0].id, id);
}

#[test]
fn a_split_shift_goes_on_at_another_site_and_travel_is_warned_of() {
    let mut week = Week::new();
    let id = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let split = |at: &str| RotaAct::Split { shift: id, at: wall(at), site: "BEX".into() };
    week.refuses(&split("2026-12-01 07:00"), "does not go on at that time");
    week.refuses(&split("2026-12-01 15:00"), "does not go on at that time");
    let proposal = week.propose(&split("2026-12-01 12:00"));
    assert_eq!(proposal.warnings, ["0 min from BRO to BEX, the way takes 30"]);
    week.evening.desk.keep_rota(&proposal, "").unwrap();
    assert_eq!(week.told(), ["Shah BRO 2026-12-01 07:00-12:00", "Shah BEX 2026-12-01 12:00-15:00"]);
    let kept = week.evening.desk.rota_changes(1).unwrap().remove(0).change;
    assert_eq!(kept.warned, proposal.warnings, "what was warned of stays with the change");
    let breaks: Vec<u16> = week.shifts().iter().map(|shift| shift.break_minutes).collect();
    assert_eq!(breaks, [30, 0], "the break goes with the longer part");
}

#[test]
fn a_shift_split_in_the_repeated_hour_of_october_has_neither_gap_nor_overlap() {
    let mut week = Week::new();
    let id = week.place(shift(week.shah, "BRO", "2027-10-30 22:00", "2027-10-31 07:00"));
    week.act(&RotaAct::Split { shift: id, at: wall("2027-10-31 01:30"), site: "BEX".into() });
    let spans: Vec<_> = week.shifts().iter().map(|shift| shift.span).collect();
    assert_eq!(spans[0].to, spans[1].from);
    assert_eq!(spans[0].minutes() + spans[1].minutes(), 600);
}

#[test]
fn late_and_then_early_is_warned_of_and_never_blocked() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-01 14:00", "2026-12-01 22:00"));
    let early = RotaAct::Place(shift(week.shah, "BRO", "2026-12-02 07:00", "2026-12-02 15:00"));
    let warnings = week.propose(&early).warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("9h00") && warnings[0].contains("reg 10"), "{warnings:?}");
    week.act(&early);
    assert_eq!(week.evening.desk.rota_changes(1).unwrap()[0].change.warned, warnings);
}

#[test]
fn a_breach_that_stood_before_is_not_told_again_by_a_move_to_another_site() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BMC", "2026-12-01 14:00", "2026-12-01 22:00"));
    let early = shift(week.shah, "BRO", "2026-12-02 07:00", "2026-12-02 15:00");
    let id = week.place(early.clone());
    let elsewhere = RotaAct::Move { shift: id, to: NewPlanned { site: "BEX".into(), ..early.clone() } };
    assert_eq!(week.propose(&elsewhere).warnings, Vec::<String>::new());
    let earlier = NewPlanned { span: span("2026-12-02 06:00", "2026-12-02 14:00"), ..early };
    let warnings = week.propose(&RotaAct::Move { shift: id, to: earlier }).warnings;
    assert!(warnings.len() == 1 && warnings[0].contains("8h00"), "{warnings:?}");
}

#[test]
fn a_change_about_several_people_names_whom_each_warning_is_of() {
    let mut week = Week::new();
    let lates = [(week.shah, "BRO"), (week.cole, "BEX")];
    for (who, site) in lates {
        week.place(shift(who, site, "2026-12-06 14:00", "2026-12-06 22:00"));
        week.place(shift(who, site, "2026-11-30 07:00", "2026-11-30 15:00"));
    }
    let copy = RotaAct::CopyWeek { from: day("2026-11-30"), to: day("2026-12-07"), site: None };
    let warnings = week.propose(&copy).warnings;
    for name in ["Priya Shah: ", "Tom Cole: "] {
        let own: Vec<_> = warnings.iter().filter(|warning| warning.starts_with(name)).collect();
        assert!(own.len() == 1 && own[0].contains("9h00"), "{warnings:?}");
    }
}

#[test]
fn a_registration_or_vetting_that_ends_and_a_missing_induction_are_warned_of() {
    let mut week = Week::new();
    let bank = Staff {
        bank: true,
        inducted: vec!["BEX".into()],
        registered_until: Some(day("2026-12-10")),
        vetted_until: Some(day("2026-11-30")),
        ..staff("Bea Nank", "BN")
    };
    week.act(&RotaAct::Staff(bank.clone()));
    let at = |site| RotaAct::Place(shift(bank.id, site, "2026-12-01 07:00", "2026-12-01 15:00"));
    let warnings = week.propose(&at("BRO")).warnings;
    for words in ["registration ends", "vetting ends", "without an induction at BRO"] {
        assert!(warnings.iter().any(|warning| warning.contains(words)), "{words}: {warnings:?}");
    }
    assert!(!week.propose(&at("BEX")).warnings.iter().any(|warning| warning.contains("induction")));
}

#[test]
fn a_copied_week_leaves_out_who_is_away_or_placed_already_and_says_so() {
    let mut week = Week::new();
    for d in ["2026-11-30", "2026-12-01", "2026-12-02"] {
        week.place(shift(week.shah, "BRO", &format!("{d} 07:00"), &format!("{d} 15:00")));
    }
    week.place(shift(week.cole, "BEX", "2026-12-01 14:00", "2026-12-01 22:00"));
    week.place(shift(week.shah, "BEX", "2026-12-08 09:00", "2026-12-08 17:00"));
    week.act(&sick(week.shah, "2026-12-07 00:00", "2026-12-08 00:00"));
    let copy = RotaAct::CopyWeek { from: day("2026-11-30"), to: day("2026-12-07"), site: None };
    let proposal = week.propose(&copy);
    assert_eq!(proposal.what, "week of Mon 30 Nov copied to Mon 7 Dec");
    let left_out = &proposal.left_out;
    assert_eq!(left_out.len(), 2, "{left_out:?}");
    assert!(left_out[0].starts_with("Priya Shah duty Mon 7 Dec 07:00-15:00 at BRO: is away then (Sick)"));
    assert!(left_out[1].contains("Tue 8 Dec") && left_out[1].contains("is at BEX then"), "{left_out:?}");
    week.act(&copy);
    let told = week.told();
    assert!(told.contains(&"Shah BRO 2026-12-09 07:00-15:00".to_owned()), "{told:?}");
    assert!(told.contains(&"Cole BEX 2026-12-08 14:00-22:00".to_owned()), "{told:?}");
    assert_eq!(told.len(), 7);
}

#[test]
fn a_week_is_copied_for_one_site_alone_from_monday_to_another_monday() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.place(shift(week.cole, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    let copy =
        |from: &str, to: &str| RotaAct::CopyWeek { from: day(from), to: day(to), site: Some("BEX".into()) };
    week.refuses(&copy("2026-12-01", "2026-12-08"), "A week begins on a Monday");
    week.refuses(&copy("2026-11-30", "2026-11-30"), "not copied onto itself");
    week.refuses(&copy("2026-12-14", "2026-12-21"), "no shift stands there");
    week.act(&copy("2026-11-30", "2026-12-07"));
    assert_eq!(week.told().last().unwrap(), "Cole BEX 2026-12-08 07:00-15:00");
    assert_eq!(week.told().len(), 3);
}

#[test]
fn a_rotation_is_rolled_forward_and_leaves_out_bank_holidays() {
    let mut week = Week::new();
    let roll = RotaAct::Roll {
        rotation: "Two weeks, Bromley".into(),
        practitioner: week.shah,
        first_monday: day("2026-12-14"),
        weeks: 3,
    };
    let proposal = week.propose(&roll);
    assert_eq!(proposal.left_out.len(), 3, "{:?}", proposal.left_out);
    assert!(proposal.left_out[0].contains("Christmas Day, no early"), "{:?}", proposal.left_out);
    assert!(
        proposal.left_out[1].contains("Boxing Day (substitute day), no early"),
        "{:?}",
        proposal.left_out
    );
    week.act(&roll);
    let told = week.told();
    assert_eq!(told[0], "Shah BRO 2026-12-14 07:00-15:00");
    assert_eq!(told[3], "Shah BRO 2026-12-17 14:00-22:00");
    assert!(told.contains(&"Shah BRO 2026-12-27 13:00-21:00".to_owned()), "{told:?}");
    let pattern = week.shifts()[0].pattern.clone();
    assert_eq!(pattern.as_deref(), Some("early"));
    week.refuses(&roll, "Nothing of it can be placed");
}

#[test]
fn two_people_change_places_with_who_asked_agreed_and_approved() {
    let mut week = Week::new();
    let one = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let other = week.place(shift(week.cole, "BEX", "2026-12-01 14:00", "2026-12-01 22:00"));
    let swap = |asked: &str| RotaAct::Swap {
        one,
        other,
        swap: Swap { asked_by: asked.into(), agreed_by: String::new(), approved_by: String::new() },
    };
    week.refuses(&swap(" "), "Nobody is said to have asked");
    week.act(&swap("Priya Shah"));
    assert_eq!(week.told(), ["Cole BRO 2026-12-01 07:00-15:00", "Shah BEX 2026-12-01 14:00-22:00"]);
    let kept = week.evening.desk.rota_changes(1).unwrap().remove(0).change.swap.unwrap();
    assert_eq!((kept.asked_by.as_str(), kept.approved_by.as_str()), ("Priya Shah", "Ada Okafor"));
}

#[test]
fn a_shift_taken_away_by_sickness_at_13_40_is_gone_from_the_plan_from_13_40_on_and_comes_back_when_undone() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-11-24 07:00", "2026-11-24 15:00"));
    week.evening.later(18 * 60);
    week.evening.role("practitioner");
    let told = sick(week.shah, "2026-11-24 13:40", "2026-11-25 00:00");
    let proposal = week.propose(&told);
    assert_eq!(proposal.warnings, ["leaves duty Tue 24 Nov 07:00-15:00 at BRO"]);
    let change = week.reasonless(&told).unwrap();
    assert_eq!(there(&week), ["BRO 07:00-13:40"]);
    week.reasonless(&RotaAct::Undo(change)).unwrap();
    assert_eq!(there(&week), ["BRO 07:00-15:00"]);
}

#[test]
fn whoever_takes_the_call_records_sickness_and_everything_else_is_a_leads() {
    let mut week = Week::new();
    let id = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.evening.role("screener");
    let leave = RotaAct::Away {
        practitioner: week.shah,
        why: "leave".into(),
        span: span("2026-12-01 00:00", "2026-12-02 00:00"),
    };
    let place = RotaAct::Place(shift(week.cole, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    for act in [
        leave,
        place,
        RotaAct::TakeOff { shift: id },
        RotaAct::Publish(None),
        RotaAct::Staff(staff("A B", "AB")),
    ] {
        week.refuses(&act, "may not change the rota");
    }
    week.reasonless(&sick(week.shah, "2026-11-23 07:00", "2026-11-25 00:00")).unwrap();
    week.refuses(&sick(week.shah, "2026-11-20 00:00", "2026-11-21 00:00"), "may not change the rota");
}

#[test]
fn who_comes_back_early_is_away_no_longer_and_who_was_never_away_not_at_all() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-11-25 07:00", "2026-11-25 15:00"));
    week.act(&sick(week.shah, "2026-11-24 00:00", "2026-11-30 00:00"));
    assert_eq!(there(&week), Vec::<String>::new());
    let absence = absence(&week);
    week.refuses(&RotaAct::Back { absence, from: Some(wall("2026-12-01 07:00")) }, "not away at that time");
    week.act(&RotaAct::Back { absence, from: Some(wall("2026-11-25 09:00")) });
    assert_eq!(there(&week), ["BRO 09:00-15:00"]);
    week.act(&RotaAct::Back { absence, from: None });
    assert_eq!(there(&week), ["BRO 07:00-15:00"]);
    refused(
        week.reasonless(&RotaAct::Back { absence, from: None }).map(|_| ()),
        "absence is not in the store",
    );
}

#[test]
fn an_undo_puts_back_what_was_and_can_be_undone_itself() {
    let mut week = Week::new();
    let id = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let off = week.act(&RotaAct::TakeOff { shift: id });
    assert_eq!(week.told().len(), 0);
    let undo = week.act(&RotaAct::Undo(off));
    assert!(week.planned(id).is_some());
    week.refuses(&RotaAct::Undo(off), "was taken back already");
    week.act(&RotaAct::Undo(undo));
    assert!(week.planned(id).is_none());
    let entries = week.evening.desk.rota_changes(3).unwrap();
    let undone: Vec<bool> = entries.iter().map(|entry| entry.undone).collect();
    assert_eq!(undone, [false, true, false], "an undo that was undone takes nothing back");
    assert_eq!(entries[0].by, week.evening.desk.who().label);
}

#[test]
fn an_undo_is_refused_where_a_later_change_touched_the_same_shift_and_names_it() {
    let mut week = Week::new();
    let early = shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00");
    let copied = RotaAct::CopyWeek { from: day("2026-11-30"), to: day("2026-12-07"), site: None };
    week.place(early);
    let copy = week.act(&copied);
    let copied_shift = week.shifts()[1].clone();
    let elsewhere = NewPlanned { site: "BEX".into(), ..NewPlanned::of(&copied_shift) };
    let moved = week.act(&RotaAct::Move { shift: copied_shift.id, to: elsewhere });
    week.refuses(&RotaAct::Undo(copy), "A later change stands in the way: Priya Shah duty Tue 8 Dec");
    week.act(&RotaAct::Undo(moved));
    week.act(&RotaAct::Undo(copy));
    assert_eq!(week.told(), ["Shah BRO 2026-12-01 07:00-15:00"]);
    refused(week.reasonless(&RotaAct::Undo(ChangeId(Uuid::now_v7()))).map(|_| ()), "is not in the store");
}

#[test]
fn an_undo_does_not_put_somebody_in_two_places() {
    let mut week = Week::new();
    let id = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let off = week.act(&RotaAct::TakeOff { shift: id });
    week.place(shift(week.shah, "BEX", "2026-12-01 09:00", "2026-12-01 17:00"));
    week.refuses(&RotaAct::Undo(off), "is at BEX then");
}

#[test]
fn people_on_the_rota_have_a_name_initials_of_their_own_and_what_the_service_knows() {
    let mut week = Week::new();
    for (bad, words) in [
        (staff(" ", "X"), "needs a name and initials"),
        (staff("Pat Short", "PS"), "The initials PS are Priya Shah's"),
        (Staff { role: "chef".into(), ..staff("A B", "AB") }, "there is no role chef"),
        (Staff { skills: vec!["juggling".into()], ..staff("A B", "AB") }, "there is no skill juggling"),
        (Staff { inducted: vec!["XXX".into()], ..staff("A B", "AB") }, "there is no site XXX"),
    ] {
        week.refuses(&RotaAct::Staff(bad), words);
    }
    let okafor = week.plan().staff.into_values().find(|staff| staff.name == "Ada Okafor").unwrap();
    week.act(&RotaAct::Staff(Staff { vetted_until: Some(day("2027-03-01")), ..okafor.clone() }));
    assert_eq!(week.plan().staff[&okafor.id].vetted_until, Some(day("2027-03-01")));
}

#[test]
fn who_came_onto_the_rota_is_not_undone_but_what_was_said_of_them_is() {
    let mut week = Week::new();
    let new = staff("New Body", "NB");
    let added = week.act(&RotaAct::Staff(new.clone()));
    let changed = week.act(&RotaAct::Staff(Staff { phone: "07700 900999".into(), ..new.clone() }));
    week.act(&RotaAct::Undo(changed));
    assert_eq!(week.plan().staff.get(&new.id), Some(&new));
    week.refuses(&RotaAct::Undo(added), "Who came onto the rota stays on it");
}

#[test]
fn parts_are_looked_at_together_so_that_a_swap_at_one_time_can_be() {
    let mut week = Week::new();
    let one = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let other = week.place(shift(week.cole, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    let swap =
        Swap { asked_by: "Tom Cole".into(), agreed_by: "Priya Shah".into(), approved_by: String::new() };
    week.act(&RotaAct::Swap { one, other, swap });
    assert_eq!(week.planned(one).unwrap().practitioner, week.cole);
    let checked = week.evening.desk.rota_check(&[RotaPart::Put(week.planned(one).unwrap())]).unwrap();
    assert_eq!(checked.refusals, Vec::<String>::new());
    let missing = RotaAct::TakeOff { shift: PlannedId(Uuid::now_v7()) };
    refused(week.reasonless(&missing).map(|_| ()), "planned shift is not in the store");
}

#[test]
fn a_rota_that_ends_too_soon_calls_a_lead() {
    let mut week = Week::new();
    let told = |week: &Week| {
        let desk = &week.evening.desk;
        let alerts = desk.alerts(&desk.board().unwrap()).unwrap();
        alerts.into_iter().map(|alert| alert.words).find(|words| words.contains("published to"))
    };
    assert_eq!(told(&week), None, "none was published: it may be kept elsewhere");
    week.publish("2026-11-23", "2026-12-20");
    let words = "the rota is published to Sun 20 Dec 2026 only, 42 days are due";
    assert_eq!(told(&week).as_deref(), Some(words));
    week.publish("2026-11-23", "2027-01-04");
    assert_eq!(told(&week), None);
}

#[test]
fn a_change_that_opens_a_gap_names_it_before_it_is_kept() {
    let mut week = Week::new();
    week.publish("2026-11-23", "2026-11-29");
    let id = week.place(shift(week.shah, "BRO", "2026-11-24 08:00", "2026-11-24 22:00"));
    let proposal = week.evening.desk.propose(&RotaAct::TakeOff { shift: id }).unwrap();
    let gap = "leaves BRO short Tue 24 Nov 08:00-22:00: Registered clinician";
    assert!(proposal.warnings.iter().any(|words| words == gap), "{:?}", proposal.warnings);
    let at = wall("2026-11-24 20:00");
    let split = RotaAct::Split { shift: id, at, site: "BEX".into() };
    let warnings = week.evening.desk.propose(&split).unwrap().warnings;
    let gap = "leaves BRO short Tue 24 Nov 20:00-22:00: Registered clinician";
    assert!(warnings.iter().any(|words| words == gap), "{warnings:?}");
    assert!(!warnings.iter().any(|words| words.contains("BEX short")), "it was short there before");
}
