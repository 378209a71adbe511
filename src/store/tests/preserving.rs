//! A store that does not open is left, and kept, byte for byte.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::fixture::{Desk, at, evening};
use crate::platform;
use crate::store::{StoreError, preserve};

fn files(desk: &super::fixture::Left) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = desk.place.dir().read_dir().unwrap().map(|entry| entry.unwrap().path());
    // The wal-index is rebuilt from the log by whoever opens it.
    let ours = entries.filter(|path| !path.to_string_lossy().ends_with("-shm") && path.is_file());
    ours.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn opening_a_damaged_store_leaves_every_file_as_it_was() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 40);
    let left = desk.as_left_by_a_crash();
    let wal = left.wal();
    let mut bytes = std::fs::read(&wal).unwrap();
    assert!(bytes.len() > 4096, "the log has to hold something");
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&wal, bytes).unwrap();
    let before = files(&left);
    let store = left.open().unwrap();
    assert!(store.standing().reason().is_some());
    drop(store);
    assert_eq!(files(&left), before);

    std::fs::write(left.place.database(), vec![7; 8192]).unwrap();
    let before = files(&left);
    assert!(matches!(left.open(), Err(StoreError::NotOurs { .. })));
    assert_eq!(files(&left), before);
}

#[test]
fn what_is_damaged_is_copied_once_for_each_content() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    drop(desk.store);
    std::fs::write(desk.place.database(), vec![7; 8192]).unwrap();
    let first = preserve(&desk.place, at(0)).unwrap();
    let names: Vec<String> =
        first.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name.starts_with("liaison.db.damaged-2")), "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("vault.json.damaged-2")), "{names:?}");
    // No colon of a time: Windows would hide the copy in another file.
    assert!(names.iter().all(|name| platform::fault_of_name(name).is_none()), "{names:?}");
    assert_eq!(std::fs::read(&first[0]).unwrap(), vec![7; 8192]);
    assert_eq!(preserve(&desk.place, at(5)).unwrap(), first);
    std::fs::write(desk.place.database(), vec![8; 8192]).unwrap();
    assert_ne!(preserve(&desk.place, at(9)).unwrap()[0], first[0]);
}
