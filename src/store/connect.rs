//! The open sequence. Its order matters: see each step.

use std::path::Path;
use std::sync::Once;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::Zeroizing;

use super::keys::DataKey;
use super::{StoreError, hex, migrations, rebuild};
use crate::platform;

/// Statements kept compiled; more than the program has.
const STATEMENTS: usize = 64;

/// Opens the database under its key, with every setting on which safety depends, and brings its
/// layout up to date.
pub(super) fn file(path: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    let conn = unlocked(path, key)?;
    layout(&conn, path)?;
    settings(&conn, path)?;
    migrate(&conn, path)?;
    Ok(conn)
}

/// Opens the database under its key, or makes an empty one, and leaves it as it is.
pub(super) fn unlocked(path: &Path, key: &DataKey) -> Result<Connection, StoreError> {
    // Created here, not by SQLite, so that it and its -wal and -shm are private from the start.
    platform::private_file()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .and_then(|_| platform::make_private(path))
        .map_err(StoreError::io("open", path))?;
    cipher_is_ready();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).map_err(sql(path))?;
    // What turns out damaged is left byte for byte: closing it must not bring its log over.
    log_stays(&conn, true).map_err(sql(path))?;
    unlock(&conn, path, key)?;
    Ok(conn)
}

/// Whether the log is left beside the file when the last connection is closed.
pub(super) fn log_stays(conn: &Connection, stays: bool) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, stays).map(drop)
}

/// The version of the cipher built in; none where there is none.
pub(super) fn cipher_version() -> Option<String> {
    let conn = nothing().ok()?;
    let version: String = conn.query_row("PRAGMA cipher_version", [], |row| row.get(0)).ok()?;
    Some(version).filter(|version| !version.is_empty())
}

/// SQLite calls itself ready before SQLCipher has set itself up, so of two threads that open a process's
/// first databases at one moment the second could be refused its key. One opens alone, the others wait.
fn cipher_is_ready() {
    static READY: Once = Once::new();
    // Where this fails, so does the opening that follows, and that one says why.
    READY.call_once(|| drop(Connection::open_in_memory()));
}

/// An empty database, gone with its connection.
pub(super) fn nothing() -> rusqlite::Result<Connection> {
    cipher_is_ready();
    Connection::open_in_memory()
}

/// A database that is gone with the process, for tests.
pub(super) fn memory() -> Result<Connection, StoreError> {
    let path = Path::new(":memory:");
    let conn = nothing().map_err(sql(path))?;
    common(&conn).map_err(sql(path))?;
    migrate(&conn, path)?;
    Ok(conn)
}

fn unlock(conn: &Connection, path: &Path, key: &DataKey) -> Result<(), StoreError> {
    let pragma =
        Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", &*Zeroizing::new(hex::encode(key.as_bytes()))));
    conn.execute_batch(&pragma).map_err(sql(path))?;
    // A plain SQLite ignores the key without a word and would write in clear.
    let cipher: Result<String, _> = conn.query_row("PRAGMA cipher_version", [], |row| row.get(0));
    if !cipher.is_ok_and(|version| !version.is_empty()) {
        return Err(StoreError::NoCipher { path: path.to_path_buf() });
    }
    // Before the first page is read: the cipher would write its errors across the screen.
    conn.execute_batch("PRAGMA cipher_log_level = NONE").map_err(sql(path))?;
    let read: Result<i64, _> = conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0));
    match read {
        Ok(_) => Ok(()),
        Err(e) if e.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            Err(StoreError::NotOurs { path: path.to_path_buf() })
        }
        Err(source) => Err(sql(path)(source)),
    }
}

/// Refuses what another program, or a newer one of ours, has written.
fn layout(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let id: i32 = pragma(conn, path, "application_id")?;
    let found = version(conn, path)?;
    if id != migrations::APPLICATION_ID && (id != 0 || found != 0) {
        return Err(StoreError::NotOurs { path: path.to_path_buf() });
    }
    let known = migrations::newest();
    if found > known {
        return Err(StoreError::Newer { path: path.to_path_buf(), found, known });
    }
    let projection = if found > 0 { rebuild::number(conn).map_err(sql(path))? } else { None };
    if let Some(projection) = projection.filter(|number| *number > rebuild::PROJECTION) {
        let number = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        let (found, known) = (number(projection), number(rebuild::PROJECTION));
        return Err(StoreError::Newer { path: path.to_path_buf(), found, known });
    }
    Ok(())
}

fn settings(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let refused = |setting| StoreError::Setting { path: path.to_path_buf(), setting };
    conn.busy_timeout(Duration::from_secs(2)).map_err(sql(path))?;
    let mode: String =
        conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).map_err(sql(path))?;
    if mode != "wal" {
        return Err(refused("journal_mode=WAL"));
    }
    conn.execute_batch("PRAGMA synchronous = FULL").map_err(sql(path))?;
    if pragma::<i32>(conn, path, "synchronous")? != 2 {
        return Err(refused("synchronous=FULL"));
    }
    common(conn).map_err(sql(path))
}

fn common(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; \
         PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
    )
}

/// The layout that a database is to be brought up to, where it is of an older one, or its projections
/// were made in an older way.
pub(super) fn outdated(path: &Path, key: &DataKey) -> Result<Option<u32>, StoreError> {
    let conn = unlocked(path, key)?;
    layout(&conn, path)?;
    let found = version(&conn, path)?;
    Ok((found > 0 && !is_newest(&conn, found, path)?).then(migrations::newest))
}

fn is_newest(conn: &Connection, found: u32, path: &Path) -> Result<bool, StoreError> {
    let projection = rebuild::number(conn).map_err(sql(path))?;
    Ok(found == migrations::newest() && projection == Some(rebuild::PROJECTION))
}

/// Brings an older layout, or projections made in an older way, up to date.
fn migrate(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = version(conn, path)?;
    if found == migrations::newest() && is_newest(conn, found, path)? {
        return Ok(());
    }
    migrations::run(conn, found).map_err(|misfit| misfit.at(path, "journal entries"))
}

fn version(conn: &Connection, path: &Path) -> Result<u32, StoreError> {
    pragma(conn, path, "user_version")
}

fn pragma<T: rusqlite::types::FromSql>(conn: &Connection, path: &Path, name: &str) -> Result<T, StoreError> {
    conn.pragma_query_value(None, name, |row| row.get(0)).map_err(sql(path))
}

/// For `map_err`: an error of the database at this path.
pub(super) fn sql<'a>(path: &'a Path) -> impl FnOnce(rusqlite::Error) -> StoreError + use<'a> {
    move |source| match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => {
            StoreError::Damaged { path: path.to_path_buf(), what: "a page does not read".into() }
        }
        Some(ErrorCode::OperationInterrupted) => StoreError::Stopped,
        Some(ErrorCode::NotADatabase) => StoreError::NotOurs { path: path.to_path_buf() },
        // Only what stands in the place of a file that cannot be opened has no tables.
        _ if source.to_string().starts_with("no such table") => {
            let closed = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
            StoreError::Sql { path: path.to_path_buf(), source: rusqlite::Error::SqliteFailure(closed, None) }
        }
        _ => StoreError::Sql { path: path.to_path_buf(), source },
    }
}
