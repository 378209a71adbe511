//! The store does not open: what happened, what was kept, and with which copy to go on.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::is_movement;
use crate::desk::backup::{Kept, Rescue};
use crate::domain::time::local;
use crate::tui::effect::Effect;
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::screens::sign_in::Knock;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::wrap_short;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;

/// The rescue screen.
#[derive(Debug)]
pub struct RescueScreen {
    why: String,
    rescue: Rescue,
    knock: Knock,
    now: NaiveDateTime,
    selection: Selection,
}

impl RescueScreen {
    /// Shows why the store does not open, and the copies there are, to whoever knocked.
    pub fn new(why: String, rescue: Rescue, knock: Knock, now: NaiveDateTime) -> Self {
        Self { why, rescue, knock, now, selection: Selection::default() }
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let why = "There is no copy to go on from.";
        if self.rescue.copies.is_empty() { vec![(Act::Restore, why.to_owned())] } else { Vec::new() }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Rescue
    }

    /// The copy in focus, where it goes, and who asks.
    pub fn chosen(&self) -> Option<(&Kept, &Rescue, &Knock)> {
        let copies = &self.rescue.copies;
        let kept = self.selection.of(copies.len()).and_then(|place| copies.get(place))?;
        Some((kept, &self.rescue, &self.knock))
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        match resolve(Context::Rescue, *key) {
            Some(act) if is_movement(act) => {
                self.selection.update(act, self.rescue.copies.len(), 10);
                Vec::new()
            }
            Some(Act::Restore) => vec![Effect::Restore],
            Some(Act::Back) => vec![Effect::Back],
            Some(Act::Quit) => vec![Effect::Quit],
            Some(Act::Help) => vec![Effect::Help(Context::Rescue)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// What is said above the copies, one thing after the other.
    fn words(&self) -> Vec<String> {
        let kept = match (&self.rescue.not_preserved, self.rescue.preserved.first()) {
            (Some(why), _) => format!("Its files could NOT be copied: {why}"),
            (None, None) => "There was nothing of it to keep.".to_owned(),
            (None, Some(first)) => format!(
                "{} of its files were kept byte for byte beside it, the first as {}.",
                self.rescue.preserved.len(),
                first.file_name().unwrap_or_default().to_string_lossy()
            ),
        };
        let next = if self.rescue.copies.is_empty() {
            "There is no copy to go on from beside it. Use paper. Look for one that was sent elsewhere: liaison restore."
                .to_owned()
        } else {
            format!(
                "r goes on from the copy in focus, in a new folder ({}). What was entered after it has to be entered \
                 again from paper. Nothing is written over.",
                self.rescue.into.display()
            )
        };
        vec![format!("!! {}", self.why), kept, next]
    }

    /// Draws it.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        let header = Header {
            left: "THE STORE DOES NOT OPEN".to_owned(),
            right: self.now.format("%a %d %b %Y %H:%M").to_string(),
            ..Header::default()
        };
        header.draw(&mut pen);
        pen.rule(1);
        let mut row = 2;
        // The copies keep some rows, however much there is to say.
        let mut left = rows.saturating_sub(8).max(2);
        for (place, words) in self.words().iter().enumerate() {
            let style = if place == 0 { theme.urgent() } else { theme.value() };
            for line in wrap_short(words, columns.into(), left.into(), theme) {
                pen.text(0, row, &line, style);
                (row, left) = (row + 1, left - 1);
            }
        }
        pen.rule(row);
        let lines: Vec<Line<'_>> = self.rescue.copies.iter().map(|kept| line(kept, theme)).collect();
        let body = rows.saturating_sub(row + 3);
        let cursor = self.selection.draw(&mut pen.part(0, row + 1, columns, body), &lines);
        let position = self.selection.position(lines.len(), body.into());
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Rescue, &self.idle());
        if let Some(cursor) = cursor {
            frame.set_cursor_position((area.x, area.y + row + 1 + cursor));
        }
    }
}

fn line(kept: &Kept, theme: &Theme) -> Line<'static> {
    let manifest = &kept.manifest;
    let made = local(manifest.made_at).format("%a %d %b %Y %H:%M");
    let last = manifest
        .last_at
        .map_or_else(String::new, |at| format!(", last entry {}", local(at).format("%d %b %H:%M")));
    let words = format!("{made}  {} entries{last}, {} people", manifest.seq, manifest.episodes());
    Line::from(Span::styled(words, theme.value()))
}
