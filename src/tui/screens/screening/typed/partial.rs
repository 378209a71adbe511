//! Dates as far as they are known, as a person types them.

use chrono::{Datelike, Month, NaiveDate};

use crate::domain::answer::{PartialDate, Precision};

const HOW: &str = "Write as much as is known: 2024, 3/2024, mar 2024, 12/3/24, about 2024.";

/// Reads a date of which perhaps only the year or the month is known, or only about.
pub(in super::super) fn partial_date(text: &str, today: NaiveDate) -> Result<PartialDate, String> {
    let lower = text.trim().to_lowercase();
    let unclear = || match lower.as_str() {
        "" => HOW.to_owned(),
        typed => format!("\"{typed}\" is no date. {HOW}"),
    };
    let (date, about) = without_about(&lower);
    let exact = read(date, today).ok_or_else(unclear)?;
    with_about(exact, about).ok_or_else(unclear)
}

/// A date as it can be typed again.
pub(in super::super) fn partial_text(date: PartialDate) -> String {
    let plain = with_about(date, false).unwrap_or(date).to_string();
    let parts: Vec<&str> = plain.split('-').rev().collect();
    format!("{}{}", if date.is_about() { "about " } else { "" }, parts.join("/"))
}

fn without_about(text: &str) -> (&str, bool) {
    for word in ["about ", "around ", "approx ", "circa ", "ca ", "c. ", "~"] {
        if let Some(date) = text.strip_prefix(word) {
            return (date.trim(), true);
        }
    }
    text.strip_suffix('~').map_or((text, false), |date| (date.trim(), true))
}

fn with_about(date: PartialDate, about: bool) -> Option<PartialDate> {
    let iso = date.to_string();
    let plain = iso.trim_end_matches('~');
    if about { format!("{plain}~").parse().ok() } else { plain.parse().ok() }
}

fn read(text: &str, today: NaiveDate) -> Option<PartialDate> {
    if let Ok(date) = text.parse::<PartialDate>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if let [month, year] = parts.as_slice()
        && let Some(date) = month_of(month, year, today)
    {
        return Some(date);
    }
    super::date(text, today).ok().map(PartialDate::from)
}

/// `3/2024`, `mar 2024`, `mar 24`, `3/24`; a number up to 12 behind a number is a month.
fn month_of(month: &str, year: &str, today: NaiveDate) -> Option<PartialDate> {
    let named = month.parse::<Month>().ok().map(|month| month.number_from_month());
    let is_year = year.len() == 4 || named.is_some() || super::whole(year, 2).is_some_and(|n| n > 12);
    let month = named.or_else(|| super::whole(month, 2))?;
    let years = super::years(year).into_iter().filter(|year| *year <= today.year() || *year > 2100);
    let year = years.chain(super::years(year)).next().filter(|_| is_year)?;
    PartialDate::new(year, Some(month), None, false).filter(|date| date.precision() == Precision::Month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_as_is_known_is_read_and_told_back_in_words() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        for (text, words) in [
            ("2024", "2024"),
            ("3/2024", "March 2024"),
            ("03.2024", "March 2024"),
            ("mar 2024", "March 2024"),
            ("March 98", "March 1998"),
            ("12/3/24", "12 March 2024"),
            ("12 mar 1990", "12 March 1990"),
            ("12/3", "12 March 2026"),
            ("about 2024", "about 2024"),
            ("~2024", "about 2024"),
            ("2024~", "about 2024"),
            ("About mar 2024", "about March 2024"),
            ("2024-03", "March 2024"),
            ("yesterday", "22 November 2026"),
        ] {
            let read = partial_date(text, today).unwrap();
            assert_eq!(read.words(), words, "{text}");
            assert_eq!(partial_date(&partial_text(read), today), Ok(read), "{text}");
        }
        for text in ["", "about", "24", "13/2024", "31/2/24", "soon", "é 2024", "~", "3/20245"] {
            assert!(partial_date(text, today).is_err(), "{text}");
        }
    }
}
