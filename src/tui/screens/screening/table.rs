//! Like questions as one table: the keys of the answers once on top, then a row to each question.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::ScreeningScreen;
use super::lines::Lines;
use super::options::{INDENT, Mark, ends_words, key_name};
use super::page::{Head, Page, read_out};
use super::words::option_keys;
use crate::domain::answer::{Answer, State};
use crate::forms::{Item, Kind, Table};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, width, wrap};

/// The fewest columns left for a question's words.
const TEXT: usize = 24;
/// The widest words for having no answer.
const STATE: usize = 11;

/// How a table is set in the columns there are.
#[derive(Clone, Copy, Debug)]
struct Grid {
    /// Columns for a question's words.
    text: usize,
    /// Columns of one mark, its gap among them.
    cell: usize,
}

impl Grid {
    /// `None` where the marks leave too little room for words.
    fn of(item: &Item<'_>, columns: usize) -> Option<Self> {
        let options = item.question.options.len();
        [4, 2].into_iter().find_map(|cell| {
            let marks = (options * cell).max(STATE);
            let text = columns.checked_sub(INDENT + 2 + marks)?;
            (text >= TEXT).then_some(Self { text, cell })
        })
    }
}

impl ScreeningScreen {
    /// A row of a table; the first brings the table's head with it. Laid out as an ordinary question
    /// where the table does not fit.
    pub(super) fn write_table_row(&self, page: &mut Page, item: &Item<'_>, opens: bool, focused: bool) {
        let Some(table) = self.open.form().table_of(item.question) else { return };
        let grid = Grid::of(item, page.lines.columns);
        if opens {
            self.write_words(page, table);
        }
        let Some(grid) = grid else {
            return if focused { self.write_focused(page, item) } else { self.write_resting(page, item) };
        };
        if opens || focused {
            let lines = head(item, grid, page.lines.columns, &page.lines.theme);
            // Not opened here, it was laid out above, or is too far up.
            let above = page.head.as_ref().and_then(|head| head.at);
            let at = if opens { Some(page.lines.count()) } else { above };
            if opens {
                page.lines.rows.extend(lines.iter().cloned());
            }
            if page.focus.end == 0 {
                page.head = Some(Head { lines, at });
            }
        }
        if focused {
            self.write_row_focused(page, item, grid);
        } else {
            self.write_row(page, item, grid, false);
            self.write_under(page, item);
            if let Some(answer) = self.stored(&item.key()).filter(|answer| answer.source.is_some()) {
                let words = format!("= {}", self.said_with_source(item, answer));
                page.lines.text(INDENT, &words, page.lines.theme.value());
            }
        }
    }

    fn write_row_focused(&self, page: &mut Page, item: &Item<'_>, grid: Grid) {
        let start = page.lines.count();
        page.cursor = (start, 1);
        self.write_row(page, item, grid, true);
        self.write_hints(page, item);
        if let Some(prompt) = &self.prompt {
            self.write_prompt(page, item, prompt);
        } else {
            if let Some(answer) = self.stored(&item.key()) {
                let words = format!("= {}", self.said_with_source(item, answer));
                page.lines.text(INDENT, &words, page.lines.theme.heading());
            }
            self.write_offer(page, item);
            self.write_foot(page, item);
        }
        page.focus = start..page.lines.count();
    }

    /// The words at the left, the marks at the right of the first line.
    fn write_row(&self, page: &mut Page, item: &Item<'_>, grid: Grid, focused: bool) {
        let theme = page.lines.theme;
        let number = self.number_of(item.question);
        let (lead, style) = if focused {
            (Span::styled(format!(">{number:<4} "), theme.focus()), theme.heading())
        } else {
            (Span::styled(format!(" {number:<4} "), theme.label()), theme.value())
        };
        let room = grid.text + INDENT - width(&lead.content).min(INDENT + grid.text);
        let mut lead = Some(lead);
        let mut marks = Some(self.row_marks(item, grid, &theme));
        for line in wrap(&item.question.text, room.max(1)) {
            let blanks = " ".repeat(room.saturating_sub(width(&line)) + 2);
            let mut spans = vec![lead.take().unwrap_or_else(|| Span::raw(" ".repeat(INDENT)))];
            spans.push(Span::styled(line, style));
            if let Some(marks) = marks.take() {
                spans.push(Span::raw(blanks));
                spans.extend(marks);
            }
            page.lines.put(spans);
        }
    }

    /// What is said before the rows.
    fn write_words(&self, page: &mut Page, table: &Table) {
        let rows = self.open.form().questions.get(table.rows.clone()).unwrap_or_default();
        let silent = rows.iter().all(|row| row.clinician_only);
        read_out(page, if silent { "NOTE" } else { "READ OUT" }, &table.text);
        if let Some(help) = &table.help {
            let style = page.lines.theme.hint();
            page.lines.text(11, help, style);
        }
    }

    /// The marks of a row, or in one word why there is no answer.
    fn row_marks(&self, item: &Item<'_>, grid: Grid, theme: &Theme) -> Vec<Span<'static>> {
        if let Some(word) = self.stored(&item.key()).and_then(no_answer) {
            return vec![Span::styled(format!("= {word}"), theme.heading())];
        }
        let mark = |(_, mark): (&crate::forms::Choice, Mark)| {
            let style = if mark == Mark::Taken { theme.heading() } else { theme.value() };
            let sign = if grid.cell == 4 { mark.round() } else { mark.point().to_owned() };
            Span::styled(format!("{sign} "), style)
        };
        self.marks(item).into_iter().map(mark).collect()
    }
}

/// What the keys mean in words, and the keys over their marks.
fn head(item: &Item<'_>, grid: Grid, columns: usize, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines = Lines::new(columns, *theme);
    let question = item.question;
    if let Kind::Scale(ends) = &question.kind {
        let words = ends_words(item, ends);
        if !words.is_empty() {
            lines.text(INDENT, &words, theme.hint());
        }
    } else {
        let entry = |option: &crate::forms::Choice| {
            (format!("{} {}", option_keys(question, option.key), option.text), theme.hint())
        };
        let entries: Vec<(String, Style)> = question.options.iter().map(entry).collect();
        let needed: usize = entries.iter().map(|(words, _)| width(words) + 3).sum();
        lines.flow(if needed + INDENT <= columns + 3 { INDENT } else { 1 }, &entries);
    }
    let mut keys = " ".repeat(INDENT + grid.text + 2);
    for option in &question.options {
        let key = if grid.cell == 4 { key_name(option) } else { option.key.to_string() };
        keys.push_str(&if grid.cell == 4 { format!("{key:^3} ") } else { format!("{key} ") });
    }
    lines.put(vec![Span::styled(clip(keys.trim_end(), columns, theme), theme.key())]);
    lines.rows
}

/// Why there is no answer, in one short word.
fn no_answer(answer: &Answer) -> Option<&'static str> {
    match answer.state {
        State::Answered { .. } => None,
        State::Declined => Some("declined"),
        State::DoesNotKnow => Some("unknown"),
        State::NotAsked => Some("not asked"),
        State::Unable { .. } => Some("could not"),
    }
}
