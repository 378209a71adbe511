//! One process per store.
//!
//! The lock belongs to the open file, so the system frees it however the process ends. It is also
//! given back in so many words: a program just being started (a spooler) has the file open for a
//! moment too, and would hold it on.

use std::fs::{File, TryLockError};
use std::sync::Arc;

use super::StoreError;
use super::place::Place;
use crate::platform;

/// The right to be the one process on a store. Copies share it; it is freed with the last of them.
#[derive(Clone, Debug)]
pub struct StoreLock {
    held: Arc<Held>,
}

#[derive(Debug)]
struct Held {
    place: Place,
    file: File,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Where this fails, closing the file frees it.
        let _ = self.file.unlock();
    }
}

impl StoreLock {
    /// Takes the lock, or refuses at once.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process holds it; an I/O error naming the lock file.
    pub fn take(place: &Place) -> Result<Self, StoreError> {
        let path = place.lock_file();
        let file = platform::private_file()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { held: Arc::new(Held { place: place.clone(), file }) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: place.dir().to_path_buf() }),
            Err(TryLockError::Error(source)) => Err(StoreError::Io { doing: "lock", path, source }),
        }
    }

    /// The folder locked.
    pub fn place(&self) -> &Place {
        &self.held.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_free_at_once_though_another_program_still_has_the_file_open() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::prepare(folder.path()).unwrap();
        let lock = StoreLock::take(&place).unwrap();
        let inherited = lock.held.file.try_clone().unwrap();
        assert!(matches!(StoreLock::take(&place), Err(StoreError::InUse { .. })));
        drop(lock);
        StoreLock::take(&place).unwrap();
        drop(inherited);
    }
}
