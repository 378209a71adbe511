//! Pages as they print, line under line, read and scrolled: nothing is wrapped and nothing left off.

use ratatui::style::Style;

use super::pen::Pen;
use crate::domain::page::{Page, PageLine, Role};
use crate::tui::input::Input;
use crate::tui::keymap::Act;
use crate::tui::theme::Theme;

/// Columns of a page.
const PAGE_COLUMNS: u16 = 72;
/// Rows in sight until somebody told how many there are.
const USUAL_ROWS: u16 = 20;

/// Pages, and how far they are scrolled.
#[derive(Clone, Debug)]
pub struct Sheet {
    pages: Vec<Page>,
    /// First line shown, counted over all pages.
    top: usize,
    rows: u16,
}

impl Sheet {
    /// Pages from their first line on.
    pub fn new(pages: Vec<Page>) -> Self {
        Self { pages, top: 0, rows: USUAL_ROWS }
    }

    /// Shows other pages from where the reader is.
    pub fn show(&mut self, pages: Vec<Page>) {
        self.pages = pages;
    }

    /// The pages.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Learns how many rows it is drawn in.
    pub fn resize(&mut self, input: &Input, frame_rows: u16) {
        if let Input::Resize(_, rows) = input {
            self.rows = rows.saturating_sub(frame_rows);
        }
    }

    /// Scrolls as the act says; false where it is no movement.
    pub fn update(&mut self, act: Act) -> bool {
        let page = usize::from(self.rows).max(1);
        let (last, now) = (self.last_top(self.rows), self.shown_top(self.rows));
        self.top = match act {
            Act::Up => now.saturating_sub(1),
            Act::Down => (now + 1).min(last),
            Act::PageUp => now.saturating_sub(page),
            Act::PageDown => now.saturating_add(page).min(last),
            Act::First => 0,
            Act::Last => last,
            _ => return false,
        };
        true
    }

    /// Draws the lines in sight in the middle of the pen; returns the column where they begin.
    pub fn draw(&self, pen: &mut Pen<'_>) -> u16 {
        let (theme, area) = (pen.theme(), pen.area());
        let margin = area.width.saturating_sub(PAGE_COLUMNS) / 2;
        let mut paper = pen.part(margin, 0, area.width.saturating_sub(margin), area.height);
        let lines = self.lines().skip(self.shown_top(area.height));
        for (row, line) in (0..area.height).zip(lines) {
            paper.text(0, row, &line.text, style(line.role, &theme));
        }
        margin
    }

    /// "lines 1-20 of 120".
    pub fn position(&self, rows: u16) -> String {
        let (top, count) = (self.shown_top(rows), self.lines().count());
        let end = (top + usize::from(rows)).min(count);
        format!("lines {}-{end} of {count}", (top + 1).min(end))
    }

    /// The page on which the first line in sight stands, from 1.
    pub fn page(&self, rows: u16) -> usize {
        let top = self.shown_top(rows);
        let mut before = 0;
        let ends = self.pages.iter().map(|page| {
            before += page.lines.len();
            before
        });
        (ends.take_while(|end| *end <= top).count() + 1).min(self.pages.len().max(1))
    }

    fn lines(&self) -> impl Iterator<Item = &PageLine> {
        self.pages.iter().flat_map(|page| &page.lines)
    }

    fn last_top(&self, rows: u16) -> usize {
        self.lines().count().saturating_sub(usize::from(rows).max(1))
    }

    /// The first line in sight in so many rows.
    fn shown_top(&self, rows: u16) -> usize {
        self.top.min(self.last_top(rows))
    }
}

fn style(role: Role, theme: &Theme) -> Style {
    match role {
        Role::Head | Role::Foot => theme.hint(),
        Role::Heading => theme.heading(),
        Role::Alarm => theme.urgent(),
        Role::Text => theme.value(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    fn sheet() -> Sheet {
        let page = |from: usize| Page::plain((from..from + 10).map(|n| format!("line {n}")));
        Sheet::new(vec![page(1), page(11)])
    }

    #[test]
    fn every_line_of_every_page_comes_by_once_and_its_page_is_said() {
        let mut sheet = sheet();
        sheet.resize(&Input::Resize(80, 9), 4);
        let mut seen = Vec::new();
        for page in [1, 1, 2, 2] {
            assert_eq!(sheet.page(5), page);
            let shown = drawn(80, 5, &MONO, |pen| sheet.draw(pen));
            seen.extend(shown.lines().map(|line| line.trim().to_owned()));
            sheet.update(Act::PageDown);
        }
        assert_eq!(seen, (1..=20).map(|n| format!("line {n}")).collect::<Vec<_>>());
        assert_eq!(sheet.position(5), "lines 16-20 of 20");
        assert!(sheet.update(Act::First) && !sheet.update(Act::Open));
        assert_eq!(sheet.position(5), "lines 1-5 of 20");
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            drawn(columns, rows, &MONO, |pen| sheet().draw(pen));
            assert!(!sheet().position(rows).is_empty() && sheet().page(rows) >= 1);
        });
        let none = Sheet::new(Vec::new());
        assert_eq!((none.page(5), none.position(5).as_str()), (1, "lines 0-0 of 0"));
    }
}
