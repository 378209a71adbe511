//! A screen that is a list: header, what stands above the list, the list, the line in focus in whole
//! words, the position, the footer. The row above the footer is left to the message line.
//!
//! On a wide screen the line in focus stands at length beside the list instead of below it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::clip::wrap_short;
use super::detail::{Detail, list_columns};
use super::footer::draw_footer;
use super::header::Header;
use super::list::Selection;
use super::pen::Pen;
use super::reel::Tone;
use crate::tui::keymap::{Context, Idle};
use crate::tui::theme::Theme;

/// A row above the list.
#[derive(Clone, Debug)]
pub enum Above {
    /// A rule across the screen.
    Rule,
    /// A rule across the screen with words at its right end.
    RuleWith(String),
    /// Words at a column.
    Words(u16, String, Style),
}

/// Everything that such a screen shows.
#[derive(Debug)]
pub struct ListPage<'a> {
    /// Its header.
    pub header: &'a Header,
    /// The rows between header and list.
    pub above: Vec<Above>,
    /// The list.
    pub lines: Vec<Line<'a>>,
    /// What is said where the list is empty.
    pub empty: &'a str,
    /// What is in focus in words, and how many rows are kept for them.
    pub focus: (String, u16),
    /// What is said of it after these words where there is room beside the list.
    pub detail: Detail,
    /// Whose keys the footer shows.
    pub context: Context,
    /// Keys that do nothing now.
    pub idle: &'a [Idle],
}

impl ListPage<'_> {
    /// Draws it, with the cursor on the line in focus.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, selection: Selection) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        let beside = self.beside();
        let wide = list_columns(columns, rows) < columns && !beside.is_empty();
        let list = if wide { list_columns(columns, rows) } else { columns };
        self.header.draw(&mut pen);
        let (top, split) = self.draw_above(&mut pen, list);
        let kept = if wide { 0 } else { self.focus.1 };
        let body = rows.saturating_sub(top + kept + 2);
        let cursor = selection.draw(&mut pen.part(0, top, list, body), &self.lines);
        if self.lines.is_empty() {
            let (room, most) = (columns.saturating_sub(2), body.saturating_sub(1).max(1));
            for (row, text) in (top + 1..).zip(wrap_short(self.empty, room.into(), most.into(), theme)) {
                pen.text(1, row, &text, theme.hint());
            }
        }
        if wide {
            let high = rows.saturating_sub(split + 2);
            beside.draw_beside(&mut pen.part(list + 1, split, columns.saturating_sub(list + 1), high));
        }
        let wrapped = wrap_short(&self.focus.0, columns.into(), kept.into(), theme);
        for (row, text) in (rows.saturating_sub(kept + 2)..).zip(&wrapped) {
            pen.text(0, row, text, theme.value());
        }
        let position = selection.position(self.lines.len(), body.into());
        pen.part(0, 0, list, rows).text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context, self.idle);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }

    /// What stands beside the list where there is room.
    fn beside(&self) -> Detail {
        let mut beside = Detail::default();
        if !self.focus.0.is_empty() {
            beside.push(Tone::Plain, &*self.focus.0);
        }
        beside.append(self.detail.clone());
        beside
    }

    /// Draws what stands above the list; what follows the last rule is as wide as the list. Returns the
    /// first row of the list, and the one from which on something may stand beside it.
    fn draw_above(&self, pen: &mut Pen<'_>, list: u16) -> (u16, u16) {
        let rules = self.above.iter().rposition(|above| matches!(above, Above::Rule | Above::RuleWith(_)));
        let whole = rules.map_or(self.above.len(), |place| place + 1);
        let columns = pen.area().width;
        let (mut row, mut split) = (1, 1);
        for (place, above) in self.above.iter().enumerate() {
            let shown = if place < whole { columns } else { list };
            match above {
                Above::Rule => pen.rule(row),
                Above::RuleWith(words) => {
                    pen.rule(row);
                    let style = pen.theme().hint();
                    pen.text_right(row, &format!(" {words}"), style);
                }
                Above::Words(column, words, style) => {
                    pen.part(0, row, shown, 1).text(*column, 0, words, *style);
                }
            }
            row += 1;
            split = if place < whole { row } else { split };
        }
        (row, split)
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::super::testing::MONO;
    use super::*;

    fn shot(lines: usize, columns: u16, rows: u16) -> String {
        let mut detail = Detail::default();
        detail.push(Tone::Heading, "MORE OF IT");
        let header = Header { left: "THINGS".into(), ..Header::default() };
        let page = ListPage {
            header: &header,
            above: vec![Above::Words(1, "NAME".into(), MONO.heading()), Above::Rule],
            lines: (1..=lines).map(|n| Line::from(format!("thing {n}"))).collect(),
            empty: "There is nothing.",
            focus: ("the first thing of all that there are".into(), 2),
            detail,
            context: Context::Alerts,
            idle: &[],
        };
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let all = |frame: &mut Frame<'_>| page.draw(frame, frame.area(), &MONO, Selection::default());
        terminal.draw(all).unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn what_stands_above_and_below_leaves_the_list_its_room() {
        let shot = shot(9, 30, 10);
        for part in ["THINGS", " NAME", ">thing 1", "thing 3", "the first thing of all that", "1-3 of 9"] {
            assert!(shot.contains(part), "no {part:?} in\n{shot}");
        }
        assert!(!shot.contains("thing 4"), "{shot}");
    }

    #[test]
    fn words_that_have_no_room_below_the_list_end_in_the_mark() {
        let shot = shot(9, 14, 10);
        assert!(shot.contains("the first"), "{shot}");
        assert!(shot.contains("thing of all…"), "{shot}");
    }

    #[test]
    fn on_a_wide_screen_the_line_in_focus_stands_beside_the_list_which_gets_its_rows() {
        let wide = shot(40, 120, 24);
        assert!(wide.contains("│ the first thing of all that there are"), "{wide}");
        assert!(wide.contains("│ MORE OF IT"), "{wide}");
        assert!(wide.contains("1-19 of 40"), "{wide}");
        let small = shot(40, 80, 24);
        assert!(!small.contains("MORE OF IT") && small.contains("1-17 of 40"), "{small}");
    }

    #[test]
    fn an_empty_list_says_so_and_no_size_is_too_small() {
        assert!(shot(0, 30, 10).contains("There is nothing."));
        for (columns, rows) in [(1, 1), (3, 4), (80, 2), (110, 20), (120, 40), (200, 60)] {
            shot(3, columns, rows);
        }
    }
}
