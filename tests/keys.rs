//! Who gets in: invited, changed, removed, recovered, slowed down; and what opens nothing any more.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::Path;

use liaison::desk::door::{DoorError, NewPerson};
use liaison::desk::keys::Rotation;
use liaison::desk::{Clock, Desk, Door, Purpose, demo};

const OKAFOR: &str = "kettle ferry onion";
const SHAH: &str = "window gravel lemon";
const NOW: &str = "2026-11-23T19:44:00Z";

fn person(name: &str, sign_in_name: &str, role: &str) -> NewPerson {
    NewPerson { name: name.into(), sign_in_name: sign_in_name.into(), role: role.into() }
}

/// The store of a service, with a lead signed in.
fn service(dir: &Path) -> (Desk, Vec<String>) {
    let lead = person("Ada Okafor", "okafor", "senior");
    let (desk, code) = Door::set_up(dir, &lead, OKAFOR, Purpose::Service, Clock::System).unwrap();
    (desk, code.groups())
}

fn sign_in(door: Door, who: &str, typed: &str) -> Result<Desk, DoorError> {
    door.sign_in(who, typed).map_err(|refused| refused.1)
}

fn again(dir: &Path, who: &str, typed: &str) -> Result<Desk, DoorError> {
    sign_in(Door::of(dir, None).unwrap(), who, typed)
}

fn out(desk: Desk) -> Door {
    let (door, done) = desk.sign_out();
    done.unwrap();
    door
}

fn demo_at(dir: &Path, now: &str) -> Door {
    if !Door::is_set_up(dir) {
        drop(demo::create(dir, NOW.parse().unwrap(), 0, 1).unwrap());
    }
    Door::of(dir, Some(now)).unwrap()
}

#[test]
fn an_invited_person_chooses_their_own_passphrase_and_the_first_one_is_spent() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = service(dir.path());
    let (added, once) = desk.invite(&person("Priya Shah", "shah", "practitioner")).unwrap();
    assert_eq!(added.label, "PS");
    assert!(desk.access().unwrap()[1].one_time);
    let door = out(desk);
    let refused = door.sign_in("shah", once.as_str()).unwrap_err();
    assert!(matches!(refused.1, DoorError::ChooseOwn), "{}", refused.1);
    let weak = refused.0.choose_own("shah", once.as_str(), "passwordpassword").unwrap_err();
    assert!(weak.1.to_string().contains("too easy to guess"), "{}", weak.1);
    let desk = weak.0.choose_own("shah", once.as_str(), SHAH).map_err(|refused| refused.1).unwrap();
    assert_eq!(desk.who().name, "Priya Shah");
    let door = out(desk);
    assert!(sign_in(door, "shah", once.as_str()).is_err());
    assert!(again(dir.path(), "shah", SHAH).is_ok());
}

#[test]
fn a_first_passphrase_opens_nothing_after_its_time() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = sign_in(demo_at(dir.path(), NOW), "okafor", "demo").unwrap();
    let (_, once) = desk.invite(&person("Dilys Roe", "roe", "screener")).unwrap();
    drop(out(desk));
    let late = demo_at(dir.path(), "2026-11-26T19:45:00Z");
    let refused = sign_in(late, "roe", once.as_str()).unwrap_err();
    assert!(
        matches!(refused, DoorError::Store(_)) && refused.to_string().contains("past its time"),
        "{refused}"
    );
    let late = demo_at(dir.path(), "2026-11-26T19:45:00Z");
    assert!(late.choose_own("roe", once.as_str(), SHAH).is_err());
    let in_time = demo_at(dir.path(), "2026-11-26T19:43:00Z");
    assert!(in_time.choose_own("roe", once.as_str(), SHAH).is_ok());
}

#[test]
fn only_a_lead_adds_resets_and_removes_people() {
    let dir = tempfile::tempdir().unwrap();
    let mut shah = sign_in(demo_at(dir.path(), NOW), "shah", "demo").unwrap();
    let okafor = shah.access().unwrap()[0].person.id;
    let roe = person("Dilys Roe", "roe", "screener");
    for refused in [
        shah.invite(&roe).map(drop).unwrap_err(),
        shah.reset_passphrase(okafor).map(drop).unwrap_err(),
        shah.remove_person(okafor, "spite").map(drop).unwrap_err(),
        shah.new_recovery_code().map(drop).unwrap_err(),
        shah.rotate("no reason").unwrap_err(),
    ] {
        assert!(refused.to_string().contains("may not"), "{refused}");
    }
    assert_eq!(shah.access().unwrap().len(), 2);
}

#[test]
fn a_removed_practitioners_passphrase_opens_nothing_after_the_key_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, code) = service(dir.path());
    let (shah, once) = desk.invite(&person("Priya Shah", "shah", "practitioner")).unwrap();
    let door = out(desk);
    let desk = door.choose_own("shah", once.as_str(), SHAH).map_err(|refused| refused.1).unwrap();
    let door = out(desk);
    // What somebody could have copied while they still worked here.
    let copied = tempfile::tempdir().unwrap();
    for name in ["vault.json", "liaison.db", "witness"] {
        std::fs::copy(dir.path().join(name), copied.path().join(name)).unwrap();
    }
    let mut desk = sign_in(door, "okafor", OKAFOR).unwrap();
    assert!(desk.remove_person(desk.who().id, "oneself").is_err());
    assert!(desk.remove_person(shah.id, " ").unwrap_err().to_string().contains("needs its reason"));
    assert_eq!(desk.remove_person(shah.id, "left the service").unwrap(), Rotation::Done);
    assert!(!desk.is_rotation_due().unwrap());
    drop(out(desk));
    let refused = again(dir.path(), "shah", SHAH).unwrap_err();
    assert!(matches!(refused, DoorError::Store(_)), "{refused}");
    // Nor does it together with the vault that they copied, which is refused as older or does not fit.
    let vault = std::fs::read(dir.path().join("vault.json")).unwrap();
    std::fs::copy(copied.path().join("vault.json"), dir.path().join("vault.json")).unwrap();
    assert!(again(dir.path(), "shah", SHAH).is_err());
    std::fs::write(dir.path().join("vault.json"), vault).unwrap();
    let desk = again(dir.path(), "okafor", OKAFOR).unwrap();
    assert!(desk.prove().iter().all(|finding| finding.fault.is_none()), "{:?}", desk.prove());
    drop(out(desk));
    let recovered =
        Door::of(dir.path(), None).unwrap().recover("okafor", &code.join(" "), "slate button heron");
    assert!(recovered.is_ok());
}

#[test]
fn the_recovery_code_is_spent_by_its_use_and_the_key_is_changed() {
    let dir = tempfile::tempdir().unwrap();
    let (desk, code) = service(dir.path());
    let door = out(desk);
    let refused = door.recover("okafor", &code.join("-"), "short").unwrap_err();
    assert!(refused.1.to_string().contains("at least 12"), "{}", refused.1);
    let (desk, next) =
        refused.0.recover("okafor", &code.join("-"), SHAH).map_err(|refused| refused.1).unwrap();
    let next = next.unwrap().groups();
    assert_ne!(next, code);
    assert!(!desk.is_rotation_due().unwrap());
    let door = out(desk);
    let spent = door.recover("okafor", &code.join("-"), OKAFOR).unwrap_err();
    assert!(spent.1.to_string().contains("does not open"), "{}", spent.1);
    assert!(spent.0.recover("okafor", &next.join(" "), OKAFOR).is_ok());
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let (mut desk, _) = service(dir.path());
    assert!(desk.change_passphrase("not mine at all", SHAH).is_err());
    assert!(desk.change_passphrase(OKAFOR, OKAFOR).is_err());
    assert!(desk.change_passphrase(OKAFOR, "okafor123456").is_err());
    desk.change_passphrase(OKAFOR, SHAH).unwrap();
    let door = out(desk);
    assert!(matches!(sign_in(door, "okafor", OKAFOR), Err(DoorError::Store(_))));
    assert!(again(dir.path(), "okafor", SHAH).is_ok());
}

#[test]
fn three_wrong_passphrases_slow_the_fourth_and_the_journal_hears_of_them() {
    let dir = tempfile::tempdir().unwrap();
    let mut door = demo_at(dir.path(), NOW);
    for _ in 0..3 {
        let refused = door.sign_in("okafor", "wrong").unwrap_err();
        assert!(matches!(refused.1, DoorError::Store(_)), "{}", refused.1);
        door = refused.0;
    }
    let refused = door.sign_in("okafor", "demo").unwrap_err();
    assert!(matches!(refused.1, DoorError::Wait(wait) if wait.as_secs() >= 1), "{}", refused.1);
    assert!(refused.0.sign_in("shah", "demo").is_ok(), "a colleague gets in meanwhile");
}

#[test]
fn a_pin_unlocks_what_was_locked_and_nothing_after_signing_out_or_three_wrong_ones() {
    let dir = tempfile::tempdir().unwrap();
    let mut desk = sign_in(demo_at(dir.path(), NOW), "okafor", "demo").unwrap();
    assert!(desk.set_pin("123456").is_err());
    desk.set_pin("480215").unwrap();
    let (door, locked) = desk.lock("key");
    locked.unwrap();
    assert!(door.has_pin("AO") && !door.has_pin("PS"));
    let wrong = door.sign_in("AO", "480216").unwrap_err();
    assert!(matches!(wrong.1, DoorError::WrongPin(2)), "{}", wrong.1);
    let desk = wrong.0.sign_in("AO", "480215").map_err(|refused| refused.1).unwrap();
    let door = out(desk);
    assert!(!door.has_pin("AO"));

    let mut desk = sign_in(door, "okafor", "demo").unwrap();
    desk.set_pin("480215").unwrap();
    let mut door = desk.lock("key").0;
    for left in [2, 1, 0] {
        let wrong = door.sign_in("AO", "111333").unwrap_err();
        assert!(matches!(wrong.1, DoorError::WrongPin(tries) if tries == left), "{}", wrong.1);
        door = wrong.0;
    }
    assert!(!door.has_pin("AO"));
    assert!(door.sign_in("AO", "480215").is_err());
}

#[test]
fn weak_passphrases_are_refused_at_set_up() {
    for weak in ["short", "passwordpassword", "okaforokafor"] {
        let dir = tempfile::tempdir().unwrap();
        let lead = person("Ada Okafor", "okafor", "senior");
        let refused = Door::set_up(dir.path(), &lead, weak, Purpose::Service, Clock::System);
        assert!(
            matches!(&refused, Err(DoorError::Store(_))) && !dir.path().join("vault.json").exists(),
            "{weak}"
        );
    }
}
