//! Repeat groups: rows are added, named and removed on the group's own question.

use ratatui::style::Style;

use super::options::INDENT;
use super::page::Page;
use super::send::Then;
use super::{ScreeningScreen, Tone};
use crate::domain::answer::{Answer, State, Value};
use crate::forms::{Item, Kind, Question};
use crate::tui::effect::Effect;
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::screens::screening::prompt::Prompt;
use crate::tui::screens::screening::walk::Spot;
use crate::tui::widgets::clip::clip;

/// The most columns a row's name takes in a list of rows.
const NAME: usize = 24;

impl ScreeningScreen {
    /// What one row is called.
    pub(super) fn row_kind<'f>(&self, group: &Item<'f>) -> &'f str {
        match &group.question.kind {
            Kind::Group(rule) => &rule.item,
            _ => "row",
        }
    }

    /// The questions asked in each row.
    fn inner(&self, group: &Question) -> impl Iterator<Item = &Question> {
        let place = group.place;
        self.open
            .form()
            .questions
            .iter()
            .skip(place)
            .take_while(move |question| question.place == place || question.group == Some(place))
            .filter(move |question| question.group == Some(place))
    }

    /// How a row is told from the others: its first answer, else its place.
    pub(super) fn row_short(&self, group: &Item<'_>, row: u32) -> String {
        let said = self.inner(group.question).find_map(|question| {
            let answer = self.stored(&question.key(Some(row)))?;
            answer.value().map(|_given| super::words::said(question, answer))
        });
        let theme = crate::tui::theme::Theme {
            look: crate::tui::theme::Look::Mono,
            borders: crate::tui::theme::Borders::Ascii,
        };
        said.map_or_else(
            || format!("{} {}", self.row_kind(group), self.nth(group, row)),
            |said| clip(&said.replace('\n', " "), NAME, &theme),
        )
    }

    /// `medicine 2, sertraline`.
    pub(super) fn row_name(&self, group: &Item<'_>, row: u32) -> String {
        let (place, short) =
            (format!("{} {}", self.row_kind(group), self.nth(group, row)), self.row_short(group, row));
        if short == place { place } else { format!("{place}, {short}") }
    }

    /// `medicine 2: ` before what is said of a question in a row.
    pub(super) fn row_lead(&self, item: &Item<'_>) -> String {
        let (Some(row), Some(group)) = (item.row, self.open.form().group_of(item.question)) else {
            return String::new();
        };
        let group = Item { question: group, row: None };
        format!("{} {}: ", self.row_kind(&group), self.nth(&group, row))
    }

    fn nth(&self, group: &Item<'_>, row: u32) -> usize {
        let rows = self.open.sheet.rows(group.question);
        rows.iter().position(|known| *known == row).map_or(0, |at| at + 1)
    }

    /// Adds a row and goes into it. Its number was never given before, so that no answer of a row
    /// removed earlier comes back in it.
    pub(super) fn add_row(&mut self, group: &Item<'_>) -> Vec<Effect> {
        let mut rows = self.rows_so_far(group);
        let prefix_of = |key: &str| {
            let (id, row) = key.split_once('#')?;
            let inner = self.open.form().question(id)?;
            (inner.group == Some(group.question.place)).then(|| row.parse::<u32>().ok())?
        };
        let given = self.open.answers().keys().filter_map(|key| prefix_of(key));
        let waiting = self.waiting.iter().filter_map(|waiting| match waiting.then {
            Then::Row(row) if waiting.spot == Spot::of(group) => Some(row),
            _ => None,
        });
        let new = rows.iter().copied().chain(given).chain(waiting).max().unwrap_or(0) + 1;
        rows.push(new);
        self.store(group, State::Answered { value: Value::Rows(rows) }, Then::Row(new))
    }

    /// There is none: an answer of its own, given by its own key and never by moving on.
    pub(super) fn no_rows(&mut self, group: &Item<'_>) -> Vec<Effect> {
        if !self.rows_so_far(group).is_empty() {
            let item = self.row_kind(group);
            self.say(Tone::Note, {
                let removes = key_of(Context::ScreeningGroup, Act::RemoveRow);
                format!("There are rows here: {removes} removes a {item}, Enter goes on.")
            });
            return Vec::new();
        }
        self.store(group, State::Answered { value: Value::Rows(Vec::new()) }, Then::Advance)
    }

    pub(super) fn ask_remove(&mut self, group: &Item<'_>) {
        self.prompt = match self.open.sheet.rows(group.question) {
            [] => {
                let item = self.row_kind(group);
                return self.say(Tone::Note, format!("There is no {item} to remove."));
            }
            [only] => Some(Prompt::Remove(*only)),
            _ => Some(Prompt::Which),
        };
    }

    pub(super) fn remove_row(&mut self, group: &Item<'_>, row: u32) -> Vec<Effect> {
        let mut rows = self.rows_so_far(group);
        rows.retain(|known| *known != row);
        let suffix = format!("#{row}");
        let inner: Vec<String> = self.inner(group.question).map(|q| q.key(Some(row))).collect();
        let gone = |key: &String| key.ends_with(&suffix) && inner.contains(key);
        self.drafts.retain(|key, _| !gone(key));
        self.beside.retain(|key, _| !gone(key));
        self.store(group, State::Answered { value: Value::Rows(rows) }, Then::Stay)
    }

    /// Enter on a group: on to what is open in its rows, else to what comes after them.
    pub(super) fn leave_group(&mut self, group: &Item<'_>) -> Vec<Effect> {
        if self.stored(&group.key()).is_none() {
            let text = format!(
                "Not answered: {} adds a {}, {} says there is none.",
                key_of(Context::ScreeningGroup, Act::AddRow),
                self.row_kind(group),
                key_of(Context::ScreeningGroup, Act::NoRows)
            );
            self.say(Tone::Note, text);
            self.go_down();
        } else {
            self.go_on_from(Spot::of(group));
        }
        Vec::new()
    }

    fn rows_so_far(&self, group: &Item<'_>) -> Vec<u32> {
        self.open.sheet.rows(group.question).to_vec()
    }

    /// `1 sertraline, 2 olanzapine`, `none`, or why there is no answer.
    pub(super) fn rows_words(&self, group: &Item<'_>) -> Option<String> {
        let answer: &Answer = self.stored(&group.key())?;
        match answer.value() {
            Some(Value::Rows(rows)) if !rows.is_empty() => {
                let named = rows
                    .iter()
                    .enumerate()
                    .map(|(nth, row)| format!("{} {}", nth + 1, self.row_short(group, *row)));
                Some(named.collect::<Vec<_>>().join(", "))
            }
            _ => Some(super::words::said(group.question, answer)),
        }
    }

    pub(super) fn write_group(&self, page: &mut Page, group: &Item<'_>) {
        let theme = page.lines.theme;
        if let Some(words) = self.rows_words(group) {
            page.lines.text(INDENT, &format!("= {words}"), theme.heading());
        }
        let item = self.row_kind(group);
        let rows = self.rows_so_far(group);
        let keys: Vec<(String, Style)> = if rows.is_empty() {
            vec![(format!("a add a {item}"), theme.value()), ("0 none".to_owned(), theme.value())]
        } else {
            [format!("a add another {item}"), "Enter no more".to_owned(), "r remove one".to_owned()]
                .map(|words| (words, theme.value()))
                .to_vec()
        };
        page.lines.flow(INDENT, &keys);
    }

    /// The line above a row's first question: `medicine 1 of 2  sertraline`.
    pub(super) fn write_row_head(&self, page: &mut Page, item: &Item<'_>) {
        let (Some(row), Some(group)) = (item.row, self.open.form().group_of(item.question)) else { return };
        let (group, theme) = (Item { question: group, row: None }, page.lines.theme);
        let of = self.open.sheet.rows(group.question).len();
        let head = format!("{} {} of {of}", self.row_kind(&group), self.nth(&group, row));
        page.lines.text(INDENT, &head, theme.label());
    }
}
