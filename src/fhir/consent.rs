//! What the person agreed to or not: the latest word on each kind, a `Consent` each.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::json::{coding, instant, list, listed, object, ours, part, reference, words};
use super::patient;
use crate::domain::episode::{ConsentLine, Episode};
use crate::domain::event::ConsentTo;
use crate::domain::service::Lists;

const SCOPES: &str = "http://terminology.hl7.org/CodeSystem/consentscope";
const KINDS: &str = "urn:liaison:consent-to";

/// The id of a consent of this kind; none where nothing was said of it.
pub(super) fn id(episode: &Episode, to: ConsentTo) -> Option<Uuid> {
    episode.consent(to).map(|_| part(episode.id.0, &format!("consent:{}", code(to))))
}

/// The latest word on each kind on which there is one.
pub(super) fn consents(episode: &Episode, lists: &Lists, whose: Whose) -> Vec<(Uuid, Json)> {
    let kinds = ConsentTo::ALL.into_iter();
    kinds
        .filter_map(|to| {
            let id = id(episode, to)?;
            Some((id, consent(episode, episode.consent(to)?, id, lists, whose)))
        })
        .collect()
}

fn consent(episode: &Episode, line: &ConsentLine, id: Uuid, lists: &Lists, whose: Whose) -> Json {
    let (said, to) = (&line.consent, line.consent.to);
    let (status, provision) = status(&said.status);
    let told = [("consent-how", &said.how), ("consent-covers", &said.scope), ("note", &said.note)];
    let told = told.into_iter().filter(|_| whose == Whose::Named);
    let mut extensions: Vec<Json> = Vec::new();
    extensions.extend(
        listed("consent_statuses", &lists.consent_statuses, &said.status)
            .map(|code| ours("consent-status", "valueCodeableConcept", code)),
    );
    extensions.extend(told.filter_map(|(name, text)| Some(ours(name, "valueString", words(text)?))));
    object([
        ("resourceType", Some(json!("Consent"))),
        ("id", Some(json!(id))),
        ("extension", list(extensions)),
        ("status", Some(json!(status))),
        ("scope", Some(json!({ "coding": [scope(to)] }))),
        ("category", Some(json!([{ "coding": [coding(KINDS, code(to), to.words())], "text": to.words() }]))),
        ("patient", Some(reference("Patient", patient::id(episode)))),
        ("dateTime", Some(instant(line.at))),
        // FHIR asks for a policy; this is the one that is followed.
        ("policyRule", Some(json!({ "text": "What was said, as recorded by Liaison and Diversion" }))),
        ("provision", provision.map(|kind| json!({ "type": kind }))),
    ])
}

/// The code under which the journal keeps the kind.
fn code(to: ConsentTo) -> &'static str {
    match to {
        ConsentTo::BeSeen => "be_seen",
        ConsentTo::Share => "share",
        ConsentTo::ReferOnward => "refer_onward",
        ConsentTo::ContactLater => "contact_later",
        ConsentTo::Evaluation => "evaluation",
    }
}

fn scope(to: ConsentTo) -> Json {
    match to {
        ConsentTo::BeSeen | ConsentTo::ReferOnward => coding(SCOPES, "treatment", "Treatment"),
        ConsentTo::Share | ConsentTo::ContactLater | ConsentTo::Evaluation => {
            coding(SCOPES, "patient-privacy", "Privacy Consent")
        }
    }
}

/// FHIR's status, and what is permitted or not. What is neither given, refused nor withdrawn (not
/// asked, no capacity to decide) is nothing to act on: a draft without a provision.
fn status(code: &str) -> (&'static str, Option<&'static str>) {
    match code {
        "given" => ("active", Some("permit")),
        "refused" => ("rejected", Some("deny")),
        "withdrawn" => ("inactive", Some("deny")),
        _ => ("draft", None),
    }
}
