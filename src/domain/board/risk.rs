//! The risk that a decision found, and whether custody was told of it (domain.md 1.3).

use chrono::{DateTime, Utc};

use crate::domain::episode::{Episode, RedFlag};
use crate::domain::service::{Service, find};

/// Whether the decision on this episode found a risk of which custody has to be told.
pub fn is_at_risk(episode: &Episode, service: &Service) -> bool {
    let risk = episode.work.decision.as_ref().map(|decision| decision.what.risk.as_str());
    risk.and_then(|code| find(&service.lists.risk_levels, code)).is_some_and(|level| level.at_risk)
}

/// Since when custody has to be told of the risk that the decision found; none where it was told by
/// voice and in their record after it. What was told before a decision does not tell of it.
pub fn untold_risk(episode: &Episode, service: &Service) -> Option<DateTime<Utc>> {
    let decided = episode.work.decision.as_ref().filter(|_| is_at_risk(episode, service))?.at;
    let told = || episode.work.informed.iter().filter(|entry| entry.at >= decided);
    let voiced = told().any(|entry| entry.what.by_voice);
    let written = told().any(|entry| entry.what.in_record);
    let flagged = episode.flags.iter().any(|flag| is_told_since(flag, decided));
    let is_told = flagged || (voiced && written);
    (!is_told).then_some(decided)
}

fn is_told_since(flag: &RedFlag, since: DateTime<Utc>) -> bool {
    let told = || flag.told.iter().filter(|told| told.at >= since);
    told().any(|told| told.by_voice) && told().any(|told| told.in_custody_record)
}
