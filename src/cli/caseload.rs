//! `liaison caseload`: who has what open, and whose supervision is due. Counts only: nobody whom the
//! service sees is named.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::exit::Stop;
use super::open::at_desk;
use super::{Cli, Format};
use crate::desk::caseload::{CaseState, Caseload, Supervised, Worker};
use crate::domain::time::local;

/// Examples below its help.
pub const EXAMPLES: &str = "\
An open record is that of whoever last went to see the person; people nobody has
seen stand under \"nobody yet\". Leads see everybody, anybody else their own.
Nobody whom the service sees is named.

Examples:
  liaison caseload --user ada
  liaison caseload --user ada --format json
  liaison caseload --data /tmp/d            (a demo store needs no user)";

/// What `liaison caseload` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct CaseloadArgs {
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// Prints the caseload by practitioner, and the supervisions.
///
/// # Errors
/// A store that does not open, an output that refuses.
pub fn run(args: &CaseloadArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let caseload = at_desk(cli, |desk| Ok(desk.caseload()?))?;
    match args.format {
        Format::Text => out.write_all(as_text(&caseload).as_bytes())?,
        Format::Json => writeln!(out, "{:#}", as_json(&caseload))?,
    }
    Ok(out.flush()?)
}

fn as_text(caseload: &Caseload) -> String {
    let mut lines = vec!["caseload".to_owned()];
    for worker in &caseload.workers {
        let [overdue, drafts, unsigned] = sums(worker);
        lines.push(format!(
            "  {}: {} open ({} on the board, {} followed up, {} onward pending), oldest {} days, by age {}",
            worker.name,
            worker.cases.len(),
            worker.count(CaseState::Board),
            worker.count(CaseState::FollowUp),
            worker.count(CaseState::Onward),
            worker.oldest().unwrap_or(0),
            ages(worker, &caseload.limits),
        ));
        lines.push(format!(
            "    tasks late {overdue}, forms unfinished {drafts}, to counter-sign {unsigned}, not yet entered {}",
            worker.not_entered()
        ));
    }
    lines.push("supervision".to_owned());
    lines.extend(caseload.supervision.iter().map(|one| format!("  {}", supervised(one))));
    lines.join("\n") + "\n"
}

fn sums(worker: &Worker) -> [usize; 3] {
    [worker.sum(|case| case.overdue), worker.sum(|case| case.drafts), worker.sum(|case| case.unsigned)]
}

/// "3 under 7 days, 1 under 28, 0 older".
fn ages(worker: &Worker, limits: &[i64]) -> String {
    let counts = worker.by_age(limits);
    let under = counts.iter().zip(limits).enumerate();
    let mut words: Vec<_> = under
        .map(|(place, (count, limit))| {
            format!("{count} under {limit}{}", if place == 0 { " days" } else { "" })
        })
        .collect();
    words.extend(counts.last().map(|count| format!("{count} older")));
    words.join(", ")
}

fn supervised(one: &Supervised) -> String {
    let last = one
        .last
        .map_or_else(|| "none logged".to_owned(), |at| format!("last {}", local(at).format("%d/%m/%Y")));
    let late = if one.overdue { " OVERDUE" } else { "" };
    let next = one
        .next_due
        .map_or_else(|| "no next date".to_owned(), |due| format!("next {}{late}", due.format("%d/%m/%Y")));
    format!("{}: {last}, {next}, {} minutes in 12 months", one.name, one.minutes)
}

fn as_json(caseload: &Caseload) -> Value {
    let workers: Vec<Value> = caseload
        .workers
        .iter()
        .map(|worker| {
            let [overdue, drafts, unsigned] = sums(worker);
            json!({
                "practitioner": worker.who.map(|_| worker.name.as_str()),
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
