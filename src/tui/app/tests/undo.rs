//! What was done last, taken back by keys.

use super::*;

#[test]
fn a_hold_by_mistake_is_taken_back_by_one_key_and_a_yes() {
    let mut hands = Hands::on("A.K.");
    hands.press("w1+20<enter><enter>");
    hands.sees("Saved");
    hands.press("<ctrl-z>");
    hands.keep("take_back_hold");
    hands.press("1<enter>");
    hands.says("taken back; off hold again.");
    hands.press("<ctrl-z>");
    hands.says("What you did last is taken back already.");
}

#[test]
fn escape_leaves_what_was_done_as_it_is() {
    let mut hands = Hands::page_of("A.K.");
    hands.press("rc11<enter><ctrl-z>");
    hands.sees("Take back: A.K.");
    hands.press("<esc>");
    assert_eq!(hands.episode().place, "c11");
    hands.press("<ctrl-z>1<enter>");
    assert_eq!(hands.episode().place, "c02");
    hands.says("taken back; back in c02.");
}

#[test]
fn over_a_card_nothing_is_taken_back_and_nothing_typed_is_lost() {
    let mut hands = Hands::on("A.K.");
    hands.press("tring the GP<ctrl-z>");
    hands.says("Nothing of this is saved yet.");
    hands.sees("ring the GP");
}

#[test]
fn at_the_door_and_with_nothing_done_it_says_so() {
    let mut hands = Hands::at_the_door();
    hands.press("<ctrl-z>");
    hands.says("Nobody is signed in");
    hands.press("1demo<enter><ctrl-z>");
    hands.says("You have recorded nothing since you signed in.");
}
