//! A form as a `Questionnaire`: sections, tables and repeat groups as groups, questions by their ids,
//! scores as items that nobody fills in.

use serde_json::{Map, Value as Json, json};

use super::item::{help, item};
use super::json::{object, ours, words};
use super::{enable, json};
use crate::forms::{Form, Question, Score, Section, Table};

/// Link id of the group in which the scores stand. No id of a form has a full stop in it.
pub(super) const SCORES: &str = "form.scores";

/// The canonical address of a form, without its version.
pub fn canonical(form: &str) -> String {
    format!("urn:liaison:form:{form}")
}

/// The link id of a section: a question may have the same id as a section.
pub(super) fn section_id(section: &str) -> String {
    format!("form.section.{section}")
}

/// The link id of a score.
pub(super) fn score_id(score: &str) -> String {
    format!("form.score.{score}")
}

/// The link id of the band a score falls in.
pub(super) fn band_id(score: &str) -> String {
    format!("form.score.{score}.band")
}

/// A form.
pub fn questionnaire(form: &Form) -> Json {
    let mut items: Vec<Json> = form.sections.iter().map(|one| section(form, one)).collect();
    items.extend(scores(form));
    let told = [("source", &form.source), ("wording", &form.wording)];
    let told =
        told.into_iter().filter_map(|(name, text)| Some(ours(name, "valueString", json!(text.as_ref()?))));
    object([
        ("resourceType", Some(json!("Questionnaire"))),
        ("id", Some(json!(form.id.replace('_', "-")))),
        ("extension", json::list(told.collect())),
        ("url", Some(json!(canonical(&form.id)))),
        ("identifier", Some(json!([{ "system": "urn:liaison:form-sha256", "value": form.hash }]))),
        ("version", Some(json!(form.version))),
        ("name", Some(json!(name(&form.id)))),
        ("title", Some(json!(form.title))),
        ("status", Some(json!("active"))),
        ("subjectType", Some(json!(["Patient"]))),
        ("description", form.about.as_deref().and_then(words)),
        ("copyright", words(&form.licence)),
        ("item", json::list(items)),
    ])
}

/// A name that programs can use: a capital first, then letters, digits and underscores.
fn name(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn section(form: &Form, section: &Section) -> Json {
    let (mut group, mut extensions) = (Map::new(), Vec::new());
    let mut items = Vec::new();
    items.extend(
        section.intro.as_ref().map(
            |intro| json!({ "linkId": format!("{}.intro", section_id(&section.id)), "text": intro, "type": "display" }),
        ),
    );
    items.extend(asked(form, section));
    group.insert("linkId".to_owned(), json!(section_id(&section.id)));
    group.insert("text".to_owned(), json!(section.title));
    // A group without items is no group.
    group.insert("type".to_owned(), json!(if items.is_empty() { "display" } else { "group" }));
    enable::put(&mut group, &mut extensions, form, section.show_if.as_ref(), true);
    if !extensions.is_empty() {
        group.insert("extension".to_owned(), Json::Array(extensions));
    }
    if !items.is_empty() {
        group.insert("item".to_owned(), Json::Array(items));
    }
    Json::Object(group)
}

/// The questions of a section; the rows of a table stand in a group of their own.
fn asked(form: &Form, section: &Section) -> Vec<Json> {
    let questions = form.questions.get(section.questions.clone()).unwrap_or_default();
    let mut items = Vec::new();
    for question in questions.iter().filter(|question| question.group.is_none()) {
        match form.table_of(question) {
            None => items.push(item(form, question)),
            Some(of) if of.rows.start == question.place => items.push(table(form, of)),
            Some(_) => {}
        }
    }
    items
}

fn table(form: &Form, table: &Table) -> Json {
    let rows: &[Question] = form.questions.get(table.rows.clone()).unwrap_or_default();
    let mut items: Vec<Json> = rows.iter().map(|row| item(form, row)).collect();
    items.extend(table.help.as_deref().map(|text| help(&table.id, text)));
    json!({ "linkId": table.id, "text": table.text, "type": "group", "item": items })
}

/// The scores, which nobody fills in: each its number, and the band it falls in where it has bands.
fn scores(form: &Form) -> Option<Json> {
    let items: Vec<Json> = form.scores.iter().flat_map(score).collect();
    let items = json::list(items)?;
    Some(json!({ "linkId": SCORES, "text": "Scores", "type": "group", "readOnly": true, "item": items }))
}

fn score(score: &Score) -> Vec<Json> {
    let number = score.has_number().then(|| {
        json!({
            "linkId": score_id(&score.id),
            "text": score.title,
            "type": "integer",
            "readOnly": true,
        })
    });
    let banded = !score.bands.is_empty() || !score.cut_offs.is_empty();
    let band = banded.then(|| {
        json!({
            "linkId": band_id(&score.id),
            "text": format!("{}, in words", score.title),
            "type": "string",
            "readOnly": true,
        })
    });
    number.into_iter().chain(band).collect()
}
