//! What the person did, as the screens hear it: key presses, pasted text, a new size, a tick.
//!
//! Kept: presses, and repeats as such. Dropped: releases, mouse, focus, control characters.
//! AltGr characters type as characters. Alt with a key is dropped: on a slow line Esc and the
//! next key arrive looking like Alt, and acting on half of that would be worse than nothing.

pub mod key;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::domain::text::clean;
pub use key::{Key, UnknownKey, keys};

/// One thing that happened at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A key is held down, where the terminal tells that from a press.
    Repeat(Key),
    /// Text was pasted; clean, with line ends as LF.
    Paste(String),
    /// The terminal has a new size: columns, rows.
    Resize(u16, u16),
    /// Nothing happened for a quarter of a second.
    Tick,
}

impl Input {
    /// Returns what a terminal event means to us, or nothing where it means nothing.
    pub fn from_event(event: Event) -> Option<Self> {
        match event {
            Event::Key(pressed) if pressed.kind == KeyEventKind::Repeat => {
                from_key_event(pressed).map(Self::Repeat)
            }
            Event::Key(pressed) => from_key_event(pressed).map(Self::Key),
            Event::Paste(text) => Some(Self::Paste(clean(&text))),
            Event::Resize(columns, rows) => Some(Self::Resize(columns, rows)),
            Event::Mouse(_) | Event::FocusGained | Event::FocusLost => None,
        }
    }
}

fn from_key_event(pressed: KeyEvent) -> Option<Key> {
    let held = pressed.modifiers;
    let alt_gr = held.contains(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if pressed.kind == KeyEventKind::Release || (held.contains(KeyModifiers::ALT) && !alt_gr) {
        return None;
    }
    match pressed.code {
        KeyCode::Char(c) if c.is_control() => None,
        KeyCode::Char(c) if held.contains(KeyModifiers::CONTROL) && !alt_gr => ctrl(c),
        KeyCode::Char(c) => Some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Tab if held.contains(KeyModifiers::SHIFT) => Some(Key::BackTab),
        KeyCode::Tab => Some(Key::Tab),
        KeyCode::BackTab => Some(Key::BackTab),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Delete => Some(Key::Delete),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::F(n) if n <= 12 => Some(Key::F(n)),
        _ => None,
    }
}

/// Backspace is Ctrl-H and Enter is Ctrl-J on some serial lines and old terminals.
fn ctrl(c: char) -> Option<Key> {
    match c.to_ascii_lowercase() {
        'h' => Some(Key::Backspace),
        'j' => Some(Key::Enter),
        letter if letter.is_ascii_alphabetic() => Some(Key::Ctrl(letter)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(code: KeyCode, held: KeyModifiers) -> Option<Input> {
        Input::from_event(Event::Key(KeyEvent::new(code, held)))
    }

    #[test]
    fn a_release_is_not_heard_and_a_repeat_is_told_from_a_press() {
        let mut event = KeyEvent::new(KeyCode::Down, KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(Input::from_event(Event::Key(event)), None);
        event.kind = KeyEventKind::Repeat;
        assert_eq!(Input::from_event(Event::Key(event)), Some(Input::Repeat(Key::Down)));
    }

    #[test]
    fn alt_gr_types_its_character_and_alt_alone_does_nothing() {
        let alt_gr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(heard(KeyCode::Char('@'), alt_gr), Some(Input::Key(Key::Char('@'))));
        assert_eq!(heard(KeyCode::Char('x'), KeyModifiers::ALT), None);
    }

    #[test]
    fn old_terminals_send_backspace_and_enter_as_control_letters() {
        assert_eq!(heard(KeyCode::Char('h'), KeyModifiers::CONTROL), Some(Input::Key(Key::Backspace)));
        assert_eq!(heard(KeyCode::Char('j'), KeyModifiers::CONTROL), Some(Input::Key(Key::Enter)));
        assert_eq!(heard(KeyCode::Char('L'), KeyModifiers::CONTROL), Some(Input::Key(Key::Ctrl('l'))));
    }

    #[test]
    fn control_characters_never_reach_a_field() {
        assert_eq!(heard(KeyCode::Char('\u{9b}'), KeyModifiers::NONE), None);
        let pasted = Event::Paste("one\rtwo\r\nthree\u{1b}[2J".to_owned());
        assert_eq!(Input::from_event(pasted), Some(Input::Paste("one\ntwo\nthree[2J".to_owned())));
    }
}
