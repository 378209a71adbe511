//! The file to which a text for the clinical system goes.

use chrono::NaiveDateTime;

use crate::desk::copy_out::CopyOut;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::tui::effect::{BoardDeed, Deed};
use crate::tui::widgets::card::{Card, Field};

pub(super) fn file(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    // The reference alone: a folder's listing must name nobody.
    let reference = desk.episode(id)?.referral.reference;
    let file = format!("{}-{}.txt", reference.to_lowercase(), now.format("%Y-%m-%d-%H%M"));
    Ok(Card::new("Copy out to a file", "It holds the whole name and is not encrypted. That it was written is recorded.", now)
        .with(Field::text("file", "File").required().default(&file).help(
            "In the folder where liaison was started, unless you give another. A file that exists is left as it is.",
        )))
}

pub(super) fn file_deed(card: &Card, episode: EpisodeId, what: CopyOut) -> Deed {
    Deed::Board(BoardDeed::CopyToFile { episode, what, path: card.text("file") })
}
