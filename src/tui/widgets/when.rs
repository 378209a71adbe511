//! Dates and times as people at a desk type them, resolved to one local minute.
//!
//! Pure: now is an argument, in local time. Summer time is the caller's matter: a local minute
//! that is missing or comes twice is settled where local time becomes UTC.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};

/// Which way a time without a day leans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// Things that happened: the latest such minute up to now.
    Past,
    /// Things planned: the next such minute from now on.
    Future,
}

/// What the card shows where a text is no time.
pub const HOW: &str = "write 19:40, +30, -15, y19:40, Sat 21:05 or 21/11 21:05";

/// Resolves a text to a local minute.
///
/// Understood: `n` or `now`; `1940`, `19:40`, `19.40`; `+30` and `-15` minutes, `+2h`, `+1h30`;
/// a day before the time: `y` (yesterday), `today`, `tom`, `Sat`, `21/11`, `21/11/2026`,
/// `21 Nov`, `21 Nov 2026`. A day without a year or date leans as the bias says.
pub fn parse_when(text: &str, now: NaiveDateTime, bias: Bias) -> Result<NaiveDateTime, String> {
    let now = to_minute(now);
    let text = text.trim().to_lowercase();
    if matches!(text.as_str(), "n" | "now") {
        return Ok(now);
    }
    if let Some(offset) = text.strip_prefix('+') {
        return shift(now, minutes(offset)?);
    }
    if let Some(offset) = text.strip_prefix('-') {
        return shift(now, -minutes(offset)?);
    }
    let (day, clock) = split_day(&text);
    let time = parse_time(clock)?;
    if day.is_empty() { Ok(bare_time(time, now, bias)) } else { on_day(day, time, now, bias) }
}

/// Returns a local minute as the screens write it: `Sat 21 Nov 21:05`, with the year if another.
pub fn written(at: NaiveDateTime, now: NaiveDateTime) -> String {
    let form = if at.year() == now.year() { "%a %-d %b %H:%M" } else { "%a %-d %b %Y %H:%M" };
    at.format(form).to_string()
}

fn to_minute(at: NaiveDateTime) -> NaiveDateTime {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

fn unclear() -> String {
    HOW.to_owned()
}

fn shift(now: NaiveDateTime, by: i64) -> Result<NaiveDateTime, String> {
    TimeDelta::try_minutes(by).and_then(|delta| now.checked_add_signed(delta)).ok_or_else(unclear)
}

/// `30`, `90m`, `2h`, `1h30`, `1:30`; at most four digits a part.
fn minutes(text: &str) -> Result<i64, String> {
    let text = text.trim().trim_end_matches("min").trim_end_matches('m');
    let (hours, rest) = text.split_once(['h', ':']).unwrap_or(("0", text));
    let rest = if rest.is_empty() && hours != "0" { "0" } else { rest };
    Ok(number(hours, 4)? * 60 + number(rest, 4)?)
}

fn number(digits: &str, at_most: usize) -> Result<i64, String> {
    let plain = !digits.is_empty() && digits.len() <= at_most && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { digits.parse().or(Err(unclear())) } else { Err(unclear()) }
}

/// Splits `sat 21:05` and `y1940` before the time; a lone time has an empty day.
fn split_day(text: &str) -> (&str, &str) {
    if let Some((day, clock)) = text.rsplit_once(' ') {
        return (day.trim().trim_end_matches(','), clock);
    }
    match text.find(|c: char| c.is_ascii_digit()) {
        Some(at) => text.split_at_checked(at).unwrap_or(("", text)),
        None => ("", text),
    }
}

fn parse_time(text: &str) -> Result<NaiveTime, String> {
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some((hours, minutes)) if minutes.len() == 2 => (hours, minutes),
        Some(_) => return Err(unclear()),
        None if text.len() == 3 || text.len() == 4 => {
            text.split_at_checked(text.len() - 2).ok_or_else(unclear)?
        }
        None => return Err(unclear()),
    };
    let part = |digits| number(digits, 2).ok().and_then(|n| u32::try_from(n).ok());
    part(hours)
        .zip(part(minutes))
        .and_then(|(h, m)| NaiveTime::from_hms_opt(h, m, 0))
        .ok_or_else(|| if text.starts_with("24") { "midnight is 00:00".to_owned() } else { unclear() })
}

fn bare_time(time: NaiveTime, now: NaiveDateTime, bias: Bias) -> NaiveDateTime {
    let today = now.date().and_time(time);
    let moved = match bias {
        Bias::Past if today > now => today.checked_sub_days(Days::new(1)),
        Bias::Future if today < now => today.checked_add_days(Days::new(1)),
        _ => None,
    };
    moved.unwrap_or(today)
}

fn on_day(day: &str, time: NaiveTime, now: NaiveDateTime, bias: Bias) -> Result<NaiveDateTime, String> {
    let today = now.date();
    let named = match day {
        "y" | "yest" | "yesterday" => today.pred_opt(),
        "tod" | "today" => Some(today),
        "tom" | "tomorrow" => today.succ_opt(),
        _ => None,
    };
    if let Some(date) = named {
        return Ok(date.and_time(time));
    }
    if let Ok(weekday) = day.parse::<Weekday>() {
        return Ok(latest_or_next(weekday, time, now, bias));
    }
    dated(day, time, now, bias)
}

fn latest_or_next(weekday: Weekday, time: NaiveTime, now: NaiveDateTime, bias: Bias) -> NaiveDateTime {
    let days = || (0..=7).map(Days::new);
    let fits = |at: &NaiveDateTime| at.weekday() == weekday;
    let today = now.date().and_time(time);
    let found = match bias {
        Bias::Past => days().filter_map(|n| today.checked_sub_days(n)).find(|at| fits(at) && *at <= now),
        Bias::Future => days().filter_map(|n| today.checked_add_days(n)).find(|at| fits(at) && *at >= now),
    };
    found.unwrap_or(today)
}

/// `21/11`, `21/11/2026`, `21/11/26`, `21 nov`, `sat 21 nov 2026`.
fn dated(day: &str, time: NaiveTime, now: NaiveDateTime, bias: Bias) -> Result<NaiveDateTime, String> {
    let mut parts: Vec<&str> = day.split([' ', '/', '-']).filter(|part| !part.is_empty()).collect();
    if parts.len() > 2 && parts.first().is_some_and(|first| first.parse::<Weekday>().is_ok()) {
        parts.remove(0);
    }
    let (date, month, year) = match parts.as_slice() {
        [date, month] => (date, month, None),
        [date, month, year] => (date, month, Some(parse_year(year)?)),
        _ => return Err(unclear()),
    };
    let date = number(date, 2).ok().and_then(|n| u32::try_from(n).ok()).ok_or_else(unclear)?;
    let month = parse_month(month)?;
    let made = |year| NaiveDate::from_ymd_opt(year, month, date).map(|made| made.and_time(time));
    let none = || format!("there is no {date}/{month} then");
    match year {
        Some(year) => made(year).ok_or_else(none),
        None => without_year(made, now, bias).ok_or_else(none),
    }
}

/// The nearest year that has the date and leans the right way; eight years reach any 29 February.
fn without_year(
    made: impl Fn(i32) -> Option<NaiveDateTime>,
    now: NaiveDateTime,
    bias: Bias,
) -> Option<NaiveDateTime> {
    (0..=8).find_map(|years| match bias {
        Bias::Past => made(now.year() - years).filter(|at| *at <= now),
        Bias::Future => made(now.year() + years).filter(|at| *at >= now),
    })
}

fn parse_year(text: &str) -> Result<i32, String> {
    let year = i32::try_from(number(text, 4)?).or(Err(unclear()))?;
    match text.len() {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(unclear()),
    }
}

fn parse_month(text: &str) -> Result<u32, String> {
    if let Ok(month) = text.parse::<chrono::Month>() {
        return Ok(month.number_from_month());
    }
    number(text, 2)
        .ok()
        .and_then(|n| u32::try_from(n).ok())
        .filter(|n| (1..=12).contains(n))
        .ok_or_else(unclear)
}

#[cfg(test)]
mod tests;
