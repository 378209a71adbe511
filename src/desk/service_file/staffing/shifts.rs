//! Reads `[[pattern]]` and `[[rotation]]`: the shifts that are worked, and how they come round.

use toml::de::DeValue;

use super::{Names, hours, kind_of, listed, number, site};
use crate::desk::service_file::sites::kind;
use crate::domain::service::{Pattern, PatternHoliday, Rotation, Site, SiteKind};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::suggest;

const HOLIDAYS: [(&str, PatternHoliday); 3] =
    [("as_usual", PatternHoliday::AsUsual), ("worked", PatternHoliday::Worked), ("off", PatternHoliday::Off)];
/// How a rotation writes a day off.
const OFF: &str = "-";

/// Reads every shift pattern.
pub(in crate::desk::service_file) fn patterns(
    root: &mut Fields<'_>,
    at: &Names,
    by: &Names,
    reader: &mut Reader<'_>,
) -> Vec<Pattern> {
    let mut seen: Vec<(String, SiteKind)> = Vec::new();
    let mut read = Vec::new();
    for mut fields in listed(root, "pattern", reader) {
        let name = fields.needed("name", reader);
        if let Some(name) = &name {
            fields.rename(format!("pattern \"{}\"", text::clean_line(name.get_ref())));
            one_word(name, reader);
        }
        let hours = fields.needed("hours", reader).and_then(|written| hours::hours(&written, reader));
        let days = fields.needed("days", reader).map(|written| hours::days(&written, reader));
        let on_bank_holiday = holiday(&mut fields, reader);
        let kind = kind(&mut fields, reader);
        let worked_at = fields.texts("sites", reader);
        for code in &worked_at {
            at.has(code, reader);
        }
        let role = fields.needed("role", reader);
        if let Some(code) = &role {
            by.has(code, reader);
        }
        let break_minutes = number(&mut fields, "break_minutes", 0..=240, reader);
        fields.finish(reader);
        let (Some(name), Some(kind)) = (name, kind) else { continue };
        distinct(&name, kind, &mut seen, reader);
        let pattern = (|| {
            Some(Pattern {
                name: text::clean_line(name.get_ref()),
                hours: hours?,
                days: days?,
                on_bank_holiday: on_bank_holiday?,
                kind,
                sites: worked_at.into_iter().map(Placed::into_inner).collect(),
                role: role?.into_inner(),
                break_minutes: break_minutes?,
            })
        })();
        read.extend(pattern);
    }
    read
}

/// A pattern's name stands in a cell of the week and in the cells of a rotation.
fn one_word(name: &Placed<String>, reader: &mut Reader<'_>) {
    let text = name.get_ref();
    if text.is_empty() || text == OFF || text.chars().any(char::is_whitespace) || text.chars().count() > 12 {
        let message = format!("\"{}\" cannot be the name of a pattern", text::clean_line(text));
        reader.complain(name.span(), message, "use one word of up to 12 letters, as late");
    }
}

/// Two patterns of one name would be one key on the screen.
fn distinct(
    name: &Placed<String>,
    kind: SiteKind,
    seen: &mut Vec<(String, SiteKind)>,
    reader: &mut Reader<'_>,
) {
    let pair = (name.get_ref().clone(), kind);
    if seen.contains(&pair) {
        let message = format!("there is a pattern \"{}\" for this kind of site already", pair.0);
        reader.complain(name.span(), message, "name it after its days or hours");
    }
    seen.push(pair);
}

fn holiday(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<PatternHoliday> {
    let written = fields.needed("on_bank_holiday", reader)?;
    let name = written.get_ref().as_str();
    let found = HOLIDAYS.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule);
    if found.is_none() {
        let message = format!("{}: nothing is known of \"{name}\" on a bank holiday", fields.name());
        reader.complain(written.span(), message, suggest(name, HOLIDAYS.map(|(known, _)| known)));
    }
    found
}

/// Reads every [[rotation]]; a service may place every shift by hand and have none.
pub(in crate::desk::service_file) fn rotations(
    root: &mut Fields<'_>,
    sites: &[Site],
    at: &Names,
    patterns: (&[Pattern], bool),
    reader: &mut Reader<'_>,
) -> Vec<Rotation> {
    let (mut seen, mut read) = (Vec::new(), Vec::new());
    for mut fields in root.tables("rotation", reader) {
        let name = fields.needed("name", reader);
        if let Some(name) = &name {
            fields.rename(format!("rotation \"{}\"", text::clean_line(name.get_ref())));
            super::once(name, "rotation", &mut seen, reader);
        }
        let site = site(&mut fields, at, reader);
        let kind = kind_of(sites, site.as_ref());
        let worked = patterns.0.iter().filter(|pattern| kind.is_none_or(|kind| pattern.kind == kind));
        let worked = Names::new("pattern for this site", worked.map(|pattern| &pattern.name), patterns.1);
        let weeks = weeks(&mut fields, &worked, reader);
        fields.finish(reader);
        let (Some(name), Some(site), Some(weeks)) = (name, site, weeks) else { continue };
        read.push(Rotation { name: text::clean_line(name.get_ref()), site, weeks });
    }
    read
}

/// Reads `weeks = [["early", "early", "-", "late", "late", "-", "-"]]`.
fn weeks(
    fields: &mut Fields<'_>,
    worked: &Names,
    reader: &mut Reader<'_>,
) -> Option<Vec<[Option<String>; 7]>> {
    const EXAMPLE: &str = "write one list of seven for each week, Monday first, with \"-\" for a day off";
    let Some(value) = fields.value("weeks") else {
        fields.lacks("weeks", reader);
        return None;
    };
    let weeks = match value.get_ref() {
        DeValue::Array(weeks) if !weeks.is_empty() && weeks.len() <= 52 => weeks,
        _ => {
            reader.complain(value.span(), format!("{} has no weeks, or over 52", fields.name()), EXAMPLE);
            return None;
        }
    };
    let mut read = Vec::new();
    for week in weeks.iter() {
        let days: Vec<_> = match week.get_ref() {
            DeValue::Array(days) => days.iter().collect(),
            _ => Vec::new(),
        };
        let mut cells = [const { None }; 7];
        if days.len() != cells.len() {
            reader.complain(week.span(), format!("{}: a week has seven days", fields.name()), EXAMPLE);
            continue;
        }
        for (cell, day) in cells.iter_mut().zip(days) {
            let Some(name) = day.get_ref().as_str() else {
                reader.complain(day.span(), "a day is the name of a pattern in quotes", EXAMPLE);
                continue;
            };
            if name == OFF {
                continue;
            }
            if worked.has(&Placed::new(day.span(), name.to_owned()), reader) {
                *cell = Some(name.to_owned());
            }
        }
        read.push(cells);
    }
    Some(read)
}
