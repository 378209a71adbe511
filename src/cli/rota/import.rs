//! `liaison rota import`: mistakes by line, else what changes, else the change itself.

use std::fs;
use std::io::Write;

use super::RotaImportArgs;
use crate::cli::Cli;
use crate::cli::exit::{EX_DATAERR, EX_NOINPUT, EX_USAGE, Stop};
use crate::cli::open::at_desk;
use crate::cli::progress::Progress;
use crate::desk::Desk;
use crate::desk::rota::csv::{Import, Replace};
use crate::desk::share::part;

/// Share of the work that each of its parts is, in percent.
const READING: (u8, u8) = (0, 60);
const KEEPING: (u8, u8) = (60, 100);

/// Reads the file and keeps what it changes, or with `--dry-run` tells it only.
///
/// # Errors
/// As [`super::run`].
pub(super) fn run(args: &RotaImportArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let replace = replaced(args)?;
    let name = args.file.display().to_string();
    let text = fs::read_to_string(&args.file)
        .map_err(|why| Stop::new(EX_NOINPUT, format!("Could not read {name}: {why}.")))?;
    let told = at_desk(cli, |desk| {
        if let Some(code) = args.site.as_ref().filter(|code| desk.service().site(code).is_none()) {
            return Err(Stop::new(EX_USAGE, format!("There is no site {code} in this service.")));
        }
        let mut progress = Progress::new("reading the rota in");
        let imported = import(desk, &text, args, replace.as_ref(), &name, &mut progress);
        progress.end(imported, "No shift was changed. Run liaison rota import again.")
    })?;
    out.write_all(told.as_bytes())?;
    Ok(out.flush()?)
}

/// Works out what the table changes, and keeps it where that is asked. Gives the words for it.
fn import(
    desk: &mut Desk,
    text: &str,
    args: &RotaImportArgs,
    replace: Option<&Replace>,
    name: &str,
    progress: &mut Progress,
) -> Result<String, Stop> {
    let import = desk.read_import_while(text, replace, &mut |share| progress.tell(part(READING, share)))?;
    if !import.problems.is_empty() {
        return Err(Stop::new(EX_DATAERR, mistakes(name, &import)));
    }
    let mut told = words(&import);
    match &import.proposal {
        None => told.push_str("Nothing would change.\n"),
        Some(_) if args.dry_run => told.push_str("Nothing was changed: this was a dry run.\n"),
        Some(proposal) => {
            let mut go_on = |share| progress.tell(part(KEEPING, share));
            desk.keep_rota_while(proposal, &args.reason, &mut go_on)?;
            told.push_str("Kept as one change.\n");
        }
    }
    Ok(told)
}

fn replaced(args: &RotaImportArgs) -> Result<Option<Replace>, Stop> {
    let Some([from, to]) = args.replace.as_deref() else { return Ok(None) };
    if to < from {
        return Err(Stop::new(EX_USAGE, "--replace: the last day is before the first."));
    }
    Ok(Some(Replace { from: *from, to: *to, site: args.site.clone() }))
}

/// Every mistake with its place, as compilers name it; line 0 is the file as a whole.
fn mistakes(name: &str, import: &Import) -> String {
    let count = import.problems.len();
    let plural = if count == 1 { "mistake" } else { "mistakes" };
    let lines = import.problems.iter().map(|problem| {
        let place = if problem.line == 0 { name.to_owned() } else { format!("{name}:{}", problem.line) };
        format!("{place}: {}: {}", problem.column, problem.message)
    });
    let lines: Vec<String> = lines.collect();
    format!("{count} {plural} in the table. Nothing was changed.\n{}", lines.join("\n"))
}

fn words(import: &Import) -> String {
    let mut told = String::new();
    let lists = [("+", &import.added), ("~", &import.changed), ("-", &import.taken_off)];
    for (sign, shifts) in lists {
        shifts.iter().for_each(|shift| told.push_str(&format!("{sign} {shift}\n")));
    }
    import.notes.iter().for_each(|note| told.push_str(&format!("note: {note}\n")));
    let warnings = import.proposal.iter().flat_map(|proposal| &proposal.warnings);
    warnings.for_each(|warning| told.push_str(&format!("warning: {warning}\n")));
    told.push_str(&format!(
        "{} added, {} changed, {} taken off, {} as they stand.\n",
        import.added.len(),
        import.changed.len(),
        import.taken_off.len(),
        import.unchanged
    ));
    told
}
