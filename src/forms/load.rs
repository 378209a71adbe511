//! Checks the text of a form: either a sound `Form`, or every mistake in it.

mod heading;
mod question;
mod rules;
mod score;

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::expr::Expr;
use super::expr::compile::{Scope, compile};
use super::fields::{Fields, Placed, Reader};
use super::form::{Form, Question, Section};
use super::report::{Report, suggest};
use super::score::Score;

/// The most a form file may hold.
const LARGEST: usize = 1024 * 1024;
/// The most questions a form may have.
const MOST_QUESTIONS: usize = 2000;

/// The form as far as it has been read.
#[derive(Debug, Default)]
struct Draft {
    sections: Vec<Section>,
    questions: Vec<Question>,
    places: HashMap<String, usize>,
    /// Conditions still to be compiled: of questions by place, of sections by place.
    question_conditions: Vec<(usize, Placed<String>)>,
    section_conditions: Vec<(usize, Placed<String>)>,
    scores: Vec<Score>,
    /// Questions whose kind is a mistake, so that what hangs on them is not complained of too.
    unsure: Vec<usize>,
}

impl Form {
    /// Checks the text of a form. `file` is the name for messages; `destinations` are the codes a
    /// suggestion may name.
    ///
    /// # Errors
    ///
    /// Every mistake found, each with line, column and what to do.
    pub fn load(file: &str, text: &str, destinations: &[&str]) -> Result<Self, Report> {
        let mut reader = Reader::new(file, text);
        if text.len() > LARGEST {
            reader.complain(0..0, "this file is larger than 1 MiB", "a form is some 10 KiB of text");
            return Err(reader.report());
        }
        let Some(document) = reader.document() else { return Err(reader.report()) };
        let mut root = Fields::new("this file", document.get_ref(), 0..0);
        let heading = heading::read(&mut root, &mut reader);
        let mut draft = Draft::default();
        question::read_all(&mut root, &mut draft, &mut reader);
        let mut rules = score::read_all(&mut root, &mut draft, &mut reader);
        draft.compile_conditions(&mut reader);
        score::compile_rules(&mut rules, &mut draft, &mut reader);
        let flags = rules::read_flags(&mut root, &draft, &mut reader);
        let suggestions = rules::read_suggestions(&mut root, &draft, destinations, &mut reader);
        root.finish(&mut reader);
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
            audience: heading.audience,
            ages: heading.ages,
            about: heading.about,
            sections: draft.sections,
            questions: draft.questions,
            scores: draft.scores,
            flags,
            suggestions,
            places: draft.places,
        })
    }
}

impl Draft {
    /// Compiles every `show_if`. It may look only at what was asked before.
    fn compile_conditions(&mut self, reader: &mut Reader<'_>) {
        let mut waits = vec![Vec::new(); self.questions.len()];
        for (place, condition) in &self.question_conditions {
            if let Some(named) = waits.get_mut(*place) {
                *named = named_in(condition.get_ref(), &self.places);
            }
        }
        for (place, condition) in std::mem::take(&mut self.question_conditions) {
            let compiled = self.compile(&condition, place, Some(place), &waits, reader);
            if let Some(question) = self.questions.get_mut(place) {
                question.show_if = compiled;
            }
        }
        for (place, condition) in std::mem::take(&mut self.section_conditions) {
            let asked = self.sections.get(place).map_or(0, |section| section.questions.start);
            let compiled = self.compile(&condition, asked, None, &waits, reader);
            if let Some(section) = self.sections.get_mut(place) {
                section.show_if = compiled;
            }
        }
    }

    /// Compiles a condition that may look at every question and score.
    fn compile_rule(&self, condition: &Placed<String>, reader: &mut Reader<'_>) -> Option<Expr> {
        self.compile(condition, self.questions.len(), None, &[], reader)
    }

    fn compile(
        &self,
        condition: &Placed<String>,
        asked: usize,
        of: Option<usize>,
        waits: &[Vec<usize>],
        reader: &mut Reader<'_>,
    ) -> Option<Expr> {
        let (questions, places, scores) = (&self.questions, &self.places, &self.scores);
        let scope = Scope { questions, places, scores, asked, of, waits, unsure: &self.unsure };
        match compile(condition.get_ref(), scope) {
            Ok(expr) => Some(expr),
            Err(mistakes) => {
                for mistake in mistakes {
                    let span = reader.inside(condition, mistake.span);
                    reader.complain(span, mistake.message, mistake.help);
                }
                None
            }
        }
    }

    /// The place of the question a field names.
    fn place_of(&self, name: &Placed<String>, reader: &mut Reader<'_>) -> Option<usize> {
        let place = self.places.get(name.get_ref()).copied();
        if place.is_none() {
            let help = suggest(name.get_ref(), self.questions.iter().map(|question| question.id.as_str()));
            reader.complain(name.span(), format!("there is no question \"{}\"", name.get_ref()), help);
        }
        place
    }
}

/// The SHA-256 of a form's text, in hexadecimal.
fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The questions whose names occur in a condition, without reading it properly.
fn named_in(condition: &str, places: &HashMap<String, usize>) -> Vec<usize> {
    let words = condition.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter_map(|word| places.get(word).copied()).collect()
}

/// Checks that an id is small letters, digits and underscores, begins with a letter and is free.
fn check_id<'a>(
    id: &Placed<String>,
    what: &str,
    mut taken: impl Iterator<Item = &'a str>,
    reader: &mut Reader<'_>,
) -> bool {
    const RESERVED: [&str; 25] = [
        "true",
        "false",
        "null",
        "in",
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
        "person_age",
        "person_sex",
        "today",
        "has",
    ];
    let name = id.get_ref().as_str();
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(letters) {
        let message = format!("\"{name}\" cannot be the id of a {what}");
        reader.complain(id.span(), message, "use small letters, digits and _, and begin with a letter");
        return false;
    }
    if RESERVED.contains(&name) {
        reader.complain(
            id.span(),
            format!("\"{name}\" means something else in conditions"),
            "choose another id",
        );
        return false;
    }
    if taken.any(|other| other == name) {
        reader.complain(id.span(), format!("there is a {what} \"{name}\" already"), "each id is used once");
        return false;
    }
    true
}
