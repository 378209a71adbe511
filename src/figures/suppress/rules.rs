//! All that holds between the figures of a sheet by their definitions in docs/figures.md, by the service's
//! file and by what was asked for, as sums.
//!
//! What is no sum is made one: that `attended` is at most `accepted` says that there is a rest.

use super::super::count::{Group, NOT_RECORDED};
use super::super::definitions::Kind;
use super::super::sheet::{Figure, Sheet, listed};
use super::super::tally::Split;
use super::Cells;
use crate::domain::age_band::AgeBand;
use crate::domain::detail::DetailItem;
use crate::domain::item::Item;
use crate::domain::service::{Code, DetailState, MandatoryGroup, Service};

mod groups;

/// Everything that holds.
pub(super) fn hang_together(service: &Service, sheet: &Sheet, cells: &mut Cells) {
    cells.sums.everybody = cells.of("identified");
    let mut rules = Rules { service, sheet, cells };
    for (place, figure) in sheet.figures.iter().enumerate() {
        rules.kind(place, figure);
    }
    rules.parts_of_times();
    rules.by_age();
    rules.way();
    rules.listed();
    rules.complete();
    rules.question();
    rules.groups();
}

struct Rules<'a> {
    service: &'a Service,
    sheet: &'a Sheet,
    cells: &'a mut Cells,
}

impl Rules<'_> {
    fn of(&self, code: &str) -> Option<usize> {
        self.cells.of(code)
    }

    fn row(&self, figure: &str, code: &str) -> Option<usize> {
        self.cells.row(self.sheet, figure, code)
    }

    /// The cells of the rows of a figure whose code is one of some.
    fn rows(&self, figure: &str, holds: impl Fn(&str) -> bool) -> Vec<usize> {
        self.cells
            .rows(self.sheet, figure)
            .filter(|(row, _)| holds(&row.code))
            .map(|(_, cell)| cell)
            .collect()
    }

    fn n(&self, cell: usize) -> u64 {
        self.cells.sums.n(cell)
    }

    /// That some together are at most as many as others together.
    fn at_most(&mut self, these: &[usize], those: &[usize]) {
        let mut one = |cells: &[usize]| match cells {
            [cell] => *cell,
            _ => self.cells.sums.together(cells.to_vec()),
        };
        let (these, those) = (one(these), one(those));
        self.cells.sums.rest(those, these);
    }

    /// The rest of a share, which is guarded where it is few.
    fn guarded_rest(&mut self, whole: usize, part: usize) -> usize {
        let n = self.n(whole).saturating_sub(self.n(part));
        let small = (1..self.cells.sums.limit).contains(&n);
        let rest = self.cells.sums.add(n, false, small);
        self.cells.sums.sum(whole, vec![part, rest]);
        rest
    }

    /// How the cells of one figure hang together with that of which they are parts.
    fn kind(&mut self, place: usize, figure: &Figure) {
        let (code, kind) = (figure.definition.code, figure.definition.kind);
        let Some(whole) = kind.whole().and_then(|code| self.of(code)) else { return };
        let places = self.cells.places.get(place).cloned().unwrap_or_default();
        match kind {
            Kind::SplitOf(_) if !places.is_empty() => self.cells.sums.sum(whole, places),
            // Whose record is complete is told below by whose is not.
            Kind::Among(_) if code == "complete_referral" => {}
            Kind::Of(_) | Kind::Among(_) => {
                for part in places {
                    self.guarded_rest(whole, part);
                }
            }
            _ => {}
        }
    }

    /// Times of parts add up to that of which they are parts.
    fn parts_of_times(&mut self) {
        let mut wholes: Vec<(&str, Vec<usize>)> = Vec::new();
        for (figure, places) in self.sheet.figures.iter().zip(&self.cells.places) {
            let Kind::TimesOfPart(whole) = figure.definition.kind else { continue };
            match wholes.iter_mut().find(|(code, _)| *code == whole) {
                Some((_, parts)) => parts.extend(places),
                None => wholes.push((whole, places.clone())),
            }
        }
        for (whole, parts) in wholes {
            if let Some(whole) = self.of(whole) {
                self.cells.sums.sum(whole, parts);
            }
        }
    }

    fn bands(&self, holds: impl Fn(AgeBand) -> bool) -> Vec<usize> {
        self.rows("by_age", |code| AgeBand::from_code(code).is_some_and(&holds))
    }

    /// Bands of age add up to the children and to the adults; those screened who are no children are among
    /// all who are none.
    fn by_age(&mut self) {
        let parts = ["identified", "under_18", "adults", "screened", "under_18_screened"];
        let [Some(all), Some(children), Some(adults), Some(screened), Some(both)] =
            parts.map(|code| self.of(code))
        else {
            return;
        };
        let of = self.bands(AgeBand::is_under_18);
        self.cells.sums.sum(children, of);
        let of = self.bands(|band| !band.is_under_18() && band != AgeBand::Unknown);
        self.cells.sums.sum(adults, of);
        let (others, not_children) =
            (self.cells.sums.rest(screened, both), self.cells.sums.rest(all, children));
        self.at_most(&[others], &[not_children]);
    }

    fn marked(&self, figure: &str, list: &[Code], mark: fn(&Code) -> bool) -> Vec<usize> {
        self.rows(figure, |code| list.iter().any(|entry| entry.code == code && mark(entry)))
    }

    /// What is part of what on the way from seeing to attending, and beside it.
    fn way(&mut self) {
        let within = [
            ("before_interview", "seen"),
            ("before_release", "seen"),
            ("closed_seen", "seen"),
            ("vulnerable", "decided"),
            ("referred_on", "onward"),
        ];
        for (part, whole) in within {
            if let (Some(part), Some(whole)) = (self.of(part), self.of(whole)) {
                self.at_most(&[part], &[whole]);
            }
        }
        let codes = ["identified", "not_seen", "seen", "closed_seen"];
        if let [Some(all), Some(not_seen), Some(seen), Some(closed)] = codes.map(|code| self.of(code)) {
            // Whoever was seen and then closed as not seen is among those closed after seeing.
            self.at_most(&[not_seen, seen], &[all, closed]);
        }
        let lists = &self.service.lists;
        if let Some(declined) = self.of("declined") {
            let rows = self.marked("by_not_seen", &lists.not_seen_reasons, |entry| entry.declined);
            self.at_most(&rows, &[declined]);
        }
        if let Some(vulnerable) = self.of("vulnerable") {
            let rows = self.rows("by_vulnerability", |_| true);
            for row in &rows {
                self.at_most(&[*row], &[vulnerable]);
            }
            self.at_most(&[vulnerable], &rows);
        }
        let (people, safe) = (self.of("referred_on"), self.of("safeguarding"));
        if let (Some(people), Some(safe), Some(onward)) = (people, safe, self.of("onward")) {
            let rows = self.marked("by_destination", &lists.destinations, |entry| entry.safeguarding);
            self.at_most(&[safe], &rows);
            // Whoever has no referral to safeguarding has one elsewhere.
            let mut others = self.rows("by_destination", |_| true);
            others.retain(|row| !rows.contains(row));
            others.push(safe);
            self.at_most(&[people], &others);
            let any = |rows: &[usize]| u64::from(rows.iter().any(|row| self.n(*row) > 0));
            let least = (any(&[onward]), any(&rows));
            self.cells.sums.at_least(people, least.0);
            self.cells.sums.at_least(safe, least.1);
        }
    }

    /// A row whose code is not in its list any more is there because somebody has it.
    fn listed(&mut self) {
        for split in Split::ALL.iter().copied() {
            let known = listed(split, self.service);
            let gone = self.rows(split.code(), |code| known.iter().all(|(own, _)| own != code));
            gone.into_iter().for_each(|row| self.cells.sums.at_least(row, 1));
        }
    }

    /// Of whom an item is not recorded, where a split has rows for them.
    fn not_recorded(&self, item: Item) -> Option<Vec<usize>> {
        let none = |figure: &str| self.rows(figure, |code| code == NOT_RECORDED);
        let or_not_asked = |figure: &str, list: &[Code]| {
            let not_asked = |entry: &Code| entry.state == Some(DetailState::NotAsked);
            let mut rows = self.marked(figure, list, not_asked);
            rows.extend(none(figure));
            rows
        };
        let lists = &self.service.lists;
        match item {
            Item::Birth => Some(self.bands(|band| band == AgeBand::Unknown)),
            Item::Sex => Some(none("by_sex")),
            Item::Reason => Some(none("by_reason")),
            Item::LegalPosition => Some(none("by_position")),
            Item::Detail(DetailItem::Ethnicity) => {
                Some(or_not_asked("by_ethnicity", &lists.ethnic_categories))
            }
            Item::Detail(DetailItem::ExForces) => Some(or_not_asked("by_forces", &lists.ex_forces)),
            _ => None,
        }
    }

    /// The cell of those of whom an item is recorded, out of everybody, if anything tells how many they are.
    /// The rest of a share is guarded, unless it is the very rows of a split.
    fn recorded(&mut self, all: usize, item: Item) -> Option<usize> {
        let row = self.row("complete_referral", item.code());
        let same = match item {
            Item::Risk => self.of("decided"),
            Item::Outcome => self.of("departed"),
            _ => None,
        };
        if let Some(same) = same {
            row.into_iter().for_each(|row| self.cells.sums.sum(row, vec![same]));
            return Some(same);
        }
        let Some(none) = self.not_recorded(item) else {
            if let Some(row) = row {
                self.guarded_rest(all, row);
            }
            return row;
        };
        let parts: u64 = none.iter().map(|cell| self.n(*cell)).sum();
        let cell = row.unwrap_or_else(|| {
            let n = self.n(all).saturating_sub(parts);
            self.cells.sums.add(n, false, false)
        });
        if none.len() > 1 && row.is_some() {
            // Several rows that are each few, or nobody, are guarded together too.
            let rest = self.guarded_rest(all, cell);
            self.cells.sums.sum(rest, none);
        } else {
            self.cells.sums.sum(all, none.into_iter().chain([cell]).collect());
        }
        Some(cell)
    }

    /// What is recorded of some is among what is recorded of all, and what is not among what is not.
    fn complete(&mut self) {
        let [Some(all), Some(seen), Some(closed)] =
            ["identified", "seen", "closed_seen"].map(|code| self.of(code))
        else {
            return;
        };
        for item in Item::all() {
            let row = |figure| self.row(figure, item.code());
            let (at_closure, at_seeing) = (row("complete_closure"), row("complete_seeing"));
            if at_closure.is_none() && at_seeing.is_none() && row("complete_referral").is_none() {
                continue;
            }
            let told = [(at_closure, closed), (at_seeing, seen), (self.recorded(all, item), all)];
            let told: Vec<(usize, usize)> =
                told.into_iter().filter_map(|(cell, whole)| Some((cell?, whole))).collect();
            for (nth, (inner, of_inner)) in told.iter().enumerate() {
                for (outer, of_outer) in told.iter().skip(nth + 1) {
                    self.at_most(&[*inner], &[*outer]);
                    self.at_most(&[*of_inner, *outer], &[*of_outer, *inner]);
                }
            }
        }
    }

    /// What the question says by itself: of other sites there is nobody, of children none is an adult.
    fn question(&mut self) {
        let Some(all) = self.of("identified") else { return };
        let sheet = self.sheet;
        if !sheet.sites.is_empty() {
            let others = self.rows("by_site", |site| sheet.sites.iter().all(|own| own != site));
            others.into_iter().for_each(|cell| self.cells.sums.is_nothing(cell));
        }
        match &sheet.group {
            Group::Everybody => {}
            Group::Children => {
                for cell in self.bands(|band| !band.is_under_18()) {
                    self.cells.sums.is_nothing(cell);
                }
            }
            Group::Mandatory(group) => {
                if let Some(own) = self.row("by_group", &group.code) {
                    self.cells.sums.sum(all, vec![own]);
                }
                self.of_one_group(group);
            }
        }
    }
}

/// Whether everybody who is in one group for its own reasons is in another too, whatever the days.
fn asks_for_more(inner: &MandatoryGroup, outer: &MandatoryGroup) -> bool {
    let within = |inner: &[String], outer: &[String]| {
        outer.is_empty() || (!inner.is_empty() && inner.iter().all(|code| outer.contains(code)))
    };
    let age = outer.under_age.is_none_or(|outer| inner.under_age.is_some_and(|inner| inner <= outer));
    age && within(&inner.reasons, &outer.reasons)
        && within(&inner.sexes, &outer.sexes)
        && within(&inner.legal_positions, &outer.legal_positions)
        && within(&inner.offences, &outer.offences)
}
