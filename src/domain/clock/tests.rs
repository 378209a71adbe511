//! The worked cases of domain.md 3.4, and each clock with what it shows.

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use proptest::prelude::*;

use super::{ClockKind, Clocks, Due};
use crate::domain::service::{ClockFamily, ClockRules};
use crate::domain::time::{from_local, local};

const FAMILIES: [ClockFamily; 9] = [
    ClockFamily::Pace,
    ClockFamily::PostCharge,
    ClockFamily::Warrant,
    ClockFamily::Recall,
    ClockFamily::Immigration,
    ClockFamily::S136,
    ClockFamily::Voluntary,
    ClockFamily::CourtList,
    ClockFamily::None,
];

fn rules() -> ClockRules {
    ClockRules {
        first_review_hours: 6,
        later_review_hours: 9,
        limit_hours: 24,
        extended_limit_hours: 36,
        warrant_detention_hours: 36,
        cap_hours: 96,
        s136_hours: 24,
        s136_extension_hours: 12,
        warrant_hours: 24,
        edition: String::new(),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

/// Somebody who came at 21:05 on Saturday 21 November 2026, a night without a change of clocks.
fn plain() -> Clocks {
    held("2026-11-21 21:05", "2026-11-21 21:40")
}

fn held(relevant: &str, authorised: &str) -> Clocks {
    Clocks { relevant_time: Some(at(relevant)), authorised_at: Some(at(authorised)), ..Clocks::default() }
}

fn tell(clocks: &mut Clocks, kind: ClockKind, time: &str) {
    clocks.tell(kind, Some(at(time)), "Sgt Patel", at(time));
}

fn due(clocks: &Clocks, family: ClockFamily, kind: ClockKind, now: &str) -> Option<String> {
    let all = clocks.due(family, &rules(), at(now));
    let found = all.iter().find(|due| due.kind == kind)?;
    Some(local(found.at).format("%a %d %H:%M").to_string())
}

/// The time of a PACE clock, which has to run.
fn pace(clocks: &Clocks, kind: ClockKind) -> String {
    due(clocks, ClockFamily::Pace, kind, "2026-11-22 04:00").unwrap()
}

#[test]
fn limits_and_reviews_run_in_elapsed_hours_on_both_dst_nights() {
    let columns = ["R1", "R2", "+24", "+36", "+96"];
    for (relevant, authorised, wanted) in [
        (
            "2026-11-21 21:05",
            "2026-11-21 21:40",
            ["Sun 22 03:40", "Sun 22 12:40", "Sun 22 21:05", "Mon 23 09:05", "Wed 25 21:05"],
        ),
        (
            "2026-10-24 22:30",
            "2026-10-24 22:55",
            ["Sun 25 03:55", "Sun 25 12:55", "Sun 25 21:30", "Mon 26 09:30", "Wed 28 21:30"],
        ),
        (
            "2027-03-27 20:00",
            "2027-03-27 20:20",
            ["Sun 28 03:20", "Sun 28 12:20", "Sun 28 21:00", "Mon 29 09:00", "Wed 31 21:00"],
        ),
    ] {
        let mut clocks = held(relevant, authorised);
        let first = pace(&clocks, ClockKind::Review);
        let limit = pace(&clocks, ClockKind::Limit);
        let done = Some(at(authorised) + Duration::hours(6));
        clocks.tell(ClockKind::ReviewDone, done, "Insp Gray", at(authorised));
        let second = pace(&clocks, ClockKind::Review);
        // Told ends far beyond what the Act allows: what is shown is what it allows.
        let far = Some(at(relevant) + Duration::hours(200));
        clocks.tell(ClockKind::ExtendedTo, far, "Supt Shah", at(authorised));
        let extended = pace(&clocks, ClockKind::Limit);
        clocks.tell(ClockKind::WarrantEnds, far, "DC Hill", at(authorised));
        let cap = pace(&clocks, ClockKind::Limit);
        for ((column, found), wanted) in columns.iter().zip([first, second, limit, extended, cap]).zip(wanted)
        {
            assert_eq!(found, wanted, "{column} from {relevant}");
        }
    }
}

#[test]
fn the_next_review_runs_from_when_the_last_was_done_and_not_from_when_it_was_due() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::ReviewDone, "2026-11-22 02:10");
    assert_eq!(pace(&clocks, ClockKind::Review), "Sun 22 11:10");
    clocks.tell(ClockKind::ReviewDone, None, "Sgt Patel", at("2026-11-22 03:00"));
    assert_eq!(pace(&clocks, ClockKind::Review), "Sun 22 03:40");
}

#[test]
fn an_extension_counts_as_told_up_to_its_most() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::ExtendedTo, "2026-11-23 06:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Mon 23 06:00");
}

#[test]
fn time_at_hospital_moves_the_limit_and_no_review() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 00:00");
    tell(&mut clocks, ClockKind::HospitalBack, "2026-11-22 02:30");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Sun 22 23:35");
    assert_eq!(pace(&clocks, ClockKind::Review), "Sun 22 03:40");
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 03:00");
    tell(&mut clocks, ClockKind::HospitalBack, "2026-11-22 03:30");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Mon 23 00:05");
    clocks.tell(ClockKind::HospitalFrom, None, "Sgt Patel", at("2026-11-22 04:00"));
    assert_eq!(pace(&clocks, ClockKind::Limit), "Sun 22 23:35");
}

#[test]
fn the_limit_of_somebody_still_at_hospital_keeps_moving() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 00:00");
    let limit = |clocks: &Clocks, now| due(clocks, ClockFamily::Pace, ClockKind::Limit, now).unwrap();
    assert!(clocks.is_away());
    assert_eq!(limit(&clocks, "2026-11-22 01:00"), "Sun 22 22:05");
    assert_eq!(limit(&clocks, "2026-11-22 04:00"), "Mon 23 01:05");
    // Told again while away, it puts right when the person left.
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 00:30");
    assert_eq!((clocks.pauses.len(), limit(&clocks, "2026-11-22 01:00").as_str()), (1, "Sun 22 21:35"));
    tell(&mut clocks, ClockKind::HospitalBack, "2026-11-22 01:30");
    assert!(!clocks.is_away());
    assert_eq!(limit(&clocks, "2026-11-22 20:00"), "Sun 22 22:05");
}

#[test]
fn hospital_time_outside_the_limit_does_not_count() {
    let mut before = plain();
    tell(&mut before, ClockKind::HospitalFrom, "2026-11-21 18:00");
    tell(&mut before, ClockKind::HospitalBack, "2026-11-21 21:35");
    assert_eq!(pace(&before, ClockKind::Limit), "Sun 22 21:35", "from the relevant time on only");
    let mut after = plain();
    tell(&mut after, ClockKind::HospitalFrom, "2026-11-22 22:00");
    tell(&mut after, ClockKind::HospitalBack, "2026-11-22 23:00");
    assert_eq!(pace(&after, ClockKind::Limit), "Sun 22 21:05", "a limit that ran out is not revived");
}

#[test]
fn a_warrant_of_further_detention_runs_from_its_issue() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::ExtendedTo, "2026-11-23 09:05");
    tell(&mut clocks, ClockKind::WarrantIssued, "2026-11-23 08:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Tue 24 20:00", "36 h from 08:00, not from 09:05");
    tell(&mut clocks, ClockKind::WarrantEnds, "2026-11-24 08:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Tue 24 08:00", "as the court set it");
}

#[test]
fn no_warrant_runs_past_the_cap_though_hospital_time_moves_it() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::WarrantIssued, "2026-11-25 02:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Wed 25 21:05");
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 00:00");
    tell(&mut clocks, ClockKind::HospitalBack, "2026-11-22 01:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Wed 25 22:05");
}

#[test]
fn section_136_runs_from_arrival_and_the_doctor_adds_twelve_hours() {
    let mut clocks = plain();
    let limit = |clocks: &Clocks| due(clocks, ClockFamily::S136, ClockKind::Limit, "2026-11-22 04:00");
    assert_eq!(limit(&clocks).unwrap(), "Sun 22 21:05");
    tell(&mut clocks, ClockKind::HospitalFrom, "2026-11-22 00:00");
    assert_eq!(limit(&clocks).unwrap(), "Sun 22 21:05", "it is no PACE clock: hospital does not stop it");
    tell(&mut clocks, ClockKind::S136Extended, "2026-11-22 18:00");
    assert_eq!(limit(&clocks).unwrap(), "Mon 23 09:05");
    assert_eq!(due(&clocks, ClockFamily::S136, ClockKind::Review, "2026-11-22 04:00"), None);
}

#[test]
fn start_times_that_custody_puts_right_move_what_runs_from_them() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::RelevantTime, "2026-11-21 20:30");
    tell(&mut clocks, ClockKind::Authorised, "2026-11-21 21:00");
    assert_eq!(pace(&clocks, ClockKind::Limit), "Sun 22 20:30");
    assert_eq!(pace(&clocks, ClockKind::Review), "Sun 22 03:00");
}

#[test]
fn a_charge_ends_the_limit_and_not_the_reviews() {
    let mut clocks = plain();
    tell(&mut clocks, ClockKind::Charged, "2026-11-22 02:00");
    let shown = |clocks: &Clocks| -> Vec<ClockKind> {
        let all = clocks.due(ClockFamily::Pace, &rules(), at("2026-11-22 03:00"));
        all.iter().map(|due| due.kind).collect()
    };
    assert_eq!(shown(&clocks), [ClockKind::Review]);
    clocks.tell(ClockKind::Charged, None, "Sgt Patel", at("2026-11-22 03:00"));
    assert_eq!(shown(&clocks), [ClockKind::Review, ClockKind::Limit]);
}

/// Everything that can be told, told.
fn everything() -> Clocks {
    let mut clocks = plain();
    for kind in ClockKind::TOLD.into_iter().filter(|kind| *kind != ClockKind::Charged) {
        if !matches!(kind, ClockKind::RelevantTime | ClockKind::Authorised) {
            tell(&mut clocks, kind, "2026-11-22 08:00");
        }
    }
    clocks
}

#[test]
fn each_clock_shows_its_own_times_only() {
    use ClockKind::{Appointment, Court, Interview, Limit, Release, Review, Van};
    let clocks = everything();
    for (family, wanted) in FAMILIES.into_iter().zip([
        vec![Review, Limit, Interview, Release, Court, Van],
        vec![Review, Interview, Release, Court, Van],
        vec![Limit, Interview, Release, Court, Van],
        vec![Interview, Release, Court, Van],
        vec![Interview, Release, Court, Van],
        vec![Limit, Interview, Release],
        vec![Appointment],
        vec![Court, Van],
        vec![],
    ]) {
        let mut shown: Vec<_> =
            clocks.due(family, &rules(), at("2026-11-22 09:00")).iter().map(kind).collect();
        let mut wanted = wanted;
        shown.sort();
        wanted.sort();
        assert_eq!(shown, wanted, "{family:?}");
    }
}

fn kind(due: &Due) -> ClockKind {
    due.kind
}

#[test]
fn a_voluntary_attender_has_no_detention_clock() {
    assert!(plain().due(ClockFamily::Voluntary, &rules(), at("2026-11-22 04:00")).is_empty());
}

#[test]
fn whoever_told_what_a_clock_runs_from_is_named() {
    let mut clocks = plain();
    assert_eq!(clocks.told_by(ClockKind::Review), None, "it stands on the referral");
    clocks.tell(ClockKind::Authorised, clocks.authorised_at, "Sgt Patel", at("2026-11-21 22:00"));
    clocks.tell(ClockKind::ReviewDone, clocks.authorised_at, "Insp Gray", at("2026-11-22 03:00"));
    clocks.tell(ClockKind::ExtendedTo, clocks.relevant_time, "Supt Shah", at("2026-11-22 05:00"));
    let by = |kind| clocks.told_by(kind).map(|told| (told.by.as_str(), local(told.at).to_string()));
    assert_eq!(by(ClockKind::Review), Some(("Insp Gray", "2026-11-22 03:00:00".to_owned())));
    assert_eq!(by(ClockKind::Limit), Some(("Supt Shah", "2026-11-22 05:00:00".to_owned())));
    assert_eq!(by(ClockKind::Interview), None);
}

#[test]
fn a_review_that_is_past_is_asked_after_and_never_called_unlawful() {
    assert_eq!(ClockKind::Review.past(), "overdue?");
    assert_eq!(ClockKind::Limit.past(), "LATE");
}

#[test]
fn clocks_of_older_entries_still_read_and_are_written_as_before() {
    let old = r#"{"relevant_time":"2026-11-21T21:05:00Z","authorised_at":null,"review_done_at":null,"extended_to":null,"interview_at":null,"release_at":null,"court_at":"2026-11-23T09:00:00Z","told":[{"clock":"court","by":"cells","at":"2026-11-22T20:00:00Z"}]}"#;
    let read: Clocks = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let words = ClockKind::TOLD.map(|kind| serde_json::to_string(&kind).unwrap());
    let wanted = [
        "interview",
        "review_done",
        "extended_to",
        "release",
        "court",
        "van",
        "charged",
        "hospital_from",
        "hospital_back",
        "appointment",
        "relevant_time",
        "authorised",
        "warrant_issued",
        "warrant_ends",
        "s136_extended",
    ];
    assert_eq!(words, wanted.map(|word| format!("\"{word}\"")));
}

/// Times told in any order, minutes from the relevant time.
fn tellings() -> impl Strategy<Value = Vec<(usize, Option<i64>)>> {
    let time = prop::option::weighted(0.9, -600_i64..12_000);
    prop::collection::vec((0..ClockKind::TOLD.len(), time), 0..24)
}

proptest! {
    #[test]
    fn no_limit_passes_the_cap_and_times_come_in_order(tellings in tellings(), now in 0_i64..12_000) {
        let start = at("2026-10-24 22:30");
        let now = start + Duration::minutes(now);
        let mut clocks = Clocks { relevant_time: Some(start), authorised_at: Some(start), ..Clocks::default() };
        for (kind, minutes) in tellings {
            let kind = ClockKind::TOLD[kind];
            if kind != ClockKind::RelevantTime {
                clocks.tell(kind, minutes.map(|minutes| start + Duration::minutes(minutes)), "Sgt Patel", now);
            }
        }
        let away: Duration =
            clocks.pauses.iter().map(|p| (p.to.unwrap_or(now) - p.from).max(Duration::zero())).sum();
        for family in FAMILIES {
            let due = clocks.due(family, &rules(), now);
            prop_assert!(due.is_sorted_by_key(|due| due.at));
            let limit = due.iter().find(|due| due.kind == ClockKind::Limit);
            prop_assert!(limit.is_none_or(|limit| limit.at <= start + Duration::hours(96) + away));
        }
    }

    #[test]
    fn somebody_away_never_has_less_time_left_later(from in 0_i64..1_440, waits in 0_i64..3_000) {
        let mut clocks = plain();
        let start = at("2026-11-21 21:05");
        let left = start + Duration::minutes(from);
        clocks.tell(ClockKind::HospitalFrom, Some(left), "Sgt Patel", left);
        let remaining = |now: DateTime<Utc>| {
            let due = clocks.due(ClockFamily::Pace, &rules(), now);
            due.iter().find(|due| due.kind == ClockKind::Limit).map(|limit| limit.at - now)
        };
        prop_assert_eq!(remaining(left), remaining(left + Duration::minutes(waits)));
    }
}

#[test]
fn each_kind_says_what_it_is_whether_it_lies_behind_and_whether_it_binds() {
    assert_eq!((ClockKind::Review.short(), ClockKind::Review.words()), ("REV", "review due"));
    assert_eq!((ClockKind::Court.short(), ClockKind::Court.words()), ("CRT", "court"));
    for kind in ClockKind::TOLD {
        assert!(!kind.short().is_empty() && kind.words().len() <= 34, "{kind:?}");
    }
    let behind: Vec<ClockKind> = ClockKind::TOLD.into_iter().filter(|kind| kind.lies_behind()).collect();
    assert_eq!(behind.len(), 8);
    assert!(ClockKind::Charged.lies_behind() && !ClockKind::Interview.lies_behind());
    assert!(ClockKind::Interview.binds() && ClockKind::Limit.binds());
    assert!(!ClockKind::Review.binds() && !ClockKind::Recheck.binds());
}

#[test]
fn a_section_136_runs_at_most_its_hours_and_the_extension_from_the_arrival() {
    let clocks = Clocks { relevant_time: Some(at("2026-11-23 12:00")), ..Clocks::default() };
    let latest = clocks.latest(ClockKind::S136Extended, ClockFamily::S136, &rules(), at("2026-11-23 13:00"));
    assert_eq!(latest, Some(at("2026-11-25 00:00")));
}

#[test]
fn a_review_is_told_by_whoever_told_the_last_one_and_before_it_by_whoever_told_the_authorisation() {
    let mut clocks = Clocks::default();
    let now = at("2026-11-23 19:00");
    clocks.tell(ClockKind::Authorised, Some(at("2026-11-23 12:00")), "Sgt One", now);
    let by = |clocks: &Clocks| clocks.told_by(ClockKind::Review).map(|told| told.by.clone());
    assert_eq!(by(&clocks).as_deref(), Some("Sgt One"));
    clocks.tell(ClockKind::ReviewDone, Some(at("2026-11-23 18:00")), "Insp Two", now);
    assert_eq!(by(&clocks).as_deref(), Some("Insp Two"));
}
