//! `liaison retention`: which records are due for review, on legal hold, or may be thinned.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::exit::Stop;
use super::open::at_desk;
use super::{Cli, Format};
use crate::desk::retention::RetentionLine;
use crate::domain::retention::Kept;

/// Examples below its help.
pub const EXAMPLES: &str = "\
Nothing goes by itself, and nothing is disposed of from here: that takes two
people on the screen. The figures stand in service.toml.

Examples:
  liaison retention --user ada
  liaison retention --user ada --format json";

/// What `liaison retention` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RetentionArgs {
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Prints the three lists.
///
/// # Errors
/// A role that does not lead, a store that does not open, an output that refuses.
pub fn run(args: &RetentionArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let lists = at_desk(cli, |desk| Ok(desk.retention()?))?;
    let parts =
        [("due_for_review", &lists.due), ("on_legal_hold", &lists.held), ("may_be_thinned", &lists.thin)];
    if args.format == Format::Json {
        let lists = parts
            .map(|(name, lines)| (name.to_owned(), lines.iter().map(as_json).collect::<Vec<_>>().into()));
        writeln!(out, "{:#}", Value::Object(lists.into_iter().collect()))?;
        return Ok(out.flush()?);
    }
    for (name, lines) in parts {
        writeln!(out, "{}: {}", name.replace('_', " "), lines.len())?;
        for line in lines {
            writeln!(out, "  {}", as_text(line))?;
        }
    }
    Ok(out.flush()?)
}

fn as_text(line: &RetentionLine) -> String {
    let last = line.last_contact.format("%d/%m/%Y");
    let kept = match (&line.hold, line.kept) {
        (Some((reason, _)), _) => format!("held: {reason}"),
        (None, Kept::Until(until)) => format!("kept until {}", until.format("%d/%m/%Y")),
        (None, _) => "kept".to_owned(),
    };
    format!("{} {} {}  last contact {last}  {kept}  {}", line.reference, line.initials, line.site, line.class)
}

fn as_json(line: &RetentionLine) -> Value {
    let until = match line.kept {
        Kept::Until(until) => Some(until),
        _ => None,
    };
    json!({
        "reference": line.reference,
        "initials": line.initials,
        "site": line.site,
        "class": line.class_code,
        "last_contact": line.last_contact,
        "kept_until": until,
        "held_for": line.hold.as_ref().map(|(reason, _)| reason),
        "held_since": line.hold.as_ref().map(|(_, since)| since),
        "thinned": line.thinned,
    })
}
