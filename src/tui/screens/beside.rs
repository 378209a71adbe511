//! The person a line is about, in a few lines beside the list: the same on every list.

use crate::desk::summary::Summary;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::reel::Tone;

/// Lines that one entry may take.
const MOST: usize = 3;

/// What may be shown of the person in focus without opening their record.
#[derive(Debug, Default)]
pub enum Beside {
    /// The line is about no one person, or about one whose record is gone.
    #[default]
    Nobody,
    /// Their record asks why it is opened.
    AsksWhy(EpisodeId),
    /// The person in a few lines.
    Person(Box<Summary>),
}

impl Beside {
    /// Reads what may be shown of a person.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read(desk: &Desk, id: Option<EpisodeId>) -> Result<Self, DeskError> {
        let Some(id) = id else { return Ok(Self::Nobody) };
        match desk.summary(id) {
            Ok(Some(summary)) => Ok(Self::Person(Box::new(summary))),
            Ok(None) => Ok(Self::AsksWhy(id)),
            // Disposed of: what names it may still stand in a list.
            Err(DeskError::Unknown(_)) => Ok(Self::Nobody),
            Err(error) => Err(error),
        }
    }

    /// What stands beside the list, where the line in focus is about this person.
    pub fn detail(&self, focused: Option<EpisodeId>) -> Detail {
        let mut detail = Detail::default();
        let Some(id) = focused else { return detail };
        match self {
            Self::Person(summary) if summary.episode == id => told(summary, &mut detail),
            Self::AsksWhy(whose) if *whose == id => {
                let why = "Outside your shift or your sites. Enter asks why you open the record.";
                detail.push(Tone::Aside, why);
            }
            _ => {}
        }
        detail
    }
}

fn told(summary: &Summary, detail: &mut Detail) {
    let blocks = [
        ("OPEN", &summary.open),
        ("CLOCKS", &summary.clocks),
        ("CONSENT TO", &summary.consents),
        ("LAST", &summary.last),
    ];
    for (title, entries) in blocks.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        detail.push(Tone::Heading, title);
        for entry in entries {
            detail.push_short(Tone::Plain, entry.as_str(), MOST);
        }
    }
}
