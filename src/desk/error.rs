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
        /// What supplies it, for a screen to name the key.
        offer: Option<Need>,
    },
    /// What leaves the store could not be written.
    #[error("{what} {remedy}")]
    Unwritten {
        /// What was being written, and why it could not be.
        what: String,
        /// What was kept, and what to do.
        remedy: &'static str,
    },
    /// The record asked for is not in the store.
    #[error("This {0} is not in the store. Nothing was changed. Go back to the board and choose again.")]
    Unknown(&'static str),
}

/// What supplies the thing for want of which a guard refused. A screen names its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Telling custody or court.
    Tell,
    /// The record itself: its open lines are gone through one by one.
    OpenLine,
    /// The triage.
    Triage,
    /// The decision on a full assessment.
    Decide,
    /// The end of the hold.
    EndHold,
    /// A consent.
    Consent,
    /// Passing the result to a clinician.
    Escalate,
    /// "Not seen", with what was done instead.
    NotSeen,
    /// The forms.
    Screen,
    /// How the person left.
    Left,
}

impl DeskError {
    /// A refusal with what to do about it.
    pub fn refused(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Refused { what: what.into(), remedy: remedy.into(), offer: None }
    }

    /// The same refusal, with what supplies what is missing.
    #[must_use]
    pub fn offering(self, need: Need) -> Self {
        match self {
            Self::Refused { what, remedy, .. } => Self::Refused { what, remedy, offer: Some(need) },
            other => other,
        }
    }

    /// What supplies what is missing, where a verb does.
    pub fn offer(&self) -> Option<Need> {
        match self {
            Self::Refused { offer, .. } => *offer,
            _ => None,
        }
    }

    /// The exit code of sysexits that fits.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Store(error) => error.exit_code(),
            Self::Unwritten { .. } => 74,
            Self::Form(_) | Self::Refused { .. } | Self::Unknown(_) => 65,
        }
    }
}
