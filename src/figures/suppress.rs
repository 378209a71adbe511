//! What may be shown of figures that leave the terminal: small counts of people are withheld, and so many
//! others with them that none of them can be worked out.
//!
//! Published numbers hang together: a split adds up to its whole, a share and the rest make the whole,
//! whoever attended was accepted. `rules` says all that follows from the definitions, and `sums` withholds
//! until each withheld number could be another one. `tests/figures_guard.rs` holds an attacker against it
//! that shares nothing with either.

mod rules;
mod sums;

use super::definitions::{Definition, Kind};
use super::sheet::{Figure, Row, Sheet, Times, Value};
use crate::domain::service::Service;

use sums::Sums;

/// A figure as it may be shown; a count that is withheld is `None`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// What it is.
    pub definition: &'static Definition,
    /// What may be shown.
    pub value: ShownValue,
}

/// What may be shown of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ShownValue {
    /// A number.
    Number(Option<u64>),
    /// A part of a number.
    Part {
        /// The part.
        n: Option<u64>,
        /// The whole.
        of: Option<u64>,
    },
    /// Numbers by code.
    Rows {
        /// The rows.
        rows: Vec<ShownRow>,
        /// The whole of which each is a part.
        of: Option<u64>,
    },
    /// Minutes; none where there are none, or where their number is withheld.
    Times(Option<Times>),
    /// Minutes of nobody.
    Hours(i64),
}

/// One row of a figure by code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownRow {
    /// The code.
    pub code: String,
    /// The code in words.
    pub label: String,
    /// How many.
    pub n: Option<u64>,
}

/// Times the limit that it takes for a 90th centile to be told.
const FEW: u64 = 2;

/// The figures of a sheet as they may leave: counts of people under `limit` are withheld, and others with
/// them. A limit of 0 withholds nothing. The service is the one for which it was counted: whoever is in its
/// groups, and which codes its lists have, tells of one figure by another.
pub fn shown(service: &Service, sheet: &Sheet, limit: u64) -> Vec<Shown> {
    let mut cells = Cells::of_sheet(sheet, limit);
    if limit > 0 {
        rules::hang_together(service, sheet, &mut cells);
        cells.sums.protect();
    }
    cells.all_shown(sheet)
}

/// The figures of a sheet, each number of them, as on the screen of somebody who may see all.
pub fn unguarded(sheet: &Sheet) -> Vec<Shown> {
    Cells::of_sheet(sheet, 0).all_shown(sheet)
}

/// The cells of a sheet, and where each figure has its own.
struct Cells {
    sums: Sums,
    places: Vec<Vec<usize>>,
    by_code: Vec<(&'static str, usize)>,
}

impl Cells {
    fn of_sheet(sheet: &Sheet, limit: u64) -> Self {
        let sums = Sums::under(limit);
        let mut cells = Self { sums, places: Vec::new(), by_code: Vec::new() };
        for figure in &sheet.figures {
            let places = own_cells(figure, sheet, &mut cells.sums);
            let is_one = !matches!(figure.value, Value::Rows { .. });
            if let Some(cell) = places.first().filter(|_| is_one) {
                cells.by_code.push((figure.definition.code, *cell));
            }
            cells.places.push(places);
        }
        cells
    }

    /// The cell of a figure that is one number.
    fn of(&self, code: &str) -> Option<usize> {
        self.by_code.iter().find(|(own, _)| *own == code).map(|(_, cell)| *cell)
    }

    /// The rows of a figure by code, with the cell of each.
    fn rows<'a>(&'a self, sheet: &'a Sheet, code: &str) -> impl Iterator<Item = (&'a Row, usize)> {
        let place = sheet.figures.iter().position(|figure| figure.definition.code == code);
        let rows = match place.and_then(|place| sheet.figures.get(place)).map(|figure| &figure.value) {
            Some(Value::Rows { rows, .. }) => rows.as_slice(),
            _ => &[],
        };
        let places = place.and_then(|place| self.places.get(place)).into_iter().flatten();
        rows.iter().zip(places.copied())
    }

    /// The cell of one row of a figure by code.
    fn row(&self, sheet: &Sheet, figure: &str, code: &str) -> Option<usize> {
        self.rows(sheet, figure).find(|(row, _)| row.code == code).map(|(_, cell)| cell)
    }

    fn may_show(&self, cell: Option<usize>) -> bool {
        cell.is_none_or(|cell| !self.sums.is_withheld(cell))
    }

    fn all_shown(&self, sheet: &Sheet) -> Vec<Shown> {
        sheet.figures.iter().zip(&self.places).map(|(figure, places)| self.shown(figure, places)).collect()
    }

    fn shown(&self, figure: &Figure, places: &[usize]) -> Shown {
        let definition = figure.definition;
        let whole = definition.kind.whole().and_then(|code| self.of(code));
        let keep = |n: u64, cell: Option<usize>| Some(n).filter(|_| self.may_show(cell));
        let own = places.first().copied();
        let value = match &figure.value {
            Value::Number(n) => ShownValue::Number(keep(*n, own)),
            Value::Part { n, of } => ShownValue::Part { n: keep(*n, own), of: keep(*of, whole) },
            Value::Rows { rows, of } => {
                let row = |(nth, row): (usize, &Row)| ShownRow {
                    code: row.code.clone(),
                    label: row.label.clone(),
                    n: keep(row.n, places.get(nth).copied()),
                };
                ShownValue::Rows { rows: rows.iter().enumerate().map(row).collect(), of: keep(*of, whole) }
            }
            Value::Times(times) => {
                let cell = if matches!(definition.kind, Kind::TimesOfPart(_)) { own } else { whole };
                // Of few the 90th centile is the longest: one person's own.
                let few = times.n < self.sums.limit * FEW;
                let times = Times { p90: times.p90.filter(|_| !few), ..*times };
                ShownValue::Times(Some(times).filter(|_| self.may_show(cell)))
            }
            Value::Hours(minutes) => ShownValue::Hours(*minutes),
        };
        Shown { definition, value }
    }
}

/// The cells that a figure of people brings; one that is of nobody brings none.
fn own_cells(figure: &Figure, sheet: &Sheet, sums: &mut Sums) -> Vec<usize> {
    let definition = figure.definition;
    let of = |code| sheet.figure(code).map(|whole| whole.definition);
    let whole = definition.kind.whole().and_then(of).unwrap_or(definition);
    if !definition.kind.is_of_people(whole) {
        return Vec::new();
    }
    let mut cell = |n: u64| {
        let small = n < sums.limit;
        sums.add(n, true, small)
    };
    match &figure.value {
        Value::Number(n) | Value::Part { n, .. } => vec![cell(*n)],
        Value::Rows { rows, .. } => rows.iter().map(|row| cell(row.n)).collect(),
        Value::Times(times) if matches!(definition.kind, Kind::TimesOfPart(_)) => vec![cell(times.n)],
        Value::Times(_) | Value::Hours(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
