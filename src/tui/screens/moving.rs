//! A draft whose form has a newer version: what would change, and whether to go on with which.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::screening::Moved;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::tui::asks::whom;
use crate::tui::effect::{Deed, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::{Reel, Tone};

/// Rows of header, rules and footer around the lines.
const FRAME_ROWS: u16 = 4;

/// The choice between the version a draft was begun with and the one at hand now.
#[derive(Debug)]
pub struct Moving {
    episode: EpisodeId,
    screening: ScreeningId,
    header: Header,
    reel: Reel,
}

impl Moving {
    /// Shows what would change.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(
        desk: &Desk,
        episode: EpisodeId,
        screening: ScreeningId,
        moved: &Moved,
    ) -> Result<Self, DeskError> {
        let found = desk.episode(episode)?;
        let title = found.screening(screening).map(|draft| draft.title.clone()).unwrap_or_default();
        let mut reel = Reel::default();
        reel.add(Tone::Heading, 1, title);
        let versions = if moved.from == moved.to {
            format!("This draft was begun with another text of version {}.", moved.from)
        } else {
            format!("This draft was begun with version {}; version {} is at hand.", moved.from, moved.to)
        };
        reel.add(Tone::Plain, 1, versions);
        reel.add(
            Tone::Plain,
            1,
            "Enter goes on with the newer one, Esc as it was. No answer is lost from the record.",
        );
        reel.add(Tone::Plain, 1, "");
        let (heading, none) = ("What the newer one changes", "No question and no answer is touched.");
        reel.add(Tone::Heading, 1, heading);
        for change in &moved.changes {
            reel.add(Tone::Plain, 1, format!("- {change}"));
        }
        if moved.changes.is_empty() {
            reel.add(Tone::Plain, 1, none);
        }
        let header = header(desk, format!("DRAFT  {}", whom(&found, desk.now())));
        Ok(Self { episode, screening, header, reel })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Moving
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.reel.resize(input, FRAME_ROWS);
        let Input::Key(key) = input else { return Vec::new() };
        let (episode, screening) = (self.episode, self.screening);
        match resolve(Context::Moving, *key) {
            Some(Act::Accept) => vec![Effect::Do(Box::new(Deed::MoveDraft { episode, screening }))],
            Some(Act::Cancel) => vec![Effect::Go(Go::Resume { episode, screening })],
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(Context::Moving)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            Some(act) => {
                self.reel.update(act);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Draws what would change.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let body = rows.saturating_sub(FRAME_ROWS);
        let position = self.reel.draw(&mut pen.part(0, 2, columns, body));
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Moving, &[]);
    }
}
