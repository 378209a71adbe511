//! Taking back what was done last, from whatever screen is on top.

use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::effect::{Ask, Go};
use crate::tui::keymap::Context;
use crate::tui::widgets::message::Kind;

/// What is said over a card or a list that is being filled in.
const UNSAVED: &str =
    "Nothing of this is saved yet. Esc leaves it; then this key takes back what you saved last.";

impl App {
    /// Opens the card that takes back what was done last, or says why not; false where the screen on
    /// top has a taking back of its own.
    pub(super) fn offer_to_take_back(&mut self) -> bool {
        if self.has_its_own() {
            return false;
        }
        let Seat::Desk(desk) = &self.seat else {
            self.say(Kind::Note, "Nobody is signed in: there is nothing to take back.");
            return true;
        };
        if self.fills_in() {
            self.say(Kind::Note, UNSAVED);
            return true;
        }
        match desk.last_act() {
            Ok(last) => self.go(Go::Ask(Ask::TakeBack(last.seq))),
            Err(error) => self.say(Kind::Note, error.to_string()),
        }
        true
    }

    /// A form takes its last answer back, the rota its own changes.
    fn has_its_own(&self) -> bool {
        matches!(self.stack.last(), Some(Screen::Screening(_)))
            || self.context() == Context::RotaChanges
            || self.context().chain().contains(&Context::RotaEdit)
    }

    /// Whether something is being filled in that is not saved yet.
    fn fills_in(&self) -> bool {
        matches!(
            self.context(),
            Context::Card
                | Context::CourtList
                | Context::CourtRows
                | Context::Same
                | Context::Moving
                | Context::ReceiveLine
                | Context::RotaConfirm
                | Context::Working
        )
    }
}
