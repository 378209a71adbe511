//! Who comes first, and the reason in words (domain.md 3.3).

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::{is_at_risk, pressing};
use crate::domain::clock::Due;
use crate::domain::episode::Episode;
use crate::domain::service::{Code, MandatoryGroup, Service, find};
use crate::domain::time::{local, near};

/// The tier and the reason that wins, in words. A tier set by hand with a reason takes the place of
/// what is known; without one it only ever raises. Red flags and a clock that presses count beside it.
pub(super) fn tier(episode: &Episode, service: &Service, now: DateTime<Utc>) -> (u8, String) {
    let triage = episode.work.triage.as_ref().map(|entry| &entry.what);
    let base = match triage.and_then(|triage| Some((triage.tier?, triage.reason.as_str()))) {
        None => known(episode, service, now),
        Some((tier, "")) => {
            known(episode, service, now).into_iter().chain([(tier, "triage".to_owned())]).collect()
        }
        Some((tier, reason)) => vec![(tier, format!("triage: {reason}"))],
    };
    let (tier, reason) = first(episode, service, base, now);
    // Somebody stands at the top for an untold flag, whatever else is known: it says so.
    let untold =
        flagged(episode, service).into_iter().next().filter(|_| episode.open_flags().next().is_some());
    match (untold, &episode.work.pin) {
        (Some((_, words)), _) => (tier, words),
        (None, Some(pin)) if tier > 0 && !episode.is_past_seeing() => (tier, format!("pin: {}", pin.what)),
        _ => (tier, reason),
    }
}

/// The tier the rules alone would give, without a triage by hand or a pin.
pub fn tier_by_rules(episode: &Episode, service: &Service, now: DateTime<Utc>) -> (u8, String) {
    first(episode, service, known(episode, service, now), now)
}

/// The most pressing of all that counts. Of those of one tier the first speaks: flags, then what is
/// known of the person, then the clock.
fn first(episode: &Episode, service: &Service, known: Vec<(u8, String)>, now: DateTime<Utc>) -> (u8, String) {
    let other = (service.tiers.other_tier, "wait".to_owned());
    let found = flagged(episode, service).into_iter().chain(known).chain(clocked(episode, service, now));
    found.chain([other]).min_by_key(|(tier, _)| *tier).unwrap_or_default()
}

/// Red flags, untold and told: no triage talks them away.
fn flagged(episode: &Episode, service: &Service) -> Vec<(u8, String)> {
    let rules = &service.tiers;
    let mut found: Vec<(u8, String)> = Vec::new();
    // The newest untold flag speaks for all of them, and says how many more there are.
    let mut untold: Vec<_> = episode.open_flags().collect();
    untold.sort_by_key(|flag| (flag.raise.tier, Reverse(flag.at)));
    if let Some(flag) = untold.first() {
        let more = untold.len() - 1;
        let more = if more > 0 { format!(" (+{more} more)") } else { String::new() };
        found.push((flag.raise.tier, format!("{}{more}", flag.raise.words)));
    }
    for flag in episode.flags.iter().filter(|flag| flag.lifted_at.is_none() && !flag.is_open()) {
        found.push((rules.told_flag_tier.max(flag.raise.tier), format!("told: {}", flag.raise.words)));
    }
    found
}

/// A clock that presses, and a planned release of somebody at risk: no triage talks them away.
fn clocked(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Vec<(u8, String)> {
    let rules = &service.tiers;
    let mut found: Vec<(u8, String)> = Vec::new();
    let clock = pressing(episode, service, now);
    found.extend(clock.map(|due| (rules.clock_tier, clock_reason(due, now))));
    if is_at_risk(episode, service) && episode.left.is_none() && episode.clocks.release_at.is_some() {
        found.push((rules.clock_tier, "release, risk".to_owned()));
    }
    found
}

/// What is known of the person and why they were referred.
fn known(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Vec<(u8, String)> {
    let rules = &service.tiers;
    let mut found: Vec<(u8, String)> = Vec::new();
    let referral = &episode.referral;
    let lists = &service.lists;
    found.extend(listed(&lists.reasons, &referral.reason));
    found.extend(listed(&lists.legal_positions, &referral.legal_position));
    found.extend(listed(&lists.priorities, &referral.priority));
    if let Some(age) = episode.person().birth.age(now).filter(|age| *age < rules.child_under) {
        found.push((rules.child_tier, format!("child {age}")));
    }
    found.extend(groups(episode, service, now).map(|group| (group.tier, group.word.clone())));
    found.extend(listed(&lists.sexes, &episode.person().sex));
    found
}

/// The mandatory-referral groups the person is in today, by what the referral says.
pub fn groups<'a>(
    episode: &'a Episode,
    service: &'a Service,
    now: DateTime<Utc>,
) -> impl Iterator<Item = &'a MandatoryGroup> {
    let (referral, age, day) = (&episode.referral, episode.person().birth.age(now), local(now).date());
    service.mandatory_groups.iter().filter(move |group| {
        group.matches(
            &referral.reason,
            &referral.person.sex,
            age,
            &referral.legal_position,
            &referral.offences,
            day,
        )
    })
}

/// Whether the person is a child by the service's age.
pub fn is_child(episode: &Episode, service: &Service, now: DateTime<Utc>) -> bool {
    episode.person().birth.age(now).is_some_and(|age| age < service.tiers.child_under)
}

fn listed(list: &[Code], code: &str) -> Option<(u8, String)> {
    let entry = find(list, code)?;
    Some((entry.tier?, entry.word.clone().unwrap_or_else(|| entry.label.clone())))
}

fn clock_reason(due: Due, now: DateTime<Utc>) -> String {
    format!("{} {}", due.kind.short().to_lowercase(), near(due.at, now))
}
