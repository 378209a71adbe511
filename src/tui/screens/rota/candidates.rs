//! Who could close a gap, and why somebody could not.

use chrono::{DurationRound, NaiveDateTime, TimeDelta};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::{header, is_movement};
use super::acts::{edits, of_gap};
use crate::desk::{Desk, DeskError};
use crate::domain::time::local;
use crate::rota::SkillGap;
use crate::rota::placing::Candidate;
use crate::tui::effect::{Ask, Effect, Go, RotaAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, key_of, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// The people looked at for a gap.
#[derive(Debug)]
pub struct Candidates {
    header: Header,
    site: String,
    gap: SkillGap,
    people: Vec<Candidate>,
    selection: Selection,
    edits: bool,
}

impl Candidates {
    /// Looks at everybody on the rota.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, site: String, gap: SkillGap) -> Result<Self, DeskError> {
        // What is past of a gap nobody can take any more: the next full minute is the first.
        let now = desk.now().duration_trunc(TimeDelta::minutes(1)).unwrap_or_else(|_| desk.now());
        let from = if gap.from < now { now + TimeDelta::minutes(1) } else { gap.from };
        if gap.to <= from {
            return Err(DeskError::refused("This gap is past.", "Nobody can be placed in it any more."));
        }
        let gap = SkillGap { from, ..gap };
        let people = desk.who_could(&site, &gap)?;
        let title = format!("WHO COULD  {site} {}", local(gap.from).format("%a %-d %b"));
        let selection = Selection::default();
        Ok(Self { header: header(desk, title), site, gap, people, selection, edits: edits(desk) })
    }

    /// Looks again.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        let new = Self::new(desk, self.site.clone(), self.gap.clone())?;
        Ok(Self { selection: self.selection, ..new })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaCandidates
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::RotaCandidates, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.people.len(), 10);
            return Vec::new();
        }
        match act {
            Act::Place => self.place(),
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::RotaCandidates)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn place(&self) -> Vec<Effect> {
        let chosen = self.selection.of(self.people.len()).and_then(|place| self.people.get(place));
        let say = |words: String| vec![Effect::Say(Message::new(Kind::Note, words))];
        match chosen {
            _ if !self.edits => say("Only a lead places somebody; ring the lead.".to_owned()),
            Some(person) if !person.can => {
                say(format!("{} cannot: {}.", person.name, person.reasons.join("; ")))
            }
            person => {
                let (from, to) = (local(self.gap.from), local(self.gap.to));
                let ask = RotaAsk::Place {
                    site: self.site.clone(),
                    day: from.date(),
                    who: person.map(|person| person.who),
                    hours: Some(format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))),
                };
                vec![Effect::Go(Go::Ask(Ask::Rota(ask)))]
            }
        }
    }

    /// Draws the list; what is to be thought of stands whole below it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let gap = Above::Words(0, format!("{}.", of_gap(&self.gap)), theme.urgent());
        let focused = self.selection.of(self.people.len()).and_then(|place| self.people.get(place));
        let page = ListPage {
            header: &self.header,
            above: vec![gap, Above::Rule],
            lines: self.people.iter().map(|person| line(person, theme)).collect(),
            empty: &format!(
                "Nobody is on the rota yet: {} on the week adds somebody.",
                key_of(Context::RotaEdit, Act::NewStaff)
            ),
            focus: (focused.map(words).unwrap_or_default(), 3),
            detail: Detail::default(),
            context: Context::RotaCandidates,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }
}

fn words(person: &Candidate) -> String {
    let phone = if person.phone.is_empty() { String::new() } else { format!(" Ring {}.", person.phone) };
    match (person.can, person.reasons.as_slice()) {
        (true, []) => format!("{} could; nothing speaks against it.{phone}", person.name),
        (true, reasons) => format!("{} could, but: {}.{phone}", person.name, reasons.join("; ")),
        (false, reasons) => format!("{} cannot: {}.", person.name, reasons.join("; ")),
    }
}

fn line(person: &Candidate, theme: &Theme) -> Line<'static> {
    let (mark, style) = match (person.can, person.reasons.is_empty()) {
        (true, true) => ("yes", theme.ok()),
        (true, false) => ("yes !", theme.warn()),
        (false, _) => ("no", theme.dim()),
    };
    let text =
        format!("{} {} {}", pad(mark, 5, theme), pad(&person.name, 22, theme), person.reasons.join("; "));
    Line::from(Span::styled(text, style))
}
