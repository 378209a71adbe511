//! What every verb does first and last: who, when, and one transaction.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Draft, Event};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;

impl Desk {
    /// Appends what happened to one episode, in one transaction.
    pub(super) fn record(&mut self, episode: &Episode, bodies: Vec<Body>) -> Result<Vec<Event>, DeskError> {
        let at = self.happened.unwrap_or_else(|| self.now());
        self.record_at(episode, bodies, at)
    }

    /// The same for something that happened at another time than now.
    pub(super) fn record_at(
        &mut self,
        episode: &Episode,
        bodies: Vec<Body>,
        at: DateTime<Utc>,
    ) -> Result<Vec<Event>, DeskError> {
        let signature = self.signature_needed(episode, &bodies);
        let drafts: Vec<Draft> = bodies
            .into_iter()
            .chain(signature)
            .map(|body| self.draft(Some(episode.id), Some(&episode.site), body, at))
            .collect();
        Ok(self.store.append(&drafts)?)
    }

    /// Appends something that happened at a site or to nobody in particular.
    pub(super) fn record_here(&mut self, site: Option<&str>, body: Body) -> Result<(), DeskError> {
        let draft = self.draft(None, site, body, self.now());
        self.store.append(&[draft])?;
        Ok(())
    }

    /// An event to be, by the person signed in.
    pub(super) fn draft(
        &self,
        episode: Option<EpisodeId>,
        site: Option<&str>,
        body: Body,
        at: DateTime<Utc>,
    ) -> Draft {
        Draft {
            id: Uuid::now_v7(),
            at,
            entered_at: self.now(),
            actor: Some(self.who.id),
            episode,
            site: site.map(str::to_owned),
            body,
        }
    }

    /// Does many verbs in one transaction; all of them or none are kept.
    pub(super) fn in_bulk(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        self.store.begin_bulk()?;
        let done = work(self);
        let ended = self.store.end_bulk(done.is_ok());
        done?;
        Ok(ended?)
    }

    /// The episode, or the error that says it is not there.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn episode(&self, id: EpisodeId) -> Result<Episode, DeskError> {
        self.store.episode(id)?.ok_or(DeskError::Unknown("person"))
    }

    /// The episode as long as it stands on the board.
    pub(super) fn on_board(&self, id: EpisodeId) -> Result<Episode, DeskError> {
        let episode = self.episode(id)?;
        if episode.is_on_board() {
            return Ok(episode);
        }
        Err(DeskError::refused(
            "This episode is closed.",
            "Reopen it, or record a new referral if the person is here again.",
        ))
    }

    /// Whether the role signed in with has one of these rights; verbs check again.
    pub fn may(&self, rights: &[Right]) -> bool {
        let role = self.service.role(&self.who.role);
        role.is_some_and(|role| rights.iter().any(|right| role.may(*right)))
    }

    /// What the role signed in with may do.
    pub(super) fn rights(&self) -> Vec<Right> {
        self.service.role(&self.who.role).map(|role| role.may.clone()).unwrap_or_default()
    }

    /// Refuses where the role signed in with lacks a right.
    pub(super) fn needs(&self, right: Right, what: &str) -> Result<(), DeskError> {
        self.needs_any(&[right], what)
    }

    /// Refuses where the role signed in with has none of these rights.
    pub(super) fn needs_any(&self, rights: &[Right], what: &str) -> Result<(), DeskError> {
        if self.may(rights) {
            return Ok(());
        }
        let role = self.service.role(&self.who.role);
        let label = role.map_or(self.who.role.as_str(), |role| role.label.as_str());
        Err(DeskError::refused(
            format!("The role \"{label}\" may not {what}."),
            "Nothing was changed. Ask a colleague whose role allows it.",
        ))
    }
}
