//! The stay, from the referral in to the end of the episode, and where it was.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::json::{coding, instant, list, listed, object, part, reference, words};
use super::patient;
use crate::domain::episode::{Episode, Stage};
use crate::domain::service::{Lists, Service, Site};

const CLASSES: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
const PLACES: &str = "http://terminology.hl7.org/CodeSystem/location-physical-type";

/// The site, where the service still has it, and the cell or room in it.
pub(super) fn locations(episode: &Episode, service: &Service) -> Vec<(Uuid, Json)> {
    let site = service.sites.iter().find(|site| site.code == episode.site);
    let site_id = site_id(&episode.site);
    let mut found = vec![(site_id, self::site(site_id, &episode.site, site))];
    if let Some(name) = words(&episode.place) {
        let place = object([
            ("resourceType", Some(json!("Location"))),
            ("id", Some(json!(place_id(episode)))),
            ("status", Some(json!("active"))),
            ("name", Some(name)),
            ("mode", Some(json!("instance"))),
            ("physicalType", Some(json!({ "coding": [coding(PLACES, "ro", "Room")] }))),
            ("partOf", Some(reference("Location", site_id))),
        ]);
        found.push((place_id(episode), place));
    }
    found
}

fn site(id: Uuid, code: &str, site: Option<&Site>) -> Json {
    object([
        ("resourceType", Some(json!("Location"))),
        ("id", Some(json!(id))),
        ("identifier", Some(json!([{ "system": "urn:liaison:site", "value": code }]))),
        ("status", Some(json!("active"))),
        ("name", words(site.map_or(code, |site| &site.name))),
        ("mode", Some(json!("instance"))),
        ("physicalType", Some(json!({ "coding": [coding(PLACES, "si", "Site")] }))),
    ])
}

fn site_id(code: &str) -> Uuid {
    part(Uuid::nil(), &format!("site:{code}"))
}

fn place_id(episode: &Episode) -> Uuid {
    part(episode.id.0, "place")
}

/// The stay.
pub(super) fn encounter(episode: &Episode, lists: &Lists, whose: Whose, request: Option<Uuid>) -> Json {
    let referral = &episode.referral;
    let mut identifiers = vec![json!({ "system": "urn:liaison:reference", "value": referral.reference })];
    identifiers.extend(
        words(&referral.custody_ref)
            .filter(|_| whose == Whose::Named)
            .map(|number| json!({ "system": "urn:liaison:custody-record", "value": number })),
    );
    let (ended, closed) = match &episode.stage {
        Stage::Closed { at, code, .. } => (Some(*at), Some(code)),
        _ => (None, None),
    };
    let here = if episode.place.trim().is_empty() { site_id(&episode.site) } else { place_id(episode) };
    // Told where the person went when they left; the disposition is of the stay, not of the charge.
    let left = episode.left.as_ref().and_then(|(outcome, _)| listed("outcomes", &lists.outcomes, outcome));
    object([
        ("resourceType", Some(json!("Encounter"))),
        ("id", Some(json!(episode.id.0))),
        ("identifier", Some(Json::Array(identifiers))),
        ("status", Some(json!(status(episode)))),
        ("class", Some(coding(CLASSES, "FLD", "field"))),
        ("type", closed.and_then(|code| closing(episode, lists, code)).map(|one| json!([one]))),
        ("subject", Some(reference("Patient", patient::id(episode)))),
        ("basedOn", request.map(|id| json!([reference("ServiceRequest", id)]))),
        (
            "period",
            Some(object([("start", Some(instant(referral.received_at))), ("end", ended.map(instant))])),
        ),
        ("reasonCode", list(listed("reasons", &lists.reasons, &referral.reason).into_iter().collect())),
        ("hospitalization", left.map(|left| json!({ "dischargeDisposition": left }))),
        ("location", Some(json!([{ "location": reference("Location", here) }]))),
    ])
}

/// How it was closed, in the list that belongs to it.
fn closing(episode: &Episode, lists: &Lists, code: &str) -> Option<Json> {
    if episode.seen_at.is_some() {
        listed("closures", &lists.closures, code)
    } else {
        listed("not_seen_reasons", &lists.not_seen_reasons, code)
    }
}

fn status(episode: &Episode) -> &'static str {
    match &episode.stage {
        Stage::Identified | Stage::Received => "arrived",
        Stage::Waiting => "triaged",
        Stage::OnHold { .. } => "onleave",
        Stage::BeingSeen { .. } | Stage::Seen | Stage::Screened | Stage::Assessed | Stage::FollowUp => {
            "in-progress"
        }
        Stage::Closed { .. } if episode.seen_at.is_some() => "finished",
        // It ended before it had begun.
        Stage::Closed { .. } => "cancelled",
    }
}
