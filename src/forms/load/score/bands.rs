//! Reads bands: by value, which must cover every value once, or by condition.

use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::score::{Band, BandTest, CutOff, ScoreKind};

use super::super::draft::Draft;

/// The bands of one score as they stand in the file.
#[derive(Debug, Default)]
pub(super) struct WrittenBands {
    plain: Vec<WrittenBand>,
    cut_offs: Vec<(Option<Placed<String>>, bool, Vec<WrittenBand>)>,
}

#[derive(Debug)]
struct WrittenBand {
    name: Placed<String>,
    shown: Option<String>,
    from: Option<Placed<i64>>,
    to: Option<Placed<i64>>,
    when: Option<Placed<String>>,
    early: bool,
}

pub(super) fn read(kind: ScoreKind, fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> WrittenBands {
    let mut bands = WrittenBands::default();
    match kind {
        ScoreKind::None => {}
        ScoreKind::Rule => {
            let tables = fields.tables("band", reader);
            if tables.is_empty() {
                fields.lacks("band", reader);
            }
            for mut table in tables {
                let (name, when) = (table.needed("name", reader), table.needed("when", reader));
                let (early, shown) = (table.flag("early", false, reader), shown(&mut table, reader));
                table.finish(reader);
                if let Some(name) = name {
                    bands.plain.push(WrittenBand { name, shown, from: None, to: None, when, early });
                }
            }
        }
        _ => {
            bands.plain = by_value(fields, reader);
            for mut table in fields.tables("cut_off", reader) {
                table.rename(format!("a cut-off of {}", fields.name()));
                let when = table.needed("when", reader);
                if table.value("band").is_none() {
                    table.lacks("band", reader);
                }
                let early = table.flag("early", false, reader);
                let own = by_value(&mut table, reader);
                table.finish(reader);
                bands.cut_offs.push((when, early, own));
            }
        }
    }
    bands
}

/// What people are shown instead of a published name.
fn shown(table: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<String> {
    table.optional("shown", reader).map(Placed::into_inner)
}

fn by_value(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<WrittenBand> {
    let mut bands = Vec::new();
    for mut table in fields.tables("band", reader) {
        let name = table.needed("name", reader);
        if let Some(name) = &name {
            table.rename(format!("band \"{}\"", name.get_ref()));
        }
        for key in ["from", "to"] {
            if table.value(key).is_none() {
                table.lacks(key, reader);
            }
        }
        let (from, to) = (table.whole("from", reader), table.whole("to", reader));
        let shown = shown(&mut table, reader);
        table.finish(reader);
        if let (Some(name), Some(_), Some(_)) = (name, &from, &to) {
            bands.push(WrittenBand { name, shown, from, to, when: None, early: false });
        }
    }
    bands
}

/// The bands with their conditions compiled; `range` is what the score can come to.
pub(super) fn compile(
    kind: ScoreKind,
    written: WrittenBands,
    range: Option<(i64, i64)>,
    score: &str,
    draft: &mut Draft,
    reader: &mut Reader<'_>,
) -> (Vec<Band>, Vec<CutOff>) {
    if kind == ScoreKind::Rule {
        return (by_condition(written.plain, score, draft, reader), Vec::new());
    }
    let bands = covering(written.plain, range, reader);
    let mut cut_offs = Vec::new();
    for (when, early, own) in written.cut_offs {
        let name = format!("a cut-off of {score}");
        let when = when.and_then(|when| draft.compile_rule(&name, &when, false, reader));
        let bands = covering(own, range, reader);
        if let Some(when) = when {
            cut_offs.push(CutOff { when, early, bands });
        }
    }
    (bands, cut_offs)
}

fn by_condition(
    written: Vec<WrittenBand>,
    score: &str,
    draft: &mut Draft,
    reader: &mut Reader<'_>,
) -> Vec<Band> {
    let mut bands = Vec::new();
    let last = written.len().saturating_sub(1);
    for (nth, band) in written.into_iter().enumerate() {
        let Some(text) = band.when else { continue };
        let name = format!("band \"{}\" of {score}", band.name.get_ref());
        // `when = "true"` on the last band is how one writes "in all other cases".
        let may_always = nth == last && text.get_ref() == "true";
        let Some(when) = draft.compile_rule(&name, &text, may_always, reader) else { continue };
        let (name, test) = (band.name.into_inner(), BandTest::When(when));
        bands.push(Band { name, shown: band.shown, test, early: band.early });
    }
    bands
}

/// Checks that the bands cover every value of the range once.
fn covering(written: Vec<WrittenBand>, range: Option<(i64, i64)>, reader: &mut Reader<'_>) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    let mut next = range.map(|(least, _)| least);
    let mut end = None;
    for band in written {
        let (Some(from), Some(to)) = (band.from, band.to) else { continue };
        check_one(band.name.get_ref(), (&from, &to), (next, bands.last()), reader);
        next = Some(to.get_ref().saturating_add(1));
        let test = BandTest::Between { from: *from.get_ref(), to: *to.get_ref() };
        bands.push(Band { name: band.name.into_inner(), shown: band.shown, test, early: false });
        end = Some(to);
    }
    if let (Some(last), Some(to), Some((_, most))) = (bands.last(), end, range)
        && *to.get_ref() != most
    {
        let message = format!(
            "the last band, \"{}\", ends at {}, but the score goes to {most}",
            last.name,
            to.get_ref()
        );
        let help = format!("end it at {most}, or add a band");
        reader.fault("band-ends", to.span(), message, help);
    }
    bands
}

fn check_one(
    name: &str,
    (from, to): (&Placed<i64>, &Placed<i64>),
    (next, before): (Option<i64>, Option<&Band>),
    reader: &mut Reader<'_>,
) {
    let (low, high) = (*from.get_ref(), *to.get_ref());
    if low > high {
        let message = format!("band \"{name}\" ends before it begins");
        reader.fault("min-above-max", to.span(), message, "exchange `from` and `to`");
    }
    let Some(next) = next.filter(|next| *next != low) else { return };
    let help = format!("begin it at {next}");
    match before {
        None => {
            let message =
                format!("the first band, \"{name}\", begins at {low}, but the score begins at {next}");
            reader.fault("band-ends", from.span(), message, help);
        }
        Some(last) if low > next => {
            let message =
                format!("there is a gap between \"{}\" and \"{name}\": {next} has no band", last.name);
            reader.fault("band-gap", from.span(), message, help);
        }
        Some(last) => {
            let message = format!("\"{}\" and \"{name}\" overlap at {low}", last.name);
            reader.fault("band-overlap", from.span(), message, help);
        }
    }
}
