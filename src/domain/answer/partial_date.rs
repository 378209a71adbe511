//! A date known only in part: 2024, March 2024, about the 12th of March 2024.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A year, a month or a day, each perhaps only about right. Written as in ISO 8601-2: `2024`,
/// `2024-03`, `2024-03-12`, with `~` behind it for "about".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    first: NaiveDate,
    precision: Precision,
    about: bool,
}

/// How much of a partial date is known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Precision {
    /// The year.
    Year,
    /// The month of a year.
    Month,
    /// The day.
    Day,
}

impl PartialDate {
    /// A year, with month and day as far as they are known; `None` for what no calendar has, for
    /// a day without its month, and for years outside 1000 to 9999.
    pub fn new(year: i32, month: Option<u32>, day: Option<u32>, about: bool) -> Option<Self> {
        let precision = match (month, day) {
            (None, None) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
            (None, Some(_)) => return None,
        };
        let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        (1000..=9999).contains(&year).then_some(Self { first, precision, about })
    }

    /// How much is known.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Whether it is only about right.
    pub fn is_about(self) -> bool {
        self.about
    }

    /// The first and the last day it can be. One that is "about" right has no known span.
    pub fn span(self) -> Option<(NaiveDate, NaiveDate)> {
        if self.about {
            return None;
        }
        let next = match self.precision {
            Precision::Year => self.first.checked_add_months(Months::new(12))?,
            Precision::Month => self.first.checked_add_months(Months::new(1))?,
            Precision::Day => self.first.succ_opt()?,
        };
        Some((self.first, next.pred_opt()?))
    }

    /// As a person would say it: "about March 2024".
    pub fn words(self) -> String {
        let about = if self.about { "about " } else { "" };
        let date = match self.precision {
            Precision::Year => self.first.format("%Y"),
            Precision::Month => self.first.format("%B %Y"),
            Precision::Day => self.first.format("%-d %B %Y"),
        };
        format!("{about}{date}")
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = match self.precision {
            Precision::Year => self.first.format("%Y"),
            Precision::Month => self.first.format("%Y-%m"),
            Precision::Day => self.first.format("%Y-%m-%d"),
        };
        write!(f, "{date}{}", if self.about { "~" } else { "" })
    }
}

impl FromStr for PartialDate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a date as in 2024, 2024-03 or 2024-03-12");
        let (date, about) = text.strip_suffix('~').map_or((text, false), |date| (date, true));
        let mut parts = Vec::new();
        for (part, digits) in date.split('-').zip([4, 2, 2]) {
            if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong());
            }
            parts.push(part.parse::<u32>().map_err(|_digits| wrong())?);
        }
        let read = match parts.as_slice() {
            _ if date.split('-').count() != parts.len() => None,
            [year, rest @ ..] => i32::try_from(*year)
                .ok()
                .and_then(|year| Self::new(year, rest.first().copied(), rest.get(1).copied(), about)),
            [] => None,
        };
        read.ok_or_else(wrong)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(date: NaiveDate) -> Self {
        let year = date.year().clamp(1000, 9999);
        let first = date.with_year(year).unwrap_or(date);
        Self { first, precision: Precision::Day, about: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_kept_and_nothing_more() {
        for (text, words) in
            [("2024", "2024"), ("2024-03~", "about March 2024"), ("2024-02-29", "29 February 2024")]
        {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!((date.to_string(), date.words()), (text.to_owned(), words.to_owned()));
        }
    }

    #[test]
    fn what_no_calendar_has_is_refused() {
        for text in ["", "24", "2024-13", "2023-02-29", "2024-3", "2024-03-12-01", "~", "2024-", "-2024"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_month_spans_its_days_and_about_spans_nothing_certain() {
        let span = |text: &str| text.parse::<PartialDate>().unwrap().span();
        let day = |d| NaiveDate::from_ymd_opt(2024, 2, d).unwrap();
        assert_eq!(span("2024-02"), Some((day(1), day(29))));
        assert_eq!(span("2024-02~"), None);
    }
}
