//! What was different on the last handover, read from what the journal kept of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::gather::Watch;
use crate::desk::{Desk, DeskError};
use crate::domain::event::HandoverItem;
use crate::domain::ids::EpisodeId;
use crate::domain::time::near;
use crate::handover::{Change, Changes, PersonFacts};
use crate::store::IssuedHandover;

/// The last handovers of these sites by another shift.
pub(super) struct Before {
    notes: Vec<IssuedHandover>,
}

impl Desk {
    /// The last notes to the team that another shift gave of these sites. A newer version of this
    /// shift's own note is no handover yet.
    pub(super) fn before(&self, sites: &[String], watch: &Watch) -> Result<Before, DeskError> {
        let mut notes: Vec<IssuedHandover> = Vec::new();
        for site in sites {
            let note = self.store.handover_before(site, watch.shift)?;
            let note = note.filter(|note| notes.iter().all(|known| known.seq != note.seq));
            notes.extend(note);
        }
        notes.sort_by_key(|note| note.seq);
        Ok(Before { notes })
    }
}

impl Before {
    fn items(&self) -> impl Iterator<Item = &HandoverItem> {
        self.notes.iter().flat_map(|note| &note.issue.items)
    }

    /// What the latest note that named somebody kept of them.
    fn kept(&self) -> BTreeMap<EpisodeId, &HandoverItem> {
        self.items().filter_map(|item| Some((item.episode?, item))).collect()
    }

    /// Whether any of the notes kept its items; notes of an older program did not.
    fn is_comparable(&self) -> bool {
        self.items().next().is_some()
    }

    /// Marks how each person stands against the last handover, and on how many an action stood.
    pub(super) fn mark(&self, people: &mut [PersonFacts]) {
        if !self.is_comparable() {
            return;
        }
        let kept = self.kept();
        for person in people {
            let before = kept.get(&person.episode);
            person.change = Change::of(person.severity, before.and_then(|item| item.severity));
            for action in &mut person.actions {
                let old = before.and_then(|item| item.actions.iter().find(|old| old.key == action.key));
                action.carried = old.map_or(1, |old| old.carried + 1);
            }
        }
    }

    /// What changed, with those who are named no longer; `left` says of each how.
    pub(super) fn changes(
        &self,
        people: &[PersonFacts],
        now: DateTime<Utc>,
        left: impl Fn(EpisodeId) -> Result<String, DeskError>,
    ) -> Result<Option<Changes>, DeskError> {
        if !self.is_comparable() {
            return Ok(None);
        }
        let named: Vec<EpisodeId> =
            people.iter().filter(|one| one.is_named()).map(|one| one.episode).collect();
        let gone = self.kept().into_keys().filter(|id| !named.contains(id));
        let since = self.notes.iter().map(|note| {
            let by = note.issue.given_by.split_whitespace().last().unwrap_or("?");
            format!("{} {} by {by}", note.issue.sites.join("+"), near(note.at, now))
        });
        Ok(Some(Changes {
            since: since.collect::<Vec<_>>().join(", "),
            left: gone.map(left).collect::<Result<_, _>>()?,
        }))
    }
}
