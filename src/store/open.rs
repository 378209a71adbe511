//! Opening, resting and closing a store.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::backup;
use super::journal::{self, Head};
use super::keys::{DataKey, MacKey, random};
use super::link::Link;
use super::lock::StoreLock;
use super::vault::Vault;
use super::witness::{self, Running, Standing};
use super::{StoreError, connect, verify};

/// Largest database whose every page is checked at each opening, in bytes: about 0.3 s of work. A
/// larger one is checked by `verify`, so that nobody waits for it at the start of a shift.
const CHECKED_AT_OPEN: u64 = 16 * 1024 * 1024;
const AUDIT_KEY: &str = "audit_key";
const WITNESS_KEY: &str = "witness_key";
const CHECKED_AT: &str = "checked_at";

/// An open store. Wiping its key is dropping it.
pub struct Store {
    pub(super) conn: Link,
    pub(super) home: Option<Home>,
    pub(super) audit: MacKey,
    pub(super) head: Head,
    pub(super) device: Uuid,
    pub(super) device_seq: u64,
    pub(super) standing: Standing,
    pub(super) bulk: bool,
}

/// What a store on disk has beside its connection.
pub(super) struct Home {
    pub(super) lock: StoreLock,
    pub(super) key: DataKey,
    pub(super) witness: MacKey,
    pub(super) running: Running,
}

impl Store {
    /// Opens the store of a locked folder, or makes it where neither database nor witness is there yet.
    ///
    /// # Errors
    /// When the key does not fit, the vault is older than the store, a page is damaged or the
    /// chain is broken. A store behind its witness opens, for reading only: see [`Store::standing`].
    pub fn open(lock: &StoreLock, vault: &Vault, key: &DataKey) -> Result<Self, StoreError> {
        let place = lock.place();
        let path = place.database();
        if !path.exists() && place.witness().exists() {
            return Err(StoreError::Gone { path });
        }
        if path.exists()
            && let Some(layout) = connect::outdated(&path, key)?
        {
            backup::before_layout(place, key, layout, Utc::now())?;
        }
        let conn = connect::file(&path, key)?;
        if std::fs::metadata(&path).is_ok_and(|file| file.len() <= CHECKED_AT_OPEN) {
            verify::pages(&conn, &path)?;
        }
        let device = identity(&conn, &path, vault)?;
        let head = journal::head(&conn).map_err(connect::sql(&path))?;
        let marks = Marks::of(&conn, key).map_err(connect::sql(&path))?;
        let standing = witness::judge(&conn, place, &marks.witness, &head)?;
        let running = Running::open(place)?;
        let home = Home { lock: lock.clone(), key: key.clone(), witness: marks.witness, running };
        let mut store = Self {
            device_seq: last_of(&conn, &device).map_err(connect::sql(&path))?,
            home: Some(home),
            audit: marks.audit,
            conn: Link::Holds(conn),
            head,
            device,
            standing,
            bulk: false,
        };
        store.take_up_standing()?;
        if store.standing.reason().is_none() {
            connect::log_stays(&store.conn, false).map_err(connect::sql(&path))?;
        }
        Ok(store)
    }

    /// A store that is gone with the process, for tests.
    ///
    /// # Errors
    /// When the database cannot be made at all.
    pub fn in_memory() -> Result<Self, StoreError> {
        let no_key = |_| StoreError::Vault(super::VaultError::NoKey("no randomness"));
        Ok(Self {
            conn: Link::Holds(connect::memory()?),
            home: None,
            audit: DataKey::random().map_err(no_key)?.audit(),
            head: Head::NONE,
            device: uuid::Builder::from_random_bytes(random().map_err(no_key)?).into_uuid(),
            device_seq: 0,
            standing: Standing::Sound,
            bulk: false,
        })
    }

    /// The version of the cipher built into this program; none where it has none, and then no
    /// store opens.
    pub fn cipher_version() -> Option<String> {
        connect::cipher_version()
    }

    /// How the store stood against its witness when it was opened.
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The newest entry of the journal.
    pub fn head(&self) -> Head {
        self.head
    }

    /// This terminal's own random name.
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// Lets the store be written again after its standing was acknowledged by someone who may. The
    /// caller journals that it was.
    ///
    /// # Errors
    /// When the witness cannot be written.
    pub fn acknowledge(&mut self) -> Result<(), StoreError> {
        self.standing = Standing::Sound;
        self.conn.execute_batch("PRAGMA query_only = OFF").map_err(connect::sql(&self.path()))?;
        self.finalise()
    }

    /// Brings everything into the main file and renews the witness: at lock, sign-out and exit, when
    /// a form or a handover is finished, and while idle.
    ///
    /// # Errors
    /// When the disk refuses; everything acknowledged stays in the write-ahead log.
    pub fn finalise(&mut self) -> Result<(), StoreError> {
        self.take_up()?;
        if self.standing.reason().is_some() {
            return Ok(());
        }
        let path = self.path();
        let Some(home) = &mut self.home else { return Ok(()) };
        // Busy where the check beside the work is reading: what was saved stays in the log, synced, and
        // comes over the next time.
        self.conn
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
            .map_err(connect::sql(&path))?;
        witness::write(home.lock.place(), &home.witness, &self.head)?;
        home.running.note(&home.witness, &self.head);
        Ok(())
    }

    /// Notes that the vault was written, so that the one before it is refused from now on.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note_vault(&mut self, vault: &Vault) -> Result<(), StoreError> {
        note_generation(&self.conn, vault).map_err(connect::sql(&self.path()))
    }

    /// When everything was last checked and found sound.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn checked_at(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at: Option<i64> = meta(&self.conn, CHECKED_AT).map_err(connect::sql(&self.path()))?;
        Ok(at.and_then(DateTime::from_timestamp_millis))
    }

    /// Notes when everything was checked and found sound.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_checked_at(&self, at: DateTime<Utc>) -> Result<(), StoreError> {
        set_meta(&self.conn, CHECKED_AT, at.timestamp_millis()).map_err(connect::sql(&self.path()))
    }

    /// The database file, for error messages.
    pub(super) fn path(&self) -> PathBuf {
        self.home.as_ref().map_or_else(|| PathBuf::from("(memory)"), |home| home.lock.place().database())
    }

    fn take_up_standing(&mut self) -> Result<(), StoreError> {
        let path = self.path();
        let Some(home) = &mut self.home else { return Ok(()) };
        let place = home.lock.place();
        if self.standing.reason().is_some() {
            return self.conn.execute_batch("PRAGMA query_only = ON").map_err(connect::sql(&path));
        }
        let vouched = witness::vouched(place, &home.witness)?;
        journal::walk(&self.conn, &self.audit, vouched)
            .map_err(connect::sql(&path))?
            .map_err(|seq| StoreError::ChainBroken { path: path.clone(), seq })?;
        if !place.witness().exists() {
            witness::write(place, &home.witness, &self.head)?;
        }
        home.running.note(&home.witness, &self.head);
        Ok(())
    }
}

/// The keys that mark the journal and the witness. They follow from the key that the store was made
/// with; a store that went over to another key carries them along, for its marks are not made anew.
pub(super) struct Marks {
    pub(super) audit: MacKey,
    pub(super) witness: MacKey,
}

impl Marks {
    pub(super) fn of(conn: &Connection, key: &DataKey) -> rusqlite::Result<Self> {
        let carried = |name| -> rusqlite::Result<Option<MacKey>> {
            let bytes: Option<Vec<u8>> = meta(conn, name)?;
            Ok(bytes.and_then(|bytes| MacKey::from_bytes(&zeroize::Zeroizing::new(bytes))))
        };
        Ok(Self {
            audit: carried(AUDIT_KEY)?.unwrap_or_else(|| key.audit()),
            witness: carried(WITNESS_KEY)?.unwrap_or_else(|| key.witness()),
        })
    }

    pub(super) fn carry(&self, conn: &Connection) -> rusqlite::Result<()> {
        set_meta(conn, AUDIT_KEY, self.audit.as_bytes())?;
        set_meta(conn, WITNESS_KEY, self.witness.as_bytes())
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path())
            .field("seq", &self.head.seq)
            .finish_non_exhaustive()
    }
}

/// Ties the database to its vault and gives the terminal's name, making both up on the first opening.
fn identity(conn: &Connection, path: &Path, vault: &Vault) -> Result<Uuid, StoreError> {
    let known: Option<[u8; 16]> = meta(conn, "vault").map_err(connect::sql(path))?;
    match known {
        Some(id) if id != *vault.id() => return Err(StoreError::NotOurs { path: path.to_path_buf() }),
        Some(_) => {}
        None => set_meta(conn, "vault", vault.id()).map_err(connect::sql(path))?,
    }
    let generation: u64 =
        meta::<i64>(conn, "vault_generation").map_err(connect::sql(path))?.unwrap_or(0).cast_unsigned();
    if vault.generation() < generation {
        let (path, found) = (vault.path().to_path_buf(), vault.generation());
        return Err(StoreError::OlderVault { path, found, known: generation });
    }
    if vault.generation() > generation {
        note_generation(conn, vault).map_err(connect::sql(path))?;
    }
    let device: Option<[u8; 16]> = meta(conn, "device").map_err(connect::sql(path))?;
    if let Some(device) = device {
        return Ok(Uuid::from_bytes(device));
    }
    let bytes = random().map_err(super::VaultError::from)?;
    let device = uuid::Builder::from_random_bytes(bytes).into_uuid();
    set_meta(conn, "device", device.as_bytes()).map_err(connect::sql(path))?;
    Ok(device)
}

fn note_generation(conn: &Connection, vault: &Vault) -> rusqlite::Result<()> {
    set_meta(conn, "vault_generation", vault.generation().cast_signed())
}

/// A value of the store's own.
pub(super) fn meta<T: rusqlite::types::FromSql>(
    conn: &Connection,
    name: &str,
) -> rusqlite::Result<Option<T>> {
    conn.query_row("SELECT value FROM meta WHERE name = ?1", [name], |row| row.get(0)).optional()
}

/// Keeps a value of the store's own.
pub(super) fn set_meta(conn: &Connection, name: &str, value: impl rusqlite::ToSql) -> rusqlite::Result<()> {
    let sql = "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2";
    conn.execute(sql, rusqlite::params![name, value]).map(|_| ())
}

/// The terminal's last own number. Entries of other terminals are few, so this looks at few rows.
pub(super) fn last_of(conn: &Connection, device: &Uuid) -> rusqlite::Result<u64> {
    let sql = "SELECT device_seq FROM journal WHERE device = ?1 ORDER BY seq DESC LIMIT 1";
    let last: Option<i64> = conn.query_row(sql, [device.as_bytes()], |row| row.get(0)).optional()?;
    Ok(last.unwrap_or(0).cast_unsigned())
}
