//! The app worked by keys, drawn into plain text: budgets counted, screens kept as snapshots.

use std::path::PathBuf;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::*;
use crate::desk::demo;
use crate::tui::input::keys;
use crate::tui::theme::{Borders, Look};

mod board;
mod clock;
mod copy;
mod court;
mod figures;
mod forms;
mod gallery;
mod keys;
mod looks;
mod mended;
mod names;
mod pathway;
mod pictures;
mod receive;
mod records;
mod rota;
mod search;
mod tour;
mod trail;
mod undo;
mod wide;

const MONO: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };
const NOW: &str = "2026-11-23T19:44:00Z";

/// The app on the demo evening, and how many keys were pressed since the count began.
struct Hands {
    app: App,
    pressed: usize,
    folder: PathBuf,
    _folder: tempfile::TempDir,
}

impl Hands {
    fn at_the_door() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("demo");
        drop(demo::create(&store, NOW.parse().unwrap(), 0, 1).unwrap());
        let app = App::at_door(Door::of(&store, Some(NOW)).unwrap(), MONO);
        Self { app, pressed: 0, folder: folder.path().to_path_buf(), _folder: folder }
    }

    /// Signed in, with the focus on the row of these initials.
    fn on(initials: &str) -> Self {
        let mut hands = Self::at_the_door();
        hands.press("1demo<enter>");
        hands.focus(initials);
        hands
    }

    fn focus(&mut self, initials: &str) {
        let Some(Screen::Board(board)) = self.app.stack.last_mut() else { panic!("{}", self.shot(80, 24)) };
        let row = board.rows().iter().find(|row| row.initials == initials).unwrap().id;
        board.focus_on(row);
        self.pressed = 0;
    }

    fn press(&mut self, text: &str) {
        for key in keys(text).unwrap() {
            self.pressed += 1;
            self.app.hear(&Input::Key(key));
            self.wait_for_work();
        }
    }

    /// The loop looks after long work while nothing is typed.
    fn wait_for_work(&mut self) {
        let began = std::time::Instant::now();
        while self.app.context() == Context::Working || self.app.counted().is_some() {
            assert!(began.elapsed().as_secs() < 60, "the work does not end");
            std::thread::sleep(std::time::Duration::from_millis(5));
            self.app.tend();
        }
    }

    /// Types words, which no budget counts.
    fn words(&mut self, text: &str) {
        let before = self.pressed;
        self.press(text);
        self.pressed = before;
    }

    fn shot(&self, columns: u16, rows: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        let buffer = terminal.backend().buffer().clone();
        let line = |row: u16| (0..columns).map(|x| buffer[(x, row)].symbol()).collect::<String>();
        (0..rows).map(|row| line(row).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    fn sees(&self, text: &str) {
        let shot = self.shot(80, 24);
        assert!(shot.contains(text), "no {text:?} on:\n{shot}");
    }

    /// The passphrase shown once for a colleague.
    fn first_passphrase(&self) -> String {
        self.sees("ONE-TIME PASSPHRASE");
        let shot = self.shot(80, 24);
        let mut words = shot.split_whitespace().map(|word| word.trim_end_matches('.'));
        words.rfind(|word| word.split('-').count() == 3 && word.len() == 14).unwrap().to_owned()
    }

    fn within(&self, budget: usize) {
        assert!(
            self.pressed <= budget,
            "{} keys, {budget} allowed, on:\n{}",
            self.pressed,
            self.shot(80, 24)
        );
    }
}

#[test]
fn who_is_next_and_why_takes_no_key() {
    let hands = Hands::on("J.D.");
    hands.sees(">!!  1 J.D.");
    hands.sees("T0 Thoughts of killing or hurting themselves right now");
    hands.within(0);
}

#[test]
fn a_referral_takes_at_most_fourteen_keys_beside_its_text() {
    let mut hands = Hands::on("J.D.");
    hands.press("n1");
    for text in ["Sgt Patel", "Quill", "Rosa", "31"] {
        hands.words(text);
        hands.press("<enter>");
    }
    hands.press("2");
    hands.words("c12");
    hands.press("<enter>131");
    hands.words("1830");
    hands.press("<enter>");
    hands.words("1850");
    hands.press("<ctrl-s>");
    hands.sees("R.Q. 31F BRO c12 is on the board");
    hands.within(14);
}

#[test]
fn phq_9_takes_at_most_fourteen_keys_from_the_board_to_finished() {
    let mut hands = Hands::on("N.R.");
    hands.press("s");
    let Some(Screen::Forms(_)) = hands.app.stack.last() else { panic!("{}", hands.shot(80, 24)) };
    let list = hands.shot(80, 24);
    let line = list.lines().find(|line| line.contains("PHQ-9")).unwrap();
    let key = line.trim_start_matches(['>', ' ']).chars().next().unwrap();
    hands.press(&key.to_string());
    hands.press("000000000<enter>");
    hands.sees("PHQ-9: depression finished");
    hands.within(14);
}

#[test]
fn declining_a_whole_screening_takes_at_most_five_keys() {
    let mut hands = Hands::on("R.T.");
    hands.press("d1");
    hands.words("tired");
    hands.press("<enter>");
    hands.words("+60");
    hands.press("<enter>");
    hands.sees("try again 20:44");
    hands.within(5);
}

#[test]
fn a_hold_takes_at_most_four_keys() {
    let mut hands = Hands::on("R.T.");
    hands.press("w1<enter><enter>");
    hands.sees("on hold until 20:44");
    hands.within(4);
}

#[test]
fn telling_the_custody_sergeant_takes_at_most_four_keys_and_the_name() {
    let mut hands = Hands::on("J.D.");
    hands.press("i");
    hands.words("Sgt Patel");
    hands.press("<enter>1<enter>");
    hands.sees("the red flag rests");
    hands.within(4);
}

#[test]
fn a_suggested_onward_referral_taken_as_it_is_takes_at_most_three_keys() {
    let mut hands = Hands::on("N.R.");
    hands.press("s/phq-9<enter>3333333331<enter>");
    hands.sees("yes, refer");
    hands.pressed = 0;
    hands.press("y");
    hands.press("1<enter>");
    hands.within(3);
    hands.sees("onward referral made");
}

#[test]
fn leaving_the_suite_takes_at_most_four_keys_and_the_number() {
    let mut hands = Hands::on("J.D.");
    hands.press("a");
    hands.words("<ctrl-u>07700 900456");
    hands.press("<enter>");
    hands.words("+25");
    hands.press("<ctrl-s>");
    hands.sees("off suite, back 20:09");
    hands.within(4);
    hands.press("a");
    hands.sees("back on the suite");
}

#[test]
fn a_custody_list_check_takes_one_key_and_two_counts() {
    let mut hands = Hands::on("J.D.");
    hands.press("c");
    hands.within(1);
    hands.words("14<enter>2<enter>");
    hands.sees("14 detained, 2 picked up");
}

#[test]
fn a_handover_is_previewed_within_two_keys_and_written_within_four() {
    let mut hands = Hands::on("J.D.");
    hands.press("h");
    hands.sees("SHIFT HANDOVER");
    hands.within(2);
    // Of an unstable person without an if-then line it says so once.
    hands.press("p");
    hands.sees("is UNSTABLE and has no if-then line");
    hands.press("p");
    let file = hands.folder.join("note.txt");
    hands.words(&format!("2<enter><ctrl-u>{}", file.display()));
    hands.press("<enter>");
    hands.within(4);
    assert!(std::fs::read_to_string(file).unwrap().contains("J.D."));
}

#[test]
fn one_key_locks_and_two_let_the_next_person_in() {
    let mut hands = Hands::on("J.D.");
    hands.press("l");
    hands.within(1);
    let locked = hands.shot(80, 24);
    for secret in ["J.D.", "Dale", "BRO-26", "WAITING", "Okafor", "OKAFOR"] {
        assert!(!locked.contains(secret), "the locked screen shows {secret}:\n{locked}");
    }
    hands.pressed = 0;
    hands.press("<up>2");
    hands.words("demo");
    hands.press("<enter>");
    hands.sees("Start your shift");
    hands.within(3);
}

#[test]
fn whoever_locks_finds_their_half_filled_card_again() {
    let mut hands = Hands::on("J.D.");
    hands.press("n1Sgt Patel<enter>Quill<ctrl-l>");
    assert!(!hands.shot(80, 24).contains("Quill"));
    hands.press("demo<enter>");
    hands.sees("New referral");
    hands.sees("Quill");
}

#[test]
fn a_wrong_passphrase_says_so_and_keeps_the_door_shut() {
    let mut hands = Hands::at_the_door();
    hands.press("1wrong<enter>");
    assert!(!hands.shot(80, 24).contains("WAITING"));
    hands.sees("!!");
    hands.press("demo<enter>");
    hands.sees("WAITING");
}

#[test]
fn every_screen_at_eighty_by_twenty_four() {
    let mut hands = Hands::at_the_door();
    insta::assert_snapshot!("sign_in", hands.shot(80, 24));
    hands.press("1demo<enter>");
    insta::assert_snapshot!("board", hands.shot(80, 24));
    for (name, before, opens) in [
        ("referral", "", "n"),
        ("person", "", "<enter>"),
        ("tell", "", "i"),
        ("hold", "<down><down>", "w"),
        ("not_seen", "", "x"),
        ("set_aside", "", "d"),
        ("consent", "", "g"),
        ("task", "", "t"),
        ("off_suite", "", "a"),
        ("custody_list", "", "c"),
        ("site_note", "", "m"),
        ("add_person", "", "p"),
        ("onward", "", "o"),
        ("handover", "", "h"),
        ("end_shift", "", "e"),
        ("help", "", "?"),
        ("see", "", "s"),
    ] {
        hands.press(before);
        hands.press(opens);
        insta::assert_snapshot!(name, hands.shot(80, 24));
        hands.press("<esc>");
        hands.sees("WAITING");
    }
    hands.focus("N.R.");
    hands.press("s");
    insta::assert_snapshot!("forms", hands.shot(80, 24));
    hands.press("<esc>");
    hands.focus("J.D.");
    hands.press("<enter>");
    for (name, opens) in
        [("clock", "k"), ("left", "v"), ("close", "f"), ("note", "j"), ("if_then", "b"), ("refer", "o")]
    {
        hands.press(opens);
        insta::assert_snapshot!(name, hands.shot(80, 24));
        hands.press("<esc>");
        hands.sees("PERSON");
    }
}

#[test]
fn no_size_of_terminal_brings_a_screen_down() {
    let mut hands = Hands::on("J.D.");
    for opens in ["", "<enter>", "n", "h", "o", "?", "i"] {
        hands.press(opens);
        for columns in (1..=120).step_by(7) {
            for rows in (1..=40).step_by(3) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
        hands.press("<esc>");
    }
}

#[test]
fn the_message_of_a_refusal_says_what_to_do() {
    let mut hands = Hands::on("J.D.");
    hands.press("e1<enter>");
    hands.sees("has not been told to custody");
    hands.press("<esc><esc>");
    hands.focus("R.T.");
    hands.press("i");
    hands.sees("What custody or the court was told. No red flag is open.");
}

/// `UPDATE_README=1 cargo test readme` writes both parts anew.
#[test]
fn the_readme_shows_the_board_and_the_keys_as_they_are() {
    let hands = Hands::on("J.D.");
    let board = format!("```text\n{}\n```", hands.shot(80, 24));
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let before = std::fs::read_to_string(readme).unwrap();
    let after = between(&before, "the board in text", &board);
    let after = between(&after, "the keys, from the key table", &key_list());
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(readme, &after).unwrap();
    }
    assert_eq!(std::fs::read_to_string(readme).unwrap(), after, "run UPDATE_README=1 cargo test readme");
}

fn between(text: &str, what: &str, part: &str) -> String {
    let (begin, end) = (format!("<!-- {what}: begin -->"), format!("<!-- {what}: end -->"));
    let (head, rest) = text.split_once(&begin).unwrap();
    let (_, tail) = rest.split_once(&end).unwrap();
    format!("{head}{begin}\n{part}\n{end}{tail}")
}

fn key_list() -> String {
    use crate::tui::keymap::BINDINGS;
    let mut parts = Vec::new();
    let mut contexts: Vec<Context> = Vec::new();
    for binding in BINDINGS {
        if !contexts.contains(&binding.context) {
            contexts.push(binding.context);
        }
    }
    for context in contexts {
        let rows: Vec<String> = BINDINGS
            .iter()
            .filter(|binding| binding.context == context)
            .map(|binding| format!("| `{}` | {} |", binding.key_name(Context::List), binding.help))
            .collect();
        parts.push(format!(
            "**{}**\n\n| key | what it does |\n| --- | --- |\n{}",
            context.title(),
            rows.join("\n")
        ));
    }
    parts.join("\n\n")
}
