//! `liaison export records` and `liaison export research`: who may, what leaves, what stays in, and that
//! the tables are what their dictionary and docs/exports.md say.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;
#[path = "records/store.rs"]
mod store;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

use liaison::desk::StoreError;
use liaison::desk::export::Names;
use liaison::desk::extract::{ListsTable, ServiceTables, Tables, Told, Way, meaning};
use liaison::desk::{Desk, DeskError};
use liaison::domain::event::Body;
use liaison::domain::sheet::typed;
use serde_json::Value as Json;

use store::{HOSTILE, Records, SECRETS, leave, sheet};

fn cells_of(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn every_column_is_in_the_dictionary_and_the_other_way_round() {
    let records = Records::new();
    let (plain, study) = (records.out("plain"), records.out("study"));
    records.run(&["records", "--names"], &plain, 0);
    records.run(&["research"], &study, 0);
    for folder in [plain, study] {
        let dictionary = sheet(&folder, "dictionary");
        let mut tables = BTreeSet::new();
        for line in dictionary.iter().skip(1).filter(|line| line[0] != "(extract)") {
            assert!(!line[4].is_empty(), "{line:?}");
            tables.insert(line[0].clone());
        }
        for table in &tables {
            let told = dictionary.iter().filter(|line| line[0] == *table && !line[1].is_empty());
            let told: Vec<&String> = told.map(|line| &line[1]).collect();
            assert_eq!(told, sheet(&folder, table)[0].iter().collect::<Vec<_>>(), "{table}");
        }
        let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        let files: BTreeSet<String> = files.map(|name| name.into_string().unwrap()).collect();
        tables.insert("dictionary".to_owned());
        assert_eq!(files, tables.iter().map(|table| format!("{table}.csv")).collect());
    }
}

#[test]
fn hostile_names_are_inert_in_a_sheet_and_read_back_as_they_were() {
    let records = Records::new();
    let (as_sheets, as_lines) = (records.out("sheets"), records.out("lines"));
    records.run(&["records", "--names"], &as_sheets, 0);
    records.run(&["records", "--names", "--format", "jsonl"], &as_lines, 0);
    let text = fs::read_to_string(as_lines.join("records.jsonl")).unwrap();
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["liaison"], &lines[0]["version"]), (&"records".into(), &1.into()));
    let tables = lines[0]["dictionary"].as_object().unwrap();
    let mut rows = 0;
    for table in tables.keys() {
        let bytes = fs::read(as_sheets.join(format!("{table}.csv"))).unwrap();
        assert!(bytes.starts_with(b"\xEF\xBB\xBF") && bytes.ends_with(b"\r\n"), "{table}");
        let sheet = sheet(&as_sheets, table);
        let ours: Vec<&Json> = lines.iter().filter(|line| line["table"] == **table).collect();
        assert_eq!(ours.len(), sheet.len() - 1, "{table}");
        for (line, row) in ours.iter().zip(&sheet[1..]) {
            for (column, cell) in sheet[0].iter().zip(row) {
                assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '\t', '\r']), "{cell:?}");
                assert_eq!(typed(cell), cells_of(&line[column]), "{table} {column}");
            }
            rows += 1;
        }
    }
    assert!(rows > 100, "{rows}");
    let named = sheet(&as_sheets, "episodes");
    for name in HOSTILE {
        let is_marked = |row: &Vec<String>| row[2] == format!("'{name}");
        assert_eq!(named.iter().filter(|row| is_marked(row)).count(), 1, "{name}");
    }
}

#[test]
fn without_names_people_have_initials_and_none_of_what_was_said_about_them_leaves() {
    let records = Records::new();
    let (without, with) = (records.out("without"), records.out("with"));
    records.run(&["records"], &without, 0);
    let text = everything(&without);
    for secret in SECRETS.iter().filter(|secret| !["Q.Z.", "BRO-26-"].contains(secret)) {
        assert!(!text.contains(secret), "{secret}");
    }
    assert!(text.contains("Q.Z.") && text.contains("BRO-26-"));
    records.run(&["records", "--names"], &with, 0);
    let text = everything(&with);
    assert!(text.contains("Zanzibar") && text.contains("1991-03-14"));
    assert!(!text.contains("Quarry Lane") && !text.contains("9434765919"));
    let entry = records.last_export();
    assert_eq!(entry, ("records with names as CSV, 2026-11-01 to 2026-11-30".into(), "study 7".into()));
}

#[test]
fn one_site_is_its_episodes_its_shifts_and_its_cover() {
    let records = Records::new();
    let out = records.out("bex");
    records.run(&["records", "--site", "BEX"], &out, 0);
    let episodes = sheet(&out, "episodes");
    let site = episodes[0].iter().position(|column| column == "site").unwrap();
    assert!(episodes.len() > 1 && episodes[1..].iter().all(|row| row[site] == "BEX"));
    assert!(sheet(&out, "cover")[1..].iter().all(|row| row[0] == "BEX"));
    assert_eq!((sheet(&out, "hours").len(), sheet(&out, "shifts").len()), (2, 1));
    let said = records.run(&["records", "--site", "NOPE"], &records.out("nope"), 65);
    assert!(!records.out("nope").exists() && said.contains("Its sites are BRO"), "{said}");
}

#[test]
fn only_who_agreed_is_in_an_extract_and_nothing_in_it_says_who_they_are() {
    let records = Records::new();
    for format in ["csv", "jsonl"] {
        let out = records.out(format);
        records.run(&["research", "--format", format], &out, 0);
        let text = everything(&out);
        for secret in SECRETS {
            assert!(!text.contains(secret), "{format}: {secret}");
        }
        for site in &records.desk().service().sites {
            assert!(!text.contains(&site.code) && !text.contains(&site.name), "{format}: {}", site.code);
        }
    }
    let out = records.out("csv");
    let rows = sheet(&out, "episodes");
    let of = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    // Six people agreed, one of them in two episodes; one refused, one took it back, the evening's were
    // not asked.
    assert_eq!(rows.len() - 1, 7);
    let people: BTreeSet<&String> = rows[1..].iter().map(|row| &row[of("person")]).collect();
    assert_eq!(people.len(), 6, "who came twice is one person");
    assert!(rows[1..].iter().all(|row| row[of("consent_evaluation")] == "given"));
    assert!(rows[1..].iter().all(|row| row[of("received_month")] == "2026-11"));
    let left_out = sheet(&out, "dictionary").into_iter().find(|line| line[1] == "left_out").unwrap();
    assert_eq!(left_out[4], "15 episodes, for want of consent to evaluation");
    // Five women and one man agreed.
    let count = |column, value| rows[1..].iter().filter(|row| row[of(column)] == value).count();
    assert_eq!((count("sex", "F"), count("sex", "M"), count("sex", "*")), (6, 0, 1));
    assert_eq!((count("source", "custody_officer"), count("source", "*")), (6, 1));
    assert_eq!(count("ethnic_category", "*"), 1);
}

#[test]
fn a_person_has_the_same_pseudonym_in_each_extract_of_a_store_and_another_in_another_store() {
    let (records, others) = (Records::new(), Records::new());
    let people = |records: &Records, name: &str, from: &str| -> BTreeSet<String> {
        let out = records.out(name);
        records.run_from(from, &["research"], &out, 0);
        sheet(&out, "episodes")[1..].iter().map(|row| row[0].clone()).collect()
    };
    let first = people(&records, "first", "2026-11-01");
    records.rotate();
    let later = people(&records, "later", "2026-11-23");
    assert!(!later.is_empty() && later.is_subset(&first), "{later:?} {first:?}");
    assert!(people(&others, "other", "2026-11-01").is_disjoint(&first));
}

#[test]
fn who_does_not_lead_and_who_gives_no_reason_are_refused_and_leave_no_entry() {
    let records = Records::new();
    let refusals = |desk: &mut Desk, reason: &str, words: &str| {
        let before = desk.head();
        let asked = records.asked("refused", reason);
        let each = [
            desk.export_records(&asked, None, Names::Left, &mut |_| true),
            desk.export_research(&asked, &mut |_| true),
        ];
        for refused in each {
            let said = refused.unwrap_err().to_string();
            assert!(said.contains(words), "{said}");
        }
        assert_eq!(desk.head(), before);
        assert!(!asked.out.exists());
    };
    let mut colleague = records.as_("shah");
    refusals(&mut colleague, "curious", "may not take records out");
    leave(colleague);
    let mut lead = records.desk();
    refusals(&mut lead, " \u{7}\n", "only with a reason");
    leave(lead);
}

#[test]
fn a_folder_in_use_and_days_that_run_backwards_are_refused_before_anything_is_read() {
    let records = Records::new();
    let mut desk = records.desk();
    let before = desk.head();
    let mut asked = records.asked("taken", "study 7");
    fs::create_dir(&asked.out).unwrap();
    fs::write(asked.out.join("mine"), "mine").unwrap();
    let refused = desk.export_records(&asked, None, Names::Left, &mut |_| true).unwrap_err().to_string();
    assert!(refused.contains("not empty"), "{refused}");
    asked.out = records.out("free");
    asked.to = "2026-10-31".parse().unwrap();
    let refused = desk.export_records(&asked, None, Names::Left, &mut |_| true).unwrap_err().to_string();
    assert!(refused.contains("is before"), "{refused}");
    assert_eq!(desk.head(), before);
    leave(desk);
}

#[test]
fn work_that_is_stopped_leaves_nothing_half_made_and_its_entry_stays() {
    let records = Records::new();
    let mut desk = records.desk();
    let (asked, before) = (records.asked("stopped", "study 7"), desk.head());
    let stopped = [
        desk.export_records(&asked, None, Names::Left, &mut |_| false),
        desk.export_research(&asked, &mut |share| share < 60),
    ];
    for stopped in stopped {
        assert!(matches!(stopped, Err(DeskError::Store(StoreError::Stopped))), "{stopped:?}");
    }
    let left = fs::read_dir(asked.out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().contains("stopped")).count(), 0);
    assert_ne!(desk.head(), before);
    leave(desk);
    assert_eq!(records.last_export().0, "research extract as CSV, 2026-11-01 to 2026-11-30");
}

#[test]
fn encrypted_files_open_with_the_private_key_only() {
    use age::secrecy::ExposeSecret;
    let records = Records::new();
    let plain = records.out("plain");
    records.run(&["records"], &plain, 0);
    let (ours, theirs) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
    records.edit("# export_key = \"age1...\"", &format!("export_key = \"{}\"", ours.to_public()));
    let sealed = records.out("sealed");
    let said = records.run(&["records"], &sealed, 0);
    assert!(said.contains("age --decrypt") && !said.contains(ours.to_string().expose_secret()), "{said}");
    let mut files = 0;
    for entry in fs::read_dir(&sealed).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().unwrap(), "age");
        let open = |identity: &age::x25519::Identity| {
            let decryptor = age::Decryptor::new(fs::File::open(&path).unwrap()).unwrap();
            let mut text = String::new();
            let read = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity));
            read.map(|mut reader| reader.read_to_string(&mut text).map(|_| text))
        };
        assert!(open(&theirs).is_err());
        let name = path.file_stem().unwrap();
        let text = open(&ours).unwrap().unwrap();
        if name != "dictionary.csv" {
            assert_eq!(text, fs::read_to_string(plain.join(name)).unwrap(), "{name:?}");
        }
        files += 1;
    }
    assert_eq!(files, 15);
}

/// What all files of a folder hold, one after the other.
fn everything(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.collect::<Vec<_>>().join("\n")
}

#[test]
fn every_entry_of_an_export_says_what_left_and_why() {
    let records = Records::new();
    records.run(&["records", "--site", "BEX"], &records.out("one"), 0);
    records.run(&["research", "--format", "jsonl"], &records.out("two"), 0);
    let exports: Vec<(Option<String>, Body)> = records.exports();
    let kept = |site: Option<&str>, what: &str| {
        let body = Body::Exported { what: what.into(), reason: "study 7".into() };
        (site.map(str::to_owned), body)
    };
    assert_eq!(
        exports,
        [
            kept(Some("BEX"), "records as CSV, 2026-11-01 to 2026-11-30"),
            kept(None, "research extract as JSON lines, 2026-11-01 to 2026-11-30"),
        ]
    );
}

fn told(tables: &[Told]) -> String {
    let mut text = String::new();
    for table in tables {
        text += &format!(
            "### `{}`\n\n{}.\n\n| column | kind | meaning |\n|---|---|---|\n",
            table.name, table.row
        );
        for column in &table.columns {
            let list = column.kind.list();
            let list = if list.is_empty() { String::new() } else { format!(" of `{list}`") };
            text += &format!("| `{}` | {}{list} | {} |\n", column.name, column.kind.words(), meaning(column));
        }
        text.push('\n');
    }
    text
}

#[test]
fn the_tables_in_the_docs_are_those_that_are_written() {
    let mut records = Tables::new(Way::Records { named: true }).told();
    records.extend(ServiceTables::default().told());
    records.push(ListsTable::default().told());
    let mut research = Tables::new(Way::Research).told();
    research.push(ListsTable::default().told());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exports.md");
    let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let mut made = text.clone();
    for (mark, tables) in [("<!-- tables of records:", &records), ("<!-- tables for research:", &research)] {
        let (before, rest) = made.split_once(mark).unwrap();
        let (line, rest) = rest.split_once("-->\n").unwrap();
        let (_, after) = rest.split_once("<!-- end -->").unwrap();
        made = format!("{before}{mark}{line}-->\n\n{}<!-- end -->{after}", told(tables));
    }
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let now = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(now, made, "run UPDATE_README=1 cargo test --test cli_records");
}
