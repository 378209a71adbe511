//! Cards and deeds of the audit, of figures that leave, and of how long records are kept.

use zeroize::Zeroizing;

use crate::desk::audit::AuditAsk;
use crate::desk::figures::FiguresAsked;
use crate::domain::event::Disposal;
use crate::domain::ids::EpisodeId;

/// A card of the audit, or of how long a record is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TrailAsk {
    /// By whom the lines of the audit are.
    Who(AuditAsk),
    /// Under which verb they stand.
    Verb(AuditAsk),
    /// Of which days they are.
    Days(AuditAsk),
    /// The file to which they go, and why.
    ToFile(AuditAsk),
    /// The file to which these figures go.
    Figures(Box<FiguresAsked>),
    /// How long a record is kept.
    Class(EpisodeId),
    /// Why it is kept however old it is; or why no longer, where it is.
    Hold(EpisodeId),
    /// Why it is disposed of, and with whom.
    Dispose {
        /// Whose.
        episode: EpisodeId,
        /// How much of it.
        what: Disposal,
    },
}

/// A second person as typed into a card.
#[derive(Debug)]
pub struct Beside {
    /// Initials or sign-in name.
    pub who: String,
    /// Their passphrase.
    pub passphrase: Zeroizing<String>,
}

/// A deed of the audit, or of how long a record is kept.
#[derive(Debug)]
pub enum TrailDeed {
    /// Shows another part of the audit.
    Narrow(AuditAsk),
    /// Writes what is shown into a file.
    ToFile {
        /// Which part.
        asked: AuditAsk,
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
    /// Writes figures into a file.
    Figures {
        /// Which.
        asked: Box<FiguresAsked>,
        /// Which file.
        path: String,
    },
    /// Keeps a record under a class.
    Class {
        /// Whose.
        episode: EpisodeId,
        /// Code of the class.
        class: String,
    },
    /// Places a legal hold.
    Hold {
        /// On whose record.
        episode: EpisodeId,
        /// Why.
        reason: String,
    },
    /// Releases it.
    Release {
        /// On whose record.
        episode: EpisodeId,
        /// Why.
        reason: String,
        /// With whom.
        beside: Beside,
    },
    /// Disposes of a record.
    Dispose {
        /// Whose.
        episode: EpisodeId,
        /// How much of it.
        what: Disposal,
        /// Why.
        reason: String,
        /// With whom.
        beside: Beside,
        /// Its reference, typed again.
        reference: String,
    },
}
