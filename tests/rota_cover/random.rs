//! Made-up services and rotas, from a seed: nights, closed days, several skills, people everywhere.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use liaison::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use liaison::domain::rota::{Absence, Plan, PlannedShift, Published, Span, Staff};
use liaison::domain::service::{DayOfYear, DemandRow, HolidayRule, Hours, Service};
use uuid::Uuid;

/// Windows that hold a clock change, Christmas with its substitute days, or nothing of note.
const BEGINS: [&str; 5] = ["2026-10-22", "2027-03-25", "2026-12-23", "2027-12-24", "2026-11-20"];

/// Mostly clinicians, who may stand in for youth workers; one role that no service has.
const ROLES: [&str; 7] =
    ["practitioner", "practitioner", "senior", "youth_worker", "link_worker", "screener", "gone"];

/// The one that others may stand in for is asked for most.
const SKILLS: [Option<&str>; 6] =
    [None, Some("clinician"), Some("youth"), Some("youth"), Some("youth"), Some("link")];

pub struct Dice(u64);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A number under `sides`, by xorshift.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())].clone()
    }
}

/// The days of a window.
pub fn window(dice: &mut Dice) -> (NaiveDate, NaiveDate) {
    let first = dice.pick(&BEGINS).parse::<NaiveDate>().unwrap() + days(dice.roll(4));
    (first, first + days(dice.roll(5)))
}

fn days(n: usize) -> Duration {
    Duration::days(i64::try_from(n).unwrap())
}

/// The template's service with other demand.
pub fn service(template: &Service, dice: &mut Dice, first: NaiveDate) -> Service {
    let mut service = template.clone();
    service.demand = (0..2 + dice.roll(7)).map(|n| row(n, &service, dice, first)).collect();
    service
}

fn row(n: usize, service: &Service, dice: &mut Dice, first: NaiveDate) -> DemandRow {
    let usual = hours(dice);
    let mut week = [(); 7].map(|()| Some(usual).filter(|_| !dice.one_in(5)));
    week[dice.roll(7)] = Some(hours(dice));
    let around = |dice: &mut Dice| first - days(1) + days(dice.roll(6));
    DemandRow {
        name: format!("row {n}"),
        site: service.sites[dice.roll(3)].code.clone(),
        hours: week,
        on_bank_holiday: match dice.roll(4) {
            0 => HolidayRule::AsUsual,
            1 => HolidayRule::Closed,
            2 => HolidayRule::AskCourt,
            _ => HolidayRule::Hours(hours(dice)),
        },
        closed_on: if dice.one_in(4) { vec![DayOfYear::On(around(dice))] } else { Vec::new() },
        open_on: if dice.one_in(3) { vec![DayOfYear::Yearly(12, 28)] } else { Vec::new() },
        minimum: dice.pick(&[0, 1, 1, 1, 1, 1, 2, 3]),
        skill: dice.pick(&SKILLS).map(str::to_owned),
        core: dice.one_in(2),
        from: dice.one_in(6).then(|| around(dice)),
        to: dice.one_in(6).then(|| around(dice)),
    }
}

/// Often hours that begin or end in the hour that a clock change repeats or leaves out.
fn hours(dice: &mut Dice) -> Hours {
    Hours { from: time(dice), to: time(dice) }
}

fn time(dice: &mut Dice) -> NaiveTime {
    let hour = dice.pick(&[0, 1, 1, 2, 6, 8, 9, 13, 14, 17, 20, 22]);
    let minute = dice.pick(&[0, 0, 0, 15, 30, 59]);
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
}

pub fn person(n: usize) -> PractitionerId {
    PractitionerId(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

/// A rota of a few people around the window.
pub fn plan(service: &Service, dice: &mut Dice, (first, last): (NaiveDate, NaiveDate)) -> Plan {
    let mut plan = Plan::default();
    let people = 3 + dice.roll(6);
    // One of them, number 0, is on the rota and on no list of staff.
    for n in 1..people {
        let staff = staff(n, dice);
        plan.staff.insert(staff.id, staff);
    }
    for n in 0..8 + dice.roll(32) {
        let Some(span) = span(dice, first, last) else { continue };
        let shift = shift(n, person(dice.roll(people)), service, dice, span);
        plan.shifts.insert(shift.id, shift);
    }
    for n in 0..dice.roll(5) {
        let Some(span) = span(dice, first, last) else { continue };
        let id = AbsenceId(Uuid::from_u128(u128::try_from(n).unwrap()));
        let practitioner = person(dice.roll(people));
        plan.absences.insert(id, Absence { id, practitioner, why: "leave".into(), span });
    }
    plan.published = match dice.roll(4) {
        0 => None,
        1 => Some(Published { from: first + days(dice.roll(3)), to: last - days(dice.roll(3)) }),
        _ => Some(Published { from: first - days(9), to: last + days(9) }),
    };
    plan
}

fn staff(n: usize, dice: &mut Dice) -> Staff {
    Staff {
        id: person(n),
        name: format!("Person {n}"),
        label: format!("P{n}"),
        role: dice.pick(&ROLES).to_owned(),
        skills: if dice.one_in(5) { vec!["youth".into()] } else { Vec::new() },
        phone: "07700 900123".into(),
        bank: false,
        inducted: Vec::new(),
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: dice.one_in(8),
    }
}

pub fn shift(n: usize, who: PractitionerId, service: &Service, dice: &mut Dice, span: Span) -> PlannedShift {
    PlannedShift {
        id: PlannedId(Uuid::from_u128(u128::try_from(n).unwrap())),
        practitioner: who,
        site: service.sites[dice.roll(3)].code.clone(),
        activity: dice.pick(&["duty", "duty", "duty", "lent", "training", "on_call"]).to_owned(),
        pattern: None,
        span,
        break_minutes: 30,
    }
}

/// Between two wall times from two days before the window to two days after it.
pub fn span(dice: &mut Dice, first: NaiveDate, last: NaiveDate) -> Option<Span> {
    let length = usize::try_from((last - first).num_days()).unwrap() + 5;
    let day = first - days(2) + days(dice.roll(length));
    let from: NaiveDateTime = day.and_time(time(dice));
    let to = (day + days(dice.pick(&[0, 0, 0, 1]))).and_time(time(dice));
    Span::between(from, to)
}
