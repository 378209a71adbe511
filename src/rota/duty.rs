//! Whether somebody is on duty at a time: signed on, planned, or on call.

use chrono::{DateTime, Duration, Utc};

use super::presence::{on_call, presence_between};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, PlannedShift};
use crate::domain::service::Service;
use crate::domain::shift::Shift;
use crate::domain::time::local;

/// Whether somebody is on duty at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// Signed on until after then, planned, or on call.
    On,
    /// Not.
    Off,
    /// The rota is not published for that day.
    Unknown,
}

/// Whether somebody is on duty at a time. `open` are the shifts that are being worked: who has signed
/// on is there until the end they gave.
pub fn duty(plan: &Plan, service: &Service, open: &[&Shift], who: PractitionerId, at: DateTime<Utc>) -> Duty {
    let works = |shift: &&&Shift| shift.practitioner == who && shift.began_at <= at && at < shift.ends_at;
    if open.iter().any(|shift| works(&shift)) {
        return Duty::On;
    }
    let present = presence_between(plan, service, at, at + Duration::minutes(1));
    let there = |one: &super::presence::Presence<'_>| one.who == who && one.from <= at && at < one.to;
    let shifts: Vec<&PlannedShift> = plan.shifts.values().filter(|shift| shift.practitioner == who).collect();
    if present.people.iter().any(there) || !on_call(&shifts, plan, service, at).is_empty() {
        return Duty::On;
    }
    let settled = plan.published.is_some_and(|days| days.has(local(at).date()));
    if settled { Duty::Off } else { Duty::Unknown }
}
