//! Copies: made while the desk works, proved, kept so long, sent encrypted, and gone on from.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use age::secrecy::ExposeSecret;
use liaison::desk::backup::{Found, copies};
use liaison::desk::door::NewPerson;
use liaison::desk::{Clock, Desk, Door, Purpose, demo};

const OKAFOR: &str = "kettle ferry onion";
const NOW: &str = "2026-11-23T19:44:00Z";

fn demo_store(dir: &Path) -> Desk {
    if !Door::is_set_up(dir) {
        drop(demo::create(dir, NOW.parse().unwrap(), 5, 1).unwrap());
    }
    let door = Door::of(dir, Some(NOW)).unwrap();
    door.sign_in("okafor", "demo").map_err(|refused| refused.1).unwrap()
}

fn service(dir: &Path) -> Desk {
    let lead = NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    Door::set_up(dir, &lead, OKAFOR, Purpose::Service, Clock::System).unwrap().0
}

fn out(desk: Desk) {
    let (_, done) = desk.sign_out();
    done.unwrap();
}

fn liaison(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("LIAISON_NOW", NOW)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_copy_holds_all_that_was_saved_and_is_gone_on_from_in_a_folder_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = demo_store(&store);
    let mut told = Vec::new();
    let made = desk
        .back_up(|share| {
            told.push(share);
            true
        })
        .unwrap();
    assert!(told.is_sorted(), "{told:?}");
    assert_eq!(copies(&store).unwrap().len(), 1);
    let before = desk.board().unwrap();
    desk.note_site("BRO", "entered after the copy").unwrap();
    out(desk);

    let into = dir.path().join("restored");
    let found = Found::folder(&made.copy.path).unwrap();
    let desk = found.restore(&into, "okafor", "demo").unwrap();
    assert!(desk.read_only().is_none());
    assert!(desk.prove().iter().all(|finding| finding.fault.is_none()), "{:?}", desk.prove());
    let after = desk.board().unwrap();
    let names = |rows: &[liaison::domain::board::Row]| {
        let mut names: Vec<String> = rows.iter().map(|row| row.initials.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&after.rows), names(&before.rows));
    out(desk);
    // The store that it was made of is as it was.
    let desk = demo_store(&store);
    let logs = desk.site_logs().unwrap();
    assert!(format!("{logs:?}").contains("entered after the copy"));
}

#[test]
fn nothing_is_restored_over_a_folder_that_is_in_use() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = demo_store(&store);
    let made = desk.back_up(|_| true).unwrap();
    out(desk);
    let before = std::fs::read(store.join("liaison.db")).unwrap();
    let found = Found::folder(&made.copy.path).unwrap();
    let refused = found.restore(&store, "okafor", "demo").unwrap_err();
    assert!(refused.to_string().contains("is not empty"), "{refused}");
    assert_eq!(std::fs::read(store.join("liaison.db")).unwrap(), before);
    let wrong = found.restore(&dir.path().join("new"), "okafor", "wrong").unwrap_err();
    assert!(wrong.to_string().contains("do not open"), "{wrong}");
    assert!(!dir.path().join("new").exists());
}

#[test]
fn a_copy_with_one_byte_changed_or_a_file_missing_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = demo_store(&store);
    let made = desk.back_up(|_| true).unwrap();
    out(desk);
    for name in ["liaison.db", "vault.json", "service.toml"] {
        let path = made.copy.path.join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut changed = whole.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        std::fs::write(&path, changed).unwrap();
        let refused = Found::folder(&made.copy.path).unwrap_err();
        assert!(refused.to_string().contains("is no good"), "{name}: {refused}");
        std::fs::remove_file(&path).unwrap();
        assert!(Found::folder(&made.copy.path).unwrap_err().to_string().contains("missing"), "{name}");
        std::fs::write(&path, whole).unwrap();
    }
    // A list rewritten to fit the changed file does not bear the store's mark.
    let list = made.copy.path.join("manifest.json");
    let forged = std::fs::read_to_string(&list).unwrap().replace("\"episode\": ", "\"episode\": 1");
    std::fs::write(&list, forged).unwrap();
    let found = Found::folder(&made.copy.path).unwrap();
    let refused = found.restore(&dir.path().join("new"), "okafor", "demo").unwrap_err();
    assert!(refused.to_string().contains("not made by this store"), "{refused}");
    assert!(!dir.path().join("new").exists());
}

#[test]
fn typing_goes_on_while_a_copy_is_made_and_a_stopped_one_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = demo_store(&store);
    desk.begin_backup().unwrap();
    for line in 0..20 {
        desk.note_site("BRO", &format!("line {line}")).unwrap();
    }
    let made = desk.back_up(|_| true).unwrap();
    assert!(made.copy.manifest.seq > 0);
    desk.begin_backup().unwrap();
    desk.stop_backup();
    let left: Vec<PathBuf> =
        std::fs::read_dir(store.join("backups")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(left, [made.copy.path]);
}

#[test]
fn a_copy_that_leaves_opens_with_the_services_private_key_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    drop(service(&store));
    let (ours, theirs) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    let settings = store.join("service.toml");
    let with_key = std::fs::read_to_string(&settings)
        .unwrap()
        .replace("# export_key = \"age1...\"", &format!("export_key = \"{}\"", ours.to_public()));
    std::fs::write(&settings, with_key).unwrap();
    let key_file = |name: &str, identity: &age::x25519::Identity| {
        let path = dir.path().join(name);
        std::fs::write(&path, identity.to_string().expose_secret()).unwrap();
        path
    };
    let (right, wrong) = (key_file("ours.txt", &ours), key_file("theirs.txt", &theirs));
    let passphrase = dir.path().join("passphrase");
    std::fs::write(&passphrase, OKAFOR).unwrap();
    let (data, file) = (store.to_str().unwrap(), dir.path().join("monday.liaison.age"));
    let signed = ["--user", "okafor", "--passphrase-file", passphrase.to_str().unwrap()];
    let done = liaison(&[&["backup", "--data", data, "--to", file.to_str().unwrap()][..], &signed].concat());
    assert!(done.status.success(), "{}", text(&done.stderr));
    let sealed = std::fs::read(&file).unwrap();
    assert!(sealed.starts_with(b"age-encryption.org/v1"));
    assert!(!sealed.windows(8).any(|bytes| bytes == b"vault_id"));

    let into = dir.path().join("new");
    let arguments = |key: &Path| {
        let common = ["restore", file.to_str().unwrap(), "--into", into.to_str().unwrap(), "--identity"];
        let mut all: Vec<String> = common.iter().map(|part| (*part).to_owned()).collect();
        all.push(key.to_str().unwrap().to_owned());
        all.extend(signed.iter().map(|part| (*part).to_owned()));
        all
    };
    let run = |key: &Path| {
        let all = arguments(key);
        liaison(&all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let refused = run(&wrong);
    assert_eq!(refused.status.code(), Some(65), "{}", text(&refused.stderr));
    assert!(!into.exists());
    let done = run(&right);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("What was entered later is not in it"));
    let again = liaison(&[&["verify", "--data", into.to_str().unwrap()][..], &signed].concat());
    assert!(again.status.success(), "{}{}", text(&again.stdout), text(&again.stderr));
    let cut = dir.path().join("cut.liaison.age");
    std::fs::write(&cut, &sealed[..sealed.len() - 40]).unwrap();
    let other = dir.path().join("other");
    assert!(Found::sealed(&cut, &right, &other).is_err());
    assert!(!other.with_extension("opening").exists());
}

#[test]
fn without_a_key_nothing_about_people_leaves_the_store_of_a_service() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = service(&store);
    let made = desk.back_up(|_| true).unwrap();
    let refused = desk.send_copy(&made.copy, &dir.path().join("plain.age"), |_| true).unwrap_err();
    assert!(refused.to_string().contains("has no key"), "{refused}");
    out(desk);
    let passphrase = dir.path().join("passphrase");
    std::fs::write(&passphrase, OKAFOR).unwrap();
    let data = store.to_str().unwrap();
    let passphrase = passphrase.to_str().unwrap();
    let signed = ["--user", "okafor", "--passphrase-file", passphrase];
    let facts = ["export", "facts", "--reason", "monthly", "--data", data];
    let refused = liaison(&[&facts[..], &signed].concat());
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(text(&refused.stderr).contains("unencrypted"), "{}", text(&refused.stderr));
}

#[test]
fn copies_are_listed_and_one_beside_the_store_is_named_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    out(demo_store(&store));
    let data = store.to_str().unwrap();
    assert!(text(&liaison(&["backup", "--list", "--data", data]).stdout).contains("There is no copy yet"));
    let done = liaison(&["backup", "--data", data]);
    assert!(text(&done.stdout).starts_with("Copy 20261123T194400Z made"), "{}", text(&done.stdout));
    let list = text(&liaison(&["backup", "--list", "--data", data]).stdout);
    assert!(list.starts_with("20261123T194400Z  Mon 23 Nov 2026 19:44"), "{list}");
    let missing = liaison(&["restore", "20200101T000000Z", "--into", "/nonexistent/x", "--data", data]);
    assert_eq!(missing.status.code(), Some(64), "{}", text(&missing.stderr));
}

#[test]
fn a_leavers_passphrase_opens_no_older_copy_once_the_key_was_changed() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    let mut desk = demo_store(&store);
    let made = desk.back_up(|_| true).unwrap();
    let shah = desk.access().unwrap()[1].person.id;
    desk.remove_person(shah, "left the service").unwrap();
    out(desk);
    let found = Found::folder(&made.copy.path).unwrap();
    let refused = found.restore(&dir.path().join("theirs"), "shah", "demo").unwrap_err();
    assert!(refused.to_string().contains("do not open"), "{refused}");
    let desk = found.restore(&dir.path().join("ours"), "okafor", "demo").unwrap();
    assert!(desk.prove().iter().all(|finding| finding.fault.is_none()), "{:?}", desk.prove());
}
