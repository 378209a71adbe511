//! `liaison rota`: the planned rota into the store from a table, and out of it for others.

mod export;
mod import;
mod print;

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};

use super::Cli;
use super::args::day;
use super::exit::Stop;
pub use print::RotaPrintArgs;

/// What can be done with the rota without the screen.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum RotaCommand {
    /// Take up a rota from a CSV file. For leads
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(RotaImportArgs),
    /// Write the rota as a CSV table, as a calendar or as JSON
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(RotaExportArgs),
    /// Print a week of the rota on one page
    #[command(after_help = PRINT_EXAMPLES)]
    Print(RotaPrintArgs),
}

const IMPORT_EXAMPLES: &str = "\
Rows add shifts and change them. Shifts are taken off on the days of --replace
alone, where the file no longer has them. One mistake, and nothing is kept; all
mistakes are told at once, by line and column. One import is one change, and can
be undone as one; stopped by Ctrl-C, it has changed nothing. docs/rota-csv.md
tells what each column means.

Examples:
  liaison rota import rota.csv --dry-run --user ada
  liaison rota import rota.csv --user ada --reason \"December as agreed\"
  liaison rota import rota.csv --replace 2026-12-07 2026-12-13 --site BRO --user ada";

const EXPORT_EXAMPLES: &str = "\
That the rota was taken out is kept in the journal. A calendar holds no patient
and no telephone number.

Examples:
  liaison rota export --user ada > rota.csv
  liaison rota export --site BRO --from 2026-12-07 --to 2026-12-13 --user ada
  liaison rota export --person AO --format ics --user ada > ada.ics";

const PRINT_EXAMPLES: &str = "\
Examples:
  liaison rota print --user ada
  liaison rota print --week 2026-12-07 --to printer:office --user ada
  liaison rota print --site BRO --to rota.txt --user ada";

/// What `liaison rota import` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RotaImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Why the rota changes; needed where days are published or past
    #[arg(long, value_name = "WHY", default_value = "", hide_default_value = true)]
    pub reason: String,
    /// Take off what the file does not have on these days, both included
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], value_parser = day)]
    pub replace: Option<Vec<NaiveDate>>,
    /// Replace at one site only, by its code
    #[arg(long, value_name = "CODE", requires = "replace")]
    pub site: Option<String>,
}

/// What `liaison rota export` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RotaExportArgs {
    /// First day; else today
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Last day; else the last that is published, or six weeks on
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// Take one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// Take one person only, by initials or full name
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value = "csv")]
    pub format: RotaFormat,
}

/// How the rota is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum RotaFormat {
    /// A table for a spreadsheet.
    Csv,
    /// A calendar, RFC 5545.
    Ics,
    /// For scripts.
    Json,
}

/// Does what was asked.
///
/// # Errors
/// A file that cannot be read or has mistakes, a role that may not change the rota, a site or person
/// that is not there, a store that does not open, an output that refuses.
pub fn run(command: &RotaCommand, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    match command {
        RotaCommand::Import(args) => import::run(args, cli, out),
        RotaCommand::Export(args) => export::run(args, cli, out),
        RotaCommand::Print(args) => print::run(args, cli),
    }
}
