//! The grid: for each site as many lines as its fullest day needs, for each day a column.

use chrono::{DateTime, Days, NaiveDate, Utc};
use ratatui::style::Style;

use super::acts::Item;
use crate::domain::board::Level;
use crate::domain::time::span;
use crate::rota::CoverState;
use crate::rota::week::{Entry, SiteDay, SiteDays};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, pad};
use crate::tui::widgets::pen::Pen;

/// Columns before the first day.
const MARGIN: u16 = 5;
/// The least columns a day is legible in, its gap to the next included.
const LEAST: u16 = 10;

/// Some days at every site, line by line.
#[derive(Debug)]
pub(super) struct Grid {
    sites: Vec<SiteDays>,
    /// What is past at this moment calls no more.
    now: DateTime<Utc>,
    /// For each line of the grid its site and its place within it.
    places: Vec<(usize, usize)>,
}

impl Grid {
    pub(super) fn of(sites: Vec<SiteDays>, now: DateTime<Utc>) -> Self {
        let lines = |site: &SiteDays| site.days.iter().map(height).max().unwrap_or_default().max(1);
        let places = sites
            .iter()
            .enumerate()
            .flat_map(|(place, site)| (0..lines(site)).map(move |line| (place, line)))
            .collect();
        Self { sites, now, places }
    }

    pub(super) fn lines(&self) -> usize {
        self.places.len()
    }

    /// The site and what stands at a line of a day.
    pub(super) fn at(&self, line: usize, day: usize) -> (String, Item) {
        let Some((site, within)) =
            self.places.get(line).and_then(|(site, within)| Some((self.sites.get(*site)?, *within)))
        else {
            return (String::new(), Item::Nothing);
        };
        let item = site.days.get(day).map_or(Item::Nothing, |of_day| item(of_day, within));
        (site.site.clone(), item)
    }

    /// Draws the days that have room, around the one in focus, and the lines that have room, around
    /// the one in focus. Returns where the cursor belongs.
    pub(super) fn draw(
        &self,
        pen: &mut Pen<'_>,
        focus: (usize, usize),
        monday: NaiveDate,
        today: NaiveDate,
    ) -> Option<(u16, u16)> {
        let (theme, area) = (pen.theme(), pen.area());
        let shown = (area.width.saturating_sub(MARGIN) / LEAST).clamp(1, 7);
        let each = area.width.saturating_sub(MARGIN) / shown;
        let first = (focus.1).saturating_sub(usize::from(shown) / 2).min(7 - usize::from(shown));
        let rows = usize::from(area.height.saturating_sub(1));
        let top = self.top(focus.0, rows);
        self.headings(pen, (first, shown, each), monday, today);
        let mut cursor = None;
        for (row, line) in (1..area.height).zip(top..self.lines()) {
            self.site_name(pen, row, line, line == top);
            for (place, day) in (0..shown).zip(first..) {
                let column = MARGIN + place * each;
                let (_, item) = self.at(line, day);
                let (text, style) = self.cell(&item, &theme);
                let room = usize::from(each.saturating_sub(1));
                if (line, day) == focus {
                    pen.text(column, row, &pad(&text, room, &theme), theme.focus());
                    cursor = Some((column, row));
                } else {
                    pen.text(column, row, &clip(&text, room, &theme), style);
                }
            }
        }
        cursor
    }

    /// Which lines are in sight around the one in focus, in words; empty where all are.
    pub(super) fn position(&self, line: usize, area_rows: u16) -> String {
        let rows = usize::from(area_rows.saturating_sub(1));
        if self.lines() <= rows || rows == 0 {
            return String::new();
        }
        let top = self.top(line, rows);
        format!(" lines {}-{} of {}", top + 1, top + rows, self.lines())
    }

    fn top(&self, line: usize, rows: usize) -> usize {
        line.saturating_sub(rows / 2).min(self.lines().saturating_sub(rows))
    }

    fn headings(
        &self,
        pen: &mut Pen<'_>,
        (first, shown, each): (usize, u16, u16),
        monday: NaiveDate,
        today: NaiveDate,
    ) {
        let theme = pen.theme();
        let more = |there: bool, sign: &'static str| if there { sign } else { "" };
        pen.text(0, 0, more(first > 0, "<"), theme.hint());
        for (place, day) in (0..shown).zip(first..) {
            let date = monday + Days::new(day as u64);
            let holiday = self.sites.first().and_then(|site| site.days.get(day)?.holiday.as_ref()).is_some();
            let marks = format!("{}{}", more(date == today, "*"), more(holiday, " BH"));
            let style = if date == today { theme.title() } else { theme.heading() };
            pen.text(MARGIN + place * each, 0, &format!("{}{marks}", date.format("%a %-d")), style);
        }
        let last = first + usize::from(shown) < 7;
        pen.text_right(0, more(last, ">"), theme.hint());
    }

    /// The code stands at a site's first line, and at the top where that is out of sight.
    fn site_name(&self, pen: &mut Pen<'_>, row: u16, line: usize, top: bool) {
        let theme = pen.theme();
        let Some((site, within)) = self.places.get(line) else { return };
        if let Some(site) = self.sites.get(*site).filter(|_| *within == 0 || top) {
            pen.text(0, row, &site.site, theme.heading());
        }
    }

    fn cell(&self, item: &Item, theme: &Theme) -> (String, Style) {
        match item {
            Item::Person(entry) if entry.away.is_some() || !entry.covers => (person(entry), theme.dim()),
            Item::Person(entry) => (person(entry), theme.value()),
            Item::Gap(gap) if gap.to <= self.now => (format!("- {}", span(gap.minutes())), theme.dim()),
            Item::Gap(gap) => {
                let level = if gap.core { Level::Urgent } else { Level::Warn };
                let style = if gap.core { theme.urgent() } else { theme.warn() };
                (format!("{}{}", level.sign(), span(gap.minutes())), style)
            }
            Item::Open(bar) if bar.state == CoverState::AskCourt => ("? court".to_owned(), theme.warn()),
            Item::Open(bar) => (format!("? {}", span(bar.minutes())), theme.hint()),
            Item::Empty(false) => (".".to_owned(), theme.dim()),
            Item::Empty(true) | Item::Nothing => (String::new(), theme.value()),
        }
    }
}

/// Lines of a day: its people, its gaps, and hours that are not known to be covered.
fn height(day: &SiteDay) -> usize {
    day.entries.len() + day.gaps.len() + day.open.len()
}

fn item(day: &SiteDay, line: usize) -> Item {
    if let Some(entry) = day.entries.get(line) {
        return Item::Person(entry.clone());
    }
    let line = line - day.entries.len();
    if let Some(gap) = day.gaps.get(line) {
        return Item::Gap(gap.clone());
    }
    if let Some(bar) = day.open.get(line - day.gaps.len()) {
        return Item::Open(*bar);
    }
    if line > 0 || height(day) > 0 {
        Item::Nothing
    } else {
        Item::Empty(day.bars.iter().any(|bar| bar.state != CoverState::Closed))
    }
}

/// `AO early`; `x AO early` where something takes it away; `AO early*` for what is no plain duty, and
/// `AO on call*` for what does not cover.
fn person(entry: &Entry) -> String {
    let away = if entry.away.is_some() { "x " } else { "" };
    let other = if entry.activity.is_some() { "*" } else { "" };
    let what = if entry.covers {
        entry.what.clone()
    } else {
        entry.activity.clone().unwrap_or_default().to_lowercase()
    };
    format!("{away}{} {what}{other}", entry.label)
}
