//! The long text of a card or a question: several lines, wrapped, kept by the text area's own editor.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use ratatui_textarea::{CursorMove, Input as AreaInput, Key as AreaKey, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation;

use super::super::clip::width;
use super::super::pen::Pen;
use super::field::Heard;
use super::view::{at, mark_more};
use crate::tui::input::Key;

/// The longest long text kept, in bytes.
const LONGEST: usize = 10_000;

/// Says of the character before it that it is drawn as a picture, twice as wide.
const AS_PICTURE: char = '\u{FE0F}';

pub(in crate::tui) fn text_area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::from(measurable("", text).lines());
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
    let text = measurable(&before_cursor(area), text);
    let ends = text.grapheme_indices(true).map(|(start, grapheme)| start + grapheme.len());
    let end = ends.take_while(|end| *end <= room).last().unwrap_or(0);
    area.insert_str(text.get(..end).unwrap_or_default());
    leave_grapheme(area);
    if end < text.len() { Heard::Shortened } else { Heard::Edited }
}

/// The text as what the text area can measure, put in after another: it adds up code points one by one, and
/// a line with a character that takes more than they do would be too long to be seen whole. Such a
/// character goes without the sign that it is a picture.
fn measurable(before: &str, text: &str) -> String {
    let added = |grapheme: &str| grapheme.chars().map(|c| width(c.encode_utf8(&mut [0; 4]))).sum::<usize>();
    let plain = |grapheme: &str| {
        if width(grapheme) > added(grapheme) { grapheme.replace(AS_PICTURE, "") } else { grapheme.to_owned() }
    };
    let whole: String = format!("{before}{text}").graphemes(true).map(plain).collect();
    whole.strip_prefix(before).map_or_else(|| text.replace(AS_PICTURE, ""), str::to_owned)
}

/// The character left of the cursor.
fn before_cursor(area: &TextArea<'_>) -> String {
    let (back, cursor) = (steps(area).0, area.cursor());
    let line = area.lines().get(cursor.0).map_or("", String::as_str);
    line.chars().take(cursor.1).skip(cursor.1.saturating_sub(back)).collect()
}

/// Steps of the text area, which go by code points, to what the reader sees as the character before the
/// cursor and as the one after it. At an end of a line it is one step, to the next line.
fn steps(area: &TextArea<'_>) -> (usize, usize) {
    let column = area.cursor().1;
    let ends = ends(area);
    let before = ends.iter().rev().find(|end| **end < column).map_or(1, |end| column - end);
    let after = ends.iter().find(|end| **end > column).map_or(1, |end| end - column);
    (before, after)
}

/// Where the characters of the cursor's line begin and end, in code points.
fn ends(area: &TextArea<'_>) -> Vec<usize> {
    let line = area.lines().get(area.cursor().0).map_or("", String::as_str);
    let ends = line.graphemes(true).scan(0, |end, grapheme| {
        *end += grapheme.chars().count();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Takes the cursor out of a character it came to stand in, to its end.
fn leave_grapheme(area: &mut TextArea<'_>) {
    if !ends(area).contains(&area.cursor().1) {
        step(area, CursorMove::Forward, steps(area).1);
    }
}

fn step(area: &mut TextArea<'_>, to: CursorMove, times: usize) {
    for _ in 0..times {
        area.move_cursor(to);
    }
}

fn delete(area: &mut TextArea<'_>, key: AreaKey, times: usize) {
    for _ in 0..times {
        area.input_without_shortcuts(AreaInput { key, ctrl: false, alt: false, shift: false });
    }
}

pub(in crate::tui) fn long_text_key(area: &mut TextArea<'_>, key: Key) -> Heard {
    let moved = |area: &mut TextArea<'_>, to: CursorMove| {
        let before = area.cursor();
        area.move_cursor(to);
        let stays = area.cursor() == before;
        leave_grapheme(area);
        if stays { Heard::Ignored } else { Heard::Edited }
    };
    let (before, after) = steps(area);
    match key {
        Key::Char(c) => return insert_long(area, c.encode_utf8(&mut [0; 4])),
        Key::Enter => return long_text_enter(area),
        Key::Up => return moved(area, CursorMove::Up),
        Key::Down => return moved(area, CursorMove::Down),
        Key::Left => step(area, CursorMove::Back, before),
        Key::Right => step(area, CursorMove::Forward, after),
        Key::Home => area.move_cursor(CursorMove::Head),
        Key::End => area.move_cursor(CursorMove::End),
        Key::Backspace => delete(area, AreaKey::Backspace, before),
        Key::Delete => delete(area, AreaKey::Delete, after),
        Key::Ctrl('u') => drop(area.delete_line_by_head()),
        Key::Ctrl('w') => drop(area.delete_word()),
        _ => return Heard::Ignored,
    }
    leave_grapheme(area);
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
    let row = text.screen_cursor().row;
    let column = cursor_column(text, row);
    at(area, u16::try_from(column).ok()?, u16::try_from(row.saturating_sub(top)).ok()?)
}

/// The column of the cursor by what is drawn left of it in its row; the text area itself counts the code
/// points of a character one by one.
fn cursor_column(text: &TextArea<'_>, row: usize) -> usize {
    let cursor = text.cursor();
    let start = text.screen_to_data(row, 0).1;
    let line = text.lines().get(cursor.0).map_or("", String::as_str);
    width(&line.chars().take(cursor.1).skip(start).collect::<String>())
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::widgets::testing::MONO;

    fn pressed(area: &mut TextArea<'_>, keys: &[Key]) -> String {
        for key in keys {
            long_text_key(area, *key);
        }
        area.lines().join("\n")
    }

    /// Draws it so wide, marks included, and returns the rows and the cursor.
    fn drawn(area: &TextArea<'_>, columns: u16) -> (Vec<String>, Position) {
        let place = Rect::new(0, 0, columns, 6);
        let mut screen = Buffer::empty(place);
        let cursor = draw_long_text(area, &mut Pen::new(&mut screen, place, &MONO)).unwrap();
        let row = |y| (0..columns).map(|x| screen[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        ((0..6).map(row).collect(), cursor)
    }

    #[test]
    fn keys_move_and_delete_by_what_a_reader_calls_a_character() {
        for seen in ["👩‍⚕", "🇵🇱", "a\u{331}\u{323}", "क्षि", "ễ", "王"] {
            let text = format!("x{seen}y");
            assert_eq!(pressed(&mut text_area(&text), &[Key::Left, Key::Backspace]), "xy", "{seen}");
            assert_eq!(pressed(&mut text_area(&text), &[Key::Left, Key::Left, Key::Delete]), "xy", "{seen}");
            let mut area = text_area(&text);
            pressed(&mut area, &[Key::Home, Key::Right, Key::Right, Key::Char('-')]);
            assert_eq!(area.lines(), [format!("x{seen}-y")]);
        }
        let mut lines = text_area("محمد\n王");
        assert_eq!(pressed(&mut lines, &[Key::Home, Key::Backspace]), "محمد王");
        assert_eq!(pressed(&mut lines, &[Key::Home, Key::Delete]), "حمد王");
    }

    #[test]
    fn the_cursor_stands_after_what_is_drawn_before_it() {
        for (text, columns) in
            [("Zoë", 3), ("Zoe\u{308}", 3), ("王小明", 6), ("👩‍⚕️", 2), ("🇵🇱🇵🇱", 4), ("❤️x", 2), ("김민수", 6)]
        {
            let (rows, cursor) = drawn(&text_area(text), 40);
            assert_eq!((cursor.x, cursor.y), (columns, 0), "{text}: {rows:?}");
        }
    }

    #[test]
    fn no_line_is_too_long_to_be_seen_whole_and_the_cursor_stays_beside_its_text() {
        for text in ["王小明來自臺北", "❤️❤️❤️❤️❤️❤️", "👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️👩‍⚕️", "Nguyễn Thị Ánh", "ਹਰਪ੍ਰੀਤ ਹਰਪ੍ਰੀਤ"]
        {
            let mut area = text_area(text);
            let (rows, _) = drawn(&area, 9);
            let seen: String = rows.concat().split_whitespace().collect();
            let whole: String = measurable("", text).split_whitespace().collect();
            assert_eq!(seen, whole);
            for _ in 0..20 {
                let (rows, cursor) = drawn(&area, 9);
                assert!(cursor.x <= 8 && cursor.y < 6, "{rows:?}");
                long_text_key(&mut area, Key::Left);
            }
            assert_eq!(area.cursor(), (0, 0));
        }
    }

    #[test]
    fn a_picture_is_kept_as_typed_but_where_it_could_not_be_measured() {
        let mut area = text_area("");
        for (text, kept) in [("👩‍⚕️", "👩‍⚕️"), ("🏳️‍🌈", "🏳️‍🌈"), ("❤️", "❤"), ("1️⃣", "1⃣")]
        {
            assert_eq!(pressed(&mut text_area(text), &[]), kept);
            area = text_area("");
            let typed: Vec<Key> = text.chars().map(Key::Char).collect();
            let typed = pressed(&mut area, &typed);
            assert!(typed == kept || typed == kept.replace(AS_PICTURE, ""), "{typed}");
        }
        assert_eq!(area.cursor(), (0, 2));
    }

    #[test]
    fn going_up_and_down_never_leaves_the_cursor_inside_a_character() {
        let mut area = text_area("abcdefg\n👩‍⚕️👩‍⚕️👩‍⚕️\nabcdefg");
        drawn(&area, 40);
        for _ in 0..8 {
            pressed(&mut area, &[Key::Left, Key::Up]);
            assert!(ends(&area).contains(&area.cursor().1), "{:?}", area.cursor());
            pressed(&mut area, &[Key::Down]);
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_between_two_characters() {
        let mut area = text_area(&"x".repeat(LONGEST - 10));
        assert_eq!(insert_long(&mut area, "👩‍⚕👩‍⚕"), Heard::Shortened);
        assert_eq!(area.lines().concat().len(), LONGEST - 10);
        assert_eq!(insert_long(&mut area, "王"), Heard::Edited);
    }
}
