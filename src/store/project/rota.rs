//! Rows of the planned rota. What a part of a change means is said by `domain::rota::Plan`.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::{Misfit, json};
use crate::domain::rota::{Absence, Plan, PlannedShift, Published, RotaPart, Span, Staff};

/// The key of the one row of `rota_published`.
const ONE: [u8; 1] = [0];

/// Brings the rows up to date that one part of a change concerns.
pub(super) fn take(conn: &Connection, part: &RotaPart) -> Result<(), Misfit> {
    match part {
        RotaPart::Put(shift) => put_shift(conn, shift),
        RotaPart::Gone { shift } => remove(conn, "DELETE FROM rota_shift WHERE id = ?1", shift.0),
        RotaPart::Away(absence) => put_absence(conn, absence),
        RotaPart::Back { absence } => remove(conn, "DELETE FROM rota_absence WHERE id = ?1", absence.0),
        RotaPart::Staffed(staff) => put_staff(conn, staff),
        RotaPart::Settled { days } => settle(conn, days.as_ref()),
    }
}

/// Stores somebody who came to the service, unless more is known of them already.
pub(super) fn add_staff(conn: &Connection, staff: &Staff) -> Result<(), Misfit> {
    conn.prepare_cached("INSERT INTO rota_staff (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING")?
        .execute(params![staff.id.0.as_bytes(), json(staff)?])?;
    Ok(())
}

/// Stores a whole plan in empty tables.
pub(in crate::store) fn put_plan(conn: &Connection, plan: &Plan) -> Result<(), Misfit> {
    plan.shifts.values().try_for_each(|shift| put_shift(conn, shift))?;
    plan.absences.values().try_for_each(|absence| put_absence(conn, absence))?;
    plan.staff.values().try_for_each(|staff| put_staff(conn, staff))?;
    settle(conn, plan.published.as_ref())
}

fn put_shift(conn: &Connection, shift: &PlannedShift) -> Result<(), Misfit> {
    let sql = "INSERT INTO rota_shift (id, practitioner, from_at, to_at, body) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (id) DO UPDATE SET practitioner = ?2, from_at = ?3, to_at = ?4, body = ?5";
    put(conn, sql, shift.id.0, shift.practitioner.0, &shift.span, &json(shift)?)
}

fn put_absence(conn: &Connection, absence: &Absence) -> Result<(), Misfit> {
    let sql = "INSERT INTO rota_absence (id, practitioner, from_at, to_at, body) VALUES (?1, ?2, ?3, ?4, ?5) \
               ON CONFLICT (id) DO UPDATE SET practitioner = ?2, from_at = ?3, to_at = ?4, body = ?5";
    put(conn, sql, absence.id.0, absence.practitioner.0, &absence.span, &json(absence)?)
}

fn put(conn: &Connection, sql: &str, id: Uuid, who: Uuid, span: &Span, body: &str) -> Result<(), Misfit> {
    conn.prepare_cached(sql)?.execute(params![
        id.as_bytes(),
        who.as_bytes(),
        span.from.timestamp_millis(),
        span.to.timestamp_millis(),
        body
    ])?;
    Ok(())
}

fn put_staff(conn: &Connection, staff: &Staff) -> Result<(), Misfit> {
    conn.prepare_cached(
        "INSERT INTO rota_staff (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
    )?
    .execute(params![staff.id.0.as_bytes(), json(staff)?])?;
    Ok(())
}

fn settle(conn: &Connection, days: Option<&Published>) -> Result<(), Misfit> {
    let Some(days) = days else {
        conn.prepare_cached("DELETE FROM rota_published")?.execute([])?;
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT INTO rota_published (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2",
    )?
    .execute(params![ONE, json(days)?])?;
    Ok(())
}

fn remove(conn: &Connection, sql: &str, id: Uuid) -> Result<(), Misfit> {
    conn.prepare_cached(sql)?.execute([id.as_bytes()])?;
    Ok(())
}
