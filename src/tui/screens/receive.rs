//! A handover being received: one item at a time, read back where it matters.

mod view;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::header;
use crate::desk::receive::{Receipt, ReceivedItem, surname};
use crate::desk::{Desk, DeskError};
use crate::domain::text::clean_line;
use crate::tui::effect::{Deed, Effect, ReceiveDeed};
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Act, Context, Idle, key_of, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::line_edit::{Edited, LineEdit};
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::reel::Reel;

/// What a line is typed for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Line {
    ReadBack,
    Question,
}

/// A line about an item. It is kept while it is closed, until it is used or another one is opened.
#[derive(Debug)]
struct Typing {
    item: usize,
    line: Line,
    typed: LineEdit,
    open: bool,
}

/// A note with the item in focus. Its `Debug` shows nothing of it.
pub struct ReceiveScreen {
    header: Header,
    at: DateTime<Utc>,
    receipt: Receipt,
    focus: usize,
    typing: Option<Typing>,
    reel: Reel,
}

impl ReceiveScreen {
    /// Shows a note from the first item that is left.
    pub fn new(desk: &Desk, receipt: Receipt) -> Self {
        let focus = receipt.left().next().map_or(0, |(place, _)| place);
        let title = format!("RECEIVE  {} v{}", receipt.sites.join("+"), receipt.version);
        let mut screen = Self {
            header: header(desk, title),
            at: desk.now(),
            receipt,
            focus,
            typing: None,
            reel: Reel::default(),
        };
        screen.reel = screen.lines();
        screen
    }

    /// Takes up what was accepted and asked since. From an item accepted meanwhile the focus goes to
    /// the next one that is left.
    ///
    /// # Errors
    /// A failure of the store; the screen stays as it was.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let (sites, before) = (self.receipt.sites.clone(), self.state());
        self.receipt = Receipt { sites, ..desk.receipt(self.receipt.handover)? };
        self.header = header(desk, self.header.left.clone());
        self.at = desk.now();
        let now = self.state();
        if before != now {
            self.typing = None;
        }
        if !before.0 && now.0 {
            self.focus = self.next_left();
            self.reel = self.lines().sized_as(&self.reel);
        } else {
            self.reel = self.lines().after(&self.reel);
        }
        Ok(())
    }

    /// Whether the item in focus is accepted, and how many questions there are about it.
    fn state(&self) -> (bool, usize) {
        self.item().map_or((false, 0), |one| (one.accepted.is_some(), one.questions.len()))
    }

    fn item(&self) -> Option<&ReceivedItem> {
        self.receipt.items.get(self.focus)
    }

    /// The next item left after the one in focus, from the end to the first.
    fn next_left(&self) -> usize {
        let mut left: Vec<usize> = self.receipt.left().map(|(place, _)| place).collect();
        left.sort_by_key(|place| (*place <= self.focus, *place));
        left.first().copied().unwrap_or(self.focus)
    }

    fn typing(&self) -> Option<&Typing> {
        self.typing.as_ref().filter(|typing| typing.open)
    }

    fn giver(&self) -> &str {
        surname(&self.receipt.given_by)
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let accepted = self.item().is_some_and(|one| one.accepted.is_some());
        let idle = accepted && !self.receipt.is_received();
        if idle { vec![(Act::Accept, "This item was accepted already.".to_owned())] } else { Vec::new() }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        if self.typing().is_some() { Context::ReceiveLine } else { Context::Receive }
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.reel.resize(input, view::FRAME_ROWS);
        match input {
            Input::Key(key) if self.typing().is_some() => self.type_key(*key),
            Input::Key(key) => self.act(*key),
            Input::Paste(text) => {
                let open = self.typing.as_mut().filter(|typing| typing.open);
                match open.map(|typing| typing.typed.insert(text)) {
                    Some(Edited::Shortened) => say(Kind::Warning, "Only the beginning had room."),
                    _ => Vec::new(),
                }
            }
            Input::Resize(..) | Input::Tick | Input::Repeat(_) => Vec::new(),
        }
    }

    fn act(&mut self, key: Key) -> Vec<Effect> {
        match resolve(Context::Receive, key) {
            Some(Act::Accept) => self.accept(),
            Some(Act::AskAbout) => self.open(Line::Question),
            Some(Act::NextField) => self.go(self.focus + 1),
            Some(Act::PreviousField) => self.go(self.focus.wrapping_sub(1)),
            Some(Act::Back) => self.leave(),
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(Context::Receive)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            Some(act) => {
                self.reel.update(act);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn type_key(&mut self, key: Key) -> Vec<Effect> {
        let act = resolve(Context::ReceiveLine, key);
        let Some(typing) = self.typing.as_mut() else { return Vec::new() };
        match act {
            Some(Act::Submit) => return self.submit(),
            Some(Act::Clear) => typing.typed.wipe(),
            Some(Act::Cancel) => typing.open = false,
            Some(Act::Lock) => return vec![Effect::Lock],
            Some(Act::Help) => return vec![Effect::Help(Context::ReceiveLine)],
            Some(Act::Repaint) => return vec![Effect::Repaint],
            Some(_) => {}
            None => {
                if typing.typed.key(key) == Edited::Shortened {
                    return say(Kind::Warning, "The line is full.");
                }
            }
        }
        Vec::new()
    }

    /// Shows another item; past the ends nothing moves.
    fn go(&mut self, place: usize) -> Vec<Effect> {
        if place >= self.receipt.items.len() {
            return Vec::new();
        }
        self.focus = place;
        self.reel = self.lines().sized_as(&self.reel);
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Effect> {
        if self.receipt.is_received() {
            return self.leave();
        }
        let Some(one) = self.item() else { return Vec::new() };
        if let Some(taken) = &one.accepted {
            let words = format!("{} is with {} already. Tab goes to the next item.", one.label, taken.by);
            return say(Kind::Note, words);
        }
        if one.item.read_back {
            return self.open(Line::ReadBack);
        }
        self.done(String::new(), Line::ReadBack)
    }

    /// Opens the line; what was typed before for the same item stands there again.
    fn open(&mut self, line: Line) -> Vec<Effect> {
        let item = self.focus;
        match &mut self.typing {
            Some(kept) if kept.item == item && kept.line == line => kept.open = true,
            _ => self.typing = Some(Typing { item, line, typed: LineEdit::default(), open: true }),
        }
        Vec::new()
    }

    fn submit(&self) -> Vec<Effect> {
        let Some(typing) = self.typing() else { return Vec::new() };
        let typed = clean_line(&typing.typed.text());
        if typed.is_empty() {
            let words = match typing.line {
                Line::ReadBack => "Say in a few words what you are to do; Esc goes back without accepting.",
                Line::Question => "Type the question; Esc goes back without asking.",
            };
            return say(Kind::Warning, words);
        }
        self.done(typed, typing.line)
    }

    fn done(&self, typed: String, line: Line) -> Vec<Effect> {
        let (handover, item) = (self.receipt.handover, self.focus);
        let deed = match line {
            Line::ReadBack => ReceiveDeed::Accept { handover, item, read_back: typed },
            Line::Question => ReceiveDeed::Ask { handover, item, question: typed },
        };
        vec![Effect::Do(Box::new(Deed::Received(deed)))]
    }

    /// Leaves, and says what stays with the giver.
    fn leave(&self) -> Vec<Effect> {
        if self.receipt.is_received() {
            return vec![Effect::Back];
        }
        let words = format!(
            "Left with {}: {}. {} of {} received; on the handover {} goes on.",
            self.giver(),
            self.receipt.left_words(),
            self.receipt.accepted(),
            self.receipt.items.len(),
            key_of(Context::Handover, Act::Receive)
        );
        vec![Effect::Back, Effect::Say(Message::new(Kind::Warning, words))]
    }
}

fn say(kind: Kind, words: impl Into<String>) -> Vec<Effect> {
    vec![Effect::Say(Message::new(kind, words))]
}

impl std::fmt::Debug for ReceiveScreen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceiveScreen({:?})", self.receipt.handover)
    }
}
