//! The panel of the field in focus: what to enter, which options there are, what was understood.

use ratatui::text::{Line, Span};

use super::super::clip::{clip, shorten, width, wrap};
use super::super::list::Selection;
use super::super::pen::Pen;
use super::super::when::HOW;
use super::Card;
use super::field::{Field, Kind};
use super::pick::{Pick, option_key};
use super::view::mark_more;
use crate::tui::theme::Theme;

/// The most rows of help above the options.
const HELP_ROWS: usize = 4;

impl Card {
    /// Draws the panel at the right of the fields.
    pub(super) fn draw_panel(&self, pen: &mut Pen<'_>) {
        let Some(field) = self.fields.get(self.focus) else { return };
        let (theme, area) = (pen.theme(), pen.area());
        pen.text(0, 0, &field.label, theme.heading());
        let mut row = 1;
        let room = area.height.saturating_sub(row);
        for line in
            shorten(self.help_lines(field, area.width, &theme), area.width.into(), room.into(), &theme)
        {
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
        if let Some(levels) = field.as_levels() {
            return levels.draw(&mut pen.part(0, 1, area.width, area.height.saturating_sub(1)), &field.help);
        }
        let Some(pick) = field.pick() else {
            let (lines, room) = (self.help_lines(field, area.width, &theme), area.height.saturating_sub(1));
            for (row, line) in (1..).zip(shorten(lines, area.width.into(), room.into(), &theme)) {
                pen.text(0, row, &line, theme.hint());
            }
            return;
        };
        // The option picked stays in sight; what stands above or below it is marked.
        let strip = pick.strip(area.width.saturating_sub(2).into());
        let picked = strip.iter().position(|row| row.iter().any(|index| pick.at == Some(*index)));
        let room = usize::from(area.height.saturating_sub(1));
        let first = Selection::at(picked.unwrap_or(0)).first_shown(strip.len(), room);
        for (row, indexes) in (1..area.height).zip(strip.iter().skip(first)) {
            let mut column = 0;
            for index in indexes {
                let label = pick.options.get(*index).map_or("", |option| option.label.as_str());
                let style = if pick.at == Some(*index) { theme.focus() } else { theme.value() };
                let end = pen.part(0, row, area.width.saturating_sub(1), 1).text(
                    column,
                    0,
                    &keyed(*index, label),
                    style,
                );
                column = end.saturating_add(2);
            }
        }
        let mut marks = pen.part(0, 1, area.width, area.height.saturating_sub(1));
        mark_more(&mut marks, first, first + room < strip.len());
        let left = room.saturating_sub(strip.len());
        let below = area.height.saturating_sub(u16::try_from(left).unwrap_or(0));
        let lines = self.help_lines(field, area.width, &theme);
        if left == 0 && !lines.is_empty() {
            pen.text_right(0, theme.cut(), theme.hint());
        }
        for (row, line) in (below..).zip(shorten(lines, area.width.into(), left, &theme)) {
            pen.text(0, row, &line, theme.hint());
        }
    }

    fn help_lines(&self, field: &Field, columns: u16, theme: &Theme) -> Vec<String> {
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
            lines = shorten(lines, columns.into(), HELP_ROWS, theme);
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

    /// The options in rows of so many columns, by their index.
    fn strip(&self, columns: usize) -> Vec<Vec<usize>> {
        let (mut rows, mut used): (Vec<Vec<usize>>, usize) = (vec![Vec::new()], 0);
        for (index, option) in self.options.iter().enumerate() {
            let needed = width(&keyed(index, &option.label));
            if used > 0 && used + needed > columns {
                rows.push(Vec::new());
                used = 0;
            }
            used += needed + 2;
            if let Some(row) = rows.last_mut() {
                row.push(index);
            }
        }
        rows
    }

    /// Draws each option over as many rows as it takes, where all of them have room; false where not.
    fn draw_whole(&self, pen: &mut Pen<'_>) -> bool {
        let (theme, area) = (pen.theme(), pen.area());
        let wrapped = |(index, option): (usize, &super::ChoiceOption)| {
            let key = key_column(index);
            let room = usize::from(area.width).saturating_sub(1 + width(&key));
            (index, key, wrap(&option.label, room))
        };
        let options: Vec<_> = self.options.iter().enumerate().map(wrapped).collect();
        if options.iter().map(|(.., lines)| lines.len()).sum::<usize>() > usize::from(area.height) {
            return false;
        }
        let mut row = 0;
        for (index, key, lines) in options {
            let after = u16::try_from(1 + width(&key)).unwrap_or(1);
            for (place, line) in lines.iter().enumerate() {
                pen.text(1, row, if place == 0 { &key } else { "" }, theme.key());
                pen.text(after, row, line, theme.value());
                if self.at == Some(index) {
                    pen.text(0, row, if place == 0 { ">" } else { " " }, theme.focus());
                    pen.style_row(row, theme.focus());
                }
                row += 1;
            }
        }
        true
    }

    fn draw(&self, pen: &mut Pen<'_>) {
        if self.draw_whole(pen) {
            return;
        }
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
