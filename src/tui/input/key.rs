//! One key press as the program knows it, and its name in text.

use std::fmt;
use std::str::FromStr;

/// A key press, free of the terminal library's modifiers, kinds and states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A character that was typed, AltGr characters among them.
    Char(char),
    /// A letter typed while Ctrl was held, in lower case.
    Ctrl(char),
    /// A function key, 1 to 12. Each has a plain twin.
    F(u8),
    /// Enter, also as Ctrl-J from terminals that send a line feed.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
    /// Backspace, also as Ctrl-H from terminals that send it so.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A text that names no key, as met in a test or a key list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a key")]
pub struct UnknownKey(String);

/// The keys whose names are words; characters, Ctrl and F keys are spelt from their parts.
const NAMED: &[(&str, Key)] = &[
    ("enter", Key::Enter),
    ("esc", Key::Esc),
    ("tab", Key::Tab),
    ("backtab", Key::BackTab),
    ("backspace", Key::Backspace),
    ("delete", Key::Delete),
    ("up", Key::Up),
    ("down", Key::Down),
    ("left", Key::Left),
    ("right", Key::Right),
    ("home", Key::Home),
    ("end", Key::End),
    ("pgup", Key::PageUp),
    ("pgdn", Key::PageDown),
    ("space", Key::Char(' ')),
    ("lt", Key::Char('<')),
];

impl FromStr for Key {
    type Err = UnknownKey;

    fn from_str(name: &str) -> Result<Self, UnknownKey> {
        if let Some((_, key)) = NAMED.iter().find(|(known, _)| *known == name) {
            return Ok(*key);
        }
        let unknown = || UnknownKey(name.to_owned());
        if let Some(c) = only_char(name) {
            return Ok(Self::Char(c));
        }
        if let Some(letter) = name.strip_prefix("ctrl-").and_then(only_char) {
            return Ok(Self::Ctrl(letter));
        }
        let number = name.strip_prefix('f').and_then(|digits| digits.parse().ok());
        number.filter(|n| (1..=12).contains(n)).map(Self::F).ok_or_else(unknown)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMED.iter().find(|(name, key)| key == self && *name != "lt") {
            return f.pad(name);
        }
        match self {
            Self::Char(c) => f.pad(&c.to_string()),
            Self::Ctrl(c) => f.pad(&format!("ctrl-{c}")),
            Self::F(n) => f.pad(&format!("f{n}")),
            _ => Ok(()),
        }
    }
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Reads a story such as `2<tab>x<enter>` as key presses; `<lt>` stands for `<` itself.
///
/// Errors name the first word between angle brackets that is no key.
pub fn keys(story: &str) -> Result<Vec<Key>, UnknownKey> {
    let mut out = Vec::new();
    let mut rest = story;
    while let Some((typed, tail)) = rest.split_once('<') {
        out.extend(typed.chars().map(Key::Char));
        let (name, tail) = tail.split_once('>').ok_or_else(|| UnknownKey(tail.to_owned()))?;
        out.push(name.parse()?);
        rest = tail;
    }
    out.extend(rest.chars().map(Key::Char));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_in_text_becomes_key_presses() {
        let story = keys("2<tab>x<ctrl-l><f2><lt><enter>").unwrap();
        assert_eq!(
            story,
            [Key::Char('2'), Key::Tab, Key::Char('x'), Key::Ctrl('l'), Key::F(2), Key::Char('<'), Key::Enter]
        );
    }

    #[test]
    fn every_named_key_is_read_back_from_what_it_prints() {
        for (_, key) in NAMED {
            assert_eq!(key.to_string().parse(), Ok(*key));
        }
        for key in [Key::Char('é'), Key::Ctrl('c'), Key::F(12)] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
    }

    #[test]
    fn a_word_that_is_no_key_is_named_in_the_mistake() {
        assert_eq!(keys("a<entre>").unwrap_err().to_string(), "`entre` is not the name of a key");
        assert!(keys("<f13>").is_err());
        assert!(keys("a<b").is_err());
    }
}
