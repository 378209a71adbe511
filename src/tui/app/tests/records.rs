//! What is recorded so that figures can be counted, by keys.

use super::*;
use crate::domain::event::{Found, FoundLevel};

fn found(code: &str, level: FoundLevel) -> Found {
    Found { code: code.to_owned(), level }
}

#[test]
fn a_decision_marks_what_was_found_and_the_reason_stands_there_beforehand() {
    let mut hands = Hands::page_of("N.R.");
    let reason = hands.episode().referral.reason;
    assert_eq!(hands.episode().work.decision.unwrap().what.found, [found(&reason, FoundLevel::Identified)]);
    hands.press("y14risk named, no plan<enter><tab>");
    hands.keep("decide_vulnerabilities");
    hands.press("666a<enter>");
    hands.sees("decided. Now tell custody of this risk: press i.");
    let decision = hands.episode().work.decision.unwrap().what;
    assert_eq!(
        decision.found,
        [
            found("communication", FoundLevel::Known),
            found(&reason, FoundLevel::Identified),
            found("personality_disorder", FoundLevel::Suspected)
        ]
    );
    let words = "vulnerabilities: known diagnosis: Speech, language, communication; identified: \
                 Mental health; suspected: Personality disorder";
    assert!(hands.lines().iter().any(|line| line.words.contains(words)), "{:?}", hands.lines());
    // Deciding again begins with what stands.
    hands.press("y1");
    hands.sees("1 K, 1 I, 1 S");
}

#[test]
fn the_reason_of_a_referral_is_marked_as_suspected_before_anybody_decides() {
    let mut hands = Hands::on("R.T.");
    hands.open();
    assert!(hands.episode().work.decision.is_none());
    hands.press("y");
    hands.sees("Vulnerabilities  1 suspected");
}
