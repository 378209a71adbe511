//! Going to see somebody, or why that cannot be: consent, hold, not seen, close.

use chrono::{DateTime, Utc};

use super::referral::known;
use super::{Desk, DeskError};
use crate::domain::board::{self, to_do};
use crate::domain::clock::ClockKind;
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, Consent, ConsentTo};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::near;

impl Desk {
    /// The episode of somebody who can be seen now.
    ///
    /// # Errors
    /// Refused for a closed episode, and while the person is on hold: seeing them would silently
    /// take the re-check off the board.
    pub fn ready_to_see(&self, episode: EpisodeId) -> Result<Episode, DeskError> {
        let episode = self.on_board(episode)?;
        let Stage::OnHold { recheck_at, .. } = episode.stage else { return Ok(episode) };
        Err(DeskError::refused(
            format!("{} is on hold until {}.", episode.person().initials(), near(recheck_at, self.now())),
            "Take them off hold first: w.",
        ))
    }

    /// Records that the practitioner goes to see the person.
    ///
    /// # Errors
    /// Refused for a closed episode or an unknown place.
    pub fn start_seeing(&mut self, episode: EpisodeId, place: &str, present: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "see people")?;
        let episode = self.ready_to_see(episode)?;
        known(&self.service.lists.places, place, "place")?;
        let body = Body::SeeingStarted { place: place.to_owned(), present: clean_line(present) };
        self.record(&episode, vec![body])?;
        Ok(())
    }

    /// Records that the practitioner goes to see the person, and the answer to the first question
    /// asked: consent to be seen. Refused, it ends there for now.
    ///
    /// # Errors
    /// As [`Desk::start_seeing`] and [`Desk::record_consent`]; nothing is stored then.
    pub fn go_and_see(
        &mut self,
        episode: EpisodeId,
        place: &str,
        present: &str,
        consent: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "see people")?;
        let episode = self.ready_to_see(episode)?;
        known(&self.service.lists.places, place, "place")?;
        known(&self.service.lists.consent_statuses, consent, "consent status")?;
        let seeing = Body::SeeingStarted { place: place.to_owned(), present: clean_line(present) };
        let said = Consent { to: ConsentTo::BeSeen, status: consent.to_owned(), note: clean(note) };
        let mut bodies = vec![seeing, Body::ConsentRecorded(said)];
        if bars(consent) {
            bodies.push(Body::SeeingPaused);
        }
        self.record(&episode, bodies)?;
        Ok(())
    }

    /// Records that the practitioner broke off; drafts stay.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn pause_seeing(&mut self, episode: EpisodeId) -> Result<(), DeskError> {
        self.needs(Right::Screen, "see people")?;
        let episode = self.on_board(episode)?;
        if matches!(episode.stage, Stage::BeingSeen { .. }) {
            self.record(&episode, vec![Body::SeeingPaused])?;
        }
        Ok(())
    }

    /// Records a consent.
    ///
    /// # Errors
    /// Refused for an unknown status.
    pub fn record_consent(
        &mut self,
        episode: EpisodeId,
        to: ConsentTo,
        status: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record consent")?;
        let episode = self.episode(episode)?;
        known(&self.service.lists.consent_statuses, status, "consent status")?;
        let consent = Consent { to, status: status.to_owned(), note: clean(note) };
        self.record(&episode, vec![Body::ConsentRecorded(consent)])?;
        Ok(())
    }

    /// Puts somebody on hold until a re-check.
    ///
    /// # Errors
    /// Refused for an unknown reason, a re-check that is past, or one later than a clock that
    /// runs out before it (domain.md 1.3).
    pub fn hold(
        &mut self,
        episode: EpisodeId,
        reason: &str,
        recheck_at: DateTime<Utc>,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "put people on hold")?;
        let episode = self.on_board(episode)?;
        let rest = known(&self.service.lists.hold_reasons, reason, "reason")?.rest;
        self.check_recheck(&episode, recheck_at)?;
        let body = Body::Held { reason: reason.to_owned(), recheck_at, rest, note: clean_line(note) };
        self.record(&episode, vec![body])?;
        Ok(())
    }

    pub(super) fn check_recheck(
        &self,
        episode: &Episode,
        recheck_at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        if recheck_at <= now {
            return Err(DeskError::refused("The re-check is already past.", "Give a time that is to come."));
        }
        let mut unheld = episode.clone();
        unheld.stage = Stage::Waiting;
        // A review passes without us; every other clock ends the chance to see the person.
        let first = board::clocks(&unheld, &self.service)
            .into_iter()
            .find(|due| due.kind != ClockKind::Review && due.at > now && due.at < recheck_at);
        match first {
            Some(due) => Err(DeskError::refused(
                format!("The {} at {} comes before that re-check.", due.kind.words(), near(due.at, now)),
                "Give an earlier re-check.",
            )),
            None => Ok(()),
        }
    }

    /// Takes somebody off hold.
    ///
    /// # Errors
    /// Refused where the person is not on hold.
    pub fn end_hold(&mut self, episode: EpisodeId, result: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "take people off hold")?;
        let episode = self.on_board(episode)?;
        if !matches!(episode.stage, Stage::OnHold { .. }) {
            return Err(DeskError::refused("The person is not on hold.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::HoldEnded { result: clean_line(result) }])?;
        Ok(())
    }

    /// Closes the episode of somebody who was not seen.
    ///
    /// # Errors
    /// Refused for an unknown reason, and, while anything says risk, where nothing was done
    /// instead or a red flag was not told (domain.md 0.5).
    pub fn not_seen(
        &mut self,
        episode: EpisodeId,
        reason: &str,
        instead: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "close referrals")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.not_seen_reasons, reason, "reason")?;
        if episode.has_been_screened() {
            return Err(DeskError::refused("This person has been seen.", "Close the episode instead."));
        }
        let nothing = known(&self.service.lists.done_instead, instead, "alternative")?.nothing_done;
        let note = clean(note);
        Self::refuse_open_flag(&episode)?;
        if nothing && self.says_risk(&episode) {
            return Err(DeskError::refused(
                "There is a risk on this record, so it cannot close with nothing done.",
                "Tell custody, the court team or the GP, and choose that instead.",
            ));
        }
        if nothing && note.is_empty() {
            return Err(DeskError::refused(
                "Nothing was done instead, and no reason why.",
                "Say why in the note.",
            ));
        }
        self.refuse_work_left(&episode)?;
        let body = Body::NotSeen { reason: reason.to_owned(), instead: instead.to_owned(), note };
        self.record(&episode, vec![body])?;
        Ok(())
    }

    /// Closes an episode whose work is done. Pending onward referrals stay on their own list.
    ///
    /// # Errors
    /// Refused for an unknown code and while anything is left to do.
    pub fn close(&mut self, episode: EpisodeId, code: &str, note: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "close episodes")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.closures, code, "closure code")?;
        if !matches!(episode.stage, Stage::Seen | Stage::BeingSeen { .. }) {
            return Err(DeskError::refused(
                "This person has not been seen.",
                "Record \"not seen\" with its reason.",
            ));
        }
        Self::refuse_open_flag(&episode)?;
        self.refuse_work_left(&episode)?;
        let note = clean(note);
        if !episode.has_been_screened() && self.says_risk(&episode) {
            return Err(DeskError::refused(
                "There is a risk on this record and no form was finished.",
                "Finish one, or record \"not seen\" with what was done instead.",
            ));
        }
        if !episode.has_been_screened() && note.is_empty() {
            return Err(DeskError::refused("No form was finished.", "Say in the note what was done."));
        }
        self.record(&episode, vec![Body::Closed { code: code.to_owned(), note }])?;
        Ok(())
    }

    fn says_risk(&self, episode: &Episode) -> bool {
        let flagged = episode.flags.iter().any(|flag| flag.lifted_at.is_none());
        flagged
            || board::rows(std::iter::once(episode), &self.service, self.now())
                .iter()
                .any(|row| row.tier == 0)
    }

    pub(super) fn refuse_open_flag(episode: &Episode) -> Result<(), DeskError> {
        let Some(flag) = episode.open_flags().next() else { return Ok(()) };
        Err(DeskError::refused(
            format!("A red flag is open: {} ({}).", flag.raise.words, flag.missing()),
            "Tell the custody officer first.",
        ))
    }

    fn refuse_work_left(&self, episode: &Episode) -> Result<(), DeskError> {
        if to_do(episode) == 0 {
            return Ok(());
        }
        let drafts = episode.drafts().count();
        let mut left: Vec<String> = Vec::new();
        for (count, one, many) in [
            (drafts, "unfinished form", "unfinished forms"),
            (episode.suggestions.len(), "undecided suggestion", "undecided suggestions"),
            (episode.open_tasks().count(), "open task", "open tasks"),
        ] {
            match count {
                0 => {}
                1 => left.push(format!("1 {one}")),
                n => left.push(format!("{n} {many}")),
            }
        }
        Err(DeskError::refused(
            format!("There is still {} on this record.", left.join(", ")),
            "Deal with it, then close.",
        ))
    }
}

/// Whether a consent status keeps the practitioner from going on.
pub(super) fn bars(status: &str) -> bool {
    matches!(status, "refused" | "withdrawn" | "not_asked")
}
