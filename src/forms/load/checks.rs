//! Reads `[[check]]`: what must not, or should not, stand in the answers.

use crate::forms::fields::{Fields, Reader};
use crate::forms::rules::{Check, Level};

use super::draft::Draft;

pub(super) fn read(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    for mut fields in root.tables("check", reader) {
        let question = fields.needed("question", reader);
        if let Some(question) = &question {
            fields.rename(format!("check of \"{}\"", question.get_ref()));
        }
        let place = question.as_ref().and_then(|name| draft.place_of(name, reader));
        let when = fields.needed("when", reader);
        let when = when.and_then(|when| draft.compile_rule_at(place, fields.name(), &when, false, reader));
        let level = read_level(&mut fields, reader);
        fields.finish(reader);
        if let (Some((question, place)), Some(when), Some((level, words))) =
            (question.zip(place), when, level)
        {
            checks.push(Check { place, question: question.into_inner(), when, level, words });
        }
    }
    checks
}

fn read_level(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<(Level, String)> {
    let (refuse, warn) = (fields.optional("refuse", reader), fields.optional("warn", reader));
    match (refuse, warn) {
        (Some(words), None) => Some((Level::Refuse, words.into_inner())),
        (None, Some(words)) => Some((Level::Warn, words.into_inner())),
        (Some(_), Some(warn)) => {
            let message = format!("{} both refuses and warns", fields.name());
            reader.fault("contradiction", warn.span(), message, "keep `refuse` or `warn`");
            None
        }
        (None, None) => {
            if fields.value("refuse").is_none() && fields.value("warn").is_none() {
                let message = format!("{} says neither `refuse` nor `warn`", fields.name());
                reader.fault("missing-key", fields.span(), message, "add `refuse = ...` or `warn = ...`");
            }
            None
        }
    }
}
