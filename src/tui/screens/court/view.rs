//! Drawing a court's list: the rows, the row being typed, and who could be meant.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::row::{Part, Typed};
use super::{CourtList, Focus};
use crate::desk::court::FromCustody;
use crate::desk::search::born_words;
use crate::tui::keymap::Context;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip_start, pad};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;

/// Columns of each field, in their order.
const COLUMNS: [usize; 7] = [16, 12, 10, 3, 8, 6, 9];
/// Rows below the list: field names, fields, matches, message and footer.
const FOOT: u16 = 11;

impl CourtList {
    /// Draws the list.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let cursor = if self.context() == Context::CourtChoice {
            self.draw_choice(&mut pen)
        } else {
            self.draw_list(&mut pen)
        };
        if let Some(notice) = &self.notice {
            let mut line = pen.part(0, rows.saturating_sub(2), columns, 1);
            line.wipe();
            notice.draw(&mut line);
        }
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context(), &[]);
        if let Some((column, row)) = cursor {
            let column = column.min(columns.saturating_sub(1));
            frame.set_cursor_position((area.x + column, area.y + row.min(rows.saturating_sub(1))));
        }
    }

    fn draw_choice(&self, pen: &mut Pen<'_>) -> Option<(u16, u16)> {
        let theme = pen.theme();
        pen.text(1, 2, "Which court is the list of?", theme.heading());
        let name = |(place, (code, name)): (usize, &(String, String))| {
            Line::from(vec![
                Span::styled((place + 1).to_string(), theme.key()),
                Span::styled(format!("  {code}  {name}"), theme.value()),
            ])
        };
        let lines: Vec<Line<'_>> = self.courts.iter().enumerate().map(name).collect();
        let area = pen.area();
        let row = self.choice.draw(&mut pen.part(0, 3, area.width, area.height.saturating_sub(5)), &lines)?;
        Some((0, 3 + row))
    }

    fn draw_list(&self, pen: &mut Pen<'_>) -> Option<(u16, u16)> {
        let theme = pen.theme();
        let (columns, rows) = (pen.area().width, pen.area().height);
        let body = rows.saturating_sub(2 + FOOT).max(1);
        let lines: Vec<Line<'_>> =
            self.rows.iter().enumerate().map(|(place, row)| list_line(place, row, &theme)).collect();
        let at = match self.focus {
            Focus::Row(place) => place,
            Focus::On(_) => lines.len().saturating_sub(1),
        };
        let mut cursor = None;
        let mut part = pen.part(0, 2, columns, body);
        if let Focus::Row(_) = self.focus {
            cursor = Selection::at(at).draw(&mut part, &lines).map(|row| (0, 2 + row));
        } else {
            let first = lines.len().saturating_sub(usize::from(body));
            for (row, line) in (0..body).zip(lines.iter().skip(first)) {
                part.spans(1, row, &line.spans);
            }
        }
        if lines.is_empty() {
            pen.text(1, 2, "No row yet: type the list as it hangs in the cells.", theme.hint());
        }
        let top = 2 + body;
        pen.rule(top);
        let count = match Selection::at(at).position(lines.len(), body.into()) {
            all if all.is_empty() => format!(" {} on the list ", lines.len()),
            shown => format!(" {shown} on the list "),
        };
        pen.text_right(top, &count, theme.hint());
        cursor = self.draw_fields(pen, top + 1).or(cursor);
        self.draw_matches(&mut pen.part(0, top + 3, columns, rows.saturating_sub(top + 5)));
        cursor
    }

    /// The row being typed, its names above; returns where the cursor belongs.
    fn draw_fields(&self, pen: &mut Pen<'_>, top: u16) -> Option<(u16, u16)> {
        let theme = pen.theme();
        // Below the columns of the rows, which begin with their number.
        let (mut column, mut cursor) = (4, None);
        let parts = Part::ALL.into_iter().zip(COLUMNS);
        let first = self.first_part(pen.area().width.into());
        for (part, width) in parts.skip(first) {
            if column >= pen.area().width {
                pen.text_right(top, theme.cut(), theme.hint());
                break;
            }
            let focused = self.focus == Focus::On(part);
            pen.text(column, top, part.label(), if focused { theme.focus() } else { theme.label() });
            let (before, after) = self.typed.halves(part);
            let shown = clip_start(before, width.saturating_sub(1), &theme);
            let room = u16::try_from(width).unwrap_or(u16::MAX);
            let mut field = pen.part(column, top + 1, room, 1);
            let end = field.text(0, 0, &shown, theme.value());
            field.text(end, 0, after, theme.value());
            if focused {
                cursor = Some((column + end, top + 1));
            }
            column += room + 1;
        }
        if first > 0 {
            pen.text(0, top, theme.cut(), theme.hint());
        }
        pen.text(0, top + 1, ">", theme.focus());
        cursor
    }

    /// The first field shown, so that the one in focus has its room on a narrow screen.
    fn first_part(&self, columns: usize) -> usize {
        let place = Part::ALL.into_iter().position(|part| self.focus == Focus::On(part)).unwrap_or(0);
        let end = |first: usize| {
            3 + COLUMNS.iter().take(place + 1).skip(first).map(|width| width + 1).sum::<usize>()
        };
        (0..=place).find(|first| end(*first) <= columns).unwrap_or(place)
    }

    fn draw_matches(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let mut lines: Vec<(String, bool)> = Vec::new();
        match (&self.typed.from, self.focus) {
            (Some(from), _) => {
                lines.push((format!("From custody: {}", match_words(from)), true));
                lines.extend(from.contingency.as_ref().map(|line| (format!("If - then: {line}"), false)));
            }
            (None, Focus::On(Part::Surname)) => {
                let found = self.matches();
                if !found.is_empty() {
                    lines.push(("In custody these nights; its number takes one over:".to_owned(), true));
                }
                let line = |(place, one): (usize, &&FromCustody)| {
                    (format!("{} {}", place + 1, match_words(one)), false)
                };
                lines.extend(found.iter().enumerate().map(line));
            }
            (None, Focus::On(Part::Sex)) => lines.push((self.sexes_in_words(), false)),
            _ => {}
        }
        let rows = pen.area().height;
        let more = lines.len() > usize::from(rows);
        for (row, (text, heading)) in (0..rows).zip(&lines) {
            pen.text(1, row, text, if *heading { theme.hint() } else { theme.value() });
            if more && row + 1 == rows {
                pen.text_right(row, theme.cut(), theme.hint());
            }
        }
    }
}

fn match_words(one: &FromCustody) -> String {
    let person = &one.person;
    let seen = if one.seen { "seen" } else { "NOT SEEN" };
    let passed = if one.transfer.is_some() { ", passed to us" } else { "" };
    let (born, sex) = (born_words(person.birth), &person.sex);
    format!("{}  {born} {sex}  {}  {}  {seen}{passed}", person.full_name(), one.reference, one.custody_ref)
}

fn list_line(place: usize, row: &Typed, theme: &Theme) -> Line<'static> {
    let cell = |(part, width): (Part, usize)| pad(&row.text(part), width, theme);
    let cells: Vec<String> = Part::ALL.into_iter().zip(COLUMNS).map(cell).collect();
    let from = match (&row.from, row.settled) {
        (Some(from), _) if from.seen => "seen",
        (Some(_), _) => "cust",
        (None, Some(Some(_))) => "known",
        (None, _) => "",
    };
    Line::from(vec![
        Span::styled(format!("{:>2} ", place + 1), theme.hint()),
        Span::styled(cells.join(" "), theme.value()),
        Span::styled(format!(" {from}"), theme.hint()),
    ])
}
