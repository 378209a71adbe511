//! What may be shown of figures that leave the terminal: small counts of people are withheld, and so many
//! others with them that none of them can be worked out.
//!
//! Published numbers hang together by sums: a split adds up to its whole, a share and the rest make the
//! whole. Whoever knows those sums can bound a withheld number; where the bounds meet it is known. So
//! numbers are withheld until no bounds meet. The sums make no circles, and there the bounds are as tight
//! as anybody can make them.

use super::count::NOT_RECORDED;
use super::definitions::{Definition, Kind};
use super::sheet::{Figure, Sheet, Times, Value};
use crate::domain::age_band::AgeBand;
use crate::domain::detail::DetailItem;
use crate::domain::item::Item;

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

/// A whole and parts that add up to it, as places of cells.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

/// One number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Cell {
    n: u64,
    /// Whether it stands in what is published; the rest of a share does not.
    published: bool,
    /// Whether it must not be known.
    small: bool,
}

/// Numbers and how they hang together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Sums {
    cells: Vec<Cell>,
    sums: Vec<Sum>,
    withheld: Vec<bool>,
    /// Counts under this must not be known.
    limit: u64,
}

/// Bounds between which a number lies for whoever knows what is published.
type Bounds = (u64, u64);

/// Times the limit that it takes for a 90th centile to be told.
const FEW: u64 = 2;

/// As high as any bound.
const NO_BOUND: u64 = u64::MAX / 4;

impl Sums {
    fn add(&mut self, n: u64, published: bool, small: bool) -> usize {
        self.cells.push(Cell { n, published, small });
        self.withheld.push(small || !published);
        self.cells.len() - 1
    }

    fn n(&self, cell: usize) -> u64 {
        self.cells.get(cell).map_or(0, |cell| cell.n)
    }

    fn is_withheld(&self, cell: usize) -> bool {
        self.withheld.get(cell).copied().unwrap_or(true)
    }

    /// What can be known of each number.
    fn bounds(&self) -> Vec<Bounds> {
        let start =
            |(cell, withheld): (&Cell, &bool)| if *withheld { (0, NO_BOUND) } else { (cell.n, cell.n) };
        let mut bounds: Vec<Bounds> = self.cells.iter().zip(&self.withheld).map(start).collect();
        let mut changed = true;
        while changed {
            changed = false;
            for sum in &self.sums {
                changed |= tighten(sum, &mut bounds);
            }
        }
        bounds
    }

    /// Withholds further numbers until none that must not be known is.
    fn protect(&mut self) {
        loop {
            let bounds = self.bounds();
            let known = |(place, (cell, (low, high))): (usize, (&Cell, &Bounds))| {
                let guarded = cell.small || (cell.published && self.is_withheld(place));
                (guarded && low == high).then_some(place)
            };
            let known = self.cells.iter().zip(&bounds).enumerate().find_map(known);
            let Some(known) = known.or_else(|| self.few_together()) else { return };
            let Some(next) = self.next_to(known) else { return };
            if let Some(withheld) = self.withheld.get_mut(next) {
                *withheld = true;
            }
        }
    }

    /// A withheld part of a whole that is shown, where all such parts together are so few that their number
    /// tells of somebody: "25 of 26 are not recorded" says that one is.
    fn few_together(&self) -> Option<usize> {
        self.sums.iter().filter(|sum| !self.is_withheld(sum.whole)).find_map(|sum| {
            let withheld = || sum.parts.iter().copied().filter(|part| self.is_withheld(*part));
            let together: u64 = withheld().map(|part| self.n(part)).sum();
            // What is no part of anything published has its own guard.
            let published =
                withheld().find(|part| self.cells.get(*part).is_some_and(|cell| cell.published))?;
            (1..self.limit).contains(&together).then_some(published)
        })
    }

    /// The number to withhold so that this one is less known: the smallest beside it in a sum. Where all of
    /// those are withheld, one beside them; a whole only where there is nothing else.
    fn next_to(&self, cell: usize) -> Option<usize> {
        let (mut reached, mut looked, mut wholes) = (vec![cell], 0, Vec::new());
        while let Some(at) = reached.get(looked).copied() {
            looked += 1;
            let beside: Vec<&Sum> =
                self.sums.iter().filter(|sum| sum.whole == at || sum.parts.contains(&at)).collect();
            let parts = beside.iter().flat_map(|sum| sum.parts.iter().copied());
            let shown = |cell: &usize| !self.is_withheld(*cell);
            if let Some(smallest) = parts.filter(shown).min_by_key(|cell| self.n(*cell)) {
                return Some(smallest);
            }
            // What is shown tells nothing further of what lies behind it.
            wholes.extend(beside.iter().map(|sum| sum.whole).filter(shown));
            for next in beside.iter().flat_map(|sum| sum.parts.iter().copied().chain([sum.whole])) {
                if self.is_withheld(next) && !reached.contains(&next) {
                    reached.push(next);
                }
            }
        }
        wholes.into_iter().min_by_key(|cell| self.n(*cell))
    }
}

/// Draws conclusions from one sum; tells whether any was new.
fn tighten(sum: &Sum, bounds: &mut [Bounds]) -> bool {
    let of = |bounds: &[Bounds], cell: usize| bounds.get(cell).copied().unwrap_or((0, NO_BOUND));
    let parts = |bounds: &[Bounds]| {
        let each = sum.parts.iter().map(|part| of(bounds, *part));
        each.fold((0_u64, 0_u64), |(low, high), part| {
            (low.saturating_add(part.0), high.saturating_add(part.1).min(NO_BOUND))
        })
    };
    let mut changed = false;
    let (low, high) = parts(bounds);
    changed |= narrow(bounds, sum.whole, (low, high));
    let whole = of(bounds, sum.whole);
    for part in &sum.parts {
        let own = of(bounds, *part);
        let others_low = parts(bounds).0.saturating_sub(own.0);
        let open = sum.parts.iter().any(|other| other != part && of(bounds, *other).1 >= NO_BOUND);
        let others_high = sum.parts.iter().filter(|other| *other != part).map(|other| of(bounds, *other).1);
        let low = if open { 0 } else { whole.0.saturating_sub(others_high.sum()) };
        let high = if whole.1 >= NO_BOUND { NO_BOUND } else { whole.1.saturating_sub(others_low) };
        changed |= narrow(bounds, *part, (low, high));
    }
    changed
}

fn narrow(bounds: &mut [Bounds], cell: usize, (low, high): Bounds) -> bool {
    let Some(own) = bounds.get_mut(cell) else { return false };
    let new = (own.0.max(low), own.1.min(high));
    let changed = new != *own;
    *own = new;
    changed
}

/// The figures of a sheet as they may leave: counts of people under `limit` are withheld, and others with
/// them. A limit of 0 withholds nothing, as on the screen of somebody who may see all.
pub fn shown(sheet: &Sheet, limit: u64) -> Vec<Shown> {
    let cells = cells(sheet, limit);
    sheet.figures.iter().zip(&cells.places).map(|(figure, places)| cells.shown(figure, places)).collect()
}

/// The cells of a sheet, and where each figure has its own.
struct Cells {
    sums: Sums,
    places: Vec<Vec<usize>>,
    by_code: Vec<(&'static str, usize)>,
}

impl Cells {
    fn of(&self, code: &str) -> Option<usize> {
        self.by_code.iter().find(|(own, _)| *own == code).map(|(_, cell)| *cell)
    }

    fn may_show(&self, cell: Option<usize>) -> bool {
        cell.is_none_or(|cell| !self.sums.is_withheld(cell))
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
                let row = |(nth, row): (usize, &super::sheet::Row)| ShownRow {
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

fn cells(sheet: &Sheet, limit: u64) -> Cells {
    let sums = Sums { limit, ..Sums::default() };
    let mut cells = Cells { sums, places: Vec::new(), by_code: Vec::new() };
    for figure in &sheet.figures {
        let places = own_cells(figure, sheet, limit, &mut cells.sums);
        if let (Some(cell), Value::Number(_) | Value::Part { .. }) = (places.first(), &figure.value) {
            cells.by_code.push((figure.definition.code, *cell));
        }
        cells.places.push(places);
    }
    for (figure, places) in sheet.figures.iter().zip(cells.places.clone()) {
        hang_together(figure, &places, limit, &mut cells);
    }
    by_age(sheet, &mut cells);
    same_as_splits(sheet, &mut cells);
    parts_of_times(sheet, &mut cells);
    cells.sums.protect();
    cells
}

/// The cells that a figure of people brings; one that is of nobody brings none.
fn own_cells(figure: &Figure, sheet: &Sheet, limit: u64, sums: &mut Sums) -> Vec<usize> {
    let definition = figure.definition;
    let of = |code| sheet.figure(code).map(|whole| whole.definition);
    let whole = definition.kind.whole().and_then(of).unwrap_or(definition);
    if !definition.kind.is_of_people(whole) {
        return Vec::new();
    }
    let mut cell = |n: u64| sums.add(n, true, n < limit);
    match &figure.value {
        Value::Number(n) | Value::Part { n, .. } => vec![cell(*n)],
        Value::Rows { rows, .. } => rows.iter().map(|row| cell(row.n)).collect(),
        Value::Times(times) if matches!(definition.kind, Kind::TimesOfPart(_)) => vec![cell(times.n)],
        Value::Times(_) | Value::Hours(_) => Vec::new(),
    }
}

/// How the cells of one figure hang together with that of which they are parts.
fn hang_together(figure: &Figure, places: &[usize], limit: u64, cells: &mut Cells) {
    let Some(whole) = figure.definition.kind.whole().and_then(|code| cells.of(code)) else { return };
    match figure.definition.kind {
        // Told by the bands of age, with which they make one tree.
        Kind::Of(_) if ["under_18", "adults"].contains(&figure.definition.code) => {}
        Kind::SplitOf(_) if figure.definition.code == "by_age" => {}
        Kind::SplitOf(_) if !places.is_empty() => {
            cells.sums.sums.push(Sum { whole, parts: places.to_vec() });
        }
        Kind::Of(_) | Kind::Among(_) => {
            for part in places.iter().filter(|_| figure.definition.code != "complete_referral") {
                let rest = cells.sums.n(whole).saturating_sub(cells.sums.n(*part));
                let rest = cells.sums.add(rest, false, (1..limit).contains(&rest));
                cells.sums.sums.push(Sum { whole, parts: vec![*part, rest] });
            }
        }
        _ => {}
    }
}

/// Bands of age add up to the children and to the adults, and those with the unknown to everybody.
fn by_age(sheet: &Sheet, cells: &mut Cells) {
    let Some(place) = sheet.figures.iter().position(|figure| figure.definition.code == "by_age") else {
        return;
    };
    let Some(Value::Rows { rows, .. }) = sheet.figures.get(place).map(|figure| &figure.value) else { return };
    let bands: Vec<(Option<AgeBand>, usize)> = rows
        .iter()
        .map(|row| AgeBand::from_code(&row.code))
        .zip(cells.places.get(place).cloned().unwrap_or_default())
        .collect();
    let of = |holds: fn(AgeBand) -> bool| -> Vec<usize> {
        bands.iter().filter(|(band, _)| band.is_some_and(holds)).map(|(_, cell)| *cell).collect()
    };
    let unknown = of(|band| band == AgeBand::Unknown);
    let (Some(all), Some(children), Some(adults)) =
        (cells.of("identified"), cells.of("under_18"), cells.of("adults"))
    else {
        return;
    };
    // Whose age is known has a birth recorded: one number, wherever it stands.
    let birth = row_of(sheet, cells, "complete_referral", Item::Birth.code());
    let known = birth.unwrap_or_else(|| {
        let n = cells.sums.n(children) + cells.sums.n(adults);
        cells.sums.add(n, false, false)
    });
    cells.sums.sums.push(Sum { whole: all, parts: std::iter::once(known).chain(unknown).collect() });
    cells.sums.sums.push(Sum { whole: known, parts: vec![children, adults] });
    cells.sums.sums.push(Sum { whole: children, parts: of(AgeBand::is_under_18) });
    let grown = of(|band| !band.is_under_18() && band != AgeBand::Unknown);
    cells.sums.sums.push(Sum { whole: adults, parts: grown });
}

/// The cell of one row of a figure by code.
fn row_of(sheet: &Sheet, cells: &Cells, figure: &str, code: &str) -> Option<usize> {
    let place = sheet.figures.iter().position(|one| one.definition.code == figure)?;
    let Some(Value::Rows { rows, .. }) = sheet.figures.get(place).map(|figure| &figure.value) else {
        return None;
    };
    let row = rows.iter().position(|row| row.code == code)?;
    cells.places.get(place)?.get(row).copied()
}

/// What is complete at the referral is the whole less those of whom it is not recorded. Where a split has a
/// row for them, that is the same number; elsewhere the rest is guarded as that of any share.
fn same_as_splits(sheet: &Sheet, cells: &mut Cells) {
    let splits = [
        (Item::Sex, "by_sex"),
        (Item::Reason, "by_reason"),
        (Item::LegalPosition, "by_position"),
        (Item::Detail(DetailItem::Ethnicity), "by_ethnicity"),
        (Item::Detail(DetailItem::ExForces), "by_forces"),
    ];
    let Some(figure) = sheet.figures.iter().find(|figure| figure.definition.code == "complete_referral")
    else {
        return;
    };
    let (Value::Rows { rows, .. }, Some(whole)) = (&figure.value, cells.of("identified")) else { return };
    for row in rows.iter().filter(|row| row.code != Item::Birth.code()) {
        let Some(part) = row_of(sheet, cells, "complete_referral", &row.code) else { continue };
        let split = splits.iter().find(|(item, _)| item.code() == row.code).map(|(_, split)| *split);
        let none = split.and_then(|split| row_of(sheet, cells, split, NOT_RECORDED));
        let n = cells.sums.n(whole).saturating_sub(cells.sums.n(part));
        let small = (1..cells.sums.limit).contains(&n);
        // "Not asked" is not recorded either, and stands in the split under its own code.
        let same = none.filter(|none| cells.sums.n(*none) == n);
        let rest = same.unwrap_or_else(|| cells.sums.add(n, false, small));
        // A split without such a row says that there are none: then both are one number.
        if let (true, 0, None, Some(known)) = (split.is_some(), n, none, cells.sums.withheld.get_mut(rest)) {
            *known = false;
        }
        cells.sums.sums.push(Sum { whole, parts: vec![part, rest] });
    }
}

/// Times of parts add up to that of which they are parts.
fn parts_of_times(sheet: &Sheet, cells: &mut Cells) {
    let mut wholes: Vec<(&str, Vec<usize>)> = Vec::new();
    for (figure, places) in sheet.figures.iter().zip(&cells.places) {
        let Kind::TimesOfPart(whole) = figure.definition.kind else { continue };
        match wholes.iter_mut().find(|(code, _)| *code == whole) {
            Some((_, parts)) => parts.extend(places),
            None => wholes.push((whole, places.clone())),
        }
    }
    for (whole, parts) in wholes {
        if let Some(whole) = cells.of(whole) {
            cells.sums.sums.push(Sum { whole, parts });
        }
    }
}

#[cfg(test)]
mod tests;
