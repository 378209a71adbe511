//! The card that asks before something is taken back: what it was, and how it stands then.

use chrono::NaiveDateTime;

use super::about;
use crate::desk::{Desk, DeskError};
use crate::domain::time::near;
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

pub(super) fn card(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let last = desk.last_act()?;
    let whom = last.episode.map(|id| about(desk, id)).transpose()?;
    let title = whom.map_or_else(|| "Take back".to_owned(), |whom| format!("Take back: {whom}"));
    let purpose = format!("{} {}. Both entries stay to be read.", near(last.at, desk.now()), last.what);
    let sure = vec![ChoiceOption::new("back", format!("Yes: {}", last.then))];
    // A low screen has no room for the purpose of a card: what it was stands beside the question too.
    Ok(Card::new(title, purpose, now).with(
        Field::choice("sure", "Take it back", sure)
            .required()
            .help(format!("{}. Esc leaves it as it is; a further entry takes it back.", last.what)),
    ))
}
