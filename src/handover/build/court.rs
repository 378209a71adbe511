//! The court pass: who is charged, remanded or passed on, for the L&D team at court.

use super::{identity, rule};
use crate::domain::event::Severity;
use crate::domain::page::Role;
use crate::handover::block::{Block, Line};
use crate::handover::facts::{CourtPerson, Facts};

/// The blocks of the pass, and how many people it names.
pub fn blocks(facts: &Facts, people: &[CourtPerson]) -> (Vec<Block>, usize) {
    let head = super::front::outside(
        facts,
        "For the L&D team at court. What may go to the bench hangs on each consent to share.",
    );
    let mut blocks = vec![head];
    let mut people: Vec<&CourtPerson> = people.iter().collect();
    people.sort_by_key(|person| person.severity);
    blocks.extend(people.iter().map(|person| block(person)));
    if people.is_empty() {
        let nobody = "Nobody known to L&D is charged, remanded or passed to a court.";
        blocks.push(Block::text("", vec![Line::prose("", nobody)]));
    }
    blocks.push(rule());
    let signed = ["Taken by ____________________", "time ________"];
    blocks.push(Block::text("Taken", vec![Line::phrases("", signed, "  ")]));
    (blocks, people.len())
}

fn block(one: &CourtPerson) -> Block {
    let lead = format!("{} {:<8} ", one.severity.sign(), one.severity.word());
    let four = if one.custody_ref.is_empty() { String::new() } else { format!("ref ..{}", one.custody_ref) };
    let first = [
        identity(&one.who, one.age, &one.sex),
        one.place.clone(),
        one.reference.clone(),
        four,
        one.position.clone(),
    ];
    let mut lines = vec![Line::phrases(&lead, first, "  ")];
    let pair = |label: &str, text: &str| Line::prose(&format!("   {label:<9}"), text);
    if !one.court.is_empty() {
        lines.push(pair("COURT", &one.court.join("; ")));
    }
    lines.push(pair("SEEN", &one.seen));
    let reports = if one.reports.is_empty() { "none promised".to_owned() } else { one.reports.join("; ") };
    lines.push(pair("REPORT", &reports));
    lines.push(pair("CONSENT", &one.consent));
    lines.extend(one.risks.iter().map(|risk| pair("RISK", risk)));
    lines.extend(one.contingency.iter().map(|text| pair("IF-THEN", text)));
    let role = if one.severity == Severity::Unstable { Role::Alarm } else { Role::Heading };
    Block { role, ..Block::headed(&format!("{} {}", one.who, one.reference), lines) }
}
