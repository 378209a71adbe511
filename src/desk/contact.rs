//! Contacts, what custody and court were told, capacity, and the follow-up.

use chrono::{DateTime, Utc};

use super::referral::known;
use super::{Desk, DeskError, Need};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, Capacity, Consent, Contact, FollowUp, Informing};
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Right, find};
use crate::domain::text::{clean, clean_line};

impl Desk {
    /// Records what custody or court was told, where it hangs on no red flag.
    ///
    /// # Errors
    /// Refused without a name or words, for a time to come, and where neither way was used.
    pub fn inform(
        &mut self,
        episode: EpisodeId,
        informing: &Informing,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record what custody was told")?;
        let episode = self.episode(episode)?;
        let (told_to, text) = (clean_line(&informing.told_to), clean(&informing.text));
        if told_to.is_empty() || text.trim().is_empty() {
            return Err(DeskError::refused(
                "Somebody is told something.",
                "Give the name and what you said.",
            ));
        }
        if !informing.by_voice && !informing.in_record {
            return Err(DeskError::refused(
                "Neither said nor written is not told.",
                "Tell them, then record it.",
            ));
        }
        if at > self.now() {
            return Err(DeskError::refused("That time is still to come.", "Give the time you told them."));
        }
        let informing = Informing { told_to, text, ..informing.clone() };
        self.record_at(&episode, vec![Body::Informed(informing)], at)?;
        Ok(())
    }

    /// Records a contact with the person or about them.
    ///
    /// # Errors
    /// Refused for unknown codes, without words, and face to face while the person is away.
    pub fn contact(&mut self, episode: EpisodeId, contact: &Contact) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "record contacts")?;
        let episode = self.episode(episode)?;
        let lists = &self.service.lists;
        known(&lists.contact_kinds, &contact.kind, "kind of contact")?;
        known(&lists.contact_outcomes, &contact.outcome, "outcome")?;
        self.refuse_while_away(&episode)?;
        let (with, text) = (clean_line(&contact.with), clean(&contact.text).trim().to_owned());
        if with.is_empty() && text.is_empty() {
            return Err(DeskError::refused("This contact says nothing.", "Say with whom and what for."));
        }
        self.record(&episode, vec![Body::Contacted(Contact { with, text, ..contact.clone() })])?;
        Ok(())
    }

    /// Refuses what would describe somebody who is not here (domain.md 8, Suffolk 2020): an entry for
    /// an earlier time is let through.
    pub(super) fn refuse_while_away(&self, episode: &Episode) -> Result<(), DeskError> {
        let Stage::OnHold { reason, .. } = &episode.stage else { return Ok(()) };
        let away = find(&self.service.lists.hold_reasons, reason).is_some_and(|entry| entry.away);
        if !away || self.happened.is_some() {
            return Ok(());
        }
        Err(DeskError::refused(
            format!(
                "{} is out of the suite, so nothing can be seen of them now.",
                episode.person().initials()
            ),
            "Take them off hold once they are back, or enter it for the earlier time.",
        )
        .offering(Need::EndHold))
    }

    /// Records a consent row whole: how it was given and what it covers (domain.md 1.6).
    ///
    /// # Errors
    /// Refused for unknown codes.
    pub fn consent(&mut self, episode: EpisodeId, consent: &Consent) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "record consent")?;
        let episode = self.episode(episode)?;
        known(&self.service.lists.consent_statuses, &consent.status, "consent status")?;
        if !consent.how.is_empty() {
            known(&self.service.lists.consent_how, &consent.how, "way of consent")?;
        }
        let consent =
            Consent { note: clean(&consent.note), scope: clean_line(&consent.scope), ..consent.clone() };
        self.record(&episode, vec![Body::ConsentRecorded(consent)])?;
        Ok(())
    }

    /// Records whether the person can make one decision now.
    ///
    /// # Errors
    /// Refused without the decision; and, where an ability is missing, without the impairment that
    /// causes it and what is done in the person's best interests (MCA 2005 ss.2-4).
    pub fn assess_capacity(&mut self, episode: EpisodeId, capacity: &Capacity) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record capacity")?;
        let episode = self.episode(episode)?;
        let capacity = Capacity {
            decision: clean_line(&capacity.decision),
            cause: clean_line(&capacity.cause),
            best_interests: clean(&capacity.best_interests).trim().to_owned(),
            ..capacity.clone()
        };
        if capacity.decision.is_empty() {
            return Err(DeskError::refused("Capacity is for one decision.", "Say which."));
        }
        if !capacity.has_capacity() && (capacity.cause.is_empty() || capacity.best_interests.is_empty()) {
            return Err(DeskError::refused(
                "A lack of capacity names its cause and what is done in the person's best interests.",
                "Fill in both.",
            ));
        }
        self.record(&episode, vec![Body::CapacityAssessed(capacity)])?;
        Ok(())
    }

    /// Plans a follow-up: the episode stays on the board until it is over.
    ///
    /// # Errors
    /// Refused for somebody not yet seen, without worker, purpose or a safe way to reach the person,
    /// and for a first contact that is past.
    pub fn plan_follow_up(&mut self, episode: EpisodeId, plan: &FollowUp) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "plan follow-ups")?;
        let episode = self.on_board(episode)?;
        if !episode.is_past_seeing() {
            return Err(DeskError::refused(
                "A follow-up comes after the person was seen.",
                "Screen them first.",
            )
            .offering(Need::Screen));
        }
        let plan = FollowUp {
            worker: clean_line(&plan.worker),
            purpose: clean_line(&plan.purpose),
            contact: clean_line(&plan.contact),
            ..plan.clone()
        };
        if plan.worker.is_empty() || plan.purpose.is_empty() || plan.contact.is_empty() {
            return Err(DeskError::refused(
                "A follow-up says who, what for, and how the person is safely reached.",
                "Fill in all three.",
            ));
        }
        if plan.first_due <= self.now() {
            return Err(DeskError::refused("The first contact is already past.", "Give a time to come."));
        }
        self.record(&episode, vec![Body::FollowUpPlanned(plan)])?;
        Ok(())
    }

    /// Ends the follow-up; the episode can be closed then.
    ///
    /// # Errors
    /// Refused where none is running, and without what came of it.
    pub fn end_follow_up(&mut self, episode: EpisodeId, outcome: &str) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "end follow-ups")?;
        let episode = self.on_board(episode)?;
        let outcome = clean_line(outcome);
        if episode.work.follow_up.is_none() {
            return Err(DeskError::refused("No follow-up is running.", "Nothing was changed."));
        }
        if outcome.is_empty() {
            return Err(DeskError::refused("The end of a follow-up says what came of it.", "Type a line."));
        }
        self.record(&episode, vec![Body::FollowUpEnded { outcome }])?;
        Ok(())
    }
}
