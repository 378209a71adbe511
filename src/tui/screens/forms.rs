//! The choice of forms for a person: fitting ones first, drafts marked.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{header, is_movement};
use crate::desk::{Desk, DeskError};
use crate::domain::episode::ScreeningStatus;
use crate::domain::ids::EpisodeId;
use crate::domain::time::near;
use crate::forms::Audience;
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;

#[derive(Debug)]
struct Entry {
    form: String,
    title: String,
    mark: String,
    /// Whether it is a core screening of one age group, and not an instrument.
    core: bool,
}

/// The forms that can be put to one person.
#[derive(Debug)]
pub struct Forms {
    episode: EpisodeId,
    header: Header,
    entries: Vec<Entry>,
    selection: Selection,
}

/// The core screening that fits a person's age.
///
/// # Errors
/// A failure of the store.
pub fn core_form(desk: &Desk, episode: EpisodeId) -> Result<String, DeskError> {
    let entries = Forms::new(desk, episode)?.entries;
    Ok(entries.into_iter().find(|entry| entry.core).map(|entry| entry.form).unwrap_or_default())
}

impl Forms {
    /// Lists the forms; those for another age group come last and say so.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, id: EpisodeId) -> Result<Self, DeskError> {
        let episode = desk.episode(id)?;
        let now = desk.now();
        let age = episode.person().birth.age(now).and_then(|age| u8::try_from(age).ok());
        let child = age.is_some_and(|age| u16::from(age) < desk.service().tiers.child_under);
        let mut ranked: Vec<(u8, Entry)> = Vec::new();
        for listed in desk.library().list().into_iter().filter(|listed| listed.fault.is_none()) {
            let draft = episode.drafts().find(|draft| draft.form == listed.id);
            let fits = age.is_none_or(|age| listed.ages.fit(age))
                && !matches!((listed.audience, child), (Audience::Adult, true) | (Audience::Youth, false));
            let mark = match (draft, fits) {
                (Some(draft), _) => {
                    format!("DRAFT {} of {}, resumes", draft.progress.answered, draft.progress.asked)
                }
                (None, false) => format!("for {}", audience(listed.audience)),
                (None, true) => done_before(&episode, &listed.id, now),
            };
            let rank = match (draft.is_some(), fits, listed.audience) {
                (true, ..) => 0,
                (_, true, Audience::Adult | Audience::Youth) => 1,
                (_, true, Audience::Any) => 2,
                (_, false, _) => 3,
            };
            ranked.push((
                rank,
                Entry { form: listed.id, title: listed.title, mark, core: listed.audience != Audience::Any },
            ));
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        Ok(Self {
            episode: id,
            header: header(desk, format!("FORMS  {}", whom(&episode, now))),
            entries: ranked.into_iter().map(|(_, entry)| entry).collect(),
            selection: Selection::default(),
        })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Forms
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Forms, *key) else { return Vec::new() };
        let chosen = match act {
            act if is_movement(act) => {
                self.selection.update(act, self.entries.len(), 10);
                return Vec::new();
            }
            Act::Answer(number) => usize::from(number).checked_sub(1),
            _ => self.selection.of(self.entries.len()),
        };
        let entry = chosen.and_then(|place| self.entries.get(place));
        match (act, entry) {
            (Act::Answer(_) | Act::Open, Some(entry)) => {
                vec![Effect::Go(Go::Screening { episode: self.episode, form: entry.form.clone() })]
            }
            (Act::Decline, Some(entry)) => {
                vec![Effect::Go(Go::Ask(Ask::SetAside { episode: self.episode, form: entry.form.clone() }))]
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Forms)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let lines: Vec<Line<'_>> = self
            .entries
            .iter()
            .enumerate()
            .map(|(place, entry)| Line::from(format!("{:>2}  {:<44} {}", place + 1, entry.title, entry.mark)))
            .collect();
        let body = rows.saturating_sub(5);
        let cursor = self.selection.draw(&mut pen.part(0, 3, columns, body), &lines);
        pen.text_right(2, &self.selection.position(lines.len(), body.into()), theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Forms, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + 3 + row));
        }
    }
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Adult => "adults",
        Audience::Youth => "under-18s",
        Audience::Any => "other ages",
    }
}

fn done_before(
    episode: &crate::domain::episode::Episode,
    form: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> String {
    let done = episode.screenings.iter().rev().filter(|screening| screening.form == form);
    done.map(|screening| match &screening.status {
        ScreeningStatus::Finished { at, .. } => format!("finished {}", near(*at, now)),
        ScreeningStatus::SetAside { at, state, .. } => format!("{state} {}", near(*at, now)),
        ScreeningStatus::Draft => String::new(),
    })
    .next()
    .unwrap_or_default()
}
