//! The pen: writes into one area of the screen, and marks whatever it has to cut.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::clip::{clip, width};
use crate::tui::theme::Theme;

/// A place to write in. Columns and rows are counted from the area's own corner.
#[derive(Debug)]
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    area: Rect,
    theme: Theme,
}

impl<'a> Pen<'a> {
    /// Takes up the pen over an area; what lies outside the screen is never written to.
    pub fn new(buf: &'a mut Buffer, area: Rect, theme: &Theme) -> Self {
        let area = area.intersection(buf.area);
        Self { buf, area, theme: *theme }
    }

    /// Returns the area written in.
    pub fn area(&self) -> Rect {
        self.area
    }

    /// Returns the theme written with.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Returns the pen writing with another theme.
    #[must_use]
    pub fn themed(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Returns a pen over a part of this area, given in this pen's columns and rows.
    pub fn part(&mut self, column: u16, row: u16, columns: u16, rows: u16) -> Pen<'_> {
        let x = self.area.x.saturating_add(column);
        let y = self.area.y.saturating_add(row);
        let area = Rect::new(x, y, columns, rows).intersection(self.area);
        Pen { buf: self.buf, area, theme: self.theme }
    }

    /// Writes one text and returns the column after it.
    pub fn text(&mut self, column: u16, row: u16, text: &str, style: Style) -> u16 {
        if row >= self.area.height || column >= self.area.width {
            return column;
        }
        let room = usize::from(self.area.width - column);
        let cut = clip(text, room, &self.theme);
        let (x, y) = (self.area.x + column, self.area.y + row);
        self.buf.set_stringn(x, y, &cut, room, style);
        column.saturating_add(u16::try_from(width(&cut)).unwrap_or(u16::MAX))
    }

    /// Writes a text so that it ends at the area's right edge.
    pub fn text_right(&mut self, row: u16, text: &str, style: Style) {
        let columns = u16::try_from(width(text)).unwrap_or(u16::MAX);
        self.text(self.area.width.saturating_sub(columns), row, text, style);
    }

    /// Writes styled parts one after another; a part that has no room left is cut with a mark.
    pub fn spans(&mut self, column: u16, row: u16, spans: &[Span<'_>]) -> u16 {
        let room = usize::from(self.area.width.saturating_sub(column));
        let mut used = 0;
        let mut at = column;
        for (index, span) in spans.iter().enumerate() {
            used += width(&span.content);
            let more = spans.iter().skip(index + 1).any(|later| !later.content.trim().is_empty());
            if used == room && more {
                // Full to the edge with more to come: the mark takes the last column.
                return self.text(at, row, &format!("{} ", span.content), span.style);
            }
            at = self.text(at, row, &span.content, span.style);
            if used > room {
                return at;
            }
        }
        at
    }

    /// Lays a style over one row, keeping what is written there.
    pub fn style_row(&mut self, row: u16, style: Style) {
        if row < self.area.height {
            self.buf.set_style(Rect::new(self.area.x, self.area.y + row, self.area.width, 1), style);
        }
    }

    /// Draws a horizontal rule over the whole row.
    pub fn rule(&mut self, row: u16) {
        let line = self.theme.rule().repeat(usize::from(self.area.width));
        let style = self.theme.dim();
        self.text(0, row, &line, style);
    }

    /// Draws a vertical rule down the whole column.
    pub fn upright(&mut self, column: u16) {
        for row in 0..self.area.height {
            let (glyph, style) = (self.theme.upright(), self.theme.dim());
            self.text(column, row, glyph, style);
        }
    }

    /// Blanks the area, for what is laid over something else.
    pub fn wipe(&mut self) {
        let blank = " ".repeat(usize::from(self.area.width));
        for row in 0..self.area.height {
            self.buf.set_style(Rect::new(self.area.x, self.area.y + row, self.area.width, 1), Style::reset());
            self.text(0, row, &blank, Style::reset());
        }
    }

    /// Returns the screen the pen writes on, for widgets of the library itself.
    pub fn screen(&mut self) -> &mut Buffer {
        self.buf
    }
}
