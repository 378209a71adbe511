//! What SQLite calls "ok" and the witness does not.

use super::fixture::{Desk, draft, evening, truncate, wal};
use crate::domain::event::Body;
use crate::store::{Standing, StoreError, Vault};

#[test]
fn crash_after_commits_loses_nothing_and_is_sound() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 30);
    let left = desk.as_left_by_a_crash();
    let store = left.open().unwrap();
    assert_eq!(store.standing(), Standing::Sound);
    assert_eq!(store.head(), desk.store.head());
}

#[test]
fn crash_between_commit_and_running_witness_is_told_and_accepted() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    let running = std::fs::read(desk.place.running_witness()).unwrap();
    desk.store.append(&[draft(7, None, Body::SignedOut)]).unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::write(left.place.running_witness(), running).unwrap();
    let mut store = left.open().unwrap();
    assert_eq!(store.standing(), Standing::AfterCrash { unwitnessed: 1 });
    assert!(store.append(&[draft(8, None, Body::SignedIn)]).is_ok());
}

#[test]
fn log_cut_at_any_commit_is_noticed() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    evening(&mut desk.store, 20);
    for percent in [0, 10, 50, 90, 99] {
        let left = desk.as_left_by_a_crash();
        truncate(&left.wal(), |len| len * percent / 100);
        let standing = left.standing();
        assert!(matches!(standing, Standing::RolledBack { .. }), "cut at {percent} %: {standing:?}");
    }
}

#[test]
fn flipped_bits_in_the_log_are_noticed() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 20);
    let whole = std::fs::read(wal(&desk.place)).unwrap();
    for nth in 0..12 {
        let left = desk.as_left_by_a_crash();
        let mut bytes = whole.clone();
        bytes[whole.len() / 12 * nth + 40] ^= 4;
        std::fs::write(left.wal(), bytes).unwrap();
        let noticed = left.open().map_or(true, |store| store.standing().reason().is_some());
        assert!(noticed, "flip {nth} went unnoticed");
    }
}

#[test]
fn database_copied_without_its_log_is_noticed() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    evening(&mut desk.store, 5);
    let left = desk.as_left_by_a_crash();
    std::fs::remove_file(left.wal()).unwrap();
    assert!(matches!(left.standing(), Standing::RolledBack { .. }));
}

#[test]
fn old_database_put_back_opens_for_reading_only_until_acknowledged() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    let old = std::fs::read(desk.place.database()).unwrap();
    let (old_head, _) = (desk.store.head(), evening(&mut desk.store, 5));
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::write(left.place.database(), old).unwrap();

    let mut store = left.open().unwrap();
    let witnessed = desk.store.head().seq;
    assert_eq!(store.standing(), Standing::RolledBack { witnessed, found: old_head.seq });
    assert_eq!(store.open_episodes().unwrap().len(), 1);
    let refused = store.append(&[draft(1, None, Body::SignedIn)]).unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }));
    assert!(refused.to_string().contains("entries are missing at the end"), "{refused}");
    drop(store);
    assert!(left.standing().reason().is_some(), "opening alone must not acknowledge");

    let mut store = left.open().unwrap();
    store.acknowledge().unwrap();
    store.append(&[draft(1, None, Body::SignedIn)]).unwrap();
    drop(store);
    assert_eq!(left.standing(), Standing::Sound);
}

#[test]
fn old_database_and_old_witness_are_noticed_by_the_running_one() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    let old = desk.as_left_by_a_crash();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::copy(old.place.database(), left.place.database()).unwrap();
    std::fs::copy(old.place.witness(), left.place.witness()).unwrap();
    assert!(matches!(left.standing(), Standing::RolledBack { .. }));
}

#[test]
fn different_history_of_the_same_length_is_noticed() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 2);
    desk.store.finalise().unwrap();
    let fork = desk.as_left_by_a_crash();
    let mut other = fork.open().unwrap();
    other.append(&[draft(1, None, Body::SignedIn)]).unwrap();
    other.finalise().unwrap();
    drop(other);
    desk.store.append(&[draft(1, None, Body::SignedOut)]).unwrap();
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::copy(fork.place.database(), left.place.database()).unwrap();
    assert_eq!(left.standing(), Standing::Altered { seq: desk.store.head().seq });
}

#[test]
fn missing_or_damaged_witness_is_told_and_a_torn_running_one_is_not() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 2);
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    let line = std::fs::read(left.place.witness()).unwrap();
    truncate(&left.place.running_witness(), |len| len / 2);
    assert_eq!(left.standing(), Standing::Sound);
    for nth in (0..line.len()).step_by(9) {
        let mut bytes = line.clone();
        bytes[nth] ^= 1;
        std::fs::write(left.place.witness(), bytes).unwrap();
        assert_eq!(left.standing(), Standing::WitnessDamaged, "byte {nth}");
    }
    std::fs::remove_file(left.place.witness()).unwrap();
    assert_eq!(left.standing(), Standing::Unwitnessed);
}

#[test]
fn finalise_leaves_an_empty_log_and_a_witness_of_the_head() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    assert_eq!(std::fs::metadata(wal(&desk.place)).unwrap().len(), 0);
    let witness = std::fs::read_to_string(desk.place.witness()).unwrap();
    assert!(witness.starts_with(&format!("{:020}|{}", desk.store.head().seq, desk.store.head().short())));
    assert!(Vault::read(&desk.place).is_ok());
}

#[test]
fn page_half_written_as_the_power_went_is_whole_in_the_log_and_damage_without_it() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    evening(&mut desk.store, 40);
    let torn = |left: &super::fixture::Left| {
        let mut bytes = std::fs::read(left.place.database()).unwrap();
        bytes[1024..1536].fill(7);
        std::fs::write(left.place.database(), bytes).unwrap();
    };
    let left = desk.as_left_by_a_crash();
    torn(&left);
    let mut store = left.open().unwrap();
    assert_eq!((store.standing(), store.head()), (Standing::Sound, desk.store.head()));
    store.finalise().unwrap();
    store.verify_pages().unwrap();
    drop(store);
    torn(&left);
    assert!(matches!(left.open(), Err(StoreError::Damaged { .. } | StoreError::NotOurs { .. })));
}

#[test]
fn witness_that_is_there_and_cannot_be_read_is_told_and_is_not_a_missing_one() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 1);
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::remove_file(left.place.witness()).unwrap();
    std::fs::create_dir(left.place.witness()).unwrap();
    let refused = left.open().unwrap_err();
    assert!(matches!(refused, StoreError::Io { doing: "read", .. }), "{refused}");
}
