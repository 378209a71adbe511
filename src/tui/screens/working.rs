//! Long work: what is done, how far it is, and how to stop it safely.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::progress::bar_on;

/// What follows once the work is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Follows {
    /// The screen below is shown again.
    Nothing,
    /// The shift is over: the desk is left.
    Leaving,
}

/// A copy of the store being made.
#[derive(Debug)]
pub struct Working {
    header: Header,
    follows: Follows,
    share: u8,
}

impl Working {
    /// Shows a copy that has just been begun.
    pub fn new(desk: &Desk, follows: Follows) -> Self {
        Self { header: header(desk, "A COPY OF THE STORE".to_owned()), follows, share: 0 }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Working
    }

    /// What follows.
    pub fn follows(&self) -> Follows {
        self.follows
    }

    /// How far it is, in percent.
    pub fn share(&self) -> u8 {
        self.share
    }

    /// Takes up how far it is, in percent.
    pub fn told(&mut self, share: u8) {
        self.share = share;
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        match resolve(Context::Working, *key) {
            Some(Act::Cancel) => vec![Effect::StopWork],
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(Context::Working)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let what = match self.follows {
            Follows::Nothing => "The store is copied, and the copy is opened to prove it.",
            Follows::Leaving => "Your shift has ended. The store is copied, then you are signed out.",
        };
        pen.text(1, 3, what, theme.value());
        pen.text(1, 5, &bar_on(columns, self.share), theme.heading());
        let stop = match self.follows {
            Follows::Nothing => "Esc stops it: nothing of the copy is left, and the store is as it was.",
            Follows::Leaving => "Esc signs you out without it; the next shift can make one.",
        };
        pen.text(1, 7, stop, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Working, &[]);
    }
}
