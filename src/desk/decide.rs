//! After the screening: is a full assessment needed, and who does it.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::referral::known;
use super::{Desk, DeskError, Need};
use crate::domain::board;
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Decision, EscalationStart};
use crate::domain::ids::{EpisodeId, EscalationId};
use crate::domain::service::Right;
use crate::domain::text::clean_line;

impl Desk {
    /// Records whether a full assessment is needed, with the risk and the needs found.
    ///
    /// # Errors
    /// Refused before a form was finished, without a reason, and for an unknown risk level or vulnerability.
    pub fn decide(&mut self, episode: EpisodeId, decision: &Decision) -> Result<(), DeskError> {
        self.needs(Right::Screen, "decide what follows a screening")?;
        let episode = self.on_board(episode)?;
        if !episode.has_been_screened() {
            return Err(DeskError::refused("No form has been finished yet.", "Finish a screening first.")
                .offering(Need::Screen));
        }
        if !matches!(decision.assess.as_str(), "yes" | "no") {
            return Err(DeskError::refused("A full assessment is needed or not.", "Choose yes or no."));
        }
        known(&self.service.lists.risk_levels, &decision.risk, "risk level")?;
        let (needs, reason) = (clean_line(&decision.needs), clean_line(&decision.reason));
        if reason.is_empty() {
            return Err(DeskError::refused("The decision needs its reason.", "Say why in a few words."));
        }
        let mut seen = BTreeSet::new();
        for found in &decision.found {
            known(&self.service.lists.vulnerabilities, &found.code, "vulnerability")?;
            if !seen.insert(&found.code) {
                return Err(DeskError::refused("A vulnerability is marked twice.", "Mark each one once."));
            }
        }
        self.record(&episode, vec![Body::Decided(Decision { needs, reason, ..decision.clone() })])?;
        Ok(())
    }

    /// Whether the decision on this episode says that custody has to be told (domain.md 1.3).
    pub fn is_at_risk(&self, episode: &Episode) -> bool {
        board::is_at_risk(episode, &self.service)
    }

    /// Since when custody has to be told of the risk that the decision found; none where it was told
    /// after it, by voice and in their record.
    pub fn untold_risk(&self, episode: &Episode) -> Option<DateTime<Utc>> {
        board::untold_risk(episode, &self.service)
    }

    /// Passes a screening result to a clinician; it waits until one takes it.
    ///
    /// # Errors
    /// Refused without words, and while an escalation of the same episode waits.
    pub fn escalate(
        &mut self,
        episode: EpisodeId,
        to: &str,
        reason: &str,
    ) -> Result<EscalationId, DeskError> {
        self.needs(Right::Screen, "escalate")?;
        let episode = self.on_board(episode)?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused(
                "An escalation says what is asked.",
                "Say what you need and why.",
            ));
        }
        if episode.work.open_escalations().next().is_some() {
            return Err(DeskError::refused(
                "An escalation of this person already waits for a clinician.",
                "Ring them; the board shows how long it has waited.",
            ));
        }
        let escalation = EscalationId(Uuid::now_v7());
        let start = EscalationStart { escalation, to: clean_line(to), reason };
        self.record(&episode, vec![Body::Escalated(start)])?;
        Ok(escalation)
    }

    /// Takes an escalation.
    ///
    /// # Errors
    /// Refused for roles that do not assess, and where it was taken already.
    pub fn accept_escalation(&mut self, episode: EpisodeId, id: EscalationId) -> Result<(), DeskError> {
        self.needs(Right::Assess, "take an escalation")?;
        let episode = self.on_board(episode)?;
        if !episode.work.open_escalations().any(|open| open.start.escalation == id) {
            return Err(DeskError::refused("This escalation was taken already.", "Nothing was changed."));
        }
        let by = self.who.name.clone();
        self.record(&episode, vec![Body::EscalationAccepted { escalation: id, by }])?;
        Ok(())
    }
}
