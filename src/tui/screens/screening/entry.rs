//! What is typed on a question in focus: a line, several lines, what is asked beside it.

use ratatui::style::Style;
use ratatui::text::Span;

use super::ScreeningScreen;
use super::draft::Draft;
use super::options::INDENT;
use super::page::{Density, Page, Slot};
use super::prompt::Prompt;
use super::words::value_words;
use crate::domain::answer::Answer;
use crate::forms::{Item, Kind, Question};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, clip_start, width};
use crate::tui::widgets::line_edit::LineEdit;

/// The widest line to type on.
const WIDEST: usize = 64;

impl ScreeningScreen {
    pub(super) fn write_line(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        if let Some(Draft::Line(line)) = self.draft_of(item) {
            put_line(page, &line);
        }
        let read_back =
            matches!(item.question.kind, Kind::Date | Kind::Time | Kind::PartialDate | Kind::Duration(_));
        let text = match (&item.question.kind, self.unstored(item)) {
            (_, Some(Ok(value))) if read_back => {
                let words = value_words(item.question, &Answer::given(value), None);
                format!("= {words}. Enter stores it.")
            }
            (Kind::Date, _) => "A date: 12/03/1990, 12.3.90, today. Enter stores it.".to_owned(),
            (Kind::Time, _) => "A time: 21:30, 2130, 9.30, now. Enter stores it.".to_owned(),
            (Kind::PartialDate, _) => {
                "As much as is known: 2024, 3/2024, mar 2024, 12/3/24, about 2024. Enter stores it."
                    .to_owned()
            }
            (Kind::Duration(_), _) => "How long: 90 (minutes), 1h30, 45m, 2d. Enter stores it.".to_owned(),
            (Kind::Number(rule), _) => {
                let unit = rule.unit.as_ref().map_or(String::new(), |unit| format!(", in {unit}"));
                format!("A number{unit}. Enter stores it.")
            }
            (_, Some(_)) => "Not saved yet: Enter stores it.".to_owned(),
            _ => "Enter stores what is typed.".to_owned(),
        };
        page.lines.text(INDENT, &text, theme.hint());
    }

    pub(super) fn write_slot(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        let Some(Draft::Long(area)) = self.draft_of(item) else { return };
        let room = page.lines.columns.saturating_sub(INDENT + 1).max(1);
        let needed: usize = area.lines().iter().map(|line| width(line) / room + 1).sum();
        let most = if page.density == Density::Roomy { 8 } else { 3 };
        let slot = Slot { line: page.lines.count(), rows: needed.clamp(2, most), column: 6 };
        page.cursor = (slot.line, slot.column);
        for _ in 0..slot.rows {
            let bar = Span::styled(format!("    {} ", theme.upright()), theme.label());
            page.lines.put(vec![bar]);
        }
        page.slot = Some(slot);
        let text = match self.unstored(item) {
            Some(_) => "Not saved yet: Tab or Ctrl-S stores it; Enter begins a line.",
            None => "Tab or Ctrl-S stores what is typed; Enter begins a line.",
        };
        page.lines.text(INDENT, text, theme.hint());
    }

    pub(super) fn write_prompt(&self, page: &mut Page, item: &Item<'_>, prompt: &Prompt) {
        let theme = page.lines.theme;
        page.lines.text(INDENT, &self.prompt_words(item, prompt), theme.label());
        match prompt.line() {
            Some(line) => put_line(page, line),
            None => {
                let picks = self.picks(item, prompt).into_iter();
                let entries: Vec<(String, Style)> =
                    picks.map(|(key, words)| (format!("{key} {words}"), theme.value())).collect();
                page.cursor = (page.lines.count(), 6);
                page.lines.flow(INDENT, &entries);
            }
        }
        if let Some(preview) = self.retry_preview() {
            page.lines.text(INDENT, &format!("= {preview}"), theme.hint());
        }
    }
}

/// A line being typed, between brackets, with the cursor in it.
fn put_line(page: &mut Page, line: &LineEdit) {
    let theme: Theme = page.lines.theme;
    let room = page.lines.columns.saturating_sub(INDENT + 2).min(WIDEST);
    let (before, after) = line.halves();
    let before = clip_start(before, room.saturating_sub(1), &theme);
    let after = clip(after, room.saturating_sub(width(&before)), &theme);
    let column = INDENT + 1 + width(&before);
    let blanks = " ".repeat(room.saturating_sub(width(&before) + width(&after)));
    page.cursor = (page.lines.count(), u16::try_from(column).unwrap_or(0));
    page.lines.put(vec![
        Span::raw(" ".repeat(INDENT)),
        Span::styled("[", theme.label()),
        Span::styled(format!("{before}{after}{blanks}"), theme.value()),
        Span::styled("]", theme.label()),
    ]);
}

/// The keys for having no answer, for a note and for the source, as they work on this very question.
pub(super) fn other_states(question: &Question) -> Vec<String> {
    let entries = [
        ('d', 'D', "declined"),
        ('u', 'B', "could not"),
        ('n', 'N', "not asked"),
        ('k', 'K', "don't know"),
        ('m', 'O', "note"),
        ('g', 'G', "from"),
    ];
    entries.map(|(plain, ctrl, words)| format!("{} {words}", key_on(question, plain, ctrl))).to_vec()
}

/// The key that writes a note on this question.
pub(super) fn note_key(question: &Question) -> String {
    key_on(question, 'm', 'O')
}

fn key_on(question: &Question, plain: char, ctrl: char) -> String {
    let typed = matches!(
        question.kind,
        Kind::Number(_)
            | Kind::Date
            | Kind::Time
            | Kind::PartialDate
            | Kind::Duration(_)
            | Kind::Text
            | Kind::LongText
    );
    let claimed = typed || question.option_by_key(plain).is_some();
    if claimed { format!("Ctrl-{ctrl}") } else { plain.to_string() }
}
