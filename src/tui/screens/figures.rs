//! The figures of the service: a line for each, one of them opened with its rows or its trend.

mod lines;
pub mod missing;

use chrono::{NaiveDate, NaiveDateTime};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::lines::{Lined, focus, list_line, opened_lines, title};
use super::{header, is_movement};
use crate::desk::figures::{Counted, FiguresAsked};
use crate::desk::{Desk, DeskError};
use crate::domain::service::Right;
use crate::domain::time::local;
use crate::figures::{Group, Period, Shown, Step, unguarded};
use crate::tui::effect::{Ask, Effect, Go, PaperAsk, TrailAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::{Detail, list_columns};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::reel::Tone;

/// Why somebody takes no figures out.
const MAY_NOT: &str = "your role may not take figures out of the store.";

/// What was asked, whether the period before stands beside it, the journal's head, and the day.
type Read = (FiguresAsked, bool, String, NaiveDate);

/// One period as it is shown.
#[derive(Debug)]
struct Side {
    counted: Counted,
    shown: Vec<Shown>,
    /// The same for each step of it.
    steps: Vec<(Period, Vec<Shown>)>,
}

impl Side {
    fn read(desk: &Desk, asked: &FiguresAsked) -> Result<Self, DeskError> {
        let counted = desk.figures(asked)?;
        let whole = unguarded(&counted.whole);
        // What has not begun yet is no trend.
        let (steps, today) = (counted.steps.iter(), local(counted.at).date());
        let steps = steps.filter(|step| step.period.first <= today);
        let steps = steps.map(|step| (step.period, unguarded(step))).collect();
        Ok(Self { counted, shown: whole, steps })
    }

    /// One figure in each step, by its place.
    fn steps_of(&self, place: usize) -> Vec<(Period, &Shown)> {
        self.steps.iter().filter_map(|(period, figures)| Some((*period, figures.get(place)?))).collect()
    }
}

/// The figures.
#[derive(Debug)]
pub struct FiguresScreen {
    header: Header,
    asked: FiguresAsked,
    /// How long the period is on the calendar.
    length: Step,
    /// Whether the period before stands beside it.
    compares: bool,
    /// What has been read; on the same question and the same journal nothing is counted again.
    read: Read,
    side: Side,
    other: Option<Side>,
    /// Codes of the sites, in the order of their keys.
    sites: Vec<String>,
    groups: Vec<Group>,
    /// Whether whoever is signed in leads.
    leads: bool,
    selection: Selection,
    /// Where the opened figure's lines are, while one is open.
    opened: Option<Selection>,
}

impl FiguresScreen {
    /// Counts the month in which today lies.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk) -> Result<Self, DeskError> {
        let length = Step::Month;
        let asked = FiguresAsked {
            period: Period::around(local(desk.now()).date(), length),
            sites: Vec::new(),
            group: Group::default(),
            step: Step::Week,
        };
        Ok(Self {
            header: header(desk, "FIGURES"),
            length,
            compares: false,
            read: (asked.clone(), false, desk.head(), local(desk.now()).date()),
            side: Side::read(desk, &asked)?,
            other: None,
            sites: desk.service().sites.iter().map(|site| site.code.clone()).collect(),
            groups: desk.figure_groups(),
            leads: desk.may(&[Right::Lead]),
            selection: Selection::default(),
            opened: None,
            asked,
        })
    }

    /// Counts what is asked for now, where that is not what was counted.
    ///
    /// # Errors
    /// A failure of the store; what was shown stays then.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let read = self.wanted(desk);
        if self.read == read {
            return Ok(());
        }
        let before = FiguresAsked { period: self.asked.period.before(self.length), ..self.asked.clone() };
        let other = self.compares.then(|| Side::read(desk, &before)).transpose()?;
        (self.side, self.other) = (Side::read(desk, &self.asked)?, other);
        self.read = read;
        Ok(())
    }

    /// Counts again where anything was recorded since, or the day has changed.
    ///
    /// # Errors
    /// As [`FiguresScreen::look`].
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIGURES");
        self.look(desk)
    }

    fn wanted(&self, desk: &Desk) -> Read {
        (self.asked.clone(), self.compares, desk.head(), local(desk.now()).date())
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Figures
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let acts: &[Act] = if self.leads { &[] } else { &[Act::Print, Act::ToFile] };
        acts.iter().map(|act| (*act, MAY_NOT.to_owned())).collect()
    }

    fn chosen(&self) -> Option<usize> {
        self.selection.of(self.side.shown.len())
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Figures, *key) else { return Vec::new() };
        if is_movement(act) {
            self.move_on(act);
            return Vec::new();
        }
        match act {
            Act::Open => {
                self.opened = if self.opened.is_some() { None } else { Some(Selection::default()) };
                Vec::new()
            }
            Act::Back if self.opened.is_some() => {
                self.opened = None;
                Vec::new()
            }
            Act::Earlier => self.ask(|asked, length| asked.period = asked.period.before(length)),
            Act::Later => self.ask(|asked, length| asked.period = asked.period.after(length)),
            Act::Days => {
                self.length = self.length.next();
                let long = matches!(self.length, Step::Quarter | Step::Year);
                let step = if long { Step::Month } else { Step::Week };
                // Around today while today is in what is shown, else around where it begins.
                let (period, today) = (self.asked.period, self.read.3);
                let day = if period.holds(today) { today } else { period.first };
                self.ask(move |asked, length| {
                    (asked.period, asked.step) = (Period::around(day, length), step);
                })
            }
            Act::Trend if self.compares && self.opened.is_none() => {
                let words = "The period before stands in the place of the trend; an open figure shows both.";
                vec![Effect::Say(Message::new(Kind::Note, words))]
            }
            Act::Trend => self.ask(|asked, _| {
                asked.step = if asked.step == Step::Week { Step::Month } else { Step::Week };
            }),
            Act::Compare => {
                self.compares = !self.compares;
                vec![Effect::Look]
            }
            Act::Group => {
                let at = self.groups.iter().position(|group| *group == self.asked.group).unwrap_or(0);
                let next = self.groups.get((at + 1) % self.groups.len().max(1)).cloned().unwrap_or_default();
                self.ask(|asked, _| asked.group = next)
            }
            Act::NextSite => {
                let at =
                    self.asked.sites.first().and_then(|site| self.sites.iter().position(|own| own == site));
                let next = self.sites.get(at.map_or(0, |at| at + 1)).cloned();
                self.ask(|asked, _| asked.sites = next.into_iter().collect())
            }
            Act::Site(0) => self.ask(|asked, _| asked.sites.clear()),
            Act::Site(number) => {
                let site = self.sites.get(usize::from(number).saturating_sub(1)).cloned();
                match site {
                    Some(site) => self.ask(|asked, _| asked.sites = vec![site]),
                    None => vec![Effect::Say(Message::new(Kind::Note, "There is no site of that number."))],
                }
            }
            Act::MissingItems => vec![Effect::Go(Go::MissingItems(Box::new(self.asked.clone())))],
            Act::Print | Act::ToFile if !self.leads => {
                vec![Effect::Say(Message::new(Kind::Note, format!("Not now: {MAY_NOT}")))]
            }
            Act::Print => vec![Effect::Go(Go::Paper(PaperAsk::Figures(Box::new(self.asked.clone()))))],
            Act::ToFile => {
                vec![Effect::Go(Go::Ask(Ask::Trail(TrailAsk::Figures(Box::new(self.asked.clone())))))]
            }
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Figures)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn ask(&mut self, change: impl FnOnce(&mut FiguresAsked, Step)) -> Vec<Effect> {
        change(&mut self.asked, self.length);
        // In lines nothing else says what is counted now.
        vec![Effect::Look, Effect::Say(Message::new(Kind::Note, format!("{}.", title(&self.asked, None))))]
    }

    fn move_on(&mut self, act: Act) {
        let lines = self.opened_rows();
        match &mut self.opened {
            Some(opened) => opened.update(act, lines, 10),
            None => self.selection.update(act, self.side.shown.len(), 10),
        };
    }

    /// How many lines the opened figure has.
    fn opened_rows(&self) -> usize {
        self.opened_text(0, &Theme::ALL[0]).len()
    }

    /// The lines of the figure in focus, with bars as far as so many columns have room for them.
    fn opened_text(&self, columns: u16, theme: &Theme) -> Vec<Lined> {
        let Some(place) = self.chosen() else { return Vec::new() };
        let Some(shown) = self.side.shown.get(place) else { return Vec::new() };
        let before = self.other.as_ref().and_then(|other| other.shown.get(place));
        let steps = self.side.steps_of(place);
        opened_lines(shown, before, &steps, (columns, theme))
    }

    /// Draws the list, or the figure that is open; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let other = self.other.as_ref();
        let title = title(&self.asked, other.map(|other| other.counted.whole.period));
        let chosen = self.chosen().and_then(|place| self.side.shown.get(place));
        let (lines, columns, selection) = match self.opened {
            Some(selection) => {
                let name = chosen.map(|shown| shown.definition.name.to_uppercase()).unwrap_or_default();
                (self.opened_text(list_columns(area.width, area.height), theme), name, selection)
            }
            None => {
                let line = |(place, shown): (usize, &Shown)| {
                    let before = other.and_then(|other| other.shown.get(place));
                    let (steps, step) = (self.side.steps_of(place), self.asked.step);
                    list_line(shown, before, (&steps, step), (area.width, theme))
                };
                let lines = self.side.shown.iter().enumerate().map(line).collect();
                (lines, lines::columns(other.is_some(), self.asked.step, (area.width, theme)), self.selection)
            }
        };
        let focused = selection.of(lines.len());
        let mut detail = Detail::default();
        if self.opened.is_none() {
            detail.push(Tone::Plain, "");
            for (words, end) in self.opened_text(0, theme) {
                detail.push(Tone::Plain, format!("{words}{end}").trim_end().to_owned());
            }
        }
        let page = ListPage {
            header: &self.header,
            above: vec![
                Above::Words(0, title, theme.value()),
                Above::Rule,
                Above::Words(1, columns, theme.label()),
            ],
            lines: lines
                .into_iter()
                .enumerate()
                .map(|(place, line)| drawn(line, other.is_some() || focused == Some(place), theme))
                .collect(),
            empty: "Nothing was counted.",
            focus: (chosen.map(focus).unwrap_or_default(), 3),
            detail,
            context: Context::Figures,
            idle: &self.idle(),
        };
        page.draw(frame, area, theme, selection);
    }
}

/// One line. Its end is a bar or a trend, in a colour of its own, unless numbers stand there, or the focus,
/// which lies over the line in one piece.
fn drawn((words, end): Lined, is_plain: bool, theme: &Theme) -> Line<'static> {
    let style = if is_plain { theme.value() } else { theme.label() };
    Line::from(vec![Span::styled(words, theme.value()), Span::styled(end, style)])
}
