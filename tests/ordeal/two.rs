//! Trial 11: a second program on a store in use is refused at once and the first does not feel it;
//! after kill -9 of the first the store is free.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use super::store::{self, NOW};
use super::table::Trial;
use super::terminal::Terminal;

const NAME: &str = "two instances";
/// A refusal comes within this time.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Has so many second programs try, over one store.
pub fn run(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    store::make(&dir);
    let (mut faults, mut slowest, mut given) = (Vec::new(), Duration::ZERO, 0);
    for round in 0..count {
        let mut first = Terminal::start(&["--data", dir.to_str().unwrap()], &[("LIAISON_NOW", NOW)]);
        first.see("Passphrase");
        // At the locked door, on the board and in a form alike.
        let inside = round % 3;
        if inside > 0 {
            first.press("demo<enter>");
            first.see("R.Q.");
        }
        if inside > 1 && given + 2 < store::QUESTIONS {
            first.press("s");
            first.see("FORMS");
            first.press("/trial<enter>");
            first.see(&format!("Answered {given} of"));
        }
        let began = Instant::now();
        let second = second(&dir);
        slowest = slowest.max(began.elapsed());
        let told = String::from_utf8_lossy(&second.stderr);
        if second.status.code() != Some(75) || !told.contains("already open") {
            faults.push(format!("round {round}: the second ended with {} and said {told:?}", second.status));
        }
        if began.elapsed() > AT_ONCE {
            faults.push(format!("round {round}: refused only after {:?}", began.elapsed()));
        }
        if store::try_open(&dir).is_ok() {
            faults.push(format!("round {round}: the library opened it a second time"));
        }
        if inside > 1 && given + 2 < store::QUESTIONS {
            first.press("1");
            given += 1;
            if !first.see_within(&format!("Answered {given} of"), Duration::from_secs(20)) {
                faults.push(format!("round {round}: the first does not go on:\n{}", first.text()));
            }
        }
        first.kill();
        match store::try_open(&dir) {
            Ok(desk) => faults.extend(desk.read_only().map(|why| format!("round {round}: read only: {why}"))),
            Err(why) => faults.push(format!("round {round}: not free after kill -9: {why}")),
        }
    }
    let found = store::answers(&store::journal(&dir).unwrap()).len();
    if found != given {
        faults.push(format!("{given} answers were called saved, {found} are there"));
    }
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!("refused in {} ms at most; {given} answers meanwhile", slowest.as_millis());
    Trial { name: NAME, count, losses: faults.len(), note }
}

fn second(dir: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_liaison")).args(["board", "--data"]).arg(dir).output().unwrap()
}
