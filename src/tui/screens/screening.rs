//! A form put to a person, walked by keys.
//!
//! `keys` turns keys into acts and `send` answers into effects; `walk` moves the focus; `draft` is
//! what is ticked or typed and not stored yet, `typed` reads it, `prompt` asks for a note, a
//! reason, a time. `page` lays out the list from `question` and `end` in `lines`; `view` draws it.

mod draft;
mod end;
mod keys;
mod lines;
mod page;
mod prompt;
mod question;
mod send;
mod typed;
mod view;
mod walk;
mod words;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use chrono::NaiveDateTime;

use super::super::keymap::Context;
use super::super::widgets::message::{Kind as Tone, Message};
use crate::desk::screening::{Answered, OpenScreening};
use crate::domain::event::FlagRaise;
use crate::domain::time::local;
use crate::forms::{Kind, Question};
use draft::Draft;
use prompt::Prompt;
use send::Waiting;
use walk::Focus;

/// What the head of the screen says about the person.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heading {
    /// Who and where: `J.D. 16M BRO c07`.
    pub who: String,
    /// The referral's number.
    pub reference: String,
    /// The next clock, `INT 21:30 (1h38)`; empty where none runs.
    pub clock: String,
    /// What was said to being seen, and when: `given 19:02`.
    pub consent: String,
    /// Whether the people are invented.
    pub site_demo: bool,
}

/// A form in front of a person. Its `Debug` shows neither answers nor typed text.
#[derive(Clone)]
pub struct ScreeningScreen {
    open: OpenScreening,
    heading: Heading,
    focus: Focus,
    /// What is ticked or typed and not stored yet, by question.
    drafts: BTreeMap<String, Draft>,
    /// Notes that wait for their question to be answered; an empty one takes a note away.
    notes: BTreeMap<String, String>,
    prompt: Option<Prompt>,
    /// Answers sent to the store, oldest first.
    waiting: VecDeque<Waiting>,
    /// Red flags nobody was told of, newest first.
    flags: Vec<FlagRaise>,
    message: Option<Message>,
    saved: Option<String>,
    /// Whether Esc was pressed once although something would be lost.
    warned: bool,
    now: Option<NaiveDateTime>,
}

impl ScreeningScreen {
    /// Shows a form at the question where it was left: the first unanswered one after the last
    /// answer, or the last row where every question has one.
    pub fn new(open: OpenScreening, heading: Heading) -> Self {
        let focus = walk::start(&open);
        Self {
            open,
            heading,
            focus,
            drafts: BTreeMap::new(),
            notes: BTreeMap::new(),
            prompt: None,
            waiting: VecDeque::new(),
            flags: Vec::new(),
            message: None,
            saved: None,
            warned: false,
            now: None,
        }
    }

    /// Shows red flags that were raised before and that nobody was told of yet, oldest first.
    #[must_use]
    pub fn with_flags(mut self, open: Vec<FlagRaise>) -> Self {
        self.flags_told(open);
        self
    }

    /// The screening with its answers so far.
    pub fn open(&self) -> &OpenScreening {
        &self.open
    }

    /// Takes over that an answer was stored, and moves on.
    pub fn answered(&mut self, answered: Answered) {
        self.open.answers = answered.answers;
        self.saved = Some(local(answered.at).format("%H:%M:%S").to_string());
        self.flags.retain(|flag| !answered.lifted.contains(&flag.words));
        for flag in answered.raised {
            self.flags.insert(0, flag);
        }
        if let Some(words) = answered.lifted.first() {
            let text = format!("The red flag \"{words}\" is lifted, for the answer was changed.");
            self.message = Some(Message::new(Tone::Note, text));
        }
        if let Some(stored) = self.waiting.pop_front() {
            self.drafts.remove(&stored.question);
            self.notes.remove(&stored.question);
            self.move_on(&stored);
            self.open.last_question = Some(stored.question);
        }
        self.settle();
    }

    /// Says why the store did not take an answer, or why the form cannot be finished. What was
    /// typed is still there, and the focus is on it.
    pub fn refused(&mut self, why: String) {
        self.message = Some(Message::new(Tone::Error, why));
        if let Some(refused) = self.waiting.pop_front() {
            self.prompt = refused.prompt;
            if let Some(question) = self.open.form.question(&refused.question) {
                self.focus = Focus::Question(question.place);
            }
        }
        self.settle();
    }

    /// Replaces the red flags shown by those still open, oldest first, after somebody was told.
    pub fn flags_told(&mut self, still_open: Vec<FlagRaise>) {
        self.flags = still_open;
        self.flags.reverse();
    }

    /// Where the keys go now: letters answer, or they type.
    pub fn context(&self) -> Context {
        if self.prompt.is_some() {
            return Context::ScreeningAsk;
        }
        match self.question().map(|question| &question.kind) {
            Some(Kind::Number(_) | Kind::Date | Kind::Text) => Context::ScreeningTyping,
            Some(Kind::LongText) => Context::ScreeningLong,
            _ => Context::Screening,
        }
    }

    /// The question in focus; none on the last row.
    fn question(&self) -> Option<&Question> {
        match self.focus {
            Focus::Question(place) => self.open.form.questions.get(place),
            Focus::End => None,
        }
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message::new(tone, text));
    }
}

impl fmt::Debug for ScreeningScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScreeningScreen({}, {:?})", self.open.form.id, self.focus)
    }
}

#[cfg(test)]
mod tests;
