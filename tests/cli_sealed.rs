//! What leaves the store of a service, not a demo, through the real program: encrypted to the public key
//! of `service.toml`, opened with the private one, and nothing plain beside it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use age::x25519::Identity;
use chrono::{Duration, Utc};
use liaison::desk::door::{NewPerson, SERVICE_FILE};
use liaison::desk::export::Names;
use liaison::desk::fhir::{Episodes, FhirAsked};
use liaison::desk::{Clock, Desk, DeskError, Door, Purpose};
use liaison::domain::event::Body;
use liaison::domain::time::local;
use liaison::store::{Place, Store, StoreLock, Vault};
use serde_json::Value as Json;

use evening::referral;

const ADA: &str = "kettle ferry onion lamp";
const SHAH: &str = "ladder mitten cloud nine";
/// What tells of the people in it.
const SECRETS: [&str; 4] = ["Quillfeather", "Rosalind", "Tearful by the desk", "26/04471"];

/// A store of a service in a folder that goes away with the test: three people, a lead, a colleague.
struct Service {
    folder: tempfile::TempDir,
}

impl Service {
    fn new() -> Self {
        let made = Self { folder: tempfile::tempdir().unwrap() };
        let person = |name: &str, sign_in_name: &str, role: &str| NewPerson {
            name: name.into(),
            sign_in_name: sign_in_name.into(),
            role: role.into(),
        };
        let lead = person("Ada Okafor", "ada", "senior");
        let (mut desk, _) = Door::set_up(&made.store(), &lead, ADA, Purpose::Service, Clock::System).unwrap();
        for surname in ["Quillfeather", "Quillfeather-Stone", "Quillfeatherby"] {
            let mut new = referral(Utc::now());
            new.person.surname = surname.into();
            new.person.given = "Rosalind".into();
            new.details = "Tearful by the desk".into();
            new.custody_ref = "26/04471".into();
            new.beside.same_person = None;
            desk.receive_referral(&new).unwrap();
        }
        let (_, once) = desk.invite(&person("Priya Shah", "shah", "practitioner")).unwrap();
        let (door, done) = desk.sign_out();
        done.unwrap();
        let shah = door.choose_own("shah", once.as_str(), SHAH).map_err(|refused| refused.1).unwrap();
        shah.sign_out().1.unwrap();
        for (name, words) in [("ada", ADA), ("shah", SHAH)] {
            fs::write(made.passphrase(name), format!("{words}\n")).unwrap();
        }
        made
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn passphrase(&self, who: &str) -> PathBuf {
        self.folder.path().join(format!("pass-{who}"))
    }

    /// Puts a public key into the service's file. Gives the private one.
    fn with_key(&self) -> Identity {
        let ours = Identity::generate();
        let path = self.store().join(SERVICE_FILE);
        let text = fs::read_to_string(&path).unwrap();
        let key = format!("export_key = \"{}\"", ours.to_public());
        let with = text.replacen("# export_key = \"age1...\"", &key, 1);
        assert_ne!(with, text);
        fs::write(&path, with).unwrap();
        ours
    }

    fn run(&self, who: &str, args: &[&str], out: Stdio, code: i32) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
        command.arg("export").args(args).arg("--data").arg(self.store());
        command.args(["--user", who, "--passphrase-file"]).arg(self.passphrase(who));
        command.env_remove("LIAISON_DATA").env_remove("LIAISON_NOW").stdin(Stdio::null());
        let output = command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", said(&output));
        output
    }

    fn fhir(&self, who: &str, more: &[&str], code: i32) -> Output {
        let days = days();
        let args = [&["fhir", "--from", &days[0], "--to", &days[1]], more].concat();
        self.run(who, &args, Stdio::piped(), code)
    }

    fn records(&self, who: &str, out: &Path, reason: &str, code: i32) -> Output {
        let days = days();
        let out = out.to_str().unwrap();
        let args =
            ["records", "--from", &days[0], "--to", &days[1], "--names", "--reason", reason, "--out", out];
        self.run(who, &args, Stdio::piped(), code)
    }

    fn desk(&self) -> Desk {
        Door::of(&self.store(), None).unwrap().sign_in("ada", ADA).map_err(|refused| refused.1).unwrap()
    }

    /// What the desk gives with names, each bundle without the moment at which it was made.
    fn at_desk(&self) -> Vec<Json> {
        let mut desk = self.desk();
        let days = days().map(|day| day.parse().unwrap());
        let episodes = Episodes::Received { from: days[0], to: days[1], site: None };
        let asked = FhirAsked { episodes, names: Names::Taken, reason: "to compare".into() };
        let mut bundles = Vec::new();
        desk.export_fhir(&asked, &mut |_| true, |bundle| {
            bundles.push(timeless(bundle.clone()));
            Ok::<(), DeskError>(())
        })
        .unwrap();
        desk.sign_out().1.unwrap();
        bundles
    }

    /// Who took what out, and why.
    fn exports(&self) -> Vec<(String, String, String)> {
        let place = Place::existing(&self.store()).unwrap();
        let lock = StoreLock::take(&place).unwrap();
        let vault = Vault::read(&place).unwrap();
        let key = vault.unlock("ada", ADA).unwrap().1.key;
        let store = Store::open(&lock, &vault, &key).unwrap();
        let people = store.practitioners().unwrap();
        let who = |id| people.iter().find(|person| Some(person.id) == id).unwrap().name.clone();
        let events = store.events_since(0).unwrap();
        let exports = events.into_iter().filter_map(|event| match event.body {
            Body::Exported { what, reason } => Some((who(event.actor), what, reason)),
            _ => None,
        });
        exports.collect()
    }

    /// Nothing in the folder, however deep, tells of the people.
    fn nothing_is_plain(&self) {
        for path in files(self.folder.path()) {
            let bytes = fs::read(&path).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            for secret in SECRETS {
                assert!(!text.contains(secret), "{secret} in {}", path.display());
            }
        }
    }
}

/// Yesterday and tomorrow, so that midnight is no matter.
fn days() -> [String; 2] {
    let now = Utc::now();
    [now - Duration::days(1), now + Duration::days(1)].map(|at| local(at).date().to_string())
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn opened(sealed: &[u8], key: &Identity) -> Option<String> {
    let decryptor = age::Decryptor::new(age::armor::ArmoredReader::new(sealed)).ok()?;
    let mut reader = decryptor.decrypt(std::iter::once(key as &dyn age::Identity)).ok()?;
    let mut text = String::new();
    reader.read_to_string(&mut text).ok()?;
    Some(text)
}

fn timeless(mut bundle: Json) -> Json {
    bundle["timestamp"] = Json::Null;
    bundle
}

#[test]
fn episodes_leave_encrypted_and_open_as_the_bundles_that_the_desk_gives() {
    let service = Service::new();
    let key = service.with_key();
    let sealed = service.fhir("ada", &["--names", "--reason", "to the trust"], 0);
    assert!(sealed.stdout.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----"), "{}", said(&sealed));
    fs::write(service.folder.path().join("episodes.age"), &sealed.stdout).unwrap();
    assert_eq!(opened(&sealed.stdout, &Identity::generate()), None, "another key opens nothing");
    let cut = &sealed.stdout[..sealed.stdout.len() / 2];
    assert_eq!(opened(cut, &key), None, "half of it is told from all of it");
    let text = opened(&sealed.stdout, &key).unwrap();
    assert!(text.contains("Quillfeather-Stone") && text.contains("Rosalind"));
    let bundles: Vec<Json> = text.lines().map(|line| timeless(serde_json::from_str(line).unwrap())).collect();
    assert_eq!(bundles.len(), 3);
    assert_eq!(bundles, service.at_desk());
    service.nothing_is_plain();

    let unnamed = opened(&service.fhir("ada", &["--reason", "evaluation"], 0).stdout, &key).unwrap();
    assert!(SECRETS.iter().all(|secret| !unnamed.contains(secret)));
    let [first, last] = days();
    let ada = |what: String, why: &str| ("Ada Okafor".to_owned(), what, why.to_owned());
    let days = format!("FHIR of referrals {first} to {last}");
    assert_eq!(
        service.exports(),
        [
            ada(format!("{days} with names"), "to the trust"),
            ada(format!("{days} with names"), "to compare"),
            ada(days, "evaluation"),
        ]
    );
}

#[test]
fn records_leave_encrypted_and_nothing_plain_is_beside_them_also_where_the_disk_refuses() {
    let service = Service::new();
    let key = service.with_key();
    let out = service.folder.path().join("november");
    let said_of = String::from_utf8(service.records("ada", &out, "yearly return", 0).stdout).unwrap();
    assert!(said_of.contains("3 episodes") && said_of.contains("age --decrypt"), "{said_of}");
    assert!(files(&out).iter().all(|path| path.extension().unwrap() == "age"));
    let episodes = opened(&fs::read(out.join("episodes.csv.age")).unwrap(), &key).unwrap();
    for surname in ["Quillfeather", "Quillfeather-Stone", "Quillfeatherby"] {
        assert!(episodes.contains(surname), "{episodes}");
    }
    for refused in [service.folder.path().join("no/such"), service.passphrase("ada").join("in-a-file"), out] {
        let words = said(&service.records("ada", &refused, "yearly return", 65));
        assert!(words.contains("Nothing was written"), "{words}");
    }
    service.nothing_is_plain();
    let left = fs::read_dir(service.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<String> = left.map(|name| name.into_string().unwrap()).collect();
    left.sort();
    assert_eq!(left, ["november", "pass-ada", "pass-shah", "store"]);
    let exports = service.exports();
    assert_eq!(exports.len(), 1, "what was refused did not leave: {exports:?}");
    let [first, last] = days();
    let what = format!("records with names as CSV, {first} to {last}");
    assert_eq!(exports[0], ("Ada Okafor".into(), what, "yearly return".into()));
}

#[test]
fn without_a_key_without_a_reason_and_without_the_right_nothing_leaves() {
    let service = Service::new();
    let out = service.folder.path().join("november");
    let with_why = ["--names", "--reason", "to the trust"];
    let nothing = |output: &Output, words: &[&str]| {
        assert!(output.stdout.is_empty());
        for part in words {
            assert!(said(output).contains(part), "{part}: {}", said(output));
        }
        assert!(!out.exists());
    };
    let what_to_do = ["unencrypted", "export_key", "Nothing was written"];
    nothing(&service.fhir("ada", &with_why, 65), &what_to_do);
    nothing(&service.records("ada", &out, "to the trust", 65), &what_to_do);
    service.with_key();
    nothing(&service.fhir("ada", &[], 65), &["only with a reason", "Nothing was written"]);
    nothing(&service.records("ada", &out, " ", 65), &["only with a reason", "Nothing was written"]);
    nothing(&service.fhir("shah", &with_why, 65), &["may not take episodes out"]);
    nothing(&service.records("shah", &out, "to the trust", 65), &["may not take records out"]);
    assert_eq!(service.exports(), []);
    service.nothing_is_plain();
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_is_told_with_what_to_do_and_half_an_export_opens_as_nothing() {
    let service = Service::new();
    service.with_key();
    let full = || Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    let [first, last] = days();
    let args = ["fhir", "--from", &first, "--to", &last, "--reason", "evaluation"];
    let words = said(&service.run("ada", &args, full(), 74));
    assert!(words.contains("not whole") && words.contains("again"), "{words}");
    assert_eq!(service.exports().len(), 1, "that it was begun is kept");
    service.nothing_is_plain();
}

#[test]
fn days_on_which_nobody_came_in_give_nothing_and_say_so() {
    let service = Service::new();
    service.with_key();
    let args = ["fhir", "--from", "2019-01-01", "--to", "2019-01-31", "--reason", "evaluation"];
    let none = service.run("ada", &args, Stdio::piped(), 0);
    assert!(none.stdout.is_empty() && said(&none).contains("No referral came in"), "{}", said(&none));
}
