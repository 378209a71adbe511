//! What the vault promises.

use super::*;
use crate::store::StoreError;

const PASSPHRASE: &str = "three random words";

fn ada() -> NewSlot {
    NewSlot { label: "ao".into(), sign_in_name: "Ada.Okafor".into(), role: "nurse".into() }
}

fn ben() -> NewSlot {
    NewSlot { label: "AO".into(), sign_in_name: "aled.owen".into(), role: "worker".into() }
}

struct Made {
    _dir: tempfile::TempDir,
    place: Place,
    vault: Vault,
    key: DataKey,
    code: RecoveryCode,
}

fn made() -> Made {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::prepare(&dir.path().join("data")).unwrap();
    let (vault, key, code) =
        Vault::create(&place, Purpose::Service, &ada(), PASSPHRASE, KdfCost::demo()).unwrap();
    Made { _dir: dir, place, vault, key, code }
}

fn same(a: &DataKey, b: &DataKey) -> bool {
    a.as_bytes() == b.as_bytes()
}

#[test]
fn label_or_sign_in_name_in_any_case_opens_the_vault_with_the_passphrase() {
    let made = made();
    let vault = Vault::read(&made.place).unwrap();
    for who in ["AO", "ao", "ada.okafor", " ADA.OKAFOR "] {
        let (id, unlocked) = vault.unlock(who, PASSPHRASE).unwrap();
        assert!(same(&unlocked.key, &made.key));
        assert_eq!(Some(id), vault.slot_of("AO"));
    }
    assert!(!vault.is_demo());
}

#[test]
fn wrong_name_and_wrong_passphrase_cannot_be_told_apart() {
    let made = made();
    let name = made.vault.unlock("nobody", PASSPHRASE).unwrap_err();
    let passphrase = made.vault.unlock("AO", "three random wards").unwrap_err();
    assert_eq!(name.to_string(), passphrase.to_string());
    assert_eq!((name.exit_code(), passphrase.exit_code()), (77, 77));
}

#[test]
fn second_person_with_the_same_initials_gets_a_number_and_opens_the_same_key() {
    let mut made = made();
    made.vault.add(&made.key, &ben(), "another long one", KdfCost::demo()).unwrap();
    let vault = Vault::read(&made.place).unwrap();
    assert_eq!(vault.slots().iter().map(|s| s.label.as_str()).collect::<Vec<_>>(), ["AO", "AO2"]);
    assert!(same(&vault.unlock("AO2", "another long one").unwrap().1.key, &made.key));
    assert_eq!(vault.generation(), 2);
    let again = made.vault.add(&made.key, &ben(), "another long one", KdfCost::demo());
    assert!(matches!(again, Err(VaultError::NameTaken)));
}

#[test]
fn changed_passphrase_opens_and_the_old_one_does_not() {
    let mut made = made();
    let id = made.vault.slot_of("AO").unwrap();
    made.vault.change_passphrase(&made.key, id, ("ada", "a newer passphrase"), KdfCost::demo()).unwrap();
    let vault = Vault::read(&made.place).unwrap();
    assert!(matches!(vault.unlock("AO", PASSPHRASE), Err(VaultError::NotUnlocked)));
    assert!(same(&vault.unlock("AO", "a newer passphrase").unwrap().1.key, &made.key));
}

#[test]
fn suspended_person_opens_nothing() {
    let mut made = made();
    let id = made.vault.slot_of("AO").unwrap();
    made.vault.set_state(&made.key, id, SlotState::Suspended).unwrap();
    assert!(matches!(made.vault.unlock("AO", PASSPHRASE), Err(VaultError::NotUnlocked)));
    assert!(made.vault.unlock_with_recovery(&made.code).is_ok());
}

#[test]
fn printed_code_opens_the_vault_and_another_vaults_code_does_not() {
    let (made, other) = (made(), made());
    let typed = RecoveryCode::parse(&made.code.to_string().to_lowercase()).unwrap();
    assert!(same(&made.vault.unlock_with_recovery(&typed).unwrap().key, &made.key));
    assert!(matches!(made.vault.unlock_with_recovery(&other.code), Err(VaultError::WrongCode)));
}

#[test]
fn short_passphrase_is_refused_but_not_in_a_demo() {
    let made = made();
    let short = made.vault.clone().add(&made.key, &ben(), "short", KdfCost::demo());
    assert!(matches!(short, Err(VaultError::ShortPassphrase { least: 12, found: 5 })));
    let dir = tempfile::tempdir().unwrap();
    let place = Place::prepare(dir.path()).unwrap();
    let (demo, ..) = Vault::create(&place, Purpose::Demo, &ada(), "demo", KdfCost::demo()).unwrap();
    assert!(demo.is_demo());
}

#[test]
fn vault_is_never_made_over_another() {
    let made = made();
    let again = Vault::create(&made.place, Purpose::Service, &ada(), PASSPHRASE, KdfCost::demo());
    assert!(matches!(again, Err(VaultError::AlreadyThere { .. })));
}

/// Rewrites the vault file through a change of its JSON.
fn meddle(place: &Place, change: impl FnOnce(&mut serde_json::Value)) -> Result<Vault, VaultError> {
    let text = std::fs::read_to_string(place.vault()).unwrap();
    let mut json = serde_json::from_str(&text).unwrap();
    change(&mut json);
    std::fs::write(place.vault(), json.to_string()).unwrap();
    Vault::read(place)
}

#[test]
fn slot_swapped_under_another_persons_label_opens_nothing() {
    let mut made = made();
    made.vault.add(&made.key, &ben(), "another long one", KdfCost::demo()).unwrap();
    let vault = meddle(&made.place, |json| {
        for part in ["kdf", "nonce", "wrapped", "sealed"] {
            let theirs = json["slots"][1][part].clone();
            json["slots"][0][part] = theirs;
        }
    })
    .unwrap();
    assert!(matches!(vault.unlock("AO", "another long one"), Err(VaultError::NotUnlocked)));
}

#[test]
fn role_raised_in_the_file_breaks_that_slot() {
    let made = made();
    let vault = meddle(&made.place, |json| json["slots"][0]["role"] = "manager".into()).unwrap();
    assert!(matches!(vault.unlock("AO", PASSPHRASE), Err(VaultError::NotUnlocked)));
}

#[test]
fn changed_header_is_seen_as_soon_as_the_key_is_known() {
    let made = made();
    for (field, value) in [("demo", serde_json::json!(true)), ("generation", serde_json::json!(99))] {
        let vault = meddle(&made.place, |json| json[field] = value).unwrap();
        assert!(matches!(vault.unlock("AO", PASSPHRASE), Err(VaultError::Altered { .. })), "{field}");
        assert!(matches!(vault.unlock_with_recovery(&made.code), Err(VaultError::Altered { .. })));
    }
}

#[test]
fn damaged_or_newer_file_is_named_and_left_alone() {
    let made = made();
    std::fs::write(made.place.vault(), "{\"version\": 1, ").unwrap();
    let damaged = Vault::read(&made.place).unwrap_err();
    assert!(damaged.to_string().contains("vault.json is damaged"), "{damaged}");
    std::fs::write(made.place.vault(), "{\"version\": 3, \"new\": true}").unwrap();
    assert!(matches!(Vault::read(&made.place), Err(VaultError::Newer { .. })));
    std::fs::write(made.place.vault(), [0xff, 0xfe]).unwrap();
    assert!(matches!(Vault::read(&made.place), Err(VaultError::Damaged { .. })));
}

#[test]
fn absurd_cost_in_the_file_is_refused_without_being_spent() {
    let made = made();
    let read = meddle(&made.place, |json| json["slots"][0]["kdf"]["m_kib"] = 4_000_000_000_u32.into());
    assert!(matches!(read, Err(VaultError::Damaged { .. })));
}

#[test]
fn two_generations_are_kept_and_no_name_stands_in_any_file() {
    let mut made = made();
    let id = made.vault.add(&made.key, &ben(), "another long one", KdfCost::demo()).unwrap();
    made.vault.set_state(&made.key, id, SlotState::Suspended).unwrap();
    made.vault.set_state(&made.key, id, SlotState::Active).unwrap();
    let generation = |name: &str| {
        let text = std::fs::read_to_string(made.place.dir().join(name)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["generation"].as_u64().unwrap()
    };
    assert_eq!([generation("vault.json"), generation("vault.json.1"), generation("vault.json.2")], [4, 3, 2]);
    for entry in made.place.dir().read_dir().unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap().to_lowercase();
        assert!(!text.contains("okafor") && !text.contains("aled.") && !text.contains("owen"));
    }
}

#[test]
fn one_time_passphrase_says_until_when_and_gives_way_to_ones_own() {
    let mut made = made();
    let until = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    let (id, once) = made.vault.invite(&made.key, &ben(), until, KdfCost::demo()).unwrap();
    let vault = Vault::read(&made.place).unwrap();
    let slot = |vault: &Vault| vault.slots().iter().find(|slot| slot.id == id).unwrap().one_time_until();
    assert_eq!(slot(&vault), Some(until));
    assert!(same(&vault.unlock("aled.owen", once.as_str()).unwrap().1.key, &made.key));
    made.vault.change_passphrase(&made.key, id, ("ben", "kettle ferry onion"), KdfCost::demo()).unwrap();
    assert_eq!(slot(&made.vault), None);
    assert!(made.vault.unlock("aled.owen", once.as_str()).is_err());
}

#[test]
fn a_longer_time_written_into_the_file_breaks_that_slot() {
    let mut made = made();
    let until = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
    let (_, once) = made.vault.invite(&made.key, &ben(), until, KdfCost::demo()).unwrap();
    for later in [serde_json::json!(9_999_999_999_999_i64), serde_json::Value::Null] {
        let vault = meddle(&made.place, |json| json["slots"][1]["one_time_until"] = later).unwrap();
        assert!(matches!(vault.unlock("AO2", once.as_str()), Err(VaultError::NotUnlocked)));
    }
}

#[test]
fn removed_person_is_gone_from_the_file_and_the_last_generations_are_dropped_with_the_key() {
    let mut made = made();
    let id = made.vault.add(&made.key, &ben(), "another long one", KdfCost::demo()).unwrap();
    made.vault.remove(&made.key, id).unwrap();
    assert!(matches!(made.vault.unlock("AO2", "another long one"), Err(VaultError::NotUnlocked)));
    let next = DataKey::random().unwrap();
    made.vault.put_next(&made.key, &next).unwrap();
    let both = Vault::read(&made.place).unwrap().unlock("AO", PASSPHRASE).unwrap().1;
    assert!(same(&both.key, &made.key) && same(&both.next.unwrap(), &next));
    made.vault.take_next(&next).unwrap();
    let vault = Vault::read(&made.place).unwrap();
    let one = vault.unlock("AO", PASSPHRASE).unwrap().1;
    assert!(same(&one.key, &next) && one.next.is_none());
    assert!(same(&vault.unlock_with_recovery(&made.code).unwrap().key, &next));
    assert!(!made.place.dir().join("vault.json.1").exists());
    assert!(!made.place.dir().join("vault.json.2").exists());
}

#[test]
fn new_recovery_code_takes_the_place_of_the_old() {
    let mut made = made();
    let code = made.vault.new_recovery(&made.key).unwrap();
    assert!(same(&made.vault.unlock_with_recovery(&code).unwrap().key, &made.key));
    assert!(matches!(made.vault.unlock_with_recovery(&made.code), Err(VaultError::WrongCode)));
}

#[test]
fn missing_vault_names_the_folder() {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::prepare(dir.path()).unwrap();
    let missing = Vault::read(&place).unwrap_err();
    assert_eq!(missing.exit_code(), 66);
    assert!(matches!(missing, VaultError::File(e) if matches!(*e, StoreError::Missing { .. })));
}

#[test]
fn slot_of_the_first_layout_is_named_until_its_owner_has_signed_in_and_no_other_is_touched() {
    let mut made = made();
    let bens = made.vault.add(&made.key, &ben(), "kettle ferry onion", KdfCost::demo()).unwrap();
    assert_eq!(made.vault.not_yet_rekeyable(), Vec::<String>::new());
    let id = made.vault.contents.vault_id;
    let first = made.vault.contents.slots[0].clone();
    made.vault.contents.slots[0] = first.in_first_layout(&id, &made.key, PASSPHRASE);
    made.vault.save(&made.key).unwrap();
    let mut vault = Vault::read(&made.place).unwrap();
    assert_eq!(vault.not_yet_rekeyable(), ["AO"]);
    let (ada, unlocked) = vault.unlock("AO", PASSPHRASE).unwrap();
    assert!(same(&unlocked.key, &made.key));

    let file = || std::fs::read(made.place.vault()).unwrap();
    let before = file();
    vault.renew(&made.key, bens, "kettle ferry onion").unwrap();
    assert_eq!(file(), before, "a slot that is as slots are now");
    vault.renew(&made.key, ada, PASSPHRASE).unwrap();
    let mut vault = Vault::read(&made.place).unwrap();
    assert_eq!(vault.not_yet_rekeyable(), Vec::<String>::new());
    assert!(same(&vault.unlock("AO", PASSPHRASE).unwrap().1.key, &made.key));
    let before = file();
    vault.renew(&made.key, ada, PASSPHRASE).unwrap();
    assert_eq!(file(), before, "one that was renewed");
}

#[test]
fn passphrase_made_of_ones_own_label_or_sign_in_name_is_refused_before_it_is_taken() {
    let vault = made().vault;
    // Both would do for anybody else.
    let (label, name) = ("zqxjkvbwpt", "wkgvxzjqhd");
    let refused = |label: &str, name: &str, passphrase: &str| {
        matches!(vault.check_passphrase(label, name, passphrase), Err(VaultError::CommonPassphrase))
    };
    assert!(vault.check_passphrase("AO", "ada.okafor", "zqxjkvbwpt12").is_ok());
    assert!(vault.check_passphrase("AO", "ada.okafor", "wkgvxzjqhd12").is_ok());
    assert!(refused(label, name, "zqxjkvbwpt12"));
    assert!(refused(label, name, "wkgvxzjqhd12"));
    let short = vault.check_passphrase("AO", "ada.okafor", "elevenchars");
    assert!(matches!(short, Err(VaultError::ShortPassphrase { least: 12, found: 11 })));
}
