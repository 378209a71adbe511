//! One field of a card: its kind, what is in it, and how it hears keys.

use std::fmt;
use std::ops::RangeInclusive;

use ratatui_textarea::TextArea;

use super::super::line_edit::{Edited, LineEdit};
use super::super::when::Bias;
use super::levels::Levels;
use super::long_text::{insert_long, long_text_key, text_area};
use super::pick::{ChoiceOption, Pick, option_index, yes_no_index};
use crate::tui::input::Key;

/// What a time field left blank means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blank {
    /// Blank, or `n`, means now.
    Now,
    /// Blank, or `n`, means no time.
    Nothing,
}

/// Whether a field must be filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// What a key did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Heard {
    /// The field changed, or its cursor moved.
    Edited,
    /// Too much text; the beginning was kept.
    Shortened,
    /// The field is filled; the card may go on.
    Done,
    /// A character that names none of the field's options.
    NoOption,
    /// Not for the field.
    Ignored,
}

#[derive(Clone)]
pub(super) enum Kind {
    Text(LineEdit),
    Secret(LineEdit),
    Number { line: LineEdit, range: RangeInclusive<i64> },
    When { line: LineEdit, bias: Bias, blank: Blank },
    AgeOrBirth(LineEdit),
    LongText(Box<TextArea<'static>>),
    Choice(Pick),
    YesNo(Pick),
    Levels(Levels),
}

/// One field. Its `Debug` shows no typed text.
#[derive(Clone)]
pub struct Field {
    /// The name the owner reads the value by.
    pub id: &'static str,
    pub(super) label: String,
    pub(super) help: String,
    pub(super) need: Need,
    pub(super) kind: Kind,
    pub(super) initial: String,
    /// Filled beforehand and untouched: the first character typed takes its place.
    fresh: bool,
}

impl Field {
    pub(super) fn new(id: &'static str, label: impl Into<String>, kind: Kind) -> Self {
        let (label, help) = (label.into(), String::new());
        Self { id, label, help, need: Need::Optional, kind, initial: String::new(), fresh: false }
    }

    /// One line of text.
    pub fn text(id: &'static str, label: impl Into<String>) -> Self {
        Self::new(id, label, Kind::Text(LineEdit::default()))
    }

    /// One line that is not shown.
    pub fn secret(id: &'static str, label: impl Into<String>) -> Self {
        Self::new(id, label, Kind::Secret(LineEdit::default()))
    }

    /// A whole number within a range.
    pub fn number(id: &'static str, label: impl Into<String>, range: RangeInclusive<i64>) -> Self {
        Self::new(id, label, Kind::Number { line: LineEdit::default(), range })
    }

    /// A date and time, leaning to the past or the future.
    pub fn when(id: &'static str, label: impl Into<String>, bias: Bias, blank: Blank) -> Self {
        Self::new(id, label, Kind::When { line: LineEdit::default(), bias, blank })
    }

    /// An age or a date of birth.
    pub fn age_or_birth(id: &'static str, label: impl Into<String>) -> Self {
        Self::new(id, label, Kind::AgeOrBirth(LineEdit::default()))
    }

    /// Several lines of text.
    pub fn long_text(id: &'static str, label: impl Into<String>) -> Self {
        Self::new(id, label, Kind::LongText(Box::new(text_area(""))))
    }

    /// One of several options; the first 35 have a key of their own.
    pub fn choice(id: &'static str, label: impl Into<String>, options: Vec<ChoiceOption>) -> Self {
        Self::new(id, label, Kind::Choice(Pick { options, at: None }))
    }

    /// Yes or no.
    pub fn yes_no(id: &'static str, label: impl Into<String>) -> Self {
        let options = vec![ChoiceOption::new("yes", "Yes"), ChoiceOption::new("no", "No")];
        Self::new(id, label, Kind::YesNo(Pick { options, at: None }))
    }

    /// Makes the field one that must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.need = Need::Required;
        self
    }

    /// Gives the sentence shown beside the field in focus.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Fills the field beforehand: a text, or for a choice a code (`yes` or `no` for yes and no).
    #[must_use]
    pub fn default(mut self, value: &str) -> Self {
        match &mut self.kind {
            Kind::Choice(pick) | Kind::YesNo(pick) => {
                pick.at = pick.options.iter().position(|option| option.code == value);
            }
            Kind::LongText(area) => **area = text_area(value),
            Kind::Levels(levels) => levels.fill(value),
            Kind::Text(line) | Kind::Secret(line) | Kind::AgeOrBirth(line) => *line = LineEdit::new(value),
            Kind::Number { line, .. } | Kind::When { line, .. } => *line = LineEdit::new(value),
        }
        self.initial = self.raw();
        self.fresh = matches!(self.kind, Kind::Number { .. } | Kind::When { .. });
        self
    }

    /// Fills the field with a proposal that typing takes the place of, not one to be edited.
    #[must_use]
    pub fn proposed(self, value: &str) -> Self {
        Self { fresh: true, ..self.default(value) }
    }

    /// Turns a time field to the past or the future; other kinds stay as they are.
    pub(super) fn lean(&mut self, towards: Bias) {
        if let Kind::When { bias, .. } = &mut self.kind {
            *bias = towards;
        }
    }

    pub(super) fn line_mut(&mut self) -> Option<&mut LineEdit> {
        match &mut self.kind {
            Kind::Text(line) | Kind::Secret(line) | Kind::AgeOrBirth(line) => Some(line),
            Kind::Number { line, .. } | Kind::When { line, .. } => Some(line),
            Kind::LongText(_) | Kind::Choice(_) | Kind::YesNo(_) | Kind::Levels(_) => None,
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Heard {
        if let Kind::LongText(area) = &mut self.kind {
            return insert_long(area, text);
        }
        match self.line_mut().map(|line| line.insert(text.trim_end_matches('\n'))) {
            Some(Edited::Shortened) => Heard::Shortened,
            Some(_) => Heard::Edited,
            None => Heard::Ignored,
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Heard {
        let typed = matches!(key, Key::Char(_));
        if typed
            && std::mem::take(&mut self.fresh)
            && let Some(line) = self.line_mut()
        {
            line.wipe();
        }
        if !matches!(key, Key::Enter | Key::Tab | Key::BackTab | Key::Up | Key::Down) {
            self.fresh = false;
        }
        match &mut self.kind {
            Kind::LongText(area) => long_text_key(area, key),
            Kind::Levels(levels) => levels.key(key),
            Kind::Choice(pick) => {
                let place = option_index(key).filter(|index| *index < pick.options.len());
                let named = place.or_else(|| pick.lettered(key));
                pick.key(key, named)
            }
            Kind::YesNo(pick) => pick.key(key, yes_no_index(key).or_else(|| option_index(key))),
            _ => match self.line_mut().map(|line| line.key(key)) {
                Some(Edited::Taken) => Heard::Edited,
                Some(Edited::Shortened) => Heard::Shortened,
                Some(Edited::Ignored) | None => Heard::Ignored,
            },
        }
    }
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.id)
    }
}
