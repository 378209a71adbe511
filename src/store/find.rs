//! Finding people among all the episodes there are.

use chrono::NaiveDate;
use rusqlite::params;
use serde_json::Value as Json;

use super::project::Misfit;
use super::{Store, StoreError};
use crate::domain::episode::{Episode, find};
use crate::domain::fold;
use crate::domain::ids::{PersonId, PractitionerId};
use crate::domain::referral::Birth;

impl Store {
    /// Episodes that every word typed fits, each as the beginning of something they are found by: those
    /// that are live first, and among both the newest first. Gives at most `limit`.
    ///
    /// Anything may be typed: only its letters and digits count (see [`find::words`]). Without any,
    /// nothing is found.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn search(&self, typed: &str, limit: usize) -> Result<Vec<Episode>, StoreError> {
        let words = find::words(typed);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let live = self.live_with_all(&words, limit).map_err(|misfit| self.misfit(misfit, "episodes"))?;
        let mut found = Vec::with_capacity(limit.min(live.len()));
        for seq in live {
            found.extend(self.bodies("SELECT body FROM episode WHERE seq = ?1", [seq], "episodes")?);
        }
        // The index hands its rows over in this order; a sort would have to wait for all of them.
        let closed = "SELECT episode.body FROM found CROSS JOIN episode ON episode.seq = found.rowid \
                      WHERE found MATCH ?1 AND episode.open = 0 ORDER BY found.rowid DESC LIMIT ?2";
        let left = i64::try_from(limit.saturating_sub(found.len())).unwrap_or(i64::MAX);
        if left > 0 {
            found.extend(self.bodies(closed, params![matching(&words, "*"), left], "episodes")?);
        }
        Ok(found)
    }

    /// Episodes of which something does not yet stand in the clinical system, the oldest first. Gives at
    /// most `limit`.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn unentered(&self, limit: usize) -> Result<Vec<Episode>, StoreError> {
        let sql =
            "SELECT body FROM episode INDEXED BY episode_unentered WHERE unentered = 1 ORDER BY seq LIMIT ?1";
        self.bodies(sql, [i64::try_from(limit).unwrap_or(i64::MAX)], "episodes")
    }

    /// How many closed episodes there are, by whose they are, of which something does not yet stand in
    /// the clinical system. However many: none of them is read whole.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn closed_unentered(&self) -> Result<Vec<(Option<PractitionerId>, usize)>, StoreError> {
        let read = || -> Result<Vec<_>, Misfit> {
            let sql = "SELECT json_extract(body, '$.worker') AS worker, COUNT(*) \
                       FROM episode INDEXED BY episode_unentered WHERE unentered = 1 AND open = 0 \
                       GROUP BY worker";
            let mut statement = self.conn.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut counts = Vec::new();
            while let Some(row) = rows.next()? {
                let worker: Option<Json> = row.get::<_, Option<String>>(0)?.map(Json::String);
                let worker = worker.map(serde_json::from_value).transpose()?;
                counts.push((worker, usize::try_from(row.get::<_, i64>(1)?).unwrap_or(usize::MAX)));
            }
            Ok(counts)
        };
        read().map_err(|misfit| self.misfit(misfit, "episodes"))
    }

    /// All episodes of a person, the newest first.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn episodes_of(&self, person: PersonId) -> Result<Vec<Episode>, StoreError> {
        let sql = "SELECT body FROM episode WHERE person = ?1 ORDER BY seq DESC";
        self.bodies(sql, [person.0.as_bytes()], "episodes")
    }

    /// Episodes that may be about the same person or the same detention, the newest first: with this
    /// custody record number, or with this surname and date of birth, however old. Case, accents and
    /// signs do not count. An empty number, and a surname without a date of birth, are like nobody's.
    ///
    /// # Errors
    /// See [`Store::open_episodes`].
    pub fn alike(
        &self,
        custody_ref: &str,
        surname: &str,
        born: Option<NaiveDate>,
    ) -> Result<Vec<Episode>, StoreError> {
        let (custody, surname) = (fold::key(custody_ref), fold::key(surname));
        let born = born.filter(|_| !surname.is_empty());
        // An empty word, which nothing has, where no day is known.
        let day = born.map(find::born_tokens).map_or_else(String::new, |[day, ..]| day);
        let sql = "SELECT body FROM episode WHERE seq IN (\
                       SELECT seq FROM episode WHERE custody = ?1 AND custody <> '' \
                       UNION SELECT rowid FROM found WHERE found MATCH ?2) \
                   ORDER BY seq DESC";
        let mut alike: Vec<Episode> = self.bodies(sql, params![custody, matching(&[day], "")], "episodes")?;
        let is_alike = |episode: &Episode| {
            let person = episode.person();
            let same_number = !custody.is_empty() && fold::key(&episode.referral.custody_ref) == custody;
            let same_day = born.is_some_and(|born| person.birth == Birth::On(born));
            same_number || (same_day && fold::key(&person.surname) == surname)
        };
        alike.retain(is_alike);
        Ok(alike)
    }

    /// Entries that began live episodes with all these words, the newest first. They are few, and
    /// looking at each is quicker than picking them out of all that the index finds.
    fn live_with_all(&self, words: &[String], limit: usize) -> Result<Vec<i64>, Misfit> {
        let sql = "SELECT seq, find FROM episode INDEXED BY episode_open WHERE open = 1 ORDER BY seq DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([])?;
        let mut live = Vec::new();
        while let Some(row) = rows.next()?
            && live.len() < limit
        {
            if find::has_all(row.get_ref(1)?.as_str()?, words) {
                live.push(row.get(0)?);
            }
        }
        Ok(live)
    }
}

/// Words as a question to the index. They hold letters and digits only, so no quotation mark can end
/// one early.
fn matching(words: &[String], suffix: &str) -> String {
    words.iter().map(|word| format!("\"{word}\"{suffix} ")).collect()
}
