//! The whole form laid out as lines: what comes before the questions, sections, questions, end.

use std::ops::Range;

use ratatui::text::Span;

use super::ScreeningScreen;
use super::lines::Lines;
use super::walk::Focus;
use crate::forms::{Kind, Question};
use crate::tui::theme::Theme;

/// How closely the question in focus is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Density {
    /// An option a line, a blank line around.
    Roomy,
    /// Several options a line, where the question would not fit otherwise.
    Tight,
}

/// The laid-out form.
pub(super) struct Page {
    pub(super) lines: Lines,
    pub(super) density: Density,
    /// The first line after what comes before all sections.
    pub(super) front: usize,
    /// The first line of what leads up to the focus: its section's heading, what is read out.
    pub(super) lead: usize,
    /// The lines of what is in focus.
    pub(super) focus: Range<usize>,
    /// Where the real cursor stands: line, column.
    pub(super) cursor: (usize, u16),
    /// Where several lines of text are edited.
    pub(super) slot: Option<Slot>,
}

/// A place among the lines left for the editor of a long text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) line: usize,
    pub(super) rows: usize,
    pub(super) column: u16,
}

impl ScreeningScreen {
    /// Lays the form out in so many columns.
    pub(super) fn page(&self, columns: usize, density: Density, theme: &Theme) -> Page {
        let mut page = Page {
            lines: Lines::new(columns, *theme),
            density,
            front: 0,
            lead: 0,
            focus: 0..0,
            cursor: (0, 0),
            slot: None,
        };
        self.write_front(&mut page);
        page.front = page.lines.count() + 1;
        let sheet = self.open.sheet();
        let mut section = None;
        let mut lead = None;
        for question in &sheet.shown {
            if section != Some(question.section) {
                section = Some(question.section);
                page.lines.blank();
                lead = lead.or(Some(page.lines.count()));
                self.write_section(&mut page, question);
            }
            if question.kind == Kind::Note {
                lead = lead.or(Some(page.lines.count()));
                write_note(&mut page, question);
                continue;
            }
            if self.focus == Focus::Question(question.place) {
                page.lead = lead.unwrap_or(page.lines.count());
                self.write_focused(&mut page, question);
            } else {
                self.write_resting(&mut page, question);
            }
            lead = None;
        }
        self.write_end(&mut page, &sheet);
        page
    }

    /// What the form is, whether its wording was checked, and on what terms it is used.
    fn write_front(&self, page: &mut Page) {
        let (form, theme) = (&self.open.form, page.lines.theme);
        if let Some(about) = &form.about {
            page.lines.text(1, about, theme.hint());
        }
        if let Some(wording) = &form.wording {
            page.lines.hang(Span::styled(" ! ", theme.warn()), wording, theme.warn());
        }
        page.lines.text(1, &form.licence, theme.dim());
    }

    fn write_section(&self, page: &mut Page, question: &Question) {
        let Some(section) = self.open.form.section_of(question) else { return };
        let (theme, of) = (page.lines.theme, self.open.form.sections.len());
        let title = format!("{}/{of} {}", question.section + 1, section.title);
        page.lines.text(0, &title, theme.title());
        if let Some(intro) = &section.intro {
            read_out(page, "READ OUT", intro);
        }
    }
}

fn write_note(page: &mut Page, note: &Question) {
    read_out(page, if note.clinician_only { "NOTE" } else { "READ OUT" }, &note.text);
    if let Some(help) = &note.help {
        page.lines.text(11, help, page.lines.theme.hint());
    }
}

/// Words set apart by their name and a bar.
fn read_out(page: &mut Page, name: &str, words: &str) {
    let theme = page.lines.theme;
    let bar = theme.upright();
    let mut lead = Span::styled(format!(" {name:<8} {bar} "), theme.heading());
    let room = page.lines.columns.saturating_sub(12).max(1);
    for line in words.lines().flat_map(|line| crate::tui::widgets::clip::wrap(line, room)) {
        page.lines.put(vec![lead, Span::styled(line, theme.value())]);
        lead = Span::styled(format!("          {bar} "), theme.heading());
    }
}
