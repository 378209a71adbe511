//! Hours of a day and days of a week, as a service writes them: `08:00-22:00`, `mon-fri`.

use std::ops::Range;

use chrono::NaiveTime;

use crate::domain::service::Hours;
use crate::forms::fields::{Placed, Reader};
use crate::forms::report::suggest;

/// The weekdays as the file writes them, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const EXAMPLE: &str = "write both times with two digits each, by the 24-hour clock, as 08:00-22:00";

/// Reads `08:00-22:00`.
pub(super) fn hours(written: &Placed<String>, reader: &mut Reader<'_>) -> Option<Hours> {
    let whole = written.get_ref().as_str();
    let Some((from, to)) = whole.split_once('-') else {
        reader.complain(written.span(), format!("\"{whole}\" is not a span of hours"), EXAMPLE);
        return None;
    };
    let start = time(written, from, 0..from.len(), reader);
    let end = time(written, to, from.len() + 1..whole.len(), reader);
    Some(Hours { from: start?, to: end? })
}

fn time(
    written: &Placed<String>,
    part: &str,
    at: Range<usize>,
    reader: &mut Reader<'_>,
) -> Option<NaiveTime> {
    let exact = part.len() == 5 && part.bytes().all(|b| b.is_ascii_digit() || b == b':');
    let read = NaiveTime::parse_from_str(part, "%H:%M").ok();
    if let Some(time) = read.filter(|_| exact) {
        return Some(time);
    }
    let help = match read {
        _ if part == "24:00" => "midnight is 00:00".to_owned(),
        Some(meant) => format!("write {}", meant.format("%H:%M")),
        None => EXAMPLE.to_owned(),
    };
    reader.complain(reader.inside(written, at), format!("\"{part}\" is not a time of day"), help);
    None
}

/// Reads `mon-fri`, `sat` or `mon-wed, fri` into numbers, Monday = 0.
pub(super) fn days(written: &Placed<String>, reader: &mut Reader<'_>) -> Vec<u8> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in written.get_ref().split(',') {
        let here = reader.inside(written, at..at + part.len());
        at += part.len() + 1;
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first, &here, reader), day(last, &here, reader));
        let (Some(first), Some(last)) = (first, last) else { continue };
        if last < first {
            let message = format!("\"{}\" runs backwards", part.trim());
            reader.complain(here, message, "the week begins with mon; write two spans, as fri-sun, mon");
            continue;
        }
        for day in first..=last {
            if found.contains(&day) {
                let name = DAYS.get(usize::from(day)).copied().unwrap_or_default();
                let message = format!("\"{name}\" is named twice");
                reader.complain(here.clone(), message, "name each day once");
            }
            found.push(day);
        }
    }
    found
}

fn day(name: &str, at: &Range<usize>, reader: &mut Reader<'_>) -> Option<u8> {
    let name = name.trim();
    let place = DAYS.iter().position(|day| *day == name).and_then(|n| u8::try_from(n).ok());
    if place.is_none() {
        // "monday" and "Mon" are nearer to one day than any count of letters says.
        let start: String = name.to_lowercase().chars().take(3).collect();
        let help = DAYS
            .iter()
            .find(|day| **day == start)
            .map_or_else(|| suggest(name, DAYS), |day| format!("write days as three small letters: {day}"));
        reader.complain(at.clone(), format!("\"{name}\" is not a day of the week"), help);
    }
    place
}
