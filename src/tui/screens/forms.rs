//! The choice of forms for a person: drafts first, then shelf by shelf, fitting ones before others.
//!
//! `list` finds out what stands on it and why a form cannot be begun, `view` draws it. Here: keys,
//! and the words typed to find a form.

mod list;
mod view;

use chrono::NaiveDateTime;

use super::{header, is_movement};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::forms::Shelf;
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};

/// Under which heading a form stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Place {
    Drafts,
    On(Shelf),
    Faulty,
}

/// One form on the list.
#[derive(Debug)]
struct Entry {
    form: String,
    title: String,
    place: Place,
    mark: String,
    /// Why it cannot be begun, where it cannot.
    barred: Option<String>,
    /// Whether it is for the person's age.
    fits: bool,
    /// The newest one that was finished and counts.
    finished: Option<ScreeningId>,
}

/// The forms that can be put to one person.
#[derive(Debug)]
pub struct Forms {
    episode: EpisodeId,
    header: Header,
    entries: Vec<Entry>,
    selection: Selection,
    /// What is typed to find a form, while that is going on.
    find: Option<LineEdit>,
}

/// The core screening that fits a person's age.
///
/// # Errors
/// A failure of the store.
pub fn core_form(desk: &Desk, episode: EpisodeId) -> Result<String, DeskError> {
    Ok(list::core(desk, &desk.episode(episode)?).unwrap_or_default())
}

impl Forms {
    /// Lists the forms; those for another age group stand last on their shelf and say so.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, id: EpisodeId) -> Result<Self, DeskError> {
        let episode = desk.episode(id)?;
        Ok(Self {
            episode: id,
            header: header(desk, format!("FORMS  {}", whom(&episode, desk.now()))),
            entries: list::entries(desk, &episode),
            selection: Selection::default(),
            find: None,
        })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        if self.find.is_some() { Context::FormsFind } else { Context::Forms }
    }

    /// The places of the forms in sight: all, or those that the typed words find.
    fn found(&self) -> Vec<usize> {
        let typed = self.find.as_ref().map(|find| find.text().to_lowercase()).unwrap_or_default();
        let matches = |entry: &Entry| {
            let said = format!("{} {}", entry.title, entry.form).to_lowercase();
            typed.split_whitespace().all(|word| said.contains(word))
        };
        let all = self.entries.iter().enumerate();
        all.filter(|(_, entry)| matches(entry)).map(|(place, _)| place).collect()
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        if let (Input::Paste(text), Some(find)) = (input, &mut self.find) {
            find.insert(text);
            self.selection = Selection::default();
        }
        let Input::Key(key) = input else { return Vec::new() };
        let found = self.found();
        match resolve(self.context(), *key) {
            Some(act) if is_movement(act) => {
                self.selection.update(act, found.len(), 10);
                Vec::new()
            }
            Some(act) => self.act(act, &found),
            None => {
                if let Some(find) = &mut self.find {
                    find.key(*key);
                    self.selection = Selection::default();
                }
                Vec::new()
            }
        }
    }

    fn act(&mut self, act: Act, found: &[usize]) -> Vec<Effect> {
        let chosen = match act {
            Act::Answer(number) => usize::from(number).checked_sub(1),
            _ => self.selection.of(found.len()).and_then(|at| found.get(at).copied()),
        };
        let entry = chosen.and_then(|place| self.entries.get(place));
        match (act, entry) {
            (Act::Answer(_) | Act::Open, Some(entry)) => self.begin(entry),
            (Act::Decline, Some(Entry { place: Place::Faulty, title, .. })) => {
                say(format!("{title} cannot be used, so it cannot be declined either."))
            }
            (Act::Decline, Some(entry)) => {
                vec![Effect::Go(Go::Ask(Ask::SetAside { episode: self.episode, form: entry.form.clone() }))]
            }
            (Act::Read, Some(Entry { finished: Some(screening), .. })) => {
                vec![Effect::Go(Go::Read { episode: self.episode, screening: *screening })]
            }
            (Act::Read, Some(entry)) => {
                say(format!("{} was not finished with this person; there is nothing to read.", entry.title))
            }
            (Act::Find, _) => {
                self.find = Some(LineEdit::default());
                self.selection = Selection::default();
                Vec::new()
            }
            (Act::Clear, _) => {
                self.find = Some(LineEdit::default());
                Vec::new()
            }
            (Act::Cancel, _) => {
                self.find = None;
                self.selection = chosen.map(Selection::at).unwrap_or_default();
                Vec::new()
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(self.context())],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn begin(&self, entry: &Entry) -> Vec<Effect> {
        match &entry.barred {
            // The desk says why in full, and what to do.
            Some(why) if entry.place == Place::Faulty => say(format!("{}: {why}", entry.title)),
            _ => vec![Effect::Go(Go::Screening { episode: self.episode, form: entry.form.clone() })],
        }
    }
}

fn say(text: String) -> Vec<Effect> {
    vec![Effect::Say(Message::new(Kind::Note, text))]
}
