//! The end of an episode: not seen, closed, reopened, and what stands in the way.

use super::referral::known;
use super::{Desk, DeskError, Need};
use crate::domain::board;
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::Body;
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};
use crate::domain::time::near;

/// The end of an episode, as recorded.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    /// NHS closure code.
    pub code: String,
    /// Code of the outcome of the proceedings, as far as known; empty where the person's leaving told it.
    pub outcome: String,
    /// Words beside it.
    pub note: String,
}

impl Desk {
    /// Closes the episode of somebody who was not seen.
    ///
    /// # Errors
    /// Refused for an unknown reason; for roles whose entries are counter-signed; for reasons that are
    /// a clinician's to give (not appropriate, duplicate, already open), for other roles; and, while
    /// anything says risk, where nothing was done instead or a red flag was not told (domain.md 0.5, 1.3).
    pub fn not_seen(
        &mut self,
        episode: EpisodeId,
        reason: &str,
        instead: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "close referrals")?;
        let episode = self.on_board(episode)?;
        self.refuse_unsigned_end()?;
        if known(&self.service.lists.not_seen_reasons, reason, "reason")?.clinician {
            self.needs_any(&[Right::Assess, Right::Lead], "decide that a referral is not for us")?;
        }
        if episode.has_been_screened() {
            return Err(DeskError::refused("This person has been seen.", "Close the episode instead."));
        }
        let nothing = known(&self.service.lists.done_instead, instead, "alternative")?.nothing_done;
        let note = clean(note).trim().to_owned();
        Self::refuse_open_flag(&episode)?;
        if nothing && self.says_risk(&episode) {
            return Err(DeskError::refused(
                "There is a risk on this record, so it cannot close with nothing done.",
                "Tell custody, the court team or the GP, and choose that instead.",
            )
            .offering(Need::Tell));
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
    /// Refused for roles that neither assess nor lead (a link worker may close a follow-up), for
    /// unknown codes, while anything is left to do, and where a risk was told to nobody.
    pub fn close(&mut self, episode: EpisodeId, closing: &Closing) -> Result<(), DeskError> {
        let episode = self.on_board(episode)?;
        self.may_close(&episode)?;
        known(&self.service.lists.closures, &closing.code, "closure code")?;
        if !closing.outcome.is_empty() {
            known(&self.service.lists.outcomes, &closing.outcome, "outcome")?;
        }
        let episode = self.ready_to_see(episode.id)?;
        if !episode.is_past_seeing() && !matches!(episode.stage, Stage::BeingSeen { .. }) {
            return Err(DeskError::refused(
                "This person has not been seen.",
                "Record \"not seen\" with its reason.",
            )
            .offering(Need::NotSeen));
        }
        Self::refuse_open_flag(&episode)?;
        self.refuse_work_left(&episode)?;
        self.refuse_untold_risk(&episode)?;
        let note = clean(&closing.note).trim().to_owned();
        if !episode.has_been_screened() && self.says_risk(&episode) {
            return Err(DeskError::refused(
                "There is a risk on this record and no form was finished.",
                "Finish one, or record \"not seen\" with what was done instead.",
            )
            .offering(Need::Screen));
        }
        if !episode.has_been_screened() && note.is_empty() {
            return Err(DeskError::refused("No form was finished.", "Say in the note what was done."));
        }
        let (code, outcome) = (closing.code.clone(), closing.outcome.clone());
        self.record(&episode, vec![Body::Closed { code, note, outcome }])?;
        Ok(())
    }

    fn may_close(&self, episode: &Episode) -> Result<(), DeskError> {
        let mut rights = vec![Right::Assess, Right::Lead];
        if matches!(episode.stage, Stage::FollowUp) || self.was_followed_up(episode)? {
            rights.push(Right::FollowUp);
        }
        self.needs_any(&rights, "close episodes")
    }

    fn was_followed_up(&self, episode: &Episode) -> Result<bool, DeskError> {
        let events = self.store.events_of(episode.id)?;
        Ok(events.iter().any(|event| matches!(event.body, Body::FollowUpEnded { .. })))
    }

    /// Takes up a closed episode again.
    ///
    /// # Errors
    /// Refused for one that is open, and without a reason.
    pub fn reopen(&mut self, episode: EpisodeId, reason: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "reopen episodes")?;
        let episode = self.episode(episode)?;
        if episode.is_on_board() {
            return Err(DeskError::refused("This episode is open.", "Nothing was changed."));
        }
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("An episode is reopened with a reason.", "Say why."));
        }
        self.record(&episode, vec![Body::Reopened { reason }])?;
        Ok(())
    }

    fn says_risk(&self, episode: &Episode) -> bool {
        let flagged = episode.flags.iter().any(|flag| flag.lifted_at.is_none());
        flagged
            || self.is_at_risk(episode)
            || !episode.referral.known_risk.is_empty()
            || board::tier_by_rules(episode, &self.service, self.now()).0 == 0
    }

    pub(super) fn refuse_open_flag(episode: &Episode) -> Result<(), DeskError> {
        let Some(flag) = episode.open_flags().next() else { return Ok(()) };
        Err(DeskError::refused(
            format!("A red flag is open: {} ({}).", flag.raise.words, flag.missing()),
            "Tell the custody officer first.",
        )
        .offering(Need::Tell))
    }

    /// A medium or high risk is told to custody by voice and in writing before we go (domain.md 1.3).
    fn refuse_untold_risk(&self, episode: &Episode) -> Result<(), DeskError> {
        let Some(decided) = self.untold_risk(episode) else { return Ok(()) };
        Err(DeskError::refused(
            format!(
                "The risk found has not been told to custody by voice and in their record since {}.",
                near(decided, self.now())
            ),
            "Tell them, then close.",
        )
        .offering(Need::Tell))
    }

    fn refuse_work_left(&self, episode: &Episode) -> Result<(), DeskError> {
        let work = &episode.work;
        // Somebody may be with the person again: what was screened is still to be decided on.
        let undecided = usize::from(matches!(episode.resting_stage(), Stage::Seen));
        let owed = usize::from(episode.owes_assessment());
        let mut left: Vec<String> = Vec::new();
        for (count, one, many) in [
            (episode.drafts().count(), "unfinished form", "unfinished forms"),
            (episode.suggestions.len(), "undecided suggestion", "undecided suggestions"),
            (episode.open_tasks().count(), "open task", "open tasks"),
            (undecided, "decision to make on a full assessment", ""),
            (owed, "full assessment decided on and not done", ""),
            (work.open_transfers().count(), "transfer nobody has acknowledged", "transfers not acknowledged"),
            (work.open_reports().count(), "report not sent", "reports not sent"),
            (work.open_escalations().count(), "escalation nobody has taken", "escalations not taken"),
            (work.unsigned.len(), "entry to counter-sign", "entries to counter-sign"),
            (usize::from(self.mha_runs(episode)), "Mental Health Act assessment running", ""),
            (usize::from(work.follow_up.is_some()), "follow-up running", ""),
        ] {
            match count {
                0 => {}
                1 => left.push(format!("1 {one}")),
                n => left.push(format!("{n} {many}")),
            }
        }
        if left.is_empty() {
            return Ok(());
        }
        let need = if undecided == 1 && left.len() == 1 { Need::Decide } else { Need::OpenLine };
        Err(DeskError::refused(
            format!("There is still {} on this record.", left.join(", ")),
            "Deal with it, then close.",
        )
        .offering(need))
    }
}
