//! Why there is no answer, in the codes of `data-absent-reason`: it is never 0 and never "no".

use serde_json::{Value as Json, json};

use super::json::{ABSENT, extension, instant, ours};
use crate::domain::answer::{State, UnableReason};

/// Left out on purpose: the words could name the person.
pub(super) const MASKED: &str = "masked";

/// The code for a state without a value.
pub(super) fn code(state: &State) -> Option<&'static str> {
    match state {
        State::Answered { .. } => None,
        State::Declined => Some("asked-declined"),
        State::DoesNotKnow => Some("asked-unknown"),
        State::NotAsked => Some("not-asked"),
        // Somebody means to ask again: it may still become known.
        State::Unable { retry_at: Some(_), .. } => Some("temp-unknown"),
        State::Unable { retry_at: None, .. } => Some("not-performed"),
    }
}

/// Why a value is missing.
pub(super) fn because(code: &str) -> Json {
    extension(ABSENT, "valueCode", json!(code))
}

/// Everything that is said of why there is no answer.
pub(super) fn reasons(state: &State) -> Vec<Json> {
    let mut said: Vec<Json> = code(state).map(because).into_iter().collect();
    if let State::Unable { reason, retry_at } = state {
        said.push(ours("unable-reason", "valueCode", json!(unable(*reason))));
        said.extend(retry_at.map(|at| ours("retry-at", "valueDateTime", instant(at))));
    }
    said
}

/// The code under which the journal keeps the reason.
fn unable(reason: UnableReason) -> Json {
    json!(reason)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::answer::Value;

    #[test]
    fn each_state_without_a_value_has_a_code_of_its_own() {
        let unable = |retry_at| State::Unable { reason: UnableReason::Asleep, retry_at };
        let at = Some(DateTime::UNIX_EPOCH);
        let states = [
            (State::Declined, "asked-declined"),
            (State::DoesNotKnow, "asked-unknown"),
            (State::NotAsked, "not-asked"),
            (unable(None), "not-performed"),
            (unable(at), "temp-unknown"),
        ];
        for (state, expected) in states {
            assert_eq!(code(&state), Some(expected), "{state:?}");
            assert_eq!(reasons(&state).first(), Some(&because(expected)));
        }
        assert_eq!(reasons(&State::Answered { value: Value::Choice("no".into()) }), [] as [Json; 0]);
        let said = reasons(&unable(at));
        assert_eq!(said.get(1), Some(&ours("unable-reason", "valueCode", json!("asleep"))));
        assert_eq!(
            said.get(2).and_then(|one| one.get("valueDateTime")),
            Some(&json!("1970-01-01T01:00:00+01:00"))
        );
    }
}
