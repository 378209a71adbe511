//! Reading what was done without an episode.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::domain::event::LoggedActivity;

impl Store {
    /// Activities whose time lies in the window `[from, to)`, the earliest first; what was struck is
    /// not among them.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn activities_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<LoggedActivity>, StoreError> {
        let window = [from.timestamp_millis(), to.timestamp_millis()];
        let sql = "SELECT body FROM activity WHERE at >= ?1 AND at < ?2 ORDER BY at, seq";
        self.bodies(sql, window, "activities")
    }

    /// The activity that this entry logged, unless it was struck.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn activity(&self, event: Uuid) -> Result<Option<LoggedActivity>, StoreError> {
        let sql = "SELECT activity.body FROM activity JOIN journal USING (seq) WHERE journal.id = ?1";
        Ok(self.bodies(sql, [event.as_bytes()], "activities")?.pop())
    }
}
