//! Who covers which site at this moment: the rota as planned beside the shifts as worked.

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};

use super::{Desk, DeskError};
use crate::domain::rota::Plan;
use crate::domain::shift::Shift;
use crate::domain::time::local;
use crate::rota::{Between, SiteCover, SiteReport, covers, presence_between, reports};

/// Days of the rota that are read before and after today: enough for whoever comes after a long
/// weekend, and for a shift that began before it.
const DAYS_BEFORE: u64 = 2;
const DAYS_AFTER: u64 = 4;
/// Days before a window from which the rota is read, so that a run of shifts that reaches into it is known
/// from its begin.
const RUN_UP: Days = Days::new(7);
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

    /// The cover of every site by the rota, from one local day to another, both included, in the service's
    /// order.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn cover_between(&self, first: NaiveDate, last: NaiveDate) -> Result<Vec<SiteReport>, DeskError> {
        let window = Between::days(first, last);
        let plan = self.plan_of(first, last)?;
        let present = presence_between(&plan, &self.service, window.from, window.to);
        Ok(reports(&self.service, &present, plan.published, window))
    }

    /// The rota that the cover from one local day to another is counted from.
    pub(super) fn plan_of(&self, first: NaiveDate, last: NaiveDate) -> Result<Plan, DeskError> {
        self.plan_between(first.checked_sub_days(RUN_UP).unwrap_or(first), last)
    }

    /// Shifts ended lately: who worked one is not there by the plan as well.
    pub(super) fn ended_lately(&self, at: DateTime<Utc>) -> Result<Vec<Shift>, DeskError> {
        let mut shifts = self.store.shifts_since(at - WORKED_LATELY)?;
        shifts.retain(|shift| !shift.is_open());
        Ok(shifts)
    }
}
