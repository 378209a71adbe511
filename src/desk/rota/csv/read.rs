//! A table read on its own, without a store: its people are whoever it names.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::row::{CsvProblem, Row, rows};
use crate::domain::ids::{PlannedId, PractitionerId};
use crate::domain::rota::{PlannedShift, Staff};
use crate::domain::service::Service;

/// Reads a rota of which no store knows: for cover worked out from files alone. Everybody named has
/// the skills of their role, which the first row about them has to give.
///
/// # Errors
/// Every mistake in the table, by line and column.
pub fn read_csv(text: &str, service: &Service) -> Result<(Vec<PlannedShift>, Vec<Staff>), Vec<CsvProblem>> {
    let mut problems = Vec::new();
    let rows = rows(text, service, &mut problems);
    let mut people: BTreeMap<String, Staff> = BTreeMap::new();
    let mut shifts = Vec::new();
    for (row, number) in rows.into_iter().zip(1_u128..) {
        let Some(who) = person(&row, &mut people, &mut problems) else { continue };
        shifts.push(PlannedShift {
            id: PlannedId(Uuid::from_u128(number)),
            practitioner: who,
            site: row.site,
            activity: row.activity,
            pattern: row.pattern,
            span: row.span,
            break_minutes: row.break_minutes,
        });
    }
    problems.sort_by_key(|problem| problem.line);
    if problems.is_empty() { Ok((shifts, people.into_values().collect())) } else { Err(problems) }
}

fn person(
    row: &Row,
    people: &mut BTreeMap<String, Staff>,
    problems: &mut Vec<CsvProblem>,
) -> Option<PractitionerId> {
    let mut complain = |message: String| {
        problems.push(CsvProblem { line: row.line, column: "role", message });
        None
    };
    if let Some(known) = people.get(&row.person) {
        if !row.role.is_empty() && row.role != known.role {
            return complain(format!("\"{}\": {} was {} above", row.role, known.name, known.role));
        }
        return Some(known.id);
    }
    if row.role.is_empty() {
        return complain(format!("is empty: what can {} do?", row.person));
    }
    let number = people.len() as u128 + 1;
    let id = PractitionerId(Uuid::from_u128(number));
    people.insert(row.person.clone(), unknown(id, row));
    Some(id)
}

/// Somebody of whom only the name and the role are known.
fn unknown(id: PractitionerId, row: &Row) -> Staff {
    Staff {
        id,
        name: row.person.clone(),
        label: row.person.clone(),
        role: row.role.clone(),
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
