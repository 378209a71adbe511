//! The full check: every page and every mark.

use super::beside::Beside;
use super::journal::{self, Head};
use super::{Store, StoreError, connect, verify};

/// Share of the work that the pages are; the rest is the journal.
const PAGES: (u8, u8) = (0, 40);
const JOURNAL: (u8, u8) = (40, 100);

/// A check that runs.
pub type FullCheck = Beside<Head>;

impl Store {
    /// Begins a check of everything as it stands now; none for a store in memory.
    ///
    /// # Errors
    /// When the database cannot be opened a second time, or no thread can be had.
    pub fn begin_check(&self) -> Result<Option<FullCheck>, StoreError> {
        let (path, audit) = (self.path(), self.audit.clone());
        self.beside("check", move |conn, told| {
            verify::pages(&conn, &path)?;
            told.go_on(PAGES, 1, 1);
            let head = journal::head(&conn).map_err(connect::sql(&path))?;
            let walked =
                journal::walk_while(&conn, &audit, Head::NONE, |seq| told.go_on(JOURNAL, seq, head.seq));
            match walked.map_err(connect::sql(&path))? {
                Ok(chain) => Ok(chain.head),
                Err(seq) => Err(StoreError::ChainBroken { path, seq }),
            }
        })
    }
}
