//! One question in the list: at rest with its answer, or in focus with all that can be done.

use ratatui::text::Span;

use super::ScreeningScreen;
use super::entry::other_states;
use super::options::INDENT;
use super::page::{Density, Page};
use crate::forms::{Item, Kind};
use crate::tui::widgets::clip::clip;

impl ScreeningScreen {
    /// A question at rest: its words, and compactly what stands for it.
    pub(super) fn write_resting(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        let lead = Span::styled(format!(" {:<4} ", self.number_of(item.question)), theme.label());
        page.lines.hang(lead, &item.question.text, theme.value());
        self.write_stored(page, item);
        if let Some(offered) = self.offered(item) {
            let words = format!("? prefilled, not confirmed: {}", self.offer_words(item, offered));
            page.lines.text(INDENT, &words, theme.hint());
        }
        self.write_under(page, item);
    }

    fn write_stored(&self, page: &mut Page, item: &Item<'_>) {
        let Some(answer) = self.stored(&item.key()) else { return };
        let words = match item.question.kind {
            Kind::Group(_) => self.rows_words(item).unwrap_or_default(),
            _ => self.said_with_source(item, answer),
        };
        let (theme, words) = (page.lines.theme, format!("= {words}"));
        if words.contains('\n') || !page.lines.append(&words, theme.heading()) {
            page.lines.text(INDENT, &words, theme.heading());
        }
    }

    /// What stands under a question at rest: what is not saved, its note, its checks.
    pub(super) fn write_under(&self, page: &mut Page, item: &Item<'_>) {
        if self.holds_unstored(item) {
            let style = page.lines.theme.warn();
            page.lines.text(INDENT, "! something here is not saved yet", style);
        }
        self.write_beside(page, item);
        self.write_checks(page, item);
    }

    pub(super) fn write_beside(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        if let Some(note) = self.note_of(&item.key()) {
            page.lines.hang(Span::styled("      note: ", theme.hint()), &note, theme.hint());
        }
    }

    /// The question in focus: its words, help, options or line to type on, and the other states.
    pub(super) fn write_focused(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        let roomy = page.density == Density::Roomy;
        if roomy {
            page.lines.gap();
        }
        let start = page.lines.count();
        page.cursor = (start, 1);
        let lead = Span::styled(format!(">{:<4} ", self.number_of(item.question)), theme.focus());
        page.lines.hang(lead, &item.question.text, theme.heading());
        self.write_hints(page, item);
        if let Some(prompt) = &self.prompt {
            self.write_prompt(page, item, prompt);
        } else {
            self.write_asking(page, item);
        }
        page.focus = start..page.lines.count();
        if roomy {
            page.lines.blank();
        }
    }

    fn write_asking(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        let answer = self.stored(&item.key());
        let beside = |answer: &&crate::domain::answer::Answer| {
            answer.value().is_none() || answer.source.is_some() || answer.prefilled_from.is_some()
        };
        let group = matches!(item.question.kind, Kind::Group(_));
        if let Some(answer) = answer.filter(beside).filter(|_| !group) {
            page.lines.text(INDENT, &format!("= {}", self.said_with_source(item, answer)), theme.heading());
        }
        self.write_offer(page, item);
        match &item.question.kind {
            Kind::YesNo | Kind::Choice | Kind::Choices | Kind::Scale(_) => self.write_options(page, item),
            Kind::LongText => self.write_slot(page, item),
            Kind::Group(_) => self.write_group(page, item),
            _ => self.write_line(page, item),
        }
        self.write_foot(page, item);
    }

    /// What is offered, where it is from, and that it is no answer yet.
    pub(super) fn write_offer(&self, page: &mut Page, item: &Item<'_>) {
        let Some(offered) = self.offered(item) else { return };
        let theme = page.lines.theme;
        let words = format!(
            "{}  - prefilled from {}: Enter confirms, or answer anew.",
            self.offer_words(item, offered),
            offered.from
        );
        page.lines.hang(Span::styled("    ? ", theme.warn()), &words, theme.hint());
    }

    /// The last lines of a question in focus: note, a source that waits, checks, further keys.
    pub(super) fn write_foot(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        self.write_beside(page, item);
        let chosen = self.beside.get(&item.key()).and_then(|beside| beside.source);
        if let Some(source) = chosen {
            let words = format!("from: {}, saved with the answer", source.words());
            page.lines.text(INDENT, &words, theme.hint());
        }
        self.write_checks(page, item);
        page.lines.pack(INDENT, &other_states(item.question), theme.dim());
    }

    /// What the practitioner should know before asking.
    pub(super) fn write_hints(&self, page: &mut Page, item: &Item<'_>) {
        let question = item.question;
        let mut hints = Vec::new();
        if self.open.form().flags.iter().any(|flag| flag.question == question.id) {
            hints.push("! Risk question.".to_owned());
        }
        if question.clinician_only {
            hints.push("Not read aloud.".to_owned());
        }
        if !self.open.sheet.requires(question) {
            hints.push("Optional.".to_owned());
        }
        if question.source != crate::domain::answer::Source::default() {
            hints.push(format!("From: {}.", question.source.words()));
        }
        hints.extend(question.help.clone());
        if hints.is_empty() {
            return;
        }
        let (theme, words) = (page.lines.theme, hints.join(" "));
        // In a table on a low screen the keys and what they mean come before the help.
        let tight = page.density == Density::Tight && question.table.is_some();
        let room = page.lines.columns.saturating_sub(INDENT);
        let words = if tight { clip(&words, room, &theme) } else { words };
        page.lines.text(INDENT, &words, theme.hint());
    }
}
