//! The figures of a rota at its size: a year, 8 sites, 150 people, some 33,000 shifts.
//!
//! `cargo bench --bench rota` prints them. Nothing here decides a test: machines differ.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{Days, NaiveDate};
use liaison::desk::service_file::{TEMPLATE, read};
use liaison::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use liaison::domain::rota::{Absence, Plan, PlannedShift, Span, Staff};
use liaison::domain::service::{DemandRow, Hours, Service, Site};
use liaison::domain::time::from_local;
use liaison::rota::{
    ALWAYS, Between, Wanted, Work, breaches, covers, patterns, presence, presence_between, reports, who_could,
};
use uuid::Uuid;

#[path = "rota/grid.rs"]
mod grid;

const SITES: usize = 8;
const PEOPLE: usize = 150;
/// Of every eight days somebody works so many: 150 people come to some 33,000 shifts in a year.
const OF_EIGHT: usize = 5;
/// Of so many shifts one is not worked for sickness.
const SICK: u128 = 40;
const RUNS: usize = 200;

fn main() {
    // `cargo test --benches` runs this too: it does nothing then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let service = service();
    let first = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    let year = Between::days(first, first + Days::new(364));
    let plan = plan(&service, first);
    println!(
        "{} sites, {} rows of demand, {} people, {} shifts, {} absences",
        service.sites.len(),
        service.demand.len(),
        plan.staff.len(),
        plan.shifts.len(),
        plan.absences.len()
    );
    let found = reports(&service, &presence(&plan, &service), plan.published, year);
    let gaps: usize = found.iter().map(|report| report.gaps.len()).sum();
    let asked: i64 = found.iter().map(|report| report.demand_minutes / 60).sum();
    println!("  {asked} hours asked for, {gaps} gaps");
    measure("a year's cover of every site, people and counts", || {
        reports(&service, &presence(&plan, &service), plan.published, year).len()
    });
    measure("  of that the people", || presence(&plan, &service).people.len());
    let week = Between::days(first + Days::new(180), first + Days::new(186));
    measure("a week's cover of every site", || {
        let present = presence_between(&plan, &service, week.from, week.to);
        reports(&service, &present, plan.published, week).len()
    });
    measure("a year's cover by the patterns alone", || {
        let present = patterns(&service, year.from, year.to);
        reports(&service, &present, Some(ALWAYS), year).len()
    });
    let now = from_local((first + Days::new(180)).and_hms_opt(13, 40, 0).unwrap());
    measure("the board's cover block", || covers(&service, &plan, &[], now).len());
    let gap = found[0].gaps.iter().find(|gap| gap.from > now).expect("some gap");
    let wanted = Wanted {
        site: &found[0].site,
        time: Between { from: gap.from, to: gap.to },
        skill: gap.skill.as_deref(),
        activity: "duty",
    };
    measure("who could take a gap, of 150 people", || who_could(&plan, &service, &wanted).len());
    measure("one person's year against the regulations", || {
        let work = Work::of(&plan, &service.lists.activities, person(0));
        breaches(&work, &service.working_time).len()
    });
    grid::bench();
}

/// The template's service with eight sites, each asking for a clinician by day, for a youth worker
/// in the afternoon and for two people at night.
fn service() -> Service {
    let mut service = read(TEMPLATE, "service.toml").unwrap();
    let custody = service.sites[0].clone();
    let row = service.demand[0].clone();
    service.sites = (0..SITES).map(|n| Site { code: format!("S{n}"), ..custody.clone() }).collect();
    let rows = |site: &Site| {
        let night = [Some(hours(20, 8)); 7];
        let afternoon = [Some(hours(13, 21)); 7];
        let day = DemandRow { site: site.code.clone(), ..row.clone() };
        let youth = DemandRow { skill: Some("youth".into()), hours: afternoon, ..day.clone() };
        [day.clone(), youth, DemandRow { skill: None, minimum: 2, hours: night, ..day }]
    };
    service.demand = service.sites.iter().flat_map(rows).collect();
    service
}

fn hours(from: u32, to: u32) -> Hours {
    let time = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    Hours { from: time(from), to: time(to) }
}

fn person(n: usize) -> PractitionerId {
    PractitionerId(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

fn plan(service: &Service, first: NaiveDate) -> Plan {
    let mut plan = Plan { published: Some(ALWAYS), ..Plan::default() };
    let times = [hours(7, 15), hours(14, 22), hours(20, 8), hours(9, 17)];
    for n in 0..PEOPLE {
        let staff = staff(n);
        plan.staff.insert(staff.id, staff);
    }
    // As rotas are made: four weeks at a time, and in those person by person.
    let blocks = (0..365usize).step_by(28).flat_map(|begin| (0..PEOPLE).map(move |n| (begin, n)));
    for (d, n) in blocks.flat_map(|(begin, n)| (begin..365.min(begin + 28)).map(move |d| (d, n))) {
        if (d + n) % 8 >= OF_EIGHT {
            continue;
        }
        let number = u128::try_from(plan.shifts.len()).unwrap();
        let span = Span::on(first + Days::new(u64::try_from(d).unwrap()), times[(d / 8 + n) % times.len()]);
        let shift = PlannedShift {
            id: PlannedId(Uuid::from_u128(number)),
            practitioner: person(n),
            site: service.sites[(n + d / 40) % SITES].code.clone(),
            activity: "duty".into(),
            pattern: None,
            span,
            break_minutes: 30,
        };
        plan.shifts.insert(shift.id, shift);
        if number.is_multiple_of(SICK) {
            let id = AbsenceId(Uuid::from_u128(number));
            let why = "sickness".into();
            plan.absences.insert(id, Absence { id, practitioner: person(n), why, span });
        }
    }
    plan
}

fn staff(n: usize) -> Staff {
    Staff {
        id: person(n),
        name: format!("Person {n}"),
        label: format!("P{n}"),
        role: if n.is_multiple_of(4) { "youth_worker".into() } else { "practitioner".into() },
        skills: Vec::new(),
        phone: "07700 900123".into(),
        bank: false,
        inducted: Vec::new(),
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    }
}

fn measure(what: &str, work: impl Fn() -> usize) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let began = Instant::now();
            black_box(work());
            began.elapsed()
        })
        .collect();
    print(what, &mut times);
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort();
    let show = |time: Duration| format!("{:.3} ms", time.as_secs_f64() * 1000.0);
    println!(
        "{what}: median {}, p99 {}, worst {}, of {}",
        show(times[times.len() / 2]),
        show(times[(times.len() * 99 / 100).min(times.len() - 1)]),
        show(times[times.len() - 1]),
        times.len()
    );
}
