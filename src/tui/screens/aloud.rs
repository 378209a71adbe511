//! A handover said by telephone: one item at a time in whole sentences, to be said back.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::{Desk, DeskError};
use crate::handover::Spoken;
use crate::tui::effect::Effect;
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::wrap;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;

/// Rows of header, rule, position and footer around the sentences.
const FRAME_ROWS: u16 = 4;
/// Columns left and right of the sentences.
const MARGIN: u16 = 3;

/// The handover, read aloud.
#[derive(Debug)]
pub struct Aloud {
    items: Vec<Spoken>,
    /// Place of the item shown.
    at: usize,
    /// First line of it shown.
    top: usize,
    size: (u16, u16),
    header: Header,
}

impl Aloud {
    /// Opens at the opening words.
    ///
    /// # Errors
    /// A site that is not there, a failure of the store.
    pub fn new(desk: &Desk, sites: &[String]) -> Result<Self, DeskError> {
        let items = desk.handover_aloud(sites)?;
        let head = header(desk, format!("SAY IT  {}", sites.join("+")));
        Ok(Self { items, at: 0, top: 0, size: (80, 24), header: head })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Aloud
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let key = match input {
            Input::Key(key) => key,
            Input::Resize(columns, rows) => {
                self.size = (*columns, *rows);
                return Vec::new();
            }
            Input::Paste(_) | Input::Tick | Input::Repeat(_) => return Vec::new(),
        };
        match resolve(Context::Aloud, *key) {
            Some(Act::NextField) => self.step(),
            Some(Act::PreviousField) => self.go_to(self.at.saturating_sub(1)),
            Some(Act::First) => self.go_to(0),
            Some(Act::Last) => self.go_to(self.items.len().saturating_sub(1)),
            Some(Act::Back) => return vec![Effect::Back],
            Some(Act::Lock) => return vec![Effect::Lock],
            Some(Act::Help) => return vec![Effect::Help(Context::Aloud)],
            Some(Act::Repaint) => return vec![Effect::Repaint],
            _ => {}
        }
        Vec::new()
    }

    /// Goes on within a long item, then to the next one; nothing is skipped.
    fn step(&mut self) {
        let body = usize::from(body_rows(self.size.1)).max(1);
        if self.top + body < self.lines(self.size.0).len() {
            self.top += body;
        } else if self.at + 1 < self.items.len() {
            self.go_to(self.at + 1);
        }
    }

    fn go_to(&mut self, at: usize) {
        (self.at, self.top) = (at, 0);
    }

    fn lines(&self, columns: u16) -> Vec<String> {
        let width = usize::from(columns.saturating_sub(2 * MARGIN)).max(10);
        let Some(item) = self.items.get(self.at) else { return Vec::new() };
        let mut lines = Vec::new();
        for sentence in &item.sentences {
            lines.extend(wrap(sentence, width));
            lines.push(String::new());
        }
        if item.read_back {
            lines.push("Now ask: please say that back to me.".to_owned());
        }
        lines
    }

    /// Draws the item.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (columns, rows) = (area.width, area.height);
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        self.header.draw(&mut pen.part(0, 0, columns, 1));
        pen.rule(1);
        let heading = self.items.get(self.at).map(|item| item.heading.as_str()).unwrap_or_default();
        let body = body_rows(rows);
        pen.text(MARGIN, 2, heading, theme.heading());
        let lines = self.lines(columns);
        for (row, line) in (3..3 + body).zip(lines.iter().skip(self.top)) {
            let asks = line.starts_with("Now ask");
            pen.text(MARGIN, row, line, if asks { theme.warn() } else { theme.value() });
        }
        let more = if self.top + usize::from(body) < lines.len() { "more below; " } else { "" };
        let position = format!("{more}item {} of {}", self.at + 1, self.items.len());
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Aloud, &[]);
        frame.set_cursor_position((area.x + MARGIN.min(columns.saturating_sub(1)), area.y + 2.min(rows)));
    }
}

fn body_rows(rows: u16) -> u16 {
    rows.saturating_sub(FRAME_ROWS + 1)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::input::keys;
    use crate::tui::widgets::testing::{MONO, sweep};

    fn drawn(screen: &Aloud, columns: u16, rows: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| screen.view(frame, frame.area(), &MONO)).unwrap();
        let buffer = terminal.backend().buffer();
        let line = |y: u16| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..rows).map(|y| line(y).trim_end().to_owned() + "\n").collect()
    }

    #[test]
    fn every_sentence_is_shown_on_the_way_through() {
        let (_dir, desk) = crate::desk::tests::demo_desk();
        let mut screen = Aloud::new(&desk, &[]).unwrap();
        screen.update(&Input::Resize(60, 15), NaiveDateTime::default());
        let mut seen = String::new();
        for _ in 0..200 {
            seen.push_str(&drawn(&screen, 60, 15));
            let key = keys("<enter>").unwrap().remove(0);
            screen.update(&Input::Key(key), NaiveDateTime::default());
        }
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let seen = flat(&seen);
        for sentence in screen.items.iter().flat_map(|item| &item.sentences) {
            let first: Vec<&str> = sentence.split_whitespace().take(4).collect();
            assert!(seen.contains(&first.join(" ")), "{sentence}");
        }
        assert!(
            seen.contains("please say that back") && seen.contains("Person 1: J.D., age 16, male"),
            "{seen}"
        );
    }

    #[test]
    fn any_size_is_borne() {
        let (_dir, desk) = crate::desk::tests::demo_desk();
        let screen = Aloud::new(&desk, &[]).unwrap();
        sweep(|columns, rows| drawn(&screen, columns, rows));
    }
}
