//! The audit trail: what is kept, who may read it, and what leaves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use chrono::{Duration, Utc};
use liaison::desk::audit::{AuditAsk, AuditLine, KINDS, Verb, csv};
use liaison::desk::door::{DEMO_PASSPHRASE, SERVICE_FILE};
use liaison::desk::{Desk, Door, demo};

const NOW: &str = "2026-11-23T19:44:00Z";
/// Names of the demo's people, and words said about them.
const SECRETS: [&str; 8] = [
    "Jordan",
    "Karim",
    "Rahman",
    "Xavier",
    "Tearful since booking",
    "Self-harm marker",
    "Off depot",
    "roused half-hourly",
];

fn made() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    drop(demo::create(&store, NOW.parse().unwrap(), 0, 1).unwrap());
    (folder, store)
}

fn sign_in(store: &Path, who: &str, now: Option<&str>) -> Desk {
    let door = Door::of(store, now).unwrap();
    door.sign_in(who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

fn under(desk: &Desk, verb: Verb) -> Vec<AuditLine> {
    desk.audit_before(&AuditAsk { verb: Some(verb), ..AuditAsk::default() }, None, 10_000).unwrap()
}

fn liaison(store: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(args).arg("--data").arg(store);
    command.env_remove("LIAISON_DATA").env("LIAISON_NOW", NOW).output().unwrap()
}

fn printed(output: &Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{err}");
    out.into_owned()
}

#[test]
fn every_kind_of_entry_stands_under_one_verb() {
    let source = include_str!("../src/domain/event.rs");
    let (_, rest) = source.split_once("pub enum Body {").unwrap();
    let (body, _) = rest.split_once("\n}\n").unwrap();
    let variants = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?;
        name.starts_with(|c: char| c.is_ascii_uppercase())
            .then(|| name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>())
    });
    let snake = |name: String| {
        let mut out = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() && !out.is_empty() {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        }
        out
    };
    let mut told: Vec<String> = variants.map(snake).collect();
    let mut known: Vec<String> = KINDS.iter().map(|(kind, _)| (*kind).to_owned()).collect();
    told.sort();
    known.sort();
    assert_eq!(told, known);
    assert!(Verb::ALL.into_iter().all(|verb| KINDS.iter().any(|(_, of)| *of == verb)), "no verb is idle");
    assert!(Verb::ALL.into_iter().all(|verb| Verb::of(verb.word()) == Some(verb)));
}

#[test]
fn reading_the_audit_is_its_own_first_line() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "okafor", Some(NOW));
    let lines = desk.audit(&AuditAsk::default()).unwrap();
    assert_eq!(
        (lines[0].what.as_str(), lines[0].verb, lines[0].who.as_str()),
        ("Read the audit: all", Verb::Consult, "AO")
    );
    let count = desk.audit_count(&AuditAsk::default()).unwrap();
    assert_eq!(lines[0].seq, count);
    let page = desk.audit_before(&AuditAsk::default(), Some(lines[9].seq), 5).unwrap();
    assert_eq!(
        page.iter().map(|line| line.seq).collect::<Vec<_>>(),
        lines[10..15].iter().map(|line| line.seq).collect::<Vec<_>>()
    );
}

#[test]
fn everybody_may_see_their_own_acts_and_only_leads_those_of_others() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "shah", Some(NOW));
    let me = desk.who().id;
    for asked in [AuditAsk::default(), AuditAsk { verb: Some(Verb::Consult), ..AuditAsk::default() }] {
        let said = desk.audit(&asked).unwrap_err().to_string();
        assert!(said.contains("may not read what is kept of others' acts"), "{said}");
        assert!(desk.audit_count(&asked).is_err() && desk.export_audit(&asked, "why").is_err());
    }
    let own = AuditAsk { who: Some(me), ..AuditAsk::default() };
    let lines = desk.audit(&own).unwrap();
    assert!(lines.len() >= 2 && lines.iter().all(|line| line.who == "PS"), "{lines:?}");
    let episode = desk.board().unwrap().rows[0].id;
    assert!(desk.lookers(episode).is_err());
}

#[test]
fn who_has_looked_at_a_record_is_told_with_the_reason_of_those_from_outside() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "shah", Some(NOW));
    let rows = desk.board().unwrap().rows;
    let outside = rows.iter().find(|row| desk.asks_why(&desk.episode(row.id).unwrap()).unwrap()).unwrap().id;
    assert!(desk.open_record(outside, "").is_err());
    desk.open_record(outside, "the court asked").unwrap();
    desk.sign_out().1.unwrap();
    let mut desk = sign_in(&store, "okafor", Some(NOW));
    let lines = desk.lookers(outside).unwrap();
    let look = lines.iter().find(|line| line.who == "PS").unwrap();
    assert_eq!((look.what.as_str(), look.why.as_str()), ("Opened the record", "the court asked"));
    assert!(
        look.whom.starts_with(|c: char| c.is_ascii_uppercase()) && look.whom.contains("-26-"),
        "{}",
        look.whom
    );
    let reasons = AuditAsk { outside: true, ..AuditAsk::default() };
    let lines = desk.audit(&reasons).unwrap();
    assert!(lines.iter().all(|line| !line.why.is_empty()));
    assert_eq!(lines.iter().filter(|line| line.who == "PS").count(), 1);
}

#[test]
fn a_part_of_the_audit_is_of_london_days_the_last_one_whole() {
    let (_folder, store) = made();
    let desk = sign_in(&store, "okafor", Some(NOW));
    let day = "2026-11-23".parse().unwrap();
    let on = AuditAsk { from: Some(day), to: Some(day), ..AuditAsk::default() };
    let all = desk.audit_count(&AuditAsk::default()).unwrap();
    let today = desk.audit_count(&on).unwrap();
    assert!(today > 20 && today <= all, "{today} of {all}");
    let before = AuditAsk { to: day.pred_opt(), ..AuditAsk::default() };
    let after = AuditAsk { from: day.succ_opt(), ..AuditAsk::default() };
    let (before, after) = (desk.audit_count(&before).unwrap(), desk.audit_count(&after).unwrap());
    assert_eq!(before + today + after, all);
    assert_eq!(after, 0);
}

#[test]
fn the_audit_names_nobody_and_says_nothing_that_was_said_about_them() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "okafor", Some(NOW));
    let lines = desk.audit_whole(&AuditAsk::default()).unwrap();
    let text = csv(&lines);
    assert!(lines.len() > 100 && text.contains("J.D. BRO-26-"), "{text}");
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret}");
    }
    desk.searched("rahman", 1).unwrap();
    let words = &under(&desk, Verb::Search)[0].what;
    assert_eq!(words, "Searched for \"rahman\", 1 found", "what a lead has to be able to ask about");
}

#[test]
fn a_changed_service_file_is_recorded_once_at_the_next_sign_in() {
    let (_folder, store) = made();
    let read = |desk: &Desk| {
        under(desk, Verb::Config).into_iter().filter(|line| line.what.starts_with("Service file")).count()
    };
    let desk = sign_in(&store, "okafor", Some(NOW));
    assert_eq!(read(&desk), 1, "as it was at set-up");
    desk.sign_out().1.unwrap();
    let path = store.join(SERVICE_FILE);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{text}\n# another line\n")).unwrap();
    for _ in 0..2 {
        let desk = sign_in(&store, "okafor", Some(NOW));
        assert_eq!(read(&desk), 2);
        desk.sign_out().1.unwrap();
    }
    std::fs::create_dir_all(store.join("forms")).unwrap();
    std::fs::write(store.join("forms/own.toml"), "not a form yet").unwrap();
    let desk = sign_in(&store, "okafor", Some(NOW));
    assert_eq!(read(&desk), 3);
}

#[test]
fn a_clock_behind_the_newest_entry_is_recorded_at_sign_in_and_no_wait_is_negative() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    let ahead = Utc::now() + Duration::days(1);
    drop(demo::create(&store, ahead, 0, 1).unwrap());
    let desk = sign_in(&store, "okafor", None);
    let steps = under(&desk, Verb::Clock);
    assert_eq!(steps.len(), 1);
    assert!(steps[0].what.starts_with("The computer's clock was set back by 86"), "{}", steps[0].what);
    assert!(desk.board().unwrap().rows.iter().all(|row| row.waiting_minutes >= 0));
    desk.sign_out().1.unwrap();
    let desk = sign_in(&store, "okafor", None);
    assert_eq!(under(&desk, Verb::Clock).len(), 1, "its own entries are of the same clock");
}

#[test]
fn a_clock_that_moves_by_more_than_a_minute_while_somebody_is_there_is_recorded() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "okafor", Some(NOW));
    desk.clock_stepped(3_600).unwrap();
    assert_eq!(
        under(&desk, Verb::Clock)[0].what,
        "The computer's clock stood ahead by 3600 s, or the computer slept"
    );
}

#[test]
fn the_command_prints_text_json_and_a_table_that_reckons_nothing() {
    let (_folder, store) = made();
    let mut desk = sign_in(&store, "okafor", Some(NOW));
    desk.searched("=HYPERLINK(1)", 0).unwrap();
    let id = desk.board().unwrap().rows[0].id;
    desk.place_hold(id, "=1+1").unwrap();
    let reference = desk.episode(id).unwrap().referral.reference;
    desk.sign_out().1.unwrap();
    let text = printed(&liaison(&store, &["audit", "--verb", "search"]));
    assert!(text.contains("AO   search") && text.contains("Searched for \"=HYPERLINK"), "{text}");
    let table =
        printed(&liaison(&store, &["audit", "--episode", &reference, "--verb", "alter", "--format", "csv"]));
    assert!(table.starts_with("entry,london_time,utc,"), "{table}");
    assert!(table.contains(",Placed a legal hold,'=1+1\r\n"), "{table}");
    let json =
        printed(&liaison(&store, &["audit", "--who", "ao", "--from", "2026-11-23", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["shown"], "by AO, from Mon 23 Nov 2026");
    assert!(json["lines"].as_array().unwrap().iter().all(|line| line["who"] == "AO"));
    assert_eq!(json["lines"][0]["what"], "Read the audit: by AO, from Mon 23 Nov 2026");
    let own = printed(&liaison(&store, &["audit", "--user", "shah", "--format", "csv"]));
    assert!(own.lines().skip(1).all(|line| line.contains(",PS,")), "{own}");
    let others = liaison(&store, &["audit", "--user", "shah", "--who", "AO"]);
    assert_eq!(others.status.code(), Some(65));
    assert!(others.stdout.is_empty());
    assert_eq!(liaison(&store, &["audit", "--verb", "peek"]).status.code(), Some(64));
    let lists = printed(&liaison(&store, &["retention"]));
    assert!(
        lists.contains("due for review: 0\non legal hold: 1\n") && lists.contains("held: =1+1"),
        "{lists}"
    );
    let lists = printed(&liaison(&store, &["retention", "--format", "json"]));
    let lists: serde_json::Value = serde_json::from_str(&lists).unwrap();
    assert_eq!(lists["on_legal_hold"][0]["reference"], reference.as_str());
    assert_eq!(liaison(&store, &["retention", "--user", "shah"]).status.code(), Some(65));
}
