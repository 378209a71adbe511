//! Writing: one user act is one transaction of events and the projections they change.

use rusqlite::{Connection, ErrorCode, ffi};
use uuid::Uuid;

use super::journal::{self, Head, Row, to_millis};
use super::keys::{DataKey, MacKey};
use super::link::Link;
use super::open::last_of;
use super::witness::Standing;
use super::{Store, StoreError, connect, project};
use crate::domain::event::{Draft, Event};

impl Store {
    /// Appends one act to the journal and brings the projections up to date, in one transaction.
    ///
    /// Gives one event per draft, in order. A draft whose id is already stored writes nothing and
    /// gives the stored event: sending an act twice is harmless.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`]; [`StoreError::NotSaved`] when reading back after a failure showed
    /// that nothing was stored; [`StoreError::Uncertain`] when it could not be read back.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Event>, StoreError> {
        self.take_up()?;
        self.check_writable()?;
        if self.bulk && self.conn.is_autocommit() {
            // A full disk has undone the bulk; an act must not be stored apart from the rest of it.
            let source = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_ABORT_ROLLBACK), None);
            return Err(StoreError::NotSaved { path: self.path(), source });
        }
        let (open, close, undo) = if self.bulk {
            ("SAVEPOINT act", "RELEASE act", "ROLLBACK TO act; RELEASE act")
        } else {
            ("BEGIN IMMEDIATE", "COMMIT", "ROLLBACK")
        };
        let mut writer = Writer::of(self);
        let written = writer.write(drafts, open, close);
        let (head, device_seq) = (writer.head, writer.device_seq);
        match written {
            Ok(events) => {
                (self.head, self.device_seq) = (head, device_seq);
                self.note_running();
                Ok(events)
            }
            Err(failure) => {
                // Fails where the failure itself has ended the transaction.
                let _ = self.conn.execute_batch(undo);
                self.settle(drafts, failure)
            }
        }
    }

    /// Begins a transaction that holds every append until [`Store::end_bulk`]: for filling a demo
    /// store.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or when the database refuses.
    pub fn begin_bulk(&mut self) -> Result<(), StoreError> {
        self.take_up()?;
        self.check_writable()?;
        self.conn.execute_batch("BEGIN IMMEDIATE").map_err(connect::sql(&self.path()))?;
        self.bulk = true;
        Ok(())
    }

    /// Ends it: keeps all of what was appended, or drops all of it.
    ///
    /// # Errors
    /// When the commit fails; nothing of it is stored then.
    pub fn end_bulk(&mut self, keep: bool) -> Result<(), StoreError> {
        let path = self.path();
        self.bulk = false;
        let ended = self.conn.execute_batch(if keep { "COMMIT" } else { "ROLLBACK" });
        if ended.is_err() || !keep {
            // Fails where the failed commit has already ended the transaction.
            let _ = self.conn.execute_batch("ROLLBACK");
            self.reread().map_err(connect::sql(&path))?;
        }
        self.note_running();
        ended.map_err(connect::sql(&path))
    }

    /// The key of a store on disk: for adding a person to its vault.
    pub fn key(&self) -> Option<&DataKey> {
        self.home.as_ref().map(|home| &home.key)
    }

    /// The key that marks the witness.
    pub(super) fn witness_key(&self) -> Option<MacKey> {
        self.home.as_ref().map(|home| home.witness.clone())
    }

    pub(super) fn check_writable(&self) -> Result<(), StoreError> {
        self.standing.reason().map_or(Ok(()), |reason| Err(StoreError::ReadOnly { reason }))
    }

    fn note_running(&mut self) {
        if self.bulk {
            return;
        }
        if let Some(home) = &mut self.home {
            home.running.note(&home.witness, &self.head);
        }
    }

    /// After a failed write: finds out whether it reached the disk all the same, and tells the truth.
    pub(super) fn settle(&mut self, drafts: &[Draft], failure: Failure) -> Result<Vec<Event>, StoreError> {
        let path = self.path();
        let source = match failure {
            Failure::Layout => return Err(StoreError::Unreadable { path, what: "records" }),
            Failure::Sql(source) => source,
        };
        let refused = source.sqlite_error_code() == Some(ErrorCode::ConstraintViolation);
        if refused || self.bulk || self.home.is_none() {
            return Err(StoreError::NotSaved { path, source });
        }
        match self.reopen().and_then(|()| self.stored(drafts)) {
            Ok(Some(events)) => Ok(events),
            Ok(None) => Err(StoreError::NotSaved { path, source }),
            Err(_) => Err(StoreError::Uncertain { path, source }),
        }
    }

    /// Closes the database and opens it again, so that what is seen is what is on the disk.
    fn reopen(&mut self) -> Result<(), StoreError> {
        let path = self.path();
        let Some(home) = &self.home else { return Ok(()) };
        // The last connection has to go first: only then is the log read again from its file.
        self.conn = Link::lost(&path, &home.key)?;
        let conn = connect::file(&path, &home.key)?;
        let known = self.head;
        self.read_again(conn).map_err(connect::sql(&path))?;
        if self.head.seq < known.seq {
            // Entries that were acknowledged are gone: as at opening, nothing more is written.
            self.standing = Standing::RolledBack { witnessed: known.seq, found: self.head.seq };
            return self.conn.execute_batch("PRAGMA query_only = ON").map_err(connect::sql(&path));
        }
        self.note_running();
        Ok(())
    }

    /// Opens the file again where that failed before, and reads where it stands.
    pub(super) fn take_up(&mut self) -> Result<(), StoreError> {
        if self.conn.is_lost() { self.reopen() } else { Ok(()) }
    }

    /// Takes over a connection newly opened, with the head that is found.
    pub(super) fn read_again(&mut self, conn: Connection) -> rusqlite::Result<()> {
        let (head, device_seq) = (journal::head(&conn)?, last_of(&conn, &self.device)?);
        (self.head, self.device_seq, self.conn) = (head, device_seq, Link::Holds(conn));
        Ok(())
    }

    pub(super) fn reread(&mut self) -> rusqlite::Result<()> {
        self.head = journal::head(&self.conn)?;
        self.device_seq = last_of(&self.conn, &self.device)?;
        Ok(())
    }

    /// The stored events of all these drafts, or `None` where one is missing.
    fn stored(&self, drafts: &[Draft]) -> Result<Option<Vec<Event>>, StoreError> {
        let path = self.path();
        let mut events = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let row = journal::find(&self.conn, &draft.id).map_err(connect::sql(&path))?;
            let Some(event) = row.and_then(Row::into_event) else { return Ok(None) };
            events.push(event);
        }
        Ok(Some(events))
    }
}

/// Why a write failed.
pub(super) enum Failure {
    Sql(rusqlite::Error),
    Layout,
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Failure {
    fn from(_: serde_json::Error) -> Self {
        Self::Layout
    }
}

/// The state of one transaction; the store takes it over only when it is committed.
pub(super) struct Writer<'a> {
    pub(super) conn: &'a Connection,
    audit: &'a MacKey,
    pub(super) head: Head,
    device: Uuid,
    pub(super) device_seq: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn of(store: &'a Store) -> Self {
        Self {
            conn: &store.conn,
            audit: &store.audit,
            head: store.head,
            device: store.device,
            device_seq: store.device_seq,
        }
    }

    fn write(&mut self, drafts: &[Draft], open: &str, close: &str) -> Result<Vec<Event>, Failure> {
        self.conn.prepare_cached(open)?.execute([])?;
        let events = drafts.iter().map(|draft| self.one(draft)).collect::<Result<Vec<_>, _>>()?;
        self.conn.prepare_cached(close)?.execute([])?;
        Ok(events)
    }

    pub(super) fn one(&mut self, draft: &Draft) -> Result<Event, Failure> {
        if let Some(row) = journal::find(self.conn, &draft.id)? {
            return row.into_event().ok_or(Failure::Layout);
        }
        let event = Event {
            seq: self.head.seq + 1,
            id: draft.id,
            at: to_millis(draft.at),
            entered_at: to_millis(draft.entered_at),
            device: self.device,
            device_seq: self.device_seq + 1,
            actor: draft.actor,
            episode: draft.episode,
            site: draft.site.clone(),
            body: draft.body.clone(),
        };
        let row = Row::of(&event, self.audit, &self.head)?;
        row.insert(self.conn)?;
        project::take_up(self.conn, &event)?;
        self.head = Head { seq: row.seq, mac: row.mac };
        self.device_seq = event.device_seq;
        Ok(event)
    }
}

impl From<project::Misfit> for Failure {
    fn from(misfit: project::Misfit) -> Self {
        match misfit {
            project::Misfit::Sql(error) => Self::Sql(error),
            project::Misfit::Body => Self::Layout,
        }
    }
}
