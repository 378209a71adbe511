//! What an episode has several of: one row each.

use super::super::column::{Cell, Column, Kind, Table};
use super::{Counted, Way, time, whose};
use crate::domain::event::{Found, FoundLevel};
use crate::domain::fact::{Coded, FlagFact, OnwardFact, ReportFact, ScreeningFact};

fn table<P: 'static>(
    way: Way,
    name: &'static str,
    row: &'static str,
    columns: impl IntoIterator<Item = Column<Counted, P>>,
) -> Table<Counted, P> {
    let mut all = whose(way);
    all.extend(columns);
    Table { name, row, columns: all }
}

pub(super) fn screenings(way: Way) -> Table<Counted, ScreeningFact> {
    let columns = [
        Column::new("form", Kind::Text, "Id of the form", |_, _: &Counted, form: &ScreeningFact| {
            Cell::text(&form.form)
        }),
        Column::new("version", Kind::Text, "Version of the form", |_, _: &Counted, form: &ScreeningFact| {
            Cell::text(&form.version)
        }),
        time(way, "began", "When it was begun", |_, form: &ScreeningFact| Some(form.began_at)),
        time(
            way,
            "ended",
            "When it was finished or set aside; empty for a draft",
            |_, form: &ScreeningFact| form.ended_at,
        ),
        Column::new(
            "status",
            Kind::Word("draft, finished, or why it was set aside: declined, unable"),
            "How it stands",
            |_, _: &Counted, form: &ScreeningFact| Cell::text(&form.status),
        ),
        Column::new(
            "complete",
            Kind::TrueFalse,
            "Whether everything asked has an answer, where it is finished",
            |_, _: &Counted, form: &ScreeningFact| Cell::Is(form.complete),
        ),
    ];
    table(way, "screenings", "One row a form that counts: not one that a later form puts right", columns)
}

pub(super) fn onward(way: Way) -> Table<Counted, OnwardFact> {
    let attendance = |onward: &OnwardFact| onward.attendance.clone();
    let ended = |onward: &OnwardFact| onward.ended.clone();
    let columns = [
        Column::new(
            "destination",
            Kind::Code("destinations"),
            "Where the person is referred to",
            |_, _: &Counted, onward: &OnwardFact| Cell::text(&onward.destination),
        )
        .without_rare(),
        Column::new(
            "urgency",
            Kind::Code("priorities"),
            "How soon it is wanted",
            |_, _: &Counted, onward: &OnwardFact| Cell::text(&onward.urgency),
        ),
        time(way, "made", "When it was decided on", |_, onward: &OnwardFact| Some(onward.made_at)),
        time(way, "sent", "When it first went out", |_, onward: &OnwardFact| onward.sent_at),
        time(way, "accepted", "When the destination took it", |_, onward: &OnwardFact| onward.accepted_at),
        Column::new(
            "attendance",
            Kind::Code("attendance"),
            "How the first appointment went, as last told",
            move |_, _: &Counted, onward: &OnwardFact| code(attendance(onward)),
        ),
        time(way, "attendance", "When that was told", move |_, onward: &OnwardFact| at(attendance(onward))),
        Column::new(
            "end_reason",
            Kind::Code("refusal_reasons"),
            "Why it ended without having been accepted",
            move |_, _: &Counted, onward: &OnwardFact| code(ended(onward)),
        ),
        time(way, "ended", "When it ended so", move |_, onward: &OnwardFact| at(ended(onward))),
    ];
    table(way, "onward", "One row an onward referral", columns)
}

pub(super) fn reports(way: Way) -> Table<Counted, ReportFact> {
    let columns = [
        Column::new(
            "kind",
            Kind::Code("report_kinds"),
            "What it is, and for whom",
            |_, _: &Counted, report: &ReportFact| Cell::text(&report.kind),
        ),
        time(way, "asked", "When it was asked for", |_, report: &ReportFact| Some(report.asked_at)),
        time(way, "due", "By when it is wanted", |_, report: &ReportFact| Some(report.due)),
        time(way, "sent", "When it went out", |_, report: &ReportFact| report.sent_at),
        time(way, "withdrawn", "When it was no longer wanted", |_, report: &ReportFact| report.withdrawn_at),
    ];
    table(way, "reports", "One row a report or piece of written information", columns)
}

pub(super) fn vulnerabilities(way: Way) -> Table<Counted, Found> {
    let columns = [
        Column::new(
            "vulnerability",
            Kind::Code("vulnerabilities"),
            "What the screening found, as decided after it",
            |_, _: &Counted, found: &Found| Cell::text(&found.code),
        )
        .without_rare(),
        Column::new(
            "level",
            Kind::Word("suspected, identified, known"),
            "How sure it is",
            |_, _: &Counted, found: &Found| Cell::text(FoundLevel::code(found.level)),
        ),
    ];
    table(way, "vulnerabilities", "One row a vulnerability found", columns)
}

pub(super) fn mha(way: Way) -> Table<Counted, Coded> {
    let columns = [
        Column::new("step", Kind::Code("mha_steps"), "What was done", |_, _: &Counted, step: &Coded| {
            Cell::text(&step.code)
        }),
        time(way, "step", "When", |_, step: &Coded| Some(step.at)),
    ];
    table(way, "mha", "One row a step of a Mental Health Act assessment", columns)
}

pub(super) fn flags(way: Way) -> Table<Counted, FlagFact> {
    let columns = [
        Column::new("tier", Kind::Number, "Tier it forces, 0 first", |_, _: &Counted, flag: &FlagFact| {
            Cell::Number(flag.tier.into())
        }),
        time(way, "raised", "When it was raised", |_, flag: &FlagFact| Some(flag.raised_at)),
        time(way, "told", "When somebody was first told", |_, flag: &FlagFact| flag.told_at),
        time(way, "lifted", "When the answer that raised it was changed", |_, flag: &FlagFact| {
            flag.lifted_at
        }),
    ];
    table(way, "flags", "One row a red flag", columns)
}

pub(super) fn contacts(way: Way) -> Table<Counted, Coded> {
    let columns = [
        Column::new(
            "kind",
            Kind::Code("contact_kinds"),
            "What kind of contact",
            |_, _: &Counted, kind: &Coded| Cell::text(&kind.code),
        ),
        time(way, "contact", "When", |_, kind: &Coded| Some(kind.at)),
    ];
    table(
        way,
        "contacts",
        "One row a contact with the person or about them, beside the seeing itself",
        columns,
    )
}

fn code(coded: Option<Coded>) -> Cell {
    coded.map_or(Cell::Empty, |coded| Cell::text(coded.code))
}

fn at(coded: Option<Coded>) -> Option<chrono::DateTime<chrono::Utc>> {
    coded.map(|coded| coded.at)
}
