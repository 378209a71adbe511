//! Drawing a person's page.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::EpisodeScreen;
use super::items::Item;
use crate::domain::board::Level;
use crate::domain::time::{near, span};
use crate::tui::keymap::Context;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::wrap;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::pen::Pen;

impl EpisodeScreen {
    /// Draws the page; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let mut top = 1;
        // The list keeps its room, however long the head: it has the red flags on it.
        let most = rows.saturating_sub(9).max(3);
        for (title, text, style) in self.head(theme) {
            // A head that is longer than its room goes on in the next line.
            let lines = wrap(&text, usize::from(columns).saturating_sub(10));
            for (part, line) in lines.iter().enumerate() {
                if top > most {
                    pen.text_right(top - 1, theme.cut(), theme.hint());
                    break;
                }
                pen.text(0, top, if part == 0 { title } else { "" }, theme.label());
                pen.text(10, top, line, style);
                top += 1;
            }
        }
        pen.rule(top);
        top += 1;
        let body = rows.saturating_sub(top + 4);
        let lines: Vec<Line<'_>> = self.items.iter().map(|item| line(item, theme)).collect();
        let cursor = self.selection.draw(&mut pen.part(0, top, columns, body), &lines);
        self.draw_focused(&mut pen, top + body);
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Episode, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }

    fn head(&self, theme: &Theme) -> Vec<(&'static str, String, ratatui::style::Style)> {
        let stands = match (&self.closed, &self.row) {
            (Some(closed), _) => (format!("{}. {closed}", self.code), theme.value()),
            (None, Some(row)) => {
                let style = match row.level {
                    Level::Urgent => theme.urgent(),
                    Level::Warn => theme.warn(),
                    Level::Plain => theme.value(),
                };
                let (sign, code) = (row.level.sign(), &self.code);
                (format!("{sign} {code}, T{} {}; {}", row.tier, row.reason, row.state), style)
            }
            (None, None) => (String::new(), theme.value()),
        };
        let clocks: Vec<String> = self
            .clocks
            .iter()
            .map(|due| {
                let minutes = (due.at - self.at).num_minutes();
                let past = if due.at <= self.at { format!("{} ", due.kind.past()) } else { String::new() };
                let left = format!("{past}{}", span(minutes));
                format!("{} {} ({left})", due.kind.short(), near(due.at, self.at))
            })
            .collect();
        let mut clocks = if clocks.is_empty() { "none running".to_owned() } else { clocks.join("  ") };
        if !self.told.is_empty() {
            clocks = format!("{clocks}. {}", self.told);
        }
        let mut head = vec![
            ("Person", self.name.clone(), theme.heading()),
            ("Stands", stands.0, stands.1),
            ("Mind", self.mind.clone(), theme.warn()),
            ("Clocks", format!("{clocks}. Copies only: {}", self.edition), theme.value()),
            ("Consent", self.consents.clone(), theme.value()),
        ];
        head.push(("If-then", self.contingency.clone(), theme.value()));
        head.retain(|(_, text, _)| !text.is_empty());
        head
    }

    /// The line in focus in full, over two rows; a message takes the lower one.
    fn draw_focused(&self, pen: &mut Pen<'_>, top: u16) {
        let theme = pen.theme();
        let columns = usize::from(pen.area().width);
        pen.rule(top);
        let position = self.selection.position(self.items.len(), usize::from(top).saturating_sub(6));
        pen.text_right(top, &position, theme.hint());
        let Some(item) = self.selection.of(self.items.len()).and_then(|place| self.items.get(place)) else {
            return;
        };
        let hint = if item.hint.is_empty() { String::new() } else { format!(" [{}]", item.hint) };
        let lines = wrap(&format!("{} {}{hint}", item.kind, item.text.trim()), columns);
        for (row, text) in (1..=2).zip(&lines) {
            let more = row == 2 && lines.len() > 2;
            let text = if more { format!("{text} {}", theme.cut()) } else { text.clone() };
            pen.text(0, top + row, text.trim_start(), theme.hint());
        }
    }
}

fn line(item: &Item, theme: &Theme) -> Line<'static> {
    let style = match item.level {
        Level::Urgent => theme.urgent(),
        Level::Warn => theme.warn(),
        Level::Plain if item.struck => theme.dim(),
        Level::Plain => theme.value(),
    };
    let text = if item.kind.is_empty() {
        item.text.clone()
    } else {
        format!("{} {:<9} {}", item.level.sign(), item.kind, item.text)
    };
    Line::from(Span::styled(text, style))
}
