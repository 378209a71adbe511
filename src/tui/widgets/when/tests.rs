use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;

/// Monday 23 November 2026 at the given clock time.
fn monday(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(hour, minute, 30).unwrap()
}

fn past(text: &str, now: NaiveDateTime) -> String {
    parse_when(text, now, Bias::Past).map_or_else(|e| e, |at| written(at, now))
}

fn future(text: &str, now: NaiveDateTime) -> String {
    parse_when(text, now, Bias::Future).map_or_else(|e| e, |at| written(at, now))
}

#[test]
fn a_time_is_read_with_colon_with_dot_and_with_neither() {
    for text in ["1940", "19:40", "19.40", " 19:40 "] {
        assert_eq!(past(text, monday(20, 0)), "Mon 23 Nov 19:40", "{text}");
    }
    assert_eq!(past("940", monday(20, 0)), "Mon 23 Nov 09:40");
}

#[test]
fn after_midnight_a_bare_evening_time_is_yesterday_if_it_happened_and_today_if_it_is_planned() {
    assert_eq!(past("19:40", monday(0, 30)), "Sun 22 Nov 19:40");
    assert_eq!(future("19:40", monday(0, 30)), "Mon 23 Nov 19:40");
}

#[test]
fn before_midnight_a_bare_early_time_is_today_if_it_happened_and_tomorrow_if_it_is_planned() {
    assert_eq!(past("00:30", monday(23, 50)), "Mon 23 Nov 00:30");
    assert_eq!(future("00:30", monday(23, 50)), "Tue 24 Nov 00:30");
}

#[test]
fn this_very_minute_is_neither_yesterday_nor_tomorrow() {
    assert_eq!(past("19:40", monday(19, 40)), "Mon 23 Nov 19:40");
    assert_eq!(future("19:40", monday(19, 40)), "Mon 23 Nov 19:40");
}

#[test]
fn minutes_count_from_now_over_midnight() {
    assert_eq!(future("+30", monday(23, 45)), "Tue 24 Nov 00:15");
    assert_eq!(past("-15", monday(0, 5)), "Sun 22 Nov 23:50");
    assert_eq!(future("+2h", monday(10, 0)), "Mon 23 Nov 12:00");
    assert_eq!(future("+1h30", monday(10, 0)), "Mon 23 Nov 11:30");
    assert_eq!(future("now", monday(10, 0)), "Mon 23 Nov 10:00");
}

#[test]
fn a_day_before_the_time_is_taken_at_its_word() {
    assert_eq!(past("y1940", monday(20, 0)), "Sun 22 Nov 19:40");
    assert_eq!(past("Sat 21:05", monday(20, 0)), "Sat 21 Nov 21:05");
    assert_eq!(past("mon 21:05", monday(20, 0)), "Mon 16 Nov 21:05");
    assert_eq!(past("mon 19:05", monday(20, 0)), "Mon 23 Nov 19:05");
    assert_eq!(future("tue 0900", monday(20, 0)), "Tue 24 Nov 09:00");
    assert_eq!(future("tom 9:00", monday(20, 0)), "Tue 24 Nov 09:00");
}

#[test]
fn a_date_without_a_year_leans_as_its_field_does() {
    assert_eq!(past("21/11 21:05", monday(20, 0)), "Sat 21 Nov 21:05");
    assert_eq!(past("24/11 21:05", monday(20, 0)), "Mon 24 Nov 2025 21:05");
    assert_eq!(future("21/11 21:05", monday(20, 0)), "Sun 21 Nov 2027 21:05");
    assert_eq!(past("21/11/2026 21:05", monday(20, 0)), "Sat 21 Nov 21:05");
    assert_eq!(past("21/11/26 21:05", monday(20, 0)), "Sat 21 Nov 21:05");
    assert_eq!(past("29/2 10:00", monday(20, 0)), "Thu 29 Feb 2024 10:00");
}

#[test]
fn what_is_no_time_is_answered_with_how_to_write_one() {
    for text in
        ["", "19", "7pm", "25:00", "19:4", "31/2/2026 10:00", "soon", "+", "-", "1 2 3 4 10:00", "é10:00"]
    {
        assert!(parse_when(text, monday(20, 0), Bias::Past).is_err(), "{text}");
    }
    assert_eq!(past("24:00", monday(20, 0)), "midnight is 00:00");
    assert_eq!(past("30/2 10:00", monday(20, 0)), "there is no 30/2 then");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,24}") {
        let _ = parse_when(&text, monday(20, 0), Bias::Past);
    }

    #[test]
    fn what_is_written_reads_back_as_the_same_minute(minutes in 0i64..500_000) {
        let now = monday(20, 0);
        let at = to_minute(now) - chrono::TimeDelta::minutes(minutes);
        prop_assert_eq!(parse_when(&written(at, now), now, Bias::Past), Ok(at));
    }

    #[test]
    fn a_bare_time_is_always_within_a_day_on_its_own_side(h in 0u32..24, m in 0u32..60, nh in 0u32..24, nm in 0u32..60) {
        let now = monday(nh, nm);
        let text = format!("{h:02}{m:02}");
        let before = parse_when(&text, now, Bias::Past).unwrap();
        let after = parse_when(&text, now, Bias::Future).unwrap();
        prop_assert!(before <= now && now - before < chrono::TimeDelta::days(1) + chrono::TimeDelta::minutes(1));
        prop_assert!(after >= to_minute(now) && after - now < chrono::TimeDelta::days(1));
    }
}
