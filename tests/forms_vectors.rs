//! Every answer vector of the built-in instruments, against what independent scorers returned.
//!
//! `vectors/index.json` names the files; `vectors/red_flags.json` the answers that must escalate.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use liaison::forms::{Context, Library, Sheet};
use serde_json::Value as Json;

fn read(file: &str) -> Json {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(file);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn list(json: &Json) -> &Vec<Json> {
    json.as_array().unwrap()
}

fn word(json: &Json) -> &str {
    json.as_str().unwrap()
}

/// The instruments there are vectors for, each with its vectors.
fn instruments() -> Vec<(String, Vec<Json>)> {
    let files = list(&read("index.json")["files"]).clone();
    let with_vectors = |file: &Json| {
        let vectors = list(&read(word(&file["file"]))["vectors"]).clone();
        assert_eq!(file["n_vectors"], vectors.len(), "{}", file["file"]);
        (word(&file["instrument"]).to_owned(), vectors)
    };
    files.iter().map(with_vectors).collect()
}

fn context() -> Context {
    Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// A vector's field and where the sheet holds it. Not compared: `partial_sum` (what others print for
/// a partial form), `n_missing`, `parts`, the US cut-offs of the AUDIT-C, the prorated CORE-10, what
/// CamCOPS calls positive in a partial FAST, and `red_flag_item6`, which no vector fills in.
fn outputs(sheet: &Sheet) -> Vec<(&'static str, Json)> {
    let total = sheet.score("total").unwrap();
    let value = |id: &str| Json::from(sheet.score(id).and_then(|score| score.value));
    let band = |id: &str| Json::from(sheet.score(id).and_then(|score| score.published_band.clone()));
    let holds = |id: &str, name: &str| match band(id) {
        Json::String(band) => Json::from(band == name),
        _ => Json::Null,
    };
    let mut outputs = vec![
        ("/complete", Json::from(sheet.is_complete())),
        ("/total", Json::from(total.value)),
        ("/band", Json::from(total.published_band.clone())),
        ("/floor", Json::from(total.floor)),
        ("/ceiling", Json::from(total.ceiling)),
    ];
    outputs.extend(match sheet.form().id.as_str() {
        "asq" => vec![
            ("/escalate_now", Json::from(sheet.flagged("asq-now"))),
            ("/screen_positive", Json::from(sheet.flagged("asq-any"))),
        ],
        "auditc" => vec![("/extra/uk_band", band("uk_band"))],
        "bjmhs" => vec![("/refer_already_certain", Json::from(band("total") == "Refer"))],
        "gad2" | "phq2" => vec![("/positive_at_2", holds("positive_at_2", "2 or more"))],
        "gad7" => vec![
            ("/positive_at_8", holds("positive_at_8", "8 or more")),
            ("/positive_at_10", holds("positive_at_10", "10 or more")),
        ],
        "hark" => vec![("/positive_already_certain", Json::from(value("positive") == 1))],
        "k10" => vec![("/band_abs", band("abs"))],
        "k6" => vec![("/positive_13", holds("positive_13", "13 or more"))],
        "news2" => vec![("/any_three", holds("any_three", "Yes"))],
        "pc_ptsd_5" => vec![
            ("/positive_at_3", holds("positive_at_3", "3 or more")),
            ("/positive_at_4", holds("positive_at_4", "4 or more")),
            ("/gated", if sheet.is_complete() { Json::from(!sheet.shows("q1")) } else { Json::Null }),
        ],
        "pcl5" => vec![
            ("/extra/B", value("cluster_b")),
            ("/extra/C", value("cluster_c")),
            ("/extra/D", value("cluster_d")),
            ("/extra/E", value("cluster_e")),
            ("/extra/provisional_dsm5", holds("provisional_dsm5", "Pattern met")),
        ],
        "phq8" => vec![
            ("/extra/mds", holds("syndrome", "Pattern of major depressive syndrome")),
            ("/extra/ods", holds("syndrome", "Pattern of other depressive syndrome")),
        ],
        "phq9" => vec![
            ("/red_flag_item9", Json::from(sheet.flagged("phq9-9"))),
            ("/extra/n_total", value("symptoms")),
            ("/extra/major_depressive_syndrome", holds("syndrome", "Pattern of major depressive syndrome")),
            ("/extra/other_depressive_syndrome", holds("syndrome", "Pattern of other depressive syndrome")),
        ],
        _ => Vec::new(),
    });
    outputs
}

/// What differs between the vector and the sheet, in words.
fn differences(vector: &Json, sheet: &Sheet) -> Vec<String> {
    let differs = |(field, ours): (&str, Json)| {
        let expected = vector.pointer(field)?;
        (*expected != ours).then(|| format!("{field} is {ours}, expected {expected}"))
    };
    outputs(sheet).into_iter().filter_map(differs).collect()
}

#[test]
fn every_vector_of_the_built_in_instruments_agrees() {
    let library = Library::default();
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (id, vectors) in instruments() {
        let form = library.get(&id).unwrap_or_else(|why| panic!("{id}: {why}"));
        for vector in vectors {
            tried += 1;
            let (name, tag) = (word(&vector["id"]), word(&vector["tag"]));
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
    assert_eq!(tried, 781);
}

#[test]
fn every_published_red_flag_of_the_built_in_instruments_is_declared() {
    let library = Library::default();
    let mut declared = 0;
    for rule in list(&read("red_flags.json")["rules"]) {
        let Ok(form) = library.get(word(&rule["instrument"])) else { continue };
        let id = word(&rule["id"]);
        assert!(form.flags.iter().any(|flag| flag.id == id), "{id} is not in {}", form.id);
        declared += 1;
    }
    assert_eq!(declared, 10);
}

/// Whether the answers of a vector call for a flag, by the words of `red_flags.json`. A total that
/// is not there yet counts with its floor: what is certain fires on a partial form.
fn called_for(flag: &str, vector: &Json) -> Option<bool> {
    let item = |id: &str| vector["items"][id].as_i64();
    let any = |ids: &[&str], holds: fn(Option<i64>) -> bool| ids.iter().any(|id| holds(item(id)));
    let total = || vector["total"].as_i64().or(vector["floor"].as_i64());
    Some(match flag {
        "phq9-9" => item("q9").is_some_and(|given| given >= 1),
        "core10-6" => item("q6").is_some_and(|given| given >= 1),
        "k10-4" => item("q4").is_some_and(|given| given >= 4),
        "asq-now" => item("q5") == Some(1),
        "asq-any" => any(&["q1", "q2", "q3", "q4"], |given| given != Some(0)),
        "hark-any" => any(&["q1", "q2", "q3", "q4"], |given| given == Some(1)),
        "ciwa" => total()? >= 10,
        "cows" => total()? >= 13,
        "news2-7" => total()? >= 7,
        "news2-5" => total()? >= 5 || vector["any_three"].as_bool()?,
        _ => return None,
    })
}

#[test]
fn red_flags_fire_where_the_published_rules_say_and_nowhere_else() {
    let library = Library::default();
    for (id, vectors) in instruments() {
        let form = library.get(&id).unwrap();
        for vector in vectors {
            let Ok(answers) = form.answers_from_json(&vector["items"]) else { continue };
            let sheet = form.sheet(&answers, &context());
            for flag in &form.flags {
                let Some(expected) = called_for(&flag.id, &vector) else { continue };
                assert_eq!(sheet.flagged(&flag.id), expected, "{} of {}", flag.id, vector["id"]);
            }
        }
    }
}
