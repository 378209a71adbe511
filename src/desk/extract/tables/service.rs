//! What is of no person: shifts as worked, cover as planned, and the words of the codes.

use std::io;

use super::super::column::{Cell, Column, Kind, Table, Told};
use super::super::ground::Ground;
use super::Hears;
use super::rota::{Line, lines, rota};
use crate::domain::event::LoggedActivity;
use crate::domain::rota::Plan;
use crate::domain::service::{Code, DetailState, Service};
use crate::domain::shift::Shift;
use crate::domain::time::minutes_between;
use crate::rota::{Between, SiteReport, SkillGap};

/// A stretch of time in the cover of one site.
struct Stretch {
    site: String,
    what: &'static str,
    between: Between,
    skill: Option<String>,
    core: Option<bool>,
}

/// One entry of a code list.
struct Listed {
    list: &'static str,
    code: Code,
}

/// The tables that are made of no episode; none of them leaves for research.
pub struct ServiceTables {
    shifts: Table<Shift>,
    cover: Table<Stretch>,
    hours: Table<SiteReport>,
    activities: Table<LoggedActivity>,
    rota: Table<Line>,
}

/// What their rows are made of.
pub(in super::super) struct OfNobody<'a> {
    /// Shifts as worked.
    pub(in super::super) worked: &'a [Shift],
    /// Cover of each site.
    pub(in super::super) reports: &'a [SiteReport],
    /// Work without an episode.
    pub(in super::super) activities: &'a [LoggedActivity],
    /// The rota that the cover is counted from.
    pub(in super::super) plan: &'a Plan,
    /// The one site it is of; every site where there is none.
    pub(in super::super) site: Option<&'a str>,
}

impl Default for ServiceTables {
    fn default() -> Self {
        Self { shifts: shifts(), cover: cover(), hours: hours(), activities: activities(), rota: rota() }
    }
}

impl ServiceTables {
    /// What the dictionary says of them.
    pub fn told(&self) -> Vec<Told> {
        vec![
            self.shifts.told(),
            self.cover.told(),
            self.hours.told(),
            self.activities.told(),
            self.rota.told(),
        ]
    }

    /// Gives their rows.
    ///
    /// # Errors
    /// What the hearer says.
    pub(in super::super) fn rows(
        &self,
        ground: &Ground,
        of: &OfNobody<'_>,
        hear: &mut Hears<'_>,
    ) -> io::Result<()> {
        for one in of.activities {
            hear(self.activities.name, self.activities.cells(ground, one, &()))?;
        }
        for shift in of.worked {
            hear(self.shifts.name, self.shifts.cells(ground, shift, &()))?;
        }
        for report in of.reports {
            for stretch in stretches(report) {
                hear(self.cover.name, self.cover.cells(ground, &stretch, &()))?;
            }
        }
        for report in of.reports {
            hear(self.hours.name, self.hours.cells(ground, report, &()))?;
        }
        let rota = lines(of.plan, of.site);
        rota.iter().try_for_each(|line| hear(self.rota.name, self.rota.cells(ground, line, &())))
    }
}

/// The words of the codes.
pub struct ListsTable(Table<Listed>);

impl Default for ListsTable {
    fn default() -> Self {
        Self(lists())
    }
}

impl ListsTable {
    /// What the dictionary says of it.
    pub fn told(&self) -> Told {
        self.0.told()
    }

    /// Gives the entries of every list that one of these tables has codes of.
    ///
    /// # Errors
    /// What the hearer says.
    pub(in super::super) fn rows(
        &self,
        ground: &Ground,
        tables: &[Told],
        hear: &mut Hears<'_>,
    ) -> io::Result<()> {
        let named =
            |list: &str| tables.iter().flat_map(|table| &table.columns).any(|one| one.kind.list() == list);
        for (list, codes) in all(&ground.service) {
            for code in codes.into_iter().filter(|_| named(list)) {
                hear(self.0.name, self.0.cells(ground, &Listed { list, code }, &()))?;
            }
        }
        Ok(())
    }
}

/// Every list whose codes a table can hold: those of the file, and what has codes of its own.
fn all(service: &Service) -> Vec<(&'static str, Vec<Code>)> {
    let code =
        |code: &str, label: &str| Code { code: code.to_owned(), label: label.to_owned(), ..Code::default() };
    let mut all: Vec<_> = service.lists.all().into_iter().map(|(name, list)| (name, list.to_vec())).collect();
    all.push(("sites", service.sites.iter().map(|one| code(&one.code, &one.name)).collect()));
    all.push(("roles", service.roles.iter().map(|one| code(&one.code, &one.label)).collect()));
    all.push(("skills", service.skills.iter().map(|one| code(&one.code, &one.label)).collect()));
    let groups = service.mandatory_groups.iter().map(|one| code(&one.code, &one.label));
    all.push(("mandatory_groups", groups.collect()));
    all
}

/// Without the words that stand beside an activity, and without whose supervision it was.
fn activities() -> Table<LoggedActivity> {
    let columns = vec![
        Column::new("at", Kind::Instant, "When it was", |_, one: &LoggedActivity, ()| Cell::at(one.at)),
        Column::new(
            "site",
            Kind::Code("sites"),
            "At which site; empty where it was at none",
            |_, one: &LoggedActivity, ()| Cell::text(one.site.as_deref().unwrap_or_default()),
        ),
        Column::new("worker", Kind::Text, "Initials of who did it", |ground, one: &LoggedActivity, ()| {
            Cell::text(ground.label(one.actor))
        }),
        Column::new(
            "kind",
            Kind::Code("service_activities"),
            "What it was",
            |_, one: &LoggedActivity, ()| Cell::text(&one.activity.kind),
        ),
        Column::new(
            "people",
            Kind::Number,
            "People reached; 0 where nobody counted",
            |_, one: &LoggedActivity, ()| Cell::number(Some(i64::from(one.activity.people))),
        ),
        Column::new(
            "minutes",
            Kind::Number,
            "Minutes it took; 0 where nobody said",
            |_, one: &LoggedActivity, ()| Cell::number(Some(i64::from(one.activity.minutes))),
        ),
    ];
    Table { name: "activities", row: "One row an advice, training or other work without an episode", columns }
}

fn shifts() -> Table<Shift> {
    let columns = vec![
        Column::new("worker", Kind::Text, "Initials of who worked it", |ground, shift: &Shift, ()| {
            Cell::text(ground.label(Some(shift.practitioner)))
        }),
        Column::new("role", Kind::Code("roles"), "Role it was worked in", |_, shift: &Shift, ()| {
            Cell::text(&shift.role)
        }),
        Column::new("sites", Kind::Codes("sites"), "Sites that it covered", |_, shift: &Shift, ()| {
            Cell::codes(shift.sites.iter().map(String::as_str))
        }),
        Column::new("began_at", Kind::Instant, "When it was begun", |_, shift: &Shift, ()| {
            Cell::at(shift.began_at)
        }),
        Column::new("planned_end_at", Kind::Instant, "When it was to end", |_, shift: &Shift, ()| {
            Cell::at(shift.ends_at)
        }),
        Column::new(
            "ended_at",
            Kind::Instant,
            "When it was ended; empty while it goes on",
            |_, shift: &Shift, ()| Cell::maybe_at(shift.ended_at),
        ),
        Column::new(
            "minutes",
            Kind::Number,
            "Whole minutes it took; empty while it goes on",
            |_, shift: &Shift, ()| {
                Cell::number(shift.ended_at.map(|ended| minutes_between(shift.began_at, ended)))
            },
        ),
        Column::new(
            "youth_worker",
            Kind::TrueFalse,
            "Whether a youth worker was on with them",
            |_, shift: &Shift, ()| Cell::Is(shift.youth_worker),
        ),
    ];
    Table {
        name: "shifts",
        row: "One row a shift worked within the period, whole; figures count those that began in it",
        columns,
    }
}

fn cover() -> Table<Stretch> {
    let columns = vec![
        Column::new("site", Kind::Code("sites"), "Site", |_, one: &Stretch, ()| Cell::text(&one.site)),
        Column::new(
            "what",
            Kind::Word("gap, stand_in, ask, unsettled"),
            "gap: fewer people than asked for; stand_in: others stand in for a skill; ask: the court has to be asked; \
             unsettled: the rota is not published",
            |_, one: &Stretch, ()| Cell::text(one.what),
        ),
        Column::new("from_at", Kind::Instant, "Begin, clipped to the period", |_, one: &Stretch, ()| {
            Cell::at(one.between.from)
        }),
        Column::new("to_at", Kind::Instant, "End, clipped to the period", |_, one: &Stretch, ()| {
            Cell::at(one.between.to)
        }),
        Column::new("minutes", Kind::Number, "Its true length", |_, one: &Stretch, ()| {
            Cell::Number(one.between.minutes())
        }),
        Column::new(
            "skill",
            Kind::Code("skills"),
            "Skill that is short; empty for people of whatever skill",
            |_, one: &Stretch, ()| Cell::maybe(one.skill.as_deref()),
        ),
        Column::new(
            "core",
            Kind::TrueFalse,
            "Whether core hours are in it; empty where none is short",
            |_, one: &Stretch, ()| one.core.map_or(Cell::Empty, Cell::Is),
        ),
    ];
    Table {
        name: "cover",
        row: "One row a stretch of time in which a site's cover is short or not known",
        columns,
    }
}

fn hours() -> Table<SiteReport> {
    let columns = vec![
        Column::new("site", Kind::Code("sites"), "Site", |_, one: &SiteReport, ()| Cell::text(&one.site)),
        Column::new(
            "demand_minutes",
            Kind::Number,
            "Minutes of the period in which somebody is asked for",
            |_, one: &SiteReport, ()| Cell::Number(one.demand_minutes),
        ),
        Column::new(
            "covered_minutes",
            Kind::Number,
            "Those of them in which nobody is short",
            |_, one: &SiteReport, ()| Cell::Number(one.demand_covered_minutes),
        ),
        Column::new(
            "uncovered_minutes",
            Kind::Number,
            "Those of them in which somebody is short; where several skills are short at once they count once",
            |_, one: &SiteReport, ()| Cell::Number(one.uncovered_minutes),
        ),
    ];
    Table { name: "hours", row: "One row a site: its hours over the whole period", columns }
}

fn lists() -> Table<Listed> {
    let columns = vec![
        Column::new("list", Kind::Text, "Name of the list in service.toml", |_, one: &Listed, ()| {
            Cell::text(one.list)
        }),
        Column::new("code", Kind::Text, "Code, as the other tables have it", |_, one: &Listed, ()| {
            Cell::text(&one.code.code)
        }),
        Column::new("label", Kind::Text, "Its words", |_, one: &Listed, ()| Cell::text(&one.code.label)),
        Column::new("national", Kind::Text, "National code, where there is one", |_, one: &Listed, ()| {
            Cell::maybe(one.code.national.as_deref())
        }),
        Column::new(
            "marks",
            Kind::Text,
            "What service.toml marks it as, parted by blanks: attended, declined, ends, safeguarding and the like, or \
             which answer it is that is neither yes nor no",
            |_, one: &Listed, ()| Cell::codes(one.code.marks().chain(one.code.state.map(DetailState::code))),
        ),
    ];
    Table { name: "lists", row: "One row a code", columns }
}

fn stretches(report: &SiteReport) -> Vec<Stretch> {
    let site = &report.site;
    let short = |what, gap: &SkillGap| Stretch {
        site: site.clone(),
        what,
        between: Between { from: gap.from, to: gap.to },
        skill: gap.skill.clone(),
        core: Some(gap.core),
    };
    let time = |what, between: &Between| Stretch {
        site: site.clone(),
        what,
        between: *between,
        skill: None,
        core: None,
    };
    let gaps = report.gaps.iter().map(|gap| short("gap", gap));
    let stand_ins = report.fallback.iter().map(|gap| short("stand_in", gap));
    let asks = report.ask.iter().map(|between| time("ask", between));
    let unsettled = report.unknown.iter().map(|between| time("unsettled", between));
    gaps.chain(stand_ins).chain(asks).chain(unsettled).collect()
}
