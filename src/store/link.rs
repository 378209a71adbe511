//! The connection of an open store, and what stands in its place while its file cannot be opened.
//!
//! After a failed save the file is opened anew. Where the disk refuses that too, the link is lost:
//! everything that is read tries again, and the next save first takes up where the file stands. So
//! work goes on as soon as the disk does.

use std::cell::OnceCell;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::keys::DataKey;
use super::{StoreError, connect};

/// A connection, or the way to one.
pub(super) enum Link {
    /// It is open.
    Holds(Connection),
    /// It was closed and could not be opened again, or not yet.
    Lost(Box<Lost>),
}

/// How a closed store is opened again.
pub(super) struct Lost {
    path: PathBuf,
    key: DataKey,
    found: OnceCell<Connection>,
    /// Holds nothing: whoever asks it is told so.
    nothing: Connection,
}

impl Link {
    /// A link whose connection is closed; it is opened anew when something is read.
    pub(super) fn lost(path: &Path, key: &DataKey) -> Result<Self, StoreError> {
        let nothing = connect::nothing().map_err(connect::sql(path))?;
        let (path, key) = (path.to_path_buf(), key.clone());
        Ok(Self::Lost(Box::new(Lost { path, key, found: OnceCell::new(), nothing })))
    }

    /// Whether it was lost: then what the store remembers of the file has to be read again.
    pub(super) fn is_lost(&self) -> bool {
        matches!(self, Self::Lost(_))
    }
}

impl Deref for Link {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Holds(conn) => conn,
            Self::Lost(lost) => lost.conn(),
        }
    }
}

impl Lost {
    fn conn(&self) -> &Connection {
        if let Some(conn) = self.found.get() {
            return conn;
        }
        match connect::file(&self.path, &self.key) {
            Ok(conn) => self.found.get_or_init(|| conn),
            Err(_) => &self.nothing,
        }
    }
}
