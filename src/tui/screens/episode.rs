//! One person's page: clocks, consents, what is open, and the timeline with who and when.

mod view;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::board::person_act;
use super::is_movement;
use crate::desk::record::{Record, step_words};
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Level, Row};
use crate::domain::clock::Due;
use crate::domain::episode::ScreeningStatus;
use crate::domain::event::{ConsentTo, Score};
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Lists, label};
use crate::domain::time::{hhmm, near};
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};

/// One line of the page: something open that Enter acts on, or something that happened.
#[derive(Debug)]
struct Item {
    level: Level,
    kind: &'static str,
    text: String,
    act: Option<Go>,
    task: Option<crate::domain::ids::TaskId>,
}

/// One person's page, as read at one moment.
#[derive(Debug)]
pub struct EpisodeScreen {
    id: EpisodeId,
    header: Header,
    at: DateTime<Utc>,
    name: String,
    row: Option<Row>,
    closed: Option<String>,
    clocks: Vec<Due>,
    told: String,
    edition: String,
    consents: String,
    contingency: String,
    items: Vec<Item>,
    selection: Selection,
}

impl EpisodeScreen {
    /// Builds the page from a record; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, record: Record, old: Option<&Self>) -> Result<Self, DeskError> {
        let (episode, now) = (&record.episode, desk.now());
        let lists = &desk.service().lists;
        let told: Vec<String> = episode
            .clocks
            .told
            .iter()
            .map(|told| format!("{} told by {} at {}", told.clock.short(), told.by, near(told.at, now)))
            .collect();
        let consents: Vec<String> = ConsentTo::ALL
            .iter()
            .map(|to| match episode.consent(*to) {
                Some(line) => {
                    let status = label(&lists.consent_statuses, &line.consent.status).to_lowercase();
                    format!("{}: {status} {}", to.words(), hhmm(line.at))
                }
                None => format!("{}: not recorded", to.words()),
            })
            .collect();
        let mut items = open_items(&record, lists, now);
        items.extend(record.lines.iter().map(|line| happened(line, now)));
        let referral = &episode.referral;
        Ok(Self {
            id: episode.id,
            header: super::header(
                desk,
                format!("PERSON  {}  {}", crate::tui::asks::whom(episode, now), referral.reference),
            ),
            at: now,
            name: format!("{}  {}", episode.person().full_name(), referral.custody_ref),
            row: board::rows(std::iter::once(episode), desk.service(), now).into_iter().next(),
            closed: (!episode.is_on_board())
                .then(|| "Closed; its onward referrals are still followed.".to_owned()),
            clocks: board::clocks(episode, desk.service()),
            told: told.join("; "),
            edition: desk.service().clocks.edition.clone(),
            consents: consents.join("   "),
            contingency: episode.contingency.clone().unwrap_or_default(),
            items,
            selection: old.map(|old| old.selection).unwrap_or_default(),
        })
    }

    /// Whose page it is.
    pub fn id(&self) -> EpisodeId {
        self.id
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Episode
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Episode, *key) else { return Vec::new() };
        let id = self.id;
        let ask = |ask| vec![Effect::Go(Go::Ask(ask))];
        match act {
            act if is_movement(act) => {
                self.selection.update(act, self.items.len(), 8);
                Vec::new()
            }
            Act::Open => self.open_item(),
            Act::Onward => ask(Ask::Refer { episode: id, suggestion: None }),
            Act::Clock => ask(Ask::Clock(id)),
            Act::Jot => ask(Ask::Note(id)),
            Act::Contingency => ask(Ask::Contingency(id)),
            Act::Move => ask(Ask::Move(id)),
            Act::Left => ask(Ask::Left(id)),
            Act::Close => ask(Ask::Close(id)),
            Act::Suggestions => vec![Effect::Go(Go::Suggestions(id))],
            Act::NewReferral => ask(Ask::NewReferral(None)),
            Act::Away => vec![Effect::Go(Go::Away)],
            Act::Handover => vec![Effect::Go(Go::Handover)],
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Episode)],
            Act::Repaint => vec![Effect::Repaint],
            act => person_act(act, id).into_iter().collect(),
        }
    }

    fn open_item(&self) -> Vec<Effect> {
        let item = self.selection.of(self.items.len()).and_then(|place| self.items.get(place));
        match item {
            Some(Item { act: Some(go), .. }) => vec![Effect::Go(go.clone())],
            Some(Item { task: Some(task), .. }) => {
                vec![Effect::Go(Go::Ask(Ask::TaskDone { episode: self.id, task: *task }))]
            }
            _ => vec![Effect::Say(Message::new(
                Kind::Note,
                "This line is history: nothing is left to do on it.",
            ))],
        }
    }
}

/// What is open on the record, most pressing first.
fn open_items(record: &Record, lists: &Lists, now: DateTime<Utc>) -> Vec<Item> {
    let episode = &record.episode;
    let id = episode.id;
    let mut items = Vec::new();
    for flag in episode.open_flags() {
        items.push(Item {
            level: Level::Urgent,
            kind: "RED FLAG",
            text: format!("{}: {}", flag.raise.words, flag.missing()),
            act: Some(Go::Ask(Ask::Tell { episode: id, flag: Some(flag.raise.flag) })),
            task: None,
        });
    }
    for draft in episode.drafts() {
        items.push(Item {
            level: Level::Warn,
            kind: "DRAFT",
            text: format!(
                "{}{}: {} of {} answered",
                draft.title,
                if draft.amends.is_some() { " (amending)" } else { "" },
                draft.progress.answered,
                draft.progress.asked
            ),
            act: Some(Go::Screening { episode: id, form: draft.form.clone() }),
            task: None,
        });
    }
    if !episode.suggestions.is_empty() {
        let to: Vec<&str> = episode
            .suggestions
            .iter()
            .map(|open| label(&lists.destinations, &open.suggestion.destination))
            .collect();
        items.push(Item {
            level: Level::Warn,
            kind: "SUGGESTED",
            text: to.join(", "),
            act: Some(Go::Suggestions(id)),
            task: None,
        });
    }
    for task in episode.open_tasks() {
        let late = if task.due <= now { " LATE" } else { "" };
        items.push(Item {
            level: if task.due <= now { Level::Urgent } else { Level::Plain },
            kind: "TASK",
            text: format!("{} ({}, {}{late})", task.what, task.owner, near(task.due, now)),
            act: None,
            task: Some(task.id),
        });
    }
    for onward in episode.onward.iter().filter(|onward| onward.is_pending()) {
        let stands =
            onward.steps.last().map_or("not sent".to_owned(), |(step, _)| step_words(step, lists, now));
        items.push(Item {
            level: Level::Plain,
            kind: "ONWARD",
            text: format!("{}: {stands}", label(&lists.destinations, &onward.destination)),
            act: Some(Go::Ask(Ask::Step { episode: id, onward: onward.id })),
            task: None,
        });
    }
    items.extend(episode.standing_screenings().rev().filter_map(|screening| match &screening.status {
        ScreeningStatus::Finished { complete, scores, .. } => Some(Item {
            level: Level::Plain,
            kind: "FORM",
            text: format!(
                "{}{}: {}",
                screening.title,
                if screening.amends.is_some() { " (amended)" } else { "" },
                result_words(*complete, scores)
            ),
            act: Some(Go::Read { episode: id, screening: screening.id }),
            task: None,
        }),
        _ => None,
    }));
    items
}

/// A finished form's result in words; an incomplete one never shows a normal-looking total.
pub fn result_words(complete: bool, scores: &[Score]) -> String {
    let scored: Vec<String> = scores
        .iter()
        .filter_map(|score| match (score.value, &score.band, score.floor, score.ceiling) {
            (Some(value), Some(band), ..) => Some(format!("{value}, {band}")),
            (Some(value), None, ..) => Some(value.to_string()),
            (None, Some(band), ..) => Some(band.clone()),
            (None, None, Some(floor), Some(ceiling)) => Some(format!("at least {floor}, at most {ceiling}")),
            _ => None,
        })
        .collect();
    let done = if complete { "finished" } else { "finished, INCOMPLETE" };
    if scored.is_empty() { done.to_owned() } else { format!("{done}: {}", scored.join("; ")) }
}

fn happened(line: &crate::desk::record::Line, now: DateTime<Utc>) -> Item {
    let late = line.entered_late.map(|at| format!(" [entered {}]", near(at, now))).unwrap_or_default();
    Item {
        level: Level::Plain,
        kind: "",
        text: format!("{:<9} {:<3} {}{late}", near(line.at, now), line.by, line.words),
        act: None,
        task: None,
    }
}
