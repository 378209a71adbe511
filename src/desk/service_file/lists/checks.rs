//! What the program needs of the lists, beyond each entry being sound.

use std::ops::Range;

use super::STATES;
use crate::domain::service::{Code, DetailState, Lists};
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::library::DESTINATIONS;

/// Checks the lists against the codes that the program names, and for entries without which
/// something could never be recorded, or never end.
pub(super) fn whole(fields: &mut Fields<'_>, lists: &Lists, reader: &mut Reader<'_>) {
    let named: [(&'static str, &[Code], &[&str]); 6] = [
        ("consent_statuses", &lists.consent_statuses, &["given", "refused"]),
        ("consent_how", &lists.consent_how, &["verbal"]),
        ("aa_statuses", &lists.aa_statuses, &["present"]),
        ("risk_levels", &lists.risk_levels, &["none"]),
        (
            "transfer_kinds",
            &lists.transfer_kinds,
            &["custody_to_court", "suite_to_suite", "adult_to_youth", "link_worker"],
        ),
        ("destinations", &lists.destinations, &DESTINATIONS),
    ];
    for (key, list, codes) in named {
        needs(fields, key, list, codes, reader);
    }
    // Not seeing somebody always asks what was done instead; "nothing" has to be sayable, and countable.
    let nothing_done = lists.done_instead.iter().any(|entry| entry.nothing_done);
    marked(fields, "done_instead", nothing_done, "nothing_done", "says that nothing was done", reader);
    let at_risk = lists.risk_levels.iter().any(|entry| entry.at_risk);
    marked(fields, "risk_levels", at_risk, "at_risk", "obliges to tell custody", reader);
    let ends = lists.mha_steps.iter().any(|entry| entry.ends);
    marked(fields, "mha_steps", ends, "ends", "ends an assessment", reader);
    let covers = lists.activities.iter().any(|entry| entry.covers);
    marked(fields, "activities", covers, "covers", "covers a site", reader);
    let attended = lists.attendance.iter().any(|entry| entry.attended);
    marked(fields, "attendance", attended, "attended", "says that the person was seen", reader);
    let declined = lists.not_seen_reasons.iter().any(|entry| entry.declined);
    marked(fields, "not_seen_reasons", declined, "declined", "says that the person declined", reader);
    let safeguarding = lists.destinations.iter().any(|entry| entry.safeguarding);
    marked(fields, "destinations", safeguarding, "safeguarding", "is safeguarding", reader);
    let by_anyone = lists.absences.iter().any(|entry| entry.told_by_anyone);
    marked(fields, "absences", by_anyone, "told_by_anyone", "anybody may record for a colleague", reader);
    let supervision = lists.service_activities.iter().any(|entry| entry.supervision);
    marked(fields, "service_activities", supervision, "supervision", "is a supervision", reader);
}

/// Complains of codes that the program or its forms name and the list does not have.
fn needs(fields: &mut Fields<'_>, key: &'static str, list: &[Code], codes: &[&str], reader: &mut Reader<'_>) {
    let Some(place) = fields.value(key).map(Placed::span) else { return };
    for code in codes.iter().filter(|code| !list.is_empty() && !list.iter().any(|e| e.code == **code)) {
        let message = format!("the list `{key}` has no \"{code}\", which the program names");
        let help = "add an entry with this code; its label is yours to choose";
        reader.complain(place.start..place.start + 1, message, help);
    }
}

/// Complains of a list in which no entry has the mark that at least one must have.
fn marked(
    fields: &mut Fields<'_>,
    key: &'static str,
    has_one: bool,
    mark: &str,
    about: &str,
    reader: &mut Reader<'_>,
) {
    let Some(value) = fields.value(key) else { return };
    if has_one || value.get_ref().as_array().is_none_or(|entries| entries.is_empty()) {
        return;
    }
    let place = value.span();
    let message = format!("no entry of `{key}` {about}");
    let help = format!("mark at least one entry with {mark} = true");
    reader.complain(place.start..place.start + 1, message, help);
}

/// Complains of each state that no entry of a list has. Where one could not be read, the state
/// that seems missing may be that one.
pub(super) fn every_state(
    key: &str,
    place: Range<usize>,
    seen: &[Option<DetailState>],
    reader: &mut Reader<'_>,
) {
    if seen.contains(&None) {
        return;
    }
    for (name, _) in STATES.iter().filter(|(_, state)| !seen.contains(&Some(*state))) {
        let message = format!("no entry of `{key}` has the state \"{name}\"");
        let help = format!("mark one entry with state = \"{name}\"");
        reader.complain(place.start..place.start + 1, message, help);
    }
}
