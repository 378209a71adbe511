//! A court's list by keys: typed, matched, put right, stored at once.

use super::*;
use crate::domain::board::Row;

impl Hands {
    /// At the list of the first court.
    fn at_court() -> Self {
        let mut hands = Self::on("J.D.");
        hands.press("v1");
        hands.sees("COURT LIST  BMC");
        hands.pressed = 0;
        hands
    }

    fn on_list(&self) -> Vec<Row> {
        let Seat::Desk(desk) = &self.app.seat else { panic!("nobody is at the desk") };
        desk.board().unwrap().rows.into_iter().filter(|row| row.site == "BMC").collect()
    }
}

#[test]
fn the_court_is_chosen_first_where_it_is_not_plain() {
    let mut hands = Hands::on("J.D.");
    hands.press("v");
    hands.sees("Which court is the list of?");
    insta::assert_snapshot!("court_choice", hands.shot(80, 24));
    hands.press("<down><enter>");
    hands.sees("COURT LIST  XMC");
    hands.press("<esc>3v");
    hands.sees("COURT LIST  BMC");
}

#[test]
fn an_unmatched_row_takes_five_keys_beside_its_text_and_a_matched_one_two() {
    let mut hands = Hands::at_court();
    for text in ["Quill", "Rosa", "31"] {
        hands.words(text);
        hands.press("<enter>");
    }
    hands.press("f");
    hands.words("c1");
    hands.press("<down>");
    hands.within(5);
    hands.sees("1 on the list");
    hands.pressed = 0;
    hands.words("rah");
    hands.sees("1 Rahman, Nadia");
    hands.press("1<down>");
    hands.within(2);
    hands.sees("2 on the list");
    insta::assert_snapshot!("court_list", hands.shot(80, 24));
    hands.press("<ctrl-s>");
    hands.sees("2 people are on the list of BMC");
    let rows = hands.on_list();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().any(|row| row.place == "c1") && rows.iter().any(|row| row.place == "c2"), "{rows:?}");
}

#[test]
fn a_match_brings_the_custody_reference_and_the_same_person() {
    let mut hands = Hands::at_court();
    hands.press("rahman1<ctrl-s>");
    let Seat::Desk(desk) = &hands.app.seat else { panic!() };
    let here = desk.search("rahman").unwrap();
    assert_eq!(here.len(), 2);
    let court = desk.episode(here.iter().find(|one| one.site == "BMC").unwrap().episode).unwrap();
    assert_eq!(court.referral.custody_ref, "26/04710");
    assert_eq!(desk.other_episodes(court.id).unwrap().len(), 1);
    assert_eq!(court.person().birth.age(desk.now()), Some(24));
}

#[test]
fn the_hearing_told_on_the_list_runs_as_a_clock() {
    let mut hands = Hands::at_court();
    hands.press("Quill<enter><enter><enter>m3<enter>2<enter>tom 10:00<enter><ctrl-s>");
    let row = hands.on_list().remove(0);
    assert_eq!(row.next_clock.map(|due| due.at.to_rfc3339()), Some("2026-11-24T10:00:00+00:00".to_owned()));
    assert_eq!((row.place.as_str(), row.code), ("3", "ID"));
}

#[test]
fn a_row_is_changed_and_one_is_removed_before_anything_is_stored() {
    let mut hands = Hands::at_court();
    hands.press("Quill<enter><enter><enter>m<down>Reed<enter><enter><enter>f<down>");
    hands.sees("2 on the list");
    hands.press("<up><up>");
    hands.press("x");
    hands.sees("1 on the list");
    hands.press("<enter><ctrl-u>Reid<ctrl-s>");
    hands.sees("1 person is on the list");
    let Seat::Desk(desk) = &hands.app.seat else { panic!() };
    assert_eq!(desk.search("reid").unwrap().len(), 1);
    assert!(desk.search("quill").unwrap().is_empty() && desk.search("reed").unwrap().is_empty());
}

#[test]
fn a_row_without_surname_or_sex_says_so_and_keeps_what_is_typed() {
    let mut hands = Hands::at_court();
    hands.press("<down>");
    hands.sees("A row needs a surname");
    hands.press("Quill<enter>Rosa<down>");
    hands.sees("A row needs the sex");
    hands.sees("Rosa");
    hands.press("m<up><up>xx<down>");
    hands.sees("Age or birth:");
    hands.press("<ctrl-u>31<down>");
    hands.sees("1 on the list");
}

#[test]
fn what_is_typed_outlives_the_lock_and_esc_asks_before_it_is_thrown_away() {
    let mut hands = Hands::at_court();
    hands.press("Quill<enter><enter><enter>m<down>Ree<ctrl-l>");
    assert!(!hands.shot(80, 24).contains("Quill"));
    hands.press("demo<enter>");
    hands.sees("Quill");
    hands.press("<esc>");
    hands.sees("Esc again throws 2 rows away");
    hands.press("d<enter>");
    hands.sees("Reed");
    hands.press("<esc><esc>");
    hands.sees("WAITING");
    assert!(hands.on_list().is_empty());
}

#[test]
fn a_refusal_stores_no_row_and_keeps_the_list() {
    let mut hands = Hands::at_court();
    hands.press("<ctrl-s>");
    hands.sees("The list is empty");
    hands.press("Quill<enter><enter><enter>m<enter><enter>rubbish<ctrl-s>");
    hands.sees("Time:");
    hands.sees("Quill");
    assert!(hands.on_list().is_empty());
}

#[test]
fn somebody_on_the_list_who_is_known_is_asked_about_before_all_is_stored() {
    let mut hands = Hands::at_court();
    hands.press("Quill<enter>Rosa<enter>12/03/1990<enter>f<ctrl-s>");
    hands.sees("1 person is on the list");
    hands.press("3vTully<enter><enter><enter>m<down>Quill<enter>Rosa<enter>12/03/1990<enter>f<ctrl-s>");
    hands.sees("SAME PERSON?");
    assert_eq!(hands.on_list().len(), 1);
    hands.press("1");
    hands.sees("2 people are on the list");
    let Seat::Desk(desk) = &hands.app.seat else { panic!() };
    let quills = desk.search("quill").unwrap();
    assert_eq!(desk.other_episodes(quills[0].episode).unwrap().len(), 1);
}

#[test]
fn a_service_without_a_court_says_so() {
    let mut hands = Hands::at_the_door();
    let folder = hands.folder.clone();
    let file = folder.join("demo/service.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, without_courts(&text)).unwrap();
    hands.app = {
        drop(std::mem::replace(&mut hands.app.seat, Seat::Unmade));
        App::at_door(Door::of(&folder.join("demo"), Some(NOW)).unwrap(), MONO)
    };
    hands.press("1demo<enter>v");
    hands.sees("This service has no court");
}

/// The service without its courts and all that is about them: tables of the file end in an empty line.
fn without_courts(text: &str) -> String {
    let of_court = |table: &&str| {
        ["kind = \"court\"", "site = \"BMC\"", "site = \"XMC\"", "\"BMC\"]", "\"XMC\"]"]
            .iter()
            .any(|mark| table.contains(mark))
    };
    let tables = text.split("\n\n");
    tables.filter(|table| !(table.contains("[[") && of_court(table))).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn on_a_narrow_screen_the_field_in_focus_has_its_room_and_what_is_out_of_sight_is_marked() {
    let mut hands = Hands::at_court();
    let names =
        |hands: &Hands| hands.shot(60, 15).lines().find(|line| line.contains("Slot")).unwrap().to_owned();
    assert!(names(&hands).contains("Surname") && names(&hands).ends_with('~'), "{}", names(&hands));
    for _ in 0..6 {
        hands.press("<tab>");
    }
    hands.words("10:3");
    assert!(names(&hands).starts_with('~') && names(&hands).ends_with("Time"), "{}", names(&hands));
    let shot = hands.shot(60, 15);
    assert!(shot.lines().any(|line| line.starts_with('>') && line.contains("10:3")), "{shot}");
}
