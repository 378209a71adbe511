//! Reads the items of a score and how each counts.

use std::collections::HashSet;

use crate::domain::answer::Decimal;
use crate::forms::expr::compile::counts;
use crate::forms::expr::eval::{Bounds, possible};
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::Question;
use crate::forms::kind::Kind;
use crate::forms::report::suggest;
use crate::forms::score::{Counts, Score, ScoreKind, Term};

use super::super::draft::Draft;

/// The items of a score, each with how it counts; those looked up need not be whole numbers.
pub(super) fn read(
    kind: ScoreKind,
    looked_up: &[usize],
    fields: &mut Fields<'_>,
    draft: &Draft,
    reader: &mut Reader<'_>,
) -> Vec<Term> {
    let by_threshold = matches!(kind, ScoreKind::CountAtThreshold | ScoreKind::Any | ScoreKind::NOf(_));
    let is_free = |place: usize| by_threshold || looked_up.contains(&place);
    let items = listed(kind, fields, draft, is_free, reader);
    let mut terms: Vec<Term> =
        items.iter().map(|place| Term { place: *place, counts: Counts::Worth, skipped: None }).collect();
    if by_threshold {
        super::thresholds::read(kind, &mut terms, fields, draft, reader);
    } else {
        reverse(&mut terms, fields, draft, reader);
    }
    if !matches!(kind, ScoreKind::Any | ScoreKind::NOf(_)) {
        let skipped = fields.whole("skip_counts_as", reader).map(Placed::into_inner);
        for term in &mut terms {
            term.skipped = skipped;
        }
    }
    terms
}

/// The items by name, or as a run: `["q1..q9"]`.
fn listed(
    kind: ScoreKind,
    fields: &mut Fields<'_>,
    draft: &Draft,
    is_free: impl Fn(usize) -> bool,
    reader: &mut Reader<'_>,
) -> Vec<usize> {
    let mut items: Vec<usize> = Vec::new();
    let mut seen = HashSet::new();
    let missing = fields.value("items").is_none();
    let named = fields.texts("items", reader);
    if missing && kind != ScoreKind::LookupRange {
        fields.lacks("items", reader);
    } else if named.is_empty() && !missing {
        let message = format!("{}: `items` names no question", fields.name());
        reader.fault("missing-key", fields.span(), message, "name the questions: items = [\"q1..q9\"]");
    }
    for name in named {
        let Some(run) = run(&name, draft, reader) else { continue };
        for question in draft.questions.get(run).unwrap_or_default() {
            if !seen.insert(question.place) {
                let message = format!("\"{}\" is counted twice", question.id);
                reader.fault("duplicate-item", name.span(), message, "name it once");
                continue;
            }
            if !draft.unsure.contains(&question.place) {
                check_item(question, &name, is_free(question.place), reader);
            }
            items.push(question.place);
        }
    }
    items
}

fn run(name: &Placed<String>, draft: &Draft, reader: &mut Reader<'_>) -> Option<std::ops::Range<usize>> {
    let Some((first, last)) = name.get_ref().split_once("..") else {
        return draft.place_of(name, reader).map(|place| place..place + 1);
    };
    let end = |part: &str| Placed::new(name.span(), part.trim().to_string());
    let (first, last) = (draft.place_of(&end(first), reader), draft.place_of(&end(last), reader));
    let (first, last) = (first?, last?);
    if first > last {
        let message = format!("the run \"{}\" ends before it begins", name.get_ref());
        reader.fault("empty-run", name.span(), message, "write the question asked first in front");
        return None;
    }
    Some(first..last + 1)
}

fn check_item(question: &Question, name: &Placed<String>, is_free: bool, reader: &mut Reader<'_>) {
    let id = &question.id;
    if question.group.is_some() {
        let message = format!("\"{id}\" is asked once for each row and has no one number");
        let help = format!("work it out first: a computed question with value = \"sum({id})\"");
        reader.fault("score-without-values", name.span(), message, help);
    } else if !counts(question) {
        let message = format!("\"{id}\" has no numbers to add up");
        let help = if question.options.is_empty() {
            "name a question that has numbers"
        } else {
            "give each of its options a `value`"
        };
        reader.fault("score-without-values", name.span(), message, help);
    } else if !is_free && !is_whole_and_bounded(&question.kind) {
        let message = format!("\"{id}\" must be a whole number from `min` to `max`");
        reader.fault(
            "score-without-values",
            name.span(),
            message,
            "give it `min` and `max`, and no decimals",
        );
    }
}

/// Whether a sum of it has a least and a most, without decimals.
fn is_whole_and_bounded(kind: &Kind) -> bool {
    match kind {
        Kind::Number(rule) => {
            let whole = |end: Option<Decimal>| end.and_then(Decimal::as_whole).is_some();
            rule.places == 0 && whole(rule.min) && whole(rule.max)
        }
        Kind::Duration(rule) => rule.max.is_some(),
        Kind::Computed(rule) => rule.places == 0,
        _ => true,
    }
}

fn reverse(terms: &mut [Term], fields: &mut Fields<'_>, draft: &Draft, reader: &mut Reader<'_>) {
    for name in fields.texts("reverse", reader) {
        let place = draft.places.get(name.get_ref()).copied();
        let term = terms.iter_mut().find(|term| Some(term.place) == place);
        let question = place.and_then(|place| draft.questions.get(place));
        let (Some(term), Some(question)) = (term, question) else {
            not_an_item(&name, "reverse", terms, draft, reader);
            continue;
        };
        let range = possible(question);
        term.counts = Counts::Reversed(range.plus(Bounds::exactly(range.most)).least / 1000);
    }
}

/// Complains of a name that is no item of its score.
pub(super) fn not_an_item(
    name: &Placed<String>,
    key: &str,
    terms: &[Term],
    draft: &Draft,
    reader: &mut Reader<'_>,
) {
    let ids = terms.iter().filter_map(|term| draft.questions.get(term.place)).map(|q| q.id.as_str());
    let message = format!("`{key}` names \"{}\", which is not among the items", name.get_ref());
    reader.fault("not-an-item", name.span(), message, suggest(name.get_ref(), ids));
}

/// The least and the most a score can come to; `None` where it has no number, or no end.
pub(super) fn range(score: &Score, questions: &[Question]) -> Option<(i64, i64)> {
    if !score.has_number() || score.terms.is_empty() {
        return None;
    }
    let items = i64::try_from(score.terms.len()).unwrap_or(i64::MAX);
    let (least, most) = match score.kind {
        ScoreKind::Any | ScoreKind::NOf(_) => (0, 1),
        ScoreKind::CountAtThreshold => (0, items),
        _ => {
            let mut sum = (0_i64, 0_i64);
            for term in &score.terms {
                let (least, most) = term_range(term, questions.get(term.place)?)?;
                sum = (sum.0.saturating_add(least), sum.1.saturating_add(most));
            }
            sum
        }
    };
    match &score.gate {
        Some(gate) => Some((least.min(gate.otherwise), most.max(gate.otherwise))),
        None => Some((least, most)),
    }
}

fn term_range(term: &Term, question: &Question) -> Option<(i64, i64)> {
    const FAR: i64 = 1_000_000_000_000;
    let (least, most) = match &term.counts {
        Counts::Lookup(lookups) => {
            let points = || lookups.iter().flat_map(|lookup| &lookup.ranges).map(|range| range.points);
            (points().min()?, points().max()?)
        }
        Counts::Reaches(_) => (0, 1),
        Counts::Worth | Counts::Reversed(_) => {
            let range = possible(question);
            (range.least / 1000, range.most / 1000)
        }
    };
    if least.abs() > FAR || most.abs() > FAR {
        return None;
    }
    Some((least.min(term.skipped.unwrap_or(least)), most.max(term.skipped.unwrap_or(most))))
}
