//! The rota: sites by days of a week. The cell in focus is a person, a gap or an empty place; what can
//! be done with it is the same on the week and on the day (`acts`).

mod acts;
mod candidates;
mod changes;
mod confirm;
mod day;
mod gaps;
mod grid;
mod month;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::time::{local, minutes_between, span};
use crate::rota::week::{SiteDays, days};
use crate::tui::effect::{Effect, Go, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::wrap_short;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;
use acts::{Focus, about, settled};
use grid::Grid;

pub use candidates::Candidates;
pub use changes::Changes;
pub use confirm::Confirm;
pub use day::DayScreen;
pub use gaps::GapList;
pub use month::Month;

/// Rows that are not the grid's: header, summary, names of the days, rule, focus in words, message,
/// footer.
const AROUND: u16 = 8;

/// The week on the screen.
#[derive(Debug)]
pub struct WeekScreen {
    header: Header,
    monday: NaiveDate,
    grid: Grid,
    summary: String,
    /// Place in the grid: line and day.
    line: usize,
    day: usize,
    today: NaiveDate,
    edits: bool,
    me: PractitionerId,
}

impl WeekScreen {
    /// Reads the week in which a day lies; `old` keeps the place in it.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, day: NaiveDate, old: Option<&Self>) -> Result<Self, DeskError> {
        let monday = monday_of(day);
        let sunday = monday + Days::new(6);
        let plan = desk.plan_between(monday, sunday)?;
        let mut sites = days(&plan, desk.service(), monday, sunday);
        if !acts::edits(desk) {
            let days = sites.iter_mut().flat_map(|site| &mut site.days);
            days.flat_map(|day| &mut day.entries).for_each(acts::hide_why);
        }
        let week = monday.iso_week().week();
        let title =
            format!("ROTA week {week}  {} to {}", monday.format("%-d %b"), sunday.format("%-d %b %Y"));
        Ok(Self {
            header: header(desk, title),
            monday,
            summary: summary(&sites, &settled(plan.published), desk.now()),
            grid: Grid::of(sites, desk.now()),
            line: old.map_or(0, |old| old.line),
            day: old.map_or_else(|| usize::try_from((day - monday).num_days()).unwrap_or(0), |old| old.day),
            today: local(desk.now()).date(),
            edits: acts::edits(desk),
            me: desk.who().id,
        })
    }

    /// Reads it anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        Self::new(desk, self.monday, Some(self))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Rota
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Rota, *key) else { return Vec::new() };
        match act {
            Act::Earlier => self.day = self.day.saturating_sub(1),
            Act::Later => self.day = (self.day + 1).min(6),
            Act::Up => self.line = self.line().saturating_sub(1),
            Act::Down => self.line = (self.line() + 1).min(self.grid.lines().saturating_sub(1)),
            Act::First => self.line = 0,
            Act::Last => self.line = self.grid.lines().saturating_sub(1),
            Act::PageUp => return self.turn(self.monday - Days::new(7)),
            Act::PageDown => return self.turn(self.monday + Days::new(7)),
            Act::Today => return vec![Effect::Back, go(RotaPlace::Week(self.today))],
            Act::Open => return vec![go(RotaPlace::Day(self.focused_day()))],
            other => return acts::update(other, &self.focus(), Context::Rota),
        }
        Vec::new()
    }

    /// Another week in the place of this one.
    fn turn(&self, monday: NaiveDate) -> Vec<Effect> {
        vec![Effect::Back, go(RotaPlace::Week(monday + Days::new(self.day as u64)))]
    }

    fn line(&self) -> usize {
        self.line.min(self.grid.lines().saturating_sub(1))
    }

    fn focused_day(&self) -> NaiveDate {
        self.monday + Days::new(self.day as u64)
    }

    fn focus(&self) -> Focus {
        let (site, item) = self.grid.at(self.line(), self.day);
        Focus { day: self.focused_day(), monday: self.monday, site, item, edits: self.edits, me: self.me }
    }

    /// Draws the week.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.text(0, 1, &self.summary, theme.value());
        let body = rows.saturating_sub(AROUND);
        let mut part = pen.part(0, 2, columns, body + 2);
        let cursor = self.grid.draw(&mut part, (self.line(), self.day), self.monday, self.today);
        pen.rule(body + 4);
        pen.text_right(body + 4, &self.grid.position(self.line(), body + 2), theme.hint());
        let words = about(&self.focus());
        for (row, text) in (body + 5..).zip(&wrap_short(&words, columns.into(), 2, theme)) {
            pen.text(0, row, text, theme.value());
        }
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Rota, &[]);
        if let Some((column, row)) = cursor {
            frame.set_cursor_position((area.x + column, area.y + 2 + row));
        }
    }
}

/// What is still short in the week, and up to when the rota is settled.
fn summary(sites: &[SiteDays], settled: &str, now: DateTime<Utc>) -> String {
    let short = |core: bool| -> i64 {
        let gaps = sites.iter().flat_map(|site| &site.report.gaps).filter(|gap| gap.core == core);
        gaps.map(|gap| minutes_between(gap.from.max(now), gap.to)).sum()
    };
    let short = match (short(true), short(false)) {
        (0, 0) => "nothing short from now on".to_owned(),
        (core, 0) => format!("!! {} short", span(core)),
        (0, other) => format!("! {} short, none of core hours", span(other)),
        (core, other) => format!("!! {} of core hours short, {} of others", span(core), span(other)),
    };
    let open: i64 =
        sites.iter().flat_map(|site| &site.report.unknown).map(crate::rota::Between::minutes).sum();
    let open = if open == 0 { String::new() } else { format!("; ? {} not published", span(open)) };
    format!("{short}{open}; {settled}.")
}

fn go(place: RotaPlace) -> Effect {
    Effect::Go(Go::Rota(place))
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}
