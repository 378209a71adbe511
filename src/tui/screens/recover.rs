//! A new passphrase for somebody who signed in with the printed recovery code.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use super::sign_in::Knock;
use crate::tui::input::Input;
use crate::tui::theme::Theme;
use crate::tui::widgets::card::{Card, CardOutcome, Field};

/// The card that asks for the new passphrase; the code is kept until it is used.
#[derive(Debug)]
pub struct Recover {
    knock: Knock,
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
    /// Asks for the new passphrase of whoever knocked with the code.
    pub fn new(knock: Knock, now: NaiveDateTime) -> Self {
        let purpose = "This use of the recovery code is recorded. Tell the service manager, who should put a new one aside.";
        let card = Card::new(format!("New passphrase for {}", knock.who), purpose, now)
            .with(Field::secret("passphrase", "Passphrase").required().help("At least 12 characters."))
            .with(Field::secret("again", "Once more").required());
        Self { knock, card }
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
                let (passphrase, again) =
                    (self.card.take_secret("passphrase"), self.card.take_secret("again"));
                if passphrase == again {
                    return Recovery::With(passphrase);
                }
                self.refused("The two passphrases differ. Type both again.");
                Recovery::Stay
            }
        }
    }

    /// Says why the door stayed shut.
    pub fn refused(&mut self, why: &str) {
        self.card.refuse(Some("passphrase"), why);
    }

    /// Draws the card.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.card.view(frame, area, theme);
    }
}
