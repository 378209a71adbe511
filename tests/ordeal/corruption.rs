//! Trial 5: files damaged at random, and files put back. Nothing panics, nothing is lost in silence, and
//! what does not open is left byte for byte.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use liaison::desk::Desk;
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::store::{Place, Store, StoreError, StoreLock, Vault};

use super::store::{self, Dice, FORM, answers, choice, copy};
use super::table::Trial;

const NAME: &str = "corruption";
const PUT_BACK: &str = "files cut, missing, put back";

const PAGE: usize = 4096;

/// What is damaged in turn.
const TARGETS: [&str; 7] =
    ["liaison.db", "liaison.db-wal", "vault.json", "witness", "witness.running", "attempts", "service.toml"];

type Files = BTreeMap<String, Vec<u8>>;

/// Answers question after question of the trial form with the one person there is.
fn answer(desk: &mut Desk, questions: std::ops::Range<usize>) {
    let id = desk.board().unwrap().rows[0].id;
    let open = desk.begin_screening(id, FORM).unwrap();
    for number in questions {
        desk.answer(&open, &format!("q{number}"), &choice(1 + number % 4)).unwrap();
    }
}

/// One store at three moments.
struct Base {
    /// With nothing asked.
    first: PathBuf,
    /// At rest with five answers.
    rest: PathBuf,
    /// As a killed program leaves it, with eight more in its log, and wrong sign-ins on file.
    whole: PathBuf,
    /// All thirteen answers.
    said: Vec<(String, String)>,
}

fn base(folder: &Path) -> Base {
    let (first, rest) = (folder.join("first"), folder.join("rest"));
    let (live, whole) = (folder.join("live"), folder.join("whole"));
    store::make(&rest);
    copy(&rest, &first);
    let mut desk = store::open(&rest);
    answer(&mut desk, 1..6);
    desk.sign_out().1.unwrap();
    copy(&rest, &live);
    let door = liaison::desk::Door::of(&live, Some(store::NOW)).unwrap();
    drop(door.sign_in("okafor", "wrong").unwrap_err());
    let attempts = std::fs::read(live.join("attempts")).unwrap();
    let mut desk = store::open(&live);
    answer(&mut desk, 6..14);
    // While it is open, as kill -9 would leave it. The wal-index says nothing afterwards.
    copy(&live, &whole);
    let _ = std::fs::remove_file(whole.join("liaison.db-shm"));
    std::fs::write(whole.join("attempts"), attempts).unwrap();
    drop(desk);
    let said = (1..14).map(|number| (format!("q{number}"), (1 + number % 4).to_string())).collect();
    Base { first, rest, whole, said }
}

/// What a store holds, and why it may only be read.
struct Held {
    said: Vec<(String, String)>,
    reason: Option<String>,
}

/// Opens a store as the program does and reads all of it, recording nothing.
fn held(dir: &Path) -> Result<Held, String> {
    let say = |error: StoreError| error.to_string();
    let lock = StoreLock::take(&Place::existing(dir).map_err(say)?).map_err(say)?;
    let vault = Vault::read(lock.place()).map_err(|error| error.to_string())?;
    let (_, unlocked) = vault.unlock("okafor", DEMO_PASSPHRASE).map_err(|error| error.to_string())?;
    let store = Store::open(&lock, &vault, &unlocked.key).map_err(say)?;
    let reason = store.standing().reason();
    let events = store.events_since(0).map_err(say)?;
    if reason.is_none() {
        store.verify_chain().map_err(say)?;
        let misfits = store.replay_matches().map_err(say)?;
        if !misfits.is_empty() {
            return Err(format!("the projections do not follow from the journal: {misfits:?}"));
        }
    }
    Ok(Held { said: answers(&events), reason })
}

fn bytes_of(dir: &Path) -> Files {
    let files =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into(), std::fs::read(&path).unwrap()))
        .collect()
}

enum Seen {
    /// All acknowledged answers read as before.
    Harmless,
    /// The store said that something is wrong.
    Noticed,
    /// It opened as if all were well, and answers are missing.
    Silent(String),
    Panicked,
}

fn look(store: &Path, said: &[(String, String)]) -> Seen {
    match catch_unwind(AssertUnwindSafe(|| held(store))) {
        Err(_) => Seen::Panicked,
        Ok(Err(_)) => Seen::Noticed,
        Ok(Ok(found)) if found.said == said => Seen::Harmless,
        Ok(Ok(found)) if found.reason.is_some() => Seen::Noticed,
        Ok(Ok(found)) => Seen::Silent(format!("{} of {} answers", found.said.len(), said.len())),
    }
}

/// Damages them until they are others than they were.
fn damaged(whole: &[u8], dice: &mut Dice) -> (Vec<u8>, String) {
    assert!(!whole.is_empty(), "there is nothing to damage");
    loop {
        let mut bytes = whole.to_vec();
        let how = damage(&mut bytes, dice);
        if bytes != whole {
            return (bytes, how);
        }
    }
}

fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) -> String {
    match dice.roll(3) {
        0 => {
            let at = dice.roll(bytes.len());
            bytes[at] ^= 1 << dice.roll(8);
            format!("a bit flipped in byte {at}")
        }
        1 => {
            let length = dice.roll(bytes.len());
            bytes.truncate(length);
            format!("cut to {length} bytes")
        }
        _ => {
            let from = dice.roll(bytes.len().div_ceil(PAGE)) * PAGE;
            let to = (from + PAGE).min(bytes.len());
            bytes[from..to].fill(0);
            format!("bytes {from} to {to} zeroed")
        }
    }
}

/// Damages one file so many times.
pub fn run(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let Base { whole, said, .. } = base(folder.path());
    let files = bytes_of(&whole);
    let (mut faults, mut noticed, mut refused) = (Vec::new(), 0, 0);
    for round in 0..count {
        let mut dice = Dice::new(round as u64);
        let name = TARGETS[round % TARGETS.len()];
        let store = folder.path().join("damaged");
        let (bytes, how) = damaged(&files[name], &mut dice);
        let put = || {
            copy(&whole, &store);
            std::fs::write(store.join(name), &bytes).unwrap();
            bytes_of(&store)
        };
        let before = put();
        let mut fault = |why: String| faults.push(format!("{name}, {how}: {why}"));
        match look(&store, &said) {
            Seen::Panicked => fault("panic".into()),
            Seen::Silent(why) => fault(format!("not noticed, {why}")),
            Seen::Noticed => {
                noticed += 1;
                if let Some(changed) = changed(&before, &bytes_of(&store), &[]) {
                    fault(format!("noticed, but {changed} is not as it was"));
                }
            }
            Seen::Harmless => {}
        }
        // The door of the program itself, with its service file and failed sign-ins.
        let before = put();
        match at_the_door(&store, name, &before, &said) {
            Ok(was_refused) => refused += usize::from(was_refused),
            Err(why) => fault(why),
        }
        std::fs::remove_dir_all(&store).unwrap();
    }
    told(
        NAME,
        count,
        faults,
        format!(
            "flips, cuts, zeroed pages over 7 files; {noticed} noticed, the rest harmless; {refused} refused at the door"
        ),
    )
}

/// Whether the door refuses what was damaged in this file; an error where it does so without saying what
/// is wrong or leaving all as it was, or opens on less than was called saved.
fn at_the_door(dir: &Path, name: &str, before: &Files, said: &[(String, String)]) -> Result<bool, String> {
    // Only the door reads these two: the store itself is whole.
    let beside = ["attempts", "service.toml"].contains(&name);
    match catch_unwind(AssertUnwindSafe(|| store::try_open(dir).map(drop))) {
        Err(_) => Err("panic at the door".into()),
        Ok(Err(why)) => {
            if beside && !why.contains(name) {
                return Err(format!("refused at the door without naming the file: {why}"));
            }
            match changed(before, &bytes_of(dir), &["attempts"]) {
                Some(changed) => Err(format!("refused at the door, but {changed} is not as it was")),
                None => Ok(true),
            }
        }
        Ok(Ok(())) => match look(dir, said) {
            Seen::Harmless => Ok(false),
            Seen::Noticed if !beside => Ok(false),
            Seen::Noticed => Err("opened, and something is wrong with the store afterwards".into()),
            Seen::Panicked => Err("opened, then panic".into()),
            Seen::Silent(why) => Err(format!("opened at the door, {why}")),
        },
    }
}

fn told(name: &'static str, count: usize, faults: Vec<String>, note: String) -> Trial {
    for fault in &faults {
        println!("{name}: {fault}");
    }
    Trial { name, count, losses: faults.len(), note }
}

/// The first file that is not as it was, is gone, or is new. The memory file and the lock hold nothing,
/// copies of what is damaged are meant, and these names are let pass.
fn changed(before: &Files, after: &Files, passing: &[&str]) -> Option<String> {
    let kept = |name: &&String| {
        !name.ends_with("-shm")
            && !name.ends_with(".lock")
            && !name.contains(".damaged-")
            && !passing.contains(&name.as_str())
    };
    let mut names = before.keys().chain(after.keys()).filter(kept);
    names.find(|name| before.get(*name) != after.get(*name)).cloned()
}

/// Cuts, removes and puts back whole files so many times, six ways each.
pub fn put_back(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let Base { first, rest, whole, said } = base(folder.path());
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    let foreign = bytes_of(&base(&other).whole);
    let (files, older, oldest) = (bytes_of(&whole), bytes_of(&rest), bytes_of(&first));
    let log = files["liaison.db-wal"].clone();
    let (mut faults, mut tried) = (Vec::new(), 0);
    for round in 0..count {
        let mut dice = Dice::new(round as u64);
        // A cut that leaves all answers would be harmless; cut into what was acknowledged.
        let cut = dice.roll(log.len() * 3 / 4);
        let cases: [(&str, &str, Option<Vec<u8>>); 6] = [
            ("log cut short", "liaison.db-wal", Some(log[..cut].to_vec())),
            ("log missing", "liaison.db-wal", None),
            ("foreign log", "liaison.db-wal", Some(mixed(&log, &foreign["liaison.db-wal"], &mut dice))),
            ("older database", "liaison.db", older.get("liaison.db").cloned()),
            // Older than the one the log goes on from, with which it would be whole.
            ("older database, newer log", "liaison.db", oldest.get("liaison.db").cloned()),
            ("database missing", "liaison.db", None),
        ];
        for (what, name, bytes) in cases {
            let store = folder.path().join("swapped");
            copy(&whole, &store);
            if what == "older database" {
                let _ = std::fs::remove_file(store.join("liaison.db-wal"));
            }
            match bytes {
                Some(bytes) => std::fs::write(store.join(name), bytes).unwrap(),
                None => std::fs::remove_file(store.join(name)).unwrap(),
            }
            match look(&store, &said) {
                Seen::Noticed => {}
                Seen::Panicked => faults.push(format!("{what}: panic")),
                Seen::Harmless => faults.push(format!("{what}: changed nothing, so the trial tried nothing")),
                Seen::Silent(why) => faults.push(format!("{what}: not noticed, {why}")),
            }
            tried += 1;
            std::fs::remove_dir_all(&store).unwrap();
        }
    }
    told(
        PUT_BACK,
        tried,
        faults,
        "log cut, missing or foreign; older database, without and with the newer log; no database".to_owned(),
    )
}

/// A log whose first part is another store's.
fn mixed(own: &[u8], foreign: &[u8], dice: &mut Dice) -> Vec<u8> {
    if dice.roll(2) == 0 {
        return foreign.to_vec();
    }
    let part = (own.len() / 2).min(foreign.len());
    [&foreign[..part], &own[part..]].concat()
}
