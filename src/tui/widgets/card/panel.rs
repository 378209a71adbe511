//! The panel of the field in focus: what to enter, which options there are, what was understood.

use ratatui::text::{Line, Span};

use super::super::clip::{clip, width, wrap};
use super::super::list::Selection;
use super::super::pen::Pen;
use super::super::when::HOW;
use super::Card;
use super::field::{Field, Kind};
use super::pick::{Pick, option_key};

/// The most rows of help above the options.
const HELP_ROWS: usize = 4;

impl Card {
    /// Draws the panel at the right of the fields.
    pub(super) fn draw_panel(&self, pen: &mut Pen<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let (theme, area) = (pen.theme(), pen.area());
        pen.text(0, 0, &field.label, theme.heading());
        let mut row = 1;
        for line in self.help_lines(field, area.width) {
            pen.text(0, row, &line, theme.hint());
            row += 1;
        }
        if let Some(pick) = field.pick() {
            row += 1;
            let rows = area.height.saturating_sub(row);
            let position = pick.selection().position(pick.options.len(), rows.into());
            pen.text_right(row.saturating_sub(1), &position, theme.hint());
            pick.draw(&mut pen.part(0, row, area.width, rows));
        }
    }

    /// Draws the panel's short form below the fields.
    pub(super) fn draw_strip(&self, pen: &mut Pen<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let (theme, area) = (pen.theme(), pen.area());
        pen.rule(0);
        let Some(pick) = field.pick() else {
            let mut lines = self.help_lines(field, area.width).into_iter();
            for (row, line) in (1..area.height).zip(lines.by_ref()) {
                pen.text(0, row, &line, theme.hint());
            }
            return;
        };
        let (mut column, mut row): (u16, u16) = (0, 1);
        for (index, option) in pick.options.iter().enumerate() {
            let text = keyed(index, &option.label);
            let columns = u16::try_from(width(&text)).unwrap_or(u16::MAX);
            if column > 0 && column.saturating_add(columns) > area.width {
                (column, row) = (0, row + 1);
            }
            if row >= area.height {
                let last = area.width.saturating_sub(1);
                pen.text(last, area.height.saturating_sub(1), theme.cut(), theme.hint());
                return;
            }
            let style = if pick.at == Some(index) { theme.focus() } else { theme.value() };
            column = pen.text(column, row, &text, style).saturating_add(2);
        }
    }

    fn help_lines(&self, field: &Field, columns: u16) -> Vec<String> {
        let mut lines = Vec::new();
        // An option too long for its line is read in full here.
        let option = field.pick().and_then(|pick| pick.picked()).map(|option| option.label.as_str());
        let long = option.filter(|label| width(label) + 3 > usize::from(columns));
        lines.extend(long.into_iter().flat_map(|label| wrap(&format!("= {label}"), columns.into())));
        if let Some(understood) = self.understood(field) {
            lines.extend(wrap(&understood, columns.into()));
        }
        for sentence in [field.help.as_str(), field.how()] {
            if !sentence.is_empty() {
                lines.extend(wrap(sentence, columns.into()));
            }
        }
        if field.pick().is_some() {
            lines.truncate(HELP_ROWS);
        }
        lines
    }

    /// What the text typed so far means, or why it means nothing yet.
    fn understood(&self, field: &Field) -> Option<String> {
        if let Some(preview) = field.preview(self.now) {
            return Some(format!("= {preview}"));
        }
        (!field.raw().is_empty()
            && matches!(field.kind, Kind::When { .. })
            && field.fault(self.now).is_some())
        .then(|| "= not understood yet".to_owned())
    }
}

impl Field {
    pub(super) fn pick(&self) -> Option<&Pick> {
        match &self.kind {
            Kind::Choice(pick) | Kind::YesNo(pick) => Some(pick),
            _ => None,
        }
    }

    /// How a field of this kind is filled.
    fn how(&self) -> &'static str {
        match self.kind {
            Kind::When { .. } => HOW,
            Kind::AgeOrBirth(_) => "an age such as 34, or a date of birth such as 12/03/1990",
            Kind::LongText(_) => "Enter starts a new line; Enter on an empty line, or Tab, goes on.",
            Kind::Secret(_) => "What you type is not shown.",
            _ => "",
        }
    }
}

impl Pick {
    fn selection(&self) -> Selection {
        Selection::at(self.at.unwrap_or(0))
    }

    fn draw(&self, pen: &mut Pen<'_>) {
        let (theme, area) = (pen.theme(), pen.area());
        let room = usize::from(area.width).saturating_sub(1);
        let line = |(index, option): (usize, &super::ChoiceOption)| {
            let (key, label) = (key_column(index), &option.label);
            Line::from(vec![
                Span::styled(key.clone(), theme.key()),
                Span::styled(clip(label, room.saturating_sub(width(&key)), &theme), theme.value()),
            ])
        };
        let lines: Vec<Line<'_>> = self.options.iter().enumerate().map(line).collect();
        if self.at.is_some() {
            let _ = self.selection().draw(pen, &lines);
        } else {
            for (row, line) in (0..area.height).zip(&lines) {
                pen.spans(1, row, &line.spans);
            }
        }
    }
}

fn key_column(index: usize) -> String {
    option_key(index).map_or_else(|| "  ".to_owned(), |key| format!("{key} "))
}

fn keyed(index: usize, label: &str) -> String {
    format!("{}{label}", key_column(index))
}
