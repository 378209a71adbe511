//! Cutting and padding of text by what it takes on screen, never through a character.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::theme::Theme;

/// Returns the columns the text takes on screen.
pub fn width(text: &str) -> usize {
    drawn(text).map(|(_, columns)| columns).sum()
}

/// Returns the text cut to the width, with the theme's mark where something was cut.
pub fn clip(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(theme.cut())) else { return String::new() };
    head(text, room) + theme.cut()
}

/// Returns the end of the text, with the theme's mark at its left where something was cut.
pub fn clip_start(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(theme.cut())) else { return String::new() };
    theme.cut().to_owned() + &tail(text, room)
}

/// Returns the text cut or filled with blanks at its right to exactly the width.
pub fn pad(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = clip(text, columns, theme);
    let blanks = columns.saturating_sub(width(&cut));
    cut + &" ".repeat(blanks)
}

/// Returns the text cut or filled with blanks at its left to exactly the width.
pub fn pad_left(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = clip(text, columns, theme);
    " ".repeat(columns.saturating_sub(width(&cut))) + &cut
}

/// Returns the text in lines no wider than given, broken between words where that is possible.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let fits = |line: &str| width(line) <= columns;
    let options = textwrap::Options::new(columns.max(1));
    let lines = textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned);
    lines.map(|line| if fits(&line) { line } else { head(&line, columns) }).collect()
}

fn head(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |columns: usize| {
        used += columns;
        used <= room
    };
    let mut fits = fits;
    drawn(text).take_while(|(_, columns)| fits(*columns)).map(|(grapheme, _)| grapheme).collect()
}

fn tail(text: &str, room: usize) -> String {
    let mut used = 0;
    let mut kept: Vec<&str> = Vec::new();
    for (grapheme, columns) in drawn(text).collect::<Vec<_>>().into_iter().rev() {
        used += columns;
        if used > room {
            break;
        }
        kept.push(grapheme);
    }
    kept.into_iter().rev().collect()
}

/// The graphemes the terminal library draws, with the cells it gives them.
fn drawn(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(|grapheme| (grapheme, usize::from(grapheme.cell_width())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Borders, Look};

    const UNICODE: Theme = Theme { look: Look::Mono, borders: Borders::Unicode };
    const ASCII: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };

    #[test]
    fn a_text_that_fits_is_left_alone_and_a_cut_carries_its_mark() {
        assert_eq!(clip("Okafor", 6, &UNICODE), "Okafor");
        assert_eq!(clip("Okafor", 5, &UNICODE), "Okaf…");
        assert_eq!(clip("Okafor", 5, &ASCII), "Okaf~");
        assert_eq!(clip("Okafor", 0, &ASCII), "");
        assert_eq!(clip_start("Okafor", 4, &ASCII), "~for");
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        assert_eq!(clip("日本語", 4, &UNICODE), "日…");
        assert_eq!(pad("日本語", 4, &UNICODE), "日… ");
        assert_eq!(clip("e\u{301}e\u{301}e", 2, &UNICODE), "e\u{301}…");
    }

    #[test]
    fn padding_gives_exactly_the_width() {
        assert_eq!(pad("c07", 5, &ASCII), "c07  ");
        assert_eq!(pad_left("0:42", 6, &ASCII), "  0:42");
    }
}
