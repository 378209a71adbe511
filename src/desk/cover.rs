//! Who covers which site at this moment: the rota as planned beside the shifts as worked.

use chrono::{DateTime, Days, Duration, Utc};

use super::{Desk, DeskError};
use crate::domain::rota::Plan;
use crate::domain::shift::Shift;
use crate::domain::time::local;
use crate::rota::{SiteCover, covers};

/// Days of the rota that are read before and after today: enough for whoever comes after a long
/// weekend, and for a shift that began before it.
const DAYS_BEFORE: u64 = 2;
const DAYS_AFTER: u64 = 4;
/// How long a worked shift that was ended keeps the planned one from counting again.
const WORKED_LATELY: Duration = Duration::hours(36);

/// Cover at one moment.
#[derive(Clone, Debug)]
pub(super) struct CoverNow {
    /// Each site's, in the service's order.
    pub(super) sites: Vec<SiteCover>,
    /// Shifts not ended.
    pub(super) open: Vec<Shift>,
}

impl Desk {
    /// Works out the cover of every site.
    pub(super) fn cover_at(&self, at: DateTime<Utc>) -> Result<CoverNow, DeskError> {
        let open = self.store.shifts_open()?;
        let worked: Vec<Shift> = open.iter().cloned().chain(self.ended_lately(at)?).collect();
        Ok(CoverNow { sites: covers(&self.service, &self.plan_around(at)?, &worked, at), open })
    }

    /// The rota as far as it bears on cover at a moment.
    pub(super) fn plan_around(&self, at: DateTime<Utc>) -> Result<Plan, DeskError> {
        let today = local(at).date();
        self.plan_between(today - Days::new(DAYS_BEFORE), today + Days::new(DAYS_AFTER))
    }

    /// Shifts ended lately: who worked one is not there by the plan as well.
    pub(super) fn ended_lately(&self, at: DateTime<Utc>) -> Result<Vec<Shift>, DeskError> {
        let mut shifts = self.store.shifts_since(at - WORKED_LATELY)?;
        shifts.retain(|shift| !shift.is_open());
        Ok(shifts)
    }
}
