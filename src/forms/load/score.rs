//! Reads scores and their bands.

use crate::forms::expr::compile::counts;
use crate::forms::expr::eval::{Bounds, possible};
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::Kind;
use crate::forms::report::suggest;
use crate::forms::score::{Band, BandTest, Score, ScoreKind};

use super::{Draft, check_id};

/// The kinds of score there are.
const KINDS: [&str; 2] = ["sum", "rule"];

/// A band of a rule, whose condition is compiled once all scores are known.
#[derive(Debug)]
pub(super) struct RuleBand {
    score: usize,
    name: String,
    when: Placed<String>,
}

pub(super) fn read_all(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) -> Vec<RuleBand> {
    let mut rules = Vec::new();
    for mut fields in root.tables("score", reader) {
        read(&mut fields, draft, &mut rules, reader);
        fields.finish(reader);
    }
    rules
}

fn read(fields: &mut Fields<'_>, draft: &mut Draft, rules: &mut Vec<RuleBand>, reader: &mut Reader<'_>) {
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("score \"{}\"", id.get_ref()));
        let taken = draft.scores.iter().map(|score| score.id.as_str());
        check_id(id, "score or question", taken.chain(draft.places.keys().map(String::as_str)), reader);
    }
    let title = fields.needed("title", reader);
    let source = fields.text("source", reader).map(|text| text.into_inner());
    let kind = fields.needed("kind", reader);
    let (kind, bands) = match kind.as_ref().map(|kind| kind.get_ref().as_str()) {
        Some("sum") => {
            let items = read_items(fields, draft, reader);
            let bands = read_ranges(fields, &items, draft, reader);
            (ScoreKind::Sum { items }, bands)
        }
        Some("rule") => {
            read_rules(fields, draft.scores.len(), rules, reader);
            (ScoreKind::Rule { items: Vec::new() }, Vec::new())
        }
        other => {
            if let (Some(kind), Some(word)) = (&kind, other) {
                let message = format!("there is no kind of score \"{word}\"");
                reader.complain(kind.span(), message, suggest(word, KINDS));
            }
            fields.value("items");
            fields.value("band");
            (ScoreKind::Rule { items: Vec::new() }, Vec::new())
        }
    };
    draft.scores.push(Score {
        id: id.map(|id| id.into_inner()).unwrap_or_default(),
        title: title.map(|title| title.into_inner()).unwrap_or_default(),
        kind,
        bands,
        source,
    });
}

/// The items by name, or as a run: `["q1..q9"]`.
fn read_items(fields: &mut Fields<'_>, draft: &Draft, reader: &mut Reader<'_>) -> Vec<usize> {
    let mut items: Vec<usize> = Vec::new();
    let named = fields.texts("items", reader);
    if named.is_empty() {
        fields.lacks("items", reader);
    }
    for name in named {
        let run = match name.get_ref().split_once("..") {
            Some((first, last)) => {
                let end = |part: &str| Placed::new(name.span(), part.trim().to_string());
                match (draft.place_of(&end(first), reader), draft.place_of(&end(last), reader)) {
                    (Some(first), Some(last)) => first..last + 1,
                    _ => continue,
                }
            }
            None => match draft.place_of(&name, reader) {
                Some(place) => place..place + 1,
                None => continue,
            },
        };
        for question in draft.questions.get(run).unwrap_or_default() {
            if items.contains(&question.place) {
                reader.complain(name.span(), format!("\"{}\" is counted twice", question.id), "name it once");
            } else if draft.unsure.contains(&question.place) {
                continue;
            } else if !counts(question) {
                let message = format!("\"{}\" has no numbers to add up", question.id);
                reader.complain(name.span(), message, "give each of its options a `value`");
            } else if !bounded(question.kind.clone()) {
                let message = format!("\"{}\" must be a whole number from `min` to `max`", question.id);
                reader.complain(name.span(), message, "give it `min` and `max`, and no decimals");
            }
            items.push(question.place);
        }
    }
    items
}

fn bounded(kind: Kind) -> bool {
    match kind {
        Kind::Number(rule) => {
            let whole =
                |end: Option<crate::domain::answer::Decimal>| end.and_then(|n| n.as_whole()).is_some();
            rule.places == 0 && whole(rule.min) && whole(rule.max)
        }
        _ => true,
    }
}

/// Bands by value, which must cover every value once.
fn read_ranges(
    fields: &mut Fields<'_>,
    items: &[usize],
    draft: &Draft,
    reader: &mut Reader<'_>,
) -> Vec<Band> {
    let range = items
        .iter()
        .filter_map(|place| draft.questions.get(*place))
        .map(possible)
        .fold(Bounds::exactly(0), Bounds::plus);
    let (least, most) = (range.least / 1000, range.most / 1000);
    let mut bands: Vec<Band> = Vec::new();
    let mut next = least;
    let mut last = None;
    for mut table in fields.tables("band", reader) {
        let (name, from, to) =
            (table.needed("name", reader), table.whole("from", reader), table.whole("to", reader));
        if let (Some(name), Some(from), Some(to)) = (&name, &from, &to) {
            check_range(name.get_ref(), (from, to), (next, &bands), reader);
            next = *to.get_ref() + 1;
            last = Some((name.get_ref().clone(), to.clone()));
            let test = BandTest::Between { from: *from.get_ref(), to: *to.get_ref() };
            bands.push(Band { name: name.get_ref().clone(), test });
        } else {
            for (key, missing) in [("from", from.is_none()), ("to", to.is_none())] {
                if missing && table.value(key).is_none() {
                    table.lacks(key, reader);
                }
            }
        }
        table.finish(reader);
    }
    if let Some((name, to)) = last
        && *to.get_ref() != most
        && !items.is_empty()
    {
        let message =
            format!("the last band, \"{name}\", ends at {}, but the score goes to {most}", to.get_ref());
        reader.complain(to.span(), message, format!("end it at {most}, or add a band"));
    }
    bands
}

fn check_range(
    name: &str,
    (from, to): (&Placed<i64>, &Placed<i64>),
    (next, before): (i64, &[Band]),
    reader: &mut Reader<'_>,
) {
    let (low, high) = (*from.get_ref(), *to.get_ref());
    if low > high {
        reader.complain(
            to.span(),
            format!("band \"{name}\" ends before it begins"),
            "exchange `from` and `to`",
        );
    }
    let help = format!("begin it at {next}");
    match before.last() {
        _ if low == next => {}
        None => {
            let message =
                format!("the first band, \"{name}\", begins at {low}, but the score begins at {next}");
            reader.complain(from.span(), message, help);
        }
        Some(last) if low > next => {
            let message =
                format!("there is a gap between \"{}\" and \"{name}\": {next} has no band", last.name);
            reader.complain(from.span(), message, help);
        }
        Some(last) => {
            let message = format!("\"{}\" and \"{name}\" overlap at {low}", last.name);
            reader.complain(from.span(), message, help);
        }
    }
}

fn read_rules(fields: &mut Fields<'_>, score: usize, rules: &mut Vec<RuleBand>, reader: &mut Reader<'_>) {
    let tables = fields.tables("band", reader);
    if tables.is_empty() {
        fields.lacks("band", reader);
    }
    for mut table in tables {
        let (name, when) = (table.needed("name", reader), table.needed("when", reader));
        if let (Some(name), Some(when)) = (name, when) {
            rules.push(RuleBand { score, name: name.into_inner(), when });
        }
        table.finish(reader);
    }
}

/// Compiles the conditions of the rules, and notes which questions each rule looks at.
pub(super) fn compile_rules(rules: &mut Vec<RuleBand>, draft: &mut Draft, reader: &mut Reader<'_>) {
    for rule in rules.drain(..) {
        let Some(when) = draft.compile_rule(&rule.when, reader) else { continue };
        let Some(score) = draft.scores.get_mut(rule.score) else { continue };
        if let ScoreKind::Rule { items } = &mut score.kind {
            items.extend(when.questions());
            items.sort_unstable();
            items.dedup();
        }
        score.bands.push(Band { name: rule.name, test: BandTest::When(when) });
    }
}
