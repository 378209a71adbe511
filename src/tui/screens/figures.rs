//! The figures of the service: a line for each, one of them opened with its rows or its trend.

mod lines;
pub mod missing;
mod question;

use chrono::{NaiveDate, NaiveDateTime};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use self::lines::{Lined, focus, list_line, opened_lines, title};
use self::question::{Answer, Question, Wanted, Work};
use super::{header, is_movement};
use crate::desk::figures::{AT_ONE_GO, FiguresAsked};
use crate::desk::{Desk, DeskError};
use crate::domain::service::Right;
use crate::domain::time::local;
use crate::figures::{Group, Period, Shown, Step};
use crate::tui::effect::{Ask, Effect, Go, PaperAsk, TrailAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::detail::{Detail, list_columns};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::progress::bar_on;
use crate::tui::widgets::reel::Tone;

/// Why somebody takes no figures out.
const MAY_NOT: &str = "your role may not take figures out of the store.";

fn for_leads() -> [Idle; 2] {
    [Act::Print, Act::ToFile].map(|act| (act, MAY_NOT.to_owned()))
}

/// The figures.
#[derive(Debug)]
pub struct FiguresScreen {
    header: Header,
    /// What is asked for now.
    question: Question,
    /// What has been counted, of this question or of the one before it.
    answer: Option<Answer>,
    /// What is being counted.
    work: Option<Work>,
    /// The local day.
    today: NaiveDate,
    /// Codes of the sites, in the order of their keys.
    sites: Vec<String>,
    groups: Vec<Group>,
    /// What somebody who does not lead may not do.
    idle: Vec<Idle>,
    selection: Selection,
    /// Where the opened figure's lines are, while one is open.
    opened: Option<Selection>,
    /// Episodes counted at one go.
    at_one_go: usize,
}

impl FiguresScreen {
    /// Begins to count the month in which today lies.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk) -> Result<Self, DeskError> {
        let (length, today) = (Step::Month, local(desk.now()).date());
        let asked = FiguresAsked {
            period: Period::around(today, length),
            sites: Vec::new(),
            group: Group::default(),
            step: Step::Week,
        };
        let mut screen = Self {
            header: header(desk, "FIGURES"),
            question: Question { asked, length, compares: false },
            answer: None,
            work: None,
            today,
            sites: desk.service().sites.iter().map(|site| site.code.clone()).collect(),
            groups: desk.figure_groups(),
            idle: if desk.may(&[Right::Lead]) { Vec::new() } else { for_leads().to_vec() },
            selection: Selection::default(),
            opened: None,
            at_one_go: AT_ONE_GO,
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Begins to count what is asked for now, where that is not what was counted or is being counted.
    ///
    /// # Errors
    /// A failure of the store; what was shown stays then.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.today = local(desk.now()).date();
        let wanted = Wanted { question: self.question.clone(), head: desk.head(), today: self.today };
        if self.answer.as_ref().is_some_and(|answer| answer.of == wanted) {
            self.work = None;
            return Ok(());
        }
        if self.work.as_ref().is_none_or(|work| work.of != wanted) {
            self.work = Some(Work::begin(desk, wanted)?);
            self.go_on(desk)?;
        }
        Ok(())
    }

    /// Counts on, where something is being counted.
    ///
    /// # Errors
    /// A failure of the store; what was shown stays then.
    pub fn go_on(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let Some(mut work) = self.work.take() else { return Ok(()) };
        if work.go_on(desk, self.at_one_go)? {
            self.answer = work.into_answer();
        } else {
            self.work = Some(work);
        }
        Ok(())
    }

    /// How far the count is, in percent; none where nothing is being counted.
    pub fn share(&self) -> Option<u8> {
        self.work.as_ref().map(Work::share)
    }

    /// Counts again where anything was recorded since, or the day has changed.
    ///
    /// # Errors
    /// As [`FiguresScreen::look`].
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIGURES");
        self.look(desk)
    }

    /// What is shown: none while another question is being counted.
    fn shown(&self) -> Option<&Answer> {
        self.answer.as_ref().filter(|answer| answer.of.question == self.question)
    }

    /// The figures that are shown.
    fn figures(&self) -> &[Shown] {
        self.shown().map_or(&[], |answer| &answer.side.shown)
    }

    /// Stops the count of another question than the one that is shown. False where nothing was to be stopped.
    fn stop(&mut self) -> bool {
        if self.shown().is_some() || self.work.is_none() {
            return false;
        }
        let Some(answer) = &self.answer else { return false };
        self.question = answer.of.question.clone();
        self.work = None;
        true
    }

    /// Counts so few at one go that it can be watched.
    #[cfg(test)]
    pub fn in_goes_of(&mut self, least: usize) {
        self.at_one_go = least;
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Figures
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> &[Idle] {
        &self.idle
    }

    fn chosen(&self) -> Option<usize> {
        self.selection.of(self.figures().len())
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
            Act::Open if self.figures().is_empty() => Vec::new(),
            Act::Open => {
                self.opened = if self.opened.is_some() { None } else { Some(Selection::default()) };
                Vec::new()
            }
            Act::Back if self.opened.is_some() => {
                self.opened = None;
                Vec::new()
            }
            Act::Back if self.stop() => {
                let words = format!("Stopped. {}.", self.title());
                vec![Effect::Look, Effect::Say(Message::new(Kind::Note, words))]
            }
            Act::Earlier => self.ask(|asked, length| asked.period = asked.period.before(length)),
            Act::Later => self.ask(|asked, length| asked.period = asked.period.after(length)),
            Act::Days => {
                self.question.length = self.question.length.next();
                let long = matches!(self.question.length, Step::Quarter | Step::Year);
                let step = if long { Step::Month } else { Step::Week };
                // Around today while today is in what is shown, else around where it begins.
                let (period, today) = (self.question.asked.period, self.today);
                let day = if period.holds(today) { today } else { period.first };
                self.ask(move |asked, length| {
                    (asked.period, asked.step) = (Period::around(day, length), step);
                })
            }
            Act::Trend if self.question.compares && self.opened.is_none() => {
                let words = "The period before stands in the place of the trend; an open figure shows both.";
                vec![Effect::Say(Message::new(Kind::Note, words))]
            }
            Act::Trend => self.ask(|asked, _| {
                asked.step = if asked.step == Step::Week { Step::Month } else { Step::Week };
            }),
            Act::Compare => {
                self.question.compares = !self.question.compares;
                vec![Effect::Look]
            }
            Act::Group => {
                let at =
                    self.groups.iter().position(|group| *group == self.question.asked.group).unwrap_or(0);
                let next = self.groups.get((at + 1) % self.groups.len().max(1)).cloned().unwrap_or_default();
                self.ask(|asked, _| asked.group = next)
            }
            Act::NextSite => {
                let at = self
                    .question
                    .asked
                    .sites
                    .first()
                    .and_then(|site| self.sites.iter().position(|own| own == site));
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
            Act::MissingItems => vec![Effect::Go(Go::MissingItems(Box::new(self.question.asked.clone())))],
            Act::Print | Act::ToFile if !self.idle.is_empty() => {
                vec![Effect::Say(Message::new(Kind::Note, format!("Not now: {MAY_NOT}")))]
            }
            Act::Print => {
                vec![Effect::Go(Go::Paper(PaperAsk::Figures(Box::new(self.question.asked.clone()))))]
            }
            Act::ToFile => {
                vec![Effect::Go(Go::Ask(Ask::Trail(TrailAsk::Figures(Box::new(
                    self.question.asked.clone(),
                )))))]
            }
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Figures)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn ask(&mut self, change: impl FnOnce(&mut FiguresAsked, Step)) -> Vec<Effect> {
        change(&mut self.question.asked, self.question.length);
        // In lines nothing else says what is counted now.
        vec![Effect::Look, Effect::Say(Message::new(Kind::Note, format!("{}.", self.title())))]
    }

    fn title(&self) -> String {
        title(&self.question.asked, self.question.beside())
    }

    fn move_on(&mut self, act: Act) {
        let lines = self.opened_text(0, &Theme::ALL[0]).len();
        let figures = self.figures().len();
        match &mut self.opened {
            Some(opened) => opened.update(act, lines, 10),
            None => self.selection.update(act, figures, 10),
        };
    }

    /// The lines of the figure in focus, with bars as far as so many columns have room for them.
    fn opened_text(&self, columns: u16, theme: &Theme) -> Vec<Lined> {
        let Some(answer) = self.shown() else { return Vec::new() };
        let Some((place, shown)) =
            self.chosen().and_then(|place| Some((place, answer.side.shown.get(place)?)))
        else {
            return Vec::new();
        };
        let before = answer.other.as_ref().and_then(|other| other.shown.get(place));
        opened_lines(shown, before, &answer.side.steps_of(place), (columns, theme))
    }

    /// Draws the list, or the figure that is open; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(answer) = self.shown() else { return self.view_progress(frame, area, theme) };
        let other = answer.other.as_ref();
        let chosen = self.chosen().and_then(|place| answer.side.shown.get(place));
        let (lines, columns, selection) = match self.opened {
            Some(selection) => {
                let name = chosen.map(|shown| shown.definition.name.to_uppercase()).unwrap_or_default();
                (self.opened_text(list_columns(area.width, area.height), theme), name, selection)
            }
            None => {
                let step = self.question.asked.step;
                let line = |(place, shown): (usize, &Shown)| {
                    let before = other.and_then(|other| other.shown.get(place));
                    list_line(shown, before, (&answer.side.steps_of(place), step), (area.width, theme))
                };
                let lines = answer.side.shown.iter().enumerate().map(line).collect();
                (lines, lines::columns(other.is_some(), step, (area.width, theme)), self.selection)
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
        let lines = lines.into_iter().enumerate();
        let plain = |place| other.is_some() || focused == Some(place);
        let page = ListPage {
            above: vec![
                Above::Words(0, self.title(), theme.value()),
                Above::Rule,
                Above::Words(1, columns, theme.label()),
            ],
            lines: lines.map(|(place, line)| drawn(line, plain(place), theme)).collect(),
            focus: (chosen.map(focus).unwrap_or_default(), 3),
            detail,
            ..self.page()
        };
        page.draw(frame, area, theme, selection);
    }

    /// What is the same whatever is shown.
    fn page(&self) -> ListPage<'_> {
        ListPage {
            header: &self.header,
            above: Vec::new(),
            lines: Vec::new(),
            empty: "",
            focus: (String::new(), 3),
            detail: Detail::default(),
            context: Context::Figures,
            idle: &self.idle,
        }
    }

    /// Draws how far the count is.
    fn view_progress(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let page = ListPage { above: counting(self.title(), self.share(), area.width, theme), ..self.page() };
        page.draw(frame, area, theme, Selection::default());
    }
}

/// What stands in the place of a list while its question is being counted.
fn counting(title: String, share: Option<u8>, columns: u16, theme: &Theme) -> Vec<Above> {
    let words = match share {
        Some(_) => "Counting. Esc stops it.",
        None => "Nothing was counted. Any other question counts anew.",
    };
    let mut rows = vec![
        Above::Words(0, title, theme.value()),
        Above::Rule,
        Above::Words(1, String::new(), theme.value()),
        Above::Words(1, words.to_owned(), theme.value()),
    ];
    rows.extend(share.map(|share| Above::Words(1, bar_on(columns, share), theme.heading())));
    rows
}

/// One line. Its end is a bar or a trend, in a colour of its own, unless numbers stand there, or the focus,
/// which lies over the line in one piece.
fn drawn((words, end): Lined, is_plain: bool, theme: &Theme) -> Line<'static> {
    let style = if is_plain { theme.value() } else { theme.label() };
    Line::from(vec![Span::styled(words, theme.value()), Span::styled(end, style)])
}
