//! What the desk can refuse, in words for the person at it.

use thiserror::Error;

use crate::forms::LibraryError;
use crate::store::StoreError;

/// Why a verb of the desk did nothing. Whatever was saved before stays as it was.
#[derive(Debug, Error)]
pub enum DeskError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A form cannot be had.
    #[error("{0}. Nothing was changed.")]
    Form(#[from] LibraryError),
    /// A rule of the work says no.
    #[error("{what} {remedy}")]
    Refused {
        /// What is in the way.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// The record asked for is not in the store.
    #[error("This {0} is not in the store. Nothing was changed. Go back to the board and choose again.")]
    Unknown(&'static str),
}

impl DeskError {
    /// A refusal with what to do about it.
    pub fn refused(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), remedy: remedy.into() }
    }

    /// The exit code of sysexits that fits.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Store(error) => error.exit_code(),
            Self::Form(_) | Self::Refused { .. } | Self::Unknown(_) => 65,
        }
    }
}
