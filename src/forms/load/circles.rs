//! Questions that wait for each other, so that none of them is ever asked.

use std::collections::HashSet;

use crate::forms::fields::Reader;

use super::draft::{Draft, Owner};

/// What a question waits for, and the condition that says so.
#[derive(Clone, Copy, Debug)]
struct Wait {
    on: usize,
    written: usize,
}

/// Tells every circle once, with the names of all its questions, at a condition that closes it.
pub(super) fn tell(draft: &mut Draft, reader: &mut Reader<'_>) {
    let waits = waits(draft);
    for circle in circles(&waits) {
        tell_one(draft, &waits, &circle, reader);
        draft.in_circles.extend(circle);
    }
}

fn tell_one(draft: &Draft, waits: &[Vec<Wait>], circle: &[usize], reader: &mut Reader<'_>) {
    let within = |place: usize| {
        let ahead = waits.get(place).into_iter().flatten().filter(move |wait| wait.on >= place);
        ahead.filter(|wait| circle.contains(&wait.on)).map(move |wait| (place, *wait))
    };
    let Some((place, wait)) = circle.iter().flat_map(|place| within(*place)).next() else { return };
    let Some(text) = draft.written.get(wait.written).map(|written| &written.text) else { return };
    let id = |place: usize| draft.questions.get(place).map_or("", |question| question.id.as_str());
    let (own, other) = (id(place), id(wait.on));
    let at = text.get_ref().find(other).unwrap_or(0);
    let span = reader.inside(text, at..at + other.len());
    let mut ids: Vec<String> = circle.iter().map(|place| format!("\"{}\"", id(*place))).collect();
    let last = ids.pop().unwrap_or_default();
    if ids.is_empty() {
        let message = format!("{last} waits for its own answer");
        reader.fault("cycle", span, message, "take it out of this condition");
        return;
    }
    let none = if ids.len() == 1 { "neither" } else { "none of them" };
    let message = format!("{} and {last} wait for each other, so {none} is ever asked", ids.join(", "));
    let help = format!("let \"{own}\" wait only for what is asked before it, not for \"{other}\"");
    reader.fault("cycle", span, message, help);
}

/// For each question what it waits for: by its own condition, by those of its section, its table
/// and its options, and by its value.
fn waits(draft: &Draft) -> Vec<Vec<Wait>> {
    let mut waits = vec![Vec::new(); draft.questions.len()];
    for (nth, written) in draft.written.iter().enumerate() {
        let waiting = match written.owner {
            Owner::Section(place) => draft.sections.get(place).map(|section| section.questions.clone()),
            Owner::Table(place) => draft.tables.get(place).map(|table| table.rows.clone()),
            Owner::Question(place) | Owner::Option(place, _) | Owner::Value(place) => Some(place..place + 1),
        };
        let mut named = Vec::new();
        for name in names(written.text.get_ref()) {
            if let Some(place) = draft.places.get(name) {
                named.push(*place);
            } else if let Some(score) = draft.scores.iter().find(|score| score.id == name) {
                named.extend(&score.looks_at);
            }
        }
        for waits in waits.get_mut(waiting.unwrap_or_default()).unwrap_or_default() {
            waits.extend(named.iter().map(|on| Wait { on: *on, written: nth }));
        }
    }
    waits
}

/// The names in a condition, without reading it properly; what stands in quotes is no name.
fn names(condition: &str) -> Vec<&str> {
    let unquoted = condition.split(['\'', '"']).step_by(2);
    unquoted
        .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The circles: questions each of which waits, in the end, for all the others of its circle.
///
/// Conditions that only look back close no circle, so the search begins at those that look ahead;
/// a good form has none.
fn circles(waits: &[Vec<Wait>]) -> Vec<Vec<usize>> {
    let ahead = |place: usize| waits.get(place).into_iter().flatten().any(|wait| wait.on >= place);
    let looking_ahead: Vec<usize> = (0..waits.len()).filter(|place| ahead(*place)).collect();
    if looking_ahead.is_empty() {
        return Vec::new();
    }
    let onward: Vec<Vec<usize>> =
        waits.iter().map(|waits| waits.iter().map(|wait| wait.on).collect()).collect();
    let mut backward = vec![Vec::new(); waits.len()];
    for (place, named) in onward.iter().enumerate() {
        for on in named {
            if let Some(waiting) = backward.get_mut(*on) {
                waiting.push(place);
            }
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    for place in looking_ahead {
        if found.iter().any(|circle| circle.contains(&place)) {
            continue;
        }
        let (after, before) = (reached(&onward, place), reached(&backward, place));
        let mut circle: Vec<usize> = after.intersection(&before).copied().collect();
        if circle.contains(&place) {
            circle.sort_unstable();
            found.push(circle);
        }
    }
    found
}

/// What is reached from a place in one step or more.
fn reached(steps: &[Vec<usize>], from: usize) -> HashSet<usize> {
    let mut seen = HashSet::new();
    let mut open = vec![from];
    while let Some(place) = open.pop() {
        for next in steps.get(place).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(*next);
            }
        }
    }
    seen
}
