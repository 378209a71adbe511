//! What speaks against placing somebody, and who could take a gap.

use std::collections::HashMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::presence::is_on_call;
use super::report::Between;
use super::skills::Skills;
use super::working_time::{Breach, Work, breaches};
use crate::domain::ids::{PlannedId, PractitionerId};
use crate::domain::name;
use crate::domain::rota::{Plan, PlannedShift, Span, Staff};
use crate::domain::service::{Service, label};
use crate::domain::time::{day, local, near, span};

/// Somebody who was looked at for a gap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// Who.
    pub who: PractitionerId,
    /// Full name.
    pub name: String,
    /// Number to reach them on.
    pub phone: String,
    /// Whether nothing forbids it.
    pub can: bool,
    /// What forbids it; of somebody who can, what to think of.
    pub reasons: Vec<String>,
}

/// A time at a site that wants somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wanted<'a> {
    /// Code of the site.
    pub site: &'a str,
    /// When.
    pub time: Between,
    /// Code of the skill; `None` = anybody.
    pub skill: Option<&'a str>,
    /// Code of the list `activities` that they would do.
    pub activity: &'a str,
}

/// Why this shift cannot stand, sentences without a full stop; empty if it can.
///
/// The shift is looked at as if it stood in the plan in place of one with the same id. Somebody on
/// call is in no place by that.
pub fn refusals(plan: &Plan, service: &Service, shift: &PlannedShift) -> Vec<String> {
    let others = others(plan, shift);
    refusals_among(&others, plan, service, shift)
}

/// What is to be thought of before this shift stands, without forbidding it; as [`refusals`].
pub fn warnings(plan: &Plan, service: &Service, shift: &PlannedShift) -> Vec<String> {
    let others = others(plan, shift);
    warnings_among(&others, plan, service, shift)
}

/// The same of several shifts of one person that a change brings together: what the plan `after` it
/// has to be thought of that the plan `before` it had not. Each breach is told once.
pub fn warnings_together(
    before: &Plan,
    after: &Plan,
    service: &Service,
    shifts: &[&PlannedShift],
) -> Vec<String> {
    let Some(who) = shifts.first().map(|shift| shift.practitioner) else { return Vec::new() };
    let rules = &service.working_time;
    let found = |plan: &Plan| breaches(&Work::of(plan, &service.lists.activities, who), rules);
    let stood = found(before);
    let new = found(after).into_iter().filter(|breach| is_new(breach, &stood));
    let mut reasons: Vec<String> = new.map(|breach| breach.words).collect();
    let own: Vec<&PlannedShift> = after.shifts.values().filter(|shift| shift.practitioner == who).collect();
    for shift in shifts {
        let others: Vec<&PlannedShift> = own.iter().copied().filter(|other| other.id != shift.id).collect();
        reasons.extend(travel(&others, service, shift));
        reasons.extend(week_and_papers(&own, after, service, shift));
    }
    reasons
}

/// Everybody on the rota who has not left, looked at for a time that wants somebody: those who can
/// first, then those with fewer things to think of, with fewer hours in that week, and by name.
pub fn who_could(plan: &Plan, service: &Service, wanted: &Wanted<'_>) -> Vec<Candidate> {
    let mut by_person: HashMap<PractitionerId, Vec<&PlannedShift>> = HashMap::new();
    for shift in plan.shifts.values() {
        by_person.entry(shift.practitioner).or_default().push(shift);
    }
    let mut found: Vec<(Candidate, i64)> = plan
        .staff
        .values()
        .filter(|staff| !staff.left)
        .map(|staff| {
            let own = by_person.get(&staff.id).map_or(&[][..], Vec::as_slice);
            candidate(own, plan, service, staff, wanted)
        })
        .collect();
    found
        .sort_by_cached_key(|(one, minutes)| (!one.can, one.reasons.len(), *minutes, name::order(&one.name)));
    found.into_iter().map(|(candidate, _)| candidate).collect()
}

fn others<'a>(plan: &'a Plan, shift: &PlannedShift) -> Vec<&'a PlannedShift> {
    let own = plan.shifts.values().filter(|other| other.practitioner == shift.practitioner);
    own.filter(|other| other.id != shift.id).collect()
}

fn candidate(
    own: &[&PlannedShift],
    plan: &Plan,
    service: &Service,
    staff: &Staff,
    wanted: &Wanted<'_>,
) -> (Candidate, i64) {
    let shift = offered(staff.id, service, wanted);
    let mut reasons = refusals_among(own, plan, service, &shift);
    let mut stand_in = None;
    match fit(service, staff, wanted.skill) {
        Fit::Has => {}
        Fit::StandsIn(words) => stand_in = Some(words),
        Fit::Lacks(words) => reasons.push(words),
    }
    let can = reasons.is_empty();
    if can {
        reasons.extend(stand_in);
        reasons.extend(warnings_among(own, plan, service, &shift));
    }
    let week = minutes_in_week(own, plan, service, &shift);
    let (name, phone) = (staff.name.clone(), staff.phone.clone());
    (Candidate { who: staff.id, name, phone, can, reasons }, week)
}

/// The shift that taking the whole of it would be, with the break that is due in it.
fn offered(who: PractitionerId, service: &Service, wanted: &Wanted<'_>) -> PlannedShift {
    let Between { from, to } = wanted.time;
    let rules = &service.working_time;
    let is_long = wanted.time.minutes() > rules.break_after_hours * 60;
    PlannedShift {
        id: PlannedId(Uuid::nil()),
        practitioner: who,
        site: wanted.site.to_owned(),
        activity: wanted.activity.to_owned(),
        pattern: None,
        span: Span { from, to, typed_from: local(from), typed_to: local(to) },
        break_minutes: if is_long { rules.break_minutes } else { 0 },
    }
}

enum Fit {
    Has,
    StandsIn(String),
    Lacks(String),
}

fn fit(service: &Service, staff: &Staff, skill: Option<&str>) -> Fit {
    let Some(code) = skill else { return Fit::Has };
    let own = Skills::of_staff(service, staff);
    let asked = service.skills.iter().find(|skill| skill.code == code);
    let words = asked.map_or(code, |skill| skill.label.as_str());
    if own.meets(Skills::of(&service.skills, [&code.to_owned()])) {
        Fit::Has
    } else if own.meets(Skills::that_stand_in_for(&service.skills, code)) {
        Fit::StandsIn(format!("would stand in for: {words}"))
    } else {
        Fit::Lacks(format!("is not: {words}"))
    }
}

fn refusals_among(
    others: &[&PlannedShift],
    plan: &Plan,
    service: &Service,
    shift: &PlannedShift,
) -> Vec<String> {
    let mut reasons = Vec::new();
    if plan.staff.get(&shift.practitioner).is_some_and(|staff| staff.left) {
        reasons.push("has left".to_owned());
    }
    let absences = plan.absences.values().filter(|absence| absence.practitioner == shift.practitioner);
    reasons.extend(absences.filter(|absence| absence.span.meets(&shift.span)).map(|absence| {
        let why = label(&service.lists.absences, &absence.why);
        format!("is away then ({why}) {}", time(&absence.span, shift))
    }));
    let activities = &service.lists.activities;
    if is_on_call(activities, shift) {
        return reasons;
    }
    let elsewhere =
        others.iter().filter(|other| other.span.meets(&shift.span) && !is_on_call(activities, other));
    reasons.extend(elsewhere.map(|other| {
        let activity = label(activities, &other.activity);
        format!("is at {} then ({activity}) {}", other.site, time(&other.span, shift))
    }));
    reasons
}

fn warnings_among(
    others: &[&PlannedShift],
    plan: &Plan,
    service: &Service,
    shift: &PlannedShift,
) -> Vec<String> {
    let mut reasons: Vec<String> = travel(others, service, shift).collect();
    let work = |shifts: &[&PlannedShift]| {
        Work::by(shifts.iter().copied(), plan, &service.lists.activities, shift.practitioner)
    };
    let before = breaches(&work(others), &service.working_time);
    let mut with = others.to_vec();
    with.push(shift);
    let after = breaches(&work(&with), &service.working_time);
    reasons.extend(after.into_iter().filter(|breach| is_new(breach, &before)).map(|breach| breach.words));
    reasons.extend(week_and_papers(&with, plan, service, shift));
    reasons
}

/// Whether the week becomes too long, and whether the person's papers hold.
fn week_and_papers(
    with: &[&PlannedShift],
    plan: &Plan,
    service: &Service,
    shift: &PlannedShift,
) -> Vec<String> {
    let mut reasons = Vec::new();
    let week = minutes_in_week(with, plan, service, shift);
    if week > service.working_time.weekly_hours * 60 {
        let most = service.working_time.weekly_hours;
        reasons.push(format!("{} in that week, over {most} h", span(week)));
    }
    if let Some(staff) = plan.staff.get(&shift.practitioner) {
        reasons.extend(papers(staff, service, shift));
    }
    reasons
}

/// Whether a breach came with the shift, or grew by it.
fn is_new(breach: &Breach, before: &[Breach]) -> bool {
    let stood = |old: &Breach| {
        old.rule == breach.rule && old.at == breach.at && old.short_by_minutes >= breach.short_by_minutes
    };
    !before.iter().any(stood)
}

/// Shifts at other sites that leave less time than the way there takes.
fn travel<'a>(
    others: &'a [&PlannedShift],
    service: &'a Service,
    shift: &'a PlannedShift,
) -> impl Iterator<Item = String> + 'a {
    let activities = &service.lists.activities;
    let apart = others.iter().filter(|other| other.site != shift.site && !other.span.meets(&shift.span));
    let apart = apart.filter(|other| !is_on_call(activities, other) && !is_on_call(activities, shift));
    apart.filter_map(move |other| {
        let hole = (shift.span.from - other.span.to).max(other.span.from - shift.span.to).num_minutes();
        let needed = minutes_between(service, &other.site, &shift.site)?;
        let goes_on = shift.span.from < other.span.from;
        let (from, to) = if goes_on { (shift, *other) } else { (*other, shift) };
        let words = || format!("{hole} min from {} to {}, the way takes {needed}", from.site, to.site);
        (hole < needed).then(words)
    })
}

fn minutes_between(service: &Service, one: &str, other: &str) -> Option<i64> {
    let is_way = |between: &[String; 2]| between.iter().all(|site| site == one || site == other);
    service.travel.iter().find(|travel| is_way(&travel.between)).map(|travel| travel.minutes)
}

/// Registration, vetting and induction, as they will stand on the day of the shift.
fn papers(staff: &Staff, service: &Service, shift: &PlannedShift) -> Vec<String> {
    let on = shift.span.day();
    let ends = |what: &str, until: Option<NaiveDate>| {
        let until = until?;
        if until < on {
            return Some(format!("{what} ends {}, before the shift", day(until)));
        }
        let soon = until < on + Duration::days(service.rota.expiry_warning_days);
        soon.then(|| format!("{what} ends {}", day(until)))
    };
    let inducted = !staff.bank || staff.inducted.contains(&shift.site);
    let parts = [
        ends("registration", staff.registered_until),
        ends("vetting", staff.vetted_until),
        (!inducted).then(|| format!("bank staff without an induction at {}", shift.site)),
    ];
    parts.into_iter().flatten().collect()
}

/// Minutes of work in the week of a shift, from Monday, of shifts that begin in it.
fn minutes_in_week(others: &[&PlannedShift], plan: &Plan, service: &Service, shift: &PlannedShift) -> i64 {
    let monday = local(shift.span.from).date().week(chrono::Weekday::Mon).first_day();
    let week = Between::days(monday, monday + Duration::days(6));
    let begins_in_it = |other: &&PlannedShift| (week.from..week.to).contains(&other.span.from);
    let own = others.iter().copied().filter(begins_in_it);
    let work = Work::by(own, plan, &service.lists.activities, shift.practitioner);
    work.shifts.iter().map(super::working_time::Worked::minutes).sum()
}

fn time(span: &Span, seen_from: &PlannedShift) -> String {
    let words = |at: DateTime<Utc>| near(at, seen_from.span.from);
    format!("{} to {}", words(span.from), words(span.to))
}

#[cfg(test)]
mod tests;
