//! Times of day and lengths of time as a person types them.

use chrono::{NaiveTime, Timelike};

const TIME: &str = "Write a time of the 24-hour clock: 21:30, 2130, 9.30 or now.";
const LENGTH: &str = "Write how long it was: 90 (minutes), 1h30, 45m, 2d or 2d 6h.";

/// Reads a time of day.
pub(in super::super) fn time(text: &str, now: NaiveTime) -> Result<NaiveTime, String> {
    let lower = text.trim().to_lowercase();
    let unclear = || match lower.as_str() {
        "" => TIME.to_owned(),
        typed if typed.starts_with("24") => format!("\"{typed}\" is no time: midnight is 00:00."),
        typed => format!("\"{typed}\" is no time. {TIME}"),
    };
    if matches!(lower.as_str(), "now" | "n") {
        return NaiveTime::from_hms_opt(now.hour(), now.minute(), 0).ok_or_else(unclear);
    }
    let (hours, minutes) = match lower.split_once([':', '.', 'h']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return Err(unclear()),
        None if lower.len() <= 2 => (lower.as_str(), "00"),
        None => lower.split_at_checked(lower.len().saturating_sub(2)).ok_or_else(unclear)?,
    };
    let part = |digits: &str| super::whole(digits, 2);
    let made = part(hours).zip(part(minutes)).and_then(|(h, m)| NaiveTime::from_hms_opt(h, m, 0));
    made.ok_or_else(unclear)
}

/// Reads a length of time in minutes; a number alone is minutes.
pub(in super::super) fn duration(text: &str) -> Result<u32, String> {
    let lower = text.trim().to_lowercase();
    let unclear = || match lower.as_str() {
        "" => LENGTH.to_owned(),
        typed => format!("\"{typed}\" is no length of time. {LENGTH}"),
    };
    if let Some((hours, minutes)) = lower.split_once(':') {
        let minutes = super::whole(minutes, 2).filter(|minutes| *minutes < 60);
        let read = super::whole(hours, 4).zip(minutes).map(|(hours, minutes)| hours * 60 + minutes);
        return read.ok_or_else(unclear);
    }
    let glued = lower.split_whitespace().zip(lower.split_whitespace().skip(1)).any(|(before, after)| {
        before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit())
    });
    if glued {
        return Err(unclear());
    }
    let compact: String = lower.split_whitespace().collect();
    let mut rest = compact.as_str();
    let (mut total, mut before) = (0_u32, None);
    while !rest.is_empty() {
        let (number, unit, left) = step(rest).ok_or_else(unclear)?;
        // What stands alone is minutes, and so are the figures of 1h30.
        let unit = match unit {
            "" if matches!(before, None | Some(60)) && left.is_empty() => 1,
            unit => factor(unit).ok_or_else(unclear)?,
        };
        if before.is_some_and(|before| unit >= before) {
            return Err(unclear());
        }
        before = Some(unit);
        total = number.checked_mul(unit).and_then(|n| total.checked_add(n)).ok_or_else(unclear)?;
        rest = left;
    }
    before.map(|_unit| total).ok_or_else(unclear)
}

/// The number at the head, the unit behind it, and the rest.
fn step(text: &str) -> Option<(u32, &str, &str)> {
    let letters = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(letters)?;
    let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
    let (unit, left) = rest.split_at_checked(digits)?;
    Some((super::whole(number, 6)?, unit, left))
}

fn factor(unit: &str) -> Option<u32> {
    Some(match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => 1,
        "h" | "hr" | "hrs" | "hour" | "hours" => 60,
        "d" | "day" | "days" => 24 * 60,
        "w" | "week" | "weeks" => 7 * 24 * 60,
        _ => return None,
    })
}

/// A length of time as it can be typed again.
pub(in super::super) fn duration_text(minutes: u32) -> String {
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "m")];
    let written: Vec<String> =
        parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if written.is_empty() { "0m".to_owned() } else { written.join(" ") }
}

/// A length of time in words: `45 minutes`, `1h30`, `2 days 6h00`.
pub(in super::super) fn duration_words(minutes: u32) -> String {
    let (days, rest) = (minutes / 1440, minutes % 1440);
    let days_words = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    let clock = crate::domain::time::span(i64::from(rest));
    match (days, rest) {
        (0, 1) => "1 minute".to_owned(),
        (0, 0..60) => format!("{rest} minutes"),
        (0, _) => clock,
        (_, 0) => days_words,
        _ => format!("{days_words} {clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let now = NaiveTime::from_hms_opt(19, 52, 4).unwrap();
        let read = |text: &str| time(text, now).map(|time| time.format("%H:%M:%S").to_string());
        for (text, meant) in [
            ("2130", "21:30"),
            ("21:30", "21:30"),
            ("9.30", "09:30"),
            ("930", "09:30"),
            ("9", "09:00"),
            ("00:00", "00:00"),
            ("Now", "19:52"),
        ] {
            assert_eq!(read(text), Ok(format!("{meant}:00")), "{text}");
        }
        for text in ["", "24:00", "2460", "9.3", "9:5", "noon", "12345", "é", ":30", "+9:30", "9pm"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("24:00").unwrap_err().contains("midnight is 00:00"));
    }

    #[test]
    fn lengths_are_read_as_people_write_them_and_read_back() {
        for (text, minutes, words) in [
            ("90", 90, "1h30"),
            ("1h30", 90, "1h30"),
            ("1:30", 90, "1h30"),
            ("45m", 45, "45 minutes"),
            ("2d", 2880, "2 days"),
            ("1d 6h", 1800, "1 day 6h00"),
            ("2 hours", 120, "2h00"),
            ("1w", 10_080, "7 days"),
            ("0", 0, "0 minutes"),
        ] {
            assert_eq!(duration(text), Ok(minutes), "{text}");
            assert_eq!(duration_words(minutes), words);
            assert_eq!(duration(&duration_text(minutes)), Ok(minutes));
        }
        for text in ["", "h", "30 30", "1h2h", "2d3", "1.5h", "-5", "1:75", "999999w", "9999999", "é"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
