//! Bank holidays as they are worked out, against the days that GOV.UK has published.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use liaison::desk::service_file::{TEMPLATE, read};
use liaison::domain::service::BankHolidays;
use liaison::rota::bank_holiday;

const PUBLISHED: &str = include_str!("data/bank-holidays-england-wales.json");

/// The days added and taken away by proclamation since 2012, as a service writes them down.
const PROCLAIMED: &str = r#"
[bank_holidays]
extra = [
  { date = 2012-06-04, name = "Spring bank holiday" },
  { date = 2012-06-05, name = "Diamond Jubilee" },
  { date = 2020-05-08, name = "Early May bank holiday (VE day)" },
  { date = 2022-06-02, name = "Spring bank holiday" },
  { date = 2022-06-03, name = "Platinum Jubilee" },
  { date = 2022-09-19, name = "State funeral" },
  { date = 2023-05-08, name = "Coronation" },
]
removed = [2012-05-28, 2020-05-04, 2022-05-30]
"#;

fn overlay() -> BankHolidays {
    let ours = "[bank_holidays]\nextra = []\nremoved = []\n";
    assert!(TEMPLATE.contains(ours));
    read(&TEMPLATE.replace(ours, PROCLAIMED), "service.toml").unwrap().bank_holidays
}

fn published() -> BTreeSet<NaiveDate> {
    let file: serde_json::Value = serde_json::from_str(PUBLISHED).unwrap();
    let events = file["events"].as_array().unwrap();
    assert_eq!(events.len(), 140);
    events.iter().map(|event| event["date"].as_str().unwrap().parse().unwrap()).collect()
}

/// The published list leaves a day at the weekend out: its substitute stands there.
fn computed(year: i32, overlay: &BankHolidays) -> BTreeSet<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first
        .iter_days()
        .take_while(|day| day.year() == year)
        .filter(|day| bank_holiday(*day, overlay).is_some())
        .filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
        .collect()
}

#[test]
fn the_days_worked_out_are_those_published_from_2012_to_2028() {
    let (overlay, published) = (overlay(), published());
    for year in 2012..=2028 {
        let of_year: BTreeSet<NaiveDate> =
            published.iter().copied().filter(|day| day.year() == year).collect();
        assert_eq!(computed(year, &overlay), of_year, "{year}");
    }
    assert!(published.iter().all(|day| (2012..=2028).contains(&day.year())));
}

#[test]
fn without_the_proclaimed_days_four_years_differ() {
    let (rule, published) = (BankHolidays::default(), published());
    let differ = |year: &i32| {
        computed(*year, &rule) != published.iter().copied().filter(|day| day.year() == *year).collect()
    };
    assert_eq!((2012..=2028).filter(differ).collect::<Vec<_>>(), [2012, 2020, 2022, 2023]);
}

#[test]
fn a_day_at_the_weekend_that_has_a_substitute_is_a_bank_holiday_too() {
    let none = BankHolidays::default();
    for day in ["2026-12-26", "2027-12-25", "2027-12-26", "2028-01-01"] {
        assert!(bank_holiday(day.parse().unwrap(), &none).is_some(), "{day}");
    }
}
