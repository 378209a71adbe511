//! The lines around the focus: what comes before the questions, sections, questions, the end.
//!
//! Only what can be in sight is laid out: a screenful above what is in focus and one below it.

use std::ops::Range;

use ratatui::text::{Line, Span};

use super::ScreeningScreen;
use super::lines::Lines;
use super::options::INDENT;
use super::walk::{Focus, Spot};
use crate::forms::{Item, Kind, Question};
use crate::tui::theme::Theme;

/// How closely the question in focus is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Density {
    /// An option a line, a blank line around.
    Roomy,
    /// Several options a line, where the question would not fit otherwise.
    Tight,
}

/// Lines laid out, and where things stand among them.
pub(super) struct Page {
    pub(super) lines: Lines,
    pub(super) density: Density,
    /// Whether more of the form comes before the first line, and after the last.
    pub(super) more: (bool, bool),
    /// Whether no question comes before the one in focus.
    pub(super) first: bool,
    /// The first line of what leads up to the focus: its section's heading, what is read out.
    pub(super) lead: usize,
    /// The lines of what is in focus.
    pub(super) focus: Range<usize>,
    /// Where the real cursor stands: line, column.
    pub(super) cursor: (usize, u16),
    /// Where several lines of text are edited.
    pub(super) slot: Option<Slot>,
    /// The head of the table in focus, to be kept in sight.
    pub(super) head: Option<Head>,
}

/// The head of a table: what its marks mean.
pub(super) struct Head {
    pub(super) lines: Vec<Line<'static>>,
    /// Where it stands among the lines, if it is laid out.
    pub(super) at: Option<usize>,
}

/// A place among the lines left for the editor of a long text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) line: usize,
    pub(super) rows: usize,
    pub(super) column: u16,
}

impl Page {
    pub(super) fn new(columns: usize, density: Density, theme: &Theme) -> Self {
        Self {
            lines: Lines::new(columns, *theme),
            density,
            more: (false, false),
            first: false,
            lead: 0,
            focus: 0..0,
            cursor: (0, 0),
            slot: None,
            head: None,
        }
    }
}

impl ScreeningScreen {
    /// Lays out what can be in sight on so many rows around the question in focus.
    pub(super) fn page(&self, columns: usize, rows: usize, density: Density, theme: &Theme) -> Page {
        let mut page = Page::new(columns, density, theme);
        let items: Vec<Item<'_>> = self.open.sheet.shown().collect();
        let here = |item: &Item<'_>| Focus::Question(Spot::of(item)) == self.focus;
        let at = items.iter().position(here).unwrap_or(items.len());
        self.lay_above(&mut page, &items, at, rows);
        let mut below = 0;
        for nth in at..items.len() {
            if nth > at && below >= rows {
                page.more.1 = true;
                break;
            }
            self.write_item(&mut page, &items, nth);
            if nth == at && page.head.as_ref().is_some_and(|head| head.lines.is_empty()) {
                // A table above, not the one in focus.
                page.head = None;
            }
            below = page.lines.count().saturating_sub(page.focus.end.max(page.lead));
        }
        if !page.more.1 {
            page.lines.blank();
            page.lines.text(0, " END  Review: what is left, the score, finishing.", theme.label());
        }
        page
    }

    /// What comes before the focus, from the nearest upwards, until a screen is full.
    fn lay_above(&self, page: &mut Page, items: &[Item<'_>], at: usize, rows: usize) {
        let (columns, density, theme) = (page.lines.columns, page.density, page.lines.theme);
        let mut blocks: Vec<Page> = Vec::new();
        let (mut count, mut leading, mut leads) = (0, 0, true);
        let mut nth = at;
        while count < rows && nth > 0 {
            nth -= 1;
            let mut block = Page::new(columns, density, &theme);
            self.write_item(&mut block, items, nth);
            leads = leads && items.get(nth).is_some_and(|item| matches!(item.question.kind, Kind::Note));
            count += block.lines.count();
            leading += if leads { block.lines.count() } else { 0 };
            blocks.push(block);
        }
        page.first = nth == 0 && leads;
        page.more.0 = nth > 0;
        if nth == 0 {
            self.write_front(page);
        }
        for block in blocks.into_iter().rev() {
            if let Some(at) = block.head.and_then(|head| head.at) {
                page.head = Some(Head { lines: Vec::new(), at: Some(page.lines.count() + at) });
            }
            page.lines.rows.extend(block.lines.rows);
        }
        page.lead = page.lines.count().saturating_sub(leading);
    }

    /// One thing shown, with the headings that stand over it.
    pub(super) fn write_item(&self, page: &mut Page, items: &[Item<'_>], nth: usize) {
        let Some(item) = items.get(nth) else { return };
        let before = nth.checked_sub(1).and_then(|before| items.get(before));
        let same_section = before.filter(|before| before.question.section == item.question.section);
        if same_section.is_none() {
            page.lines.gap();
            self.write_section(page, item.question);
        }
        let same_group = same_section.filter(|before| before.question.group == item.question.group);
        if item.row.is_some() && same_group.is_none_or(|before| before.row != item.row) {
            self.write_row_head(page, item);
        }
        let same_table = same_section.filter(|before| before.question.table == item.question.table);
        let leaves_rows = same_section.is_some_and(|before| before.row.is_some() && item.row.is_none());
        if leaves_rows || (same_section.is_some() && same_table.is_none()) {
            // A table stands apart from what is around it, and so do the rows of a group.
            page.lines.gap();
        }
        let (opens, focused) = (same_table.is_none(), self.focus == Focus::Question(Spot::of(item)));
        match item.question.kind {
            Kind::Note => write_note(page, item.question),
            Kind::Computed(_) => self.write_computed(page, item),
            _ if item.question.table.is_some() => self.write_table_row(page, item, opens, focused),
            _ if focused => self.write_focused(page, item),
            _ => self.write_resting(page, item),
        }
    }

    /// What the form is, whether its wording was checked, and on what terms it is used.
    fn write_front(&self, page: &mut Page) {
        let (form, theme) = (self.open.form(), page.lines.theme);
        if let Some(amends) = &self.open.amends {
            let words = format!("Puts a finished form right, because: {}", amends.reason);
            page.lines.hang(Span::styled(" ! ", theme.warn()), &words, theme.warn());
        }
        if let Some(about) = &form.about {
            page.lines.text(1, about, theme.hint());
        }
        self.write_terms(page, 1);
    }

    fn write_section(&self, page: &mut Page, question: &Question) {
        let Some(section) = self.open.form().section_of(question) else { return };
        let (theme, of) = (page.lines.theme, self.open.form().sections.len());
        let title = format!("{}/{of} {}", question.section + 1, section.title);
        page.lines.text(0, &title, theme.title());
        if let Some(intro) = &section.intro {
            read_out(page, "READ OUT", intro);
        }
    }

    /// A number worked out from answers: shown, never asked, never in focus.
    fn write_computed(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        let words = super::words::computed_words(item, &self.open.sheet);
        let line = format!("{} -> {words}", item.question.text);
        page.lines.text(INDENT, &line, theme.label());
        self.write_checks(page, item);
    }
}

fn write_note(page: &mut Page, note: &Question) {
    read_out(page, if note.clinician_only { "NOTE" } else { "READ OUT" }, &note.text);
    if let Some(help) = &note.help {
        page.lines.text(11, help, page.lines.theme.hint());
    }
}

/// Words set apart by their name and a bar.
pub(super) fn read_out(page: &mut Page, name: &str, words: &str) {
    let theme = page.lines.theme;
    let bar = theme.upright();
    let mut lead = Span::styled(format!(" {name:<8} {bar} "), theme.heading());
    let room = page.lines.columns.saturating_sub(12).max(1);
    for line in words.lines().flat_map(|line| crate::tui::widgets::clip::wrap(line, room)) {
        page.lines.put(vec![lead, Span::styled(line, theme.value())]);
        lead = Span::styled(format!("          {bar} "), theme.heading());
    }
}
