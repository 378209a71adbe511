//! What can be done with the place in focus, on the week and on the day alike.

use chrono::NaiveDate;

use super::go;
use crate::desk::Desk;
use crate::desk::rota::RotaAct;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::Published;
use crate::domain::service::Right;
use crate::domain::time::{local, span};
use crate::rota::week::{Bar, Entry, hours};
use crate::rota::{CoverState, SkillGap};
use crate::tui::effect::{Ask, Deed, Effect, Go, RotaAsk, RotaDeed, RotaPlace};
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::widgets::message::{Kind, Message};

/// What stands at a place of the rota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Item {
    /// Somebody planned.
    Person(Entry),
    /// Something short.
    Gap(SkillGap),
    /// Hours of which it is not known whether they are covered.
    Open(Bar),
    /// Nobody planned and nothing short; whether there is service on that day.
    Empty(bool),
    /// A line beyond the last of its day.
    Nothing,
}

/// The place in focus.
#[derive(Clone, Debug)]
pub(super) struct Focus {
    pub(super) day: NaiveDate,
    pub(super) monday: NaiveDate,
    pub(super) site: String,
    pub(super) item: Item,
    /// Whether whoever is signed in keeps the rota.
    pub(super) edits: bool,
    /// Whoever is signed in.
    pub(super) me: PractitionerId,
}

impl Focus {
    fn person(&self) -> Option<&Entry> {
        match &self.item {
            Item::Person(entry) => Some(entry),
            _ => None,
        }
    }

    fn who(&self) -> Option<PractitionerId> {
        self.person().map(|entry| entry.who)
    }
}

/// Whether whoever is signed in may change the rota beyond telling that somebody is sick.
pub(super) fn edits(desk: &Desk) -> bool {
    desk.may(&[Right::Lead])
}

/// Does what a key asks for with the place in focus.
pub(super) fn update(act: Act, focus: &Focus, context: Context) -> Vec<Effect> {
    match act {
        Act::Back => vec![Effect::Back],
        Act::Lock => vec![Effect::Lock],
        Act::Help => vec![Effect::Help(context)],
        Act::Repaint => vec![Effect::Repaint],
        Act::Gaps => vec![go(RotaPlace::Gaps)],
        Act::Person => vec![go(RotaPlace::Month { who: focus.who().unwrap_or(focus.me), day: focus.day })],
        Act::Absent => absent(focus),
        _ if !focus.edits => say(&format!(
            "Only a lead changes the rota; {} tells that somebody is sick.",
            key_of(Context::RotaEdit, Act::Absent)
        )),
        // The list says why people are away, which is for leads.
        Act::Undo => vec![go(RotaPlace::Changes)],
        Act::Place => vec![place(focus)],
        Act::CopyWeek => ask(RotaAsk::CopyWeek { monday: focus.monday, site: focus.site.clone() }),
        Act::Roll => ask(RotaAsk::Roll { monday: focus.monday, who: focus.who() }),
        Act::Publish => ask(RotaAsk::Publish),
        Act::Staff if focus.who().is_none() => nobody("whose file to open; n brings somebody new"),
        Act::Staff => ask(RotaAsk::Staff(focus.who())),
        Act::NewStaff => ask(RotaAsk::Staff(None)),
        act => with_person(act, focus),
    }
}

fn with_person(act: Act, focus: &Focus) -> Vec<Effect> {
    let Some(entry) = focus.person() else { return nobody("whose shift is meant") };
    match act {
        Act::MoveShift => ask(RotaAsk::Move { shift: entry.shift, hours: hours(&entry.span) }),
        Act::Split => ask(RotaAsk::Split(entry.shift)),
        Act::Swap => ask(RotaAsk::Swap(entry.shift)),
        Act::TakeOff => {
            let act = Box::new(RotaAct::TakeOff { shift: entry.shift });
            vec![Effect::Do(Box::new(Deed::Rota(RotaDeed::Act(act))))]
        }
        _ => Vec::new(),
    }
}

/// Tells an absence, or that there is none after all.
fn absent(focus: &Focus) -> Vec<Effect> {
    let Some(entry) = focus.person() else {
        return ask(RotaAsk::Away { who: None, shift: None, day: focus.day });
    };
    ask(match &entry.away {
        Some((absence, why)) => {
            let of = format!("{}: {}", entry.name, why.to_lowercase());
            RotaAsk::Back { absence: *absence, of }
        }
        None => RotaAsk::Away { who: Some(entry.who), shift: Some(entry.shift), day: focus.day },
    })
}

/// Somebody is placed; where something is short, who could is shown first.
fn place(focus: &Focus) -> Effect {
    match &focus.item {
        Item::Gap(gap) => go(RotaPlace::Candidates { site: focus.site.clone(), gap: gap.clone() }),
        _ => Effect::Go(Go::Ask(Ask::Rota(RotaAsk::Place {
            site: focus.site.clone(),
            day: focus.day,
            who: None,
            hours: None,
        }))),
    }
}

fn ask(what: RotaAsk) -> Vec<Effect> {
    vec![Effect::Go(Go::Ask(Ask::Rota(what)))]
}

fn say(words: &str) -> Vec<Effect> {
    vec![Effect::Say(Message::new(Kind::Note, words))]
}

fn nobody(what: &str) -> Vec<Effect> {
    say(&format!("Move to a person first: it is not clear {what}."))
}

/// Why a colleague is away is for those who keep the rota.
pub(super) fn hide_why(entry: &mut Entry) {
    if let Some((_, why)) = &mut entry.away {
        "not here".clone_into(why);
    }
}

/// The place in focus in words.
pub(super) fn about(focus: &Focus) -> String {
    let at = format!("{} {}", focus.day.format("%a %-d %b"), focus.site);
    match &focus.item {
        Item::Person(entry) => format!("{at}: {}", of_person(entry)),
        Item::Gap(gap) => {
            format!("{at}: {}; {} lists who could.", of_gap(gap), key_of(Context::RotaEdit, Act::Place))
        }
        Item::Open(bar) => format!("{at}: {}", of_open(bar)),
        Item::Empty(false) => format!("{at}: no service."),
        Item::Empty(true) | Item::Nothing => format!("{at}."),
    }
}

/// "Ada Okafor, early 07:00-15:00, training; Sick".
pub(super) fn of_person(entry: &Entry) -> String {
    let times = hours(&entry.span);
    let what = if entry.what == times { times } else { format!("{} {times}", entry.what) };
    let activity =
        entry.activity.as_ref().map(|words| format!(", {}", words.to_lowercase())).unwrap_or_default();
    let uncounted = if entry.covers { "" } else { " (does not cover)" };
    let away = entry.away.as_ref().map(|(_, why)| format!("; away: {why}")).unwrap_or_default();
    format!("{}, {what}{activity}{uncounted}{away}.", entry.name)
}

/// "GAP 14:00-22:00, 8h00, clinician".
pub(super) fn of_gap(gap: &SkillGap) -> String {
    let (from, to) = (local(gap.from), local(gap.to));
    let skill = gap.skill.as_ref().map(|skill| format!(", {skill}")).unwrap_or_default();
    let core = if gap.core { "" } else { ", not core hours" };
    format!("GAP {}-{}, {}{skill}{core}", from.format("%H:%M"), to.format("%H:%M"), span(gap.minutes()))
}

fn of_open(bar: &Bar) -> String {
    let times = format!("{}-{}", local(bar.from).format("%H:%M"), local(bar.to).format("%H:%M"));
    if bar.state == CoverState::AskCourt {
        return format!("{times}, a bank holiday: check with the court whether it sits.");
    }
    format!("{times} is not published, so it is not known whether it is covered; a places somebody.")
}

/// Up to when the rota is settled.
pub(super) fn settled(published: Option<Published>) -> String {
    published.map_or_else(
        || "no day is published".to_owned(),
        |days| format!("published to {}", days.to.format("%a %-d %b %Y")),
    )
}
