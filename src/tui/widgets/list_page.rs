//! A screen that is a list: header, what stands above the list, the list, the line in focus in whole
//! words, the position, the footer. The row above the footer is left to the message line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::clip::wrap;
use super::footer::draw_footer;
use super::header::Header;
use super::list::Selection;
use super::pen::Pen;
use crate::tui::keymap::{Act, Context};
use crate::tui::theme::Theme;

/// A row above the list.
#[derive(Clone, Debug)]
pub enum Above {
    /// A rule across the screen.
    Rule,
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
    /// Whose keys the footer shows.
    pub context: Context,
    /// Keys that do nothing now.
    pub idle: &'a [Act],
}

impl ListPage<'_> {
    /// Draws it, with the cursor on the line in focus.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, selection: Selection) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let mut top = 1;
        for above in &self.above {
            match above {
                Above::Rule => pen.rule(top),
                Above::Words(column, words, style) => drop(pen.text(*column, top, words, *style)),
            }
            top += 1;
        }
        let (words, kept) = &self.focus;
        let body = rows.saturating_sub(top + kept + 2);
        let cursor = selection.draw(&mut pen.part(0, top, columns, body), &self.lines);
        if self.lines.is_empty() {
            pen.text(1, top + 1, self.empty, theme.hint());
        }
        let wrapped = wrap(words, columns.into());
        for (row, text) in (rows.saturating_sub(kept + 2)..).zip(wrapped.iter().take(usize::from(*kept))) {
            pen.text(0, row, text, theme.value());
        }
        let position = selection.position(self.lines.len(), body.into());
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context, self.idle);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::super::testing::MONO;
    use super::*;

    fn shot(lines: usize, columns: u16, rows: u16) -> String {
        let header = Header { left: "THINGS".into(), ..Header::default() };
        let page = ListPage {
            header: &header,
            above: vec![Above::Words(1, "NAME".into(), MONO.heading()), Above::Rule],
            lines: (1..=lines).map(|n| Line::from(format!("thing {n}"))).collect(),
            empty: "There is nothing.",
            focus: ("the first thing of all that there are".into(), 2),
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
    fn an_empty_list_says_so_and_no_size_is_too_small() {
        assert!(shot(0, 30, 10).contains("There is nothing."));
        for (columns, rows) in [(1, 1), (3, 4), (80, 2), (200, 60)] {
            shot(3, columns, rows);
        }
    }
}
