//! Reading the rota: a window of days, the people on it, and the changes that made it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::super::{Desk, DeskError};
use crate::domain::event::{Body, Event};
use crate::domain::ids::ChangeId;
use crate::domain::rota::{Plan, Published, RotaChange, Staff};
use crate::domain::time::from_local;

/// One change of the rota, as its list shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RotaEntry {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Initials of who made it.
    pub by: String,
    /// The change.
    pub change: RotaChange,
    /// Whether a later change has taken it back, and was not taken back itself.
    pub undone: bool,
}

impl Desk {
    /// What is planned from one local day to another, both included: shifts and absences that touch
    /// one of the days, not clipped; everybody whom the rota can place or once could; the days for
    /// which it is settled.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn plan_between(&self, from_day: NaiveDate, to_day: NaiveDate) -> Result<Plan, DeskError> {
        let (from, to) = instants(from_day, to_day);
        let (shifts, absences) = self.store.rota_between(from, to)?;
        Ok(Plan {
            shifts: shifts.into_iter().map(|shift| (shift.id, shift)).collect(),
            absences: absences.into_iter().map(|absence| (absence.id, absence)).collect(),
            staff: self.store.staff()?.into_iter().map(|staff| (staff.id, staff)).collect(),
            published: self.store.published()?,
        })
    }

    /// Everybody whom the rota can place or once could, in the order in which they came.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rota_staff(&self) -> Result<Vec<Staff>, DeskError> {
        Ok(self.store.staff()?)
    }

    /// Everybody on the rota with this name or these initials who has not left the service.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rota_called(&self, name: &str) -> Result<Vec<Staff>, DeskError> {
        Ok(self.names()?.called(name).into_iter().cloned().collect())
    }

    /// The days for which the rota is settled.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rota_published(&self) -> Result<Option<Published>, DeskError> {
        Ok(self.store.published()?)
    }

    /// The latest changes of the rota, newest first, at most so many.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rota_changes(&self, most: usize) -> Result<Vec<RotaEntry>, DeskError> {
        let people = self.store.practitioners()?;
        let by = |event: &Event| {
            let person = people.iter().find(|person| Some(person.id) == event.actor);
            person.map(|person| person.label.clone()).unwrap_or_default()
        };
        // A change is taken back by a newer one only, which therefore has been met before it.
        let mut undone: BTreeSet<ChangeId> = BTreeSet::new();
        let mut entries = Vec::new();
        for event in self.store.rota_changes(most)? {
            let label = by(&event);
            let Body::RotaChanged(change) = event.body else { continue };
            let is_undone = undone.contains(&change.change);
            if !is_undone {
                undone.extend(change.undoes);
            }
            entries.push(RotaEntry { at: event.at, by: label, change, undone: is_undone });
        }
        Ok(entries)
    }
}

/// First instant of one day and first instant after another.
pub(super) fn instants(from_day: NaiveDate, to_day: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
    let after = to_day.succ_opt().unwrap_or(to_day);
    (from_local(from_day.and_time(NaiveTime::MIN)), from_local(after.and_time(NaiveTime::MIN)))
}
