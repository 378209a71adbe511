//! Stores as older programs left them, one for each layout of the database, brought up to this one.
//!
//! Each was made by the program of its day: `demo --create-only` at a fixed time. Its `service.toml` is put
//! aside for the one of now, for it is the layout of the store that is tried here, and an older file is
//! refused with every line that it lacks. What a store tells after the step is compared with a text kept
//! beside it; `UPDATE_GOLDEN=1` writes that text anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use liaison::desk::backup::{Found, copies};
use liaison::desk::service_file::TEMPLATE;
use liaison::desk::{Desk, Door};

const NOW: &str = "2026-11-23T19:44:00Z";
/// Layouts that were released to somebody, the oldest first.
const LAYOUTS: std::ops::RangeInclusive<u32> = 1..=4;
/// Names the store that the worker of the kill trial opens.
const WORKER: &str = "LIAISON_GOLDEN_WORKER";

fn golden(layout: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/layout-{layout}"))
}

/// The store of a layout in a folder of its own, under the service of now.
fn old(layout: u32, into: &Path) {
    std::fs::create_dir_all(into).unwrap();
    liaison::platform::make_private(into).unwrap();
    for name in ["liaison.db", "vault.json", "witness", "witness.running"] {
        std::fs::copy(golden(layout).join(name), into.join(name)).unwrap();
    }
    std::fs::write(into.join("service.toml"), TEMPLATE).unwrap();
}

fn open(dir: &Path) -> Result<Desk, String> {
    let door = Door::of(dir, Some(NOW)).map_err(|error| error.to_string())?;
    door.sign_in("okafor", "demo").map_err(|refused| refused.1.to_string())
}

fn proves_whole(desk: &Desk) {
    let faults: Vec<_> = desk.prove().into_iter().filter_map(|finding| finding.fault).collect();
    assert!(faults.is_empty(), "{faults:?}");
}

/// What the board and every record on it tell.
fn told(desk: &Desk) -> String {
    let board = desk.board().unwrap();
    let mut text = String::new();
    for row in &board.rows {
        writeln!(text, "{} T{} {} {}", row.initials, row.tier, row.state, row.reason).unwrap();
        for line in desk.read_record(row.id).unwrap().lines {
            writeln!(text, "    {} {} {}", line.at.format("%d %H:%M"), line.by, line.words).unwrap();
        }
    }
    for task in &board.tasks {
        writeln!(text, "task {}", task.what).unwrap();
    }
    text
}

fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let ours = entries.filter(|path| path.is_file() && !path.to_string_lossy().ends_with("-shm"));
    ours.filter(|path| !path.ends_with("liaison.lock"))
        .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn a_store_of_every_older_layout_is_brought_up_to_date_and_tells_what_it_told() {
    for layout in LAYOUTS {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("store");
        old(layout, &dir);
        let desk = open(&dir).unwrap_or_else(|why| panic!("layout {layout}: {why}"));
        proves_whole(&desk);
        let found = told(&desk);
        let kept = golden(layout).join("told.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&kept, &found).unwrap();
        }
        assert_eq!(found, std::fs::read_to_string(&kept).unwrap(), "layout {layout}");
        desk.sign_out().1.unwrap();

        let before = copies(&dir).unwrap();
        assert_eq!(before.len(), 1, "layout {layout}");
        assert!(before[0].manifest.name.contains("-before-layout-"), "{}", before[0].manifest.name);
        let into = folder.path().join("restored");
        let restored = Found::folder(&before[0].path).unwrap().restore(&into, "okafor", "demo").unwrap();
        proves_whole(&restored);
    }
}

#[test]
fn somebody_in_an_old_vault_can_be_removed_once_everybody_left_has_signed_in() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    old(1, &dir);
    let mut desk = open(&dir).unwrap();
    // Okafor has just signed in; Shah and the recovery code stand as the old program wrote them.
    let refused = desk.rotate("to see who is in the way").unwrap_err().to_string();
    assert!(refused.contains("PS") && refused.contains("the recovery code"), "{refused}");
    let shah = desk.access().unwrap()[1].person.id;
    desk.remove_person(shah, "left").unwrap();
    assert!(desk.is_rotation_due().unwrap());
    desk.new_recovery_code().unwrap();
    desk.rotate("the code is new").unwrap();
    assert!(!desk.is_rotation_due().unwrap());
    desk.sign_out().1.unwrap();
    proves_whole(&open(&dir).unwrap());
}

#[test]
fn where_no_copy_can_be_made_first_the_store_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    old(2, &dir);
    // A file where the folder of the copies would be.
    std::fs::write(dir.join("backups"), b"in the way").unwrap();
    let before = files(&dir);
    let refused = open(&dir).unwrap_err();
    assert!(refused.contains("backups"), "{refused}");
    let after = files(&dir);
    let changed = before.iter().find(|(path, bytes)| after.get(*path) != Some(bytes));
    assert!(changed.is_none(), "{:?}", changed.map(|(path, _)| path));
    std::fs::remove_file(dir.join("backups")).unwrap();
    proves_whole(&open(&dir).unwrap());
}

/// Kills a process at a random moment while it brings a store up to date, so many times.
fn kill_while_migrating(times: u64) {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    let mut cut_off = 0;
    for round in 0..times {
        let _ = std::fs::remove_dir_all(&dir);
        let layout = 1 + u32::try_from(round % 4).unwrap();
        old(layout, &dir);
        let mut worker = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker_of_the_trial", "--ignored", "--nocapture"])
            .env(WORKER, &dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // The key derivation comes first; after it the step takes a few hundred milliseconds.
        std::thread::sleep(Duration::from_millis(60 + round.wrapping_mul(7_919) % 700));
        worker.kill().unwrap();
        cut_off += u64::from(!worker.wait().unwrap().success());
        let desk = open(&dir).unwrap_or_else(|why| panic!("round {round}, layout {layout}: {why}"));
        proves_whole(&desk);
        let kept = std::fs::read_to_string(golden(layout).join("told.txt")).unwrap();
        assert_eq!(told(&desk), kept, "round {round}");
    }
    println!(
        "{times} kills while a store was brought up to date, {cut_off} before it was done: none half done"
    );
}

#[test]
fn a_kill_while_a_store_is_brought_up_to_date_leaves_it_old_or_new() {
    kill_while_migrating(5);
}

#[test]
#[ignore = "the size at which a release is tried"]
fn two_hundred_kills_while_a_store_is_brought_up_to_date() {
    kill_while_migrating(200);
}

/// Not a test: what the trial starts as a process of its own.
#[test]
#[ignore = "started by the trial"]
fn worker_of_the_trial() {
    if let Some(dir) = std::env::var_os(WORKER) {
        drop(open(Path::new(&dir)).unwrap());
    }
}
