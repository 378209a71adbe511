//! A form put to a person, walked by keys.
//!
//! `keys` turns keys into acts and `send` answers into effects; `walk` moves the focus, `group` adds
//! and removes rows. `draft` is what is ticked or typed and not stored yet, `typed` reads it; `offer`
//! is what was known before, `beside` what stands beside an answer, `prompt` what is asked for it.
//! `page` lays out `question`, `options`, `entry` and `table` in `lines`; `checks` says what is
//! wrong; `review` sums up; `view` draws.

mod beside;
mod checks;
mod draft;
mod entry;
mod group;
mod keys;
mod lines;
mod offer;
mod options;
mod page;
mod prompt;
mod question;
mod review;
mod send;
mod table;
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
use crate::domain::answer::Answer;
use crate::domain::event::FlagRaise;
use crate::domain::time::local;
use crate::forms::{Form, Item, Kind};
use beside::Beside;
use draft::Draft;
use prompt::Prompt;
use send::{Then, Waiting};
use walk::{Focus, Spot};

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
    /// What to weigh a score by, `hours since arrest 5h10`; empty where nothing is known.
    pub conditions: String,
    /// Whether the people are invented.
    pub site_demo: bool,
}

/// A form in front of a person. Its `Debug` shows neither answers nor typed text.
#[derive(Clone)]
pub struct ScreeningScreen {
    open: OpenScreening,
    heading: Heading,
    focus: Focus,
    /// What is ticked or typed and not stored yet, by the answer's key.
    drafts: BTreeMap<String, Draft>,
    /// What waits to be stored with its answer, by the answer's key.
    beside: BTreeMap<String, Beside>,
    prompt: Option<Prompt>,
    /// Answers sent to the store, oldest first.
    waiting: VecDeque<Waiting>,
    /// Answers stored here, oldest first, with what stood there before.
    stored: Vec<(Spot, Option<Answer>)>,
    /// Red flags nobody was told of, newest first.
    flags: Vec<FlagRaise>,
    message: Option<Message>,
    saved: Option<String>,
    /// Whether Esc was pressed once although something would be lost.
    warned: bool,
    now: Option<NaiveDateTime>,
    /// The number of each question, by place.
    numbers: Vec<String>,
    /// The most each score can come to.
    most: Vec<(String, i64)>,
    /// The lines of the review that were scrolled past.
    scrolled: usize,
    /// Columns and rows of the terminal, as far as told.
    size: (u16, u16),
}

impl ScreeningScreen {
    /// Shows a form at the question where it was left: the first unanswered one after the last
    /// answer, or the last row where every question has one.
    pub fn new(open: OpenScreening, heading: Heading) -> Self {
        let focus = walk::start(&open);
        let (numbers, most) = (words::numbers(&open.form().questions), words::most(&open.sheet));
        Self {
            open,
            heading,
            focus,
            drafts: BTreeMap::new(),
            beside: BTreeMap::new(),
            prompt: None,
            waiting: VecDeque::new(),
            stored: Vec::new(),
            flags: Vec::new(),
            message: None,
            saved: None,
            warned: false,
            now: None,
            numbers,
            most,
            scrolled: 0,
            size: (80, 24),
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
        if let Some(sent) = self.waiting.front().filter(|sent| sent.then != Then::Back) {
            self.stored.push((sent.spot, self.open.answers().get(&sent.key).cloned()));
        }
        self.open.sheet = answered.sheet;
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
            // A note or a source went out with what was stored before: what is typed still waits.
            let only_beside = stored.then == Then::Stay && stored.prompt.is_some();
            if !only_beside {
                self.drafts.remove(&stored.key);
            }
            self.beside.remove(&stored.key);
            self.move_on(&stored);
            self.open.last_question = Some(stored.key);
        }
        self.settle();
    }

    /// Says why the store did not take an answer, or why the form cannot be finished. What was
    /// typed is still there, and the focus is on it.
    pub fn refused(&mut self, why: String) {
        self.message = Some(Message::new(Tone::Error, why));
        if let Some(refused) = self.waiting.pop_front() {
            self.prompt = refused.prompt;
            self.focus = Focus::Question(refused.spot);
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
        let Some(item) = self.item() else { return Context::ScreeningReview };
        match item.question.kind {
            Kind::Number(_)
            | Kind::Date
            | Kind::Time
            | Kind::PartialDate
            | Kind::Duration(_)
            | Kind::Text => Context::ScreeningTyping,
            Kind::LongText => Context::ScreeningLong,
            Kind::Group(_) => Context::ScreeningGroup,
            _ => Context::Screening,
        }
    }

    /// The question in focus, in its row; none on the review.
    fn item(&self) -> Option<Item<'_>> {
        self.focused(self.open.form())
    }

    /// The same, of the form in hand.
    fn focused<'f>(&self, form: &'f Form) -> Option<Item<'f>> {
        match self.focus {
            Focus::Question(spot) => spot.item(form),
            Focus::End => None,
        }
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.message = Some(Message::new(tone, text));
    }
}

impl fmt::Debug for ScreeningScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScreeningScreen({}, {:?})", self.open.form().id, self.focus)
    }
}

#[cfg(test)]
mod tests;
