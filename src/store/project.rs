//! Projections: what screens read, kept in step with the journal event by event.
//!
//! What an event means is said by `domain` alone; here is only which row it changes.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{StoreError, connect};
use crate::domain::episode::Episode;
use crate::domain::event::{Audience, Body, Event, LoggedActivity};
use crate::domain::ids::{EpisodeId, ShiftId};
use crate::domain::rota::Staff;
use crate::domain::shift::{Practitioner, Shift, SiteLog};

mod activity;
mod episode;
mod rota;

pub(super) use activity::put_activity;
pub(super) use episode::{EpisodeRow, change, drop_fact, put_fact};
pub(super) use rota::put_plan;

/// A projection that could not be brought up to date, or read.
#[derive(Debug)]
pub(super) enum Misfit {
    /// The database refused.
    Sql(rusqlite::Error),
    /// A stored body did not read.
    Body,
}

impl Misfit {
    /// The same as an error of the database at this path; `what` names the rows being read.
    pub(super) fn at(self, path: &Path, what: &'static str) -> StoreError {
        match self {
            Self::Sql(source) => connect::sql(path)(source),
            Self::Body => StoreError::Unreadable { path: path.to_path_buf(), what },
        }
    }
}

impl From<rusqlite::Error> for Misfit {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<rusqlite::types::FromSqlError> for Misfit {
    fn from(_: rusqlite::types::FromSqlError) -> Self {
        Self::Body
    }
}

impl From<serde_json::Error> for Misfit {
    fn from(_: serde_json::Error) -> Self {
        Self::Body
    }
}

/// Brings every projection that an event concerns up to date.
pub(super) fn take_up(conn: &Connection, event: &Event) -> Result<(), Misfit> {
    if let Some(id) = event.episode {
        take_up_episode(conn, id, event)?;
    }
    if let Some(site) = site_of(event) {
        site_log(conn, site, event)?;
    }
    match &event.body {
        Body::Answered { screening, question, answer, .. } if event.episode.is_some() => {
            conn.prepare_cached(
                "INSERT INTO answer (screening, question, seq, body) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (screening, question) DO UPDATE SET seq = ?3, body = ?4",
            )?
            .execute(params![
                screening.0.as_bytes(),
                question,
                event.seq.cast_signed(),
                json(answer)?
            ])?;
        }
        Body::ScreeningStarted { screening, amends: Some(amends), .. } if event.episode.is_some() => {
            conn.prepare_cached(
                "INSERT INTO answer (screening, question, seq, body) \
                 SELECT ?1, question, seq, body FROM answer WHERE screening = ?2",
            )?
            .execute(params![screening.0.as_bytes(), amends.screening.0.as_bytes()])?;
        }
        Body::DraftMoved(moved) if event.episode.is_some() => {
            for question in &moved.left_out {
                conn.prepare_cached("DELETE FROM answer WHERE screening = ?1 AND question = ?2")?
                    .execute(params![moved.screening.0.as_bytes(), question])?;
            }
        }
        Body::PractitionerAdded(_) => {
            if let Some(added) = Practitioner::begin(event) {
                put_practitioner(conn, &added)?;
                rota::add_staff(conn, &Staff::of(&added))?;
            }
        }
        Body::PractitionerRemoved { practitioner, .. } => {
            let sql = "SELECT body FROM practitioner WHERE id = ?1";
            if let Some(mut known) = body_of::<Practitioner>(conn, sql, practitioner.0)? {
                known.apply(event);
                put_practitioner(conn, &known)?;
            }
        }
        Body::RotaChanged(change) => {
            change.parts.iter().try_for_each(|part| rota::take(conn, part))?;
        }
        Body::ActivityLogged(_) => {
            if let Some(logged) = LoggedActivity::begin(event) {
                put_activity(conn, event.seq, &logged)?;
            }
        }
        Body::Struck { event: struck, .. } if event.episode.is_none() => activity::strike(conn, *struck)?,
        Body::HandoverMade(issue) if issue.audience == Audience::Team => {
            for site in &issue.sites {
                put_handover(conn, site, event.seq)?;
            }
        }
        body => {
            if let Some(id) = shift_of(body) {
                shift(conn, id, event)?;
            }
        }
    }
    Ok(())
}

/// The shift that an act of the desk belongs to.
pub(super) fn shift_of(body: &Body) -> Option<ShiftId> {
    match body {
        Body::ShiftStarted(start) => Some(start.shift),
        Body::ShiftEnded { shift } | Body::WentOffSuite { shift, .. } | Body::CameBack { shift } => {
            Some(*shift)
        }
        _ => None,
    }
}

/// The site whose log an event goes into.
pub(super) fn site_of(event: &Event) -> Option<&str> {
    event.site.as_deref().filter(|_| SiteLog::concerns(&event.body))
}

fn take_up_episode(conn: &Connection, id: EpisodeId, event: &Event) -> Result<(), Misfit> {
    if !event.body.changes_episode() {
        return Ok(());
    }
    let Some(before) = body_of::<Episode>(conn, "SELECT body FROM episode WHERE id = ?1", id.0)? else {
        let begun = Episode::begin(event);
        return begun.map_or(Ok(()), |begun| episode::begin(conn, event.seq, &begun));
    };
    let mut after = before.clone();
    after.apply(event);
    if after == before { Ok(()) } else { change(conn, &before, &after) }
}

fn shift(conn: &Connection, id: ShiftId, event: &Event) -> Result<(), Misfit> {
    let stored = body_of::<Shift>(conn, "SELECT body FROM shift WHERE id = ?1", id.0)?;
    let after = match stored {
        None => Shift::begin(event),
        Some(mut shift) => {
            shift.apply(event);
            Some(shift)
        }
    };
    after.map_or(Ok(()), |after| put_shift(conn, &after))
}

/// Stores a shift as it is now.
pub(super) fn put_shift(conn: &Connection, shift: &Shift) -> Result<(), Misfit> {
    conn.prepare_cached(
        "INSERT INTO shift (id, open, began_at, body) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (id) DO UPDATE SET open = ?2, body = ?4",
    )?
    .execute(params![
        shift.id.0.as_bytes(),
        shift.is_open(),
        shift.began_at.timestamp_millis(),
        json(shift)?
    ])?;
    Ok(())
}

fn site_log(conn: &Connection, site: &str, event: &Event) -> Result<(), Misfit> {
    let stored: Option<String> = conn
        .prepare_cached("SELECT body FROM site_log WHERE site = ?1")?
        .query_row([site], |row| row.get(0))
        .optional()?;
    let mut log: SiteLog = match stored {
        Some(body) => serde_json::from_str(&body)?,
        None => SiteLog::default(),
    };
    log.apply(event);
    put_site_log(conn, site, &log)
}

/// Stores what was last recorded about a site.
pub(super) fn put_site_log(conn: &Connection, site: &str, log: &SiteLog) -> Result<(), Misfit> {
    conn.prepare_cached(
        "INSERT INTO site_log (site, body) VALUES (?1, ?2) ON CONFLICT (site) DO UPDATE SET body = ?2",
    )?
    .execute(params![site, json(log)?])?;
    Ok(())
}

/// Stores which handover note to the team is a site's latest.
pub(super) fn put_handover(conn: &Connection, site: &str, seq: u64) -> Result<(), Misfit> {
    conn.prepare_cached("INSERT OR REPLACE INTO handover (site, seq) VALUES (?1, ?2)")?
        .execute(params![site, seq.cast_signed()])?;
    Ok(())
}

/// Stores somebody who may sign in.
pub(super) fn put_practitioner(conn: &Connection, added: &Practitioner) -> Result<(), Misfit> {
    conn.prepare_cached(
        "INSERT INTO practitioner (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
    )?
    .execute(params![added.id.0.as_bytes(), json(added)?])?;
    Ok(())
}

/// The body of the row with this id.
pub(super) fn body_of<T: DeserializeOwned>(
    conn: &Connection,
    sql: &str,
    id: Uuid,
) -> Result<Option<T>, Misfit> {
    let body: Option<String> =
        conn.prepare_cached(sql)?.query_row([id.as_bytes()], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// A body as its row holds it.
pub(super) fn json(body: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(body)
}
