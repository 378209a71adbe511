//! Who and what gets in.

use super::fixture::{Desk, PASSPHRASE, evening, open};
use crate::platform;
use crate::store::keys::DataKey;
use crate::store::{KdfCost, Place, SlotState, Store, StoreError, StoreLock, Vault};

#[test]
fn store_opens_again_with_all_that_was_saved() {
    let mut desk = Desk::new();
    let (episode, screening) = evening(&mut desk.store, 10);
    let (head, device) = (desk.store.head(), desk.store.device());
    drop(desk.store);
    let (_, unlocked) = Vault::read(&desk.place).unwrap().unlock("ao", PASSPHRASE).unwrap();
    let again = open(&desk.place, &desk.vault, &unlocked.key).unwrap();
    assert_eq!((again.head(), again.device()), (head, device));
    assert!(again.episode(episode).unwrap().is_some());
    assert_eq!(again.answers(screening).unwrap().len(), 10);
}

#[test]
fn wrong_key_is_refused_and_the_file_left_byte_for_byte() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    drop(desk.store);
    let before = std::fs::read(desk.place.database()).unwrap();
    let refused = open(&desk.place, &desk.vault, &DataKey::random().unwrap()).unwrap_err();
    assert!(matches!(refused, StoreError::NotOurs { .. }), "{refused}");
    assert_eq!(refused.exit_code(), 65);
    assert_eq!(std::fs::read(desk.place.database()).unwrap(), before);
}

#[test]
fn plain_sqlite_file_is_refused() {
    let desk = Desk::new();
    drop(desk.store);
    std::fs::remove_file(desk.place.database()).unwrap();
    let plain = rusqlite::Connection::open(desk.place.database()).unwrap();
    plain.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)").unwrap();
    drop(plain);
    assert!(matches!(open(&desk.place, &desk.vault, &desk.key), Err(StoreError::NotOurs { .. })));
}

#[test]
fn second_opening_is_refused_at_once_and_the_first_goes_on() {
    let mut desk = Desk::new();
    let refused = StoreLock::take(&desk.place).unwrap_err();
    assert!(refused.to_string().starts_with("liaison is already open on "), "{refused}");
    assert_eq!(refused.exit_code(), 75);
    evening(&mut desk.store, 1);
    drop(desk.store);
    assert!(StoreLock::take(&desk.place).is_ok());
}

#[test]
fn older_vault_put_back_is_refused() {
    let mut desk = Desk::new();
    let old = std::fs::read(desk.place.vault()).unwrap();
    let id = desk.vault.slot_of("AO").unwrap();
    desk.vault.change_passphrase(&desk.key, id, ("ada", "another long passphrase"), KdfCost::demo()).unwrap();
    desk.store.note_vault(&desk.vault).unwrap();
    drop(desk.store);
    std::fs::write(desk.place.vault(), old).unwrap();
    let vault = Vault::read(&desk.place).unwrap();
    let (_, unlocked) = vault.unlock("AO", PASSPHRASE).unwrap();
    let refused = open(&desk.place, &vault, &unlocked.key).unwrap_err();
    assert!(matches!(refused, StoreError::OlderVault { found: 1, known: 2, .. }), "{refused}");
}

#[test]
fn vault_written_while_the_store_was_shut_is_taken_up() {
    let mut desk = Desk::new();
    drop(desk.store);
    let id = desk.vault.slot_of("AO").unwrap();
    desk.vault.set_state(&desk.key, id, SlotState::Active).unwrap();
    drop(open(&desk.place, &desk.vault, &desk.key).unwrap());
    std::fs::copy(desk.place.dir().join("vault.json.1"), desk.place.vault()).unwrap();
    let vault = Vault::read(&desk.place).unwrap();
    assert!(matches!(open(&desk.place, &vault, &desk.key), Err(StoreError::OlderVault { .. })));
}

#[test]
fn store_of_another_vault_is_refused_even_with_its_key() {
    let (one, other) = (Desk::new(), Desk::new());
    drop(one.store);
    let refused = open(&one.place, &other.vault, &one.key);
    assert!(matches!(refused, Err(StoreError::NotOurs { .. })));
}

#[test]
fn newer_layout_is_refused_and_left_as_it_is() {
    let desk = Desk::new();
    desk.store.conn.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(desk.store);
    let refused = open(&desk.place, &desk.vault, &desk.key);
    assert!(matches!(refused, Err(StoreError::Newer { found: 99, .. })));
}

#[test]
fn every_setting_on_which_safety_depends_holds() {
    let desk = Desk::new();
    let ask = |pragma: &str| -> String {
        desk.store
            .conn
            .query_row(&format!("PRAGMA {pragma}"), [], |row| {
                row.get::<_, rusqlite::types::Value>(0).map(|value| format!("{value:?}"))
            })
            .unwrap()
    };
    assert_eq!(ask("journal_mode"), "Text(\"wal\")");
    for (pragma, value) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("cell_size_check", 1),
        ("temp_store", 2),
    ] {
        assert_eq!(ask(pragma), format!("Integer({value})"), "{pragma}");
    }
}

#[test]
fn flipped_bits_anywhere_in_the_database_are_found() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 20);
    desk.store.finalise().unwrap();
    drop(desk.store);
    let whole = std::fs::read(desk.place.database()).unwrap();
    for nth in 0..40 {
        let mut bytes = whole.clone();
        let place = whole.len() / 40 * nth + nth;
        bytes[place] ^= 1 << (nth % 8);
        std::fs::write(desk.place.database(), &bytes).unwrap();
        let opened = open(&desk.place, &desk.vault, &desk.key);
        assert!(opened.is_err(), "a bit flipped at byte {place} went unnoticed");
    }
}

#[test]
fn missing_database_beside_a_witness_is_told_and_not_made_anew() {
    let desk = Desk::new();
    drop(desk.store);
    std::fs::remove_file(desk.place.database()).unwrap();
    assert!(matches!(open(&desk.place, &desk.vault, &desk.key), Err(StoreError::Gone { .. })));
    assert!(!desk.place.database().exists());
}

#[test]
fn folder_of_somebody_elses_files_is_not_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("letter.txt"), "x").unwrap();
    platform::testing::let_others_in(dir.path());
    // Where rights cannot be told, nothing is refused for them.
    let open = platform::open_to_others(dir.path()).unwrap();
    assert_eq!(matches!(Place::prepare(dir.path()), Err(StoreError::NotPrivate { .. })), open);
    assert!(matches!(Place::existing(dir.path()), Err(StoreError::Missing { .. })));
}

#[test]
fn store_in_memory_takes_a_whole_evening() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 5);
    store.finalise().unwrap();
    assert_eq!(store.counts().unwrap().answers, 5);
}
