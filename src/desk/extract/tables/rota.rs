//! The rota as it is planned: duties, times away, and the days for which it is published.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::column::{Cell, Column, Kind, Table};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, Staff};
use crate::rota::Between;

/// One line of it, and no name in it.
pub(super) struct Line {
    what: &'static str,
    worker: String,
    role: String,
    skills: Vec<String>,
    has_left: Option<bool>,
    site: String,
    activity: String,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl Line {
    fn of(what: &'static str, who: Option<&Staff>, from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            what,
            worker: who.map(|staff| staff.label.clone()).unwrap_or_default(),
            role: who.map(|staff| staff.role.clone()).unwrap_or_default(),
            skills: who.map(|staff| staff.skills.clone()).unwrap_or_default(),
            has_left: who.map(|staff| staff.left),
            site: String::new(),
            activity: String::new(),
            from,
            to,
        }
    }
}

/// The lines of a plan: the published days, then the duties, then when their people are away. With a site
/// those of the people who have a duty there, for a duty elsewhere at the same time bears on it.
pub(super) fn lines(plan: &Plan, site: Option<&str>) -> Vec<Line> {
    let here = |duty_at: &str| site.is_none_or(|site| site == duty_at);
    let people: BTreeSet<PractitionerId> =
        plan.shifts.values().filter(|duty| here(&duty.site)).map(|duty| duty.practitioner).collect();
    let published = plan.published.map(|days| {
        let Between { from, to } = Between::days(days.from, days.to);
        Line::of("published", None, from, to)
    });
    let duties = plan.shifts.values().filter(|duty| people.contains(&duty.practitioner)).map(|duty| Line {
        site: duty.site.clone(),
        activity: duty.activity.clone(),
        ..Line::of("duty", plan.staff.get(&duty.practitioner), duty.span.from, duty.span.to)
    });
    let away = plan.absences.values().filter(|away| people.contains(&away.practitioner));
    let away =
        away.map(|away| Line::of("away", plan.staff.get(&away.practitioner), away.span.from, away.span.to));
    published.into_iter().chain(duties).chain(away).collect()
}

/// Without why somebody is away, which may say of their health, and which no count asks for.
pub(super) fn rota() -> Table<Line> {
    let columns = vec![
        Column::new(
            "what",
            Kind::Word("duty, away, published"),
            "duty: somebody is planned; away: they do not work then, whatever is planned; published: the days for \
             which the rota is settled, as they are now",
            |_, line: &Line, ()| Cell::text(line.what),
        ),
        Column::new("worker", Kind::Text, "Initials of who is planned or away", |_, line: &Line, ()| {
            Cell::text(&line.worker)
        }),
        Column::new("role", Kind::Code("roles"), "Their role, as it is now", |_, line: &Line, ()| {
            Cell::text(&line.role)
        }),
        Column::new(
            "skills",
            Kind::Codes("skills"),
            "Skills they have beside those of the role",
            |_, line: &Line, ()| Cell::codes(line.skills.iter().map(String::as_str)),
        ),
        Column::new(
            "has_left",
            Kind::TrueFalse,
            "Whether they have left the service; such a duty covers nothing",
            |_, line: &Line, ()| line.has_left.map_or(Cell::Empty, Cell::Is),
        ),
        Column::new("site", Kind::Code("sites"), "Site of the duty", |_, line: &Line, ()| {
            Cell::text(&line.site)
        }),
        Column::new(
            "activity",
            Kind::Code("activities"),
            "What they do in it; those marked covers cover the site",
            |_, line: &Line, ()| Cell::text(&line.activity),
        ),
        Column::new("from_at", Kind::Instant, "Begin, not clipped", |_, line: &Line, ()| Cell::at(line.from)),
        Column::new("to_at", Kind::Instant, "End, not clipped", |_, line: &Line, ()| Cell::at(line.to)),
    ];
    Table {
        name: "rota",
        row: "One row a planned duty that touches the period or the seven days before it, a time away of its people, \
              or the published days",
        columns,
    }
}
