//! Taking a change back, by a new change whose parts put back what was.

use std::collections::BTreeMap;

use super::Proposal;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use crate::domain::rota::{Plan, RotaChange, RotaPart, Staff};

/// A record that a part of a change touches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Shift(PlannedId),
    Absence(AbsenceId),
    Staff(PractitionerId),
    Days,
}

impl Key {
    fn of(part: &RotaPart) -> Self {
        match part {
            RotaPart::Put(shift) => Self::Shift(shift.id),
            RotaPart::Gone { shift } => Self::Shift(*shift),
            RotaPart::Away(absence) => Self::Absence(absence.id),
            RotaPart::Back { absence } => Self::Absence(*absence),
            RotaPart::Staffed(staff) => Self::Staff(staff.id),
            RotaPart::Settled { .. } => Self::Days,
        }
    }

    /// Whether a record stands in one plan as in another.
    fn is_same(self, one: &Plan, other: &Plan) -> bool {
        match self {
            Self::Shift(id) => one.shifts.get(&id) == other.shifts.get(&id),
            Self::Absence(id) => one.absences.get(&id) == other.absences.get(&id),
            Self::Staff(id) => one.staff.get(&id) == other.staff.get(&id),
            Self::Days => one.published == other.published,
        }
    }
}

impl Desk {
    pub(super) fn propose_undo(&self, id: ChangeId) -> Result<Proposal, DeskError> {
        let events = self.store.rota_history()?;
        let mut changes = events.iter().filter_map(changed);
        let mut plan = self.plan_of_people()?;
        let change = changes
            .by_ref()
            .find(|change| {
                let found = change.change == id;
                if !found {
                    change.parts.iter().for_each(|part| plan.take(part));
                }
                found
            })
            .ok_or(DeskError::Unknown("change of the rota"))?;
        let mut inverse: Vec<RotaPart> = Vec::new();
        for part in &change.parts {
            inverse.extend(plan.inverse(part));
            plan.take(part);
        }
        inverse.reverse();
        let later: Vec<&RotaChange> = changes.collect();
        unless_overtaken(change, &plan, &later)?;
        if inverse.is_empty() {
            return Err(DeskError::refused(
                "Who came onto the rota stays on it.",
                "Mark them as having left the service.",
            ));
        }
        let what = format!("taken back: {}", change.what);
        Ok(Proposal { undoes: Some(id), ..Proposal::of(what, once_each(inverse)) })
    }

    /// A plan of nobody's work, with the people as they came to the service.
    fn plan_of_people(&self) -> Result<Plan, DeskError> {
        let people = self.store.practitioners()?;
        let staff = people.iter().map(|person| (person.id, Staff::of(person))).collect();
        Ok(Plan { staff, ..Plan::default() })
    }
}

fn changed(event: &Event) -> Option<&RotaChange> {
    let Body::RotaChanged(change) = &event.body else { return None };
    Some(change)
}

/// Refuses where a record no longer stands as the change left it, and names what came between.
fn unless_overtaken(change: &RotaChange, after: &Plan, later: &[&RotaChange]) -> Result<(), DeskError> {
    let mut now = after.clone();
    later.iter().flat_map(|change| &change.parts).for_each(|part| now.take(part));
    let touched: Vec<Key> = change.parts.iter().map(Key::of).collect();
    let Some(moved) = touched.iter().find(|key| !key.is_same(after, &now)) else { return Ok(()) };
    let by = later.iter().rev().find(|change| change.parts.iter().any(|part| Key::of(part) == *moved));
    let Some(by) = by else { return Ok(()) };
    if by.undoes == Some(change.change) {
        return Err(DeskError::refused("This change was taken back already.", "Nothing is left to undo."));
    }
    Err(DeskError::refused(
        format!("A later change stands in the way: {}.", by.what),
        "Undo that one first, or change the shift by hand.",
    ))
}

/// Only the last of several parts about one record counts, in the place of the first.
fn once_each(parts: Vec<RotaPart>) -> Vec<RotaPart> {
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut once: Vec<RotaPart> = Vec::new();
    for part in parts {
        let place = *places.entry(Key::of(&part)).or_insert(once.len());
        match once.get_mut(place) {
            Some(slot) => *slot = part,
            None => once.push(part),
        }
    }
    once
}
