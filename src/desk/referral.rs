//! A referral comes in, and what is told about the person's stay.

use chrono::{DateTime, Datelike, Duration, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::event::{Body, CourtSlot, Draft};
use crate::domain::ids::{EpisodeId, PersonId};
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
    /// Priority code; empty where the referral is still to be triaged.
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
    /// What is told beside that.
    pub beside: Beside,
}

/// What may be told beside the rest of a referral.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Risk that is already known.
    pub known_risk: String,
    /// Codes of the offence categories.
    pub offences: Vec<String>,
    /// The person of an earlier episode, where this is the same one.
    pub same_person: Option<PersonId>,
    /// Where the person stands on a court's list.
    pub court: Option<CourtSlot>,
}

impl Desk {
    /// Records a referral. The person stands on the board at once.
    ///
    /// # Errors
    /// Refused without a surname or who told it, with a code that is on no list, or with times that
    /// cannot be.
    pub fn receive_referral(&mut self, new: &NewReferral) -> Result<EpisodeId, DeskError> {
        self.begin_episode(new, Body::Referred)
    }

    /// Begins an episode with a referral or with somebody found on a list.
    pub(super) fn begin_episode(
        &mut self,
        new: &NewReferral,
        body: fn(Box<Referral>) -> Body,
    ) -> Result<EpisodeId, DeskError> {
        let draft = self.episode_draft(new, body, 0)?;
        let id = draft.episode.ok_or(DeskError::Unknown("person"))?;
        let at = draft.at;
        let mut drafts = vec![draft];
        if let Some(signature) = self.referral_signature() {
            drafts.push(self.draft(Some(id), Some(&new.site), signature, at));
        }
        self.store.append(&drafts)?;
        Ok(id)
    }

    /// The entry that begins an episode; `after` counts those begun in the same act at the site.
    pub(super) fn episode_draft(
        &self,
        new: &NewReferral,
        body: fn(Box<Referral>) -> Body,
        after: u32,
    ) -> Result<Draft, DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "record referrals")?;
        let site = self.service.site(&new.site).ok_or(DeskError::Unknown("site"))?.code.clone();
        self.check_referral(new)?;
        let logs = self.store.site_logs()?;
        let number =
            logs.iter().find(|(code, _)| *code == site).map_or(0, |(_, log)| log.referred) + 1 + after;
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
            known_risk: clean_line(&new.beside.known_risk),
            offences: new.beside.offences.clone(),
            same_person: new.beside.same_person,
            court: new.beside.court.clone(),
        };
        let id = EpisodeId(Uuid::now_v7());
        Ok(self.draft(Some(id), Some(&site), body(Box::new(referral)), new.received_at))
    }

    fn check_referral(&self, new: &NewReferral) -> Result<(), DeskError> {
        let lists = &self.service.lists;
        if clean_line(&new.person.surname).is_empty() {
            return Err(DeskError::refused(
                "A referral needs a surname.",
                "Type \"Unknown\" if nobody knows it.",
            ));
        }
        if clean_line(&new.told_by).is_empty() {
            return Err(DeskError::refused("A referral says who told it.", "Give a name or a role."));
        }
        known(&lists.sources, &new.source, "source")?;
        known(&lists.reasons, &new.reason, "reason")?;
        if !new.priority.is_empty() {
            known(&lists.priorities, &new.priority, "priority")?;
        }
        for offence in &new.beside.offences {
            known(&lists.offence_categories, offence, "offence category")?;
        }
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
