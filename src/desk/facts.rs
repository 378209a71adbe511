//! The walk over what is counted of each episode of a time: one at a time, with the share done.

use chrono::{DateTime, Duration, Utc};

use super::share::percent;
use super::{Desk, DeskError};
use crate::domain::fact::EpisodeFact;
use crate::rota::Between;
use crate::store::StoreError;

/// Stretches that a long time is walked in, and the shortest of them.
const STRETCHES: i32 = 500;
const SHORTEST: Duration = Duration::days(7);

/// How far a walk over a time has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct FactWalk {
    over: Between,
    at: DateTime<Utc>,
}

impl FactWalk {
    /// Stands at the beginning of a time.
    pub(super) fn new(over: Between) -> Self {
        Self { over, at: over.from }
    }

    /// Whether all of the time is passed.
    pub(super) fn is_over(&self) -> bool {
        self.at >= self.over.to
    }

    /// How much of the time until now is passed, in percent.
    pub(super) fn share(&self, now: DateTime<Utc>) -> u8 {
        let minutes = |to: DateTime<Utc>| (to - self.over.from).num_minutes().max(0).unsigned_abs();
        if self.is_over() { 100 } else { percent(minutes(self.at), minutes(self.over.to.min(now))) }
    }
}

impl Desk {
    /// Hears the facts of the episodes whose referral was received in the next stretch of a walk, in that
    /// order. What has not been heard by an error is heard again.
    ///
    /// # Errors
    /// A failure of the store; what `hear` says.
    pub(super) fn walk_on<E: From<DeskError>>(
        &self,
        walk: &mut FactWalk,
        mut hear: impl FnMut(EpisodeFact) -> Result<(), E>,
    ) -> Result<(), E> {
        let stretch = SHORTEST.max((walk.over.to - walk.over.from) / STRETCHES);
        let to = walk.at.checked_add_signed(stretch).map_or(walk.over.to, |to| to.min(walk.over.to));
        let mut done = Ok(());
        let walked = self.store.facts_between(walk.at, to, |fact| {
            done = hear(fact);
            done.is_ok()
        });
        walked.map_err(DeskError::from)?;
        done?;
        walk.at = to;
        Ok(())
    }

    /// Hears the facts of every episode whose referral was received in a time, in that order, telling how
    /// much of the time is passed, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] where it was told not to go on; a failure of the store; what `hear` says.
    pub(super) fn each_fact<E: From<DeskError>>(
        &self,
        over: Between,
        go_on: &mut dyn FnMut(u8) -> bool,
        mut hear: impl FnMut(EpisodeFact) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut walk = FactWalk::new(over);
        while !walk.is_over() {
            tell(walk.share(self.now()), go_on)?;
            self.walk_on(&mut walk, &mut hear)?;
        }
        Ok(tell(100, go_on)?)
    }
}

/// Tells a share, and stops where it is told to.
pub(super) fn tell(share: u8, go_on: &mut dyn FnMut(u8) -> bool) -> Result<(), DeskError> {
    if go_on(share) { Ok(()) } else { Err(StoreError::Stopped.into()) }
}
