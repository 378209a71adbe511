//! The walk over what is counted of each episode of a time: one at a time, with the share done.

use super::share::percent;
use super::{Desk, DeskError};
use crate::domain::fact::EpisodeFact;
use crate::rota::Between;
use crate::store::StoreError;

/// Episodes between two looks at whether to go on.
const STEP: u64 = 64;

impl Desk {
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
        let whole = (over.to.min(self.now()) - over.from).num_minutes().max(1).unsigned_abs();
        let stopped = || Err(DeskError::from(StoreError::Stopped).into());
        let (mut heard, mut done) = (0_u64, Ok(()));
        let walked = self.store.facts_between(over.from, over.to, |fact| {
            let passed = (fact.received_at - over.from).num_minutes().unsigned_abs();
            let goes_on = !heard.is_multiple_of(STEP) || go_on(percent(passed, whole));
            heard += 1;
            done = if goes_on { hear(fact) } else { stopped() };
            done.is_ok()
        });
        walked.map_err(DeskError::from)?;
        done?;
        if go_on(100) { Ok(()) } else { stopped() }
    }
}
