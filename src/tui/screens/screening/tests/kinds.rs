use super::*;
use crate::domain::answer::PartialDate;

fn answered(desk: &Desk, key: &str) -> Value {
    desk.screen.open().answers()[key].value().unwrap().clone()
}

/// A desk with the focus on this question of the wide form.
fn at(key: &str) -> Desk {
    let mut desk = Desk::with("wide");
    while desk.focus() != key {
        assert_ne!(desk.focus(), "END", "{key}");
        desk.play("<down>");
    }
    desk
}

#[test]
fn a_digit_answers_a_row_of_a_table_and_goes_to_the_next_row() {
    let mut desk = Desk::with("wide");
    desk.play("0123d");
    assert_eq!(desk.focus(), "pain");
    assert_eq!(desk.state("m4"), Some(&given("daily")));
    assert_eq!(desk.state("m5"), Some(&State::Declined));
}

#[test]
fn a_step_of_a_scale_is_one_key_and_ten_is_t() {
    let mut desk = at("pain");
    desk.play("t07");
    assert_eq!((desk.state("pain"), desk.state("f1")), (Some(&given("10")), Some(&given("0"))));
    assert_eq!((desk.state("f2"), desk.focus().as_str()), (Some(&given("7")), "began"));
}

#[test]
fn times_partial_dates_and_lengths_are_read_back_before_they_are_stored() {
    let mut desk = at("began");
    desk.play("2130");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= 21:30. Enter stores it."));
    desk.play("<enter>now<enter>about 3/2024");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= about March 2024. Enter stores it."));
    desk.play("<enter>2d 6h");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= 2 days 6h00. Enter stores it."));
    desk.play("<enter>");
    let time = |h, m| Value::Time(chrono::NaiveTime::from_hms_opt(h, m, 0).unwrap());
    assert_eq!((answered(&desk, "began"), answered(&desk, "ended")), (time(21, 30), time(19, 52)));
    assert_eq!(answered(&desk, "since"), Value::PartialDate("2024-03~".parse::<PartialDate>().unwrap()));
    assert_eq!(answered(&desk, "lasted"), Value::Duration(54 * 60));
}

#[test]
fn what_is_stored_can_be_gone_back_to_and_changed() {
    let mut desk = at("lasted");
    desk.play("1h30<enter><up>");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("[1h 30m"));
    desk.play("<enter><up><ctrl-u>45m<enter>");
    assert_eq!(answered(&desk, "lasted"), Value::Duration(45));
}

#[test]
fn an_option_that_asks_for_words_opens_a_line_for_them() {
    let mut desk = at("home");
    desk.play("4");
    assert_eq!((desk.state("home"), desk.screen.context()), (None, Context::ScreeningAsk));
    desk.play("<enter>");
    assert!(desk.message().contains("in a few words"));
    desk.play("a boat<enter>");
    let answer = &desk.screen.open().answers()["home"];
    assert_eq!((answer.specified.as_deref(), desk.focus().as_str()), (Some("a boat"), "needs"));
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= Other: a boat"));
    desk.play("<up>1");
    assert_eq!(desk.screen.open().answers()["home"].specified, None);
}

#[test]
fn among_ticks_the_words_are_kept_until_enter_stores_all() {
    let mut desk = at("needs");
    desk.play("12shoes<enter>");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("[x] 2 Something else: shoes"));
    assert!(desk.stored.is_empty());
    desk.play("<enter>");
    assert_eq!(desk.screen.open().answers()["needs"].specified.as_deref(), Some("shoes"));
    desk.play("<up>2<enter>");
    let answer = &desk.screen.open().answers()["needs"];
    assert_eq!((answer.value(), &answer.specified), (Some(&Value::Choices(vec!["food".to_owned()])), &None));
}

#[test]
fn an_option_that_is_hidden_cannot_be_taken_and_the_other_keys_stay() {
    let mut desk = at("units");
    desk.play("90<enter>");
    let shown = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(!shown.contains("Hostel") && shown.contains("3 Street"), "{shown}");
    desk.play("2");
    assert_eq!((desk.focus().as_str(), desk.state("home")), ("home", None));
    assert!(desk.message().contains("not offered here now"));
}

#[test]
fn a_source_is_one_key_of_a_list_and_shows_where_it_is_not_the_expected_one() {
    let mut desk = at("units");
    desk.play("<ctrl-g>6");
    assert!(desk.message().contains("saved when the question is answered"));
    desk.play("12<enter><up><up><down>");
    let source = |desk: &Desk| desk.screen.open().answers()["units"].source;
    assert_eq!(source(&desk), Some(crate::domain::answer::Source::GpOrRecord));
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= 12 (from: GP or health record)"));
    desk.play("<ctrl-g>2");
    assert_eq!(source(&desk), None);
    desk.play("<down>g1");
    assert_eq!(desk.state("home"), None);
}

#[test]
fn a_worked_out_number_is_shown_and_never_in_focus() {
    let mut desk = at("units");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("Units a week -> not known yet"));
    desk.play("<down>");
    assert_eq!(desk.focus(), "home");
}
