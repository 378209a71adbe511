//! Reads `[[role]]`: what people sign in as, and what that lets them do.

use super::{Names, line, listed, once};
use crate::domain::service::{Right, Role};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::suggest;

const RIGHTS: [(&str, Right); 5] = [
    ("screen", Right::Screen),
    ("assess", Right::Assess),
    ("lead", Right::Lead),
    ("youth", Right::Youth),
    ("follow_up", Right::FollowUp),
];
/// Rights that a service can do without: not every one has youth workers or link workers.
const OPTIONAL: [Right; 2] = [Right::Youth, Right::FollowUp];

/// Reads every role.
pub(super) fn roles(root: &mut Fields<'_>, known: &Names, reader: &mut Reader<'_>) -> Vec<Role> {
    let mut seen = Vec::new();
    let mut read = Vec::new();
    let tables = listed(root, "role", reader);
    let written = tables.len();
    for mut fields in tables {
        let code = fields.needed("code", reader);
        if let Some(code) = &code {
            fields.rename(format!("role \"{}\"", text::clean_line(code.get_ref())));
            once(code, "role", &mut seen, reader);
            super::lists::check_code(code, reader);
        }
        let label = line(&mut fields, "label", reader);
        let may = rights(&mut fields, reader);
        if fields.value("counter_signed").is_none() {
            fields.lacks("counter_signed", reader);
        }
        let counter_signed = fields.flag("counter_signed", false, reader);
        if fields.value("skills").is_none() {
            fields.lacks("skills", reader);
        }
        let skills = fields.texts("skills", reader);
        for code in &skills {
            known.has(code, reader);
        }
        fields.finish(reader);
        let (Some(code), Some(label), Some(may)) = (code, label, may) else { continue };
        let skills = skills.into_iter().map(Placed::into_inner).collect();
        read.push(Role { code: code.into_inner(), label, may, counter_signed, skills });
    }
    // Where a role could not be read, the right that seems missing may be in that one.
    for (name, right) in RIGHTS.into_iter().filter(|(_, right)| !OPTIONAL.contains(right)) {
        if written > 0 && read.len() == written && !read.iter().any(|role| role.may(right)) {
            let message = format!("no role may \"{name}\"");
            reader.complain(root.span(), message, format!("add \"{name}\" to `may` of a [[role]]"));
        }
    }
    read
}

/// A role may have no right at all (a student who looks on), but the file has to say so.
fn rights(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Vec<Right>> {
    if fields.value("may").is_none() {
        fields.lacks("may", reader);
        return None;
    }
    let mut may = Vec::new();
    let mut sound = true;
    for written in fields.texts("may", reader) {
        let name = written.get_ref().as_str();
        match RIGHTS.iter().find(|(known, _)| *known == name) {
            Some((_, right)) => may.push(*right),
            None => {
                sound = false;
                let message = format!("{}: there is no right \"{name}\"", fields.name());
                reader.complain(written.span(), message, suggest(name, RIGHTS.map(|(known, _)| known)));
            }
        }
    }
    sound.then_some(may)
}
