//! Figures counted again, in plain SQL, from the exported tables alone: whatever the service reports can be
//! checked by somebody who has not our program.

use std::collections::BTreeMap;
use std::path::Path;

use liaison::desk::demo;
use liaison::desk::export::Names;
use liaison::desk::extract::{Asked, Written};
use liaison::desk::figures::FiguresAsked;
use liaison::desk::{Desk, Door};
use liaison::figures::{Group, Period, Sheet, Step, Value};
use rusqlite::Connection;

use crate::evening::NOW;
use crate::store::{leave, sheet};

const TABLES: [&str; 11] = [
    "episodes",
    "screenings",
    "onward",
    "reports",
    "mha",
    "flags",
    "contacts",
    "shifts",
    "cover",
    "hours",
    "lists",
];

/// Numbers, each by its name in docs/figures.md.
const COUNTS: [(&str, &str); 30] = [
    ("identified", "SELECT count(*) FROM episodes"),
    ("referred", "SELECT count(*) FROM episodes WHERE identified_only = 'false'"),
    ("under_18", "SELECT count(*) FROM episodes WHERE age <> '' AND age + 0 < 18"),
    ("adults", "SELECT count(*) FROM episodes WHERE age <> '' AND age + 0 >= 18"),
    ("seen", "SELECT count(*) FROM episodes WHERE seen_at <> ''"),
    ("screened", "SELECT count(*) FROM episodes WHERE screened = 'true'"),
    (
        "under_18_screened",
        "SELECT count(*) FROM episodes WHERE screened = 'true' AND age_band IN ('0-9', '10-13', '14-15', '16-17')",
    ),
    ("assessed", "SELECT count(*) FROM episodes WHERE assessed_at <> ''"),
    ("referred_on", "SELECT count(DISTINCT reference) FROM onward"),
    (
        "accepted",
        "SELECT count(DISTINCT reference) FROM onward WHERE accepted_at <> '' OR attendance IN
         (SELECT code FROM lists WHERE list = 'attendance' AND ' ' || marks || ' ' LIKE '% attended %')",
    ),
    (
        "attended",
        "SELECT count(DISTINCT reference) FROM onward WHERE attendance IN
         (SELECT code FROM lists WHERE list = 'attendance' AND ' ' || marks || ' ' LIKE '% attended %')",
    ),
    ("not_seen", "SELECT count(*) FROM episodes WHERE not_seen_reason <> ''"),
    (
        "declined",
        "SELECT count(*) FROM episodes WHERE consent_be_seen = 'refused'
         OR reference IN (SELECT reference FROM screenings WHERE status = 'declined') OR not_seen_reason IN
         (SELECT code FROM lists WHERE list = 'not_seen_reasons' AND ' ' || marks || ' ' LIKE '% declined %')",
    ),
    ("interview_known", "SELECT count(*) FROM episodes WHERE interview_at <> ''"),
    ("before_interview", "SELECT count(*) FROM episodes WHERE seen_at <> '' AND seen_at < interview_at"),
    ("departed", "SELECT count(*) FROM episodes WHERE left_at <> ''"),
    ("before_release", "SELECT count(*) FROM episodes WHERE seen_at <> '' AND seen_at <= left_at"),
    ("decided", "SELECT count(*) FROM episodes WHERE decided_at <> ''"),
    ("flags", "SELECT count(*) FROM flags WHERE told_at <> '' OR lifted_at = ''"),
    ("flags_told", "SELECT count(*) FROM flags WHERE told_at <> ''"),
    ("onward", "SELECT count(*) FROM onward"),
    (
        "safeguarding",
        "SELECT count(DISTINCT reference) FROM onward WHERE destination IN
         (SELECT code FROM lists WHERE list = 'destinations' AND ' ' || marks || ' ' LIKE '% safeguarding %')",
    ),
    ("reports", "SELECT count(*) FROM reports"),
    ("reports_sent", "SELECT count(*) FROM reports WHERE sent_at <> ''"),
    ("mha", "SELECT count(DISTINCT reference) FROM mha"),
    (
        "mha_ended",
        "SELECT count(DISTINCT reference) FROM mha WHERE step IN
         (SELECT code FROM lists WHERE list = 'mha_steps' AND ' ' || marks || ' ' LIKE '% ends %')",
    ),
    ("contacts", "SELECT count(*) FROM contacts"),
    ("closed_seen", "SELECT count(*) FROM episodes WHERE seen_at <> '' AND closed_at <> ''"),
    ("gaps", "SELECT count(*) FROM cover WHERE what = 'gap'"),
    ("shifts", "SELECT count(*) FROM shifts"),
];

/// Splits: the table and the column whose values are counted.
const SPLITS: [(&str, &str, &str); 11] = [
    ("by_source", "episodes", "source"),
    ("by_reason", "episodes", "reason"),
    ("by_site", "episodes", "site"),
    ("by_position", "episodes", "legal_position"),
    ("by_sex", "episodes", "sex"),
    ("by_ethnicity", "episodes", "ethnic_category"),
    ("by_forces", "episodes", "ex_forces"),
    ("by_not_seen", "episodes", "not_seen_reason"),
    ("by_risk", "episodes", "risk"),
    ("by_destination", "onward", "destination"),
    ("by_contact", "contacts", "kind"),
];

/// Minutes of whom.
const TIMES: [(&str, &str); 3] = [
    ("wait", "1"),
    ("wait_in_hours", "received_in_hours IN ('true', 'ask')"),
    ("wait_out_of_hours", "received_in_hours = 'false'"),
];

/// Minutes of nobody.
const HOURS: [(&str, &str); 3] =
    [("demand", "demand_minutes"), ("covered", "covered_minutes"), ("uncovered", "uncovered_minutes")];

fn figures(desk: &Desk, period: Period) -> Sheet {
    let asked = FiguresAsked { period, sites: Vec::new(), group: Group::Everybody, step: Step::Month };
    desk.figures(&asked).unwrap().whole
}

/// The exported tables in a database of their own, every cell a text.
fn loaded(folder: &Path) -> Connection {
    let database = Connection::open_in_memory().unwrap();
    for table in TABLES {
        let rows = sheet(folder, table);
        let columns =
            rows[0].iter().map(|column| format!("\"{column}\" TEXT")).collect::<Vec<_>>().join(", ");
        database.execute(&format!("CREATE TABLE \"{table}\" ({columns})"), []).unwrap();
        let marks = vec!["?"; rows[0].len()].join(", ");
        let mut insert = database.prepare(&format!("INSERT INTO \"{table}\" VALUES ({marks})")).unwrap();
        for row in &rows[1..] {
            insert.execute(rusqlite::params_from_iter(row)).unwrap();
        }
    }
    database
}

fn number(database: &Connection, sql: &str) -> i64 {
    database.query_row(sql, [], |row| row.get::<_, Option<i64>>(0)).unwrap().unwrap_or(0)
}

/// The time at this place of all in rising order, by nearest rank.
fn rank(database: &Connection, whom: &str, n: i64, part: i64, whole: i64) -> i64 {
    let place = (n * part + whole - 1) / whole;
    let sql = format!(
        "SELECT wait_minutes + 0 FROM episodes WHERE wait_minutes <> '' AND {whom}
         ORDER BY wait_minutes + 0 LIMIT 1 OFFSET {}",
        place - 1
    );
    number(database, &sql)
}

#[test]
fn every_figure_can_be_counted_again_from_the_exported_tables_in_plain_sql() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("demo"), folder.path().join("out"));
    drop(demo::create(&store, NOW.parse().unwrap(), 600, 7).unwrap());
    let door = Door::of(&store, Some(NOW)).unwrap();
    let mut desk = door.sign_in("okafor", "demo").map_err(|refused| refused.1).unwrap();
    let (first, last) = ("2017-01-01".parse().unwrap(), "2026-11-30".parse().unwrap());
    let asked =
        Asked { from: first, to: last, reason: "check".into(), written: Written::Csv, out: out.clone() };
    let made = desk.export_records(&asked, None, Names::Left, &mut |_| true).unwrap();
    let counted = figures(&desk, Period { first, last });
    let database = loaded(&out);
    let value = |code: &str| counted.figure(code).unwrap_or_else(|| panic!("{code}")).value.clone();
    let mut nonzero = 0;
    for (code, sql) in COUNTS {
        let (Value::Number(n) | Value::Part { n, .. }) = value(code) else { panic!("{code}") };
        assert_eq!(number(&database, sql), i64::try_from(n).unwrap(), "{code}");
        nonzero += usize::from(n > 0);
    }
    for (code, table, column) in SPLITS {
        let Value::Rows { rows, .. } = value(code) else { panic!("{code}") };
        let ours: BTreeMap<String, i64> = rows
            .into_iter()
            .filter(|row| row.n > 0 && row.code != "not_recorded")
            .map(|row| (row.code, i64::try_from(row.n).unwrap()))
            .collect();
        let sql =
            format!("SELECT \"{column}\", count(*) FROM \"{table}\" WHERE \"{column}\" <> '' GROUP BY 1");
        let mut counts = database.prepare(&sql).unwrap();
        let theirs = counts.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(theirs.map(Result::unwrap).collect::<BTreeMap<String, i64>>(), ours, "{code}");
        nonzero += usize::from(!ours.is_empty());
    }
    for (code, whom) in TIMES {
        let Value::Times(times) = value(code) else { panic!("{code}") };
        let sql = format!("SELECT count(*) FROM episodes WHERE wait_minutes <> '' AND {whom}");
        let n = number(&database, &sql);
        assert_eq!(n, i64::try_from(times.n).unwrap(), "{code}");
        if n > 0 {
            assert_eq!(Some(rank(&database, whom, n, 1, 2)), times.median, "{code}");
            assert_eq!(Some(rank(&database, whom, n, 9, 10)), times.p90, "{code}");
        }
        nonzero += usize::from(n > 0);
    }
    for (code, column) in HOURS {
        let Value::Hours(minutes) = value(code) else { panic!("{code}") };
        assert_eq!(number(&database, &format!("SELECT sum({column}) FROM hours")), minutes, "{code}");
        nonzero += usize::from(minutes > 0);
    }
    assert!(made.episodes >= 600 && nonzero >= 30, "{} episodes, {nonzero} figures over 0", made.episodes);
    leave(desk);
}
