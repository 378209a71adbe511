//! One process per store.
//!
//! The lock belongs to the open file, so the system frees it however the process ends.

use std::fs::{File, TryLockError};
use std::sync::Arc;

use super::StoreError;
use super::place::Place;
use crate::platform;

/// The right to be the one process on a store. Copies share it; it is freed with the last of them.
#[derive(Clone, Debug)]
pub struct StoreLock {
    place: Place,
    _file: Arc<File>,
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
            Ok(()) => Ok(Self { place: place.clone(), _file: Arc::new(file) }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: place.dir().to_path_buf() }),
            Err(TryLockError::Error(source)) => Err(StoreError::Io { doing: "lock", path, source }),
        }
    }

    /// The folder locked.
    pub fn place(&self) -> &Place {
        &self.place
    }
}
