//! `liaison caseload`: who has what open, and whose supervision is due. Counts only: nobody whom the
//! service sees is named.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::exit::Stop;
use super::handover::{destination, say, send_out};
use super::open::at_desk;
use super::{Cli, Format, To};
use crate::desk::caseload::{CaseState, Caseload, Worker};
use crate::domain::time::local;

/// Examples below its help.
pub const EXAMPLES: &str = "\
Who has what open, as counts, and when each colleague was supervised last and is
due next. Nobody whom the service sees is named.

An open record belongs to whoever last went to see the person; people nobody has
seen yet stand under \"nobody yet\" (in JSON \"practitioner\" is null). A lead sees
every colleague who works with people, those with nothing open too; anybody else sees
their own. Who was removed stands here only while something is still theirs.
Records not yet entered are those, closed ones too, that are not all in the clinical
system. The ages are caseload_days of service.toml.

Examples:
  liaison caseload --user ada
  liaison caseload --user ada --format json
  liaison caseload --user ada --paper supervision.pdf
  liaison caseload --data /tmp/d            (a demo store needs no user)";

/// What `liaison caseload` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct CaseloadArgs {
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Write it as a paper instead, to - (standard output), a file, printer:NAME, command, terminal
    #[arg(long, value_name = "WHERE", value_parser = To::read, conflicts_with = "format")]
    pub paper: Option<To>,
}

/// Prints the caseload by practitioner, and the supervisions.
///
/// # Errors
/// A store that does not open, an output that refuses.
pub fn run(args: &CaseloadArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    if let Some(to) = &args.paper {
        let to = destination(to)?;
        let sent = at_desk(cli, |desk| {
            let document = desk.caseload_paper()?;
            send_out(desk, &document, &to)
        })?;
        say(&sent);
        return Ok(());
    }
    let caseload = at_desk(cli, |desk| Ok(desk.caseload()?))?;
    match args.format {
        Format::Text => out.write_all(as_text(&caseload).as_bytes())?,
        Format::Json => writeln!(out, "{:#}", as_json(&caseload))?,
    }
    Ok(out.flush()?)
}

fn as_text(caseload: &Caseload) -> String {
    let mut lines = vec![format!("caseload, {}", local(caseload.at).format("%d/%m/%Y %H:%M"))];
    for worker in &caseload.workers {
        let words = worker.in_words(&caseload.limits);
        let Some((open, more)) = words.split_first() else { continue };
        lines.push(format!("  {}: {open}", worker.called()));
        lines.extend(more.iter().map(|words| format!("    {words}")));
    }
    if caseload.workers.is_empty() {
        lines.push("  nothing is open".to_owned());
    }
    lines.push("supervision".to_owned());
    lines.extend(caseload.supervision.iter().map(|one| format!("  {}: {}", one.name, one.in_words())));
    lines.join("\n") + "\n"
}

fn sums(worker: &Worker) -> [usize; 3] {
    [worker.sum(|case| case.overdue), worker.sum(|case| case.drafts), worker.sum(|case| case.unsigned)]
}

fn as_json(caseload: &Caseload) -> Value {
    let workers: Vec<Value> = caseload
        .workers
        .iter()
        .map(|worker| {
            let [overdue, drafts, unsigned] = sums(worker);
            json!({
                "practitioner": worker.who.map(|_| worker.name.as_str()),
                "removed": worker.removed,
                "open": worker.cases.len(),
                "on_board": worker.count(CaseState::Board),
                "followed_up": worker.count(CaseState::FollowUp),
                "onward_pending": worker.count(CaseState::Onward),
                "oldest_days": worker.oldest(),
                "by_age": worker.by_age(&caseload.limits),
                "tasks_late": overdue,
                "forms_unfinished": drafts,
                "to_counter_sign": unsigned,
                "not_entered": worker.not_entered(),
            })
        })
        .collect();
    let supervision: Vec<Value> = caseload
        .supervision
        .iter()
        .map(|one| {
            json!({
                "practitioner": one.name,
                "last": one.last,
                "next_due": one.next_due,
                "overdue": one.overdue,
                "minutes_in_12_months": one.minutes,
            })
        })
        .collect();
    json!({
        "at": caseload.at,
        "age_limits_days": caseload.limits,
        "workers": workers,
        "supervision": supervision,
    })
}
