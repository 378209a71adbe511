//! Reads `[[site]]`: where the service works.

use super::{line, listed, once};
use crate::domain::service::{Site, SiteKind};
use crate::domain::text;
use crate::forms::fields::{Fields, Reader};
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
        fields.finish(reader);
        let (Some(code), Some(name), Some(kind), Some(phone)) = (code, name, kind, phone) else { continue };
        read.push(Site { code, name, kind, phone });
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

pub(super) fn kind(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<SiteKind> {
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
