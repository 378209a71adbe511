//! The handovers that were issued, the newest first, and one of them as it was.

mod issued;

use chrono::{DateTime, NaiveDateTime, Utc};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::receive::{IssuedVersion, surname};
use crate::desk::{Desk, DeskError};
use crate::domain::time::near;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, key_of, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

pub use issued::IssuedScreen;

/// The list of notes.
#[derive(Debug)]
pub struct Versions {
    header: Header,
    rows: Vec<IssuedVersion>,
    at: DateTime<Utc>,
    selection: Selection,
}

impl Versions {
    /// Reads those of the sites a handover of this shift would carry; `old` keeps the note in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let sites = desk.sites_to_hand_over()?;
        let rows = desk.versions(&sites)?;
        let focused = old.and_then(Self::chosen).map(|row| row.handover);
        let place = rows.iter().position(|row| Some(row.handover) == focused);
        let of = if sites.is_empty() { "all sites".to_owned() } else { sites.join("+") };
        Ok(Self {
            header: header(desk, format!("HANDOVERS ISSUED  {of}")),
            rows,
            at: desk.now(),
            selection: place.map(Selection::at).unwrap_or_default(),
        })
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let why = "No handover was issued yet.";
        if self.rows.is_empty() { vec![(Act::Open, why.to_owned())] } else { Vec::new() }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Versions
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Versions, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.rows.len(), 10);
            return Vec::new();
        }
        match (act, self.chosen()) {
            (Act::Open, Some(row)) => vec![Effect::Go(Go::Issued(row.handover))],
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Versions)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn chosen(&self) -> Option<&IssuedVersion> {
        self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place))
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let titles = "ISSUED           FOR              V   SITES    GIVEN BY  NAMES    RECEIPT".to_owned();
        let page = ListPage {
            header: &self.header,
            above: vec![Above::Rule, Above::Words(1, titles, theme.label())],
            lines: self.rows.iter().map(|row| self.line(row, theme)).collect(),
            empty: &format!(
                "No handover was issued yet. On the handover {} prints and issues it.",
                key_of(Context::Handover, Act::Print)
            ),
            focus: (self.chosen().map(|row| self.in_full(row)).unwrap_or_default(), 2),
            detail: Detail::default(),
            context: Context::Versions,
            idle: &self.idle(),
        };
        page.draw(frame, area, theme, self.selection);
    }

    fn line(&self, row: &IssuedVersion, theme: &Theme) -> Line<'static> {
        let text = format!(
            "{} {} {} {} {} {} ",
            pad(&near(row.at, self.at), 16, theme),
            pad(row.audience.title(), 16, theme),
            pad(&format!("v{}", row.version), 3, theme),
            pad(&row.sites.join("+"), 8, theme),
            pad(surname(&row.given_by), 9, theme),
            if row.named { "names   " } else { "initials" },
        );
        let style = if row.receipt.starts_with("NOT") { theme.warn() } else { theme.value() };
        // In whole words below the list.
        let receipt = match row.receipt.split_once(" received") {
            _ if row.receipt.is_empty() => "-",
            Some((taken, _)) => taken,
            None if row.receipt.starts_with("received") => "received",
            None => "NOT RECEIVED",
        };
        Line::from(vec![Span::styled(text, theme.value()), Span::styled(receipt.to_owned(), style)])
    }

    /// The note in focus in words, for its columns had to cut.
    fn in_full(&self, row: &IssuedVersion) -> String {
        let receipt = if row.receipt.is_empty() { "nobody has to receive it" } else { &row.receipt };
        let (title, sites) = (row.audience.title(), row.sites.join("+"));
        let when = near(row.at, self.at);
        format!("{title} v{} of {sites}, given by {} {when}: {receipt}", row.version, row.given_by)
    }
}
