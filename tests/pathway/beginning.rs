//! How an episode begins: found on a list, referred, and whether we know the person already.

use chrono::{Duration, NaiveDate};
use liaison::desk::court::{CourtRow, name_only};
use liaison::domain::event::Taking;
use liaison::domain::referral::Birth;

use crate::evening::{Evening, after, closing, refused, triage};

fn taking(evening: &Evening) -> Taking {
    Taking {
        source: "custody_hcp".into(),
        told_by: "HCP Brooks".into(),
        received_at: evening.now,
        reason: "alcohol".into(),
        details: "Smells of drink.".into(),
        priority: String::new(),
    }
}

#[test]
fn somebody_found_on_the_list_stays_identified_until_a_referral_is_taken() {
    let mut evening = Evening::quiet();
    let mut new = evening.referral();
    new.priority = String::new();
    let id = evening.desk.identify(&new).unwrap();
    assert_eq!(evening.code(id), "ID");
    refused(evening.desk.triage(id, &triage("3")), "Nobody has referred this person yet");
    let told = taking(&evening);
    refused(
        evening.desk.take_referral(id, &Taking { told_by: " ".into(), ..told.clone() }),
        "says who told it",
    );
    refused(evening.desk.take_referral(id, &Taking { source: "crow".into(), ..told.clone() }), "no source");
    refused(evening.desk.take_referral(id, &Taking { reason: "vibes".into(), ..told.clone() }), "no reason");
    evening.desk.take_referral(id, &told).unwrap();
    assert_eq!(evening.code(id), "RF");
    let referral = evening.episode(id).referral;
    assert_eq!((referral.told_by.as_str(), referral.reason.as_str()), ("HCP Brooks", "alcohol"));
    refused(evening.desk.take_referral(id, &told), "referred already");
    assert!(evening.lines(id).iter().any(|line| line.starts_with("Found on the list by us")));
}

#[test]
fn a_hold_or_a_break_does_not_make_a_referral_of_somebody_identified() {
    let mut evening = Evening::quiet();
    let mut new = evening.referral();
    new.priority = String::new();
    let id = evening.desk.identify(&new).unwrap();
    evening.desk.hold(id, "asleep", after(evening.now, 30), "").unwrap();
    refused(evening.desk.triage(id, &triage("3")), "Nobody has referred this person yet");
    evening.desk.end_hold(id, "awake").unwrap();
    assert_eq!(evening.code(id), "ID");
    let told = taking(&evening);
    evening.desk.take_referral(id, &told).unwrap();
    assert_eq!(evening.code(id), "RF");
}

#[test]
fn a_referral_is_new_until_it_was_triaged_and_then_waits() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| new.priority = String::new());
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("RF", "new: triage"));
    evening.desk.triage(id, &triage("2")).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("WT", "not seen"));
    let triaged_at_once = evening.person();
    assert_eq!(evening.code(triaged_at_once), "WT");
}

#[test]
fn everybody_of_the_team_may_record_a_referral_and_put_somebody_on_hold() {
    let mut evening = Evening::quiet();
    for role in ["senior", "practitioner", "youth_worker", "screener", "link_worker", "student"] {
        evening.role(role);
        let id = evening.person();
        evening.desk.hold(id, "busy", after(evening.now, 30), "").unwrap();
        assert_eq!(evening.code(id), "HD", "{role}");
        evening.desk.end_hold(id, "free").unwrap();
        assert_eq!(evening.code(id), "WT", "{role}");
    }
}

#[test]
fn a_referral_says_who_told_it_and_every_code_is_on_its_list() {
    let mut evening = Evening::quiet();
    let sound = evening.referral();
    let mut refuse = |change: &dyn Fn(&mut liaison::desk::referral::NewReferral), words: &str| {
        let mut new = sound.clone();
        change(&mut new);
        refused(evening.desk.receive_referral(&new), words);
    };
    refuse(&|new| new.told_by = "  ".into(), "says who told it");
    refuse(&|new| new.site = "ZZZ".into(), "This site is not in the store");
    refuse(&|new| new.source = "x".into(), "\"x\" is no source");
    refuse(&|new| new.reason = "x".into(), "\"x\" is no reason");
    refuse(&|new| new.priority = "9".into(), "\"9\" is no priority");
    refuse(&|new| new.legal_position = "x".into(), "\"x\" is no legal position");
    refuse(&|new| new.person.sex = "x".into(), "\"x\" is no sex");
    refuse(&|new| new.beside.offences = vec!["x".into()], "\"x\" is no offence category");
    assert!(evening.desk.board().unwrap().rows.is_empty());
}

#[test]
fn the_same_custody_reference_or_the_same_surname_and_birth_is_offered() {
    let mut evening = Evening::quiet();
    let born = Birth::On(NaiveDate::from_ymd_opt(1990, 4, 2).unwrap());
    let first = evening.refer(|new| {
        new.person.birth = born;
        new.custody_ref = "26/00001".into();
    });
    let mut same_ref = evening.referral();
    (same_ref.custody_ref, same_ref.person.surname) = ("26/00001".into(), "Other".into());
    let found = evening.desk.alike(&same_ref).unwrap();
    assert_eq!(
        found.iter().map(|one| (one.episode, one.why)).collect::<Vec<_>>(),
        [(first, "same custody reference")]
    );
    let mut same_birth = evening.referral();
    (same_birth.person.surname, same_birth.person.birth) = ("QUILL".into(), born);
    let found = evening.desk.alike(&same_birth).unwrap();
    assert_eq!((found[0].episode, found[0].why), (first, "same surname and birth, these days"));
    evening.later(8 * 24 * 60);
    assert_eq!(evening.desk.alike(&same_birth).unwrap()[0].why, "same surname and birth, earlier");
    let mut stranger = same_birth.clone();
    stranger.person.birth = Birth::On(NaiveDate::from_ymd_opt(1990, 4, 3).unwrap());
    assert!(evening.desk.alike(&stranger).unwrap().is_empty());
}

#[test]
fn a_new_detention_of_the_same_person_is_a_new_episode_linked_to_them() {
    let mut evening = Evening::quiet();
    let first = evening.decided("none");
    evening.desk.close(first, &closing("02", "")).unwrap();
    let person = evening.episode(first).person_id;
    evening.later(60);
    let second = evening.refer(|new| new.beside.same_person = Some(person));
    assert_ne!(first, second);
    assert_eq!(evening.desk.other_episodes(second).unwrap()[0].id, first);
    assert_eq!((evening.code(first), evening.code(second)), ("CL", "WT"));
    refused(evening.desk.link_person(second, first), "one person already");
    evening.desk.part_person(second).unwrap();
    assert!(evening.desk.other_episodes(second).unwrap().is_empty());
    refused(evening.desk.part_person(second), "stands for itself");
    evening.desk.link_person(second, first).unwrap();
    assert_eq!(evening.episode(second).person_id, person);
}

#[test]
fn a_clock_time_of_the_referral_lies_behind_and_in_its_order() {
    let mut evening = Evening::quiet();
    let mut new = evening.referral();
    new.received_at = after(evening.now, 30);
    refused(evening.desk.receive_referral(&new), "time received is still to come");
    let mut new = evening.referral();
    new.authorised_at = Some(evening.now - Duration::hours(3));
    refused(evening.desk.receive_referral(&new), "before the relevant time");
}

#[test]
fn the_same_name_is_offered_where_an_age_is_near_or_not_known() {
    let mut evening = Evening::quiet();
    let on = evening.now.date_naive();
    let aged = |years| Birth::Aged { years, on };
    let first = evening.refer(|new| new.person.birth = aged(16));
    let mut new = evening.referral();
    (new.person.surname, new.custody_ref) = ("QUÍLL".into(), String::new());
    for (birth, why) in [
        (aged(15), Some("same name and age")),
        (aged(17), Some("same name and age")),
        (Birth::Unknown, Some("same name, an age not known")),
        (Birth::On(NaiveDate::from_ymd_opt(2010, 4, 2).unwrap()), Some("same name and age")),
        (aged(18), None),
    ] {
        new.person.birth = birth;
        let found = evening.desk.alike(&new).unwrap();
        assert_eq!(found.first().map(|one| one.why), why, "{birth:?}");
    }
    new.person.birth = aged(16);
    let found = evening.desk.alike(&new).unwrap();
    assert_eq!((found[0].episode, found[0].tier, found[0].same_detention), (first, Some(1), false));
    new.person.given = "Ros".into();
    assert!(evening.desk.alike(&new).unwrap().is_empty(), "a name that only begins like it");
    new.person.given = String::new();
    assert!(evening.desk.alike(&new).unwrap().is_empty());
    new.person.given = "Rosa".into();
    evening.desk.not_seen(first, "released", "leaflet", "").unwrap();
    assert_eq!(evening.desk.alike(&new).unwrap().len(), 1);
    evening.later(8 * 24 * 60);
    assert!(evening.desk.alike(&new).unwrap().is_empty(), "closed and not of these days");
}

#[test]
fn a_row_of_a_court_list_is_asked_about_by_its_name_alone() {
    let mut evening = Evening::quiet();
    let on = evening.now.date_naive();
    let first = evening.refer(|new| new.person.birth = Birth::Aged { years: 31, on });
    let row = CourtRow {
        person: name_only("Quill", "Rosa", "F"),
        custody_ref: String::new(),
        room: "1".into(),
        slot: "4".into(),
        hearing: None,
        from: None,
        same_person: None,
    };
    let (_, alike) = evening.desk.alike_on_list("BMC", &row).unwrap();
    let found: Vec<_> = alike.iter().map(|one| (one.episode, one.why)).collect();
    assert_eq!(found, [(first, "same name, an age not known")]);
}
