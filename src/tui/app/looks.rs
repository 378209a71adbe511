//! The look of this terminal: chosen by a key, and kept.

use crate::tui::app::App;
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::theme::{Kept, Theme};
use crate::tui::widgets::looks::{LooksOutcome, choose};
use crate::tui::widgets::message::Kind;

impl App {
    /// Keeps what is chosen for this terminal by this.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        Self { asks_look: kept.asks, kept: Some(kept), ..self }
    }

    /// What is heard by the question how this terminal is best read.
    pub(super) fn hear_look(&mut self, input: &Input) {
        let Input::Key(key) = input else { return };
        match choose(*key, self.theme) {
            LooksOutcome::Stay => {}
            LooksOutcome::Leave => self.asks_look = false,
            LooksOutcome::Chosen(theme) => {
                self.asks_look = false;
                self.take_look(theme);
            }
        }
    }

    /// The look drawn in now.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Draws in the next look, and keeps it.
    pub(super) fn next_look(&mut self) {
        self.take_look(self.theme.next());
    }

    fn take_look(&mut self, theme: Theme) {
        self.theme = theme;
        self.wants = super::Wants::Repaint;
        let (name, key) = (self.theme.name(), key_of(Context::Board, Act::Look));
        match self.kept.as_ref().map(|kept| (kept.keep)(self.theme)) {
            Some(Ok(())) => self.say(Kind::Note, format!("{name}. This terminal keeps it; {key} goes on.")),
            Some(Err(why)) => {
                self.say(
                    Kind::Warning,
                    format!("{name}, until the program ends: it could not be kept: {why}"),
                );
            }
            None => self.say(Kind::Note, format!("{name}, until the program ends; {key} goes on.")),
        }
    }
}
