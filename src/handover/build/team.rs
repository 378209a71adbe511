//! The note to the team: counts, changes, cover, sites, people in I-PASS order, the receiver.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{BLANK, Density, front, labelled, person, rule};
use crate::domain::event::Severity;
use crate::domain::time::{minutes_between, near, span};
use crate::handover::block::{Block, Line};
use crate::handover::facts::{Change, Changes, Facts, ListCheck, PersonFacts, SiteFacts, TeamFacts};

/// What every note says of its clocks.
const COPIES: &str = "Clocks are copies: the custody record is the authority.";

/// The blocks of the note, and how many people it names.
pub fn blocks(facts: &Facts, team: &TeamFacts, density: Density) -> (Vec<Block>, usize) {
    let now = facts.made_at;
    let named = named(team);
    let gone = team.people.len() - named.len();
    let mut blocks = vec![Block::headed("Header", head(facts, team, &named, density))];
    let cover = team.sites.iter().flat_map(|site| &site.cover);
    let cover = match density {
        Density::Roomy => labelled("COVER", cover.map(String::as_str)),
        Density::Tight | Density::Close | Density::Crowd => {
            let lines: Vec<String> = cover.map(|line| line.replace("  ", " ")).collect();
            vec![Line::prose("COVER   ", &lines.join(" | "))]
        }
    };
    blocks.push(Block::headed("Cover", cover));
    let lines = match density {
        Density::Roomy => site_lines(team, now),
        Density::Tight | Density::Close | Density::Crowd => {
            vec![Line::phrases("SITES   ", sites_said(team, now), " | ")]
        }
    };
    if !lines.is_empty() {
        blocks.push(Block::headed("Sites", lines));
    }
    blocks.push(rule());
    let numbered = named.iter().enumerate();
    blocks.extend(numbered.map(|(index, one)| person::block(index + 1, one, now, density)));
    blocks.push(back(&named, gone, now, density));
    (blocks, named.len())
}

/// The people who must be named, unstable first; the board's order stands within each severity.
pub fn named(team: &TeamFacts) -> Vec<&PersonFacts> {
    let mut named: Vec<&PersonFacts> = team.people.iter().filter(|person| person.is_named()).collect();
    named.sort_by_key(|person| person.severity);
    named
}

/// What there is about the sites, beside cover: for the page, and as an item to be received.
pub fn site_lines(team: &TeamFacts, now: DateTime<Utc>) -> Vec<Line> {
    labelled("SITES", sites_said(team, now).iter().map(String::as_str))
}

fn sites_said(team: &TeamFacts, now: DateTime<Utc>) -> Vec<String> {
    let notes = team.sites.iter().flat_map(|site| {
        site.notes.iter().map(move |n| format!("{} {}: {}", site.code, near(n.at, now), n.text))
    });
    let stand = team.sites.iter().flat_map(|site| standing(site, now));
    stand.chain(notes).chain(team.lines.iter().cloned()).collect()
}

fn head(facts: &Facts, team: &TeamFacts, named: &[&PersonFacts], density: Density) -> Vec<Line> {
    let mut lines = front::title(facts, &team.for_whom, density);
    let people = people(facts.made_at, named);
    if density == Density::Roomy {
        lines.push(Line::prose("PEOPLE  ", &people));
        lines.push(Line::phrases("COUNTS  ", counts(team), "  "));
    } else {
        let said = [people, counts(team).join(", ")].join(". ");
        lines.push(Line::prose("PEOPLE  ", &said));
    }
    lines.extend(changed(team.changes.as_ref(), named));
    lines
}

fn people(now: DateTime<Utc>, named: &[&PersonFacts]) -> String {
    let flags: usize = named.iter().map(|person| person.open_flags().count()).sum();
    let late = named.iter().flat_map(|person| person.open_actions()).filter(|action| action.is_late(now));
    let without = |severity: Severity| {
        named.iter().filter(|one| one.severity == severity && one.contingency.is_none()).count()
    };
    let missing = match (without(Severity::Unstable), without(Severity::Watcher)) {
        (0, 0) => String::new(),
        (0, watchers) => format!("; no if-then: {watchers} watcher"),
        (unstable, 0) => format!("; ! no if-then: {unstable} UNSTABLE"),
        (unstable, watchers) => format!("; ! no if-then: {unstable} UNSTABLE, {watchers} watcher"),
    };
    format!(
        "{}: {} unstable, {} watcher, {} stable; flags open {flags}; actions late {}{missing}",
        named.len(),
        count(named, Severity::Unstable),
        count(named, Severity::Watcher),
        count(named, Severity::Stable),
        late.count()
    )
}

fn count(named: &[&PersonFacts], severity: Severity) -> usize {
    named.iter().filter(|person| person.severity == severity).count()
}

fn counts(team: &TeamFacts) -> Vec<String> {
    let counts = team.counts;
    let with_us = (counts.being_seen > 0).then(|| format!("with us {}", counts.being_seen));
    let unseen = match counts.released_unseen {
        0 => String::new(),
        n => format!(" (unseen {n})"),
    };
    [format!("now waiting {}", counts.waiting)]
        .into_iter()
        .chain(with_us)
        .chain([
            format!("on hold {}", counts.on_hold),
            format!("this shift seen {}", counts.seen),
            format!("declined/not seen {}", counts.not_seen),
            format!("released {}{unseen}", counts.released),
        ])
        .collect()
}

/// `+ 2 new  ^ 1 worse: J.D. was watcher  v 0 better  - 1 left: R.T. bailed`.
fn changed(changes: Option<&Changes>, named: &[&PersonFacts]) -> Vec<Line> {
    let Some(changes) = changes else {
        return vec![Line::prose("CHANGED ", "no earlier handover of these sites to compare with")];
    };
    let who = |is: fn(Change) -> Option<&'static str>| -> Vec<String> {
        let found = named.iter().filter_map(|one| is(one.change).map(|was| (one, was)));
        found
            .map(|(one, was)| if was.is_empty() { one.who.clone() } else { format!("{} was {was}", one.who) })
            .collect()
    };
    let new = who(|change| (change == Change::New).then_some(""));
    let worse = who(|change| if let Change::Worse(was) = change { Some(was.word()) } else { None });
    let better = who(|change| if let Change::Better(was) = change { Some(was.word()) } else { None });
    let phrase = |sign: &str, word: &str, who: &[String]| {
        let whom = if who.is_empty() { String::new() } else { format!(": {}", who.join(", ")) };
        format!("{sign} {} {word}{whom}", who.len())
    };
    let parts = [
        format!("since {}", changes.since),
        phrase("+", "new", &new),
        phrase("^", "worse", &worse),
        phrase("v", "better", &better),
        phrase("-", "left", &changes.left),
    ];
    vec![Line::phrases("CHANGED ", parts, "  ")]
}

fn standing(site: &SiteFacts, now: DateTime<Utc>) -> Vec<String> {
    let mut lines = Vec::new();
    match site.list_check {
        ListCheck::NoList => {}
        ListCheck::Never => lines.push(format!("{} custody list: not checked", site.code)),
        ListCheck::At { at, detained, picked_up } => {
            let age = span(minutes_between(at, now));
            let at = near(at, now);
            let found = format!("{detained} detained, {picked_up} picked up");
            lines.push(format!("{} custody list {at} ({age} ago): {found}", site.code));
        }
    }
    let down = site.down.iter().map(|(system, since)| format!("{system} since {}", near(*since, now)));
    let down: Vec<String> = down.collect();
    if !down.is_empty() {
        lines.push(format!("{} ! DOWN: {}", site.code, down.join(", ")));
    }
    if site.paper_notes > 0 {
        lines.push(format!("{} ! paper notes to type in: {}", site.code, site.paper_notes));
    }
    lines
}

fn back(named: &[&PersonFacts], gone: usize, now: DateTime<Utc>, density: Density) -> Block {
    let mut lines =
        if matches!(density, Density::Close | Density::Crowd) { Vec::new() } else { vec![Line::Rule] };
    if named.is_empty() {
        lines.insert(0, Line::prose("", "Nobody is on the board."));
    }
    let left = if gone > 0 { format!("Left with nothing open, not listed: {gone}") } else { String::new() };
    if matches!(density, Density::Close | Density::Crowd) {
        lines.push(Line::prose("", &format!("{left}  {COPIES}")));
    } else {
        lines.extend((gone > 0).then(|| Line::prose("", &left)));
        lines.extend(legend(named));
    }
    let to_read_back = named.iter().filter(|person| person.is_read_back(now)).count();
    let receiver = [
        format!("Received by {BLANK}"),
        "time ________".to_owned(),
        format!("read back [ ] of {to_read_back}"),
    ];
    lines.push(Line::phrases("", receiver, "  "));
    Block::text("Receiver", lines)
}

/// What the short names of the clocks on this note mean, and whose word counts.
fn legend(named: &[&PersonFacts]) -> Option<Line> {
    let kinds: BTreeMap<&str, &str> = named
        .iter()
        .flat_map(|person| &person.clocks)
        .map(|due| (due.kind.short(), due.kind.words()))
        .collect();
    let words: Vec<String> = kinds.iter().map(|(short, words)| format!("{short} {words}")).collect();
    (!words.is_empty()).then(|| Line::prose("", &format!("{}. {COPIES}", words.join(", "))))
}
