//! Beside the list on a wide screen: the person in focus in a few lines, without their name.

use super::BoardScreen;
use crate::tui::widgets::pen::Pen;

/// Columns of the screen from which on the person in focus stands beside the list.
const WIDE: u16 = 100;
/// Columns that the list keeps at least, and from which on more go to the person beside it.
const LIST: (u16, u16) = (80, 100);
/// Columns that the person in focus gets before the list gets more than it needs.
const COLUMNS: u16 = 34;

/// Columns of the person in focus, with the line before it; none on a screen that is not wide.
pub(super) fn side_columns(columns: u16) -> u16 {
    if columns < WIDE {
        return 0;
    }
    columns - columns.saturating_sub(COLUMNS).clamp(LIST.0, LIST.1)
}

impl BoardScreen {
    /// Draws the person in focus. What has no room is left off from the end, and that is marked.
    pub(super) fn draw_side(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        pen.upright(0);
        let (columns, rows) = (pen.area().width.saturating_sub(2), pen.area().height);
        let mut part = pen.part(2, 0, columns, rows);
        let Some(row) = self.focused() else { return };
        let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
        let whom = format!("{} {age}{} {} {}", row.initials, row.sex, row.site, row.place);
        part.text(0, 0, &whom, theme.title());
        part.text_right(0, &row.reference, theme.hint());
        let detail = self.side.detail(Some(row.id));
        detail.draw(&mut part.part(0, 1, columns, rows.saturating_sub(1)));
    }
}
