//! The exported tables in a database in memory, with what is asked for beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use liaison::domain::service::Service;
use rusqlite::{Connection, params_from_iter, types::Value};
use serde_json::Value as Json;

use crate::cover::{self, Met};
use crate::hours::{asked, begin, is_bank_holiday};
use crate::london::wall;
use crate::sql;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Codes of the sites; empty means all.
    pub sites: Vec<String>,
    /// Code of the group; empty means everybody.
    pub group: String,
}

/// Columns that are whole numbers.
fn is_number(column: &str) -> bool {
    matches!(column, "age" | "tier" | "minutes" | "people") || column.ends_with("_minutes")
}

fn cell(column: &str, text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else if column == "at" || column.ends_with("_at") {
        Value::Integer(text.parse::<DateTime<Utc>>().unwrap().timestamp_millis())
    } else if is_number(column) {
        Value::Integer(text.parse().unwrap())
    } else {
        Value::Text(text.to_owned())
    }
}

/// One table: its columns and its rows as texts.
type Sheet = (Vec<String>, Vec<Vec<String>>);

fn csv_tables(folder: &Path) -> BTreeMap<String, Sheet> {
    let mut tables = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let text = text.strip_prefix('\u{FEFF}').expect("a byte-order mark");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
        let rows = reader.records().map(|record| row(record.unwrap())).collect();
        tables.insert(path.file_stem().unwrap().to_str().unwrap().to_owned(), (columns, rows));
    }
    tables
}

fn json_tables(folder: &Path) -> BTreeMap<String, Sheet> {
    let text = fs::read_to_string(folder.join("records.jsonl")).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
    let head = lines.next().unwrap();
    let mut tables: BTreeMap<String, Sheet> = BTreeMap::new();
    let names = ["table", "column", "kind", "list", "meaning"].map(str::to_owned).to_vec();
    let mut told = Vec::new();
    for (table, about) in head["dictionary"].as_object().unwrap() {
        let columns = about["columns"].as_array().unwrap();
        let text = |column: &Json, key: &str| column[key].as_str().unwrap_or_default().to_owned();
        let keys = ["column", "kind", "list", "meaning"];
        told.extend(columns.iter().map(|column| {
            let mut row = vec![table.clone()];
            row.extend(keys.map(|key| text(column, key)));
            row
        }));
        let columns = columns.iter().map(|column| text(column, "column")).collect();
        tables.insert(table.clone(), (columns, Vec::new()));
    }
    for line in lines {
        let (columns, rows) = tables.get_mut(line["table"].as_str().unwrap()).unwrap();
        let cell = |column: &String| match &line[column] {
            Json::Null => String::new(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        rows.push(columns.iter().map(cell).collect());
    }
    tables.insert("dictionary".to_owned(), (names, told));
    tables
}

/// Exported tables, and what the service says that the figures go by.
pub struct Tables {
    pub db: Connection,
    /// What edges the rota met.
    pub met: Met,
}

impl Tables {
    /// Reads an exported folder, whichever way it was written.
    pub fn read(folder: &Path, service: &Service, of: &Asked) -> Self {
        let jsonl = folder.join("records.jsonl").exists();
        let sheets = if jsonl { json_tables(folder) } else { csv_tables(folder) };
        let db = Connection::open_in_memory().unwrap();
        for (name, (columns, rows)) in &sheets {
            db.execute_batch(&format!("CREATE TABLE \"{name}\" ({});", quoted(columns))).unwrap();
            let marks = vec!["?"; columns.len()].join(",");
            let mut insert = db.prepare(&format!("INSERT INTO \"{name}\" VALUES ({marks})")).unwrap();
            let lists = name == "lists" || name == "dictionary";
            for row in rows {
                let cells = columns.iter().zip(row).map(|(column, text)| match lists {
                    true => Value::Text(text.clone()),
                    false => cell(column, text),
                });
                insert.execute(params_from_iter(cells)).unwrap();
            }
        }
        db.execute_batch("CREATE TABLE marked (list, code, mark); CREATE TABLE coded (name, list);").unwrap();
        for row in &sheets["lists"].1 {
            for mark in row[4].split(' ').filter(|mark| !mark.is_empty()) {
                db.execute("INSERT INTO marked VALUES (?,?,?)", [&row[0], &row[1], mark]).unwrap();
            }
        }
        db.execute_batch(
            "INSERT INTO coded SELECT \"column\", list FROM dictionary WHERE \"table\" = 'episodes' AND list <> '';
             CREATE INDEX one ON episodes (reference); CREATE INDEX two ON screenings (reference);
             CREATE INDEX three ON onward (reference); CREATE INDEX four ON reports (reference);
             CREATE INDEX five ON mha (reference); CREATE INDEX six ON flags (reference);
             CREATE INDEX seven ON contacts (reference);
             CREATE INDEX found ON vulnerabilities (reference);",
        )
        .unwrap();
        let met = cover::count(&db, service, (of.first, of.last));
        let tables = Self { db, met };
        tables.hours(service, of);
        tables.cover_agrees(service);
        tables.groups(service);
        tables.items(service, &sheets["episodes"].0);
        tables
    }

    /// Local days, and whether each referral came in service hours, by the service's rows of demand.
    fn hours(&self, service: &Service, of: &Asked) {
        self.db
            .execute_batch(
                "CREATE TABLE demand (site, from_at, to_at, ask); CREATE INDEX eleven ON demand (site, from_at);
                 CREATE TABLE came (reference PRIMARY KEY, day, holiday);",
            )
            .unwrap();
        for one in asked(service, of.first, of.last) {
            let values = (&one.row.site, one.from * 60_000, one.to * 60_000, one.ask);
            self.db.execute("INSERT INTO demand VALUES (?,?,?,?)", values).unwrap();
        }
        let mut all = self.db.prepare("SELECT reference, received_at, received_local FROM episodes").unwrap();
        let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        for (reference, at, told) in rows.map(Result::<(String, i64, String), _>::unwrap) {
            let here = wall(DateTime::from_timestamp_millis(at).unwrap());
            assert_eq!(here.format("%Y-%m-%dT%H:%M").to_string(), told, "{reference}");
            let values = (&reference, here.date().to_string(), is_bank_holiday(here.date()));
            self.db.execute("INSERT INTO came VALUES (?,?,?)", values).unwrap();
        }
        // No hours are longer than a day and the night before it.
        self.db
            .execute_batch(
                "CREATE TABLE everyone AS SELECT episodes.*, day, holiday,
                     (SELECT min(ask) FROM demand WHERE demand.site = episodes.site
                         AND from_at <= received_at AND received_at < to_at
                         AND from_at > received_at - 200000000) AS ask
                 FROM episodes JOIN came USING (reference);
                 ALTER TABLE everyone ADD COLUMN in_hours; UPDATE everyone SET in_hours = ask IS NOT NULL;",
            )
            .unwrap();
        let differ = "SELECT count(*) FROM everyone WHERE received_in_hours <>
             CASE ask WHEN 0 THEN 'true' WHEN 1 THEN 'ask' ELSE 'false' END";
        assert_eq!(self.number(differ), 0, "the export has other hours than the rows of demand");
    }

    /// What the export says of cover is what its rota comes to; and why somebody is away it does not say.
    fn cover_agrees(&self, service: &Service) {
        let differ = "SELECT count(*) FROM hours JOIN own_hours USING (site) WHERE demand_minutes <> demand
             OR covered_minutes <> covered OR uncovered_minutes <> uncovered";
        assert_eq!(self.number(differ), 0, "the export has other hours of cover than its rota");
        let (told, own) = (
            "SELECT site, skill, from_at, to_at FROM cover WHERE what = 'gap'",
            "SELECT site, skill, from_at, to_at FROM own_gaps",
        );
        for (one, other) in [(told, own), (own, told)] {
            let differ = format!("SELECT count(*) FROM ({one} EXCEPT {other})");
            assert_eq!(self.number(&differ), 0, "the export has other gaps than its rota");
        }
        let rows = "SELECT (SELECT count(*) FROM own_gaps) = (SELECT count(*) FROM cover WHERE what = 'gap')";
        assert_eq!(self.number(rows), 1, "the export has each gap once");
        for why in &service.lists.absences {
            let told = format!("SELECT count(*) FROM rota WHERE '{}' IN (what, activity, skills)", why.code);
            assert!(why.code == "training" || self.number(&told) == 0, "the rota says why somebody is away");
        }
    }

    /// Who was in which mandatory group on the day of the referral; children under their own code.
    fn groups(&self, service: &Service) {
        self.db
            .execute_batch(
                "CREATE TABLE grp (code, first, last, under_age);
                 CREATE TABLE criterion (code, field, value);",
            )
            .unwrap();
        for group in &service.mandatory_groups {
            let last = group.to.map(|day| day.to_string());
            let values = (&group.code, group.from.to_string(), last, group.under_age);
            self.db.execute("INSERT INTO grp VALUES (?,?,?,?)", values).unwrap();
            for (field, values) in [
                ("reason", &group.reasons),
                ("sex", &group.sexes),
                ("position", &group.legal_positions),
                ("offence", &group.offences),
            ] {
                for value in values {
                    let values = (&group.code, field, value);
                    self.db.execute("INSERT INTO criterion VALUES (?,?,?)", values).unwrap();
                }
            }
        }
        self.db
            .execute_batch(
                "CREATE TABLE in_group AS SELECT grp.code AS grp, reference FROM everyone p, grp
                 WHERE p.day >= grp.first AND p.day <= ifnull(grp.last, p.day)
                   AND (grp.under_age IS NULL OR p.age < grp.under_age)
                   AND (grp.under_age IS NOT NULL OR grp.code IN (SELECT code FROM criterion))
                   AND NOT EXISTS (SELECT 1 FROM (SELECT DISTINCT code, field FROM criterion) AS asks
                     WHERE asks.code = grp.code AND NOT EXISTS (SELECT 1 FROM criterion c
                       WHERE c.code = asks.code AND c.field = asks.field AND CASE c.field
                         WHEN 'reason' THEN c.value = p.reason WHEN 'sex' THEN c.value = p.sex
                         WHEN 'position' THEN c.value = p.legal_position
                         ELSE ' ' || ifnull(p.offences, '') || ' ' LIKE '% ' || c.value || ' %' END));
                 CREATE INDEX eight ON in_group (reference);",
            )
            .unwrap();
        let differ = "SELECT count(*) FROM (SELECT reference, (SELECT count(*) FROM in_group WHERE
                in_group.reference = everyone.reference) AS n, ifnull(groups, '') AS told FROM everyone)
             WHERE n <> CASE told WHEN '' THEN 0 ELSE length(told) - length(replace(told, ' ', '')) + 1 END";
        assert_eq!(self.number(differ), 0, "the export has other groups than the service's rules");
    }

    /// Which items of the record are recorded.
    fn items(&self, service: &Service, columns: &[String]) {
        self.db.execute_batch("CREATE TABLE recorded (needed, item, reference);").unwrap();
        let figures = &service.figures;
        for (needed, items) in [
            ("at_referral", &figures.at_referral),
            ("at_seeing", &figures.at_seeing),
            ("at_closure", &figures.at_closure),
        ] {
            for item in items {
                let item = item.code();
                let item_is = match item {
                    "custody_ref" => "has_custody_ref = 'true'".to_owned(),
                    "sex" | "reason" | "priority" | "legal_position" => format!("{item} IS NOT NULL"),
                    _ => sql::recorded(item, columns),
                };
                let insert = format!(
                    "INSERT INTO recorded SELECT '{needed}', '{item}', reference FROM everyone WHERE {item_is}"
                );
                self.db.execute_batch(&insert).unwrap();
            }
        }
        self.db.execute_batch("CREATE INDEX nine ON recorded (reference);").unwrap();
    }

    /// Makes `e` and what else the queries read for what is asked.
    pub fn ask(&self, asked: &Asked, now: DateTime<Utc>) {
        let at = |day: NaiveDate| begin(day.and_time(NaiveTime::MIN)) * 60_000;
        let after = asked.last.succ_opt().unwrap();
        self.db
            .execute_batch(
                "DROP TABLE IF EXISTS e; DROP TABLE IF EXISTS asked; DROP TABLE IF EXISTS at_site;
                 CREATE TABLE asked (first, last, from_at, to_at, now, all_sites); CREATE TABLE at_site (site);",
            )
            .unwrap();
        let (first, last) = (asked.first.to_string(), asked.last.to_string());
        let values =
            (first, last, at(asked.first), at(after), now.timestamp_millis(), asked.sites.is_empty());
        self.db.execute("INSERT INTO asked VALUES (?,?,?,?,?,?)", values).unwrap();
        let every = "INSERT INTO at_site SELECT code FROM lists WHERE list = 'sites'";
        if asked.sites.is_empty() {
            self.db.execute_batch(every).unwrap();
        }
        for site in &asked.sites {
            self.db.execute("INSERT INTO at_site VALUES (?)", [site]).unwrap();
        }
        let group = match asked.group.as_str() {
            "" => "1".to_owned(),
            "under_18" => "age < 18".to_owned(),
            code => format!("reference IN (SELECT reference FROM in_group WHERE grp = '{code}')"),
        };
        self.db
            .execute_batch(&format!(
                "CREATE TABLE e AS SELECT everyone.* FROM everyone, asked
                 WHERE day BETWEEN first AND last AND site IN (SELECT site FROM at_site) AND {group};
                 CREATE INDEX IF NOT EXISTS ten ON e (reference);"
            ))
            .unwrap();
    }

    pub fn number(&self, sql: &str) -> u64 {
        let n: i64 =
            self.db.query_row(sql, [], |row| row.get(0)).unwrap_or_else(|why| panic!("{sql}: {why}"));
        u64::try_from(n).unwrap()
    }

    pub fn rows(&self, sql: &str) -> BTreeMap<String, u64> {
        let mut query = self.db.prepare(sql).unwrap_or_else(|why| panic!("{sql}: {why}"));
        let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        rows.unwrap().map(Result::unwrap).map(|(code, n)| (code, u64::try_from(n).unwrap())).collect()
    }

    /// How many minutes there are, and of them in rising order the one at place n/2 and at 9n/10, rounded up.
    pub fn times(&self, sql: &str) -> (u64, Option<i64>, Option<i64>) {
        let n = self.number(&format!("SELECT count(*) FROM ({sql})"));
        let at = |place: u64| -> Option<i64> {
            let place = place.max(1) - 1;
            let sql = format!("SELECT * FROM ({sql}) ORDER BY 1 LIMIT 1 OFFSET {place}");
            (n > 0).then(|| self.db.query_row(&sql, [], |row| row.get(0)).unwrap())
        };
        (n, at(n.div_ceil(2)), at((9 * n).div_ceil(10)))
    }
}

fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}
