//! Who comes first: triage and its downgrade, pins, the youth worker, mandatory groups.

use chrono::NaiveDate;
use liaison::domain::event::{Correction, Triage};
use liaison::domain::referral::Birth;

use crate::evening::{Evening, refused, triage};

fn aged(evening: &Evening, years: u16) -> Birth {
    Birth::Aged { years, on: evening.now.date_naive() }
}

#[test]
fn a_triage_gives_one_of_the_four_nhs_priorities_and_says_whom_it_advised() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| new.priority = String::new());
    refused(evening.desk.triage(id, &triage("5")), "\"5\" is no priority");
    refused(evening.desk.triage(id, &Triage { tier: Some(4), ..triage("3") }), "four tiers");
    let advice = Triage { advice: "Constant observation.".into(), ..triage("3") };
    refused(evening.desk.triage(id, &advice), "Advice is given to somebody");
    for (priority, tier) in [("1", 0), ("4", 1), ("2", 3), ("3", 3)] {
        evening.desk.triage(id, &triage(priority)).unwrap();
        assert_eq!(evening.row(id).tier, tier, "priority {priority}");
    }
    evening.desk.triage(id, &Triage { advised: "Sgt Patel".into(), ..advice }).unwrap();
    assert!(evening.lines(id)[0].contains("advised Sgt Patel: Constant observation."));
}

#[test]
fn a_tier_set_by_hand_ends_when_the_person_turns_out_to_be_a_child() {
    let mut evening = Evening::quiet();
    let grown = aged(&evening, 20);
    let id = evening.refer(move |new| new.person.birth = grown);
    let calm = Triage { tier: Some(3), reason: "calm, with us tomorrow".into(), ..triage("3") };
    evening.desk.triage(id, &calm).unwrap();
    assert_eq!(evening.row(id).tier, 3);
    let mut person = evening.episode(id).person().clone();
    person.birth = aged(&evening, 15);
    let custody_ref = evening.episode(id).referral.custody_ref;
    let reason = "told by his mother".to_owned();
    evening.desk.correct_details(id, &Correction { person, custody_ref, reason }).unwrap();
    assert_eq!((evening.row(id).tier, evening.row(id).reason.as_str()), (1, "child 15"));
}

#[test]
fn a_link_worker_does_not_triage_and_a_screener_does() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| new.priority = String::new());
    evening.role("link_worker");
    refused(evening.desk.triage(id, &triage("3")), "may not triage referrals");
    evening.role("screener");
    evening.desk.triage(id, &triage("3")).unwrap();
    assert_eq!(evening.code(id), "WT");
}

#[test]
fn a_child_or_a_suicide_risk_forces_a_tier_and_below_it_needs_a_reason() {
    let mut evening = Evening::quiet();
    let birth = aged(&evening, 15);
    let child = evening.refer(|new| new.person.birth = birth);
    assert_eq!((evening.row(child).tier, evening.row(child).reason.as_str()), (1, "child 15"));
    let suicidal = evening.refer(|new| new.reason = "self_harm".into());
    assert_eq!((evening.row(suicidal).tier, evening.row(suicidal).reason.as_str()), (0, "self-harm"));
    let below = Triage { tier: Some(3), ..triage("3") };
    refused(evening.desk.triage(child, &below), "The rules put this person at T1 (child 15)");
    refused(evening.desk.triage(suicidal, &below), "The rules put this person at T0 (self-harm)");
    let why = Triage { reason: "His mother is with him.".into(), ..below };
    evening.desk.triage(child, &why).unwrap();
    let row = evening.row(child);
    assert_eq!((row.tier, row.reason.as_str()), (3, "triage: His mother is with him."));
}

#[test]
fn no_triage_talks_an_untold_red_flag_or_a_near_clock_away() {
    let mut evening = Evening::quiet();
    let (id, _open) = evening.flagged();
    let lowest = Triage { tier: Some(3), reason: "Was joking.".into(), ..triage("3") };
    evening.desk.triage(id, &lowest).unwrap();
    assert_eq!((evening.row(id).tier, evening.row(id).open_flag), (0, true));
    evening.tell_flags(id);
    assert_eq!(evening.row(id).tier, 1);
    let late = evening.refer(|new| {
        new.relevant_time = Some(new.received_at - chrono::Duration::hours(22));
        new.authorised_at = None;
    });
    evening.desk.triage(late, &lowest).unwrap();
    assert_eq!((evening.row(late).tier, evening.row(late).reason.as_str()), (1, "lim 21:44"));
}

#[test]
fn a_pin_needs_its_reason_and_stands_behind_flags_and_tier_0() {
    let mut evening = Evening::quiet();
    let waits = evening.person();
    evening.later(1);
    let pinned = evening.person();
    let suicidal = evening.refer(|new| new.reason = "self_harm".into());
    refused(evening.desk.pin(pinned, " "), "A pin needs its reason");
    refused(evening.desk.unpin(pinned), "not pinned");
    evening.desk.pin(pinned, "Van is early").unwrap();
    let order: Vec<_> = evening.desk.board().unwrap().rows.into_iter().map(|row| row.id).collect();
    assert_eq!(order, [suicidal, pinned, waits]);
    assert_eq!(evening.row(pinned).reason, "pin: Van is early");
    evening.desk.unpin(pinned).unwrap();
    let order: Vec<_> = evening.desk.board().unwrap().rows.into_iter().map(|row| row.id).collect();
    assert_eq!(order, [suicidal, waits, pinned]);
    let seen = evening.decided("none");
    refused(evening.desk.pin(seen, "again"), "This person has been seen");
}

#[test]
fn a_child_goes_to_the_youth_worker_on_shift_unless_a_clock_or_tier_0_presses() {
    let mut evening = Evening::quiet();
    let birth = aged(&evening, 15);
    let child = evening.refer(|new| new.person.birth = birth);
    let in_danger = evening.refer(|new| (new.person.birth, new.reason) = (birth, "self_harm".into()));
    let near = evening.refer(|new| {
        new.person.birth = birth;
        new.relevant_time = Some(new.received_at - chrono::Duration::hours(22));
        new.authorised_at = None;
    });
    let adult = evening.person();
    assert_eq!(evening.row(child).routed, None, "no youth worker is on");
    evening.role("youth_worker");
    evening.on_shift(&["BRO"]);
    let routed = evening.row(child).routed;
    assert_eq!(routed.as_deref(), Some("Kim youthworker"));
    for stays in [in_danger, near, adult] {
        assert_eq!(evening.row(stays).routed, None);
    }
    let last = evening.desk.board().unwrap().rows.last().map(|row| row.id);
    assert_eq!(last, Some(child), "others see the children's row after their own");
    evening.desk.end_shift().unwrap();
    assert_eq!(evening.row(child).routed, None);
}

#[test]
fn a_mandatory_group_holds_on_its_days_and_on_no_other() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| new.person.sex = "F".into());
    let member = |evening: &Evening| evening.row(id).groups == ["woman"];
    assert!(member(&evening), "during");
    let dated = |days: &'static str| {
        move |text: String| {
            let (before, women) = text.split_once("code = \"women\"").unwrap();
            let (head, rest) = women.split_once("from = ").unwrap();
            let (_, rest) = rest.split_once("\nsource").unwrap();
            format!("{before}code = \"women\"{head}from = {days}\nsource{rest}")
        }
    };
    evening.service(dated("2026-11-24"));
    assert!(!member(&evening), "before its first day");
    evening.service(dated("2026-01-01\nto = 2026-11-23"));
    assert!(member(&evening), "on its last day");
    evening.service(dated("2026-01-01\nto = 2026-11-22"));
    assert!(!member(&evening), "after its last day");
    let id = evening.refer(|new| new.beside.offences = vec!["indecent_images".into()]);
    assert_eq!((evening.row(id).groups[0].as_str(), evening.row(id).tier), ("IIOC", 2));
}

#[test]
fn a_birthday_in_the_cell_makes_an_adult_of_a_child() {
    let mut evening = Evening::quiet();
    let born = Birth::On(NaiveDate::from_ymd_opt(2008, 11, 24).unwrap());
    let id = evening.refer(|new| new.person.birth = born);
    assert_eq!(evening.row(id).tier, 1);
    evening.later(5 * 60);
    assert_eq!(evening.row(id).age, Some(18));
    assert_ne!(evening.row(id).reason, "child 17");
}
