//! When the sites ask for somebody, worked out from service.toml's rows by hand: own calendar of bank
//! holidays, own wall clock.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, Utc};
use liaison::domain::service::{DayOfYear, DemandRow, HolidayRule, Service};

use crate::london::wall;

/// Bank holidays of England and Wales, as they were published and proclaimed.
const HOLIDAYS: [(i32, &str); 6] = [
    (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
    // Spring was moved to 2 June, the jubilee was on the 3rd, the late Queen's funeral on 19 September.
    (2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
    // The coronation was on 8 May.
    (2023, "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26"),
    (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
    (2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
    (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
];
/// Days of a weekend that another day stands in for: they count as well (docs/figures.md).
const STOOD_IN_FOR: &str = "2021-12-25 2021-12-26 2022-01-01 2022-12-25 2023-01-01 2026-12-26";
/// What the rule alone does not know of these, for `[bank_holidays]` of service.toml.
pub const PROCLAIMED: &str = r#"extra = [
  { date = 2022-06-02, name = "Spring bank holiday" }, { date = 2022-06-03, name = "Platinum Jubilee" },
  { date = 2022-09-19, name = "State Funeral" }, { date = 2023-05-08, name = "Coronation" },
]
removed = [2022-05-30]"#;

/// Whether a day is a bank holiday.
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    let of_year = HOLIDAYS.iter().find(|(year, _)| *year == day.year());
    let (_, days) = of_year.unwrap_or_else(|| panic!("the table has no bank holidays of {day}"));
    let of_year = day.format("%m-%d").to_string();
    days.split(' ').any(|one| one == of_year) || STOOD_IN_FOR.split(' ').any(|one| one == day.to_string())
}

/// Minutes since 1970 of a begin: the first time that the clock in London shows it, in March an hour on.
pub fn begin(clock: NaiveDateTime) -> i64 {
    shown(clock)[0]
}

/// Minutes since 1970 of an end: the last time that the clock shows it.
pub fn end(clock: NaiveDateTime) -> i64 {
    *shown(clock).last().unwrap()
}

fn shown(clock: NaiveDateTime) -> Vec<i64> {
    let at = |clock: NaiveDateTime| -> Vec<i64> {
        [clock.and_utc() - Duration::hours(1), clock.and_utc()]
            .into_iter()
            .filter(|at: &DateTime<Utc>| wall(*at) == clock)
            .map(|at| at.timestamp() / 60)
            .collect()
    };
    let found = at(clock);
    if found.is_empty() { at(clock + Duration::hours(1)) } else { found }
}

/// What one row asks for on one day, in minutes since 1970.
pub struct Asked<'a> {
    pub row: &'a DemandRow,
    /// The day on which it begins.
    pub day: NaiveDate,
    pub from: i64,
    pub to: i64,
    /// Whether the court has to be asked.
    pub ask: bool,
}

fn among(days: &[DayOfYear], day: NaiveDate) -> bool {
    days.iter().any(|one| match one {
        DayOfYear::On(on) => *on == day,
        DayOfYear::Yearly(month, of_month) => (day.month(), day.day()) == (*month, *of_month),
    })
}

/// Everything that is asked for on the days from one to another, and in the night before the first.
pub fn asked(service: &Service, first: NaiveDate, last: NaiveDate) -> Vec<Asked<'_>> {
    let mut all = Vec::new();
    let before = first - Days::new(1);
    for day in before.iter_days().take_while(|day| *day <= last) {
        for row in &service.demand {
            let is_out = row.from.is_some_and(|from| day < from) || row.to.is_some_and(|to| day > to);
            if is_out || among(&row.closed_on, day) {
                continue;
            }
            let usual = row.hours[day.weekday().num_days_from_monday() as usize];
            let (hours, ask) = if is_bank_holiday(day) && !among(&row.open_on, day) {
                match row.on_bank_holiday {
                    HolidayRule::AsUsual => (usual, false),
                    HolidayRule::Hours(hours) => (Some(hours), false),
                    HolidayRule::Closed => (None, false),
                    HolidayRule::AskCourt => (usual, true),
                }
            } else {
                (usual, false)
            };
            let Some(hours) = hours else { continue };
            let ends_on = if hours.to > hours.from { day } else { day + Days::new(1) };
            let (from, to) = (begin(day.and_time(hours.from)), end(ends_on.and_time(hours.to)));
            all.push(Asked { row, day, from, to, ask });
        }
    }
    all
}
