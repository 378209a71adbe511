//! Closed episodes of earlier years, so that a store has its real size.
//!
//! Every twentieth holds a whole screening, answer by answer; the others are as short as many are:
//! come in, seen or not, some referred on, closed. So a store of 300,000 is made in minutes.

mod people;

use std::sync::Arc;

use chrono::{DateTime, Datelike, Duration, Utc};

use self::people::People;
use super::evening::{answer_calmly, decide, enter_all, score};
use crate::desk::close::Closing;
use crate::desk::plan::NewOnward;
use crate::desk::referral::{Beside, NewReferral};
use crate::desk::seeing::Seeing;
use crate::desk::share::percent;
use crate::desk::{Desk, DeskError, StoreError};
use crate::domain::event::OnwardStep;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Code, Service, find};
use crate::domain::time::local;

/// How far back the first episode lies.
const YEARS: i64 = 5;
/// Episodes made in one transaction.
const BATCH: usize = 2_000;
/// One in so many episodes holds a whole screening.
const SCREENED: usize = 20;

/// A small generator of repeatable numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let sides = u64::try_from(sides).unwrap_or(1).max(1);
        usize::try_from((z ^ (z >> 31)) % sides).unwrap_or(0)
    }

    fn code(&mut self, list: &[Code]) -> String {
        list.get(self.roll(list.len())).map(|code| code.code.clone()).unwrap_or_default()
    }
}

/// Fills the store with closed episodes that end before `until`, for as long as it is told to go on.
pub(super) fn fill(
    desk: &mut Desk,
    until: DateTime<Utc>,
    episodes: usize,
    seed: u64,
    go_on: &mut dyn FnMut(u8) -> bool,
) -> Result<(), DeskError> {
    let (mut dice, mut people) = (Dice(seed), People::new());
    let span = Duration::days(YEARS * 365);
    let step = span / i32::try_from(episodes.max(1)).unwrap_or(i32::MAX);
    let mut made = 0;
    while made < episodes {
        let batch = BATCH.min(episodes - made);
        desk.in_bulk(|desk| {
            for number in made..made + batch {
                if !go_on(percent(number as u64, episodes as u64)) {
                    return Err(StoreError::Stopped.into());
                }
                let before = step * i32::try_from(episodes - number).unwrap_or(1);
                past_episode(desk, until - before - Duration::hours(12), number, &mut people, &mut dice)?;
            }
            Ok(())
        })?;
        made += batch;
    }
    Ok(())
}

fn past_episode(
    desk: &mut Desk,
    at: DateTime<Utc>,
    number: usize,
    people: &mut People,
    dice: &mut Dice,
) -> Result<(), DeskError> {
    desk.at(at);
    let service = Arc::clone(desk.service());
    let new = referral(&service, at, number, people, dice);
    let id = desk.receive_referral(&new)?;
    desk.at(at + Duration::minutes(30 + i64::try_from(dice.roll(180)).unwrap_or(0)));
    let is_screened = number % SCREENED == SCREENED - 1;
    // Nobody at risk is let go without a form.
    if !is_screened && (dice.roll(5) == 0 || says_risk(&service, &new)) {
        desk.not_seen(id, "declined", "told_custody", "")?;
        return enter_all(desk, id);
    }
    desk.go_and_see(id, &Seeing::at("consultation_room"), "given", "")?;
    if is_screened {
        screen(desk, id, dice)?;
    }
    if is_screened || dice.roll(4) == 0 {
        refer_on(desk, id, &service, dice)?;
    }
    desk.record_left(id, &dice.code(&service.lists.outcomes), desk.now())?;
    desk.close(
        id,
        &Closing {
            code: dice.code(&service.lists.closures),
            note: "Seen; leaflet and advice given.".to_owned(),
            ..Closing::default()
        },
    )?;
    enter_all(desk, id)
}

fn referral(
    service: &Service,
    at: DateTime<Utc>,
    number: usize,
    people: &mut People,
    dice: &mut Dice,
) -> NewReferral {
    let lists = &service.lists;
    let place = dice.roll(service.sites.len());
    NewReferral {
        site: service.sites.get(place).map(|site| site.code.clone()).unwrap_or_default(),
        person: people.next(at, lists, dice),
        source: dice.code(&lists.sources),
        told_by: "custody".to_owned(),
        received_at: at,
        reason: dice.code(&lists.reasons),
        details: String::new(),
        priority: dice.code(&lists.priorities),
        place: format!("c{:02}", 1 + dice.roll(14)),
        custody_ref: format!("{:02}PY/{}/{:02}", place + 1, number + 1, local(at).year() % 100),
        legal_position: dice.code(&lists.legal_positions),
        relevant_time: Some(at - Duration::minutes(90)),
        authorised_at: Some(at - Duration::minutes(60)),
        beside: Beside::default(),
    }
}

/// Whether a code of the referral puts the person into the most pressing tier.
fn says_risk(service: &Service, new: &NewReferral) -> bool {
    let lists = &service.lists;
    [
        (&lists.reasons, &new.reason),
        (&lists.priorities, &new.priority),
        (&lists.legal_positions, &new.legal_position),
        (&lists.sexes, &new.person.sex),
    ]
    .iter()
    .any(|(list, code)| find(list, code).is_some_and(|code| code.tier == Some(0)))
}

fn screen(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    let mut open = desk.begin_screening(id, "gad7")?;
    for number in 1..=7 {
        score(desk, &mut open, &format!("q{number}"), i64::try_from(dice.roll(4)).unwrap_or(0))?;
    }
    answer_calmly(desk, &mut open, usize::MAX)?;
    desk.finish_screening(&open)?;
    for open in desk.episode(id)?.suggestions {
        desk.refuse_suggestion(id, &open, "declined", "")?;
    }
    decide(desk, id, "none")
}

fn refer_on(desk: &mut Desk, id: EpisodeId, service: &Service, dice: &mut Dice) -> Result<(), DeskError> {
    let new = NewOnward {
        destination: "gp".to_owned(),
        urgency: "3".to_owned(),
        reason: "Follow-up by the GP.".to_owned(),
        consent: "given".to_owned(),
        basis: String::new(),
        suggestion: None,
    };
    let onward = desk.refer_onward(id, &new)?;
    desk.move_onward(id, onward, OnwardStep::Accepted { by: "reception".to_owned(), appointment: None })?;
    desk.move_onward(id, onward, OnwardStep::Attended { code: dice.code(&service.lists.attendance) })
}

#[cfg(test)]
mod tests;
