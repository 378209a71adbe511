//! One line of text being typed, edited by whole characters as a reader sees them.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroize;

use super::clip::clip_start;
use super::pen::Pen;
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

    /// Draws it from a column to the right edge, moved so far that the cursor is seen, and returns the
    /// columns of the cursor and of its end.
    pub fn draw(&self, pen: &mut Pen<'_>, column: u16, row: u16) -> (u16, u16) {
        draw_halves((&self.before, &self.after), pen, column, row)
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

/// Draws the text before and after a cursor, as [`LineEdit::draw`] does.
pub fn draw_halves((before, after): (&str, &str), pen: &mut Pen<'_>, column: u16, row: u16) -> (u16, u16) {
    let theme = pen.theme();
    // The last column is the cursor's at the latest.
    let room = usize::from(pen.area().width).saturating_sub(usize::from(column) + 1);
    let cursor = pen.text(column, row, &clip_start(before, room, &theme), theme.value());
    (cursor, pen.text(cursor, row, after, theme.value()))
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
    use super::super::clip::width;
    use super::super::testing::{ASCII, drawn};
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

    const SEEN: [&str; 12] = ["Ł", "ó", "ễ", "م", "ح", "王", "김", "क्षि", "a\u{331}\u{323}", "👩‍⚕️", "🇵🇱", "'"];

    #[test]
    fn names_of_any_script_are_typed_walked_through_and_rubbed_out_by_what_a_reader_sees() {
        let name: String = SEEN.concat();
        let mut line = LineEdit::default();
        for c in name.chars() {
            line.key(Key::Char(c));
        }
        assert_eq!(line.text(), clean(&name));
        for left in (0..SEEN.len()).rev() {
            line.key(Key::Left);
            assert_eq!(line.halves(), (SEEN[..left].concat().as_str(), SEEN[left..].concat().as_str()));
        }
        for gone in 1..=SEEN.len() {
            line.key(Key::Delete);
            assert_eq!(line.text(), SEEN[gone..].concat());
        }
        let mut line = LineEdit::new(&name);
        for left in (0..SEEN.len()).rev() {
            line.key(Key::Backspace);
            assert_eq!(line.text(), SEEN[..left].concat());
        }
    }

    #[test]
    fn a_name_typed_decomposed_is_the_one_typed_composed() {
        assert_eq!(typed("Zoe\u{308}").text(), typed("Zo\u{eb}").text());
        assert_eq!(LineEdit::new("Nguye\u{302}\u{303}n").text(), "Nguyễn");
    }

    #[test]
    fn the_cursor_stands_where_the_text_before_it_ends_and_is_always_seen() {
        let mut line = LineEdit::new("X 王小明 👩‍⚕️ Zoe\u{308}");
        for columns in [17, 40, 9, 5, 2, 1] {
            line.key(Key::End);
            while !line.halves().0.is_empty() {
                let mut at = (0, 0);
                let shot = drawn(columns, 1, &ASCII, |pen| at = line.draw(pen, 0, 0));
                assert!(at.0 < columns && at.0 <= at.1 && at.1 <= columns, "{at:?} of {columns}: {shot}");
                let before = width(line.halves().0);
                if before < usize::from(columns) {
                    assert_eq!(usize::from(at.0), before, "{shot}");
                }
                line.key(Key::Left);
            }
        }
        line.key(Key::End);
        assert_eq!(drawn(9, 1, &ASCII, |pen| line.draw(pen, 0, 0)), "~ 👩‍⚕️  Zoë");
    }
}
