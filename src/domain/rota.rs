//! The planned rota: who is to work where and when, who is away, and whom the service can place.
//!
//! Every change is one event with its reason, made of parts; undoing is another event whose parts
//! put back what was. Instants are kept beside the wall times that were typed: a shift is never a
//! start and a duration (a night is 13 hours long in October and 11 in March).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::event::{Body, Event};
use super::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use super::service::Hours;
use super::shift::Practitioner;
use super::time::{from_local, from_local_latest};

/// A stretch of time with the wall times in London that were typed for it, `[from, to)`.
///
/// In the repeated hour of October a begin is its first occurrence and an end its last, so that no
/// gap comes of it; in the missing hour of March a time is moved an hour on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Span {
    /// First instant.
    pub from: DateTime<Utc>,
    /// First instant after.
    pub to: DateTime<Utc>,
    /// The begin as typed.
    pub typed_from: NaiveDateTime,
    /// The end as typed.
    pub typed_to: NaiveDateTime,
}

impl Span {
    /// Between two wall times; `None` unless the end is after the begin.
    pub fn between(from: NaiveDateTime, to: NaiveDateTime) -> Option<Self> {
        let span = Self { from: from_local(from), to: from_local_latest(to), typed_from: from, typed_to: to };
        (from < to && span.from < span.to).then_some(span)
    }

    /// These hours beginning on this day; an end at or before the begin is on the next day.
    pub fn on(day: NaiveDate, hours: Hours) -> Self {
        let (from, to) = (day.and_time(hours.from), hours.ends_on(day).and_time(hours.to));
        Self { from: from_local(from), to: from_local_latest(to), typed_from: from, typed_to: to }
    }

    /// The local day on which it begins.
    pub fn day(&self) -> NaiveDate {
        self.typed_from.date()
    }

    /// Whether this instant is within it.
    pub fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }

    /// Whether the two share an instant.
    pub fn meets(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    /// Its true length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.to - self.from).num_minutes()
    }
}

/// One person at one site over one stretch of time. A shift over two sites is two of these.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlannedShift {
    /// Name of the record.
    pub id: PlannedId,
    /// Who is to work it.
    pub practitioner: PractitionerId,
    /// Code of the site.
    pub site: String,
    /// Code of the list `activities`: duty, lent, on call, training and what else there is.
    pub activity: String,
    /// The pattern it was made from.
    pub pattern: Option<String>,
    /// When.
    pub span: Span,
    /// Minutes of unpaid break within it.
    pub break_minutes: u16,
}

/// A time at which somebody does not work, whatever the rota says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Absence {
    /// Name of the record.
    pub id: AbsenceId,
    /// Who.
    pub practitioner: PractitionerId,
    /// Code of the list `absences`: leave, sickness and what else there is.
    pub why: String,
    /// When.
    pub span: Span,
}

/// Somebody who can be placed on the rota, whether or not they sign in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Staff {
    /// The same as the practitioner's where they sign in.
    pub id: PractitionerId,
    /// Full name, e.g. "Ada Okafor".
    pub name: String,
    /// Unique initials.
    pub label: String,
    /// Role code; brings the skills of the role.
    pub role: String,
    /// Codes of skills beside those of the role.
    pub skills: Vec<String>,
    /// Number to reach them on.
    pub phone: String,
    /// Whether they are bank staff, who need an induction for each site.
    pub bank: bool,
    /// Codes of sites where bank staff were inducted.
    pub inducted: Vec<String>,
    /// Last day of the professional registration, e.g. with the NMC; a date and nothing else.
    pub registered_until: Option<NaiveDate>,
    /// Last day of the police vetting; a date and nothing else.
    pub vetted_until: Option<NaiveDate>,
    /// Whether they agreed in writing to average more than the weekly hours, WTR 1998 reg 5.
    pub opted_out: bool,
    /// Whether they have left the service.
    pub left: bool,
}

impl Staff {
    /// A practitioner who signs in, as long as nothing else was said about them.
    pub fn of(practitioner: &Practitioner) -> Self {
        Self {
            id: practitioner.id,
            name: practitioner.name.clone(),
            label: practitioner.label.clone(),
            role: practitioner.role.clone(),
            skills: Vec::new(),
            phone: String::new(),
            bank: false,
            inducted: Vec::new(),
            registered_until: None,
            vetted_until: None,
            opted_out: false,
            left: false,
        }
    }
}

/// The days for which the rota is settled, both included. Outside them cover is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Published {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Published {
    /// Whether this local day is settled.
    pub fn has(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// One part of a change of the rota.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum RotaPart {
    /// A shift as it is from now on: a new one, or the same one moved.
    Put(PlannedShift),
    /// A shift is no longer.
    Gone {
        /// Which.
        shift: PlannedId,
    },
    /// Somebody is away, or away at other times than was said.
    Away(Absence),
    /// Somebody is not away after all.
    Back {
        /// Which absence.
        absence: AbsenceId,
    },
    /// What is known of somebody.
    Staffed(Staff),
    /// The days for which the rota is settled from now on.
    Settled {
        /// None while no day is.
        days: Option<Published>,
    },
}

/// One change of the rota with its reason, kept whole or not at all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RotaChange {
    /// Name of the change.
    pub change: ChangeId,
    /// What was done, in words, e.g. "week of 23 Nov copied to 30 Nov".
    pub what: String,
    /// Why.
    pub reason: String,
    /// What it is made of, in order.
    pub parts: Vec<RotaPart>,
    /// What was warned of and taken all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warned: Vec<String>,
    /// The change that this one undoes.
    pub undoes: Option<ChangeId>,
    /// Who agreed, where two people change places.
    pub swap: Option<Swap>,
}

/// Who settled that two people change places.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Swap {
    /// Who asked.
    pub asked_by: String,
    /// Who agreed; empty where a lead settled it for somebody who could not be asked.
    pub agreed_by: String,
    /// Who approved it.
    pub approved_by: String,
}

/// The rota as its events leave it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// Planned shifts by their names.
    pub shifts: BTreeMap<PlannedId, PlannedShift>,
    /// Absences by their names.
    pub absences: BTreeMap<AbsenceId, Absence>,
    /// What is known of the people on it.
    pub staff: BTreeMap<PractitionerId, Staff>,
    /// The days for which it is settled.
    pub published: Option<Published>,
}

impl Plan {
    /// Takes up what an event says of the rota.
    pub fn apply(&mut self, event: &Event) {
        match &event.body {
            Body::RotaChanged(change) => change.parts.iter().for_each(|part| self.take(part)),
            Body::PractitionerAdded(added) => {
                self.staff.entry(added.id).or_insert_with(|| Staff::of(added));
            }
            _ => {}
        }
    }

    /// Takes up one part of a change.
    pub fn take(&mut self, part: &RotaPart) {
        match part {
            RotaPart::Put(shift) => drop(self.shifts.insert(shift.id, shift.clone())),
            RotaPart::Gone { shift } => drop(self.shifts.remove(shift)),
            RotaPart::Away(absence) => drop(self.absences.insert(absence.id, absence.clone())),
            RotaPart::Back { absence } => drop(self.absences.remove(absence)),
            RotaPart::Staffed(staff) => drop(self.staff.insert(staff.id, staff.clone())),
            RotaPart::Settled { days } => self.published = *days,
        }
    }

    /// The part that puts back what stands now, once `part` has been taken up. Somebody who came new
    /// onto the rota is not taken away again: other shifts may name them.
    pub fn inverse(&self, part: &RotaPart) -> Option<RotaPart> {
        Some(match part {
            RotaPart::Put(PlannedShift { id, .. }) | RotaPart::Gone { shift: id } => {
                self.shifts.get(id).map_or(RotaPart::Gone { shift: *id }, |was| RotaPart::Put(was.clone()))
            }
            RotaPart::Away(Absence { id, .. }) | RotaPart::Back { absence: id } => self
                .absences
                .get(id)
                .map_or(RotaPart::Back { absence: *id }, |was| RotaPart::Away(was.clone())),
            RotaPart::Staffed(staff) => RotaPart::Staffed(self.staff.get(&staff.id)?.clone()),
            RotaPart::Settled { .. } => RotaPart::Settled { days: self.published },
        })
    }
}
