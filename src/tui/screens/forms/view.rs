//! Drawing the list of forms.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{Entry, Forms, Place};
use crate::forms::Shelf;
use crate::tui::keymap::letters::form_key;
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::{Detail, list_columns};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::Tone;

/// Columns of a form's title.
const TITLE: usize = 42;

impl Forms {
    /// Draws the list.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let found = self.found();
        let (lines, focus) = self.lines(&found, theme);
        let list = if found.is_empty() { columns } else { list_columns(columns, rows) };
        let body = rows.saturating_sub(5);
        let on_line = Selection::at(focus.unwrap_or(0));
        let drawn = on_line.draw(&mut pen.part(0, 3, list, body), &lines);
        if list < columns {
            let right = columns.saturating_sub(list + 1);
            self.detail(&found).draw_beside(&mut pen.part(list + 1, 3, right, body));
        }
        let mut cursor = drawn.filter(|_| focus.is_some()).map(|row| (area.x, area.y + 3 + row));
        if let Some(find) = &self.find {
            let at = pen.text(0, 2, "Find: ", theme.label());
            let (at, _) = find.draw(&mut pen, at, 2);
            cursor = Some((area.x + at.min(columns.saturating_sub(1)), area.y + 2));
        }
        let nth = self.selection.of(found.len()).map_or(0, |at| at + 1);
        let position = match (found.len(), self.find.is_some()) {
            (0, _) => "no form of that name".to_owned(),
            (count, true) => format!("{nth} of {count} found"),
            (count, false) => format!("{nth} of {count}"),
        };
        pen.text_right(2, &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context(), &[]);
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    }

    /// The form in focus at length.
    fn detail(&self, found: &[usize]) -> Detail {
        let mut detail = Detail::default();
        let place = self.selection.of(found.len()).and_then(|at| found.get(at).copied());
        let Some(entry) = place.and_then(|place| self.entries.get(place)) else { return detail };
        detail.push(Tone::Heading, entry.title.as_str());
        detail.push(Tone::Aside, heading(entry.place));
        if !entry.mark.is_empty() {
            detail.push(if entry.barred.is_some() { Tone::Warn } else { Tone::Plain }, entry.mark.as_str());
        }
        if let Some(why) = entry.barred.as_ref().filter(|why| **why != entry.mark) {
            detail.push(Tone::Warn, why.as_str());
        }
        if entry.finished.is_some() {
            detail.push(Tone::Aside, "r reads the one that was finished.");
        }
        detail
    }

    /// The lines with a heading above each shelf, and the line in focus.
    fn lines(&self, found: &[usize], theme: &Theme) -> (Vec<Line<'static>>, Option<usize>) {
        let selected = self.selection.of(found.len());
        let (mut lines, mut focus, mut above) = (Vec::new(), None, None);
        for (nth, place) in found.iter().enumerate() {
            let Some(entry) = self.entries.get(*place) else { continue };
            if above != Some(entry.place) {
                lines.push(Line::from(Span::styled(heading(entry.place), theme.heading())));
                above = Some(entry.place);
            }
            if selected == Some(nth) {
                focus = Some(lines.len());
            }
            lines.push(line(entry, form_key(*place).filter(|_| self.find.is_none()), theme));
        }
        (lines, focus)
    }
}

fn line(entry: &Entry, key: Option<char>, theme: &Theme) -> Line<'static> {
    let style = if entry.barred.is_some() || !entry.fits { theme.dim() } else { theme.value() };
    let key = key.map_or_else(|| " ".to_owned(), String::from);
    Line::from(vec![
        Span::styled(format!(" {key}  "), theme.key()),
        Span::styled(format!("{} {}", pad(&entry.title, TITLE, theme), entry.mark), style),
    ])
}

fn heading(place: Place) -> &'static str {
    match place {
        Place::Drafts => "Begun, not finished",
        Place::On(Shelf::Core) => "Core screening",
        Place::On(Shelf::Assessment) => "Assessment",
        Place::On(Shelf::Prompts) => "Prompts, not scored",
        Place::On(Shelf::Instrument) => "Instruments",
        Place::On(Shelf::Record) => "Record and duties",
        Place::Faulty => "Cannot be used",
    }
}
