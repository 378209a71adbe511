//! Paragraphs that are read and scrolled: each in its tone, wrapped to the width it is drawn in.

use super::clip::wrap;
use super::pen::Pen;
use crate::tui::input::Input;
use crate::tui::keymap::Act;
use crate::tui::theme::Theme;

/// How a paragraph is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Stands above others.
    Heading,
    /// Is to be read.
    Plain,
    /// Stands beside what is to be read.
    Aside,
    /// Must not be passed over.
    Warn,
}

/// One paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paragraph {
    tone: Tone,
    indent: u16,
    text: String,
}

/// Paragraphs, and how far they are scrolled.
#[derive(Clone, Debug)]
pub struct Reel {
    paragraphs: Vec<Paragraph>,
    top: usize,
    size: (u16, u16),
}

impl Default for Reel {
    fn default() -> Self {
        Self { paragraphs: Vec::new(), top: 0, size: (80, 20) }
    }
}

impl Reel {
    /// Adds a paragraph; an empty text is a blank line.
    pub fn add(&mut self, tone: Tone, indent: u16, text: impl Into<String>) {
        self.paragraphs.push(Paragraph { tone, indent, text: text.into() });
    }

    /// Keeps its place where another reel was read.
    #[must_use]
    pub fn after(self, old: &Self) -> Self {
        Self { top: old.top, size: old.size, ..self }
    }

    /// Is drawn as large as another reel, from its first line.
    #[must_use]
    pub fn sized_as(self, other: &Self) -> Self {
        Self { size: other.size, ..self }
    }

    /// Learns how large the part of the screen is in which it is drawn.
    pub fn resize(&mut self, input: &Input, frame_rows: u16) {
        if let Input::Resize(columns, rows) = input {
            self.size = (*columns, rows.saturating_sub(frame_rows));
        }
    }

    /// Scrolls as the act says; false where it is no movement.
    pub fn update(&mut self, act: Act) -> bool {
        let (columns, rows) = self.size;
        let page = usize::from(rows).max(1);
        let last = self.lines(columns).len().saturating_sub(page);
        let now = self.top.min(last);
        self.top = match act {
            Act::Up => now.saturating_sub(1),
            Act::Down => (now + 1).min(last),
            Act::PageUp => now.saturating_sub(page),
            Act::PageDown => now.saturating_add(page).min(last),
            Act::First => 0,
            Act::Last => last,
            _ => return false,
        };
        true
    }

    /// Draws the lines in sight over the whole pen; returns the position in words, empty where all
    /// is in sight.
    pub fn draw(&self, pen: &mut Pen<'_>) -> String {
        let (theme, area) = (pen.theme(), pen.area());
        let rows = usize::from(area.height);
        let lines = self.lines(area.width);
        let top = self.top.min(lines.len().saturating_sub(rows));
        for (row, (tone, indent, text)) in (0..area.height).zip(lines.iter().skip(top)) {
            pen.text(*indent, row, text, style(*tone, &theme));
        }
        if lines.len() <= rows {
            return String::new();
        }
        format!("lines {}-{} of {}", top + 1, (top + rows).min(lines.len()), lines.len())
    }

    fn lines(&self, columns: u16) -> Vec<(Tone, u16, String)> {
        let wrapped = |p: &Paragraph| {
            let room = usize::from(columns.saturating_sub(p.indent)).max(1);
            let lines = if p.text.is_empty() { vec![String::new()] } else { wrap(&p.text, room) };
            let (tone, indent) = (p.tone, p.indent);
            lines.into_iter().map(move |line| (tone, indent, line))
        };
        self.paragraphs.iter().flat_map(wrapped).collect()
    }
}

pub(super) fn style(tone: Tone, theme: &Theme) -> ratatui::style::Style {
    match tone {
        Tone::Heading => theme.heading(),
        Tone::Plain => theme.value(),
        Tone::Aside => theme.hint(),
        Tone::Warn => theme.warn(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    fn reel() -> Reel {
        let mut reel = Reel::default();
        reel.add(Tone::Heading, 0, "Sleep");
        reel.add(Tone::Plain, 2, "Did you sleep last night, or not at all?");
        reel.add(Tone::Aside, 0, "");
        reel.add(Tone::Warn, 0, "Last");
        reel
    }

    #[test]
    fn long_paragraphs_are_wrapped_under_their_indent_and_scrolled_to_the_end() {
        let mut reel = reel();
        reel.resize(&Input::Resize(20, 7), 4);
        assert_eq!(
            drawn(20, 3, &MONO, |pen| reel.draw(pen)),
            "Sleep\n  Did you sleep last\n  night, or not at"
        );
        assert!(reel.update(Act::Last) && !reel.update(Act::Open));
        let mut position = String::new();
        let shown = drawn(20, 3, &MONO, |pen| position = reel.draw(pen));
        assert_eq!((shown.as_str(), position.as_str()), ("  all?\n\nLast", "lines 4-6 of 6"));
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            drawn(columns, rows, &MONO, |pen| reel().draw(pen));
        });
    }
}
