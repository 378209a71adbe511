//! The search, and whether somebody new is known already, by keys.

use super::*;

/// A referral at the first site with a date of birth, saved.
pub(super) const REFERRAL: &str =
    "n1Sgt Patel<enter>Tully<enter>Rory<enter>12/03/1990<enter>1c12<enter>131<ctrl-s>";

impl Hands {
    /// The head of the journal: it changes with each entry.
    fn head(&mut self) -> String {
        self.desk().head()
    }
}

#[test]
fn a_few_letters_find_somebody_and_enter_opens_their_page() {
    let mut hands = Hands::on("J.D.");
    hands.press("/");
    hands.sees("FIND  names are shown");
    insta::assert_snapshot!("search", hands.shot(80, 24));
    hands.words("tat r");
    hands.sees("Tate, Ryan");
    hands.sees("1 found");
    hands.press("<enter>");
    hands.sees("PERSON  R.T.");
    hands.within(2);
    hands.press("<esc>");
    hands.sees("Tate, Ryan");
    hands.press("<esc>");
    hands.sees("WAITING");
}

#[test]
fn a_search_finds_the_closed_too_and_says_how_they_ended() {
    let mut hands = Hands::on("J.D.");
    hands.press("/mensah");
    hands.sees("not seen: released");
    hands.press("<ctrl-u>");
    hands.sees("open, the last worked on first");
    hands.press("zzz");
    hands.sees("Nobody is found");
    hands.press("<backspace><backspace><backspace>");
    hands.sees("Obi, Marcus");
}

#[test]
fn somebody_at_another_site_is_found_but_their_page_asks_why() {
    let mut hands = Hands::on("J.D.");
    hands.press("/karim<enter>");
    hands.sees("Why you open it");
    hands.press("<esc>");
    hands.sees("Karim, Amina");
}

#[test]
fn a_search_without_a_word_leaves_no_entry_and_typing_is_no_act() {
    let mut hands = Hands::on("J.D.");
    let before = hands.head();
    hands.press("/<down><up><esc>");
    hands.sees("WAITING");
    assert_eq!(hands.head(), before);
    hands.press("/lq!?xn");
    hands.sees("Nobody is found");
    hands.press("<esc>");
    hands.sees("WAITING");
}

#[test]
fn somebody_referred_again_is_asked_about_and_linked_by_one_key() {
    let mut hands = Hands::on("J.D.");
    hands.press(REFERRAL);
    hands.sees("R.T. 36M BRO c12 is on the board");
    hands.press(REFERRAL);
    hands.sees("SAME PERSON?");
    hands.sees("same surname and birth, these days");
    insta::assert_snapshot!("same", hands.shot(80, 24));
    hands.pressed = 0;
    hands.press("1");
    hands.within(1);
    let said = hands.shot(80, 24).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("linked to the earlier episode"), "{said}");
    let Seat::Desk(desk) = &hands.app.seat else { panic!() };
    let two = desk.search("tully").unwrap();
    assert_eq!(two.len(), 2);
    assert_eq!(desk.other_episodes(two[0].episode).unwrap()[0].id, two[1].episode);
}

#[test]
fn another_person_of_the_same_name_begins_without_a_link() {
    let mut hands = Hands::on("J.D.");
    hands.press(REFERRAL);
    hands.press(REFERRAL);
    hands.press("n");
    hands.sees("is on the board");
    let Seat::Desk(desk) = &hands.app.seat else { panic!() };
    let two = desk.search("tully").unwrap();
    assert!(desk.other_episodes(two[0].episode).unwrap().is_empty());
}

#[test]
fn the_open_episode_is_opened_in_place_of_a_second_one() {
    let mut hands = Hands::on("J.D.");
    hands.press(REFERRAL);
    hands.press(REFERRAL);
    hands.press("o");
    hands.sees("PERSON  R.T. 36M BRO c12");
    hands.press("<esc>");
    hands.sees("WAITING");
    assert_eq!(hands.desk().search("tully").unwrap().len(), 1);
}

#[test]
fn going_back_from_the_question_finds_the_card_as_it_was_filled() {
    let mut hands = Hands::on("J.D.");
    hands.press(REFERRAL);
    let before = hands.head();
    hands.press(REFERRAL);
    hands.press("<esc>");
    hands.sees("New referral");
    hands.sees("Tully");
    hands.sees("12/03/1990");
    assert_eq!(hands.head(), before);
}

#[test]
fn the_question_and_its_card_outlive_the_lock() {
    let mut hands = Hands::on("J.D.");
    hands.press(REFERRAL);
    hands.press(REFERRAL);
    hands.press("l");
    assert!(!hands.shot(80, 24).contains("Tully"));
    hands.press("demo<enter>");
    hands.sees("SAME PERSON?");
    hands.press("n");
    hands.sees("is on the board");
}

#[test]
fn the_same_detention_that_stands_on_the_board_is_opened_by_enter() {
    const DETAINED: &str = "n1Sgt Patel<enter>Tully<enter>Rory<enter>36<enter>1c12<enter>131";
    let mut hands = Hands::on("J.D.");
    hands.press(DETAINED);
    hands.words("<tab><tab><tab><tab><tab>26/04711<ctrl-s>");
    hands.sees("R.T. 36M BRO c12 is on the board");
    hands.press(DETAINED);
    hands.words("<tab><tab><tab><tab><tab>26/04711<ctrl-s>");
    hands.sees("SAME PERSON?");
    hands.sees("same custody reference; already on the board, T3, BRO.");
    hands.says("Enter opens it and begins nothing new; its number begins a second, linked episode. Nothing is stored until you choose.");
    hands.press("<enter>");
    hands.sees("PERSON  R.T. 36M BRO c12");
    assert_eq!(hands.desk().search("tully").unwrap().len(), 1);
}
