//! Every figure of docs/figures.md against a recount in plain SQL from what `liaison export records` gives.
//!
//! The queries know docs/figures.md and docs/exports.md and nothing of how the program counts. The store is
//! a generated one of `LIAISON_RECOUNT` episodes (2,000 unless set), its five years cut into random periods.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Days, NaiveDate, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, Door};
use liaison::desk::figures::FiguresAsked;
use liaison::desk::{Desk, demo};
use liaison::domain::event::{Body, Event};
use liaison::domain::service::{MandatoryGroup, Service};
use liaison::figures::{Definition, Kind, Period, Sheet, Step, Value, definitions};
use serde_json::Value as Json;

#[path = "figures_recount/cover.rs"]
mod cover;
#[path = "board_oracle/dice.rs"]
#[allow(dead_code, reason = "the walks need more of it")]
mod dice;
#[path = "figures_recount/hours.rs"]
mod hours;
#[path = "board_oracle/london.rs"]
#[allow(dead_code, reason = "the board says times in words too")]
mod london;
#[path = "figures_recount/sql.rs"]
mod sql;
#[path = "figures_recount/tables.rs"]
mod tables;
#[path = "figures_recount/trial.rs"]
mod trial;

use dice::Dice;
use tables::{Asked, Tables};

const NOW: &str = "2026-11-23T19:44:00Z";
/// Periods that are always asked for: everything, the month that is not over, the turn of a year with the
/// first day of the groups in it, and the day that has 25 hours.
const PERIODS: [(&str, &str); 4] = [
    ("2021-11-01", "2026-11-23"),
    ("2026-11-01", "2026-11-30"),
    ("2025-12-20", "2026-01-12"),
    ("2025-10-26", "2025-10-26"),
];
/// Random ones beside them.
const RANDOM: usize = 8;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn episodes() -> usize {
    std::env::var("LIAISON_RECOUNT").map_or(2_000, |number| number.parse().unwrap())
}

fn liaison(store: &Path, args: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(args).arg("--data").arg(store).env_remove("LIAISON_DATA").env("LIAISON_NOW", NOW);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn desk(store: &Path) -> Desk {
    let door = Door::of(store, Some(NOW)).unwrap();
    door.sign_in(demo::SIGN_IN_NAME, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

/// What is asked for: twelve periods, of all sites, of one, of two; everybody and each group in turn.
fn cases(sites: &[String], groups: &[String]) -> Vec<Asked> {
    let mut dice = Dice::new(26);
    let mut periods: Vec<(NaiveDate, NaiveDate)> =
        PERIODS.iter().map(|(first, last)| (day(first), day(last))).collect();
    for _ in 0..RANDOM {
        let first = day("2021-11-25") + Days::new(dice.roll(1_780) as u64);
        let days = if dice.once_in(3) { dice.roll(30) } else { dice.roll(700) };
        periods.push((first, first + Days::new(days as u64)));
    }
    let mut cases = Vec::new();
    for (number, (first, last)) in periods.into_iter().enumerate() {
        let of = |n: usize| {
            let start = dice_place(number, sites.len());
            (0..n).map(|more| sites[(start + more) % sites.len()].clone()).collect::<Vec<_>>()
        };
        let sites = of(number % 3);
        for group in ["", groups[number % groups.len()].as_str()] {
            cases.push(Asked { first, last, sites: sites.clone(), group: group.to_owned() });
        }
    }
    cases
}

fn dice_place(number: usize, sides: usize) -> usize {
    Dice::new(number as u64 + 7).roll(sides)
}

/// Exports what a case asks for: one site by the program's own choice, else all; CSV and JSON in turn.
fn export(store: &Path, folder: &Path, number: usize, asked: &Asked) -> PathBuf {
    let out = folder.join(format!("out-{number}"));
    let (first, last) = (asked.first.to_string(), asked.last.to_string());
    let format = if number.is_multiple_of(2) { "csv" } else { "jsonl" };
    let mut args = vec!["export", "records", "--from", &first, "--to", &last, "--reason", "recount"];
    args.extend(["--format", format, "--out", out.to_str().unwrap()]);
    if let [site] = asked.sites.as_slice() {
        args.extend(["--site", site]);
    }
    liaison(store, &args);
    out
}

/// The recount of one figure.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Recount {
    Number(u64),
    Rows(BTreeMap<String, u64>),
    Times(u64, Option<i64>, Option<i64>),
}

/// Counts a figure anew.
fn recount(tables: &Tables, code: &str) -> Recount {
    let find = |list: &[sql::Query]| list.iter().find(|(own, _)| *own == code).map(|(_, sql)| *sql);
    if let Some(sql) = find(sql::NUMBERS).or_else(|| find(sql::OF_NOBODY)) {
        return Recount::Number(tables.number(sql));
    }
    if let Some(sql) = find(sql::SPLITS) {
        return Recount::Rows(tables.rows(sql));
    }
    if let Some(sql) = find(sql::TIMES) {
        let (n, median, p90) = tables.times(sql);
        return Recount::Times(n, median, p90);
    }
    panic!("docs/figures.md defines `{code}`, and nothing counts it anew");
}

/// What was compared, and where the two differ.
#[derive(Default)]
struct Compared {
    numbers: usize,
    wrong: Vec<String>,
}

impl Compared {
    fn same<T: PartialEq + Debug>(&mut self, program: &T, own: &T, what: &str) {
        self.numbers += 1;
        if program != own {
            self.wrong.push(format!("{what}: the program has {program:?}, the recount {own:?}"));
        }
    }

    fn settle(&self) {
        assert!(self.wrong.is_empty(), "{} differ:\n{}", self.wrong.len(), self.wrong.join("\n"));
    }

    fn holds(&mut self, is: bool, what: &str) {
        self.same(&is, &true, what);
    }
}

/// Compares a sheet with the recount, every figure and every row.
fn agree(sheet: &Sheet, tables: &Tables, of_people_only: bool, what: &str, all: &mut Compared) {
    for definition in definitions().iter().filter(|definition| definition.code != "by_step") {
        let code = definition.code;
        let figure = sheet.figure(code).unwrap_or_else(|| panic!("{what}: the program leaves out `{code}`"));
        if of_people_only && !of_people(definition) {
            continue;
        }
        let counted = recount(tables, code);
        let whole = |code: Option<&str>| match recount(tables, code.unwrap()) {
            Recount::Number(n) => n,
            other => panic!("{code:?}: {other:?}"),
        };
        let of = definition.kind.whole();
        let what = format!("{what}: `{code}`");
        match (&figure.value, counted) {
            (Value::Number(n), Recount::Number(own)) => all.same(n, &own, &what),
            (Value::Hours(n), Recount::Number(own)) => all.same(&u64::try_from(*n).unwrap(), &own, &what),
            (Value::Part { n, of: many }, Recount::Number(own)) => {
                all.same(&(*n, *many), &(own, whole(of)), &what);
            }
            (Value::Times(times), Recount::Times(n, median, p90)) => {
                all.same(&(times.n, times.median, times.p90), &(n, median, p90), &what);
                if let Kind::TimesOf(_) = definition.kind {
                    all.same(&n, &whole(of), &format!("{what} has one time for each"));
                }
            }
            (Value::Rows { rows, of: many }, Recount::Rows(own)) => {
                all.same(many, &whole(of), &format!("the whole of {what}"));
                let shown: BTreeMap<String, u64> = rows.iter().map(|row| (row.code.clone(), row.n)).collect();
                all.same(&shown.len(), &rows.len(), &format!("{what} has each row once"));
                for code in shown.keys().chain(own.keys().filter(|code| !shown.contains_key(*code))) {
                    let n = |rows: &BTreeMap<String, u64>| rows.get(code).copied().unwrap_or(0);
                    all.same(&n(&shown), &n(&own), &format!("{what}, {code}"));
                }
                if let Kind::SplitOf(_) = definition.kind {
                    all.same(many, &own.values().sum(), &format!("{what} adds up"));
                }
            }
            (shown, own) => panic!("{what} is {shown:?} and {own:?}"),
        }
    }
}

fn of_people(definition: &Definition) -> bool {
    let whole = definition.kind.whole().and_then(liaison::figures::definition);
    !matches!(definition.kind, Kind::Hours | Kind::Number) && !whole.is_some_and(|of| of.kind == Kind::Number)
}

fn figures_asked(asked: &Asked, desk: &Desk, step: Step) -> FiguresAsked {
    let period = Period { first: asked.first, last: asked.last };
    FiguresAsked { period, sites: asked.sites.clone(), group: desk.figure_group(&asked.group).unwrap(), step }
}

/// The weeks or months of a case: each sheet, and the figure that tells how many came in each.
fn steps_agree(asked: &Asked, desk: &Desk, tables: &Tables, step: Step, all: &mut Compared) {
    let what = format!("{asked:?}");
    let mut counted = desk.figures(&figures_asked(asked, desk, step)).unwrap();
    counted.whole.add_steps(&counted.steps);
    tables.ask(asked, now());
    let (_, sql) = sql::STEPS.iter().find(|(word, _)| *word == step.word()).unwrap();
    let own = tables.rows(sql);
    let Value::Rows { rows, of } = &counted.whole.figure("by_step").unwrap().value else { panic!("{what}") };
    let shown: BTreeMap<String, u64> =
        rows.iter().filter(|row| row.n > 0).map(|row| (row.code.clone(), row.n)).collect();
    all.same(&shown, &own, &format!("{what}: each {}", step.word()));
    all.same(of, &own.values().sum(), &format!("{what}: all of each {}", step.word()));
    // Every seventh of them whole, the first and the last among them.
    let last = counted.steps.len() - 1;
    for (_, sheet) in counted.steps.iter().enumerate().filter(|(at, _)| at % 7 == 0 || *at == last) {
        let of_step = Asked { first: sheet.period.first, last: sheet.period.last, ..asked.clone() };
        tables.ask(&of_step, now());
        agree(sheet, tables, true, &format!("{what}, {} {}", step.word(), of_step.first), all);
    }
}

/// Whether the question itself says that nobody can be there, so that there is nothing to withhold: under a
/// group that did not hold on any of the days nobody is, at a site nobody of another, of women no man.
fn says_nobody(asked: &Asked, service: &Service, (figure, row): (&str, &str)) -> bool {
    let holds =
        |group: &MandatoryGroup| group.from <= asked.last && group.to.is_none_or(|last| last >= asked.first);
    let named = |code: &str| service.mandatory_groups.iter().find(|group| group.code == code);
    let group = named(&asked.group);
    if group.is_some_and(|group| !holds(group)) {
        return true;
    }
    let other = |list: Option<&Vec<String>>| {
        list.is_some_and(|list| !list.is_empty() && list.iter().all(|code| code != row))
    };
    let minors = asked.group == "under_18" || group.is_some_and(|group| group.under_age == Some(18));
    match figure {
        "by_site" => !asked.sites.is_empty() && asked.sites.iter().all(|site| site != row),
        "by_group" => named(row).is_some_and(|group| !holds(group)),
        "by_sex" => other(group.map(|group| &group.sexes)),
        "by_reason" => other(group.map(|group| &group.reasons)),
        "by_position" => other(group.map(|group| &group.legal_positions)),
        "adults" => minors,
        "by_age" => minors && ["18-24", "25-64", "65+", "unknown"].contains(&row),
        _ => false,
    }
}

/// What leaves the terminal: each number that is shown is the recount's, and none of people is under the
/// limit.
fn shown_agree(
    store: &Path,
    asked: &Asked,
    tables: &Tables,
    service: &Service,
    all: &mut Compared,
) -> (usize, usize) {
    let limit = service.figures.suppress_under;
    let what = format!("shown of {asked:?}");
    let (first, last) = (asked.first.to_string(), asked.last.to_string());
    let mut args = vec!["figures", "--format", "json", "--from", &first, "--to", &last];
    if let [site] = asked.sites.as_slice() {
        args.extend(["--site", site]);
    }
    if !asked.group.is_empty() {
        args.extend(["--group", &asked.group]);
    }
    let out: Json = serde_json::from_slice(&liaison(store, &args)).unwrap();
    assert_eq!(out["withheld_under"], limit);
    tables.ask(asked, now());
    let (mut shown, mut withheld) = (0, 0);
    let figures = out["periods"][0]["figures"].as_array().unwrap();
    for definition in definitions().iter().filter(|definition| definition.code != "by_step") {
        let code = definition.code;
        let figure = figures.iter().find(|figure| figure["figure"] == code);
        let figure = figure.unwrap_or_else(|| panic!("{what}: `{code}` is not given out"));
        let counted = recount(tables, code);
        let people = of_people(definition);
        let mut one = |told: &Json, own: u64, row: &str| {
            let what = format!("{what}: `{code}` {row}");
            let n = if told.get("minutes").is_some() { &told["minutes"] } else { &told["n"] };
            all.same(&told["withheld"], &Json::from(n.is_null()), &what);
            let Some(n) = n.as_u64() else { return withheld += 1 };
            shown += 1;
            all.same(&n, &own, &what);
            let nobody = own == 0 && says_nobody(asked, service, (code, row));
            all.holds(!people || own >= limit || nobody, &format!("{what}: {own} may be shown"));
            let rest = told["of"].as_u64().map(|of| of - n);
            let is_part = people && matches!(definition.kind, Kind::Of(_));
            let hides = !is_part || rest.is_none_or(|rest| rest == 0 || rest >= limit);
            all.holds(hides, &format!("{what}: the rest {rest:?} cannot be worked out"));
        };
        match counted {
            Recount::Number(own) => one(figure, own, ""),
            Recount::Times(n, median, p90) => {
                one(figure, n, "");
                if !figure["n"].is_null() {
                    let told = (figure["median_minutes"].as_i64(), figure["p90_minutes"].as_i64());
                    // Of fewer than twice the limit the 90th centile is one person's own.
                    let p90 = p90.filter(|_| n >= 2 * limit);
                    all.same(&told, &(median, p90), &format!("{what}: `{code}`"));
                }
            }
            Recount::Rows(own) => {
                for row in figure["rows"].as_array().unwrap() {
                    let code = row["code"].as_str().unwrap();
                    one(row, own.get(code).copied().unwrap_or(0), code);
                }
            }
        }
    }
    (shown, withheld)
}

#[test]
fn every_figure_of_a_generated_store_is_what_plain_sql_counts_from_its_export() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    drop(demo::create(&store, now(), episodes(), 26).unwrap());
    trial::rewrite(&store);
    trial::plan(&store, &|| desk(&store));
    let (sites, groups, service) = {
        let desk = desk(&store);
        let service = desk.service().clone();
        let sites = service.sites.iter().map(|site| site.code.clone()).collect::<Vec<_>>();
        let groups =
            desk.figure_groups().iter().skip(1).map(|group| group.code().to_owned()).collect::<Vec<_>>();
        (sites, groups, service)
    };
    let cases = cases(&sites, &groups);
    let mut tables: Vec<Tables> = Vec::new();
    for (number, pair) in cases.chunks(2).enumerate() {
        tables.push(Tables::read(&export(&store, folder.path(), number, &pair[0]), &service, &pair[0]));
    }
    let desk = desk(&store);
    let mut all = Compared::default();
    for (number, asked) in cases.iter().enumerate() {
        let tables = &tables[number / 2];
        tables.ask(asked, now());
        let counted = desk.figures(&figures_asked(asked, &desk, Step::Month)).unwrap();
        agree(&counted.whole, tables, false, &format!("{asked:?}"), &mut all);
        if number % 6 == 0 {
            let step = if number % 12 == 0 { Step::Month } else { Step::Week };
            steps_agree(asked, &desk, tables, step, &mut all);
        }
    }
    drop(desk);
    all.settle();
    everything_came_up(&tables[0], &cases[0]);
    struck_is_as_if_not_entered(&trial::events(&store), &tables[0]);
    let (mut shown, mut withheld) = (0, 0);
    let alone = |(number, asked): &(usize, &Asked)| number % 3 == 0 && asked.sites.len() < 2;
    for (number, asked) in cases.iter().enumerate().filter(alone) {
        let (more, less) = shown_agree(&store, asked, &tables[number / 2], &service, &mut all);
        (shown, withheld) = (shown + more, withheld + less);
    }
    println!("{} episodes: {} compared, {shown} shown, {withheld} withheld", episodes(), all.numbers);
    all.settle();
    assert!(all.numbers > 5_000 && shown > 200 && withheld > 100);
}

/// A recount proves nothing of a figure that is 0: over the whole store each is counted, and each edge of a
/// definition is met.
fn everything_came_up(tables: &Tables, whole: &Asked) {
    tables.ask(whole, now());
    for (code, sql) in sql::NUMBERS {
        assert!(tables.number(sql) > 0, "`{code}` is 0 in the whole store");
    }
    for (code, sql) in sql::SPLITS {
        assert!(!tables.rows(sql).is_empty(), "`{code}` has no row in the whole store");
    }
    for (code, sql) in sql::TIMES {
        assert!(tables.times(sql).0 > 0, "`{code}` has no time in the whole store");
    }
    for edge in [
        "SELECT count(*) FROM e WHERE seen_at = interview_at",
        "SELECT count(*) FROM e WHERE seen_at = left_at",
        "SELECT count(*) FROM e WHERE seen_at > left_at",
        "SELECT count(*) FROM e WHERE seen_at > left_at AND seen_at / 60000 = left_at / 60000",
        "SELECT count(*) FROM e JOIN reports USING (reference) WHERE sent_at = due_at",
        "SELECT count(*) FROM e JOIN reports USING (reference) WHERE sent_at IS NULL AND withdrawn_at IS NULL",
        "SELECT count(*) FROM e JOIN flags USING (reference) WHERE lifted_at IS NOT NULL AND told_at IS NULL",
        "SELECT count(*) FROM e JOIN flags USING (reference) WHERE lifted_at IS NOT NULL AND told_at IS NOT NULL",
        "SELECT count(*) FROM e WHERE identified_only = 'true'",
        "SELECT count(*) FROM e WHERE consent_be_seen = 'not_asked'",
        "SELECT count(*) FROM e WHERE seen_at IS NOT NULL AND left_at IS NULL",
        "SELECT count(*) FROM e WHERE stage <> 'closed'",
        "SELECT count(*) FROM e WHERE holiday AND ask IS NULL",
        "SELECT count(*) FROM e WHERE holiday AND ask = 0",
        "SELECT count(*) FROM e WHERE holiday AND ask = 1",
        "SELECT count(*) FROM e JOIN demand USING (site) WHERE received_at / 60000 = from_at / 60000",
        "SELECT count(*) FROM e JOIN demand USING (site) WHERE received_at / 60000 = to_at / 60000",
        "SELECT count(*) FROM e JOIN mha USING (reference) WHERE reference NOT IN (SELECT reference FROM mha \
         WHERE step IN (SELECT code FROM marked WHERE list = 'mha_steps' AND mark = 'ends'))",
    ] {
        assert!(tables.number(edge) > 0, "nothing in the store meets this edge: {edge}");
    }
    for (code, sql) in sql::OF_NOBODY {
        assert!(tables.number(sql) > 0, "`{code}` is 0 in the whole store");
    }
    let met = tables.met;
    for (minutes, edge) in [
        (met.planned_twice, "planned at two sites at once"),
        (met.planned_and_away, "planned and away"),
        (met.stood_in, "others in place of a skill"),
        (met.short_of_two, "two skills short at once"),
        (met.short_and_unsettled, "short of one row, another not published"),
        (met.ask, "a court that has to be asked"),
        (met.asks_for_nobody, "hours that ask for nobody"),
    ] {
        assert!(minutes > 0, "no minute of the rota meets this edge: {edge}; {met:?}");
    }
}

/// Some of what was logged was struck, and the export has the rest.
fn struck_is_as_if_not_entered(events: &[Event], tables: &Tables) {
    let logged: Vec<&Event> =
        events.iter().filter(|event| matches!(event.body, Body::ActivityLogged(_))).collect();
    let is_struck = |of: &&Event| {
        events.iter().any(|event| matches!(event.body, Body::Struck { event, .. } if event == of.id))
    };
    let struck = logged.iter().filter(|event| is_struck(event)).count();
    assert!(struck > 0, "no activity was struck");
    let exported = tables.number("SELECT count(*) FROM activities");
    assert_eq!(exported, (logged.len() - struck) as u64, "{struck} activities were struck");
}
