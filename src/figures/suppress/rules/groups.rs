//! Whoever is in a mandatory-referral group is in the rows of the splits that its criteria name.

use chrono::NaiveDate;

use super::{Rules, asks_for_more};
use crate::domain::service::MandatoryGroup;

/// The cells in which everybody of a group is, by one of its criteria; and those in which everybody is who
/// does not meet it, where they are told.
struct Criterion {
    inside: Vec<usize>,
    outside: Option<Vec<usize>>,
}

impl Criterion {
    /// Whether it says who is in the group and who is not: no cell is both.
    fn is_exact(&self) -> bool {
        self.outside.as_ref().is_some_and(|outside| !outside.iter().any(|cell| self.inside.contains(cell)))
    }
}

impl Rules<'_> {
    /// What the rows of each group have to do with those of the splits, and of other groups.
    pub(super) fn groups(&mut self) {
        let Some(all) = self.of("identified") else { return };
        let service = self.service;
        for group in &service.mandatory_groups {
            let Some(row) = self.row("by_group", &group.code) else { continue };
            if !group.has_a_criterion() || !self.is_ever_in_force(group) {
                self.cells.sums.is_nothing(row);
                continue;
            }
            let criteria = self.criteria(group);
            match criteria.as_slice() {
                [one] if one.is_exact() => self.cells.sums.sum(row, one.inside.clone()),
                _ => self.is_in_each(all, row, &criteria),
            }
            for other in service.mandatory_groups.iter().filter(|other| other.code != group.code) {
                let Some(other_row) = self.row("by_group", &other.code) else { continue };
                if other.has_a_criterion() && asks_for_more(group, other) && self.is_as_long(group, other) {
                    self.at_most(&[row], &[other_row]);
                }
            }
        }
    }

    fn is_in_each(&mut self, all: usize, row: usize, criteria: &[Criterion]) {
        for one in criteria {
            self.at_most(&[row], &one.inside);
        }
        let outside: Option<Vec<&Vec<usize>>> = criteria.iter().map(|one| one.outside.as_ref()).collect();
        if let Some(outside) = outside {
            let mut cells: Vec<usize> = outside.into_iter().flatten().copied().collect();
            cells.push(row);
            self.at_most(&[all], &cells);
        }
    }

    /// Where the question is of one group, there is nobody who does not meet its criteria.
    pub(super) fn of_one_group(&mut self, group: &MandatoryGroup) {
        for one in self.criteria(group) {
            let outside = one.outside.into_iter().flatten().filter(|cell| !one.inside.contains(cell));
            outside.for_each(|cell| self.cells.sums.is_nothing(cell));
        }
    }

    fn is_ever_in_force(&self, group: &MandatoryGroup) -> bool {
        let period = self.sheet.period;
        group.from <= period.last && group.to.is_none_or(|to| to >= period.first)
    }

    /// Whether a group holds on every day of the period on which another does.
    fn is_as_long(&self, inner: &MandatoryGroup, outer: &MandatoryGroup) -> bool {
        let period = self.sheet.period;
        let last = |group: &MandatoryGroup| group.to.map_or(period.last, |to| to.min(period.last));
        outer.from.max(period.first) <= inner.from.max(period.first) && last(outer) >= last(inner)
    }

    fn criteria(&self, group: &MandatoryGroup) -> Vec<Criterion> {
        let everybody = || self.of("identified").into_iter().collect();
        let mut all = Vec::new();
        let codes = [
            ("by_reason", &group.reasons),
            ("by_sex", &group.sexes),
            ("by_position", &group.legal_positions),
        ];
        for (figure, codes) in codes.into_iter().filter(|(_, codes)| !codes.is_empty()) {
            let inside = self.rows(figure, |code| codes.iter().any(|own| own == code));
            let outside = self.rows(figure, |code| codes.iter().all(|own| own != code));
            all.push(Criterion { inside, outside: Some(outside) });
        }
        if let Some(under) = group.under_age {
            let inside = self.bands(|band| band.years().is_some_and(|(first, _)| first < under));
            let outside = self.bands(|band| band.years().is_none_or(|(_, last)| last >= under));
            all.push(Criterion { inside, outside: Some(outside) });
        }
        if !group.offences.is_empty() {
            all.push(Criterion { inside: everybody(), outside: None });
        }
        let period = self.sheet.period;
        if group.from > period.first || group.to.is_some_and(|to| to < period.last) {
            all.push(self.days(group).unwrap_or_else(|| Criterion { inside: everybody(), outside: None }));
        }
        all
    }

    /// The steps of the period in which a group holds on some day, and those in which it does not on all.
    fn days(&self, group: &MandatoryGroup) -> Option<Criterion> {
        let steps = self.cells.rows(self.sheet, "by_step");
        let steps: Vec<(NaiveDate, usize)> =
            steps.filter_map(|(row, cell)| Some((row.code.parse().ok()?, cell))).collect();
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for (nth, (first, cell)) in steps.iter().enumerate() {
            let last = steps.get(nth + 1).and_then(|(next, _)| next.pred_opt());
            let last = last.unwrap_or(self.sheet.period.last);
            if group.from <= last && group.to.is_none_or(|to| to >= *first) {
                inside.push(*cell);
            }
            if group.from > *first || group.to.is_some_and(|to| to < last) {
                outside.push(*cell);
            }
        }
        (!steps.is_empty()).then_some(Criterion { inside, outside: Some(outside) })
    }
}
