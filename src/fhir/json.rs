//! The small shapes of which FHIR resources are made.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::service::{Code, find};
use crate::domain::time::local;

/// Before the name of each extension and code system of ours. A URN, for nobody serves pages of them.
pub(super) const OURS: &str = "urn:liaison:fhir";

/// Why a value is missing.
pub(super) const ABSENT: &str = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

/// An object whose keys without a value are left out: FHIR has no null.
pub(super) fn object<const N: usize>(fields: [(&str, Option<Json>); N]) -> Json {
    let some = fields.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Json::Object(some.collect::<Map<_, _>>())
}

/// A list; nothing where it is empty, for FHIR has no empty list.
pub(super) fn list(items: Vec<Json>) -> Option<Json> {
    (!items.is_empty()).then_some(Json::Array(items))
}

/// Words, trimmed; nothing where there are none, for FHIR has no empty text.
pub(super) fn words(text: &str) -> Option<Json> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(|text| json!(text))
}

/// An extension of ours with a value such as `valueString`.
pub(super) fn ours(name: &str, kind: &str, value: Json) -> Json {
    extension(&format!("{OURS}:{name}"), kind, value)
}

/// An extension with a value.
pub(super) fn extension(url: &str, kind: &str, value: Json) -> Json {
    Json::Object(Map::from_iter([("url".to_owned(), json!(url)), (kind.to_owned(), value)]))
}

/// A code of one of our own code systems.
pub(super) fn coding(system: &str, code: &str, display: &str) -> Json {
    object([("system", Some(json!(system))), ("code", Some(json!(code))), ("display", words(display))])
}

/// An entry of a list of the service, under the list's name. A code that the list does not have
/// any more goes out as it was recorded.
pub(super) fn listed(list: &str, codes: &[Code], code: &str) -> Option<Json> {
    if code.trim().is_empty() {
        return None;
    }
    let label = find(codes, code).map(|entry| entry.label.as_str());
    let coding = coding(&format!("urn:liaison:list:{list}"), code, label.unwrap_or_default());
    Some(object([("coding", Some(json!([coding]))), ("text", words(label.unwrap_or(code)))]))
}

/// A reference to a resource of the same bundle.
pub(super) fn reference(kind: &str, id: Uuid) -> Json {
    json!({ "reference": format!("urn:uuid:{id}"), "type": kind })
}

/// An instant by London's clock with its offset, to the second.
pub(super) fn instant(at: DateTime<Utc>) -> Json {
    let wall: NaiveDateTime = local(at);
    let offset = wall.signed_duration_since(at.naive_utc()).num_minutes();
    let sign = if offset < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
    json!(format!("{}{sign}{hours:02}:{minutes:02}", wall.format("%Y-%m-%dT%H:%M:%S")))
}

/// An id for a part that has none of its own, made from the id of what it belongs to: the same each
/// time, and never that of anything else.
pub(super) fn part(of: Uuid, name: &str) -> Uuid {
    let mut hash = Sha256::new();
    hash.update(of.as_bytes());
    hash.update(name.as_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, of)| *byte = of);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
