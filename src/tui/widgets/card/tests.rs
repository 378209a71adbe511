use chrono::NaiveDate;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::super::age::AgeOrBirth;
use super::super::testing::{ASCII, MONO, drawn, sweep};
use super::super::when::Bias;
use super::*;
use crate::tui::input::keys;

/// Monday 23 November 2026, 19:44.
fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(19, 44, 0).unwrap()
}

fn options(labels: &[&str]) -> Vec<ChoiceOption> {
    labels.iter().map(|label| ChoiceOption::new(label.to_lowercase(), *label)).collect()
}

/// Types the story and returns what the last key did.
fn play(card: &mut Card, story: &str) -> CardOutcome {
    let pressed = keys(story).unwrap();
    pressed.into_iter().map(|key| card.update(&Input::Key(key), now())).last().unwrap()
}

fn referral() -> Card {
    let sites = options(&["Bromley custody", "Bexleyheath custody", "Bromley court"]);
    let sources = options(&[
        "Custody sergeant",
        "Custody HCP",
        "Arresting officer",
        "Court staff",
        "Probation",
        "Solicitor",
        "Family",
        "Self",
        "Our own check of the custody list",
        "Street triage",
        "Youth justice",
    ]);
    Card::new("NEW REFERRAL", "Records who was referred, by whom and why.", now())
        .with(Field::text("surname", "Surname").required().help("As on the custody record."))
        .with(Field::text("forename", "Forename").required())
        .with(Field::age_or_birth("age", "Age or birth").required())
        .with(Field::choice("gender", "Gender", options(&["Female", "Male", "Other", "Not said"])))
        .with(Field::choice("site", "Site", sites).required().default("bromley custody"))
        .with(Field::text("cell", "Cell"))
        .with(Field::text("custody_no", "Custody number"))
        .with(Field::choice("source", "Referred by", sources).required().help("Who asked us to see them."))
        .with(Field::when("at", "Referred at", Bias::Past, Blank::Now))
        .with(Field::when("interview", "Interview at", Bias::Future, Blank::Nothing))
        .with(Field::yes_no("child", "Under 18"))
        .with(Field::number("marks", "Warning marks", 0..=20))
        .with(Field::long_text("why", "Reason").required())
}

fn two_fields() -> Card {
    Card::new("HOLD", "", now())
        .with(Field::choice("why", "Reason", options(&["Asleep", "With solicitor"])).required())
        .with(Field::when("again", "Check again", Bias::Future, Blank::Nothing).required().default("+60"))
}

#[test]
fn a_hold_with_a_check_time_takes_two_keys_in_the_card() {
    let mut card = two_fields();
    assert_eq!(play(&mut card, "2<enter>"), CardOutcome::Submit);
    assert_eq!(card.choice("why"), Some("with solicitor"));
    assert_eq!(card.when("again").unwrap().to_string(), "2026-11-23 20:44:00");
}

#[test]
fn nothing_is_picked_beforehand_and_a_digit_picks_and_goes_on() {
    let mut card = two_fields();
    assert_eq!(card.choice("why"), None);
    play(&mut card, "1");
    assert_eq!((card.choice("why"), card.focused()), (Some("asleep"), Some("again")));
}

#[test]
fn arrows_pick_an_option_and_enter_goes_on() {
    let mut card = two_fields();
    play(&mut card, "<down><down><down>");
    assert_eq!((card.choice("why"), card.focused()), (Some("with solicitor"), Some("why")));
    play(&mut card, "<up><enter>");
    assert_eq!((card.choice("why"), card.focused()), (Some("asleep"), Some("again")));
}

#[test]
fn the_tenth_option_has_a_letter_and_yes_is_y_or_1() {
    let mut card = referral();
    card.focus_on("source");
    play(&mut card, "B");
    assert_eq!(card.choice("source"), Some("youth justice"));
    card.focus_on("child");
    play(&mut card, "y");
    assert_eq!(card.yes("child"), Some(true));
    card.focus_on("child");
    play(&mut card, "2");
    assert_eq!(card.yes("child"), Some(false));
    card.focus_on("child");
    play(&mut card, "<backspace>");
    assert_eq!(card.yes("child"), None);
}

#[test]
fn saving_names_every_missing_and_unclear_field_and_goes_to_the_first() {
    let mut card = referral();
    card.focus_on("at");
    assert_eq!(play(&mut card, "25:99<ctrl-s>"), CardOutcome::Stay);
    assert_eq!(card.focused(), Some("surname"));
    assert_eq!(
        card.message().unwrap().text,
        "Missing: Surname, Forename, Age or birth, Referred by, Reason. \
         Referred at: write 19:40, +30, -15, y19:40, Sat 21:05 or 21/11 21:05."
    );
    play(&mut card, "Okafor<enter>");
    assert!(card.message().unwrap().text.starts_with("Missing: Forename, Age"));
}

#[test]
fn a_whole_referral_is_typed_with_fourteen_keys_beside_its_text() {
    let mut card = referral();
    let story = "Doe<enter>Jo<enter>16<enter>2<enter>c07<enter><enter>1<enter><enter>y<enter>";
    play(&mut card, story);
    assert_eq!(card.focused(), Some("why"));
    assert_eq!(play(&mut card, "Said he wants to die<ctrl-s>"), CardOutcome::Submit);
    let pressed = keys(&(story.to_owned() + "<ctrl-s>")).unwrap().len();
    let typed = "DoeJo16c07".len();
    assert!(pressed - typed <= 14, "{} keys", pressed - typed);
    assert_eq!((card.text("surname"), card.text("cell")), ("Doe".into(), "c07".into()));
    assert_eq!(card.age("age"), Some(AgeOrBirth::Age(16)));
    assert_eq!((card.choice("gender"), card.choice("site")), (Some("male"), Some("bromley custody")));
    assert_eq!((card.when("at"), card.when("interview")), (Some(now()), None));
    assert_eq!((card.yes("child"), card.number("marks")), (Some(true), None));
}

#[test]
fn enter_on_an_empty_line_of_a_long_text_goes_on_and_leaves_no_blank_behind() {
    let mut card = Card::new("TASK", "", now()).with(Field::long_text("note", "Note").required());
    assert_eq!(play(&mut card, "ring CAMHS<enter>then the AA<enter><enter>"), CardOutcome::Submit);
    assert_eq!(card.text("note"), "ring CAMHS\nthen the AA");
}

#[test]
fn a_paste_keeps_its_lines_in_a_long_text_and_becomes_one_line_elsewhere() {
    let mut card = referral();
    card.update(&Input::Paste("Van\nder Berg\n".into()), now());
    assert_eq!((card.text("surname"), card.focused()), ("Van der Berg".into(), Some("surname")));
    card.focus_on("why");
    card.update(&Input::Paste("one\ntwo\n".into()), now());
    assert_eq!(card.text("why"), "one\ntwo");
    card.update(&Input::Paste("é".repeat(9000)), now());
    assert!(card.text("why").len() <= 10_000);
    assert!(card.message().unwrap().text.contains("only its beginning"));
}

#[test]
fn an_untouched_card_closes_at_once_and_a_touched_one_asks_first() {
    assert_eq!(play(&mut referral(), "<esc>"), CardOutcome::Cancel);
    let mut card = referral();
    assert_eq!(play(&mut card, "Doe<esc>"), CardOutcome::Stay);
    assert!(card.message().unwrap().text.starts_with("Esc again to throw this away"));
    assert_eq!(play(&mut card, "<left><esc>"), CardOutcome::Stay, "another key takes the question back");
    card.update(&Input::Tick, now());
    assert_eq!(play(&mut card, "<esc>"), CardOutcome::Cancel);
}

#[test]
fn a_refusal_keeps_what_was_typed_and_stays_until_a_key() {
    let mut card = two_fields();
    play(&mut card, "1<enter>");
    card.refuse(Some("again"), "Not saved: the disk is full. What you typed is still here.");
    card.update(&Input::Tick, now());
    assert!(card.message().unwrap().text.starts_with("Not saved"));
    assert_eq!((card.focused(), card.choice("why")), (Some("again"), Some("asleep")));
}

#[test]
fn a_secret_is_never_drawn_nor_read_as_text_and_is_gone_once_taken() {
    let mut card = Card::new("SIGN IN", "", now()).with(Field::secret("pass", "Passphrase").required());
    play(&mut card, "three words");
    let shown = drawn(80, 12, &ASCII, |pen| card.draw(pen));
    assert!(shown.contains("***********") && !shown.contains("three words"), "{shown}");
    assert_eq!(card.text("pass"), "");
    assert!(!format!("{card:?}").contains("three"));
    assert_eq!(*card.take_secret("pass"), "three words");
    assert_eq!(*card.take_secret("pass"), "");
}

#[test]
fn a_referral_card_of_thirteen_fields_fits_between_header_and_footer() {
    let mut card = referral();
    play(&mut card, "Okonkwo-Featherstonehaugh-Smythe<enter>Jo<enter>12/03/1990<enter>2");
    card.focus_on("at");
    play(&mut card, "2105");
    insta::assert_snapshot!("referral_card_time", drawn(80, 22, &MONO, |pen| card.draw(pen)));
    card.focus_on("source");
    play(&mut card, "<down><down><ctrl-s>");
    card.focus_on("source");
    insta::assert_snapshot!("referral_card_choice", drawn(80, 22, &MONO, |pen| card.draw(pen)));
    insta::assert_snapshot!("referral_card_narrow", drawn(60, 20, &ASCII, |pen| card.draw(pen)));
}

#[test]
fn the_real_cursor_stands_where_the_next_character_goes() {
    let mut card = referral();
    play(&mut card, "Okafor<left><left>");
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| card.view(frame, frame.area(), &MONO)).unwrap();
    let place = terminal.get_cursor_position().unwrap();
    assert_eq!(place.y, 3);
    let row = drawn(80, 24, &MONO, |pen| card.draw(pen));
    let line = row.lines().nth(3).unwrap();
    assert_eq!(line.chars().skip(place.x.into()).take(2).collect::<String>(), "or");
}

#[test]
fn a_long_text_marks_the_lines_it_cannot_show() {
    let mut card = Card::new("NOTE", "", now()).with(Field::long_text("note", "Note"));
    play(&mut card, "a<enter>b<enter>c<enter>d<enter>e<enter>f");
    let shown = drawn(40, 8, &ASCII, |pen| card.draw(pen));
    assert!(shown.contains('f') && shown.contains('~') && !shown.contains("  a"), "{shown}");
    play(&mut card, "<up><up><up><up><up>");
    assert_eq!(card.focused(), Some("note"));
}

#[test]
fn every_size_with_every_field_in_focus_is_borne() {
    let mut card = referral();
    play(&mut card, "日本<tab>x<tab>34<ctrl-s>");
    card.focus_on("why");
    play(&mut card, "several words that have to wrap somewhere<enter>and a second line");
    for field in 0..13 {
        card.focus = field;
        sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| card.draw(pen)));
    }
    let empty = Card::new("EMPTY", "", now());
    sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| empty.draw(pen)));
}

#[test]
fn an_option_longer_than_its_line_goes_on_in_the_next_where_there_is_room() {
    let labels = ["Somebody who asked us to see this person before", "Nobody"];
    let card = Card::new("ASK", "", now()).with(Field::choice("who", "Who", options(&labels)));
    let shown = drawn(80, 16, &MONO, |pen| card.draw(pen));
    assert!(
        shown.contains("1 Somebody who asked us to see this") && shown.contains("person before"),
        "{shown}"
    );
    assert!(!shown.contains('~') && !shown.contains('…'), "{shown}");
}
