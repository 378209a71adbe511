//! Closed episodes of earlier years, so that a store has its real size.

use chrono::{DateTime, Duration, Utc};

use super::evening::{answer_calmly, score};
use crate::desk::plan::NewOnward;
use crate::desk::referral::NewReferral;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{ConsentTo, OnwardStep};
use crate::domain::referral::{Birth, Person};
use crate::domain::service::Code;
use crate::domain::time::local;

/// How far back the first episode lies.
const YEARS: i64 = 5;
/// Episodes made in one transaction.
const BATCH: usize = 500;

const GIVEN: [&str; 12] =
    ["Alex", "Bilal", "Chloe", "Dawit", "Ewa", "Femi", "Grace", "Hassan", "Ines", "Joao", "Keira", "Lwazi"];
const FAMILY: [&str; 12] = [
    "Adeyemi",
    "Brzezicki",
    "Clarke",
    "Dumont",
    "Eriksen",
    "Fofanah",
    "Grant",
    "Hussain",
    "Iqbal",
    "Jallow",
    "Kaur",
    "Lindqvist",
];

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

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.roll(from.len())).copied().unwrap_or_default()
    }

    fn code(&mut self, list: &[Code]) -> String {
        list.get(self.roll(list.len())).map(|code| code.code.clone()).unwrap_or_default()
    }
}

/// Fills the store with closed episodes that end before `until`.
pub(super) fn fill(
    desk: &mut Desk,
    until: DateTime<Utc>,
    episodes: usize,
    seed: u64,
) -> Result<(), DeskError> {
    let mut dice = Dice(seed);
    let span = Duration::days(YEARS * 365);
    let step = span / i32::try_from(episodes.max(1)).unwrap_or(i32::MAX);
    let mut made = 0;
    while made < episodes {
        let batch = BATCH.min(episodes - made);
        desk.in_bulk(|desk| {
            for number in made..made + batch {
                let before = step * i32::try_from(episodes - number).unwrap_or(1);
                past_episode(desk, until - before - Duration::hours(12), &mut dice)?;
            }
            Ok(())
        })?;
        made += batch;
    }
    Ok(())
}

fn past_episode(desk: &mut Desk, at: DateTime<Utc>, dice: &mut Dice) -> Result<(), DeskError> {
    desk.at(at);
    let service = std::sync::Arc::clone(desk.service());
    let lists = &service.lists;
    let site =
        service.sites.get(dice.roll(service.sites.len())).map(|site| site.code.clone()).unwrap_or_default();
    let years = u16::try_from(12 + dice.roll(60)).unwrap_or(30);
    let id = desk.receive_referral(&NewReferral {
        site,
        person: Person {
            surname: dice.pick(&FAMILY).to_owned(),
            given: dice.pick(&GIVEN).to_owned(),
            birth: Birth::Aged { years, on: local(at).date() },
            sex: dice.code(&lists.sexes),
        },
        source: dice.code(&lists.sources),
        told_by: "custody".to_owned(),
        received_at: at,
        reason: dice.code(&lists.reasons),
        details: String::new(),
        priority: dice.code(&lists.priorities),
        place: format!("c{:02}", 1 + dice.roll(14)),
        custody_ref: format!("H{:05}", dice.roll(99_999)),
        legal_position: dice.code(&lists.legal_positions),
        relevant_time: Some(at - Duration::minutes(90)),
        authorised_at: Some(at - Duration::minutes(60)),
    })?;
    desk.at(at + Duration::minutes(30 + i64::try_from(dice.roll(180)).unwrap_or(0)));
    if dice.roll(5) == 0 {
        return desk.not_seen(id, "declined", "told_custody", "");
    }
    desk.start_seeing(id, "consultation_room", "")?;
    desk.record_consent(id, ConsentTo::BeSeen, "given", "")?;
    let mut open = desk.begin_screening(id, "gad7")?;
    for number in 1..=7 {
        score(desk, &mut open, &format!("q{number}"), i64::try_from(dice.roll(4)).unwrap_or(0))?;
    }
    answer_calmly(desk, &mut open, usize::MAX)?;
    desk.finish_screening(&open)?;
    for open in desk.episode(id)?.suggestions {
        desk.refuse_suggestion(id, &open, "declined", "")?;
    }
    let onward = desk.refer_onward(
        id,
        &NewOnward {
            destination: "gp".to_owned(),
            urgency: "3".to_owned(),
            reason: "Follow-up by the GP.".to_owned(),
            consent: "given".to_owned(),
            basis: String::new(),
            suggestion: None,
        },
    )?;
    desk.move_onward(id, onward, OnwardStep::Accepted { by: "reception".to_owned(), appointment: None })?;
    desk.move_onward(id, onward, OnwardStep::Attended { code: dice.code(&lists.attendance) })?;
    desk.record_left(id, &dice.code(&lists.outcomes), desk.now())?;
    desk.close(id, &dice.code(&lists.closures), "")
}
