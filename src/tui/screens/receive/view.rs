//! How an item being received is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Line, ReceiveScreen};
use crate::desk::receive::ReceivedItem;
use crate::domain::event::Severity;
use crate::domain::time::near;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, width};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::{Reel, Tone};

/// Rows above and below the item's lines.
pub(super) const FRAME_ROWS: u16 = 9;
/// Rows above them: header, who gave it, rule, heading.
const ABOVE: u16 = 4;
/// Columns before an item's lines.
const INDENT: u16 = 3;

impl ReceiveScreen {
    /// The item in focus as it stands on the note, and what became of it.
    pub(super) fn lines(&self) -> Reel {
        let mut reel = Reel::default();
        let Some(one) = self.item() else { return reel };
        // The heading stands above the lines already.
        let again = |(nth, line): &(usize, &String)| *nth == 0 && line.contains(&one.item.heading);
        for (_, line) in one.item.lines.iter().enumerate().filter(|line| !again(line)) {
            reel.add(Tone::Plain, INDENT, line.clone());
        }
        if let Some(taken) = &one.accepted {
            let version = taken.on_version.map_or_else(String::new, |n| format!(" on v{n}, unchanged since"));
            let words = format!("Accepted {} by {}{version}.", near(taken.at, self.at), taken.by);
            reel.add(Tone::Plain, 0, "");
            reel.add(Tone::Heading, INDENT, words);
            if !taken.read_back.is_empty() {
                reel.add(Tone::Plain, INDENT, format!("Said back: {}", taken.read_back));
            }
        }
        for asked in &one.questions {
            let words = format!("? {} {}: {}", asked.by, near(asked.at, self.at), asked.words);
            reel.add(Tone::Warn, INDENT, words);
        }
        reel
    }

    /// Draws the item, what is left, and the line being typed.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.text(0, 1, &self.where_it_is(), theme.value());
        pen.rule(2);
        self.heading(&mut pen, theme);
        let body = rows.saturating_sub(FRAME_ROWS);
        let position = self.reel.draw(&mut pen.part(0, ABOVE, columns, body));
        let foot = rows.saturating_sub(FRAME_ROWS - ABOVE);
        if foot >= ABOVE {
            pen.rule(foot);
            self.left(&mut pen, foot + 1, theme);
        }
        let cursor = self.line(&mut pen, foot + 2, theme);
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context(), &self.idle());
        let (x, y) = cursor.unwrap_or((0, ABOVE - 1));
        if y < rows {
            frame.set_cursor_position((area.x + x.min(columns.saturating_sub(1)), area.y + y));
        }
    }

    fn where_it_is(&self) -> String {
        let receipt = &self.receipt;
        let (all, taken) = (receipt.items.len(), receipt.accepted());
        let (wanted, said) = receipt.read_back();
        format!(
            "{} of {all}   {taken} received, {} left, read back {said}/{wanted}   from {} {}",
            self.focus + 1,
            all - taken,
            self.giver(),
            near(receipt.at, self.at)
        )
    }

    /// Sign and word of the severity, whom it is about, and whether it is accepted.
    fn heading(&self, pen: &mut Pen<'_>, theme: &Theme) {
        let Some(one) = self.item() else { return };
        let style = severity(one, theme);
        let words = match one.item.severity {
            Some(severity) => format!("{} {}  {}", severity.sign(), severity.word(), one.item.heading),
            None => format!("   {}", one.item.heading),
        };
        let state = match (&one.accepted, one.item.read_back) {
            (Some(_), _) => "accepted",
            (None, true) => "to be read back",
            (None, false) => "not accepted",
        };
        let room = usize::from(pen.area().width).saturating_sub(width(state) + 1);
        pen.text(0, ABOVE - 1, &clip(&words, room, theme), style);
        let style = if one.accepted.is_some() { theme.ok() } else { theme.hint() };
        pen.text_right(ABOVE - 1, state, style);
    }

    fn left(&self, pen: &mut Pen<'_>, row: u16, theme: &Theme) {
        if self.receipt.is_received() {
            let words = format!("All is yours: {}.", self.receipt.words(self.at));
            pen.text(0, row, &words, theme.saved());
        } else {
            let words = format!("With {} still: {}", self.giver(), self.receipt.left_words());
            pen.text(0, row, &words, theme.value());
        }
    }

    /// The line being typed, with its cursor; else what Enter does.
    fn line(&self, pen: &mut Pen<'_>, row: u16, theme: &Theme) -> Option<(u16, u16)> {
        let Some(typing) = self.typing() else {
            pen.text(0, row, &self.what_enter_does(), theme.hint());
            return None;
        };
        let asked = match typing.line {
            Line::ReadBack => "You are to: ".to_owned(),
            Line::Question => format!("Ask {}: ", self.giver()),
        };
        let start = pen.text(0, row, &asked, theme.label());
        let (at, _) = typing.typed.draw(pen, start, row);
        Some((at, row))
    }

    fn what_enter_does(&self) -> String {
        let Some(one) = self.item() else { return String::new() };
        match (&one.accepted, one.item.read_back) {
            _ if self.receipt.is_received() => "Enter or Esc goes back.".to_owned(),
            (Some(_), _) => "Tab goes to the next item.".to_owned(),
            (None, true) => format!("Enter accepts {} once you said back what you are to do.", one.label),
            (None, false) => format!("Enter accepts {}.", one.label),
        }
    }
}

fn severity(one: &ReceivedItem, theme: &Theme) -> Style {
    match one.item.severity {
        Some(Severity::Unstable) => theme.urgent(),
        Some(Severity::Watcher) => theme.warn(),
        _ => theme.heading(),
    }
}
