//! FHIR out of every form and of 200 screenings made up at random: what it says, and that two
//! validators that are not ours accept it.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "fhir/enabled.rs"]
mod enabled;
#[allow(dead_code, reason = "only some of it is used here")]
#[path = "forms_random/generate.rs"]
mod generate;
#[path = "fhir/random.rs"]
mod random;
#[path = "fhir/validators.rs"]
mod validators;

use std::collections::BTreeMap;
use std::sync::Arc;

use liaison::domain::answer::State;
use liaison::domain::episode::ScreeningStatus;
use liaison::fhir::{Answered, Whose, questionnaire, response};
use liaison::forms::{Form, Kind, Library};
use random::answered;
use serde_json::{Value as Json, json};
use uuid::Uuid;
use validators::Validators;

const PERSON: Uuid = Uuid::from_u128(5);
const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

fn forms() -> Vec<Arc<Form>> {
    let library = Library::default();
    let listed = library.list();
    let forms: Vec<_> = listed.iter().map(|one| library.get(&one.id).unwrap()).collect();
    assert!(forms.len() >= 38);
    forms
}

/// 200 screenings: each form that comes with the program some times, and forms made up at random.
fn screenings() -> Vec<Answered> {
    let ours = forms();
    let made_up: Vec<_> = (0..24).map(|seed| Arc::new(generate::form(seed))).collect();
    let all: Vec<_> = ours.iter().chain(&made_up).collect();
    (0..200).map(|nth| answered(all[nth % all.len()], nth as u64)).collect()
}

fn responses(whose: Whose) -> Vec<(Answered, Json)> {
    let all = screenings().into_iter();
    all.map(|one| {
        let response = response(&one, PERSON, whose).unwrap();
        (one, response)
    })
    .collect()
}

/// All items below, by their link ids.
fn by_link<'a>(below: &'a Json, found: &mut BTreeMap<String, Vec<&'a Json>>) {
    for item in below["item"].as_array().into_iter().flatten() {
        found.entry(item["linkId"].as_str().unwrap().to_owned()).or_default().push(item);
        by_link(item, found);
        for answer in item["answer"].as_array().into_iter().flatten() {
            by_link(answer, found);
        }
    }
}

fn links(below: &Json) -> BTreeMap<String, Vec<&Json>> {
    let mut found = BTreeMap::new();
    by_link(below, &mut found);
    found
}

fn extension<'a>(of: &'a Json, url: &str) -> Option<&'a Json> {
    of["extension"].as_array().into_iter().flatten().find(|one| one["url"] == url)
}

#[test]
fn every_item_of_a_response_is_in_its_questionnaire_once_and_no_link_id_is_given_twice() {
    for (one, response) in responses(Whose::Named) {
        let sheet = one.sheet.as_ref().unwrap();
        let asked = questionnaire(sheet.form());
        let known = links(&asked);
        assert!(known.values().all(|items| items.len() == 1), "{}", asked["url"]);
        for link in links(&response).keys() {
            assert!(known.contains_key(link), "{link} of {}", asked["url"]);
        }
        let pinned = format!("{}|{}", asked["url"].as_str().unwrap(), asked["version"].as_str().unwrap());
        assert_eq!(response["questionnaire"], pinned);
        assert_eq!(response["id"], json!(one.screening.id.0));
    }
}

#[test]
fn every_answer_that_is_shown_is_there_once_and_none_that_is_hidden() {
    let (mut seen, mut hidden) = (0, 0);
    for (one, response) in responses(Whose::Named) {
        let sheet = one.sheet.as_ref().unwrap();
        let found = links(&response);
        let mut expected: BTreeMap<String, usize> = BTreeMap::new();
        for item in sheet.questions() {
            let Some(answer) = sheet.answer(&item) else { continue };
            let rows = sheet.rows(item.question).len();
            let times = if matches!(item.question.kind, Kind::Group(_)) { rows.max(1) } else { 1 };
            *expected.entry(item.question.id.clone()).or_default() += times;
            if item.row.is_none() && !matches!(answer.state, State::Answered { .. }) {
                assert!(extension(found[&item.question.id][0], ABSENT).is_some(), "{}", item.key());
            }
        }
        for question in sheet.form().questions.iter().filter(|question| question.takes_answer()) {
            let times = found.get(&question.id).map_or(0, Vec::len);
            assert_eq!(times, expected.get(&question.id).copied().unwrap_or(0), "{}", question.id);
            seen += times;
        }
        hidden += sheet.answers().keys().filter(|key| !sheet.shows(key)).count();
    }
    assert!(seen > 2000 && hidden > 50, "{seen} shown, {hidden} hidden");
}

#[test]
fn a_reason_for_having_no_answer_never_stands_beside_one() {
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for (_, response) in responses(Whose::Named) {
        for item in links(&response).into_values().flatten() {
            if let Some(absent) = extension(item, ABSENT) {
                assert_eq!(item.get("answer"), None, "{item}");
                *codes.entry(absent["valueCode"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        }
    }
    let known = ["asked-declined", "asked-unknown", "not-asked", "not-performed", "temp-unknown", "unknown"];
    assert_eq!(codes.keys().collect::<Vec<_>>(), known, "{codes:?}");
    assert!(codes.values().all(|times| *times > 10), "{codes:?}");
}

#[test]
fn a_reader_that_knows_only_fhir_enables_what_the_form_shows() {
    let (mut said, mut shown) = (0, 0);
    for (one, response) in responses(Whose::Named) {
        let sheet = one.sheet.as_ref().unwrap();
        let asked = questionnaire(sheet.form());
        let items = links(&asked);
        let found = links(&response);
        for question in &sheet.form().questions {
            let section = sheet.form().section_of(question).unwrap();
            // Where the section is hidden its questions are, whatever they say themselves.
            let of_section =
                enabled::enabled(items[&format!("form.section.{}", section.id)][0], &response, None);
            let can_tell = section.show_if.is_none() || of_section.is_some();
            if !can_tell {
                continue;
            }
            let item = items[&question.id][0];
            let group_item = sheet.form().group_of(question).map(|group| items[&group.id][0]);
            let scopes = match sheet.form().group_of(question) {
                None => vec![(None, None)],
                Some(group) => {
                    let rows = if sheet.shows(&group.id) { sheet.rows(group).to_vec() } else { Vec::new() };
                    let of_rows = found.get(&group.id).cloned().unwrap_or_default();
                    rows.into_iter().map(Some).zip(of_rows.into_iter().map(Some)).collect()
                }
            };
            for (row, scope) in scopes {
                let Some(own) =
                    enabled::enabled(item, &response, scope.map(|row| (group_item.unwrap(), row)))
                else {
                    continue;
                };
                let expected = sheet.shows(&question.key(row));
                assert_eq!(own && of_section != Some(false), expected, "{}: {item}", asked["url"]);
                said += 1;
                shown += usize::from(expected);
            }
        }
    }
    assert!(said > 300 && shown > 100 && said - shown > 100, "{shown} of {said} enabled");
}

#[test]
fn a_condition_that_fhir_cannot_say_exactly_is_carried_and_not_said() {
    let forms = forms();
    let (mut said, mut carried) = (0, 0);
    for form in &forms {
        let asked = questionnaire(form);
        let items = links(&asked);
        for question in form.questions.iter().filter(|question| question.show_if.is_some()) {
            let item = items[&question.id][0];
            let ours = extension(item, "urn:liaison:fhir:show-if");
            assert_ne!(item.get("enableWhen").is_some(), ours.is_some(), "{item}");
            if let Some(ours) = ours {
                assert_eq!(ours["valueString"], question.show_if.as_ref().unwrap().source());
                println!("carried: {} {}", form.id, question.show_if.as_ref().unwrap().source());
                carried += 1;
            } else {
                said += 1;
            }
        }
    }
    println!("{said} conditions said in FHIR, {carried} carried");
    assert!(said > 90 && carried > 5, "{said} said, {carried} carried");
}

#[test]
fn a_status_follows_from_how_the_screening_ended() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (one, response) in responses(Whose::Named) {
        let expected = match (&one.screening.status, &one.screening.amends) {
            (ScreeningStatus::SetAside { .. }, _) => "stopped",
            (_, Some(_)) => "amended",
            (_, None) => "completed",
        };
        assert_eq!(response["status"], expected);
        assert_eq!(response["authored"], "2026-07-01T23:59:00+01:00");
        *seen.entry(expected.to_owned()).or_default() += 1;
    }
    assert_eq!(seen.len(), 3, "{seen:?}");
    let mut draft = screenings().remove(0);
    draft.screening.status = ScreeningStatus::Draft;
    assert_eq!(response(&draft, PERSON, Whose::Named), None);
}

#[test]
fn without_names_no_free_word_goes_out() {
    for (one, response) in responses(Whose::Unnamed) {
        let text = response.to_string();
        for secret in ["Łukasz", "Ada Okafor", "custody record 19:02", "second line"] {
            assert!(!text.contains(secret), "{secret} in {} of {}", response["id"], one.screening.form);
        }
    }
    let masked =
        responses(Whose::Unnamed).iter().any(|(_, response)| response.to_string().contains("\"masked\""));
    assert!(masked);
}

#[test]
fn two_validators_accept_every_form_and_200_screenings() {
    let Some(validators) = Validators::find() else { return };
    let mut all: Vec<Json> = forms().iter().map(|form| questionnaire(form)).collect();
    all.extend((0..24).map(|seed| questionnaire(&generate::form(seed))));
    validators.accept(&all);
    for whose in [Whose::Named, Whose::Unnamed] {
        let all: Vec<Json> = responses(whose).into_iter().map(|(_, response)| response).collect();
        assert_eq!(all.len(), 200);
        validators.accept(&all);
    }
}

#[test]
fn the_validators_do_refuse_what_is_broken() {
    let Some(validators) = Validators::find() else { return };
    let sound = responses(Whose::Named).into_iter().map(|(_, response)| response);
    let sound = sound.into_iter().find(|one| one.to_string().contains("valueDate\"")).unwrap();
    let mut finished = sound.clone();
    finished["status"] = json!("finished");
    let mut no_status = sound.clone();
    no_status.as_object_mut().unwrap().remove("status");
    let mut unknown = sound.clone();
    unknown["finishedAt"] = json!("2026-11-22");
    let mut date = sound.clone();
    date["authored"] = json!("22/11/2026");
    let broken = [finished, no_status, unknown, date];
    let said = validators.say(&broken);
    // Each misses one: only both together are a check.
    let refused: Vec<(bool, bool)> =
        said.iter().map(|(python, node)| (python != "ok", node != "ok")).collect();
    assert_eq!(refused, [(false, true), (true, true), (true, true), (true, false)], "{said:#?}");
    assert_eq!(validators.say(&[sound]), [("ok".to_owned(), "ok".to_owned())]);
}
