//! The store from outside: what lies on the disk, who may read it, and what a killed process leaves.

// A test may unwrap; clippy knows so only inside functions that are themselves tests.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Stdio};

use chrono::{DateTime, Utc};
use liaison::domain::answer::{Answer, Value};
use liaison::domain::event::{Body, Draft, Progress};
use liaison::domain::ids::{EpisodeId, PractitionerId, ScreeningId};
use liaison::domain::referral::{Birth, Person, Referral};
use liaison::domain::shift::Practitioner;
use liaison::store::{
    Attempts, KdfCost, NewSlot, Place, Purpose, Standing, Store, StoreError, StoreLock, Vault,
};
use uuid::Uuid;

const PLANTED: [&str; 7] =
    ["quillfeather", "persephone", "okafor", "ada.o", "planted answer", "custody ref 77", "hill street"];
const PASSPHRASE: &str = "three random words";
/// Tells this test binary, started again by itself, to be the process that gets killed.
const CHILD: &str = "LIAISON_TEST_CHILD";
/// Tells it to be a process whose first stores are opened side by side.
const FIRST: &str = "LIAISON_TEST_FIRST_OPENINGS";
const FIRST_OPENINGS: usize = 12;
const FIRST_PROCESSES: usize = 12;

fn now() -> DateTime<Utc> {
    "2026-11-21T14:07:00Z".parse().unwrap()
}

fn draft(episode: Option<EpisodeId>, body: Body) -> Draft {
    Draft {
        id: Uuid::now_v7(),
        at: now(),
        entered_at: now(),
        actor: None,
        episode,
        site: Some("BRO".into()),
        body,
    }
}

fn ada() -> NewSlot {
    NewSlot { label: "AO".into(), sign_in_name: "ada.okafor".into(), role: "practitioner".into() }
}

fn referral() -> Body {
    Body::Referred(Box::new(Referral {
        reference: "BRO-26-00001".into(),
        person: Person {
            surname: "Quillfeather".into(),
            given: "Persephone".into(),
            birth: Birth::Unknown,
            sex: "2".into(),
        },
        source: "custody".into(),
        told_by: "PS Hill Street".into(),
        received_at: now(),
        reason: "low_mood".into(),
        details: String::new(),
        priority: "3".into(),
        place: "C1".into(),
        custody_ref: "custody ref 77".into(),
        legal_position: "arrested".into(),
        relevant_time: None,
        authorised_at: None,
        known_risk: String::new(),
        offences: Vec::new(),
        same_person: None,
        court: None,
    }))
}

fn answer(episode: EpisodeId, screening: ScreeningId, number: u32) -> Draft {
    let body = Body::Answered {
        screening,
        question: format!("q{number}"),
        answer: Answer::given(Value::Text(format!("planted answer {number}"))),
        progress: Progress { answered: number, asked: 500 },
    };
    draft(Some(episode), body)
}

/// Makes a store and puts a person with a few answers into it.
fn filled(dir: &Path) -> Store {
    let place = Place::prepare(dir).unwrap();
    let lock = StoreLock::take(&place).unwrap();
    let (vault, key, _) =
        Vault::create(&place, Purpose::Service, &ada(), PASSPHRASE, KdfCost::demo()).unwrap();
    let mut store = Store::open(&lock, &vault, &key).unwrap();
    let added = Practitioner {
        id: PractitionerId(Uuid::now_v7()),
        name: "Ada Okafor".into(),
        sign_in_name: "ada.okafor".into(),
        label: "AO".into(),
        role: "practitioner".into(),
        removed: false,
    };
    let episode = EpisodeId(Uuid::now_v7());
    store.append(&[draft(None, Body::PractitionerAdded(added)), draft(Some(episode), referral())]).unwrap();
    let screening = ScreeningId(Uuid::now_v7());
    for number in 0..5 {
        store.append(&[answer(episode, screening, number)]).unwrap();
    }
    store
}

fn unlocked(dir: &Path) -> Result<Store, StoreError> {
    let place = Place::existing(dir)?;
    let lock = StoreLock::take(&place)?;
    let vault = Vault::read(&place)?;
    let key = vault.unlock("ada.okafor", PASSPHRASE)?.1.key;
    Store::open(&lock, &vault, &key)
}

fn assert_nothing_in_clear(dir: &Path) {
    let files: Vec<_> = dir.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 5, "{files:?}");
    for path in files {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).to_lowercase();
        for planted in PLANTED {
            assert!(!text.contains(planted), "\"{planted}\" stands in {}", path.display());
        }
    }
}

#[test]
fn no_name_and_no_answer_stands_in_any_file_while_open_or_shut() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut store = filled(&data);
    let place = Place::existing(&data).unwrap();
    let mut attempts = Attempts::read(&place).unwrap();
    attempts.note_failure(Vault::read(&place).unwrap().slot_of("ada.okafor"), now()).unwrap();
    attempts.note_failure(None, now()).unwrap();
    assert_nothing_in_clear(&data);
    store.finalise().unwrap();
    assert_nothing_in_clear(&data);
    drop(store);
    assert_nothing_in_clear(&data);
}

#[cfg(unix)]
#[test]
fn folder_is_0700_and_every_file_0600() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("a").join("data");
    let store = filled(&data);
    let place = Place::existing(&data).unwrap();
    Attempts::read(&place).unwrap().note_failure(None, now()).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&data), 0o700);
    let mut names = Vec::new();
    for entry in data.read_dir().unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names.sort();
    let all = [
        "attempts",
        "liaison.db",
        "liaison.db-shm",
        "liaison.db-wal",
        "liaison.lock",
        "vault.json",
        "witness",
        "witness.running",
    ];
    assert_eq!(names, all);
    drop(store);
}

#[cfg(unix)]
#[test]
fn folder_that_lost_its_rights_is_made_private_again() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    drop(filled(&data));
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::set_permissions(data.join("liaison.db"), std::fs::Permissions::from_mode(0o644)).unwrap();
    drop(unlocked(&data).unwrap());
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join("liaison.db"))), (0o700, 0o600));
}

#[test]
fn wrong_passphrase_says_one_plain_sentence_and_exits_77() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path().join("data").as_path()));
    let vault = Vault::read(&Place::existing(&dir.path().join("data")).unwrap()).unwrap();
    let error = StoreError::from(vault.unlock("ada.okafor", "not the passphrase").unwrap_err());
    assert_eq!(error.exit_code(), 77);
    assert!(error.to_string().starts_with("That name and passphrase do not open the store."));
}

/// Not a test of its own: the process that `killed_process...` starts and kills.
#[test]
fn child_that_writes_until_it_is_killed() {
    use std::io::Write;
    let Some(data) = std::env::var_os(CHILD) else { return };
    let mut store = filled(Path::new(&data));
    let episode = store.open_episodes().unwrap()[0].id;
    let screening = ScreeningId(Uuid::now_v7());
    for number in 0..100_000 {
        store.append(&[answer(episode, screening, number)]).unwrap();
        // Standard error is not captured by the test harness when written to directly.
        writeln!(std::io::stderr(), "acknowledged {}", store.head().seq).unwrap();
    }
}

#[test]
fn killed_process_frees_the_lock_and_loses_nothing_acknowledged() {
    use std::io::{BufRead, BufReader};
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["child_that_writes_until_it_is_killed", "--exact", "--nocapture"])
        .env(CHILD, &data)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let acknowledged = |line: &str| line.strip_prefix("acknowledged ").and_then(|n| n.parse::<u64>().ok());
    let mut last = lines.by_ref().map_while(Result::ok).find_map(|line| acknowledged(&line)).unwrap();
    assert!(matches!(unlocked(&data), Err(StoreError::InUse { .. })), "the second process is refused");
    child.kill().unwrap();
    for line in lines.map_while(Result::ok) {
        last = acknowledged(&line).unwrap_or(last);
    }
    child.wait().unwrap();
    let store = unlocked(&data).unwrap();
    assert!(store.head().seq >= last, "acknowledged {last}, found {}", store.head().seq);
    assert!(store.standing().reason().is_none(), "{:?}", store.standing());
    assert_ne!(store.standing(), Standing::Unwitnessed);
    assert_eq!(store.verify_chain().unwrap(), store.head());
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn child_whose_threads_open_their_first_stores_at_one_moment() {
    let Some(_) = std::env::var_os(FIRST) else { return };
    let folder = tempfile::tempdir().unwrap();
    let first = Place::prepare(&folder.path().join("first")).unwrap();
    let (_, key, _) = Vault::create(&first, Purpose::Service, &ada(), PASSPHRASE, KdfCost::demo()).unwrap();
    let made: Vec<_> = (0..FIRST_OPENINGS)
        .map(|number| {
            let place = Place::prepare(&folder.path().join(number.to_string())).unwrap();
            std::fs::copy(first.vault(), place.vault()).unwrap();
            let vault = Vault::read(&place).unwrap();
            (StoreLock::take(&place).unwrap(), vault)
        })
        .collect();
    let together = std::sync::Barrier::new(made.len());
    std::thread::scope(|threads| {
        for (lock, vault) in &made {
            threads.spawn(|| {
                together.wait();
                Store::open(lock, vault, &key).unwrap();
            });
        }
    });
}

/// The cipher is set up at a process's first database; a second thread must not come in before that ends.
#[test]
fn first_stores_of_a_process_may_be_opened_by_many_threads_at_once() {
    for _ in 0..FIRST_PROCESSES {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["child_whose_threads_open_their_first_stores_at_one_moment", "--exact", "--nocapture"])
            .env(FIRST, "1")
            .output()
            .unwrap();
        assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    }
}
