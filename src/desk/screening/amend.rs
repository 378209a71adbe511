//! A finished form put right: a new one that begins with the answers of the old, and names it.
//!
//! The old one stays as it was finished and can be read. From the moment at which the new one is
//! finished it is the one that counts: in lists, on the handover, as what was answered before.

use uuid::Uuid;

use super::OpenScreening;
use super::old::answers_gone;
use crate::desk::{Desk, DeskError};
use crate::domain::episode::{Episode, Screening, ScreeningStatus};
use crate::domain::event::{Amends, Body, Suggestion};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::domain::time::near;

impl Desk {
    /// Begins to put a finished form right, or goes on with it where that was begun: the text of
    /// the form as it was, with the answers as they stand.
    ///
    /// # Errors
    /// Refused without a reason, for a closed episode, for a form that is not finished or was put
    /// right already, and while another draft of the same form is open.
    pub fn amend_screening(
        &mut self,
        episode: EpisodeId,
        screening: ScreeningId,
        reason: &str,
    ) -> Result<OpenScreening, DeskError> {
        self.needs(Right::Screen, "amend forms")?;
        let episode = self.on_board(episode)?;
        let old = episode.screening(screening).ok_or(DeskError::Unknown("screening"))?;
        self.refuse_unamendable(&episode, old)?;
        if episode.work.retention.thinned.is_some() && self.store.answers(old.id)?.is_empty() {
            return Err(answers_gone(&old.title));
        }
        let begun = |draft: &&Screening| draft.amends.as_ref().is_some_and(|a| a.screening == screening);
        if let Some(draft) = episode.drafts().find(begun) {
            return self.resume_screening(episode.id, draft.id);
        }
        if episode.drafts().any(|draft| draft.form == old.form) {
            return Err(DeskError::refused(
                format!("A draft of {} is open for this person. Nothing was changed.", old.title),
                "Finish it or set it aside first.",
            ));
        }
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused(
                "A finished form is put right only with a reason. Nothing was changed.",
                "Say in a few words what was wrong.",
            ));
        }
        let (id, amends) = (ScreeningId(Uuid::now_v7()), Amends { screening, reason });
        let sheet = self.sheet_of(&episode, old)?;
        let open = OpenScreening { amends: Some(amends.clone()), ..self.opened(&episode, id, sheet)? };
        let started = Body::ScreeningStarted {
            screening: id,
            form: old.form.clone(),
            version: old.version.clone(),
            hash: old.hash.clone(),
            title: old.title.clone(),
            amends: Some(amends),
        };
        self.record(&episode, vec![started])?;
        Ok(open)
    }

    /// Says why a form cannot be put right, if it cannot: for a screen to ask before the reason.
    ///
    /// # Errors
    /// As [`Desk::amend_screening`].
    pub fn may_amend(&self, episode: EpisodeId, screening: ScreeningId) -> Result<(), DeskError> {
        self.needs(Right::Screen, "amend forms")?;
        let episode = self.on_board(episode)?;
        let old = episode.screening(screening).ok_or(DeskError::Unknown("screening"))?;
        self.refuse_unamendable(&episode, old)
    }

    fn refuse_unamendable(&self, episode: &Episode, old: &Screening) -> Result<(), DeskError> {
        if !matches!(old.status, ScreeningStatus::Finished { .. }) {
            return Err(DeskError::refused(
                format!("{} is not finished, so there is nothing to amend.", old.title),
                "Open its draft, or begin the form.",
            ));
        }
        let Some(newer) = episode.amended_by(old.id) else { return Ok(()) };
        let at = newer.finished_at().map_or(String::new(), |at| format!(" {}", near(at, self.now())));
        Err(DeskError::refused(
            format!("{} was amended{at} already; this one stays as it was.", old.title),
            "Amend the newer one.",
        ))
    }

    /// What was suggested by the forms this one puts right and has been decided on since: it is not
    /// asked for again.
    pub(super) fn settled_before(
        &self,
        episode: &Episode,
        draft: &Screening,
    ) -> Result<Vec<Suggestion>, DeskError> {
        if draft.amends.is_none() {
            return Ok(Vec::new());
        }
        let line = episode.line_of(draft.id);
        let mut settled = Vec::new();
        for event in self.store.events_of(episode.id)? {
            match event.body {
                Body::ScreeningFinished(finish) if line.contains(&finish.screening) => {
                    settled.extend(finish.suggestions);
                }
                _ => {}
            }
        }
        let open = |one: &Suggestion| episode.suggestions.iter().any(|open| open.suggestion == *one);
        settled.retain(|one| !open(one));
        Ok(settled)
    }
}
