//! Who comes first: people found on a list, triage, and a pin with its reason.

use super::referral::{NewReferral, known};
use super::{Desk, DeskError};
use crate::domain::board;
use crate::domain::event::{Body, Taking, Triage};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};

impl Desk {
    /// Records somebody found on a custody or court list whom nobody has referred.
    ///
    /// # Errors
    /// As [`Desk::receive_referral`].
    pub fn identify(&mut self, new: &NewReferral) -> Result<EpisodeId, DeskError> {
        self.begin_episode(new, Body::Identified)
    }

    /// Takes up somebody identified as a referral.
    ///
    /// # Errors
    /// Refused for somebody referred already and for codes that are on no list.
    pub fn take_referral(&mut self, episode: EpisodeId, taking: &Taking) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "record referrals")?;
        let episode = self.on_board(episode)?;
        if !episode.work.identified_only {
            return Err(DeskError::refused("This person is referred already.", "Nothing was changed."));
        }
        let lists = &self.service.lists;
        known(&lists.sources, &taking.source, "source")?;
        known(&lists.reasons, &taking.reason, "reason")?;
        if !taking.priority.is_empty() {
            known(&lists.priorities, &taking.priority, "priority")?;
        }
        let told_by = clean_line(&taking.told_by);
        if told_by.is_empty() {
            return Err(DeskError::refused("A referral says who told it.", "Give a name or a role."));
        }
        let details = clean(&taking.details);
        self.record(&episode, vec![Body::ReferralTaken(Taking { told_by, details, ..taking.clone() })])?;
        Ok(())
    }

    /// Triages a referral, or triages it again.
    ///
    /// # Errors
    /// Refused for an unknown priority or tier, where a tier is set below what the rules give and no
    /// reason says why, and where advice was given to nobody.
    pub fn triage(&mut self, episode: EpisodeId, triage: &Triage) -> Result<(), DeskError> {
        self.needs(Right::Screen, "triage referrals")?;
        let episode = self.on_board(episode)?;
        if episode.work.identified_only {
            return Err(DeskError::refused(
                "Nobody has referred this person yet.",
                "Take the referral first.",
            ));
        }
        known(&self.service.lists.priorities, &triage.priority, "priority")?;
        let triage = Triage {
            reason: clean_line(&triage.reason),
            advice: clean_line(&triage.advice),
            advised: clean_line(&triage.advised),
            ..triage.clone()
        };
        if triage.tier.is_some_and(|tier| tier > 3) {
            return Err(DeskError::refused("There are four tiers, 0 to 3.", "Choose one of them."));
        }
        if !triage.advice.is_empty() && triage.advised.is_empty() {
            return Err(DeskError::refused("Advice is given to somebody.", "Say to whom."));
        }
        let mut after = episode.clone();
        after.referral.priority.clone_from(&triage.priority);
        let (ruled, why) = board::tier_by_rules(&after, &self.service, self.now());
        if triage.tier.is_some_and(|tier| tier > ruled) && triage.reason.is_empty() {
            return Err(DeskError::refused(
                format!("The rules put this person at T{ruled} ({why}); below that needs a reason."),
                "Say why, or leave the tier to the rules.",
            ));
        }
        self.record(&episode, vec![Body::Triaged(triage)])?;
        Ok(())
    }

    /// Puts somebody in front of the queue. Untold red flags and tier 0 still come first.
    ///
    /// # Errors
    /// Refused without a reason, and for somebody who has been seen.
    pub fn pin(&mut self, episode: EpisodeId, reason: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "pin people")?;
        let episode = self.on_board(episode)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("A pin needs its reason.", "Say why this person comes first."));
        }
        if episode.is_past_seeing() {
            return Err(DeskError::refused("This person has been seen.", "A task says what is left to do."));
        }
        self.record(&episode, vec![Body::Pinned { reason }])?;
        Ok(())
    }

    /// Takes a pin away.
    ///
    /// # Errors
    /// Refused where there is none.
    pub fn unpin(&mut self, episode: EpisodeId) -> Result<(), DeskError> {
        self.needs(Right::Screen, "pin people")?;
        let episode = self.on_board(episode)?;
        if episode.work.pin.is_none() {
            return Err(DeskError::refused("This person is not pinned.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::Unpinned])?;
        Ok(())
    }
}
