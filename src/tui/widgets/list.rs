//! A list that scrolls: the selection stays in sight, and the position is said in words.

use ratatui::text::Line;

use super::pen::Pen;
use crate::tui::keymap::Act;

/// Which line of a list is selected. It may be asked about any count of lines, also none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    index: usize,
}

impl Selection {
    /// Selects the line of that index; the count is asked about later.
    pub fn at(index: usize) -> Self {
        Self { index }
    }

    /// Returns the selected index among so many lines, or nothing where there are none.
    pub fn of(self, count: usize) -> Option<usize> {
        count.checked_sub(1).map(|last| self.index.min(last))
    }

    /// Moves as the act says; returns whether the act was a movement at all.
    pub fn update(&mut self, act: Act, count: usize, page: usize) -> bool {
        let last = count.saturating_sub(1);
        let now = self.index.min(last);
        self.index = match act {
            Act::Up => now.saturating_sub(1),
            Act::Down => (now + 1).min(last),
            Act::PageUp => now.saturating_sub(page.max(1)),
            Act::PageDown => now.saturating_add(page.max(1)).min(last),
            Act::First => 0,
            Act::Last => last,
            _ => return false,
        };
        true
    }

    /// Returns the first line in sight when so many rows are shown; the selection keeps the middle.
    pub fn first_shown(self, count: usize, rows: usize) -> usize {
        let at = self.of(count).unwrap_or(0);
        at.saturating_sub(rows / 2).min(count.saturating_sub(rows))
    }

    /// Returns the position in words, such as `1-10 of 14`; empty where everything is in sight.
    pub fn position(self, count: usize, rows: usize) -> String {
        if count <= rows || rows == 0 {
            return String::new();
        }
        let first = self.first_shown(count, rows);
        format!("{}-{} of {count}", first + 1, first + rows)
    }

    /// Draws the lines over the pen's rows, the selected one reversed and marked with `>`.
    ///
    /// Returns the row, counted in the pen's area, where the real cursor belongs.
    pub fn draw(self, pen: &mut Pen<'_>, lines: &[Line<'_>]) -> Option<u16> {
        let theme = pen.theme();
        let rows = pen.area().height;
        let selected = self.of(lines.len());
        let first = self.first_shown(lines.len(), rows.into());
        let mut cursor = None;
        for (row, (index, line)) in (0..rows).zip(lines.iter().enumerate().skip(first)) {
            pen.spans(1, row, &line.spans);
            if Some(index) == selected {
                pen.text(0, row, ">", theme.focus());
                pen.style_row(row, theme.focus());
                cursor = Some(row);
            }
        }
        cursor
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    fn lines(count: usize) -> Vec<Line<'static>> {
        (1..=count).map(|n| Line::from(format!("line {n}"))).collect()
    }

    #[test]
    fn the_selected_line_stays_in_sight_and_the_position_is_said() {
        let mut selection = Selection::default();
        for _ in 0..9 {
            assert!(selection.update(Act::Down, 14, 4));
        }
        let shown = drawn(10, 4, &MONO, |pen| selection.draw(pen, &lines(14)));
        assert_eq!(shown, " line 8\n line 9\n>line 10\n line 11");
        assert_eq!(selection.position(14, 4), "8-11 of 14");
    }

    #[test]
    fn a_list_that_shrank_keeps_a_line_selected() {
        let selection = Selection::at(9);
        assert_eq!(selection.of(3), Some(2));
        assert_eq!(selection.of(0), None);
    }

    #[test]
    fn pages_and_ends_stop_at_the_ends() {
        let mut selection = Selection::at(3);
        selection.update(Act::PageDown, 5, 4);
        assert_eq!(selection.of(5), Some(4));
        selection.update(Act::PageUp, 5, 40);
        assert_eq!(selection.of(5), Some(0));
        assert!(!selection.update(Act::Open, 5, 4));
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            for count in [0, 1, 50] {
                drawn(columns, rows, &MONO, |pen| Selection::at(7).draw(pen, &lines(count)));
            }
        });
    }
}
