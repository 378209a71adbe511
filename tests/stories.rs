//! Stories: the real binary in a pseudo-terminal, worked with keys as a practitioner would.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "stories/terminal.rs"]
#[allow(dead_code, reason = "the benchmark uses the rest of it")]
mod terminal;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::{Desk, Door};
use liaison::domain::answer::Value;
use terminal::{Terminal, demo};

const NOW: &str = "2026-11-23T19:44:00Z";
const FIXED: &[(&str, &str)] = &[("LIAISON_NOW", NOW)];

/// One group of the recovery code on the screen.
fn group_of(text: &str, group: u32) -> String {
    let after = text.split(&format!(" {group}  ")).nth(1).unwrap();
    after.split_whitespace().next().unwrap().to_owned()
}

fn evening() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    demo(&store, NOW);
    (folder, store)
}

fn open(store: &Path) -> Terminal {
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], FIXED);
    screen.sign_in();
    screen
}

/// The desk behind a store that no program has open.
fn desk(store: &Path) -> Desk {
    let door = Door::of(store, Some(NOW)).unwrap();
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

/// Puts the focus on the row of these initials.
fn focus(screen: &mut Terminal, initials: &str) {
    screen.see(initials);
    let text = screen.text();
    let rows: Vec<&str> = text.lines().skip_while(|line| !line.contains("# WHO")).skip(1).collect();
    let at = |wanted: &dyn Fn(&str) -> bool| rows.iter().position(|row| wanted(row)).unwrap_or(0);
    let (from, to) = (at(&|row| row.starts_with('>')), at(&|row| row.contains(initials)));
    let key = if to > from { "<down>" } else { "<up>" };
    screen.press(&key.repeat(from.abs_diff(to)));
    let began = std::time::Instant::now();
    while !screen.text().lines().any(|line| line.starts_with('>') && line.contains(initials)) {
        assert!(began.elapsed() < Duration::from_secs(60), "no focus on {initials}:\n{}", screen.text());
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_fresh_computer_is_set_up_by_keys_alone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("data");
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], &[]);
    screen.see("Set up liaison");
    screen.press("Ada Okafor<enter>okafor<enter>2a long passphrase<enter>a long passphrase<enter>");
    screen.see("RECOVERY CODE");
    let text = screen.text();
    let eighth = group_of(&text, 8);
    let code: Vec<String> = (1..=8).map(|group| group_of(&text, group)).collect();
    screen.press("wrong<enter>");
    screen.see("That is not group 8");
    screen.press(&format!("<ctrl-u>{eighth}<enter>"));
    screen.see("Start your shift");
    screen.press("107700 900123<enter>n<ctrl-u>+8h<ctrl-s>");
    screen.see("your shift, until");
    screen.see("Nobody is on the board");
    screen.press("l");
    screen.see("Passphrase");
    assert!(!screen.text().contains("Okafor"), "the locked screen names nobody:\n{}", screen.text());
    screen.press("not my passphrase<enter>");
    screen.see("!!");
    screen.press("a long passphrase<enter>");
    screen.see("WAITING");
    // The passphrase is forgotten: the printed code lets in, once a new one is chosen.
    screen.press("l");
    screen.see("Passphrase");
    screen.press(&format!("{}<enter>", code.join(" ").to_lowercase()));
    screen.see("New passphrase for AO");
    screen.press("another passphrase<enter>another passphrase<enter>");
    screen.see("The recovery code was used");
    // It is spent: another is shown, and proved to stand on paper.
    let text = screen.text();
    let next = group_of(&text, 8);
    assert_ne!(next, eighth);
    screen.press(&format!("{next}<enter>"));
    screen.see("Nobody is on the board");
    screen.press("l");
    screen.see("Passphrase");
    screen.press("another passphrase<enter>");
    screen.see("WAITING");
    screen.press("q");
    screen.see("Passphrase");
    screen.press("<ctrl-q>");
    assert_eq!(screen.ended(), 0);
    for file in ["service.toml", "vault.json", "liaison.db"] {
        assert!(store.join(file).exists(), "{file} was not made");
    }
}

#[test]
fn a_shift_is_worked_from_referral_to_printed_handover() {
    work_a_shift(&[]);
}

#[test]
fn the_same_shift_is_worked_without_colour_on_an_old_terminal() {
    work_a_shift(&[("TERM", "vt100"), ("NO_COLOR", "1"), ("LANG", "C")]);
}

fn work_a_shift(look: &[(&str, &str)]) {
    let (_folder, store) = evening();
    let variables: Vec<(&str, &str)> = FIXED.iter().chain(look).copied().collect();
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], &variables);
    screen.sign_in();
    // A referral comes in, and stands on the board at its place at once.
    screen
        .press("n1Sgt Patel 4411<enter>Quill<enter>Rosa<enter>31<enter>2c12<enter>1311830<enter>1850<enter>");
    screen.press("<ctrl-s>");
    screen.see("is on the board as BRO-26-");
    screen.see("R.Q.");
    // Go to see her: consent, then a form, with a red flag at the key press.
    focus(&mut screen, "R.Q.");
    screen.press("s");
    screen.see("consent to be seen");
    screen.press("11<ctrl-s>");
    screen.see("FORMS");
    screen.press("/asq<enter>");
    screen.see("Answered 0 of");
    screen.press("1");
    screen.see("RED FLAG");
    // Called away: leaving and coming back resumes on the same question.
    screen.press("<esc>");
    screen.see("WAITING");
    focus(&mut screen, "R.Q.");
    screen.press("s");
    screen.see("DRAFT 1 of");
    screen.press("/asq<enter>");
    screen.see("Answered 1 of");
    screen.press("2222");
    screen.see("5 of 5");
    screen.press("<enter>");
    screen.see("finished");
    screen.see("SUGGESTED");
    screen.press("y");
    screen.see("Pending until accepted");
    screen.press("1<ctrl-s>");
    screen.see("onward referral made");
    leave_suggestions(&mut screen);
    // Told by voice and written down, the flag rests.
    focus(&mut screen, "R.Q.");
    screen.press("i");
    screen.see("Red flag of R.Q.");
    screen.press("Sgt Patel<enter>1<ctrl-s>");
    screen.see("the red flag rests");
    hold_and_away(&mut screen);
    // The handover names everybody, as previewed.
    screen.press("h");
    screen.see("HANDOVER");
    screen.press("p");
    screen.see("is UNSTABLE and has no if-then line");
    screen.press("p");
    screen.see("Print: Shift handover");
    let file = store.join("note.txt");
    screen.press(&format!("2<tab><ctrl-u>{}<ctrl-s>", file.display()));
    screen.see("Saved");
    let note = std::fs::read_to_string(&file).unwrap();
    for person in desk_rows(&mut screen, &store) {
        assert!(note.contains(&person), "{person} is missing on:\n{note}");
    }
}

fn leave_suggestions(screen: &mut Terminal) {
    if screen.text().contains("SUGGESTED") {
        screen.press("<esc>");
    }
    screen.see("WAITING");
}

fn hold_and_away(screen: &mut Terminal) {
    focus(screen, "R.T.");
    screen.press("w1<enter><enter>");
    screen.see("on hold until 20:44");
    screen.press("c15<enter>2<enter>");
    screen.see("15 detained, 2 picked up");
    screen.press("a<enter>+25<enter>front desk<enter><ctrl-s>");
    screen.see("off suite");
    screen.press("a");
    screen.see("back on the suite");
}

/// Initials and references of all on the board, read once the program has ended.
fn desk_rows(screen: &mut Terminal, store: &Path) -> Vec<String> {
    screen.see("HANDOVER");
    screen.press("<esc>");
    screen.see("WAITING");
    screen.press("q");
    screen.see("Passphrase");
    screen.press("<ctrl-q>");
    let began = std::time::Instant::now();
    loop {
        if let Ok(door) = Door::of(store, Some(NOW)) {
            let desk = door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
            let shift = desk.shift().unwrap().unwrap().sites;
            let rows = desk.board().unwrap().only(&shift).rows;
            return rows.into_iter().flat_map(|row| [row.initials, row.reference]).collect();
        }
        assert!(began.elapsed() < Duration::from_secs(10), "the program did not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_second_program_on_the_same_store_is_refused_at_once() {
    let (_folder, store) = evening();
    let screen = open(&store);
    let second =
        Command::new(env!("CARGO_BIN_EXE_liaison")).args(["board", "--data"]).arg(&store).output().unwrap();
    assert_eq!(second.status.code(), Some(75));
    assert!(String::from_utf8_lossy(&second.stderr).contains("already open"));
    screen.see("WAITING");
}

#[test]
fn a_vanished_terminal_and_a_term_signal_end_the_program_and_keep_the_draft() {
    let (_folder, store) = evening();
    let mut screen = open(&store);
    screen.press("<enter>");
    screen.see("PERSON");
    let id = screen.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(screen.ended(), 0);
    let again = open(&store);
    again.see("draft 9/34");
}

/// Set `LIAISON_KILLS=200` for the size at which a release is tried.
#[test]
fn nothing_called_saved_is_lost_when_the_program_is_killed() {
    let kills: u64 = std::env::var("LIAISON_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let (folder, base) = evening();
    let (mut acknowledged, mut stored) = (0, 0);
    for round in 0..kills {
        let store = folder.path().join(format!("round-{round}"));
        copy(&base, &store);
        let mut dice = round.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
        let mut roll = |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % sides
        };
        let typed: Vec<u64> = (0..9).map(|_| roll(4)).collect();
        let mut screen = open(&store);
        focus(&mut screen, "R.T.");
        screen.press("s");
        screen.see("consent to be seen");
        screen.press("11<ctrl-s>");
        screen.see("FORMS");
        screen.press("/phq-9<enter>");
        screen.see("Answered 0 of");
        for digit in &typed {
            screen.press(&digit.to_string());
            std::thread::sleep(Duration::from_micros(roll(3000)));
            if roll(9) == 0 {
                break;
            }
        }
        std::thread::sleep(Duration::from_micros(roll(60_000)));
        let shown = answered(&screen.text());
        screen.kill();
        let answers = stored_answers(&store);
        assert!(answers.len() >= shown, "round {round}: {shown} called saved, {} stored", answers.len());
        assert_eq!(answers, typed[..answers.len()], "round {round}: other answers than those typed");
        let mut again = open(&store);
        focus(&mut again, "R.T.");
        again.press("s");
        again.see("FORMS");
        again.press("/phq-9<enter>");
        again.see(&format!("Answered {} of", answers.len()));
        (acknowledged, stored) = (acknowledged + shown, stored + answers.len());
        again.kill();
        std::fs::remove_dir_all(&store).unwrap();
    }
    println!("{kills} kills, {acknowledged} answers called saved, {stored} stored, 0 lost");
}

fn answered(text: &str) -> usize {
    let after = text.split("Answered ").nth(1).unwrap_or("0");
    after.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The keys that gave the answers stored for R.T.'s PHQ-9, in the form's order.
fn stored_answers(store: &Path) -> Vec<u64> {
    let mut desk = desk(store);
    let id = desk.board().unwrap().rows.iter().find(|row| row.initials == "R.T.").unwrap().id;
    let draft = desk.episode(id).unwrap().drafts().next().map(|draft| draft.id);
    let Some(draft) = draft else { return Vec::new() };
    let open = desk.resume_screening(id, draft).unwrap();
    (1..=9)
        .map_while(|number| {
            let answer = open.answers().get(&format!("q{number}"))?;
            let Some(Value::Choice(code)) = answer.value() else { panic!("not a choice") };
            let question = open.form().question(&format!("q{number}")).unwrap();
            question.option(code).and_then(|option| option.key.to_digit(10)).map(u64::from)
        })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
    let status = Command::new("chmod").args(["700"]).arg(to).status().unwrap();
    assert!(status.success());
}
