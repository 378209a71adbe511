//! Reads `[figures]`: what is counted, from which count on it is shown, which items a record needs.

use super::{line, number, section};
use crate::domain::item::Item;
use crate::domain::service::FiguresSettings;
use crate::forms::fields::{Fields, Reader};
use crate::forms::report::suggest;

pub(super) fn figures(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<FiguresSettings> {
    let about = "it says which items a record needs and from which count on figures are shown";
    let mut fields = section(root, "figures", about, reader)?;
    let marking = line(&mut fields, "marking", reader);
    let suppress_under = number(&mut fields, "suppress_under", 2..=20, reader);
    let at_referral = items(&mut fields, "at_referral", reader);
    let at_seeing = items(&mut fields, "at_seeing", reader);
    let at_closure = items(&mut fields, "at_closure", reader);
    let caseload_days = days(&mut fields, reader);
    fields.finish(reader);
    Some(FiguresSettings {
        marking: marking?,
        suppress_under: suppress_under?,
        at_referral: at_referral?,
        at_seeing: at_seeing?,
        at_closure: at_closure?,
        caseload_days: caseload_days?,
    })
}

/// Codes of items; an empty list asks for none.
fn items(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> Option<Vec<Item>> {
    if fields.value(key).is_none() {
        fields.lacks(key, reader);
        return None;
    }
    let mut items = Vec::new();
    for written in fields.texts(key, reader) {
        match Item::of(written.get_ref()) {
            Some(item) if items.contains(&item) => {
                let message = format!("[figures]: `{key}` names \"{}\" twice", written.get_ref());
                reader.complain(written.span(), message, "name each item once");
            }
            Some(item) => items.push(item),
            None => {
                let message = format!("[figures]: there is no item \"{}\"", written.get_ref());
                let help = suggest(written.get_ref(), Item::all().map(Item::code));
                reader.complain(written.span(), message, help);
            }
        }
    }
    Some(items)
}

/// Ages in days that rise.
fn days(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Vec<i64>> {
    let Some(value) = fields.value("caseload_days") else {
        fields.lacks("caseload_days", reader);
        return None;
    };
    let span = value.span();
    let read: Option<Vec<i64>> = value.get_ref().as_array().map(|entries| {
        entries.iter().filter_map(|entry| entry.get_ref().as_integer()?.as_str().parse().ok()).collect()
    });
    let count = value.get_ref().as_array().map_or(0, |entries| entries.len());
    let days = read.unwrap_or_default();
    let rises = days.iter().zip(days.iter().skip(1)).all(|(a, b)| a < b);
    if days.is_empty() || days.len() != count || !rises || days.iter().any(|day| !(1..=3650).contains(day)) {
        let message = "[figures]: `caseload_days` are no ages in days that rise";
        reader.complain(span, message, "write whole numbers from 1 to 3650, as in [7, 28]");
    }
    Some(days)
}
