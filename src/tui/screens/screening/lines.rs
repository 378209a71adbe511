//! Lines of the list: wrapped text with a hanging indent, ready to be drawn.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, width, wrap};

/// Lines no wider than given.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) rows: Vec<Line<'static>>,
    pub(super) columns: usize,
    pub(super) theme: Theme,
}

impl Lines {
    pub(super) fn new(columns: usize, theme: Theme) -> Self {
        Self { rows: Vec::new(), columns, theme }
    }

    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn blank(&mut self) {
        self.rows.push(Line::default());
    }

    /// A blank line, unless the last one is blank.
    pub(super) fn gap(&mut self) {
        if self.rows.last().is_none_or(|last| !last.spans.is_empty()) {
            self.blank();
        }
    }

    /// Short entries one after another with a small gap, none broken over two lines.
    pub(super) fn pack(&mut self, indent: usize, entries: &[String], style: Style) {
        let mut line = String::new();
        for entry in entries {
            if !line.is_empty() && indent + width(&line) + 2 + width(entry) > self.columns {
                self.text(indent, &std::mem::take(&mut line), style);
            }
            line.push_str(if line.is_empty() { "" } else { "  " });
            line.push_str(entry);
        }
        self.text(indent, &line, style);
    }

    pub(super) fn put(&mut self, spans: Vec<Span<'static>>) {
        self.rows.push(Line::from(spans));
    }

    /// Adds to the last line if it fits there with a gap.
    pub(super) fn append(&mut self, text: &str, style: Style) -> bool {
        let columns = self.columns;
        let Some(last) = self.rows.last_mut() else { return false };
        let used: usize = last.spans.iter().map(|span| width(&span.content)).sum();
        let fits = used + 2 + width(text) <= columns;
        if fits {
            last.spans.push(Span::styled(format!("  {text}"), style));
        }
        fits
    }

    /// Text after a lead, such as `Q12 `; its further lines stand under its first.
    pub(super) fn hang(&mut self, lead: Span<'static>, text: &str, style: Style) {
        let indent = width(&lead.content);
        let room = self.columns.saturating_sub(indent).max(1);
        let blank = Span::raw(" ".repeat(indent));
        let mut lead = Some(lead);
        for line in text.lines().flat_map(|line| wrap(line, room)) {
            self.put(vec![lead.take().unwrap_or_else(|| blank.clone()), Span::styled(line, style)]);
        }
        if let Some(lead) = lead {
            self.put(vec![lead]);
        }
    }

    /// Text after so many blanks.
    pub(super) fn text(&mut self, indent: usize, text: &str, style: Style) {
        self.hang(Span::raw(" ".repeat(indent)), text, style);
    }

    /// Entries one after another, as many to a line as fit.
    pub(super) fn flow(&mut self, indent: usize, entries: &[(String, Style)]) {
        let blank = " ".repeat(indent);
        let mut line = vec![Span::raw(blank.clone())];
        let mut used = indent;
        for (entry, style) in entries {
            let needed = width(entry);
            if line.len() > 1 && used + needed > self.columns {
                self.put(std::mem::replace(&mut line, vec![Span::raw(blank.clone())]));
                used = indent;
            }
            let room = self.columns.saturating_sub(used);
            line.push(Span::styled(clip(entry, room, &self.theme), *style));
            line.push(Span::raw("   "));
            used += needed + 3;
        }
        if line.len() > 1 {
            self.put(line);
        }
    }
}
