//! What is entered late, put right or counter-signed: the journal is only ever added to.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::Body;
use crate::domain::ids::{EpisodeId, SignatureId};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};

impl Desk {
    /// Does verbs about something that happened at another time: from paper, from memory. The
    /// entries tell both times, and screens show them as late.
    ///
    /// # Errors
    /// Refused for a time to come and for one before the episode began; else as the verbs say.
    pub fn at_another_time<T>(
        &mut self,
        episode: Option<EpisodeId>,
        at: DateTime<Utc>,
        work: impl FnOnce(&mut Self) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        if at > self.now() + Duration::minutes(1) {
            return Err(DeskError::refused("That time is still to come.", "Check the day and the time."));
        }
        if let Some(id) = episode {
            let began = self.episode(id)?.referral.received_at;
            if at < began {
                return Err(DeskError::refused(
                    format!("The referral came in at {}, after that.", crate::domain::time::full(began)),
                    "Check the day and the time.",
                ));
            }
        }
        self.happened = Some(at);
        let done = work(self);
        self.happened = None;
        done
    }

    /// Takes an entry out of what counts: it stays in the journal, with the reason beside it. A note
    /// can be written anew in the same act.
    ///
    /// # Errors
    /// Refused without a reason, for an entry of another episode, for one that is struck already, for
    /// a step of a Mental Health Act assessment or the telling of a red flag once the episode is closed,
    /// and for kinds that have a verb of their own (a flag is lifted by its answer, a form is amended).
    pub fn strike(
        &mut self,
        episode: EpisodeId,
        event: Uuid,
        reason: &str,
        instead: Option<&str>,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "put entries right")?;
        let episode = self.episode(episode)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused(
                "An entry is put right only with a reason.",
                "Say what was wrong.",
            ));
        }
        let events = self.store.events_of(episode.id)?;
        let found = events.iter().find(|entry| entry.id == event).ok_or(DeskError::Unknown("entry"))?;
        if events
            .iter()
            .any(|entry| matches!(entry.body, Body::Struck { event: struck, .. } if struck == event))
        {
            return Err(DeskError::refused("That entry was struck already.", "Nothing was changed."));
        }
        if !can_be_struck(&found.body) {
            return Err(DeskError::refused(
                "An entry of this kind is not struck.",
                "Record what is true now; a form is amended, an answer changed, a clock told again.",
            ));
        }
        // Without its last step an assessment runs again, and a red flag untold calls again: off the
        // board nobody would see either.
        if matches!(found.body, Body::MhaMoved(_) | Body::FlagTold { .. }) {
            self.on_board(episode.id)?;
        }
        let mut bodies = vec![Body::Struck { event, reason }];
        if let (Body::Noted { source, readers, .. }, Some(text)) = (&found.body, instead) {
            let text = clean(text).trim().to_owned();
            if !text.is_empty() {
                bodies.push(Body::Noted { text, source: source.clone(), readers: *readers });
            }
        }
        self.record(&episode, bodies)?;
        Ok(())
    }

    /// The further entry that asks for a counter-signature, where the role signed in with needs one.
    /// Single answers ask for none: the finished form does.
    pub(super) fn signature_needed(&self, episode: &Episode, bodies: &[Body]) -> Option<Body> {
        let role = self.service.role(&self.who.role)?;
        let plain = |body: &&Body| {
            !matches!(body, Body::Answered { .. } | Body::FlagRaised(_) | Body::FlagLifted { .. })
        };
        let body = bodies.iter().find(|body| body.changes_episode() && plain(body))?;
        if !role.counter_signed {
            return None;
        }
        let words = super::record::words(body, &self.service.lists, episode, self.now());
        let what = words.unwrap_or_else(|| body.kind().replace('_', " "));
        Some(Body::SignatureNeeded { signature: SignatureId(Uuid::now_v7()), what })
    }

    /// The same for the entry that begins an episode.
    pub(super) fn referral_signature(&self) -> Option<Body> {
        let role = self.service.role(&self.who.role)?;
        let signature = SignatureId(Uuid::now_v7());
        role.counter_signed.then(|| Body::SignatureNeeded { signature, what: "Referral recorded".to_owned() })
    }

    /// Refuses an end of an episode by somebody whose entries are counter-signed: off the board, the
    /// entry would wait where nobody looks.
    pub(super) fn refuse_unsigned_end(&self) -> Result<(), DeskError> {
        if !self.service.role(&self.who.role).is_some_and(|role| role.counter_signed) {
            return Ok(());
        }
        Err(DeskError::refused(
            "What you enter waits for a counter-signature, and a closed record is not looked at for one.",
            "Nothing was changed. Leave a task for a colleague, who closes it.",
        ))
    }

    /// Counter-signs every entry of an episode that waits for it.
    ///
    /// # Errors
    /// Refused for roles that do not assess, for one's own entries, and where nothing waits.
    pub fn counter_sign(&mut self, episode: EpisodeId) -> Result<usize, DeskError> {
        self.needs(Right::Assess, "counter-sign")?;
        let episode = self.episode(episode)?;
        let me = Some(self.who.id);
        let signed: Vec<Body> = episode
            .work
            .unsigned
            .iter()
            .filter(|open| open.by != me)
            .map(|open| Body::CounterSigned { signature: open.signature })
            .collect();
        if signed.is_empty() {
            return Err(DeskError::refused(
                "Nothing here waits for your counter-signature.",
                "Own entries are signed by a colleague.",
            ));
        }
        let count = signed.len();
        self.record(&episode, signed)?;
        Ok(count)
    }
}

/// Whether an entry of this kind can be taken out of what counts.
pub(super) fn can_be_struck(body: &Body) -> bool {
    matches!(
        body,
        Body::Noted { .. }
            | Body::ConsentRecorded(_)
            | Body::CapacityAssessed(_)
            | Body::Contacted(_)
            | Body::Informed(_)
            | Body::Recommended(_)
            | Body::MhaMoved(_)
            | Body::Decided(_)
            | Body::Left { .. }
            | Body::FlagTold { .. }
    )
}
