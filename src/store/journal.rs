//! The journal as rows, and the chain of marks that runs through them.
//!
//! `mac = HMAC-SHA256(audit_mac_key, canonical(row) | previous mac)`: a row cannot be changed,
//! taken out or put in without breaking every mark after it. What was cut off at the end is seen
//! by the witness.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, ffi, params};
use uuid::Uuid;

use super::canonical::Canonical;
use super::certificates::Erasures;
use super::keys::{KEY_LEN, MacKey};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{EpisodeId, PractitionerId};

/// The newest entry of the journal and its mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// Number of the entry; 0 while the journal is empty.
    pub seq: u64,
    /// Its mark; all zero while the journal is empty.
    pub mac: [u8; KEY_LEN],
}

impl Head {
    /// The head of an empty journal.
    pub(super) const NONE: Self = Self { seq: 0, mac: [0; KEY_LEN] };

    /// The first eight hexadecimal digits, as they are printed on a handover note.
    pub fn short(&self) -> String {
        super::hex::encode(self.mac.first_chunk::<4>().unwrap_or(&[0; 4]))
    }
}

/// One entry as the table holds it.
pub(super) struct Row {
    pub(super) seq: u64,
    pub(super) id: Uuid,
    pub(super) at: i64,
    pub(super) entered_at: i64,
    pub(super) device: Uuid,
    pub(super) device_seq: u64,
    pub(super) actor: Option<Uuid>,
    pub(super) episode: Option<Uuid>,
    pub(super) site: Option<String>,
    pub(super) kind: String,
    pub(super) body: String,
    pub(super) mac: [u8; KEY_LEN],
}

/// Columns in the order in which [`Row::read`] takes them.
pub(super) const COLUMNS: &str =
    "seq, id, at, entered_at, device, device_seq, actor, episode, site, kind, body, mac";

impl Row {
    /// Lays an event out as a row and marks it as the successor of `previous`.
    pub(super) fn of(event: &Event, key: &MacKey, previous: &Head) -> Result<Self, serde_json::Error> {
        let body = serde_json::to_string(&event.body)?;
        let mut row = Self {
            seq: event.seq,
            id: event.id,
            at: event.at.timestamp_millis(),
            entered_at: event.entered_at.timestamp_millis(),
            device: event.device,
            device_seq: event.device_seq,
            actor: event.actor.map(|actor| actor.0),
            episode: event.episode.map(|episode| episode.0),
            site: event.site.clone(),
            kind: kind_of(&body)?,
            body,
            mac: [0; KEY_LEN],
        };
        row.mac = row.mark(key, &previous.mac);
        Ok(row)
    }

    pub(super) fn read(row: &SqlRow<'_>) -> rusqlite::Result<Self> {
        let uuid = |column: usize| row.get(column).map(Uuid::from_bytes);
        let maybe = |column: usize| row.get::<_, Option<_>>(column).map(|id| id.map(Uuid::from_bytes));
        Ok(Self {
            seq: row.get::<_, i64>(0)?.cast_unsigned(),
            id: uuid(1)?,
            at: row.get(2)?,
            entered_at: row.get(3)?,
            device: uuid(4)?,
            device_seq: row.get::<_, i64>(5)?.cast_unsigned(),
            actor: maybe(6)?,
            episode: maybe(7)?,
            site: row.get(8)?,
            kind: row.get(9)?,
            body: row.get(10)?,
            mac: row.get(11)?,
        })
    }

    pub(super) fn insert(&self, conn: &Connection) -> rusqlite::Result<()> {
        let mut statement = conn.prepare_cached(
            "INSERT INTO journal (seq, id, at, entered_at, device, device_seq, actor, episode, site, kind, body, mac) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        statement.execute(params![
            self.seq.cast_signed(),
            self.id.as_bytes(),
            self.at,
            self.entered_at,
            self.device.as_bytes(),
            self.device_seq.cast_signed(),
            self.actor.as_ref().map(Uuid::as_bytes),
            self.episode.as_ref().map(Uuid::as_bytes),
            self.site,
            self.kind,
            self.body,
            self.mac,
        ])?;
        Ok(())
    }

    /// The mark that this row must carry after a row with the mark `previous`.
    pub(super) fn mark(&self, key: &MacKey, previous: &[u8; KEY_LEN]) -> [u8; KEY_LEN] {
        let uuid = |id: &Option<Uuid>| id.map(Uuid::into_bytes);
        let row = Canonical::of("liaison journal 1")
            .number(self.seq)
            .bytes(self.id.as_bytes())
            .signed(self.at)
            .signed(self.entered_at)
            .bytes(self.device.as_bytes())
            .number(self.device_seq)
            .maybe(uuid(&self.actor).as_ref().map(<[u8; 16]>::as_slice))
            .maybe(uuid(&self.episode).as_ref().map(<[u8; 16]>::as_slice))
            .maybe(self.site.as_deref().map(str::as_bytes))
            .text(&self.kind)
            .text(&self.body)
            .bytes(previous);
        key.sign(&row.finish())
    }

    /// The event that the row holds, or `None` where its body does not read.
    pub(super) fn into_event(self) -> Option<Event> {
        Some(Event {
            seq: self.seq,
            id: self.id,
            at: DateTime::from_timestamp_millis(self.at)?,
            entered_at: DateTime::from_timestamp_millis(self.entered_at)?,
            device: self.device,
            device_seq: self.device_seq,
            actor: self.actor.map(PractitionerId),
            episode: self.episode.map(EpisodeId),
            site: self.site,
            body: serde_json::from_str::<Body>(&self.body).ok()?,
        })
    }
}

/// The instant as the journal can hold it: to the millisecond.
pub(super) fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}

/// The newest entry.
pub(super) fn head(conn: &Connection) -> rusqlite::Result<Head> {
    let sql = "SELECT seq, mac FROM journal ORDER BY seq DESC LIMIT 1";
    let read = |row: &SqlRow<'_>| Ok(Head { seq: row.get::<_, i64>(0)?.cast_unsigned(), mac: row.get(1)? });
    Ok(conn.query_row(sql, [], read).optional()?.unwrap_or(Head::NONE))
}

/// The mark of one entry; that of entry 0 is all zero.
pub(super) fn mac_at(conn: &Connection, seq: u64) -> rusqlite::Result<Option<[u8; KEY_LEN]>> {
    if seq == 0 {
        return Ok(Some(Head::NONE.mac));
    }
    conn.query_row("SELECT mac FROM journal WHERE seq = ?1", [seq.cast_signed()], |row| row.get(0)).optional()
}

/// The entry that carries this event id.
pub(super) fn find(conn: &Connection, id: &Uuid) -> rusqlite::Result<Option<Row>> {
    let sql = "SELECT seq, id, at, entered_at, device, device_seq, actor, episode, site, kind, body, mac \
               FROM journal WHERE id = ?1";
    conn.prepare_cached(sql)?.query_row([id.as_bytes()], Row::read).optional()
}

/// What a walk along the chain found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Chain {
    /// Its newest entry.
    pub head: Head,
    /// Entries that were erased, each named by a certificate.
    pub erased: u64,
    /// Certificates.
    pub certificates: u64,
}

/// Walks the chain after `from` and gives what was found, or the first entry that does not fit.
///
/// What was erased may be named by a certificate much later, so a walk that meets either on its way
/// begins again at the first entry.
pub(super) fn walk(conn: &Connection, key: &MacKey, from: Head) -> rusqlite::Result<Result<Chain, u64>> {
    walk_while(conn, key, from, |_| true)
}

/// What the database says of work that was told to stop.
pub(super) fn stopped() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_INTERRUPT), None)
}

/// The same, telling each entry's number as it comes to it, for as long as it is told to go on.
pub(super) fn walk_while(
    conn: &Connection,
    key: &MacKey,
    from: Head,
    mut go_on: impl FnMut(u64) -> bool,
) -> rusqlite::Result<Result<Chain, u64>> {
    let mut statement =
        conn.prepare(&format!("SELECT {COLUMNS} FROM journal WHERE seq > ?1 ORDER BY seq"))?;
    let mut rows = statement.query([from.seq.cast_signed()])?;
    let mut erasures = Erasures::default();
    let mut head = from;
    while let Some(row) = rows.next()? {
        let row = Row::read(row)?;
        if row.seq != head.seq + 1 {
            return Ok(Err(head.seq + 1));
        }
        if from.seq > 0 && Erasures::needs_start(&row) {
            return walk_while(conn, key, Head::NONE, go_on);
        }
        if !go_on(row.seq) {
            return Err(stopped());
        }
        if Erasures::is_erased(&row) {
            erasures.erased(&row);
        } else if row.mac != row.mark(key, &head.mac) || !erasures.take(&row) {
            return Ok(Err(row.seq));
        }
        head = Head { seq: row.seq, mac: row.mac };
    }
    Ok(match erasures.unaccounted() {
        Some(seq) => Err(seq),
        None => Ok(Chain { head, erased: erasures.accounted, certificates: erasures.certificates }),
    })
}

/// The variant's name, which serde writes as the body's tag.
fn kind_of(body: &str) -> Result<String, serde_json::Error> {
    #[derive(serde::Deserialize)]
    struct Tag {
        kind: String,
    }
    Ok(serde_json::from_str::<Tag>(body)?.kind)
}
