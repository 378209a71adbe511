//! One question in the list: at rest with its answer, or in focus with all that can be done.

use ratatui::style::Style;
use ratatui::text::Span;

use super::ScreeningScreen;
use super::draft::Draft;
use super::page::{Density, Page, Slot};
use super::prompt::{Prompt, reasons};
use super::words::{option_keys, said};
use crate::domain::answer::{Answer, Value};
use crate::forms::{Choice, Kind, Question};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, clip_start, width};
use crate::tui::widgets::line_edit::LineEdit;

/// Columns before a question's text.
pub(super) const INDENT: usize = 6;
/// The widest line to type on.
const WIDEST: usize = 64;

impl ScreeningScreen {
    /// A question at rest: its words, and compactly what stands for it.
    pub(super) fn write_resting(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        let lead = Span::styled(format!(" {:<4} ", self.number_of(question)), theme.label());
        page.lines.hang(lead, &question.text, theme.value());
        self.write_stored(page, question);
        if self.holds_unstored(question) {
            page.lines.text(INDENT, "! something here is not saved yet", theme.warn());
        }
        self.write_note(page, question);
    }

    fn write_stored(&self, page: &mut Page, question: &Question) {
        let Some(answer) = self.open.answers.get(&question.id) else { return };
        let (theme, words) = (page.lines.theme, format!("= {}", said(question, answer)));
        if words.contains('\n') || !page.lines.append(&words, theme.heading()) {
            page.lines.text(INDENT, &words, theme.heading());
        }
    }

    fn write_note(&self, page: &mut Page, question: &Question) {
        if let Some(note) = self.note_of(&question.id) {
            let theme = page.lines.theme;
            page.lines.hang(Span::styled("      note: ", theme.hint()), &note, theme.hint());
        }
    }

    /// The question in focus: its words, help, options or line to type on, and the other states.
    pub(super) fn write_focused(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        let roomy = page.density == Density::Roomy;
        if roomy {
            page.lines.blank();
        }
        let start = page.lines.count();
        page.cursor = (start, 1);
        let lead = Span::styled(format!(">{:<4} ", self.number_of(question)), theme.focus());
        page.lines.hang(lead, &question.text, theme.heading());
        let hints = self.hints(question);
        if !hints.is_empty() {
            page.lines.text(INDENT, &hints, theme.hint());
        }
        if let Some(prompt) = &self.prompt {
            self.write_prompt(page, prompt);
        } else {
            self.write_asking(page, question);
        }
        page.focus = start..page.lines.count();
        if roomy {
            page.lines.blank();
        }
    }

    fn write_asking(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        let answer = self.open.answers.get(&question.id);
        if let Some(answer) = answer.filter(|answer| answer.value().is_none()) {
            page.lines.text(INDENT, &format!("= {}", said(question, answer)), theme.heading());
        }
        match &question.kind {
            Kind::YesNo | Kind::Choice | Kind::Choices => self.write_options(page, question),
            Kind::LongText => self.write_slot(page, question),
            _ => self.write_line(page, question),
        }
        self.write_note(page, question);
        let states = other_states(question, self.context().types());
        page.lines.text(INDENT, &states, theme.dim());
    }

    /// What the practitioner should know before asking.
    fn hints(&self, question: &Question) -> String {
        let mut hints = Vec::new();
        if self.open.form.flags.iter().any(|flag| flag.question == question.id) {
            hints.push("! Risk question.");
        }
        if question.clinician_only {
            hints.push("Not read aloud.");
        }
        if !question.required {
            hints.push("Optional.");
        }
        hints.extend(question.help.as_deref());
        hints.join(" ")
    }

    fn write_options(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        let draft = self.draft_of(question);
        let stored = self.open.answers.get(&question.id).and_then(Answer::value);
        let entry = |option: &Choice| {
            let taken = match &draft {
                Some(draft) => draft.ticked(&option.code),
                None => stored == Some(&Value::Choice(option.code.clone())),
            };
            let mark = match (&question.kind, taken) {
                (Kind::Choices, true) => "[x]",
                (Kind::Choices, false) => "[ ]",
                (_, true) => "(x)",
                (_, false) => "( )",
            };
            let style = if taken { theme.heading() } else { theme.value() };
            (format!("{mark} {}", option_keys(question, option.key)), option.text.clone(), style)
        };
        let entries: Vec<(String, String, Style)> = question.options.iter().map(entry).collect();
        let flat: Vec<(String, Style)> =
            entries.iter().map(|(lead, text, style)| (format!("{lead} {text}"), *style)).collect();
        let on_one_line: usize = flat.iter().map(|(text, _)| width(text) + 3).sum();
        if page.density == Density::Tight || INDENT + on_one_line <= page.lines.columns + 3 {
            page.lines.flow(INDENT, &flat);
        } else {
            for (lead, text, style) in entries {
                page.lines.hang(Span::styled(format!("      {lead} "), style), &text, style);
            }
        }
        if question.kind == Kind::Choices {
            page.lines.text(INDENT, self.confirm_words(question), theme.hint());
        }
    }

    fn confirm_words(&self, question: &Question) -> &'static str {
        match self.unstored(question) {
            Some(_) => "Not saved yet: Enter saves what is ticked and goes on.",
            None => "Keys tick; Enter saves what is ticked and goes on.",
        }
    }

    fn write_line(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        if let Some(Draft::Line(line)) = self.draft_of(question) {
            put_line(page, &line);
        }
        let read = self.unstored(question);
        let text = match (&question.kind, read) {
            (Kind::Date, Some(Ok(Value::Date(date)))) => {
                format!("= {}. Enter stores it.", crate::domain::time::day(date))
            }
            (Kind::Date, _) => "A date: 12/03/1990, 12.3.90, today. Enter stores it.".to_owned(),
            (Kind::Number(rule), _) => {
                let unit = rule.unit.as_ref().map_or(String::new(), |unit| format!(", in {unit}"));
                format!("A number{unit}. Enter stores it.")
            }
            (_, Some(_)) => "Not saved yet: Enter stores it.".to_owned(),
            _ => "Enter stores what is typed.".to_owned(),
        };
        page.lines.text(INDENT, &text, theme.hint());
    }

    fn write_slot(&self, page: &mut Page, question: &Question) {
        let theme = page.lines.theme;
        let Some(Draft::Long(area)) = self.draft_of(question) else { return };
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
        let text = match self.unstored(question) {
            Some(_) => "Not saved yet: Tab or Ctrl-S stores it; Enter begins a line.",
            None => "Tab or Ctrl-S stores what is typed; Enter begins a line.",
        };
        page.lines.text(INDENT, text, theme.hint());
    }

    fn write_prompt(&self, page: &mut Page, prompt: &Prompt) {
        let theme = page.lines.theme;
        page.lines.text(INDENT, &prompt.words(), theme.label());
        match prompt.line() {
            Some(line) => put_line(page, line),
            None => {
                let entries: Vec<(String, Style)> = reasons()
                    .map(|(key, reason)| (format!("{key} {}", reason.words()), theme.value()))
                    .collect();
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

/// The keys for having no answer, as they work on this very question.
pub(super) fn other_states(question: &Question, types: bool) -> String {
    let key = |plain: char, ctrl: char| {
        let claimed = types || question.option_by_key(plain).is_some();
        if claimed { format!("Ctrl-{ctrl}") } else { plain.to_string() }
    };
    let entries = [
        (key('d', 'D'), "declined"),
        (key('u', 'B'), "could not"),
        (key('n', 'N'), "not asked"),
        (key('k', 'K'), "does not know"),
        (key('m', 'O'), "note"),
    ];
    entries.map(|(key, words)| format!("{key} {words}")).join("  ")
}
