use chrono::{DateTime, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::event::{Body, Event};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::{Person, Referral};

fn episode(surname: &str, given: &str, custody_ref: &str, birth: Birth) -> Episode {
    let at: DateTime<Utc> = "2026-11-21T14:07:00Z".parse().unwrap();
    let referral = Referral {
        reference: "BRO-26-00012".into(),
        person: Person { surname: surname.into(), given: given.into(), birth, sex: "U".into() },
        source: "custody".into(),
        told_by: "PS 1234".into(),
        received_at: at,
        reason: "low_mood".into(),
        details: "words about him".into(),
        priority: "3".into(),
        place: "C4".into(),
        custody_ref: custody_ref.into(),
        legal_position: "arrested".into(),
        relevant_time: None,
        authorised_at: None,
        known_risk: String::new(),
        offences: Vec::new(),
        same_person: None,
        court: None,
    };
    let event = Event {
        seq: 1,
        id: Uuid::nil(),
        at,
        entered_at: at,
        device: Uuid::nil(),
        device_seq: 1,
        actor: None,
        episode: Some(EpisodeId(Uuid::nil())),
        site: Some("BRO".into()),
        body: Body::Referred(Box::new(referral)),
    };
    Episode::begin(&event).unwrap()
}

fn named(surname: &str, given: &str) -> Episode {
    episode(surname, given, "", Birth::Unknown)
}

fn finds(typed: &str, episode: &Episode) -> bool {
    has_all(&episode.find_text(), &words(typed))
}

/// Asserts that each of these, and each beginning of it, finds the episode.
fn found_by(episode: &Episode, typed: &[&str]) {
    for typed in typed {
        let mut begun = String::new();
        for c in typed.chars() {
            begun.push(c);
            assert!(finds(&begun, episode), "{begun:?} of {typed:?} in {:?}", episode.find_text());
        }
    }
}

#[test]
fn a_name_is_found_as_it_is_spoken_of() {
    found_by(&named("O'Brien", "Siobhán Mary"), &["obrien", "O’BRIEN", "siobhan o'brien", "siobhanmary"]);
    found_by(&named("Smith-Jones", "Ann"), &["smithjones", "smith-jones", "jones ann", "Smith Jones"]);
    found_by(&named("van der Berg", "Piet"), &["vanderberg", "berg", "van der berg piet"]);
    found_by(&named("Łukasz", "Øyvind"), &["lukasz", "Łukasz", "oyvind"]);
    assert!(!finds("brienobrien", &named("O'Brien", "")));
    assert!(!finds("smith bob", &named("Smith-Jones", "Ann")));
}

#[test]
fn names_of_other_scripts_are_found_as_they_are_written() {
    found_by(&named("王", "小明"), &["王小明", "小明"]);
    found_by(&named("김", "민수"), &["김민수", "민수"]);
    found_by(&named("مُحَمَّد", "أحمد"), &["محمد", "احمد محمد"]);
    found_by(&named("Nguye\u{302}\u{303}n", "Thị"), &["nguyen thi", "NGUYỄN"]);
}

#[test]
fn a_printed_reference_is_found_whole_and_by_its_parts() {
    found_by(&named("Doe", ""), &["BRO-26-00012", "bro26", "00012", "12", "26-00012", "bro 12"]);
    assert!(!finds("BRO-26-00013", &named("Doe", "")));
    assert!(!finds("BRO-25-00012", &named("Doe", "")));
}

#[test]
fn a_custody_record_number_is_found_with_and_without_its_signs() {
    found_by(&episode("Doe", "", "26/04725", Birth::Unknown), &["26/04725", "2604725", "04725", "4725"]);
    found_by(&episode("Doe", "", "H 04725", Birth::Unknown), &["H04725", "h 4725"]);
    found_by(&episode("Doe", "", "1/04725", Birth::Unknown), &["104725", "4725"]);
    assert!(finds("1/04725", &episode("Doe", "", "1/04725", Birth::Unknown)));
}

#[test]
fn a_date_of_birth_is_found_however_it_is_written() {
    let born = Birth::On(NaiveDate::from_ymd_opt(1990, 7, 2).unwrap());
    let person = episode("Doe", "Jo", "", born);
    found_by(&person, &["1990-07-02", "02/07/1990", "02.07.90", "02071990", "doe 1990"]);
    for typed in ["2/7/1990", "2/7/90", "2/7/", "2/7/1"] {
        assert!(finds(typed, &person), "{typed}");
    }
    assert!(!finds("07/02/1990", &person));
    assert!(!finds("03/07/1990", &person));
}

#[test]
fn what_was_said_about_a_person_finds_nobody() {
    assert_eq!(named("Doe", "Jo").find_text(), "doe jo bro 26 00012 12 2600012");
}

#[test]
fn nothing_typed_is_no_word_and_a_flood_of_words_is_cut() {
    assert_eq!(words(" '\u{301}\" * ()"), Vec::<String>::new());
    assert_eq!(words("a A á"), ["a"]);
    let flood: String = (0..2_000).map(|n| format!("{}x ", "y".repeat(n % 90 + 1))).collect();
    let cut = words(&flood);
    assert_eq!(cut.len(), 16);
    assert!(cut.iter().all(|word| word.chars().count() <= 48));
}

proptest! {
    #[test]
    fn every_name_is_found_by_itself(surname in "\\PC{0,30}", given in "\\PC{0,30}") {
        let person = named(&surname, &given);
        prop_assert!(finds(&format!("{surname} {given}"), &person), "{:?}", person.find_text());
    }

    #[test]
    fn tokens_and_words_are_letters_and_digits_only(text in "\\PC{0,40}") {
        let plain = |token: &str| !token.is_empty() && token.chars().all(char::is_alphanumeric);
        prop_assert!(named(&text, &text).find_text().split(' ').all(plain));
        prop_assert!(words(&text).iter().all(|word| plain(word)));
    }
}
