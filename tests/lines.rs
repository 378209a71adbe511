//! Line mode: the main job of a shift with `TERM=dumb` in a pseudo-terminal, and from a script.

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

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::{Desk, Door};
use terminal::{Terminal, demo};

const NOW: &str = "2026-11-23T19:44:00Z";

fn evening() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    demo(&store, NOW);
    (folder, store)
}

fn desk(store: &Path) -> Desk {
    let door = Door::of(store, Some(NOW)).unwrap();
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

/// Waits for the prompt that ends so, and types a line.
fn answer(line: &mut Terminal, prompt: &str, typed: &str) {
    line.see(prompt);
    line.press(&format!("{typed}<enter>"));
}

/// The number of R.Q.'s row on the board printed last.
fn row_of(text: &str, initials: &str) -> String {
    let numbers =
        text.lines().rev().filter(|line| line.contains(&format!(" {initials} "))).filter_map(|row| {
            let first = row.trim_start_matches(['>', '!', ' ']).split_whitespace().next()?;
            first.parse::<usize>().ok()
        });
    numbers.map(|number| number.to_string()).next().unwrap()
}

#[test]
fn a_shift_is_worked_in_lines_on_a_dumb_terminal() {
    let (_folder, store) = evening();
    let variables = [("LIAISON_NOW", NOW), ("TERM", "dumb")];
    // High enough that nothing of the shift scrolls away.
    let mut line = Terminal::start_sized(&["--data", store.to_str().unwrap()], &variables, 120, 900);
    answer(&mut line, "Who> ", "1");
    answer(&mut line, "Passphrase> ", "demo");
    // The board: who is next, why, the clock, the gap.
    for words in ["J.D. 16M BRO c07", "T0 Thoughts of killing", "GAP 2h16 NOW", "LATE 0h04"] {
        line.see(words);
    }
    answer(&mut line, "The board> ", "new referral");
    for (prompt, typed) in [
        ("Source> ", "1"),
        ("Told by> ", "Sgt Patel 4411"),
        ("Surname> ", "Quill"),
        ("Given names> ", "Rosa"),
        ("Age or birth> ", "31"),
        ("Sex> ", "2"),
        ("Cell or room> ", "c12"),
        ("Main reason> ", "1"),
        ("Priority> ", "urgent"),
        ("Legal position> ", "arrested"),
        ("Relevant time> ", "1830"),
        ("Detention auth.> ", "1850"),
        ("Known risk> ", "/save"),
    ] {
        answer(&mut line, prompt, typed);
    }
    line.see("R.Q. 31F BRO c12 is on the board as BRO-26-");
    line.see("R.Q. 31F BRO c12. T");
    let row = row_of(&line.text(), "R.Q.");
    // Go to see her: consent, then a form; the flag is said when the answer is given.
    line.press(&format!("{row} screen<enter>"));
    line.see("CARD See R.Q.");
    answer(&mut line, "1 of ", "1");
    answer(&mut line, "2 of ", "1");
    line.press("/save<enter>");
    answer(&mut line, "The choice of forms> ", "find");
    answer(&mut line, "while finding one> ", "asq");
    line.see("1 of 1 found");
    line.press("<enter>");
    line.see("In the past few weeks, have you wished you were dead?");
    // Two answers at once would answer the next question unheard.
    // A bare mark of a command lists what there is, and does nothing.
    answer(&mut line, "Answer> ", "/");
    line.see("Ctrl-Z    take back: Takes back what you did last");
    answer(&mut line, "Answer> ", "1 2");
    line.see("This question takes one answer");
    line.press("1<enter>");
    line.see("RED FLAG, not told yet");
    // Called away: locked and back, the form stands where it was.
    line.press("/lock<enter>");
    answer(&mut line, "Passphrase> ", "demo");
    for _ in 0..4 {
        line.press("2<enter>");
    }
    line.see("REVIEW.");
    line.press("<enter>");
    line.see("finished");
    line.press("esc<enter>");
    // Told by voice and written down, the flag rests. The board was printed anew, in its new order.
    line.see("FLAGS 2");
    line.see("2 R.Q. 31F BRO c12. T");
    let row = row_of(&line.text(), "R.Q.");
    line.press(&format!("{row} inform<enter>"));
    line.see("Red flag of R.Q.");
    line.press("Sgt Patel<enter>1<enter>/save<enter>");
    line.see("the red flag rests");
    let held = row_of(&line.text(), "R.T.");
    line.press(&format!("{held} hold<enter>"));
    line.see("Why not now> ");
    line.press("1<enter><enter>/save<enter>");
    line.see("on hold until 20:44");
    line.press("handover<enter>");
    line.see("SHIFT HANDOVER");
    line.see("R.Q.");
    line.press("esc<enter>lock<enter>");
    line.see("Passphrase> ");
    line.kill();
    let board = desk(&store).board().unwrap();
    let quill = board.rows.iter().find(|row| row.initials == "R.Q.").unwrap();
    assert!(!quill.open_flag, "the flag was told");
}

#[test]
fn a_script_does_the_same_and_the_end_of_its_lines_locks() {
    let (_folder, store) = evening();
    let mut child = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["--line", "--data", store.to_str().unwrap()])
        .env("LIAISON_NOW", NOW)
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let script = "1\nwrong\ndemo\nzebra\nhelp\nhelp rota\nhelp rotta\nhold\n/help hold\n/leave\n6 hold\n99\n1\n\n/save\n";
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.status.success());
    for words in [
        "!! ",
        "\"zebra\" is no command here",
        "  rota       The rota: who works where",
        "   !!7h00     nobody for seven core hours",
        "Did you mean rota?",
        "CARD Hold J.D.",
        "On hold: when somebody cannot or will not be seen now",
        "\"99\" is none of these: type a number from 1 to",
        "on hold until 20:44",
    ] {
        assert!(told.contains(words), "no {words:?} in:\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "an escape sequence in:\n{told}");
    let board = desk(&store).board().unwrap();
    assert!(board.rows.iter().any(|row| row.initials == "R.T." && row.state == "intoxicated"), "{board:#?}");
}
