//! One person's page: clocks, consents, what is open, and the timeline with who and when.

mod items;
mod view;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::board::person_act;
use super::is_movement;
use super::menu::pathway_act;
use crate::desk::record::Record;
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Row};
use crate::domain::clock::Due;
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::event::ConsentTo;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Lists, Service, label_within};
use crate::domain::time::near;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};
use items::{Item, items, state_words};

/// One person's page, as read at one moment.
#[derive(Debug)]
pub struct EpisodeScreen {
    id: EpisodeId,
    header: Header,
    at: DateTime<Utc>,
    name: String,
    row: Option<Row>,
    /// Code of where the episode stands, with its words.
    code: String,
    closed: Option<String>,
    /// What whoever goes there has to mind: staff safety, mandatory groups, the pin.
    mind: String,
    clocks: Vec<Due>,
    told: String,
    edition: String,
    consents: String,
    contingency: String,
    items: Vec<Item>,
    selection: Selection,
    /// Columns and rows of the screen.
    size: (u16, u16),
}

impl EpisodeScreen {
    /// Builds the page from a record; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, record: Record, old: Option<&Self>) -> Result<Self, DeskError> {
        let (episode, now) = (&record.episode, desk.now());
        let lists = &desk.service().lists;
        let clocks = board::clocks(episode, desk.service(), now);
        let told: Vec<String> = clocks
            .iter()
            .filter_map(|due| Some((due.kind, episode.clocks.told_by(due.kind)?)))
            .map(|(kind, told)| format!("{} told by {} at {}", kind.short(), told.by, near(told.at, now)))
            .collect();
        let referral = &episode.referral;
        Ok(Self {
            id: episode.id,
            header: super::header(
                desk,
                format!("PERSON  {}  {}", crate::tui::asks::whom(episode, now), referral.reference),
            ),
            at: now,
            name: format!("{}  {}", episode.person().full_name(), referral.custody_ref),
            row: desk.row(episode)?,
            code: format!("{1} ({0})", board::code(episode), state_words(board::code(episode))),
            closed: closed(episode),
            mind: mind(episode, desk.service(), now),
            clocks,
            told: told.join("; "),
            edition: desk.service().clocks.edition.clone(),
            consents: consents(episode, lists, now),
            contingency: episode.contingency.clone().unwrap_or_default(),
            items: items(desk, &record)?,
            selection: old.map(|old| old.selection).unwrap_or_default(),
            size: old.map_or((80, 24), |old| old.size),
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
        if let Input::Resize(columns, rows) = input {
            self.size = (*columns, *rows);
        }
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Episode, *key) else { return Vec::new() };
        let id = self.id;
        let ask = |ask| vec![Effect::Go(Go::Ask(ask))];
        match act {
            act if is_movement(act) => {
                let (columns, rows) = self.size;
                let page = self.layout(columns, rows).body;
                self.selection.update(act, self.items.len(), page.into());
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
            Act::Papers => ask(Ask::Papers(Some(id))),
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Episode)],
            Act::Repaint => vec![Effect::Repaint],
            Act::Menu => vec![Effect::Go(Go::Menu(id))],
            Act::Decide | Act::Contact => pathway_act(act, id).into_iter().collect(),
            act => person_act(act, id).into_iter().collect(),
        }
    }

    fn open_item(&self) -> Vec<Effect> {
        let item = self.selection.of(self.items.len()).and_then(|place| self.items.get(place));
        match item {
            Some(Item { act: Some(go), .. }) => vec![Effect::Go(go.clone())],
            _ => vec![Effect::Say(Message::new(
                Kind::Note,
                "This line is history: nothing is left to do on it, and it is not struck.",
            ))],
        }
    }
}

/// That it is closed, and what of it is still followed.
fn closed(episode: &Episode) -> Option<String> {
    if episode.is_on_board() {
        return None;
    }
    let keeping = &episode.work.retention;
    if keeping.thinned.is_some() {
        return Some("Its answers and free text were disposed of: a form shows none.".to_owned());
    }
    if let Some(hold) = &keeping.hold {
        return Some(format!("On legal hold: {}.", hold.what));
    }
    Some(if episode.is_live() {
        "Its onward referrals are still followed.".to_owned()
    } else {
        "Nothing of it is followed any more.".to_owned()
    })
}

/// What was said on each consent, and which ones nobody has recorded.
fn consents(episode: &Episode, lists: &Lists, now: DateTime<Utc>) -> String {
    let mut said = Vec::new();
    let mut missing = Vec::new();
    for to in ConsentTo::ALL {
        match episode.consent(to) {
            Some(line) => {
                let status = label_within(&lists.consent_statuses, &line.consent.status);
                said.push(format!("{}: {status} {}", to.words(), near(line.at, now)));
            }
            None => missing.push(to.words()),
        }
    }
    if !missing.is_empty() {
        said.push(format!("not recorded: {}", missing.join(", ")));
    }
    said.join("; ")
}

/// What whoever goes there has to mind, in words.
fn mind(episode: &Episode, service: &Service, now: DateTime<Utc>) -> String {
    let mut said = Vec::new();
    if let Some(safety) = episode.details.get(DetailItem::StaffSafety.code()) {
        said.push(format!("STAFF SAFETY: {safety}"));
    }
    if !episode.referral.known_risk.is_empty() {
        said.push(format!("known risk: {}", episode.referral.known_risk));
    }
    let groups: Vec<&str> = board::groups(episode, service, now).map(|group| group.word.as_str()).collect();
    if !groups.is_empty() {
        said.push(format!("mandatory referral: {}", groups.join(", ")));
    }
    if let Some(pin) = &episode.work.pin {
        said.push(format!("pinned: {}", pin.what));
    }
    said.join("; ")
}
