//! The custody slip: what keeps people safe, what custody has to provide, whom to ring.

use chrono::{DateTime, Utc};

use super::{identity, labelled, person, rule};
use crate::domain::event::Severity;
use crate::domain::page::Role;
use crate::handover::block::{Block, Line};
use crate::handover::facts::{CustodyPerson, Facts};

/// The blocks of the slip, and how many people it names. Each suite has a sheet of its own: its officer
/// has no business with the people of another.
pub fn blocks(facts: &Facts, people: &[CustodyPerson], ring: &[(String, String)]) -> (Vec<Block>, usize) {
    let mut blocks = Vec::new();
    for (site, number) in ring {
        let mut here: Vec<&CustodyPerson> = people.iter().filter(|person| person.site == *site).collect();
        here.sort_by_key(|person| person.severity);
        let head = super::front::outside(
            facts,
            "Safety facts only. To be written into each custody record, and told by voice.",
        );
        blocks.push(Block { new_page: !blocks.is_empty(), ..head });
        blocks.push(Block::headed("Ring", labelled("RING", [number.as_str()])));
        blocks.push(rule());
        blocks.extend(here.iter().map(|person| block(person, facts.made_at)));
        if here.is_empty() {
            let nobody = format!("Nobody held at {site} is known to L&D.");
            blocks.push(Block::text("", vec![Line::prose("", &nobody)]));
        }
        let signed = ["Taken by ____________________", "time ________", "all in the custody records [ ]"];
        blocks.push(Block::text("Taken", vec![Line::Rule, Line::phrases("", signed, "  ")]));
    }
    (blocks, people.len())
}

fn block(one: &CustodyPerson, now: DateTime<Utc>) -> Block {
    let parts = [
        identity(&one.who, one.age, &one.sex),
        one.place.clone(),
        if one.custody_ref.is_empty() { String::new() } else { format!("custody ref ..{}", one.custody_ref) },
        one.seen.clone(),
        format!("share: {}", one.share),
    ];
    let lead = format!("{} {:<8} ", one.severity.sign(), one.severity.word());
    let mut lines = vec![Line::phrases(&lead, parts, "  ")];
    let mut say = |label: &str, texts: &[String]| {
        let label = format!("   {label}");
        lines.extend(texts.iter().enumerate().map(|(nth, text)| {
            let lead = if nth == 0 { format!("{label:<11}") } else { " ".repeat(11) };
            Line::prose(&lead, text)
        }));
    };
    say("RISK", &one.risks);
    say("NEEDS", &one.needs);
    say("ADVICE", &one.advice);
    let notes: Vec<String> = one.notes.iter().map(|note| person::noted(note, now)).collect();
    say("NOTE", &notes);
    if one.risks.is_empty() && one.needs.is_empty() && one.advice.is_empty() && notes.is_empty() {
        // Somebody nobody has seen is not known to be safe.
        let words = if one.is_seen {
            "nothing known that custody has to act on"
        } else {
            "not seen by L&D yet: nothing is known to us, which does not mean that nothing is wrong"
        };
        say("", &[words.to_owned()]);
    }
    let role = if one.severity == Severity::Unstable { Role::Alarm } else { Role::Heading };
    Block { role, ..Block::headed(&one.who, lines) }
}
