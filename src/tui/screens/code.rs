//! Something shown once: a recovery code, or a colleague's first passphrase, until it was written down.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::tui::input::Input;
use crate::tui::theme::Theme;
use crate::tui::widgets::card::{Card, CardOutcome, Field};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;

/// Groups of letters, and the question for the last of them.
pub struct CodeScreen {
    title: String,
    why: String,
    groups: Zeroizing<Vec<String>>,
    card: Card,
}

impl std::fmt::Debug for CodeScreen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeScreen")
    }
}

impl CodeScreen {
    /// Shows a recovery code.
    pub fn recovery(groups: Vec<String>, now: NaiveDateTime) -> Self {
        let why = "Write it on paper, seal it, and give it to the service manager. It opens the store when a passphrase \
                   is forgotten. Nobody can make it again.";
        Self::new("RECOVERY CODE".to_owned(), why.to_owned(), groups, now)
    }

    /// Shows somebody's first passphrase.
    pub fn first_passphrase(name: &str, passphrase: &str, now: NaiveDateTime) -> Self {
        let why = format!(
            "For {name} and nobody else, with the dashes: {passphrase}. They type it at sign-in and choose their own. \
             Where it is lost, make another."
        );
        let groups = passphrase.split('-').map(str::to_owned).collect();
        Self::new("ONE-TIME PASSPHRASE".to_owned(), why, groups, now)
    }

    fn new(title: String, why: String, groups: Vec<String>, now: NaiveDateTime) -> Self {
        let last = format!("Type group {}", groups.len());
        let card = Card::new("Written down?", "It is shown this once and stored nowhere.", now)
            .with(Field::text("last", last).required().help("Proof that it stands on paper."));
        Self { title, why, groups: Zeroizing::new(groups), card }
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
            let why = format!(
                "That is not group {}. Look at the code above, and at your paper.",
                self.groups.len()
            );
            self.card.refuse(Some("last"), why);
        }
        matches
    }

    /// Its card.
    pub fn card_mut(&mut self) -> &mut Card {
        &mut self.card
    }

    /// Draws the code above the question.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let header = Header { left: self.title.clone(), right: "shown once".to_owned(), ..Header::default() };
        header.draw(&mut pen);
        Message::new(Kind::Note, self.why.as_str()).draw(&mut pen.part(0, 2, area.width, 3));
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
