//! Checks the text of a form: either a sound `Form`, or every mistake in it.
//!
//! What is read stands in a `Draft` until all names are known; then the conditions are compiled,
//! and what only then can be told is told.

mod checks;
mod choices;
mod circles;
mod conditions;
mod draft;
mod heading;
mod ids;
mod kind;
mod prefill;
mod question;
mod reach;
mod rules;
mod score;
mod table;

use std::sync::OnceLock;

use sha2::{Digest, Sha256};

use super::fields::{Fields, Reader};
use super::form::Form;
use super::report::Report;
use draft::Draft;

/// How large a form may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// The most bytes of its file.
    pub bytes: usize,
    /// The most questions.
    pub questions: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 1024 * 1024, questions: 2000 }
    }
}

impl Form {
    /// Checks the text of a form. `file` is the name for messages; `destinations` are the codes a
    /// suggestion may name.
    ///
    /// # Errors
    ///
    /// Every mistake found, each with line, column and what to do.
    pub fn load(file: &str, text: &str, destinations: &[&str]) -> Result<Self, Report> {
        Self::load_within(file, text, destinations, Limits::default())
    }

    /// The same, within limits of one's own.
    ///
    /// # Errors
    ///
    /// Every mistake found, each with line, column and what to do.
    pub fn load_within(
        file: &str,
        text: &str,
        destinations: &[&str],
        limits: Limits,
    ) -> Result<Self, Report> {
        let mut reader = Reader::new(file, text);
        if text.len() > limits.bytes {
            let message = format!("this file is larger than {}", size(limits.bytes));
            reader.fault("too-large", 0..0, message, "a form is some 10 KiB of text; make it two forms");
            return Err(reader.report());
        }
        let Some(document) = reader.document() else { return Err(reader.report()) };
        let mut root = Fields::new("this file", document.get_ref(), 0..0);
        let heading = heading::read(&mut root, &mut reader);
        let mut draft = Draft::new(limits);
        question::read_all(&mut root, &mut draft, &mut reader);
        let mut scores = score::read_all(&mut root, &mut draft, &mut reader);
        circles::tell(&mut draft, &mut reader);
        score::compile_numbers(&mut scores, &mut draft, &mut reader);
        conditions::compile_all(&mut draft, &mut reader);
        score::compile_bands(scores, &mut draft, &mut reader);
        let checks = checks::read(&mut root, &mut draft, &mut reader);
        let flags = rules::read_flags(&mut root, &mut draft, &mut reader);
        let suggestions = rules::read_suggestions(&mut root, &mut draft, destinations, &mut reader);
        root.finish(&mut reader);
        reach::tell(&draft, &mut reader);
        let (Some(heading), true) = (heading, reader.is_clean()) else { return Err(reader.report()) };
        Ok(Self {
            id: heading.id,
            title: heading.title,
            version: heading.version,
            hash: hash(text),
            text: text.to_string(),
            licence: heading.licence,
            source: heading.source,
            wording: heading.wording,
            shelf: heading.shelf,
            audience: heading.audience,
            ages: heading.ages,
            about: heading.about,
            clinician: heading.clinician,
            sections: draft.sections,
            questions: draft.questions,
            tables: draft.tables,
            checks,
            scores: draft.scores,
            flags,
            suggestions,
            places: draft.places,
            index: OnceLock::new(),
        })
    }
}

/// The SHA-256 of a form's text, in hexadecimal.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn size(bytes: usize) -> String {
    const MEBIBYTE: usize = 1024 * 1024;
    if bytes.is_multiple_of(MEBIBYTE) {
        format!("{} MiB", bytes / MEBIBYTE)
    } else {
        format!("{bytes} bytes")
    }
}
