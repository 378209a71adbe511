//! The tour of the demo, walked by keys.

use super::*;
use crate::tui::widgets::testing::sweep;

/// What ends each step, in order; what follows the last is said as a message.
const WALK: [(&str, &str); 10] = [
    ("<down>", "TOUR 1 of 10"),
    ("<up><enter>", "TOUR 2 of 10"),
    ("<esc>", "TOUR 3 of 10"),
    ("<home>s11", "TOUR 4 of 10"),
    ("<esc>", "TOUR 5 of 10"),
    ("<down>w1+20<enter><enter>", "TOUR 6 of 10"),
    ("<ctrl-z>1<enter>", "TOUR 7 of 10"),
    ("h", "TOUR 8 of 10"),
    ("?<esc>", "TOUR 9 of 10"),
    ("<ctrl-l>demo<enter>", "TOUR 10 of 10"),
];

fn on_the_board() -> Hands {
    let mut hands = Hands::at_the_door();
    hands.app.hear(&Input::Resize(80, 24));
    hands.press("1demo<enter>");
    hands
}

#[test]
fn the_tour_is_walked_by_doing_what_it_says() {
    let mut hands = on_the_board();
    hands.press("*");
    for (keys, step) in WALK {
        hands.sees(step);
        hands.press(keys);
        assert!(!hands.shot(80, 24).contains(step), "{keys} ends {step}:\n{}", hands.shot(80, 24));
    }
    hands.sees("That was the tour.");
    hands.press("<esc><home>");
    let shot = hands.shot(80, 24);
    assert!(shot.lines().last().unwrap().starts_with("Enter open"), "its strip is gone:\n{shot}");
    assert!(shot.contains("draft 10/34") && shot.contains("A.K. 43F BEX c02   3h05 INT 19:40"), "{shot}");
}

#[test]
fn a_step_is_passed_over_by_its_key_and_left_by_pressing_it_twice() {
    let mut hands = on_the_board();
    hands.press("*<home>*");
    hands.sees("TOUR 2 of 10");
    hands.press("*");
    hands.sees("The tour is left");
    assert!(!hands.shot(80, 24).contains("TOUR"));
    hands.press("*");
    hands.sees("TOUR 1 of 10");
}

#[test]
fn every_step_stands_whole_in_its_strip_and_fits_the_smallest_screen_as_a_message() {
    let mut hands = on_the_board();
    hands.press("*");
    for number in 1..=10 {
        for columns in [60, 80, 120] {
            let shot = hands.shot(columns, 24);
            let strip: Vec<&str> = shot.lines().skip(22).collect();
            assert!(strip.concat().trim_end().ends_with('.'), "step {number} at {columns}:\n{shot}");
        }
        hands.app.hear(&Input::Resize(60, 12));
        sweep(|columns, rows| hands.shot(columns, rows));
        hands.app.hear(&Input::Resize(80, 24));
        hands.press("<home>*");
    }
}

#[test]
fn where_there_is_no_room_for_a_strip_the_step_is_a_message() {
    let mut hands = Hands::at_the_door();
    hands.app.hear(&Input::Resize(60, 12));
    hands.press("1demo<enter>*");
    let shot = hands.shot(60, 12);
    assert!(shot.contains("TOUR 1 of 10: The first row"), "{shot}");
    hands.press("<down>");
    let shot = hands.shot(60, 12);
    assert!(shot.contains("TOUR 2 of 10: "), "{shot}");
}

#[test]
fn the_tour_is_spoken_of_once_and_only_where_it_is_offered() {
    let mut hands = Hands::at_the_door();
    hands.press("1demo<enter>");
    assert!(!hands.shot(80, 24).contains("New here?"));
    let mut hands = Hands::at_the_door();
    hands.app = hands.app.offering_tour(true);
    hands.press("1demo<enter>");
    hands.sees("New here? * on the board begins a tour of ten steps.");
    hands.press("<ctrl-l>demo<enter>");
    assert!(!hands.shot(80, 24).contains("New here?"));
}
