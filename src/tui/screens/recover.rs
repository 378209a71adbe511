//! A new passphrase for somebody who typed the recovery code or a one-time passphrase.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use super::sign_in::Knock;
use crate::tui::asks::{read_twice, twice};
use crate::tui::input::Input;
use crate::tui::theme::Theme;
use crate::tui::widgets::card::{Card, CardOutcome};

/// What the new passphrase takes the place of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InPlaceOf {
    /// A forgotten one: the recovery code was typed.
    Forgotten,
    /// The one-time passphrase that a colleague gave.
    OneTime,
}

/// The card that asks for the new passphrase; what was typed before is kept until it is used.
#[derive(Debug)]
pub struct Recover {
    knock: Knock,
    of: InPlaceOf,
    card: Card,
}

/// What came of an input.
#[derive(Debug)]
pub enum Recovery {
    /// The card stays.
    Stay,
    /// Nobody is let in.
    Leave,
    /// The new passphrase, typed twice alike.
    With(Zeroizing<String>),
}

impl Recover {
    /// Asks for the new passphrase of whoever knocked.
    pub fn new(knock: Knock, of: InPlaceOf, now: NaiveDateTime) -> Self {
        let purpose = match of {
            InPlaceOf::Forgotten => {
                "This use of the recovery code is recorded, and the code is spent: a new one is shown next."
            }
            InPlaceOf::OneTime => "Choose your own. The one you were given opens nothing from then on.",
        };
        let card = twice(Card::new(format!("New passphrase for {}", knock.who), purpose, now));
        Self { knock, of, card }
    }

    /// What it takes the place of.
    pub fn of(&self) -> InPlaceOf {
        self.of
    }

    /// Who knocked, and the code.
    pub fn knock(&self) -> &Knock {
        &self.knock
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> Recovery {
        match self.card.update(input, now) {
            CardOutcome::Stay => Recovery::Stay,
            CardOutcome::Cancel => Recovery::Leave,
            CardOutcome::Submit => {
                match read_twice(&mut self.card) {
                    Ok(passphrase) => return Recovery::With(passphrase),
                    Err((_, why)) => self.refused(&why),
                }
                Recovery::Stay
            }
        }
    }

    /// Says why the door stayed shut.
    pub fn refused(&mut self, why: &str) {
        self.card.refuse(Some("passphrase"), why);
    }

    /// Its card.
    pub fn card_mut(&mut self) -> &mut Card {
        &mut self.card
    }

    /// Draws the card.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.card.view(frame, area, theme);
    }
}
