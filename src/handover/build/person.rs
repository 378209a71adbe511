//! One person in I-PASS order: severity, summary, actions, if-then.

use chrono::{DateTime, Utc};

use crate::domain::clock::Due;
use crate::domain::episode::{FlagTold, RedFlag, ScreeningStatus, Task};
use crate::domain::time::{minutes_between, near, span};
use crate::handover::block::{Block, Line};
use crate::handover::facts::{
    ConsentFact, OnwardFact, OnwardStage, PersonFacts, ScoreFact, ScreeningFact, Severity,
};

const SUMMARY: &str = "   P  ";
const MORE: &str = "      ";
const ACTION: &str = "   A  ";
const IF_THEN: &str = "   S  ";
const HOURS_A_DAY: i64 = 24;
const MINUTES_AN_HOUR: i64 = 60;

/// The person's block; `number` is their place on the note, for reading back.
pub fn block(number: usize, person: &PersonFacts, now: DateTime<Utc>) -> Block {
    let mut lines = vec![identity(number, person, now), summary(person, now)];
    lines.extend(told(person, now));
    lines.extend(notes(person, now));
    lines.extend(actions(person, now));
    lines.extend(if_then(person));
    Block { name: format!("{} {}", person.who, person.reference), lines }
}

fn identity(number: usize, person: &PersonFacts, now: DateTime<Utc>) -> Line {
    let severity = person.severity;
    let lead = format!("{number:>2} {} {:<8} ", severity.sign(), severity.word());
    let age = person.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
    let who = format!("{} {age}{}", person.who, person.sex);
    let clocks: Vec<String> = person.clocks.iter().map(|due| clock(*due, now)).collect();
    let parts = [who, person.place.clone(), person.reference.clone(), clocks.join(" ")];
    Line::phrases(&lead, parts, "  ")
}

/// A review that is past says only that nobody told us it was done; any other time past is late.
fn clock(due: Due, now: DateTime<Utc>) -> String {
    let past = if due.at > now { String::new() } else { format!(" {}", due.kind.past()) };
    format!("{} {}{past}", due.kind.short(), near(due.at, now))
}

fn summary(person: &PersonFacts, now: DateTime<Utc>) -> Line {
    let mut parts = vec![format!("T{} {}", person.tier, person.reason), person.state.clone()];
    parts.extend(person.left.iter().map(|(how, at)| format!("left {}: {how}", near(*at, now))));
    parts.extend(last_four(&person.custody_ref).map(|four| format!("custody ref ..{four}")));
    parts.push(consents(person, now));
    parts.extend(person.screenings.iter().map(|one| screening(one, now)));
    parts.retain(|part| !part.trim().is_empty());
    Line::prose(SUMMARY, &parts.join("; "))
}

/// Four characters of a custody record number are all that may stand on paper: the last four of
/// its longest run of digits, as the rest is the suite and the year.
fn last_four(reference: &str) -> Option<String> {
    let runs = reference.split(|c: char| !c.is_ascii_digit());
    let number = runs.max_by_key(|run| run.len()).filter(|run| run.len() >= 4).unwrap_or(reference.trim());
    let mut four: Vec<char> = number.chars().rev().take(4).collect();
    four.reverse();
    (!four.is_empty()).then(|| four.into_iter().collect())
}

fn consents(person: &PersonFacts, now: DateTime<Utc>) -> String {
    match (&person.consent_be_seen, &person.consent_share) {
        (None, None) => "consent not asked".to_owned(),
        (be_seen, share) => format!(
            "consent: be seen {}, share {}",
            consent(be_seen.as_ref(), now),
            consent(share.as_ref(), now)
        ),
    }
}

fn consent(fact: Option<&ConsentFact>, now: DateTime<Utc>) -> String {
    fact.map_or_else(|| "not asked".to_owned(), |fact| format!("{} {}", fact.words, near(fact.at, now)))
}

fn screening(one: &ScreeningFact, now: DateTime<Utc>) -> String {
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

fn told(person: &PersonFacts, now: DateTime<Utc>) -> Vec<Line> {
    let lines = person.flags.iter().flat_map(|flag| flag.told.iter().map(move |told| (flag, told)));
    lines.map(|(flag, told)| Line::prose(MORE, &telling(flag, told, now))).collect()
}

fn telling(flag: &RedFlag, told: &FlagTold, now: DateTime<Utc>) -> String {
    let how = match (told.by_voice, told.in_custody_record) {
        (true, true) => "by voice, in custody record",
        (true, false) => "by voice",
        (false, true) => "in custody record",
        (false, false) => "not by voice, not in custody record",
    };
    format!("Told {} of \"{}\" {}: {how}", told.to, flag.raise.words, near(told.at, now))
}

fn notes(person: &PersonFacts, now: DateTime<Utc>) -> Vec<Line> {
    let line = |at: DateTime<Utc>, source: &str, text: &str| {
        let source = if source.is_empty() { String::new() } else { format!(" ({source})") };
        Line::prose(MORE, &format!("{}{source}: {text}", near(at, now)))
    };
    person.notes.iter().map(|note| line(note.at, &note.source, &note.text)).collect()
}

fn actions(person: &PersonFacts, now: DateTime<Utc>) -> Vec<Line> {
    let mut tasks: Vec<&Task> = person.tasks.iter().collect();
    tasks.sort_by_key(|task| (task.done_at.is_some(), task.due));
    let flags = person
        .open_flags()
        .map(|flag| (format!("[ ] TELL CUSTODY: {}", flag.raise.words), flag.missing().to_owned()));
    let tasks = tasks.into_iter().map(|task| action(task, now));
    let decide = person
        .suggestions
        .iter()
        .map(|words| (format!("[ ] decide on suggested referral: {words}"), String::new()));
    let onward = person.onward.iter().map(|onward| chase(onward, now));
    let open = person.open.iter().map(|(what, tail)| (format!("[ ] {what}"), tail.clone()));
    flags
        .chain(tasks)
        .chain(open)
        .chain(decide)
        .chain(onward)
        .enumerate()
        .map(|(index, (what, tail))| Line::with_tail(if index == 0 { ACTION } else { MORE }, &what, &tail))
        .collect()
}

fn action(task: &Task, now: DateTime<Utc>) -> (String, String) {
    match task.done_at {
        Some(done) => (format!("[x] {}", task.what), format!("{}  done {}", task.owner, near(done, now))),
        None => {
            let late = if task.due < now { "  LATE" } else { "" };
            (format!("[ ] {}", task.what), format!("{}  {}{late}", task.owner, near(task.due, now)))
        }
    }
}

fn chase(onward: &OnwardFact, now: DateTime<Utc>) -> (String, String) {
    let stage = match onward.stage {
        OnwardStage::NotSent => "not sent".to_owned(),
        OnwardStage::Sent => "sent, not accepted".to_owned(),
        OnwardStage::Accepted { appointment: None } => "accepted, no appointment".to_owned(),
        OnwardStage::Accepted { appointment: Some(at) } => {
            format!("accepted, appointment {}", near(at, now))
        }
    };
    (format!("[ ] onward {}: {stage}", onward.destination), age(minutes_between(onward.since, now)))
}

fn age(minutes: i64) -> String {
    match minutes / MINUTES_AN_HOUR / HOURS_A_DAY {
        0 => format!("{} old", span(minutes)),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    }
}

/// The if-then line; a line to write on where somebody at risk has none.
fn if_then(person: &PersonFacts) -> Option<Line> {
    match (&person.contingency, person.severity) {
        (Some(text), _) => Some(Line::prose(IF_THEN, text)),
        (None, Severity::Stable) => None,
        (None, _) => Some(Line::prose(IF_THEN, "if ____________________ then ____________________")),
    }
}
