//! A referral comes in, and what is told about the person's stay.

use chrono::{DateTime, Datelike, Duration, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::clock::ClockKind;
use crate::domain::event::Body;
use crate::domain::ids::EpisodeId;
use crate::domain::referral::{Person, Referral};
use crate::domain::service::{Code, Right, find};
use crate::domain::text::{clean, clean_line};
use crate::domain::time::local;

/// What is asked for a new referral, in one screen.
#[derive(Clone, Debug)]
pub struct NewReferral {
    /// Site code.
    pub site: String,
    /// Whom it is about.
    pub person: Person,
    /// Source code.
    pub source: String,
    /// Who told it.
    pub told_by: String,
    /// When it was received; now, if not told otherwise.
    pub received_at: DateTime<Utc>,
    /// Reason code.
    pub reason: String,
    /// Words beside it.
    pub details: String,
    /// Priority code.
    pub priority: String,
    /// Cell or room.
    pub place: String,
    /// Custody record number.
    pub custody_ref: String,
    /// Legal position code.
    pub legal_position: String,
    /// Limits run from it.
    pub relevant_time: Option<DateTime<Utc>>,
    /// Reviews run from it.
    pub authorised_at: Option<DateTime<Utc>>,
}

impl Desk {
    /// Records a referral. The person stands on the board at once.
    ///
    /// # Errors
    /// Refused without a surname, with a code that is on no list, or with times that cannot be.
    pub fn receive_referral(&mut self, new: &NewReferral) -> Result<EpisodeId, DeskError> {
        self.needs(Right::Screen, "record referrals")?;
        let site = self.service.site(&new.site).ok_or(DeskError::Unknown("site"))?.code.clone();
        self.check_referral(new)?;
        let logs = self.store.site_logs()?;
        let number = logs.iter().find(|(code, _)| *code == site).map_or(0, |(_, log)| log.referred) + 1;
        let year = local(new.received_at).year() % 100;
        let referral = Referral {
            reference: format!("{site}-{year:02}-{number:05}"),
            person: Person {
                surname: clean_line(&new.person.surname),
                given: clean_line(&new.person.given),
                ..new.person.clone()
            },
            source: new.source.clone(),
            told_by: clean_line(&new.told_by),
            received_at: new.received_at,
            reason: new.reason.clone(),
            details: clean(&new.details),
            priority: new.priority.clone(),
            place: clean_line(&new.place),
            custody_ref: clean_line(&new.custody_ref),
            legal_position: new.legal_position.clone(),
            relevant_time: new.relevant_time,
            authorised_at: new.authorised_at,
        };
        let id = EpisodeId(Uuid::now_v7());
        let draft = self.draft(Some(id), Some(&site), Body::Referred(Box::new(referral)), new.received_at);
        self.store.append(&[draft])?;
        Ok(id)
    }

    fn check_referral(&self, new: &NewReferral) -> Result<(), DeskError> {
        let lists = &self.service.lists;
        if clean_line(&new.person.surname).is_empty() {
            return Err(DeskError::refused(
                "A referral needs a surname.",
                "Type \"Unknown\" if nobody knows it.",
            ));
        }
        known(&lists.sources, &new.source, "source")?;
        known(&lists.reasons, &new.reason, "reason")?;
        known(&lists.priorities, &new.priority, "priority")?;
        known(&lists.legal_positions, &new.legal_position, "legal position")?;
        known(&lists.sexes, &new.person.sex, "sex")?;
        // A minute's grace: the card was opened before it was saved.
        let latest = self.now() + Duration::minutes(1);
        for (name, at) in [
            ("time received", Some(new.received_at)),
            ("relevant time", new.relevant_time),
            ("detention authorised", new.authorised_at),
        ] {
            if at.is_some_and(|at| at > latest) {
                return Err(DeskError::refused(
                    format!("The {name} is still to come."),
                    "Check the day and the time.",
                ));
            }
        }
        if let (Some(relevant), Some(authorised)) = (new.relevant_time, new.authorised_at)
            && authorised < relevant
        {
            return Err(DeskError::refused(
                "Detention cannot be authorised before the relevant time.",
                "Check both with the custody record.",
            ));
        }
        Ok(())
    }

    /// Records a clock time that somebody told; `None` takes it back.
    ///
    /// # Errors
    /// Refused without the name of who told it.
    pub fn tell_clock(
        &mut self,
        episode: EpisodeId,
        clock: ClockKind,
        time: Option<DateTime<Utc>>,
        told_by: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record clock times")?;
        let episode = self.on_board(episode)?;
        let told_by = clean_line(told_by);
        if told_by.is_empty() {
            return Err(DeskError::refused("A clock time needs its source.", "Say who told you."));
        }
        if clock == ClockKind::ReviewDone && time.is_some_and(|at| at > self.now()) {
            return Err(DeskError::refused(
                "A review that is still to come has not been done.",
                "Check the time.",
            ));
        }
        self.record(&episode, vec![Body::ClockTold { clock, time, told_by }])?;
        Ok(())
    }

    /// Records that the person is in another cell or room.
    ///
    /// # Errors
    /// Refused for a closed episode or an empty place.
    pub fn move_person(&mut self, episode: EpisodeId, place: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "move people")?;
        let episode = self.on_board(episode)?;
        let place = clean_line(place);
        if place.is_empty() {
            return Err(DeskError::refused("The place is empty.", "Type the cell or room."));
        }
        self.record(&episode, vec![Body::Moved { place }])?;
        Ok(())
    }

    /// Records that the person has left the suite or court; clocks stop.
    ///
    /// # Errors
    /// Refused for a closed episode, one whose person has left already, or an unknown outcome.
    pub fn record_left(
        &mut self,
        episode: EpisodeId,
        outcome: &str,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record that people left")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.outcomes, outcome, "outcome")?;
        if at > self.now() + Duration::minutes(1) {
            return Err(DeskError::refused(
                "That time is still to come.",
                "Record it once the person has left.",
            ));
        }
        Self::refuse_open_flag(&episode)?;
        if episode.left.is_some() {
            return Err(DeskError::refused("The person has already left.", "Nothing was changed."));
        }
        self.record_at(&episode, vec![Body::Left { outcome: outcome.to_owned() }], at)?;
        Ok(())
    }
}

/// Refuses a code that is not on its list.
pub(super) fn known<'a>(list: &'a [Code], code: &str, what: &str) -> Result<&'a Code, DeskError> {
    find(list, code).ok_or_else(|| {
        DeskError::refused(format!("\"{code}\" is no {what} of this service."), "Choose one from the list.")
    })
}
