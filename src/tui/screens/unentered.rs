//! What does not stand in the clinical system yet, over all sites, the oldest first.

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::copy_out::Unentered;
use crate::desk::{Desk, DeskError};
use crate::domain::time::near;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// The list of what is left to enter.
#[derive(Debug)]
pub struct UnenteredList {
    header: Header,
    system: String,
    rows: Vec<Unentered>,
    at: DateTime<Utc>,
    selection: Selection,
    /// Whom the line in focus is about.
    beside: Beside,
}

impl UnenteredList {
    /// Reads it; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let (rows, system) = (desk.unentered()?, desk.service().settings.clinical_system.clone());
        let focused = old.and_then(Self::chosen).map(|row| row.episode);
        let place = rows.iter().position(|row| Some(row.episode) == focused);
        let selection = place.map_or_else(|| old.map(|old| old.selection).unwrap_or_default(), Selection::at);
        let header = header(desk, format!("NOT YET IN {}  {}", system.to_uppercase(), rows.len()));
        let mut screen = Self { header, system, rows, at: desk.now(), selection, beside: Beside::Nobody };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads whom the line in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().map(|row| row.episode))?;
        Ok(())
    }

    fn chosen(&self) -> Option<&Unentered> {
        self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Unentered
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Unentered, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.rows.len(), 10);
            return vec![Effect::Look];
        }
        match (act, self.chosen()) {
            (Act::Open, Some(row)) => vec![Effect::Go(Go::CopyOut(row.episode))],
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Unentered)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let titles = "WHO   REFERENCE     SITE BOARD   WORKED ON         STILL TO ENTER".to_owned();
        let empty = format!("Everything stands in {}.", self.system);
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule, Above::Words(1, titles, theme.label())],
            lines: self.rows.iter().map(|row| self.line(row, theme)).collect(),
            empty: &empty,
            focus: (self.chosen().map(|row| self.in_full(row)).unwrap_or_default(), 2),
            detail: self.beside.detail(self.chosen().map(|row| row.episode)),
            context: Context::Unentered,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    fn line(&self, row: &Unentered, theme: &Theme) -> Line<'static> {
        let text = format!(
            "{} {} {} {} {} {}",
            pad(&row.initials, 5, theme),
            pad(&row.reference, 13, theme),
            pad(&row.site, 4, theme),
            if row.open { "open   " } else { "closed " },
            pad(&near(row.worked_at, self.at), 17, theme),
            row.left.join(", ")
        );
        Line::from(Span::styled(text, theme.value()))
    }

    /// The line in focus in whole words, for its columns had to cut.
    fn in_full(&self, row: &Unentered) -> String {
        let (worked, left) = (near(row.worked_at, self.at), row.left.join(", "));
        format!("{} {}, worked on {worked}. Still to enter: {left}.", row.initials, row.reference)
    }
}
