//! The person. An NHS number goes out only where one was recorded and its check digit fits; ethnic
//! category is what was recorded, and why there is none is kept apart.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::absent::because;
use super::json::{extension, list, object, part, words};
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::referral::{Birth, Person};
use crate::domain::service::{Code, DetailState, Lists, find};

const NHS_NUMBER: &str = "https://fhir.nhs.uk/Id/nhs-number";
const VERIFIED: &str =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
const VERIFIED_CODES: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";
const ETHNIC: &str = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory";
const ETHNIC_CODES: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland";

/// The id of the person's resource: the same over all their episodes.
pub(super) fn id(episode: &Episode) -> Uuid {
    part(episode.person_id.0, "patient")
}

/// The person.
pub(super) fn patient(episode: &Episode, lists: &Lists, whose: Whose) -> Json {
    let person = episode.person();
    let named = |json: Option<Json>| json.filter(|_| whose == Whose::Named);
    let mut identifiers =
        vec![json!({ "system": "urn:liaison:reference", "value": episode.referral.reference })];
    identifiers.extend(named(nhs_number(episode, lists)));
    let names = list(names(episode, person)).filter(|_| whose == Whose::Named);
    let address = detail(episode, DetailItem::Address).and_then(words);
    let gp = detail(episode, DetailItem::GpPractice).and_then(words);
    object([
        ("resourceType", Some(json!("Patient"))),
        ("id", Some(json!(id(episode)))),
        ("extension", ethnic(episode, lists).map(|one| json!([one]))),
        ("identifier", Some(Json::Array(identifiers))),
        ("name", names),
        ("gender", gender(&lists.sexes, &person.sex)),
        ("birthDate", named(birth_date(person))),
        ("address", named(address.map(|text| json!([{ "text": text }])))),
        ("generalPractitioner", named(gp.map(|gp| json!([{ "display": gp }])))),
    ])
}

fn detail(episode: &Episode, item: DetailItem) -> Option<&str> {
    episode.details.get(item.code()).map(String::as_str)
}

fn nhs_number(episode: &Episode, lists: &Lists) -> Option<Json> {
    let number = NhsNumber::parse(detail(episode, DetailItem::NhsNumber)?).ok()?;
    let status = detail(episode, DetailItem::NhsNumberStatus)
        .and_then(|code| find(&lists.nhs_number_statuses, code))
        .and_then(|entry| entry.national.as_deref());
    let status = status.map(|code| {
        let coding = json!({ "system": VERIFIED_CODES, "code": code });
        extension(VERIFIED, "valueCodeableConcept", json!({ "coding": [coding] }))
    });
    Some(object([
        ("extension", status.map(|one| json!([one]))),
        ("system", Some(json!(NHS_NUMBER))),
        ("value", Some(json!(number.digits()))),
    ]))
}

fn names(episode: &Episode, person: &Person) -> Vec<Json> {
    let mut names = Vec::new();
    if !(person.surname.trim().is_empty() && person.given.trim().is_empty()) {
        names.push(object([
            ("text", words(&person.full_name())),
            ("family", words(&person.surname)),
            ("given", words(&person.given).map(|given| json!([given]))),
        ]));
    }
    let preferred = detail(episode, DetailItem::PreferredName).and_then(words);
    names.extend(preferred.map(|name| json!({ "use": "usual", "text": name })));
    names
}

/// FHIR's gender, which is administrative; nothing where nobody recorded any.
fn gender(sexes: &[Code], code: &str) -> Option<Json> {
    let national = find(sexes, code)?.national.as_deref();
    Some(json!(match national {
        Some("1") => "male",
        Some("2") => "female",
        Some("9") => "other",
        _ => "unknown",
    }))
}

fn birth_date(person: &Person) -> Option<Json> {
    match person.birth {
        Birth::On(day) => Some(json!(day.to_string())),
        // An age that was told is no birth date.
        Birth::Aged { .. } | Birth::Unknown => None,
    }
}

/// Ethnic category: Z, asked and not stated; 99, not known; and whether 99 is because nobody asked.
/// Nothing where nothing was recorded.
fn ethnic(episode: &Episode, lists: &Lists) -> Option<Json> {
    let entry = find(&lists.ethnic_categories, detail(episode, DetailItem::Ethnicity)?)?;
    let coding = entry.national.as_ref().map(|code| json!([{ "system": ETHNIC_CODES, "code": code }]));
    let why = entry.state.map(|state| {
        because(match state {
            DetailState::NotStated => "asked-declined",
            DetailState::NotKnown => "unknown",
            DetailState::NotAsked => "not-asked",
        })
    });
    let concept = object([
        ("extension", why.map(|why| json!([why]))),
        ("coding", coding),
        ("text", words(&entry.label)),
    ]);
    Some(extension(ETHNIC, "valueCodeableConcept", concept))
}
