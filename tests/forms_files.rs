//! Form files: the good ones load, the bad ones fail with the very message stored beside them.
//!
//! With `UPDATE_FORM_MESSAGES=1` the messages are written anew, to be read before they are kept.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use liaison::forms::library::BUILT_IN;
use liaison::forms::{DESTINATIONS, Form};

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms").join(folder);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn load(file: &Path) -> Result<Form, String> {
    let name = file.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(file).unwrap();
    Form::load(name, &text, &DESTINATIONS).map_err(|report| format!("{report}\n"))
}

#[test]
fn good_forms_load() {
    for file in files("good") {
        if let Err(report) = load(&file) {
            panic!("{}:\n{report}", file.display());
        }
    }
}

#[test]
fn bad_forms_fail_with_the_message_stored_beside_them() {
    let mut wrong = Vec::new();
    for file in files("bad") {
        let Err(report) = load(&file) else {
            wrong.push(format!("{} loads", file.display()));
            continue;
        };
        let stored = file.with_extension("txt");
        if std::env::var_os("UPDATE_FORM_MESSAGES").is_some() {
            fs::write(&stored, &report).unwrap();
        }
        if fs::read_to_string(&stored).unwrap_or_default() != report {
            wrong.push(format!("{}:\n{report}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn built_in_forms_have_no_mistakes_and_carry_their_licence() {
    for (id, text) in BUILT_IN {
        let form = Form::load(id, text, &DESTINATIONS).unwrap_or_else(|report| panic!("{report}"));
        assert_eq!(form.id, id);
        assert!(!form.licence.is_empty());
        assert_eq!(form.hash.len(), 64);
    }
}

#[test]
fn the_templates_in_the_docs_load() {
    for template in ["docs/form-template.toml", "docs/instrument-template.toml"] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(template);
        if let Err(report) = load(&file) {
            panic!("{report}");
        }
    }
}

#[test]
fn no_built_in_form_words_a_level_of_suicide_risk() {
    for (id, text) in BUILT_IN {
        let text = text.to_lowercase();
        for phrase in
            ["risk level", "risk of suicide", "suicide risk", "high risk", "low risk", "medium risk"]
        {
            assert!(!text.contains(phrase), "{id} says \"{phrase}\"");
        }
    }
}

#[test]
fn a_form_can_use_every_kind_of_question() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/good/every_kind.toml");
    let form = load(&file).unwrap();
    for kind in liaison::forms::Kind::CODES.into_iter().filter(|kind| *kind != "table") {
        assert!(form.questions.iter().any(|question| question.kind.code() == kind), "no {kind}");
    }
    let table = &form.tables[0];
    assert_eq!((table.id.as_str(), table.rows.len()), ("table", 2));
    let (group, dose) = (form.question("group").unwrap(), form.question("dose").unwrap());
    assert_eq!(form.group_of(dose).map(|group| &group.id), Some(&group.id));
}
