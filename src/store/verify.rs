//! Proof: are the pages whole, is the chain unbroken, do the projections follow from the journal?

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;

use super::journal::{self, Head, Row};
use super::project::{self, Misfit};
use super::{Store, StoreError, connect};
use crate::domain::answer::Answer;
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Event};
use crate::domain::ids::ScreeningId;
use crate::domain::shift::{Practitioner, Shift, SiteLog};

/// Differences named before the rest is only counted.
const NAMED: usize = 100;

/// Reads every page and checks its MAC and its structure.
pub(super) fn pages(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let first = |pragma: &str| -> Result<Option<String>, StoreError> {
        conn.query_row(pragma, [], |row| row.get(0)).optional().map_err(connect::sql(path))
    };
    if let Some(what) = first("PRAGMA cipher_integrity_check")? {
        return Err(StoreError::Damaged { path: path.to_path_buf(), what });
    }
    match first("PRAGMA quick_check(1)")? {
        Some(answer) if answer == "ok" => Ok(()),
        _ => {
            Err(StoreError::Damaged { path: path.to_path_buf(), what: "its structure does not hold".into() })
        }
    }
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
        let path = self.path();
        journal::walk(&self.conn, &self.audit, Head::NONE)
            .map_err(connect::sql(&path))?
            .map_err(|seq| StoreError::ChainBroken { path, seq })
    }

    /// Folds the whole journal anew and compares every projection with what follows from it. Gives
    /// one line for each difference, with ids and no content; none where all agree.
    ///
    /// Memory stays flat: episodes are folded one after the other.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn replay_matches(&self) -> Result<Vec<String>, StoreError> {
        let mut replay = Replay { conn: &self.conn, differences: Vec::new(), more: 0 };
        replay.run().map_err(|misfit| match misfit {
            Misfit::Sql(source) => connect::sql(&self.path())(source),
            Misfit::Body => StoreError::Unreadable { path: self.path(), what: "journal entries" },
        })?;
        let mut differences = replay.differences;
        if replay.more > 0 {
            differences.push(format!("and {} more", replay.more));
        }
        Ok(differences)
    }
}

struct Replay<'a> {
    conn: &'a Connection,
    differences: Vec<String>,
    more: usize,
}

/// One episode and the answers given in it, as the journal tells them.
#[derive(Default)]
struct Told {
    episode: Option<Episode>,
    answers: BTreeMap<(ScreeningId, String), Answer>,
}

impl Replay<'_> {
    fn run(&mut self) -> Result<(), Misfit> {
        self.episodes()?;
        self.desk()
    }

    fn episodes(&mut self) -> Result<(), Misfit> {
        let sql = format!(
            "SELECT {} FROM journal WHERE episode IS NOT NULL ORDER BY episode, seq",
            journal::COLUMNS
        );
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let (mut current, mut told) = (None, Told::default());
        let (mut episodes, mut answers) = (0, 0);
        while let Some(row) = rows.next()? {
            let event = Row::read(row)?.into_event().ok_or(Misfit::Body)?;
            if event.episode != current {
                let (e, a) = self.settle(std::mem::take(&mut told))?;
                (episodes, answers, current) = (episodes + e, answers + a, event.episode);
            }
            told.hear(event);
        }
        let (e, a) = self.settle(told)?;
        self.count("episode", episodes + e)?;
        self.count("answer", answers + a)
    }

    /// Compares one episode and its answers, and gives how many rows that makes.
    fn settle(&mut self, told: Told) -> Result<(usize, usize), Misfit> {
        if let Some(episode) = &told.episode {
            let sql = "SELECT body || open || ref || site FROM episode WHERE id = ?1";
            let row = |body: String| {
                format!("{body}{}{}{}", u8::from(episode.is_live()), episode.referral.reference, episode.site)
            };
            self.compare(sql, [episode.id.0.as_bytes()], &row(project::json(episode)?), || {
                format!("episode {}", episode.id.0)
            })?;
        }
        for ((screening, question), answer) in &told.answers {
            let sql = "SELECT body FROM answer WHERE screening = ?1 AND question = ?2";
            let body = project::json(answer)?;
            self.compare(sql, (screening.0.as_bytes(), question), &body, || {
                format!("answer to {question} in screening {}", screening.0)
            })?;
        }
        Ok((usize::from(told.episode.is_some()), told.answers.len()))
    }

    /// Everything that belongs to no single episode: shifts, practitioners, sites, handovers.
    fn desk(&mut self) -> Result<(), Misfit> {
        let mut shifts: BTreeMap<_, Shift> = BTreeMap::new();
        let mut people: BTreeMap<_, Practitioner> = BTreeMap::new();
        let mut sites: BTreeMap<String, SiteLog> = BTreeMap::new();
        let mut handovers: BTreeMap<String, u64> = BTreeMap::new();
        let mut statement =
            self.conn.prepare(&format!("SELECT {} FROM journal ORDER BY seq", journal::COLUMNS))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let event = Row::read(row)?.into_event().ok_or(Misfit::Body)?;
            if let Some(site) = project::site_of(&event) {
                sites.entry(site.to_owned()).or_default().apply(&event);
            }
            if let Some(added) = Practitioner::begin(&event) {
                people.insert(added.id, added);
            }
            if let Some(id) = project::shift_of(&event.body) {
                match shifts.get_mut(&id) {
                    Some(shift) => shift.apply(&event),
                    None => shifts.extend(Shift::begin(&event).map(|shift| (id, shift))),
                }
            }
            if let Body::HandoverMade(issue) = &event.body {
                handovers.extend(issue.sites.iter().map(|site| (site.clone(), event.seq)));
            }
        }
        self.all("shift", "id", shifts.into_iter().map(|(id, s)| (id.0, s)))?;
        self.all("practitioner", "id", people.into_iter().map(|(id, p)| (id.0, p)))?;
        self.sites(&sites, &handovers)
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

impl Told {
    fn hear(&mut self, event: Event) {
        match &mut self.episode {
            Some(episode) => episode.apply(&event),
            None => self.episode = Episode::begin(&event),
        }
        match event.body {
            Body::Answered { screening, question, answer, .. } => {
                self.answers.insert((screening, question), answer);
            }
            Body::ScreeningStarted { screening, amends: Some(amends), .. } => {
                let old = |((of, question), answer): (&(ScreeningId, String), &Answer)| {
                    (*of == amends.screening).then(|| ((screening, question.clone()), answer.clone()))
                };
                let carried: Vec<_> = self.answers.iter().filter_map(old).collect();
                self.answers.extend(carried);
            }
            Body::DraftMoved(moved) => {
                for question in moved.left_out {
                    self.answers.remove(&(moved.screening, question));
                }
            }
            _ => {}
        }
    }
}
