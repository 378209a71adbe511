//! An age in years or a date of birth, whichever is known.

use chrono::{Datelike, NaiveDate};

/// What is known of a person's age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeOrBirth {
    /// Age in whole years, as told.
    Age(u8),
    /// Date of birth.
    Born(NaiveDate),
}

impl AgeOrBirth {
    /// Returns the age in whole years on a day; a 29 February counts from 1 March.
    pub fn years_on(self, today: NaiveDate) -> u8 {
        match self {
            Self::Age(years) => years,
            Self::Born(born) => {
                today.years_since(born).and_then(|years| u8::try_from(years).ok()).unwrap_or(0)
            }
        }
    }
}

const OLDEST: i32 = 120;
const HOW: &str = "write an age such as 34 or a date of birth such as 12/03/1990";

/// Reads `34`, `12/03/1990`, `12.3.90`, `12031990`; a two-figure year is the latest that is past.
pub fn parse_age(text: &str, today: NaiveDate) -> Result<AgeOrBirth, String> {
    let unclear = || HOW.to_owned();
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits && text.len() <= 3 {
        let years: u8 = text.parse().or(Err(unclear()))?;
        return if i32::from(years) <= OLDEST { Ok(AgeOrBirth::Age(years)) } else { Err(unclear()) };
    }
    let born = if digits { NaiveDate::parse_from_str(text, "%d%m%Y").ok() } else { separated(text, today) };
    let born = born.ok_or_else(unclear)?;
    if born > today {
        return Err("a date of birth lies in the past".to_owned());
    }
    if today.year() - born.year() > OLDEST { Err(unclear()) } else { Ok(AgeOrBirth::Born(born)) }
}

fn separated(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    let number: i32 = year.parse().ok()?;
    match year.len() {
        4 => NaiveDate::from_ymd_opt(number, month, day),
        2 => [2000, 1900]
            .into_iter()
            .filter_map(|c| NaiveDate::from_ymd_opt(c + number, month, day))
            .find(|d| *d <= today),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<u8, String> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        parse_age(text, today).map(|age| age.years_on(today))
    }

    #[test]
    fn an_age_or_a_date_of_birth_gives_the_years() {
        assert_eq!(read("34"), Ok(34));
        assert_eq!(read("12/03/1990"), Ok(36));
        assert_eq!(read("24.11.1990"), Ok(35));
        assert_eq!(read("12031990"), Ok(36));
        assert_eq!(read("1/2/09"), Ok(17));
        assert_eq!(read("1/2/90"), Ok(36));
    }

    #[test]
    fn what_cannot_be_an_age_is_refused_in_words() {
        for text in ["", "200", "31/02/1990", "12/1990", "old", "1/1/1800", "-5", "é"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert_eq!(read("24/11/2026"), Err("a date of birth lies in the past".to_owned()));
    }
}
