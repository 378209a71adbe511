//! The referral in.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::json::{instant, listed, object, part, reference, words};
use super::patient;
use crate::domain::episode::{Episode, Stage};
use crate::domain::service::{Code, Lists, find, label};

/// The id of the referral in; none where nobody has referred the person.
pub(super) fn id(episode: &Episode) -> Option<Uuid> {
    (!episode.work.identified_only).then(|| part(episode.id.0, "referral"))
}

/// The referral in.
pub(super) fn request(episode: &Episode, lists: &Lists, whose: Whose) -> Option<Json> {
    let referral = &episode.referral;
    let named = |text: &str| words(text).filter(|_| whose == Whose::Named);
    let source = listed("sources", &lists.sources, &referral.source);
    let requester = named(&referral.told_by).or_else(|| words(label(&lists.sources, &referral.source)));
    let triage = episode.work.triage.as_ref().map(|entry| entry.what.priority.as_str());
    let notes = [&referral.details, &referral.known_risk].into_iter().filter_map(|text| named(text));
    let notes: Vec<Json> = notes.map(|text| json!({ "text": text })).collect();
    Some(object([
        ("resourceType", Some(json!("ServiceRequest"))),
        ("id", Some(json!(id(episode)?))),
        ("status", Some(json!(status(episode)))),
        ("intent", Some(json!("order"))),
        ("category", Some(json!([{ "text": "Referral to Liaison and Diversion" }]))),
        ("priority", priority(&lists.priorities, triage.unwrap_or(&referral.priority))),
        ("code", Some(json!({ "text": "Liaison and Diversion screening" }))),
        ("subject", Some(reference("Patient", patient::id(episode)))),
        ("authoredOn", Some(instant(referral.received_at))),
        (
            "requester",
            requester.map(|display| {
                object([
                    (
                        "extension",
                        source.map(|code| {
                            json!([super::json::ours("source-of-referral", "valueCodeableConcept", code)])
                        }),
                    ),
                    ("display", Some(display)),
                ])
            }),
        ),
        ("reasonCode", listed("reasons", &lists.reasons, &referral.reason).map(|reason| json!([reason]))),
        ("note", super::json::list(notes)),
    ]))
}

fn status(episode: &Episode) -> &'static str {
    match (&episode.stage, episode.seen_at) {
        (Stage::Closed { .. }, Some(_)) => "completed",
        (Stage::Closed { .. }, None) => "revoked",
        _ => "active",
    }
}

/// FHIR's priority by the NHS code of a priority; nothing before triage, and for a code that the NHS
/// does not have.
pub(super) fn priority(priorities: &[Code], code: &str) -> Option<Json> {
    match find(priorities, code)?.national.as_deref()? {
        "1" => Some(json!("stat")),
        "4" => Some(json!("asap")),
        "2" => Some(json!("urgent")),
        "3" => Some(json!("routine")),
        _ => None,
    }
}
