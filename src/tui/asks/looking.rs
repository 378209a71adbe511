//! Why a record outside one's own shift or sites is opened: the reason is kept before it is shown.

use chrono::NaiveDateTime;

use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::tui::widgets::card::{Card, Field};

pub(super) fn why(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let title = format!("Open {} {}", episode.person().initials(), episode.referral.reference);
    let purpose = "It lies outside your shift or sites. Your reason is kept with the record, for this shift.";
    Ok(Card::new(title, purpose, now).with(
        Field::text("why", "Why you open it")
            .required()
            .help("Covering for a colleague; the court asked; the person is here again; handover; audit."),
    ))
}
