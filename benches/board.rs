//! The figures of a store at its size: the board opened and redrawn, a person found key by key.
//!
//! `cargo bench --bench board` prints them. `LIAISON_BENCH_EPISODES` sets how many stored episodes
//! there are (30,000 unless set). `LIAISON_BENCH_STORE` names a folder for the store, which is then
//! kept and used again. Nothing here decides a test: machines differ. Of what only reads, the fastest
//! of five counts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "stored/folder.rs"]
mod stored;
#[path = "../tests/stories/terminal.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod terminal;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::{Door, demo};
use liaison::domain::referral::Birth;
use liaison::store::{Place, Store, StoreLock, Vault};
use liaison::tui::app::App;
use liaison::tui::input::{Input, keys};
use liaison::tui::theme::{Borders, Look, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const THEME: Theme = Theme { look: Look::Colour, borders: Borders::Unicode };

/// As they are typed at the desk: names, some with a second word, a reference, a date of birth.
const TYPED: [&str; 10] = [
    "smith",
    "o'brien",
    "nguyen thi",
    "lukasz",
    "khan m",
    "smith-jones",
    "al-hassan",
    "wang xiaoming",
    "BRO-26-00123",
    "02/07/1990",
];

/// People a search gives at once: more than any screen has room for.
const SHOWN: usize = 50;

fn main() {
    let Some((_kept, store)) = stored::folder() else { return };
    told(&store);
    started(&store);
    board(&store);
    search(&store);
}

fn told(store: &Path) {
    let opened = open(store);
    println!("  {:?}", opened.counts().unwrap());
    let size = std::fs::metadata(store.join("liaison.db")).unwrap().len();
    println!("  {:.0} MB on disk", Duration::from_micros(size).as_secs_f64());
}

fn open(store: &Path) -> Store {
    let place = Place::existing(store).unwrap();
    let lock = StoreLock::take(&place).unwrap();
    let vault = Vault::read(&place).unwrap();
    let key = vault.unlock(demo::SIGN_IN_NAME, DEMO_PASSPHRASE).unwrap().1.key;
    Store::open(&lock, &vault, &key).unwrap()
}

/// The whole program in a terminal of its own.
fn started(store: &Path) {
    let mut opened = Vec::new();
    let mut resident = String::new();
    for _ in 0..10 {
        let mut shown = terminal::Terminal::start(&["--data", store.to_str().unwrap()], &[]);
        shown.see("Passphrase");
        shown.press("1demo");
        let began = Instant::now();
        shown.press("<enter>");
        shown.see("WAITING");
        opened.push(began.elapsed());
        resident = memory(&shown.id().to_string());
        shown.kill();
    }
    print("passphrase entered to board, key derivation included", &mut opened);
    println!("  memory with the board open: {resident}");
}

fn board(store: &Path) {
    let mut app = App::at_door(Door::of(store, None).unwrap(), THEME);
    for key in keys("1demo<enter>").unwrap() {
        app.hear(&Input::Key(key));
    }
    let mut opened = Vec::new();
    for _ in 0..200 {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let began = Instant::now();
        app.refresh();
        terminal.draw(|frame| app.view(frame)).unwrap();
        opened.push(began.elapsed());
    }
    print("board opened: read, built and drawn for the first time", &mut opened);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut redrawn = Vec::new();
    for _ in 0..100 {
        for key in keys("<down><down><down><up><up><up>").unwrap() {
            let began = Instant::now();
            app.hear(&Input::Key(key));
            terminal.draw(|frame| app.view(frame)).unwrap();
            redrawn.push(began.elapsed());
        }
    }
    print("board redrawn after a key", &mut redrawn);
}

fn search(folder: &Path) {
    let store = open(folder);
    let mut all = Vec::new();
    for typed in TYPED {
        let ends = typed.char_indices().map(|(at, c)| at + c.len_utf8());
        let begun: Vec<&str> = ends.map(|end| typed.get(..end).unwrap()).collect();
        let mut times: Vec<Duration> = begun.iter().map(|begun| fastest(&store, begun)).collect();
        all.extend_from_slice(&times);
        let found = store.search(typed, SHOWN).unwrap().len();
        print(&format!("search key by key: {typed} ({found} found)"), &mut times);
    }
    print("search, all keys of all names", &mut all);
    let letters = ('a'..='z').chain('0'..='9');
    let few = letters.flat_map(|one| [one.to_string(), format!("{one} {one}"), format!("{one} x q")]);
    let mut few: Vec<Duration> = few.map(|typed| fastest(&store, &typed)).collect();
    print("search for one, two and three single letters", &mut few);
    alike(&store);
    println!("  memory after searching: {}", memory("self"));
}

/// The fastest of five searches, so that what other programs do meanwhile does not count.
fn fastest(store: &Store, typed: &str) -> Duration {
    fastest_of_five(|| store.search(typed, SHOWN).unwrap().len())
}

fn fastest_of_five(work: impl Fn() -> usize) -> Duration {
    let times = (0..5).map(|_| {
        let began = Instant::now();
        black_box(work());
        began.elapsed()
    });
    times.min().unwrap()
}

fn alike(store: &Store) {
    let mut times = Vec::new();
    for episode in &store.search("1", 200).unwrap() {
        let born = match episode.person().birth {
            Birth::On(born) => born,
            _ => NaiveDate::from_ymd_opt(1990, 7, 2).unwrap(),
        };
        let (number, surname) = (&episode.referral.custody_ref, &episode.person().surname);
        times.push(fastest_of_five(|| store.alike(number, surname, Some(born)).unwrap().len()));
    }
    print("looking for a second episode of a person", &mut times);
}

/// Resident memory now and at its highest, as the system tells it.
fn memory(process: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line =
        |name: &str| status.lines().find(|line| line.starts_with(name)).unwrap_or("").replace('\t', " ");
    format!("{}, {}", line("VmRSS:"), line("VmHWM:"))
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort();
    let show = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1000.0);
    println!(
        "{what}: median {}, p99 {}, worst {}, of {}",
        show(times[times.len() / 2]),
        show(times[(times.len() * 99 / 100).min(times.len() - 1)]),
        show(times[times.len() - 1]),
        times.len()
    );
}
