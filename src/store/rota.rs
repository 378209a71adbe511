//! Reading the planned rota, and the changes that made it.

use chrono::{DateTime, Utc};

use super::{Store, StoreError, project};
use crate::domain::event::Event;
use crate::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use crate::domain::rota::{Absence, PlannedShift, Published, Staff};

impl Store {
    /// Planned shifts and absences that touch the window `[from, to)`, the one that begins first in
    /// front. Nothing is clipped to the window.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn rota_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<(Vec<PlannedShift>, Vec<Absence>), StoreError> {
        let window = [from.timestamp_millis(), to.timestamp_millis()];
        let touching = "WHERE to_at > ?1 AND from_at < ?2 ORDER BY from_at, id";
        let shifts = format!("SELECT body FROM rota_shift {touching}");
        let absences = format!("SELECT body FROM rota_absence {touching}");
        Ok((
            self.bodies(&shifts, window, "planned shifts")?,
            self.bodies(&absences, window, "absences from the rota")?,
        ))
    }

    /// The same of one person alone.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn rota_of(
        &self,
        who: PractitionerId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<(Vec<PlannedShift>, Vec<Absence>), StoreError> {
        let window = (who.0.as_bytes(), from.timestamp_millis(), to.timestamp_millis());
        let touching = "WHERE practitioner = ?1 AND to_at > ?2 AND from_at < ?3 ORDER BY from_at, id";
        let shifts = format!("SELECT body FROM rota_shift {touching}");
        let absences = format!("SELECT body FROM rota_absence {touching}");
        Ok((
            self.bodies(&shifts, window, "planned shifts")?,
            self.bodies(&absences, window, "absences from the rota")?,
        ))
    }

    /// One planned shift.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn planned(&self, id: PlannedId) -> Result<Option<PlannedShift>, StoreError> {
        project::body_of(&self.conn, "SELECT body FROM rota_shift WHERE id = ?1", id.0)
            .map_err(|misfit| self.misfit(misfit, "planned shifts"))
    }

    /// One absence.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn absence(&self, id: AbsenceId) -> Result<Option<Absence>, StoreError> {
        project::body_of(&self.conn, "SELECT body FROM rota_absence WHERE id = ?1", id.0)
            .map_err(|misfit| self.misfit(misfit, "absences from the rota"))
    }

    /// Everybody whom the rota can place or once could, in the order in which they came.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn staff(&self) -> Result<Vec<Staff>, StoreError> {
        self.bodies("SELECT body FROM rota_staff ORDER BY id", [], "staff")
    }

    /// The days for which the rota is settled.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn published(&self) -> Result<Option<Published>, StoreError> {
        Ok(self.bodies("SELECT body FROM rota_published", [], "published days")?.into_iter().next())
    }

    /// The latest changes of the rota, newest first, at most so many.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn rota_changes(&self, most: usize) -> Result<Vec<Event>, StoreError> {
        let which = "WHERE kind = 'rota_changed' ORDER BY seq DESC LIMIT ?1";
        self.events(which, [i64::try_from(most).unwrap_or(i64::MAX)])
    }

    /// Every change of the rota, oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn rota_history(&self) -> Result<Vec<Event>, StoreError> {
        self.events("WHERE kind = 'rota_changed' ORDER BY seq", [])
    }
}
