//! Facts put into words and order: header, cover, people (unstable first), receiver.

use std::collections::BTreeMap;

use super::block::{Block, Handover, Line};
use super::facts::{Facts, PersonFacts, Severity};

mod front;
mod person;

/// A line to write on.
const BLANK: &str = "____________________";

/// Makes the note. People stand unstable, watcher, stable, and in the board's order within each;
/// who has left with nothing open is a count.
pub fn build(facts: &Facts) -> Handover {
    let named = named(facts);
    let gone = facts.people.len() - named.len();
    let mut blocks = front::blocks(facts, &named);
    blocks.extend(named.iter().enumerate().map(|(index, one)| person::block(index + 1, one, facts.made_at)));
    blocks.extend(back(&named, gone));
    Handover {
        marking: facts.marking.clone(),
        running: front::running(facts),
        note: front::note(facts),
        stamp: facts.stamp.clone(),
        blocks,
        named: u32::try_from(named.len()).unwrap_or(u32::MAX),
    }
}

fn named(facts: &Facts) -> Vec<&PersonFacts> {
    let mut named: Vec<&PersonFacts> = facts.people.iter().filter(|person| person.is_named()).collect();
    // A stable sort: the board's order stands within each severity.
    named.sort_by_key(|person| person.severity);
    named
}

fn count(named: &[&PersonFacts], severity: Severity) -> usize {
    named.iter().filter(|person| person.severity == severity).count()
}

fn back(named: &[&PersonFacts], gone: usize) -> Vec<Block> {
    let mut lines = Vec::new();
    if named.is_empty() {
        lines.push(Line::prose("", "Nobody is on the board."));
    }
    lines.push(Line::Rule);
    if gone > 0 {
        lines.push(Line::prose("", &format!("Left with nothing open, not listed: {gone}")));
    }
    lines.extend(legend(named));
    let to_read_back = count(named, Severity::Unstable) + count(named, Severity::Watcher);
    let receiver = [
        format!("Received by {BLANK}"),
        "time ________".to_owned(),
        format!("read back [ ] of {to_read_back}"),
    ];
    lines.push(Line::phrases("", receiver, "  "));
    vec![Block { name: "Receiver".to_owned(), lines }]
}

/// What the short names of the clocks on this note mean, and whose word counts.
fn legend(named: &[&PersonFacts]) -> Option<Line> {
    let kinds: BTreeMap<&str, &str> = named
        .iter()
        .flat_map(|person| &person.clocks)
        .map(|due| (due.kind.short(), due.kind.words()))
        .collect();
    let words: Vec<String> = kinds.iter().map(|(short, words)| format!("{short} {words}")).collect();
    let rest = "Clocks are copies: the custody record is the authority.";
    (!words.is_empty()).then(|| Line::prose("", &format!("{}. {rest}", words.join(", "))))
}
