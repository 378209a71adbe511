//! Reads the tables of figures: `[service]`, `[settings]`, `[tiers]`, `[clocks]`, `[print]`,
//! `[bank_holidays]`.

use toml::de::DeValue;

use super::{date, day, line, number, section};
use crate::domain::print_command::PrintCommand;
use crate::domain::service::{
    BankHolidays, ClockRules, ConfirmedForm, PrintFormat, PrintSettings, Settings, Tiers,
};
use crate::domain::text;
use crate::forms::fields::{Fields, Placed, Reader};

/// A screen left alone locks within ten minutes at most, whatever a service would like.
const LONGEST_IDLE: i64 = 600;
const DAY_MINUTES: i64 = 24 * 60;

/// Reads `[service]`: the name and the NHS team type.
pub(super) fn name(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<(String, String)> {
    let mut fields = section(root, "service", "it holds the name of the service", reader)?;
    let name = line(&mut fields, "name", reader);
    let team_type = fields.needed("team_type", reader);
    if let Some(code) = &team_type {
        super::lists::check_code(code, reader);
    }
    fields.finish(reader);
    Some((name?, team_type?.into_inner()))
}

pub(super) fn settings(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Settings> {
    let mut fields = section(root, "settings", "it holds the limits and intervals", reader)?;
    let idle_lock_seconds = number(&mut fields, "idle_lock_seconds", 30..=LONGEST_IDLE, reader);
    let recheck_minutes = number(&mut fields, "recheck_minutes", 5..=DAY_MINUTES, reader);
    let custody_check_minutes = number(&mut fields, "custody_check_minutes", 5..=DAY_MINUTES, reader);
    let clock_warning_minutes = number(&mut fields, "clock_warning_minutes", 0..=DAY_MINUTES, reader);
    let referral_chase_days = number(&mut fields, "referral_chase_days", 1..=365, reader);
    let clinical_system = line(&mut fields, "clinical_system", reader);
    let triage_minutes = number(&mut fields, "triage_minutes", 1..=DAY_MINUTES, reader);
    let escalation_minutes = number(&mut fields, "escalation_minutes", 1..=DAY_MINUTES, reader);
    let same_person_days = number(&mut fields, "same_person_days", 1..=365, reader);
    let report_warning_hours = number(&mut fields, "report_warning_hours", 0..=72, reader);
    if fields.value("clipboard").is_none() {
        fields.lacks("clipboard", reader);
    }
    let clipboard = fields.flag("clipboard", false, reader);
    fields.finish(reader);
    Some(Settings {
        idle_lock_seconds: idle_lock_seconds?,
        recheck_minutes: recheck_minutes?,
        custody_check_minutes: custody_check_minutes?,
        clock_warning_minutes: clock_warning_minutes?,
        referral_chase_days: referral_chase_days?,
        clinical_system: clinical_system?,
        triage_minutes: triage_minutes?,
        escalation_minutes: escalation_minutes?,
        same_person_days: same_person_days?,
        report_warning_hours: report_warning_hours?,
        clipboard,
    })
}

pub(super) fn tiers(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Tiers> {
    let mut fields = section(root, "tiers", "it says who stands first", reader)?;
    let child_under = number(&mut fields, "child_under", 10..=25, reader);
    let child_tier = number(&mut fields, "child_tier", 0..=3, reader);
    let clock_hours = number(&mut fields, "clock_hours", 0..=24, reader);
    let clock_tier = number(&mut fields, "clock_tier", 0..=3, reader);
    let told_flag_tier = number(&mut fields, "told_flag_tier", 0..=3, reader);
    let other_tier = number(&mut fields, "other_tier", 0..=3, reader);
    fields.finish(reader);
    Some(Tiers {
        child_under: child_under?,
        child_tier: child_tier?,
        clock_hours: clock_hours?,
        clock_tier: clock_tier?,
        told_flag_tier: told_flag_tier?,
        other_tier: other_tier?,
    })
}

pub(super) fn clocks(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<ClockRules> {
    let mut fields = section(root, "clocks", "it holds the hours of the custody clocks", reader)?;
    let first_review_hours = number(&mut fields, "first_review_hours", 1..=96, reader);
    let later_review_hours = number(&mut fields, "later_review_hours", 1..=96, reader);
    let limit_hours = number(&mut fields, "limit_hours", 1..=96, reader);
    let extended_limit_hours = number(&mut fields, "extended_limit_hours", 1..=96, reader);
    let warrant_detention_hours = number(&mut fields, "warrant_detention_hours", 1..=96, reader);
    let cap_hours = number(&mut fields, "cap_hours", 1..=96, reader);
    let s136_hours = number(&mut fields, "s136_hours", 1..=96, reader);
    let s136_extension_hours = number(&mut fields, "s136_extension_hours", 0..=96, reader);
    let warrant_hours = number(&mut fields, "warrant_hours", 1..=96, reader);
    let edition = line(&mut fields, "edition", reader);
    let limits = [
        ("limit_hours", limit_hours),
        ("extended_limit_hours", extended_limit_hours),
        ("cap_hours", cap_hours),
    ];
    rising(&mut fields, limits, reader);
    fields.finish(reader);
    Some(ClockRules {
        first_review_hours: first_review_hours?,
        later_review_hours: later_review_hours?,
        limit_hours: limit_hours?,
        extended_limit_hours: extended_limit_hours?,
        warrant_detention_hours: warrant_detention_hours?,
        cap_hours: cap_hours?,
        s136_hours: s136_hours?,
        s136_extension_hours: s136_extension_hours?,
        warrant_hours: warrant_hours?,
        edition: edition?,
    })
}

/// An extension that ends before what it extends would shorten every limit without a word.
fn rising(fields: &mut Fields<'_>, hours: [(&'static str, Option<i64>); 3], reader: &mut Reader<'_>) {
    for ((before, least), (key, most)) in hours.iter().zip(hours.iter().skip(1)) {
        let Some((least, most)) = least.zip(*most) else { continue };
        let Some(place) = fields.value(key).map(Placed::span).filter(|_| most < least) else { continue };
        let message = format!("[clocks]: `{key}` is less than `{before}`");
        reader.complain(place, message, format!("write {least} or more"));
    }
}

pub(super) fn print(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<PrintSettings> {
    let mut fields = section(root, "print", "it says what stands on every page", reader)?;
    let marking = line(&mut fields, "marking", reader);
    let rota_marking = line(&mut fields, "rota_marking", reader);
    let destroy_after_hours = number(&mut fields, "destroy_after_hours", 1..=720, reader);
    let printer = fields.text("printer", reader).map(|name| text::clean_line(name.get_ref()));
    let printer = printer.filter(|name| !name.is_empty());
    let format = print_format(&mut fields, reader);
    let command = print_command(&mut fields, printer.is_some(), reader);
    let media_copy = fields.flag("media_copy", false, reader);
    fields.finish(reader);
    Some(PrintSettings {
        marking: marking?,
        rota_marking: rota_marking?,
        destroy_after_hours: destroy_after_hours?,
        printer,
        format,
        command,
        media_copy,
    })
}

fn print_format(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> PrintFormat {
    let Some(word) = fields.text("format", reader) else { return PrintFormat::default() };
    let known = PrintFormat::WORDS.iter().find(|(known, _)| known == word.get_ref());
    known.map_or_else(
        || {
            let message = format!("[print]: `format` cannot be \"{}\"", word.get_ref());
            reader.complain(word.span(), message, "write \"text\" or \"pdf\"");
            PrintFormat::default()
        },
        |(_, format)| *format,
    )
}

fn print_command(
    fields: &mut Fields<'_>,
    has_printer: bool,
    reader: &mut Reader<'_>,
) -> Option<PrintCommand> {
    let text = fields.text("command", reader)?;
    match PrintCommand::parse(text.get_ref()) {
        Ok(command) if command.wants_queue() && !has_printer => {
            let message = "[print]: `command` names {queue}, and there is no `printer`";
            reader.complain(text.span(), message, "add `printer = ...`");
            None
        }
        Ok(command) => Some(command),
        Err(fault) => {
            let message = format!("[print]: `command` cannot be run: {fault}");
            reader.complain(text.span(), message, "write it as \"lp -d {queue} {file}\"");
            None
        }
    }
}

/// Reads `[bank_holidays]`: the one table that may be missing, since the rule knows most days.
pub(super) fn bank_holidays(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> BankHolidays {
    let mut found = BankHolidays::default();
    let Some(mut fields) = root.table("bank_holidays", reader) else { return found };
    for mut extra in fields.tables("extra", reader) {
        extra.rename("an extra bank holiday".to_owned());
        let named = line(&mut extra, "name", reader);
        let day = day(&mut extra, "date", reader);
        let place = extra.span();
        extra.finish(reader);
        let (Some(name), Some(day)) = (named, day) else { continue };
        if found.extra.insert(day, name).is_some() {
            reader.complain(place, format!("{day} is an extra bank holiday already"), "name each day once");
        }
    }
    if let Some(value) = fields.value("removed") {
        match value.get_ref() {
            DeValue::Array(days) => found.removed.extend(days.iter().filter_map(|day| date(day, reader))),
            _ => reader.complain(value.span(), "`removed` must be a list of days", "write [2027-05-03]"),
        }
    }
    fields.finish(reader);
    found
}

/// Reads every `[[confirmed_form]]`; a service that has confirmed none has none.
pub(super) fn confirmed_forms(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<ConfirmedForm> {
    let mut found: Vec<ConfirmedForm> = Vec::new();
    for mut fields in root.tables("confirmed_form", reader) {
        let id = line(&mut fields, "id", reader);
        if let Some(id) = &id {
            fields.rename(format!("confirmed_form \"{id}\""));
        }
        let version = line(&mut fields, "version", reader);
        let by = line(&mut fields, "by", reader);
        let on = day(&mut fields, "on", reader);
        let place = fields.span();
        fields.finish(reader);
        let (Some(id), Some(version), Some(by), Some(on)) = (id, version, by, on) else { continue };
        if found.iter().any(|other| other.id == id && other.version == version) {
            let message = format!("version {version} of \"{id}\" is confirmed already");
            reader.complain(place, message, "name each version of a form once");
        }
        found.push(ConfirmedForm { id, version, by, on });
    }
    found
}
