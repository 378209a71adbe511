//! Drawing the board at any size; what is left out is said, and people come before everything else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::BoardScreen;
use crate::domain::board::{Level, Row, Standing};
use crate::domain::clock::Due;
use crate::domain::time::{near, span};
use crate::tui::keymap::Context;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, pad, pad_left, wrap};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::pen::Pen;

/// Most lines of cover and of tasks shown.
const BLOCK: usize = 3;

impl BoardScreen {
    /// Draws the board; rows at the foot are left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let roomy = rows >= 20;
        let mut top = 1;
        if roomy {
            top = self.draw_cover(&mut pen, top);
        }
        pen.text(0, top, &self.counts(), theme.heading());
        top += 1;
        pen.rule(top);
        top += 1;
        pen.text(0, top, &heading(columns), theme.label());
        top += 1;
        // Message row and footer, the detail of the row in focus, and the tasks if there is room.
        let tasks = if roomy { u16::try_from(self.board.tasks.len().min(BLOCK)).unwrap_or(0) } else { 0 };
        let detail = if roomy { 3 } else { 2 };
        let foot = 2 + detail + if tasks > 0 { tasks + 1 } else { 0 };
        let body = rows.saturating_sub(top + foot);
        let cursor = self.draw_rows(&mut pen.part(0, top, columns, body), theme);
        let below = top + body;
        self.draw_detail(&mut pen.part(0, below, columns, detail), usize::from(body));
        if tasks > 0 {
            self.draw_tasks(&mut pen.part(0, below + detail, columns, tasks + 1));
        }
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Board, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }

    fn draw_cover(&self, pen: &mut Pen<'_>, top: u16) -> u16 {
        let theme = pen.theme();
        let shown = if self.cover.len() > BLOCK { BLOCK - 1 } else { self.cover.len() };
        let mut row = top;
        for (place, line) in self.cover.iter().take(shown).enumerate() {
            let title = if place == 0 { "COVER " } else { "      " };
            let after = pen.text(0, row, title, theme.heading());
            pen.text(
                after,
                row,
                &format!("{} {}", line.level.sign(), line.text()),
                level_style(theme, line.level),
            );
            row += 1;
        }
        let rest = self.cover.get(shown..).unwrap_or_default();
        if !rest.is_empty() {
            let words: Vec<String> = rest.iter().map(|line| format!("{} {}", line.site, line.who)).collect();
            pen.text(6, row, &format!("   {}", words.join("; ")), theme.value());
            row += 1;
        }
        row
    }

    fn counts(&self) -> String {
        let board = &self.board;
        let waiting = board.rows.iter().filter(|row| row.standing == Standing::Waiting).count();
        let held = board.rows.iter().filter(|row| row.standing == Standing::OnHold).count();
        let oldest = board.oldest_wait().map_or_else(|| "-".to_owned(), span);
        let next = match board.next_clock() {
            Some((place, due)) => format!("{} {} #{}", due.kind.short(), near(due.at, board.at), place + 1),
            None => "-".to_owned(),
        };
        let overdue = board.overdue();
        format!(
            "WAITING {waiting}  HOLD {held}  OLDEST {oldest}  NEXT {next}  OVERDUE {overdue}  ONWARD {}  DONE {}",
            board.pending.len(),
            self.done_today
        )
    }

    fn draw_rows(&self, pen: &mut Pen<'_>, theme: &Theme) -> Option<u16> {
        let columns = usize::from(pen.area().width);
        if self.board.rows.is_empty() {
            pen.text(2, 1, "Nobody is on the board. n records a new referral.", theme.hint());
            return None;
        }
        let lines: Vec<Line<'_>> = self
            .board
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| self.line(place, row, columns, theme))
            .collect();
        self.selection.draw(pen, &lines)
    }

    fn line(&self, place: usize, row: &Row, columns: usize, theme: &Theme) -> Line<'static> {
        let now = self.board.at;
        let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
        let (clock, left) = match row.next_clock {
            Some(due) => (format!("{} {}", due.kind.short(), near(due.at, now)), left(due, now)),
            None => ("-".to_owned(), String::new()),
        };
        let waited = match row.standing {
            Standing::Waiting | Standing::OnHold => span(row.waiting_minutes),
            Standing::BeingSeen | Standing::ToDo => "seen".to_owned(),
        };
        let fixed = format!(
            "{} {:>2} {} {} {} {} {} {} {} ",
            row.level.sign(),
            place + 1,
            pad(&row.initials, 4, theme),
            pad_left(&format!("{age}{}", row.sex), 4, theme),
            pad(&format!("{} {}", row.site, row.place), 8, theme),
            pad_left(&waited, 4, theme),
            pad(&clock, 13, theme),
            pad_left(&left, 9, theme),
            pad(&row.state, 12, theme),
        );
        let why = format!("T{} {}", row.tier, row.reason);
        let room = columns.saturating_sub(1 + crate::tui::widgets::clip::width(&fixed));
        Line::from(vec![
            Span::styled(fixed, level_style(*theme, row.level)),
            Span::styled(clip(&why, room, theme), level_style(*theme, row.level)),
        ])
    }

    /// The row in focus in full, which its columns had to cut; alerts beside it or below it.
    fn draw_detail(&self, pen: &mut Pen<'_>, shown: usize) {
        let theme = pen.theme();
        let (columns, rows) = (usize::from(pen.area().width), pen.area().height);
        pen.rule(0);
        let position = self.selection.position(self.board.rows.len(), shown);
        if !position.is_empty() {
            pen.text_right(0, &format!(" {position}"), theme.hint());
        }
        let mut lines = vec![(self.focused_in_words(), theme.value())];
        if !self.alerts.is_empty() {
            // With one row only, what calls for attention comes before what a column cut.
            let at = if rows > 2 { 1 } else { 0 };
            lines.insert(at, (format!("? {}", self.alerts.join("; ")), theme.warn()));
        }
        let mut row = 1;
        for (place, (text, style)) in lines.iter().enumerate() {
            let room = if place == 0 && lines.len() == 1 { rows.saturating_sub(1) } else { 1 };
            let parts = wrap(text, columns);
            for (part, line) in (0..room).zip(&parts) {
                let last = part + 1 == room && parts.len() > usize::from(room);
                let line = if last {
                    clip(&format!("{line} {}", theme.cut()), columns, &theme)
                } else {
                    line.clone()
                };
                pen.text(0, row, &line, *style);
                row += 1;
            }
        }
    }

    fn focused_in_words(&self) -> String {
        let place = self.selection.of(self.board.rows.len()).map_or(0, |place| place + 1);
        match self.focused() {
            Some(row) => format!(
                "#{place} {} {}: T{} {}. {}.",
                row.initials, row.reference, row.tier, row.reason, row.state
            ),
            None => "Clocks are copies; the custody record is the authority.".to_owned(),
        }
    }

    fn draw_tasks(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let late = self.board.tasks.iter().filter(|task| task.level == Level::Urgent).count();
        let more = self.board.tasks.len().saturating_sub(BLOCK);
        let more = if more > 0 { format!(", {more} more on their pages") } else { String::new() };
        pen.text(0, 0, &format!("TASKS {} open, {late} late{more}", self.board.tasks.len()), theme.heading());
        for (row, task) in (1..).zip(self.board.tasks.iter().take(BLOCK)) {
            let due = Due { kind: crate::domain::clock::ClockKind::Recheck, at: task.due };
            let text = format!(
                "{}    {} {} {} {} {}",
                task.level.sign(),
                pad(&task.initials, 4, &theme),
                pad(&task.what, 34, &theme),
                pad(&task.owner, 12, &theme),
                pad(&near(task.due, self.board.at), 9, &theme),
                left(due, self.board.at)
            );
            pen.text(1, row, &text, level_style(theme, task.level));
        }
    }
}

fn heading(columns: u16) -> String {
    let why = if columns > 70 { "WHY" } else { "" };
    format!("     # WHO   AGE PLACE    WAIT NEXT CLOCK         LEFT STATE        {why}")
}

/// "0h26" to come, "LATE 0h04" past.
fn left(due: Due, now: chrono::DateTime<chrono::Utc>) -> String {
    let minutes = (due.at - now).num_minutes();
    if due.at <= now { format!("LATE {}", span(minutes)) } else { span(minutes) }
}

fn level_style(theme: Theme, level: Level) -> Style {
    match level {
        Level::Urgent => theme.urgent(),
        Level::Warn => theme.warn(),
        Level::Plain => theme.value(),
    }
}
