//! Verbs of a shift: start it, leave the suite, come back, check the custody list, end it.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, ShiftStart};
use crate::domain::ids::ShiftId;
use crate::domain::service::{Pattern, Right};
use crate::domain::shift::Shift;
use crate::domain::text::clean_line;
use crate::domain::time::{from_local, from_local_latest, local};

/// What is asked at the start of a shift.
#[derive(Clone, Debug)]
pub struct NewShift {
    /// Codes of the sites covered.
    pub sites: Vec<String>,
    /// Role code worked in.
    pub role: String,
    /// Number to reach the practitioner on.
    pub phone: String,
    /// Planned end.
    pub ends_at: DateTime<Utc>,
    /// Whether a youth worker is on with them.
    pub youth_worker: bool,
}

impl Desk {
    /// Starts a shift of the person signed in.
    ///
    /// # Errors
    /// Refused while a shift of theirs is open, for an unknown site, or for an end that is past.
    pub fn start_shift(&mut self, new: &NewShift) -> Result<ShiftId, DeskError> {
        let lead = self.needs(Right::Lead, "").is_ok();
        if new.role != self.who.role && !lead {
            return Err(DeskError::refused("That is not your role.", "Choose the role you signed in with."));
        }
        if self.shift()?.is_some() {
            return Err(DeskError::refused("Your shift has already begun.", "End it first."));
        }
        if new.sites.is_empty() || new.sites.iter().any(|code| self.service.site(code).is_none()) {
            return Err(DeskError::refused(
                "A shift needs a site of this service.",
                "Choose one from the list.",
            ));
        }
        if new.ends_at <= self.now() {
            return Err(DeskError::refused(
                "The shift would end before it begins.",
                "Give an end that is to come.",
            ));
        }
        let youth = self.service.role(&new.role).is_some_and(|role| role.may(Right::Youth));
        let shift = ShiftId(Uuid::now_v7());
        let start = ShiftStart {
            shift,
            practitioner: self.who.id,
            name: self.who.name.clone(),
            sites: new.sites.clone(),
            role: new.role.clone(),
            phone: clean_line(&new.phone),
            ends_at: new.ends_at,
            // Who works as a youth worker is one, whatever was ticked.
            youth_worker: new.youth_worker || youth,
        };
        self.record_here(None, Body::ShiftStarted(start))?;
        Ok(shift)
    }

    /// The open shift of the person signed in.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn shift(&self) -> Result<Option<Shift>, DeskError> {
        Ok(self.store.shifts_open()?.into_iter().find(|shift| shift.practitioner == self.who.id))
    }

    fn own_shift(&self) -> Result<Shift, DeskError> {
        self.shift()?.ok_or_else(|| DeskError::refused("You have no shift open.", "Sign in and start one."))
    }

    /// The named shifts that fit a site now, with the end each would have, the likeliest first.
    pub fn patterns_now(&self, site: &str) -> Vec<(&Pattern, DateTime<Utc>)> {
        let now = local(self.now());
        let kind = self.service.site(site).map(|site| site.kind);
        let today = chrono::Datelike::weekday(&now).num_days_from_monday();
        let mut fitting: Vec<_> = self
            .service
            .patterns
            .iter()
            .filter(|pattern| Some(pattern.kind) == kind)
            .filter(|pattern| pattern.days.iter().any(|day| u32::from(*day) == today))
            .map(|pattern| (pattern, pattern_end(pattern, now)))
            .filter(|(_, end)| *end > self.now())
            .collect();
        // A practitioner signs in near the start of a shift: the nearest start is the likeliest.
        fitting.sort_by_key(|(pattern, _)| (now.time() - pattern.hours.from).num_minutes().abs());
        fitting
    }

    /// Records that the practitioner leaves the suite, reachable at a number.
    ///
    /// # Errors
    /// Refused without a number, without an open shift, or with a time back that is past.
    pub fn go_off_suite(
        &mut self,
        place: &str,
        phone: &str,
        back_at: DateTime<Utc>,
        told: &str,
    ) -> Result<(), DeskError> {
        let shift = self.own_shift()?.id;
        let (place, phone, told) = (clean_line(place), clean_line(phone), clean_line(told));
        if phone.is_empty() {
            return Err(DeskError::refused("Custody must be able to ring you.", "Give a number."));
        }
        if back_at <= self.now() {
            return Err(DeskError::refused("The time back is already past.", "Give a time that is to come."));
        }
        self.record_here(None, Body::WentOffSuite { shift, place, phone, back_at, told })
    }

    /// Records that the practitioner is back.
    ///
    /// # Errors
    /// Refused without an open shift.
    pub fn come_back(&mut self) -> Result<(), DeskError> {
        let shift = self.own_shift()?.id;
        self.record_here(None, Body::CameBack { shift })
    }

    /// Records a check of the custody list.
    ///
    /// # Errors
    /// Refused for an unknown site or where more were picked up than are detained.
    pub fn check_custody_list(&mut self, site: &str, detained: u32, picked_up: u32) -> Result<(), DeskError> {
        self.needs(Right::Screen, "check the custody list")?;
        if self.service.site(site).is_none() {
            return Err(DeskError::Unknown("site"));
        }
        if picked_up > detained {
            return Err(DeskError::refused(
                format!("{picked_up} picked up of {detained} detained cannot be."),
                "Check the two numbers.",
            ));
        }
        self.record_here(Some(site), Body::CustodyListChecked { detained, picked_up })
    }

    /// Adds a line about a site for the next shift.
    ///
    /// # Errors
    /// Refused for an empty line or an unknown site.
    pub fn note_site(&mut self, site: &str, text: &str) -> Result<(), DeskError> {
        let text = clean_line(text);
        if text.is_empty() || self.service.site(site).is_none() {
            return Err(DeskError::refused("There is nothing to note.", "Type a line."));
        }
        self.record_here(Some(site), Body::SiteNoted { text })
    }

    /// Ends the shift of the person signed in.
    ///
    /// # Errors
    /// Refused while a red flag at one of its sites has not been told to custody.
    pub fn end_shift(&mut self) -> Result<(), DeskError> {
        let shift = self.own_shift()?;
        let open = self.store.open_episodes()?;
        let untold = open
            .iter()
            .find(|episode| shift.sites.contains(&episode.site) && episode.open_flags().next().is_some());
        if let Some(episode) = untold {
            return Err(DeskError::refused(
                format!("A red flag of {} has not been told to custody.", episode.person().initials()),
                "Tell the custody officer and record it before you go.",
            ));
        }
        let now = self.now();
        let me = self.who.id;
        let with_me =
            |episode: &&Episode| matches!(episode.stage, Stage::BeingSeen { by: Some(by), .. } if by == me);
        let mut drafts: Vec<_> = open
            .iter()
            .filter(with_me)
            .map(|left| self.draft(Some(left.id), Some(&left.site), Body::SeeingPaused, now))
            .collect();
        drafts.push(self.draft(None, None, Body::ShiftEnded { shift: shift.id }, now));
        self.store.append(&drafts)?;
        Ok(())
    }
}

/// The next end of a pattern seen from this wall time.
fn pattern_end(pattern: &Pattern, now: chrono::NaiveDateTime) -> DateTime<Utc> {
    let overnight = pattern.hours.to <= pattern.hours.from;
    let end_day =
        if overnight && now.time() >= pattern.hours.to { now.date() + Duration::days(1) } else { now.date() };
    let end = from_local_latest(end_day.and_time(pattern.hours.to));
    if overnight { end } else { end.max(from_local(now.date().and_time(pattern.hours.from))) }
}
