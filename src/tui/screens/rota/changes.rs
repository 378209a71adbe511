//! What was changed on the rota lately, newest first, to be taken back by a change of its own.

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::{header, is_movement};
use crate::desk::rota::{RotaAct, RotaEntry};
use crate::desk::{Desk, DeskError};
use crate::domain::time::near;
use crate::tui::effect::{Deed, Effect, RotaDeed};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// How many are read.
const MOST: usize = 200;

/// The list of changes.
#[derive(Debug)]
pub struct Changes {
    header: Header,
    entries: Vec<RotaEntry>,
    at: DateTime<Utc>,
    selection: Selection,
}

impl Changes {
    /// Reads them; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        Ok(Self {
            header: header(desk, "ROTA  what was changed"),
            entries: desk.rota_changes(MOST)?,
            at: desk.now(),
            selection: old.map(|old| old.selection).unwrap_or_default(),
        })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaChanges
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::RotaChanges, *key) else { return Vec::new() };
        let chosen = self.selection.of(self.entries.len()).and_then(|place| self.entries.get(place));
        match (act, chosen) {
            (act, _) if is_movement(act) => {
                self.selection.update(act, self.entries.len(), 10);
                Vec::new()
            }
            (Act::Undo, Some(entry)) if entry.undone => {
                vec![Effect::Say(Message::new(Kind::Note, "This one has been taken back already."))]
            }
            (Act::Undo, Some(entry)) => {
                let act = Box::new(RotaAct::Undo(entry.change.change));
                vec![Effect::Do(Box::new(Deed::Rota(RotaDeed::Act(act))))]
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::RotaChanges)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list; the change in focus stands whole below it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let focused = self.selection.of(self.entries.len()).and_then(|place| self.entries.get(place));
        let words = focused.map(|entry| self.words(entry)).unwrap_or_default();
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule],
            lines: self.entries.iter().map(|entry| self.line(entry, theme)).collect(),
            empty: "Nothing was changed yet.",
            focus: (words, 4),
            detail: Detail::default(),
            context: Context::RotaChanges,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    fn words(&self, entry: &RotaEntry) -> String {
        let change = &entry.change;
        let swap = change.swap.as_ref().map(|swap| {
            format!(
                " Asked by {}, agreed by {}, approved by {}.",
                swap.asked_by, swap.agreed_by, swap.approved_by
            )
        });
        let warned = if change.warned.is_empty() {
            String::new()
        } else {
            format!(" Kept all the same: {}.", change.warned.join("; "))
        };
        format!(
            "{} {}: {}.{}{}{warned}",
            near(entry.at, self.at),
            entry.by,
            change.what,
            match change.reason.trim_end_matches('.') {
                "" => String::new(),
                why => format!(" Why: {why}."),
            },
            swap.unwrap_or_default()
        )
    }

    fn line(&self, entry: &RotaEntry, theme: &Theme) -> Line<'static> {
        let mark = match (entry.undone, entry.change.undoes.is_some()) {
            (true, _) => "taken back",
            (false, true) => "undoes",
            (false, false) => "",
        };
        let text = format!(
            "{} {} {} {}",
            pad(&near(entry.at, self.at), 16, theme),
            pad(&entry.by, 4, theme),
            pad(mark, 10, theme),
            entry.change.what
        );
        Line::from(Span::styled(text, if entry.undone { theme.dim() } else { theme.value() }))
    }
}
