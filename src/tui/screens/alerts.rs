//! Everything that calls for attention, the most pressing first, over all sites.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::alerts::Alert;
use crate::desk::{Desk, DeskError};
use crate::domain::board::Level;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// The list of alerts.
#[derive(Debug)]
pub struct Alerts {
    header: Header,
    alerts: Vec<Alert>,
    selection: Selection,
    /// Whom the alert in focus is about.
    beside: Beside,
}

impl Alerts {
    /// Reads them; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let alerts = desk.alerts(&desk.board()?)?;
        let mut screen = Self {
            header: header(desk, format!("ALERTS  {}", alerts.len())),
            alerts,
            selection: old.map(|old| old.selection).unwrap_or_default(),
            beside: Beside::Nobody,
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads whom the alert in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().and_then(|alert| alert.episode))?;
        Ok(())
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let opens = self.chosen().is_some_and(|alert| alert.episode.is_some());
        let why = "This line is about no one person.";
        if opens { Vec::new() } else { vec![(Act::Open, why.to_owned())] }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Alerts
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Alerts, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.alerts.len(), 10);
            return vec![Effect::Look];
        }
        match (act, self.chosen().map(|alert| alert.episode)) {
            (Act::Open, Some(Some(id))) => vec![Effect::Go(Go::Episode(id))],
            (Act::Open, Some(None)) => {
                let why = "This is about no one person. On the board c checks the custody list, \
                           o lists onward referrals, h then r receives a handover.";
                vec![Effect::Say(Message::new(Kind::Note, why))]
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Alerts)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn chosen(&self) -> Option<&Alert> {
        self.selection.of(self.alerts.len()).and_then(|place| self.alerts.get(place))
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule],
            lines: self.alerts.iter().map(|alert| line(alert, theme)).collect(),
            empty: "Nothing calls for attention now.",
            focus: (self.chosen().map(|alert| alert.words.clone()).unwrap_or_default(), 2),
            detail: self.beside.detail(self.chosen().and_then(|alert| alert.episode)),
            context: Context::Alerts,
            idle: &self.idle(),
        };
        page.draw(frame, area, theme, self.selection);
    }
}

fn line(alert: &Alert, theme: &Theme) -> Line<'static> {
    let style = match alert.level {
        Level::Urgent => theme.urgent(),
        Level::Warn => theme.warn(),
        Level::Plain => theme.value(),
    };
    Line::from(Span::styled(format!("{} {}", alert.level.sign(), alert.words), style))
}
