//! Periods of local days, and the steps in which a trend is shown.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::rota::Between;

/// Some local days, both ends counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day, counted too.
    pub last: NaiveDate,
}

/// A length of calendar time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Step {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    #[default]
    Month,
    /// January to March and so on.
    Quarter,
    /// April to March, as NHS contracts run.
    Year,
}

impl Step {
    /// All, the shortest first.
    pub const ALL: [Self; 4] = [Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The next longer one; after the longest the shortest.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Week => Self::Month,
            Self::Month => Self::Quarter,
            Self::Quarter => Self::Year,
            Self::Year => Self::Week,
        }
    }

    fn begins(self, day: NaiveDate) -> NaiveDate {
        let first = day.with_day(1).unwrap_or(day);
        let back = |months: u32| first.checked_sub_months(Months::new(months)).unwrap_or(first);
        match self {
            Self::Week => day - Days::new(u64::from(day.weekday().num_days_from_monday())),
            Self::Month => first,
            Self::Quarter => back(day.month0() % 3),
            Self::Year => back((day.month0() + 9) % 12),
        }
    }

    fn after(self, begin: NaiveDate) -> NaiveDate {
        let months = match self {
            Self::Week => return begin + Days::new(7),
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        };
        begin.checked_add_months(Months::new(months)).unwrap_or(begin)
    }
}

impl Period {
    /// The week, month, quarter or year in which a day lies.
    pub fn around(day: NaiveDate, step: Step) -> Self {
        let first = step.begins(day);
        Self { first, last: step.after(first) - Days::new(1) }
    }

    /// The one before it, of the same length of the calendar.
    #[must_use]
    pub fn before(self, step: Step) -> Self {
        Self::around(self.first - Days::new(1), step)
    }

    /// The one after it.
    #[must_use]
    pub fn after(self, step: Step) -> Self {
        Self::around(self.last + Days::new(1), step)
    }

    /// As many days as it has, ending the day before it begins.
    #[must_use]
    pub fn just_before(self) -> Self {
        let days = Days::new(self.days());
        Self { first: self.first - days, last: self.last - days }
    }

    /// How many days it has.
    pub fn days(self) -> u64 {
        u64::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    /// Whether a day of it is a day of the other.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether a local day is one of it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Its instants, `[from, to)`.
    pub fn between(self) -> Between {
        Between::days(self.first, self.last)
    }

    /// The weeks or months of which it has days, each cut to it, the first one in front.
    pub fn steps(self, step: Step) -> Vec<Self> {
        let mut steps = Vec::new();
        let mut begin = step.begins(self.first);
        while begin <= self.last {
            let next = step.after(begin);
            steps.push(Self { first: begin.max(self.first), last: (next - Days::new(1)).min(self.last) });
            if next <= begin {
                break;
            }
            begin = next;
        }
        steps
    }

    /// In words, as short as it can be told: "Nov 2026", "23 Nov - 29 Nov 2026".
    pub fn words(self) -> String {
        let (first, last) = (self.first, self.last);
        if self == Self::around(first, Step::Month) {
            return first.format("%b %Y").to_string();
        }
        if first == last {
            return first.format("%-d %b %Y").to_string();
        }
        let begin = if first.year() == last.year() { "%-d %b" } else { "%-d %b %Y" };
        format!("{} - {}", first.format(begin), last.format("%-d %b %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: &str, last: &str) -> Period {
        Period { first: first.parse().unwrap(), last: last.parse().unwrap() }
    }

    #[test]
    fn each_step_begins_where_the_calendar_has_it() {
        let day = "2027-02-17".parse().unwrap();
        for (step, first, last) in [
            (Step::Week, "2027-02-15", "2027-02-21"),
            (Step::Month, "2027-02-01", "2027-02-28"),
            (Step::Quarter, "2027-01-01", "2027-03-31"),
            (Step::Year, "2026-04-01", "2027-03-31"),
        ] {
            let around = Period::around(day, step);
            assert_eq!(around, period(first, last));
            assert_eq!(around.before(step).after(step), around);
        }
        let april = "2026-04-01".parse().unwrap();
        assert_eq!(Period::around(april, Step::Year), period("2026-04-01", "2027-03-31"));
    }

    #[test]
    fn steps_hold_each_day_once_and_no_other() {
        let whole = period("2026-01-07", "2026-03-03");
        for step in [Step::Week, Step::Month] {
            let steps = whole.steps(step);
            assert_eq!((steps[0].first, steps.last().unwrap().last), (whole.first, whole.last));
            assert_eq!(steps.iter().map(|step| step.days()).sum::<u64>(), whole.days());
            assert!(steps.windows(2).all(|pair| pair[0].last + Days::new(1) == pair[1].first));
        }
    }

    #[test]
    fn a_period_is_told_as_shortly_as_it_can_be() {
        assert_eq!(period("2026-11-01", "2026-11-30").words(), "Nov 2026");
        assert_eq!(period("2026-11-23", "2026-11-29").words(), "23 Nov - 29 Nov 2026");
        assert_eq!(period("2026-11-23", "2026-11-23").words(), "23 Nov 2026");
        assert_eq!(period("2026-04-01", "2027-03-31").words(), "1 Apr 2026 - 31 Mar 2027");
    }

    #[test]
    fn as_many_days_before_do_not_overlap() {
        let month = period("2026-03-01", "2026-03-31");
        let before = month.just_before();
        assert_eq!(before, period("2026-01-29", "2026-02-28"));
        assert!(!before.overlaps(month) && month.overlaps(period("2026-03-31", "2026-04-02")));
    }
}
