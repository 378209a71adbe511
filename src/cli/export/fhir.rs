//! `liaison export fhir`: forms and episodes as HL7 FHIR R4 (docs/fhir.md).

use std::io::Write;

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use serde_json::Value as Json;

use crate::cli::Cli;
use crate::cli::args::day;
use crate::cli::exit::Stop;
use crate::cli::open::at_desk;
use crate::desk::export::Names;
use crate::desk::fhir::{Episodes, FhirAsked};

pub(super) const EXAMPLES: &str = "\
--forms prints all forms as one bundle of Questionnaires; it is about nobody and needs no reason.
Otherwise each episode is a bundle of its own, one a line, for leads, with a reason: that it was
taken out is kept in the journal first. Without --names nobody can be told from it by a name, a
number or a birth date, and what was written in free words is left out. It is encrypted to the
service's public key (export_key in service.toml). docs/fhir.md tells what maps to what.

Examples:
  liaison export fhir --forms --user ada > forms.json
  liaison export fhir --ref BRO-26-00012 --names --user ada --reason \"to the trust record\"
  liaison export fhir --from 2026-11-01 --to 2026-11-30 --site BRO --user ada --reason \"evaluation\"";

/// What `liaison export fhir` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
#[command(group = ArgGroup::new("which").args(["forms", "reference", "from"]).required(true))]
pub struct FhirArgs {
    /// All forms, as Questionnaires
    #[arg(long)]
    pub forms: bool,
    /// One episode, by its reference
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Episodes whose referral came in on this day or later
    #[arg(long, value_name = "DAY", value_parser = day, requires = "to")]
    pub from: Option<NaiveDate>,
    /// The last of these days
    #[arg(long, value_name = "DAY", value_parser = day, requires = "from")]
    pub to: Option<NaiveDate>,
    /// Of these take one site only, by its code
    #[arg(long, value_name = "CODE", requires = "from")]
    pub site: Option<String>,
    /// Why they are taken out; needed for people on every store but a demo
    #[arg(long, value_name = "WHY", default_value = "", hide_default_value = true)]
    pub reason: String,
    /// Take names, numbers, birth dates and free words along; needs --reason
    #[arg(long, requires = "reason", conflicts_with = "forms")]
    pub names: bool,
}

/// Writes what was asked for to standard output.
///
/// # Errors
/// A role that does not lead, a reason that is missing, a reference or site that is not there, a store
/// that does not open or is open for reading only, an output that refuses.
pub(super) fn run(args: &FhirArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let Some(asked) = asked(args) else {
        let forms = at_desk(cli, |desk| Ok(desk.export_fhir_forms()))?;
        writeln!(out, "{forms:#}")?;
        return Ok(out.flush()?);
    };
    at_desk(cli, |desk| {
        let mut way_out = desk.leaving(&mut *out)?;
        desk.export_fhir(&asked, |bundle: &Json| Ok::<(), Stop>(writeln!(way_out, "{bundle}")?))?;
        Ok(way_out.finish()?)
    })
}

/// Which episodes are asked for; none where it is the forms.
fn asked(args: &FhirArgs) -> Option<FhirAsked> {
    let episodes = match (&args.reference, args.from, args.to) {
        (Some(reference), _, _) => Episodes::Referenced(reference.clone()),
        (None, Some(from), Some(to)) => Episodes::Received { from, to, site: args.site.clone() },
        _ => return None,
    };
    let names = if args.names { Names::Taken } else { Names::Left };
    Some(FhirAsked { episodes, names, reason: args.reason.clone() })
}
