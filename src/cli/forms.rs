//! `liaison forms`: list the forms, check form files, score answers; `paper` shows, prints, starts one.

mod check;
mod paper;

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use clap::Subcommand;
use serde_json::{Value as Json, json};

use super::args::{Format, To};
use super::exit::{EX_DATAERR, EX_IOERR, EX_NOINPUT, EX_OK, EX_USAGE, Stop};
use crate::desk::wording::Wording;
use crate::domain::service::Service;
use crate::domain::time::local;
use crate::forms::{Answers, Context, Form, Library, LibraryError, Origin};

/// What can be done with forms.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum FormsCommand {
    /// List the forms at hand
    List,
    /// Check form files, or the built-in forms, and show every mistake with its line
    Check {
        /// Files, or folders of .toml files; without any, the built-in forms
        paths: Vec<PathBuf>,
        /// How to write the mistakes
        #[arg(long, value_enum, default_value = "text")]
        format: Format,
    },
    /// Show a form with its logic: questions, options, conditions, checks, scores, red flags
    Show {
        /// The form's id, such as phq9
        id: String,
    },
    /// Print a blank form on paper, for when no terminal runs
    Print {
        /// The form's id, such as phq9
        id: String,
        /// Where to: -, FILE.txt, FILE.pdf, printer:NAME, command or terminal
        #[arg(long, value_name = "WHERE", default_value = "-", value_parser = To::read)]
        to: To,
    },
    /// Start a form of your own from the commented template
    New {
        /// The new form's id: letters, digits and _
        id: String,
        /// The file to write; else ID.toml in this folder. A file that is there is left as it is
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
    /// Score a set of answers and print the result as JSON
    Score {
        /// The form's id, such as phq9
        id: String,
        /// A JSON file of answers by question, or - for standard input
        #[arg(long)]
        answers: PathBuf,
    },
}

/// Runs a command, writes its result to `out` and what went wrong to standard error. Returns the
/// exit code: 0, 64 for an unknown form, 65 for faulty data, 66 for a file that cannot be read.
///
/// `service` says whose wordings are confirmed, where there is a service.
pub fn run(command: FormsCommand, out: &mut impl Write, library: &Library, service: Option<&Service>) -> u8 {
    let done = match command {
        FormsCommand::List => list(out, library, service),
        FormsCommand::Show { id } => paper::show(&id, out, library, service),
        FormsCommand::Print { id, to } => paper::print(&id, &to, out, library, service),
        FormsCommand::New { id, to } => paper::new(&id, to, out, library),
        FormsCommand::Check { paths, format } => check::run(&paths, format, out, library),
        FormsCommand::Score { id, answers } => score(&id, &answers, out, library),
    };
    match done {
        Ok(code) => code,
        Err(stop) => {
            // Nobody is left to tell where standard error is gone too.
            let _ = writeln!(io::stderr(), "{}", stop.why);
            stop.code
        }
    }
}

fn list(out: &mut impl Write, library: &Library, service: Option<&Service>) -> Result<u8, Stop> {
    for form in library.list() {
        let what = match &form.fault {
            Some(fault) => {
                let first = fault.problems.first();
                let first =
                    first.map_or_else(String::new, |one| format!("line {}: {}", one.line, one.message));
                format!("cannot be used: {first} ({})", check::counted(fault.problems.len(), "mistake"))
            }
            None => format!("{} (version {}, for {})", form.title, form.version, form.audience.code()),
        };
        let origin = match &form.origin {
            Origin::BuiltIn => String::new(),
            Origin::Local(file) => format!("  [{file}]"),
        };
        let wording = match service.map(|service| Wording::of_listed(service, &form)) {
            Some(Wording::Confirmed { by, on }) => format!("  wording confirmed by {by}, {on}"),
            Some(Wording::Own) => String::new(),
            Some(Wording::Unconfirmed { .. }) => "  wording not confirmed by the service".to_owned(),
            None if form.wording.is_some() => "  wording not confirmed by a service".to_owned(),
            None => String::new(),
        };
        writeln!(out, "{:<16} {what}{wording}{origin}", form.id).map_err(unwritten)?;
    }
    Ok(EX_OK)
}

fn score(id: &str, answers: &Path, out: &mut impl Write, library: &Library) -> Result<u8, Stop> {
    let form = named(id, library)?;
    let text = read(answers)?;
    let wrong = |why: String| Stop { code: EX_DATAERR, why };
    let json: Json = serde_json::from_str(&text)
        .map_err(|why| wrong(format!("{} is not JSON: {why}", answers.display())))?;
    let answers = form.answers_from_json(&json).map_err(wrong)?;
    let scored = scored(&form, &answers);
    let printed = serde_json::to_string_pretty(&scored).map_err(|why| unwritten(why.into()))?;
    writeln!(out, "{printed}").map_err(unwritten)?;
    Ok(EX_OK)
}

/// The form with this id.
fn named(id: &str, library: &Library) -> Result<Arc<Form>, Stop> {
    library.get(id).map_err(|why| {
        let code = if matches!(why, LibraryError::Faulty(_)) { EX_DATAERR } else { EX_USAGE };
        Stop { code, why: why.to_string() }
    })
}

fn scored(form: &Arc<Form>, answers: &Answers) -> Json {
    let today = local(Utc::now()).date();
    let sheet = form.sheet(answers, &Context::on(today));
    let scores: Vec<Json> = sheet
        .scores()
        .iter()
        .map(|score| {
            json!({
                "id": score.id,
                "value": score.value,
                "floor": score.floor,
                "ceiling": score.ceiling,
                "band": score.published_band,
            })
        })
        .collect();
    let flags: Vec<Json> =
        sheet.flags().map(|flag| json!({ "id": flag.id, "question": flag.question })).collect();
    json!({
        "form": form.id,
        "version": form.version,
        "complete": sheet.is_complete(),
        "scores": scores,
        "flags": flags,
    })
}

fn read(path: &Path) -> Result<String, Stop> {
    let read = if path == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    read.map_err(|why| unread(path, &why))
}

fn unread(path: &Path, why: &io::Error) -> Stop {
    Stop { code: EX_NOINPUT, why: format!("{} cannot be read: {why}", path.display()) }
}

fn unwritten(why: io::Error) -> Stop {
    Stop { code: EX_IOERR, why: format!("the result cannot be written: {why}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a command; gives its exit code and what it wrote.
    fn ran(command: FormsCommand) -> (u8, String) {
        let mut out = Vec::new();
        let code = run(command, &mut out, &Library::default(), None);
        (code, String::from_utf8(out).unwrap())
    }

    fn scored(id: &str, answers: &str) -> (u8, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("answers.json");
        fs::write(&file, answers).unwrap();
        ran(FormsCommand::Score { id: id.to_string(), answers: file })
    }

    #[test]
    fn a_partial_form_scores_to_a_range_and_flags_at_once() {
        let (code, out) = scored("phq9", r#"{"q1": 2, "q2": "nearly_every_day", "q9": 1, "q3": null}"#);
        assert_eq!(code, EX_OK);
        let read: Json = serde_json::from_str(&out).unwrap();
        assert_eq!(
            read,
            json!({
                "form": "phq9",
                "version": "1",
                "complete": false,
                "scores": [
                    {"id": "total", "value": null, "floor": 6, "ceiling": 24, "band": null},
                    {"id": "symptoms", "value": null, "floor": 3, "ceiling": 9, "band": null},
                    {"id": "syndrome", "value": null, "floor": null, "ceiling": null, "band": null},
                ],
                "flags": [{"id": "phq9-9", "question": "q9"}],
            })
        );
    }

    #[test]
    fn an_answer_outside_the_options_ends_with_65_and_names_the_question() {
        assert_eq!(scored("phq9", r#"{"q7": 9}"#).0, EX_DATAERR);
        assert_eq!(scored("phq9", r#"{"q77": 1}"#).0, EX_DATAERR);
        assert_eq!(scored("phq9", "{").0, EX_DATAERR);
        assert_eq!(scored("phq99", "{}").0, EX_USAGE);
        let library = Library::default();
        let form = library.get("phq9").unwrap();
        let why = form.answers_from_json(&json!({"q7": 9})).unwrap_err();
        assert!(why.starts_with("Question \"q7\": 9 is not one of the answers"), "{why}");
    }

    #[test]
    fn a_missing_file_ends_with_66() {
        let answers = PathBuf::from("/nowhere/answers.json");
        assert_eq!(ran(FormsCommand::Score { id: "phq9".to_string(), answers }).0, EX_NOINPUT);
    }

    #[test]
    fn the_built_in_forms_are_listed() {
        let (code, out) = ran(FormsCommand::List);
        assert_eq!((code, out.lines().count()), (EX_OK, crate::forms::library::BUILT_IN.len()));
    }
}
