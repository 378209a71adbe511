//! Numbers, dates and times as a person types them.

mod clock;
mod partial;

pub(super) use clock::{duration, duration_text, duration_words, time};
pub(super) use partial::{partial_date, partial_text};

use chrono::{Datelike, Month, NaiveDate};

use crate::domain::answer::Decimal;

const DATE: &str = "Write a date such as 12/03/1990, 12.3.90, 12 Mar 1990, today or yesterday.";

/// Reads a number; a comma stands for the point too.
pub(super) fn number(text: &str) -> Result<Decimal, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Write a number.".to_owned());
    }
    text.replace(',', ".").parse().map_err(|_why| format!("\"{text}\" is not a number: write it in digits."))
}

/// Reads a date. A year of two figures is the latest that is past, and so is one left out.
pub(super) fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let lower = text.trim().to_lowercase();
    let unclear = || {
        if lower.is_empty() { DATE.to_owned() } else { format!("\"{}\" is no date. {DATE}", text.trim()) }
    };
    match lower.as_str() {
        "today" | "tod" => return Ok(today),
        "yesterday" | "y" => return today.pred_opt().ok_or_else(unclear),
        _ => {}
    }
    if lower.len() == 8 && digits(&lower) {
        return NaiveDate::parse_from_str(&lower, "%d%m%Y").map_err(|_why| unclear());
    }
    let parts: Vec<&str> = lower.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    let found = match parts.as_slice() {
        [day, month] => latest(today, (0..=8).map(|years| today.year() - years), day, month),
        [day, month, year] => latest(today, years(year), day, month),
        _ => None,
    };
    found.ok_or_else(unclear)
}

/// The years that the figures may mean, the one to be preferred first.
fn years(text: &str) -> Vec<i32> {
    match (text.parse(), text.len()) {
        (Ok(year), 4) if digits(text) => vec![year],
        (Ok(year), 2) if digits(text) => vec![2000 + year, 1900 + year],
        _ => Vec::new(),
    }
}

/// The first of the dates that is not after today; where there is one year only, that date.
fn latest(
    today: NaiveDate,
    years: impl IntoIterator<Item = i32>,
    day: &str,
    month: &str,
) -> Option<NaiveDate> {
    let day = Some(day).filter(|day| digits(day) && day.len() <= 2)?.parse().ok()?;
    let month = match month.parse::<Month>() {
        Ok(month) => month.number_from_month(),
        Err(_) => Some(month).filter(|month| digits(month) && month.len() <= 2)?.parse().ok()?,
    };
    let made: Vec<NaiveDate> =
        years.into_iter().filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).collect();
    match made.as_slice() {
        [only] => Some(*only),
        several => several.iter().copied().find(|date| *date <= today),
    }
}

/// A whole number of at most so many figures.
fn whole(text: &str, at_most: usize) -> Option<u32> {
    Some(text).filter(|text| digits(text) && text.len() <= at_most)?.parse().ok()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        date(text, today).map(|date| date.to_string())
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let forms = ["12/03/1990", "12.3.90", "12-3-1990", "12031990", "12 Mar 1990", "12 march 90"];
        for text in forms {
            assert_eq!(read(text), Ok("1990-03-12".to_owned()), "{text}");
        }
        assert_eq!(read("today"), Ok("2026-11-23".to_owned()));
        assert_eq!(read("yesterday"), Ok("2026-11-22".to_owned()));
        assert_eq!(read("24/11"), Ok("2025-11-24".to_owned()));
        assert_eq!(read("1/1/2027"), Ok("2027-01-01".to_owned()));
    }

    #[test]
    fn what_is_no_date_is_told_in_words() {
        for text in ["", "31/02/1990", "1990", "12/13/1990", "soon", "12/3/199", "é/1/1990", "+1/2/1990"] {
            assert!(read(text).unwrap_err().contains("12/03/1990"), "{text}");
        }
    }

    #[test]
    fn a_number_may_have_a_comma_and_words_are_refused() {
        assert_eq!(number(" 36,1 ").unwrap().to_string(), "36.1");
        assert!(number("many").unwrap_err().contains("in digits"));
    }
}
