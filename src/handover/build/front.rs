//! The head of a note: which shift, how many people, who covers, what the sites need known.

use chrono::{DateTime, Utc};

use super::{BLANK, count};
use crate::domain::time::{full, minutes_between, near, span};
use crate::handover::block::{Block, Line};
use crate::handover::facts::{Facts, ListCheck, PersonFacts, Severity, SiteFacts};

/// What every page says at its top.
pub fn running(facts: &Facts) -> Vec<String> {
    let sites: Vec<&str> = facts.sites.iter().map(|site| site.code.as_str()).collect();
    let shift = &facts.shift;
    let hours = format!("{} {}-{}", shift.who, full(shift.from), near(shift.to, shift.from));
    vec![facts.service.clone(), sites.join("+"), hours]
}

/// What the footer calls the note.
pub fn note(facts: &Facts) -> String {
    format!("note {} v{}", facts.note, facts.version).replace("  ", " ")
}

/// Header, cover and site blocks.
pub fn blocks(facts: &Facts, named: &[&PersonFacts]) -> Vec<Block> {
    let mut blocks = vec![Block { name: "Header".to_owned(), lines: title(facts, named) }];
    blocks.push(Block { name: "Cover".to_owned(), lines: cover(facts) });
    let lines = site_lines(facts);
    if !lines.is_empty() {
        blocks.push(Block { name: "Sites".to_owned(), lines });
    }
    blocks.push(Block { name: String::new(), lines: vec![Line::Rule] });
    blocks
}

fn title(facts: &Facts, named: &[&PersonFacts]) -> Vec<Line> {
    let shift = &facts.shift;
    let made = format!("made {}", full(facts.made_at));
    let sites = facts.sites.iter().map(|site| format!("{} ({})", site.name, site.code));
    let whom = if facts.for_whom.is_empty() { BLANK } else { &facts.for_whom };
    let role = if shift.role.is_empty() { String::new() } else { format!(" ({})", shift.role) };
    vec![
        Line::phrases("SHIFT HANDOVER  ", sites.chain([made]), "  "),
        Line::phrases("", [format!("Given by {}{role}", shift.who), format!("For {whom}")], "  "),
        Line::prose("PEOPLE  ", &people(facts, named)),
        Line::phrases("COUNTS  ", counts(facts), "  "),
    ]
}

fn people(facts: &Facts, named: &[&PersonFacts]) -> String {
    let flags: usize = named.iter().map(|person| person.open_flags().count()).sum();
    let late = named.iter().flat_map(|person| person.open_tasks()).filter(|task| task.due < facts.made_at);
    format!(
        "{}: {} unstable, {} watcher, {} stable; flags open {flags}; tasks late {}",
        named.len(),
        count(named, Severity::Unstable),
        count(named, Severity::Watcher),
        count(named, Severity::Stable),
        late.count()
    )
}

fn counts(facts: &Facts) -> Vec<String> {
    let counts = facts.counts;
    let with_us = (counts.being_seen > 0).then_some(("with us", counts.being_seen));
    [("seen", counts.seen), ("waiting", counts.waiting)]
        .into_iter()
        .chain(with_us)
        .chain([
            ("on hold", counts.on_hold),
            ("declined/not seen", counts.not_seen),
            ("released", counts.released),
        ])
        .map(|(words, n)| format!("{words} {n}"))
        .collect()
}

fn detained(site: &SiteFacts, now: DateTime<Utc>) -> Option<String> {
    match site.list_check {
        ListCheck::NoList => None,
        ListCheck::Never => Some(format!("{} custody list: not checked", site.code)),
        ListCheck::At { at, detained, picked_up } => {
            let age = span(minutes_between(at, now));
            let at = near(at, now);
            Some(format!(
                "{} custody list {at} ({age} ago): {detained} detained, {picked_up} picked up",
                site.code
            ))
        }
    }
}

fn cover(facts: &Facts) -> Vec<Line> {
    let lines = facts.sites.iter().flat_map(|site| &site.cover);
    labelled("COVER", lines.map(String::as_str))
}

fn site_lines(facts: &Facts) -> Vec<Line> {
    let now = facts.made_at;
    let notes = facts.sites.iter().flat_map(|site| {
        site.notes.iter().map(move |n| format!("{} {}: {}", site.code, near(n.at, now), n.text))
    });
    let checks = facts.sites.iter().filter_map(|site| detained(site, now));
    let notes: Vec<String> = checks.chain(notes).chain(facts.lines.iter().cloned()).collect();
    labelled("SITES", notes.iter().map(String::as_str))
}

/// One line each, the label in front of the first.
fn labelled<'a>(label: &str, texts: impl Iterator<Item = &'a str>) -> Vec<Line> {
    texts
        .enumerate()
        .map(|(index, text)| {
            let lead = if index == 0 { format!("{label:<6}") } else { " ".repeat(6) };
            Line::prose(&lead, text)
        })
        .collect()
}
