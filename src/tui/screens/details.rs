//! Items about a person, recorded one by one: what is recorded, and what is not. "Not recorded" is
//! no answer; "not stated", "not known" and "not asked" are, and stand in the lists of codes.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::{Desk, DeskError};
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::ids::EpisodeId;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::service::label;
use crate::tui::asks::whom;
use crate::tui::effect::{Effect, Go, PathwayAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// The width of the item's words.
const WORDS: usize = 36;

/// What is recorded about one person, item by item.
#[derive(Debug)]
pub struct Details {
    episode: EpisodeId,
    header: Header,
    /// Each item with what is recorded, in words.
    rows: Vec<(DetailItem, Option<String>)>,
    selection: Selection,
}

impl Details {
    /// Reads the items; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, id: EpisodeId, old: Option<&Self>) -> Result<Self, DeskError> {
        let episode = desk.episode(id)?;
        let lists = &desk.service().lists;
        let said = |item: DetailItem| {
            let value = episode.details.get(item.code())?;
            if item.kind() == DetailKind::NhsNumber {
                return Some(
                    NhsNumber::parse(value).map_or_else(|_| value.clone(), |number| number.to_string()),
                );
            }
            Some(item.list(lists).map_or_else(|| value.clone(), |list| label(list, value).to_owned()))
        };
        let rows: Vec<_> = DetailItem::ALL.into_iter().map(|item| (item, said(item))).collect();
        Ok(Self {
            episode: id,
            header: header(desk, format!("DETAILS  {}", whom(&episode, desk.now()))),
            rows,
            selection: old.map(|old| old.selection).unwrap_or_default(),
        })
    }

    /// Whose details they are.
    pub fn episode(&self) -> EpisodeId {
        self.episode
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Details
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Details, *key) else { return Vec::new() };
        let chosen = self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place));
        let ask = |what: PathwayAsk| vec![Effect::Go(Go::Ask(what.about(self.episode)))];
        match (act, chosen) {
            (act, _) if is_movement(act) => {
                self.selection.update(act, self.rows.len(), 10);
                Vec::new()
            }
            (Act::Open, Some((item, _))) => ask(PathwayAsk::Detail(*item)),
            (Act::Correct, _) => ask(PathwayAsk::Correct),
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Details)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let recorded = self.rows.iter().filter(|(_, value)| value.is_some()).count();
        let chosen = self.selection.of(self.rows.len());
        let lines: Vec<Line<'_>> = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, (item, value))| {
                // The focus lies over its line in one piece.
                let (head, style) = match value {
                    _ if Some(place) == chosen => (theme.value(), theme.value()),
                    Some(_) => (theme.label(), theme.value()),
                    None => (theme.label(), theme.dim()),
                };
                Line::from(vec![
                    Span::styled(format!("{:<WORDS$} ", item.words()), head),
                    Span::styled(value.clone().unwrap_or_else(|| "-- not recorded".to_owned()), style),
                ])
            })
            .collect();
        let page = ListPage {
            header: &self.header,
            above: vec![Above::RuleWith(format!("{recorded} of {} recorded", self.rows.len()))],
            lines,
            empty: "",
            focus: (self.focused().unwrap_or_default(), 2),
            detail: Detail::default(),
            context: Context::Details,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    /// The item in focus in whole words.
    fn focused(&self) -> Option<String> {
        let (item, value) = self.rows.get(self.selection.of(self.rows.len())?)?;
        Some(format!("{}: {}", item.words(), value.as_deref().unwrap_or("not recorded")))
    }
}
