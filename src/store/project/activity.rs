//! Rows of what was done without an episode.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{Misfit, json};
use crate::domain::event::LoggedActivity;

/// Stores what one entry logged.
pub(in crate::store) fn put_activity(
    conn: &Connection,
    seq: u64,
    logged: &LoggedActivity,
) -> Result<(), Misfit> {
    conn.prepare_cached("INSERT INTO activity (seq, at, site, kind, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            seq.cast_signed(),
            logged.at.timestamp_millis(),
            logged.site,
            logged.activity.kind,
            json(logged)?
        ])?;
    Ok(())
}

/// Takes out what an entry logged that was struck.
pub(super) fn strike(conn: &Connection, event: Uuid) -> Result<(), Misfit> {
    conn.prepare_cached("DELETE FROM activity WHERE seq = (SELECT seq FROM journal WHERE id = ?1)")?
        .execute([event.as_bytes()])?;
    Ok(())
}
