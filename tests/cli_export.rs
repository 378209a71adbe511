//! `liaison export facts` through the real program: who may, what leaves, and what stays in.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "demo/store.rs"]
mod store;

use std::process::Command;

use serde_json::Value as Json;
use store::{Demo, NOW, said};

/// Names of the demo's people, and words said about them.
const SECRETS: [&str; 9] = [
    "Jordan",
    "\"Dale\"",
    "Karim",
    "Rahman",
    "Xavier",
    "Tearful since booking",
    "Self-harm marker",
    "Off depot",
    "roused half-hourly",
];

impl Demo {
    fn facts(&self, args: &[&str]) -> (String, Json) {
        let output = self.run(&[&["export", "facts"], args].concat(), 0);
        let text = String::from_utf8(output.stdout).unwrap();
        let facts = serde_json::from_str(&text).unwrap();
        (text, facts)
    }
}

fn episode<'a>(facts: &'a Json, initials: &str) -> &'a Json {
    let mut all = facts["episodes"].as_array().unwrap().iter();
    all.find(|episode| episode["person"]["initials"] == initials).unwrap()
}

#[test]
fn facts_tell_what_was_recorded_and_not_what_follows_from_it() {
    let (_, facts) = Demo::made(&[]).facts(&["--format", "json"]);
    assert_eq!((&facts["now"], &facts["demo"]), (&NOW.into(), &true.into()));
    let child = episode(&facts, "J.D.");
    assert_eq!(child["person"]["told_age"], 16);
    assert_eq!(child["stage"]["stage"], "being_seen");
    let untold = |flag: &Json| flag["tier"] == 0 && flag["told"] == Json::Array(Vec::new());
    assert!(child["flags"].as_array().unwrap().iter().any(untold), "{}", child["flags"]);
    assert_eq!(child["screenings"][0]["status"], "draft");
    let waiting = episode(&facts, "A.K.");
    assert_eq!(waiting["clocks"]["interview_at"], "2026-11-23T19:40:00Z");
    assert_eq!(waiting["clocks"]["told"][0]["by"], "DC Hill");
    assert_eq!(episode(&facts, "S.W.")["stage"]["rest"], true);
    let seen = episode(&facts, "N.R.");
    assert_eq!(seen["decision"]["risk"], "medium");
    assert_eq!(seen["onward"][0]["steps"][0]["step"], "sent");
    let keys: Vec<&String> = child.as_object().unwrap().keys().collect();
    for concluded in ["reason", "level", "deadline", "next_clock", "waiting_minutes", "routed"] {
        assert!(!keys.iter().any(|key| *key == concluded), "{concluded}");
    }
}

#[test]
fn names_and_what_was_said_stay_in_unless_they_are_asked_for_with_a_reason() {
    let demo = Demo::made(&[]);
    let (text, facts) = demo.facts(&[]);
    assert_eq!(facts["names"], false);
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}");
    }
    let refused = demo.run(&["export", "facts", "--names"], 64);
    assert!(refused.stdout.is_empty() && said(&refused).contains("--reason"), "{}", said(&refused));
    let (_, named) = demo.facts(&["--names", "--reason", "incident 4417"]);
    let child = episode(&named, "J.D.");
    assert_eq!((&child["person"]["surname"], &child["person"]["given"]), (&"Dale".into(), &"Jordan".into()));
    assert!(child["referral"]["details"].as_str().unwrap().contains("Self-harm marker"));
}

#[test]
fn only_a_lead_takes_facts_out() {
    let demo = Demo::made(&[]);
    let refused = demo.run(&["export", "facts", "--user", "shah", "--reason", "curious"], 65);
    assert!(refused.stdout.is_empty());
    assert!(said(&refused).contains("may not take facts out"), "{}", said(&refused));
}

#[test]
fn a_store_that_could_not_keep_it_gives_no_facts() {
    let demo = Demo::made(&[]);
    for witness in ["witness", "witness.running"] {
        let _ = std::fs::remove_file(demo.store().join(witness));
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(["export", "facts", "--data"]).arg(demo.store());
    let refused = command.env("LIAISON_NOW", NOW).output().unwrap();
    assert!(!refused.status.success() && refused.stdout.is_empty(), "{}", said(&refused));
}

#[test]
fn a_real_store_asks_for_a_reason_and_gives_nothing_unencrypted_unless_the_service_lets_it() {
    use liaison::desk::door::{Door, NewPerson};
    use liaison::desk::{Clock, Purpose};
    let demo = Demo::empty();
    let person = NewPerson { name: "Ada Lovelace".into(), sign_in_name: "ada".into(), role: "senior".into() };
    let set_up =
        Door::set_up(&demo.store(), &person, "three random words", Purpose::Service, Clock::System).unwrap();
    set_up.0.sign_out().1.unwrap();
    let passphrase = demo.folder.path().join("passphrase");
    std::fs::write(&passphrase, "three random words\n").unwrap();
    let who = ["--user", "ada", "--passphrase-file", passphrase.to_str().unwrap()];
    let refused = demo.run(&[&["export", "facts"][..], &who].concat(), 65);
    assert!(refused.stdout.is_empty() && said(&refused).contains("only with a reason"), "{}", said(&refused));
    let asked = [&["export", "facts", "--reason", "yearly figures"][..], &who].concat();
    let refused = demo.run(&asked, 65);
    assert!(refused.stdout.is_empty() && said(&refused).contains("unencrypted"), "{}", said(&refused));
    let settings = demo.store().join("service.toml");
    let plain = std::fs::read_to_string(&settings).unwrap().replace("# plain_exports", "plain_exports");
    std::fs::write(&settings, plain).unwrap();
    let (_, facts) = demo.facts(&[&["--reason", "yearly figures"][..], &who].concat());
    assert_eq!((&facts["demo"], facts["episodes"].as_array().unwrap().len()), (&false.into(), 0));
}

#[test]
fn one_site_can_be_taken_and_text_is_no_format_of_facts() {
    let demo = Demo::made(&[]);
    let (_, facts) = demo.facts(&["--site", "BEX"]);
    assert!(facts["episodes"].as_array().unwrap().iter().all(|episode| episode["site"] == "BEX"));
    assert_eq!(facts["sites"].as_array().unwrap().len(), 1);
    assert!(said(&demo.run(&["export", "facts", "--site", "NOPE"], 65)).contains("BRO"));
    demo.run(&["export", "facts", "--format", "text"], 64);
}
