//! `liaison figures`: what the service reports of its work, over a period.

mod text;

use std::io::Write;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::args::day;
use super::exit::{EX_USAGE, Stop};
use super::handover::{destination, say, send_out};
use super::open::{at_desk, warn};
use super::progress::Progress;
use super::{Cli, To};
use crate::desk::figures::{FiguresAsked, csv, json};
use crate::domain::time::local;
use crate::figures::{Period, Step};

pub(super) const EXAMPLES: &str = "\
Counts the referrals received between two days, as they stand now. Both days are
counted, from midnight to midnight in London; without them it is the month before
this one. docs/figures.md says how each figure is counted.

A count of people under suppress_under of service.toml is withheld and shown as *,
and so are as many others as it could be worked out from. That figures were taken
out is kept in the journal, with your name.

Examples:
  liaison figures --user ada
  liaison figures --from 2026-10-01 --to 2026-12-31 --by month --user ada
  liaison figures --site BRO --group under_18 --format csv --user ada > bro.csv
  liaison figures --from 2026-11-01 --to 2026-11-30 --with 2026-10-01 --user ada
  liaison figures --paper november.pdf --user ada      the month on one page
  liaison figures --data /tmp/d                        (a demo needs no user)";

/// How figures are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FiguresFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
    /// For a spreadsheet: UTF-8 with a byte-order mark.
    Csv,
}

/// What a trend is counted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum By {
    /// Monday to Sunday.
    Week,
    /// Calendar months.
    Month,
}

impl From<By> for Step {
    fn from(by: By) -> Self {
        match by {
            By::Week => Self::Week,
            By::Month => Self::Month,
        }
    }
}

/// What `liaison figures` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct FiguresArgs {
    /// First day, as 2026-11-01; if left out, the first of the month before this one
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Last day, counted too; if left out, the end of the month of the first
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// Count one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// Count one group only: under_18, or a mandatory group of service.toml by its code
    #[arg(long, value_name = "CODE", default_value = "", hide_default_value = true)]
    pub group: String,
    /// Also tell how many were referred in each week or month
    #[arg(long, value_enum)]
    pub by: Option<By>,
    /// Put a second period beside it: as long as the first, beginning on this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub with: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: FiguresFormat,
    /// Write a summary of one page instead, to - (standard output), a file, printer:NAME, command, terminal
    #[arg(long, value_name = "WHERE", value_parser = To::read, conflicts_with_all = ["format", "by", "with"])]
    pub paper: Option<To>,
}

/// Counts, journals that figures leave, and writes them.
///
/// # Errors
/// A role that does not lead, days that run backwards, two periods that overlap, a site or group that is
/// not in the service, a store that does not open, an output that refuses.
pub fn run(args: &FiguresArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    if let Some(to) = &args.paper {
        return paper(args, cli, to);
    }
    let shown = at_desk(cli, |desk| {
        let asked = asked(args, desk)?;
        let mut progress = Progress::new("Counting");
        let counted = desk.take_figures_out(&asked, args.by.is_some(), &mut |share| progress.tell(share));
        let out = progress.end(counted.map_err(Stop::from), "Nothing was written. Run it again.")?;
        Ok(match args.format {
            FiguresFormat::Text => text::figures(&out),
            FiguresFormat::Json => format!("{:#}\n", json(&out)),
            FiguresFormat::Csv => csv(&out),
        })
    })?;
    out.write_all(shown.as_bytes())?;
    Ok(out.flush()?)
}

fn paper(args: &FiguresArgs, cli: &Cli, to: &To) -> Result<(), Stop> {
    let to = destination(to)?;
    let sent = at_desk(cli, |desk| {
        let asked = asked(args, desk)?.into_iter().next();
        let Some(asked) = asked else { return Err(Stop::new(EX_USAGE, "No period was named.")) };
        let document = desk.figures_paper(&asked)?;
        send_out(desk, &document, &to)
    })?;
    say(&sent);
    Ok(())
}

/// The periods asked for.
fn asked(args: &FiguresArgs, desk: &crate::desk::Desk) -> Result<Vec<FiguresAsked>, Stop> {
    let before = Period::around(local(desk.now()).date(), Step::Month).before(Step::Month);
    let first = args.from.or(args.to.map(|to| Period::around(to, Step::Month).first)).unwrap_or(before.first);
    let last = args.to.unwrap_or_else(|| Period::around(first, Step::Month).last);
    let period = Period { first, last };
    if last < first {
        let what =
            format!("{last} is before {first}. Nothing was counted. Give the first day, then the last.");
        return Err(Stop::new(EX_USAGE, what));
    }
    let group = desk.figure_group(&args.group)?;
    let asked = |period: Period| FiguresAsked {
        period,
        sites: args.site.iter().cloned().collect(),
        group: group.clone(),
        step: args.by.map(Step::from).unwrap_or_default(),
    };
    let today = local(desk.now()).date();
    if [Some(first), args.with].into_iter().flatten().any(|day| day > today) {
        warn("These days are still to come, so nobody is counted in them. Check --from, --to and --with.");
    }
    let Some(with) = args.with else { return Ok(vec![asked(period)]) };
    // A month beside a month, whatever days it has; else as many days.
    let other = match period == Period::around(first, Step::Month)
        && with == Period::around(with, Step::Month).first
    {
        true => Period::around(with, Step::Month),
        false => Period { first: with, last: with + (last - first) },
    };
    Ok(vec![asked(period), asked(other)])
}
