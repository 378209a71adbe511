//! What a sheet makes of rows, options, computed values, checks and each kind of score.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use chrono::NaiveDate;
use liaison::domain::answer::{Answer, State, Value};
use liaison::domain::service::Right;
use liaison::forms::{Context, DESTINATIONS, Form, ScoreResult, Sheet};
use serde_json::{Value as Json, json};

const HEAD: &str = "[form]\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\nlicence = \"L\"\nshelf = \"core\"\n\
    [[section]]\nid = \"s\"\ntitle = \"S\"\n";

fn context() -> Context {
    Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

fn form(text: &str) -> Arc<Form> {
    let form = Form::load("x.toml", &(HEAD.to_owned() + text), &DESTINATIONS);
    Arc::new(form.unwrap_or_else(|report| panic!("{report}")))
}

fn sheet(form: &Arc<Form>, answers: Json) -> Sheet {
    form.sheet(&form.answers_from_json(&answers).unwrap_or_else(|why| panic!("{why}")), &context())
}

/// A question: kind, id and further keys.
fn q(kind: &str, id: &str, more: &str) -> String {
    format!("[[section.question]]\nkind = \"{kind}\"\nid = \"{id}\"\ntext = \"?\"\n{more}\n")
}

/// A score over these questions.
fn scored(questions: &str, score: &str) -> Arc<Form> {
    form(&format!("{questions}[[score]]\nid = \"total\"\ntitle = \"T\"\n{score}\n"))
}

fn total(form: &Arc<Form>, answers: Json) -> ScoreResult {
    sheet(form, answers).score("total").unwrap().clone()
}

fn range(score: &ScoreResult) -> (Option<i64>, Option<i64>, Option<i64>, bool) {
    (score.value, score.floor, score.ceiling, score.complete)
}

fn keys(sheet: &Sheet) -> Vec<String> {
    sheet.shown().map(|item| item.key()).collect()
}

fn medicines() -> Arc<Form> {
    let inner = |kind: &str, id: &str, more: &str| {
        format!("[[section.question.question]]\nkind = \"{kind}\"\nid = \"{id}\"\ntext = \"?\"\n{more}\n")
    };
    let text = q("yes_no", "takes", "")
        + &q("group", "medicines", "item = \"medicine\"\nmost = 3\nshow_if = \"takes\"")
        + &inner("text", "name", "")
        + &inner("yes_no", "regular", "")
        + &inner("number", "dose", "min = 0\nmax = 100\nshow_if = \"regular\"\nrequired = false")
        + &q("computed", "week", "value = \"sum(dose) * 7\"")
        + &q("yes_no", "sure", "show_if = \"week > 300 && count(regular) == count(medicines)\"");
    form(&text)
}

#[test]
fn the_questions_of_a_group_are_asked_once_in_each_row() {
    let form = medicines();
    let rows =
        json!([{"name": "sertraline", "regular": true, "dose": 50}, {"name": "zopiclone", "regular": false}]);
    let mut sheet = sheet(&form, json!({"takes": true, "medicines": rows}));
    let asked = ["takes", "medicines", "name#1", "regular#1", "dose#1", "name#2", "regular#2", "week"];
    assert_eq!(keys(&sheet), asked);
    assert_eq!((sheet.asked(), sheet.dealt_with(), sheet.is_complete()), (7, 7, true));
    assert_eq!(sheet.computed("week").unwrap().to_string(), "350");
    sheet.set("medicines", Some(Answer::given(Value::Rows(vec![3, 1]))));
    assert_eq!(keys(&sheet)[2..], ["name#3", "regular#3", "name#1", "regular#1", "dose#1", "week"]);
    assert_eq!(sheet.computed("week"), None);
    assert_eq!(sheet.next_unanswered(Some("takes")).unwrap().key(), "name#3");
    assert_eq!(sheet.next_unanswered(Some("dose#1")).unwrap().key(), "name#3");
    assert_eq!(sheet.required_left().map(|item| item.key()).collect::<Vec<_>>(), ["name#3", "regular#3"]);
    sheet.set("medicines", Some(Answer::given(Value::Rows(vec![1]))));
    assert!(sheet.shows("sure") && !sheet.shows("name#3"));
    sheet.set("medicines", Some(Answer::given(Value::Rows(vec![2, 1]))));
    assert!(
        sheet.shows("name#2") && sheet.answers().contains_key("name#2"),
        "a row comes back with its answers"
    );
}

#[test]
fn a_hidden_group_hides_its_rows_and_brings_them_back() {
    let form = medicines();
    let mut sheet = sheet(&form, json!({"takes": true, "medicines": [{"name": "sertraline"}]}));
    let group = form.question("medicines").unwrap();
    assert_eq!(sheet.rows(group), [1]);
    sheet.set("takes", Some(Answer::given(Value::Choice("no".into()))));
    assert_eq!((keys(&sheet), sheet.rows(group)), (vec!["takes".into(), "week".into()], [].as_slice()));
    sheet.set("takes", Some(Answer::given(Value::Choice("yes".into()))));
    assert_eq!(sheet.unanswered().map(|item| item.key()).collect::<Vec<_>>(), ["regular#1"]);
}

#[test]
fn no_row_at_all_is_an_answer() {
    let form = medicines();
    let none = sheet(&form, json!({"takes": true, "medicines": []}));
    assert!(none.is_complete());
    assert_eq!(none.computed("week").unwrap().to_string(), "0");
    let open = sheet(&form, json!({"takes": true}));
    assert!(!open.is_complete() && open.computed("week").is_none());
}

#[test]
fn an_option_that_is_hidden_counts_as_not_taken() {
    let options = "options = [{ code = \"a\", text = \"A\", value = 1, show_if = \"old\" }, { code = \"b\", text = \"B\", value = 0 }]";
    let form = scored(
        &(q("yes_no", "old", "") + &q("choice", "one", options) + &q("choices", "many", options)),
        "kind = \"sum\"\nitems = [\"one\"]",
    );
    let mut sheet = sheet(&form, json!({"old": true, "one": "a", "many": ["a", "b"]}));
    assert_eq!(sheet.score("total").unwrap().value, Some(1));
    sheet.set("old", Some(Answer::given(Value::Choice("no".into()))));
    assert_eq!(sheet.score("total").unwrap().value, None);
    let items: Vec<_> = sheet.questions().collect();
    assert!(sheet.answer(&items[1]).is_none());
    assert_eq!(sheet.answer(&items[2]).unwrap().value(), Some(&Value::Choices(vec!["b".into()])));
    assert_eq!(sheet.options(&items[1]).map(|option| option.code.as_str()).collect::<Vec<_>>(), ["b"]);
    let refused = sheet.check_answer("one", &Answer::given(Value::Choice("a".into())));
    assert_eq!(refused.unwrap_err(), "\"A\" cannot be taken now.");
    sheet.set("many", Some(Answer::given(Value::Choices(vec!["a".into()]))));
    assert_eq!(sheet.unanswered().map(|item| item.key()).collect::<Vec<_>>(), ["one", "many"]);
}

#[test]
fn a_check_is_in_the_way_until_it_is_put_right_or_explained() {
    let form = form(
        &(q("date", "began", "")
            + &q("date", "ended", "")
            + &q("number", "units", "min = 0\nmax = 99")
            + "[[check]]\nquestion = \"ended\"\nwhen = \"ended < began\"\nrefuse = \"It ended before it began.\"\n\
               [[check]]\nquestion = \"units\"\nwhen = \"units > 40\"\nwarn = \"Ask again.\"\n"),
    );
    let mut sheet = sheet(&form, json!({"began": "2026-01-02", "ended": "2026-01-01", "units": 41}));
    assert_eq!(sheet.in_the_way().count(), 2);
    let explained = sheet.answers()["units"].clone().with_note(Some("he is sure".into()));
    sheet.set("units", Some(explained));
    assert_eq!((sheet.checks().count(), sheet.in_the_way().count(), sheet.can_finish()), (2, 1, false));
    sheet.set("ended", Some(Answer::absent(State::DoesNotKnow)));
    assert!(sheet.can_finish());
}

#[test]
fn some_questions_are_required_of_some_roles_only() {
    let form = form(&(q("yes_no", "a", "") + &q("yes_no", "b", "required_for = \"assess\"")));
    let answers = form.answers_from_json(&json!({"a": true})).unwrap();
    assert!(form.sheet(&answers, &context()).is_complete());
    let assessor = Context { rights: vec![Right::Assess], ..context() };
    assert!(!form.sheet(&answers, &assessor).can_finish());
}

const FOUR: &str =
    "options = [{ code = \"a\", text = \"A\", value = 1 }, { code = \"b\", text = \"B\", value = 5 }]";

#[test]
fn a_skipped_item_counts_what_it_is_said_to_once_it_is_hidden_for_certain() {
    let questions = q("choice", "q1", FOUR) + &q("choice", "q2", &format!("{FOUR}\nshow_if = \"q1 > 1\""));
    let skips = scored(&questions, "kind = \"sum\"\nitems = [\"q1\", \"q2\"]\nskip_counts_as = 0");
    assert_eq!(range(&total(&skips, json!({}))), (None, Some(1), Some(10), false));
    assert_eq!(range(&total(&skips, json!({"q1": 1}))), (Some(1), Some(1), Some(1), true));
    assert_eq!(range(&total(&skips, json!({"q1": 5}))), (None, Some(6), Some(10), false));
    let plain = scored(&questions, "kind = \"sum\"\nitems = [\"q1\", \"q2\"]\nreverse = [\"q1\"]");
    let partial = total(&plain, json!({"q1": 1}));
    assert_eq!((range(&partial), partial.missing), ((None, Some(6), Some(10), false), 1));
}

#[test]
fn any_and_n_of_are_known_as_soon_as_nothing_can_change_them() {
    let questions = q("yes_no", "a", "") + &q("yes_no", "b", "") + &q("yes_no", "c", "");
    let items = "items = [\"a\", \"b\", \"c\"]\nthreshold = 1";
    let any = scored(&questions, &format!("kind = \"any\"\n{items}"));
    assert_eq!(range(&total(&any, json!({"b": true}))), (Some(1), Some(1), Some(1), true));
    assert_eq!(range(&total(&any, json!({"b": false}))), (None, Some(0), Some(1), false));
    let two = scored(&questions, &format!("kind = \"n_of\"\nn = 2\n{items}"));
    assert_eq!(range(&total(&two, json!({"a": false, "b": false}))), (Some(0), Some(0), Some(0), true));
    assert_eq!(range(&total(&two, json!({"a": true}))), (None, Some(0), Some(1), false));
    let refused = json!({"a": false, "b": false, "c": {"state": "declined"}});
    assert_eq!(range(&total(&any, refused)), (None, Some(0), Some(1), false));
}

#[test]
fn a_gate_that_is_closed_ends_the_screen_complete() {
    let questions = q("yes_no", "trauma", "") + &q("yes_no", "a", "show_if = \"trauma\"");
    let form = scored(&questions, "kind = \"gate\"\nopen_if = \"trauma\"\notherwise = 0\nitems = [\"a\"]");
    let open = total(&form, json!({}));
    assert_eq!((range(&open), open.missing), ((None, Some(0), Some(1), false), 2));
    assert_eq!(range(&total(&form, json!({"trauma": false}))), (Some(0), Some(0), Some(0), true));
    assert_eq!(range(&total(&form, json!({"trauma": true, "a": true}))), (Some(1), Some(1), Some(1), true));
}

#[test]
fn points_are_looked_up_in_the_table_that_is_in_use() {
    let questions = q("number", "spo2", "min = 50\nmax = 100") + &q("yes_no", "scale2", "");
    let form = scored(
        &questions,
        "kind = \"lookup_range\"\n\
         [[score.lookup]]\nquestion = \"spo2\"\nranges = [{ to = 91, points = 3 }, { from = 92, to = 95, points = 1 }, { from = 96, points = 0 }]\n\
         [[score.lookup]]\nquestion = \"spo2\"\nwhen = \"scale2\"\nranges = [{ to = 83, points = 3 }, { from = 84, points = 0 }]",
    );
    assert_eq!(range(&total(&form, json!({}))), (None, Some(0), Some(3), false));
    assert_eq!(range(&total(&form, json!({"spo2": 93}))), (None, Some(0), Some(1), false));
    assert_eq!(range(&total(&form, json!({"spo2": 93, "scale2": false}))), (Some(1), Some(1), Some(1), true));
    assert_eq!(range(&total(&form, json!({"spo2": 93, "scale2": true}))), (Some(0), Some(0), Some(0), true));
    assert_eq!(range(&total(&form, json!({"spo2": 80}))), (Some(3), Some(3), Some(3), true));
}

#[test]
fn bands_are_those_for_the_person_and_none_while_that_is_not_certain() {
    let form = scored(
        &(q("number", "a", "min = 0\nmax = 9")),
        "kind = \"sum\"\nitems = [\"a\"]\nband = [{ name = \"Low\", from = 0, to = 4 }, { name = \"High\", from = 5, to = 9 }]\n\
         [[score.cut_off]]\nwhen = \"person_sex == 'female'\"\nband = [{ name = \"Low\", from = 0, to = 2 }, { name = \"High\", from = 3, to = 9 }]",
    );
    let answers = form.answers_from_json(&json!({"a": 3})).unwrap();
    let band = |sex: Option<&str>| {
        let context = Context { person_sex: sex.map(str::to_owned), ..context() };
        let score = form.sheet(&answers, &context).score("total").unwrap().clone();
        (score.value, score.band, score.floor_band)
    };
    let high = Some("High".to_owned());
    assert_eq!(band(Some("female")), (Some(3), high.clone(), high));
    assert_eq!(band(Some("male")).1.as_deref(), Some("Low"));
    assert_eq!(band(None), (Some(3), None, None));
}

#[test]
fn an_early_band_of_a_rule_speaks_on_a_partial_form_and_the_others_wait() {
    let form = scored(
        &(q("yes_no", "a", "") + &q("yes_no", "b", "")),
        "kind = \"rule\"\nband = [{ name = \"Refer\", when = \"a || b\", early = true }, { name = \"Do not\", when = \"!a && !b\" }]",
    );
    let partial = total(&form, json!({"a": true}));
    assert_eq!((partial.band.as_deref(), partial.complete), (Some("Refer"), false));
    assert_eq!(total(&form, json!({"a": false})).band, None);
    assert_eq!(total(&form, json!({"a": false, "b": false})).band.as_deref(), Some("Do not"));
}

#[test]
fn a_rule_waits_for_a_hidden_question_that_may_still_be_asked() {
    let form = scored(
        &(q("yes_no", "gate", "declined_counts = true") + &q("yes_no", "a", "show_if = \"gate\"")),
        "kind = \"rule\"\nband = [{ name = \"Told\", when = \"a\" }, { name = \"Not told\", when = \"!answered(a)\" }]",
    );
    assert_eq!(total(&form, json!({})).band, None);
    assert_eq!(total(&form, json!({"gate": false})).band.as_deref(), Some("Not told"));
    assert_eq!(total(&form, json!({"gate": {"state": "declined"}})).band.as_deref(), Some("Not told"));
}

#[test]
fn answers_of_every_kind_come_in_as_json() {
    let choice = "options = [{ code = \"yes\", text = \"Y\" }, { code = \"no\", text = \"N\" }, { code = \"other\", text = \"Other\", specify = true }]";
    let form = form(
        &(q("time", "at", "")
            + &q("partial_date", "since", "")
            + &q("duration", "lasted", "min = 10\nmax = 2880")
            + &q("scale", "pain", "min = 0\nmax = 10")
            + &q("number", "temp", "min = 30\nmax = 45\ndecimals = 1")
            + &q("choice", "drinks", choice)),
    );
    let given = json!({"at": "21:30", "since": "2024-03~", "lasted": "1h30", "pain": 10, "temp": 38.1, "drinks": true});
    let answers = form.answers_from_json(&given).unwrap();
    assert_eq!(answers["lasted"].value(), Some(&Value::Duration(90)));
    assert_eq!(answers["pain"].value(), Some(&Value::Choice("10".into())));
    assert_eq!(answers["drinks"].value(), Some(&Value::Choice("yes".into())));
    let specified = json!({"state": "answered", "value": {"choice": "other"}, "specified": "perry"});
    assert_eq!(
        form.answers_from_json(&json!({"drinks": specified})).unwrap()["drinks"].specified.as_deref(),
        Some("perry")
    );
    assert!(form.answers_from_json(&json!({"at": null, "temp": null})).unwrap().is_empty());
    let refused = |json: Json| form.answers_from_json(&json).unwrap_err();
    assert_eq!(
        refused(json!({"drinks": "other"})),
        "Question \"drinks\": \"Other\" asks for words: say which, or what."
    );
    assert_eq!(
        refused(json!({"temp": 38.05})),
        "Question \"temp\": 38.05 is too fine: at most 1 of the digits after the point are kept."
    );
    assert_eq!(
        refused(json!({"lasted": 2881})),
        "Question \"lasted\": 2 days 1 minute is out of range: this takes from 10 minutes to 2 days."
    );
    assert_eq!(
        refused(json!({"nobody": null})),
        "Question \"nobody\": the form \"x\" has none of this name."
    );
    for wrong in [
        json!({"at": "24:30"}),
        json!({"since": "24"}),
        json!({"pain": 11}),
        json!({"temp": "38"}),
        json!([]),
    ] {
        refused(wrong);
    }
}

#[test]
fn rows_come_in_as_a_list_or_by_key_and_not_as_both() {
    let form = medicines();
    let by_key = form.answers_from_json(&json!({"takes": true, "name#2": "a", "regular#5": true})).unwrap();
    assert_eq!(by_key["medicines"].value(), Some(&Value::Rows(vec![2, 5])));
    let refused = |json: Json| form.answers_from_json(&json).unwrap_err();
    assert_eq!(
        refused(json!({"medicines": [{"colour": 1}]})),
        "Question \"colour\": \"medicines\" has none of this name in its rows."
    );
    assert_eq!(
        refused(json!({"medicines": [{"name": "a"}], "name#2": "b"})),
        "Question \"name#2\": \"medicines\" has no row 2."
    );
    assert!(refused(json!({"medicines": [{"name": "a"}], "name#1": "b"})).contains("answered twice"));
    assert!(refused(json!({"medicines": [1]})).contains("is no row"));
    assert!(refused(json!({"medicines": [{}, {}, {}, {}]})).contains("room for 3"));
    assert!(refused(json!({"name": "a"})).contains("none of this name"));
    assert!(refused(json!({"name#01": "a"})).contains("none of this name"));
}
