//! Reads `[[site]]` and `[[pattern]]`: where the service works, and in which shifts.

use toml::Spanned;
use toml::de::DeValue;

use super::{hours, line, listed, number, once};
use crate::domain::service::{HolidayRule, Hours, Pattern, Site, SiteKind};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::suggest;

const KINDS: [&str; 2] = ["custody", "court"];

/// Reads every site. Fewer than the file has come back where one is at fault.
pub(super) fn sites(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Site> {
    let mut seen = Vec::new();
    let mut read = Vec::new();
    for mut fields in listed(root, "site", reader) {
        let code = code(&mut fields, &mut seen, reader);
        let name = line(&mut fields, "name", reader);
        let kind = kind(&mut fields, reader);
        let phone = line(&mut fields, "phone", reader);
        let hours = week(&mut fields, reader);
        let on_bank_holiday = holiday_rule(&mut fields, kind, reader);
        let minimum = number(&mut fields, "minimum", 0..=20, reader);
        fields.finish(reader);
        let site = (|| {
            let (code, name, kind, phone) = (code?, name?, kind?, phone?);
            let (hours, on_bank_holiday, minimum) = (hours?, on_bank_holiday?, minimum?);
            Some(Site { code, name, kind, phone, hours, on_bank_holiday, minimum })
        })();
        read.extend(site);
    }
    read
}

/// A site's code stands in every row and every reference, so it is short and plain.
fn code(fields: &mut Fields<'_>, seen: &mut Vec<String>, reader: &mut Reader<'_>) -> Option<String> {
    let code = fields.needed("code", reader)?;
    let name = code.get_ref().clone();
    fields.rename(format!("site \"{}\"", text::clean_line(&name)));
    let plain = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    if !plain || !(2..=4).contains(&name.len()) {
        let help = "use two to four capital letters or digits, as BRO";
        reader.complain(code.span(), format!("\"{name}\" cannot be the code of a site"), help);
    }
    once(&code, "site", seen, reader);
    Some(name)
}

fn kind(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<SiteKind> {
    let written = fields.needed("kind", reader)?;
    match written.get_ref().as_str() {
        "custody" => Some(SiteKind::Custody),
        "court" => Some(SiteKind::Court),
        other => {
            let message = format!("{}: there is no kind of site \"{other}\"", fields.name());
            reader.complain(written.span(), message, suggest(other, KINDS));
            None
        }
    }
}

/// Reads `hours = { mon-fri = "08:00-22:00" }`, or the same as a table `[site.hours]`.
fn week(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<[Option<Hours>; 7]> {
    let Some(value) = fields.value("hours") else {
        fields.lacks("hours", reader);
        return None;
    };
    let example = "write it as { mon-fri = \"08:00-22:00\", sat = \"09:00-17:00\" }";
    let DeValue::Table(table) = value.get_ref() else {
        let message = format!("{}: `hours` must be a table of days", fields.name());
        reader.complain(value.span(), message, example);
        return None;
    };
    if table.is_empty() {
        let message = format!("{} has no service hours on any day", fields.name());
        reader.complain(value.span(), message, example);
    }
    let mut week = [None; 7];
    let mut rows: Vec<_> = table.iter().collect();
    rows.sort_by_key(|(days, _)| days.span().start);
    for (days, written) in rows {
        let days = hours::days(&Spanned::new(days.span(), days.get_ref().to_string()), reader);
        let Some(text) = written.get_ref().as_str() else {
            let message = format!("{}: hours must be a text in quotes", fields.name());
            reader.complain(written.span(), message, "write it as \"08:00-22:00\"");
            continue;
        };
        let Some(span) = hours::hours(&Spanned::new(written.span(), text.to_owned()), reader) else {
            continue;
        };
        for day in days {
            let Some(slot) = week.get_mut(usize::from(day)) else { continue };
            if slot.replace(span).is_some() {
                let message = format!("{}: a day of this span has its hours already", fields.name());
                reader.complain(written.span(), message, "name each day once");
            }
        }
    }
    Some(week)
}

fn holiday_rule(
    fields: &mut Fields<'_>,
    kind: Option<SiteKind>,
    reader: &mut Reader<'_>,
) -> Option<HolidayRule> {
    const RULES: &str = "write \"as_usual\", \"closed\", \"ask\" (a court), or hours such as \"13:00-21:00\"";
    let written = fields.needed("on_bank_holiday", reader)?;
    match written.get_ref().as_str() {
        "as_usual" => Some(HolidayRule::AsUsual),
        "closed" => Some(HolidayRule::Closed),
        "ask" if kind == Some(SiteKind::Custody) => {
            let message = format!("{}: only a court is asked whether it sits", fields.name());
            reader.complain(written.span(), message, "write \"as_usual\", \"closed\", or hours");
            None
        }
        "ask" => Some(HolidayRule::AskCourt),
        span if span.starts_with(|c: char| c.is_ascii_digit()) => {
            hours::hours(&written, reader).map(HolidayRule::Hours)
        }
        other => {
            let message = format!("{}: nothing is known of \"{other}\" on a bank holiday", fields.name());
            reader.complain(written.span(), message, RULES);
            None
        }
    }
}

/// Reads every shift pattern.
pub(super) fn patterns(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Pattern> {
    let mut seen: Vec<(String, SiteKind)> = Vec::new();
    let mut read = Vec::new();
    for mut fields in listed(root, "pattern", reader) {
        let name = fields.needed("name", reader);
        if let Some(name) = &name {
            fields.rename(format!("pattern \"{}\"", text::clean_line(name.get_ref())));
        }
        let hours = fields.needed("hours", reader).and_then(|written| hours::hours(&written, reader));
        let days = fields.needed("days", reader).map(|written| hours::days(&written, reader));
        let kind = kind(&mut fields, reader);
        fields.finish(reader);
        let (Some(name), Some(kind)) = (name, kind) else { continue };
        distinct(&name, kind, &mut seen, reader);
        let (Some(hours), Some(days)) = (hours, days) else { continue };
        read.push(Pattern { name: text::clean_line(name.get_ref()), hours, days, kind });
    }
    read
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
