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
    for mark in marks(lists) {
        marked(fields, &mark, reader);
    }
}

/// A mark that at least one entry of a list must have.
struct Mark<'a> {
    key: &'static str,
    list: &'a [Code],
    /// Whether an entry has it.
    has: fn(&Code) -> bool,
    name: &'static str,
    /// What an entry that has it does.
    about: &'static str,
}

fn marks(lists: &Lists) -> [Mark<'_>; 9] {
    let mark = |key, list, has, name, about| Mark { key, list, has, name, about };
    [
        // Not seeing somebody always asks what was done instead; "nothing" has to be sayable, and countable.
        mark(
            "done_instead",
            &lists.done_instead,
            |e| e.nothing_done,
            "nothing_done",
            "says that nothing was done",
        ),
        mark("risk_levels", &lists.risk_levels, |e| e.at_risk, "at_risk", "obliges to tell custody"),
        mark("mha_steps", &lists.mha_steps, |e| e.ends, "ends", "ends an assessment"),
        mark("activities", &lists.activities, |e| e.covers, "covers", "covers a site"),
        mark("attendance", &lists.attendance, |e| e.attended, "attended", "says that the person was seen"),
        mark(
            "not_seen_reasons",
            &lists.not_seen_reasons,
            |e| e.declined,
            "declined",
            "says that the person declined",
        ),
        mark("destinations", &lists.destinations, |e| e.safeguarding, "safeguarding", "is safeguarding"),
        mark(
            "absences",
            &lists.absences,
            |e| e.told_by_anyone,
            "told_by_anyone",
            "anybody may record for a colleague",
        ),
        mark(
            "service_activities",
            &lists.service_activities,
            |e| e.supervision,
            "supervision",
            "is a supervision",
        ),
    ]
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
fn marked(fields: &mut Fields<'_>, mark: &Mark<'_>, reader: &mut Reader<'_>) {
    let Mark { key, list, has, name, about } = mark;
    let Some(value) = fields.value(key) else { return };
    if list.iter().any(has) || value.get_ref().as_array().is_none_or(|entries| entries.is_empty()) {
        return;
    }
    let place = value.span();
    let message = format!("no entry of `{key}` {about}");
    let help = format!("mark at least one entry with {name} = true");
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
