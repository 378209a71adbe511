//! First start: the first person.

use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::desk::door::NewPerson;
use crate::domain::service::Service;
use crate::tui::asks;
use crate::tui::effect::Effect;
use crate::tui::input::{Input, Key};
use crate::tui::theme::Theme;
use crate::tui::widgets::card::{Card, CardOutcome};

/// The card that makes a store.
#[derive(Debug)]
pub struct SetUp {
    card: Card,
    dir: PathBuf,
}

impl SetUp {
    /// Builds the card; the roles are those of the service to be.
    pub fn new(dir: &Path, service: &Service, now: NaiveDateTime) -> Self {
        let purpose =
            format!("Nothing is set up in {} yet. You are the first person who may sign in.", dir.display());
        let card = asks::person_fields(service, Card::new("Set up liaison on this computer", purpose, now));
        Self { card, dir: dir.to_path_buf() }
    }

    /// The folder to be set up.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Hears one input; gives the first person, or effects.
    pub fn update(
        &mut self,
        input: &Input,
        now: NaiveDateTime,
    ) -> Result<(NewPerson, Zeroizing<String>), Vec<Effect>> {
        if matches!(input, Input::Key(Key::Ctrl('q'))) {
            return Err(vec![Effect::Quit]);
        }
        match self.card.update(input, now) {
            CardOutcome::Submit => asks::read_person(&mut self.card).map_err(|(field, why)| {
                self.card.refuse(Some(field), why);
                Vec::new()
            }),
            CardOutcome::Cancel => Err(vec![Effect::Quit]),
            CardOutcome::Stay => Err(Vec::new()),
        }
    }

    /// Says why nothing was set up.
    pub fn refused(&mut self, why: &str) {
        self.card.refuse(None, why);
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
