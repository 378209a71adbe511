//! Stored UTC, shown Europe/London: the two conversions and the formats a screen or page uses.

use chrono::{DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Europe::London;

/// The wall-clock time in London at this instant.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&London).naive_local()
}

/// The instant a London wall clock showed this. In the repeated hour of October the first
/// occurrence is meant; in the missing hour of March the instant one hour later by the clock.
pub fn from_local(wall: NaiveDateTime) -> DateTime<Utc> {
    match London.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => {
            let later = wall + Duration::hours(1);
            London
                .from_local_datetime(&later)
                .earliest()
                .map_or_else(|| later.and_utc(), |at| at.with_timezone(&Utc))
        }
    }
}

/// Like [`from_local`], but in the repeated hour of October the occurrence nearer to an instant is
/// meant: for times typed at a desk that knows when they were typed.
pub fn from_local_near(wall: NaiveDateTime, near: DateTime<Utc>) -> DateTime<Utc> {
    match London.from_local_datetime(&wall) {
        LocalResult::Ambiguous(first, last) => {
            let (first, last) = (first.with_timezone(&Utc), last.with_timezone(&Utc));
            if (first - near).abs() <= (last - near).abs() { first } else { last }
        }
        _ => from_local(wall),
    }
}

/// Like [`from_local`], but in the repeated hour of October the last occurrence is meant: for ends.
pub fn from_local_latest(wall: NaiveDateTime) -> DateTime<Utc> {
    match London.from_local_datetime(&wall) {
        LocalResult::Ambiguous(_, at) => at.with_timezone(&Utc),
        _ => from_local(wall),
    }
}

/// `19:40`.
pub fn hhmm(at: DateTime<Utc>) -> String {
    local(at).format("%H:%M").to_string()
}

/// `19:40` on the day of `now`, `Sat 19:40` within a week of it, `Sat 21 Nov 19:40` beyond.
pub fn near(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (wall, today) = (local(at), local(now).date());
    let days = (wall.date() - today).num_days();
    match days {
        0 => wall.format("%H:%M").to_string(),
        -6..=6 => wall.format("%a %H:%M").to_string(),
        _ if wall.year() == today.year() => wall.format("%a %-d %b %H:%M").to_string(),
        _ => wall.format("%a %-d %b %Y %H:%M").to_string(),
    }
}

/// `Mon 23 Nov 2026 19:44`.
pub fn full(at: DateTime<Utc>) -> String {
    local(at).format("%a %-d %b %Y %H:%M").to_string()
}

/// `Mon 23 Nov 2026`.
pub fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

/// Hours and minutes as `0h26`, the sign left to the caller's words.
pub fn span(minutes: i64) -> String {
    let minutes = minutes.unsigned_abs();
    format!("{}h{:02}", minutes / 60, minutes % 60)
}

/// Whole minutes from one instant to a later one; 0 where the clock went backwards.
pub fn minutes_between(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    (to - from).num_minutes().max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn the_repeated_hour_starts_with_its_first_and_ends_with_its_last_occurrence() {
        let twice = wall("2026-10-25 01:30");
        assert_eq!(from_local(twice).to_rfc3339(), "2026-10-25T00:30:00+00:00");
        assert_eq!(from_local_latest(twice).to_rfc3339(), "2026-10-25T01:30:00+00:00");
    }

    #[test]
    fn now_in_the_second_of_the_repeated_hours_is_not_an_hour_ago() {
        let second: DateTime<Utc> = "2026-10-25T01:30:00Z".parse().unwrap();
        assert_eq!(from_local_near(local(second), second), second);
        let first = second - Duration::hours(1);
        assert_eq!(from_local_near(local(first), first), first);
    }

    #[test]
    fn the_missing_hour_of_march_moves_an_hour_on() {
        assert_eq!(local(from_local(wall("2027-03-28 01:30"))), wall("2027-03-28 02:30"));
    }

    #[test]
    fn a_clock_set_back_never_gives_a_negative_wait() {
        let t = from_local(wall("2026-11-21 21:05"));
        assert_eq!(minutes_between(t, t - Duration::hours(1)), 0);
    }
}
