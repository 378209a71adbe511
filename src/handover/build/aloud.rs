//! The note to the team as it is said by telephone: whole words in short sentences, an item at a time.

use chrono::{DateTime, Utc};

use super::{person, team};
use crate::domain::event::Severity;
use crate::domain::time::near;
use crate::handover::facts::{Change, Facts, OwnerOff, PersonFacts, TeamFacts};

/// One thing to say, and to hear said back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spoken {
    /// "2 of 6: R.T."
    pub heading: String,
    /// Sentences, one a line.
    pub sentences: Vec<String>,
    /// Whether the other side says it back.
    pub read_back: bool,
}

/// The opening, every person, then the sites.
pub fn aloud(facts: &Facts, team: &TeamFacts) -> Vec<Spoken> {
    let now = facts.made_at;
    let named = team::named(team);
    let count = named.len();
    let sites: Vec<&str> = facts.sites.iter().map(|(_, name)| name.as_str()).collect();
    let unstable = named.iter().filter(|one| one.severity == Severity::Unstable).count();
    let opening = vec![
        format!("This is {}, handing over {}.", facts.shift.who, sites.join(" and ")),
        format!("Please write down the number of this note: {}, version {}.", facts.note, facts.version),
        format!("{count} people, {unstable} of them unstable."),
    ];
    let first = Spoken { heading: "Opening".to_owned(), sentences: opening, read_back: false };
    let people = named.iter().enumerate().map(|(nth, one)| {
        let heading = format!("{} of {count}: {}", nth + 1, one.who);
        Spoken { heading, sentences: sentences(nth + 1, one, now), read_back: one.is_read_back(now) }
    });
    let cover = team.sites.iter().flat_map(|site| site.cover.iter().cloned());
    let site_lines = team::site_lines(team, now).into_iter().flat_map(|line| line.wrapped(usize::MAX / 2));
    let about: Vec<String> =
        cover.chain(site_lines.map(|line| line.trim_start_matches("SITES").trim().to_owned())).collect();
    let last = Spoken { heading: "Cover and sites".to_owned(), sentences: about, read_back: false };
    std::iter::once(first).chain(people).chain(std::iter::once(last)).collect()
}

fn sentences(number: usize, one: &PersonFacts, now: DateTime<Utc>) -> Vec<String> {
    let sex = match one.sex.as_str() {
        "F" => ", female",
        "M" => ", male",
        _ => "",
    };
    let age = one.age.map_or_else(|| ", age not known".to_owned(), |age| format!(", age {age}"));
    let severity = match one.severity {
        Severity::Unstable => "unstable",
        Severity::Watcher => "a watcher",
        Severity::Stable => "stable",
    };
    let mut said = vec![
        format!("Person {number}: {}{age}{sex}, {}. Reference {}.", one.who, one.place, one.reference),
        format!("They are {severity}: {}. {}.", one.reason, one.state),
    ];
    match one.change {
        Change::New => said.push("New since the last handover.".to_owned()),
        Change::Worse(was) => said.push(format!("Worse since the last handover: was {}.", was.word())),
        Change::Better(was) => said.push(format!("Better since the last handover: was {}.", was.word())),
        Change::Unknown | Change::Same => {}
    }
    said.extend(one.left.iter().map(|(how, at)| format!("Left {}: {how}.", near(*at, now))));
    let clock =
        |due: &crate::domain::clock::Due| format!("Clock: {} {}.", due.kind.words(), near(due.at, now));
    said.extend(one.clocks.iter().map(clock));
    said.push(format!("Consent: {}.", one.consent_words()));
    said.extend(one.needs.iter().map(|need| format!("{need}.")));
    said.extend(one.screenings.iter().map(|form| format!("{}.", person::screening(form, now))));
    said.extend(person::told(one, now).into_iter().map(|told| format!("{told}.")));
    said.extend(person::notes(one, now));
    said.extend(one.open_actions().map(|action| {
        let owner = if action.owner.is_empty() { String::new() } else { format!(", for {}", action.owner) };
        let due = action.due.map(|due| format!(", by {}", near(due, now))).unwrap_or_default();
        let late = if action.is_late(now) { ". It is late" } else { "" };
        let off = if action.owner_off == OwnerOff::Off { ". The owner is not on duty then" } else { "" };
        format!("To do: {}{owner}{due}{late}{off}.", action.what)
    }));
    match (&one.contingency, one.severity) {
        (Some(text), _) => said.push(text.clone()),
        (None, Severity::Unstable | Severity::Watcher) => {
            said.push("There is no if-then line: ask what to do if things change.".to_owned());
        }
        (None, Severity::Stable) => {}
    }
    said
}
