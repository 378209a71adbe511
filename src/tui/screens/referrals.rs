//! Onward referrals that wait, of all sites: what is overdue first, then the oldest. Who chases each
//! next, and when, stands beside it.

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::board::PendingRow;
use crate::desk::{Desk, DeskError};
use crate::domain::board::Level;
use crate::domain::service::label;
use crate::domain::time::near;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::list_columns;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// Columns of STANDS that hold "sent, not accepted".
const STANDS: usize = 18;
/// Columns from which on the reference has one of its own.
const WITH_REFERENCE: usize = 72;

/// One that waits, with its destination in words.
#[derive(Debug)]
struct Waiting {
    row: PendingRow,
    to: String,
    /// It has not gone out although it is not routine.
    urgent_unsent: bool,
}

/// All onward referrals that are not settled.
#[derive(Debug)]
pub struct Referrals {
    header: Header,
    rows: Vec<Waiting>,
    at: DateTime<Utc>,
    selection: Selection,
    /// Whom the one in focus is about.
    beside: Beside,
}

impl Referrals {
    /// Reads them.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk) -> Result<Self, DeskError> {
        Self::read(desk, Selection::default())
    }

    /// Reads them anew; the line in focus stays.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn anew(&self, desk: &Desk) -> Result<Self, DeskError> {
        Self::read(desk, self.selection)
    }

    fn read(desk: &Desk, selection: Selection) -> Result<Self, DeskError> {
        let lists = &desk.service().lists;
        let mut board = desk.board()?;
        // Stable: the board has them by age.
        board.pending.sort_by_key(|row| std::cmp::Reverse(row.level));
        let overdue = board.pending.iter().filter(|row| row.level > Level::Plain).count();
        let rows: Vec<_> = board
            .pending
            .into_iter()
            .map(|row| {
                let to = label(&lists.destinations, &row.destination).to_owned();
                // The service's priorities end with routine.
                let routine = lists.priorities.last().is_some_and(|last| last.code == row.urgency);
                let urgent_unsent = !row.sent && !routine;
                Waiting { row, to, urgent_unsent }
            })
            .collect();
        let unsent = rows.iter().filter(|waiting| waiting.urgent_unsent).count();
        let unsent = if unsent > 0 { format!(", {unsent} urgent NOT SENT") } else { String::new() };
        let header = header(desk, format!("ONWARD  {} pending, {overdue} overdue{unsent}", rows.len()));
        let mut screen = Self { header, rows, at: board.at, selection, beside: Beside::Nobody };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads whom the one in focus is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.beside = Beside::read(desk, self.chosen().map(|waiting| waiting.row.episode))?;
        Ok(())
    }

    fn chosen(&self) -> Option<&Waiting> {
        self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place))
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Referrals
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Referrals, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.rows.len(), 10);
            return vec![Effect::Look];
        }
        match (act, self.chosen()) {
            (Act::Open, Some(Waiting { row, .. })) => vec![Effect::Go(Go::Episode(row.episode))],
            (Act::Accepted, Some(Waiting { row, .. })) => {
                vec![Effect::Go(Go::Ask(Ask::Step { episode: row.episode, onward: row.onward }))]
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Referrals)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Draws the list.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let widths = Widths::of(list_columns(area.width, area.height).into());
        let heading = Above::Words(1, widths.heading(theme), theme.heading());
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule, heading],
            lines: self.rows.iter().map(|waiting| self.line(waiting, &widths, theme)).collect(),
            empty: "Nothing is pending.",
            focus: (self.chosen().map(|waiting| self.in_full(waiting)).unwrap_or_default(), 2),
            detail: self.beside.detail(self.chosen().map(|waiting| waiting.row.episode)),
            context: Context::Referrals,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    /// The one in focus whole.
    fn in_full(&self, waiting: &Waiting) -> String {
        let row = &waiting.row;
        let chase = match self.chase(row) {
            None => "nobody is chasing it yet".to_owned(),
            Some(who) => format!("to be chased by {who}"),
        };
        let stands = self.stands(waiting);
        format!("{} {} to {}: {stands}; {chase}.", row.initials, row.reference, waiting.to)
    }

    fn stands(&self, Waiting { row, urgent_unsent, .. }: &Waiting) -> String {
        match (row.appointment, row.accepted, row.sent) {
            (None, false, false) if *urgent_unsent => "NOT SENT, urgent".to_owned(),
            (Some(at), ..) if at < self.at => format!("appointment {} past: attended?", near(at, self.at)),
            (Some(at), ..) => format!("appointment {}", near(at, self.at)),
            (None, true, _) => "accepted".to_owned(),
            (None, false, true) => "sent, not accepted".to_owned(),
            (None, false, false) => "NOT SENT".to_owned(),
        }
    }

    /// Who chases it next, and when.
    fn chase(&self, row: &PendingRow) -> Option<String> {
        let (by, at) = row.chase.as_ref()?;
        let late = if *at < self.at { " LATE" } else { "" };
        Some(format!("{by} {}{late}", near(*at, self.at)))
    }

    fn line<'a>(&self, waiting: &Waiting, widths: &Widths, theme: &Theme) -> Line<'a> {
        let row = &waiting.row;
        let level = if waiting.urgent_unsent { row.level.max(Level::Warn) } else { row.level };
        let style = match level {
            Level::Urgent => theme.urgent(),
            Level::Warn => theme.warn(),
            Level::Plain => theme.value(),
        };
        let text = widths.row(
            [
                level.sign(),
                &row.initials,
                &row.reference,
                &waiting.to,
                &age((self.at - row.made_at).num_minutes()),
                &self.chase(row).unwrap_or_else(|| "nobody".to_owned()),
                &self.stands(waiting),
            ],
            theme,
        );
        Line::from(Span::styled(text, style))
    }
}

/// How wide the columns are that give way; the others hold what they always hold.
struct Widths {
    reference: usize,
    to: usize,
    chase: usize,
    stands: usize,
}

impl Widths {
    /// Shares a line of so many columns out.
    fn of(columns: usize) -> Self {
        let reference = if columns >= WITH_REFERENCE { 12 } else { 0 };
        let fixed = 1 + 3 + 5 + 5 + if reference > 0 { reference + 1 } else { 0 };
        let left = columns.saturating_sub(fixed);
        let stands = STANDS.max(left * 2 / 5).min(left);
        let chase = (left * 3 / 10).clamp(12, 24).min(left - stands);
        Self { reference, to: (left - stands).saturating_sub(chase + 2), chase, stands }
    }

    fn heading(&self, theme: &Theme) -> String {
        self.row(["", "WHO", "REFERENCE", "TO", "AGE", "CHASE", "STANDS"], theme)
    }

    fn row(&self, cells: [&str; 7], theme: &Theme) -> String {
        let widths = [2, 4, self.reference, self.to, 4, self.chase, self.stands];
        let shown = cells.into_iter().zip(widths).filter(|(_, width)| *width > 0);
        shown.map(|(cell, width)| pad(cell, width, theme)).collect::<Vec<_>>().join(" ")
    }
}

/// "40 m", "5 h", "3 d".
fn age(minutes: i64) -> String {
    match minutes.max(0) {
        minutes @ 0..60 => format!("{minutes} m"),
        minutes @ 60..2880 => format!("{} h", minutes / 60),
        minutes => format!("{} d", minutes / 1440),
    }
}
