//! Finding somebody among all episodes there are. A search is deliberate, so names are shown.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::search::{Found, MOST_FOUND};
use crate::desk::{Desk, DeskError};
use crate::domain::time::local;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{pad, pad_left, wrap};
use crate::tui::widgets::detail::{Detail, list_columns};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::Tone;

/// The search, with what was found so far.
#[derive(Debug)]
pub struct Search {
    header: Header,
    typed: LineEdit,
    found: Vec<Found>,
    selection: Selection,
    /// What was searched for last, and how many were found.
    last: (String, usize),
    /// What of it was recorded last.
    told: String,
    /// What `found` was found by; none where the last search was not recorded.
    shown: Option<String>,
    /// Whom the line in focus is about.
    beside: Beside,
}

impl Search {
    /// Begins with an empty line and the open episodes worked on last.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk) -> Result<Self, DeskError> {
        let mut screen = Self {
            header: header(desk, "FIND  names are shown"),
            typed: LineEdit::default(),
            found: desk.search("")?,
            selection: Selection::default(),
            last: (String::new(), 0),
            told: String::new(),
            shown: Some(String::new()),
            beside: Beside::Nobody,
        };
        screen.look_beside(desk)?;
        Ok(screen)
    }

    /// Searches for what is typed now, where that was not done, and reads whom the line in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIND  names are shown");
        let typed = self.typed.text().trim().to_owned();
        if self.shown.as_ref() == Some(&typed) {
            return self.look_beside(desk);
        }
        // Nothing is shown whose recording failed.
        self.found.clear();
        (self.shown, self.beside) = (None, Beside::Nobody);
        let found = desk.search(&typed)?;
        if typed.is_empty() {
            // A line emptied ends one search; the next word begins another.
            self.settle(desk)?;
            self.told.clear();
        } else if self.told.is_empty() {
            desk.searched(&typed, found.len())?;
            self.told.clone_from(&typed);
        }
        self.shown = Some(typed.clone());
        self.last = (typed, found.len());
        self.found = found;
        self.look_beside(desk)
    }

    fn look_beside(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().map(|found| found.episode))?;
        Ok(())
    }

    fn chosen(&self) -> Option<&Found> {
        self.selection.of(self.found.len()).and_then(|place| self.found.get(place))
    }

    /// Reads anew what is found by the words that were recorded.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIND  names are shown");
        self.found = desk.search(&self.last.0)?;
        self.shown = Some(self.last.0.clone());
        self.look_beside(desk)
    }

    /// Records what was searched for last, where that is not what was recorded: once for a whole search,
    /// never for each key.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn settle(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        let (typed, found) = &self.last;
        if !typed.is_empty() && *typed != self.told {
            desk.searched(typed, *found)?;
            self.told.clone_from(typed);
        }
        Ok(())
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Search
    }

    /// Hears one input; what was typed is searched for at the next reading.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let key = match input {
            Input::Key(key) => *key,
            Input::Paste(text) => {
                self.typed.insert(text);
                return self.anew();
            }
            Input::Resize(..) | Input::Tick | Input::Repeat(_) => return Vec::new(),
        };
        match resolve(Context::Search, key) {
            Some(act) if is_movement(act) => {
                self.selection.update(act, self.found.len(), 10);
                vec![Effect::Look]
            }
            Some(Act::Open) => {
                self.chosen().map(|found| Effect::Go(Go::Episode(found.episode))).into_iter().collect()
            }
            Some(Act::Clear) => {
                self.typed = LineEdit::default();
                self.anew()
            }
            Some(Act::Cancel) => vec![Effect::Back],
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(Context::Search)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            Some(_) => Vec::new(),
            None => {
                self.typed.key(key);
                self.anew()
            }
        }
    }

    fn anew(&mut self) -> Vec<Effect> {
        self.selection = Selection::default();
        vec![Effect::Look]
    }

    /// Draws the line, and below it what was found.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        let list = if self.found.is_empty() { columns } else { list_columns(columns, rows) };
        self.header.draw(&mut pen);
        let at = pen.text(0, 1, "Find: ", theme.label());
        let (at, _) = self.typed.draw(&mut pen, at, 1);
        pen.rule(2);
        let titles = "NAME                     BORN OR AGE  SITE REFERENCE    CAME     HOW IT STANDS";
        pen.part(0, 3, list, 1).text(1, 0, titles, theme.label());
        let lines: Vec<Line<'_>> = self.found.iter().map(|found| line(found, theme)).collect();
        // How the one in focus ended stands whole below the list, or with the person beside it.
        let body = rows.saturating_sub(if list < columns { 6 } else { 7 });
        self.selection.draw(&mut pen.part(0, 4, list, body), &lines);
        if lines.is_empty() {
            let help =
                "Nobody is found. Fewer letters find more; a birth is 12/03/1990, a reference its digits.";
            for (row, line) in (5..).zip(wrap(help, usize::from(columns).saturating_sub(2))) {
                pen.text(1, row, &line, theme.hint());
            }
        }
        if list < columns {
            let (right, high) = (columns.saturating_sub(list + 1), rows.saturating_sub(5));
            self.detail().draw_beside(&mut pen.part(list + 1, 3, right, high));
        } else if let Some(found) = self.chosen().filter(|found| !found.ended.is_empty()) {
            pen.text(0, rows.saturating_sub(3), &in_full(found), theme.value());
        }
        let shown = self.selection.position(self.found.len(), body.into());
        let count = if shown.is_empty() { self.count() } else { format!("{shown}: {}", self.count()) };
        pen.part(0, 0, list, rows).text_right(rows.saturating_sub(2), &count, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Search, &[]);
        frame.set_cursor_position((area.x + at.min(columns.saturating_sub(1)), area.y + 1));
    }

    /// The one in focus at length.
    fn detail(&self) -> Detail {
        let mut detail = Detail::default();
        let Some(found) = self.chosen() else { return detail };
        detail.push(Tone::Plain, in_full(found));
        detail.append(self.beside.detail(Some(found.episode)));
        detail
    }

    fn count(&self) -> String {
        match (self.found.len(), self.typed.text().trim().is_empty()) {
            (count, _) if count >= MOST_FOUND => format!("the first {count}; another letter narrows it down"),
            (count, true) => format!("{count} open, the last worked on first"),
            (1, false) => "1 found".to_owned(),
            (count, false) => format!("{count} found"),
        }
    }
}

fn in_full(found: &Found) -> String {
    let ended = if found.ended.is_empty() { "OPEN" } else { &found.ended };
    format!("{} {}: {ended}.", found.name, found.reference)
}

fn line(found: &Found, theme: &Theme) -> Line<'static> {
    let came = local(found.received_at).format("%d/%m/%y").to_string();
    let stands = if found.open { "OPEN".to_owned() } else { found.ended.clone() };
    let style = if found.open { theme.value().patch(theme.heading()) } else { theme.value() };
    let text = format!(
        "{} {} {} {} {} {stands}",
        pad(&found.name, 24, theme),
        pad(&format!("{} {}", found.born, found.sex), 12, theme),
        pad(&found.site, 4, theme),
        pad(&found.reference, 12, theme),
        pad_left(&came, 8, theme),
    );
    Line::from(Span::styled(text, style))
}
