//! Those who were not seen: found on a list and left alone, declined, gone before anybody came.

use chrono::Duration;

use super::dice::Dice;
use crate::desk::{Desk, DeskError};
use crate::domain::event::Taking;
use crate::domain::ids::EpisodeId;
use crate::domain::service::find;

/// About how often each comes up; any other code counts as one.
const REASONS: [(&str, usize); 6] = [
    ("declined", 60),
    ("released", 50),
    ("to_court", 25),
    ("out_of_hours", 20),
    ("no_staff", 10),
    ("transferred", 6),
];
const INSTEAD: [(&str, usize); 3] = [("told_custody", 50), ("leaflet", 30), ("told_court_team", 12)];
const SOURCES: [(&str, usize); 2] = [("ld_trawl", 60), ("custody_officer", 30)];

/// Takes up somebody who was found on a list as a referral, some minutes later.
pub(super) fn take_up(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let lists = &service.lists;
    desk.at(desk.now() + Duration::minutes(5) + dice.minutes(50));
    let taking = Taking {
        source: dice.weighed(&lists.sources, &SOURCES),
        told_by: "custody".to_owned(),
        received_at: desk.now(),
        reason: dice.code(&lists.reasons),
        details: String::new(),
        priority: dice.code(&lists.priorities),
    };
    desk.take_referral(id, &taking)
}

/// Closes an episode as not seen; some are known to have left.
pub(super) fn not_seen(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let service = desk.service().clone();
    let lists = &service.lists;
    if dice.one_in(3) {
        desk.record_left(id, &dice.weighed(&lists.outcomes, &super::seen::OUTCOMES), desk.now())?;
    }
    let mut instead = dice.weighed(&lists.done_instead, &INSTEAD);
    if find(&lists.done_instead, &instead).is_some_and(|code| code.nothing_done) {
        // What was done counts where there is a risk; a few closed with nothing done have none.
        let told = lists.done_instead.iter().find(|code| !code.nothing_done);
        instead = told.map(|code| code.code.clone()).unwrap_or_default();
    }
    desk.not_seen(id, &dice.weighed(&lists.not_seen_reasons, &REASONS), &instead, "")
}
