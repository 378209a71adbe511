//! The board as the program shows it against the board worked out anew from exported facts.
//!
//! `compute` knows docs/facts.md and nothing of the program. Both sides are the output of the real
//! program. `LIAISON_ORACLE_WALKS` sets how many walks are made (30 unless set).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Duration, SecondsFormat, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, Door};
use liaison::desk::{Desk, demo};
use serde_json::Value as Json;

#[path = "board_oracle/compute.rs"]
mod compute;
#[path = "board_oracle/dice.rs"]
mod dice;
#[path = "board_oracle/london.rs"]
mod london;
#[path = "board_oracle/walk.rs"]
mod walk;

use dice::Dice;
use walk::Walk;

/// A Monday evening, a birthday's midnight in summer, and both nights on which the clocks change.
const EVENINGS: [&str; 6] = [
    "2026-11-23T19:44:00Z",
    "2026-07-01T22:59:30Z",
    "2026-10-24T23:40:00Z",
    "2026-10-25T00:40:00Z",
    "2027-03-27T23:50:00Z",
    "2027-03-28T01:05:00Z",
];

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn at(now: DateTime<Utc>) -> String {
    now.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn liaison(store: &Path, now: DateTime<Utc>, args: &[&str]) -> Json {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(args).args(["--format", "json", "--data"]).arg(store);
    let output = command.env_remove("LIAISON_DATA").env("LIAISON_NOW", at(now)).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Compares the board with what the facts give at this moment. Gives how many rows it has.
fn agree(store: &Path, now: DateTime<Utc>, site: &[&str], what: &str) -> usize {
    let board = liaison(store, now, &[&["board"], site].concat());
    let facts = liaison(store, now, &[&["export", "facts"], site].concat());
    let expected = compute::board(&facts);
    let mut shown: Vec<&Json> =
        ["waiting", "to_do"].into_iter().flat_map(|list| board[list].as_array().unwrap()).collect();
    shown.sort_by_key(|row| row["number"].as_u64());
    let order = |rows: &mut dyn Iterator<Item = &Json>| -> Vec<String> {
        rows.map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    for (found, expected) in shown.iter().zip(&expected) {
        let id = &expected["id"];
        for (key, value) in expected.as_object().unwrap() {
            assert_eq!(&found[key], value, "{what} at {now}: `{key}` of {id} (left: the program)");
        }
        // And nothing is shown of a person that the facts do not explain.
        assert_eq!(found.as_object().unwrap().len(), expected.as_object().unwrap().len(), "{found}");
    }
    assert_eq!(
        order(&mut shown.into_iter()),
        order(&mut expected.iter()),
        "{what} at {now}: the order (left: the program)"
    );
    expected.len()
}

fn demo_store(folder: &Path, now: DateTime<Utc>, seed: u64) -> PathBuf {
    let store = folder.join(format!("demo-{seed}"));
    drop(demo::create(&store, now, 4, seed).unwrap());
    store
}

fn desk(store: &Path, who: &str, now: DateTime<Utc>) -> Desk {
    let door = Door::of(store, Some(&at(now))).unwrap();
    door.sign_in(who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

#[test]
fn the_board_of_a_demo_is_what_its_facts_say_at_any_hour_of_its_night() {
    for (seed, evening) in (1..).zip(EVENINGS) {
        let folder = tempfile::tempdir().unwrap();
        let start = moment(evening);
        let store = demo_store(folder.path(), start, seed);
        for minutes in [0, 61, 137, 411, 8_900, 12_000] {
            let rows = agree(&store, start + Duration::minutes(minutes), &[], evening);
            assert!(rows >= 7, "{rows}");
        }
        agree(&store, start + Duration::minutes(12_001), &["--site", "BEX"], evening);
    }
}

#[test]
fn the_board_is_what_its_facts_say_after_any_walk_through_the_verbs() {
    let walks = std::env::var("LIAISON_ORACLE_WALKS").ok().and_then(|walks| walks.parse().ok()).unwrap_or(30);
    let mut done = BTreeMap::new();
    let mut rows = 0;
    let folder = tempfile::tempdir().unwrap();
    let demos: Vec<(DateTime<Utc>, PathBuf)> = (1..)
        .zip(EVENINGS.map(moment))
        .map(|(seed, evening)| (evening, demo_store(folder.path(), evening, seed)))
        .collect();
    for seed in 1..=walks {
        let mut dice = Dice::new(seed);
        let (evening, demo) = dice.pick(&demos);
        let store = folder.path().join(format!("walk-{seed}"));
        copy(demo, &store);
        rows += walked(&store, *evening, &mut dice, &mut done, seed);
    }
    println!("{walks} walks, {rows} rows compared, verbs let pass: {done:?}");
    let never: Vec<&str> = walk::names().filter(|name| !done.contains_key(name)).collect();
    assert!(walks < 30 || never.is_empty(), "these verbs never passed a guard: {never:?}");
}

/// A store as it was left: its files, none of them open.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap().path();
        std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

/// One walk from a demo evening: two stretches of work by one of two people, with time between.
fn walked(
    store: &Path,
    evening: DateTime<Utc>,
    dice: &mut Dice,
    done: &mut BTreeMap<&'static str, usize>,
    seed: u64,
) -> usize {
    let (mut now, mut rows) = (evening, 0);
    for stretch in 1..=2 {
        let hours = *dice.pick(&[1, 1, 4]);
        now += Duration::milliseconds(dice.between(0, hours * 3_600_000));
        let who = *dice.pick(&["okafor", "shah"]);
        let mut desk = desk(store, who, now);
        Walk { desk: &mut desk, dice, done }.steps(45);
        desk.sign_out().1.unwrap();
        let what = format!("walk {seed}, stretch {stretch}");
        rows += agree(store, now, &[], &what);
    }
    // Later at any time, and once at the very instant at which something changes.
    let edges = edges(store, now, dice);
    now += Duration::minutes(dice.between(1, 600));
    let edge = if edges.is_empty() { now } else { *dice.pick(&edges) };
    for (at, when) in [(edge, "at an edge"), (now.max(edge), "later")] {
        rows += agree(store, at, &[], &format!("walk {seed}, {when}"));
    }
    rows
}

/// Instants to come at which a row changes: a re-check is due, else a clock runs out or comes near.
fn edges(store: &Path, now: DateTime<Utc>, dice: &mut Dice) -> Vec<DateTime<Utc>> {
    let facts = liaison(store, now, &["export", "facts"]);
    let rechecks = facts["episodes"].as_array().unwrap().iter().map(|one| &one["stage"]["recheck_at"]);
    let rows = compute::board(&facts);
    let clocks = rows.iter().flat_map(|row| [&row["next_clock"]["at"], &row["deadline"]["at"]]);
    let read = |at: &Json| at.as_str().map(moment);
    let near =
        clocks.filter_map(read).flat_map(|at| [0, 60, 180].map(|before| at - Duration::minutes(before)));
    let soon = |at: &DateTime<Utc>| *at > now && *at < now + Duration::hours(12);
    let rechecks: Vec<DateTime<Utc>> = rechecks.filter_map(read).filter(soon).collect();
    // Every other time, for re-checks are few.
    if dice.once_in(2) && !rechecks.is_empty() { rechecks } else { near.filter(soon).collect() }
}
