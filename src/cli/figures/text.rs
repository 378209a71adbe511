//! Figures for people: a column of names, a column of numbers, by the parts of docs/figures.md.

use crate::desk::figures::FiguresOut;
use crate::domain::time::day;
use crate::figures::words::{count, left_out, share};
use crate::figures::{Shown, ShownRow, ShownValue};

/// Columns of a figure's name.
const NAME: usize = 34;
/// Columns of one period's numbers.
const VALUE: usize = 22;

/// Everything.
pub(super) fn figures(out: &FiguresOut) -> String {
    let Some(first) = out.periods.first() else { return String::new() };
    let asked = &first.counted.whole;
    let sites = if asked.sites.is_empty() { "all sites".to_owned() } else { asked.sites.join("+") };
    let demo = if out.demo { "DEMO  " } else { "" };
    let mut text = format!("{demo}{}  figures of {}  {sites}\n", out.service, asked.group.words());
    for one in &out.periods {
        let period = one.counted.whole.period;
        text.push_str(&format!("  {} to {}\n", day(period.first), day(period.last)));
    }
    text.push_str(&format!(
        "  * = a count of people under {}, or withheld so that one cannot be worked out\n",
        out.limit
    ));
    let mut part = "";
    for (nth, shown) in first.shown.iter().enumerate() {
        let definition = shown.definition;
        if definition.part != part {
            part = definition.part;
            text.push_str(&format!("\n{}\n", part.to_uppercase()));
        }
        let beside: Vec<&Shown> = out.periods.iter().filter_map(|one| one.shown.get(nth)).collect();
        text.push_str(&figure(&beside));
    }
    text
}

/// A figure of each period, and its rows below it.
fn figure(beside: &[&Shown]) -> String {
    let Some(first) = beside.first() else { return String::new() };
    let values: Vec<String> = beside.iter().map(|shown| value(shown)).collect();
    let mut text = line(&format!("  {}", first.definition.name), &values);
    let ShownValue::Rows { rows, .. } = &first.value else { return text };
    let (mut nobody, mut withheld) = (0, 0);
    for row in rows {
        let each: Vec<Option<&ShownRow>> = beside.iter().map(|shown| row_of(shown, &row.code)).collect();
        if each.iter().flatten().all(|row| row.n.is_none()) {
            withheld += 1;
        } else if each.iter().flatten().all(|row| row.n == Some(0)) {
            nobody += 1;
        } else {
            let values: Vec<String> =
                each.iter().zip(beside).map(|(row, shown)| of_row(*row, shown.whole())).collect();
            text.push_str(&line(&format!("    {}", row.label), &values));
        }
    }
    let left = left_out(nobody, withheld);
    if !left.is_empty() {
        text.push_str(&format!("    {left}\n"));
    }
    text
}

fn row_of<'a>(shown: &'a Shown, code: &str) -> Option<&'a ShownRow> {
    match &shown.value {
        ShownValue::Rows { rows, .. } => rows.iter().find(|row| row.code == code),
        _ => None,
    }
}

fn of_row(row: Option<&ShownRow>, of: Option<u64>) -> String {
    let Some(row) = row else { return "-".to_owned() };
    format!("{:>6}  {:>5}", count(row.n), share(row.n, of))
}

fn value(shown: &Shown) -> String {
    match &shown.value {
        ShownValue::Number(n) => format!("{:>6}", count(*n)),
        ShownValue::Part { n, of } => {
            format!("{:>6}  {:>5} of {}", count(*n), share(*n, *of), count(*of))
        }
        ShownValue::Rows { .. } => String::new(),
        ShownValue::Times(_) | ShownValue::Hours(_) => format!("{:>6}", shown.short()),
    }
}

fn line(name: &str, values: &[String]) -> String {
    // A name that is too long has a line of its own, so that the numbers stay below each other.
    let mut text = if name.chars().count() > NAME && !values.is_empty() {
        format!("{name}\n{:NAME$}", "")
    } else {
        format!("{name:<NAME$}")
    };
    for value in values {
        text.push_str(&format!(" {value:<VALUE$}"));
    }
    format!("{}\n", text.trim_end())
}
