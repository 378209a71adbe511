//! `liaison export`: what is known of everybody on the board, for a script (docs/facts.md), the records of
//! a period as tables (docs/exports.md), and forms and episodes as FHIR (docs/fhir.md).

mod fhir;
mod json;
mod person;
mod records;
mod rota;
mod service;

use std::io::Write;

use clap::{Args, Subcommand};

use super::exit::Stop;
use super::open::at_desk;
use super::{Cli, Format};
use crate::desk::export::{FactsAsked, Names};

pub use records::{RecordsArgs, TablesArgs};

/// What can be taken out of the store.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum ExportCommand {
    /// Print what is known of everybody on the board, as JSON: facts, not conclusions. For leads
    #[command(after_help = FACTS_EXAMPLES)]
    Facts(FactsArgs),
    /// Write the records of a period as tables with a data dictionary, into a folder. For leads
    #[command(after_help = records::RECORDS_EXAMPLES)]
    Records(RecordsArgs),
    /// Write what research may have of a period, under pseudonyms, of people who agreed. For leads
    #[command(after_help = records::RESEARCH_EXAMPLES)]
    Research(TablesArgs),
    /// Print forms, or episodes with their screenings, as HL7 FHIR R4
    #[command(after_help = fhir::EXAMPLES)]
    Fhir(fhir::FhirArgs),
}

const FACTS_EXAMPLES: &str = "\
Everybody on the board, and whoever is off it with an onward referral that waits. Without
--names people have initials only, and none of what was said about them. docs/facts.md tells
what each key means.

That facts were taken out is kept in the journal, with the reason and your name. They
are encrypted to the service's public key (export_key in service.toml): whoever has the
private one reads them with age --decrypt. Without that key they leave a demo only, or where
plain_exports of service.toml lets them.

Examples:
  liaison export facts --user ada --reason \"monthly figures\" > facts.json
  liaison export facts --site BRO --user ada --reason \"incident 4417\"
  liaison export facts --data /tmp/d        (a demo store needs neither)";

/// What `liaison export facts` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct FactsArgs {
    /// Why the facts are taken out; needed on every store but a demo
    #[arg(long, value_name = "WHY", default_value = "", hide_default_value = true)]
    pub reason: String,
    /// Take one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// Take names along, and what was said about people; needs --reason
    #[arg(long, requires = "reason")]
    pub names: bool,
    /// How to write it; facts are for scripts, so json is all there is
    #[arg(long, value_enum, default_value = "json", value_parser = only_json())]
    pub format: Format,
}

fn only_json() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(["json"]).map(|_| Format::Json)
}

/// Takes out what was asked for.
///
/// # Errors
/// A role that does not lead, a reason that is missing, a site that is not in the service, a store
/// that does not open or is open for reading only, an output that refuses.
pub fn run(command: &ExportCommand, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    match command {
        ExportCommand::Facts(args) => facts(args, cli, out),
        ExportCommand::Records(args) => records::records(args, cli, out),
        ExportCommand::Research(args) => records::research(args, cli, out),
        ExportCommand::Fhir(args) => fhir::run(args, cli, out),
    }
}

/// Writes the facts to standard output.
fn facts(args: &FactsArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let asked = FactsAsked {
        sites: args.site.iter().cloned().collect(),
        names: if args.names { Names::Taken } else { Names::Left },
        reason: args.reason.clone(),
    };
    let shown = at_desk(cli, |desk| {
        let facts = desk.export_facts(&asked)?;
        let shown = format!("{:#}\n", json::facts(&facts, desk.service(), desk.is_demo()));
        Ok(desk.as_it_may_leave(&shown)?)
    })?;
    out.write_all(&shown)?;
    Ok(out.flush()?)
}
