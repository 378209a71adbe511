//! Ids: how they are written, and that each is given once.

use std::collections::HashMap;

use crate::forms::fields::{Placed, Reader};

/// Words that mean something else in conditions.
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

/// Ids given already, each with what bears it.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: HashMap<String, &'static str>,
}

impl Ids {
    /// Takes an id, where it can be an id and is free.
    pub(super) fn take(&mut self, id: &Placed<String>, what: &'static str, reader: &mut Reader<'_>) -> bool {
        is_id(id, what, reader) && self.is_free(id, what, reader)
    }

    /// Takes a name that may have any letters, where it is free.
    pub(super) fn is_free(
        &mut self,
        id: &Placed<String>,
        what: &'static str,
        reader: &mut Reader<'_>,
    ) -> bool {
        let other = self.taken.get(id.get_ref());
        if let Some(other) = other {
            let message = format!("there is a {other} \"{}\" already", id.get_ref());
            reader.fault("duplicate-id", id.span(), message, "each id is used once");
            return false;
        }
        self.taken.insert(id.get_ref().clone(), what);
        true
    }
}

/// The id of a form is a file's name too, and so has no capitals.
pub(super) fn is_form_id(id: &Placed<String>, reader: &mut Reader<'_>) -> bool {
    let small = |c: char| !c.is_ascii_uppercase();
    if id.get_ref().chars().all(small) {
        return is_id(id, "form", reader);
    }
    let message = format!("\"{}\" cannot be the id of a form", id.get_ref());
    reader.fault("bad-id", id.span(), message, "use small letters, digits and _, and begin with a letter");
    false
}

/// Checks that an id is letters, digits and underscores, and begins with a letter.
fn is_id(id: &Placed<String>, what: &str, reader: &mut Reader<'_>) -> bool {
    let name = id.get_ref().as_str();
    let fit = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(fit) {
        let message = format!("\"{name}\" cannot be the id of a {what}");
        reader.fault("bad-id", id.span(), message, "use letters, digits and _, and begin with a letter");
        return false;
    }
    if RESERVED.contains(&name) {
        let message = format!("\"{name}\" means something else in conditions");
        reader.fault("bad-id", id.span(), message, "choose another id");
        return false;
    }
    true
}
