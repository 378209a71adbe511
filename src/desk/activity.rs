//! What is done without an episode: advice alone, training, supervision, meetings.
//!
//! It is counted and dated, and says nothing of anybody whom the service sees.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::referral::known;
use super::{Desk, DeskError};
use crate::domain::event::{Activity, Body, LoggedActivity};
use crate::domain::ids::PractitionerId;
use crate::domain::service::{Right, find};
use crate::domain::text::clean_line;
use crate::domain::time::local;

/// The most minutes that one activity takes: a day.
const MOST_MINUTES: u32 = 24 * 60;

impl Desk {
    /// Logs an activity that was at this time, at a site or at none.
    ///
    /// A supervision that names nobody is that of the person signed in.
    ///
    /// # Errors
    /// Refused for roles that neither screen nor follow up nor lead, for an unknown kind or site, without
    /// whom it was with, for a time to come, for more than a day, for what belongs to a supervision
    /// beside another kind, for a next date that is past, and for a colleague's supervision by somebody
    /// who does not lead.
    pub fn log_activity(
        &mut self,
        site: Option<&str>,
        activity: &Activity,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp, Right::Lead], "log an activity")?;
        known(&self.service.lists.service_activities, &activity.kind, "kind of activity")?;
        if site.is_some_and(|site| self.service.site(site).is_none()) {
            return Err(DeskError::Unknown("site"));
        }
        if at > self.now() + Duration::minutes(1) {
            return Err(DeskError::refused("That time is still to come.", "Check the day and the time."));
        }
        let activity = Activity {
            with: clean_line(&activity.with),
            note: clean_line(&activity.note),
            about: self.supervised(activity)?,
            ..activity.clone()
        };
        if activity.with.is_empty() {
            return Err(DeskError::refused(
                "An activity says with whom it was.",
                "Give the role or the team, never a person whom we see.",
            ));
        }
        if activity.minutes > MOST_MINUTES {
            return Err(DeskError::refused("That is more than a day.", "Log each day by itself."));
        }
        if activity.next_due.is_some_and(|due| due <= local(at).date()) {
            return Err(DeskError::refused("The next date is not after this one.", "Check the two dates."));
        }
        let draft = self.draft(None, site, Body::ActivityLogged(activity), at);
        self.store.append(&[draft])?;
        Ok(())
    }

    /// Whose supervision an activity is; none where it is no supervision.
    fn supervised(&self, activity: &Activity) -> Result<Option<PractitionerId>, DeskError> {
        let kind = find(&self.service.lists.service_activities, &activity.kind);
        if !kind.is_some_and(|kind| kind.supervision) {
            if activity.about.is_some() || activity.next_due.is_some() {
                return Err(DeskError::refused(
                    "Only a supervision has a colleague and a next date.",
                    "Choose supervision, or leave the two empty.",
                ));
            }
            return Ok(None);
        }
        let about = activity.about.unwrap_or(self.who.id);
        if about != self.who.id {
            self.needs(Right::Lead, "log a colleague's supervision")?;
            if !self.store.practitioners()?.iter().any(|person| person.id == about) {
                return Err(DeskError::Unknown("colleague"));
            }
        }
        Ok(Some(about))
    }

    /// Takes an activity out of what is counted: it stays in the journal, with the reason beside it.
    ///
    /// # Errors
    /// Refused without a reason, for what stands among no activities, and for a colleague's entry by
    /// somebody who does not lead.
    pub fn strike_activity(&mut self, event: Uuid, reason: &str) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp, Right::Lead], "put entries right")?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused(
                "An entry is put right only with a reason.",
                "Say what was wrong.",
            ));
        }
        let found = self.store.activity(event)?.ok_or(DeskError::Unknown("activity"))?;
        if found.actor != Some(self.who.id) {
            self.needs(Right::Lead, "strike a colleague's entry")?;
        }
        self.record_here(found.site.as_deref(), Body::Struck { event, reason })
    }

    /// Activities whose time lies in the window `[from, to)`, the earliest first. Those of others are
    /// counted for everybody: they name no person whom the service sees. The supervision of a colleague
    /// is read by leads only.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn activities(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<LoggedActivity>, DeskError> {
        let mut found = self.store.activities_between(from, to)?;
        if !self.may(&[Right::Lead]) {
            found.retain(|one| one.activity.about.is_none_or(|about| about == self.who.id));
        }
        Ok(found)
    }
}
