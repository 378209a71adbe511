//! One person's month: every day with what is planned, the hours, and what working time says.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::{header, is_movement};
use super::acts::{edits, hide_why, of_person};
use super::go;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::name;
use crate::domain::rota::Staff;
use crate::domain::time::{local, span};
use crate::rota::bank_holiday;
use crate::rota::week::{Entry, entry};
use crate::rota::working_time::{Breach, Work, breaches};
use crate::tui::effect::{Ask, Effect, Go, RotaAsk, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// The month on the screen.
#[derive(Debug)]
pub struct Month {
    header: Header,
    who: PractitionerId,
    first: NaiveDate,
    rows: Vec<Row>,
    summary: String,
    /// Who comes before and after on the rota.
    beside: (Option<PractitionerId>, Option<PractitionerId>),
    selection: Selection,
}

#[derive(Debug)]
struct Row {
    day: NaiveDate,
    text: String,
    warns: bool,
    off: bool,
}

impl Month {
    /// Reads the month in which a day lies; `old` keeps the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(
        desk: &Desk,
        who: PractitionerId,
        day: NaiveDate,
        old: Option<&Self>,
    ) -> Result<Self, DeskError> {
        let first = day.with_day(1).unwrap_or(day);
        let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
        let service = desk.service();
        // The averages look back over the whole reference period.
        let before = Days::new(u64::try_from(service.working_time.reference_weeks).unwrap_or_default() * 7);
        let plan = desk.plan_between(first - before, last + Days::new(14))?;
        let work = Work::of(&plan, &service.lists.activities, who);
        let told: Vec<Breach> = breaches(&work, &service.working_time)
            .into_iter()
            .filter(|breach| (first..=last).contains(&local(breach.at).date()))
            .collect();
        let mut own: Vec<Entry> = plan
            .shifts
            .values()
            .filter(|shift| shift.practitioner == who && (first..=last).contains(&shift.span.day()))
            .map(|shift| entry(&plan, service, shift))
            .collect();
        own.sort_by_key(|entry| entry.span);
        if !edits(desk) {
            own.iter_mut().for_each(hide_why);
        }
        let minutes: i64 = work
            .shifts
            .iter()
            .filter(|shift| (first..=last).contains(&local(shift.from).date()))
            .map(crate::rota::working_time::Worked::minutes)
            .sum();
        let days = first.iter_days().take_while(|day| *day <= last);
        let (mut rows, mut at_day) = (Vec::new(), 0);
        for on in days {
            if on == day {
                at_day = rows.len();
            }
            let holiday = bank_holiday(on, &service.bank_holidays);
            rows.extend(lapsed(plan.staff.get(&who), &own, on));
            rows.extend(rows_of(on, holiday.as_deref(), &own, &told));
        }
        let mut names: Vec<_> = plan.staff.values().filter(|staff| !staff.left).collect();
        names.sort_by_cached_key(|staff| name::order(&staff.name));
        let at = names.iter().position(|staff| staff.id == who);
        let beside = |place: Option<usize>| place.and_then(|place| names.get(place)).map(|staff| staff.id);
        let name = plan.staff.get(&who).map_or("?", |staff| staff.name.as_str());
        let summary = format!(
            "{}, {} without breaks; working time: {}.",
            if own.len() == 1 { "1 shift".to_owned() } else { format!("{} shifts", own.len()) },
            span(minutes),
            match told.len() {
                0 => "nothing to say".to_owned(),
                1 => "1 remark".to_owned(),
                n => format!("{n} remarks"),
            }
        );
        Ok(Self {
            header: header(desk, format!("ROTA  {name}  {}", first.format("%B %Y"))),
            who,
            first,
            rows,
            summary,
            beside: (beside(at.and_then(|at| at.checked_sub(1))), beside(at.map(|at| at + 1))),
            selection: old.map_or(Selection::at(at_day), |old| old.selection),
        })
    }

    /// Reads it anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        Self::new(desk, self.who, self.first, Some(self))
    }

    /// The day in focus.
    fn day(&self) -> NaiveDate {
        let row = self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place));
        row.map_or(self.first, |row| row.day)
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::RotaMonth
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::RotaMonth, *key) else { return Vec::new() };
        let turn = |who, day| vec![Effect::Back, go(RotaPlace::Month { who, day })];
        match act {
            act if is_movement(act) => {
                self.selection.update(act, self.rows.len(), 10);
                Vec::new()
            }
            Act::Earlier => turn(self.who, self.first - Days::new(1)),
            Act::Later => turn(self.who, self.first.checked_add_months(Months::new(1)).unwrap_or(self.first)),
            Act::PreviousField => self.beside.0.map(|who| turn(who, self.first)).unwrap_or_default(),
            Act::NextField => self.beside.1.map(|who| turn(who, self.first)).unwrap_or_default(),
            Act::Staff => vec![Effect::Go(Go::Ask(Ask::Rota(RotaAsk::Staff(Some(self.who)))))],
            Act::Absent => {
                let day = self.day();
                vec![Effect::Go(Go::Ask(Ask::Rota(RotaAsk::Away { who: Some(self.who), shift: None, day })))]
            }
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::RotaMonth)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the month; the line in focus stands whole below it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let focused = self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place));
        let words = focused.map(|row| row.text.trim().to_owned()).unwrap_or_default();
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Words(0, self.summary.clone(), theme.value()), Above::Rule],
            lines: self.rows.iter().map(|row| line(row, theme)).collect(),
            empty: "",
            focus: (words, 2),
            detail: Detail::default(),
            context: Context::RotaMonth,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }
}

/// What was to be renewed before somebody works on a day.
fn lapsed(staff: Option<&Staff>, own: &[Entry], day: NaiveDate) -> Option<Row> {
    let staff = staff.filter(|_| own.iter().any(|entry| entry.span.day() == day))?;
    let ended = |until: Option<NaiveDate>, what: &str| {
        let until = until.filter(|until| *until < day)?;
        Some(format!("{what} ended {}", until.format("%-d %b %Y")))
    };
    let told = [ended(staff.registered_until, "registration"), ended(staff.vetted_until, "vetting")];
    let told: Vec<String> = told.into_iter().flatten().collect();
    let text = format!("     ! {}", told.join("; "));
    (!told.is_empty()).then_some(Row { day, text, warns: true, off: false })
}

/// The lines of one day: what is planned, or nothing; then what working time says of it.
fn rows_of(day: NaiveDate, holiday: Option<&str>, own: &[Entry], told: &[Breach]) -> Vec<Row> {
    let date = day.format("%a %e").to_string();
    let holiday = holiday.map(|name| format!("  {name}")).unwrap_or_default();
    let mut rows: Vec<Row> = own
        .iter()
        .filter(|entry| entry.span.day() == day)
        .map(|entry| {
            let (_, words) = of_person(entry).split_once(", ").map_or_else(
                || (String::new(), String::new()),
                |(name, words)| (name.to_owned(), words.to_owned()),
            );
            let text = format!("{date}  {} {words}{holiday}", entry.site);
            Row { day, text, warns: false, off: entry.away.is_some() }
        })
        .collect();
    if rows.is_empty() {
        rows.push(Row { day, text: format!("{date}  -{holiday}"), warns: false, off: true });
    }
    let of_day = told.iter().filter(|breach| local(breach.at).date() == day);
    rows.extend(of_day.map(|breach| Row {
        day,
        text: format!("     ! {}", breach.words),
        warns: true,
        off: false,
    }));
    rows
}

fn line(row: &Row, theme: &Theme) -> Line<'static> {
    let style = match (row.warns, row.off) {
        (true, _) => theme.warn(),
        (false, true) => theme.dim(),
        (false, false) => theme.value(),
    };
    Line::from(Span::styled(row.text.clone(), style))
}
