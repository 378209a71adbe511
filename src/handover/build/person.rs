//! One person in I-PASS order: severity, summary, actions, if-then.

use chrono::{DateTime, Utc};

use super::{Density, actions, identity, last_four};
use crate::domain::clock::Due;
use crate::domain::episode::{FlagTold, ScreeningStatus};
use crate::domain::event::Severity;
use crate::domain::page::Role;
use crate::domain::time::near;
use crate::handover::block::{Block, FIXED, Line};
use crate::handover::facts::{ConsentFact, PaperNote, PersonFacts, ScoreFact, ScreeningFact};

const SUMMARY: &str = "   P  ";
const MORE: &str = "      ";
const IF_THEN: &str = "   S  ";

/// The person's block; `number` is their place on the note, for reading back.
pub fn block(number: usize, person: &PersonFacts, now: DateTime<Utc>, density: Density) -> Block {
    let role = if person.severity == Severity::Unstable { Role::Alarm } else { Role::Heading };
    let name = format!("{} {}", person.who, person.reference);
    if matches!(density, Density::Close | Density::Crowd) {
        let lines = vec![paragraph(number, person, now, density)];
        return Block { role, ..Block::headed(&name, lines) };
    }
    let mut lines = vec![first(number, person, now)];
    let summary = summary(person, now, density);
    let (told, notes) = (told(person, now), notes(person, now));
    match density {
        Density::Roomy => {
            lines.push(Line::prose(SUMMARY, &summary.join("; ")));
            lines.extend(told.iter().chain(&notes).map(|text| Line::prose(MORE, text)));
        }
        Density::Tight | Density::Close | Density::Crowd => {
            let parts: Vec<String> = summary.into_iter().chain(told).chain(notes).collect();
            lines.push(Line::prose(SUMMARY, &parts.join("; ")));
        }
    }
    lines.extend(actions::lines(&person.actions, now, density));
    lines.extend(if_then(person, density));
    Block { role, ..Block::headed(&name, lines) }
}

/// Everything about the person in one paragraph, the I-PASS letters within it.
fn paragraph(number: usize, person: &PersonFacts, now: DateTime<Utc>, density: Density) -> Line {
    let severity = person.severity;
    let lead = format!("{number:>2} {} {} ", severity.sign(), severity.word());
    let fixed = |text: &str| text.replace(' ', &FIXED.to_string());
    let who = who(person, now).into_iter().filter(|part| !part.is_empty());
    let mut words: Vec<String> = who.map(|part| fixed(&part)).collect();
    let lines = if density == Density::Crowd { latest(person, now) } else { notes(person, now) };
    let said = [summary(person, now, density), told(person, now), lines].concat();
    words.push(format!("P{FIXED}{}", said.join("; ")));
    if !person.actions.is_empty() {
        words.push(format!("A{FIXED}{}", actions::flowing(&person.actions, now)));
    }
    words.extend(if_then_words(person, Density::Close).map(|text| format!("S{FIXED}{text}")));
    Line::paragraph(&lead, &words.join("  "))
}

fn first(number: usize, person: &PersonFacts, now: DateTime<Utc>) -> Line {
    let severity = person.severity;
    let lead = format!("{number:>2} {} {:<8} ", severity.sign(), severity.word());
    Line::phrases(&lead, who(person, now), "  ")
}

/// Who and where they are, their clocks, and how they stand against the last handover.
fn who(person: &PersonFacts, now: DateTime<Utc>) -> Vec<String> {
    let clocks = person.clocks.iter().map(|due| clock(*due, now));
    let mut parts = vec![
        identity(&person.who, person.age, &person.sex),
        person.place.clone(),
        person.reference.clone(),
        person.change.mark().to_owned(),
    ];
    parts.extend(clocks);
    parts
}

/// A review that is past says only that nobody told us it was done; any other time past is late.
pub fn clock(due: Due, now: DateTime<Utc>) -> String {
    let past = if due.at > now { String::new() } else { format!(" {}", due.kind.past()) };
    format!("{} {}{past}", due.kind.short(), near(due.at, now))
}

/// The summary in phrases: why here, how they stand, consent, needs, forms.
fn summary(person: &PersonFacts, now: DateTime<Utc>, density: Density) -> Vec<String> {
    let close = matches!(density, Density::Close | Density::Crowd);
    // What stands among the actions or the forms in the same words is not said twice in a crowd.
    let said = person.flags.iter().find_map(|flag| person.reason.strip_suffix(flag.raise.words.as_str()));
    let reason =
        said.filter(|_| close).map_or(person.reason.as_str(), |rest| rest.trim_end_matches([' ', ':']));
    let mut parts = vec![format!("T{} {reason}", person.tier).trim_end().to_owned()];
    let drafted = person.screenings.iter().any(|one| one.status == ScreeningStatus::Draft);
    if !(close && drafted && person.state.starts_with("draft")) {
        parts.push(person.state.clone());
    }
    parts.extend(person.left.iter().map(|(how, at)| format!("left {}: {how}", near(*at, now))));
    // In a crowd our own reference, which stands above, has to do.
    let four = last_four(&person.custody_ref).filter(|_| density != Density::Crowd);
    parts.extend(four.map(|four| format!("ref ..{four}")));
    parts.push(if close { consents_in_short(person) } else { consents(person, now) });
    parts.extend(person.needs.iter().cloned());
    parts.extend(person.screenings.iter().map(|one| screening(one, now)));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn consents_in_short(person: &PersonFacts) -> String {
    match (&person.consent_be_seen, &person.consent_share) {
        (None, None) => "consent not asked".to_owned(),
        (Some(seen), Some(share)) if seen.words == share.words => {
            format!("consent {} (seen, share)", seen.words)
        }
        _ => format!("consent {}", person.consent_words()),
    }
}

fn consents(person: &PersonFacts, now: DateTime<Utc>) -> String {
    match (&person.consent_be_seen, &person.consent_share) {
        (None, None) => "consent not asked".to_owned(),
        (Some(seen), Some(share)) if seen.at == share.at => {
            format!("consent {}: seen {}, share {}", near(seen.at, now), seen.words, share.words)
        }
        (seen, share) => {
            format!("consent: seen {}, share {}", consent(seen.as_ref(), now), consent(share.as_ref(), now))
        }
    }
}

/// A consent with its time, or that nobody asked.
pub fn consent(fact: Option<&ConsentFact>, now: DateTime<Utc>) -> String {
    fact.map_or_else(|| "not asked".to_owned(), |fact| format!("{} {}", fact.words, near(fact.at, now)))
}

/// A form with where it stands and its scores.
pub fn screening(one: &ScreeningFact, now: DateTime<Utc>) -> String {
    let (title, standing) = (&one.title, standing(one, now));
    let scores: Vec<String> = one.scores.iter().map(score).collect();
    match one.scores.first() {
        None => format!("{title} {standing}"),
        // An instrument is named once: "PHQ-9 14 of 27 Moderate (finished 20:31)".
        Some(first) if first.name == *title => format!("{} ({standing})", scores.join(", ")),
        Some(_) => format!("{title} {standing}, {}", scores.join(", ")),
    }
}

fn standing(one: &ScreeningFact, now: DateTime<Utc>) -> String {
    let far = format!("{} of {}", one.progress.answered, one.progress.asked);
    match &one.status {
        ScreeningStatus::Draft => format!("draft {far}"),
        ScreeningStatus::Finished { at, complete: true, .. } => format!("finished {}", near(*at, now)),
        ScreeningStatus::Finished { at, .. } => format!("finished incomplete {}, {far}", near(*at, now)),
        ScreeningStatus::SetAside { at, state, reason, retry_at } => {
            let again = retry_at.map_or_else(String::new, |at| format!(", try again {}", near(at, now)));
            let reason = if reason.is_empty() { String::new() } else { format!(" ({reason})") };
            format!("{state} {}{reason}{again}", near(*at, now))
        }
    }
}

/// A score only where every answer it needs was given; else the range that is left, so that an
/// incomplete screening is never read as a low one.
fn score(one: &ScoreFact) -> String {
    let name = &one.name;
    // An instrument that ends in words has no number; its band stands only when it is complete.
    if let (None, None, None, Some(band)) = (one.value, one.floor, one.ceiling, &one.band) {
        return format!("{name} {band}");
    }
    let Some(value) = one.value else {
        let least = one.floor.map(|n| format!("at least {n}"));
        let most = one.ceiling.map(|n| format!("at most {n}"));
        let parts: Vec<String> = least.into_iter().chain(most).chain(["incomplete".to_owned()]).collect();
        return format!("{name} {}", parts.join(", "));
    };
    let of = one.most.map_or_else(String::new, |most| format!(" of {most}"));
    let band = one.band.as_ref().map_or_else(String::new, |band| format!(" {band}"));
    format!("{name} {value}{of}{band}")
}

/// Who was told what, and how.
pub fn told(person: &PersonFacts, now: DateTime<Utc>) -> Vec<String> {
    let flags = person
        .flags
        .iter()
        .flat_map(|flag| flag.told.iter().map(move |told| (told, flag.raise.words.as_str())));
    let beside = person.told.iter().map(|one| (&one.told, one.what.as_str()));
    flags.chain(beside).map(|(told, what)| format!("{}: {what}", telling(told, now))).collect()
}

/// `Told Sgt Patel 21:10 by voice+record`.
fn telling(told: &FlagTold, now: DateTime<Utc>) -> String {
    let how = match (told.by_voice, told.in_custody_record) {
        (true, true) => "by voice+record",
        (true, false) => "by voice, NOT in custody record",
        (false, true) => "in custody record, NOT by voice",
        (false, false) => "not by voice, not in custody record",
    };
    format!("Told {} {} {how}", told.to, near(told.at, now))
}

/// Lines about the person, each with its time and source.
pub fn notes(person: &PersonFacts, now: DateTime<Utc>) -> Vec<String> {
    person.notes.iter().map(|note| noted(note, now)).collect()
}

/// The newest line about somebody unstable, and how many more stand on the record; of everybody else
/// only how many.
fn latest(person: &PersonFacts, now: DateTime<Utc>) -> Vec<String> {
    let newest = person.notes.iter().max_by_key(|note| note.at());
    match (newest, person.severity, person.notes.len()) {
        (None, ..) => Vec::new(),
        (Some(note), Severity::Unstable, 1) => vec![noted(note, now)],
        (Some(note), Severity::Unstable, all) => vec![format!("{} (+{})", noted(note, now), all - 1)],
        (Some(_), _, all) => vec![format!("+{all} on record")],
    }
}

/// One line with its time and source.
pub fn noted(note: &PaperNote, now: DateTime<Utc>) -> String {
    let source = if note.source().is_empty() { String::new() } else { format!(" ({})", note.source()) };
    format!("{}{source}: {}", near(note.at(), now), note.text())
}

fn if_then(person: &PersonFacts, density: Density) -> Option<Line> {
    if_then_words(person, density).map(|text| Line::prose(IF_THEN, &text))
}

/// The if-then line; a line to write on where somebody at risk has none. Close together only who needs
/// one is given room for it: the head counts the others.
fn if_then_words(person: &PersonFacts, density: Density) -> Option<String> {
    let to_write = "if ____________________ then ____________________";
    match (&person.contingency, person.severity, density) {
        (Some(text), ..) => Some(text.clone()),
        (None, Severity::Unstable, _) => Some(format!("! NEEDED: {to_write}")),
        (None, Severity::Watcher, Density::Roomy) => Some(to_write.to_owned()),
        (None, Severity::Watcher | Severity::Stable, _) => None,
    }
}
