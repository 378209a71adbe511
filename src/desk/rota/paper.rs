//! A week of the rota on paper: the same layout, margins and footer as a handover.

use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike, Utc, Weekday};

use crate::desk::paper::{Document, Making};
use crate::desk::{Desk, DeskError};
use crate::domain::rota::Span;
use crate::domain::service::{Pattern, Service};
use crate::domain::time::{day, span};
use crate::handover::{Block, Line};
use crate::rota::CoverState;
use crate::rota::week::{Entry, SiteDay, SiteDays, days, hours};

/// Columns of a site's code, and of each day.
const CODE: usize = 5;
const DAY: usize = 8;

impl Desk {
    /// The week in which a day lies, for all sites or for one.
    ///
    /// # Errors
    /// A site that the service does not have; a failure of the store.
    pub fn rota_paper(&self, day: NaiveDate, site: Option<&str>) -> Result<Document, DeskError> {
        let asked: Vec<String> = site.map(str::to_owned).into_iter().collect();
        let codes: Vec<String> =
            self.sites_named(&asked)?.into_iter().map(|site| site.code.clone()).collect();
        let monday = day.week(Weekday::Mon).first_day();
        let sunday = monday + Days::new(6);
        let plan = self.plan_between(monday, sunday)?;
        let mut sites = days(&plan, &self.service, monday, sunday);
        sites.retain(|site| codes.contains(&site.site));
        let settled = match plan.published {
            Some(settled) if settled.has(monday) && settled.has(sunday) => "published".to_owned(),
            _ => "DRAFT: not published for the whole week".to_owned(),
        };
        let week = format!("Rota week {}, {} to {}", monday.iso_week().week(), short(monday), short(sunday));
        let mut blocks = vec![headings(monday, &sites)];
        blocks.extend(sites.iter().map(block));
        blocks.push(legend(&self.service));
        Ok(self.document(Making {
            title: format!("Rota week of {monday}"),
            marking: self.service.print.rota_marking.clone(),
            running: vec![self.service.name.clone(), week, settled],
            note: "rota".to_owned(),
            sites: codes,
            reader: "staff".to_owned(),
            consent: String::new(),
            blocks,
            people: 0,
            episode: None,
            named: false,
        }))
    }
}

fn short(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

fn headings(monday: NaiveDate, sites: &[SiteDays]) -> Block {
    let named = |day: &NaiveDate| day.format("%a %-d").to_string();
    let days: Vec<NaiveDate> = monday.iter_days().take(7).collect();
    let mut lines = vec![Line::row(&row("", days.iter().map(named)))];
    let holidays = sites.first().into_iter().flat_map(|site| &site.days);
    let told: Vec<String> = holidays
        .filter_map(|of_day| Some(format!("{}: {}", day(of_day.day), of_day.holiday.as_ref()?)))
        .collect();
    if !told.is_empty() {
        lines.push(Line::prose("Bank holiday  ", &told.join("; ")));
    }
    lines.push(Line::Rule);
    Block::headed("Days", lines)
}

fn block(site: &SiteDays) -> Block {
    let columns: Vec<Vec<String>> = site.days.iter().map(cells).collect();
    let height = columns.iter().map(Vec::len).max().unwrap_or_default();
    let mut lines: Vec<Line> = (0..height)
        .map(|place| {
            let code = if place == 0 { site.site.as_str() } else { "" };
            let cells = columns.iter().map(|column| column.get(place).cloned().unwrap_or_default());
            Line::row(&row(code, cells))
        })
        .collect();
    let short = site.report.uncovered_minutes;
    let asked = span(site.report.demand_minutes);
    let unknown: i64 = site.report.unknown.iter().map(crate::rota::Between::minutes).sum();
    let open = if unknown == 0 { String::new() } else { format!(", {} not published", span(unknown)) };
    let words = format!("{}: {asked} asked for, {} short{open}", site.name, span(short));
    lines.push(Line::prose("     ", &words));
    lines.push(Line::row(""));
    Block::headed(&site.site, lines)
}

fn row(code: &str, cells: impl Iterator<Item = String>) -> String {
    let cell = |text: String| format!("{text:<DAY$.DAY$}");
    let cells: Vec<String> = cells.map(cell).collect();
    format!("{code:<CODE$}{}", cells.join(" ").trim_end())
}

/// People first, then what is short; where there is neither, how the day stands.
fn cells(of_day: &SiteDay) -> Vec<String> {
    let people = of_day.entries.iter().map(person);
    let gaps = of_day.gaps.iter().map(|gap| format!("GAP {}", span(gap.minutes())));
    let open = of_day.open.iter().map(|bar| {
        if bar.state == CoverState::AskCourt {
            "court ?".to_owned()
        } else {
            format!("? {}", span(bar.minutes()))
        }
    });
    let cells: Vec<String> = people.chain(gaps).chain(open).collect();
    if cells.is_empty() { vec!["-".to_owned()] } else { cells }
}

/// `AO 14-22`, `AO 0830-12`; whoever is away stands in brackets, and why is nobody's matter.
fn person(entry: &Entry) -> String {
    match &entry.away {
        Some(_) => format!("({})", entry.label),
        None => format!("{} {}", entry.label, brief(&entry.span)),
    }
}

fn brief(span: &Span) -> String {
    let time = |at: chrono::NaiveDateTime| {
        if at.minute() == 0 { at.format("%H").to_string() } else { at.format("%H%M").to_string() }
    };
    format!("{}-{}", time(span.typed_from), time(span.typed_to))
}

/// What the hours of the patterns are, and what the signs mean.
fn legend(service: &Service) -> Block {
    let on: DateTime<Utc> = DateTime::UNIX_EPOCH;
    let pattern = |pattern: &Pattern| {
        let times = hours(&Span::on(on.date_naive(), pattern.hours));
        format!("{} {times}", pattern.name)
    };
    let named = service.patterns.iter().map(pattern);
    let lines = vec![
        Line::Rule,
        Line::phrases("Shifts  ", named, "  "),
        Line::prose("Signs   ", "GAP: nobody; (..): away; ?: not published; court ?: ask it; -: no service"),
    ];
    Block::headed("Signs", lines)
}
