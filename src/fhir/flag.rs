//! A red flag: a warning to whoever sees the person next. Never a `Condition`: a screening finds no
//! diagnosis.

use serde_json::{Value as Json, json};

use super::json::{coding, instant, list, object, ours, reference, words};
use super::patient;
use crate::domain::episode::{Episode, FlagTold, RedFlag, ScreeningStatus};

const CATEGORIES: &str = "http://terminology.hl7.org/CodeSystem/flag-category";

/// The flag, active until the answer that raised it was changed.
pub(super) fn flag(episode: &Episode, flag: &RedFlag) -> Json {
    let form = episode.screening(flag.raise.screening).map(|screening| screening.form.as_str());
    let code = form.map(|form| coding(&format!("urn:liaison:form:{form}:flag"), &flag.raise.rule, ""));
    let first = |is: fn(&FlagTold) -> bool| flag.told.iter().find(|told| is(told)).map(|told| told.at);
    let told = [
        ("told-by-voice", first(|told| told.by_voice)),
        ("in-custody-record", first(|told| told.in_custody_record)),
    ];
    let mut extensions: Vec<Json> = Vec::new();
    // A draft does not go out, so nothing can point to it.
    let ended = episode
        .screening(flag.raise.screening)
        .filter(|screening| !matches!(screening.status, ScreeningStatus::Draft));
    extensions.extend(ended.map(|screening| {
        ours("raised-by", "valueReference", reference("QuestionnaireResponse", screening.id.0))
    }));
    extensions
        .extend(told.into_iter().filter_map(|(name, at)| Some(ours(name, "valueDateTime", instant(at?)))));
    let lifted = flag.lifted_at.map(instant);
    object([
        ("resourceType", Some(json!("Flag"))),
        ("id", Some(json!(flag.raise.flag.0))),
        ("extension", list(extensions)),
        ("status", Some(json!(if lifted.is_some() { "inactive" } else { "active" }))),
        ("category", Some(json!([{ "coding": [coding(CATEGORIES, "safety", "Safety")] }]))),
        (
            "code",
            Some(object([("coding", code.map(|code| json!([code]))), ("text", words(&flag.raise.words))])),
        ),
        ("subject", Some(reference("Patient", patient::id(episode)))),
        ("period", Some(object([("start", Some(instant(flag.at))), ("end", lifted)]))),
        ("encounter", Some(reference("Encounter", episode.id.0))),
    ])
}
