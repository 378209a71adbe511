//! A disk that fails: what was saved is told apart from what was not.

use rusqlite::ffi;

use super::fixture::{Desk, draft, evening, referred};
use crate::domain::event::Body;
use crate::store::StoreError;
use crate::store::append::Failure;

fn disk_error() -> Failure {
    Failure::Sql(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), None))
}

/// Leaves the database no room for another page.
fn fill_up(desk: &Desk) {
    let pages: i64 = desk.store.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    desk.store.conn.execute_batch(&format!("PRAGMA max_page_count = {pages}")).unwrap();
}

#[test]
fn full_disk_says_not_saved_keeps_the_rest_and_work_goes_on_when_there_is_room() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    fill_up(&desk);
    let head = desk.store.head();
    let many: Vec<_> = (100..200).map(|n| referred(n).1).collect();
    let failed = desk.store.append(&many).unwrap_err();
    assert!(matches!(failed, StoreError::NotSaved { .. }), "{failed:?}");
    assert_eq!(failed.exit_code(), 74);
    assert!(failed.to_string().contains("Everything saved before is there."), "{failed}");
    assert_eq!(desk.store.head(), head);
    desk.store.append(&many).unwrap();
    assert_eq!(desk.store.verify_chain().unwrap(), desk.store.head());
    assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn full_disk_in_bulk_undoes_the_whole_bulk() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    fill_up(&desk);
    let head = desk.store.head();
    desk.store.begin_bulk().unwrap();
    let failed = (100..200).find_map(|n| desk.store.append(&[referred(n).1]).err());
    assert!(matches!(failed, Some(StoreError::NotSaved { .. })), "{failed:?}");
    desk.store.end_bulk(false).unwrap();
    assert_eq!(desk.store.head(), head);
    assert_eq!(desk.store.verify_chain().unwrap(), head);
    desk.store.append(&[draft(9, None, Body::SignedOut)]).unwrap_or_default();
    assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn act_after_a_bulk_that_the_database_undid_by_itself_is_refused() {
    let mut desk = Desk::new();
    desk.store.begin_bulk().unwrap();
    evening(&mut desk.store, 3);
    desk.store.conn.execute_batch("ROLLBACK").unwrap();
    let refused = desk.store.append(&[draft(9, None, Body::SignedIn)]);
    assert!(matches!(refused, Err(StoreError::NotSaved { .. })));
    assert!(desk.store.end_bulk(true).is_err());
    assert_eq!(desk.store.head().seq, 0);
    assert!(desk.store.append(&[draft(9, None, Body::SignedIn)]).is_ok());
}

#[test]
fn failed_commit_that_reached_the_disk_is_told_as_saved() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    let act = [draft(7, None, Body::SignedOut)];
    let events = desk.store.append(&act).unwrap();
    assert_eq!(desk.store.settle(&act, disk_error()).unwrap(), events);
    assert_eq!(desk.store.head().seq, events[0].seq);
    assert!(desk.store.append(&[draft(8, None, Body::SignedIn)]).is_ok());
}

#[test]
fn failed_commit_that_did_not_reach_the_disk_is_told_as_not_saved() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    let act = [draft(7, None, Body::SignedOut)];
    let told = desk.store.settle(&act, disk_error()).unwrap_err();
    assert!(matches!(told, StoreError::NotSaved { .. }));
    assert!(desk.store.append(&act).is_ok());
}

#[test]
fn store_that_cannot_be_read_back_is_told_as_uncertain() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    let act = [draft(7, None, Body::SignedOut)];
    std::fs::write(desk.place.database(), vec![7; 8192]).unwrap();
    let told = desk.store.settle(&act, disk_error()).unwrap_err();
    assert!(matches!(told, StoreError::Uncertain { .. }), "{told:?}");
    assert!(told.to_string().contains("write it on paper"));
}

#[test]
fn acknowledged_entries_found_missing_on_reading_back_stop_all_writing() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    let old = std::fs::read(desk.place.database()).unwrap();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    std::fs::write(desk.place.database(), old).unwrap();
    let act = [draft(7, None, Body::SignedOut)];
    assert!(desk.store.settle(&act, disk_error()).is_err());
    assert!(matches!(desk.store.append(&act), Err(StoreError::ReadOnly { .. })));
}

#[test]
fn store_that_could_not_be_read_back_goes_on_without_a_restart_once_it_can() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    let file = std::fs::read(desk.place.database()).unwrap();
    let people = desk.store.practitioners().unwrap().len();
    let act = [draft(7, None, Body::SignedOut)];
    std::fs::write(desk.place.database(), vec![7; 8192]).unwrap();
    assert!(desk.store.settle(&act, disk_error()).is_err());
    let told = desk.store.practitioners().unwrap_err().to_string();
    assert!(!told.contains("no such table"), "{told}");
    assert!(desk.store.finalise().is_err(), "no witness is written of what cannot be read");
    assert!(desk.store.append(&act).is_err());
    std::fs::write(desk.place.database(), file).unwrap();
    assert_eq!(desk.store.practitioners().unwrap().len(), people);
    desk.store.append(&act).unwrap();
    desk.store.finalise().unwrap();
    assert_eq!(desk.store.verify_chain().unwrap(), desk.store.head());
    assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
}
