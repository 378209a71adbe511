//! One row of the table: its cells by the names of their columns, and what is wrong with them.

use chrono::NaiveDateTime;
use thiserror::Error;

use super::{READ, TIME, WORKED_OUT};
use crate::domain::rota::Span;
use crate::domain::service::{Pattern, Service, find};
use crate::domain::sheet::typed;
use crate::domain::text::clean_line;
use crate::domain::time::{from_local, local};

/// A mistake in one cell, or in a line as a whole.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("line {line}, {column}: {message}")]
pub struct CsvProblem {
    /// The line of the file, from 1.
    pub line: u64,
    /// Name of the column; "row" for the line as a whole, "heading" for the first one.
    pub column: &'static str,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// One row whose cells are sound. Who is meant has still to be found.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) person: String,
    /// Code of the role; empty where none is given.
    pub(super) role: String,
    pub(super) site: String,
    pub(super) activity: String,
    pub(super) pattern: Option<String>,
    pub(super) span: Span,
    pub(super) break_minutes: u16,
    /// Times that the clocks go forward over, in words.
    pub(super) notes: Vec<String>,
}

/// Reads every row. Rows with mistakes are left out, and all their mistakes told.
pub(super) fn rows(text: &str, service: &Service, problems: &mut Vec<CsvProblem>) -> Vec<Row> {
    // Lines are counted by their one end: of two the reader counts the second to the next line.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heading: Vec<String> = match reader.headers() {
        Ok(heading) => heading.iter().map(|name| clean_line(name).to_lowercase()).collect(),
        Err(_) => Vec::new(),
    };
    if matches!(heading.as_slice(), [one] if one.contains(';')) {
        let message = "the columns are parted by semicolons; save the table with commas".to_owned();
        problems.push(CsvProblem { line: 1, column: "heading", message });
        return Vec::new();
    }
    if !is_heading(&heading, problems) {
        return Vec::new();
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, ::csv::Position::line);
                problems.push(CsvProblem { line, column: "row", message: "cannot be read".to_owned() });
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(0, ::csv::Position::line);
        let cells = Cells { heading: &heading, record: &record, line };
        rows.extend(cells.row(service, problems));
    }
    rows
}

fn is_heading(heading: &[String], problems: &mut Vec<CsvProblem>) -> bool {
    let before = problems.len();
    let mut complain = |message| problems.push(CsvProblem { line: 1, column: "heading", message });
    for name in ["person", "site", "from", "to"] {
        if !heading.iter().any(|known| known == name) {
            complain(format!("there is no column `{name}`"));
        }
    }
    for (place, name) in heading.iter().enumerate() {
        if !READ.iter().chain(&WORKED_OUT).any(|known| known == name) {
            complain(format!("there is no column `{name}`; those known are {}", READ.join(", ")));
        }
        if heading.iter().take(place).any(|other| other == name) {
            complain(format!("the column `{name}` stands there twice"));
        }
    }
    problems.len() == before
}

struct Cells<'a> {
    heading: &'a [String],
    record: &'a ::csv::StringRecord,
    line: u64,
}

impl Cells<'_> {
    fn row(&self, service: &Service, problems: &mut Vec<CsvProblem>) -> Option<Row> {
        let before = problems.len();
        if self.record.len() != self.heading.len() {
            let message = format!("has {} cells, the heading has {}", self.record.len(), self.heading.len());
            problems.push(CsvProblem { line: self.line, column: "row", message });
            return None;
        }
        let person = self.needed("person", problems);
        let site = self.needed("site", problems);
        if site.as_ref().is_some_and(|code| service.site(code).is_none()) {
            self.complain("site", "there is no such site", problems);
        }
        let role = self.cell("role");
        if !role.is_empty() && service.role(&role).is_none() {
            self.complain("role", "there is no such role", problems);
        }
        let activity = self.activity(service, problems);
        let pattern = site.as_deref().and_then(|site| self.pattern(site, service, problems));
        let (span, notes) = self.span(problems);
        let usual_break = pattern.map_or(0, |pattern| pattern.break_minutes);
        let break_minutes = self.break_minutes(usual_break, span.as_ref(), problems);
        if problems.len() > before {
            return None;
        }
        Some(Row {
            line: self.line,
            person: person?,
            role,
            site: site?,
            activity: activity?,
            pattern: pattern.map(|pattern| pattern.name.clone()),
            span: span?,
            break_minutes: break_minutes?,
            notes,
        })
    }

    /// Activities are given by code or by label; the usual one where none is given.
    fn activity(&self, service: &Service, problems: &mut Vec<CsvProblem>) -> Option<String> {
        let activities = &service.lists.activities;
        let given = self.cell("activity");
        let found = if given.is_empty() {
            activities.iter().find(|entry| entry.covers)
        } else {
            let by_label = || activities.iter().find(|entry| entry.label.eq_ignore_ascii_case(&given));
            find(activities, &given).or_else(by_label)
        };
        if found.is_none() {
            let codes: Vec<&str> = activities.iter().map(|entry| entry.code.as_str()).collect();
            self.complain(
                "activity",
                &format!("there is none of that name; known: {}", codes.join(", ")),
                problems,
            );
        }
        found.map(|entry| entry.code.clone())
    }

    fn pattern<'a>(
        &self,
        site: &str,
        service: &'a Service,
        problems: &mut Vec<CsvProblem>,
    ) -> Option<&'a Pattern> {
        let name = self.cell("pattern");
        let kind = service.site(site).filter(|_| !name.is_empty())?.kind;
        let found =
            service.patterns.iter().find(|pattern| pattern.name == name && pattern.is_worked_at(site, kind));
        if found.is_none() {
            self.complain("pattern", &format!("is not worked at {site}; leave it empty"), problems);
        }
        found
    }

    fn span(&self, problems: &mut Vec<CsvProblem>) -> (Option<Span>, Vec<String>) {
        let (from, to) = (self.time("from", problems), self.time("to", problems));
        let (Some(from), Some(to)) = (from, to) else { return (None, Vec::new()) };
        let span = Span::between(from, to);
        if span.is_none() {
            self.complain("to", "is not after `from`", problems);
        }
        let notes = [("from", from), ("to", to)].into_iter().filter_map(|(column, typed)| {
            let read = local(from_local(typed));
            let moved = read != typed;
            moved.then(|| {
                format!(
                    "line {}, {column}: the clocks go forward; read as {}",
                    self.line,
                    read.format("%H:%M")
                )
            })
        });
        (span, notes.collect())
    }

    fn time(&self, column: &'static str, problems: &mut Vec<CsvProblem>) -> Option<NaiveDateTime> {
        let written = self.needed(column, problems)?;
        let read = NaiveDateTime::parse_from_str(&written.replacen('T', " ", 1), TIME).ok();
        if read.is_none() {
            self.complain(column, "is not a time; write it as 2026-11-23 07:00", problems);
        }
        read
    }

    fn break_minutes(&self, usual: u16, span: Option<&Span>, problems: &mut Vec<CsvProblem>) -> Option<u16> {
        let written = self.cell("break_minutes");
        if written.is_empty() {
            return Some(usual);
        }
        let read = written.parse::<u16>().ok();
        let fits = read.is_some_and(|minutes| span.is_none_or(|span| i64::from(minutes) < span.minutes()));
        if !fits {
            self.complain("break_minutes", "is not a number of minutes within the shift", problems);
        }
        read.filter(|_| fits)
    }

    fn cell(&self, column: &str) -> String {
        let place = self.heading.iter().position(|name| name == column);
        let cell = place.and_then(|place| self.record.get(place)).unwrap_or_default();
        clean_line(typed(cell.trim()))
    }

    fn needed(&self, column: &'static str, problems: &mut Vec<CsvProblem>) -> Option<String> {
        let cell = self.cell(column);
        if cell.is_empty() {
            problems.push(CsvProblem { line: self.line, column, message: "is empty".to_owned() });
            return None;
        }
        Some(cell)
    }

    fn complain(&self, column: &'static str, message: &str, problems: &mut Vec<CsvProblem>) {
        let message = format!("\"{}\": {message}", self.cell(column));
        problems.push(CsvProblem { line: self.line, column, message });
    }
}
