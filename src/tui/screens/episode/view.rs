//! Drawing a person's page.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::EpisodeScreen;
use super::items::Item;
use crate::domain::board::Level;
use crate::domain::time::{near, span};
use crate::tui::keymap::Context;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{wrap, wrap_short};
use crate::tui::widgets::detail::{Detail, list_columns};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::Tone;

/// Columns of the titles of the head.
const HEAD: u16 = 10;

/// How a line of the head is meant.
#[derive(Clone, Copy, Debug)]
enum Meant {
    Name,
    Level(Level),
}

/// What stands where.
#[derive(Debug)]
pub(super) struct Layout {
    /// The lines above the list: title, text, and how it is meant.
    head: Vec<(&'static str, String, Meant)>,
    /// Whether the head is longer.
    cut: bool,
    /// The first row of the list.
    top: u16,
    /// Rows of the list.
    pub(super) body: u16,
    /// Columns of the list: fewer than there are where the line in focus stands beside it.
    list: u16,
}

impl EpisodeScreen {
    /// Draws the page; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let Layout { head, cut, top, body, list } = self.layout(columns, rows);
        for (row, (title, text, tone)) in (1..).zip(&head) {
            let style = match tone {
                Meant::Name => theme.heading(),
                Meant::Level(level) => level_style(theme, *level),
            };
            pen.text(0, row, title, theme.label());
            pen.text(HEAD, row, text, style);
        }
        if cut {
            pen.text_right(top.saturating_sub(2), theme.cut(), theme.hint());
        }
        pen.rule(top.saturating_sub(1));
        let lines: Vec<Line<'_>> = self.items.iter().map(|item| line(item, theme)).collect();
        let cursor = self.selection.draw(&mut pen.part(0, top, list, body), &lines);
        if list < columns {
            let right = columns.saturating_sub(list + 1);
            self.detail().draw_beside(&mut pen.part(list + 1, top, right, body));
            let position = self.selection.position(self.items.len(), body.into());
            pen.part(0, 0, list, rows).text_right(rows.saturating_sub(2), &position, theme.hint());
        } else {
            self.draw_focused(&mut pen, top + body, body);
        }
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Episode, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }

    /// What stands where on a screen of this size.
    pub(super) fn layout(&self, columns: u16, rows: u16) -> Layout {
        // The list keeps its room, however long the head: it has the red flags on it.
        let most = usize::from(rows.saturating_sub(9).max(3));
        let room = usize::from(columns.saturating_sub(HEAD));
        let mut head: Vec<(&'static str, String, Meant)> = Vec::new();
        for (title, text, tone) in self.head() {
            // A head that is longer than its room goes on in the next line.
            let lines = wrap(&text, room);
            head.extend(
                lines
                    .into_iter()
                    .enumerate()
                    .map(|(part, line)| (if part == 0 { title } else { "" }, line, tone)),
            );
        }
        let cut = head.len() > most;
        head.truncate(most);
        let top = u16::try_from(head.len()).unwrap_or(u16::MAX).saturating_add(2);
        let list = list_columns(columns, rows);
        // Below the list: the line in focus behind a rule, where it does not stand beside it.
        let below = if list < columns { 2 } else { 4 };
        Layout { head, cut, top, body: rows.saturating_sub(top.saturating_add(below)), list }
    }

    fn focused(&self) -> Option<&Item> {
        self.selection.of(self.items.len()).and_then(|place| self.items.get(place))
    }

    /// The line in focus at length, and what Enter does.
    fn detail(&self) -> Detail {
        let mut detail = Detail::default();
        let Some(item) = self.focused() else { return detail };
        if !item.kind.is_empty() {
            detail.push(Tone::Heading, item.kind);
        }
        // Its columns are none here.
        let words: Vec<&str> = item.text.split_whitespace().collect();
        detail.push(if item.struck { Tone::Aside } else { Tone::Plain }, words.join(" "));
        if !item.hint.is_empty() {
            detail.push(Tone::Plain, "");
            detail.push(Tone::Aside, item.hint);
        }
        detail
    }

    fn head(&self) -> Vec<(&'static str, String, Meant)> {
        let stands = match (&self.closed, &self.row) {
            (Some(closed), _) => (format!("{}. {closed}", self.code), Level::Plain),
            (None, Some(row)) => {
                let (sign, code) = (row.level.sign(), &self.code);
                (format!("{sign} {code}, T{} {}; {}", row.tier, row.reason, row.state), row.level)
            }
            (None, None) => (String::new(), Level::Plain),
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
            ("Person", self.name.clone(), Meant::Name),
            ("Stands", stands.0, Meant::Level(stands.1)),
            ("Note", self.mind.clone(), Meant::Level(Level::Warn)),
            ("Clocks", format!("{clocks}. Copies only: {}", self.edition), Meant::Level(Level::Plain)),
            ("Consent", self.consents.clone(), Meant::Level(Level::Plain)),
        ];
        head.push(("If-then", self.contingency.clone(), Meant::Level(Level::Plain)));
        head.retain(|(_, text, _)| !text.is_empty());
        head
    }

    /// The line in focus in full, over two rows; a message takes the lower one. `body` is how many rows
    /// of the list are shown.
    fn draw_focused(&self, pen: &mut Pen<'_>, top: u16, body: u16) {
        let theme = pen.theme();
        let columns = usize::from(pen.area().width);
        pen.rule(top);
        let position = self.selection.position(self.items.len(), body.into());
        if !position.is_empty() {
            pen.text_right(top, &format!(" {position}"), theme.hint());
        }
        let Some(item) = self.focused() else { return };
        let hint = if item.hint.is_empty() { String::new() } else { format!(" [{}]", item.hint) };
        let lines = wrap_short(&format!("{} {}{hint}", item.kind, item.text.trim()), columns, 2, &theme);
        for (row, text) in (1..=2).zip(&lines) {
            pen.text(0, top + row, text.trim_start(), theme.hint());
        }
    }
}

fn line(item: &Item, theme: &Theme) -> Line<'static> {
    let style = if item.struck { theme.dim() } else { level_style(theme, item.level) };
    let text = if item.kind.is_empty() {
        item.text.clone()
    } else {
        format!("{} {:<9} {}", item.level.sign(), item.kind, item.text)
    };
    Line::from(Span::styled(text, style))
}

fn level_style(theme: &Theme, level: Level) -> Style {
    match level {
        Level::Urgent => theme.urgent(),
        Level::Warn => theme.warn(),
        Level::Plain => theme.value(),
    }
}
