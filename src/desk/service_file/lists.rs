//! Reads `[lists]`: the code lists, each entry on a line of its own.

use super::{line, once, section};
use crate::domain::service::{ClockFamily, Code, Lists};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::library::DESTINATIONS;
use crate::forms::report::suggest;

/// Entries are chosen by one key each: 1 to 9, then a to z.
const MOST_ENTRIES: usize = 35;
/// The columns a board row has for a reason.
const LONGEST_WORD: usize = 12;
const LONGEST_CODE: usize = 40;
/// The statuses that the desk itself looks for.
const CONSENT: [&str; 2] = ["given", "refused"];
const CLOCKS: [(&str, ClockFamily); 6] = [
    ("pace", ClockFamily::Pace),
    ("court", ClockFamily::Court),
    ("warrant", ClockFamily::Warrant),
    ("s136", ClockFamily::S136),
    ("voluntary", ClockFamily::Voluntary),
    ("none", ClockFamily::None),
];

/// What the entries of a list may say beside code, label and national code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// Nothing.
    Plain,
    /// A tier, and its short word on the board.
    Tiered,
    /// A tier, and the clock that runs.
    Position,
    /// A short word, and whether it is protected rest.
    Hold,
    /// Whether it says that nothing was done.
    Instead,
}

/// Reads all lists.
pub(super) fn lists(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Lists> {
    let mut fields = section(root, "lists", "it holds the lists people choose from", reader)?;
    let mut list = |key, shape| entries(&mut fields, key, shape, reader);
    let read = Lists {
        sources: list("sources", Shape::Plain),
        reasons: list("reasons", Shape::Tiered),
        priorities: list("priorities", Shape::Tiered),
        legal_positions: list("legal_positions", Shape::Position),
        sexes: list("sexes", Shape::Tiered),
        hold_reasons: list("hold_reasons", Shape::Hold),
        not_seen_reasons: list("not_seen_reasons", Shape::Plain),
        done_instead: list("done_instead", Shape::Instead),
        places: list("places", Shape::Plain),
        consent_statuses: list("consent_statuses", Shape::Plain),
        destinations: list("destinations", Shape::Plain),
        sent_by: list("sent_by", Shape::Plain),
        attendance: list("attendance", Shape::Plain),
        refusal_reasons: list("refusal_reasons", Shape::Plain),
        outcomes: list("outcomes", Shape::Plain),
        closures: list("closures", Shape::Plain),
    };
    needs(&mut fields, "consent_statuses", &read.consent_statuses, &CONSENT, reader);
    needs(&mut fields, "destinations", &read.destinations, &DESTINATIONS, reader);
    nothing_done(&mut fields, &read.done_instead, reader);
    fields.finish(reader);
    Some(read)
}

fn entries(fields: &mut Fields<'_>, key: &'static str, shape: Shape, reader: &mut Reader<'_>) -> Vec<Code> {
    const EXAMPLE: &str = "add entries, as [{ code = \"other\", label = \"Other\" }]";
    let Some(value) = fields.value(key) else {
        reader.complain(fields.span(), format!("[lists] has no `{key}`"), EXAMPLE);
        return Vec::new();
    };
    let place = value.span();
    let tables = fields.tables(key, reader);
    if tables.is_empty() && value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
        reader.complain(place, format!("the list `{key}` is empty"), EXAMPLE);
    } else if tables.len() > MOST_ENTRIES {
        let message = format!("the list `{key}` has {} entries", tables.len());
        let help = format!("a list is chosen from by one key (1-9, a-z): keep it to {MOST_ENTRIES}");
        reader.complain(place.start..place.start + 1, message, help);
    }
    let mut seen = Vec::new();
    tables.into_iter().filter_map(|entry| self::entry(key, entry, shape, &mut seen, reader)).collect()
}

fn entry(
    list: &str,
    mut fields: Fields<'_>,
    shape: Shape,
    seen: &mut Vec<String>,
    reader: &mut Reader<'_>,
) -> Option<Code> {
    let code = fields.needed("code", reader);
    if let Some(code) = &code {
        fields.rename(format!("{list} \"{}\"", text::clean_line(code.get_ref())));
        check_code(code, reader);
        once(code, &format!("code in {list}"), seen, reader);
    }
    let label = line(&mut fields, "label", reader);
    let national = fields.text("national", reader).map(|code| text::clean_line(code.get_ref()));
    let tiered = matches!(shape, Shape::Tiered | Shape::Position);
    let tier = if tiered { tier(&mut fields, reader) } else { None };
    let worded = tiered || shape == Shape::Hold;
    let word = if worded { word(&mut fields, reader) } else { None };
    let clock = if shape == Shape::Position { clock(&mut fields, reader) } else { None };
    let rest = shape == Shape::Hold && fields.flag("rest", false, reader);
    let nothing_done = shape == Shape::Instead && fields.flag("nothing_done", false, reader);
    fields.finish(reader);
    // A file with a fault becomes no service, so a missing label here only keeps the code known.
    let (code, label) = (code?.into_inner(), label.unwrap_or_default());
    Some(Code { code, label, national, tier, word, clock, rest, nothing_done })
}

fn tier(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<u8> {
    fields.value("tier")?;
    super::number(fields, "tier", 0..=3, reader)
}

fn word(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<String> {
    let word = fields.text("word", reader)?;
    let letters = word.get_ref().chars().count();
    if letters == 0 || letters > LONGEST_WORD {
        let message = format!("{}: `word` has {letters} letters", fields.name());
        let help = format!("it stands in a row of the board: use 1 to {LONGEST_WORD} letters");
        reader.complain(word.span(), message, help);
    }
    Some(text::clean_line(word.get_ref()))
}

fn clock(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<ClockFamily> {
    let written = fields.needed("clock", reader)?;
    let name = written.get_ref().as_str();
    let found = CLOCKS.iter().find(|(known, _)| *known == name).map(|(_, family)| *family);
    if found.is_none() {
        let message = format!("{}: there is no clock \"{name}\"", fields.name());
        reader.complain(written.span(), message, suggest(name, CLOCKS.map(|(known, _)| known)));
    }
    found
}

/// A code is kept in the journal for years and goes into exports, so it is plain.
pub(super) fn check_code(code: &Placed<String>, reader: &mut Reader<'_>) {
    let name = code.get_ref();
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !plain || name.len() > LONGEST_CODE {
        let help = format!("use up to {LONGEST_CODE} letters, digits and _; the label is for words");
        reader.complain(code.span(), format!("\"{name}\" cannot be a code"), help);
    }
}

/// Complains of codes that the program or its forms name and the list does not have.
fn needs(fields: &mut Fields<'_>, key: &'static str, list: &[Code], codes: &[&str], reader: &mut Reader<'_>) {
    let Some(place) = fields.value(key).map(Placed::span) else { return };
    for code in codes.iter().filter(|code| !list.is_empty() && !list.iter().any(|e| e.code == **code)) {
        let message = format!("the list `{key}` has no \"{code}\", which the program names");
        let help = "add an entry with this code; its label is yours to choose";
        reader.complain(place.start..place.start + 1, message, help);
    }
}

/// Not seeing somebody always asks what was done instead; "nothing" has to be sayable, and countable.
fn nothing_done(fields: &mut Fields<'_>, list: &[Code], reader: &mut Reader<'_>) {
    let Some(place) = fields.value("done_instead").map(Placed::span) else { return };
    if !list.is_empty() && !list.iter().any(|entry| entry.nothing_done) {
        let message = "no entry of `done_instead` says that nothing was done";
        let help = "mark at least one entry with nothing_done = true";
        reader.complain(place.start..place.start + 1, message, help);
    }
}
