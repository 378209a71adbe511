//! Every gap of the days to come, the first in front: when, how long, where, of which skill.

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::{header, is_movement};
use super::go;
use crate::desk::rota::GapRow;
use crate::desk::{Desk, DeskError};
use crate::domain::board::Level;
use crate::domain::time::{local, near, span};
use crate::tui::effect::{Effect, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{pad, pad_left};
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// The list of gaps.
#[derive(Debug)]
pub struct GapList {
    header: Header,
    gaps: Vec<GapRow>,
    summary: String,
    at: DateTime<Utc>,
    selection: Selection,
}

impl GapList {
    /// Reads them; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let gaps = desk.gaps()?;
        let minutes: i64 = gaps.iter().filter(|row| row.gap.core).map(|row| row.gap.minutes()).sum();
        let days = desk.service().rota.gap_days;
        let settled = super::acts::settled(desk.rota_published()?);
        Ok(Self {
            header: header(desk, format!("GAPS  {} in {days} days", gaps.len())),
            summary: format!("{} of core hours short; the rota is {settled}.", span(minutes)),
            gaps,
            at: desk.now(),
            selection: old.map(|old| old.selection).unwrap_or_default(),
        })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaGaps
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::RotaGaps, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.gaps.len(), 10);
            return Vec::new();
        }
        let chosen = self.selection.of(self.gaps.len()).and_then(|place| self.gaps.get(place));
        match (act, chosen) {
            (Act::Open, Some(row)) => {
                vec![go(RotaPlace::Candidates { site: row.site.clone(), gap: row.gap.clone() })]
            }
            (Act::Week, Some(row)) => vec![go(RotaPlace::Week(local(row.gap.from).date()))],
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::RotaGaps)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let titles = "   FROM             TO           LONG  SITE WHAT".to_owned();
        let summary = Above::Words(0, self.summary.clone(), theme.value());
        let page = ListPage {
            header: &self.header,
            above: vec![summary, Above::Words(1, titles, theme.heading())],
            lines: self.gaps.iter().map(|row| self.line(row, theme)).collect(),
            empty: "Nothing is short, as far as the rota is published.",
            focus: (self.focused().unwrap_or_default(), 2),
            detail: Detail::default(),
            context: Context::RotaGaps,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    /// Whom to ring about the one in focus.
    fn focused(&self) -> Option<String> {
        let row = self.gaps.get(self.selection.of(self.gaps.len())?)?;
        let on_call = match row.on_call.join(", ") {
            nobody if nobody.is_empty() => String::new(),
            names => format!("; on call: {names}"),
        };
        Some(format!("{}: ring {}{on_call}.", row.name, row.phone))
    }

    fn line(&self, row: &GapRow, theme: &Theme) -> Line<'static> {
        let (level, style) =
            if row.gap.core { (Level::Urgent, theme.urgent()) } else { (Level::Warn, theme.warn()) };
        let runs = if row.gap.from <= self.at { "NOW" } else { "" };
        let text = format!(
            "{} {} {} {} {} {} {runs}",
            level.sign(),
            pad(&local(row.gap.from).format("%a %e %b %H:%M").to_string(), 16, theme),
            pad(&near(row.gap.to, row.gap.from), 9, theme),
            pad_left(&span(row.gap.minutes()), 7, theme),
            pad(&row.site, 4, theme),
            row.skill,
        );
        Line::from(Span::styled(text, style))
    }
}
