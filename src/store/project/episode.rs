//! The row of an episode, and the search index that follows it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use super::{Misfit, json};
use crate::domain::episode::Episode;
use crate::domain::fact::EpisodeFact;
use crate::domain::fold;
use crate::domain::ids::EpisodeId;

/// An episode as its row holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::store) struct EpisodeRow {
    id: Uuid,
    columns: Columns,
    body: String,
}

/// What is asked for without reading bodies.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Columns {
    reference: String,
    custody: String,
    find: String,
    standing: Standing,
}

/// Those of them that change as an episode goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Standing {
    site: String,
    open: bool,
    person: Uuid,
    unentered: bool,
}

impl Columns {
    fn of(episode: &Episode) -> Self {
        Self {
            reference: episode.referral.reference.clone(),
            custody: fold::key(&episode.referral.custody_ref),
            find: episode.find_text(),
            standing: Standing::of(episode),
        }
    }
}

impl Standing {
    fn of(episode: &Episode) -> Self {
        Self {
            site: episode.site.clone(),
            open: episode.is_live(),
            person: episode.person_id.0,
            unentered: !episode.not_entered().is_empty(),
        }
    }
}

impl EpisodeRow {
    /// The row of this episode.
    pub(in crate::store) fn of(episode: &Episode) -> Result<Self, Misfit> {
        Ok(Self { id: episode.id.0, columns: Columns::of(episode), body: json(episode)? })
    }

    /// The row that is stored for this episode, with the entry that began it.
    pub(in crate::store) fn stored(
        conn: &Connection,
        id: EpisodeId,
    ) -> rusqlite::Result<Option<(u64, Self)>> {
        let sql = "SELECT seq, id, ref, site, open, person, custody, unentered, find, body FROM episode \
                   WHERE id = ?1";
        conn.prepare_cached(sql)?.query_row([id.0.as_bytes()], Self::read).optional()
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<(u64, Self)> {
        let standing = Standing {
            site: row.get(3)?,
            open: row.get(4)?,
            person: row.get(5).map(Uuid::from_bytes)?,
            unentered: row.get(7)?,
        };
        let columns = Columns { reference: row.get(2)?, custody: row.get(6)?, find: row.get(8)?, standing };
        let id = row.get(1).map(Uuid::from_bytes)?;
        Ok((row.get::<_, i64>(0)?.cast_unsigned(), Self { id, columns, body: row.get(9)? }))
    }

    /// Writes the row of an episode that this entry began. The search index is the caller's to keep.
    pub(in crate::store) fn insert(&self, conn: &Connection, seq: u64) -> Result<(), Misfit> {
        let (columns, standing) = (&self.columns, &self.columns.standing);
        conn.prepare_cached(
            "INSERT INTO episode (seq, id, ref, site, open, person, custody, unentered, find, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            seq.cast_signed(),
            self.id.as_bytes(),
            columns.reference,
            standing.site,
            standing.open,
            standing.person.as_bytes(),
            columns.custody,
            standing.unentered,
            columns.find,
            self.body
        ])?;
        Ok(())
    }
}

/// Stores an episode that this entry began.
pub(super) fn begin(conn: &Connection, seq: u64, begun: &Episode) -> Result<(), Misfit> {
    let row = EpisodeRow::of(begun)?;
    row.insert(conn, seq)?;
    put_fact(conn, &EpisodeFact::of(begun))?;
    conn.prepare_cached("INSERT INTO found (rowid, find) VALUES (?1, ?2)")?
        .execute(params![seq.cast_signed(), row.columns.find])?;
    Ok(())
}

/// Stores what became of an episode.
pub(in crate::store) fn change(conn: &Connection, before: &Episode, after: &Episode) -> Result<(), Misfit> {
    conn.prepare_cached("UPDATE episode SET body = ?2 WHERE id = ?1")?
        .execute(params![after.id.0.as_bytes(), json(after)?])?;
    let (old, new) = (EpisodeFact::of(before), EpisodeFact::of(after));
    if old != new {
        drop_fact(conn, &old)?;
        put_fact(conn, &new)?;
    }
    // Apart, so that an answer does not touch the pages of an index.
    let standing = Standing::of(after);
    if standing != Standing::of(before) {
        let sql = "UPDATE episode SET site = ?2, open = ?3, person = ?4, unentered = ?5 WHERE id = ?1";
        conn.prepare_cached(sql)?.execute(params![
            after.id.0.as_bytes(),
            standing.site,
            standing.open,
            standing.person.as_bytes(),
            standing.unentered
        ])?;
    }
    if after.is_found_as(before) { Ok(()) } else { find_anew(conn, before, after) }
}

/// Stores what is counted of an episode.
pub(in crate::store) fn put_fact(conn: &Connection, fact: &EpisodeFact) -> Result<(), Misfit> {
    conn.prepare_cached("INSERT INTO fact (at, episode, body) VALUES (?1, ?2, ?3)")?.execute(params![
        fact.received_at.timestamp_millis(),
        fact.episode.0.as_bytes(),
        json(fact)?
    ])?;
    Ok(())
}

/// Takes out what was counted of an episode.
pub(in crate::store) fn drop_fact(conn: &Connection, fact: &EpisodeFact) -> Result<(), Misfit> {
    conn.prepare_cached("DELETE FROM fact WHERE at = ?1 AND episode = ?2")?
        .execute(params![fact.received_at.timestamp_millis(), fact.episode.0.as_bytes()])?;
    Ok(())
}

/// Stores what an episode is found by from now on.
fn find_anew(conn: &Connection, before: &Episode, after: &Episode) -> Result<(), Misfit> {
    let (old, new) = (before.find_text(), after.find_text());
    let sql = "UPDATE episode SET custody = ?2, find = ?3 WHERE id = ?1 RETURNING seq";
    let seq: i64 = conn
        .prepare_cached(sql)?
        .query_row(params![after.id.0.as_bytes(), fold::key(&after.referral.custody_ref), new], |row| {
            row.get(0)
        })?;
    // The index keeps no text of its own, so it has to be told what it held.
    conn.prepare_cached("INSERT INTO found (found, rowid, find) VALUES ('delete', ?1, ?2)")?
        .execute(params![seq, old])?;
    conn.prepare_cached("INSERT INTO found (rowid, find) VALUES (?1, ?2)")?.execute(params![seq, new])?;
    Ok(())
}
