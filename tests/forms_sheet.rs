//! What a form comes to with answers on it: shown, hidden, scored, flagged, suggested.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use liaison::domain::answer::{Answer, Decimal, State, UnableReason, Value};
use liaison::forms::{Answers, Context, DESTINATIONS, Form, Library};
use proptest::prelude::*;
use serde_json::json;

fn context() -> Context {
    Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// A form with these questions: kind, id, and further lines.
fn form(questions: &[(&str, &str, &str)], rest: &str) -> Arc<Form> {
    let mut text = String::from(
        "[form]\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\nlicence = \"Ours\"\nshelf = \"core\"\n\
         [[section]]\nid = \"s\"\ntitle = \"S\"\n",
    );
    for (kind, id, more) in questions {
        text += &format!("[[section.question]]\nid = \"{id}\"\nkind = \"{kind}\"\ntext = \"?\"\n{more}\n");
    }
    let form = Form::load("x.toml", &(text + rest), &DESTINATIONS);
    Arc::new(form.unwrap_or_else(|report| panic!("{report}")))
}

/// Whether a condition shows its question, with these answers to a small set of questions.
fn shows(condition: &str, answers: serde_json::Value) -> bool {
    let options = "options = [{ code = \"low\", text = \"L\", value = 0 }, { code = \"high\", text = \"H\", value = 3 }]";
    let many = "options = [{ code = \"x\", text = \"X\" }, { code = \"y\", text = \"Y\" }]";
    let shown = format!("show_if = \"\"\"{condition}\"\"\"");
    let form = form(
        &[
            ("yes_no", "a", ""),
            ("yes_no", "b", ""),
            ("choice", "c", options),
            ("choices", "m", many),
            ("number", "n", "min = 0\nmax = 9"),
            ("date", "d", ""),
            ("yes_no", "it", &shown),
        ],
        "",
    );
    let mut context = context();
    context.person_age = Some(17);
    form.sheet(&form.answers_from_json(&answers).unwrap(), &context).shows("it")
}

#[test]
fn what_is_unanswered_is_neither_true_nor_false() {
    assert!(!shows("a", json!({})));
    assert!(!shows("!a", json!({})));
    assert!(shows("a || !answered(b)", json!({})));
    assert!(shows("!(a && answered(b))", json!({})));
    assert!(shows("a || b", json!({"b": "yes"})));
    assert!(!shows("a && b", json!({"b": "yes"})));
    assert!(shows("a ? b : b", json!({"b": true})));
}

#[test]
fn a_refusal_or_another_reason_is_not_a_no() {
    let declined = json!({"a": {"state": "declined"}});
    assert!(!shows("!a", declined.clone()));
    assert!(shows("declined(a) && !answered(a)", declined));
    assert!(!shows("declined(a)", json!({"a": {"state": "unable", "reason": "asleep"}})));
}

#[test]
fn numbers_are_certain_as_soon_as_the_rest_cannot_change_them() {
    assert!(shows("sum(c, n) > 0", json!({"c": 3})));
    assert!(!shows("sum(c, n) > 3", json!({"c": 3})));
    assert!(shows("sum(c, n) <= 11", json!({"n": 8})));
    assert!(shows("count(a, b, c == 'high') >= 1", json!({"c": "high"})));
    assert!(shows("n * 2 - 1 == 5", json!({"n": 3})));
    assert!(shows("count(m) == 2 && 'x' in m", json!({"m": ["y", "x"]})));
    assert!(shows("c in ['low', 'high'] && c != 'low'", json!({"c": "high"})));
}

#[test]
fn ages_and_days_are_reckoned_from_the_day_passed_in() {
    assert!(shows("age(d) == 17", json!({"d": "2008-11-23"})));
    assert!(shows("age(d) == 18", json!({"d": "2008-11-22"})));
    assert!(shows("days_between(d, today) == 30", json!({"d": "2026-10-23"})));
    assert!(shows("person_age < 18 && !answered(person_sex)", json!({})));
    assert!(!shows("person_sex != 'male'", json!({})));
}

#[test]
fn a_hidden_answer_counts_as_none_and_returns_when_it_is_shown_again() {
    let library = Library::default();
    let form = library.get("asq").unwrap();
    let mut answers = form.answers_from_json(&json!({"q1": 1, "q2": 0, "q3": 0, "q4": 0, "q5": 1})).unwrap();
    assert!(form.sheet(&answers, &context()).flagged("asq-now"));
    answers.insert("q1".into(), Answer::given(Value::Choice("no".into())));
    let hidden = form.sheet(&answers, &context());
    assert!(!hidden.shows("q5") && !hidden.flagged("asq-now") && hidden.is_complete());
    assert_eq!(hidden.score("total").unwrap().band.as_deref(), Some("Negative"));
    answers.insert("q1".into(), Answer::absent(State::Declined));
    assert!(form.sheet(&answers, &context()).flagged("asq-now"));
}

#[test]
fn a_refused_asq_question_completes_it_but_asleep_does_not() {
    let library = Library::default();
    let form = library.get("asq").unwrap();
    let mut answers =
        form.answers_from_json(&json!({"q1": 0, "q2": 0, "q3": 0, "q4": null, "q5": 0})).unwrap();
    assert!(form.sheet(&answers, &context()).is_complete());
    let asleep = State::Unable { reason: UnableReason::Asleep, retry_at: None };
    answers.insert("q4".into(), Answer::absent(asleep));
    let sheet = form.sheet(&answers, &context());
    assert!(!sheet.is_complete() && sheet.can_finish() && sheet.score("total").unwrap().band.is_none());
}

#[test]
fn an_empty_form_has_no_total_no_flag_and_a_first_question() {
    let library = Library::default();
    for listed in library.list() {
        let form = library.get(&listed.id).unwrap();
        let empty = Answers::new();
        let sheet = form.sheet(&empty, &context());
        assert!(sheet.flags().next().is_none() && sheet.suggestions().next().is_none(), "{}", form.id);
        assert!(sheet.scores().iter().all(|score| score.value.is_none() && score.band.is_none()));
        assert_eq!(sheet.next_unanswered(None).map(|q| q.key()), sheet.unanswered().next().map(|q| q.key()));
    }
}

#[test]
fn item_nine_fires_on_an_otherwise_empty_form_and_a_refusal_leaves_no_total() {
    let library = Library::default();
    let form = library.get("phq9").unwrap();
    let answers = form.answers_from_json(&json!({"q9": 1, "q1": {"state": "declined"}})).unwrap();
    let sheet = form.sheet(&answers, &context());
    assert!(sheet.flagged("phq9-9"));
    let total = sheet.score("total").unwrap();
    assert_eq!((total.value, total.floor, total.ceiling), (None, Some(1), Some(25)));
    assert_eq!(total.ceiling_band.as_deref(), Some("Severe"));
    assert_eq!(total.missing, 8);
    assert_eq!((sheet.asked(), sheet.dealt_with()), (10, 2));
}

#[test]
fn the_next_unanswered_question_follows_and_then_begins_again_at_the_top() {
    let library = Library::default();
    let form = library.get("gad7").unwrap();
    let answers = form.answers_from_json(&json!({"q3": 0, "q7": 0})).unwrap();
    let sheet = form.sheet(&answers, &context());
    assert_eq!(sheet.next_unanswered(Some("q2")).unwrap().key(), "q4");
    assert_eq!(sheet.next_unanswered(Some("q7")).unwrap().key(), "q1");
    assert_eq!(sheet.next_unanswered(Some("q6")).unwrap().key(), "q1");
}

#[test]
fn core_screening_flags_and_suggests_at_once() {
    let library = Library::default();
    let form = library.get("ld_adult_core").unwrap();
    let given = json!({"voices": "yes", "thoughts_now": true, "housing": "street", "drugs": ["none"]});
    let answers = form.answers_from_json(&given).unwrap();
    let sheet = form.sheet(&answers, &context());
    assert_eq!(sheet.flags().map(|flag| flag.id.as_str()).collect::<Vec<_>>(), ["suicidal_now"]);
    let suggested: Vec<_> = sheet.suggestions().map(|s| (s.destination.as_str(), s.urgency.code())).collect();
    assert_eq!(suggested, [("cmht_crisis", "now"), ("housing", "today")]);
    assert!(sheet.shows("pregnant") && !sheet.shows("drugs_ill"));
}

#[test]
fn an_answer_that_does_not_fit_is_refused_in_plain_words() {
    let form = form(
        &[
            ("number", "n", "min = 30\nmax = 45\ndecimals = 2\nunit = \"°C\""),
            (
                "choices",
                "m",
                "options = [{ code = \"x\", text = \"X\" }, { code = \"none\", text = \"None\", exclusive = true }]",
            ),
            ("note", "hello", ""),
            ("text", "t", ""),
        ],
        "",
    );
    let refused = |id: &str, value: Value| form.check_answer(id, &Answer::given(value)).unwrap_err();
    let number = |text: &str| Value::Number(text.parse::<Decimal>().unwrap());
    assert_eq!(refused("n", number("46")), "46 is out of range: this takes from 30 to 45 °C.");
    assert_eq!(
        refused("n", number("36.655")),
        "36.655 is too fine: at most 2 of the digits after the point are kept."
    );
    assert_eq!(refused("n", Value::Text("x".into())), "This question takes a number.");
    let both = Value::Choices(vec!["x".into(), "none".into()]);
    assert_eq!(refused("m", both), "\"None\" cannot be taken together with others.");
    assert_eq!(refused("hello", Value::Text("x".into())), "This is a note to read out; it takes no answer.");
    assert_eq!(refused("t", Value::Text("a\nb".into())), "This takes one line.");
    assert!(form.check_answer("n", &Answer::given(number("36.6"))).is_ok());
    assert!(form.check_answer("n", &Answer::absent(State::Declined)).is_ok());
}

#[test]
fn a_local_form_takes_the_place_of_a_built_in_one_and_a_faulty_one_never_falls_back() {
    let text = built_in("phq9").replace("version = \"1\"", "version = \"1-local\"");
    let library = Library::new(vec![("our-phq9.toml".into(), text.clone())]);
    assert_eq!(library.get("phq9").unwrap().version, "1-local");
    let library =
        Library::new(vec![("our-phq9.toml".into(), text.replace("kind = \"sum\"", "kind = \"sun\""))]);
    assert!(library.get("phq9").is_err());
    assert_eq!(library.list().iter().filter(|form| form.fault.is_some()).count(), 1);
    let missing = library.get("phq99").unwrap_err().to_string();
    assert_eq!(missing, "there is no form \"phq99\"; did you mean \"phq9\"?");
}

fn built_in(id: &str) -> &'static str {
    liaison::forms::library::BUILT_IN.iter().find(|(other, _)| *other == id).unwrap().1
}

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::default);

/// One step of someone working on a form: a question by its place, and what is done to it.
fn steps() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..60_usize, 0..9_u8), 0..80)
}

fn step(form: &Form, answers: &mut Answers, (place, what): (usize, u8)) {
    let question = &form.questions[place % form.questions.len()];
    let option = question.options.get(usize::from(what) % question.options.len().max(1));
    let answer = match (what, option) {
        (7, _) => Answer::absent(State::Declined),
        (8, _) => {
            answers.remove(&question.id);
            return;
        }
        (_, Some(option)) => Answer::given(Value::Choice(option.code.clone())),
        (_, None) => Answer::given(Value::Number(Decimal::whole(i64::from(what)))),
    };
    answers.insert(question.id.clone(), answer);
}

proptest! {
    #[test]
    fn any_way_of_answering_gives_the_same_as_without_what_is_hidden(steps in steps()) {
        for id in ["asq", "phq9", "ld_adult_core", "ld_youth"] {
            let form = LIBRARY.get(id).unwrap();
            let mut answers = Answers::new();
            for one in &steps {
                step(&form, &mut answers, *one);
            }
            let sheet = form.sheet(&answers, &context());
            let mut shown = answers.clone();
            shown.retain(|id, _| sheet.shows(id));
            let again = form.sheet(&shown, &context());
            prop_assert_eq!(sheet.scores(), again.scores());
            prop_assert_eq!(sheet.is_complete(), again.is_complete());
            prop_assert_eq!(sheet.flags().count(), again.flags().count());
            for score in sheet.scores() {
                prop_assert!(score.value.is_none() || score.value == score.floor && score.value == score.ceiling);
                prop_assert!(score.band.is_none() || score.complete);
            }
        }
    }

    #[test]
    fn no_condition_breaks_the_checker(words in prop::collection::vec(
        prop::sample::select(vec!["a", "b", "zz", "'yes'", "3", "1.5", "(", ")", "[", "]", "{", "&&", "||", "!", "==",
            "<", "in", "+", "-", "*", "/", "?", ":", ",", ".", "count", "sum", "age", "answered", "null", "'é'", "\\"]),
        0..14,
    )) {
        let condition = words.join(" ");
        let text = format!(
            "[form]\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\nlicence = \"L\"\nshelf = \"core\"\n[[section]]\nid = \"s\"\ntitle = \"S\"\n\
             [[section.question]]\nid = \"a\"\nkind = \"yes_no\"\ntext = \"?\"\n\
             [[section.question]]\nid = \"b\"\nkind = \"yes_no\"\ntext = \"?\"\nshow_if = '''{condition} '''\n"
        );
        if let Err(report) = Form::load("x.toml", &text, &DESTINATIONS) {
            prop_assert!(report.problems.iter().all(|problem| problem.line >= 15), "{}", report);
        }
    }
}
