//! Entries of the journal in words: the stay, the forms, the plan.

use chrono::{DateTime, Utc};

use super::pathway::pathway_words;
use crate::domain::answer::{Answer, State, Value};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Found, FoundLevel, OnwardStep};
use crate::domain::service::{Lists, label, label_within};
use crate::domain::time::near;

/// What an event says, in words; `None` for those a timeline does not list one by one.
pub(in crate::desk) fn words(
    body: &Body,
    lists: &Lists,
    episode: &Episode,
    now: DateTime<Utc>,
) -> Option<String> {
    let note = |text: &str| if text.is_empty() { String::new() } else { format!(" ({text})") };
    let flag_words = |id| episode.flag(id).map(|flag| flag.raise.words.clone()).unwrap_or_default();
    let title = |id| episode.screening(id).map(|found| found.title.clone()).unwrap_or_default();
    Some(match body {
        Body::Identified(referral) => format!(
            "Found on the list by us: {}{}",
            label(&lists.reasons, &referral.reason),
            note(&referral.details)
        ),
        Body::Referred(referral) => format!(
            "Referred by {} ({}): {}{}",
            label(&lists.sources, &referral.source),
            referral.told_by,
            label(&lists.reasons, &referral.reason),
            note(&referral.details)
        ),
        Body::ClockTold { clock, time: Some(time), told_by } => {
            format!("{} {}, told by {told_by}", capital(clock.words()), near(*time, now))
        }
        Body::ClockTold { clock, time: None, told_by } => {
            format!("{} taken back, told by {told_by}", capital(clock.words()))
        }
        Body::Moved { place } => format!("Moved to {place}"),
        Body::Held { reason, recheck_at, note: words, .. } => {
            format!(
                "On hold: {}, re-check {}{}",
                label(&lists.hold_reasons, reason),
                near(*recheck_at, now),
                note(words)
            )
        }
        Body::HoldEnded { result } => format!("Off hold{}", note(result)),
        Body::SeeingStarted { place, present, .. } if place.is_empty() => {
            format!("Seen again{}", note(present))
        }
        Body::SeeingStarted { place, present, aa } => {
            let aa = if aa.is_empty() {
                String::new()
            } else {
                format!("; AA {}", label_within(&lists.aa_statuses, aa))
            };
            format!("Seen: {}{}{aa}", label(&lists.places, place), note(present))
        }
        Body::SeeingPaused => "Broken off for now".to_owned(),
        Body::ConsentRecorded(consent) => format!(
            "Consent to {}{}: {}{}{}",
            consent.to.words(),
            if consent.scope.is_empty() { String::new() } else { format!(", {}", consent.scope) },
            label(&lists.consent_statuses, &consent.status),
            if consent.how.is_empty() {
                String::new()
            } else {
                format!(", {}", label_within(&lists.consent_how, &consent.how))
            },
            note(&consent.note)
        ),
        Body::ScreeningStarted { title, amends: Some(amends), .. } => {
            format!("Began to amend {title}: {}", amends.reason)
        }
        Body::ScreeningStarted { title, version, .. } => format!("Began {title}, version {version}"),
        Body::DraftMoved(moved) => match moved.left_out.len() {
            0 => format!("{} goes on with version {}", moved.title, moved.version),
            1 => format!("{} goes on with version {}; 1 answer left out", moved.title, moved.version),
            n => format!("{} goes on with version {}; {n} answers left out", moved.title, moved.version),
        },
        Body::ScreeningFinished(finish) => {
            let amends = episode.screening(finish.screening).is_some_and(|found| found.amends.is_some());
            let how = match (finish.complete, amends) {
                (true, false) => "Finished",
                (false, false) => "Finished, incomplete:",
                (true, true) => "Amended",
                (false, true) => "Amended, incomplete:",
            };
            format!("{how} {}", title(finish.screening))
        }
        Body::ScreeningSetAside { title, state, reason, .. } => format!("{title} {state}: {reason}"),
        Body::FlagRaised(raise) => format!("RED FLAG: {}", raise.words),
        Body::FlagLifted { flag } => format!("Red flag lifted, answer changed: {}", flag_words(*flag)),
        Body::FlagTold { flag, told_to, by_voice, in_custody_record } => {
            let how = match (by_voice, in_custody_record) {
                (true, true) => "by voice and in the custody record",
                (true, false) => "by voice",
                _ => "in the custody record",
            };
            format!("Told {told_to} {how}: {}", flag_words(*flag))
        }
        other => return plan_words(other, lists, episode, now),
    })
}

fn plan_words(body: &Body, lists: &Lists, episode: &Episode, now: DateTime<Utc>) -> Option<String> {
    let note = |text: &str| if text.is_empty() { String::new() } else { format!(" ({text})") };
    let destination = |code: &str| label(&lists.destinations, code).to_owned();
    Some(match body {
        Body::SuggestionRefused { destination: code, reason, note: words, .. } => format!(
            "Suggested referral to {} not made: {}{}",
            destination(code),
            label(&lists.refusal_reasons, reason),
            note(words)
        ),
        Body::OnwardReferred(start) => {
            format!("Onward referral to {}: {}", destination(&start.destination), start.reason)
        }
        Body::OnwardMoved { onward, step } => {
            let to = episode
                .onward_referral(*onward)
                .map(|found| destination(&found.destination))
                .unwrap_or_default();
            format!("Referral to {to}: {}", step_words(step, lists, now))
        }
        Body::TaskAdded { what, owner, due, .. } => {
            format!("Task for {owner} by {}: {what}", near(*due, now))
        }
        Body::TaskDone { task } => {
            let what = episode.tasks.iter().find(|found| found.id == *task).map(|found| found.what.as_str());
            format!("Task done: {}", what.unwrap_or_default())
        }
        Body::TaskDropped { task, reason } => {
            let what = episode.tasks.iter().find(|found| found.id == *task).map(|found| found.what.as_str());
            format!("Task dropped: {} ({reason})", what.unwrap_or_default())
        }
        Body::Noted { text, source, readers } => {
            let mark = if readers.is_team() { String::new() } else { format!(" [{}]", readers.words()) };
            format!("{text}{}{mark}", note(source))
        }
        Body::ContingencyNoted { text } => format!("If-then for the next shift: {text}"),
        Body::Left { outcome } => format!("Left: {}", label(&lists.outcomes, outcome)),
        Body::NotSeen { reason, instead, note: words } => format!(
            "Not seen: {}; done instead: {}{}",
            label(&lists.not_seen_reasons, reason),
            label(&lists.done_instead, instead),
            note(words)
        ),
        Body::Closed { code, note: words, outcome } => {
            let came = if outcome.is_empty() {
                String::new()
            } else {
                format!("; {}", label_within(&lists.outcomes, outcome))
            };
            format!("Closed: {}{came}{}", label(&lists.closures, code), note(words))
        }
        Body::Reopened { reason } => format!("Reopened: {reason}"),
        Body::HandoverItemAccepted(accepted) => {
            format!("Taken over from the handover{}", note(&accepted.read_back))
        }
        Body::HandoverAsked(asked) => format!("Asked about on the handover: {}", asked.question),
        Body::RetentionSet { class } => format!("Kept under the retention class \"{class}\""),
        Body::LegalHoldPlaced { reason } => format!("On legal hold: {reason}"),
        Body::LegalHoldReleased { reason, .. } => format!("Legal hold released: {reason}"),
        other => return pathway_words(other, lists, episode, now),
    })
}

/// One step of an onward referral in words.
pub fn step_words(step: &OnwardStep, lists: &Lists, now: DateTime<Utc>) -> String {
    match step {
        OnwardStep::Sent { how } => format!("sent, {}", label(&lists.sent_by, how)),
        OnwardStep::Accepted { by, appointment: Some(at) } => {
            format!("accepted by {by}, first appointment {}", near(*at, now))
        }
        OnwardStep::Accepted { by, appointment: None } => format!("accepted by {by}"),
        OnwardStep::Chased { note, by, next_at } => {
            format!("chased: {note}; {by} chases again {}", near(*next_at, now))
        }
        OnwardStep::Attended { code } => label(&lists.attendance, code).to_owned(),
        OnwardStep::Ended { reason } => format!("ended: {}", label(&lists.refusal_reasons, reason)),
    }
}

/// An answer in words, for a question whose options are known by code.
pub fn answer_words(answer: &Answer, option: &dyn Fn(&str) -> String) -> String {
    match &answer.state {
        State::Answered { value } => match value {
            Value::Choice(code) => option(code),
            Value::Choices(codes) => codes.iter().map(|code| option(code)).collect::<Vec<_>>().join("; "),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => crate::domain::time::day(*date),
            Value::Time(time) => time.format("%H:%M").to_string(),
            Value::PartialDate(date) => date.words(),
            Value::Duration(minutes) => crate::forms::duration::words(*minutes),
            Value::Text(text) => text.clone(),
            Value::Rows(rows) if rows.is_empty() => "none".to_owned(),
            Value::Rows(rows) => rows.len().to_string(),
        },
        State::Declined => "declined".to_owned(),
        State::DoesNotKnow => "does not know".to_owned(),
        State::NotAsked => "not asked".to_owned(),
        State::Unable { reason, .. } => format!("unable: {}", reason.words()),
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Vulnerabilities found, in words, the surest first: "known diagnosis: Autism; suspected: Drugs,
/// Alcohol". Empty where none was marked.
pub fn found_words(found: &[Found], lists: &Lists) -> String {
    let of = |level: FoundLevel| {
        let at_level = found.iter().filter(|one| one.level == level);
        let labels: Vec<_> = at_level.map(|one| label(&lists.vulnerabilities, &one.code)).collect();
        (!labels.is_empty()).then(|| format!("{}: {}", level.words(), labels.join(", ")))
    };
    FoundLevel::ALL.into_iter().rev().filter_map(of).collect::<Vec<_>>().join("; ")
}
