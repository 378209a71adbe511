//! Finding somebody among all episodes there are. A search is deliberate, so names are shown.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::search::{Found, MOST_FOUND};
use crate::desk::{Desk, DeskError};
use crate::domain::time::local;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{pad, pad_left, wrap};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;

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
}

impl Search {
    /// Begins with an empty line and the open episodes worked on last.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk) -> Result<Self, DeskError> {
        Ok(Self {
            header: header(desk, "FIND  names are shown"),
            typed: LineEdit::default(),
            found: desk.search("")?,
            selection: Selection::default(),
            last: (String::new(), 0),
            told: String::new(),
        })
    }

    /// Searches for what is typed now.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIND  names are shown");
        let typed = self.typed.text().trim().to_owned();
        // Nothing is shown whose recording failed.
        self.found.clear();
        let found = desk.search(&typed)?;
        if typed.is_empty() {
            // A line emptied ends one search; the next word begins another.
            self.settle(desk)?;
            self.told.clear();
        } else if self.told.is_empty() {
            desk.searched(&typed, found.len())?;
            self.told.clone_from(&typed);
        }
        self.last = (typed, found.len());
        self.found = found;
        Ok(())
    }

    /// Reads anew what is found by the words that were recorded.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.header = header(desk, "FIND  names are shown");
        self.found = desk.search(&self.last.0)?;
        Ok(())
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
            Input::Resize(..) | Input::Tick => return Vec::new(),
        };
        match resolve(Context::Search, key) {
            Some(act) if is_movement(act) => {
                self.selection.update(act, self.found.len(), 10);
                Vec::new()
            }
            Some(Act::Open) => {
                let chosen = self.selection.of(self.found.len()).and_then(|place| self.found.get(place));
                chosen.map(|found| Effect::Go(Go::Episode(found.episode))).into_iter().collect()
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
        self.header.draw(&mut pen);
        let (before, after) = self.typed.halves();
        let at = pen.text(0, 1, "Find: ", theme.label());
        let at = pen.text(at, 1, before, theme.value());
        pen.text(at, 1, after, theme.value());
        pen.rule(2);
        let titles = "NAME                     BORN OR AGE  SITE REFERENCE    CAME     HOW IT STANDS";
        pen.text(1, 3, titles, theme.label());
        let lines: Vec<Line<'_>> = self.found.iter().map(|found| line(found, theme)).collect();
        // How the one in focus ended stands whole below the list.
        let body = rows.saturating_sub(7);
        self.selection.draw(&mut pen.part(0, 4, columns, body), &lines);
        if lines.is_empty() {
            let help =
                "Nobody is found. Fewer letters find more; a birth is 12/03/1990, a reference its digits.";
            for (row, line) in (5..).zip(wrap(help, usize::from(columns).saturating_sub(2))) {
                pen.text(1, row, &line, theme.hint());
            }
        }
        let focused = self.selection.of(self.found.len()).and_then(|place| self.found.get(place));
        if let Some(found) = focused.filter(|found| !found.ended.is_empty()) {
            let words = format!("{} {}: {}.", found.name, found.reference, found.ended);
            pen.text(0, rows.saturating_sub(3), &words, theme.value());
        }
        pen.text_right(rows.saturating_sub(2), &self.count(), theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Search, &[]);
        frame.set_cursor_position((area.x + at.min(columns.saturating_sub(1)), area.y + 1));
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
