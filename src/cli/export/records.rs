//! `liaison export records` and `liaison export research`: tables in a folder (docs/exports.md).

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::Cli;
use crate::cli::args::day;
use crate::cli::exit::Stop;
use crate::cli::open::at_desk;
use crate::cli::progress::Progress;
use crate::desk::export::Names;
use crate::desk::extract::{Asked, Extract, Written};

pub(super) const RECORDS_EXAMPLES: &str = "\
The folder holds a table each of episodes, screenings, onward referrals, reports, Mental
Health Act steps, red flags, contacts, vulnerabilities, activities, shifts, cover, hours, the
rota and code lists, and a dictionary that says what every column means. Without --names
people have initials and a reference only. docs/exports.md tells the tables.

That records were taken out is kept in the journal, with the reason and your name. They
are encrypted to the service's public key (export_key in service.toml): whoever has the
private one reads them with age --decrypt. Without that key they leave a demo only, or where
plain_exports of service.toml lets them.
Ctrl-C stops it, and nothing half made is left.

Examples:
  liaison export records --from 2026-11-01 --to 2026-11-30 --reason \"yearly return\" --out november --user ada
  liaison export records --from 2026-11-01 --to 2026-11-30 --site BRO --names --reason \"incident 4417\" --out bro --user ada
  liaison export records --from 2026-11-01 --to 2026-11-30 --reason audit --format jsonl --out november --user ada";

pub(super) const RESEARCH_EXAMPLES: &str = "\
Only episodes of people whose latest word on use for evaluation is \"given\". Each person has a
pseudonym that stays the same in later extracts of this store; there are no names, references,
births, sites or free text, times are minutes since the referral, and a value that fewer people
than suppress_under of service.toml have is *. What is left can still tell of somebody to whoever
knows them: hand it over under an agreement only. docs/exports.md tells the rules.

Examples:
  liaison export research --from 2026-01-01 --to 2026-12-31 --reason \"evaluation 7\" --out study --user ada";

/// What `liaison export records` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RecordsArgs {
    #[command(flatten)]
    tables: TablesArgs,
    /// Take one site only, by its code
    #[arg(long, value_name = "CODE")]
    site: Option<String>,
    /// Take surname, given names and date of birth along
    #[arg(long)]
    names: bool,
}

/// What both take.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct TablesArgs {
    /// First day on which a referral was received, as 2026-11-01
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: NaiveDate,
    /// Last day, counted too
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: NaiveDate,
    /// Why they are taken out; always needed, and kept in the journal with your name
    #[arg(long, value_name = "WHY", default_value = "", hide_default_value = true)]
    reason: String,
    /// How to write them
    #[arg(long, value_enum, default_value = "csv")]
    format: TableFormat,
    /// The folder to write them into: not there yet, or empty
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// How tables are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TableFormat {
    /// A file for each table, for a spreadsheet: UTF-8 with a byte-order mark.
    Csv,
    /// One file, one object a line, for scripts.
    Jsonl,
}

impl TablesArgs {
    fn asked(&self) -> Asked {
        Asked {
            from: self.from,
            to: self.to,
            reason: self.reason.clone(),
            written: match self.format {
                TableFormat::Csv => Written::Csv,
                TableFormat::Jsonl => Written::JsonLines,
            },
            out: self.out.clone(),
        }
    }

    /// That nothing is left of work that was stopped.
    fn kept(&self) -> String {
        format!(
            "Nothing was put into {}. The records are as they were; that they were asked for is kept in the \
             journal. Run it again.",
            self.out.display()
        )
    }

    /// Says what was written and how it is opened.
    fn tell(&self, made: &Extract, out: &mut impl Write) -> Result<(), Stop> {
        let Self { from, to, .. } = self;
        writeln!(out, "{}: {} episodes, {from} to {to}.", self.out.display(), made.episodes)?;
        if let Some(left_out) = &made.left_out {
            writeln!(out, "Left out for want of consent to evaluation: {left_out}.")?;
        }
        for file in &made.files {
            writeln!(out, "  {file}")?;
        }
        if made.is_sealed {
            writeln!(
                out,
                "Each file is encrypted to the service's public key. Whoever has the private one opens it with:\n  \
                 age --decrypt -i key.txt -o FILE FILE.age"
            )?;
        }
        Ok(())
    }
}

/// Writes the records of a period.
///
/// # Errors
/// A role that does not lead, a reason that is missing, a folder that is in use, a store that does not
/// open or is open for reading only, a disk that refuses.
pub(super) fn records(args: &RecordsArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let names = if args.names { Names::Taken } else { Names::Left };
    let made = at_desk(cli, |desk| {
        let mut progress = Progress::new("writing");
        let made = desk.export_records(&args.tables.asked(), args.site.as_deref(), names, &mut |share| {
            progress.tell(share)
        });
        progress.end(made.map_err(Stop::from), &args.tables.kept())
    })?;
    args.tables.tell(&made, out)
}

/// Writes what research may have of a period.
///
/// # Errors
/// As [`records`].
pub(super) fn research(args: &TablesArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let made = at_desk(cli, |desk| {
        let mut progress = Progress::new("writing");
        let made = desk.export_research(&args.asked(), &mut |share| progress.tell(share));
        progress.end(made.map_err(Stop::from), &args.kept())
    })?;
    args.tell(&made, out)
}
