//! One line of text being typed, edited by whole characters as a reader sees them.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroize;

use crate::domain::text::clean;
use crate::tui::input::Key;

/// The longest line kept, in bytes; what a paste brings beyond it is refused whole characters at a time.
const LONGEST: usize = 1000;

/// What an input did to a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// The text or the cursor changed, or the key was one that edits.
    Taken,
    /// The text was too long and only its beginning was kept.
    Shortened,
    /// The key does not edit.
    Ignored,
}

/// A line with a cursor, kept as what stands before and after it. Its `Debug` shows no text.
#[derive(Clone, Default)]
pub struct LineEdit {
    before: String,
    after: String,
}

impl LineEdit {
    /// A line with the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut line = Self { before: String::with_capacity(64), after: String::new() };
        line.insert(text);
        line
    }

    /// Returns the text before and after the cursor.
    pub fn halves(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    /// Returns the whole text.
    pub fn text(&self) -> String {
        format!("{}{}", self.before, self.after)
    }

    /// Returns whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// Puts text in at the cursor, on one line.
    pub fn insert(&mut self, text: &str) -> Edited {
        let mut outcome = Edited::Taken;
        for grapheme in clean(text).replace('\n', " ").graphemes(true) {
            if self.before.len() + self.after.len() + grapheme.len() > LONGEST {
                outcome = Edited::Shortened;
                break;
            }
            self.before.push_str(grapheme);
        }
        // A mark typed on its own joins the letter before it.
        if !self.before.is_ascii() {
            self.before = clean(&self.before);
        }
        outcome
    }

    /// Edits by one key.
    pub fn key(&mut self, key: Key) -> Edited {
        match key {
            Key::Char(c) => return self.insert(c.encode_utf8(&mut [0; 4])),
            Key::Backspace => drop(pop_last(&mut self.before)),
            Key::Delete => drop(pop_first(&mut self.after)),
            Key::Left => {
                let moved = pop_last(&mut self.before);
                self.after.insert_str(0, &moved);
            }
            Key::Right => {
                let moved = pop_first(&mut self.after);
                self.before.push_str(&moved);
            }
            Key::Home => self.after = std::mem::take(&mut self.before) + &self.after,
            Key::End => self.before.push_str(&std::mem::take(&mut self.after)),
            Key::Ctrl('u') => self.wipe(),
            Key::Ctrl('w') => self.delete_word(),
            _ => return Edited::Ignored,
        }
        Edited::Taken
    }

    /// Clears the line and overwrites the memory it stood in.
    pub fn wipe(&mut self) {
        self.before.zeroize();
        self.after.zeroize();
    }

    fn delete_word(&mut self) {
        let kept =
            self.before.trim_end().rsplit_once(' ').map_or(String::new(), |(head, _)| format!("{head} "));
        self.before = kept;
    }
}

impl Drop for LineEdit {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl fmt::Debug for LineEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineEdit(..)")
    }
}

fn pop_last(text: &mut String) -> String {
    let start = text.grapheme_indices(true).next_back().map_or(0, |(start, _)| start);
    text.split_off(start)
}

fn pop_first(text: &mut String) -> String {
    let length = text.graphemes(true).next().map_or(0, str::len);
    text.drain(..length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::input::keys;

    fn typed(story: &str) -> LineEdit {
        let mut line = LineEdit::default();
        for key in keys(story).unwrap() {
            line.key(key);
        }
        line
    }

    #[test]
    fn editing_moves_and_deletes_by_what_a_reader_calls_a_character() {
        assert_eq!(typed("Okafr<left>o").text(), "Okafor");
        assert_eq!(typed("kafor<home>O<end>!").text(), "Okafor!");
        assert_eq!(typed("abc<left><left><delete>").text(), "ac");
        assert_eq!(typed("one two<ctrl-w>").text(), "one ");
        assert_eq!(typed("one two<ctrl-u>x").text(), "x");
        let mut line = LineEdit::new("Zo👩‍👧");
        line.key(Key::Backspace);
        assert_eq!(line.text(), "Zo");
    }

    #[test]
    fn a_mark_typed_on_its_own_joins_its_letter() {
        assert_eq!(typed("Zoe\u{308}").text(), "Zoë");
    }

    #[test]
    fn a_pasted_page_becomes_one_line_of_bounded_length() {
        let mut line = LineEdit::default();
        assert_eq!(line.insert("one\ntwo\u{1b}"), Edited::Taken);
        assert_eq!(line.text(), "one two");
        assert_eq!(line.insert(&"x".repeat(100_000)), Edited::Shortened);
        assert_eq!(line.text().len(), LONGEST);
    }

    #[test]
    fn what_was_typed_is_not_in_the_debug_text() {
        assert!(!format!("{:?}", LineEdit::new("secret")).contains("secret"));
    }
}
