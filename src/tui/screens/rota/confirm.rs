//! A change of the rota before it is kept: what is done, what it leaves out, what speaks against it,
//! and the line for the reason.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::header;
use crate::desk::Desk;
use crate::desk::rota::Proposal;
use crate::domain::text::clean_line;
use crate::tui::effect::{Deed, Effect, RotaDeed};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::wrap;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;

/// The change with the reason being typed.
#[derive(Debug)]
pub struct Confirm {
    header: Header,
    proposal: Proposal,
    typed: LineEdit,
    top: usize,
}

impl Confirm {
    /// Shows a change that was looked at.
    pub fn new(desk: &Desk, proposal: Proposal) -> Self {
        Self { header: header(desk, "ROTA  keep this?"), proposal, typed: LineEdit::default(), top: 0 }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaConfirm
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let key = match input {
            Input::Key(key) => *key,
            Input::Paste(text) => {
                self.typed.insert(text);
                return Vec::new();
            }
            Input::Resize(..) | Input::Tick | Input::Repeat(_) => return Vec::new(),
        };
        match resolve(Context::RotaConfirm, key) {
            Some(Act::Submit) => return self.keep(),
            Some(Act::Clear) => self.typed = LineEdit::default(),
            Some(Act::PageDown) => self.top = self.top.saturating_add(5),
            Some(Act::PageUp) => self.top = self.top.saturating_sub(5),
            Some(Act::Cancel) => return vec![Effect::Back],
            Some(Act::Lock) => return vec![Effect::Lock],
            Some(Act::Help) => return vec![Effect::Help(Context::RotaConfirm)],
            Some(Act::Repaint) => return vec![Effect::Repaint],
            Some(_) => {}
            None => drop(self.typed.key(key)),
        }
        Vec::new()
    }

    fn keep(&self) -> Vec<Effect> {
        let reason = clean_line(&self.typed.text());
        if let Some(why) = self.proposal.asks_reason.as_ref().filter(|_| reason.is_empty()) {
            return vec![Effect::Say(Message::new(Kind::Warning, format!("{why} Type the reason first.")))];
        }
        let proposal = Box::new(self.proposal.clone());
        vec![Effect::Do(Box::new(Deed::Rota(RotaDeed::Keep { proposal, reason })))]
    }

    /// Draws the change; what has no room is a page further.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let lines = self.lines(usize::from(columns), theme);
        let body = usize::from(rows.saturating_sub(7));
        let top = self.top.min(lines.len().saturating_sub(body));
        for (row, line) in (2..2 + rows.saturating_sub(7)).zip(lines.iter().skip(top)) {
            pen.spans(0, row, &line.spans);
        }
        let foot = rows.saturating_sub(5);
        if lines.len() > body {
            let words = format!("{}-{} of {}", top + 1, (top + body).min(lines.len()), lines.len());
            pen.text_right(foot, &words, theme.hint());
        }
        let asked = match &self.proposal.asks_reason {
            Some(why) => format!("{why} A reason is needed."),
            None => "A reason may be given; it is kept with the change.".to_owned(),
        };
        pen.text(0, foot, &asked, theme.hint());
        let at = pen.text(0, foot + 1, "Why: ", theme.label());
        let (at, _) = self.typed.draw(&mut pen, at, foot + 1);
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::RotaConfirm, &[]);
        frame.set_cursor_position((area.x + at.min(columns.saturating_sub(1)), area.y + foot + 1));
    }

    fn lines(&self, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let mut put = |sign: &str, words: &str, style| {
            let indent = if sign.is_empty() { 0 } else { 3 };
            for (place, text) in wrap(words, columns.saturating_sub(indent)).into_iter().enumerate() {
                let lead = if place == 0 { format!("{sign:<indent$}") } else { " ".repeat(indent) };
                lines.push(Line::from(Span::styled(format!("{lead}{text}"), style)));
            }
        };
        put("", &self.proposal.what, theme.heading());
        for words in &self.proposal.warnings {
            put("!", words, theme.warn());
        }
        for words in &self.proposal.left_out {
            put("-", &format!("left out: {words}"), theme.value());
        }
        lines
    }
}
