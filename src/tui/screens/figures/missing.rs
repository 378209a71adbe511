//! What is missing in the records of a period, and whose it is.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::beside::Beside;
use super::super::{header, is_movement};
use crate::desk::figures::{FiguresAsked, MissingLine, MissingList};
use crate::desk::{Desk, DeskError};
use crate::domain::item::Item;
use crate::domain::service::Right;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// The list of records in which something is missing.
#[derive(Debug)]
pub struct MissingScreen {
    header: Header,
    asked: FiguresAsked,
    list: MissingList,
    /// The journal's head when it was read: on the same one the list is the same.
    read: String,
    /// Whether only one's own records are listed.
    own: bool,
    selection: Selection,
    /// Whom the line in focus is about.
    beside: Beside,
}

impl MissingScreen {
    /// Reads it; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, asked: FiguresAsked, old: Option<&Self>) -> Result<Self, DeskError> {
        let list = desk.missing_items(&asked)?;
        let focused = old.and_then(Self::chosen).map(|line| line.episode);
        let place = list.lines.iter().position(|line| Some(line.episode) == focused);
        let selection = place.map_or_else(|| old.map(|old| old.selection).unwrap_or_default(), Selection::at);
        let mut screen = Self {
            header: header(desk, format!("MISSING  {}", list.all)),
            read: desk.head(),
            own: !desk.may(&[Right::Lead]),
            asked,
            list,
            selection,
            beside: Beside::Nobody,
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads it again where anything was recorded since, with the line in focus where it was.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if self.read == desk.head() {
            self.header = header(desk, format!("MISSING  {}", self.list.all));
        } else {
            *self = Self::new(desk, self.asked.clone(), Some(self))?;
        }
        Ok(())
    }

    /// Reads whom the line in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().map(|line| line.episode))?;
        Ok(())
    }

    fn chosen(&self) -> Option<&MissingLine> {
        self.selection.of(self.list.lines.len()).and_then(|place| self.list.lines.get(place))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::MissingItems
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::MissingItems, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.list.lines.len(), 10);
            return vec![Effect::Look];
        }
        match (act, self.chosen()) {
            (Act::Open, Some(line)) => vec![Effect::Go(Go::Episode(line.episode))],
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::MissingItems)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let whose = if self.own { "Your own records. " } else { "" };
        let shown = self.list.lines.len();
        let some = if shown < self.list.all { format!(", the newest {shown}") } else { String::new() };
        let title = format!("{whose}{}{some}", super::title(&self.asked, None));
        let page = ListPage {
            header: &self.header,
            above: vec![
                Above::Words(0, title, theme.value()),
                Above::Rule,
                Above::Words(
                    1,
                    "REFERENCE     WHO   SITE CAME        WHOSE            MISSING".to_owned(),
                    theme.label(),
                ),
            ],
            lines: self.list.lines.iter().map(|line| Line::from(row(line, theme))).collect(),
            empty: if self.own {
                "Nothing is missing in your own records; a lead sees everybody's."
            } else {
                "Nothing is missing that the service asks for."
            },
            focus: (self.chosen().map(in_full).unwrap_or_default(), 3),
            detail: self.beside.detail(self.chosen().map(|line| line.episode)),
            context: Context::MissingItems,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }
}

fn items(line: &MissingLine) -> String {
    line.items.iter().map(|item| Item::words(*item)).collect::<Vec<_>>().join(", ")
}

fn whose(line: &MissingLine) -> &str {
    if line.worker_name.is_empty() { "nobody's" } else { &line.worker_name }
}

fn row(line: &MissingLine, theme: &Theme) -> String {
    format!(
        "{} {} {} {}  {} {} {}",
        pad(&line.reference, 13, theme),
        pad(&line.initials, 5, theme),
        pad(&line.site, 4, theme),
        line.day.format("%d/%m/%Y"),
        pad(whose(line), 16, theme),
        line.items.len(),
        items(line)
    )
}

/// The line in focus in whole words, for its columns had to cut.
fn in_full(line: &MissingLine) -> String {
    format!("{} {}, {}. Missing: {}.", line.initials, line.reference, whose(line), items(line))
}
