//! Trial 1: the real program is killed at a random moment while a form is filled in.
//!
//! What counts as called saved is what its screen drew: "Answered n of". Every round goes on with
//! the draft of the round before, so each also shows that the form resumes where it was left.

use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::store::{self, Dice, NOW, QUESTIONS};
use super::table::Trial;
use super::terminal::Terminal;

/// Answers typed in one round at most.
const TYPED: usize = 6;

/// What became of all rounds.
#[derive(Default)]
struct Tally {
    called_saved: usize,
    stored: usize,
    losses: usize,
    slowest: Duration,
    faults: Vec<String>,
}

impl Tally {
    fn lost(&mut self, count: usize, why: String) {
        self.losses += count;
        self.faults.push(why);
    }
}

/// Kills the program so many times.
pub fn run(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let mut tally = Tally::default();
    let mut answers: Vec<usize> = Vec::new();
    let (mut dir, mut stores) = (folder.path().join("0"), 0);
    for round in 0..count {
        if round == 0 || answers.len() + TYPED >= QUESTIONS || !tally.faults.is_empty() && answers.is_empty()
        {
            stores += 1;
            dir = folder.path().join(stores.to_string());
            store::make(&dir);
            answers.clear();
        }
        kill_once(&dir, round, &mut answers, &mut tally);
    }
    let Tally { called_saved, stored, losses, slowest, faults } = tally;
    let note = format!(
        "{called_saved} answers called saved, {stored} stored, in {stores} stores; opened again in {} ms at most {}",
        slowest.as_millis(),
        faults.join("; ")
    );
    Trial { name: "kill -9 during entry", count, losses, note }
}

/// One round; `answers` are those given so far and then those found.
fn kill_once(dir: &Path, round: usize, answers: &mut Vec<usize>, tally: &mut Tally) {
    let mut dice = Dice::new(round as u64);
    let mut screen = Terminal::start(&["--data", dir.to_str().unwrap()], &[("LIAISON_NOW", NOW)]);
    screen.see("Passphrase");
    let mut typed = Vec::new();
    if dice.roll(10) == 0 {
        // While it opens the store.
        screen.press("demo<enter>");
        sleep(Duration::from_micros(dice.roll(400_000) as u64));
    } else {
        screen.press("demo<enter>");
        screen.see("R.Q.");
        screen.press("s");
        screen.see("FORMS");
        screen.press("/trial<enter>");
        let resumed = format!("Answered {} of", answers.len());
        let question = format!("Question {}?", answers.len() + 1);
        for wanted in [&resumed, &question] {
            if !screen.see_within(wanted, Duration::from_secs(20)) {
                tally.lost(1, format!("round {round}: never saw {wanted:?} on:\n{}", screen.text()));
            }
        }
        typed = (0..=dice.roll(TYPED)).map(|_| dice.roll(4) + 1).collect();
        for digit in &typed {
            screen.press(&digit.to_string());
            sleep(Duration::from_micros(dice.roll(30_000) as u64));
        }
        sleep(Duration::from_micros(dice.roll(60_000) as u64));
    }
    let shown = killed(screen).max(if typed.is_empty() { answers.len() } else { 0 });
    let began = Instant::now();
    let opened = store::try_open(dir);
    tally.slowest = tally.slowest.max(began.elapsed());
    if let Err(why) = opened.map(drop) {
        tally.lost(1, format!("round {round}: does not open: {why}"));
        answers.clear();
        return;
    }
    let found = store::answers(&store::journal(dir).unwrap());
    let wanted: Vec<usize> = answers.iter().chain(&typed).copied().collect();
    if found.len() < shown.max(answers.len()) {
        let missing = shown.max(answers.len()) - found.len();
        tally.lost(missing, format!("round {round}: {shown} called saved, {} stored", found.len()));
    }
    let asked: Vec<(String, String)> =
        wanted.iter().enumerate().map(|(at, code)| (format!("q{}", at + 1), code.to_string())).collect();
    if asked.get(..found.len()) != Some(&found) {
        tally.lost(1, format!("round {round}: other answers than those typed, or one twice: {found:?}"));
    }
    tally.called_saved += shown.saturating_sub(answers.len());
    tally.stored += found.len().saturating_sub(answers.len());
    *answers = found.iter().map(|(_, code)| code.parse().unwrap()).collect();
}

/// Kills the program and gives what the last screen that it drew called answered.
fn killed(mut screen: Terminal) -> usize {
    let text = screen.end_with_kill();
    let after = text.split("Answered ").nth(1).unwrap_or("0");
    after.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}
