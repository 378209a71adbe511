//! The commands on a demo store, through the real program.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

const NOW: &str = "2026-11-23T19:44:00Z";
/// Names of people and places of the demo, and words said about them, that stand in no service file.
const SECRETS: [&str; 12] = [
    "Okafor",
    "Shah",
    "Jordan",
    "Dale",
    "Karim",
    "Webb",
    "Rahman",
    "Tearful since booking",
    "Self-harm marker",
    "Sgt Lewis",
    "DC Hill",
    "Nothing to add",
];

fn liaison(args: &[&str]) -> Output {
    liaison_at(Some(NOW), args)
}

fn liaison_at(now: Option<&str>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(args).env_remove("LIAISON_DATA").env_remove("LIAISON_NOW");
    if let Some(now) = now {
        command.env("LIAISON_NOW", now);
    }
    command.output().unwrap()
}

/// A demo store in a folder that goes away with the test.
struct Demo {
    _folder: tempfile::TempDir,
    dir: PathBuf,
}

impl Demo {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("demo");
        let demo = Self { _folder: folder, dir };
        let made = demo.run(&["demo", "--create-only"]);
        assert_eq!(code(&made), 0, "{}", said(&made));
        demo
    }

    fn data(&self) -> &str {
        self.dir.to_str().unwrap()
    }

    fn run(&self, args: &[&str]) -> Output {
        liaison(&[args, &["--data", self.data()]].concat())
    }

    fn json(&self, args: &[&str]) -> Json {
        let shown = self.run(&[&["board", "--format", "json"], args].concat());
        assert_eq!(code(&shown), 0, "{}", said(&shown));
        serde_json::from_slice(&shown.stdout).unwrap()
    }

    fn files(&self) -> Vec<PathBuf> {
        fs::read_dir(&self.dir).unwrap().map(|entry| entry.unwrap().path()).collect()
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn strings<'a>(rows: &'a Json, key: &str) -> Vec<&'a str> {
    rows.as_array().unwrap().iter().map(|row| row[key].as_str().unwrap()).collect()
}

#[test]
fn the_board_as_json_has_its_shape_and_its_order() {
    let demo = Demo::new();
    let board = demo.json(&[]);
    assert_eq!(board["at"], NOW);
    let waiting = board["waiting"].as_array().unwrap();
    assert!(waiting.len() >= 6);
    let expected = [
        "age",
        "code",
        "deadline",
        "groups",
        "id",
        "initials",
        "level",
        "next_clock",
        "number",
        "open_flag",
        "pin",
        "place",
        "reason",
        "rest",
        "routed",
        "sex",
        "site",
        "state",
        "tier",
        "waiting_minutes",
        "with",
    ];
    for row in waiting.iter().chain(board["to_do"].as_array().unwrap()) {
        let keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, expected);
        let clock = row["next_clock"].as_object().unwrap();
        assert!(clock["kind"].is_string() && clock["at"].as_str().unwrap().ends_with('Z'));
    }
    let first = &waiting[0];
    assert_eq!((first["initials"].as_str(), first["tier"].as_u64()), (Some("J.D."), Some(0)));
    assert_eq!((first["age"].as_u64(), first["state"].as_str()), (Some(16), Some("being_seen")));
    let tiers: Vec<u64> = waiting.iter().map(|row| row["tier"].as_u64().unwrap()).collect();
    assert!(tiers.is_sorted(), "{tiers:?}");
    for key in ["service", "alerts", "cover", "tasks", "pending_referrals", "custody_checks"] {
        assert!(board.get(key).is_some(), "{key}");
    }
}

#[test]
fn the_board_as_text_fits_eighty_columns_and_names_everybody_in_the_same_order() {
    let demo = Demo::new();
    let shown = text(&demo.run(&["board"]));
    assert!(shown.starts_with("DEMO BOARD"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
    let board = demo.json(&[]);
    let mut from = 0;
    for id in strings(&board["waiting"], "id") {
        from += shown[from..].find(id).unwrap_or_else(|| panic!("{id} is missing or out of order:\n{shown}"));
    }
}

#[test]
fn the_handover_names_everybody_who_waits() {
    let demo = Demo::new();
    let board = demo.json(&[]);
    let note = demo.run(&["handover", "--to", "-"]);
    assert_eq!(code(&note), 0, "{}", said(&note));
    let note = text(&note);
    for key in ["id", "initials"] {
        for found in strings(&board["waiting"], key).into_iter().chain(strings(&board["to_do"], key)) {
            assert!(note.contains(found), "{found} is not on\n{note}");
        }
    }
    assert!(note.ends_with('\u{c}') && note.contains("v1 | copy 1 |"));
    assert!(text(&demo.run(&["handover"])).contains("v2 | copy 1 |"));
}

#[test]
fn a_handover_file_is_private_and_never_written_over() {
    let demo = Demo::new();
    let file = demo.dir.with_file_name("note.txt");
    let to = ["handover", "--to", file.to_str().unwrap()];
    let written = demo.run(&to);
    assert_eq!(code(&written), 0, "{}", said(&written));
    assert_private(&file, 0o600);
    let before = fs::read(&file).unwrap();
    assert_eq!(code(&demo.run(&to)), 73);
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn one_site_can_be_asked_for_and_an_unknown_one_is_refused_with_the_known_ones() {
    let demo = Demo::new();
    let only = demo.json(&["--site", "BEX"]);
    assert!(!strings(&only["waiting"], "site").is_empty());
    assert!(strings(&only["waiting"], "site").iter().all(|site| *site == "BEX"));
    for command in ["board", "handover"] {
        let refused = demo.run(&[command, "--site", "NOPE"]);
        assert_eq!(code(&refused), 65);
        for site in ["NOPE", "BRO", "BEX", "BMC", "XMC"] {
            assert!(said(&refused).contains(site), "{}", said(&refused));
        }
        assert!(refused.stdout.is_empty());
    }
}

#[test]
fn only_a_demo_store_listens_to_another_time() {
    let demo = Demo::new();
    let later =
        liaison_at(Some("2026-11-23T20:44:00Z"), &["board", "--format", "json", "--data", demo.data()]);
    let later: Json = serde_json::from_slice(&later.stdout).unwrap();
    let before = demo.json(&[]);
    let wait = |board: &Json| {
        let rows = board["waiting"].as_array().unwrap();
        let row = rows.iter().find(|row| row["initials"] == "M.O.").unwrap();
        row["waiting_minutes"].as_i64().unwrap()
    };
    assert_eq!(wait(&later), wait(&before) + 60);
    assert_eq!(code(&liaison_at(Some("tea time"), &["board", "--data", demo.data()])), 64);

    let folder = tempfile::tempdir().unwrap();
    let real = RealService::new(folder.path());
    let shown = real.run(&["board", "--format", "json"]);
    assert_eq!(code(&shown), 0, "{}", said(&shown));
    let board: Json = serde_json::from_slice(&shown.stdout).unwrap();
    assert_ne!(board["at"], NOW);
}

/// A service that is not a demo, with one person who may sign in.
struct RealService {
    dir: PathBuf,
    passphrase: PathBuf,
}

impl RealService {
    fn new(folder: &Path) -> Self {
        use liaison::desk::door::{Door, NewPerson};
        use liaison::desk::{Clock, Purpose};
        let dir = folder.join("real");
        let person =
            NewPerson { name: "Ada Lovelace".into(), sign_in_name: "ada".into(), role: "senior".into() };
        let (desk, _code) =
            Door::set_up(&dir, &person, "three random words", Purpose::Service, Clock::System).unwrap();
        desk.sign_out().1.unwrap();
        let passphrase = folder.join("passphrase");
        fs::write(&passphrase, "three random words\n").unwrap();
        Self { dir, passphrase }
    }

    fn run(&self, args: &[&str]) -> Output {
        let here = ["--data", self.dir.to_str().unwrap()];
        let who = ["--user", "ada", "--passphrase-file", self.passphrase.to_str().unwrap()];
        liaison(&[args, &here, &who].concat())
    }
}

#[test]
fn a_real_store_needs_a_user_and_is_never_taken_for_a_demo() {
    let folder = tempfile::tempdir().unwrap();
    let real = RealService::new(folder.path());
    let data = real.dir.to_str().unwrap();
    let nobody = liaison(&["board", "--data", data]);
    assert_eq!(code(&nobody), 64);
    assert!(said(&nobody).contains("--user"), "{}", said(&nobody));
    let before = fs::read(real.dir.join("liaison.db")).unwrap();
    let refused = liaison(&["demo", "--create-only", "--data", data]);
    assert_eq!(code(&refused), 73);
    assert!(said(&refused).contains("real service"), "{}", said(&refused));
    assert_eq!(fs::read(real.dir.join("liaison.db")).unwrap(), before);
    fs::write(&real.passphrase, "something else\n").unwrap();
    assert_eq!(code(&real.run(&["board"])), 77);
}

#[test]
fn a_second_process_is_refused_at_once_with_a_sentence() {
    let demo = Demo::new();
    let _open = liaison::desk::Door::of(&demo.dir, None).unwrap();
    for command in ["board", "handover", "verify"] {
        let refused = demo.run(&[command]);
        assert_eq!(code(&refused), 75);
        assert!(said(&refused).contains("already open"), "{}", said(&refused));
    }
    let doctor = demo.run(&["doctor"]);
    assert_eq!(code(&doctor), 0, "{}", text(&doctor));
    assert!(text(&doctor).contains("open in another liaison now"));
}

#[test]
fn a_demo_that_is_there_is_used_again() {
    let demo = Demo::new();
    let before = demo.json(&[]);
    let again = demo.run(&["demo", "--create-only", "--seed", "9"]);
    assert_eq!(code(&again), 0, "{}", said(&again));
    assert_eq!(demo.json(&[])["waiting"], before["waiting"]);
}

#[test]
fn no_store_is_said_and_none_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("none");
    let missing = liaison(&["board", "--data", dir.to_str().unwrap()]);
    assert_eq!(code(&missing), 66);
    assert!(!dir.exists());
}

#[test]
fn the_files_are_private_and_hold_no_name_and_no_answer_in_clear() {
    let demo = Demo::new();
    assert_eq!(code(&demo.run(&["handover"])), 0);
    assert_private(&demo.dir, 0o700);
    let files = demo.files();
    assert!(files.len() >= 5);
    for path in files {
        assert_private(&path, 0o600);
        if path.ends_with("service.toml") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for secret in SECRETS {
            for spelled in [secret.to_owned(), secret.to_lowercase(), secret.to_uppercase()] {
                let found = bytes.windows(spelled.len()).any(|window| window == spelled.as_bytes());
                assert!(!found, "{spelled} stands in {}", path.display());
            }
        }
    }
}

#[test]
fn verify_passes_on_a_sound_store_and_fails_where_one_byte_was_changed() {
    let demo = Demo::new();
    let sound = demo.run(&["verify"]);
    assert_eq!(code(&sound), 0, "{}{}", text(&sound), said(&sound));
    assert_eq!(text(&sound).lines().filter(|line| line.starts_with("ok ")).count(), 5);

    let size = usize::try_from(fs::metadata(demo.dir.join("liaison.db")).unwrap().len()).unwrap();
    for place in [3, 4_000, size / 2 + 100, size - 1] {
        let copy = demo.dir.with_file_name(format!("copy-{place}"));
        fs::create_dir(&copy).unwrap();
        for path in demo.files() {
            fs::copy(&path, copy.join(path.file_name().unwrap())).unwrap();
        }
        let database = copy.join("liaison.db");
        let mut bytes = fs::read(&database).unwrap();
        bytes[place] ^= 1;
        fs::write(&database, bytes).unwrap();
        let broken = liaison(&["verify", "--data", copy.to_str().unwrap()]);
        assert_eq!(code(&broken), 65, "byte {place}: {}{}", text(&broken), said(&broken));
        assert!(said(&broken).contains("damaged"), "byte {place}: {}", said(&broken));
    }
}

#[cfg(unix)]
fn assert_private(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, mode, "{}", path.display());
}

#[cfg(not(unix))]
fn assert_private(_path: &Path, _mode: u32) {}

#[test]
fn a_lead_lets_a_store_be_written_again_that_lost_its_witness() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    let run = |arguments: &[&str]| {
        std::process::Command::new(env!("CARGO_BIN_EXE_liaison"))
            .args(arguments)
            .arg("--data")
            .arg(&store)
            .env("LIAISON_NOW", "2026-11-23T19:44:00Z")
            .output()
            .unwrap()
    };
    assert!(run(&["demo", "--create-only"]).status.success());
    for witness in ["witness", "witness.running"] {
        let _ = std::fs::remove_file(store.join(witness));
    }
    assert_eq!(run(&["verify"]).status.code(), Some(65));
    let acknowledged = run(&["verify", "--acknowledge", "the folder was copied by hand"]);
    assert!(acknowledged.status.success(), "{}", String::from_utf8_lossy(&acknowledged.stderr));
    assert!(run(&["verify"]).status.success());
}
