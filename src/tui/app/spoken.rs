//! The app for whoever hears it, or reads it a line at a time: what stands on the screen as plain lines.

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Context, Idle};
use crate::tui::widgets::card::Card;
use crate::tui::widgets::message::Message;

/// The size of a screen that is read, not seen: a usual width, and room for every line of a list.
pub const SPOKEN: (u16, u16) = (80, 250);

impl App {
    /// The card that is open on top, if one is.
    pub fn card_mut(&mut self) -> Option<&mut Card> {
        self.stack.last_mut().and_then(Screen::card_mut)
    }

    /// What does nothing now on the screen on top, and why.
    pub fn idle(&self) -> Vec<Idle> {
        self.stack.last().map(Screen::idle).unwrap_or_default()
    }

    /// Whether somebody is signed in.
    pub fn is_open(&self) -> bool {
        matches!(self.seat, Seat::Desk(_))
    }

    /// How many screens lie on one another.
    pub fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Takes what was said last.
    pub fn take_message(&mut self) -> Option<Message> {
        self.message.take()
    }

    /// Says something at the next draw.
    pub fn tell(&mut self, message: Message) {
        self.message = Some(message);
    }

    /// The screen on top as plain lines: no rules, no empty rows, no row of keys.
    pub fn spoken(&self) -> Vec<String> {
        if let Some(Screen::Screening(screen)) = self.stack.last()
            && self.context() != Context::ScreeningReview
        {
            return screen.spoken(&self.theme);
        }
        if let Some(Screen::Board(board)) = self.stack.last() {
            return board.spoken();
        }
        let (columns, rows) = SPOKEN;
        let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
        let Ok(_) = terminal.draw(|frame| self.view(frame));
        let cells = terminal.backend().buffer().content();
        let mut lines: Vec<String> = cells
            .chunks(usize::from(columns))
            .map(|row| {
                row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
            })
            .collect();
        lines.pop();
        for line in &mut lines {
            // A rule says nothing but what stands in it.
            if line.starts_with("---") {
                *line = line.trim_matches(['-', ' ']).to_owned();
            }
        }
        lines.retain(|line| !line.is_empty());
        lines
    }

    /// Puts the focus of a list on its line with this number, counted from 1. False where the screen is
    /// no list.
    pub fn go_to_line(&mut self, number: usize) -> bool {
        if !self.context().chain().contains(&Context::List) {
            return false;
        }
        self.hear(&Input::Key(Key::Home));
        for _ in 1..number.min(usize::from(SPOKEN.1) * 100) {
            self.hear(&Input::Key(Key::Down));
        }
        true
    }

    /// Whether the question in focus of a form takes several answers at once.
    pub fn takes_several(&self) -> bool {
        matches!(self.stack.last(), Some(Screen::Screening(screen)) if screen.takes_several())
    }

    /// The line in focus of a list.
    pub fn line_in_focus(&self) -> Option<String> {
        self.spoken().into_iter().find(|line| line.starts_with('>'))
    }
}
