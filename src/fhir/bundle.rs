//! What goes out together: all forms, or all there is of one episode.

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::json::{instant, object, part, words};
use super::response::{Answered, Author, Belongs, within};
use super::{Whose, consent, flag, onward, patient, questionnaire, referral, stay};
use crate::domain::episode::Episode;
use crate::domain::event::ConsentTo;
use crate::domain::service::Service;
use crate::forms::Form;

/// All there is of one episode, read at one moment.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// The episode.
    pub episode: &'a Episode,
    /// Its screenings that have ended, in the order in which they were begun.
    pub answered: &'a [Answered],
    /// The service whose codes stand in it.
    pub service: &'a Service,
    /// Whether the person can be told from it.
    pub whose: Whose,
}

/// All forms as one bundle, in the order given.
pub fn forms<'f>(at: DateTime<Utc>, forms: impl Iterator<Item = &'f Form>) -> Json {
    let entries = forms.map(|form| entry(part(Uuid::nil(), &form.hash), questionnaire(form)));
    json!({
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": instant(at),
        "entry": entries.collect::<Vec<_>>(),
    })
}

/// One episode as a bundle: every reference in it names an entry of it.
pub fn bundle(record: &Record<'_>) -> Json {
    let Record { episode, service, whose, .. } = *record;
    let (lists, request) = (&service.lists, referral::id(episode));
    let mut entries = vec![entry(patient::id(episode), patient::patient(episode, lists, whose))];
    entries.push(entry(episode.id.0, stay::encounter(episode, lists, whose, request)));
    entries.extend(stay::locations(episode, service).into_iter().map(|(id, one)| entry(id, one)));
    entries.extend(request.zip(referral::request(episode, lists, whose)).map(|(id, one)| entry(id, one)));
    entries.extend(consent::consents(episode, lists, whose).into_iter().map(|(id, one)| entry(id, one)));
    entries.extend(authors(record.answered).into_iter().map(|author| practitioner(author, whose)));
    let belongs = Belongs { patient: patient::id(episode), encounter: episode.id.0, request };
    for answered in record.answered {
        let response = within(answered, belongs.patient, Some(belongs), whose);
        entries.extend(response.map(|one| entry(answered.screening.id.0, one)));
    }
    entries.extend(episode.flags.iter().map(|one| entry(one.raise.flag.0, flag::flag(episode, one))));
    let agreed = consent::id(episode, ConsentTo::ReferOnward);
    for one in &episode.onward {
        entries.push(entry(one.id.0, onward::request(episode, one, lists, whose, agreed)));
        entries.push(entry(onward::task_id(one), onward::task(episode, one, lists)));
    }
    let pseudonymous = json!({
        "security": [{
            "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
            "code": "PSEUDED",
            "display": "pseudonymized",
        }],
    });
    object([
        ("resourceType", Some(json!("Bundle"))),
        ("meta", (whose == Whose::Unnamed).then_some(pseudonymous)),
        (
            "identifier",
            Some(json!({ "system": "urn:liaison:reference", "value": episode.referral.reference })),
        ),
        ("type", Some(json!("collection"))),
        ("timestamp", Some(instant(record.at))),
        ("entry", Some(Json::Array(entries))),
    ])
}

fn entry(id: Uuid, resource: Json) -> Json {
    json!({ "fullUrl": format!("urn:uuid:{id}"), "resource": resource })
}

/// Everybody who ended a screening, each once.
fn authors(answered: &[Answered]) -> Vec<&Author> {
    let mut found: Vec<&Author> = Vec::new();
    for author in answered.iter().filter_map(|one| one.author.as_ref()) {
        if found.iter().all(|other| other.id != author.id) {
            found.push(author);
        }
    }
    found
}

fn practitioner(author: &Author, whose: Whose) -> Json {
    let name = match whose {
        Whose::Named => &author.name,
        Whose::Unnamed => &author.label,
    };
    entry(
        author.id,
        object([
            ("resourceType", Some(json!("Practitioner"))),
            ("id", Some(json!(author.id))),
            ("identifier", Some(json!([{ "system": "urn:liaison:practitioner", "value": author.id }]))),
            ("name", words(name).map(|text| json!([{ "text": text }]))),
        ]),
    )
}
