//! Reads points by range, as in an early warning score.

use crate::domain::answer::Decimal;
use crate::forms::expr::compile::counts;
use crate::forms::expr::eval::{Bounds, possible};
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::Question;
use crate::forms::kind::Kind;
use crate::forms::score::{Counts, Lookup, Points, Score, Term};

use super::super::draft::Draft;

/// One `[[score.lookup]]`, its condition not compiled yet.
#[derive(Debug)]
pub(super) struct WrittenLookup {
    pub(super) place: usize,
    when: Option<Placed<String>>,
    ranges: Vec<Points>,
}

/// One range as it stands in the file, in thousandths.
struct Range {
    from: Option<Placed<Decimal>>,
    to: Option<Placed<Decimal>>,
    span: std::ops::Range<usize>,
}

pub(super) fn read(fields: &mut Fields<'_>, draft: &Draft, reader: &mut Reader<'_>) -> Vec<WrittenLookup> {
    let mut read: Vec<WrittenLookup> = Vec::new();
    let tables = fields.tables("lookup", reader);
    if tables.is_empty() {
        fields.lacks("lookup", reader);
    }
    for mut table in tables {
        let name = table.needed("question", reader);
        if let Some(name) = &name {
            table.rename(format!("lookup of \"{}\"", name.get_ref()));
        }
        let place = name.as_ref().and_then(|name| draft.place_of(name, reader));
        let when = table.optional("when", reader);
        let question = place.and_then(|place| draft.questions.get(place));
        let ranges = read_ranges(&mut table, question, reader);
        table.finish(reader);
        let (Some(place), Some(name)) = (place, name) else { continue };
        if when.is_none() && read.iter().any(|other| other.place == place && other.when.is_none()) {
            let message = format!("there is a lookup of \"{}\" without `when` already", name.get_ref());
            reader.fault("duplicate-item", name.span(), message, "say with `when` which one is used");
        }
        if let Some(question) = question {
            check_question(question, &name, draft, reader);
        }
        read.push(WrittenLookup { place, when, ranges });
    }
    read
}

fn check_question(question: &Question, name: &Placed<String>, draft: &Draft, reader: &mut Reader<'_>) {
    let is_one_number = counts(question) && question.group.is_none();
    if !is_one_number && !draft.unsure.contains(&question.place) {
        let message = format!("\"{}\" ({}) has no number to look up", question.id, question.kind.code());
        reader.fault("score-without-values", name.span(), message, "name a question that has one number");
    }
}

fn read_ranges(fields: &mut Fields<'_>, question: Option<&Question>, reader: &mut Reader<'_>) -> Vec<Points> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut read = Vec::new();
    let tables = fields.tables("ranges", reader);
    if tables.is_empty() {
        fields.lacks("ranges", reader);
    }
    for mut table in tables {
        table.rename(format!("{}, range {}", fields.name(), ranges.len() + 1));
        let (from, to) = (table.decimal("from", reader), table.decimal("to", reader));
        if table.value("points").is_none() {
            table.lacks("points", reader);
        }
        let points = table.whole("points", reader).map_or(0, Placed::into_inner);
        read.push(Points {
            from: from.as_ref().map(|n| *n.get_ref()),
            to: to.as_ref().map(|n| *n.get_ref()),
            points,
        });
        ranges.push(Range { from, to, span: table.span() });
        table.finish(reader);
    }
    if let Some(question) = question.filter(|question| counts(question)) {
        check_cover(question, &ranges, reader);
    }
    read
}

/// Ranges must cover every answer once, in the steps in which the question is answered.
fn check_cover(question: &Question, ranges: &[Range], reader: &mut Reader<'_>) {
    let Bounds { least, most } = possible(question);
    let step = step(&question.kind);
    let open = |end: i64| end.abs() > 1_000_000_000_000_000;
    // The least value that has no points yet; none once a range is open upwards.
    let mut next = Some(least).filter(|least| !open(*least));
    let mut ended = false;
    for (nth, range) in ranges.iter().enumerate() {
        let from = range.from.as_ref().map(|n| n.get_ref().thousandths());
        let to = range.to.as_ref().map(|n| n.get_ref().thousandths());
        let span = range.from.as_ref().or(range.to.as_ref()).map_or(range.span.clone(), |n| n.span());
        if let (Some(from), Some(to), Some(placed)) = (from, to, &range.to)
            && from > to
        {
            let message = "this range ends before it begins";
            reader.fault("min-above-max", placed.span(), message, "exchange `from` and `to`");
        }
        let gap = match (from, next) {
            (Some(from), Some(next)) => from > next,
            (Some(_), None) => nth == 0,
            (None, _) => false,
        };
        let overlap = match (from, next) {
            _ if ended => true,
            (Some(from), Some(next)) if nth > 0 => from < next,
            (None, _) => nth > 0,
            _ => false,
        };
        if overlap {
            let help =
                next.map_or("end the range above first".to_string(), |n| format!("begin it at {}", shown(n)));
            reader.fault("lookup-overlap", span, "this range overlaps the one before it", help);
        } else if gap {
            let (message, help) = match next {
                Some(next) => (
                    format!("{} has no points here", shown(next)),
                    format!("begin this range at {}", shown(next)),
                ),
                None => (
                    format!(
                        "\"{}\" has no `min`, so the first range cannot begin at {}",
                        question.id,
                        shown(from.unwrap_or(0))
                    ),
                    "leave `from` out".to_string(),
                ),
            };
            reader.fault("lookup-gap", span, message, help);
        }
        ended = to.is_none();
        next = to.map(|to| to.saturating_add(step));
    }
    let (Some(last), false) = (ranges.last(), ended) else { return };
    let span = last.to.as_ref().map_or(last.span.clone(), |n| n.span());
    if open(most) {
        let message = format!("\"{}\" has no `max`, so the last range cannot end", question.id);
        reader.fault("lookup-gap", span, message, "leave `to` out");
    } else if let Some(next) = next.filter(|next| *next <= most) {
        let message = match next == most {
            true => format!("{} has no points", shown(most)),
            false => format!("{} to {} have no points", shown(next), shown(most)),
        };
        let help = format!("end this range at {}, leave `to` out, or add a range", shown(most));
        reader.fault("lookup-gap", span, message, help);
    }
}

/// The least by which two answers differ, in thousandths.
fn step(kind: &Kind) -> i64 {
    let places = match kind {
        Kind::Number(rule) => rule.places,
        Kind::Computed(rule) => rule.places,
        _ => 0,
    };
    10_i64.pow(3 - u32::from(places.min(3)))
}

fn shown(thousandths: i64) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let (whole, rest) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    match rest {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{}", format!("{rest:03}").trim_end_matches('0')),
    }
}

/// Adds what is looked up to the terms, each question's lookups with a condition first. One that is
/// among the items too counts by its lookups alone.
pub(super) fn compile(
    written: Vec<WrittenLookup>,
    score: &mut Score,
    name: &str,
    draft: &mut Draft,
    reader: &mut Reader<'_>,
) -> Vec<usize> {
    let mut named = Vec::new();
    let mut terms: Vec<(usize, Vec<Lookup>)> = Vec::new();
    for WrittenLookup { place, when, ranges } in written {
        let when = match when {
            Some(text) => {
                let name = format!("a lookup of {name}");
                let Some(when) = draft.compile_rule(&name, &text, false, reader) else { continue };
                named.extend(when.questions());
                Some(when)
            }
            None => None,
        };
        let lookup = Lookup { when, ranges };
        match terms.iter_mut().find(|(other, _)| *other == place) {
            Some((_, lookups)) => lookups.push(lookup),
            None => terms.push((place, vec![lookup])),
        }
    }
    for (place, mut lookups) in terms {
        lookups.sort_by_key(|lookup| lookup.when.is_none());
        let counts = Counts::Lookup(lookups);
        match score.terms.iter_mut().find(|term| term.place == place) {
            Some(term) => term.counts = counts,
            None => score.terms.push(Term { place, counts, skipped: None }),
        }
    }
    named
}
