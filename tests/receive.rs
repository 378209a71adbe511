//! A handover is received item by item, and stays with its giver until then.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;

use liaison::desk::DeskError;
use liaison::desk::alerts::Alert;
use liaison::domain::board::Level;
use liaison::domain::event::{Audience, Body, HandoverIssue, HandoverItem, Severity};
use liaison::domain::ids::{EpisodeId, HandoverId, ShiftId};
use liaison::domain::page::{Page, PageLine, Role};
use uuid::Uuid;

use evening::{Evening, refused};

fn item(episode: EpisodeId, initials: &str, severity: Severity) -> HandoverItem {
    HandoverItem {
        episode: Some(episode),
        heading: format!("{initials} 31F BRO c12"),
        severity: Some(severity),
        place: "c12".into(),
        state: "waiting".into(),
        consent: "not asked".into(),
        actions: Vec::new(),
        lines: vec![format!("P  {initials} waits since 19:44.")],
        read_back: severity < Severity::Stable,
        if_then: true,
    }
}

/// A note of three people: one unstable, one to watch, one stable.
fn note(people: &[EpisodeId]) -> HandoverIssue {
    let pages = [Page {
        lines: vec![
            PageLine::new(Role::Alarm, "1 !! UNSTABLE A.A."),
            PageLine::new(Role::Foot, "page 1 of 1"),
        ],
    }];
    let named =
        ["A.A.", "B.B.", "C.C."].into_iter().zip([Severity::Unstable, Severity::Watcher, Severity::Stable]);
    HandoverIssue {
        handover: HandoverId(Uuid::now_v7()),
        sites: vec!["BRO".into()],
        version: 1,
        people: 3,
        text: Page::join(&pages),
        roles: Page::roles(&pages),
        audience: Audience::Team,
        named: false,
        why_named: String::new(),
        shift: None,
        given_by: "Ada Okafor".into(),
        items: people.iter().zip(named).map(|(id, (who, severity))| item(*id, who, severity)).collect(),
    }
}

/// Okafor has handed three people over; a practitioner is signed in.
fn handed_over() -> (Evening, HandoverIssue) {
    let mut evening = Evening::quiet();
    let people: Vec<_> = (0..3).map(|_| evening.person()).collect();
    let issue = note(&people);
    evening.journal(Body::HandoverMade(issue.clone()));
    evening.role("practitioner");
    (evening, issue)
}

fn alerts(evening: &Evening) -> Vec<Alert> {
    let board = evening.desk.board().unwrap();
    evening.desk.alerts(&board).unwrap()
}

fn says(evening: &Evening, words: &str) -> Option<Level> {
    alerts(evening).into_iter().find(|alert| alert.words.contains(words)).map(|alert| alert.level)
}

fn receipt(evening: &Evening, issue: &HandoverIssue) -> String {
    evening.desk.receipt(issue.handover).unwrap().words(evening.now)
}

#[test]
fn a_note_is_not_received_until_every_item_is_accepted_by_somebody_else() {
    let (mut evening, issue) = handed_over();
    assert_eq!(receipt(&evening, &issue), "NOT RECEIVED");
    let alert = "handover of BRO from Okafor 19:44 not received: 3 of 3 left";
    assert_eq!(says(&evening, alert), Some(Level::Urgent));
    evening.later(5);
    evening.desk.accept_item(issue.handover, 0, "level 4 obs, ring the on-call").unwrap();
    assert_eq!(receipt(&evening, &issue), "1 of 3 received");
    assert_eq!(says(&evening, "not received: 2 of 3 left"), Some(Level::Warn));
    evening.desk.ask_about(issue.handover, 1, "Who brings the tablets?").unwrap();
    evening.desk.accept_item(issue.handover, 1, "tablets at 22:00").unwrap();
    evening.later(1);
    evening.desk.accept_item(issue.handover, 2, "").unwrap();
    assert_eq!(receipt(&evening, &issue), "received 19:50 by practitioner, read back 2/2, 1 question");
    assert_eq!(says(&evening, "not received"), None);
    assert!(evening.desk.unreceived().unwrap().is_empty());
    let taken = evening.desk.receipt(issue.handover).unwrap().items[0].accepted.clone().unwrap();
    assert_eq!(
        (taken.by.as_str(), taken.read_back.as_str()),
        ("Kim practitioner", "level 4 obs, ring the on-call")
    );
    let id = issue.items[0].episode.unwrap();
    assert!(
        evening
            .lines(id)
            .iter()
            .any(|line| line == "Taken over from the handover (level 4 obs, ring the on-call)")
    );
}

#[test]
fn receiving_does_not_count_as_work_on_the_person() {
    let (mut evening, issue) = handed_over();
    let id = issue.items[2].episode.unwrap();
    let before = evening.episode(id);
    evening.later(5);
    evening.desk.accept_item(issue.handover, 2, "").unwrap();
    assert_eq!(evening.episode(id), before);
}

#[test]
fn the_giver_cannot_receive_their_own_note_and_is_told_what_is_still_theirs() {
    let (mut evening, issue) = handed_over();
    evening.desk.accept_item(issue.handover, 1, "tablets").unwrap();
    evening.role("senior");
    refused(evening.desk.accept_item(issue.handover, 0, "mine"), "You gave this handover");
    refused(evening.desk.ask_about(issue.handover, 0, "why?"), "You gave this handover");
    assert_eq!(
        says(&evening, "still yours: A.A., C.C. (not accepted, handover of BRO 19:44)"),
        Some(Level::Warn),
        "whoever gave it knows: it does not outshout what presses"
    );
    assert_eq!(says(&evening, "not received:"), None);
    assert!(evening.desk.to_receive().unwrap().is_empty());
    assert_eq!(evening.desk.unreceived().unwrap().len(), 1);
}

#[test]
fn a_read_back_is_wanted_for_whom_the_note_says_and_an_item_is_taken_once() {
    let (mut evening, issue) = handed_over();
    refused(
        evening.desk.accept_item(issue.handover, 0, " \u{7} "),
        "A.A. is read back before it is accepted",
    );
    assert!(matches!(evening.desk.accept_item(issue.handover, 9, ""), Err(DeskError::Unknown("item"))));
    evening.desk.accept_item(issue.handover, 2, "").unwrap();
    evening.desk.accept_item(issue.handover, 2, "again").unwrap();
    let kept = evening.desk.receipt(issue.handover).unwrap().items[2].accepted.clone().unwrap();
    assert_eq!(kept.read_back, "", "the first acceptance stands");
}

#[test]
fn what_a_colleague_has_already_is_refused_by_name() {
    let (mut evening, issue) = handed_over();
    evening.desk.accept_item(issue.handover, 2, "").unwrap();
    evening.role("screener");
    refused(
        evening.desk.accept_item(issue.handover, 2, ""),
        "Kim practitioner has C.C. already, since 19:44",
    );
    evening.desk.accept_item(issue.handover, 0, "obs").unwrap();
    evening.desk.accept_item(issue.handover, 1, "tablets").unwrap();
    assert_eq!(receipt(&evening, &issue), "received 19:44 by practitioner and screener, read back 2/2");
}

#[test]
fn a_note_that_a_newer_one_has_replaced_is_not_received_any_more() {
    let (mut evening, old) = handed_over();
    evening.role("senior");
    evening.later(10);
    let people: Vec<_> = old.items.iter().filter_map(|item| item.episode).collect();
    let newer = HandoverIssue { version: 2, ..note(&people) };
    evening.journal(Body::HandoverMade(newer.clone()));
    evening.role("practitioner");
    refused(
        evening.desk.accept_item(old.handover, 2, ""),
        "A newer handover has replaced this one: version 2 of 19:54",
    );
    let open: Vec<_> = evening.desk.to_receive().unwrap().into_iter().map(|one| one.handover).collect();
    assert_eq!(open, [newer.handover]);
    let unknown = HandoverId(Uuid::now_v7());
    assert!(matches!(evening.desk.accept_item(unknown, 0, ""), Err(DeskError::Unknown("handover"))));
}

#[test]
fn what_was_accepted_on_an_earlier_version_counts_as_long_as_it_is_unchanged() {
    let mut evening = Evening::quiet();
    let people: Vec<_> = (0..3).map(|_| evening.person()).collect();
    let shift = Some(ShiftId(Uuid::now_v7()));
    let first = HandoverIssue { shift, ..note(&people) };
    evening.journal(Body::HandoverMade(first.clone()));
    evening.role("practitioner");
    for (place, said) in ["obs", "tablets", ""].into_iter().enumerate() {
        evening.desk.accept_item(first.handover, place, said).unwrap();
    }
    evening.role("senior");
    evening.later(10);
    let mut second = HandoverIssue { version: 2, shift, ..note(&people) };
    second.items[1].lines.push("A  [ ] ring the GP".into());
    evening.journal(Body::HandoverMade(second.clone()));
    let receipt = evening.desk.receipt(second.handover).unwrap();
    assert_eq!(receipt.left_words(), "B.B.");
    assert_eq!(receipt.items[0].accepted.as_ref().unwrap().on_version, Some(1));
    assert_eq!(says(&evening, "still yours: B.B."), Some(Level::Warn));
    let other_shift = HandoverIssue { version: 2, shift: Some(ShiftId(Uuid::now_v7())), ..note(&people) };
    evening.later(10);
    evening.journal(Body::HandoverMade(other_shift.clone()));
    assert_eq!(evening.desk.receipt(other_shift.handover).unwrap().accepted(), 0);
}

#[test]
fn questions_call_the_giver_until_a_newer_note_is_issued() {
    let (mut evening, issue) = handed_over();
    refused(evening.desk.ask_about(issue.handover, 0, "  "), "There is no question");
    evening.desk.ask_about(issue.handover, 0, "Did the AA come?").unwrap();
    assert_eq!(says(&evening, "question on your handover"), None, "it was not theirs");
    evening.role("senior");
    let asked = "question on your handover: practitioner about A.A.: Did the AA come?";
    assert_eq!(says(&evening, asked), Some(Level::Warn));
    evening.later(5);
    let people: Vec<_> = issue.items.iter().filter_map(|item| item.episode).collect();
    evening.journal(Body::HandoverMade(HandoverIssue { version: 2, ..note(&people) }));
    assert_eq!(says(&evening, "question on your handover"), None);
}

#[test]
fn papers_for_other_readers_are_listed_but_neither_received_nor_in_the_way() {
    let (mut evening, team) = handed_over();
    evening.later(1);
    let slip = HandoverIssue { audience: Audience::Custody, items: Vec::new(), ..note(&[]) };
    evening.journal(Body::HandoverMade(slip.clone()));
    refused(
        evening.desk.accept_item(slip.handover, 0, ""),
        "Nobody receives a paper like this: Custody slip",
    );
    evening.desk.accept_item(team.handover, 2, "").unwrap();
    let versions = evening.desk.versions(&["BRO".into()]).unwrap();
    let listed: Vec<_> =
        versions.iter().map(|one| (one.audience, one.given_by.as_str(), one.receipt.as_str())).collect();
    assert_eq!(
        listed,
        [(Audience::Custody, "Ada Okafor", ""), (Audience::Team, "Ada Okafor", "1 of 3 received")]
    );
    assert!(evening.desk.versions(&["BEX".into()]).unwrap().is_empty());
    let old = evening.desk.issued(team.handover).unwrap();
    assert_eq!(Page::join(&old.pages), team.text);
    assert_eq!(old.pages[0].lines[0].role, Role::Alarm);
}

#[test]
fn who_may_neither_screen_nor_lead_does_not_receive() {
    let (mut evening, issue) = handed_over();
    evening.role("link_worker");
    refused(evening.desk.accept_item(issue.handover, 2, ""), "may not receive handovers");
    assert!(evening.desk.to_receive().unwrap().is_empty());
}

#[test]
fn only_notes_of_the_sites_of_ones_shift_are_offered() {
    let (mut evening, issue) = handed_over();
    assert_eq!(evening.desk.to_receive().unwrap()[0].handover, issue.handover);
    evening.on_shift(&["BEX"]);
    assert!(evening.desk.to_receive().unwrap().is_empty());
}

#[test]
fn a_system_is_down_until_it_is_said_to_work_again() {
    let mut evening = Evening::quiet();
    refused(evening.desk.system_down("BRO", " "), "has no name");
    refused(evening.desk.system_up("BRO", "RiO"), "RiO is not recorded as down at BRO");
    assert!(matches!(evening.desk.system_down("XXX", "RiO"), Err(DeskError::Unknown("site"))));
    evening.desk.system_down("BRO", "RiO").unwrap();
    evening.later(30);
    assert_eq!(says(&evening, "BRO RiO is down since 19:44"), Some(Level::Warn));
    refused(evening.desk.system_down("BRO", "rio"), "RiO is recorded as down at BRO already");
    refused(evening.desk.system_up("BEX", "RiO"), "not recorded as down at BEX");
    evening.desk.system_up("BRO", "RIO").unwrap();
    assert_eq!(says(&evening, "is down"), None);
}

#[test]
fn notes_on_paper_call_until_all_are_in() {
    let mut evening = Evening::quiet();
    evening.desk.count_paper_notes("BRO", 2).unwrap();
    assert_eq!(says(&evening, "BRO has 2 notes on paper to be typed in"), Some(Level::Warn));
    evening.desk.count_paper_notes("BRO", 1).unwrap();
    assert_eq!(says(&evening, "BRO has 1 note on paper"), Some(Level::Warn));
    evening.desk.count_paper_notes("BRO", 0).unwrap();
    assert_eq!(says(&evening, "on paper"), None);
    evening.role("link_worker");
    refused(evening.desk.count_paper_notes("BRO", 1), "may not count notes on paper");
    refused(evening.desk.system_down("BRO", "RiO"), "may not record what does not work");
}
