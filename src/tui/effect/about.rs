//! Whom a screen or a card is about.

use super::{Ask, Go};
use crate::domain::ids::EpisodeId;

impl Go {
    /// Whose record it shows, where it shows one: looking is journalled, and may need a reason.
    pub fn record(&self) -> Option<EpisodeId> {
        match self {
            Self::Episode(id) | Self::Details(id) | Self::CopyOut(id) | Self::Existing(id) => Some(*id),
            Self::Read { episode: id, .. } => Some(*id),
            Self::Paper(asked) => asked.episode(),
            _ => None,
        }
    }
}

impl Ask {
    /// Whom it is about, where it may also be entered for an earlier time.
    pub fn episode(&self) -> Option<EpisodeId> {
        match self {
            Self::See(id)
            | Self::Consent(id)
            | Self::Hold(id)
            | Self::EndHold(id)
            | Self::NotSeen(id)
            | Self::Clock(id)
            | Self::Move(id)
            | Self::Left(id)
            | Self::Close(id)
            | Self::Task(id)
            | Self::Note(id)
            | Self::Contingency(id) => Some(*id),
            Self::SetAside { episode, .. }
            | Self::Tell { episode, .. }
            | Self::Refer { episode, .. }
            | Self::Refuse { episode, .. }
            | Self::Step { episode, .. }
            | Self::TaskDone { episode, .. }
            | Self::Pathway { episode, .. } => Some(*episode),
            _ => None,
        }
    }
}
