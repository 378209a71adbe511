//! Reads red flags and suggested onward referrals.

use crate::forms::fields::{Fields, Reader};
use crate::forms::report::suggest;
use crate::forms::rules::{Flag, Suggestion, Tier, Urgency};

use super::draft::Draft;
use super::ids::Ids;

pub(super) fn read_flags(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) -> Vec<Flag> {
    let mut flags: Vec<Flag> = Vec::new();
    let mut ids = Ids::default();
    for mut fields in root.tables("flag", reader) {
        let id = fields.needed("id", reader);
        if let Some(id) = &id {
            fields.rename(format!("flag \"{}\"", id.get_ref()));
            ids.is_free(id, "flag", reader);
        }
        let question = fields.needed("question", reader);
        let place = question.as_ref().and_then(|name| draft.place_of(name, reader));
        let when = fields.needed("when", reader);
        let when = when.and_then(|when| draft.compile_rule_at(place, fields.name(), &when, false, reader));
        let (words, action) = (fields.needed("words", reader), fields.needed("action", reader));
        let tier = read_tier(&mut fields, reader);
        fields.finish(reader);
        let read = (id, question.zip(place), when, words, action, tier);
        if let (Some(id), Some((question, place)), Some(when), Some(words), Some(action), Some(tier)) = read {
            flags.push(Flag {
                id: id.into_inner(),
                place,
                question: question.into_inner(),
                when,
                words: words.into_inner(),
                action: action.into_inner(),
                tier,
            });
        }
    }
    flags
}

fn read_tier(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Tier> {
    const ALL: [Tier; 2] = [Tier::T0, Tier::T1];
    let word = fields.needed("tier", reader)?;
    let found = ALL.into_iter().find(|tier| tier.code() == word.get_ref());
    if found.is_none() {
        let message = format!("a flag cannot put anyone in tier \"{}\"", word.get_ref());
        reader.fault("unknown-word", word.span(), message, "write \"T0\" for now or \"T1\" for next");
    }
    found
}

pub(super) fn read_suggestions(
    root: &mut Fields<'_>,
    draft: &mut Draft,
    destinations: &[&str],
    reader: &mut Reader<'_>,
) -> Vec<Suggestion> {
    let mut suggestions = Vec::new();
    for mut fields in root.tables("suggest", reader) {
        let to = fields.needed("to", reader);
        if let Some(to) = &to {
            fields.rename(format!("suggestion of \"{}\"", to.get_ref()));
            if !destinations.contains(&to.get_ref().as_str()) {
                let message = format!("there is no destination \"{}\"", to.get_ref());
                let help = suggest(to.get_ref(), destinations.iter().copied());
                reader.fault("unknown-destination", to.span(), message, help);
            }
        }
        let when = fields.needed("when", reader);
        let when = when.and_then(|when| draft.compile_rule(fields.name(), &when, false, reader));
        let urgency = read_urgency(&mut fields, reader);
        let reason = fields.needed("because", reader);
        fields.finish(reader);
        if let (Some(to), Some(when), Some(urgency), Some(reason)) = (to, when, urgency, reason) {
            let (destination, reason) = (to.into_inner(), reason.into_inner());
            suggestions.push(Suggestion { destination, when, urgency, reason });
        }
    }
    suggestions
}

fn read_urgency(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Urgency> {
    let word = fields.needed("urgency", reader)?;
    let found = Urgency::ALL.into_iter().find(|urgency| urgency.code() == word.get_ref());
    if found.is_none() {
        let help = suggest(word.get_ref(), Urgency::ALL.map(Urgency::code));
        let message = format!("there is no urgency \"{}\"", word.get_ref());
        reader.fault("unknown-word", word.span(), message, help);
    }
    found
}
