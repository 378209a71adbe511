//! What has been counted so far. Tallies of two halves of a period add up to that of the whole.

use std::collections::BTreeMap;

/// Declares a list of figures with the codes that docs/figures.md defines.
macro_rules! figures {
    ($(#[$about:meta])* $name:ident: $($variant:ident = $code:literal),+ $(,)?) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "docs/figures.md says what each is")]
        pub enum $name { $($variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its code.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The one with this code.
            pub fn of(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

figures! {
    /// Figures that are one number.
    Count:
    Identified = "identified", Referred = "referred", Under18 = "under_18", Adults = "adults",
    Seen = "seen", Screened = "screened", Under18Screened = "under_18_screened", Assessed = "assessed",
    ReferredOn = "referred_on", Accepted = "accepted", Attended = "attended", NotSeen = "not_seen",
    Declined = "declined", InterviewKnown = "interview_known", BeforeInterview = "before_interview",
    Departed = "departed", BeforeRelease = "before_release", Decided = "decided",
    Vulnerable = "vulnerable", Flags = "flags", FlagsTold = "flags_told", Onward = "onward",
    Safeguarding = "safeguarding", Reports = "reports", ReportsSent = "reports_sent",
    ReportsLate = "reports_late", Mha = "mha", MhaEnded = "mha_ended", Contacts = "contacts",
    ClosedSeen = "closed_seen",
}

figures! {
    /// Figures by code.
    Split:
    Source = "by_source", Reason = "by_reason", Site = "by_site", Position = "by_position", Age = "by_age",
    Sex = "by_sex", Ethnicity = "by_ethnicity", Forces = "by_forces", Group = "by_group",
    NotSeen = "by_not_seen", Risk = "by_risk", Vulnerability = "by_vulnerability",
    Destination = "by_destination", Report = "by_report", Contact = "by_contact",
    CompleteReferral = "complete_referral", CompleteSeeing = "complete_seeing",
    CompleteClosure = "complete_closure",
}

figures! {
    /// Figures that are minutes.
    Time:
    Wait = "wait", WaitInHours = "wait_in_hours", WaitOutOfHours = "wait_out_of_hours",
    Flag = "flag_minutes", Mha = "mha_minutes",
}

/// Minutes, and how often each came.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Minutes(BTreeMap<i64, u64>);

impl Minutes {
    fn add(&mut self, minutes: i64) {
        *self.0.entry(minutes).or_default() += 1;
    }

    /// How many there are.
    pub fn number(&self) -> u64 {
        self.0.values().sum()
    }

    /// The one at a place of the rising order, by nearest rank: `of(1, 2)` is the median, `of(9, 10)` the
    /// 90th centile. None where there are none.
    pub fn of(&self, part: u64, whole: u64) -> Option<i64> {
        let place = (self.number() * part).div_ceil(whole.max(1)).max(1);
        let mut passed = 0;
        self.0.iter().find_map(|(minutes, times)| {
            passed += times;
            (passed >= place).then_some(*minutes)
        })
    }
}

/// Everything that is counted of people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    counts: Vec<u64>,
    splits: Vec<BTreeMap<String, u64>>,
    times: Vec<Minutes>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            counts: vec![0; Count::ALL.len()],
            splits: vec![BTreeMap::new(); Split::ALL.len()],
            times: vec![Minutes::default(); Time::ALL.len()],
        }
    }
}

impl Tally {
    /// Counts one more.
    pub fn one(&mut self, what: Count) {
        self.several(what, 1);
    }

    /// Counts one more where something holds.
    pub fn one_if(&mut self, what: Count, holds: bool) {
        self.several(what, u64::from(holds));
    }

    /// Counts some more.
    pub fn several(&mut self, what: Count, more: u64) {
        if let Some(count) = self.counts.get_mut(what as usize) {
            *count += more;
        }
    }

    /// Counts one more under a code.
    pub fn under(&mut self, what: Split, code: &str) {
        let Some(split) = self.splits.get_mut(what as usize) else { return };
        match split.get_mut(code) {
            Some(count) => *count += 1,
            None => drop(split.insert(code.to_owned(), 1)),
        }
    }

    /// Counts minutes.
    pub fn minutes(&mut self, what: Time, minutes: i64) {
        if let Some(times) = self.times.get_mut(what as usize) {
            times.add(minutes);
        }
    }

    /// How many were counted.
    pub fn count(&self, what: Count) -> u64 {
        self.counts.get(what as usize).copied().unwrap_or(0)
    }

    /// How many were counted under each code.
    pub fn split(&self, what: Split) -> impl Iterator<Item = (&str, u64)> {
        self.splits.get(what as usize).into_iter().flatten().map(|(code, count)| (code.as_str(), *count))
    }

    /// How many were counted under a code.
    pub fn under_code(&self, what: Split, code: &str) -> u64 {
        self.splits.get(what as usize).and_then(|split| split.get(code)).copied().unwrap_or(0)
    }

    /// The minutes that were counted.
    pub fn times(&self, what: Time) -> Minutes {
        self.times.get(what as usize).cloned().unwrap_or_default()
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        for (split, more) in self.splits.iter_mut().zip(&other.splits) {
            for (code, count) in more {
                *split.entry(code.clone()).or_default() += count;
            }
        }
        for (times, more) in self.times.iter_mut().zip(&other.times) {
            for (minutes, count) in &more.0 {
                *times.0.entry(*minutes).or_default() += count;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_centile_is_the_one_at_its_place_of_the_sorted_list(list in prop::collection::vec(0_i64..200, 1..60)) {
            let mut minutes = Minutes::default();
            list.iter().for_each(|one| minutes.add(*one));
            let mut sorted = list.clone();
            sorted.sort_unstable();
            let n = sorted.len();
            prop_assert_eq!(minutes.of(1, 2), Some(sorted[n.div_ceil(2) - 1]));
            prop_assert_eq!(minutes.of(9, 10), Some(sorted[(n * 9).div_ceil(10) - 1]));
        }
    }

    #[test]
    fn of_nobody_there_is_no_median() {
        assert_eq!(Minutes::default().of(1, 2), None);
    }
}
