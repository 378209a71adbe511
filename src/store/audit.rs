//! Reading the journal as an audit trail: the newest first, a page at a time.

use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::project::Misfit;
use super::{Store, StoreError, connect};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Event};
use crate::domain::ids::{EpisodeId, PractitionerId};

/// Which entries an audit asks for; what is left out does not narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditQuery {
    /// By this person.
    pub who: Option<PractitionerId>,
    /// About this episode.
    pub episode: Option<EpisodeId>,
    /// Of these kinds.
    pub kinds: Vec<&'static str>,
    /// Entered at or after.
    pub from: Option<DateTime<Utc>>,
    /// Entered before.
    pub to: Option<DateTime<Utc>>,
    /// Only records opened for a reason, which is asked outside one's shift or sites.
    pub outside: bool,
}

impl AuditQuery {
    /// The conditions, and what stands in for their signs.
    fn conditions(&self, before: Option<u64>) -> (String, Vec<Value>) {
        let mut words: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let mut add = |condition: &str, value: Value| {
            values.push(value);
            words.push(condition.replace('?', &format!("?{}", values.len())));
        };
        if let Some(seq) = before {
            add("seq < ?", seq.cast_signed().into());
        }
        if let Some(who) = self.who {
            add("actor = ?", who.0.as_bytes().to_vec().into());
        }
        if let Some(episode) = self.episode {
            add("episode = ?", episode.0.as_bytes().to_vec().into());
        }
        if let Some(from) = self.from {
            add("entered_at >= ?", from.timestamp_millis().into());
        }
        if let Some(to) = self.to {
            add("entered_at < ?", to.timestamp_millis().into());
        }
        if !self.kinds.is_empty() {
            let first = values.len() + 1;
            let signs: Vec<String> = (first..first + self.kinds.len()).map(|n| format!("?{n}")).collect();
            values.extend(self.kinds.iter().map(|kind| Value::from((*kind).to_owned())));
            words.push(format!("kind IN ({})", signs.join(", ")));
        }
        if self.outside {
            words.push("kind = 'viewed' AND json_extract(body, '$.why') <> ''".to_owned());
        }
        let all = if words.is_empty() { String::new() } else { format!("WHERE {}", words.join(" AND ")) };
        (all, values)
    }
}

impl Store {
    /// Entries that this asks for, the newest first, at most `limit` of those before an entry.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn audit(
        &self,
        asked: &AuditQuery,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<Event>, StoreError> {
        let (which, mut values) = asked.conditions(before);
        values.push(i64::try_from(limit).unwrap_or(i64::MAX).into());
        let limit = values.len();
        self.events(&format!("{which} ORDER BY seq DESC LIMIT ?{limit}"), params_from_iter(values))
    }

    /// How many entries this asks for.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn audit_count(&self, asked: &AuditQuery) -> Result<u64, StoreError> {
        let (which, values) = asked.conditions(None);
        let sql = format!("SELECT count(*) FROM journal {which}");
        let counted = self
            .conn
            .prepare_cached(&sql)
            .and_then(|mut counted| counted.query_row(params_from_iter(values), |row| row.get::<_, i64>(0)));
        counted.map(i64::cast_unsigned).map_err(connect::sql(&self.path()))
    }

    /// SHA-256 of the service's file and of its forms, as they were last recorded.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn service_read(&self) -> Result<Option<(String, String)>, StoreError> {
        let which = "INDEXED BY journal_care WHERE kind = 'service_read' ORDER BY seq DESC LIMIT 1";
        let read = self.events(which, [])?.pop().map(|event| event.body);
        Ok(match read {
            Some(Body::ServiceRead { service, forms }) => Some((service, forms)),
            _ => None,
        })
    }

    /// When the newest entry was entered.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn newest_entry(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT entered_at FROM journal ORDER BY seq DESC LIMIT 1";
        let newest: Option<i64> =
            self.conn.query_row(sql, [], |row| row.get(0)).optional().map_err(connect::sql(&self.path()))?;
        Ok(newest.and_then(DateTime::from_timestamp_millis))
    }

    /// Closed episodes that came in before an instant, one after the other in that order.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn closed_before(
        &self,
        before: DateTime<Utc>,
        mut each: impl FnMut(Episode),
    ) -> Result<(), StoreError> {
        let last = self.last_entered_before(before).map_err(connect::sql(&self.path()))?;
        let sql = "SELECT seq, body FROM episode WHERE open = 0 AND seq <= ?1 ORDER BY seq";
        let mut read = || -> Result<(), Misfit> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query([last])?;
            while let Some(row) = rows.next()? {
                each(serde_json::from_str(row.get_ref(1)?.as_str()?)?);
            }
            Ok(())
        };
        read().map_err(|misfit| self.misfit(misfit, "episodes"))
    }

    /// Episodes on which a hold was ever placed, in the order in which they came in.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn ever_held(&self) -> Result<Vec<Episode>, StoreError> {
        let sql = "SELECT body FROM episode WHERE id IN (SELECT episode FROM journal INDEXED BY journal_care \
                   WHERE kind = 'legal_hold_placed') ORDER BY seq";
        self.bodies(sql, [], "episodes")
    }

    /// The newest entry made before an instant. Entries are in the order of their times but for a clock
    /// that was moved, so this halves its way there.
    fn last_entered_before(&self, before: DateTime<Utc>) -> rusqlite::Result<i64> {
        let mut at = self.conn.prepare_cached("SELECT entered_at FROM journal WHERE seq = ?1")?;
        let (mut low, mut high) = (0_i64, self.head.seq.cast_signed());
        while low < high {
            let middle = low + (high - low + 1) / 2;
            let entered: i64 = at.query_row([middle], |row| row.get(0))?;
            if entered < before.timestamp_millis() {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Ok(low)
    }
}
