//! Looking at one person's record: the episode and its timeline, each line with who and when.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError};
use crate::domain::answer::{Answer, State, Value};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Event, OnwardStep};
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Lists, label};
use crate::domain::shift::Practitioner;
use crate::domain::time::near;

/// One line of an episode's timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// When it happened.
    pub at: DateTime<Utc>,
    /// When it was entered, where that differs by more than a minute: a late entry.
    pub entered_late: Option<DateTime<Utc>>,
    /// Initials of who entered it.
    pub by: String,
    /// What happened, in words.
    pub words: String,
}

/// An episode with its timeline.
#[derive(Clone, Debug)]
pub struct Record {
    /// The episode.
    pub episode: Episode,
    /// Its timeline, newest first, answers summed up by form.
    pub lines: Vec<Line>,
}

impl Desk {
    /// Opens a person's record. That somebody looked is journalled before anything is shown.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn open_record(&mut self, id: EpisodeId) -> Result<Record, DeskError> {
        let episode = self.episode(id)?;
        if self.read_only().is_none() {
            self.record(&episode, vec![Body::Viewed])?;
        }
        self.read_record(id)
    }

    /// Reads a record again that is already open.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn read_record(&self, id: EpisodeId) -> Result<Record, DeskError> {
        let episode = self.episode(id)?;
        let people = self.store.practitioners()?;
        let events = self.store.events_of(id)?;
        let mut lines: Vec<Line> = events
            .iter()
            .filter_map(|event| {
                let words = words(&event.body, &self.service.lists, &episode, self.now())?;
                Some(line(event, &people, words))
            })
            .collect();
        // Newest first, also among those of one minute; a late entry stands where it happened.
        lines.reverse();
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        Ok(Record { episode, lines })
    }
}

fn line(event: &Event, people: &[Practitioner], words: String) -> Line {
    let late = (event.entered_at - event.at).num_minutes() > 1;
    Line {
        at: event.at,
        entered_late: late.then_some(event.entered_at),
        by: people
            .iter()
            .find(|person| Some(person.id) == event.actor)
            .map(|person| person.label.clone())
            .unwrap_or_default(),
        words,
    }
}

/// What an event says, in words; `None` for those a timeline does not list one by one.
fn words(body: &Body, lists: &Lists, episode: &Episode, now: DateTime<Utc>) -> Option<String> {
    let note = |text: &str| if text.is_empty() { String::new() } else { format!(" ({text})") };
    let flag_words = |id| episode.flag(id).map(|flag| flag.raise.words.clone()).unwrap_or_default();
    let title = |id| episode.screening(id).map(|found| found.title.clone()).unwrap_or_default();
    Some(match body {
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
        Body::SeeingStarted { place, present } if place.is_empty() => format!("Seen again{}", note(present)),
        Body::SeeingStarted { place, present } => {
            format!("Seen: {}{}", label(&lists.places, place), note(present))
        }
        Body::SeeingPaused => "Broken off for now".to_owned(),
        Body::ConsentRecorded(consent) => format!(
            "Consent to {}: {}{}",
            consent.to.words(),
            label(&lists.consent_statuses, &consent.status),
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
        Body::Noted { text, source } => format!("{text}{}", note(source)),
        Body::ContingencyNoted { text } => format!("If-then for the next shift: {text}"),
        Body::Left { outcome } => format!("Left: {}", label(&lists.outcomes, outcome)),
        Body::NotSeen { reason, instead, note: words } => format!(
            "Not seen: {}; done instead: {}{}",
            label(&lists.not_seen_reasons, reason),
            label(&lists.done_instead, instead),
            note(words)
        ),
        Body::Closed { code, note: words } => {
            format!("Closed: {}{}", label(&lists.closures, code), note(words))
        }
        _ => return None,
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
