//! Going to see somebody, or why that cannot be: consent and hold.

use chrono::{DateTime, Utc};

use super::referral::known;
use super::{Desk, DeskError, Need};
use crate::domain::board;
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, Consent, ConsentTo};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::near;

/// The code of an appropriate adult who is there.
const PRESENT: &str = "present";

/// How somebody is seen.
#[derive(Clone, Debug, Default)]
pub struct Seeing {
    /// Code of the place.
    pub place: String,
    /// Who else is present.
    pub present: String,
    /// Code of where the appropriate adult is; empty where nothing was said.
    pub aa: String,
}

impl Seeing {
    /// Seen at this place, with nobody else named.
    pub fn at(place: &str) -> Self {
        Self { place: place.to_owned(), ..Self::default() }
    }
}

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
            "Take them off hold first.",
        )
        .offering(Need::EndHold))
    }

    /// Records that the practitioner goes to see the person.
    ///
    /// # Errors
    /// Refused for a closed episode or an unknown place.
    pub fn start_seeing(&mut self, episode: EpisodeId, seeing: &Seeing) -> Result<(), DeskError> {
        self.needs(Right::Screen, "see people")?;
        let episode = self.ready_to_see(episode)?;
        let body = self.seeing(seeing)?;
        self.record(&episode, vec![body])?;
        Ok(())
    }

    fn seeing(&self, seeing: &Seeing) -> Result<Body, DeskError> {
        let (place, aa) = (seeing.place.clone(), seeing.aa.clone());
        known(&self.service.lists.places, &place, "place")?;
        if !aa.is_empty() {
            known(&self.service.lists.aa_statuses, &aa, "word on the appropriate adult")?;
        }
        Ok(Body::SeeingStarted { place, present: clean_line(&seeing.present), aa })
    }

    /// What to mind when this person is seen: a child, or anybody vulnerable, has an appropriate
    /// adult (Code C 1.4, 3.15). It warns and does not refuse.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn seeing_warning(&self, episode: EpisodeId, aa: &str) -> Result<Option<String>, DeskError> {
        let episode = self.episode(episode)?;
        if aa == PRESENT || !board::is_child(&episode, &self.service, self.now()) {
            return Ok(None);
        }
        Ok(Some("Under 18 and no appropriate adult is recorded as present.".to_owned()))
    }

    /// Records that the practitioner goes to see the person, and the answer to the first question
    /// asked: consent to be seen. Refused, it ends there for now.
    ///
    /// # Errors
    /// As [`Desk::start_seeing`] and [`Desk::consent`]; nothing is stored then.
    pub fn go_and_see(
        &mut self,
        episode: EpisodeId,
        seeing: &Seeing,
        consent: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "see people")?;
        let episode = self.ready_to_see(episode)?;
        known(&self.service.lists.consent_statuses, consent, "consent status")?;
        let said = Consent::plain(ConsentTo::BeSeen, consent, &clean(note));
        let mut bodies = vec![self.seeing(seeing)?, Body::ConsentRecorded(said)];
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
        self.needs_any(&[Right::Screen, Right::FollowUp], "put people on hold")?;
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
        let first = board::clocks(&unheld, &self.service, now)
            .into_iter()
            .find(|due| due.kind.binds() && due.at > now && due.at < recheck_at);
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
        self.needs_any(&[Right::Screen, Right::FollowUp], "take people off hold")?;
        let episode = self.on_board(episode)?;
        if !matches!(episode.stage, Stage::OnHold { .. }) {
            return Err(DeskError::refused("The person is not on hold.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::HoldEnded { result: clean_line(result) }])?;
        Ok(())
    }
}

/// Whether a consent status keeps the practitioner from going on.
pub(super) fn bars(status: &str) -> bool {
    matches!(status, "refused" | "withdrawn" | "not_asked")
}
