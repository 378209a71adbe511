//! The cards of the desk: what is asked for each verb, and the deed that the answers make.
//!
//! One pair of functions per card: `card` builds it from what the desk knows, `deed` reads it.
//! Here: which pair belongs to which [`Ask`], and the screen that shows the card.

mod activity;
mod agencies;
mod contact;
mod copy;
mod keys;
mod looking;
mod paper;
mod pathway;
mod person;
mod plan;
mod queue;
mod record;
mod referral;
mod rota;
mod seeing;
mod shift;
mod stay;
mod trail;
mod undo;

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::effect::{Ask, Deed, Effect, KeyDeed, RotaDeed};
use super::input::Input;
use super::keymap::{Act, Context, Idle, resolve};
use super::screens::banner;
use super::theme::Theme;
use super::widgets::card::{Blank, Card, CardOutcome, ChoiceOption, Field};
use super::widgets::footer::draw_footer;
use super::widgets::message::{Kind, Message};
use super::widgets::pen::Pen;
use super::widgets::when::Bias;
use crate::desk::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::ids::EpisodeId;
use crate::domain::service::Code;

/// The field for the time at which something happened that is entered later.
const HAPPENED: &str = "happened";

/// Why a card has no earlier time.
const OF_NOW: &str = "This card is about no one person: it is saved as of now.";

/// A card on the screen, with what it asks for.
#[derive(Debug)]
pub struct AskScreen {
    ask: Ask,
    card: Card,
}

impl AskScreen {
    /// Builds the card for what is asked.
    ///
    /// # Errors
    /// When the record is not there, or there is nothing to ask (no open red flag to tell of).
    pub fn new(desk: &Desk, ask: Ask, now: NaiveDateTime) -> Result<Self, DeskError> {
        let (ask, mut card) = match ask {
            Ask::NewReferral(ref site) => {
                let card = referral::card(desk, site.as_deref(), now)?;
                (ask, card)
            }
            Ask::TaskDone { episode, task } => (ask, plan::task_done(desk, episode, task, now)?),
            Ask::See(id) => (ask, seeing::see(desk, id, now)?),
            Ask::Consent(id) => (ask, seeing::consent(desk, id, now)?),
            Ask::SetAside { episode, ref form } => {
                let card = seeing::set_aside(desk, episode, form, now)?;
                (ask, card)
            }
            Ask::Amend { episode, screening } => (ask, seeing::amend(desk, episode, screening, now)?),
            Ask::Hold(id) => (ask, stay::hold(desk, id, now)?),
            Ask::EndHold(id) => (ask, stay::end_hold(desk, id, now)?),
            Ask::NotSeen(id) => (ask, stay::not_seen(desk, id, now)?),
            Ask::Clock(id) => (ask, stay::clock(desk, id, now)?),
            Ask::Move(id) => (ask, stay::move_person(desk, id, now)?),
            Ask::Left(id) => (ask, stay::left(desk, id, now)?),
            Ask::Close(id) => (ask, stay::close(desk, id, now)?),
            Ask::Tell { episode, flag } => plan::tell(desk, episode, flag, now)?,
            Ask::Refer { episode, ref suggestion } => {
                let card = plan::refer(desk, episode, suggestion.as_ref(), now)?;
                (ask, card)
            }
            Ask::Refuse { ref suggestion, .. } => {
                let card = plan::refuse(desk, suggestion, now);
                (ask, card)
            }
            Ask::Step { episode, onward } => (ask, plan::step(desk, episode, onward, now)?),
            Ask::Task(id) => (ask, plan::task(desk, id, now)?),
            Ask::Note(id) => (ask, plan::note(desk, id, now)?),
            Ask::Contingency(id) => (ask, plan::contingency(desk, id, now)?),
            Ask::OffSuite => (ask, shift::off_suite(desk, now)?),
            Ask::CustodyList => (ask, shift::custody_list(desk, now)?),
            Ask::SiteNote => (ask, shift::site_note(desk, now)?),
            Ask::Activity => (ask, activity::card(desk, now)?),
            Ask::StartShift => (ask, shift::start(desk, now)),
            Ask::EndShift => (ask, shift::end(desk, now)?),
            Ask::Print { ref title, ref reader } => {
                let card = paper::print(desk, title, reader, now);
                (ask, card)
            }
            Ask::Names => (ask, paper::names(now)),
            Ask::Papers(id) => (ask, paper::papers(desk, id, now)?),
            Ask::AddPerson => (ask, person::card(desk, now)),
            Ask::Passphrase => (ask, keys::passphrase(now)),
            Ask::Pin => (ask, keys::pin(desk, now)),
            Ask::People => (ask, keys::people(desk, now)?),
            Ask::NewCode => (ask, keys::new_code(now)),
            Ask::Rotate => (ask, keys::rotate(desk, now)?),
            Ask::Acknowledge => (ask, keys::acknowledge(desk, now)?),
            Ask::CopyToFile { episode, .. } => (ask, copy::file(desk, episode, now)?),
            Ask::Pathway { episode, ref what } => {
                let card = pathway::card(desk, episode, what, now)?;
                (ask, card)
            }
            Ask::Rota(ref what) => {
                let card = rota::card(desk, what, now)?;
                (ask, card)
            }
            Ask::Trail(ref what) => {
                let card = trail::card(desk, what, now)?;
                (ask, card)
            }
            Ask::TakeBack(_) => (ask, undo::card(desk, now)?),
            Ask::Why { episode, .. } => (ask, looking::why(desk, episode, now)?),
        };
        card.opened_at(desk.now());
        card.put_banner(banner(desk));
        Ok(Self { ask, card })
    }

    /// What it asks for.
    pub fn ask(&self) -> &Ask {
        &self.ask
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let of_now = self.ask.episode().is_none() && !self.card.has("at");
        if of_now { vec![(Act::EarlierTime, OF_NOW.to_owned())] } else { Vec::new() }
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        if let Input::Key(key) = input {
            match resolve(Context::Card, *key) {
                Some(Act::Lock) => return vec![Effect::Lock],
                Some(Act::Help) => return vec![Effect::Help(Context::Card)],
                Some(Act::EarlierTime) => return self.earlier(),
                _ => {}
            }
        }
        let outcome = self.card.update(input, now);
        if let Ask::Clock(_) = self.ask {
            stay::lean(&mut self.card);
        }
        match outcome {
            CardOutcome::Stay => Vec::new(),
            CardOutcome::Cancel => vec![Effect::Back],
            CardOutcome::Submit => match self.deed_in_time(now) {
                Ok(deed) => vec![Effect::Do(Box::new(deed))],
                Err((field, why)) => {
                    self.card.refuse(Some(field), why);
                    Vec::new()
                }
            },
        }
    }

    fn deed(&mut self, now: NaiveDateTime) -> Result<Deed, (&'static str, String)> {
        let card = &mut self.card;
        match &self.ask {
            Ask::NewReferral(_) => referral::deed(card),
            Ask::TaskDone { episode, task } => plan::task_done_deed(card, *episode, *task),
            Ask::See(id) => Ok(seeing::see_deed(card, *id)),
            Ask::Consent(id) => Ok(seeing::consent_deed(card, *id)),
            Ask::SetAside { episode, form } => seeing::set_aside_deed(card, *episode, form),
            Ask::Amend { episode, screening } => {
                Ok(Deed::Amend { episode: *episode, screening: *screening, reason: card.text("reason") })
            }
            Ask::Hold(id) => stay::hold_deed(card, *id),
            Ask::EndHold(episode) => Ok(Deed::EndHold { episode: *episode, result: card.text("result") }),
            Ask::NotSeen(id) => Ok(stay::not_seen_deed(card, *id)),
            Ask::Clock(id) => stay::clock_deed(card, *id),
            Ask::Move(episode) => Ok(Deed::Move { episode: *episode, place: card.text("place") }),
            Ask::Left(id) => stay::left_deed(card, *id),
            Ask::Close(id) => Ok(stay::close_deed(card, *id)),
            Ask::Tell { episode, flag } => plan::tell_deed(card, *episode, *flag),
            Ask::Refer { episode, suggestion } => Ok(plan::refer_deed(card, *episode, suggestion.clone())),
            Ask::Refuse { episode, suggestion } => Ok(plan::refuse_deed(card, *episode, suggestion.clone())),
            Ask::Step { episode, onward } => plan::step_deed(card, *episode, *onward),
            Ask::Task(id) => plan::task_deed(card, *id),
            Ask::Note(id) => Ok(plan::note_deed(card, *id)),
            Ask::Contingency(episode) => Ok(Deed::Contingency { episode: *episode, text: card.text("text") }),
            Ask::OffSuite => shift::off_suite_deed(card),
            Ask::CustodyList => Ok(shift::custody_list_deed(card)),
            Ask::SiteNote => shift::site_note_deed(card),
            Ask::Activity => activity::deed(card),
            Ask::StartShift => shift::start_deed(card),
            Ask::EndShift => Ok(Deed::EndShift),
            Ask::Print { .. } => Ok(paper::print_deed(card)),
            Ask::Names => Ok(Deed::Names { why: card.text("why") }),
            Ask::Papers(id) => paper::papers_deed(card, *id, now),
            Ask::AddPerson => person::deed(card),
            Ask::Passphrase => keys::passphrase_deed(card),
            Ask::Pin => keys::pin_deed(card),
            Ask::People => keys::people_deed(card),
            Ask::NewCode => Ok(Deed::Key(KeyDeed::NewCode)),
            Ask::Acknowledge => Ok(Deed::Acknowledge { reason: card.text("reason") }),
            Ask::Rotate => Ok(Deed::Key(KeyDeed::Rotate { reason: card.text("reason") })),
            Ask::CopyToFile { episode, what } => Ok(copy::file_deed(card, *episode, *what)),
            Ask::Pathway { episode, what } => pathway::deed(card, *episode, what),
            Ask::Rota(what) => Ok(Deed::Rota(RotaDeed::Act(Box::new(rota::act(card, what)?)))),
            Ask::Trail(what) => Ok(Deed::Trail(trail::deed(card, what, now)?)),
            Ask::TakeBack(seq) => Ok(Deed::TakeBack(*seq)),
            Ask::Why { episode, then } => {
                Ok(Deed::LookAt { episode: *episode, why: card.text("why"), then: then.clone() })
            }
        }
    }

    /// The deed, for the earlier time where one was given.
    fn deed_in_time(&mut self, now: NaiveDateTime) -> Result<Deed, (&'static str, String)> {
        let deed = self.deed(now)?;
        let at = if self.card.has(HAPPENED) { self.card.instant(HAPPENED) } else { None };
        Ok(match (self.ask.episode(), at) {
            (Some(episode), Some(at)) => Deed::Late { episode, at, deed: Box::new(deed) },
            _ => deed,
        })
    }

    /// Goes to the field for an earlier time, which is added where the card has none of its own.
    fn earlier(&mut self) -> Vec<Effect> {
        let own = [HAPPENED, "at"].into_iter().find(|id| self.card.has(id));
        if own.is_none() && self.ask.episode().is_none() {
            return vec![Effect::Say(Message::new(Kind::Note, OF_NOW))];
        }
        if own.is_none() {
            self.card.add(
                Field::when(HAPPENED, "Happened at", Bias::Past, Blank::Nothing)
                    .help("-20, 19:10, y21:30. It is kept as entered late. Empty means now."),
            );
        }
        self.card.focus_on(own.unwrap_or(HAPPENED));
        Vec::new()
    }

    /// Says why the deed was refused; what was typed stays.
    pub fn refused(&mut self, why: &str) {
        self.card.refuse(None, why);
    }

    /// Its card.
    pub fn card_mut(&mut self) -> &mut Card {
        &mut self.card
    }

    /// Draws the card.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let body = Rect { height: area.height.saturating_sub(1), ..area };
        self.card.view(frame, body, theme);
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        draw_footer(&mut pen.part(0, body.height, area.width, 1), Context::Card, &self.idle());
    }
}

/// The options of a code list.
fn options(list: &[Code]) -> Vec<ChoiceOption> {
    list.iter().map(|code| ChoiceOption::new(code.code.as_str(), code.label.as_str())).collect()
}

/// The code chosen in a field; empty where none is.
fn chosen(card: &Card, id: &str) -> String {
    card.choice(id).unwrap_or_default().to_owned()
}

/// The instant of a time field.
fn instant(card: &Card, id: &str) -> Option<DateTime<Utc>> {
    card.instant(id)
}

/// The instant of a time field that must hold one.
fn needed_instant(card: &Card, id: &'static str) -> Result<DateTime<Utc>, (&'static str, String)> {
    instant(card, id).ok_or((id, "This needs a time.".to_owned()))
}

/// "J.D. 16M BRO c07": whom a card is about.
pub fn whom(episode: &Episode, now: DateTime<Utc>) -> String {
    let person = episode.person();
    let age = person.birth.age(now).map_or_else(|| "?".to_owned(), |age| age.to_string());
    format!("{} {age}{} {} {}", person.initials(), person.sex, episode.site, episode.place)
}

pub(super) use person::{fields as person_fields, read as read_person, read_twice, twice};

fn about(desk: &Desk, id: EpisodeId) -> Result<String, DeskError> {
    Ok(whom(&desk.episode(id)?, desk.now()))
}
