use super::*;
use crate::desk::screening::Prefilled;
use crate::domain::answer::{Decimal, Source};

/// The wide form answered up to what is named in `but`.
fn answered_but(but: &[&str]) -> Desk {
    let answers = [
        "m1=0",
        "m2=0",
        "m3=0",
        "m4=0",
        "m5=0",
        "pain=0",
        "f1=0",
        "f2=0",
        "began=0900<enter>",
        "ended=1000<enter>",
        "since=2024<enter>",
        "lasted=90<enter>",
        "units=4<enter>",
        "home=1",
        "needs=0<enter>",
        "medicines=0",
        "seen=y",
    ];
    let mut desk = Desk::with("wide");
    for entry in answers {
        let (key, story) = entry.split_once('=').unwrap();
        assert_eq!(desk.focus(), key);
        match but.contains(&key) {
            true => desk.play("<down>"),
            false => desk.play(story),
        };
    }
    desk
}

#[test]
fn a_refusing_check_is_said_at_once_and_finishing_goes_to_its_question() {
    let mut desk = answered_but(&["ended", "seen"]);
    desk.play("<ctrl-f>0800<enter>");
    assert_eq!(desk.focus(), "seen");
    desk.play("<ctrl-e>");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("!! Q10  It ended before it began."));
    desk.play("<enter>");
    assert_eq!((desk.focus().as_str(), desk.finished()), ("ended", false));
    assert!(desk.message().contains("It ended before it began. Put it right"), "{}", desk.message());
    desk.play("<ctrl-u>1100<enter><ctrl-e><enter>");
    assert!(desk.finished());
}

#[test]
fn a_warning_is_settled_by_a_note() {
    let mut desk = answered_but(&["units"]);
    desk.play("<ctrl-f>60<enter>");
    assert_eq!(desk.focus(), "END");
    desk.play("<enter>");
    assert_eq!((desk.focus().as_str(), desk.finished()), ("units", false));
    assert!(desk.message().contains("Ctrl-O note"), "{}", desk.message());
    desk.play("<ctrl-o>asked twice<enter>");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("Your note says why it stands."));
    desk.play("<ctrl-e><enter>");
    assert!(desk.finished());
}

fn offering(key: &str, value: Value, from: &str) -> Desk {
    let mut desk = Desk::with("wide");
    let offered = Prefilled { value, specified: None, from: from.to_owned(), source: Some(Source::Hcp) };
    desk.screen.open.prefills.insert(key.to_owned(), offered);
    while desk.focus() != key {
        desk.play("<down>");
    }
    desk
}

#[test]
fn a_prefilled_value_is_no_answer_until_enter_confirms_it() {
    let mut desk = offering("units", Value::Number(Decimal::whole(12)), "AUDIT, 23 Nov 19:10");
    let shown = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(shown.contains("? 12  - prefilled from AUDIT, 23 Nov 19:10: Enter confirms"), "{shown}");
    assert!(shown.contains("Answered 0 of"), "{shown}");
    desk.play("<down><up><tab><up>");
    assert!(desk.stored.is_empty());
    desk.play("<enter>");
    let answer = &desk.screen.open().answers()["units"];
    assert_eq!(answer.value(), Some(&Value::Number(Decimal::whole(12))));
    assert_eq!(answer.prefilled_from.as_deref(), Some("AUDIT, 23 Nov 19:10"));
    assert_eq!((answer.source, desk.focus().as_str()), (Some(Source::Hcp), "home"));
    desk.play("<up><ctrl-u>13<enter>");
    let answer = &desk.screen.open().answers()["units"];
    assert_eq!((&answer.prefilled_from, answer.source), (&None, None));
}

#[test]
fn what_is_typed_or_pressed_goes_before_what_is_prefilled() {
    let mut desk = offering("units", Value::Number(Decimal::whole(12)), "AUDIT");
    desk.play("5<enter>");
    assert_eq!(desk.screen.open().answers()["units"].prefilled_from, None);
    let mut desk = offering("m2", Value::Choice("some".to_owned()), "PHQ-2");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("( ) (?) ( ) ( )"));
    desk.play("3");
    assert_eq!(desk.state("m2"), Some(&given("daily")));
}

#[test]
fn a_prefilled_long_text_is_confirmed_by_enter_and_not_by_tab() {
    let screen = open_form(&form("every_kind"), &Answers::new(), None);
    let mut desk = Desk::on(screen);
    let offered =
        Prefilled { value: Value::Text("calm".into()), specified: None, from: "x".into(), source: None };
    desk.screen.open.prefills.insert("lt".to_owned(), offered);
    while desk.focus() != "lt" {
        desk.play("<down>");
    }
    desk.play("<tab>");
    assert!(desk.stored.is_empty());
    desk.play("<up><enter>");
    assert_eq!(desk.state("lt"), Some(&State::Answered { value: Value::Text("calm".into()) }));
}

#[test]
fn the_review_scrolls_and_says_where_it_is() {
    let mut desk = Desk::with("wide");
    desk.play("0d<ctrl-e>");
    let first = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(first.contains("PgDn shows more") && first.contains("Moods at least 0"), "{first}");
    assert!(first.contains("Conditions: hours since arrest 5h10"), "{first}");
    desk.play("<pgdn><pgdn><pgdn><pgdn>");
    let last = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(last.contains("Written for the tests of the screen.") && last.contains("PgUp"), "{last}");
    desk.play("<pgup>");
    assert_eq!(drawn(&desk.screen, 80, 24, &ASCII), first);
    desk.play("<pgup>");
    assert_ne!(desk.focus(), "END");
}
