//! `liaison caseload` through the real program: who stands in it, who sees whom, and that nobody whom
//! the service sees is named.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "demo/store.rs"]
mod store;

use std::fs;

use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson};
use liaison::desk::seeing::Seeing;
use liaison::desk::{Desk, Door};
use serde_json::Value as Json;
use store::{Demo, NOW, said};

impl Demo {
    fn caseload(&self, args: &[&str]) -> String {
        self.written(&[&["caseload"], args].concat())
    }

    fn json(&self, args: &[&str]) -> Json {
        serde_json::from_str(&self.caseload(&[args, &["--format", "json"]].concat())).unwrap()
    }

    fn passphrase(&self) -> String {
        let pass = self.folder.path().join("pass");
        fs::write(&pass, "demo\n").unwrap();
        pass.to_str().unwrap().to_owned()
    }

    fn as_(&self, who: &str) -> Desk {
        let door = Door::of(&self.store(), Some(NOW)).unwrap();
        door.sign_in(who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
    }
}

fn worker<'a>(caseload: &'a Json, name: &str) -> Option<&'a Json> {
    caseload["workers"].as_array().unwrap().iter().find(|one| one["practitioner"] == name)
}

#[test]
fn a_lead_sees_everybody_with_what_they_have_open_and_those_with_room() {
    let demo = Demo::made(&[]);
    let (text, json) = (demo.caseload(&[]), demo.json(&[]));
    assert!(text.starts_with("caseload, 23/11/2026 19:44\n"), "{text}");
    let lead = worker(&json, "Ada Okafor").unwrap();
    assert_eq!((&lead["open"], &lead["removed"]), (&3.into(), &false.into()));
    assert!(text.contains("Ada Okafor: 3 open: 3 on the board, 0 followed up, 0 with an onward"), "{text}");
    let free = worker(&json, "Priya Shah").unwrap();
    assert_eq!((&free["open"], &free["oldest_days"]), (&0.into(), &Json::Null));
    assert!(text.contains("  Priya Shah: nothing open\n"), "{text}");
    let last = json["workers"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["practitioner"], &last["open"]), (&Json::Null, &4.into()));
    for one in json["workers"].as_array().unwrap() {
        let bands: u64 = one["by_age"].as_array().unwrap().iter().map(|band| band.as_u64().unwrap()).sum();
        assert_eq!(Some(bands), one["open"].as_u64(), "{one}");
    }
    let supervised: Vec<_> = json["supervision"].as_array().unwrap().iter().collect();
    assert_eq!(supervised.len(), 2);
    assert!(text.contains("Priya Shah: none logged, no next date, 0 minutes in 12 months"), "{text}");
}

#[test]
fn nobody_whom_the_service_sees_is_named_in_it() {
    let demo = Demo::made(&[]);
    let (text, json) = (demo.caseload(&[]), demo.caseload(&["--format", "json"]));
    for secret in ["Jordan", "Dale", "J.D.", "N.R.", "BRO-26", "BEX-26", "9434765919"] {
        assert!(!text.contains(secret) && !json.contains(secret), "{secret}");
    }
}

#[test]
fn who_does_not_lead_sees_their_own_and_no_colleague() {
    let demo = Demo::made(&["--episodes", "60"]);
    let pass = demo.passphrase();
    let who = ["--user", "shah", "--passphrase-file", pass.as_str()];
    let (text, json) = (demo.caseload(&who), demo.json(&who));
    assert_eq!(json["workers"].as_array().unwrap().len(), 1);
    assert_eq!(json["supervision"].as_array().unwrap().len(), 1);
    assert_eq!(worker(&json, "Priya Shah"), worker(&demo.json(&[]), "Priya Shah"));
    assert!(!text.contains("Okafor") && !text.contains("nobody yet"), "{text}");
}

#[test]
fn whoever_was_removed_stands_there_only_while_something_is_theirs() {
    let shah = |desk: &Desk| {
        desk.practitioners().unwrap().into_iter().find(|one| one.name == "Priya Shah").unwrap().id
    };
    for sees_somebody in [true, false] {
        let demo = Demo::made(&[]);
        if sees_somebody {
            let mut desk = demo.as_("shah");
            let waits = desk.board().unwrap().rows.into_iter().find(|row| row.initials == "A.K.").unwrap();
            desk.go_and_see(waits.id, &Seeing::at("cell"), "given", "").unwrap();
            desk.sign_out().1.unwrap();
        }
        let mut desk = demo.as_("okafor");
        let id = shah(&desk);
        desk.remove_person(id, "moved to another trust").unwrap();
        desk.sign_out().1.unwrap();
        let (text, json) = (demo.caseload(&[]), demo.json(&[]));
        let gone = worker(&json, "Priya Shah");
        assert_eq!(gone.is_some(), sees_somebody, "{text}");
        assert_eq!(text.contains("Priya Shah (removed): 1 open"), sees_somebody, "{text}");
        assert_eq!(gone.is_some_and(|one| one["removed"] == true), sees_somebody);
        let supervised = json["supervision"].as_array().unwrap();
        assert!(supervised.iter().all(|one| one["practitioner"] != "Priya Shah"));
    }
}

#[test]
fn it_goes_on_paper_to_be_taken_to_a_supervision_and_the_journal_keeps_that() {
    let demo = Demo::made(&[]);
    let page = demo.caseload(&["--paper", "-"]);
    for words in ["CASELOAD", "Ada Okafor: 3 open", "Priya Shah: nothing open", "SUPERVISION", "page 1 of 1"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    for secret in ["Jordan", "Dale", "J.D.", "N.R.", "BRO-26"] {
        assert!(!page.contains(secret), "{secret}: {page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let audit = demo.written(&["audit", "--format", "text"]);
    assert!(audit.contains("Caseload") || audit.contains("caseload"), "{audit}");
    demo.run(&["caseload", "--paper", "-", "--format", "json"], 64);
}

#[test]
fn a_colleague_whose_role_works_with_nobody_has_no_room_to_be_given_work() {
    let demo = Demo::made(&[]);
    let file = demo.store().join("service.toml");
    let service = fs::read_to_string(&file).unwrap();
    let clerk =
        "[[role]]\ncode = \"clerk\"\nlabel = \"Clerk\"\nmay = []\ncounter_signed = false\nskills = []\n\n";
    fs::write(&file, service.replacen("[[role]]", &format!("{clerk}[[role]]"), 1)).unwrap();
    let mut desk = demo.as_("okafor");
    let person = NewPerson { name: "Carol Clerk".into(), sign_in_name: "clerk".into(), role: "clerk".into() };
    desk.add_person(&person, DEMO_PASSPHRASE).unwrap();
    desk.sign_out().1.unwrap();
    let json = demo.json(&[]);
    assert_eq!(worker(&json, "Carol Clerk"), None, "{json:#}");
    assert!(json["supervision"].as_array().unwrap().iter().any(|one| one["practitioner"] == "Carol Clerk"));
}

#[test]
fn an_unknown_name_is_not_let_in_and_shows_nothing() {
    let demo = Demo::made(&[]);
    let pass = demo.passphrase();
    let refused = demo.run(&["caseload", "--user", "nobody", "--passphrase-file", &pass], 77);
    assert!(refused.stdout.is_empty() && !said(&refused).is_empty(), "{refused:?}");
}
