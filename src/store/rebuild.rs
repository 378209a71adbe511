//! Building every projection anew from the journal.

use rusqlite::{Connection, params};

use super::fold::{self, AtDesk, Told};
use super::project::{self, EpisodeRow, Misfit};
use crate::domain::fact::EpisodeFact;

/// Number of the way in which projections are made. It goes up whenever the same journal gives other
/// rows in the same tables, and each store is then built anew at its next opening.
pub(super) const PROJECTION: i64 = 8;

/// Empties the projections and folds the whole journal into them. The caller holds the transaction.
pub(super) fn all(conn: &Connection) -> Result<(), Misfit> {
    conn.execute_batch(
        "DELETE FROM episode; DELETE FROM fact; DELETE FROM answer; DELETE FROM shift; DELETE FROM practitioner; \
         DELETE FROM site_log; DELETE FROM handover; DELETE FROM rota_shift; DELETE FROM rota_absence; \
         DELETE FROM rota_staff; DELETE FROM rota_published; DELETE FROM activity; INSERT INTO found (found) VALUES ('delete-all')",
    )?;
    fold::episodes(conn, |told| episode(conn, &told))?;
    at_desk(conn, &fold::at_desk(conn)?)?;
    // From the episodes as they are now, so that it is written once and in order.
    conn.execute_batch("INSERT INTO found (found) VALUES ('rebuild')")?;
    set_number(conn)
}

/// The number with which the projections of this database were made, if one stands there.
pub(super) fn number(conn: &Connection) -> rusqlite::Result<Option<i64>> {
    super::open::meta(conn, "projection")
}

fn set_number(conn: &Connection) -> Result<(), Misfit> {
    Ok(super::open::set_meta(conn, "projection", PROJECTION)?)
}

/// Writes the rows of one episode. The search index is the caller's to keep.
pub(super) fn episode(conn: &Connection, told: &Told) -> Result<(), Misfit> {
    if let Some((seq, episode)) = &told.episode {
        EpisodeRow::of(episode)?.insert(conn, *seq)?;
        project::put_fact(conn, &EpisodeFact::of(episode))?;
    }
    for ((screening, question), (seq, answer)) in &told.answers {
        conn.prepare_cached("INSERT INTO answer (screening, question, seq, body) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![screening.0.as_bytes(), question, seq.cast_signed(), project::json(answer)?])?;
    }
    Ok(())
}

fn at_desk(conn: &Connection, desk: &AtDesk) -> Result<(), Misfit> {
    desk.shifts.values().try_for_each(|shift| project::put_shift(conn, shift))?;
    desk.practitioners.values().try_for_each(|added| project::put_practitioner(conn, added))?;
    desk.sites.iter().try_for_each(|(site, log)| project::put_site_log(conn, site, log))?;
    desk.handovers.iter().try_for_each(|(site, seq)| project::put_handover(conn, site, *seq))?;
    desk.activities.iter().try_for_each(|(seq, one)| project::put_activity(conn, *seq, one))?;
    project::put_plan(conn, &desk.plan)
}
