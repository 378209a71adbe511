//! For tests: drawing at any size into plain text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::pen::Pen;
use crate::tui::theme::{Borders, Look, Theme};

/// Mono with box lines.
pub const MONO: Theme = Theme { look: Look::Mono, borders: Borders::Unicode };
/// Mono within ASCII.
pub const ASCII: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };

/// Draws and returns the screen as text, blanks at line ends dropped.
pub fn drawn<T>(columns: u16, rows: u16, theme: &Theme, draw: impl FnOnce(&mut Pen<'_>) -> T) -> String {
    let area = Rect::new(0, 0, columns, rows);
    let mut buf = Buffer::empty(area);
    draw(&mut Pen::new(&mut buf, area, theme));
    let line = |row: u16| (0..columns).map(|x| buf[(x, row)].symbol()).collect::<String>();
    (0..rows).map(|row| line(row).trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Calls the drawing at every width and height that has ever mattered, 1x1 to 120x40.
pub fn sweep<T>(mut draw: impl FnMut(u16, u16) -> T) {
    for columns in (1..=20).chain([39, 40, 43, 44, 45, 59, 60, 69, 70, 79, 80, 81, 100, 120]) {
        for rows in (1..=12).chain([15, 20, 23, 24, 25, 40]) {
            draw(columns, rows);
        }
    }
}
