use chrono::{DateTime, Utc};

use super::demo;
use super::door::DEMO_PASSPHRASE;
use super::*;
use crate::domain::board::Standing;

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
