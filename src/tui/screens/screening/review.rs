//! The review before finishing: what is left, checks, scores, red flags, on what terms.

use std::collections::HashSet;

use ratatui::style::Style;
use ratatui::text::Span;

use super::ScreeningScreen;
use super::options::INDENT;
use super::page::{Density, Page};
use super::walk::Focus;
use crate::forms::{Item, Sheet};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::clip;

/// The most questions named in one list; the rest is counted.
const NAMED: usize = 40;
const CAUTION: &str = "Answers given under these conditions - custody, drink or drugs, withdrawal, no sleep, fear - \
    raise or lower a score. It is a reason to talk, not a diagnosis and not a level of risk.";

impl ScreeningScreen {
    /// The review laid out; it is scrolled as a whole.
    pub(super) fn review(&self, columns: usize, theme: &Theme) -> Page {
        let mut page = Page::new(columns, Density::Roomy, theme);
        let sheet = &self.open.sheet;
        page.cursor = (0, 1);
        page.lines.hang(Span::styled(">END  ", theme.focus()), &left(sheet), theme.heading());
        page.lines.text(INDENT, &self.next(sheet), theme.hint());
        self.write_scores(&mut page, sheet);
        self.write_left(&mut page, sheet);
        self.write_absent(&mut page, sheet);
        self.write_all_checks(&mut page);
        self.write_flags(&mut page, sheet);
        page.lines.blank();
        self.write_terms(&mut page, 1);
        page.focus = 0..page.lines.count();
        page
    }

    fn next(&self, sheet: &Sheet) -> String {
        if let Some(Focus::Question(_)) = self.first_unstored() {
            return "Enter goes to an answer that is not saved yet.".to_owned();
        }
        match (sheet.can_finish(), sheet.is_complete(), sheet.required_left().next().is_some()) {
            (true, true, _) => "Enter finishes the screening.".to_owned(),
            (true, false, _) => {
                "Enter finishes it as not complete: some questions have no answer.".to_owned()
            }
            (false, _, true) => {
                "Enter goes to the first question needed. Esc pauses: all answers are saved.".to_owned()
            }
            (false, _, false) => {
                "Enter goes to what a check asks about. Esc pauses: all is saved.".to_owned()
            }
        }
    }

    fn write_scores(&self, page: &mut Page, sheet: &Sheet) {
        let theme = page.lines.theme;
        for score in sheet.scores() {
            page.lines.text(INDENT, &self.score_words(&score), theme.heading());
        }
        if sheet.scores().is_empty() {
            return;
        }
        if !self.heading.conditions.is_empty() {
            let conditions = format!("Conditions: {}", self.heading.conditions);
            page.lines.text(INDENT, &conditions, theme.value());
        }
        page.lines.hang(Span::styled("      ! ", theme.warn()), CAUTION, theme.warn());
    }

    /// What is left, by name; what finishing asks for comes first.
    fn write_left(&self, page: &mut Page, sheet: &Sheet) {
        let theme = page.lines.theme;
        let (needed, optional): (Vec<Item<'_>>, Vec<Item<'_>>) =
            sheet.unanswered().partition(|item| sheet.requires(item.question));
        for (name, items) in [("NEEDED", needed), ("OPTIONAL", optional)] {
            let lines = items.iter().map(|item| {
                let offered = if self.offered(item).is_some() { "  (prefilled, not confirmed)" } else { "" };
                format!("{}{offered}", item.question.text)
            });
            self.write_list(page, name, &items, lines, theme.value());
        }
    }

    fn write_absent(&self, page: &mut Page, sheet: &Sheet) {
        let theme = page.lines.theme;
        let none = |item: &Item<'_>| sheet.answer(item).is_some_and(|answer| answer.value().is_none());
        let items: Vec<Item<'_>> = sheet.questions().filter(none).collect();
        let lines = items.iter().map(|item| {
            let said = sheet.answer(item).map(|answer| super::words::said(item.question, answer));
            format!("{}: {}", said.unwrap_or_default(), item.question.text)
        });
        self.write_list(page, "NO ANSWER", &items, lines, theme.value());
    }

    /// Questions under a name, one to a line, cut at its end.
    fn write_list(
        &self,
        page: &mut Page,
        name: &str,
        items: &[Item<'_>],
        lines: impl Iterator<Item = String>,
        style: Style,
    ) {
        if items.is_empty() {
            return;
        }
        let theme = page.lines.theme;
        page.lines.text(1, &format!("{name} {}", items.len()), theme.label());
        let room = page.lines.columns.saturating_sub(INDENT);
        for (item, words) in items.iter().zip(lines).take(NAMED) {
            let line = format!("{:<4} {}{words}", self.number_of(item.question), self.row_lead(item));
            page.lines.text(INDENT, &clip(&line, room, &theme), style);
        }
        if let Some(more) = items.len().checked_sub(NAMED).filter(|more| *more > 0) {
            page.lines.text(
                INDENT,
                &format!(
                    "and {more} more: {} goes through what is left.",
                    key_of(Context::ScreeningReview, Act::NextUnanswered)
                ),
                theme.hint(),
            );
        }
    }

    /// Red flags that fire, and whether somebody was told.
    fn write_flags(&self, page: &mut Page, sheet: &Sheet) {
        let theme = page.lines.theme;
        let open: HashSet<&str> = self.flags.iter().map(|flag| flag.rule.as_str()).collect();
        let mut named = false;
        for flag in sheet.flags() {
            if !std::mem::replace(&mut named, true) {
                page.lines.text(1, "RED FLAGS", theme.label());
            }
            let tells = key_of(Context::ScreeningReview, Act::Tell);
            let untold = format!("NOT TOLD yet: {tells} tells custody.");
            let (mark, told, style) = if open.contains(flag.id.as_str()) {
                ("   !! ", untold.as_str(), theme.urgent())
            } else {
                ("   ok ", "Somebody was told.", theme.value())
            };
            let words = format!("{} - {told}", flag.words);
            page.lines.hang(Span::styled(mark, style), &words, style);
        }
    }

    /// What the practitioner may rely on: whether the wording was checked, and the licence.
    pub(super) fn write_terms(&self, page: &mut Page, indent: usize) {
        use crate::desk::wording::Wording;
        let (form, theme) = (self.open.form(), page.lines.theme);
        let warning = match &self.open.wording {
            Wording::Unconfirmed { warning, .. } => Some(warning),
            Wording::Own => form.wording.as_ref(),
            Wording::Confirmed { .. } => None,
        };
        if let Some(warning) = warning {
            let mark = format!("{}! ", " ".repeat(indent));
            page.lines.hang(Span::styled(mark, theme.warn()), warning, theme.warn());
        }
        if let Wording::Confirmed { by, on } = &self.open.wording {
            let checked = format!("Wording checked by {by}, {}.", crate::domain::time::day(*on));
            page.lines.text(indent, &checked, theme.dim());
        }
        page.lines.text(indent, &form.licence, theme.dim());
    }

    /// The next lines of the review; the last page stays.
    pub(super) fn scroll_on(&mut self) -> Vec<Effect> {
        let (rows, last) = self.review_size();
        self.scrolled = (self.scrolled + rows.saturating_sub(1).max(1)).min(last);
        Vec::new()
    }

    pub(super) fn scroll_back(&mut self) -> Vec<Effect> {
        let (rows, last) = self.review_size();
        self.scrolled = self.scrolled.min(last).saturating_sub(rows.saturating_sub(1).max(1));
        Vec::new()
    }

    /// The rows the review has on the screen, and the furthest it can be scrolled there.
    fn review_size(&self) -> (usize, usize) {
        let theme = Theme { look: crate::tui::theme::Look::Mono, borders: crate::tui::theme::Borders::Ascii };
        let (columns, rows) = self.size;
        let rows = usize::from(self.body_rows(columns, rows, &theme));
        let count = self.review(usize::from(columns.saturating_sub(1)), &theme).lines.count();
        // The last row says where one is.
        let shown = if count > rows { rows.saturating_sub(1) } else { rows };
        (shown, count.saturating_sub(shown))
    }
}

fn left(sheet: &Sheet) -> String {
    let (left, required) = (sheet.unanswered().count(), sheet.required_left().count());
    match (left, required) {
        (0, _) => "REVIEW  Every question has an answer or a reason why not.".to_owned(),
        (1, 0) => "REVIEW  1 question is left; it is optional.".to_owned(),
        (_, 0) => format!("REVIEW  {left} questions are left, all optional."),
        (1, _) => "REVIEW  1 question is left.".to_owned(),
        _ if left == required => format!("REVIEW  {left} questions are left, all needed."),
        _ => format!("REVIEW  {left} questions are left, {required} of them needed."),
    }
}
