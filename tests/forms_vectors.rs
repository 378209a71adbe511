//! Every answer vector of the built-in instruments, against what independent scorers returned.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chrono::NaiveDate;
use liaison::forms::{Context, Library, Sheet};
use serde_json::Value as Json;

const INSTRUMENTS: [(&str, &str); 4] = [
    ("phq9", include_str!("vectors/phq9.json")),
    ("gad7", include_str!("vectors/gad7.json")),
    ("auditc", include_str!("vectors/auditc.json")),
    ("asq", include_str!("vectors/asq.json")),
];

fn context() -> Context {
    Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

fn vectors(text: &str) -> Vec<Json> {
    let file: Json = serde_json::from_str(text).unwrap();
    file["vectors"].as_array().unwrap().clone()
}

/// What differs between the vector and the sheet, in words.
fn differences(vector: &Json, sheet: &Sheet<'_>) -> Vec<String> {
    let total = sheet.score("total").unwrap();
    let mut found = vec![
        ("complete", Json::from(sheet.complete)),
        ("total", Json::from(total.value)),
        ("band", Json::from(total.band.clone())),
        ("floor", Json::from(total.floor)),
        ("ceiling", Json::from(total.ceiling)),
        ("red_flag_item9", Json::from(sheet.flagged("phq9-9"))),
        ("escalate_now", Json::from(sheet.flagged("asq-now"))),
        ("screen_positive", Json::from(sheet.flagged("asq-any"))),
    ];
    found.retain(|(key, value)| vector.get(key).is_some_and(|expected| expected != value));
    found.iter().map(|(key, value)| format!("{key} is {value}, expected {}", vector[key])).collect()
}

#[test]
fn every_vector_of_the_built_in_instruments_agrees() {
    let library = Library::default();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (id, text) in INSTRUMENTS {
        let form = library.get(id).unwrap();
        for vector in vectors(text) {
            tried += 1;
            let (name, tag) = (vector["id"].as_str().unwrap(), vector["tag"].as_str().unwrap());
            match form.answers_from_json(&vector["items"]) {
                Err(why) if tag.starts_with("invalid") => assert!(why.contains("Question \"q"), "{why}"),
                Err(why) => wrong.push(format!("{name}: {why}")),
                Ok(_) if tag.starts_with("invalid") => wrong.push(format!("{name} was not refused")),
                Ok(answers) => {
                    let sheet = form.sheet(&answers, &context());
                    wrong.extend(differences(&vector, &sheet).iter().map(|why| format!("{name}: {why}")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(tried, 38 + 35 + 26 + 96);
}

#[test]
fn every_published_red_flag_of_the_built_in_instruments_is_declared() {
    let library = Library::default();
    let rules: Json = serde_json::from_str(include_str!("vectors/red_flags.json")).unwrap();
    for rule in rules["rules"].as_array().unwrap() {
        let Ok(form) = library.get(rule["instrument"].as_str().unwrap()) else { continue };
        let id = rule["id"].as_str().unwrap();
        assert!(form.flags.iter().any(|flag| flag.id == id), "{id} is not in {}", form.id);
    }
}
