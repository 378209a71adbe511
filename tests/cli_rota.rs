//! `liaison rota` through the real program: a table in, a table, a calendar and JSON out.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "demo/store.rs"]
mod store;

use chrono::NaiveDateTime;
use liaison::desk::Desk;
use liaison::desk::door::{DEMO_PASSPHRASE, Door};
use liaison::desk::rota::RotaAct;
use liaison::domain::rota::Span;
use serde_json::Value as Json;
use store::{Demo, NOW, said};

const TABLE: &str = "\
person,site,pattern,from,to
Priya Shah,BRO,early,2026-11-24 07:00,2026-11-24 15:00
Ada Okafor,BEX,late,2026-11-24 14:00,2026-11-24 22:00
Priya Shah,BRO,late,2026-12-01 14:00,2026-12-01 22:00
";

impl Demo {
    /// With nothing planned in the days that the tables are about.
    fn new() -> Self {
        let demo = Self::made(&[]);
        let none = demo.file("none.csv", "person,site,from,to\n");
        let empty = ["rota", "import", &none, "--replace", "2026-11-23", "2026-12-31", "--reason", "test"];
        demo.run(&empty, 0);
        demo
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Okafor signed in at it.
    fn desk(&self) -> Desk {
        let door = Door::of(&self.store(), Some(NOW)).unwrap();
        door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
    }

    fn told(&self, args: &[&str]) -> String {
        String::from_utf8(self.run(args, 0).stdout).unwrap()
    }

    fn exported(&self, args: &[&str]) -> String {
        let days = ["rota", "export", "--from", "2026-11-24", "--to", "2026-12-31"];
        self.told(&[&days, args].concat())
    }
}

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

#[test]
fn a_dry_run_shows_what_would_change_and_changes_nothing() {
    let demo = Demo::new();
    let table = demo.file("rota.csv", TABLE);
    let told = demo.told(&["rota", "import", &table, "--dry-run"]);
    assert!(told.contains("+ Priya Shah early Tue 24 Nov 07:00-15:00 at BRO\n"), "{told}");
    assert!(told.contains("3 added, 0 changed, 0 taken off, 0 as they stand.\n"), "{told}");
    assert!(told.ends_with("Nothing was changed: this was a dry run.\n"), "{told}");
    assert_eq!(demo.exported(&[]).lines().count(), 1, "the heading alone");
}

#[test]
fn a_table_taken_in_comes_out_as_table_calendar_and_json() {
    let demo = Demo::new();
    let table = demo.file("rota.csv", TABLE);
    let told = demo.told(&["rota", "import", &table, "--reason", "as agreed"]);
    assert!(told.ends_with("Kept as one change.\n"), "{told}");
    let rows = demo.exported(&["--person", "Priya Shah"]);
    assert_eq!(rows.lines().count(), 3);
    assert!(
        rows.contains("Priya Shah,practitioner,BRO,duty,early,2026-11-24 07:00,2026-11-24 15:00,30,480,")
    );
    let calendar = demo.exported(&["--site", "BEX", "--format", "ics"]);
    assert!(calendar.contains("DTSTART:20261124T140000Z\r\n"), "{calendar}");
    let json: Json = serde_json::from_str(&demo.exported(&["--format", "json"])).unwrap();
    assert_eq!(json["shifts"].as_array().unwrap().len(), 3);
    assert_eq!(json["shifts"][0]["from"], "2026-11-24T07:00:00Z");
    demo.run(&["verify"], 0);
}

#[test]
fn mistakes_stand_by_file_and_line_and_nothing_is_kept() {
    let demo = Demo::new();
    let bad = TABLE.replace("BEX", "XXX").replace("2026-12-01 22:00", "tomorrow");
    let table = demo.file("bad.csv", &bad);
    let refused = demo.run(&["rota", "import", &table], 65);
    let told = said(&refused);
    assert!(told.contains("2 mistakes in the table. Nothing was changed."), "{told}");
    assert!(told.contains("bad.csv:3: site: \"XXX\": there is no such site"), "{told}");
    assert!(told.contains("bad.csv:4: to: \"tomorrow\": is not a time"), "{told}");
    assert_eq!(demo.exported(&[]).lines().count(), 1);
    demo.run(&["rota", "import", "no-such-file.csv"], 66);
    demo.run(&["rota", "export", "--site", "XXX"], 64);
    demo.run(&["rota", "export", "--person", "Nobody"], 64);
    demo.run(&["rota", "import", &table, "--replace", "2026-12-02", "2026-12-01"], 64);
}

#[test]
fn only_a_lead_takes_a_rota_in_and_everybody_takes_it_out() {
    let demo = Demo::new();
    let table = demo.file("rota.csv", TABLE);
    let refused = demo.run(&["rota", "import", &table, "--user", "shah"], 65);
    assert!(said(&refused).contains("may not change the rota"), "{}", said(&refused));
    demo.told(&["rota", "import", &table, "--reason", "test"]);
    assert_eq!(demo.exported(&["--user", "shah"]).lines().count(), 4);
}

#[test]
fn facts_tell_the_plan_around_the_moment_and_not_why_somebody_is_away() {
    let demo = Demo::new();
    demo.told(&["rota", "import", &demo.file("rota.csv", TABLE), "--reason", "test"]);
    let mut desk = demo.desk();
    let practitioner = desk.who().id;
    let span = Span::between(wall("2026-11-24 13:40"), wall("2026-11-25 00:00")).unwrap();
    desk.change_rota(&RotaAct::Away { practitioner, why: "sickness".into(), span }, "").unwrap();
    desk.sign_out().1.unwrap();
    let facts = |args: &[&str]| -> Json {
        serde_json::from_str(&demo.told(&[&["export", "facts"], args].concat())).unwrap()
    };
    let all = facts(&[]);
    let shifts: Vec<_> = all["rota"]["shifts"].as_array().unwrap().iter().collect();
    let tomorrow: Vec<_> = shifts.iter().filter(|one| one["from"].as_str().unwrap() > NOW).collect();
    assert_eq!(tomorrow.len(), 2, "the shift of next week is too far ahead");
    assert_eq!((&tomorrow[0]["site"], &tomorrow[0]["pattern"]), (&"BRO".into(), &"early".into()));
    let names: Vec<_> = all["rota"]["staff"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert!(names.contains(&&Json::from("Priya Shah")), "{names:?}");
    let away = |facts: &Json| {
        let all = facts["rota"]["absences"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["from"] == "2026-11-24T13:40:00Z").unwrap()
    };
    assert_eq!(away(&all).get("why"), None);
    assert_eq!(away(&facts(&["--names", "--reason", "incident 4417"]))["why"], "sickness");
    let one = facts(&["--site", "BEX"]);
    let sites: Vec<_> = one["rota"]["shifts"].as_array().unwrap().iter().map(|one| &one["site"]).collect();
    assert!(!sites.is_empty() && sites.iter().all(|site| **site == "BEX"), "{sites:?}");
}
