//! Reads the tables of safety: `[security]`, `[backup]`, `[retention]` and `[[retention_class]]`.

use super::{line, listed, number, once, section};
use crate::desk::leaving::is_recipient;
use crate::domain::service::{BackupSettings, Retention, RetentionClass, SecuritySettings};
use crate::domain::text;
use crate::forms::fields::{Fields, Reader};

pub(super) fn security(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<SecuritySettings> {
    let mut fields = section(root, "security", "it says how people get in and what may leave", reader)?;
    let one_time_hours = number(&mut fields, "one_time_hours", 1..=336, reader);
    let pin = needed_flag(&mut fields, "pin", reader);
    let pin_digits = number(&mut fields, "pin_digits", 6..=12, reader);
    let pin_hours = number(&mut fields, "pin_hours", 1..=14, reader);
    let export_key = export_key(&mut fields, reader);
    let plain_exports = fields.flag("plain_exports", false, reader);
    fields.finish(reader);
    Some(SecuritySettings {
        one_time_hours: one_time_hours?,
        pin,
        pin_digits: pin_digits?,
        pin_hours: pin_hours?,
        export_key,
        plain_exports,
    })
}

fn export_key(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<String> {
    let written = fields.text("export_key", reader)?;
    let key = text::clean_line(written.get_ref());
    if is_recipient(&key) {
        return Some(key);
    }
    reader.complain(
        written.span(),
        "[security]: `export_key` is no public key of age",
        "write the whole line that age-keygen shows as the public key; it begins with age1",
    );
    None
}

pub(super) fn backup(
    root: &mut Fields<'_>,
    has_key: bool,
    reader: &mut Reader<'_>,
) -> Option<BackupSettings> {
    let mut fields = section(root, "backup", "it says how many copies of the store are kept", reader)?;
    let at_shift_end = needed_flag(&mut fields, "at_shift_end", reader);
    let daily = number(&mut fields, "daily", 1..=90, reader);
    let weekly = number(&mut fields, "weekly", 0..=60, reader);
    let warn_after_days = number(&mut fields, "warn_after_days", 1..=60, reader);
    let copy_to = fields.text("copy_to", reader);
    if let Some(folder) = copy_to.as_ref().filter(|_| !has_key) {
        let message = "[backup]: `copy_to` needs an `export_key` in [security]";
        reader.complain(folder.span(), message, "what lies in another folder is encrypted, or is not there");
    }
    fields.finish(reader);
    Some(BackupSettings {
        at_shift_end,
        daily: daily?,
        weekly: weekly?,
        warn_after_days: warn_after_days?,
        copy_to: copy_to.map(|folder| folder.into_inner()),
    })
}

pub(super) fn retention(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Retention> {
    let fields = section(root, "retention", "it says how long records are kept", reader);
    let mut codes = Vec::new();
    let classes: Vec<_> = listed(root, "retention_class", reader)
        .into_iter()
        .map(|row| class(row, &mut codes, reader))
        .collect();
    let mut fields = fields?;
    let default = fields.needed("default", reader);
    let thin_after_days = match fields.value("thin_after_days") {
        Some(_) => number(&mut fields, "thin_after_days", 1..=3650, reader),
        None => None,
    };
    fields.finish(reader);
    let (default, classes) = (default?, classes.into_iter().collect::<Option<Vec<_>>>()?);
    if !codes.contains(default.get_ref()) {
        let message = format!("there is no retention class \"{}\"", text::clean_line(default.get_ref()));
        reader.complain(default.span(), message, format!("write one of: {}", codes.join(", ")));
    }
    Some(Retention { default: default.into_inner(), thin_after_days, classes })
}

fn class(mut fields: Fields<'_>, codes: &mut Vec<String>, reader: &mut Reader<'_>) -> Option<RetentionClass> {
    let code = fields.needed("code", reader);
    if let Some(code) = &code {
        fields.rename(format!("the retention class \"{}\"", text::clean_line(code.get_ref())));
        super::lists::check_code(code, reader);
        once(code, "retention class", codes, reader);
    }
    let label = line(&mut fields, "label", reader);
    let years = number(&mut fields, "years", 1..=100, reader);
    let child_until = number(&mut fields, "child_until", 18..=100, reader);
    let seventeen_until = number(&mut fields, "seventeen_until", 18..=100, reader);
    fields.finish(reader);
    Some(RetentionClass {
        code: code?.into_inner(),
        label: label?,
        years: years?,
        child_until: child_until?,
        seventeen_until: seventeen_until?,
    })
}

fn needed_flag(fields: &mut Fields<'_>, key: &'static str, reader: &mut Reader<'_>) -> bool {
    if fields.value(key).is_none() {
        fields.lacks(key, reader);
    }
    fields.flag(key, false, reader)
}
