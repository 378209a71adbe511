//! What stands beside a list on a wide screen: the line in focus at length, wrapped, and marked where it
//! has no room.

use ratatui::style::Style;

use super::clip::{clip, wrap};
use super::pen::Pen;
use super::reel::{Tone, style};
use crate::tui::theme::Theme;

/// Columns and rows of the screen from which on a detail stands beside a list.
const WIDE: (u16, u16) = (110, 20);

/// Returns the columns that a list keeps on a screen of this size: all of them where it is not wide. Else
/// one is left free, and the detail has the others.
pub fn list_columns(columns: u16, rows: u16) -> u16 {
    if columns < WIDE.0 || rows < WIDE.1 {
        return columns;
    }
    columns - columns.saturating_mul(7) / 20 - 1
}

/// One entry of a detail.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Entry {
    tone: Tone,
    text: String,
    /// How many lines it may take.
    most: usize,
}

/// Entries in the order in which they are read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Detail {
    entries: Vec<Entry>,
}

impl Detail {
    /// Adds an entry that is shown whole.
    pub fn push(&mut self, tone: Tone, text: impl Into<String>) {
        self.push_short(tone, text, usize::MAX);
    }

    /// Adds an entry that takes so many lines at the most; the last of them is marked where it is longer.
    pub fn push_short(&mut self, tone: Tone, text: impl Into<String>, most: usize) {
        self.entries.push(Entry { tone, text: text.into(), most });
    }

    /// Adds the entries of another after a blank line.
    pub fn append(&mut self, other: Self) {
        if !self.is_empty() && !other.is_empty() {
            self.push(Tone::Plain, "");
        }
        self.entries.extend(other.entries);
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Draws it behind an upright rule. What has no room is left off from the end, and it is said how much.
    pub fn draw_beside(&self, pen: &mut Pen<'_>) {
        pen.upright(0);
        let (columns, rows) = (pen.area().width.saturating_sub(2), pen.area().height);
        self.draw(&mut pen.part(2, 0, columns, rows));
    }

    /// Draws it over the whole of the pen's area.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let (theme, columns, rows) = (pen.theme(), pen.area().width, pen.area().height);
        let lines = self.lines(columns.into(), &theme);
        let more = lines.len() > usize::from(rows);
        for (row, (style, text)) in (0..rows).zip(&lines) {
            if more && row + 1 == rows {
                let left = lines.len() - usize::from(row);
                let words = clip(&format!("{} {left} more lines", theme.cut()), columns.into(), &theme);
                pen.text(0, row, &words, theme.hint());
            } else {
                pen.text(0, row, text, *style);
            }
        }
    }

    fn lines(&self, columns: usize, theme: &Theme) -> Vec<(Style, String)> {
        let mut lines = Vec::new();
        for entry in &self.entries {
            let style = style(entry.tone, theme);
            let wrapped = wrap(&entry.text, columns.saturating_sub(2));
            let cut = wrapped.len() > entry.most;
            for (place, text) in wrapped.into_iter().take(entry.most).enumerate() {
                let indent = if place == 0 { "" } else { "  " };
                let mark = if cut && place + 1 == entry.most { theme.cut() } else { "" };
                lines.push((style, format!("{indent}{text}{mark}")));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ASCII, drawn, sweep};
    use super::*;

    fn detail() -> Detail {
        let mut detail = Detail::default();
        detail.push(Tone::Heading, "OPEN");
        detail.push_short(Tone::Plain, "a task that is told in very many words indeed", 2);
        detail.push(Tone::Aside, "and the rest");
        detail
    }

    #[test]
    fn an_entry_that_is_too_long_is_marked_and_what_follows_it_stays() {
        let shown = drawn(20, 6, &ASCII, |pen| detail().draw_beside(pen));
        assert_eq!(shown, "| OPEN\n| a task that is\n|   told in very~\n| and the rest\n|\n|");
    }

    #[test]
    fn what_has_no_room_is_counted_in_the_last_row() {
        let shown = drawn(20, 2, &ASCII, |pen| detail().draw_beside(pen));
        assert_eq!(shown, "| OPEN\n| ~ 3 more lines");
    }

    #[test]
    fn a_list_keeps_all_columns_until_the_screen_is_wide_and_high() {
        assert_eq!(list_columns(109, 40), 109);
        assert_eq!(list_columns(120, 19), 120);
        assert_eq!(list_columns(110, 20), 71);
        assert_eq!(list_columns(120, 40), 77);
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| drawn(columns, rows, &ASCII, |pen| detail().draw_beside(pen)));
    }
}
