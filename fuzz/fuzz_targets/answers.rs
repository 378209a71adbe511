//! Any answers at all, put to the built-in forms one after the other, and held against the sheet
//! that is made of all of them at once.

#![no_main]

use std::sync::{Arc, LazyLock};

use arbitrary::{Arbitrary, Unstructured};
use chrono::NaiveDate;
use liaison::forms::{Answers, Context, DESTINATIONS, Form, Sheet, library::BUILT_IN};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value as Json, json};

/// The built-in forms, and one of every feature.
static FORMS: LazyLock<Vec<Arc<Form>>> = LazyLock::new(|| {
    let features = [
        include_str!("../../tests/forms/good/every_kind.toml"),
        include_str!("../../tests/forms/good/every_score.toml"),
    ];
    let texts = BUILT_IN.iter().map(|(_, text)| *text).chain(features);
    texts.map(|text| Arc::new(Form::load("built-in", text, &DESTINATIONS).unwrap())).collect()
});

/// An answer as somebody might send it.
#[derive(Arbitrary, Debug)]
enum Given {
    Nothing,
    Flag(bool),
    Whole(i16),
    Fraction(f64),
    Words(String),
    /// The code of an option of the question, by its place.
    Code(u8),
    Codes(Vec<u8>),
    Rows(Vec<(u8, i8)>),
    State(u8),
    Stored(u8, String),
    Raw(String),
}

#[derive(Arbitrary, Debug)]
struct Step {
    question: u8,
    row: u8,
    given: Given,
    clears: bool,
    noted: bool,
}

fuzz_target!(|bytes: &[u8]| {
    let mut input = Unstructured::new(bytes);
    let (Ok(form), Ok(age), Ok(steps)) =
        (input.arbitrary::<u8>(), input.arbitrary::<Option<u8>>(), input.arbitrary::<Vec<Step>>())
    else {
        return;
    };
    let form = &FORMS[usize::from(form) % FORMS.len()];
    let mut context = Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    context.person_age = age;
    let mut sheet = Sheet::new(Arc::clone(form), Answers::new(), context.clone());
    for step in steps.iter().take(40) {
        take(&mut sheet, step);
    }
    let whole = Sheet::new(Arc::clone(form), sheet.answers().clone(), context);
    assert_eq!(said(&sheet), said(&whole));
});

fn take(sheet: &mut Sheet, step: &Step) {
    let form = Arc::clone(sheet.form());
    let question = &form.questions[usize::from(step.question) % form.questions.len()];
    let key = question.key(question.group.map(|_| u32::from(step.row % 5)));
    if step.clears {
        sheet.set(&key, None);
        return;
    }
    let code = |nth: u8| {
        let option = question.options.get(usize::from(nth) % question.options.len().max(1));
        option.map_or(Json::from(nth), |option| Json::from(option.code.clone()))
    };
    let inner = |nth: u8| {
        let inner: Vec<_> =
            form.questions.iter().filter(|inner| inner.group == Some(question.place)).collect();
        inner.get(usize::from(nth) % inner.len().max(1)).map_or("q".to_owned(), |inner| inner.id.clone())
    };
    let json = match &step.given {
        Given::Nothing => Json::Null,
        Given::Flag(yes) => json!(yes),
        Given::Whole(n) => json!(n),
        Given::Fraction(n) => json!(n),
        Given::Words(words) => json!(words),
        Given::Code(nth) => code(*nth),
        Given::Codes(all) => all.iter().map(|nth| code(*nth)).collect(),
        Given::Rows(rows) => rows.iter().map(|(id, value)| json!({ inner(*id): value })).collect(),
        Given::State(nth) => {
            let state = ["declined", "does_not_know", "not_asked", "unable"][usize::from(nth % 4)];
            json!({"state": state, "reason": "asleep"})
        }
        Given::Stored(kind, words) => {
            let kind =
                ["choice", "text", "date", "time", "partial_date", "number", "rows"][usize::from(kind % 7)];
            let value = serde_json::from_str(words).unwrap_or_else(|_| json!(words));
            json!({"state": "answered", "value": { kind: value }, "specified": words})
        }
        Given::Raw(text) => serde_json::from_str(text).unwrap_or(Json::Null),
    };
    let given = Json::Object(Map::from_iter([(key, json)]));
    let Ok(answers) = form.answers_from_json(&given) else { return };
    for (key, answer) in answers {
        assert_eq!(form.check_answer(&key, &answer), Ok(()), "read, and then refused");
        let note = step.noted.then(|| "why".to_owned());
        sheet.set(&key, Some(answer.with_note(note)));
    }
}

/// What a sheet says.
fn said(sheet: &Sheet) -> String {
    let shown: Vec<String> = sheet.shown().map(|item| item.key()).collect();
    let left: Vec<String> = sheet.unanswered().map(|item| item.key()).collect();
    let needed: Vec<String> = sheet.required_left().map(|item| item.key()).collect();
    let flags: Vec<&str> = sheet.flags().map(|flag| flag.id.as_str()).collect();
    let suggested: Vec<&str> = sheet.suggestions().map(|one| one.reason.as_str()).collect();
    let wrong: Vec<&str> = sheet.checks().map(|check| check.words.as_str()).collect();
    let computed: Vec<_> = shown.iter().map(|key| sheet.computed(key)).collect();
    let counts = (sheet.asked(), sheet.dealt_with(), sheet.is_complete(), sheet.can_finish());
    let rest = (sheet.scores(), flags, suggested, wrong, sheet.in_the_way().count());
    format!("{shown:?}\n{left:?}\n{needed:?}\n{counts:?}\n{computed:?}\n{rest:?}")
}
