//! Planned shifts as people who are there: absences cut out, nobody at two sites at once.

mod settle;

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};

use self::settle::{Run, settle};
use super::skills::Skills;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, PlannedShift};
use crate::domain::service::{Code, Service, find};

/// Time before a window from which shifts are read, so that an unbroken run of shifts that reaches
/// into it is known from its begin.
const RUN_UP: Duration = Duration::days(7);

/// Somebody counted as present at a site over `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Presence<'a> {
    /// Who.
    pub who: PractitionerId,
    /// Code of the site.
    pub site: &'a str,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
    /// What they have that a demand can ask for.
    pub skills: Skills,
}

/// Somebody planned at several sites at once over `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DoubleBooked<'a> {
    /// Who.
    pub who: PractitionerId,
    /// Codes of the sites; they count at the first.
    pub sites: Vec<&'a str>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
}

/// Who is where, as the plan has it: no person twice at any time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Present<'a> {
    /// People by person and time.
    pub people: Vec<Presence<'a>>,
    /// Where the plan asks somebody to be at two sites.
    pub double_booked: Vec<DoubleBooked<'a>>,
}

/// Works out who is where by the whole plan.
///
/// Counted are shifts whose activity covers the site, of people who have not left, less the time
/// they are away. Somebody planned at two sites at once counts at the one where their unbroken time
/// began first (of two that began together, at the one whose code comes first).
pub fn presence<'a>(plan: &'a Plan, service: &Service) -> Present<'a> {
    presence_of(plan.shifts.values(), plan, service)
}

/// Like [`presence`], for shifts that can matter within `[from, to)` only.
pub fn presence_between<'a>(
    plan: &'a Plan,
    service: &Service,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Present<'a> {
    let begin = read_from(from);
    let near = plan.shifts.values().filter(|shift| begin < shift.span.to && shift.span.from < to);
    let mut present = presence_of(near, plan, service);
    present.people.retain(|presence| presence.to > from);
    present.double_booked.retain(|booked| booked.to > from);
    present
}

/// The instant from which shifts bear on what is the case at another.
pub(super) fn read_from(at: DateTime<Utc>) -> DateTime<Utc> {
    at - RUN_UP
}

/// Like [`presence`], of some of the plan's shifts.
pub fn presence_of<'a>(
    shifts: impl IntoIterator<Item = &'a PlannedShift>,
    plan: &'a Plan,
    service: &Service,
) -> Present<'a> {
    let covering: Vec<&str> = service
        .lists
        .activities
        .iter()
        .filter(|activity| activity.covers)
        .map(|activity| activity.code.as_str())
        .collect();
    let mut people = People::of(plan, service);
    let mut sites: Vec<&'a str> = Vec::new();
    let covers = |shift: &&PlannedShift| covering.contains(&shift.activity.as_str());
    for shift in shifts.into_iter().filter(covers).filter(|shift| shift.span.from < shift.span.to) {
        let run = Run::of(shift, place(&mut sites, &shift.site));
        if let Some(person) = people.named(shift.practitioner) {
            person.runs.push(run);
        }
    }
    let mut present = Present::default();
    for person in people.all.iter_mut().filter(|person| !person.left) {
        person.runs.sort_unstable_by_key(|run| (run.place, run.from));
        settle(&person.runs, person.skills, &person.away, &mut present);
    }
    present
}

/// The place of a site among those met so far; sorting goes by it, for texts are slow to compare.
fn place<'a>(sites: &mut Vec<&'a str>, site: &'a str) -> usize {
    sites.iter().position(|known| *known == site).unwrap_or_else(|| {
        sites.push(site);
        sites.len() - 1
    })
}

/// Somebody on the rota, as the gathering needs them.
#[derive(Default)]
struct Person<'a> {
    skills: Skills,
    left: bool,
    away: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    runs: Vec<Run<'a>>,
}

/// Everybody on the rota, found by number.
#[derive(Default)]
struct People<'a> {
    all: Vec<Person<'a>>,
    places: HashMap<PractitionerId, usize>,
    /// Who was asked for last: shifts of one person mostly stand together.
    last: Option<(PractitionerId, usize)>,
}

impl<'a> People<'a> {
    fn of(plan: &Plan, service: &Service) -> Self {
        let mut people = Self::default();
        for staff in plan.staff.values() {
            if let Some(person) = people.named(staff.id) {
                person.skills = Skills::of_staff(service, staff);
                person.left = staff.left;
            }
        }
        for absence in plan.absences.values() {
            if let Some(person) = people.named(absence.practitioner) {
                person.away.push((absence.span.from, absence.span.to));
            }
        }
        people
    }

    /// Somebody by name, who is taken in if nobody knew them.
    fn named(&mut self, who: PractitionerId) -> Option<&mut Person<'a>> {
        let place = match self.last {
            Some((last, place)) if last == who => place,
            _ => *self.places.entry(who).or_insert_with(|| {
                self.all.push(Person::default());
                self.all.len() - 1
            }),
        };
        self.last = Some((who, place));
        self.all.get_mut(place)
    }
}

/// Who of these shifts' people is on call at an instant, and for which site: not away, not gone.
pub fn on_call<'a>(
    shifts: &[&'a PlannedShift],
    plan: &Plan,
    service: &Service,
    at: DateTime<Utc>,
) -> Vec<(&'a str, PractitionerId)> {
    let mut found: Vec<(&str, PractitionerId)> = shifts
        .iter()
        .filter(|shift| shift.span.holds(at) && is_on_call(&service.lists.activities, shift))
        .filter(|shift| can_be_rung(plan, shift.practitioner, at))
        .map(|shift| (shift.site.as_str(), shift.practitioner))
        .collect();
    found.sort_unstable();
    found
}

/// Whether somebody in this shift can be rung to come in, and is in no place by it.
pub(super) fn is_on_call(activities: &[Code], shift: &PlannedShift) -> bool {
    find(activities, &shift.activity).is_some_and(|activity| activity.on_call)
}

fn can_be_rung(plan: &Plan, who: PractitionerId, at: DateTime<Utc>) -> bool {
    let left = plan.staff.get(&who).is_some_and(|staff| staff.left);
    let away = plan.absences.values().any(|absence| absence.practitioner == who && absence.span.holds(at));
    !left && !away
}
