//! A finished form, to be read as it was answered: its text, its answers, its scores of then.

mod page;

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::screening::OldScreening;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::Reel;

/// Rows of header, rule, position and footer around the lines.
const FRAME_ROWS: u16 = 4;

/// A finished form on the screen. Its `Debug` shows no answer.
pub struct Reading {
    episode: EpisodeId,
    screening: ScreeningId,
    older: Option<ScreeningId>,
    newer: Option<ScreeningId>,
    header: Header,
    reel: Reel,
}

impl Reading {
    /// Lays the form out.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: &OldScreening) -> Result<Self, DeskError> {
        let (episode, now) = (desk.episode(old.episode)?, desk.now());
        let head = format!("READING  {}  {}", whom(&episode, now), episode.referral.reference);
        Ok(Self {
            episode: old.episode,
            screening: old.screening.id,
            older: old.screening.amends.as_ref().map(|amends| amends.screening),
            newer: old.amended_by.map(|(id, _)| id),
            header: header(desk, head),
            reel: page::reel(old, now),
        })
    }

    /// The same form as it reads now, at the same place.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        let mut new = Self::new(desk, &desk.read_screening(self.episode, self.screening)?)?;
        new.reel = new.reel.after(&self.reel);
        Ok(new)
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Reading
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.reel.resize(input, FRAME_ROWS);
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Reading, *key) else { return Vec::new() };
        let (episode, screening) = (self.episode, self.screening);
        match act {
            Act::Amend => vec![Effect::Go(Go::Ask(Ask::Amend { episode, screening }))],
            Act::Older => self.other(self.older, "This form puts no older one right."),
            Act::Newer => self.other(self.newer, "No newer form puts this one right."),
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Reading)],
            Act::Repaint => vec![Effect::Repaint],
            act => {
                self.reel.update(act);
                Vec::new()
            }
        }
    }

    fn other(&self, which: Option<ScreeningId>, none: &str) -> Vec<Effect> {
        match which {
            Some(screening) => vec![Effect::Go(Go::Read { episode: self.episode, screening })],
            None => vec![Effect::Say(Message::new(Kind::Note, none))],
        }
    }

    /// Draws the lines in sight.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let body = rows.saturating_sub(FRAME_ROWS);
        let position = self.reel.draw(&mut pen.part(0, 2, columns, body));
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Reading, &[]);
    }
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reading({:?})", self.screening)
    }
}
