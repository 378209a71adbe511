//! How long records are kept: what is due for review, what is on hold, what may be thinned.

use chrono::{NaiveDate, NaiveDateTime};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::retention::{RetentionLine, RetentionLists};
use crate::desk::{Desk, DeskError};
use crate::domain::event::Disposal;
use crate::domain::retention::Kept;
use crate::domain::time::{day, local};
use crate::tui::effect::{Ask, Effect, Go, TrailAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// Which of the three lists is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Shown {
    #[default]
    Due,
    Held,
    Thin,
}

impl Shown {
    const ALL: [Self; 3] = [Self::Due, Self::Held, Self::Thin];

    fn title(self) -> &'static str {
        match self {
            Self::Due => "DUE FOR REVIEW",
            Self::Held => "ON LEGAL HOLD",
            Self::Thin => "MAY BE THINNED",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::Due => Self::Held,
            Self::Held => Self::Thin,
            Self::Thin => Self::Due,
        }
    }
}

/// The retention lists.
#[derive(Debug)]
pub struct RetentionScreen {
    header: Header,
    lists: RetentionLists,
    /// Head of the journal and day as they were read: on the same ones the lists are the same.
    read: (String, NaiveDate),
    shown: Shown,
    selection: Selection,
    /// Whom the line in focus is about.
    beside: Beside,
}

impl RetentionScreen {
    /// Reads them; `old` keeps the list shown and the line in focus.
    ///
    /// # Errors
    /// Refused for those who do not lead; a failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let mut screen = Self {
            lists: desk.retention()?,
            read: read_at(desk),
            header: header(desk, "RETENTION"),
            shown: old.map(|old| old.shown).unwrap_or_default(),
            selection: old.map(|old| old.selection).unwrap_or_default(),
            beside: Beside::Nobody,
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads whom the line in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().map(|line| line.episode))?;
        Ok(())
    }

    /// Reads them again where anything was recorded since, or the day has changed.
    ///
    /// # Errors
    /// As [`RetentionScreen::new`].
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if read_at(desk) == self.read {
            self.header = header(desk, "RETENTION");
        } else {
            *self = Self::new(desk, Some(self))?;
        }
        Ok(())
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        if !self.lines().is_empty() {
            return Vec::new();
        }
        let acts = [Act::Open, Act::LegalHold, Act::RetentionClass, Act::Dispose];
        acts.into_iter().map(|act| (act, "No record is in this list.".to_owned())).collect()
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Retention
    }

    fn list(&self, shown: Shown) -> &[RetentionLine] {
        match shown {
            Shown::Due => &self.lists.due,
            Shown::Held => &self.lists.held,
            Shown::Thin => &self.lists.thin,
        }
    }

    fn lines(&self) -> &[RetentionLine] {
        self.list(self.shown)
    }

    fn chosen(&self) -> Option<&RetentionLine> {
        self.selection.of(self.lines().len()).and_then(|place| self.lines().get(place))
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Retention, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.lines().len(), 10);
            return vec![Effect::Look];
        }
        let ask = |asked| vec![Effect::Go(Go::Ask(Ask::Trail(asked)))];
        let what = if self.shown == Shown::Thin { Disposal::Thinned } else { Disposal::Whole };
        match (act, self.chosen().map(|line| line.episode)) {
            (Act::Filter, _) => {
                (self.shown, self.selection) = (self.shown.next(), Selection::default());
                vec![Effect::Look]
            }
            (Act::Open, Some(id)) => vec![Effect::Go(Go::Episode(id))],
            (Act::LegalHold, Some(id)) => ask(TrailAsk::Hold(id)),
            (Act::RetentionClass, Some(id)) => ask(TrailAsk::Class(id)),
            (Act::Dispose, Some(episode)) => ask(TrailAsk::Dispose { episode, what }),
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Retention)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let tab = |shown: Shown| {
            let words = format!("{} {}", shown.title(), self.list(shown).len());
            if shown == self.shown { format!("[{words}]") } else { format!(" {words} ") }
        };
        let tabs = Shown::ALL.map(tab).join(" ");
        let empty = match self.shown {
            Shown::Due => "No record is due for review. Nothing goes by itself.",
            Shown::Held => "No record is on legal hold.",
            Shown::Thin => "No record may be thinned now; thin_after_days in service.toml says when.",
        };
        let page = ListPage {
            header: &self.header,
            above: vec![
                Above::Words(0, tabs, theme.value()),
                Above::Rule,
                Above::Words(
                    1,
                    "REFERENCE     WHO   SITE LAST CONTACT  KEPT UNTIL   CLASS".to_owned(),
                    theme.label(),
                ),
            ],
            lines: self.lines().iter().map(|line| row(line, theme)).collect(),
            empty,
            focus: (self.chosen().map(in_full).unwrap_or_default(), 2),
            detail: self.beside.detail(self.chosen().map(|line| line.episode)),
            context: Context::Retention,
            idle: &self.idle(),
        };
        page.draw(frame, area, theme, self.selection);
    }
}

fn read_at(desk: &Desk) -> (String, NaiveDate) {
    (desk.head(), local(desk.now()).date())
}

fn until(line: &RetentionLine) -> String {
    match line.kept {
        Kept::Open => "open".to_owned(),
        Kept::Held => "held".to_owned(),
        Kept::Until(until) => until.format("%d/%m/%Y").to_string(),
        Kept::NoClass => "no class".to_owned(),
    }
}

fn row(line: &RetentionLine, theme: &Theme) -> Line<'static> {
    let text = format!(
        "{} {} {} {}   {} {}",
        pad(&line.reference, 13, theme),
        pad(&line.initials, 5, theme),
        pad(&line.site, 4, theme),
        line.last_contact.format("%d/%m/%Y"),
        pad(&until(line), 12, theme),
        line.class
    );
    Line::from(Span::styled(text, theme.value()))
}

/// The line in focus in whole words.
fn in_full(line: &RetentionLine) -> String {
    let mut words = format!("{} {}: {}", line.initials, line.reference, line.class);
    if let Some((reason, since)) = &line.hold {
        words.push_str(&format!("; held since {} for: {reason}", day(local(*since).date())));
    } else if let Kept::Until(until) = line.kept {
        words.push_str(&format!("; kept until {}", day(until)));
    }
    if line.thinned {
        words.push_str("; answers and free text are gone already");
    }
    format!("{words}.")
}
