//! How long a record is kept: until when, and whether it may be thinned before.
//!
//! The rule is that of the NHS Records Management Code, its figures are the service's
//! (`[retention]` in `service.toml`). Where something is not known, the record is kept longer.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};

use super::episode::{Episode, Stage};
use super::referral::Birth;
use super::service::{Retention, RetentionClass};
use super::time::local;

/// Years of somebody of whom no age is known: nobody younger is arrested.
const YOUNGEST: i32 = 10;
/// Age at which somebody is no child any more.
const OF_AGE: i32 = 18;

/// How long one record is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kept {
    /// Something of it still goes on.
    Open,
    /// Somebody placed a hold on it.
    Held,
    /// From this day on it is looked at for disposal.
    Until(NaiveDate),
    /// The service has no such class any more, so nobody can say.
    NoClass,
}

impl Kept {
    /// Whether it is to be looked at on this day.
    pub fn is_due(self, today: NaiveDate) -> bool {
        matches!(self, Self::Until(day) if day <= today)
    }
}

/// How long this record is kept by the service's rules.
pub fn kept(episode: &Episode, rules: &Retention) -> Kept {
    if episode.is_live() {
        return Kept::Open;
    }
    let keeping = &episode.work.retention;
    if keeping.hold.is_some() {
        return Kept::Held;
    }
    match rules.class(keeping.class.as_deref()) {
        Some(class) => Kept::Until(due(episode, class)),
        None => Kept::NoClass,
    }
}

/// When there was last anything with the person or about them.
pub fn last_contact(episode: &Episode) -> DateTime<Utc> {
    let closed = match &episode.stage {
        Stage::Closed { at, .. } => Some(*at),
        _ => None,
    };
    let contacts = episode.work.contacts.iter().map(|entry| entry.at);
    let onward = episode.onward.iter().flat_map(|onward| onward.steps.iter().map(|(_, at)| *at));
    let forms = episode.screenings.iter().filter_map(|screening| screening.finished_at());
    let others =
        [closed, episode.seen_at, episode.left.as_ref().map(|(_, at)| *at), episode.work.retention.thinned];
    others
        .into_iter()
        .flatten()
        .chain(contacts)
        .chain(onward)
        .chain(forms)
        .fold(episode.referral.received_at, DateTime::max)
}

/// The day from which on a record of this class is looked at for disposal: the later of its years
/// after the last contact and the birthday up to which the record of a child is kept.
pub fn due(episode: &Episode, class: &RetentionClass) -> NaiveDate {
    let end = local(last_contact(episode)).date();
    let after = years_later(end, i32::try_from(class.years).unwrap_or(i32::MAX));
    let born = born_at_the_latest(episode.person().birth, local(episode.referral.received_at).date());
    if years_later(born, OF_AGE) <= end {
        return after;
    }
    let seventeen = years_later(born, OF_AGE - 1) <= end;
    let until = if seventeen { class.seventeen_until } else { class.child_until };
    after.max(years_later(born, i32::try_from(until).unwrap_or(i32::MAX)))
}

/// Whether answers and free text may go: the record is closed, stands in the clinical system as it is,
/// was not thinned before, and the days of the service's rule are over.
pub fn may_be_thinned(episode: &Episode, rules: &Retention, now: DateTime<Utc>) -> bool {
    let Some(days) = rules.thin_after_days else { return false };
    let Stage::Closed { at, .. } = episode.stage else { return false };
    let keeping = &episode.work.retention;
    let over = TimeDelta::try_days(days).and_then(|days| at.checked_add_signed(days));
    !episode.is_live()
        && keeping.hold.is_none()
        && keeping.thinned.is_none()
        && episode.not_entered().is_empty()
        && over.is_some_and(|over| over <= now)
}

/// The latest day on which the person can have been born: an age told may be of their last birthday.
fn born_at_the_latest(birth: Birth, referred: NaiveDate) -> NaiveDate {
    match birth {
        Birth::On(born) => born,
        Birth::Aged { years, on } => years_later(on, -i32::from(years)),
        Birth::Unknown => years_later(referred, -YOUNGEST),
    }
}

/// The same day other years; what falls on a 29 February that is none is the day after.
fn years_later(day: NaiveDate, years: i32) -> NaiveDate {
    let months = Months::new(years.unsigned_abs().saturating_mul(12));
    let other = if years < 0 { day.checked_sub_months(months) } else { day.checked_add_months(months) };
    // Beyond what a calendar holds means never.
    let other = other.unwrap_or(if years < 0 { NaiveDate::MIN } else { NaiveDate::MAX });
    if other.day() == day.day() { other } else { other.checked_add_days(Days::new(1)).unwrap_or(other) }
}

#[cfg(test)]
mod tests;
