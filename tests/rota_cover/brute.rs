//! Cover counted minute by minute, written apart from the program: own loops, own wall clock.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Europe::London;
use liaison::domain::ids::PractitionerId;
use liaison::domain::rota::{Plan, Staff};
use liaison::domain::service::{DemandRow, HolidayRule, Service};
use liaison::rota::{Alone, Between, Booked, SiteReport, SkillGap, bank_holiday};

/// Days on both sides of the window that shifts and hours may reach in from.
const MARGIN: i64 = 5;

/// What the wall clock showed, and when.
pub struct Clock {
    minutes: Vec<DateTime<Utc>>,
    shown: HashMap<NaiveDateTime, (DateTime<Utc>, DateTime<Utc>)>,
}

impl Clock {
    /// All minutes from some days before the first day to some days after the last.
    pub fn around(first: NaiveDate, last: NaiveDate) -> Self {
        let begin = (first - Duration::days(MARGIN)).and_hms_opt(0, 0, 0).unwrap().and_utc();
        let end = (last + Duration::days(MARGIN)).and_hms_opt(0, 0, 0).unwrap().and_utc();
        let mut clock = Self { minutes: Vec::new(), shown: HashMap::new() };
        let mut at = begin;
        while at < end {
            let wall = at.with_timezone(&London).naive_local();
            clock.shown.entry(wall).or_insert((at, at)).1 = at;
            clock.minutes.push(at);
            at += Duration::minutes(1);
        }
        clock
    }

    /// When a begin is: the first time that the clock shows it, in March an hour on by the clock.
    pub fn begin(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        self.shown.get(&wall).unwrap_or_else(|| &self.shown[&(wall + Duration::hours(1))]).0
    }

    /// When an end is: the last time that the clock shows it.
    pub fn end(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        self.shown.get(&wall).unwrap_or_else(|| &self.shown[&(wall + Duration::hours(1))]).1
    }
}

/// Hours of a row on one day.
struct Asked<'a> {
    row: &'a DemandRow,
    day: NaiveDate,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    ask: bool,
}

fn asked<'a>(service: &'a Service, clock: &Clock, first: NaiveDate, last: NaiveDate) -> Vec<Asked<'a>> {
    let mut all = Vec::new();
    for row in &service.demand {
        let mut day = first - Duration::days(2);
        while day <= last + Duration::days(1) {
            let is_out = row.from.is_some_and(|from| day < from) || row.to.is_some_and(|to| day > to);
            let is_shut = row.closed_on.iter().any(|shut| shut.is(day));
            let is_open = row.open_on.iter().any(|open| open.is(day));
            let usual = row.hours[day.weekday().num_days_from_monday() as usize];
            let is_holiday = bank_holiday(day, &service.bank_holidays).is_some() && !is_open;
            let (hours, ask) = match row.on_bank_holiday {
                _ if is_out || is_shut => (None, false),
                HolidayRule::Closed if is_holiday => (None, false),
                HolidayRule::Hours(hours) if is_holiday => (Some(hours), false),
                HolidayRule::AskCourt if is_holiday => (usual, true),
                _ => (usual, false),
            };
            if let Some(hours) = hours {
                let ends = if hours.to <= hours.from { day + Duration::days(1) } else { day };
                let from = clock.begin(day.and_time(hours.from));
                let to = clock.end(ends.and_time(hours.to));
                all.push(Asked { row, day, from, to, ask });
            }
            day += Duration::days(1);
        }
    }
    all
}

/// Codes of what somebody has.
fn skills(service: &Service, staff: &Staff) -> BTreeSet<String> {
    let role = service.roles.iter().find(|role| role.code == staff.role);
    let of_role = role.map(|role| role.skills.clone()).unwrap_or_default();
    of_role.into_iter().chain(staff.skills.iter().cloned()).collect()
}

/// Everywhere that somebody is planned, each with since when, the one where they count in front.
type Places = BTreeMap<PractitionerId, Vec<(DateTime<Utc>, String)>>;

fn places(plan: &Plan, service: &Service, clock: &Clock) -> Vec<Places> {
    let covers = |code: &str| service.lists.activities.iter().any(|a| a.code == code && a.covers);
    let shifts: Vec<_> = plan
        .shifts
        .values()
        .filter(|shift| covers(&shift.activity))
        .filter(|shift| !plan.staff.get(&shift.practitioner).is_some_and(|staff| staff.left))
        .map(|shift| {
            let (from, to) = (clock.begin(shift.span.typed_from), clock.end(shift.span.typed_to));
            (shift.practitioner, shift.site.clone(), from, to)
        })
        .collect();
    let away: Vec<_> = plan
        .absences
        .values()
        .map(|a| (a.practitioner, clock.begin(a.span.typed_from), clock.end(a.span.typed_to)))
        .collect();
    let mut since: BTreeMap<(PractitionerId, String), DateTime<Utc>> = BTreeMap::new();
    let mut all = Vec::with_capacity(clock.minutes.len());
    for minute in &clock.minutes {
        let now: BTreeSet<(PractitionerId, String)> = shifts
            .iter()
            .filter(|(_, _, from, to)| from <= minute && minute < to)
            .map(|(who, site, _, _)| (*who, site.clone()))
            .collect();
        since.retain(|place, _| now.contains(place));
        let mut places = Places::new();
        for (who, site) in now {
            let began = *since.entry((who, site.clone())).or_insert(*minute);
            if !away.iter().any(|(absent, from, to)| *absent == who && from <= minute && minute < to) {
                places.entry(who).or_default().push((began, site));
            }
        }
        places.values_mut().for_each(|sites| sites.sort());
        all.push(places);
    }
    all
}

/// What is so in one minute at one site.
#[derive(Default)]
struct Minute {
    asked: bool,
    in_hours: bool,
    ask: bool,
    unknown: bool,
    people: BTreeSet<PractitionerId>,
    short: BTreeMap<Option<String>, bool>,
    stood_in: BTreeSet<Option<String>>,
    exceeded: bool,
}

fn judge(rows: &[&Asked<'_>], people: &BTreeSet<PractitionerId>, plan: &Plan, service: &Service) -> Minute {
    let published = |day| plan.published.is_some_and(|p| p.from <= day && day <= p.to);
    let unsettled = |row: &&&Asked<'_>| !row.ask && row.row.minimum > 0 && !published(row.day);
    let mut minute = Minute {
        in_hours: !rows.is_empty(),
        asked: rows.iter().any(|row| !row.ask && row.row.minimum > 0),
        people: people.clone(),
        exceeded: true,
        ..Minute::default()
    };
    for skill in rows.iter().map(|row| row.row.skill.clone()).collect::<BTreeSet<_>>() {
        let of_skill: Vec<&&Asked<'_>> = rows.iter().filter(|row| row.row.skill == skill).collect();
        let counts = |others: &[String]| {
            let has = |who: &&PractitionerId| {
                let Some(skill) = &skill else { return true };
                let own = plan.staff.get(*who).map(|staff| skills(service, staff)).unwrap_or_default();
                own.contains(skill) || others.iter().any(|other| own.contains(other))
            };
            people.iter().filter(has).count()
        };
        let stand_in = skill.as_ref().and_then(|code| service.skills.iter().find(|s| s.code == *code));
        let others = stand_in.map(|skill| skill.stood_in_by.clone()).unwrap_or_default();
        let (have, filled) = (counts(&[]), counts(&others));
        let settled: Vec<&&&Asked<'_>> = of_skill.iter().filter(|row| !row.ask && !unsettled(row)).collect();
        let need = settled.iter().map(|row| row.row.minimum).max();
        if need.is_some_and(|need| filled < need) {
            let core = settled.iter().any(|row| row.row.core && filled < row.row.minimum);
            minute.short.insert(skill.clone(), core);
        } else if need.is_some_and(|need| have < need) {
            minute.stood_in.insert(skill.clone());
        }
        let unknown = of_skill.iter().any(&unsettled);
        let ask = of_skill.iter().any(|row| row.ask);
        minute.unknown |= unknown;
        minute.ask |= ask;
        minute.exceeded &= !unknown && !ask && need.is_some_and(|need| have > need);
    }
    minute
}

/// The report of one site over local days, counted.
pub fn report(
    site: &str,
    service: &Service,
    plan: &Plan,
    clock: &Clock,
    (first, last): (NaiveDate, NaiveDate),
) -> SiteReport {
    let asked: Vec<Asked<'_>> =
        asked(service, clock, first, last).into_iter().filter(|a| a.row.site == site).collect();
    let (begin, end) = (
        clock.begin(first.and_hms_opt(0, 0, 0).unwrap()),
        clock.begin((last + Duration::days(1)).and_hms_opt(0, 0, 0).unwrap()),
    );
    let mut minutes: Vec<(DateTime<Utc>, Minute)> = Vec::new();
    let mut booked: Vec<(DateTime<Utc>, PractitionerId, Vec<String>)> = Vec::new();
    for (at, places) in clock.minutes.iter().zip(places(plan, service, clock)) {
        if *at < begin || end <= *at {
            continue;
        }
        let rows: Vec<&Asked<'_>> = asked.iter().filter(|a| a.from <= *at && *at < a.to).collect();
        let here = places.iter().filter(|(_, sites)| sites[0].1 == site).map(|(who, _)| *who).collect();
        minutes.push((*at, judge(&rows, &here, plan, service)));
        for (who, sites) in places.iter().filter(|(_, sites)| sites.len() > 1) {
            let sites: Vec<String> = sites.iter().map(|(_, site)| site.clone()).collect();
            if sites.iter().any(|code| code == site) {
                booked.push((*at, *who, sites));
            }
        }
    }
    let count = |so: &dyn Fn(&Minute) -> bool| {
        i64::try_from(minutes.iter().filter(|(_, minute)| so(minute)).count()).unwrap()
    };
    let times = |so: &dyn Fn(&Minute) -> bool| {
        let at = minutes.iter().filter(|(_, minute)| so(minute)).map(|(at, _)| (*at, ()));
        joined(at).into_iter().map(|((), from, to)| Between { from, to }).collect::<Vec<_>>()
    };
    let ok = |m: &Minute| !m.people.is_empty() && m.short.is_empty() && !m.unknown && (m.asked || !m.ask);
    SiteReport {
        site: site.to_owned(),
        demand_minutes: count(&|m| m.asked),
        covered_minutes: count(&ok),
        demand_covered_minutes: count(&|m| m.asked && ok(m)),
        uncovered_minutes: count(&|m| !m.short.is_empty()),
        gaps: by_skill(&minutes, |m| m.short.clone()),
        closed: times(&|m| !m.in_hours),
        unstaffed: times(&|m| !m.in_hours && m.people.is_empty()),
        ask: times(&|m| m.ask && m.short.is_empty() && !m.unknown),
        unknown: times(&|m| m.unknown && m.short.is_empty()),
        fallback: by_skill(&minutes, |m| m.stood_in.iter().map(|skill| (skill.clone(), false)).collect()),
        alone: joined(
            minutes
                .iter()
                .filter(|(_, m)| m.in_hours && m.people.len() == 1)
                .map(|(at, m)| (*at, *m.people.first().unwrap())),
        )
        .into_iter()
        .map(|(who, from, to)| Alone { who, from, to })
        .collect(),
        overlaps: times(&|m| m.people.len() > 1 && m.exceeded),
        double_booked: joined(booked.into_iter().map(|(at, who, sites)| (at, (who, sites))))
            .into_iter()
            .map(|((who, sites), from, to)| Booked { who, sites, from, to })
            .collect(),
    }
}

type Time = (DateTime<Utc>, DateTime<Utc>);

/// Minutes in which the same is so, one after the other, as one time; sorted by begin.
fn joined<T: Ord + Clone>(
    minutes: impl Iterator<Item = (DateTime<Utc>, T)>,
) -> Vec<(T, DateTime<Utc>, DateTime<Utc>)> {
    let mut by: BTreeMap<T, Vec<Time>> = BTreeMap::new();
    for (at, what) in minutes {
        let times = by.entry(what).or_default();
        let next = at + Duration::minutes(1);
        match times.last_mut() {
            Some(last) if last.1 == at => last.1 = next,
            _ => times.push((at, next)),
        }
    }
    let each = by.into_iter().flat_map(|(what, times)| times.into_iter().map(move |t| (what.clone(), t)));
    let mut all: Vec<_> = each.map(|(what, (from, to))| (what, from, to)).collect();
    all.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    all
}

fn by_skill(
    minutes: &[(DateTime<Utc>, Minute)],
    skills: impl Fn(&Minute) -> BTreeMap<Option<String>, bool>,
) -> Vec<SkillGap> {
    let each = minutes.iter().flat_map(|(at, m)| skills(m).into_keys().map(|skill| (*at, skill)));
    let mut gaps: Vec<SkillGap> = joined(each)
        .into_iter()
        .map(|(skill, from, to)| {
            let core = minutes
                .iter()
                .filter(|(at, _)| from <= *at && *at < to)
                .any(|(_, m)| skills(m).get(&skill).copied().unwrap_or_default());
            SkillGap { from, to, skill, core }
        })
        .collect();
    gaps.sort();
    gaps
}
