//! The last row: what is left, what the answers come to, on what terms, and finishing.

use ratatui::text::Span;

use super::ScreeningScreen;
use super::page::Page;
use super::question::INDENT;
use super::walk::Focus;
use crate::domain::answer::Answer;
use crate::forms::{Question, Sheet};
use crate::tui::widgets::clip::clip;

/// The most questions named; the rest is counted.
const NAMED: usize = 6;
const CAUTION: &str = "Answers given under these conditions - custody, drink or drugs, withdrawal, no sleep, fear - \
    raise or lower a score. It is a reason to talk, not a diagnosis and not a level of risk.";

impl ScreeningScreen {
    pub(super) fn write_end(&self, page: &mut Page, sheet: &Sheet<'_>) {
        let theme = page.lines.theme;
        page.lines.blank();
        if self.focus != Focus::End {
            page.lines.text(0, " END  What is left, the score, finishing.", theme.label());
            return;
        }
        let start = page.lines.count();
        page.lead = start;
        page.cursor = (start, 1);
        page.lines.hang(Span::styled(">END  ", theme.focus()), &left(sheet), theme.heading());
        page.lines.text(INDENT, next(sheet), theme.hint());
        for score in &sheet.scores {
            page.lines.text(INDENT, &self.score_words(score), theme.heading());
        }
        if !sheet.scores.is_empty() {
            page.lines.hang(Span::styled("      ! ", theme.warn()), CAUTION, theme.warn());
        }
        self.write_left(page, sheet);
        page.focus = start..page.lines.count();
        self.write_terms(page);
    }

    /// What is left, by name; what finishing asks for comes first.
    fn write_left(&self, page: &mut Page, sheet: &Sheet<'_>) {
        let theme = page.lines.theme;
        let (required, optional): (Vec<&Question>, Vec<&Question>) =
            sheet.unanswered.iter().copied().partition(|question| question.required);
        for (name, questions) in [("Needed:", required), ("Optional:", optional)] {
            for question in questions.iter().take(NAMED) {
                let line = format!("{name:<9} {:<4} {}", self.number_of(question), question.text);
                let room = page.lines.columns.saturating_sub(INDENT);
                page.lines.text(INDENT, &clip(&line, room, &theme), theme.value());
            }
            if let Some(more) = questions.len().checked_sub(NAMED).filter(|more| *more > 0) {
                let line = format!("          and {more} more: Ctrl-F goes through them.");
                page.lines.text(INDENT, &line, theme.value());
            }
        }
        let absent: Vec<String> = sheet.shown.iter().filter_map(|question| self.absent(question)).collect();
        if !absent.is_empty() {
            page.lines.hang(Span::raw("      No answer: "), &absent.join(", "), theme.value());
        }
    }

    fn absent(&self, question: &Question) -> Option<String> {
        let answer: &Answer = self.open.answers.get(&question.id)?;
        let none = answer.value().is_none();
        none.then(|| format!("{} {}", self.number_of(question), super::words::said(question, answer)))
    }

    fn write_terms(&self, page: &mut Page) {
        let (form, theme) = (&self.open.form, page.lines.theme);
        if let Some(wording) = &form.wording {
            page.lines.hang(Span::styled("      ! ", theme.warn()), wording, theme.warn());
        }
        page.lines.text(INDENT, &form.licence, theme.dim());
    }
}

fn left(sheet: &Sheet<'_>) -> String {
    let (left, required) = (sheet.unanswered.len(), sheet.required_left.len());
    match (left, required) {
        (0, _) => "Every question has an answer or a reason why not.".to_owned(),
        (1, 0) => "1 question is left; it is optional.".to_owned(),
        (_, 0) => format!("{left} questions are left, all optional."),
        (1, _) => "1 question is left.".to_owned(),
        _ if left == required => format!("{left} questions are left, all needed."),
        _ => format!("{left} questions are left, {required} of them needed."),
    }
}

fn next(sheet: &Sheet<'_>) -> &'static str {
    match (sheet.can_finish(), sheet.complete) {
        (true, true) => "Enter finishes the screening.",
        (true, false) => "Enter finishes it as not complete: some questions have no answer.",
        (false, _) => "Enter goes to the first question needed. Esc pauses: all answers are saved.",
    }
}
