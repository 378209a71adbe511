//! Onward referrals that forms suggest: taken, changed, or refused with a reason.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{header, is_movement};
use crate::desk::plan::NewOnward;
use crate::desk::{Desk, DeskError};
use crate::domain::episode::OpenSuggestion;
use crate::domain::event::ConsentTo;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{label, label_within};
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, Deed, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// What is suggested for one person and not yet decided.
#[derive(Debug)]
pub struct Suggestions {
    episode: EpisodeId,
    header: Header,
    open: Vec<OpenSuggestion>,
    lines: Vec<String>,
    /// Consent to be referred onward, as last recorded.
    consent: Option<String>,
    selection: Selection,
}

impl Suggestions {
    /// Reads what is undecided.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, id: EpisodeId) -> Result<Self, DeskError> {
        let episode = desk.episode(id)?;
        let lists = &desk.service().lists;
        let lines = episode
            .suggestions
            .iter()
            .map(|open| {
                let suggestion = &open.suggestion;
                let to = label(&lists.destinations, &suggestion.destination);
                format!("{to:<34} {}", label_within(&lists.priorities, &suggestion.urgency))
            })
            .collect();
        Ok(Self {
            episode: id,
            header: header(desk, format!("SUGGESTED  {}", whom(&episode, desk.now()))),
            consent: episode.consent(ConsentTo::ReferOnward).map(|line| line.consent.status.clone()),
            open: episode.suggestions,
            lines,
            selection: Selection::default(),
        })
    }

    /// Takes the place of an older reading; the line in focus stays.
    #[must_use]
    pub fn after(self, old: &Self) -> Self {
        Self { selection: old.selection, ..self }
    }

    /// Whether anything is left to decide.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whose suggestions they are.
    pub fn episode(&self) -> EpisodeId {
        self.episode
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Suggestions
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Suggestions, *key) else { return Vec::new() };
        let chosen = self.selection.of(self.open.len()).and_then(|place| self.open.get(place)).cloned();
        let episode = self.episode;
        match (act, chosen) {
            (act, _) if is_movement(act) => {
                self.selection.update(act, self.open.len(), 8);
                Vec::new()
            }
            (Act::Accept, Some(suggestion)) => vec![self.accept(suggestion)],
            (Act::Change, Some(suggestion)) => {
                vec![Effect::Go(Go::Ask(Ask::Refer { episode, suggestion: Some(suggestion) }))]
            }
            (Act::Refuse, Some(suggestion)) => vec![Effect::Go(Go::Ask(Ask::Refuse { episode, suggestion }))],
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Suggestions)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// As suggested, where a consent is on record; else the card asks for it.
    fn accept(&self, suggestion: OpenSuggestion) -> Effect {
        let Some(consent) = self.consent.clone().filter(|status| status == "given") else {
            return Effect::Go(Go::Ask(Ask::Refer { episode: self.episode, suggestion: Some(suggestion) }));
        };
        let new = NewOnward {
            destination: suggestion.suggestion.destination.clone(),
            urgency: suggestion.suggestion.urgency.clone(),
            reason: suggestion.suggestion.reason.clone(),
            consent,
            basis: String::new(),
            suggestion: Some(suggestion),
        };
        Effect::Do(Box::new(Deed::Refer { episode: self.episode, new }))
    }

    /// Draws the list, with the reason of the line in focus below it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let hint = "Onward referrals the form suggests. Nothing is referred until you say so.";
        let chosen = self.selection.of(self.open.len()).and_then(|place| self.open.get(place));
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Words(1, hint.to_owned(), theme.hint()), Above::Rule],
            lines: self.lines.iter().map(|line| Line::from(line.as_str())).collect(),
            empty: "Nothing is left to decide.",
            focus: (chosen.map(|open| format!("Why: {}", open.suggestion.reason)).unwrap_or_default(), 3),
            detail: Detail::default(),
            context: Context::Suggestions,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }
}
