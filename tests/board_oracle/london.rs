//! London's wall clock by the rule itself: summer time runs from 01:00 UTC on the last Sunday of
//! March to 01:00 UTC on that of October. Apart from the tables the program uses.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc};

/// What a London wall clock shows at this instant.
pub fn wall(at: DateTime<Utc>) -> NaiveDateTime {
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(at.year(), month, 31).unwrap();
        let back = i64::from(last.weekday().num_days_from_sunday());
        (last - Duration::days(back)).and_hms_opt(1, 0, 0).unwrap().and_utc()
    };
    let summer = at >= change(3) && at < change(10);
    at.naive_utc() + Duration::hours(i64::from(summer))
}

/// docs/facts.md, step 6.
pub fn words(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (wall, today) = (wall(at), wall(now).date());
    let time = wall.format("%H:%M");
    let day = wall.format("%a");
    let date = format!("{day} {} {}", wall.day(), wall.format("%b"));
    match (wall.date() - today).num_days().abs() {
        0 => time.to_string(),
        1..=6 => format!("{day} {time}"),
        _ if wall.year() == today.year() => format!("{date} {time}"),
        _ => format!("{date} {} {time}", wall.year()),
    }
}
