//! Closed episodes of earlier years, so that a store has its real size.
//!
//! Every twentieth holds a whole screening, answer by answer; the others are as short as many are:
//! come in, seen or not, some referred on, closed. So a store of 300,000 is made in minutes.

mod dice;
mod people;
mod referral;
mod seen;
mod unseen;
mod work;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use self::dice::Dice;
use self::people::People;
use self::referral::{received, referral};
use super::evening::enter_all;
use crate::desk::close::Closing;
use crate::desk::share::percent;
use crate::desk::{Desk, DeskError, StoreError};
use crate::domain::episode::Episode;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Service, find};

/// How far back the first episode lies.
const YEARS: i64 = 5;
/// Episodes made in one transaction.
const BATCH: usize = 2_000;
/// One in so many episodes holds a whole screening.
const SCREENED: usize = 20;
/// About so many of the last month's episodes are still open.
const OPEN: usize = 12;

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
    let span = Span { step, episodes };
    let mut made = 0;
    while made < episodes {
        let batch = BATCH.min(episodes - made);
        desk.in_bulk(|desk| {
            for number in made..made + batch {
                if !go_on(percent(number as u64, episodes as u64)) {
                    return Err(StoreError::Stopped.into());
                }
                let before = step * i32::try_from(episodes - number).unwrap_or(1);
                past_episode(
                    desk,
                    until - before - Duration::hours(12),
                    (&span, number),
                    &mut people,
                    &mut dice,
                )?;
            }
            Ok(())
        })?;
        made += batch;
    }
    Ok(())
}

/// Episodes of one history: how far they lie apart, and from which on some are still open.
struct Span {
    step: Duration,
    episodes: usize,
}

impl Span {
    /// Whether this one is among the few of the last month that nobody has closed yet. Small stores, as
    /// they are tried out with, have none.
    fn stays_open(&self, number: usize) -> bool {
        let last = self.episodes / 60;
        let apart = (last / OPEN).max(1);
        last >= OPEN && number + last >= self.episodes && number.is_multiple_of(apart)
    }
}

fn past_episode(
    desk: &mut Desk,
    at: DateTime<Utc>,
    (span, number): (&Span, usize),
    people: &mut People,
    dice: &mut Dice,
) -> Result<(), DeskError> {
    let at = received(at, span.step, dice);
    desk.at(at);
    if dice.one_in(40) {
        work::activity(desk, dice)?;
    }
    let service = Arc::clone(desk.service());
    let new = referral(&service, at, number, people, dice);
    let is_found = dice.one_in(10);
    let id = if is_found { desk.identify(&new)? } else { desk.receive_referral(&new)? };
    if is_found && dice.one_in(2) {
        unseen::take_up(desk, id, dice)?;
    } else if is_found {
        desk.at(desk.now() + dice.minutes(300));
        unseen::not_seen(desk, id, dice)?;
        return enter_all(desk, id);
    }
    let seen_at = desk.now() + waits(dice);
    let has_interview = new.legal_position == "arrested" && dice.one_in(4);
    if has_interview && dice.one_in(2) {
        seen::tell_interview(desk, id, seen_at, dice)?;
    }
    desk.at(seen_at);
    let is_screened = number % SCREENED == SCREENED - 1;
    let at_risk = says_risk(&service, &desk.episode(id)?);
    let asks = !is_screened && dice.one_in(if at_risk { 6 } else { 60 });
    // Nobody at risk is let go without a form.
    if !is_screened && !asks && (at_risk || dice.one_in(6)) {
        if dice.one_in(8) {
            seen::go(desk, id, "refused", dice)?;
        }
        unseen::not_seen(desk, id, dice)?;
        return enter_all(desk, id);
    }
    if dice.one_in(60) {
        // The question was forgotten, and asked later.
        seen::go(desk, id, "not_asked", dice)?;
        if dice.one_in(3) && !is_screened && !asks {
            unseen::not_seen(desk, id, dice)?;
            return enter_all(desk, id);
        }
        desk.at(desk.now() + dice.minutes(20));
    }
    seen::go(desk, id, "given", dice)?;
    if has_interview && dice.one_in(2) {
        seen::tell_interview(desk, id, seen_at, dice)?;
    }
    if dice.one_in(6) {
        seen::details(desk, id, dice)?;
    }
    if is_screened || asks {
        forms(desk, id, is_screened, dice)?;
    } else if dice.one_in(25) {
        seen::set_aside(desk, id, dice)?;
        if dice.one_in(2) {
            unseen::not_seen(desk, id, dice)?;
            return enter_all(desk, id);
        }
        desk.at(desk.now() + Duration::minutes(30));
        seen::go(desk, id, "given", dice)?;
    }
    beside(desk, id, dice)?;
    if span.stays_open(number) {
        return stay_open(desk, id, dice);
    }
    end(desk, id, seen_at, dice)?;
    enter_all(desk, id)
}

/// How long somebody waits: mostly an hour or two, now and then until the next day, or not at all.
fn waits(dice: &mut Dice) -> Duration {
    match dice.roll(20) {
        0 => Duration::hours(10) + dice.minutes(600),
        1 => Duration::seconds(i64::try_from(dice.roll(60)).unwrap_or(0)),
        _ => Duration::minutes(20) + dice.minutes(90) + dice.minutes(90),
    }
}

/// Whether a code of the referral puts the person into the most pressing tier.
fn says_risk(service: &Service, episode: &Episode) -> bool {
    let (lists, new) = (&service.lists, &episode.referral);
    [
        (&lists.reasons, &new.reason),
        (&lists.priorities, &new.priority),
        (&lists.legal_positions, &new.legal_position),
        (&lists.sexes, &new.person.sex),
    ]
    .iter()
    .any(|(list, code)| find(list, code).is_some_and(|code| code.tier == Some(0)))
}

fn forms(desk: &mut Desk, id: EpisodeId, whole: bool, dice: &mut Dice) -> Result<(), DeskError> {
    if whole && dice.one_in(2) {
        seen::gad7(desk, id, dice)?;
    } else {
        seen::asq(desk, id, dice)?;
    }
    let is_assessed = dice.one_in(60);
    seen::decide(desk, id, if is_assessed { "yes" } else { "no" }, dice)?;
    if is_assessed {
        desk.at(desk.now() + Duration::minutes(40));
        seen::assessment(desk, id, dice)?;
    }
    Ok(())
}

/// What else was done, each for some of those seen.
fn beside(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    if dice.one_in(4) {
        work::refer_on(desk, id, dice)?;
        if dice.one_in(5) {
            work::refer_on(desk, id, dice)?;
        }
    }
    if dice.one_in(16) {
        work::evaluation(desk, id, dice)?;
    }
    if dice.one_in(16) {
        work::contact(desk, id, dice)?;
    }
    if dice.one_in(40) {
        work::moves_suite(desk, id)?;
    }
    if dice.one_in(50) {
        work::mha(desk, id, true, dice)?;
    }
    if dice.one_in(24) {
        work::report(desk, id, dice)?;
    }
    Ok(())
}

/// Leaves the episode as it is in the middle of the work.
fn stay_open(desk: &mut Desk, id: EpisodeId, dice: &mut Dice) -> Result<(), DeskError> {
    match dice.roll(3) {
        0 => work::mha(desk, id, false, dice),
        _ => work::open_report(desk, id, dice),
    }
}

/// The person leaves, in a few cases without anybody knowing how or before anybody saw them; and the
/// episode is closed.
fn end(desk: &mut Desk, id: EpisodeId, seen_at: DateTime<Utc>, dice: &mut Dice) -> Result<(), DeskError> {
    let lists = &Arc::clone(desk.service()).lists;
    let left_at = match dice.roll(30) {
        0 => None,
        1 => Some(seen_at),
        // Told to the minute, in which the person was still seen.
        3 => Some(seen_at - Duration::milliseconds(seen_at.timestamp_millis().rem_euclid(60_000))),
        // Entered wrongly, or the person was seen elsewhere: it is counted as it stands.
        2 => Some(seen_at - Duration::minutes(1) - dice.minutes(15)),
        _ => Some(desk.now()),
    };
    if let Some(at) = left_at {
        desk.record_left(id, &dice.weighed(&lists.outcomes, &seen::OUTCOMES), at)?;
    }
    let closing = Closing {
        code: dice.code(&lists.closures),
        note: "Seen; leaflet and advice given.".to_owned(),
        ..Closing::default()
    };
    desk.close(id, &closing)
}

#[cfg(test)]
mod tests;
