//! `liaison export fhir`: forms and episodes as HL7 FHIR R4 (docs/fhir.md).

use std::io::{self, Write};

use chrono::NaiveDate;
use clap::{ArgGroup, Args};
use serde_json::Value as Json;

use crate::cli::Cli;
use crate::cli::args::day;
use crate::cli::exit::{EX_IOERR, Stop};
use crate::cli::open::{at_desk, warn};
use crate::cli::progress::Progress;
use crate::desk::export::Names;
use crate::desk::fhir::{Episodes, FhirAsked};

pub(super) const EXAMPLES: &str = "\
Give one of --forms, --ref, or --from with --to.

--forms prints every form as a Questionnaire. It is about nobody and needs no reason.

--ref and --from print episodes with their screenings, a Bundle a line. That is for
leads, with a reason: that they were taken out is kept in the journal first, with your
name. Without --names nobody can be told by a name, a number or a birth date, and what
was written in free words is left out. docs/fhir.md says what becomes of what.

They are encrypted to the service's public key (export_key in service.toml): whoever has
the private one reads them with age --decrypt. Without that key they leave a demo only, or
where plain_exports of service.toml lets them.

Examples:
  liaison export fhir --forms --user ada > forms.json
  liaison export fhir --ref BRO-26-00012 --names --user ada --reason \"to the trust record\"
  liaison export fhir --from 2026-11-01 --to 2026-11-30 --site BRO --user ada --reason \"evaluation\"";

/// What `liaison export fhir` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
#[command(group = ArgGroup::new("which").args(["forms", "reference", "from"]).required(true))]
pub struct FhirArgs {
    /// Print all forms, as Questionnaires
    #[arg(long)]
    pub forms: bool,
    /// Print the episode of this reference, such as BRO-26-00012
    #[arg(long = "ref", value_name = "REF")]
    pub reference: Option<String>,
    /// Print the episodes whose referral came in from this day on, as 2026-11-01
    #[arg(long, value_name = "DAY", value_parser = day, requires = "to")]
    pub from: Option<NaiveDate>,
    /// Last of these days, counted too
    #[arg(long, value_name = "DAY", value_parser = day, requires = "from")]
    pub to: Option<NaiveDate>,
    /// Of these days take one site only, by its code
    #[arg(long, value_name = "CODE", requires = "from")]
    pub site: Option<String>,
    /// Why they are taken out; needed for episodes on every store but a demo
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
    let given = at_desk(cli, |desk| {
        let mut way_out = desk.leaving(&mut *out)?;
        let mut progress = Progress::new("writing");
        let given = desk.export_fhir(&asked, &mut |share| progress.tell(share), |bundle: &Json| {
            writeln!(way_out, "{bundle}").map_err(unwritten)
        });
        let given = progress.end(given, HALF)?;
        way_out.finish().map_err(unwritten)?;
        Ok(given)
    })?;
    if given == 0 {
        warn(
            "No referral came in on these days. Nothing was written; that you asked is kept in the journal.",
        );
    }
    Ok(())
}

/// What became of work that ended before its end, and what to do.
const HALF: &str = "What was written is not whole: throw it away, and run it again. The records are as they \
                    were; that they were asked for is kept in the journal.";

fn unwritten(why: io::Error) -> Stop {
    Stop::new(EX_IOERR, format!("The episodes could not be written: {why}. {HALF}"))
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
