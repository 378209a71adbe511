//! Reads `service.toml` into a `Service`, or says everything that is wrong with it.
//!
//! Lives here: the file's keys and what each may hold. Every mistake is kept with its line and
//! column, so that one run shows them all. Must not live here: a default. What a service does
//! not say is a mistake, because a silent figure is one that nobody at the service decided.

mod care;
mod figures;
mod groups;
mod hours;
mod lists;
mod roles;
mod settings;
mod sites;
mod staffing;

#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::de::DeValue;

use crate::domain::service::Service;
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::{Report, suggest};

/// The commented `service.toml` that set-up writes; it loads as it stands.
pub const TEMPLATE: &str = include_str!("service_template.toml");

/// The most a service file may hold, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Reads the text of a `service.toml`; `file` is its name for messages.
///
/// # Errors
///
/// Every mistake in it, in the order of the lines. There is no half-read service.
pub fn read(text: &str, file: &str) -> Result<Service, Report> {
    let mut reader = Reader::new(file, text);
    if text.len() > LARGEST {
        reader.complain(0..0, "this file is larger than 1 MiB", "a service is some 50 KiB of text");
        return Err(reader.report());
    }
    let Some(document) = reader.document() else { return Err(reader.report()) };
    let mut root = Fields::new("this file", document.get_ref(), 0..0);
    let service = whole(&mut root, &mut reader);
    root.finish(&mut reader);
    match service {
        Some(service) if reader.is_clean() => Ok(service),
        _ => Err(reader.report()),
    }
}

/// Reads every part before it gives up on any, so that no mistake hides another.
fn whole(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Service> {
    let name = settings::name(root, reader);
    let settings = settings::settings(root, reader);
    let tiers = settings::tiers(root, reader);
    let clocks = settings::clocks(root, reader);
    let bank_holidays = settings::bank_holidays(root, reader);
    let print = settings::print(root, reader);
    let security = care::security(root, reader);
    let has_key = security.as_ref().is_none_or(|security| security.export_key.is_some());
    let backup = care::backup(root, has_key, reader);
    let retention = care::retention(root, reader);
    let figures = figures::figures(root, reader);
    let confirmed_forms = settings::confirmed_forms(root, reader);
    let (sites, sound) = apart(reader, |reader| sites::sites(root, reader));
    let at = Names::new("site", sites.iter().map(|site| &site.code), sound);
    let (skills, sound) = apart(reader, |reader| staffing::skills(root, reader));
    let having = Names::new("skill", skills.iter().map(|skill| &skill.code), sound);
    let (roles, sound) = apart(reader, |reader| roles::roles(root, &having, reader));
    let by = Names::new("role", roles.iter().map(|role| &role.code), sound);
    let demand = staffing::demand(root, &sites, &at, &having, reader);
    let (patterns, sound) = apart(reader, |reader| staffing::patterns(root, &at, &by, reader));
    let rotations = staffing::rotations(root, &sites, &at, (&patterns, sound), reader);
    let travel = staffing::travel(root, &at, reader);
    let rota = staffing::rota(root, reader);
    let working_time = staffing::working_time(root, reader);
    let lists = lists::lists(root, reader);
    let mandatory_groups = groups::groups(root, lists.as_ref(), reader);
    let (name, team_type) = name?;
    Some(Service {
        name,
        team_type,
        settings: settings?,
        sites,
        demand,
        skills,
        roles,
        patterns,
        rotations,
        travel,
        rota: rota?,
        working_time: working_time?,
        tiers: tiers?,
        clocks: clocks?,
        lists: lists?,
        bank_holidays,
        print: print?,
        security: security?,
        backup: backup?,
        retention: retention?,
        figures: figures?,
        confirmed_forms,
        mandatory_groups,
    })
}

/// The names that one part of the file gives and other parts use.
struct Names {
    what: &'static str,
    names: Vec<String>,
    sound: bool,
}

impl Names {
    fn new<'a>(what: &'static str, names: impl Iterator<Item = &'a String>, sound: bool) -> Self {
        Self { what, names: names.cloned().collect(), sound }
    }

    /// Whether there is this name. Complains where there is not, unless the part that gives the names
    /// has mistakes of its own: those are told, and one mistake is not told twice.
    fn has(&self, name: &Placed<String>, reader: &mut Reader<'_>) -> bool {
        let found = self.names.contains(name.get_ref());
        if !found && self.sound {
            let message = format!("there is no {} \"{}\"", self.what, text::clean_line(name.get_ref()));
            reader.complain(
                name.span(),
                message,
                suggest(name.get_ref(), self.names.iter().map(String::as_str)),
            );
        }
        found
    }
}

/// Reads a part of the file, and tells whether it was without mistakes.
fn apart<T>(reader: &mut Reader<'_>, read: impl FnOnce(&mut Reader<'_>) -> T) -> (T, bool) {
    let before = reader.mistakes();
    let part = read(reader);
    (part, reader.mistakes() == before)
}

/// A table that has to be there.
fn section<'a>(
    root: &mut Fields<'a>,
    key: &'static str,
    about: &str,
    reader: &mut Reader<'_>,
) -> Option<Fields<'a>> {
    if root.value(key).is_none() {
        reader.complain(root.span(), format!("this file has no [{key}]"), format!("add it: {about}"));
        return None;
    }
    root.table(key, reader)
}

/// A list of tables such as `[[site]]` that must not be empty.
fn listed<'a>(root: &mut Fields<'a>, key: &'static str, reader: &mut Reader<'_>) -> Vec<Fields<'a>> {
    let empty = match root.value(key) {
        None => Some(root.span()),
        Some(value) => value.get_ref().as_array().filter(|entries| entries.is_empty()).map(|_| value.span()),
    };
    if let Some(span) = empty {
        let help = format!("add at least one table that begins with [[{key}]]");
        reader.complain(span, format!("this file has no [[{key}]]"), help);
        return Vec::new();
    }
    root.tables(key, reader)
}

/// A whole number that has to be there and within a range.
fn number<T: TryFrom<i64>>(
    fields: &mut Fields<'_>,
    key: &'static str,
    range: RangeInclusive<i64>,
    reader: &mut Reader<'_>,
) -> Option<T> {
    if fields.value(key).is_none() {
        fields.lacks(key, reader);
        return None;
    }
    let found = fields.whole(key, reader)?;
    let within = Some(*found.get_ref()).filter(|n| range.contains(n)).and_then(|n| T::try_from(n).ok());
    if within.is_none() {
        let (least, most) = (range.start(), range.end());
        let message = format!("{}: `{key}` is outside {least} to {most}", fields.name());
        reader.complain(found.span(), message, format!("write a whole number from {least} to {most}"));
    }
    within
}

/// One line of text that has to be there.
fn line(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<String> {
    fields.needed(key, reader).map(|found| text::clean_line(found.get_ref()))
}

/// A day that has to be there.
fn day(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<NaiveDate> {
    let Some(written) = fields.value(key) else {
        fields.lacks(key, reader);
        return None;
    };
    date(written, reader)
}

fn date(written: &Placed<DeValue<'_>>, reader: &mut Reader<'_>) -> Option<NaiveDate> {
    let read = match written.get_ref() {
        DeValue::Datetime(day) => NaiveDate::parse_from_str(&day.to_string(), "%Y-%m-%d").ok(),
        DeValue::String(day) => NaiveDate::parse_from_str(day, "%Y-%m-%d").ok(),
        _ => None,
    };
    if read.is_none() {
        reader.complain(written.span(), "this is not a day", "write year, month and day: 2027-05-03");
    }
    read
}

/// Complains where a code was used before; keeps it either way.
fn once(code: &Placed<String>, what: &str, seen: &mut Vec<String>, reader: &mut Reader<'_>) {
    let name = code.get_ref();
    if seen.contains(name) {
        let message = format!("there is a {what} \"{name}\" already");
        reader.complain(code.span(), message, "each is named once; rename or remove one of the two");
    }
    seen.push(name.clone());
}
