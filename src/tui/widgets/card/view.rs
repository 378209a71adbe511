//! Drawing a card: title and purpose, the fields at the left, the panel of the one in focus at
//! the right (or below, under 70 columns), the message at the foot.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::clip::{clip, width, wrap};
use super::super::line_edit::draw_halves;
use super::super::list::Selection;
use super::super::pen::Pen;
use super::field::{Field, Kind};
use super::long_text::draw_long_text;
use super::{Card, Need};
use crate::tui::theme::Theme;

/// Under so many columns the panel goes below the fields.
const LEAST_FOR_SIDE_PANEL: u16 = 70;
/// The widest label column.
const LABEL: usize = 16;
/// The most rows the purpose takes.
const PURPOSE_ROWS: u16 = 6;
/// The most rows one long text takes.
const LONG_TEXT_ROWS: u16 = 4;

impl Card {
    /// Draws the card and sets the real cursor on the field in focus.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let cursor = self.draw(&mut Pen::new(frame.buffer_mut(), area, theme));
        if let Some(position) = cursor {
            frame.set_cursor_position(position);
        }
    }

    /// Draws the card over the pen's area and returns where on the screen the cursor belongs.
    pub fn draw(&self, pen: &mut Pen<'_>) -> Option<Position> {
        let (columns, rows) = (pen.area().width, pen.area().height);
        let head = self.draw_head(pen);
        let message = self.message();
        // Two rows are kept for a message; one that needs more takes it from the fields.
        let needed = message.as_ref().map_or(2, |message| message.rows(columns, 4)).max(2);
        let foot = if rows >= 14 { 1 + needed } else { u16::from(rows >= 4) };
        let body = rows.saturating_sub(head + foot);
        if foot > 1 {
            pen.rule(rows.saturating_sub(foot));
        }
        if let Some(message) = message {
            let said = if foot > 1 { foot - 1 } else { foot };
            message.draw(&mut pen.part(0, rows.saturating_sub(said), columns, said));
        }
        // Many options at once need the whole width.
        let wide = self.fields.get(self.focus).is_some_and(|field| field.as_levels().is_some());
        if columns >= LEAST_FOR_SIDE_PANEL && !wide {
            let left = u16::try_from(u32::from(columns) * 42 / 80).unwrap_or(columns);
            self.draw_panel(&mut pen.part(left + 2, head, columns, body));
            pen.part(left, head, 1, body).upright(0);
            self.draw_fields(&mut pen.part(0, head, left, body))
        } else {
            let panel = self.strip_rows(body, columns);
            let fields = body - panel;
            self.draw_strip(&mut pen.part(0, head + fields, columns, panel));
            self.draw_fields(&mut pen.part(0, head, columns, fields))
        }
    }

    /// Draws title, purpose and rule as far as there is room, and returns the rows taken.
    fn draw_head(&self, pen: &mut Pen<'_>) -> u16 {
        let (theme, rows) = (pen.theme(), pen.area().height);
        if rows < 3 {
            return 0;
        }
        self.draw_title(pen);
        if rows < 12 {
            return 1;
        }
        let purpose = wrap(&self.purpose, pen.area().width.into());
        // An instruction is read whole where rows are free; two of them in any case.
        let fields = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        let free = rows.saturating_sub(fields.saturating_add(8));
        let room = usize::from((1 + free).clamp(2, PURPOSE_ROWS));
        let mut row = 1;
        for (place, line) in purpose.iter().take(room).enumerate() {
            let cut = place + 1 == room && purpose.len() > room;
            let line = if cut { format!("{line} {}", theme.cut()) } else { line.clone() };
            pen.text(0, row, &line, theme.value());
            row += 1;
        }
        row = row.max(2);
        pen.rule(row);
        row + 1
    }

    /// The title, and at the right the time of day where no header above tells it; before that, where
    /// there is room, the field in focus.
    fn draw_title(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let time = self.opened.map_or_else(String::new, |_| self.now.format("  %H:%M").to_string());
        let columns = usize::from(pen.area().width);
        let mut start = 0;
        if let Some(banner) = &self.banner {
            start = pen.text(0, 0, &format!(" {banner} "), theme.demo()).saturating_add(1);
        }
        // Which field it is stands there in any case: on a small screen not all of them are in sight.
        let nth = format!("{} of {}", self.focus + 1, self.fields.len());
        let short = format!(" {nth}{time}");
        let room = columns.saturating_sub(usize::from(start) + width(&short));
        let end = pen.text(start, 0, &clip(&self.title, room, &theme), theme.title());
        let whole = format!("field {nth}, * needed{time}");
        let fits = columns > usize::from(end) + width(&whole) + 1;
        pen.text_right(0, if fits { &whole } else { &short }, theme.hint());
    }

    /// The rows below the fields for the options and help of the one in focus: all that the fields
    /// leave, and at least a few.
    fn strip_rows(&self, body: u16, columns: u16) -> u16 {
        let long = self.fields.iter().filter(|field| field.is_long()).count();
        let fields = self.fields.len() + long * usize::from(LONG_TEXT_ROWS - 1);
        if let Some(levels) = self.fields.get(self.focus).and_then(Field::as_levels) {
            // The fields go out of sight first; the one in focus stays.
            let needed = u16::try_from(levels.rows(columns.into())).unwrap_or(u16::MAX);
            let left = body.saturating_sub(u16::try_from(fields).unwrap_or(u16::MAX));
            return needed.max(left).min(body.saturating_sub(1));
        }
        body.saturating_sub(u16::try_from(fields).unwrap_or(u16::MAX)).max((body / 2).min(5))
    }

    fn draw_fields(&self, pen: &mut Pen<'_>) -> Option<Position> {
        let rows = pen.area().height;
        let label = self.fields.iter().map(|field| width(&field.label)).max().unwrap_or(0).min(LABEL);
        let first = Selection::at(self.focus).first_shown(self.fields.len(), rows.into());
        let (mut row, mut cursor) = (0, None);
        for (index, field) in self.fields.iter().enumerate().skip(first) {
            let tall = self.height_of(field, rows).min(rows.saturating_sub(row));
            if tall == 0 {
                break;
            }
            let mut line = pen.part(0, row, pen.area().width, tall);
            let value = self.draw_label(&mut line, index, field, label);
            let mut place = line.part(value, 0, line.area().width.saturating_sub(value), tall);
            if index == self.focus {
                cursor = field.draw_edited(&mut place, self.now);
            } else {
                field.draw_resting(&mut place, self.now);
            }
            row += tall;
        }
        cursor
    }

    /// Spare rows go to the long texts.
    fn height_of(&self, field: &Field, rows: u16) -> u16 {
        if !field.is_long() {
            return 1;
        }
        let count = u16::try_from(self.fields.len()).unwrap_or(u16::MAX);
        let long = self.fields.iter().filter(|field| field.is_long()).count();
        let share = rows.saturating_sub(count) / u16::try_from(long).unwrap_or(1).max(1);
        (1 + share).min(LONG_TEXT_ROWS)
    }

    /// Draws marks and label, and returns the column of the value.
    fn draw_label(&self, pen: &mut Pen<'_>, index: usize, field: &Field, columns: usize) -> u16 {
        let theme = pen.theme();
        let focused = index == self.focus;
        let faulty = self.faults.iter().any(|(at, _)| *at == index);
        if focused {
            pen.text(0, 0, ">", theme.focus());
        }
        pen.text(1, 0, if faulty { "!" } else { " " }, theme.warn());
        let label = clip(&field.label, columns, &theme);
        pen.text(2, 0, &label, if focused { theme.focus() } else { theme.label() });
        let after = u16::try_from(columns).unwrap_or(u16::MAX).saturating_add(2);
        pen.text(after, 0, if field.need == Need::Required { "*" } else { " " }, theme.label());
        after.saturating_add(2)
    }
}

impl Field {
    pub(super) fn is_long(&self) -> bool {
        matches!(self.kind, Kind::LongText(_))
    }

    fn draw_resting(&self, pen: &mut Pen<'_>, now: chrono::NaiveDateTime) {
        let theme = pen.theme();
        match &self.kind {
            Kind::LongText(area) => {
                let text = area.lines().join("\n");
                let lines: Vec<_> =
                    text.lines().flat_map(|line| wrap(line, pen.area().width.into())).collect();
                for (row, line) in (0..pen.area().height).zip(&lines) {
                    pen.text(0, row, line, theme.value());
                }
                mark_more(pen, 0, lines.len() > usize::from(pen.area().height));
            }
            Kind::Choice(pick) | Kind::YesNo(pick) => {
                let label = pick.picked().map_or("", |option| option.label.as_str());
                pen.text(0, 0, label, theme.value());
            }
            Kind::Levels(levels) => levels.draw_resting(pen),
            Kind::Secret(line) => {
                pen.text(0, 0, &theme.mask().repeat(line.text().chars().count()), theme.value());
            }
            _ => {
                let end = pen.text(0, 0, &self.raw(), theme.value());
                self.draw_preview(pen, end, now);
            }
        }
    }

    /// Draws the field in focus and returns where on the screen the cursor belongs.
    fn draw_edited(&self, pen: &mut Pen<'_>, now: chrono::NaiveDateTime) -> Option<Position> {
        let (theme, area) = (pen.theme(), pen.area());
        let masked;
        let (before, after) = match &self.kind {
            Kind::LongText(text) => return draw_long_text(text, pen),
            Kind::Choice(_) | Kind::YesNo(_) | Kind::Levels(_) => {
                self.draw_resting(pen, now);
                return at(area, 0, 0);
            }
            Kind::Secret(line) => {
                let (before, after) = line.halves();
                let mask = |text: &str| theme.mask().repeat(text.chars().count());
                masked = (mask(before), mask(after));
                (masked.0.as_str(), masked.1.as_str())
            }
            Kind::Text(line) | Kind::AgeOrBirth(line) => line.halves(),
            Kind::Number { line, .. } | Kind::When { line, .. } => line.halves(),
        };
        let (column, end) = draw_halves((before, after), pen, 0, 0);
        self.draw_preview(pen, end, now);
        at(area, column, 0)
    }

    /// Writes what the text means beside it, where there is room for all of it.
    fn draw_preview(&self, pen: &mut Pen<'_>, end: u16, now: chrono::NaiveDateTime) {
        let Some(preview) = self.preview(now) else { return };
        let column = if end == 0 { 1 } else { end.saturating_add(2) };
        let theme = pen.theme();
        if usize::from(column) + width(&preview) <= usize::from(pen.area().width) {
            pen.text(column, 0, &preview, theme.hint());
        }
    }
}

/// Marks that lines stand above or below those shown.
pub(super) fn mark_more(pen: &mut Pen<'_>, above: usize, below: bool) {
    let (theme, area) = (pen.theme(), pen.area());
    if above > 0 {
        pen.text(area.width.saturating_sub(1), 0, theme.cut(), theme.hint());
    }
    if below {
        let last = area.height.saturating_sub(1);
        pen.text(area.width.saturating_sub(1), last, theme.cut(), theme.hint());
    }
}

pub(super) fn at(area: Rect, column: u16, row: u16) -> Option<Position> {
    let column = column.min(area.width.checked_sub(1)?);
    let row = row.min(area.height.checked_sub(1)?);
    Some(Position::new(area.x + column, area.y + row))
}
