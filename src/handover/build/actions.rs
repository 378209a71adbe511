//! What is to be done, in words: the box, the owner, the time, and what speaks for looking twice.

use chrono::{DateTime, Utc};

use super::{CARRIED_LONG, Density};
use crate::domain::time::near;
use crate::handover::block::Line;
use crate::handover::facts::{Action, OwnerOff};

const ACTION: &str = "   A  ";
const MORE: &str = "      ";

/// The lines of a person's actions: open ones by their time first, then what was done.
pub fn lines(actions: &[Action], now: DateTime<Utc>, density: Density) -> Vec<Line> {
    let actions = ordered(actions);
    if actions.is_empty() {
        return Vec::new();
    }
    match density {
        Density::Roomy => actions
            .iter()
            .enumerate()
            .map(|(nth, action)| {
                let lead = if nth == 0 { ACTION } else { MORE };
                Line::with_tail(lead, &what(action), &tail(action, now))
            })
            .collect(),
        Density::Tight | Density::Close | Density::Crowd => {
            vec![Line::phrases(ACTION, said(&actions, now), "  ")]
        }
    }
}

/// Each action in one phrase.
fn said(actions: &[&Action], now: DateTime<Utc>) -> Vec<String> {
    let phrase = |action: &&Action| match tail(action, now) {
        tail if tail.is_empty() => what(action),
        tail => format!("{} ({})", what(action), tail.replace("  ", " ")),
    };
    actions.iter().map(phrase).collect()
}

/// All actions as the words of a paragraph, in the same order.
pub fn flowing(actions: &[Action], now: DateTime<Utc>) -> String {
    said(&ordered(actions), now).join("  ")
}

fn ordered(actions: &[Action]) -> Vec<&Action> {
    let mut actions: Vec<&Action> = actions.iter().collect();
    // Stable: without a time they stand in the order in which they were found, flags first.
    actions.sort_by_key(|action| (action.done_at.is_some(), action.due.is_some(), action.due));
    actions
}

fn what(action: &Action) -> String {
    format!("[{}] {}", if action.done_at.is_some() { "x" } else { " " }, action.what)
}

/// `Shah  Tue 07:15  LATE  ! owner off  ! 3rd carry`.
fn tail(action: &Action, now: DateTime<Utc>) -> String {
    if let Some(done) = action.done_at {
        return joined([action.owner.clone(), format!("done {}", near(done, now))]);
    }
    let due = action.due.map(|due| near(due, now)).unwrap_or_default();
    let late = if action.is_late(now) { "LATE" } else { "" };
    let off = match action.owner_off {
        OwnerOff::No => "",
        OwnerOff::Off => "! owner off",
        OwnerOff::Unknown => "? owner, no rota",
    };
    joined([action.owner.clone(), due, late.to_owned(), off.to_owned(), carried(action)])
}

/// The mark of an action that was handed on again and again.
pub fn carried(action: &Action) -> String {
    if action.carried < CARRIED_LONG {
        return String::new();
    }
    let ending = match (action.carried % 10, action.carried % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("! {}{ending} carry", action.carried)
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("  ")
}
