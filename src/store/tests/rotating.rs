//! Another key: what opens before, after, and wherever the change was cut off.

use super::fixture::{Desk, PASSPHRASE, at, evening, open};
use crate::store::keys::DataKey;
use crate::store::{KdfCost, NewSlot, Place, Standing, Store, StoreError, StoreLock, Vault, VaultError};

const LEAVER: &str = "kettle ferry onion";

fn with_a_leaver() -> Desk {
    let mut desk = Desk::new();
    let leaver = NewSlot { label: "BB".into(), sign_in_name: "ben".into(), role: "practitioner".into() };
    desk.vault.add(&desk.key, &leaver, LEAVER, KdfCost::demo()).unwrap();
    desk.store.note_vault(&desk.vault).unwrap();
    evening(&mut desk.store, 12);
    desk
}

fn sign_in(place: &Place, passphrase: &str) -> Result<Store, StoreError> {
    let lock = StoreLock::take(place)?;
    let mut vault = Vault::read(place)?;
    let (_, unlocked) = vault.unlock("AO", passphrase)?;
    Store::open_unlocked(&lock, &mut vault, &unlocked)
}

#[test]
fn store_goes_on_under_the_new_key_and_the_old_one_opens_nothing() {
    let mut desk = with_a_leaver();
    let before = desk.store.head();
    desk.store.rotate(&mut desk.vault).unwrap();
    assert_eq!(desk.store.head(), before);
    evening(&mut desk.store, 3);
    let after = desk.store.head();
    assert!(after.seq > before.seq);
    desk.store.finalise().unwrap();
    drop(desk.store);
    assert!(matches!(open(&desk.place, &desk.vault, &desk.key), Err(StoreError::NotOurs { .. })));
    let store = sign_in(&desk.place, PASSPHRASE).unwrap();
    assert_eq!((store.head(), store.standing()), (after, Standing::Sound));
    assert_eq!(store.verify_chain().unwrap(), after);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn leaver_with_their_old_passphrase_opens_nothing_that_lies_in_the_folder() {
    let mut desk = with_a_leaver();
    let (leaver, theirs) = desk.vault.unlock("ben", LEAVER).unwrap();
    desk.vault.remove(&desk.key, leaver).unwrap();
    desk.store.rotate(&mut desk.vault).unwrap();
    desk.store.finalise().unwrap();
    drop(desk.store);
    let vault = Vault::read(&desk.place).unwrap();
    assert!(matches!(vault.unlock("ben", LEAVER), Err(VaultError::NotUnlocked)));
    for entry in desk.place.dir().read_dir().unwrap() {
        let path = entry.unwrap().path();
        let opened = crate::store::connect::unlocked(&path, &theirs.key);
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // An empty file is a database under any key.
        assert!(opened.is_err() || path.metadata().unwrap().len() == 0, "{name}");
    }
}

#[test]
fn change_cut_off_before_the_file_was_replaced_leaves_the_store_under_the_old_key() {
    let mut desk = with_a_leaver();
    let next = DataKey::random().unwrap();
    desk.vault.put_next(&desk.key, &next).unwrap();
    let head = desk.store.head();
    let left = desk.as_left_by_a_crash();
    std::fs::write(left.place.dir().join("liaison.db.rotating"), b"half a file").unwrap();
    let mut store = sign_in(&left.place, PASSPHRASE).unwrap();
    assert_eq!(store.head(), head);
    let mut vault = Vault::read(&left.place).unwrap();
    store.rotate(&mut vault).unwrap();
    drop(store);
    assert_eq!(sign_in(&left.place, PASSPHRASE).unwrap().head(), head);
}

#[test]
fn change_cut_off_after_the_file_was_replaced_is_finished_at_the_next_sign_in() {
    let mut desk = with_a_leaver();
    let head = desk.store.head();
    let (next, staged) = (DataKey::random().unwrap(), desk.place.dir().join("liaison.db.rotating"));
    desk.store.finalise().unwrap();
    desk.store.copy_under(&staged, &desk.key, &next).unwrap();
    desk.vault.put_next(&desk.key, &next).unwrap();
    desk.store.go_over(&staged, &next).unwrap();
    drop(desk.store);
    assert!(matches!(open(&desk.place, &desk.vault, &desk.key), Err(StoreError::NotOurs { .. })));
    let store = sign_in(&desk.place, PASSPHRASE).unwrap();
    assert_eq!((store.head(), store.standing()), (head, Standing::Sound));
    drop(store);
    let (_, again) = Vault::read(&desk.place).unwrap().unlock("AO", PASSPHRASE).unwrap();
    assert!(again.next.is_none());
}

#[test]
fn full_disk_leaves_the_store_as_it_was() {
    let mut desk = with_a_leaver();
    let head = desk.store.head();
    // A folder where the copy would be made: it can be neither removed nor written.
    let staged = desk.place.dir().join("liaison.db.rotating");
    std::fs::create_dir(&staged).unwrap();
    std::fs::write(staged.join("x"), b"").unwrap();
    assert!(desk.store.rotate(&mut desk.vault).is_err());
    evening(&mut desk.store, 2);
    assert!(desk.store.head().seq > head.seq);
    drop(desk.store);
    assert!(sign_in(&desk.place, PASSPHRASE).is_ok());
}

#[test]
fn copies_left_behind_by_a_change_that_was_cut_off_are_taken_along_at_the_next_sign_in() {
    let mut desk = with_a_leaver();
    let mut making = desk.store.begin_backup(at(0)).unwrap().unwrap();
    let copy = loop {
        if let Some(made) = making.outcome() {
            break made.unwrap();
        }
        std::thread::yield_now();
    };
    let (next, staged) = (DataKey::random().unwrap(), desk.place.dir().join("liaison.db.rotating"));
    desk.store.finalise().unwrap();
    desk.store.copy_under(&staged, &desk.key, &next).unwrap();
    desk.vault.put_next(&desk.key, &next).unwrap();
    desk.store.go_over(&staged, &next).unwrap();
    drop(desk.store);
    // The database of the copy was replaced, its list not yet.
    crate::store::rotate::rekey_file(&copy.path.join("liaison.db"), &desk.key, &next).unwrap();
    assert!(crate::store::Checked::of(&copy.path).is_err());
    drop(sign_in(&desk.place, PASSPHRASE).unwrap());
    let checked = crate::store::Checked::of(&copy.path).unwrap();
    let (_, unlocked) = checked.vault().unwrap().unlock("AO", PASSPHRASE).unwrap();
    let into = desk.place.dir().with_file_name("restored");
    crate::store::backup::restore(&checked, &unlocked, &into, &mut |_| true).unwrap();
    assert!(sign_in(&Place::existing(&into).unwrap(), PASSPHRASE).is_ok());
}
