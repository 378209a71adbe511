//! Long work beside the desk: a thread with a connection of its own, its progress, and its end.
//!
//! It only reads the store. Dropping it stops it, and waits until it has stopped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, InterruptHandle};

use super::{Store, StoreError, connect};

/// Work that runs in a thread of its own.
pub struct Beside<T> {
    thread: Option<JoinHandle<Result<T, StoreError>>>,
    told: Told,
    interrupt: InterruptHandle,
}

/// What the work tells of its progress, and what it is told.
#[derive(Clone, Default)]
pub(super) struct Told {
    share: Arc<AtomicU8>,
    stopped: Arc<AtomicBool>,
}

impl Told {
    /// Tells how much is done of a part of the work that goes from one percentage to another. False
    /// where the work is to stop.
    pub(super) fn go_on(&self, part: (u8, u8), done: u64, all: u64) -> bool {
        let (from, to) = part;
        let width = u64::from(to.saturating_sub(from));
        let share = u8::try_from(done.saturating_mul(width) / all.max(1)).unwrap_or(to);
        self.share.store(from.saturating_add(share).min(to), Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }
}

impl Store {
    /// Begins work beside the desk; none for a store in memory.
    pub(super) fn beside<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(Connection, Told) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<Option<Beside<T>>, StoreError> {
        let Some(home) = &self.home else { return Ok(None) };
        let path = self.path();
        let conn = connect::unlocked(&path, &home.key)?;
        reads_only(&conn, &path)?;
        let interrupt = conn.get_interrupt_handle();
        let told = Told::default();
        let telling = told.clone();
        let thread = Builder::new()
            .name(name.to_owned())
            .spawn(move || work(conn, telling))
            .map_err(StoreError::io("begin work on", &path))?;
        Ok(Some(Beside { thread: Some(thread), told, interrupt }))
    }
}

fn reads_only(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;")
        .and_then(|()| conn.busy_timeout(Duration::from_secs(2)))
        .map_err(connect::sql(path))
}

impl<T> Beside<T> {
    /// How much of it is done, in percent.
    pub fn share(&self) -> u8 {
        self.told.share.load(Ordering::Relaxed)
    }

    /// What it came to, once it has ended; none while it runs, and none again after that.
    pub fn outcome(&mut self) -> Option<Result<T, StoreError>> {
        let ended = self.thread.as_ref().is_some_and(JoinHandle::is_finished);
        let thread = self.thread.take_if(|_| ended)?;
        Some(thread.join().unwrap_or(Err(StoreError::Stopped)))
    }
}

impl<T> Drop for Beside<T> {
    fn drop(&mut self) {
        self.told.stopped.store(true, Ordering::Relaxed);
        self.interrupt.interrupt();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<T> std::fmt::Debug for Beside<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Beside({} %)", self.share())
    }
}
