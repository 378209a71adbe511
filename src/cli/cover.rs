//! `liaison cover`: every hour of every site counted, from the store or from files alone.

mod json;
mod text;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, Utc};
use clap::Args;

use super::args::day;
use super::exit::{EX_CONFIG, EX_DATAERR, EX_NOINPUT, EX_USAGE, Stop};
use super::open::at_desk;
use super::{Cli, Format};
use crate::desk::rota::csv::read_csv;
use crate::desk::service_file;
use crate::domain::rota::Plan;
use crate::domain::service::Service;
use crate::domain::time::local;
use crate::rota::{ALWAYS, Between, Present, SiteReport, patterns, presence_between, reports};

/// Days counted where no end is given.
const DAYS: u64 = 7;
/// The longest time counted at once, in days.
const MOST_DAYS: i64 = 3660;

pub(super) const EXAMPLES: &str = "\
Days run from midnight to midnight in London, and both are counted; without them
the seven days from today. With --service nothing is opened: the hours are those
of the file, and its shifts are taken as worked by one person each, or those of
--rota as planned there.

As JSON, one object a site: demand_minutes are asked for; covered_minutes are
those with somebody there and nothing short, outside the hours too, and
demand_covered_minutes those within them. closed are hours without service,
unstaffed those of them with nobody there. Times are in UTC, minutes elapsed.

Examples:
  liaison cover --user ada
  liaison cover --site BRO --from 2026-12-01 --to 2026-12-31 --user ada
  liaison cover --service service.toml --from 2026-11-23 --to 2026-11-29 --format json
  liaison cover --service service.toml --rota december.csv --from 2026-12-01 --to 2026-12-31";

/// What `liaison cover` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct CoverArgs {
    /// Count one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// First day, as 2026-11-23; else today
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Last day, counted too; else the sixth after the first
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Count by this service file alone, without a store
    #[arg(long, value_name = "FILE")]
    pub service: Option<PathBuf>,
    /// Count this table of shifts, with --service
    #[arg(long, value_name = "FILE", requires = "service")]
    pub rota: Option<PathBuf>,
}

/// Counts and prints. Looking changes nothing.
///
/// # Errors
/// Days that run backwards, a site that is not in the service, a file with mistakes, a store that does
/// not open, an output that refuses.
pub fn run(args: &CoverArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let shown = match &args.service {
        Some(file) => of_files(args, file)?,
        None => at_desk(cli, |desk| {
            let (first, last) = days(args, local(desk.now()).date())?;
            shown(args, desk.service(), &desk.cover_between(first, last)?, (first, last))
        })?,
    };
    out.write_all(shown.as_bytes())?;
    Ok(out.flush()?)
}

fn of_files(args: &CoverArgs, file: &Path) -> Result<String, Stop> {
    let (first, last) = days(args, local(Utc::now()).date())?;
    let window = Between::days(first, last);
    let service = service_file::read(&read(file)?, &file.display().to_string())
        .map_err(|report| Stop::new(EX_CONFIG, report.to_string()))?;
    let plan = args.rota.as_deref().map(|rota| planned(rota, &service)).transpose()?;
    let present = match &plan {
        Some(plan) => presence_between(plan, &service, window.from, window.to),
        None => patterns(&service, window.from, window.to),
    };
    shown(args, &service, &counted(&service, &present, window), (first, last))
}

/// A table or a pattern is as settled as it will be.
fn counted(service: &Service, present: &Present<'_>, window: Between) -> Vec<SiteReport> {
    reports(service, present, Some(ALWAYS), window)
}

fn planned(file: &Path, service: &Service) -> Result<Plan, Stop> {
    let (shifts, staff) = read_csv(&read(file)?, service).map_err(|problems| {
        let name = file.display();
        let told = problems.iter().map(|one| format!("{name}:{}: {}: {}", one.line, one.column, one.message));
        Stop::new(EX_DATAERR, told.collect::<Vec<_>>().join("\n"))
    })?;
    Ok(Plan {
        shifts: shifts.into_iter().map(|shift| (shift.id, shift)).collect(),
        staff: staff.into_iter().map(|staff| (staff.id, staff)).collect(),
        ..Plan::default()
    })
}

fn read(file: &Path) -> Result<String, Stop> {
    fs::read_to_string(file)
        .map_err(|why| Stop::new(EX_NOINPUT, format!("Could not read {}: {why}.", file.display())))
}

fn days(args: &CoverArgs, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Stop> {
    let first = args.from.unwrap_or(today);
    let last = args.to.or_else(|| first.checked_add_days(Days::new(DAYS - 1))).unwrap_or(first);
    let wrong = |why: String| Err(Stop::new(EX_USAGE, why));
    match (last - first).num_days() {
        backwards if backwards < 0 => wrong(format!("{last} is before {first}. Nothing was counted.")),
        long if long >= MOST_DAYS => wrong("That is over ten years. Count them in parts.".to_owned()),
        _ => Ok((first, last)),
    }
}

fn shown(
    args: &CoverArgs,
    service: &Service,
    reports: &[SiteReport],
    days: (NaiveDate, NaiveDate),
) -> Result<String, Stop> {
    let asked = |report: &&SiteReport| args.site.as_ref().is_none_or(|site| *site == report.site);
    let reports: Vec<&SiteReport> = reports.iter().filter(asked).collect();
    if let (Some(site), true) = (&args.site, reports.is_empty()) {
        let codes: Vec<&str> = service.sites.iter().map(|site| site.code.as_str()).collect();
        let why = format!("There is no site {site}; there are {}.", codes.join(", "));
        return Err(Stop::new(EX_USAGE, why));
    }
    Ok(match args.format {
        Format::Text => text::cover(service, &reports, days),
        Format::Json => format!("{:#}\n", json::cover(&reports)),
    })
}
