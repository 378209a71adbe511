//! The entry card: the one dialog of the program, a column of fields that is filled and saved.
//!
//! `field` is one field and how it hears keys, with `pick` for choices, `levels` for
//! several at once and `long_text` for notes; `value` reads and checks what was entered;
//! `view` draws the fields and `panel` the options and help of the field in focus. Here: moving
//! between fields, saving, leaving. A card knows no store: its owner reads it after `Submit`.

mod field;
mod levels;
pub(in crate::tui) mod long_text;
mod panel;
mod pick;
mod spoken;
mod value;
mod view;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::message::{Kind, Message};
use super::when::Bias;
use crate::domain::time::{from_local, from_local_near};
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Act, Context, resolve};
pub(in crate::tui) use field::Heard;
use field::Need;
pub use field::{Blank, Field};
pub use pick::ChoiceOption;
pub use spoken::Asked;
use value::Fault;

/// What an input did to the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardOutcome {
    /// The card stays open.
    Stay,
    /// Every field holds; the owner reads the values and acts on them.
    Submit,
    /// The person leaves; nothing is to be kept.
    Cancel,
}

/// What stands in the message rows, unless faults do.
#[derive(Clone, Debug)]
enum Notice {
    LeaveAgain,
    Said(Message),
}

/// A card with its fields. Its `Debug` shows no typed text.
#[derive(Clone, Debug)]
pub struct Card {
    title: String,
    purpose: String,
    fields: Vec<Field>,
    focus: usize,
    notice: Option<Notice>,
    faults: Vec<(usize, Fault)>,
    now: NaiveDateTime,
    opened: Option<DateTime<Utc>>,
    banner: Option<String>,
}

impl Card {
    /// Makes a card without fields; `now` is local time.
    pub fn new(title: impl Into<String>, purpose: impl Into<String>, now: NaiveDateTime) -> Self {
        let (title, purpose) = (title.into(), purpose.into());
        Self {
            title,
            purpose,
            fields: Vec::new(),
            focus: 0,
            notice: None,
            faults: Vec::new(),
            now,
            opened: None,
            banner: None,
        }
    }

    /// Adds a field at the end.
    #[must_use]
    pub fn with(mut self, field: Field) -> Self {
        debug_assert!(self.fields.iter().all(|other| other.id != field.id), "{} comes twice", field.id);
        self.fields.push(field);
        self
    }

    /// Adds a field at the end of a card that is open.
    pub fn add(&mut self, field: Field) {
        debug_assert!(!self.has(field.id), "{} comes twice", field.id);
        self.fields.push(field);
    }

    /// Returns whether the card has such a field.
    pub fn has(&self, id: &str) -> bool {
        self.fields.iter().any(|field| field.id == id)
    }

    /// Returns whether a field holds something else than it was opened with.
    pub fn is_changed(&self, id: &str) -> bool {
        self.fields.iter().any(|field| field.id == id && field.is_changed())
    }

    /// Returns the id of the field in focus.
    pub fn focused(&self) -> Option<&'static str> {
        self.fields.get(self.focus).map(|field| field.id)
    }

    /// Says at which instant the card was opened, for times in the hour that comes twice.
    pub fn opened_at(&mut self, instant: DateTime<Utc>) {
        self.opened = Some(instant);
    }

    /// Puts the banner over invented people, such as `DEMO`, before the title.
    pub fn put_banner(&mut self, banner: Option<String>) {
        self.banner = banner;
    }

    /// Returns the instant of a time field.
    pub fn instant(&self, id: &str) -> Option<DateTime<Utc>> {
        let wall = self.when(id)?;
        Some(self.opened.map_or_else(|| from_local(wall), |opened| from_local_near(wall, opened)))
    }

    /// Local time at the last input.
    pub fn now(&self) -> NaiveDateTime {
        self.now
    }

    /// Puts the focus on a field.
    pub fn focus_on(&mut self, id: &str) {
        if let Some(index) = self.fields.iter().position(|field| field.id == id) {
            self.focus = index;
        }
    }

    /// Turns a time field to the past or the future, where another field decides which is meant.
    pub fn lean(&mut self, id: &str, towards: Bias) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.id == id) {
            field.lean(towards);
        }
    }

    /// Says why the card was not saved; what was entered stays. Names the field to go to, if one.
    pub fn refuse(&mut self, id: Option<&str>, why: impl Into<String>) {
        self.notice = Some(Notice::Said(Message::new(Kind::Error, why)));
        if let Some(id) = id {
            self.focus_on(id);
        }
    }

    /// Hears one input; `now` is local time.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> CardOutcome {
        self.now = now;
        match input {
            Input::Key(Key::Esc) => self.leave(),
            Input::Key(key) => {
                self.notice = None;
                self.press(*key)
            }
            Input::Paste(text) => {
                self.notice = None;
                let heard = self.fields.get_mut(self.focus).map_or(Heard::Ignored, |field| field.paste(text));
                self.after(heard, None)
            }
            Input::Resize(..) | Input::Tick | Input::Repeat(_) => CardOutcome::Stay,
        }
    }

    fn press(&mut self, key: Key) -> CardOutcome {
        let heard = self.fields.get_mut(self.focus).map_or(Heard::Ignored, |field| field.key(key));
        self.after(heard, Some(key))
    }

    fn after(&mut self, heard: Heard, key: Option<Key>) -> CardOutcome {
        if !matches!(heard, Heard::Ignored | Heard::NoOption) {
            self.faults.retain(|(index, _)| *index != self.focus);
        }
        match (heard, key) {
            (Heard::Ignored, Some(key)) => return self.act(key),
            (Heard::Done, Some(Key::Enter)) => return self.enter(),
            (Heard::Done, _) => self.focus = (self.focus + 1).min(self.last()),
            (Heard::Shortened, _) => {
                let why = "That was too long for this field: only its beginning was kept.";
                self.notice = Some(Notice::Said(Message::new(Kind::Warning, why)));
            }
            (Heard::NoOption, key) => self.notice = self.no_option(key).map(Notice::Said),
            (Heard::Edited | Heard::Ignored, _) => {}
        }
        CardOutcome::Stay
    }

    /// That a character is none of the options, and which keys are.
    fn no_option(&self, key: Option<Key>) -> Option<Message> {
        let field = self.fields.get(self.focus)?;
        let pick = field.pick().or_else(|| field.as_levels().map(|levels| &levels.pick));
        let (Some(Key::Char(typed)), Some(pick)) = (key, pick) else { return None };
        let why = format!("\"{typed}\" is none of the options: {}, or the arrows.", pick.keys());
        Some(Message::new(Kind::Note, why))
    }

    fn act(&mut self, key: Key) -> CardOutcome {
        match resolve(Context::Card, key) {
            Some(Act::NextField) if key == Key::Enter => return self.enter(),
            Some(Act::NextField) if key == Key::Tab && self.focus >= self.last() => self.focus = 0,
            Some(Act::NextField) => self.focus = (self.focus + 1).min(self.last()),
            Some(Act::PreviousField) if key == Key::BackTab && self.focus == 0 => self.focus = self.last(),
            Some(Act::PreviousField) => self.focus = self.focus.saturating_sub(1),
            Some(Act::Submit) => return self.submit(),
            Some(Act::ExplainCtrlC) => {
                let why = "Ctrl-C does nothing here: Esc leaves the card.";
                self.notice = Some(Notice::Said(Message::new(Kind::Note, why)));
            }
            _ => {}
        }
        CardOutcome::Stay
    }

    fn enter(&mut self) -> CardOutcome {
        // What nobody has to fill costs nobody a key: Enter before it saves, Tab goes on to it.
        if self.fields.iter().skip(self.focus + 1).all(|field| field.as_levels().is_some()) {
            return self.submit();
        }
        self.focus += 1;
        CardOutcome::Stay
    }

    fn submit(&mut self) -> CardOutcome {
        let checked = self.fields.iter().enumerate();
        self.faults = checked.filter_map(|(index, field)| Some((index, field.fault(self.now)?))).collect();
        match self.faults.first() {
            Some((index, _)) => {
                self.focus = *index;
                CardOutcome::Stay
            }
            None => CardOutcome::Submit,
        }
    }

    fn leave(&mut self) -> CardOutcome {
        let asked = matches!(self.notice, Some(Notice::LeaveAgain));
        if asked || !self.fields.iter().any(Field::is_changed) {
            return CardOutcome::Cancel;
        }
        self.notice = Some(Notice::LeaveAgain);
        CardOutcome::Stay
    }

    fn last(&self) -> usize {
        self.fields.len().saturating_sub(1)
    }

    /// What the message rows say now.
    fn message(&self) -> Option<Message> {
        match &self.notice {
            Some(Notice::LeaveAgain) => {
                Some(Message::new(Kind::Warning, "Esc again to throw this away; any other key stays."))
            }
            Some(Notice::Said(message)) => Some(message.clone()),
            None if self.faults.is_empty() => None,
            None => Some(Message::new(Kind::Warning, self.faults_in_words())),
        }
    }

    fn faults_in_words(&self) -> String {
        let label = |index: &usize| self.fields.get(*index).map_or("", |field| field.label.as_str());
        let mut sentences = Vec::new();
        let missing: Vec<_> =
            self.faults.iter().filter(|(_, fault)| *fault == Fault::Missing).map(|(i, _)| label(i)).collect();
        if !missing.is_empty() {
            sentences.push(format!("Missing: {}.", missing.join(", ")));
        }
        for (index, fault) in &self.faults {
            if let Fault::Unclear(why) = fault {
                sentences.push(format!("{}: {why}.", label(index)));
            }
        }
        sentences.join(" ")
    }
}

#[cfg(test)]
mod tests;
