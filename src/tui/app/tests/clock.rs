//! The clock card: what it offers, and which way a time typed leans.

use super::Hands;
use crate::domain::clock::ClockKind;

fn card() -> Hands {
    let mut hands = Hands::on("R.T.");
    hands.press("<enter>k");
    hands
}

#[test]
fn every_time_that_can_be_told_is_offered_in_full_by_one_key() {
    let hands = card();
    for (kind, key) in ClockKind::TOLD.iter().zip("123456789abcdef".chars()) {
        hands.sees(&format!("{key} {}", kind.words()));
    }
}

/// It is 19:44 on Monday 23 November 2026.
#[test]
fn a_planned_time_leans_forward_and_what_has_happened_leans_back() {
    for (key, typed, means) in [
        ("1", "19:50", "= Mon 23 Nov 19:50"),
        ("1", "Sat 09:05", "= Sat 28 Nov 09:05"),
        ("2", "19:50", "= Sun 22 Nov 19:50"),
        ("8", "Sat 21:05", "= Sat 21 Nov 21:05"),
    ] {
        let mut hands = card();
        hands.press(key);
        hands.press(typed);
        hands.sees(means);
    }
}

#[test]
fn a_time_typed_before_another_clock_is_chosen_is_read_anew() {
    let mut hands = card();
    hands.press("119:50<up>2");
    hands.sees("= Sun 22 Nov 19:50");
}

#[test]
fn a_review_told_by_the_card_moves_the_next_one_and_names_who_told_it() {
    let mut hands = card();
    hands.press("219:30<enter>Insp Gray<ctrl-s>");
    hands.sees("REV Tue 04:30");
    hands.sees("REV told by Insp Gray");
    hands.sees("Review done 19:30, told by Insp Gray");
}

#[test]
fn a_refused_time_stays_on_the_card_with_the_rule() {
    let mut hands = card();
    hands.press("3");
    hands.press("Sat 09:05<enter>Supt Shah<ctrl-s>");
    hands.sees("36 hours from the relevant time (PACE");
    hands.sees("Check the day and time.");
    hands.sees("Sat 09:05");
}
