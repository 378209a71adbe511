//! Facts leave the store for a script: a lead says why, and the journal knows before anything is out.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::Body;
use crate::domain::rota::{Absence, PlannedShift, Published, Staff};
use crate::domain::service::Right;
use crate::domain::shift::{Practitioner, Shift, SiteLog};

/// Whether people leave the store under their names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Names {
    /// Initials only, and none of the free text in which a name may stand.
    Left,
    /// Names with what was said about the people.
    Taken,
}

/// What is asked for, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactsAsked {
    /// Site codes; empty means every site.
    pub sites: Vec<String>,
    /// Whether names go with them.
    pub names: Names,
    /// Why they leave the store, in the lead's words. A demo store without names needs none.
    pub reason: String,
}

/// What is known of everybody whose episode is live, read at one moment. Facts, not conclusions.
#[derive(Clone, Debug)]
pub struct Facts {
    /// When they were read.
    pub at: DateTime<Utc>,
    /// Codes of the sites they are of.
    pub sites: Vec<String>,
    /// Whether names go with them.
    pub names: Names,
    /// Everybody who signs in or once did.
    pub people: Vec<Practitioner>,
    /// Shifts not ended that cover one of the sites, the one that began first in front.
    pub shifts: Vec<Shift>,
    /// What each site last recorded.
    pub site_logs: Vec<(String, SiteLog)>,
    /// The planned rota around the moment.
    pub rota: RotaFacts,
    /// Episodes on the board or with an onward referral pending, in the order they came in.
    pub episodes: Vec<Episode>,
}

/// What is planned around the moment, as far as cover is worked out from it.
#[derive(Clone, Debug)]
pub struct RotaFacts {
    /// The days for which the rota is settled.
    pub published: Option<Published>,
    /// Shifts at one of the sites that touch the time.
    pub shifts: Vec<PlannedShift>,
    /// Absences that touch the time.
    pub absences: Vec<Absence>,
    /// Everybody whom the rota can place or once could.
    pub staff: Vec<Staff>,
    /// Shifts ended lately: who worked one is not there by the plan as well.
    pub ended: Vec<Shift>,
}

impl Desk {
    /// Reads the facts for a script. That they leave is journalled before they are read.
    ///
    /// # Errors
    /// Refused for roles that do not lead, for a site the service does not have, and without a
    /// reason; a demo store needs a reason only for names. A store open for reading only gives none,
    /// for it could not keep that they left.
    pub fn export_facts(&mut self, asked: &FactsAsked) -> Result<Facts, DeskError> {
        self.needs(Right::Lead, "take facts out of the store")?;
        let sites: Vec<String> =
            self.sites_named(&asked.sites)?.into_iter().map(|site| site.code.clone()).collect();
        let needed = !self.is_demo() || asked.names == Names::Taken;
        let reason = Self::reason_to_leave(&asked.reason, needed, "Facts leave")?;
        self.check_may_leave()?;
        let what = match asked.names {
            Names::Left => "facts",
            Names::Taken => "facts with names",
        };
        let site = asked.sites.first().filter(|_| asked.sites.len() == 1).map(String::as_str);
        self.record_here(site, Body::Exported { what: what.to_owned(), reason })?;
        self.facts(sites, asked.names)
    }

    fn facts(&self, sites: Vec<String>, names: Names) -> Result<Facts, DeskError> {
        let mut shifts = self.store.shifts_open()?;
        shifts.retain(|shift| shift.sites.iter().any(|site| sites.contains(site)));
        let mut site_logs = self.store.site_logs()?;
        site_logs.retain(|(site, _)| sites.contains(site));
        let mut episodes = self.store.open_episodes()?;
        // Whoever came in at a site that the service no longer has is among everybody.
        let all = sites.len() == self.service.sites.len();
        episodes.retain(|episode| all || sites.contains(&episode.site));
        let (rota, people) = (self.rota_facts(&sites)?, self.practitioners()?);
        Ok(Facts { at: self.now(), sites, names, people, shifts, site_logs, rota, episodes })
    }

    fn rota_facts(&self, sites: &[String]) -> Result<RotaFacts, DeskError> {
        let now = self.now();
        let plan = self.plan_around(now)?;
        let mut shifts: Vec<PlannedShift> =
            plan.shifts.into_values().filter(|shift| sites.contains(&shift.site)).collect();
        shifts.sort_by_key(|shift| (shift.span.from, shift.id));
        Ok(RotaFacts {
            published: plan.published,
            shifts,
            absences: plan.absences.into_values().collect(),
            staff: plan.staff.into_values().collect(),
            ended: self.ended_lately(now)?,
        })
    }

    /// Everybody who signs in or once did, in the order in which they were added.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn practitioners(&self) -> Result<Vec<Practitioner>, DeskError> {
        Ok(self.store.practitioners()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;
    use crate::domain::ids::PractitionerId;

    fn asked(site: &str, names: Names, reason: &str) -> FactsAsked {
        let sites = Some(site.to_owned()).filter(|site| !site.is_empty());
        FactsAsked { sites: sites.into_iter().collect(), names, reason: reason.to_owned() }
    }

    fn last(desk: &Desk) -> (Body, Option<PractitionerId>, Option<String>) {
        let event = desk.store.events_since(0).unwrap().pop().unwrap();
        (event.body, event.actor, event.site)
    }

    #[test]
    fn that_facts_leave_is_journalled_with_who_why_and_of_which_site() {
        let (_dir, mut desk) = demo_desk();
        let me = Some(desk.who().id);
        let kept = |what: &str, reason: &str| Body::Exported { what: what.into(), reason: reason.into() };
        desk.export_facts(&asked("", Names::Left, " ")).unwrap();
        assert_eq!(last(&desk), (kept("facts", "demo"), me, None));
        desk.export_facts(&asked("BEX", Names::Taken, "incident 4417")).unwrap();
        assert_eq!(last(&desk), (kept("facts with names", "incident 4417"), me, Some("BEX".into())));
    }

    #[test]
    fn facts_that_are_refused_leave_no_entry() {
        let (_dir, mut desk) = demo_desk();
        let before = desk.head();
        let refused = desk.export_facts(&asked("", Names::Taken, "\u{7} ")).unwrap_err();
        assert!(refused.to_string().contains("only with a reason"), "{refused}");
        assert!(desk.export_facts(&asked("NOPE", Names::Left, "")).is_err());
        assert_eq!(desk.head(), before);
    }

    #[test]
    fn facts_of_one_site_are_of_its_people_and_of_the_shifts_that_cover_it() {
        let (_dir, mut desk) = demo_desk();
        let facts = desk.export_facts(&asked("BEX", Names::Left, "")).unwrap();
        assert!(!facts.episodes.is_empty() && facts.episodes.iter().all(|one| one.site == "BEX"));
        assert!(facts.shifts.is_empty(), "the evening's shift covers BRO alone");
        assert!(facts.site_logs.iter().all(|(site, _)| site == "BEX"));
        let all = desk.export_facts(&asked("", Names::Left, "")).unwrap();
        assert_eq!((all.shifts.len(), all.sites.len()), (1, 4));
        assert!(all.episodes.len() > facts.episodes.len());
    }
}
