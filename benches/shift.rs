//! The figures of a shift: start to first frame, key to frame, answer to saved.
//!
//! `cargo bench` prints them; those of a store at its size are in `board`. Nothing here decides a
//! test: machines differ, so each figure that can be is a ratio within one run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "../tests/stories/terminal.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod terminal;

use std::path::Path;
use std::time::{Duration, Instant};

use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::seeing::Seeing;
use liaison::desk::{Desk, Door, demo};
use liaison::domain::answer::{Answer, Value};
use liaison::tui::app::App;
use liaison::tui::input::{Input, keys};
use liaison::tui::theme::{Borders, Look, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const THEME: Theme = Theme { look: Look::Colour, borders: Borders::Unicode };

fn main() {
    // `cargo test --benches` runs this too: it does nothing then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let small = folder.path().join("small");
    drop(demo::create(&small, chrono::Utc::now(), 0, 1).unwrap());
    start_to_first_frame(&small);
    key_to_frame(&small);
    a_whole_shift(folder.path());
    answer_to_saved(&small);
}

fn start_to_first_frame(store: &Path) {
    let mut times = Vec::new();
    for _ in 0..40 {
        let began = Instant::now();
        let shown = terminal::Terminal::start(&["--data", store.to_str().unwrap()], &[]);
        while !shown.bytes().windows(10).any(|text| text == b"Passphrase") {
            std::thread::sleep(Duration::from_micros(200));
        }
        times.push(began.elapsed());
        shown.kill();
    }
    print("start to sign-in screen, whole process", &mut times);
}

fn key_to_frame(store: &Path) {
    let mut app = App::at_door(Door::of(store, None).unwrap(), THEME);
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    for key in keys("1demo<enter>").unwrap() {
        app.hear(&Input::Key(key));
    }
    let mut times = Vec::new();
    // Movement on the board, a person's page, help, a card filled in and left, referrals, a filter.
    let walk = "<down><down><up>?<esc><enter><down><down><up><esc>n1Sgt Patel<enter>Doe<enter>Jo<enter>34<enter>1c01\
                <esc><esc>o<esc>t<esc>0<pgdn><pgup>w<esc>";
    for _ in 0..40 {
        for key in keys(walk).unwrap() {
            let began = Instant::now();
            app.hear(&Input::Key(key));
            terminal.draw(|frame| app.view(frame)).unwrap();
            times.push(began.elapsed());
        }
    }
    print("key to frame (opening a page is journalled first, its commit included)", &mut times);
}

/// A shift from sign-in to sign-out. A key that wrote to the store is counted apart: its commit waits for
/// the disk.
fn a_whole_shift(folder: &Path) {
    const SHIFT: &[&str] = &[
        "1demo<enter>",
        "n1Sgt Patel<enter>Quill<enter>Rosa<enter>31<enter>2c12<enter>1311830<enter>1850<ctrl-s>",
        "<down><down><up>?<pgdn><esc>:hold<esc>/qui<esc>!<down><esc>",
        "<home><down><enter><down><down><up><pgdn>.<down><down><esc><esc>",
        "<end>s/phq-9<enter>000000000<enter><esc><esc>",
        "<home>iSgt Patel<enter>1<enter>",
        "<down><down><down>w1<enter><enter>",
        "r<right><right><enter><down><esc>g<down><enter><esc><esc><esc>",
        "h<pgdn>a<pgdn>s<enter><enter><esc><esc>",
        "ftffff<esc>0c14<enter>2<enter>mThe printer is out of ink<ctrl-s>",
        "l",
    ];
    let (mut quick, mut kept) = (Vec::new(), Vec::new());
    for round in 0..8 {
        let store = folder.join(format!("shift{round}"));
        drop(demo::create(&store, chrono::Utc::now(), 0, 1).unwrap());
        let mut app = App::at_door(Door::of(&store, None).unwrap(), THEME);
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let log = || {
            let found = std::fs::metadata(store.join("liaison.db-wal")).ok();
            found.map(|found| (found.len(), found.modified().unwrap()))
        };
        for (place, part) in SHIFT.iter().enumerate() {
            for key in keys(part).unwrap() {
                let before = log();
                let began = Instant::now();
                app.hear(&Input::Key(key));
                terminal.draw(|frame| app.view(frame)).unwrap();
                let took = began.elapsed();
                // Signing in and locking take their time by design.
                if place > 0 && place + 1 < SHIFT.len() {
                    if log() == before { quick.push(took) } else { kept.push(took) }
                }
            }
        }
    }
    print("key to frame over a whole shift, commits aside", &mut quick);
    print("  keys that wrote to the store, their commits included", &mut kept);
}

fn signed_in(store: &Path) -> Desk {
    let door = Door::of(store, None).unwrap();
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

fn answer_to_saved(store: &Path) {
    let mut desk = signed_in(store);
    let waiting = desk.board().unwrap().rows.iter().find(|row| row.initials == "R.T.").unwrap().id;
    desk.go_and_see(waiting, &Seeing::at("cell"), "given", "").unwrap();
    let mut open = desk.begin_screening(waiting, "gad7").unwrap();
    let folder = tempfile::tempdir_in(store).unwrap();
    let bare = rusqlite::Connection::open(folder.path().join("bare.db")).unwrap();
    bare.execute_batch(
        "PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"; \
         PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)",
    )
    .unwrap();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..1500 {
        let code = ["not_at_all", "several_days", "more_than_half"][round % 3];
        let answer = Answer::given(Value::Choice(code.to_owned()));
        let question = format!("q{}", 1 + round % 7);
        let began = Instant::now();
        let answered = desk.answer(&open, &question, &answer).unwrap();
        ours.push(began.elapsed());
        open.sheet = answered.sheet;
        let began = Instant::now();
        bare.execute("INSERT INTO t (body) VALUES (?1)", ["an answer of about this length, as stored"])
            .unwrap();
        theirs.push(began.elapsed());
    }
    let ratio = median(&mut ours).as_secs_f64() / median(&mut theirs).as_secs_f64();
    print("answer to saved", &mut ours);
    print("  a bare one-row commit of the same engine", &mut theirs);
    println!("  ratio of the medians {ratio:.2}");
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn print(what: &str, times: &mut [Duration]) {
    let middle = median(times);
    let last = times[(times.len() * 99 / 100).min(times.len() - 1)];
    let show = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1000.0);
    let worst = times[times.len() - 1];
    println!(
        "{what}: median {}, p99 {}, worst {}, of {}",
        show(middle),
        show(last),
        show(worst),
        times.len()
    );
}
