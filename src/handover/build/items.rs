//! The note to the team item by item, as the receiver takes it over.

use super::{Density, person, team};
use crate::domain::event::HandoverItem;
use crate::handover::block::Line;
use crate::handover::facts::{PersonFacts, TeamFacts};
use crate::handover::lay_out::Paper;
use chrono::{DateTime, Utc};

/// What the note says of a person under their heading. Their place on it is left out: another version
/// may change that though nothing else did.
fn lines(one: &PersonFacts, now: DateTime<Utc>, columns: usize) -> Vec<String> {
    let clocks = one.clocks.iter().map(|due| person::clock(*due, now));
    let first = [one.reference.clone(), one.change.mark().to_owned()].into_iter().chain(clocks);
    let first = Line::phrases("", first, "  ");
    let block = person::block(0, one, now, Density::Roomy);
    let rest = block.lines.iter().skip(1);
    std::iter::once(&first).chain(rest).flat_map(|line| line.wrapped(columns)).collect()
}

/// Every person in the order of the note, then what there is about the sites.
pub fn items(team: &TeamFacts, now: DateTime<Utc>) -> Vec<HandoverItem> {
    let columns = Paper::A4.columns;
    let people = team::named(team).into_iter().map(|one| HandoverItem {
        episode: Some(one.episode),
        heading: format!("{}  {}", super::identity(&one.who, one.age, &one.sex), one.place),
        severity: Some(one.severity),
        place: one.place.clone(),
        state: one.state.clone(),
        consent: one.consent_words(),
        if_then: one.contingency.is_some(),
        actions: one.open_actions().map(|action| action.kept()).collect(),
        lines: lines(one, now, columns),
        read_back: one.is_read_back(now),
    });
    let cover = super::labelled("COVER", team.sites.iter().flat_map(|site| &site.cover).map(String::as_str));
    let lines = cover.into_iter().chain(team::site_lines(team, now));
    let lines: Vec<String> = lines.flat_map(|line: Line| line.wrapped(columns)).collect();
    let site = HandoverItem {
        episode: None,
        heading: "Cover and sites".to_owned(),
        severity: None,
        place: String::new(),
        state: String::new(),
        consent: String::new(),
        if_then: true,
        actions: Vec::new(),
        lines,
        read_back: false,
    };
    people.chain(std::iter::once(site)).collect()
}
