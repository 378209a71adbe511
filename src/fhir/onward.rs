//! An onward referral: what was asked of the destination, and the task that says how far it came.

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::json::{coding, instant, listed, object, ours, part, reference, words};
use super::{patient, referral};
use crate::domain::episode::{Episode, Onward};
use crate::domain::event::OnwardStep;
use crate::domain::service::{Lists, find};

const STEPS: &str = "urn:liaison:onward-step";

/// How far it came: as a request, as a task, and in our own word.
struct Standing<'a> {
    request: &'static str,
    task: &'static str,
    step: &'static str,
    since: DateTime<Utc>,
    why: Option<(&'static str, &'a str)>,
}

/// The id of the task of an onward referral.
pub(super) fn task_id(onward: &Onward) -> Uuid {
    part(onward.id.0, "task")
}

/// What is asked of the destination.
pub(super) fn request(
    episode: &Episode,
    onward: &Onward,
    lists: &Lists,
    whose: Whose,
    consent: Option<Uuid>,
) -> Json {
    let standing = standing(onward, lists);
    let reason = words(&onward.reason).filter(|_| whose == Whose::Named);
    let told = listed("consent_statuses", &lists.consent_statuses, &onward.consent);
    object([
        ("resourceType", Some(json!("ServiceRequest"))),
        ("id", Some(json!(onward.id.0))),
        ("extension", told.map(|code| json!([ours("consent-status", "valueCodeableConcept", code)]))),
        ("basedOn", referral::id(episode).map(|id| json!([reference("ServiceRequest", id)]))),
        ("status", Some(json!(standing.request))),
        ("intent", Some(json!("order"))),
        ("category", Some(json!([{ "text": "Onward referral" }]))),
        ("priority", referral::priority(&lists.priorities, &onward.urgency)),
        ("code", listed("destinations", &lists.destinations, &onward.destination)),
        ("subject", Some(reference("Patient", patient::id(episode)))),
        ("encounter", Some(reference("Encounter", episode.id.0))),
        ("occurrenceDateTime", onward.appointment().map(instant)),
        ("authoredOn", Some(instant(onward.made_at))),
        ("reasonCode", reason.map(|text| json!([{ "text": text }]))),
        ("supportingInfo", consent.map(|id| json!([reference("Consent", id)]))),
    ])
}

/// How far it came.
pub(super) fn task(episode: &Episode, onward: &Onward, lists: &Lists) -> Json {
    let standing = standing(onward, lists);
    let why = standing.why.and_then(|(list, code)| match list {
        "attendance" => listed(list, &lists.attendance, code),
        _ => listed(list, &lists.refusal_reasons, code),
    });
    object([
        ("resourceType", Some(json!("Task"))),
        ("id", Some(json!(task_id(onward)))),
        ("basedOn", Some(json!([reference("ServiceRequest", onward.id.0)]))),
        ("status", Some(json!(standing.task))),
        ("statusReason", why),
        (
            "businessStatus",
            Some(
                json!({ "coding": [coding(STEPS, standing.step, "")], "text": standing.step.replace('_', " ") }),
            ),
        ),
        ("intent", Some(json!("order"))),
        ("priority", referral::priority(&lists.priorities, &onward.urgency)),
        ("focus", Some(reference("ServiceRequest", onward.id.0))),
        ("for", Some(reference("Patient", patient::id(episode)))),
        ("encounter", Some(reference("Encounter", episode.id.0))),
        ("authoredOn", Some(instant(onward.made_at))),
        ("lastModified", Some(instant(standing.since))),
    ])
}

/// How far it came by its steps; that somebody asked after it changes nothing.
fn standing<'a>(onward: &'a Onward, lists: &Lists) -> Standing<'a> {
    let mut standing =
        Standing { request: "draft", task: "draft", step: "decided", since: onward.made_at, why: None };
    for (step, at) in &onward.steps {
        let (request, task, word, why) = match step {
            OnwardStep::Sent { .. } => ("active", "requested", "sent", None),
            OnwardStep::Accepted { .. } => ("active", "accepted", "accepted", None),
            OnwardStep::Chased { .. } => (standing.request, standing.task, standing.step, None),
            OnwardStep::Attended { code } => {
                let (request, task, word) = attended(lists, code);
                (request, task, word, Some(("attendance", code.as_str())))
            }
            OnwardStep::Ended { reason } => {
                ("revoked", "cancelled", "ended", Some(("refusal_reasons", reason.as_str())))
            }
        };
        standing = Standing { request, task, step: word, since: *at, why };
    }
    standing
}

/// What an NHS attendance code makes of it.
fn attended(lists: &Lists, code: &str) -> (&'static str, &'static str, &'static str) {
    match find(&lists.attendance, code).and_then(|entry| entry.national.as_deref()) {
        Some("5" | "6") => ("completed", "completed", "attended"),
        Some("0") => ("active", "accepted", "still_to_come"),
        Some("2" | "4") => ("revoked", "cancelled", "appointment_cancelled"),
        _ => ("revoked", "failed", "not_attended"),
    }
}
