//! Reads `[[mandatory_group]]`: people who are always to be referred, from one day to another.

use super::{date, day, line, lists, number, once};
use crate::domain::service::{Code, Lists, MandatoryGroup};
use crate::domain::text;
use crate::forms::fields::{Fields, Reader};
use crate::forms::report::suggest;

/// Nobody under ten is a suspect, so a group under a smaller age than eleven would be empty.
const AGES: std::ops::RangeInclusive<i64> = 11..=120;

/// Reads every group; a service may have none. Without lists the codes are left unchecked, since
/// the missing lists are told already.
pub(super) fn groups(
    root: &mut Fields<'_>,
    known: Option<&Lists>,
    reader: &mut Reader<'_>,
) -> Vec<MandatoryGroup> {
    let none = Lists::default();
    let known = known.unwrap_or(&none);
    let mut seen = Vec::new();
    let tables = root.tables("mandatory_group", reader);
    tables.into_iter().filter_map(|fields| group(fields, known, &mut seen, reader)).collect()
}

fn group(
    mut fields: Fields<'_>,
    known: &Lists,
    seen: &mut Vec<String>,
    reader: &mut Reader<'_>,
) -> Option<MandatoryGroup> {
    let code = fields.needed("code", reader);
    if let Some(code) = &code {
        fields.rename(format!("mandatory_group \"{}\"", text::clean_line(code.get_ref())));
        lists::check_code(code, reader);
        once(code, "mandatory group", seen, reader);
    }
    let label = line(&mut fields, "label", reader);
    if fields.value("word").is_none() {
        fields.lacks("word", reader);
    }
    let word = lists::word(&mut fields, reader);
    let tier = number(&mut fields, "tier", 0..=3, reader);
    let from = day(&mut fields, "from", reader);
    let to = fields.value("to");
    let last = to.and_then(|written| date(written, reader));
    if let (Some(written), Some(from), Some(last)) = (to, from, last)
        && last < from
    {
        let message = format!("{} ends before it begins", fields.name());
        reader.complain(written.span(), message, "`to` is its last day; leave it out where there is none");
    }
    let source = line(&mut fields, "source", reader);
    let criteria = criteria(&mut fields, known, reader);
    fields.finish(reader);
    Some(MandatoryGroup {
        code: code?.into_inner(),
        label: label?,
        word: word?,
        tier: tier?,
        from: from?,
        to: last,
        source: source?,
        ..criteria
    })
}

/// Reads who belongs. A group that names no criterion belongs to nobody, which nobody can have meant.
fn criteria(fields: &mut Fields<'_>, known: &Lists, reader: &mut Reader<'_>) -> MandatoryGroup {
    let positions = &known.legal_positions;
    let group = MandatoryGroup {
        reasons: codes(fields, "reasons", ("reasons", &known.reasons), reader),
        sexes: codes(fields, "sexes", ("sexes", &known.sexes), reader),
        under_age: match fields.value("under_age") {
            Some(_) => number(fields, "under_age", AGES, reader),
            None => None,
        },
        legal_positions: codes(fields, "legal_positions", ("legal_positions", positions), reader),
        offences: codes(fields, "offences", ("offence_categories", &known.offence_categories), reader),
        ..MandatoryGroup::default()
    };
    let keys = ["reasons", "sexes", "under_age", "legal_positions", "offences"];
    if keys.iter().all(|key| fields.value(key).is_none()) {
        let message = format!("{} does not say who belongs to it", fields.name());
        reader.complain(fields.span(), message, format!("add at least one of: {}", keys.join(", ")));
    }
    group
}

/// Codes that have to be on a list, given with its name.
fn codes(
    fields: &mut Fields<'_>,
    key: &'static str,
    (list, known): (&str, &[Code]),
    reader: &mut Reader<'_>,
) -> Vec<String> {
    let Some(value) = fields.value(key) else { return Vec::new() };
    if value.get_ref().as_array().is_some_and(|codes| codes.is_empty()) {
        let message = format!("{}: `{key}` is empty", fields.name());
        reader.complain(value.span(), message, "name at least one code, or take this line out");
    }
    let mut read = Vec::new();
    for written in fields.texts(key, reader) {
        let code = written.get_ref().as_str();
        // Where the list itself could not be read, its own mistakes are shown.
        if !known.is_empty() && !known.iter().any(|entry| entry.code == code) {
            let message = format!("{}: the list `{list}` has no \"{code}\"", fields.name());
            let help = suggest(code, known.iter().map(|entry| entry.code.as_str()));
            reader.complain(written.span(), message, help);
        }
        once(&written, &format!("code in `{key}`"), &mut read, reader);
    }
    read
}
