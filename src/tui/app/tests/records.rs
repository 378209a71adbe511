//! What is recorded so that figures can be counted, by keys.

use super::*;
use chrono::Duration;

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

#[test]
fn advice_without_an_episode_is_logged_in_four_keys() {
    let mut hands = Hands::on("J.D.");
    hands.pressed = 0;
    hands.press("+1");
    hands.words("custody sergeant");
    hands.press("<enter>");
    hands.words("10");
    hands.press("<ctrl-s>");
    hands.within(5);
    hands.sees("logged: advice only, custody sergeant.");
    let now = hands.desk().now();
    let logged = hands.desk().activities(now - Duration::hours(1), now + Duration::hours(1)).unwrap();
    assert_eq!(logged.len(), 1);
    let one = &logged[0].activity;
    assert_eq!((one.kind.as_str(), one.minutes, one.people, one.about), ("advice", 10, 0, None));
    assert_eq!(logged[0].at, now);
    // Taken back at once, it counts no more.
    hands.press("<ctrl-z>");
    hands.sees("Logged an activity: advice");
    hands.press("1<enter>");
    let now = hands.desk().now();
    assert!(hands.desk().activities(now - Duration::hours(1), now + Duration::hours(1)).unwrap().is_empty());
}

#[test]
fn a_supervision_is_logged_for_an_earlier_day_with_its_next_date() {
    let mut hands = Hands::on("J.D.");
    hands.press("+");
    hands.keep("log_activity");
    hands.press("3Team lead<enter>60<ctrl-o>y14:00<tab><tab>21/12/2026<tab>");
    hands.keep("log_supervision");
    hands.press("2<ctrl-s>");
    hands.sees("logged: supervision, Team lead.");
    let now = hands.desk().now();
    let logged = hands.desk().activities(now - Duration::days(2), now).unwrap();
    let (one, lead) = (&logged[0].activity, hands.desk().who().id);
    assert!(one.about.is_some_and(|about| about != lead), "{one:?}");
    assert_eq!(one.next_due.map(|day| day.to_string()).as_deref(), Some("2026-12-21"));
    assert_eq!(logged[0].at.to_rfc3339(), "2026-11-22T14:00:00+00:00");
}
