use super::*;

fn rows(desk: &Desk) -> Option<&Value> {
    desk.screen.open().answers().get("medicines").and_then(|answer| answer.value())
}

fn at_group() -> Desk {
    let mut desk = Desk::with("wide");
    while desk.focus() != "medicines" {
        desk.play("<down>");
    }
    desk
}

#[test]
fn a_row_is_added_answered_and_the_group_asks_for_another() {
    let mut desk = at_group();
    desk.play("asertraline<enter>y50<enter>");
    assert_eq!(desk.focus(), "medicines");
    desk.play("aolanzapine<enter>n5<enter>");
    let shown = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(shown.contains("= 1 sertraline, 2 olanzapine"), "{shown}");
    assert!(shown.contains("medicine 2 of 2"), "{shown}");
    assert_eq!(desk.state("taken#2"), Some(&given("no")));
    desk.play("<enter>");
    assert_eq!((desk.focus().as_str(), rows(&desk)), ("seen", Some(&Value::Rows(vec![1, 2]))));
}

#[test]
fn moving_past_a_group_never_says_that_there_is_none() {
    let mut desk = at_group();
    desk.play("<enter>");
    assert_eq!((desk.focus().as_str(), rows(&desk)), ("seen", None));
    desk.play("<up>0");
    assert_eq!((desk.focus().as_str(), rows(&desk)), ("seen", Some(&Value::Rows(Vec::new()))));
}

#[test]
fn a_row_is_removed_by_name_its_answers_stay_and_its_number_is_not_given_again() {
    let mut desk = at_group();
    desk.play("asertraline<enter>n5<enter>aolanzapine<enter>n5<enter>");
    desk.play("r");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("1 sertraline   2 olanzapine"));
    desk.play("2");
    let shown = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(shown.contains("Remove medicine 2, olanzapine?"), "{shown}");
    desk.play("n");
    assert_eq!(rows(&desk), Some(&Value::Rows(vec![1, 2])));
    desk.play("r2y");
    assert_eq!(rows(&desk), Some(&Value::Rows(vec![1])));
    assert!(desk.state("name#2").is_some());
    desk.play("0");
    assert!(desk.message().contains("r removes a medicine"));
    desk.play("a");
    assert_eq!((desk.focus().as_str(), rows(&desk)), ("name#3", Some(&Value::Rows(vec![1, 3]))));
}

#[test]
fn a_reason_for_no_answer_never_takes_rows_away() {
    let mut desk = at_group();
    desk.play("asertraline<enter>n5<enter>");
    for key in ["d", "n", "k"] {
        desk.play(key);
        assert!(desk.message().contains("they stay"), "{key}: {}", desk.message());
        assert_eq!(rows(&desk), Some(&Value::Rows(vec![1])));
    }
}

#[test]
fn a_full_group_is_passed_and_says_what_to_do_with_more() {
    let mut desk = at_group();
    desk.play("aone<enter>n1<enter>atwo<enter>n1<enter>athree<enter>n1<enter>");
    assert_eq!(desk.focus(), "seen");
    desk.play("<pgup>");
    while desk.focus() != "medicines" {
        desk.play("<down>");
    }
    desk.play("a");
    assert!(desk.message().contains("room for 3"), "{}", desk.message());
    assert_eq!(rows(&desk), Some(&Value::Rows(vec![1, 2, 3])));
}

#[test]
fn each_row_keeps_its_own_drafts_notes_and_place() {
    let mut desk = at_group();
    desk.play("asertraline<enter>mlost the box<enter>y50");
    assert_eq!(desk.screen.open().answers()["taken#1"].note.as_deref(), Some("lost the box"));
    desk.play("<up><up><up>");
    assert_eq!(desk.focus(), "medicines");
    desk.play("aolanzapine<up>");
    assert_eq!(desk.focus(), "dose#1");
    let answers = desk.screen.open().answers().clone();
    let resumed = open("wide", answers, Some("name#2"));
    assert_eq!(resumed.item().unwrap().key(), "taken#2");
}

#[test]
fn a_group_can_be_declined_and_taken_up_again() {
    let mut desk = at_group();
    desk.play("d<up>asertraline<enter>");
    assert_eq!((desk.focus().as_str(), rows(&desk)), ("taken#1", Some(&Value::Rows(vec![1]))));
}
