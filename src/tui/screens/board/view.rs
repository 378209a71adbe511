//! Drawing the board at any size; what is left out is said, and people come before everything else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::BoardScreen;
use super::filter::Filter;
use super::line::{heading, left, level_style};
use super::side::side_columns;
use crate::desk::alerts::Alert;
use crate::domain::board::{Level, Row, Standing};
use crate::domain::clock::Due;
use crate::domain::time::{near, span};
use crate::rota::CoverState;
use crate::tui::keymap::Context;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, pad, width, wrap, wrap_short};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::pen::Pen;

/// Rows from which on cover and tasks are shown.
pub(super) const ROOMY: u16 = 20;
/// Most lines of cover and of tasks shown.
const BLOCK: usize = 3;

impl BoardScreen {
    /// Draws the board; rows at the foot are left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let roomy = rows >= ROOMY;
        let (mut top, youth) = if roomy { self.draw_cover(&mut pen, 1) } else { (1, String::new()) };
        self.draw_counts(&mut pen, top, roomy);
        self.draw_filter(&mut pen, top + 1);
        if !youth.is_empty() {
            pen.text_right(top + 1, &format!(" {youth} "), theme.warn());
        }
        top += 2;
        let side = if roomy { side_columns(columns) } else { 0 };
        let list = columns - side;
        pen.part(0, top, list, 1).text(0, 0, &heading(list), theme.label());
        top += 1;
        // Message row and footer, the detail of the row in focus, and the tasks if there is room.
        let tasks = if roomy { u16::try_from(self.board.tasks.len().min(BLOCK)).unwrap_or(0) } else { 0 };
        let detail = if roomy { 3 } else { 2 };
        let foot = 2 + detail + if tasks > 0 { tasks + 1 } else { 0 };
        let body = rows.saturating_sub(top + foot);
        let cursor = self.draw_rows(&mut pen.part(0, top, list, body), theme);
        if side > 0 {
            self.draw_side(&mut pen.part(list, top - 1, side, body + 1));
        }
        let below = top + body;
        self.draw_detail(&mut pen.part(0, below, columns, detail), usize::from(body));
        if tasks > 0 {
            self.draw_tasks(&mut pen.part(0, below + detail, columns, tasks + 1));
        }
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Board, &self.idle());
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + top + row));
        }
    }

    /// Draws the cover; returns the row after it, and what of youth workers had no room there.
    fn draw_cover(&self, pen: &mut Pen<'_>, top: u16) -> (u16, String) {
        let theme = pen.theme();
        let mut youth = self.youth_words();
        let shown = if self.cover.len() > BLOCK { BLOCK - 1 } else { self.cover.len() };
        let mut row = top;
        for (place, line) in self.cover.iter().take(shown).enumerate() {
            let title = if place == 0 { "COVER " } else { "      " };
            let after = pen.text(0, row, title, theme.heading());
            let mut text = format!("{} {}", line.level.sign(), line.text());
            // Behind the first line of somebody on duty, but never at the cost of a number to ring.
            let on_duty = !line.youth_worker.is_empty() && !youth.is_empty();
            if on_duty
                && usize::from(after) + width(&text) + width(&youth) + 2 <= usize::from(pen.area().width)
            {
                text = format!("{text}  {}", std::mem::take(&mut youth));
            }
            pen.text(after, row, &text, level_style(theme, line.level));
            row += 1;
        }
        let rest = self.cover.get(shown..).unwrap_or_default();
        if !rest.is_empty() {
            let words: Vec<String> = rest.iter().map(|line| format!("{} {}", line.site, line.who)).collect();
            pen.text(6, row, &format!("   {}", words.join("; ")), theme.value());
            row += 1;
        }
        (row, youth)
    }

    /// Whether a youth worker is on, said once; where sites with somebody on duty differ, where.
    fn youth_words(&self) -> String {
        let covered = || self.cover.iter().filter(|line| !line.youth_worker.is_empty());
        let mut words: Vec<&str> = covered().map(|line| line.youth_worker).collect();
        words.sort_unstable();
        words.dedup();
        match words.as_slice() {
            [] => String::new(),
            [one] => (*one).to_owned(),
            _ => format!("youth worker: {}", self.youth_sites.iter().cloned().collect::<Vec<_>>().join(" ")),
        }
    }

    /// The counts, each with how readily it is left off where there is no room, 0 being never. Routed
    /// children stand apart, and onward referrals that are overdue are marked.
    pub(super) fn counts(&self, roomy: bool) -> Vec<(u8, String, Level)> {
        let board = &self.board;
        let mine = board.rows.iter().filter(|row| row.standing == Standing::Waiting);
        let (routed, waiting): (Vec<&Row>, Vec<&Row>) = mine.partition(|row| row.routed.is_some());
        let youth = if routed.is_empty() { String::new() } else { format!(" +{} youth", routed.len()) };
        let held = board.rows.iter().filter(|row| row.standing == Standing::OnHold).count();
        let oldest = board.oldest_wait().map_or_else(|| "-".to_owned(), span);
        let overdue = board.pending.iter().filter(|pending| pending.level > Level::Plain).count();
        let late = if overdue > 0 { format!(" !{overdue}") } else { String::new() };
        let plain = Level::Plain;
        // What may have no row in sight comes first.
        let mut parts = Vec::new();
        let gap = board.cover.iter().any(|cover| cover.now == CoverState::Gap);
        if gap && !roomy {
            parts.push((0, format!("{} GAP", Level::Urgent.sign()), Level::Urgent));
        }
        let flags = board.rows.iter().filter(|row| row.open_flag).count();
        if flags > 0 {
            parts.push((0, format!("FLAGS {flags}"), Level::Urgent));
        }
        parts.extend([
            (0, format!("WAITING {}{youth}", waiting.len()), plain),
            (3, format!("HOLD {held}"), plain),
            (4, format!("OLDEST {oldest}"), plain),
            (2, format!("NEXT {}", self.next_clock_words()), plain),
            (1, format!("OVERDUE {}", board.overdue()), plain),
            (
                0,
                format!("ONWARD {}{late}", board.pending.len()),
                if overdue > 0 { Level::Warn } else { plain },
            ),
            (5, format!("DONE {}", self.done_today), plain),
        ]);
        parts
    }

    /// Draws the counts, those left off first that can be read off the rows.
    fn draw_counts(&self, pen: &mut Pen<'_>, row: u16, roomy: bool) {
        let theme = pen.theme();
        let mut parts = self.counts(roomy);
        let room = usize::from(pen.area().width);
        while parts.iter().map(|(_, text, _)| width(text) + 2).sum::<usize>() > room + 2 {
            let Some(readiest) = parts.iter().map(|(readily, ..)| *readily).max().filter(|most| *most > 0)
            else {
                break;
            };
            parts.retain(|(readily, ..)| *readily < readiest);
        }
        let mut column = 0;
        for (_, text, noticed) in &parts {
            let style = match noticed {
                Level::Plain => theme.heading(),
                level => level_style(theme, *level),
            };
            column = pen.text(column, row, text, style).saturating_add(2);
        }
    }

    /// The next clock of anybody, with the number of their row where it is shown.
    fn next_clock_words(&self) -> String {
        let board = &self.board;
        let Some((place, due)) = board.next_clock() else { return "-".to_owned() };
        let whose = board.rows.get(place);
        let number = whose.and_then(|one| self.rows.iter().position(|row| row.id == one.id));
        let whose = match (number, whose) {
            (Some(number), _) => format!("#{}", number + 1),
            (None, Some(row)) => row.initials.clone(),
            (None, None) => String::new(),
        };
        format!("{} {} {whose}", due.kind.short(), near(due.at, board.at))
    }

    /// Says on the rule below the counts whom the filter shows, and how to leave it.
    fn draw_filter(&self, pen: &mut Pen<'_>, row: u16) {
        pen.rule(row);
        if self.filter == Filter::All {
            return;
        }
        let style = pen.theme().warn();
        pen.text(2, row, &format!(" {}; Esc all ", self.filter_words()), style);
    }

    /// Whom the filter shows, and how many of everybody.
    pub(super) fn filter_words(&self) -> String {
        let beside = match self.beside {
            0 => String::new(),
            1 => ", 1 for an untold red flag".to_owned(),
            n => format!(", {n} for untold red flags"),
        };
        format!("{}: {} of {}{beside}", self.filter.words(), self.rows.len(), self.board.rows.len())
    }

    fn draw_rows(&self, pen: &mut Pen<'_>, theme: &Theme) -> Option<u16> {
        let columns = usize::from(pen.area().width);
        if self.rows.is_empty() {
            let most = usize::from(pen.area().height.saturating_sub(1));
            for (row, text) in (1..).zip(wrap_short(&self.nobody(), columns.saturating_sub(2), most, theme)) {
                pen.text(2, row, &text, theme.hint());
            }
            return None;
        }
        let lines: Vec<Line<'_>> =
            self.rows.iter().enumerate().map(|(place, row)| self.line(place, row, columns, theme)).collect();
        self.selection.draw(pen, &lines)
    }

    /// The row in focus in full, which its columns had to cut; alerts beside it or below it.
    fn draw_detail(&self, pen: &mut Pen<'_>, shown: usize) {
        let theme = pen.theme();
        let (columns, rows) = (usize::from(pen.area().width), pen.area().height);
        pen.rule(0);
        let position = self.selection.position(self.rows.len(), shown);
        if !position.is_empty() {
            pen.text_right(0, &format!(" {position}"), theme.hint());
        }
        let mut lines = vec![(self.focused_in_words(), theme.value())];
        // What stands on the board already is not said twice.
        if let Some(first) = self.alerts.iter().find(|alert| !alert.on_board) {
            // With one row only, what calls for attention comes before what a column cut.
            let at = if rows > 2 { 1 } else { 0 };
            lines.insert(
                at,
                (alert_line(first, self.alerts.len() - 1, columns, &theme), level_style(theme, first.level)),
            );
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
        let place = self.selection.of(self.rows.len()).map_or(0, |place| place + 1);
        match self.focused() {
            Some(row) => format!(
                "#{place} {} {}: {}. {}.",
                row.initials,
                row.reference,
                self.why_in_full(row),
                row.state
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

/// The most pressing alert, and that there are more.
fn alert_line(first: &Alert, more: usize, columns: usize, theme: &Theme) -> String {
    let more = if more > 0 { format!("  +{more} more: !") } else { String::new() };
    let line = format!("{} {}", first.level.sign().trim_end(), first.words);
    format!("{}{more}", clip(&line, columns.saturating_sub(width(&more)), theme))
}
