//! `liaison figures` through the real program: three ways to write the same numbers, what is withheld,
//! who may take them, and what the journal keeps.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "demo/store.rs"]
mod store;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value as Json;
use store::{Demo, said};

/// A year of the demo: long enough that most counts may be shown.
const YEAR: [&str; 4] = ["--from", "2025-11-01", "--to", "2026-10-31"];

impl Demo {
    fn new(episodes: &str) -> Self {
        Self::made(&["--episodes", episodes])
    }

    fn figures(&self, args: &[&str]) -> String {
        self.written(&[&["figures"], args].concat())
    }

    fn json(&self, args: &[&str]) -> Json {
        serde_json::from_str(&self.figures(&[args, &["--format", "json"]].concat())).unwrap()
    }
}

/// Each number that leaves, by figure and code; none where it is withheld.
type Numbers = BTreeMap<(String, String), Option<u64>>;

fn of_json(json: &Json) -> Numbers {
    let text = |value: &Json, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut numbers = Numbers::new();
    for figure in json["periods"][0]["figures"].as_array().unwrap() {
        let name = text(figure, "figure");
        let rows = figure["rows"].as_array().cloned().unwrap_or_else(|| vec![figure.clone()]);
        for row in rows.iter().filter(|row| row.get("minutes").is_none()) {
            assert_eq!(row["withheld"].as_bool().unwrap(), row["n"].is_null(), "{row}");
            numbers.insert((name.clone(), text(row, "code")), row["n"].as_u64());
        }
    }
    numbers
}

fn of_csv(csv: &str) -> Numbers {
    let table = csv.strip_prefix('\u{FEFF}').unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headings: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap();
    let (figure, code, n, minutes) = (at("figure"), at("code"), at("n"), at("minutes"));
    let rows = reader.records().map(Result::unwrap).filter(|row| row[minutes].is_empty());
    rows.map(|row| {
        let number = if &row[n] == "*" { None } else { Some(row[n].parse().unwrap()) };
        ((row[figure].to_owned(), row[code].to_owned()), number)
    })
    .collect()
}

#[test]
fn a_script_and_a_spreadsheet_get_the_same_numbers_and_people_read_them() {
    let demo = Demo::new("600");
    let (json, csv) = (demo.json(&YEAR), demo.figures(&[&YEAR[..], &["--format", "csv"]].concat()));
    assert!(csv.contains("\r\n"), "lines end as spreadsheets have them");
    let numbers = of_json(&json);
    assert_eq!(numbers, of_csv(&csv));
    let of = |figure: &str| numbers[&(figure.to_owned(), String::new())].unwrap();
    assert!(of("identified") > 80, "{numbers:?}");
    let text = demo.figures(&YEAR);
    let line = text.lines().find(|line| line.starts_with("  Identified")).unwrap();
    assert_eq!(line.split_whitespace().nth(1).unwrap(), of("identified").to_string());
    for one in json["definitions"].as_array().unwrap() {
        assert!(text.contains(one["name"].as_str().unwrap()), "{one}");
    }
}

#[test]
fn no_count_of_people_under_the_limit_leaves_in_any_way_of_writing() {
    let demo = Demo::new("120");
    let of_nobody = ["gaps", "shifts", "activities", "by_activity"];
    let (numbers, text) = (of_json(&demo.json(&YEAR)), demo.figures(&YEAR));
    let small = |((figure, _), n): &(&(String, String), &Option<u64>)| {
        !of_nobody.contains(&figure.as_str()) && n.is_some_and(|n| n < 5)
    };
    let shown: Vec<_> = numbers.iter().filter(small).collect();
    assert!(shown.is_empty(), "{shown:?}");
    assert!(numbers.values().any(Option::is_none) && text.contains("withheld"), "{text}");
}

#[test]
fn a_second_period_stands_beside_the_first_and_one_that_overlaps_is_refused() {
    let demo = Demo::new("200");
    let beside = demo.json(&["--from", "2026-10-01", "--to", "2026-10-31", "--with", "2026-09-01"]);
    let of = |nth: usize, key: &str| beside["periods"][nth][key].as_str().unwrap().to_owned();
    // September has a day less than October: a month stands beside a month.
    assert_eq!([of(1, "from"), of(1, "to")], ["2026-09-01", "2026-09-30"]);
    let other = demo.json(&["--from", "2026-09-01", "--to", "2026-09-30"]);
    assert_eq!(beside["periods"][1]["figures"], other["periods"][0]["figures"]);
    let args = ["figures", "--from", "2026-10-01", "--to", "2026-10-31", "--with", "2026-10-15"];
    let refused = demo.run(&args, 65);
    assert!(said(&refused).contains("overlap"), "{refused:?}");
    assert!(refused.stdout.is_empty());
}

#[test]
fn weeks_and_months_add_up_to_their_period() {
    let demo = Demo::new("600");
    for by in ["week", "month"] {
        let numbers = of_json(&demo.json(&[&YEAR[..], &["--by", by]].concat()));
        let steps: Vec<Option<u64>> =
            numbers.iter().filter(|((figure, _), _)| figure == "by_step").map(|(_, n)| *n).collect();
        assert_eq!(steps.len(), if by == "week" { 53 } else { 12 });
        let known: u64 = steps.iter().flatten().sum();
        let all = numbers[&("identified".to_owned(), String::new())].unwrap();
        assert!(known <= all);
        assert_eq!(known == all, steps.iter().all(Option::is_some), "{steps:?}");
    }
}

#[test]
fn that_figures_leave_is_kept_with_their_period_and_of_which_site() {
    let demo = Demo::new("40");
    demo.figures(&[&YEAR[..], &["--site", "BRO", "--group", "under_18"]].concat());
    let audit = demo.written(&["audit", "--format", "text"]);
    assert!(audit.contains("figures 2025-11-01 to 2026-10-31 BRO under_18"), "{audit}");
    for (args, word) in
        [(["figures", "--site", "NOPE"], "NOPE"), (["figures", "--group", "giants"], "giants")]
    {
        let refused = demo.run(&args, 65);
        assert!(said(&refused).contains(word), "{refused:?}");
    }
}

#[test]
fn days_still_to_come_are_counted_and_said_to_be() {
    let demo = Demo::new("40");
    let to_come = demo.run(&["figures", "--from", "2027-01-01", "--to", "2027-01-31"], 0);
    assert!(said(&to_come).contains("still to come"), "{to_come:?}");
    assert!(!said(&demo.run(&["figures"], 0)).contains("still to come"));
    // So far off that days cannot be reckoned with.
    for day in ["99999-01-01", "-1-01-01", "2026-02-30", "tomorrow"] {
        let refused = demo.run(&["figures", &format!("--from={day}")], 64);
        assert!(said(&refused).contains("write a day of the calendar as 2026-11-23"), "{refused:?}");
    }
}

#[test]
fn those_who_do_not_lead_take_no_figures_out() {
    let demo = Demo::new("40");
    let pass = demo.folder.path().join("pass");
    fs::write(&pass, "demo\n").unwrap();
    let args = ["figures", "--user", "shah", "--passphrase-file", pass.to_str().unwrap()];
    let refused = demo.run(&args, 65);
    assert!(said(&refused).contains("figures"), "{refused:?}");
    assert!(refused.stdout.is_empty());
}

#[test]
fn the_summary_of_a_year_is_one_page_that_names_nobody() {
    let demo = Demo::new("900");
    let page = demo.figures(&[&YEAR[..], &["--paper", "-"]].concat());
    assert!(page.contains("FIGURES") && page.contains("page 1 of 1") && !page.contains("destroy"), "{page}");
    assert!(page.contains("Identified") && page.contains("Commissioners"), "{page}");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    // What it has room for of the lists it tells, those first for which it is read.
    for list in ["By source", "By age", "By sex"] {
        assert!(page.contains(&format!("{list}: ")), "{list}: {page}");
    }
}
