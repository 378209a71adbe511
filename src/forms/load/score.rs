//! Reads scores: what counts in them, and how.
//!
//! In three steps: what the file says; then the conditions on which a number hangs, so that other
//! conditions may name the score; then bands, once every number's range is known.

mod bands;
mod items;
mod lookup;
mod thresholds;

use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::report::suggest;
use crate::forms::score::{BandTest, Gate, Score, ScoreKind};

use super::draft::Draft;
use bands::WrittenBands;
use lookup::WrittenLookup;

/// What of a score waits until more is known.
#[derive(Debug)]
pub(super) struct Written {
    name: String,
    kind: Option<ScoreKind>,
    gate: Option<(Placed<String>, i64)>,
    lookups: Vec<WrittenLookup>,
    bands: WrittenBands,
}

pub(super) fn read_all(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) -> Vec<Written> {
    let mut written = Vec::new();
    for mut fields in root.tables("score", reader) {
        written.push(read(&mut fields, draft, reader));
        fields.finish(reader);
    }
    written
}

fn read(fields: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) -> Written {
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("score \"{}\"", id.get_ref()));
        draft.names.take(id, "score", reader);
    }
    let title = fields.needed("title", reader);
    let source = fields.optional("source", reader).map(Placed::into_inner);
    let kind = read_kind(fields, reader);
    let mut lookups = Vec::new();
    if kind == Some(ScoreKind::LookupRange) {
        lookups = lookup::read(fields, draft, reader);
    }
    let looked_up: Vec<usize> = lookups.iter().map(|lookup| lookup.place).collect();
    let terms = match kind {
        None | Some(ScoreKind::Rule | ScoreKind::None) => Vec::new(),
        Some(kind) => items::read(kind, &looked_up, fields, draft, reader),
    };
    let gate = if kind == Some(ScoreKind::Gate) { read_gate(fields, reader) } else { None };
    let bands = match kind {
        Some(kind) => bands::read(kind, fields, reader),
        None => {
            for key in ["items", "band", "cut_off", "reverse", "threshold", "thresholds", "lookup"] {
                fields.value(key);
            }
            for key in ["skip_counts_as", "n", "open_if", "otherwise"] {
                fields.value(key);
            }
            WrittenBands::default()
        }
    };
    draft.scores.push(Score {
        id: id.map(Placed::into_inner).unwrap_or_default(),
        title: title.map(Placed::into_inner).unwrap_or_default(),
        // One of an unknown kind stands as a sum of nothing, so that naming it is no mistake.
        kind: kind.unwrap_or(ScoreKind::Sum),
        looks_at: terms.iter().map(|term| term.place).collect(),
        terms,
        gate: None,
        bands: Vec::new(),
        cut_offs: Vec::new(),
        source,
    });
    Written { name: fields.name().to_string(), kind, gate, lookups, bands }
}

fn read_kind(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<ScoreKind> {
    let word = fields.needed("kind", reader)?;
    Some(match word.get_ref().as_str() {
        "sum" => ScoreKind::Sum,
        "count_at_threshold" => ScoreKind::CountAtThreshold,
        "any" => ScoreKind::Any,
        "n_of" => {
            if fields.value("n").is_none() {
                fields.lacks("n", reader);
            }
            ScoreKind::NOf(fields.whole("n", reader).map_or(1, Placed::into_inner))
        }
        "gate" => ScoreKind::Gate,
        "lookup_range" => ScoreKind::LookupRange,
        "rule" => ScoreKind::Rule,
        "none" => ScoreKind::None,
        other => {
            let message = format!("there is no kind of score \"{other}\"");
            reader.fault("unknown-kind", word.span(), message, suggest(other, ScoreKind::CODES));
            return None;
        }
    })
}

fn read_gate(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<(Placed<String>, i64)> {
    let otherwise = fields.whole("otherwise", reader).map_or(0, Placed::into_inner);
    Some((fields.needed("open_if", reader)?, otherwise))
}

/// Compiles the conditions on which numbers hang. They may name only scores that stand above, so
/// no score waits for itself.
pub(super) fn compile_numbers(written: &mut [Written], draft: &mut Draft, reader: &mut Reader<'_>) {
    let all = std::mem::take(&mut draft.scores);
    for (mut score, written) in all.into_iter().zip(written) {
        let mut named = Vec::new();
        if let Some((text, otherwise)) = &written.gate
            && let Some(open_if) =
                draft.compile_rule(&format!("the gate of {}", written.name), text, false, reader)
        {
            named.extend(open_if.questions());
            score.gate = Some(Gate { open_if, otherwise: *otherwise });
        }
        let lookups = std::mem::take(&mut written.lookups);
        named.extend(lookup::compile(lookups, &mut score, &written.name, draft, reader));
        named.extend(score.terms.iter().map(|term| term.place));
        named.sort_unstable();
        named.dedup();
        score.looks_at = named;
        draft.scores.push(score);
    }
}

/// Reads the bands, now that the range of each number is known, and compiles their conditions.
pub(super) fn compile_bands(written: Vec<Written>, draft: &mut Draft, reader: &mut Reader<'_>) {
    for (place, written) in written.into_iter().enumerate() {
        let Some(kind) = written.kind else { continue };
        let Some(range) = draft.scores.get(place).map(|score| items::range(score, &draft.questions)) else {
            continue;
        };
        let (bands, cut_offs) = bands::compile(kind, written.bands, range, &written.name, draft, reader);
        let Some(score) = draft.scores.get_mut(place) else { continue };
        for band in &bands {
            if let BandTest::When(when) = &band.test {
                score.looks_at.extend(when.questions());
            }
        }
        score.looks_at.extend(cut_offs.iter().flat_map(|cut_off| cut_off.when.questions()));
        score.looks_at.sort_unstable();
        score.looks_at.dedup();
        (score.bands, score.cut_offs) = (bands, cut_offs);
    }
}
