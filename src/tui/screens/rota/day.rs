//! One day in hours: for each site how it is covered, and below it each person as a bar.
//!
//! A column is half an hour, or an hour on a narrow screen; the hours above are those of the clock on
//! the wall, of which a day in March has 23 and one in October 25.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, Timelike, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Words};

use super::super::{header, is_movement};
use super::acts::{self, Focus, Item, about, settled};
use super::go;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::time::{local, span};
use crate::rota::week::{Bar, Entry, SiteDay, days};
use crate::rota::{Between, CoverState};
use crate::tui::effect::{Effect, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{pad, wrap_short};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;

/// Columns before the bars, and those that the words after them need.
const NAME: usize = 12;
const AFTER: usize = 14;

/// The day on the screen.
#[derive(Debug)]
pub struct DayScreen {
    header: Header,
    day: NaiveDate,
    rows: Vec<Row>,
    settled: String,
    selection: Selection,
    edits: bool,
    me: PractitionerId,
}

#[derive(Debug)]
struct Row {
    site: String,
    name: String,
    item: Item,
    /// How the site is covered, on its own line; on a person's line there is none.
    cover: Option<SiteDay>,
}

impl DayScreen {
    /// Reads the day; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, day: NaiveDate, old: Option<&Self>) -> Result<Self, DeskError> {
        let plan = desk.plan_between(day, day)?;
        let mut rows = Vec::new();
        for site in days(&plan, desk.service(), day, day) {
            let Some(mut of_day) = site.days.into_iter().next() else { continue };
            if !acts::edits(desk) {
                of_day.running.iter_mut().chain(&mut of_day.entries).for_each(acts::hide_why);
            }
            let people = of_day.running.iter().chain(&of_day.entries).cloned().map(Item::Person);
            let gaps = of_day.gaps.iter().cloned().map(Item::Gap);
            let open = of_day.open.iter().copied().map(Item::Open);
            let items: Vec<Item> = people.chain(gaps).chain(open).collect();
            let row = |item, cover| Row { site: site.site.clone(), name: site.name.clone(), item, cover };
            rows.push(row(Item::Empty(true), Some(of_day)));
            rows.extend(items.into_iter().map(|item| row(item, None)));
        }
        Ok(Self {
            header: header(desk, format!("ROTA  {}", day.format("%A %-d %B %Y"))),
            day,
            rows,
            settled: settled(plan.published),
            selection: old.map_or_else(Selection::default, |old| old.selection),
            edits: acts::edits(desk),
            me: desk.who().id,
        })
    }

    /// Reads it anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        Self::new(desk, self.day, Some(self))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaDay
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::RotaDay, *key) else { return Vec::new() };
        match act {
            Act::Earlier => vec![Effect::Back, go(RotaPlace::Day(self.day - Days::new(1)))],
            Act::Later => vec![Effect::Back, go(RotaPlace::Day(self.day + Days::new(1)))],
            act if is_movement(act) => {
                self.selection.update(act, self.rows.len(), 10);
                Vec::new()
            }
            act => acts::update(act, &self.focus(), Context::RotaDay),
        }
    }

    fn focus(&self) -> Focus {
        let row = self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place));
        let monday = self.day - Days::new(u64::from(self.day.weekday().num_days_from_monday()));
        Focus {
            day: self.day,
            monday,
            site: row.map(|row| row.site.clone()).unwrap_or_default(),
            item: row.map_or(Item::Nothing, |row| row.item.clone()),
            edits: self.edits,
            me: self.me,
        }
    }

    /// Draws the day.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let scale = Scale::of(self.day, usize::from(columns));
        pen.text(1, 1, &format!("{} {}", pad("", NAME, theme), scale.hours()), theme.heading());
        let lines: Vec<Line<'_>> = self.rows.iter().map(|row| line(row, &scale, theme)).collect();
        let body = rows.saturating_sub(7);
        let cursor = self.selection.draw(&mut pen.part(0, 2, columns, body), &lines);
        let legend = "= covered  ! gap  ~ stand-in  + more than asked  ? not known  . no service";
        pen.text(0, rows.saturating_sub(5), legend, theme.hint());
        let words = format!("{} The rota is {}.", self.words(), self.settled);
        for (row, text) in (rows.saturating_sub(4)..).zip(&wrap_short(&words, columns.into(), 2, theme)) {
            pen.text(0, row, text, theme.value());
        }
        let position = self.selection.position(lines.len(), body.into());
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::RotaDay, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + 2 + row));
        }
    }

    fn words(&self) -> String {
        let row = self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place));
        match row.and_then(|row| Some((row, row.cover.as_ref()?))) {
            Some((row, day)) => {
                let holiday = day.holiday.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
                let open = match day.open.iter().map(Bar::minutes).sum() {
                    0 => String::new(),
                    minutes => format!(", {} not known", span(minutes)),
                };
                let (planned, short) = (day.running.len() + day.entries.len(), day.gaps.len());
                format!("{}{holiday}: {planned} planned, {short} short{open}.", row.name)
            }
            None => about(&self.focus()),
        }
    }
}

/// Where on the line a time stands.
struct Scale {
    from: DateTime<Utc>,
    slot: Duration,
    slots: i32,
}

impl Scale {
    fn of(day: NaiveDate, columns: usize) -> Self {
        let Between { from, to } = Between::days(day, day);
        let halves = (to - from).num_minutes() / 30;
        let room = columns.saturating_sub(NAME + AFTER + 3);
        let wide = usize::try_from(halves).is_ok_and(|halves| halves <= room);
        let minutes = if wide { 30 } else { 60 };
        let slots = i32::try_from((to - from).num_minutes() / minutes).unwrap_or(0);
        Self { from, slot: Duration::minutes(minutes), slots }
    }

    fn at(&self, place: i32) -> (DateTime<Utc>, DateTime<Utc>) {
        let from = self.from + self.slot * place;
        (from, from + self.slot)
    }

    /// `00  03  06` above the bars, each at its own hour.
    fn hours(&self) -> String {
        let mut text = String::new();
        for place in 0..self.slots {
            let wall = local(self.at(place).0);
            let due = usize::try_from(place).unwrap_or(0);
            if wall.hour().is_multiple_of(3) && wall.minute() == 0 && text.len() <= due {
                text.push_str(&" ".repeat(due - text.len()));
                text.push_str(&wall.format("%H").to_string());
            }
        }
        text
    }

    /// One sign for each column.
    fn bar(&self, sign: impl Fn(DateTime<Utc>, DateTime<Utc>) -> char) -> String {
        (0..self.slots).map(|place| self.at(place)).map(|(from, to)| sign(from, to)).collect()
    }
}

fn line(row: &Row, scale: &Scale, theme: &Theme) -> Line<'static> {
    let (name, bar, after, style) = match (&row.item, &row.cover) {
        (_, Some(day)) => {
            let bar = scale.bar(|from, to| worst(day, from, to));
            let holiday = if day.holiday.is_some() { "bank holiday" } else { "" };
            (row.site.clone(), bar, holiday.to_owned(), theme.heading())
        }
        (Item::Person(entry), None) => {
            let style = if entry.away.is_some() { theme.dim() } else { theme.value() };
            (
                format!(" {}", surname(&entry.name)),
                scale.bar(|from, to| works(entry, from, to)),
                told(entry),
                style,
            )
        }
        (Item::Gap(gap), None) => {
            let bar = scale.bar(|from, to| if gap.from < to && from < gap.to { '!' } else { ' ' });
            let skill = gap.skill.clone().unwrap_or_default();
            let style = if gap.core { theme.urgent() } else { theme.warn() };
            (" !! GAP".to_owned(), bar, skill, style)
        }
        (Item::Open(open), None) => {
            let bar = scale.bar(|from, to| if open.from < to && from < open.to { '?' } else { ' ' });
            let told = if open.state == CoverState::AskCourt { "ask the court" } else { "not published" };
            (" ? not known".to_owned(), bar, told.to_owned(), theme.hint())
        }
        _ => (String::new(), String::new(), String::new(), Style::new()),
    };
    Line::from(Words::styled(format!("{} {bar} {after}", pad(&name, NAME, theme)), style))
}

fn surname(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}

/// What a line says after its bar.
fn told(entry: &Entry) -> String {
    match (&entry.away, &entry.activity) {
        (Some((_, why)), _) => format!("away: {why}"),
        (None, Some(activity)) => activity.clone(),
        (None, None) => entry.what.clone(),
    }
}

fn works(entry: &Entry, from: DateTime<Utc>, to: DateTime<Utc>) -> char {
    match (entry.span.from < to && from < entry.span.to, &entry.away) {
        (false, _) => ' ',
        (true, Some(_)) => 'x',
        (true, None) if entry.covers => '=',
        (true, None) => '-',
    }
}

/// The worst state within a column: a gap of a minute is a gap.
fn worst(day: &SiteDay, from: DateTime<Utc>, to: DateTime<Utc>) -> char {
    let within =
        |state: CoverState| day.bars.iter().any(|bar| bar.state == state && bar.from < to && from < bar.to);
    let signs = [
        (CoverState::Gap, '!'),
        (CoverState::Unknown, '?'),
        (CoverState::AskCourt, '?'),
        (CoverState::Fallback, '~'),
        (CoverState::Ok, '='),
        (CoverState::Spare, '+'),
    ];
    signs.into_iter().find(|(state, _)| within(*state)).map_or('.', |(_, sign)| sign)
}
