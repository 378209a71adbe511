//! `liaison audit`: who did what about whom, when and why.

use std::io::Write;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::Cli;
use super::args::day;
use super::exit::{EX_USAGE, Stop};
use super::open::at_desk;
use crate::desk::Desk;
use crate::desk::audit::{AuditAsk, AuditLine, Verb, csv};
use crate::domain::service::Right;
use crate::domain::text::filled;
use crate::domain::time::local;

/// Examples below its help.
pub const EXAMPLES: &str = "\
Leads see everybody's acts, others their own. That it is read is itself recorded.
The six verbs of the Data Protection Act 2018, s.62, are collect, alter,
consult, disclose, combine and erase; the others are about the tool.

Examples:
  liaison audit --user ada --from 2026-11-01 --to 2026-11-30
  liaison audit --user ada --episode BRO-26-00012 --verb consult
  liaison audit --user ada --outside --format csv > outside.csv
  liaison audit --user ada --who PS --format json";

/// What `liaison audit` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct AuditArgs {
    /// From this day on
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Up to the end of this day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// Only acts of this person, by initials
    #[arg(long, value_name = "LABEL")]
    pub who: Option<String>,
    /// Only acts under this verb
    #[arg(long, value_name = "VERB", value_parser = verb)]
    pub verb: Option<Verb>,
    /// Only what is about this record, by its reference
    #[arg(long, value_name = "REF")]
    pub episode: Option<String>,
    /// Only records that somebody opened outside their shift or sites
    #[arg(long)]
    pub outside: bool,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: AuditFormat,
}

/// How an audit is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum AuditFormat {
    /// For people.
    Text,
    /// For editors and scripts.
    Json,
    /// For a spreadsheet.
    Csv,
}

fn verb(written: &str) -> Result<Verb, String> {
    Verb::of(written).ok_or_else(|| {
        let known: Vec<&str> = Verb::ALL.iter().map(|verb| verb.word()).collect();
        format!("the verbs are {}", known.join(", "))
    })
}

/// Prints the part of the audit that was asked for.
///
/// # Errors
/// Somebody else's acts for a role that does not lead, an unknown person or record, a store that does
/// not open, an output that refuses.
pub fn run(args: &AuditArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let shown = at_desk(cli, |desk| {
        let asked = asked(args, desk)?;
        let lines = desk.audit_whole(&asked)?;
        let shown = match args.format {
            // To be read here and now, as on the screen.
            AuditFormat::Text => return Ok(lines.iter().map(as_text).collect::<String>().into_bytes()),
            AuditFormat::Csv => csv(&lines),
            AuditFormat::Json => {
                let lines: Vec<Value> = lines.iter().map(as_json).collect();
                format!("{:#}\n", json!({ "shown": desk.audit_words(&asked)?, "lines": lines }))
            }
        };
        Ok(desk.as_it_may_leave(&shown)?)
    })?;
    out.write_all(&shown)?;
    Ok(out.flush()?)
}

fn asked(args: &AuditArgs, desk: &Desk) -> Result<AuditAsk, Stop> {
    let who = match &args.who {
        None => (!desk.may(&[Right::Lead])).then_some(desk.who().id),
        Some(label) => {
            let people = desk.practitioners()?;
            let found = people.iter().find(|person| person.label.eq_ignore_ascii_case(label.trim()));
            let found = found.ok_or_else(|| {
                Stop::new(EX_USAGE, "Nobody here has these initials. liaison audit shows whose are in it.")
            })?;
            Some(found.id)
        }
    };
    let episode = args.episode.as_ref().map(|reference| desk.episode_by_reference(reference)).transpose()?;
    let (verb, from, to, outside) = (args.verb, args.from, args.to, args.outside);
    Ok(AuditAsk { who, verb, from, to, episode, outside })
}

fn as_json(line: &AuditLine) -> Value {
    json!({
        "entry": line.seq,
        "at": line.at,
        "happened": line.happened,
        "who": line.who,
        "verb": line.verb.word(),
        "whom": line.whom,
        "site": line.site,
        "what": line.what,
        "why": line.why,
    })
}

fn as_text(line: &AuditLine) -> String {
    let at = local(line.at).format("%d/%m/%Y %H:%M:%S");
    let whom = if line.whom.is_empty() { String::new() } else { format!("  {}", line.whom) };
    let why = if line.why.is_empty() { String::new() } else { format!("  (why: {})", line.why) };
    format!("{at}  {} {:<9}{whom}  {}{why}\n", filled(&line.who, 4), line.verb.word(), line.what)
}
