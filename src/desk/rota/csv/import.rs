//! What a table would change in the rota. Nothing is written here.
//!
//! Rows add shifts and change them; only shifts that begin on days named apart are taken off where
//! the table no longer has them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::row::{CsvProblem, Row, rows};
use crate::desk::rota::words::{Names, days_words};
use crate::desk::rota::{NewPlanned, Proposal};
use crate::desk::share::part;
use crate::desk::{Desk, DeskError, StoreError};
use crate::domain::ids::{PlannedId, PractitionerId};
use crate::domain::rota::{PlannedShift, RotaPart};

/// Days on which the rota is to be what the table says and nothing else, both included.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replace {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Code of the one site where that holds; every site where there is none.
    pub site: Option<String>,
}

impl Replace {
    fn has(&self, day: NaiveDate, site: &str) -> bool {
        let here = self.site.as_ref().is_none_or(|code| code == site);
        here && self.from <= day && day <= self.to
    }

    fn words(&self) -> String {
        let place = self.site.as_ref().map(|site| format!(" at {site}")).unwrap_or_default();
        format!("{}{place}", days_words(self.from, self.to))
    }
}

/// What a table would do to the rota.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Import {
    /// Every mistake, by line; with one of them nothing can be kept.
    pub problems: Vec<CsvProblem>,
    /// Shifts that would be new, in words.
    pub added: Vec<String>,
    /// Shifts that would change, in words.
    pub changed: Vec<String>,
    /// Shifts that would be taken off, in words.
    pub taken_off: Vec<String>,
    /// Rows that say what stands already.
    pub unchanged: usize,
    /// What was read other than it was written, in words.
    pub notes: Vec<String>,
    /// The change, to be kept with [`Desk::keep_rota`]; `None` where there is none to be made.
    pub proposal: Option<Proposal>,
}

impl Desk {
    /// Works out what a table would change. Nothing is written.
    ///
    /// # Errors
    /// Refused for roles that may not change the rota; a failure of the store. Mistakes in the table
    /// are no error: they stand in the result, all of them.
    pub fn read_import(&self, text: &str, replace: Option<&Replace>) -> Result<Import, DeskError> {
        self.read_import_while(text, replace, &mut |_| true)
    }

    /// The same, telling how much is worked out, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Desk::read_import`]; [`StoreError::Stopped`] where it was told not to go on.
    pub fn read_import_while(
        &self,
        text: &str,
        replace: Option<&Replace>,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Import, DeskError> {
        if !go_on(0) {
            return Err(StoreError::Stopped.into());
        }
        let mut import = Import::default();
        let rows = rows(text, &self.service, &mut import.problems);
        let names = self.names()?;
        let mut wanted = Vec::new();
        for row in rows {
            match whom(&row, &names) {
                Ok(who) => wanted.push((row, who)),
                Err(problem) => import.problems.push(problem),
            }
        }
        import.notes = wanted.iter().flat_map(|(row, _)| row.notes.clone()).collect();
        outside(&wanted, replace, &mut import.problems);
        let matched = self.matched(&wanted, replace)?;
        let what = what_words(&wanted, replace);
        self.put_together(&mut import, matched, &names, what, go_on)?;
        import.problems.sort_by_key(|problem| problem.line);
        Ok(import)
    }

    /// Pairs the rows with the shifts that stand: for each person and day first those of the same
    /// time, then those at the same site, then in order.
    fn matched(
        &self,
        wanted: &[(Row, PractitionerId)],
        replace: Option<&Replace>,
    ) -> Result<Matched, DeskError> {
        let days = wanted.iter().map(|(row, _)| row.span.day());
        let days: Vec<NaiveDate> =
            days.chain(replace.iter().flat_map(|replace| [replace.from, replace.to])).collect();
        let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else {
            return Ok(Matched::default());
        };
        let mut standing: BTreeMap<(PractitionerId, NaiveDate), Vec<PlannedShift>> = BTreeMap::new();
        for shift in self.plan_between(*first, *last)?.shifts.into_values() {
            standing.entry((shift.practitioner, shift.span.day())).or_default().push(shift);
        }
        let mut matched = Matched::default();
        let passes: [fn(&Row, &PlannedShift) -> bool; 3] = [
            |row, shift| row.span == shift.span && row.site == shift.site,
            |row, shift| row.span == shift.span || row.site == shift.site,
            |_, _| true,
        ];
        let mut left: Vec<&(Row, PractitionerId)> = wanted.iter().collect();
        for fits in passes {
            left.retain(|(row, who)| {
                let Some(there) = standing.get_mut(&(*who, row.span.day())) else { return true };
                let Some(place) = there.iter().position(|shift| fits(row, shift)) else { return true };
                matched.pairs.push((row.line, there.remove(place), wanted_shift(row, *who)));
                false
            });
        }
        matched.new = left.into_iter().map(|(row, who)| (row.line, wanted_shift(row, *who))).collect();
        let goes =
            |shift: &PlannedShift| replace.is_some_and(|replace| replace.has(shift.span.day(), &shift.site));
        matched.gone = standing.into_values().flatten().filter(goes).collect();
        Ok(matched)
    }

    /// Puts the change together and has it looked at; what forbids it is told by the line it is of.
    fn put_together(
        &self,
        import: &mut Import,
        matched: Matched,
        names: &Names,
        what: String,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<(), DeskError> {
        let (mut parts, mut lines) = (Vec::new(), Vec::new());
        for shift in matched.gone {
            import.taken_off.push(names.shift(&shift));
            parts.push(RotaPart::Gone { shift: shift.id });
            lines.push(0);
        }
        for (line, was, new) in matched.pairs {
            let shift = new.named(was.id);
            if shift == was {
                import.unchanged += 1;
                continue;
            }
            import.changed.push(format!("{} instead of {}", names.shift(&shift), names.shift(&was)));
            parts.push(RotaPart::Put(shift));
            lines.push(line);
        }
        for (line, new) in matched.new {
            let shift = new.named(PlannedId(Uuid::now_v7()));
            import.added.push(names.shift(&shift));
            parts.push(RotaPart::Put(shift));
            lines.push(line);
        }
        for (place, message) in self.refusals_of(&parts, &mut |share| go_on(part((0, 40), share)))? {
            let line = lines.get(place).copied().unwrap_or_default();
            import.problems.push(CsvProblem { line, column: "row", message });
        }
        if import.problems.is_empty() && !parts.is_empty() {
            let mut looking = |share| go_on(part((40, 100), share));
            import.proposal = Some(self.looked_at_while(Proposal::of(what, parts), &mut looking)?);
        }
        Ok(())
    }
}

/// Rows beside the shifts that stand.
#[derive(Default)]
struct Matched {
    pairs: Vec<(u64, PlannedShift, NewPlanned)>,
    new: Vec<(u64, NewPlanned)>,
    gone: Vec<PlannedShift>,
}

fn wanted_shift(row: &Row, practitioner: PractitionerId) -> NewPlanned {
    NewPlanned {
        practitioner,
        site: row.site.clone(),
        activity: row.activity.clone(),
        pattern: row.pattern.clone(),
        span: row.span,
        break_minutes: row.break_minutes,
    }
}

fn whom(row: &Row, names: &Names) -> Result<PractitionerId, CsvProblem> {
    let problem = |column, message: String| CsvProblem { line: row.line, column, message };
    let called = names.called(&row.person);
    let staff = match called.as_slice() {
        [one] => one,
        [] => {
            let message = format!("\"{}\": nobody on the rota has that name or those initials", row.person);
            return Err(problem("person", message));
        }
        _ => {
            let message = format!("\"{}\": more than one has that name; give initials", row.person);
            return Err(problem("person", message));
        }
    };
    if !row.role.is_empty() && row.role != staff.role {
        let message = format!("\"{}\": the role of {} is {}", row.role, staff.name, staff.role);
        return Err(problem("role", message));
    }
    Ok(staff.id)
}

/// A table that replaces days has nothing to say of others, nor of other sites.
fn outside(wanted: &[(Row, PractitionerId)], replace: Option<&Replace>, problems: &mut Vec<CsvProblem>) {
    let Some(replace) = replace else { return };
    for (row, _) in wanted {
        let day = row.span.day();
        let column = if day < replace.from || replace.to < day { "from" } else { "site" };
        if !replace.has(day, &row.site) {
            let message = format!("is not among what is replaced: {}", replace.words());
            problems.push(CsvProblem { line: row.line, column, message });
        }
    }
}

fn what_words(wanted: &[(Row, PractitionerId)], replace: Option<&Replace>) -> String {
    let days: BTreeSet<NaiveDate> = wanted.iter().map(|(row, _)| row.span.day()).collect();
    match (replace, days.first(), days.last()) {
        (Some(replace), _, _) => format!("rota read in, replacing {}", replace.words()),
        (None, Some(first), Some(last)) => format!("rota read in, {}", days_words(*first, *last)),
        _ => "rota read in".to_owned(),
    }
}
