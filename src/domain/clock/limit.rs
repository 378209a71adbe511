//! How far a limit runs: elapsed hours, hospital time left out, extensions and warrants.

use chrono::{DateTime, Duration, Utc};

use super::{ClockKind, Clocks, Pause};
use crate::domain::service::{ClockFamily, ClockRules};

impl Clocks {
    /// The limit of a clock, where it has one and the time it runs from is known.
    ///
    /// A told end counts as told and is not moved by hospital time, but never past what the Act
    /// allows. An end of s.136 told outright stands in older entries.
    pub(super) fn limit(
        &self,
        family: ClockFamily,
        rules: &ClockRules,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let after = |from: Option<DateTime<Utc>>, hours: i64| from.map(|at| at + Duration::hours(hours));
        match family {
            ClockFamily::Pace => {
                let warrant = after(self.warrant_issued_at, rules.warrant_detention_hours);
                if let Some(end) = self.warrant_ends_at.or(warrant) {
                    return Some(at_most(end, self.latest(ClockKind::WarrantEnds, family, rules, now)));
                }
                if let Some(end) = self.extended_to {
                    return Some(at_most(end, self.latest(ClockKind::ExtendedTo, family, rules, now)));
                }
                self.run_on(rules.limit_hours, now)
            }
            ClockFamily::S136 => {
                if let Some(end) = self.extended_to {
                    return Some(at_most(end, self.latest(ClockKind::ExtendedTo, family, rules, now)));
                }
                let more = self.s136_extended_at.map_or(0, |_| rules.s136_extension_hours);
                after(self.relevant_time, rules.s136_hours + more)
            }
            ClockFamily::Warrant => after(self.relevant_time, rules.warrant_hours),
            ClockFamily::PostCharge
            | ClockFamily::Recall
            | ClockFamily::Immigration
            | ClockFamily::Voluntary
            | ClockFamily::CourtList
            | ClockFamily::None => None,
        }
    }

    /// The latest time that a told end of this kind may have under the rules; `None` where there is
    /// no such rule, or the relevant time is not known.
    pub fn latest(
        &self,
        kind: ClockKind,
        family: ClockFamily,
        rules: &ClockRules,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        match (family, kind) {
            (ClockFamily::Pace, ClockKind::ExtendedTo) => self.run_on(rules.extended_limit_hours, now),
            (ClockFamily::Pace, ClockKind::WarrantIssued | ClockKind::WarrantEnds) => {
                self.run_on(rules.cap_hours, now)
            }
            (ClockFamily::S136, ClockKind::ExtendedTo | ClockKind::S136Extended) => {
                let hours = rules.s136_hours + rules.s136_extension_hours;
                self.relevant_time.map(|at| at + Duration::hours(hours))
            }
            _ => None,
        }
    }

    /// So many hours of custody from the relevant time. Hospital time does not count (PACE
    /// s.41(6)): it moves the end on as long as it began before that end. Somebody who is still
    /// away moves it on to this very moment.
    fn run_on(&self, hours: i64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let start = self.relevant_time?;
        let mut pauses: Vec<&Pause> = self.pauses.iter().collect();
        pauses.sort_by_key(|pause| pause.from);
        let (mut end, mut counted) = (start + Duration::hours(hours), start);
        for pause in pauses {
            let from = pause.from.max(counted);
            if from >= end {
                break;
            }
            counted = pause.to.unwrap_or(now).max(from);
            end += counted - from;
        }
        Some(end)
    }
}

fn at_most(end: DateTime<Utc>, latest: Option<DateTime<Utc>>) -> DateTime<Utc> {
    latest.map_or(end, |latest| end.min(latest))
}
