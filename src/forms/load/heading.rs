//! Reads `[form]`: whose form it is, and for whom.

use crate::forms::fields::{Fields, Reader};
use crate::forms::form::{Ages, Audience, Shelf};
use crate::forms::report::suggest;

#[derive(Debug)]
pub(super) struct Heading {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) version: String,
    pub(super) licence: String,
    pub(super) source: Option<String>,
    pub(super) wording: Option<String>,
    pub(super) shelf: Shelf,
    pub(super) audience: Audience,
    pub(super) ages: Ages,
    pub(super) about: Option<String>,
    pub(super) clinician: bool,
}

pub(super) fn read(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Heading> {
    let Some(mut fields) = root.table("form", reader) else {
        if root.value("form").is_none() {
            let help = "begin with [form], id, title, version, licence, shelf";
            reader.fault("missing-key", 0..0, "there is no [form] table", help);
        }
        return None;
    };
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        super::ids::is_form_id(id, reader);
    }
    let title = fields.needed("title", reader);
    let version = fields.needed("version", reader);
    let licence = fields.needed("licence", reader);
    let mut optional = |key| fields.optional(key, reader).map(|text| text.into_inner());
    let (source, wording, about) = (optional("source"), optional("wording"), optional("about"));
    let shelf = shelf(&mut fields, reader);
    let audience = audience(&mut fields, reader);
    let ages = ages(&mut fields, reader);
    let clinician = fields.flag("clinician", false, reader);
    fields.finish(reader);
    Some(Heading {
        id: id?.into_inner(),
        title: title?.into_inner(),
        version: version?.into_inner(),
        licence: licence?.into_inner(),
        source,
        wording,
        shelf: shelf?,
        audience,
        ages,
        about,
        clinician,
    })
}

fn shelf(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Shelf> {
    let word = fields.needed("shelf", reader)?;
    let found = Shelf::ALL.into_iter().find(|shelf| shelf.code() == word.get_ref());
    if found.is_none() {
        let help = suggest(word.get_ref(), Shelf::ALL.map(Shelf::code));
        reader.fault("unknown-word", word.span(), format!("there is no shelf \"{}\"", word.get_ref()), help);
    }
    found
}

fn audience(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Audience {
    const ALL: [Audience; 3] = [Audience::Adult, Audience::Youth, Audience::Any];
    let Some(word) = fields.text("for", reader) else { return Audience::Any };
    let found = ALL.into_iter().find(|audience| audience.code() == word.get_ref());
    found.unwrap_or_else(|| {
        let help = suggest(word.get_ref(), ALL.map(Audience::code));
        reader.fault(
            "unknown-word",
            word.span(),
            format!("a form cannot be for \"{}\"", word.get_ref()),
            help,
        );
        Audience::Any
    })
}

fn ages(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Ages {
    let Some(mut table) = fields.table("ages", reader) else { return Ages::default() };
    let mut end = |key| {
        let age = table.whole(key, reader)?;
        let years = u8::try_from(*age.get_ref()).ok().filter(|years| *years <= 120);
        if years.is_none() {
            reader.fault("bad-number", age.span(), "this is not an age", "write whole years, 0 to 120");
        }
        years
    };
    let ages = Ages { min: end("min"), max: end("max") };
    if let (Some(min), Some(max)) = (ages.min, ages.max)
        && min > max
    {
        let help = "exchange `min` and `max`";
        reader.fault("min-above-max", table.span(), "the youngest age is above the oldest", help);
    }
    table.finish(reader);
    ages
}
