//! Reads the thresholds that the items of a score must reach.

use crate::forms::expr::compile::counts;
use crate::forms::expr::eval::possible;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::Question;
use crate::forms::kind::Kind;
use crate::forms::score::{Counts, ScoreKind, Term};

use super::super::draft::Draft;
use super::items::not_an_item;

pub(super) fn read(
    kind: ScoreKind,
    terms: &mut [Term],
    fields: &mut Fields<'_>,
    draft: &Draft,
    reader: &mut Reader<'_>,
) {
    let shared = fields.whole("threshold", reader);
    let own = read_own(terms, fields, draft, reader);
    let mut lacking = None;
    for term in terms.iter_mut() {
        let Some(question) = draft.questions.get(term.place) else { continue };
        let threshold = own.iter().find(|(place, _)| *place == term.place).map(|(_, threshold)| threshold);
        let Some(threshold) = threshold.or(shared.as_ref()) else {
            let is_plain = kind == ScoreKind::Any || matches!(question.kind, Kind::YesNo);
            lacking = lacking.or(if is_plain { None } else { Some(question.id.clone()) });
            term.counts = Counts::Reaches(1);
            continue;
        };
        check(question, threshold, draft, reader);
        term.counts = Counts::Reaches(*threshold.get_ref());
    }
    if let Some(id) = lacking {
        let message = format!("{} does not say what \"{id}\" has to reach", fields.name());
        reader.fault("missing-key", fields.span(), message, "add `threshold = ...`");
    }
    if let ScoreKind::NOf(n) = kind
        && let Some(said) = fields.value("n")
    {
        let items = terms.len();
        if n < 1 || usize::try_from(n).is_ok_and(|n| n > items && items > 0) {
            let message = format!("{} asks for {n} of {items} items", fields.name());
            let help = format!("write 1 to {items}");
            reader.fault("threshold-out-of-reach", said.span(), message, help);
        }
    }
}

/// The thresholds of single items: `thresholds = { q4 = 3 }`.
fn read_own(
    terms: &[Term],
    fields: &mut Fields<'_>,
    draft: &Draft,
    reader: &mut Reader<'_>,
) -> Vec<(usize, Placed<i64>)> {
    let Some(table) = fields.table("thresholds", reader) else { return Vec::new() };
    let mut read = Vec::new();
    for (name, threshold) in table.wholes(reader) {
        let place = draft.places.get(name.get_ref()).copied();
        match place.filter(|place| terms.iter().any(|term| term.place == *place)) {
            Some(place) => read.push((place, threshold)),
            None => not_an_item(&name, "thresholds", terms, draft, reader),
        }
    }
    read
}

/// A threshold must part the answers: some reach it, and some do not.
fn check(question: &Question, threshold: &Placed<i64>, draft: &Draft, reader: &mut Reader<'_>) {
    if draft.unsure.contains(&question.place) || !counts(question) {
        return;
    }
    let (range, at) = (possible(question), threshold.get_ref().saturating_mul(1000));
    let (id, least, most) = (&question.id, range.least / 1000, range.most / 1000);
    if at > range.most {
        let message = format!("no answer to \"{id}\" reaches {}", threshold.get_ref());
        let help = format!("its answers count {least} to {most}");
        reader.fault("threshold-out-of-reach", threshold.span(), message, help);
    } else if at <= range.least {
        let message = format!("every answer to \"{id}\" reaches {}", threshold.get_ref());
        let help = format!("its answers count {least} to {most}");
        reader.fault("threshold-out-of-reach", threshold.span(), message, help);
    }
}
