//! The choice of a card: options with a key each, of which at most one is picked.

use super::field::Heard;
use crate::tui::input::Key;

/// One option of a choice: what the record says, and what the person reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// The code that is recorded.
    pub code: String,
    /// The words on screen.
    pub label: String,
}

impl ChoiceOption {
    /// An option.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self { code: code.into(), label: label.into() }
    }
}

/// Options, of which at most one is picked.
#[derive(Clone, Debug, Default)]
pub(super) struct Pick {
    pub(super) options: Vec<ChoiceOption>,
    pub(super) at: Option<usize>,
}

impl Pick {
    /// Arrows pick at once, as with radio buttons; up from the first option leaves the field.
    pub(super) fn key(&mut self, key: Key, named: Option<usize>) -> Heard {
        let last = self.options.len().saturating_sub(1);
        if let Some(index) = named.filter(|index| *index < self.options.len()) {
            self.at = Some(index);
            return Heard::Done;
        }
        let at = match (key, self.at) {
            (Key::Down, None) if !self.options.is_empty() => Some(0),
            (Key::Down, Some(at)) => Some((at + 1).min(last)),
            (Key::Up, Some(at)) if at > 0 => Some(at - 1),
            (Key::PageDown | Key::End, _) if !self.options.is_empty() => Some(last),
            (Key::PageUp | Key::Home, Some(_)) => Some(0),
            (Key::Backspace | Key::Delete, _) => None,
            // A character that names no option is kept here, so that it cannot act elsewhere.
            (Key::Char(_), _) => return Heard::NoOption,
            _ => return Heard::Ignored,
        };
        self.at = at;
        Heard::Edited
    }

    /// The option whose own code is this letter, where that letter is not the place of another: M, F.
    pub(super) fn lettered(&self, key: Key) -> Option<usize> {
        let Key::Char(letter) = key else { return None };
        let is_it = |option: &ChoiceOption| {
            let mut code = option.code.chars();
            code.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter)) && code.next().is_none()
        };
        self.options.iter().position(is_it).filter(|_| letter.is_alphabetic())
    }

    /// The keys that pick an option, in words: "1-4", or "1-9 and a-c".
    pub(super) fn keys(&self) -> String {
        let last = |count: usize| count.checked_sub(1).and_then(option_key).unwrap_or('z');
        match self.options.len() {
            count @ 0..=9 => format!("1-{count}"),
            count => format!("1-9 and a-{}", last(count)),
        }
    }

    pub(super) fn picked(&self) -> Option<&ChoiceOption> {
        self.options.get(self.at?)
    }
}

/// The key of the option with that index: 1-9, then a-z.
pub(super) fn option_key(index: usize) -> Option<char> {
    ('1'..='9').chain('a'..='z').nth(index)
}

pub(super) fn option_index(key: Key) -> Option<usize> {
    let Key::Char(c) = key else { return None };
    ('1'..='9').chain('a'..='z').position(|known| known == c.to_ascii_lowercase())
}

pub(super) fn yes_no_index(key: Key) -> Option<usize> {
    match key {
        Key::Char('y' | 'Y') => Some(0),
        Key::Char('n' | 'N') => Some(1),
        _ => None,
    }
}
