use chrono::{DateTime, Utc};

use super::demo;
use super::door::DEMO_PASSPHRASE;
use super::*;
use crate::domain::answer::{Answer, State};
use crate::domain::board::Standing;
use crate::domain::episode::Stage;

/// A demo desk with Okafor signed in, at 19:44 on a Monday.
pub(crate) fn demo_desk() -> (tempfile::TempDir, Desk) {
    let dir = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = "2026-11-23T19:44:00Z".parse().unwrap();
    let mut door = demo::create(&dir.path().join("demo"), now, 3, 1).unwrap();
    door.set_clock(Clock::At(now));
    let desk = door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
    (dir, desk)
}

#[test]
fn the_demo_evening_is_in_full_swing() {
    let (_dir, desk) = demo_desk();
    let board = desk.board().unwrap();
    for row in &board.rows {
        println!(
            "{} {} {:?} {} T{} {} {} {:?}",
            row.level.sign(),
            row.initials,
            row.standing,
            row.state,
            row.tier,
            row.reason,
            row.waiting_minutes,
            row.next_clock
        );
    }
    let first = board.rows.first().unwrap();
    assert_eq!((first.initials.as_str(), first.tier), ("J.D.", 0));
    assert!(board.awaiting().count() >= 6);
    assert_eq!(board.rows.iter().filter(|row| row.standing == Standing::ToDo).count(), 1);
    assert_eq!(board.tasks.len(), 2);
    assert!(!board.pending.is_empty());
}

#[test]
fn a_draft_that_is_only_looked_at_records_no_contact_and_the_first_answer_does() {
    let (_dir, mut desk) = demo_desk();
    let id = desk.board().unwrap().rows[0].id;
    desk.pause_seeing(id).unwrap();
    let draft = desk.episode(id).unwrap().drafts().next().unwrap().id;
    let before = desk.store.events_of(id).unwrap().len();
    let open = desk.resume_screening(id, draft).unwrap();
    desk.pause_seeing(id).unwrap();
    assert_eq!(desk.store.events_of(id).unwrap().len(), before, "nobody was seen");
    assert!(!matches!(desk.episode(id).unwrap().stage, Stage::BeingSeen { .. }));
    let question = open.sheet.next_unanswered(None).unwrap().key();
    desk.answer(&open, &question, &Answer::absent(State::Declined)).unwrap();
    let events = desk.store.events_of(id).unwrap();
    let new: Vec<String> = events[before..].iter().map(|event| event.body.kind()).collect();
    assert_eq!(new, ["seeing_started", "answered"]);
    assert!(matches!(desk.episode(id).unwrap().stage, Stage::BeingSeen { .. }));
}
