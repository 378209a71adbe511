//! The planned rota, as far as anything is concluded from it.

use serde_json::{Map, Value as Json, json};

use super::json::instant;
use crate::desk::export::{Names, RotaFacts};
use crate::domain::rota::{Absence, PlannedShift, Staff};
use crate::domain::shift::Shift;

/// What is planned around the moment. Telephone numbers stay in the store.
pub(super) fn rota(facts: &RotaFacts, names: Names) -> Json {
    json!({
        "published": facts.published,
        "shifts": facts.shifts.iter().map(shift).collect::<Vec<_>>(),
        "absences": facts.absences.iter().map(|one| absence(one, names)).collect::<Vec<_>>(),
        "staff": facts.staff.iter().map(who).collect::<Vec<_>>(),
        "ended": facts.ended.iter().map(ended).collect::<Vec<_>>(),
    })
}

fn ended(shift: &Shift) -> Json {
    json!({
        "practitioner": shift.practitioner,
        "sites": shift.sites,
        "began_at": instant(shift.began_at),
        "ended_at": shift.ended_at.map(instant),
    })
}

fn shift(shift: &PlannedShift) -> Json {
    json!({
        "id": shift.id,
        "practitioner": shift.practitioner,
        "site": shift.site,
        "activity": shift.activity,
        "pattern": shift.pattern,
        "from": instant(shift.span.from),
        "to": instant(shift.span.to),
        "break_minutes": shift.break_minutes,
    })
}

/// Why somebody is away says something of their health.
fn absence(absence: &Absence, names: Names) -> Json {
    let mut told = Map::new();
    told.insert("practitioner".to_owned(), json!(absence.practitioner));
    told.insert("from".to_owned(), json!(instant(absence.span.from)));
    told.insert("to".to_owned(), json!(instant(absence.span.to)));
    if names == Names::Taken {
        told.insert("why".to_owned(), json!(absence.why));
    }
    Json::Object(told)
}

fn who(staff: &Staff) -> Json {
    json!({
        "id": staff.id,
        "label": staff.label,
        "name": staff.name,
        "role": staff.role,
        "skills": staff.skills,
        "left": staff.left,
    })
}
