//! The long text of a card or a question: several lines, wrapped, kept by the text area's own editor.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, Input as AreaInput, Key as AreaKey, TextArea, WrapMode};

use super::super::pen::Pen;
use super::field::Heard;
use super::view::{at, mark_more};
use crate::tui::input::Key;

/// The longest long text kept, in bytes.
const LONGEST: usize = 10_000;

pub(in crate::tui) fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::from(text.lines());
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    area.set_cursor_line_style(Style::new());
    // The real cursor stands there instead.
    area.set_cursor_style(Style::new());
    area.move_cursor(CursorMove::Bottom);
    area.move_cursor(CursorMove::End);
    area
}

pub(in crate::tui) fn insert_long(area: &mut TextArea<'_>, text: &str) -> Heard {
    let held: usize = area.lines().iter().map(|line| line.len() + 1).sum();
    let room = LONGEST.saturating_sub(held);
    let end = (0..=room.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    area.insert_str(text.get(..end).unwrap_or_default());
    if end < text.len() { Heard::Shortened } else { Heard::Edited }
}

pub(in crate::tui) fn long_text_key(area: &mut TextArea<'_>, key: Key) -> Heard {
    let moved = |area: &mut TextArea<'_>, to: CursorMove| {
        let before = area.cursor();
        area.move_cursor(to);
        if area.cursor() == before { Heard::Ignored } else { Heard::Edited }
    };
    match key {
        Key::Char(c) => return insert_long(area, c.encode_utf8(&mut [0; 4])),
        Key::Enter => return long_text_enter(area),
        Key::Up => return moved(area, CursorMove::Up),
        Key::Down => return moved(area, CursorMove::Down),
        Key::Left => area.move_cursor(CursorMove::Back),
        Key::Right => area.move_cursor(CursorMove::Forward),
        Key::Home => area.move_cursor(CursorMove::Head),
        Key::End => area.move_cursor(CursorMove::End),
        Key::Backspace | Key::Delete => {
            let key = if key == Key::Delete { AreaKey::Delete } else { AreaKey::Backspace };
            area.input_without_shortcuts(AreaInput { key, ctrl: false, alt: false, shift: false });
        }
        Key::Ctrl('u') => drop(area.delete_line_by_head()),
        Key::Ctrl('w') => drop(area.delete_word()),
        _ => return Heard::Ignored,
    }
    Heard::Edited
}

/// Enter begins a line; on an empty last line it takes that line back and goes on.
fn long_text_enter(area: &mut TextArea<'_>) -> Heard {
    let at = area.cursor();
    let last = area.lines().len().saturating_sub(1);
    if at.0 < last || area.lines().last().is_some_and(|line| !line.trim().is_empty()) {
        return insert_long(area, "\n");
    }
    if last > 0 {
        area.move_cursor(CursorMove::Head);
        area.delete_newline();
    }
    Heard::Done
}

/// Draws the text being edited over the pen's area and returns where the cursor belongs.
pub(in crate::tui) fn draw_long_text(text: &TextArea<'_>, pen: &mut Pen<'_>) -> Option<Position> {
    let area = pen.area();
    // The last column is kept for the marks.
    let room = Rect { width: area.width.saturating_sub(1).max(1), ..area }.intersection(area);
    if room.is_empty() {
        return None;
    }
    text.render(room, pen.screen());
    let top = usize::from(text.scroll_offset().0);
    let below = top + usize::from(room.height);
    let more = text.screen_to_data(below, 0) != text.screen_to_data(below.saturating_sub(1), 0);
    mark_more(pen, top, more);
    let cursor = text.screen_cursor();
    let row = u16::try_from(cursor.row.saturating_sub(top)).ok()?;
    at(area, u16::try_from(cursor.col).ok()?, row)
}
