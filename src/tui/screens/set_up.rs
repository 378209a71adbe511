//! First start: the first person, then the recovery code, shown once.

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
use crate::tui::widgets::card::{Card, CardOutcome, Field};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;

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

    /// Draws the card.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.card.view(frame, area, theme);
    }
}

/// The recovery code, until it was written down.
pub struct CodeScreen {
    groups: Vec<String>,
    card: Card,
}

impl std::fmt::Debug for CodeScreen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeScreen")
    }
}

impl CodeScreen {
    /// Shows these groups, and asks for the last one.
    pub fn new(groups: Vec<String>, now: NaiveDateTime) -> Self {
        let card = Card::new("Written down?", "It is shown this once and stored nowhere.", now)
            .with(Field::text("last", "Type group 8").required().help("Proof that it stands on paper."));
        Self { groups, card }
    }

    /// Hears one input; true once the last group was typed.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> bool {
        if self.card.update(input, now) != CardOutcome::Submit {
            return false;
        }
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        let matches = self.groups.last().is_some_and(|last| plain(last) == plain(&self.card.text("last")));
        if !matches {
            self.card.refuse(Some("last"), "That is not group 8. Look at the code above, and at your paper.");
        }
        matches
    }

    /// Draws the code above the question.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let header =
            Header { left: "RECOVERY CODE".to_owned(), right: "shown once".to_owned(), ..Header::default() };
        header.draw(&mut pen);
        let why = "Write it on paper, seal it, and give it to the service manager. It opens the store when a passphrase \
                   is forgotten. Nobody can make it again.";
        Message::new(Kind::Note, why).draw(&mut pen.part(0, 2, area.width, 2));
        for (place, group) in self.groups.iter().enumerate() {
            let (row, column) = (place / 2, place % 2);
            let text = format!("{}  {group}", place + 1);
            let (x, y) = (4 + 38 * u16::try_from(column).unwrap_or(0), 5 + u16::try_from(row).unwrap_or(0));
            pen.text(x, y, &text, theme.heading());
        }
        let below = 10.min(area.height);
        let body = Rect::new(area.x, area.y + below, area.width, area.height - below);
        self.card.view(frame, body, theme);
    }
}
