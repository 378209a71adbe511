//! `liaison verify` and `doctor`: what they look at, what they keep, and what a printed page says.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::Path;
use std::process::{Command, Output};

use liaison::desk::{Desk, Door, demo};

const NOW: &str = "2026-11-23T19:44:00Z";

fn store(dir: &Path) -> Desk {
    drop(demo::create(dir, NOW.parse().unwrap(), 3, 1).unwrap());
    let door = Door::of(dir, Some(NOW)).unwrap();
    door.sign_in("okafor", "demo").map_err(|refused| refused.1).unwrap()
}

fn liaison(arguments: &[&str], dir: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(arguments).arg("--data").arg(dir).env_clear();
    command.env("HOME", "/nonexistent").env("LIAISON_NOW", NOW).output().unwrap()
}

fn said(run: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr))
}

#[test]
fn verify_reads_the_copies_too_and_the_audit_says_that_it_was_done() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    let mut desk = store(&dir);
    let made = desk.back_up(|_| true).unwrap();
    desk.sign_out().1.unwrap();
    let run = liaison(&["verify"], &dir);
    assert!(
        run.status.success() && said(&run).contains("ok copies   1, each as it was made"),
        "{}",
        said(&run)
    );
    let audit = liaison(&["audit", "--verb", "integrity"], &dir);
    assert!(said(&audit).contains("sound"), "{}", said(&audit));

    let path = made.copy.path.join("liaison.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[5000] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let run = liaison(&["verify"], &dir);
    assert_eq!(run.status.code(), Some(65));
    assert!(said(&run).contains("!! copies   1 of 1 are no good"), "{}", said(&run));
    std::fs::write(made.copy.path.join("manifest.json"), b"{").unwrap();
    let run = liaison(&["verify"], &dir);
    assert!(said(&run).contains("!! copies   1 of 1 are no good"), "{}", said(&run));
    std::fs::remove_dir_all(&made.copy.path).unwrap();
    assert!(liaison(&["verify"], &dir).status.success());
    assert!(liaison(&["backup"], &dir).status.success());
    let doctor = liaison(&["doctor"], &dir);
    assert!(said(&doctor).contains("the last of Mon 23 Nov 2026 19:44"), "{}", said(&doctor));
}

#[test]
fn the_digits_on_a_page_are_found_and_those_of_another_store_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    let desk = store(&dir);
    let head = desk.head();
    desk.sign_out().1.unwrap();
    let run = liaison(&["verify", "--head", &head], &dir);
    assert!(run.status.success() && said(&run).contains(&format!("{head} is entry ")), "{}", said(&run));
    let upper = liaison(&["verify", "--head", &head.to_uppercase()], &dir);
    assert!(upper.status.success(), "{}", said(&upper));
    let foreign = liaison(&["verify", "--head", "00000000"], &dir);
    assert_eq!(foreign.status.code(), Some(65));
    assert!(said(&foreign).contains("printed from another store"), "{}", said(&foreign));
    let slip = liaison(&["verify", "--head", "7f3"], &dir);
    assert!(!slip.status.success() && said(&slip).contains("eight digits"), "{}", said(&slip));
}
