//! Pages as sheets of paper: rows of letters, none beyond the edge.
//!
//! A laid-out page is one sheet. Only a line or a page longer than any layout makes them goes on in
//! the next row or on the next sheet, since no word may be lost.

use std::collections::BTreeSet;

use super::letters::{Cell, Letters};
use crate::domain::page::{Page, Role};
use crate::print::text::printed;

/// Columns up to which a row is filled; laid-out pages have 72.
const COLUMNS: usize = 80;
/// Rows of a sheet.
const ROWS: usize = 60;
/// How many signs make a line of dashes a rule.
const RULE: usize = 5;

/// What a row is for somebody who is read to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Said again on every page: not read.
    Head,
    /// As the head.
    Foot,
    /// Drawn in dashes: not read.
    Rule,
    /// Begins a part.
    Heading,
    /// Begins a part that must catch the eye.
    Alarm,
    /// Goes on with the part.
    Text,
    /// Parts two paragraphs.
    Blank,
}

/// One row.
pub(super) struct Row {
    pub(super) kind: Kind,
    /// How it is drawn, whatever its kind.
    pub(super) role: Role,
    pub(super) cells: Vec<Cell>,
    /// The whole line's words, for a heading's name.
    pub(super) words: String,
}

/// One side of paper.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) rows: Vec<Row>,
}

impl Sheet {
    /// The letters on it that the font lacks.
    pub(super) fn missing(&self) -> BTreeSet<char> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.lacks.iter().copied()).collect()
    }
}

/// Puts the pages on sheets, at least one.
pub(super) fn sheets(pages: &[Page], letters: &Letters) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for page in pages {
        let mut sheet = Sheet::default();
        for row in page.lines.iter().flat_map(|line| rows(line.role, &printed(&line.text), letters)) {
            if sheet.rows.len() == ROWS {
                sheets.push(std::mem::take(&mut sheet));
            }
            sheet.rows.push(row);
        }
        sheets.push(sheet);
    }
    if sheets.is_empty() {
        sheets.push(Sheet::default());
    }
    sheets
}

fn rows(role: Role, line: &str, letters: &Letters) -> Vec<Row> {
    let kind = kind(role, line);
    let mut rows = vec![Row { kind, role, cells: Vec::new(), words: line.trim().to_owned() }];
    let mut filled = 0;
    for cell in letters.cells(line) {
        if filled + cell.columns > COLUMNS && filled > 0 {
            let kind = if matches!(kind, Kind::Heading | Kind::Alarm) { Kind::Text } else { kind };
            rows.push(Row { kind, role, cells: Vec::new(), words: String::new() });
            filled = 0;
        }
        filled += cell.columns;
        if let Some(row) = rows.last_mut() {
            row.cells.push(cell);
        }
    }
    rows
}

fn kind(role: Role, line: &str) -> Kind {
    let dashes = |line: &str| line.chars().all(|c| matches!(c, '-' | '=' | '_' | ' '));
    match role {
        _ if line.trim().is_empty() => Kind::Blank,
        Role::Head => Kind::Head,
        Role::Foot => Kind::Foot,
        _ if dashes(line) && line.split_whitespace().any(|dashes| dashes.len() >= RULE) => Kind::Rule,
        Role::Heading => Kind::Heading,
        Role::Alarm => Kind::Alarm,
        Role::Text => Kind::Text,
    }
}
