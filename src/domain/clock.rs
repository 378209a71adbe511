//! Custody clocks: advisory copies of times that somebody told, in elapsed hours.
//!
//! Limits run from the relevant time, reviews from detention authorised or from when the last
//! review was done (domain.md 0.1, 3.1). The custody record is the authority. `kind` names the
//! times, `family` says which belong to which clock, `limit` reckons how far a limit runs. Here:
//! what was told of one person, and what runs for them. Must not live here: a figure; they come
//! from `service.toml` as [`ClockRules`].

mod family;
mod kind;
mod limit;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

pub use kind::ClockKind;

use super::service::{ClockFamily, ClockRules};

/// A time with what it is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Due {
    /// What it is about.
    pub kind: ClockKind,
    /// When.
    pub at: DateTime<Utc>,
}

/// The times told about one person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Clocks {
    /// Limits run from it.
    pub relevant_time: Option<DateTime<Utc>>,
    /// Reviews run from it.
    pub authorised_at: Option<DateTime<Utc>>,
    /// When the last review was done.
    pub review_done_at: Option<DateTime<Utc>>,
    /// Limit as a superintendent extended it.
    pub extended_to: Option<DateTime<Utc>>,
    /// Planned interview.
    pub interview_at: Option<DateTime<Utc>>,
    /// Planned release or charge.
    pub release_at: Option<DateTime<Utc>>,
    /// Hearing, or the start of the list.
    pub court_at: Option<DateTime<Utc>>,
    /// Collection by the escort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub van_at: Option<DateTime<Utc>>,
    /// Appointment of a voluntary attender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_at: Option<DateTime<Utc>>,
    /// When the person was charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charged_at: Option<DateTime<Utc>>,
    /// When a warrant of further detention was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warrant_issued_at: Option<DateTime<Utc>>,
    /// When that warrant or its extension ends, as the court set it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warrant_ends_at: Option<DateTime<Utc>>,
    /// When the doctor extended a detention under s.136.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s136_extended_at: Option<DateTime<Utc>>,
    /// Times at hospital, in the order in which they were told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// Who told what, newest last, one line for each kind.
    pub told: Vec<Told>,
}

/// A time at hospital, with the way there and back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    /// When the person left for it.
    pub from: DateTime<Utc>,
    /// When they were back; `None` while they are away.
    pub to: Option<DateTime<Utc>>,
}

/// Who told a clock time, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Which clock.
    pub clock: ClockKind,
    /// Who told it.
    pub by: String,
    /// When it was told, not the time that was told.
    pub at: DateTime<Utc>,
}

impl Clocks {
    /// Takes up a told time; `None` takes it back.
    pub fn tell(&mut self, clock: ClockKind, time: Option<DateTime<Utc>>, by: &str, at: DateTime<Utc>) {
        match clock {
            ClockKind::ReviewDone | ClockKind::Review => self.review_done_at = time,
            ClockKind::ExtendedTo | ClockKind::Limit => self.extended_to = time,
            ClockKind::Interview => self.interview_at = time,
            ClockKind::Release => self.release_at = time,
            ClockKind::Court => self.court_at = time,
            ClockKind::Van => self.van_at = time,
            ClockKind::Appointment => self.appointment_at = time,
            ClockKind::Charged => self.charged_at = time,
            ClockKind::WarrantIssued => self.warrant_issued_at = time,
            ClockKind::WarrantEnds => self.warrant_ends_at = time,
            ClockKind::HospitalFrom => self.leave_for_hospital(time),
            ClockKind::HospitalBack => self.come_back(time),
            ClockKind::RelevantTime => self.relevant_time = time,
            ClockKind::Authorised => self.authorised_at = time,
            ClockKind::S136Extended => self.s136_extended_at = time,
            ClockKind::Recheck | ClockKind::CoverEnds => {}
        }
        self.told.retain(|told| told.clock != clock);
        self.told.push(Told { clock, by: by.to_owned(), at });
    }

    /// The time that stands for what can be told; none for what is reckoned from it.
    pub fn told_time(&self, clock: ClockKind) -> Option<DateTime<Utc>> {
        let last = self.pauses.last();
        match clock {
            ClockKind::ReviewDone | ClockKind::Review => self.review_done_at,
            ClockKind::ExtendedTo | ClockKind::Limit => self.extended_to,
            ClockKind::Interview => self.interview_at,
            ClockKind::Release => self.release_at,
            ClockKind::Court => self.court_at,
            ClockKind::Van => self.van_at,
            ClockKind::Appointment => self.appointment_at,
            ClockKind::Charged => self.charged_at,
            ClockKind::WarrantIssued => self.warrant_issued_at,
            ClockKind::WarrantEnds => self.warrant_ends_at,
            ClockKind::HospitalFrom => last.filter(|pause| pause.to.is_none()).map(|pause| pause.from),
            ClockKind::HospitalBack => last.and_then(|pause| pause.to),
            ClockKind::RelevantTime => self.relevant_time,
            ClockKind::Authorised => self.authorised_at,
            ClockKind::S136Extended => self.s136_extended_at,
            ClockKind::Recheck | ClockKind::CoverEnds => None,
        }
    }

    /// Told while the person is away, it puts right when they left; taken back, the last time at
    /// hospital never was.
    fn leave_for_hospital(&mut self, time: Option<DateTime<Utc>>) {
        let Some(from) = time else {
            self.pauses.pop();
            return;
        };
        match self.pauses.last_mut() {
            Some(pause) if pause.to.is_none() => pause.from = from,
            _ => self.pauses.push(Pause { from, to: None }),
        }
    }

    fn come_back(&mut self, time: Option<DateTime<Utc>>) {
        if let Some(pause) = self.pauses.last_mut() {
            pause.to = time;
        }
    }

    /// Whether the person is at hospital, as far as anybody told.
    pub fn is_away(&self) -> bool {
        self.pauses.last().is_some_and(|pause| pause.to.is_none())
    }

    /// Who last told what a clock is reckoned from; `None` where it stands on the referral alone.
    pub fn told_by(&self, kind: ClockKind) -> Option<&Told> {
        let from: &[ClockKind] = match kind {
            ClockKind::Review if self.review_done_at.is_some() => &[ClockKind::ReviewDone],
            ClockKind::Review => &[ClockKind::Authorised],
            ClockKind::Limit => &[
                ClockKind::ExtendedTo,
                ClockKind::WarrantIssued,
                ClockKind::WarrantEnds,
                ClockKind::HospitalFrom,
                ClockKind::HospitalBack,
                ClockKind::RelevantTime,
                ClockKind::S136Extended,
            ],
            _ => &[kind],
        };
        self.told.iter().rev().find(|told| from.contains(&told.clock))
    }

    /// All times that run for this clock, earliest first.
    ///
    /// Hospital time moves a limit on and no review: a review is the sooner to ask after. Somebody
    /// who is still away has a limit as of `now`, which keeps moving.
    pub fn due(&self, family: ClockFamily, rules: &ClockRules, now: DateTime<Utc>) -> Vec<Due> {
        let family = self.running(family);
        let shown = family.told();
        let planned = [
            (ClockKind::Interview, self.interview_at),
            (ClockKind::Release, self.release_at),
            (ClockKind::Court, self.court_at),
            (ClockKind::Van, self.van_at),
            (ClockKind::Appointment, self.appointment_at),
        ];
        let reckoned = [
            (ClockKind::Limit, self.limit(family, rules, now)),
            (ClockKind::Review, self.review(family, rules)),
        ];
        let planned = planned.into_iter().filter(|(kind, _)| shown.contains(kind));
        let mut all: Vec<Due> =
            planned.chain(reckoned).filter_map(|(kind, at)| at.map(|at| Due { kind, at })).collect();
        all.sort_by_key(|due| due.at);
        all
    }

    /// When the next review is due (PACE s.40(3)): people charged are reviewed too, by the custody
    /// officer.
    fn review(&self, family: ClockFamily, rules: &ClockRules) -> Option<DateTime<Utc>> {
        if !matches!(family, ClockFamily::Pace | ClockFamily::PostCharge) {
            return None;
        }
        let first = self.authorised_at.map(|at| at + Duration::hours(rules.first_review_hours));
        self.review_done_at.map(|at| at + Duration::hours(rules.later_review_hours)).or(first)
    }
}
