//! Trial 2: the k-th operation on the store's files fails, for every k until a run in which none
//! failed: by an input/output error or for want of room, once or from then on.

use std::path::Path;

use liaison::desk::backup;

use super::store;
use super::table::Trial;
use super::worker::{self, OTHER_PASSPHRASE, Said, Scenario};

const NAME: &str = "failing the k-th operation";
const COPY_GONE: &str = "while the key is changed";
/// The answer after which the worker changes the key.
const BEFORE_ROTATION: &str = "q6 3";
const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// Fails operations in at most so many runs, spread evenly over all there are.
pub fn run(count: usize) -> Trial {
    let shim = match worker::shim() {
        Ok(shim) => shim,
        Err(why) => return Trial::skipped(NAME, why),
    };
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base");
    store::make(&base);
    let (counter, dir) = (folder.path().join("count"), folder.path().join("store"));
    store::copy(&base, &dir);
    let counting = [("SHIM_COUNT", counter.display().to_string())];
    let clean = Said::of(&worker::command(Scenario::Evening, &dir, Some(shim), &counting).output().unwrap());
    assert!(clean.acked("out") && clean.after("said").next().is_none(), "{:?}", clean.lines);
    let operations: usize = std::fs::read_to_string(&counter).unwrap().trim().parse().unwrap();

    // Every operation in each of the four ways, or as many of these as are asked for.
    let all = operations * 4;
    let runs = count.min(all);
    let mut faults = Vec::new();
    for run in 0..runs {
        let nth = run * all / runs;
        let (at, error, on) = (nth / 4 + 1, [EIO, ENOSPC][nth % 2], nth / 2 % 2);
        store::copy(&base, &dir);
        let variables =
            [("SHIM_AT", at.to_string()), ("SHIM_ERRNO", error.to_string()), ("SHIM_ON", on.to_string())];
        let ended = worker::command(Scenario::Evening, &dir, Some(shim), &variables).output().unwrap();
        let said = Said::of(&ended);
        faults.extend(
            judge(&dir, &said).into_iter().map(|why| format!("at {at}, errno {error}, on {on}: {why}")),
        );
    }
    let copies = copies_gone(&mut faults);
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!("of {operations} operations, by EIO and ENOSPC, once and from then on; {copies}");
    Trial { name: NAME, count: runs, losses: faults.len(), note }
}

/// Whether what a worker called saved is in the store that it left, and what it called unsaved is not.
pub fn judge(dir: &Path, said: &Said) -> Vec<String> {
    let mut faults: Vec<String> = said.crashed.iter().map(|why| format!("crashed: {why}")).collect();
    let opened = match store::open_by(dir, &passphrases(said)) {
        Ok(desk) => desk,
        Err(why) => {
            faults.push(format!("does not open afterwards: {why}; it had said {:?}", said.lines));
            return faults;
        }
    };
    faults.extend(opened.read_only().map(|why| format!("read only afterwards: {why}")));
    faults.extend(
        opened
            .prove()
            .into_iter()
            .filter_map(|found| Some(format!("{}: {}: {}", found.what, found.found, found.fault?.1))),
    );
    if said.acked("backup") {
        // Once the key is being changed a copy may go with the old key; see `copies_gone`.
        let rekeying = said.lines.iter().any(|line| line.contains(BEFORE_ROTATION));
        let word = if rekeying { COPY_GONE } else { "before the key is changed" };
        let newest = backup::copies(dir).ok().and_then(|copies| Some(copies.first()?.path.clone()));
        match newest.map(|path| backup::Found::folder(&path)) {
            None => faults.push(format!("{word}: a copy called made is not there")),
            Some(Err(why)) => faults.push(format!("{word}: a copy called made does not hold: {why}")),
            Some(Ok(_)) => {}
        }
    }
    let kim = opened.access().unwrap().iter().any(|one| one.person.sign_in_name == "kim");
    if said.acked("kim") && !kim {
        faults.push("a colleague called added is not there".into());
    }
    drop(opened);
    let events = match store::journal_by(dir, &passphrases(said)) {
        Ok(events) => events,
        Err(why) => {
            faults.push(format!("does not open a second time: {why}"));
            return faults;
        }
    };
    let found: Vec<String> =
        store::answers(&events).into_iter().map(|(question, code)| format!("{question} {code}")).collect();
    for acked in said.after("ack answer") {
        match found.iter().filter(|one| *one == acked).count() {
            1 => {}
            0 => faults.push(format!("{acked} was called saved and is lost")),
            more => faults.push(format!("{acked} is there {more} times")),
        }
    }
    for unsaved in said.after("unsaved") {
        if found.iter().any(|one| one == unsaved) {
            faults.push(format!("{unsaved} was called not saved and is there"));
        }
    }
    faults
}

/// Takes out what is no loss of the store itself: a copy that did not survive a change of the key which
/// was cut off or could not be done. Says how many, for the table.
pub fn copies_gone(faults: &mut Vec<String>) -> String {
    let before = faults.len();
    faults.retain(|fault| !fault.contains(COPY_GONE));
    format!("{} copies gone in a change of the key", before - faults.len())
}

/// The passphrases of which one must open the store: after an acknowledged change only the new one.
fn passphrases(said: &Said) -> Vec<&'static str> {
    let old = liaison::desk::door::DEMO_PASSPHRASE;
    if said.acked("passphrase") { vec![OTHER_PASSPHRASE] } else { vec![old, OTHER_PASSPHRASE] }
}
