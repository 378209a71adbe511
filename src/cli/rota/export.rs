//! `liaison rota export`: a table, a calendar, or JSON.

use std::io::Write;

use chrono::{Duration, NaiveDate};
use serde_json::{Value as Json, json};

use super::{RotaExportArgs, RotaFormat};
use crate::cli::Cli;
use crate::cli::exit::{EX_USAGE, Stop};
use crate::cli::open::at_desk;
use crate::desk::Desk;
use crate::desk::rota::csv::RotaAsked;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Absence, PlannedShift, Staff};
use crate::domain::time::local;

/// Writes what was asked for to standard output.
///
/// # Errors
/// As [`super::run`].
pub(super) fn run(args: &RotaExportArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let text = at_desk(cli, |desk| {
        let asked = asked(args, desk)?;
        Ok(match args.format {
            RotaFormat::Csv => desk.rota_csv(&asked)?,
            RotaFormat::Ics => desk.rota_calendar(&asked)?,
            RotaFormat::Json => format!("{:#}\n", json_of(desk, &asked)?),
        })
    })?;
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn asked(args: &RotaExportArgs, desk: &Desk) -> Result<RotaAsked, Stop> {
    let from = args.from.unwrap_or_else(|| local(desk.now()).date());
    let to = match args.to {
        Some(to) => to,
        None => last_day(desk, from)?,
    };
    if to < from {
        return Err(Stop::new(EX_USAGE, "The last day is before the first."));
    }
    if let Some(code) = args.site.as_ref().filter(|code| desk.service().site(code).is_none()) {
        return Err(Stop::new(EX_USAGE, format!("There is no site {code} in this service.")));
    }
    let person = args.person.as_ref().map(|name| person(desk, name)).transpose()?;
    Ok(RotaAsked { from, to, site: args.site.clone(), person })
}

fn last_day(desk: &Desk, from: NaiveDate) -> Result<NaiveDate, Stop> {
    let published = desk.rota_published()?.map(|days| days.to).filter(|to| *to >= from);
    Ok(published.unwrap_or_else(|| from + Duration::days(desk.service().rota.published_days)))
}

fn person(desk: &Desk, name: &str) -> Result<PractitionerId, Stop> {
    match desk.rota_called(name)?.as_slice() {
        [one] => Ok(one.id),
        [] => Err(Stop::new(EX_USAGE, format!("Nobody on the rota is called {name}."))),
        _ => Err(Stop::new(EX_USAGE, format!("More than one is called {name}; give initials."))),
    }
}

/// The shifts that were asked for, with the absences that touch the days and who is who. Telephone
/// numbers and why somebody is away stay in the store.
fn json_of(desk: &mut Desk, asked: &RotaAsked) -> Result<Json, Stop> {
    let shifts = desk.take_out_rota(asked, "json")?;
    let plan = desk.plan_between(asked.from, asked.to)?;
    let named = |who: PractitionerId| asked.person.is_none_or(|person| person == who);
    let absences = plan.absences.values().filter(|absence| named(absence.practitioner));
    let staff = plan.staff.values().filter(|staff| named(staff.id));
    Ok(json!({
        "format": "liaison-rota",
        "version": 1,
        "from": asked.from,
        "to": asked.to,
        "published": plan.published,
        "staff": staff.map(who).collect::<Vec<_>>(),
        "shifts": shifts.iter().map(shift).collect::<Vec<_>>(),
        "absences": absences.map(absence).collect::<Vec<_>>(),
    }))
}

fn who(staff: &Staff) -> Json {
    json!({ "id": staff.id, "label": staff.label, "name": staff.name, "role": staff.role, "left": staff.left })
}

fn shift(shift: &PlannedShift) -> Json {
    json!({
        "id": shift.id,
        "practitioner": shift.practitioner,
        "site": shift.site,
        "activity": shift.activity,
        "pattern": shift.pattern,
        "from": shift.span.from,
        "to": shift.span.to,
        "minutes": shift.span.minutes(),
        "break_minutes": shift.break_minutes,
    })
}

fn absence(absence: &Absence) -> Json {
    json!({ "practitioner": absence.practitioner, "from": absence.span.from, "to": absence.span.to })
}
