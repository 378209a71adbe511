//! The note to a link worker: whom to follow up, how to reach them, what was agreed.

use crate::domain::time::{full, near};
use crate::handover::block::{Block, Line};
use crate::handover::facts::{Facts, LinkPerson};

/// The blocks of the note, and how many people it names.
pub fn blocks(facts: &Facts, people: &[LinkPerson], left_out: u32) -> (Vec<Block>, usize) {
    let head = super::front::outside(
        facts,
        "Only people who agreed to be contacted. No clinical detail: ask the L&D team.",
    );
    let mut blocks = vec![head];
    blocks.extend(people.iter().map(|one| block(facts, one)));
    let mut last = Vec::new();
    if people.is_empty() {
        last.push(Line::prose("", "Nobody is to be followed up."));
    }
    if left_out > 0 {
        last.push(Line::prose("", &format!("Left out, no consent to be contacted: {left_out}")));
    }
    last.push(Line::Rule);
    last.push(Line::phrases("", ["Taken by ____________________", "time ________"], "  "));
    blocks.push(Block::text("Taken", last));
    (blocks, people.len())
}

fn block(facts: &Facts, one: &LinkPerson) -> Block {
    let age = one.age.map_or_else(String::new, |age| format!("age {age}"));
    let first = [one.who.clone(), age, one.reference.clone(), format!("consent: {}", one.consent)];
    let pair = |label: &str, text: &str| Line::prose(&format!("   {label:<9}"), text);
    let due =
        format!("{}, first {} ({})", one.worker, near(one.first_due, facts.made_at), full(one.first_due));
    let mut lines = vec![Line::phrases("", first, "  "), pair("CONTACT", &one.contact), pair("WORKER", &due)];
    lines.extend(one.goals.iter().map(|goal| pair("AGREED", goal)));
    let safety = if one.worker_safety.is_empty() { "nothing known" } else { &one.worker_safety };
    lines.push(pair("SAFETY", safety));
    lines.push(Line::row(""));
    Block::headed(&one.who, lines)
}
