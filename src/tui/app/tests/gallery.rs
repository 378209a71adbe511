//! Every screen in every look, at the three sizes that are designed for and at all others.
//!
//! `LIAISON_EVERY_SIZE=1 cargo test --lib gallery` draws each screen at each size from 1x1 to 120x40;
//! without it each screen takes every eighth size, another eighth for each screen.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::*;
use crate::desk::backup::{Kept, Rescue};
use crate::tui::keymap::{BINDINGS, help};
use crate::tui::screens::recover::{InPlaceOf, Recover};
use crate::tui::screens::rescue::RescueScreen;
use crate::tui::screens::sign_in::Knock;
use crate::tui::screens::working::{Follows, Working};

const SIZES: [(u16, u16); 3] = [(80, 24), (60, 15), (120, 40)];

/// Each screen: its name, whose row is in focus on the board, and the keys that lead to it from there.
const SCREENS: [(&str, &str, &str); 57] = [
    ("board", "J.D.", ""),
    ("board_filtered", "J.D.", "f"),
    ("board_of_a_site", "J.D.", "1"),
    ("page", "J.D.", "<enter>"),
    ("menu", "J.D.", "<enter>."),
    ("details", "J.D.", "<enter>.d"),
    ("care", "J.D.", ","),
    ("audit", "J.D.", ",a"),
    ("retention", "J.D.", ",r"),
    ("figures", "J.D.", ",fc"),
    ("figure", "J.D.", ",f<down><down><enter>"),
    ("missing", "J.D.", ",fm"),
    ("missing_whose", "J.D.", ",fmw"),
    ("card", "J.D.", "n"),
    ("card_with_faults", "J.D.", "n<ctrl-s>"),
    ("card_refused", "J.D.", "e1<enter>"),
    ("forms", "N.R.", "s"),
    ("forms_find", "N.R.", "s/au"),
    ("question", "J.D.", "s1"),
    ("question_note", "J.D.", "s1<ctrl-o>a note"),
    ("question_unable", "J.D.", "s1<ctrl-b>"),
    ("review", "J.D.", "s1<ctrl-e>"),
    ("table", "N.R.", "s/phq-9<enter>"),
    ("referrals", "J.D.", "o"),
    ("alerts", "J.D.", "!"),
    ("search", "J.D.", "/a"),
    ("court_choice", "J.D.", "v"),
    ("court_list", "J.D.", "v1"),
    ("unentered", "J.D.", "z"),
    ("copy_out", "J.D.", "<enter>z"),
    ("handover", "J.D.", "h"),
    ("handover_of_custody", "J.D.", "ha"),
    ("aloud", "J.D.", "hs"),
    ("versions", "J.D.", "hv"),
    ("sbar", "J.D.", "="),
    ("rota_week", "J.D.", "r"),
    ("rota_day", "J.D.", "r<enter>"),
    ("rota_month", "J.D.", "ro"),
    ("rota_gaps", "J.D.", "rg"),
    ("rota_candidates", "J.D.", "rg<enter>"),
    ("help", "J.D.", "?"),
    ("help_pages", "J.D.", "?<tab>"),
    ("help_page", "J.D.", "?<tab><enter>"),
    ("palette", "J.D.", ":re"),
    ("why", "A.K.", "<enter>"),
    ("reading", "N.R.", "srcovering for a colleague<enter>"),
    ("amend", "N.R.", "sre"),
    ("suggestions", "N.R.", "s/phq-9<enter>3333333331<enter>"),
    ("take_back", "R.T.", "<enter>rc10<enter><ctrl-z>"),
    ("decide_found", "J.D.", "<enter>y<backtab>"),
    ("log_activity", "J.D.", "+"),
    ("caseload", "J.D.", ",s"),
    ("caseload_people", "J.D.", ",s<enter>"),
    ("supervision", "J.D.", ",ss"),
    ("rota_changes", "J.D.", "ru"),
    ("rota_confirm", "J.D.", "rd"),
    ("tour", "J.D.", "*"),
];

fn drawn(app: &App, columns: u16, rows: u16) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    terminal.backend().buffer().clone()
}

fn text(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let line = |row: u16| (0..area.width).map(|x| buffer[(x, row)].symbol()).collect::<String>();
    (0..area.height).map(|row| line(row).trim_end().to_owned()).collect()
}

/// What the cells of a row look like, a letter each; empty where all are plain.
fn styles(buffer: &Buffer, row: u16) -> String {
    let letter = |x: u16| {
        let cell = &buffer[(x, row)];
        match (cell.fg, cell.bg) {
            (_, Color::Yellow) => 'Y',
            (Color::LightRed, _) => 'r',
            (Color::Magenta, _) => 'm',
            (Color::Green, _) => 'g',
            (Color::Cyan, _) => 'c',
            (Color::DarkGray, _) => 'd',
            _ if cell.modifier.contains(Modifier::REVERSED) => 'v',
            _ if cell.modifier.contains(Modifier::BOLD) => 'b',
            _ => ' ',
        }
    };
    (0..buffer.area.width).map(letter).collect::<String>().trim_end().to_owned()
}

/// Goes to each screen in turn, from a new evening where one changes it.
fn visit(mut see: impl FnMut(&str, &mut Hands)) {
    built(&mut see);
    let mut hands = Hands::at_the_door();
    see("sign_in", &mut hands);
    hands.press("1demo<enter>");
    for (name, initials, keys) in SCREENS {
        hands.focus(initials);
        hands.press(keys);
        see(name, &mut hands);
        for _ in 0..8 {
            hands.press("<esc>");
        }
        hands.press("0");
        assert_eq!(hands.app.context(), Context::Board, "{name} is not left by Esc:\n{}", hands.shot(80, 24));
    }
}

/// Screens that no keys lead to on a demo evening: each as it is built where it is shown.
fn built(mut see: impl FnMut(&str, &mut Hands)) {
    let (mut hands, _) = Hands::receiving();
    see("receiving", &mut hands);
    hands.press("<enter>");
    see("receiving_said_back", &mut hands);

    let mut hands = Hands::on("J.D.");
    hands.press(super::search::REFERRAL);
    hands.press(super::search::REFERRAL);
    see("same", &mut hands);

    let mut hands = Hands::with_an_older_draft();
    see("moving", &mut hands);

    let mut hands = Hands::on("J.D.");
    let groups = || vec!["7KQ2".to_owned(), "M4XD".to_owned(), "R9TB".to_owned()];
    let now = hands.app.now();
    hands.app.stack.push(Screen::Code(CodeScreen::recovery(groups(), now)));
    see("code", &mut hands);
    hands.app.stack.pop();
    hands.app.stack.push(Screen::Code(CodeScreen::first_passphrase("Amara Shah", "7kq2-m4xd-r9tb", now)));
    see("first_passphrase", &mut hands);
    hands.app.stack.pop();
    let mut working = Working::new(hands.desk(), Follows::Leaving);
    working.told(40);
    hands.app.stack.push(Screen::Working(working));
    see("working", &mut hands);
    hands.app.stack.pop();
    let service = std::sync::Arc::clone(hands.desk().service());

    let mut hands = Hands::at_the_door();
    let knock = || Knock { who: "AO".into(), passphrase: "demo".to_owned().into() };
    for (name, of) in [("one_time", InPlaceOf::OneTime), ("forgotten", InPlaceOf::Forgotten)] {
        hands.app.stack.push(Screen::Recover(Recover::new(knock(), of, now)));
        see(name, &mut hands);
        hands.app.stack.pop();
    }
    let set_up = SetUp::new(std::path::Path::new("data"), &service, now);
    hands.app.stack.push(Screen::SetUp(set_up));
    see("set_up", &mut hands);
    hands.app.stack.pop();
    for (name, copies) in [("rescue", vec![copy()]), ("rescue_without_a_copy", vec![])] {
        let rescue = Rescue {
            preserved: vec!["data/damaged-1/liaison.db".into()],
            not_preserved: None,
            copies,
            into: "data-restored".into(),
        };
        let why = "The store is damaged: page 7 does not read.".to_owned();
        hands.app.stack.push(Screen::Rescue(Box::new(RescueScreen::new(why, rescue, knock(), now))));
        see(name, &mut hands);
        hands.app.stack.pop();
    }
}

/// A copy of a store, as its own file tells of it.
fn copy() -> Kept {
    let nothing = "0".repeat(64);
    let manifest = serde_json::json!({
        "version": 1, "name": "20261123T120000Z", "made_at": "2026-11-23T12:00:00Z", "seq": 4711,
        "head": nothing, "last_at": "2026-11-23T11:59:00Z", "rows": {"episode": 312}, "files": {}, "mac": nothing,
    });
    Kept { path: "data/backups/20261123T120000Z".into(), manifest: serde_json::from_value(manifest).unwrap() }
}

fn resize(hands: &mut Hands, columns: u16, rows: u16) {
    hands.app.hear(&Input::Resize(columns, rows));
}

#[test]
fn every_screen_in_every_look_at_the_sizes_designed_for() {
    visit(|name, hands| {
        let before = hands.app.theme;
        for theme in [Theme::ALL[0], Theme::ALL[1]] {
            let mut shown = String::new();
            for (columns, rows) in SIZES {
                resize(hands, columns, rows);
                hands.app.theme = theme;
                let buffer = drawn(&hands.app, columns, rows);
                let seen = text(&buffer);
                // Lines and marks alone differ in ASCII, and each look has the same words.
                hands.app.theme = Theme { borders: Borders::Ascii, ..theme };
                let ascii = text(&drawn(&hands.app, columns, rows));
                let as_ascii = |line: &String| {
                    let line = line.replace('─', "-").replace('│', "|").replace('…', "~").replace('•', "*");
                    // A bar stands beside its number and says nothing of its own.
                    line.replace('▄', " ").trim_end().to_owned()
                };
                assert_eq!(
                    seen.iter().map(as_ascii).collect::<Vec<_>>(),
                    ascii,
                    "{name} at {columns}x{rows}"
                );
                shown += &format!("{columns}x{rows}\n");
                for (row, line) in (0..).zip(&seen) {
                    let styles = if columns == 80 { styles(&buffer, row) } else { String::new() };
                    shown += &format!("|{line}\n");
                    if !styles.is_empty() {
                        shown += &format!(":{styles}\n");
                    }
                }
            }
            insta::assert_snapshot!(format!("gallery_{name}_{}", theme.name()), shown);
        }
        hands.app.theme = before;
        resize(hands, 80, 24);
    });
}

#[test]
fn no_screen_needs_its_colours_to_be_understood() {
    // What red and magenta say is said by a sign or a word in the same row.
    let urgent = ["!!", "FLAG", "OVERDUE", "GAP", "LATE", "NOBODY", "Missing", "Not now"];
    let warn =
        ["!", "?", "GAP", "youth", "late", "Esc", "not told", "DRAFT", "draft", "overdue", "OVERDUE", "once"];
    visit(|name, hands| {
        let before = hands.app.theme;
        for (columns, rows) in SIZES {
            resize(hands, columns, rows);
            hands.app.theme = Theme { look: Look::Colour, borders: Borders::Ascii };
            let coloured = drawn(&hands.app, columns, rows);
            hands.app.theme = MONO;
            let plain = drawn(&hands.app, columns, rows);
            assert_eq!(text(&coloured), text(&plain), "{name} at {columns}x{rows}");
            let lines = text(&coloured);
            let has = |row: u16, colour: Color| {
                (0..columns).any(|x| coloured[(x, row)].fg == colour && coloured[(x, row)].symbol() != " ")
            };
            // A message may go on over several rows: its sign stands in the first.
            let says = |row: u16, colour: Color, words: &[&str]| {
                (0..=row)
                    .rev()
                    .take_while(|row| has(*row, colour))
                    .any(|row| words.iter().any(|word| lines[usize::from(row)].contains(word)))
            };
            for row in 0..rows {
                for (colour, words) in [(Color::LightRed, &urgent[..]), (Color::Magenta, &warn[..])] {
                    let line = &lines[usize::from(row)];
                    let said = !has(row, colour) || says(row, colour, words);
                    assert!(said, "{name} at {columns}x{rows}: {colour} alone says it: {line}");
                }
            }
            // In mono nothing has a colour at all.
            for cell in plain.content() {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            }
        }
        hands.app.theme = before;
        resize(hands, 80, 24);
    });
}

#[test]
fn no_screen_falls_over_at_any_size() {
    let every = std::env::var_os("LIAISON_EVERY_SIZE").is_some();
    let mut nth = 0;
    visit(|_, hands| {
        nth += 1;
        for columns in 1..=120_u16 {
            for rows in 1..=40_u16 {
                if every || (usize::from(columns) + 3 * usize::from(rows) + nth) % 8 == 0 {
                    resize(hands, columns, rows);
                    drawn(&hands.app, columns, rows);
                }
            }
        }
        resize(hands, 80, 24);
    });
}

#[test]
fn the_acts_the_palette_and_help_name_the_same_commands() {
    visit(|name, hands| {
        hands.app.help = None;
        hands.app.palette = None;
        let context = hands.app.context();
        let acts: BTreeSet<String> = help(context).map(|binding| format!("{:?}", binding.act)).collect();
        let palette = crate::tui::keymap::commands::commands(context);
        let here: BTreeSet<String> = palette
            .iter()
            .filter(|command| command.is_here())
            .map(|command| format!("{:?}", command.binding.act))
            .collect();
        assert!(acts.is_subset(&here), "{name}: not in the palette: {:?}", acts.difference(&here));
        // Help, as it is drawn, has the key and the sentence of each.
        let mut overlay = crate::tui::widgets::help::Help::new(context);
        let mut seen = String::new();
        for _ in 0..12 {
            let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 400, 24));
            let area = buffer.area;
            overlay.draw(&mut crate::tui::widgets::pen::Pen::new(&mut buffer, area, &MONO));
            seen += &text(&buffer).join("\n");
            overlay.update(Key::PageDown, (400, 24));
        }
        for binding in help(context) {
            let key = binding.key_name(context);
            assert!(
                !key.is_empty() && seen.contains(&format!("{key:<9}{}", binding.help)),
                "{name}: {:?} in help",
                binding.act
            );
        }
    });
    // Whatever has a key anywhere is found from the board.
    let all = crate::tui::keymap::commands::commands(Context::Board);
    for binding in BINDINGS {
        assert!(all.iter().any(|command| command.binding.act == binding.act), "{:?}", binding.act);
    }
}

#[test]
fn two_hundred_keys_typed_ahead_are_obeyed_in_order() {
    let mut hands = Hands::on("R.T.");
    // On hold for twenty minutes, off again, and a note, twelve times over.
    let round = |nth: usize| format!("w1+20<enter><enter>wawake<enter>jnote {nth}<tab>ward<ctrl-s>");
    hands.press("<enter>");
    let typed: String = (0..12).map(round).collect();
    let keys = keys(&typed).unwrap();
    assert!(keys.len() >= 200, "{}", keys.len());
    for key in keys {
        hands.app.hear(&Input::Key(key));
    }
    let lines = hands.lines();
    let said: Vec<&str> = lines.iter().rev().skip(1).map(|line| line.words.as_str()).collect();
    let obeyed: Vec<String> = (0..12)
        .flat_map(|nth| {
            let hold = "On hold: Too intoxicated, re-check 20:04".to_owned();
            [hold, "Off hold (awake)".to_owned(), format!("note {nth} (ward)")]
        })
        .collect();
    assert_eq!(said, obeyed);
}

#[test]
fn a_held_key_moves_and_types_but_does_nothing_else_again() {
    let mut hands = Hands::on("J.D.");
    let focused =
        |hands: &Hands| hands.shot(80, 24).lines().find(|line| line.starts_with('>')).unwrap().to_owned();
    let first = focused(&hands);
    hands.app.hear(&Input::Repeat(Key::Down));
    assert_ne!(focused(&hands), first);
    hands.app.hear(&Input::Repeat(Key::Enter));
    hands.app.hear(&Input::Repeat(Key::Char('l')));
    assert_eq!(hands.app.context(), Context::Board);
    hands.press("n1");
    hands.app.hear(&Input::Repeat(Key::Char('x')));
    hands.sees("x");
    hands.app.hear(&Input::Repeat(Key::Enter));
    let Some(Screen::Ask(ask)) = hands.app.stack.last_mut() else { panic!() };
    assert_eq!(ask.card_mut().text("told_by"), "x");
}

#[test]
fn a_command_found_by_name_is_done_and_a_look_is_kept_by_its_name() {
    let mut hands = Hands::on("R.T.");
    hands.press(":hold<enter>");
    hands.sees("Hold R.T.");
    hands.press("<esc>:triage<enter>");
    hands.sees("is done elsewhere. What can be done about a person: Enter . on the");
}
