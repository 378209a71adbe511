//! `liaison forms`: list the forms, check form files, score answers.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::Utc;
use clap::Subcommand;
use serde_json::{Value as Json, json};

use super::args::Format;
use super::exit::{EX_DATAERR, EX_IOERR, EX_NOINPUT, EX_OK, EX_USAGE, Stop};
use crate::domain::time::local;
use crate::forms::library::BUILT_IN;
use crate::forms::{Answers, Context, Form, Library, LibraryError, Origin, Problem};

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
pub fn run(command: FormsCommand, out: &mut impl Write, library: &Library) -> u8 {
    let done = match command {
        FormsCommand::List => list(out, library),
        FormsCommand::Check { paths, format } => check(&paths, format, out, library),
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

fn list(out: &mut impl Write, library: &Library) -> Result<u8, Stop> {
    for form in library.list() {
        let what = match form.fault {
            Some(fault) => format!("cannot be used: {} mistakes; see `forms check`", fault.problems.len()),
            None => format!("{} (version {}, for {})", form.title, form.version, form.audience.code()),
        };
        let origin = match form.origin {
            Origin::BuiltIn => String::new(),
            Origin::Local(file) => format!("  [{file}]"),
        };
        writeln!(out, "{:<16} {what}{origin}", form.id).map_err(unwritten)?;
    }
    Ok(EX_OK)
}

fn check(paths: &[PathBuf], format: Format, out: &mut impl Write, library: &Library) -> Result<u8, Stop> {
    let mut texts: Vec<(String, String)> = Vec::new();
    if paths.is_empty() {
        texts.extend(BUILT_IN.map(|(id, text)| (format!("forms/{id}.toml"), text.to_string())));
    }
    for path in paths {
        for file in form_files(path)? {
            texts.push((file.display().to_string(), read(&file)?));
        }
    }
    let mut problems: Vec<Problem> = Vec::new();
    for (file, text) in &texts {
        if let Err(report) = library.check(file, text) {
            problems.extend(report.problems);
        }
    }
    match format {
        Format::Json => {
            let listed = serde_json::to_string_pretty(&problems).map_err(|why| unwritten(why.into()))?;
            writeln!(out, "{listed}").map_err(unwritten)?;
        }
        Format::Text => {
            for problem in &problems {
                writeln!(out, "{problem}\n").map_err(unwritten)?;
            }
            let (files, mistakes) = (counted(texts.len(), "form"), counted(problems.len(), "mistake"));
            writeln!(out, "{files} checked, {mistakes}").map_err(unwritten)?;
        }
    }
    Ok(if problems.is_empty() { EX_OK } else { EX_DATAERR })
}

fn score(id: &str, answers: &Path, out: &mut impl Write, library: &Library) -> Result<u8, Stop> {
    let form = library.get(id).map_err(|why| {
        let code = if matches!(why, LibraryError::Faulty(_)) { EX_DATAERR } else { EX_USAGE };
        Stop { code, why: why.to_string() }
    })?;
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

fn scored(form: &Form, answers: &Answers) -> Json {
    let today = local(Utc::now()).date();
    let sheet = form.sheet(answers, &Context::on(today));
    let scores: Vec<Json> = sheet
        .scores
        .iter()
        .map(|score| {
            json!({
                "id": score.id,
                "value": score.value,
                "floor": score.floor,
                "ceiling": score.ceiling,
                "band": score.band,
            })
        })
        .collect();
    let flags: Vec<Json> =
        sheet.flags.iter().map(|flag| json!({ "id": flag.id, "question": flag.question })).collect();
    json!({
        "form": form.id,
        "version": form.version,
        "complete": sheet.complete,
        "scores": scores,
        "flags": flags,
    })
}

/// The form files a path stands for: itself, or every .toml file of the folder, by name.
fn form_files(path: &Path) -> Result<Vec<PathBuf>, Stop> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = fs::read_dir(path).map_err(|why| unread(path, &why))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|file| file.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    files.sort();
    Ok(files)
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

fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a command; gives its exit code and what it wrote.
    fn ran(command: FormsCommand) -> (u8, String) {
        let mut out = Vec::new();
        let code = run(command, &mut out, &Library::default());
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
                "scores": [{"id": "total", "value": null, "floor": 6, "ceiling": 24, "band": null}],
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
        let paths = vec![PathBuf::from("/nowhere.toml")];
        assert_eq!(ran(FormsCommand::Check { paths, format: Format::Text }).0, EX_NOINPUT);
    }

    #[test]
    fn the_built_in_forms_check_clean_and_are_listed() {
        let (code, out) = ran(FormsCommand::Check { paths: Vec::new(), format: Format::Text });
        assert_eq!((code, out.as_str()), (EX_OK, "6 forms checked, 0 mistakes\n"));
        let (code, out) = ran(FormsCommand::List);
        assert_eq!((code, out.lines().count()), (EX_OK, 6));
    }

    #[test]
    fn a_faulty_form_is_shown_with_its_line_for_people_and_for_editors() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), "[form]\nid = 3\n").unwrap();
        let check = |format| ran(FormsCommand::Check { paths: vec![folder.path().to_path_buf()], format });
        let (code, text) = check(Format::Text);
        assert_eq!(code, EX_DATAERR);
        assert!(text.contains("a.toml:2:6"), "{text}");
        let (code, text) = check(Format::Json);
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!((code, read[0]["line"].as_u64()), (EX_DATAERR, Some(1)));
    }
}
