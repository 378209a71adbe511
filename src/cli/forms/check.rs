//! `liaison forms check`: every mistake of every file in one run.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::super::args::Format;
use super::super::exit::{EX_DATAERR, EX_OK, Stop};
use super::unwritten;
use crate::forms::library::BUILT_IN;
use crate::forms::{Library, Problem};

/// Checks form files, or folders of them, or the built-in forms where none is named. A file that
/// cannot be read is one mistake among the others.
pub(super) fn run(
    paths: &[PathBuf],
    format: Format,
    out: &mut impl Write,
    library: &Library,
) -> Result<u8, Stop> {
    let mut checked = Checked::default();
    if paths.is_empty() {
        for (id, text) in BUILT_IN {
            checked.text(&format!("forms/{id}.toml"), text, library);
        }
    }
    for path in paths {
        match form_files(path) {
            Ok(files) => files.iter().for_each(|file| checked.file(file, library)),
            Err(why) => checked.unread(path, &why),
        }
    }
    match format {
        Format::Json => {
            let listed = serde_json::to_string_pretty(&checked.problems);
            writeln!(out, "{}", listed.map_err(|why| unwritten(why.into()))?).map_err(unwritten)?;
        }
        Format::Text => {
            for problem in &checked.problems {
                writeln!(out, "{problem}\n").map_err(unwritten)?;
            }
            let (files, mistakes) =
                (counted(checked.files, "form"), counted(checked.problems.len(), "mistake"));
            writeln!(out, "{files} checked, {mistakes}").map_err(unwritten)?;
        }
    }
    Ok(if checked.problems.is_empty() { EX_OK } else { EX_DATAERR })
}

/// What has been checked so far.
#[derive(Debug, Default)]
struct Checked {
    files: usize,
    problems: Vec<Problem>,
    /// The file of each form's id.
    ids: HashMap<String, String>,
}

impl Checked {
    fn file(&mut self, path: &Path, library: &Library) {
        let name = path.display().to_string();
        match bytes(path) {
            Err(why) => self.unread(path, &why),
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => self.text(&name, &text, library),
                Err(why) => {
                    self.files += 1;
                    self.problems.push(not_utf8(&name, &why));
                }
            },
        }
    }

    fn text(&mut self, name: &str, text: &str, library: &Library) {
        self.files += 1;
        match library.check(name, text) {
            Err(report) => self.problems.extend(report.problems),
            Ok(form) => match self.ids.get(&form.id) {
                Some(other) if other != name => {
                    let message = format!("{other} has the id \"{}\" too", form.id);
                    let help = "give each form its own id: of two with one id only one can be used";
                    let at = id_in(text, &form.id);
                    let problem = Problem::at(name, text, at, message, help).coded("duplicate-form");
                    self.problems.push(problem);
                }
                _ => {
                    self.ids.insert(form.id, name.to_string());
                }
            },
        }
    }

    fn unread(&mut self, path: &Path, why: &io::Error) {
        let message = format!("this file cannot be read: {why}");
        let help = "check its name, and whether you may read it";
        let problem = Problem::at(&path.display().to_string(), "", 0..0, message, help);
        self.problems.push(problem.coded("unreadable-file"));
    }
}

/// The form files a path stands for: itself, or every .toml file of the folder, by name.
fn form_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "toml") {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    }
}

/// Names the byte, and shows its line as far as it can be read.
fn not_utf8(name: &str, why: &std::string::FromUtf8Error) -> Problem {
    let at = why.utf8_error().valid_up_to();
    let byte = why.as_bytes().get(at).copied().unwrap_or_default();
    let text = String::from_utf8_lossy(why.as_bytes());
    let message = format!("byte {} of this file, 0x{byte:02X}, is not UTF-8", at + 1);
    Problem::at(name, &text, at..at + 1, message, "save the file as UTF-8").coded("not-utf8")
}

/// Where a form says its id.
fn id_in(text: &str, id: &str) -> std::ops::Range<usize> {
    let at = text.find(&format!("\"{id}\"")).or_else(|| text.find(&format!("'{id}'")));
    at.map_or(0..0, |at| at..at + id.len() + 2)
}

pub(super) fn counted(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;

    const GOOD: &str = "[form]\nid = \"f\"\ntitle = \"F\"\nversion = \"1\"\nlicence = \"L\"\nshelf = \"core\"\n\
        [[section]]\nid = \"s\"\ntitle = \"S\"\n[[section.question]]\nid = \"q\"\nkind = \"yes_no\"\ntext = \"?\"\n";

    fn checked(paths: Vec<PathBuf>, format: Format) -> (u8, String) {
        let mut out = Vec::new();
        let code = run(&paths, format, &mut out, &Library::default()).unwrap();
        (code, String::from_utf8(out).unwrap())
    }

    #[test]
    fn the_built_in_forms_check_clean() {
        let (code, out) = checked(Vec::new(), Format::Text);
        assert_eq!((code, out), (EX_OK, format!("{} forms checked, 0 mistakes\n", BUILT_IN.len())));
    }

    #[test]
    fn a_faulty_form_is_shown_with_its_line_for_people_and_for_editors() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), "[form]\nid = 3\n").unwrap();
        let (code, text) = checked(vec![folder.path().to_path_buf()], Format::Text);
        assert_eq!(code, EX_DATAERR);
        assert!(text.contains("a.toml:2:6"), "{text}");
        let (code, text) = checked(vec![folder.path().to_path_buf()], Format::Json);
        let read: Json = serde_json::from_str(&text).unwrap();
        assert_eq!(code, EX_DATAERR);
        let typed = read.as_array().unwrap().iter().find(|one| one["code"] == "wrong-type").unwrap();
        assert_eq!((typed["line"].as_u64(), typed["column"].as_u64()), (Some(2), Some(6)));
        assert_eq!((typed["end_line"].as_u64(), typed["end_column"].as_u64()), (Some(2), Some(7)));
        assert_eq!(typed["source_line"], "id = 3");
    }

    #[test]
    fn a_file_that_cannot_be_read_does_not_end_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::write(&path, bytes).unwrap();
            path
        };
        let latin = file("latin.toml", b"[form]\ntitle = \"caf\xe9\"\n");
        let paths = vec![folder.path().join("none.toml"), latin, file("good.toml", GOOD.as_bytes())];
        let (code, text) = checked(paths, Format::Text);
        assert_eq!(code, EX_DATAERR);
        assert!(text.contains("error[unreadable-file]: this file cannot be read"), "{text}");
        assert!(text.contains("byte 20 of this file, 0xE9, is not UTF-8"), "{text}");
        assert!(text.contains("latin.toml:2:13"), "{text}");
        assert!(text.ends_with("2 forms checked, 2 mistakes\n"), "{text}");
    }

    #[test]
    fn two_forms_with_one_id_are_told_and_a_form_named_twice_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.toml", "b.toml"] {
            fs::write(folder.path().join(name), GOOD).unwrap();
        }
        let a = folder.path().join("a.toml");
        assert_eq!(checked(vec![a.clone(), a], Format::Text).0, EX_OK);
        let (code, text) = checked(vec![folder.path().to_path_buf()], Format::Text);
        assert_eq!(code, EX_DATAERR);
        assert!(text.contains("error[duplicate-form]") && text.contains("b.toml:2:6"), "{text}");
    }
}
