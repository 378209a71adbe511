//! Figures for scripts and spreadsheets: the same rows, the same names, the same counts withheld.

use serde_json::{Value as Json, json};

use super::{FiguresOut, OnePeriod};
use crate::domain::sheet::inert;
use crate::figures::words::percent;
use crate::figures::{Definition, Kind, Shown, ShownValue};

/// Columns of the table, in their order. `docs/figures.md` says what each figure is.
const COLUMNS: [&str; 14] = [
    "from",
    "to",
    "sites",
    "group",
    "figure",
    "name",
    "code",
    "label",
    "n",
    "of",
    "percent",
    "median_minutes",
    "p90_minutes",
    "minutes",
];

/// One row: what one number is, and the number.
#[derive(Default)]
struct Line {
    code: String,
    label: String,
    n: Option<u64>,
    of: Option<u64>,
    median: Option<i64>,
    p90: Option<i64>,
    minutes: Option<i64>,
    withheld: bool,
    has_whole: bool,
}

/// The figures as one object. A count that is withheld is `null`, with `"withheld": true` beside it.
pub fn json(out: &FiguresOut) -> Json {
    json!({
        "liaison": "figures",
        "version": 1,
        "demo": out.demo,
        "service": out.service,
        "withheld_under": out.limit,
        "periods": out.periods.iter().map(period).collect::<Vec<_>>(),
        "definitions": out.periods.first().map(|one| {
            one.shown.iter().map(|shown| defined(shown.definition)).collect::<Vec<_>>()
        }),
    })
}

fn defined(definition: &Definition) -> Json {
    json!({
        "figure": definition.code,
        "name": definition.name,
        "part": definition.part,
        "kind": kind(definition.kind),
        "of": definition.kind.whole(),
        "definition": definition.text,
    })
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::People => "people",
        Kind::Rows => "rows",
        Kind::Of(_) => "part",
        Kind::SplitOf(_) => "split",
        Kind::Among(_) => "among",
        Kind::TimesOf(_) | Kind::TimesOfPart(_) => "times",
        Kind::Hours => "hours",
        Kind::Number => "number",
    }
}

fn period(one: &OnePeriod) -> Json {
    let (sheet, at) = (&one.counted.whole, one.counted.at);
    json!({
        "from": sheet.period.first.to_string(),
        "to": sheet.period.last.to_string(),
        "sites": sheet.sites,
        "group": sheet.group.code(),
        "counted_at": at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "figures": one.shown.iter().map(figure).collect::<Vec<_>>(),
    })
}

fn figure(shown: &Shown) -> Json {
    let number = |line: &Line| {
        let mut value = serde_json::Map::new();
        if !line.code.is_empty() {
            value.insert("code".to_owned(), json!(line.code));
            value.insert("label".to_owned(), json!(line.label));
        }
        match line.minutes {
            Some(minutes) => drop(value.insert("minutes".to_owned(), json!(minutes))),
            None => drop(value.insert("n".to_owned(), json!(line.n))),
        }
        if line.has_whole {
            value.insert("of".to_owned(), json!(line.of));
            value.insert("percent".to_owned(), json!(percent(line.n, line.of)));
        }
        if matches!(shown.value, ShownValue::Times(_)) {
            value.insert("median_minutes".to_owned(), json!(line.median));
            value.insert("p90_minutes".to_owned(), json!(line.p90));
        }
        value.insert("withheld".to_owned(), json!(line.withheld));
        value
    };
    let lines = lines(shown);
    if matches!(shown.value, ShownValue::Rows { .. }) {
        let rows: Vec<Json> = lines.iter().map(|line| Json::Object(number(line))).collect();
        return json!({ "figure": shown.definition.code, "name": shown.definition.name, "rows": rows });
    }
    let mut value = lines.first().map(number).unwrap_or_default();
    value.insert("figure".to_owned(), json!(shown.definition.code));
    value.insert("name".to_owned(), json!(shown.definition.name));
    Json::Object(value)
}

fn lines(shown: &Shown) -> Vec<Line> {
    match &shown.value {
        ShownValue::Number(n) => vec![Line { n: *n, withheld: n.is_none(), ..Line::default() }],
        ShownValue::Part { n, of } => {
            vec![Line { n: *n, of: *of, withheld: n.is_none(), has_whole: true, ..Line::default() }]
        }
        ShownValue::Rows { rows, of } => rows
            .iter()
            .map(|row| Line {
                code: row.code.clone(),
                label: row.label.clone(),
                n: row.n,
                of: *of,
                withheld: row.n.is_none(),
                has_whole: true,
                ..Line::default()
            })
            .collect(),
        ShownValue::Times(None) => vec![Line { withheld: true, ..Line::default() }],
        ShownValue::Times(Some(times)) => {
            vec![Line { n: Some(times.n), median: times.median, p90: times.p90, ..Line::default() }]
        }
        ShownValue::Hours(minutes) => vec![Line { minutes: Some(*minutes), ..Line::default() }],
    }
}

/// The figures as a table for a spreadsheet. A count that is withheld is `*`.
pub fn csv(out: &FiguresOut) -> String {
    let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing into memory does not fail; a row that it refused would be missing and be seen.
    let _ = table.write_record(COLUMNS);
    for one in &out.periods {
        let sheet = &one.counted.whole;
        for shown in &one.shown {
            for line in lines(shown) {
                let n = if line.withheld { "*".to_owned() } else { number(line.n) };
                let of = if line.has_whole && line.of.is_none() { "*".to_owned() } else { number(line.of) };
                let _ = table.write_record([
                    sheet.period.first.to_string(),
                    sheet.period.last.to_string(),
                    inert(&sheet.sites.join(" ")),
                    sheet.group.code().to_owned(),
                    shown.definition.code.to_owned(),
                    shown.definition.name.to_owned(),
                    line.code,
                    inert(&line.label),
                    n,
                    of,
                    number(percent(line.n, line.of)),
                    number(line.median),
                    number(line.p90),
                    number(line.minutes),
                ]);
            }
        }
    }
    let bytes = table.into_inner().unwrap_or_default();
    format!("\u{FEFF}{}", String::from_utf8(bytes).unwrap_or_default())
}

fn number<T: ToString>(n: Option<T>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}
