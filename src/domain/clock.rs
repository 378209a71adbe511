//! Custody clocks: advisory copies of times that somebody told, in elapsed hours.
//!
//! Limits run from the relevant time, reviews from detention authorised or from when the last
//! review was done (domain.md 0.1, 3.1). The custody record is the authority.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::service::{ClockFamily, ClockRules};

/// What a time on the clock is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Next review due.
    Review,
    /// A review that was done.
    ReviewDone,
    /// Limit of detention without charge, or of s.136.
    Limit,
    /// Limit as extended by a superintendent or a warrant.
    ExtendedTo,
    /// Planned interview.
    Interview,
    /// Planned release or charge.
    Release,
    /// Court: hearing or van.
    Court,
    /// Own re-check of somebody on hold.
    Recheck,
}

impl ClockKind {
    /// Kinds of which somebody can tell a time, in the order in which a screen offers them.
    pub const TOLD: [Self; 5] =
        [Self::Interview, Self::ReviewDone, Self::ExtendedTo, Self::Release, Self::Court];

    /// Short form for a row.
    pub fn short(self) -> &'static str {
        match self {
            Self::Review | Self::ReviewDone => "REV",
            Self::Limit | Self::ExtendedTo => "LIM",
            Self::Interview => "INT",
            Self::Release => "REL",
            Self::Court => "CRT",
            Self::Recheck => "ASK",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Review => "review due",
            Self::ReviewDone => "review done",
            Self::Limit => "detention limit",
            Self::ExtendedTo => "limit extended to",
            Self::Interview => "interview",
            Self::Release => "release or charge planned",
            Self::Court => "court or van",
            Self::Recheck => "re-check",
        }
    }
}

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
    /// Limit as extended.
    pub extended_to: Option<DateTime<Utc>>,
    /// Planned interview.
    pub interview_at: Option<DateTime<Utc>>,
    /// Planned release or charge.
    pub release_at: Option<DateTime<Utc>>,
    /// Hearing or van.
    pub court_at: Option<DateTime<Utc>>,
    /// Who told what, newest last.
    pub told: Vec<Told>,
}

/// Who told a clock time, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// Which clock.
    pub clock: ClockKind,
    /// Who told it.
    pub by: String,
    /// When.
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
            ClockKind::Recheck => {}
        }
        self.told.retain(|told| told.clock != clock);
        self.told.push(Told { clock, by: by.to_owned(), at });
    }

    /// All times that run, earliest first.
    pub fn due(&self, family: ClockFamily, rules: &ClockRules) -> Vec<Due> {
        let after = |from: Option<DateTime<Utc>>, hours: i64| from.map(|at| at + Duration::hours(hours));
        let (review, limit) = match family {
            ClockFamily::Pace => {
                let first = after(self.authorised_at, rules.first_review_hours);
                let review = after(self.review_done_at, rules.later_review_hours).or(first);
                (review, self.extended_to.or_else(|| after(self.relevant_time, rules.limit_hours)))
            }
            ClockFamily::S136 => {
                (None, self.extended_to.or_else(|| after(self.relevant_time, rules.s136_hours)))
            }
            ClockFamily::Warrant => (None, after(self.relevant_time, rules.warrant_hours)),
            ClockFamily::Court | ClockFamily::Voluntary | ClockFamily::None => (None, None),
        };
        let mut all: Vec<Due> = [
            (ClockKind::Interview, self.interview_at),
            (ClockKind::Limit, limit),
            (ClockKind::Release, self.release_at),
            (ClockKind::Court, self.court_at),
            (ClockKind::Review, review),
        ]
        .into_iter()
        .filter_map(|(kind, at)| at.map(|at| Due { kind, at }))
        .collect();
        all.sort_by_key(|due| due.at);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::{from_local, local};
    use chrono::NaiveDateTime;

    fn rules() -> ClockRules {
        ClockRules {
            first_review_hours: 6,
            later_review_hours: 9,
            limit_hours: 24,
            s136_hours: 24,
            warrant_hours: 24,
            edition: String::new(),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
    }

    fn shown(clocks: &Clocks, kind: ClockKind) -> String {
        let due = clocks.due(ClockFamily::Pace, &rules());
        let found = due.iter().find(|due| due.kind == kind).unwrap();
        local(found.at).format("%a %d %H:%M").to_string()
    }

    /// domain.md 3.4: relevant time, authorised, first review, second review, limit.
    #[test]
    fn limits_and_reviews_run_in_elapsed_hours_on_both_dst_nights() {
        for (relevant, authorised, first, second, limit) in [
            ("2026-11-21 21:05", "2026-11-21 21:40", "Sun 22 03:40", "Sun 22 12:40", "Sun 22 21:05"),
            ("2026-10-24 22:30", "2026-10-24 22:55", "Sun 25 03:55", "Sun 25 12:55", "Sun 25 21:30"),
            ("2027-03-27 20:00", "2027-03-27 20:20", "Sun 28 03:20", "Sun 28 12:20", "Sun 28 21:00"),
        ] {
            let mut clocks = Clocks {
                relevant_time: Some(at(relevant)),
                authorised_at: Some(at(authorised)),
                ..Clocks::default()
            };
            assert_eq!(shown(&clocks, ClockKind::Review), first);
            assert_eq!(shown(&clocks, ClockKind::Limit), limit);
            let done = Some(at(authorised) + Duration::hours(6));
            clocks.tell(ClockKind::ReviewDone, done, "Sgt Patel", at(authorised));
            assert_eq!(shown(&clocks, ClockKind::Review), second);
        }
    }

    #[test]
    fn a_voluntary_attender_has_no_detention_clock() {
        let clocks = Clocks { relevant_time: Some(at("2026-11-21 21:05")), ..Clocks::default() };
        assert!(clocks.due(ClockFamily::Voluntary, &rules()).is_empty());
    }
}
