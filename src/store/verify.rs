//! Proof: are the pages whole, is the chain unbroken, do the projections follow from the journal?

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, ErrorCode, OptionalExtension};
use serde::Serialize;

use super::fold::{self, Told};
use super::journal::{self, Chain, Head};
use super::project::{self, EpisodeRow, Misfit};
use super::{Store, StoreError, connect};
use crate::domain::event::LoggedActivity;
use crate::domain::fact::EpisodeFact;
use crate::domain::rota::{Plan, Span};
use crate::domain::shift::SiteLog;

/// Differences named before the rest is only counted.
const NAMED: usize = 100;

/// Reads every page and checks its MAC and its structure.
pub(super) fn pages(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let first = |pragma: &str| -> Result<Option<String>, StoreError> {
        conn.query_row(pragma, [], |row| row.get(0)).optional().map_err(connect::sql(path))
    };
    let damaged = |what: Option<String>| {
        let what = what.unwrap_or_else(|| "its structure does not hold".into());
        StoreError::Damaged { path: path.to_path_buf(), what }
    };
    // This one reads the file past the write-ahead log. The power may have gone while the log was
    // brought into the file: what is half written there counts only where the log has no whole page
    // in its place, which the second check finds out.
    let fault = first("PRAGMA cipher_integrity_check")?;
    if fault.is_some() && !has_log(path) {
        return Err(damaged(fault));
    }
    match first("PRAGMA quick_check(1)") {
        Ok(Some(answer)) if answer == "ok" => Ok(()),
        Err(error) if fault.is_none() => Err(error),
        _ => Err(damaged(fault)),
    }
}

/// Whether there is a write-ahead log with something in it.
fn has_log(path: &Path) -> bool {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push("-wal");
    std::fs::metadata(path.with_file_name(name)).is_ok_and(|log| log.len() > 0)
}

impl Store {
    /// Reads every page of the database and checks its MAC and its structure.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], without content.
    pub fn verify_pages(&self) -> Result<(), StoreError> {
        pages(&self.conn, &self.path())
    }

    /// Checks the mark of every entry from the first on, and gives the head.
    ///
    /// # Errors
    /// [`StoreError::ChainBroken`] at the first entry that does not fit.
    pub fn verify_chain(&self) -> Result<Head, StoreError> {
        Ok(self.prove_chain()?.head)
    }

    /// The same, with how many entries were erased and how many certificates account for them.
    ///
    /// # Errors
    /// [`StoreError::ChainBroken`] also at an erased entry that no certificate names, and at a
    /// certificate that does not fit.
    pub fn prove_chain(&self) -> Result<Chain, StoreError> {
        self.prove_chain_while(&mut |_| true)
    }

    /// The same, telling how much of the journal is walked, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Store::prove_chain`]; [`StoreError::Stopped`] where it was not.
    pub fn prove_chain_while(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Chain, StoreError> {
        let (path, all) = (self.path(), self.head.seq);
        let told = |seq: u64| go_on(percent(seq, all));
        journal::walk_while(&self.conn, &self.audit, Head::NONE, told)
            .map_err(connect::sql(&path))?
            .map_err(|seq| StoreError::ChainBroken { path, seq })
    }

    /// The newest entry whose mark begins with these hexadecimal digits, as they stand on paper: its
    /// number and when it was entered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn entry_marked(&self, digits: &str) -> Result<Option<(u64, i64)>, StoreError> {
        let sql =
            "SELECT seq, entered_at FROM journal WHERE lower(substr(hex(mac), 1, ?2)) = ?1 ORDER BY seq DESC";
        let digits = digits.to_lowercase();
        let length = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        self.conn
            .query_row(sql, rusqlite::params![digits, length], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?)))
            .optional()
            .map(|found| found.map(|(seq, at)| (seq.cast_unsigned(), at)))
            .map_err(connect::sql(&self.path()))
    }

    /// Folds the whole journal anew and compares every projection with what follows from it. Gives
    /// one line for each difference, with ids and no content; none where all agree.
    ///
    /// Memory stays flat: episodes are folded one after the other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn replay_matches(&self) -> Result<Vec<String>, StoreError> {
        self.replay_while(&mut |_| true)
    }

    /// The same, telling how many of the episodes were compared, in percent, for as long as it is told to
    /// go on.
    ///
    /// # Errors
    /// As [`Store::replay_matches`]; [`StoreError::Stopped`] where it was not.
    pub fn replay_while(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Vec<String>, StoreError> {
        let all = self.counts()?.episodes;
        let mut replay = Replay { conn: &self.conn, differences: Vec::new(), more: 0, all, go_on };
        replay.run().map_err(|misfit| self.misfit(misfit, "journal entries"))?;
        let mut differences = replay.differences;
        if replay.more > 0 {
            differences.push(format!("and {} more", replay.more));
        }
        Ok(differences)
    }
}

/// How much of the whole is done, in percent.
pub(super) fn percent(done: u64, all: u64) -> u8 {
    u8::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100).min(100)
}

struct Replay<'a> {
    conn: &'a Connection,
    differences: Vec<String>,
    more: usize,
    /// Episodes there are.
    all: u64,
    go_on: &'a mut dyn FnMut(u8) -> bool,
}

impl Replay<'_> {
    fn run(&mut self) -> Result<(), Misfit> {
        self.episodes()?;
        self.search_index()?;
        self.desk()
    }

    fn episodes(&mut self) -> Result<(), Misfit> {
        let (mut episodes, mut answers) = (0, 0);
        let conn = self.conn;
        fold::episodes(conn, |told| {
            episodes += usize::from(told.episode.is_some());
            if !(self.go_on)(percent(episodes as u64, self.all)) {
                return Err(journal::stopped().into());
            }
            answers += told.answers.len();
            self.settle(&told)
        })?;
        self.count("episode", episodes)?;
        self.count("fact", episodes)?;
        self.count("answer", answers)
    }

    /// Compares one episode and its answers.
    fn settle(&mut self, told: &Told) -> Result<(), Misfit> {
        if let Some((seq, episode)) = &told.episode {
            let id = episode.id;
            match EpisodeRow::stored(self.conn, id)? {
                Some(stored) if stored == (*seq, EpisodeRow::of(episode)?) => {}
                Some(_) => self.differs(format!("episode {} is not what the journal tells", id.0)),
                None => self.differs(format!("episode {} is missing", id.0)),
            }
            let fact = EpisodeFact::of(episode);
            let sql = "SELECT body FROM fact WHERE at = ?1 AND episode = ?2";
            let key = (fact.received_at.timestamp_millis(), id.0.as_bytes());
            self.compare(sql, key, &project::json(&fact)?, || {
                format!("what is counted of episode {}", id.0)
            })?;
        }
        for ((screening, question), (seq, answer)) in &told.answers {
            let sql = "SELECT seq || ' ' || body FROM answer WHERE screening = ?1 AND question = ?2";
            let expected = format!("{seq} {}", project::json(answer)?);
            self.compare(sql, (screening.0.as_bytes(), question), &expected, || {
                format!("answer to {question} in screening {}", screening.0)
            })?;
        }
        Ok(())
    }

    /// Everything that belongs to no single episode: shifts, practitioners, sites, handovers.
    fn desk(&mut self) -> Result<(), Misfit> {
        let desk = fold::at_desk(self.conn)?;
        self.all("shift", "id", desk.shifts.into_iter())?;
        self.all("practitioner", "id", desk.practitioners.into_iter())?;
        self.sites(&desk.sites, &desk.handovers)?;
        self.activities(&desk.activities)?;
        self.rota(&desk.plan)
    }

    fn activities(&mut self, logged: &BTreeMap<u64, LoggedActivity>) -> Result<(), Misfit> {
        self.count("activity", logged.len())?;
        let sql =
            "SELECT at || ' ' || ifnull(site, '') || ' ' || kind || ' ' || body FROM activity WHERE seq = ?1";
        for (seq, one) in logged {
            let (at, site) = (one.at.timestamp_millis(), one.site.as_deref().unwrap_or_default());
            let expected = format!("{at} {site} {} {}", one.activity.kind, project::json(one)?);
            self.compare(sql, [seq.cast_signed()], &expected, || format!("activity {seq}"))?;
        }
        Ok(())
    }

    fn rota(&mut self, plan: &Plan) -> Result<(), Misfit> {
        let shifts = plan.shifts.values().map(|one| (one.id.0, one.practitioner.0, one.span, one));
        self.timed("rota_shift", shifts)?;
        let absences = plan.absences.values().map(|one| (one.id.0, one.practitioner.0, one.span, one));
        self.timed("rota_absence", absences)?;
        self.all("rota_staff", "id", plan.staff.iter().map(|(id, staff)| (id.0, staff)))?;
        self.count("rota_published", usize::from(plan.published.is_some()))?;
        let Some(days) = &plan.published else { return Ok(()) };
        let sql = "SELECT body FROM rota_published";
        self.compare(sql, [], &project::json(days)?, || "published days of the rota".to_owned())
    }

    /// Compares rows that are also found by who and when.
    fn timed<T: Serialize>(
        &mut self,
        table: &str,
        rows: impl ExactSizeIterator<Item = (uuid::Uuid, uuid::Uuid, Span, T)>,
    ) -> Result<(), Misfit> {
        self.count(table, rows.len())?;
        let sql = format!(
            "SELECT hex(practitioner) || ' ' || from_at || ' ' || to_at || ' ' || body FROM {table} WHERE id = ?1"
        );
        for (id, who, span, body) in rows {
            let (from, to) = (span.from.timestamp_millis(), span.to.timestamp_millis());
            let expected = format!("{:X} {from} {to} {}", who.simple(), project::json(&body)?);
            self.compare(&sql, [id.as_bytes()], &expected, || format!("{table} {id}"))?;
        }
        Ok(())
    }

    /// Whether the search index is whole and holds the text of every episode and no other.
    fn search_index(&mut self) -> Result<(), Misfit> {
        match check_found(self.conn) {
            Ok(()) => Ok(()),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
                self.differs("the search index is not what the episodes tell".to_owned());
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn sites(
        &mut self,
        sites: &BTreeMap<String, SiteLog>,
        handovers: &BTreeMap<String, u64>,
    ) -> Result<(), Misfit> {
        for (site, log) in sites {
            let sql = "SELECT body FROM site_log WHERE site = ?1";
            self.compare(sql, [site], &project::json(log)?, || format!("log of site {site}"))?;
        }
        for (site, seq) in handovers {
            let sql = "SELECT CAST(seq AS TEXT) FROM handover WHERE site = ?1";
            self.compare(sql, [site], &seq.to_string(), || format!("latest handover of site {site}"))?;
        }
        self.count("site_log", sites.len())?;
        self.count("handover", handovers.len())
    }

    fn all(
        &mut self,
        table: &str,
        key: &str,
        rows: impl ExactSizeIterator<Item = (uuid::Uuid, impl Serialize)>,
    ) -> Result<(), Misfit> {
        self.count(table, rows.len())?;
        let sql = format!("SELECT body FROM {table} WHERE {key} = ?1");
        for (id, body) in rows {
            self.compare(&sql, [id.as_bytes()], &project::json(&body)?, || format!("{table} {id}"))?;
        }
        Ok(())
    }

    fn compare(
        &mut self,
        sql: &str,
        params: impl rusqlite::Params,
        expected: &str,
        name: impl FnOnce() -> String,
    ) -> Result<(), Misfit> {
        let stored: Option<String> =
            self.conn.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?;
        match stored {
            Some(stored) if stored == expected => {}
            Some(_) => self.differs(format!("{} is not what the journal tells", name())),
            None => self.differs(format!("{} is missing", name())),
        }
        Ok(())
    }

    fn count(&mut self, table: &str, expected: usize) -> Result<(), Misfit> {
        let found: i64 =
            self.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        if usize::try_from(found) != Ok(expected) {
            self.differs(format!("table {table} has {found} rows, the journal tells of {expected}"));
        }
        Ok(())
    }

    fn differs(&mut self, line: String) {
        if self.differences.len() < NAMED {
            self.differences.push(line);
        } else {
            self.more += 1;
        }
    }
}

/// Has the search index check itself. The order is given as an insert, which writes nothing, and so
/// a connection that may only read has to be let do it.
fn check_found(conn: &Connection) -> rusqlite::Result<()> {
    let read_only: bool = conn.query_row("PRAGMA query_only", [], |row| row.get(0))?;
    conn.pragma_update(None, "query_only", false)?;
    let checked = conn.execute("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)", []);
    conn.pragma_update(None, "query_only", read_only)?;
    checked.map(|_| ())
}
