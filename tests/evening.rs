//! A whole evening at the real program: twenty people, interruptions, a red flag, a hold, a transfer
//! to court, a late entry from paper. At its end the journal replays to the board that was shown.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "stories/terminal.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod terminal;

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::{Desk, Door};
use serde_json::Value as Json;
use terminal::{Terminal, demo};

const NOW: &str = "2026-11-23T19:44:00Z";
const FIXED: &[(&str, &str)] = &[("LIAISON_NOW", NOW)];
/// The demo's evening has seven people on the board; these make it twenty.
const COMING: [(&str, &str, &str); 13] = [
    ("Abbot", "Bea", "31"),
    ("Bello", "Cam", "44"),
    ("Chen", "Dee", "15"),
    ("Doyle", "Eli", "27"),
    ("Evans", "Fay", "52"),
    ("Farah", "Gus", "19"),
    ("Gill", "Hana", "38"),
    ("Hale", "Ivo", "61"),
    ("Ivers", "Joy", "23"),
    ("Jama", "Kit", "34"),
    ("Kaya", "Lea", "47"),
    ("Lowe", "Max", "29"),
    ("Munro", "Nia", "33"),
];

/// The row in focus: its number on the board, and its line.
fn focused(screen: &Terminal) -> Option<(usize, String)> {
    let text = screen.text();
    let line = text.lines().find(|line| line.starts_with('>'))?.to_owned();
    let number = line.trim_start_matches(['>', '!', ' ']).split_whitespace().next()?.parse().ok()?;
    Some((number, line))
}

/// Puts the focus on the row of these initials, from the first row down.
fn focus(screen: &mut Terminal, initials: &str) {
    screen.press("<home>");
    for number in 1.. {
        let began = Instant::now();
        let line = loop {
            match focused(screen) {
                Some((at, line)) if at == number => break line,
                _ => {
                    assert!(began.elapsed() < Duration::from_secs(60), "no row {number}:\n{}", screen.text());
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        if line.contains(initials) {
            return;
        }
        screen.press("<down>");
    }
}

fn open_page(screen: &mut Terminal, initials: &str) {
    focus(screen, initials);
    screen.press("<enter>");
    screen.see("PERSON");
}

fn back_to_the_board(screen: &mut Terminal) {
    screen.press("<esc>");
    screen.see("WAITING");
}

fn refer(screen: &mut Terminal, (surname, given, age): (&str, &str, &str), priority: &str) {
    screen.press(&format!(
        "n1Sgt Patel<enter>{surname}<enter>{given}<enter>{age}<enter>1c20<enter>1{priority}<enter>"
    ));
    screen.press("<ctrl-s>");
    screen.see("Missing: Legal position");
    screen.press("1<ctrl-s>");
    screen.see("is on the board as");
    let first = |name: &str| name.chars().next().unwrap();
    let initials = format!("{}.{}.", first(given), first(surname));
    screen.see(&initials);
}

fn board(store: &Path) -> Json {
    let run = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["board", "--format", "json", "--data"])
        .arg(store)
        .env("LIAISON_NOW", NOW)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

fn desk(store: &Path) -> Desk {
    let door = Door::of(store, Some(NOW)).unwrap();
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

#[test]
fn a_whole_evening_of_twenty_people_is_worked_by_keys_and_replays_to_the_same_board() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    demo(&store, NOW);
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], FIXED);
    screen.sign_in();
    for (place, person) in COMING.into_iter().enumerate() {
        // The last one is told at the door: nobody has triaged yet.
        let priority = if place == 12 { "" } else { "3" };
        refer(&mut screen, person, priority);
        if place == 4 {
            called_away(&mut screen);
        }
    }
    triaged(&mut screen);
    red_flag(&mut screen);
    held(&mut screen);
    passed_to_court(&mut screen);
    entered_late(&mut screen);
    screen.press("q");
    screen.see("Passphrase");
    screen.press("<ctrl-q>");
    assert_eq!(screen.ended(), 0);
    replays(&store);
}

/// In the middle of a card: the screen is locked, and what was typed is there again afterwards.
fn called_away(screen: &mut Terminal) {
    screen.press("n1DO Khan<enter>Novak<enter><ctrl-l>");
    screen.see("Passphrase");
    assert!(!screen.text().contains("Novak"), "the locked screen names nobody:\n{}", screen.text());
    screen.press("demo<enter>");
    screen.see("Novak");
    screen.press("<esc>");
    screen.see("Esc again");
    screen.press("<esc>");
    screen.see("WAITING");
}

fn triaged(screen: &mut Terminal) {
    open_page(screen, "N.M.");
    screen.press(".");
    screen.see("triage");
    screen.press("t");
    screen.see("The rules say");
    screen.press("3<ctrl-s>");
    screen.see("Saved");
    screen.press("<esc>");
    back_to_the_board(screen);
}

fn red_flag(screen: &mut Terminal) {
    focus(screen, "B.A.");
    screen.press("s");
    screen.see("consent to be seen");
    screen.press("11<ctrl-s>");
    screen.see("FORMS");
    screen.press("/asq<enter>");
    screen.see("Answered 0 of");
    screen.press("1");
    screen.see("RED FLAG");
    screen.press("2222");
    screen.see("5 of 5");
    screen.press("<enter>");
    screen.see("SUGGESTED");
    screen.press("<esc>");
    screen.see("WAITING");
    focus(screen, "B.A.");
    screen.press("i");
    screen.see("Red flag of B.A.");
    screen.press("Sgt Patel<enter>1<ctrl-s>");
    screen.see("the red flag rests");
}

fn held(screen: &mut Terminal) {
    focus(screen, "C.B.");
    screen.press("w1<enter><enter>");
    screen.see("on hold until 20:44");
}

fn passed_to_court(screen: &mut Terminal) {
    open_page(screen, "B.A.");
    screen.press(".");
    screen.see("pass on");
    screen.press("f");
    screen.see("Pass on B.A.");
    screen.press("12Court team<enter>on paper with the escort<enter>");
    screen.see("Saved");
    screen.press("<esc>");
    back_to_the_board(screen);
}

/// A note that stood on paper while the program was not to be had.
fn entered_late(screen: &mut Terminal) {
    open_page(screen, "R.T.");
    screen.press("j");
    screen.see("Note on R.T.");
    screen.press("Calm, asked for water<tab>seen by me<ctrl-o>");
    screen.see("Happened at");
    screen.press("-30<ctrl-s>");
    screen.see("Saved");
    screen.press("<end>");
    screen.see("[entered 19:44]");
    back_to_the_board(screen);
}

/// What was shown follows from the journal: every projection is folded anew and compared, and a desk
/// opened afterwards shows the same board.
fn replays(store: &Path) {
    let shown = board(store);
    let rows: Vec<&Json> =
        ["waiting", "to_do"].iter().flat_map(|part| shown[*part].as_array().unwrap()).collect();
    assert_eq!(rows.len(), 20, "{shown:#}");
    let row = |initials: &str| *rows.iter().find(|row| row["initials"] == initials).unwrap();
    assert_eq!(row("C.B.")["code"], "HD");
    assert_eq!(row("N.M.")["code"], "WT");
    assert_eq!(row("B.A.")["code"], "TR");
    assert_eq!(row("D.C.")["tier"], 1, "a child of fifteen");
    let desk = desk(store);
    let faults: Vec<_> = desk.prove().into_iter().filter(|finding| finding.fault.is_some()).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let again: Vec<String> = desk.board().unwrap().rows.iter().map(|row| row.reference.clone()).collect();
    let mut numbered: Vec<(u64, &str)> =
        rows.iter().map(|row| (row["number"].as_u64().unwrap(), row["id"].as_str().unwrap())).collect();
    numbered.sort_unstable();
    assert_eq!(again, numbered.iter().map(|(_, id)| *id).collect::<Vec<_>>());
}
