//! Passing a person on, taking them over at court, and following them up.

use chrono::{DateTime, Utc};
use liaison::desk::Need;
use liaison::desk::court::{CourtRow, name_only};
use liaison::desk::passing::NewTransfer;
use liaison::domain::event::FollowUp;

use crate::evening::{Evening, after, closing, refused};

fn transfer(kind: &str, to: &str, site: Option<&str>) -> NewTransfer {
    NewTransfer { kind: kind.into(), to: to.into(), to_site: site.map(Into::into), how: "telephone".into() }
}

fn plan(first_due: DateTime<Utc>) -> FollowUp {
    FollowUp {
        worker: "Kim".into(),
        purpose: "First GP appointment".into(),
        first_due,
        contact: "07700 900456".into(),
        message_safe: false,
    }
}

#[test]
fn each_kind_of_transfer_stays_on_the_senders_list_until_it_is_acknowledged() {
    let mut evening = Evening::quiet();
    for (kind, to, site, ends_at) in [
        ("custody_to_court", "", Some("BMC"), "BRO"),
        ("suite_to_suite", "", Some("BEX"), "BEX"),
        ("adult_to_youth", "Youth team", None, "BRO"),
        ("link_worker", "Kim", None, "BRO"),
    ] {
        let id = evening.decided("none");
        let passed = evening.desk.transfer(id, &transfer(kind, to, site)).unwrap();
        assert_eq!((evening.code(id), evening.row(id).site.as_str()), ("TR", "BRO"), "{kind}");
        let again = transfer("other_team", "Kent", None);
        refused(evening.desk.transfer(id, &again), "has not acknowledged the transfer before");
        refused(evening.desk.close(id, &closing("08", "")), "transfer nobody has acknowledged");
        refused(evening.desk.accept_transfer(id, passed, " "), "Say who, by name");
        evening.later(5);
        evening.desk.accept_transfer(id, passed, "Lee").unwrap();
        let accepted = evening.episode(id).work.transfers[0].accepted.clone();
        assert_eq!(accepted, Some(("Lee".to_owned(), evening.now)));
        assert_eq!((evening.code(id), evening.row(id).site.as_str()), ("SC", ends_at), "{kind}");
        refused(evening.desk.accept_transfer(id, passed, "Lee"), "settled");
        evening.desk.close(id, &closing("08", "")).unwrap();
    }
}

#[test]
fn a_transfer_names_a_kind_and_a_place_that_fits_it() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    refused(evening.desk.transfer(id, &transfer("x", "Lee", None)), "no kind of transfer");
    refused(evening.desk.transfer(id, &transfer("link_worker", " ", None)), "passed to somebody");
    refused(evening.desk.transfer(id, &transfer("suite_to_suite", "", Some("BRO"))), "at that site");
    refused(evening.desk.transfer(id, &transfer("suite_to_suite", "", Some("BMC"))), "no custody suite");
    refused(evening.desk.transfer(id, &transfer("suite_to_suite", "", Some("ZZZ"))), "not in the store");
    assert_eq!(evening.code(id), "WT");
}

#[test]
fn a_transfer_that_does_not_take_place_is_withdrawn_with_a_reason() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.role("link_worker");
    let passed = evening.desk.transfer(id, &transfer("suite_to_suite", "", Some("BEX"))).unwrap();
    refused(evening.desk.withdraw_transfer(id, passed, " "), "with a reason");
    evening.desk.withdraw_transfer(id, passed, "stays here").unwrap();
    assert_eq!((evening.code(id), evening.row(id).site.as_str()), ("WT", "BRO"));
    refused(evening.desk.withdraw_transfer(id, passed, "again"), "settled");
}

#[test]
fn the_courts_list_takes_somebody_over_as_the_same_person_and_acknowledges_the_transfer() {
    let mut evening = Evening::quiet();
    let custody = evening.decided("none");
    evening.desk.note_contingency(custody, "If remanded, then ring in-reach.").unwrap();
    evening.desk.transfer(custody, &transfer("custody_to_court", "", Some("BMC"))).unwrap();
    evening.later(12 * 60);
    let from = evening.desk.from_custody("BMC").unwrap().remove(0);
    assert_eq!((from.episode, from.seen, from.transfer.is_some()), (custody, true, true));
    assert_eq!(from.contingency.as_deref(), Some("If remanded, then ring in-reach."));
    let row = |surname: &str, from| CourtRow {
        person: name_only(surname, "Rosa", "F"),
        custody_ref: String::new(),
        room: "1".into(),
        slot: "am 3".into(),
        hearing: None,
        from,
        same_person: None,
    };
    refused(evening.desk.add_court_rows("BRO", &[row("Quill", None)]), "not in the store");
    refused(evening.desk.add_court_rows("BMC", &[]), "The list is empty");
    refused(evening.desk.add_court_rows("BMC", &[row("Quill", Some(from.clone())), row(" ", None)]), "Row 2");
    assert_eq!(evening.code(custody), "TR", "no row was stored");
    let begun = evening.desk.add_court_rows("BMC", &[row("Quill", Some(from)), row("Moss", None)]).unwrap();
    assert_eq!((evening.code(begun[0]), evening.code(custody)), ("ID", "SC"));
    assert_eq!(evening.episode(begun[0]).person_id, evening.episode(custody).person_id);
    assert_ne!(evening.episode(begun[1]).person_id, evening.episode(custody).person_id);
    evening.desk.close(custody, &closing("08", "")).unwrap();
}

#[test]
fn a_follow_up_comes_after_the_person_was_seen_and_says_who_what_for_and_how() {
    let mut evening = Evening::quiet();
    let tomorrow = after(evening.now, 24 * 60);
    let unseen = evening.person();
    let offer = refused(evening.desk.plan_follow_up(unseen, &plan(tomorrow)), "after the person was seen");
    assert_eq!(offer, Some(Need::Screen));
    let id = evening.decided("none");
    for lacks in [
        FollowUp { worker: " ".into(), ..plan(tomorrow) },
        FollowUp { purpose: " ".into(), ..plan(tomorrow) },
        FollowUp { contact: " ".into(), ..plan(tomorrow) },
    ] {
        refused(evening.desk.plan_follow_up(id, &lacks), "Fill in all three");
    }
    refused(evening.desk.plan_follow_up(id, &plan(evening_start())), "already past");
    evening.desk.plan_follow_up(id, &plan(tomorrow)).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("FU", "follow-up"));
    assert!(!evening.episode(id).work.follow_up.unwrap().what.message_safe);
    refused(evening.desk.close(id, &closing("02", "")), "1 follow-up running");
}

fn evening_start() -> DateTime<Utc> {
    crate::evening::NOW.parse().unwrap()
}

#[test]
fn a_link_worker_ends_and_closes_a_follow_up_and_no_other_episode() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let other = evening.decided("none");
    let tomorrow = after(evening.now, 24 * 60);
    evening.role("link_worker");
    refused(evening.desk.close(other, &closing("02", "")), "may not close episodes");
    evening.desk.plan_follow_up(id, &plan(tomorrow)).unwrap();
    refused(evening.desk.end_follow_up(other, "done"), "No follow-up is running");
    refused(evening.desk.end_follow_up(id, " "), "what came of it");
    evening.desk.end_follow_up(id, "She went, and goes on.").unwrap();
    assert_eq!(evening.code(id), "SC");
    evening.desk.close(id, &closing("02", "")).unwrap();
    assert_eq!(evening.code(id), "CL");
    for role in ["screener", "youth_worker", "student"] {
        evening.role(role);
        refused(evening.desk.close(other, &closing("02", "")), "may not close episodes");
    }
    evening.role("practitioner");
    evening.desk.close(other, &closing("02", "")).unwrap();
}
