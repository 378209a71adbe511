//! Reading handover notes as issued, and what was received of them.

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::event::{Audience, Body, Event, HandoverIssue};
use crate::domain::ids::{HandoverId, PractitionerId, ShiftId};

/// How many notes are looked through at a time for earlier ones.
const LOOKED_BACK: i64 = 20;

/// A handover note as it was issued.
#[derive(Clone, PartialEq, Debug)]
pub struct IssuedHandover {
    /// Its place in the journal: what came after it is new to the next shift.
    pub seq: u64,
    /// When it was issued.
    pub at: DateTime<Utc>,
    /// Who issued it.
    pub by: Option<PractitionerId>,
    /// The note.
    pub issue: HandoverIssue,
}

impl IssuedHandover {
    fn of(event: Event) -> Option<Self> {
        let Body::HandoverMade(issue) = event.body else { return None };
        Some(Self { seq: event.seq, at: event.at, by: event.actor, issue })
    }
}

impl Store {
    /// The latest handover note of a site to the team; notes for other readers do not replace it.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn last_handover(&self, site: &str) -> Result<Option<IssuedHandover>, StoreError> {
        let found = self.issued_where("WHERE seq = (SELECT seq FROM handover WHERE site = ?1)", [site])?;
        Ok(found.into_iter().next())
    }

    /// The latest notes to the team, each with the codes of those of its sites whose latest it still is,
    /// the oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn latest_handovers(&self) -> Result<Vec<(IssuedHandover, Vec<String>)>, StoreError> {
        let latest = self.issued_where("WHERE seq IN (SELECT seq FROM handover) ORDER BY seq", [])?;
        let still = |issued: IssuedHandover| {
            let sql = "SELECT site FROM handover WHERE seq = ?1";
            let still = self.strings(sql, [issued.seq.cast_signed()])?;
            let sites = issued.issue.sites.iter().filter(|site| still.contains(site)).cloned().collect();
            Ok((issued, sites))
        };
        latest.into_iter().map(still).collect()
    }

    /// The latest note of a site to the team that this shift did not give.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn handover_before(
        &self,
        site: &str,
        shift: Option<ShiftId>,
    ) -> Result<Option<IssuedHandover>, StoreError> {
        let before = |note: &IssuedHandover| {
            let issue = &note.issue;
            let other = shift.is_none() || issue.shift != shift;
            issue.audience == Audience::Team && other && issue.sites.iter().any(|own| own == site)
        };
        // A few at a time: it is mostly among the newest, and each carries its whole text.
        let mut below = i64::MAX;
        loop {
            let which = "INDEXED BY journal_handover WHERE kind = 'handover_made' AND seq < ?1 \
                         ORDER BY seq DESC LIMIT ?2";
            let notes = self.issued_where(which, params![below, LOOKED_BACK])?;
            let Some(last) = notes.last() else { return Ok(None) };
            below = last.seq.cast_signed();
            if let Some(found) = notes.into_iter().find(before) {
                return Ok(Some(found));
            }
        }
    }

    /// Notes of every audience that cover one of these sites, the newest first, at most `limit`; no
    /// site means all of them.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn handovers(&self, sites: &[String], limit: usize) -> Result<Vec<IssuedHandover>, StoreError> {
        let (mut found, mut before) = (Vec::new(), i64::MAX);
        let batch = 50;
        while found.len() < limit {
            let which = "INDEXED BY journal_handover WHERE kind = 'handover_made' AND seq < ?1 \
                         ORDER BY seq DESC LIMIT ?2";
            let notes = self.issued_where(which, params![before, batch])?;
            let Some(last) = notes.last() else { break };
            before = last.seq.cast_signed();
            let wanted = |issued: &IssuedHandover| {
                sites.is_empty() || issued.issue.sites.iter().any(|site| sites.contains(site))
            };
            found.extend(notes.into_iter().filter(wanted));
        }
        found.truncate(limit);
        Ok(found)
    }

    /// One note as it was issued.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn issued(&self, handover: HandoverId) -> Result<Option<IssuedHandover>, StoreError> {
        let which = "INDEXED BY journal_handover WHERE kind = 'handover_made' AND instr(body, ?1) > 0 \
                     ORDER BY seq DESC";
        let found = self.issued_where(which, [handover.0.hyphenated().to_string()])?;
        Ok(found.into_iter().find(|issued| issued.issue.handover == handover))
    }

    /// The notes to the team that the same giver issued before this one on the same shift, the newest
    /// first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn earlier_versions(&self, of: &IssuedHandover) -> Result<Vec<IssuedHandover>, StoreError> {
        let Some(shift) = of.issue.shift else { return Ok(Vec::new()) };
        let which = "WHERE seq IN (SELECT seq FROM journal INDEXED BY journal_handover \
                     WHERE kind = 'handover_made' AND seq < ?1 ORDER BY seq DESC LIMIT ?2) \
                     AND instr(body, ?3) > 0 ORDER BY seq DESC";
        let ShiftId(name) = shift;
        let mut found = self
            .issued_where(which, params![of.seq.cast_signed(), LOOKED_BACK, name.hyphenated().to_string()])?;
        found.retain(|earlier| {
            let issue = &earlier.issue;
            issue.shift == Some(shift) && earlier.by == of.by && issue.audience == Audience::Team
        });
        Ok(found)
    }

    /// Items accepted and questions asked of a note, the oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn received(&self, handover: HandoverId) -> Result<Vec<Event>, StoreError> {
        let which = "INDEXED BY journal_received WHERE kind IN ('handover_item_accepted', 'handover_asked') \
                     AND json_extract(body, '$.handover') = ?1 ORDER BY seq";
        self.events(which, [handover.0.hyphenated().to_string()])
    }

    fn issued_where(
        &self,
        which: &str,
        params: impl rusqlite::Params,
    ) -> Result<Vec<IssuedHandover>, StoreError> {
        Ok(self.events(which, params)?.into_iter().filter_map(IssuedHandover::of).collect())
    }
}
