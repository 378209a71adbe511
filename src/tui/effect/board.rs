//! Deeds of the board: who is who, a court's list, and what goes into the clinical system.

use chrono::{DateTime, Utc};

use crate::desk::copy_out::CopyOut;
use crate::desk::court::CourtRow;
use crate::desk::referral::NewReferral;
use crate::domain::event::Activity;
use crate::domain::ids::{EpisodeId, PersonId};

/// A deed of the board.
#[derive(Debug)]
pub enum BoardDeed {
    /// A new referral of which somebody said whose it is.
    Refer(Box<NewReferral>),
    /// A court's list, all of it.
    CourtList {
        /// Site code of the court.
        court: String,
        /// The rows as typed.
        rows: Vec<CourtRow>,
    },
    /// Who somebody on a court's list is; the list is saved then.
    Settle {
        /// Place of the row, from 0.
        row: usize,
        /// The person of an earlier episode; none for somebody new.
        same: Option<PersonId>,
    },
    /// Something was done without an episode.
    Log {
        /// Site code, where it belongs to one.
        site: Option<String>,
        /// What it was.
        activity: Activity,
        /// When it was.
        at: DateTime<Utc>,
    },
    /// The text shown goes to a new file.
    CopyToFile {
        /// Whose record.
        episode: EpisodeId,
        /// Which part of it.
        what: CopyOut,
        /// The file's path as typed.
        path: String,
    },
    /// The text shown goes to the clipboard of the terminal.
    CopyToClipboard {
        /// Whose record.
        episode: EpisodeId,
        /// Which part of it.
        what: CopyOut,
    },
    /// What is shown stands in the clinical system now.
    Entered {
        /// Whose record.
        episode: EpisodeId,
        /// Which part of it.
        what: CopyOut,
    },
}
