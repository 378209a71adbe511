//! Who came in when, from where and why.

use chrono::{DateTime, Datelike, Duration, NaiveDate, TimeZone, Timelike, Utc, Weekday};

use super::People;
use super::dice::Dice;
use crate::desk::referral::{Beside, NewReferral};
use crate::domain::service::{Service, SiteKind};
use crate::domain::time::local;

/// About how often each comes up; any other code counts as one.
const SOURCES: [(&str, usize); 8] = [
    ("custody_officer", 90),
    ("custody_hcp", 40),
    ("ld_trawl", 30),
    ("detention_officer", 20),
    ("court_cells", 15),
    ("solicitor", 10),
    ("self", 8),
    ("probation", 6),
];
const REASONS: [(&str, usize); 8] = [
    ("mental_health", 90),
    ("self_harm", 16),
    ("drugs", 20),
    ("alcohol", 18),
    ("woman", 12),
    ("youth", 10),
    ("psychosis", 6),
    ("learning_autism", 8),
];
const POSITIONS: [(&str, usize); 4] = [("arrested", 110), ("charged", 12), ("voluntary", 8), ("warrant", 6)];
const COURT_POSITIONS: [(&str, usize); 4] =
    [("court_bail", 60), ("remanded", 50), ("warrant", 10), ("charged", 10)];
const PRIORITIES: [(&str, usize); 4] = [("3", 60), ("2", 28), ("4", 9), ("1", 3)];
const OFFENCES: [(&str, usize); 3] = [("violence", 12), ("theft", 8), ("domestic_abuse", 8)];

/// Of so many sites those at the head of the service's list come first this often.
const BUSY: usize = 3;

/// What is told of somebody who comes in.
pub(super) fn referral(
    service: &Service,
    at: DateTime<Utc>,
    number: usize,
    people: &mut People,
    dice: &mut Dice,
) -> NewReferral {
    let lists = &service.lists;
    let sites = service.sites.len();
    // Suites have most of the work, and stand first.
    let place = (0..BUSY).map(|_| dice.roll(sites)).min().unwrap_or(0);
    let site = service.sites.get(place);
    let at_court = site.is_some_and(|site| site.kind == SiteKind::Court);
    let positions = if at_court { &COURT_POSITIONS } else { &POSITIONS };
    let offences = match dice.roll(6) {
        0..=2 => Vec::new(),
        3..=4 => vec![dice.weighed(&lists.offence_categories, &OFFENCES)],
        _ => vec![dice.code(&lists.offence_categories), "indecent_images".to_owned()],
    };
    let mut offences: Vec<String> = offences
        .into_iter()
        .filter(|code| lists.offence_categories.iter().any(|one| one.code == *code))
        .collect();
    offences.dedup();
    let custody_ref = match dice.roll(12) {
        0 => String::new(),
        _ => format!("{:02}PY/{}/{:02}", place + 1, number + 1, local(at).year() % 100),
    };
    NewReferral {
        site: site.map(|site| site.code.clone()).unwrap_or_default(),
        person: people.next(at, lists, dice),
        source: dice.weighed(&lists.sources, &SOURCES),
        told_by: "custody".to_owned(),
        received_at: at,
        reason: dice.weighed(&lists.reasons, &REASONS),
        details: String::new(),
        priority: if dice.one_in(15) { String::new() } else { dice.weighed(&lists.priorities, &PRIORITIES) },
        place: format!("c{:02}", 1 + dice.roll(14)),
        custody_ref,
        legal_position: dice.weighed(&lists.legal_positions, positions),
        relevant_time: Some(at - Duration::minutes(90)),
        authorised_at: Some(at - Duration::minutes(60)),
        beside: Beside { offences, ..Beside::default() },
    }
}

/// When it is received: spread over day and night, some on the hour, some in the hour of October that
/// comes twice. `step` lies between two referrals.
pub(super) fn received(at: DateTime<Utc>, step: Duration, dice: &mut Dice) -> DateTime<Utc> {
    if let Some(night) = twice_before(at)
        && at - night < step * 25
        && dice.one_in(10)
    {
        return night + dice.minutes(120);
    }
    if dice.one_in(12) {
        // Nobody says 13:02:07.
        let back = i64::from(at.minute() * 60 + at.second());
        let millis = i64::from(at.timestamp_subsec_millis());
        return at - Duration::seconds(back) - Duration::milliseconds(millis);
    }
    at
}

/// Where the latest hour that came twice begins: on the last Sunday of October, at midnight UTC.
fn twice_before(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let last = |year| {
        let day = NaiveDate::from_ymd_opt(year, 10, 31)?;
        let sunday = day - Duration::days(i64::from(day.weekday().days_since(Weekday::Sun)));
        Some(Utc.from_utc_datetime(&sunday.and_hms_opt(0, 0, 0)?))
    };
    last(at.year()).filter(|night| *night < at).or_else(|| last(at.year() - 1))
}
