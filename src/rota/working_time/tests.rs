//! The vectors of the rota, and each rule at its limit and one minute past it.

use super::*;
use crate::domain::service::Hours;
use crate::rota::cover::tests::{at, example};

fn worked(from: &str, to: &str) -> Worked {
    Worked { from: at(from), to: at(to), break_minutes: 30 }
}

fn work(shifts: &[(&str, &str)]) -> Work {
    Work { shifts: shifts.iter().map(|(from, to)| worked(from, to)).collect(), ..Work::default() }
}

fn against(work: &Work) -> Vec<(Rule, String)> {
    breaches(work, &example().working_time).into_iter().map(|breach| (breach.rule, breach.words)).collect()
}

fn daily(shifts: &[(&str, &str)]) -> Vec<i64> {
    let found = breaches(&work(shifts), &example().working_time);
    found.iter().filter(|b| b.rule == Rule::DailyRest).map(|b| b.compensatory_minutes).collect()
}

/// Shifts of eight hours from this time on so many days in a row, from Monday 23 November.
fn row(days: i64, hour: i64, length: i64) -> Vec<Worked> {
    let begin = |day: i64| at("2026-11-23 00:00") + Duration::hours(24 * day + hour);
    let one = |day| Worked { from: begin(day), to: begin(day) + Duration::hours(length), break_minutes: 30 };
    (0..days).map(one).collect()
}

#[test]
fn late_and_then_early_is_told_in_the_words_of_the_rule() {
    let both = work(&[("2026-11-23 14:00", "2026-11-23 22:00"), ("2026-11-24 07:00", "2026-11-24 15:00")]);
    let words =
        "9h00 rest before Tue 07:00, 11h00 due (WTR 1998 reg 10): 2h00 compensatory rest due".to_owned();
    assert_eq!(against(&both), [(Rule::DailyRest, words)]);
    let breach = breaches(&both, &example().working_time).remove(0);
    assert_eq!((breach.at, breach.short_by_minutes), (at("2026-11-24 07:00"), 120));
}

#[test]
fn rest_between_shifts_is_true_elapsed_time_and_eleven_hours_will_do() {
    let vectors: [(&str, &str, &[i64]); 6] = [
        ("2026-11-29 21:00", "2026-11-30 07:00", &[60]),
        ("2026-11-29 21:00", "2026-11-30 09:00", &[]),
        ("2026-11-27 22:00", "2026-11-28 09:00", &[]),
        ("2026-11-27 22:00", "2026-11-28 08:59", &[1]),
        ("2026-10-24 22:00", "2026-10-25 08:00", &[]),
        ("2027-03-27 21:00", "2027-03-28 08:00", &[60]),
    ];
    for (end, begin, due) in vectors {
        let before = Worked { from: at(end) - Duration::hours(8), to: at(end), break_minutes: 30 };
        let after = Worked { from: at(begin), to: at(begin) + Duration::hours(8), break_minutes: 30 };
        let found =
            breaches(&Work { shifts: vec![before, after], ..Work::default() }, &example().working_time);
        let rest: Vec<i64> = found.iter().map(|breach| breach.compensatory_minutes).collect();
        assert_eq!(rest, due, "{end} to {begin}");
    }
}

#[test]
fn parts_of_a_shift_at_two_sites_are_one_shift_and_an_hour_between_is_not() {
    let touching = [("2026-11-23 09:00", "2026-11-23 13:00"), ("2026-11-23 13:00", "2026-11-23 17:00")];
    assert!(daily(&touching).is_empty());
    let travel = [("2026-11-23 09:00", "2026-11-23 13:00"), ("2026-11-23 13:30", "2026-11-23 17:00")];
    assert!(daily(&travel).is_empty());
    let apart = [("2026-11-23 09:00", "2026-11-23 13:00"), ("2026-11-23 14:00", "2026-11-23 17:00")];
    assert_eq!(daily(&apart), Vec::<i64>::new(), "the rest is in the night");
}

#[test]
fn seven_days_in_a_row_lack_the_weekly_rest_and_six_do_not() {
    let of = |days| against(&Work { shifts: row(days, 9, 8), ..Work::default() });
    assert_eq!(of(6), []);
    let words = "16h00 the longest rest in the week of Mon 23 Nov, 24h00 due (WTR 1998 reg 11): \
                 8h00 compensatory rest due";
    // Seven shifts of seven and a half hours are over the weekly average too.
    assert_eq!(of(7).first().unwrap(), &(Rule::WeeklyRest, words.to_owned()));
}

#[test]
fn two_days_of_rest_in_the_fortnight_do_for_a_week_without_one() {
    let mut shifts = row(7, 9, 7);
    shifts.push(worked("2026-12-03 09:00", "2026-12-03 16:00"));
    let mut work = Work { shifts, ..Work::default() };
    assert!(against(&work).iter().all(|(rule, _)| *rule != Rule::WeeklyRest));
    // Worked from Monday to Sunday with a day's break at most, the fortnight has no such rest.
    work.shifts = row(14, 9, 7);
    work.shifts.remove(8);
    let weekly = against(&work).into_iter().filter(|(rule, _)| *rule == Rule::WeeklyRest).count();
    assert_eq!(weekly, 1);
}

#[test]
fn a_shift_over_six_hours_wants_a_break() {
    let six = Worked { break_minutes: 0, ..worked("2026-11-23 09:00", "2026-11-23 15:00") };
    let more = Worked { to: six.to + Duration::minutes(1), break_minutes: 15, ..six };
    let of = |shift| against(&Work { shifts: vec![shift], ..Work::default() });
    assert_eq!(of(six), []);
    let words = "0h15 of break in 6h01 from Mon 09:00, 0h20 due (WTR 1998 reg 12)";
    assert_eq!(of(more), [(Rule::Break, words.to_owned())]);
    assert_eq!(of(Worked { break_minutes: 20, ..more }), []);
}

/// So many weeks of so many hours, five shifts each.
fn weeks(count: i64, hours: i64) -> Vec<Worked> {
    let week = |week: i64| row(5, 7 + 24 * 7 * week, hours);
    (0..count).flat_map(week).map(|shift| Worked { break_minutes: 0, ..shift }).collect()
}

fn averages(work: &Work) -> Vec<Breach> {
    let weekly = [Rule::WeeklyHours, Rule::WeeklyHoursOptedOut, Rule::NightHours];
    let found = breaches(work, &example().working_time);
    found.into_iter().filter(|breach| weekly.contains(&breach.rule)).collect()
}

#[test]
fn forty_eight_hours_are_averaged_over_seventeen_weeks() {
    let mut shifts = weeks(16, 9);
    shifts.extend(weeks(17, 11).into_iter().skip(80));
    assert_eq!(averages(&Work { shifts: shifts.clone(), ..Work::default() }), []);
    let long = Work { shifts: weeks(3, 10), ..Work::default() };
    let found = averages(&long);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].at, at("2026-11-23 00:00"));
    assert_eq!(found[0].short_by_minutes, 120);
    assert_eq!(
        found[0].words,
        "50h00 a week on average over 1 wk to Sun 29 Nov, 48h00 at most (WTR 1998 reg 4)"
    );
}

#[test]
fn days_of_leave_do_not_thin_out_the_average() {
    let mut shifts = weeks(4, 10);
    shifts.retain(|shift| shift.from < at("2026-11-30 00:00") || shift.from >= at("2026-12-07 00:00"));
    let away = vec![Between { from: at("2026-11-30 00:00"), to: at("2026-12-07 00:00") }];
    let work = Work { shifts, away, opted_out: false };
    // One run of weeks over: the week of leave adds neither hours nor days.
    assert_eq!(averages(&work).len(), 1);
    let thinned = averages(&Work { away: Vec::new(), ..work });
    assert!(thinned.iter().all(|breach| breach.words.contains("over 1 wk")), "{thinned:?}");
}

#[test]
fn of_somebody_who_opted_out_it_is_said_and_nothing_is_due() {
    let work = Work { shifts: weeks(2, 10), away: Vec::new(), opted_out: true };
    let found = averages(&work);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rule, found[0].short_by_minutes), (Rule::WeeklyHoursOptedOut, 0));
    assert!(found[0].words.ends_with("opted out in writing (WTR 1998 reg 5)"));
}

#[test]
fn a_night_worker_averages_eight_hours_and_a_day_worker_need_not() {
    let nights = |hours| Work {
        shifts: row(5, 20, hours).into_iter().map(|s| Worked { break_minutes: 0, ..s }).collect(),
        ..Work::default()
    };
    // Five shifts over six days: 9h36 each are eight hours a day.
    assert_eq!(averages(&nights(9)), []);
    let found = averages(&Work { opted_out: true, ..nights(12) });
    let rules: Vec<Rule> = found.iter().map(|breach| breach.rule).collect();
    assert_eq!(rules, [Rule::WeeklyHoursOptedOut, Rule::NightHours]);
    assert_eq!(found[1].short_by_minutes, 120);
    let lates = Work { shifts: row(5, 12, 12), ..Work::default() };
    assert!(averages(&lates).iter().all(|breach| breach.rule != Rule::NightHours));
}

#[test]
fn the_figures_are_those_of_the_file() {
    let mut rules = example().working_time;
    let both = work(&[("2026-11-23 14:00", "2026-11-23 22:00"), ("2026-11-24 07:00", "2026-11-24 15:00")]);
    rules.daily_rest_hours = 9;
    assert_eq!(breaches(&both, &rules), []);
    let night = Hours { from: chrono::NaiveTime::MIN, to: rules.night.to };
    rules.night = night;
    let from_ten = worked("2026-11-23 22:00", "2026-11-24 02:00");
    assert!(!super::night::is_night_shift(&from_ten, &rules));
    assert!(super::night::is_night_shift(&from_ten, &example().working_time));
}

#[test]
fn a_day_parted_by_some_hours_has_its_rest_in_the_night() {
    let parted = [("2026-11-24 09:00", "2026-11-24 13:00"), ("2026-11-24 15:00", "2026-11-24 22:00")];
    assert_eq!(daily(&parted), Vec::<i64>::new());
    let early = [parted[0], parted[1], ("2026-11-25 07:00", "2026-11-25 15:00")];
    assert_eq!(daily(&early), [120], "it is the night that is too short");
}
