//! Beside the list on a wide screen: the person in focus in a few lines, without their name.

use super::BoardScreen;
use crate::tui::widgets::clip::{clip, wrap};
use crate::tui::widgets::pen::Pen;

/// Columns of the screen from which on the person in focus stands beside the list.
const WIDE: u16 = 100;
/// Columns that the list keeps at least, and from which on more go to the person beside it.
const LIST: (u16, u16) = (80, 100);
/// Columns that the person in focus gets before the list gets more than it needs.
const COLUMNS: u16 = 34;
/// Lines that one entry may take.
const MOST: usize = 3;

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
        let Some(summary) = self.summary.as_ref().filter(|summary| summary.episode == row.id) else {
            let why = "Outside your shift or your sites. Enter asks why you open the record.";
            for (line, text) in (1..).zip(wrap(why, columns.into())) {
                part.text(0, line, &text, theme.hint());
            }
            return;
        };
        let blocks = [
            ("OPEN", &summary.open),
            ("CLOCKS", &summary.clocks),
            ("CONSENT TO", &summary.consents),
            ("LAST", &summary.last),
        ];
        let mut lines = Vec::new();
        for (title, entries) in blocks.into_iter().filter(|(_, entries)| !entries.is_empty()) {
            lines.push((theme.heading(), title.to_owned()));
            for entry in entries {
                let wrapped = wrap(entry, usize::from(columns).saturating_sub(2));
                let cut = wrapped.len() > MOST;
                for (place, text) in wrapped.into_iter().take(MOST).enumerate() {
                    let indent = if place == 0 { "" } else { "  " };
                    let mark = if cut && place + 1 == MOST { theme.cut() } else { "" };
                    lines.push((theme.value(), format!("{indent}{text}{mark}")));
                }
            }
        }
        let more = lines.len() + 1 > usize::from(rows);
        for (line, (style, text)) in (1..rows).zip(&lines) {
            let text = if more && line + 1 == rows { theme.cut() } else { text.as_str() };
            part.text(0, line, &clip(text, columns.into(), &theme), *style);
        }
    }
}
