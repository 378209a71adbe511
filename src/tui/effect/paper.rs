//! Papers: which one is shown, and what is done with it.

use chrono::NaiveDate;

use crate::desk::figures::FiguresAsked;
use crate::desk::note::HandoverAsk;
use crate::domain::ids::EpisodeId;

/// A paper to show as it prints.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaperAsk {
    /// A handover for one of its readers.
    Handover(HandoverAsk),
    /// One person, for a call.
    Sbar(EpisodeId),
    /// The letter to the GP.
    GpLetter(EpisodeId),
    /// The paper of a reader outside the team about one person.
    One {
        /// About whom.
        episode: EpisodeId,
        /// For whom, and whether by name.
        ask: HandoverAsk,
    },
    /// The board of some sites; none named = all.
    Board(Vec<String>),
    /// The week of the rota in which a day lies.
    Rota {
        /// The day.
        day: NaiveDate,
        /// One site only.
        site: Option<String>,
    },
    /// A blank form.
    Blank(String),
    /// The figures of a period on one page.
    Figures(Box<FiguresAsked>),
    /// Who has what open, and who was supervised when.
    Caseload,
}

impl PaperAsk {
    /// Whose record it is made of.
    pub fn episode(&self) -> Option<EpisodeId> {
        match self {
            Self::Sbar(id) | Self::GpLetter(id) | Self::One { episode: id, .. } => Some(*id),
            _ => None,
        }
    }

    /// The handover asked for, where it is one for a reader.
    pub fn handover(&self) -> Option<&HandoverAsk> {
        match self {
            Self::Handover(ask) | Self::One { ask, .. } => Some(ask),
            _ => None,
        }
    }

    /// The same with full names, or with initials.
    #[must_use]
    pub fn with_names(&self, names: Option<String>) -> Self {
        let named = |ask: &HandoverAsk| HandoverAsk { names: names.clone(), ..ask.clone() };
        match self {
            Self::Handover(ask) => Self::Handover(named(ask)),
            Self::One { episode, ask } => Self::One { episode: *episode, ask: named(ask) },
            other => other.clone(),
        }
    }
}

/// Where a paper is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sending {
    /// The way out, as the command line has it: `printer:NAME`, `command`, `terminal`, a file.
    pub destination: String,
    /// Who is to read it.
    pub reader: String,
}
