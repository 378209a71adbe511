//! Everything that can be done about a person, or for the care of the store, in one list: each line
//! with its own letter, dim with the reason where it cannot be done now. Lines never move.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::{Desk, DeskError};
use crate::domain::episode::{Episode, Stage};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, Effect, Go, PathwayAsk, TrailAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, help, resolve};
use crate::tui::screens::care;
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// One line of the menu.
#[derive(Debug)]
struct Entry {
    act: Act,
    key: String,
    label: &'static str,
    sentence: &'static str,
    /// Why it cannot be done now, where it cannot.
    not_now: Option<String>,
}

/// What a menu is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// One person.
    Person(EpisodeId),
    /// The store, and who gets into it.
    Store,
}

impl About {
    fn context(self) -> Context {
        match self {
            Self::Person(_) => Context::Menu,
            Self::Store => Context::Care,
        }
    }

    fn group(self, act: Act) -> Option<&'static str> {
        match self {
            Self::Person(_) => group(act),
            Self::Store => care::group(act),
        }
    }
}

/// A list of what can be done.
#[derive(Debug)]
pub struct Menu {
    about: About,
    header: Header,
    entries: Vec<Entry>,
    selection: Selection,
}

impl Menu {
    /// Reads what can be done now; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, about: About, old: Option<&Self>) -> Result<Self, DeskError> {
        let (title, reasons) = match about {
            About::Person(id) => {
                let episode = desk.episode(id)?;
                let strikes = desk.read_record(id)?.lines.iter().any(|line| line.can_be_struck);
                let title = format!("MORE  {}", whom(&episode, desk.now()));
                (title, reasons(about, |act| not_now(desk, &episode, act, strikes)))
            }
            About::Store => {
                ("THE STORE AND WHO GETS IN".to_owned(), reasons(about, |act| care::not_now(desk, act)))
            }
        };
        let entry = |(binding, not_now): (&crate::tui::keymap::Binding, Option<String>)| Entry {
            act: binding.act,
            key: binding.key_name(about.context()),
            label: binding.label,
            sentence: binding.help,
            not_now,
        };
        Ok(Self {
            about,
            header: header(desk, title),
            entries: reasons.into_iter().map(entry).collect(),
            selection: old.map(|old| old.selection).unwrap_or_default(),
        })
    }

    /// What it is about.
    pub fn about(&self) -> About {
        self.about
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let why = |entry: &Entry| Some((entry.act, entry.not_now.clone()?));
        self.entries.iter().filter_map(why).collect()
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        self.about.context()
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        match resolve(self.context(), *key) {
            Some(act) if is_movement(act) => {
                self.selection.update(act, self.entries.len(), 10);
                Vec::new()
            }
            Some(Act::Back) => vec![Effect::Back],
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(self.context())],
            Some(Act::Repaint) => vec![Effect::Repaint],
            Some(Act::Open) => {
                let chosen = self.selection.of(self.entries.len()).and_then(|place| self.entries.get(place));
                chosen.map(|entry| self.choose(entry)).into_iter().collect()
            }
            Some(act) => {
                let chosen = self.entries.iter().position(|entry| entry.act == act);
                let Some(place) = chosen else { return Vec::new() };
                self.selection = Selection::at(place);
                self.entries.get(place).map(|entry| self.choose(entry)).into_iter().collect()
            }
            None => Vec::new(),
        }
    }

    fn choose(&self, entry: &Entry) -> Effect {
        match &entry.not_now {
            Some(why) => Effect::Say(Message::new(Kind::Note, format!("Not now: {why}"))),
            None => match self.about {
                About::Person(id) => pathway_act(entry.act, id),
                About::Store => care::effect(entry.act),
            }
            .unwrap_or_else(|| Effect::Say(Message::new(Kind::Note, "This line does nothing."))),
        }
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut before = None;
        let chosen = self.selection.of(self.entries.len());
        let lines: Vec<Line<'_>> = self
            .entries
            .iter()
            .enumerate()
            .map(|(place, entry)| {
                let group = self.about.group(entry.act);
                let first = group != std::mem::replace(&mut before, group);
                let group = if first { group.unwrap_or_default() } else { "" };
                line(entry, group, Some(place) == chosen, theme)
            })
            .collect();
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule],
            lines,
            empty: "",
            focus: (chosen.and_then(|place| self.entries.get(place)).map(in_full).unwrap_or_default(), 2),
            detail: Detail::default(),
            context: self.context(),
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }
}

/// The line in focus in whole words: what it does, and why it cannot be done now.
fn in_full(entry: &Entry) -> String {
    let not_now = entry.not_now.as_ref().map(|why| format!(" Not now: {why}")).unwrap_or_default();
    format!("{} {}: {}{not_now}", entry.key, entry.label, entry.sentence)
}

/// The lines of a menu in the order of the table, each with why it cannot be done now.
fn reasons(
    about: About,
    not_now: impl Fn(Act) -> Option<String>,
) -> Vec<(&'static crate::tui::keymap::Binding, Option<String>)> {
    let lines = help(about.context()).filter(|binding| about.group(binding.act).is_some());
    lines.map(|binding| (binding, not_now(binding.act))).collect()
}

/// One line; the focus lies over it in one piece, so that it has no styles of its own there.
fn line(entry: &Entry, group: &str, focused: bool, theme: &Theme) -> Line<'static> {
    let (head, key, style) = match (&entry.not_now, focused) {
        (_, true) => (theme.value(), theme.value(), theme.value()),
        (Some(_), false) => (theme.label(), theme.dim(), theme.dim()),
        (None, false) => (theme.label(), theme.key(), theme.value()),
    };
    let said = match &entry.not_now {
        Some(why) => format!("-- {why}"),
        None => entry.sentence.to_owned(),
    };
    Line::from(vec![
        Span::styled(format!("{group:<9} "), head),
        Span::styled(entry.key.clone(), key),
        Span::styled(format!("  {:<16} {said}", entry.label), style),
    ])
}

/// Under which word an act stands in the menu; none for what is no line of it.
fn group(act: Act) -> Option<&'static str> {
    Some(match act {
        Act::TakeReferral | Act::Triage | Act::Pin => "Queue",
        Act::Details | Act::Correct | Act::Position | Act::SamePerson => "Person",
        Act::Contact | Act::Tell | Act::Capacity | Act::FollowUp => "Contact",
        Act::Decide | Act::Escalate | Act::Report | Act::Recommend | Act::Mha | Act::Transfer => "Agencies",
        Act::Strike
        | Act::CounterSign
        | Act::Reopen
        | Act::Lookers
        | Act::RetentionClass
        | Act::LegalHold => "Record",
        _ => return None,
    })
}

/// What an act of the pathway asks for about one person.
pub(super) fn pathway_act(act: Act, id: EpisodeId) -> Option<Effect> {
    let ask = match act {
        Act::Details => return Some(Effect::Go(Go::Details(id))),
        Act::Lookers => return Some(Effect::Go(Go::Lookers(id))),
        Act::RetentionClass => return Some(Effect::Go(Go::Ask(Ask::Trail(TrailAsk::Class(id))))),
        Act::LegalHold => return Some(Effect::Go(Go::Ask(Ask::Trail(TrailAsk::Hold(id))))),
        Act::Tell => return Some(Effect::Go(Go::Ask(Ask::Tell { episode: id, flag: None }))),
        Act::TakeReferral => PathwayAsk::TakeReferral,
        Act::Triage => PathwayAsk::Triage,
        Act::Pin => PathwayAsk::Pin,
        Act::Correct => PathwayAsk::Correct,
        Act::Position => PathwayAsk::Position,
        Act::SamePerson => PathwayAsk::SamePerson,
        Act::Contact => PathwayAsk::Contact,
        Act::Capacity => PathwayAsk::Capacity,
        Act::FollowUp => PathwayAsk::FollowUp,
        Act::Decide => PathwayAsk::Decide,
        Act::Escalate => PathwayAsk::Escalate,
        Act::Report => PathwayAsk::Report,
        Act::Recommend => PathwayAsk::Recommend,
        Act::Mha => PathwayAsk::Mha,
        Act::Transfer => PathwayAsk::Transfer,
        Act::Strike => PathwayAsk::Strike(None),
        Act::CounterSign => PathwayAsk::CounterSign,
        Act::Reopen => PathwayAsk::Reopen,
        _ => return None,
    };
    Some(Effect::Go(Go::Ask(ask.about(id))))
}

/// Why an act cannot be done now, in words short enough for its line. The desk decides again.
fn not_now(desk: &Desk, episode: &Episode, act: Act, strikes: bool) -> Option<String> {
    let rights: &[Right] = match act {
        Act::Lookers | Act::RetentionClass | Act::LegalHold => &[Right::Lead],
        Act::Report | Act::Recommend | Act::Mha | Act::CounterSign => &[Right::Assess],
        Act::Contact | Act::FollowUp | Act::Transfer | Act::Details | Act::Strike => {
            &[Right::Screen, Right::FollowUp]
        }
        _ => &[Right::Screen],
    };
    if !desk.may(rights) {
        return Some("your role may not.".to_owned());
    }
    let on_board = matches!(
        act,
        Act::TakeReferral
            | Act::Triage
            | Act::Pin
            | Act::Decide
            | Act::Escalate
            | Act::Transfer
            | Act::FollowUp
            | Act::Position
    );
    if on_board && !episode.is_on_board() {
        return Some("the episode is closed; z reopens it.".to_owned());
    }
    standing(episode, act, strikes).map(str::to_owned)
}

/// What in the episode's standing is in the way.
fn standing(episode: &Episode, act: Act, strikes: bool) -> Option<&'static str> {
    let (work, identified) = (&episode.work, matches!(episode.stage, Stage::Identified));
    match act {
        Act::TakeReferral if !identified => Some("they are referred already."),
        Act::Triage if identified => Some("nobody has referred them yet."),
        Act::Pin if work.pin.is_none() && episode.is_past_seeing() => Some("they have been seen."),
        Act::Decide if !episode.has_been_screened() => Some("no form has been finished yet."),
        Act::Escalate if work.open_escalations().next().is_some() => {
            Some("one waits for a clinician already.")
        }
        Act::FollowUp if work.follow_up.is_none() && matches!(episode.stage, Stage::BeingSeen { .. }) => {
            Some("they are with us now.")
        }
        Act::FollowUp if work.follow_up.is_none() && !episode.is_past_seeing() => {
            Some("they have not been seen yet.")
        }
        Act::Transfer if work.open_transfers().next().is_some() => Some("one is not acknowledged yet."),
        Act::Strike if !strikes => Some("no entry can be struck."),
        Act::CounterSign if work.unsigned.is_empty() => Some("nothing waits for it."),
        Act::Reopen if episode.is_on_board() => Some("the episode is open."),
        _ => None,
    }
}
