//! Reading: what screens, the handover and the command line ask for.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Params, params};
use serde::de::DeserializeOwned;

use super::journal::{self, Row};
use super::keys::Pseudonyms;
use super::project::{self, Misfit};
use super::{Store, StoreError, connect};
use crate::domain::answer::Answer;
use crate::domain::episode::Episode;
use crate::domain::event::Event;
use crate::domain::fact::EpisodeFact;
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::shift::{Practitioner, Shift, SiteLog};

/// An answer that stands, and where the journal tells it.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldAnswer {
    /// Its key.
    pub question: String,
    /// The answer.
    pub answer: Answer,
    /// The place of its event in the journal.
    pub seq: u64,
}

/// How much a store holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Entries of the journal.
    pub events: u64,
    /// Episodes.
    pub episodes: u64,
    /// Episodes about which anything may still change.
    pub open_episodes: u64,
    /// Answers that stand.
    pub answers: u64,
    /// Shifts.
    pub shifts: u64,
    /// Practitioners.
    pub practitioners: u64,
}

impl Store {
    /// Episodes on the board or with an onward referral pending, in the order they came in.
    ///
    /// # Errors
    /// As every read: when the database does not answer or a body does not read.
    pub fn open_episodes(&self) -> Result<Vec<Episode>, StoreError> {
        self.bodies(
            "SELECT body FROM episode INDEXED BY episode_open WHERE open = 1 ORDER BY seq",
            [],
            "episodes",
        )
    }

    /// Episodes that were closed at or after an instant, in the order of their closing.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn closed_since(&self, since: DateTime<Utc>) -> Result<Vec<Episode>, StoreError> {
        // Read from the newest entry back, so only that stretch of the journal is looked at.
        let sql = "SELECT body FROM episode WHERE open = 0 AND id IN (SELECT episode FROM journal WHERE seq > \
                   coalesce((SELECT seq FROM journal WHERE entered_at < ?1 ORDER BY seq DESC LIMIT 1), 0) \
                   AND kind IN ('closed', 'not_seen')) ORDER BY seq";
        self.bodies(sql, [since.timestamp_millis()], "episodes")
    }

    /// One episode.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn episode(&self, id: EpisodeId) -> Result<Option<Episode>, StoreError> {
        project::body_of(&self.conn, "SELECT body FROM episode WHERE id = ?1", id.0)
            .map_err(|misfit| self.misfit(misfit, "episodes"))
    }

    /// What is counted of each episode whose referral was received in `[from, to)`, in that order: one
    /// at a time, so that memory stays flat over however many. `hear` says whether to go on.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn facts_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        mut hear: impl FnMut(EpisodeFact) -> bool,
    ) -> Result<(), StoreError> {
        let mut read = || -> Result<(), Misfit> {
            let sql = "SELECT body FROM fact WHERE at >= ?1 AND at < ?2 ORDER BY at, episode";
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query([from.timestamp_millis(), to.timestamp_millis()])?;
            while let Some(row) = rows.next()? {
                if !hear(serde_json::from_str(row.get_ref(0)?.as_str()?)?) {
                    break;
                }
            }
            Ok(())
        };
        read().map_err(|misfit| self.misfit(misfit, "facts"))
    }

    /// The episode with this printed reference.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn episode_by_ref(&self, reference: &str) -> Result<Option<Episode>, StoreError> {
        let found = self.bodies("SELECT body FROM episode WHERE ref = ?1", [reference], "episodes")?;
        Ok(found.into_iter().next())
    }

    /// The answers of a screening that stand, in the order in which they were last given.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn answers(&self, screening: ScreeningId) -> Result<Vec<(String, Answer)>, StoreError> {
        Ok(self.answers_told(screening)?.into_iter().map(|told| (told.question, told.answer)).collect())
    }

    /// The same, each with the place of its event in the journal, which says who gave it and when:
    /// in a form that puts another right that may be an event of the older one.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn answers_told(&self, screening: ScreeningId) -> Result<Vec<ToldAnswer>, StoreError> {
        let sql = "SELECT question, body, seq FROM answer WHERE screening = ?1 ORDER BY seq";
        let read = || -> Result<Vec<ToldAnswer>, Misfit> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query([screening.0.as_bytes()])?;
            let mut answers = Vec::new();
            while let Some(row) = rows.next()? {
                let answer = serde_json::from_str(row.get_ref(1)?.as_str()?)?;
                let seq = row.get::<_, i64>(2)?.cast_unsigned();
                answers.push(ToldAnswer { question: row.get(0)?, answer, seq });
            }
            Ok(answers)
        };
        read().map_err(|misfit| self.misfit(misfit, "answers"))
    }

    /// Shifts that were not ended.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn shifts_open(&self) -> Result<Vec<Shift>, StoreError> {
        self.bodies("SELECT body FROM shift WHERE open = 1 ORDER BY began_at", [], "shifts")
    }

    /// Shifts that began at or after an instant.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn shifts_since(&self, since: DateTime<Utc>) -> Result<Vec<Shift>, StoreError> {
        let sql = "SELECT body FROM shift WHERE began_at >= ?1 ORDER BY began_at";
        self.bodies(sql, [since.timestamp_millis()], "shifts")
    }

    /// Shifts that began in `[from, to)`, the one that began first in front.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn shifts_begun(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Shift>, StoreError> {
        let sql = "SELECT body FROM shift WHERE began_at >= ?1 AND began_at < ?2 ORDER BY began_at";
        self.bodies(sql, [from.timestamp_millis(), to.timestamp_millis()], "shifts")
    }

    /// Shifts worked somewhere in `[from, to)`, in the order in which they began. One that is not ended
    /// is worked still.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn shifts_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Shift>, StoreError> {
        // Nobody works a week on end; what is not ended is worked still, however long ago it began.
        let since = from - chrono::Duration::days(7);
        let sql = "SELECT body FROM shift WHERE began_at < ?1 AND (began_at >= ?2 OR open = 1) \
                   ORDER BY began_at, id";
        let window = [to.timestamp_millis(), since.timestamp_millis()];
        let mut shifts: Vec<Shift> = self.bodies(sql, window, "shifts")?;
        shifts.retain(|shift| shift.began_at >= from || shift.ended_at.is_none_or(|ended| ended > from));
        Ok(shifts)
    }

    /// What gives records of this store names that say nothing of them.
    pub fn pseudonyms(&self) -> Pseudonyms {
        Pseudonyms(self.audit.pseudonyms())
    }

    /// Everybody who may sign in or once could.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn practitioners(&self) -> Result<Vec<Practitioner>, StoreError> {
        self.bodies("SELECT body FROM practitioner ORDER BY id", [], "practitioners")
    }

    /// What was last recorded about each site, by site code.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn site_logs(&self) -> Result<Vec<(String, SiteLog)>, StoreError> {
        let sites: Vec<String> = self.strings("SELECT site FROM site_log ORDER BY site", [])?;
        let logs = self.bodies("SELECT body FROM site_log ORDER BY site", [], "site logs")?;
        Ok(sites.into_iter().zip(logs).collect())
    }

    /// Everything that was recorded about an episode, oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn events_of(&self, episode: EpisodeId) -> Result<Vec<Event>, StoreError> {
        self.events("WHERE episode = ?1 ORDER BY seq", [episode.0.as_bytes()])
    }

    /// Everything that was recorded after an entry of the journal, oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn events_since(&self, seq: u64) -> Result<Vec<Event>, StoreError> {
        self.events("WHERE seq > ?1 ORDER BY seq", [seq.cast_signed()])
    }

    /// Everything that was recorded after the shift that began at this instant, oldest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn events_of_shift(&self, began_at: DateTime<Utc>) -> Result<Vec<Event>, StoreError> {
        // Read from the newest entry back, so only the shift itself is looked at.
        let which = "WHERE seq > coalesce((SELECT seq FROM journal WHERE kind = 'shift_started' AND at = ?1 \
                     ORDER BY seq DESC LIMIT 1), 0) ORDER BY seq";
        self.events(which, [began_at.timestamp_millis()])
    }

    /// The text of the form with this content hash.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn form_text(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM form_text WHERE hash = ?1";
        self.conn.query_row(sql, [hash], |row| row.get(0)).optional().map_err(connect::sql(&self.path()))
    }

    /// Keeps the text of a form to which answers are about to be given. Doing it again is harmless.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or when the database refuses.
    pub fn put_form_text(&mut self, hash: &str, text: &str) -> Result<(), StoreError> {
        self.check_writable()?;
        let sql = "INSERT INTO form_text (hash, body) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING";
        let path = self.path();
        self.conn
            .execute(sql, params![hash, text])
            .map(|_| ())
            .map_err(|source| StoreError::NotSaved { path, source })
    }

    /// How much the store holds.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let count = |what: &str| -> Result<u64, StoreError> {
            self.conn
                .query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get::<_, i64>(0))
                .map(i64::cast_unsigned)
                .map_err(connect::sql(&self.path()))
        };
        Ok(Counts {
            events: self.head.seq,
            episodes: count("episode")?,
            open_episodes: count("episode WHERE open = 1")?,
            answers: count("answer")?,
            shifts: count("shift")?,
            practitioners: count("practitioner")?,
        })
    }

    pub(super) fn events(&self, which: &str, params: impl Params) -> Result<Vec<Event>, StoreError> {
        let read = || -> Result<Vec<Event>, Misfit> {
            let sql = format!("SELECT {} FROM journal {which}", journal::COLUMNS);
            let mut statement = self.conn.prepare_cached(&sql)?;
            let rows = statement.query_map(params, Row::read)?;
            rows.map(|row| row?.into_event().ok_or(Misfit::Body)).collect()
        };
        read().map_err(|misfit| self.misfit(misfit, "journal entries"))
    }

    pub(super) fn bodies<T: DeserializeOwned>(
        &self,
        sql: &str,
        params: impl Params,
        what: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let read = || -> Result<Vec<T>, Misfit> {
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query(params)?;
            let mut bodies = Vec::new();
            while let Some(row) = rows.next()? {
                let body = row.get_ref(0)?.as_str()?;
                bodies.push(serde_json::from_str(body)?);
            }
            Ok(bodies)
        };
        read().map_err(|misfit| self.misfit(misfit, what))
    }

    pub(super) fn strings(&self, sql: &str, params: impl Params) -> Result<Vec<String>, StoreError> {
        let read = || -> rusqlite::Result<Vec<String>> {
            self.conn.prepare_cached(sql)?.query_map(params, |row| row.get(0))?.collect()
        };
        read().map_err(connect::sql(&self.path()))
    }

    pub(super) fn misfit(&self, misfit: Misfit, what: &'static str) -> StoreError {
        misfit.at(&self.path(), what)
    }
}
