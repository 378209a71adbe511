//! What follows from a screening: telling custody, onward referrals, tasks, lines for the team.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::referral::known;
use super::seeing::bars;
use super::{Desk, DeskError};
use crate::domain::episode::{Onward, OpenSuggestion};
use crate::domain::event::{Body, NoteFor, OnwardStart, OnwardStep};
use crate::domain::ids::{EpisodeId, FlagId, OnwardId, TaskId};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};

/// Who was told of a red flag, and how.
#[derive(Clone, Debug)]
pub struct Telling {
    /// Name of the custody officer.
    pub told_to: String,
    /// By voice.
    pub by_voice: bool,
    /// Written in the custody record.
    pub in_custody_record: bool,
    /// When.
    pub at: DateTime<Utc>,
}

/// An onward referral to be made.
#[derive(Clone, Debug)]
pub struct NewOnward {
    /// Destination code.
    pub destination: String,
    /// Priority code.
    pub urgency: String,
    /// Why.
    pub reason: String,
    /// Consent status code.
    pub consent: String,
    /// Why it goes without consent, where it does (domain.md 1.6).
    pub basis: String,
    /// The suggestion it answers, if it answers one.
    pub suggestion: Option<OpenSuggestion>,
}

impl Desk {
    /// Records who was told of a red flag. It rests once told by voice and written down.
    ///
    /// # Errors
    /// Refused without a name, for a time to come, and where neither way was used.
    pub fn tell_custody(
        &mut self,
        episode: EpisodeId,
        flag: FlagId,
        telling: &Telling,
    ) -> Result<bool, DeskError> {
        self.needs(Right::Screen, "record what custody was told")?;
        let episode = self.episode(episode)?;
        let raised_at = episode.flag(flag).ok_or(DeskError::Unknown("red flag"))?.at;
        let told_to = clean_line(&telling.told_to);
        if told_to.is_empty() {
            return Err(DeskError::refused(
                "A red flag is told to a named person.",
                "Give the officer's name.",
            ));
        }
        if !telling.by_voice && !telling.in_custody_record {
            return Err(DeskError::refused(
                "Neither said nor written is not told.",
                "Tell custody, then record it.",
            ));
        }
        if telling.at > self.now() || telling.at < raised_at - chrono::Duration::minutes(1) {
            return Err(DeskError::refused(
                "That time is not between the flag and now.",
                "Give the time at which you told them.",
            ));
        }
        let (by_voice, in_custody_record) = (telling.by_voice, telling.in_custody_record);
        let body = Body::FlagTold { flag, told_to, by_voice, in_custody_record };
        self.record_at(&episode, vec![body], telling.at)?;
        Ok(self.episode(episode.id)?.flag(flag).is_some_and(|flag| !flag.is_open()))
    }

    /// Makes an onward referral, suggested or not. It is pending until accepted and attended.
    ///
    /// # Errors
    /// Refused for unknown codes, and without a reason.
    pub fn refer_onward(&mut self, episode: EpisodeId, new: &NewOnward) -> Result<OnwardId, DeskError> {
        self.needs(Right::Screen, "refer people onward")?;
        let episode = self.episode(episode)?;
        let lists = &self.service.lists;
        known(&lists.destinations, &new.destination, "destination")?;
        known(&lists.priorities, &new.urgency, "priority")?;
        known(&lists.consent_statuses, &new.consent, "consent status")?;
        let (mut reason, basis) = (clean_line(&new.reason), clean_line(&new.basis));
        if reason.is_empty() {
            return Err(DeskError::refused("An onward referral needs a reason.", "Say why in a few words."));
        }
        let without = bars(&new.consent) || new.consent == "lacks_capacity";
        if bars(&new.consent) && basis.is_empty() {
            return Err(DeskError::refused(
                "The person has not consented to this referral.",
                "Give the basis for going without: serious harm, safeguarding, or a court order.",
            ));
        }
        if without && !basis.is_empty() {
            reason = format!("{reason} (without consent: {basis})");
        }
        let onward = OnwardId(Uuid::now_v7());
        let start = OnwardStart {
            onward,
            destination: new.destination.clone(),
            urgency: new.urgency.clone(),
            reason,
            consent: new.consent.clone(),
            suggested: new
                .suggestion
                .as_ref()
                .map(|open| (open.screening, open.suggestion.destination.clone())),
        };
        self.record(&episode, vec![Body::OnwardReferred(start)])?;
        Ok(onward)
    }

    /// Refuses a suggested onward referral.
    ///
    /// # Errors
    /// Refused for an unknown reason.
    pub fn refuse_suggestion(
        &mut self,
        episode: EpisodeId,
        open: &OpenSuggestion,
        reason: &str,
        note: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "decide on referrals")?;
        let episode = self.episode(episode)?;
        known(&self.service.lists.refusal_reasons, reason, "reason")?;
        let body = Body::SuggestionRefused {
            screening: open.screening,
            destination: open.suggestion.destination.clone(),
            reason: reason.to_owned(),
            note: clean_line(note),
        };
        self.record(&episode, vec![body])?;
        Ok(())
    }

    /// Moves an onward referral on: sent, accepted, attended, ended.
    ///
    /// # Errors
    /// Refused where it is no longer pending, where it has not been accepted before it is
    /// attended, and for unknown codes.
    pub fn move_onward(
        &mut self,
        episode: EpisodeId,
        onward: OnwardId,
        step: OnwardStep,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "move referrals on")?;
        let episode = self.episode(episode)?;
        let found = episode.onward_referral(onward).ok_or(DeskError::Unknown("onward referral"))?;
        self.check_step(found, &step)?;
        self.record(&episode, vec![Body::OnwardMoved { onward, step }])?;
        Ok(())
    }

    fn check_step(&self, onward: &Onward, step: &OnwardStep) -> Result<(), DeskError> {
        if !onward.is_pending() {
            return Err(DeskError::refused(
                "This onward referral is settled.",
                "Make a new one if it is needed.",
            ));
        }
        let lists = &self.service.lists;
        match step {
            OnwardStep::Sent { how } => known(&lists.sent_by, how, "way of sending").map(drop),
            OnwardStep::Attended { .. } if !onward.is_accepted() => Err(DeskError::refused(
                "Nobody has accepted this referral yet.",
                "Record who accepted it first.",
            )),
            OnwardStep::Attended { code } => known(&lists.attendance, code, "attendance code").map(drop),
            OnwardStep::Ended { reason } => known(&lists.refusal_reasons, reason, "reason").map(drop),
            OnwardStep::Accepted { by, .. } if by.trim().is_empty() => {
                Err(DeskError::refused("Acceptance needs a name.", "Say who accepted it."))
            }
            OnwardStep::Chased { by, next_at, .. } => {
                if by.trim().is_empty() {
                    return Err(DeskError::refused("Somebody chases it next.", "Say who."));
                }
                if *next_at <= self.now() {
                    return Err(DeskError::refused("The next time is already past.", "Give a time to come."));
                }
                Ok(())
            }
            OnwardStep::Accepted { .. } => Ok(()),
        }
    }

    /// Adds a task with its owner and due time.
    ///
    /// # Errors
    /// Refused without words or an owner.
    pub fn add_task(
        &mut self,
        episode: EpisodeId,
        what: &str,
        owner: &str,
        due: DateTime<Utc>,
    ) -> Result<TaskId, DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "add tasks")?;
        let episode = self.on_board(episode)?;
        let (what, owner) = (clean_line(what), clean_line(owner));
        if what.is_empty() || owner.is_empty() {
            return Err(DeskError::refused("A task says what and who.", "Fill in both."));
        }
        let task = TaskId(Uuid::now_v7());
        self.record(&episode, vec![Body::TaskAdded { task, what, owner, due }])?;
        Ok(task)
    }

    /// Marks a task done.
    ///
    /// # Errors
    /// Refused where it is done already.
    pub fn finish_task(&mut self, episode: EpisodeId, task: TaskId) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "finish tasks")?;
        let episode = self.episode(episode)?;
        if !episode.open_tasks().any(|open| open.id == task) {
            return Err(DeskError::Unknown("task"));
        }
        self.record(&episode, vec![Body::TaskDone { task }])?;
        Ok(())
    }

    /// Drops a task that need not be done any more.
    ///
    /// # Errors
    /// Refused where it is done already, and without a reason.
    pub fn drop_task(&mut self, episode: EpisodeId, task: TaskId, reason: &str) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "drop tasks")?;
        let episode = self.episode(episode)?;
        if !episode.open_tasks().any(|open| open.id == task) {
            return Err(DeskError::Unknown("task"));
        }
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("A task is dropped with a reason.", "Say why."));
        }
        self.record(&episode, vec![Body::TaskDropped { task, reason }])?;
        Ok(())
    }

    /// Adds a line about the person, with where it is known from.
    ///
    /// # Errors
    /// Refused for an empty line.
    pub fn note(&mut self, episode: EpisodeId, text: &str, source: &str) -> Result<(), DeskError> {
        self.note_for(episode, text, source, NoteFor::Team)
    }

    /// The same for other readers than the team, or with a mark that keeps it off every paper.
    ///
    /// # Errors
    /// As [`Desk::note`].
    pub fn note_for(
        &mut self,
        episode: EpisodeId,
        text: &str,
        source: &str,
        readers: NoteFor,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "add notes")?;
        let episode = self.on_board(episode)?;
        let text = clean(text).trim().to_owned();
        if text.is_empty() {
            return Err(DeskError::refused("There is nothing to note.", "Type a line."));
        }
        self.refuse_while_away(&episode)?;
        self.record(&episode, vec![Body::Noted { text, source: clean_line(source), readers }])?;
        Ok(())
    }

    /// Sets the if-then line for the next shift; an empty one takes it away.
    ///
    /// # Errors
    /// Refused for a closed episode.
    pub fn note_contingency(&mut self, episode: EpisodeId, text: &str) -> Result<(), DeskError> {
        self.needs(Right::Screen, "set the if-then line")?;
        let episode = self.on_board(episode)?;
        self.record(&episode, vec![Body::ContingencyNoted { text: clean_line(text) }])?;
        Ok(())
    }
}
