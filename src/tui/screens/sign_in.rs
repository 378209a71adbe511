//! The locked screen: who is there, a passphrase, and nothing about anybody else.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use zeroize::Zeroizing;

use crate::desk::Door;
use crate::domain::service::Role;
use crate::tui::effect::Effect;
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::card::{Card, CardOutcome, ChoiceOption, Field};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;

/// The sign-in card over an empty screen.
#[derive(Debug)]
pub struct SignIn {
    card: Card,
    header: Header,
}

/// Somebody who wants in. Its `Debug` shows nothing typed.
pub struct Knock {
    /// Label of the slot.
    pub who: String,
    /// What was typed.
    pub passphrase: Zeroizing<String>,
}

impl std::fmt::Debug for Knock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Knock({})", self.who)
    }
}

impl SignIn {
    /// Builds the card from what the door knows; `last` is chosen beforehand.
    pub fn new(door: &Door, last: Option<&str>, now: NaiveDateTime) -> Self {
        let roles = &door.service().roles;
        let words = |code: &str| {
            roles
                .iter()
                .find(|role: &&Role| role.code == code)
                .map_or(code.to_owned(), |role| role.label.clone())
        };
        let people: Vec<ChoiceOption> = door
            .people()
            .into_iter()
            .map(|(label, role)| ChoiceOption::new(label.as_str(), format!("{label}  {}", words(&role))))
            .collect();
        let only = people.first().filter(|_| people.len() == 1).map(|person| person.code.clone());
        let known = last.map(str::to_owned).or(only);
        let purpose = if door.is_demo() {
            "A demo: everybody in it is invented. The passphrase is demo."
        } else {
            "Your use of this program is recorded under your name."
        };
        let pin = known.as_deref().is_some_and(|label| door.has_pin(label));
        let mut card = Card::new("Sign in", purpose, now)
            .with(match &known {
                Some(label) => Field::choice("who", "Who", people).required().default(label),
                None => Field::choice("who", "Who", people).required(),
            })
            .with(
                Field::secret("passphrase", if pin { "PIN/passphrase" } else { "Passphrase" })
                    .required()
                    .help(if door.is_demo() {
                        "Of this demo: demo. Of your own store, if forgotten: type the recovery code here."
                    } else {
                        "Forgotten? Type the recovery code here, and choose a new passphrase."
                    }),
            );
        if known.is_some() {
            card.focus_on("passphrase");
        }
        let header = Header {
            left: door.service().name.clone(),
            middle: String::new(),
            right: "locked".to_owned(),
            demo: door.is_demo().then(|| "DEMO".to_owned()),
        };
        Self { card, header }
    }

    /// Hears one input; gives who knocks, or effects.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> Result<Knock, Vec<Effect>> {
        if let Input::Key(key) = input {
            match resolve(Context::SignIn, *key) {
                Some(Act::Quit) => return Err(vec![Effect::Quit]),
                Some(Act::Help) => return Err(vec![Effect::Help(Context::SignIn)]),
                Some(Act::Repaint) => return Err(vec![Effect::Repaint]),
                _ if *key == Key::Esc => return Err(Vec::new()),
                _ => {}
            }
        }
        match self.card.update(input, now) {
            CardOutcome::Submit => Ok(Knock {
                who: self.card.choice("who").unwrap_or_default().to_owned(),
                passphrase: self.card.take_secret("passphrase"),
            }),
            CardOutcome::Stay | CardOutcome::Cancel => Err(Vec::new()),
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

    /// Draws the screen.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        self.header.draw(&mut pen);
        let rows = area.height;
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), area.width, 1), Context::SignIn, &[]);
        let body = Rect::new(area.x, area.y + 2.min(rows), area.width, rows.saturating_sub(4));
        self.card.view(frame, body, theme);
    }
}
