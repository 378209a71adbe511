//! Trial 8: signals, keys that elsewhere end a program, and a terminal that goes. What `stories` tries of
//! it is not tried again here.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::store::{self, NOW, answer_on, copy};
use super::table::Trial;
use super::terminal::Terminal;

const NAME: &str = "terminal gone, signals";
const FIXED: &[(&str, &str)] = &[("LIAISON_NOW", NOW)];
/// Longest a program may take to be gone.
const LONGEST: Duration = Duration::from_secs(2);
/// How long the program is watched while nobody types.
const IDLE: Duration = Duration::from_secs(2);
/// Hundredths of a second it may work in that time: 5 %. Linux counts them so on every machine.
const IDLE_TICKS: u64 = 10;

/// Ends the program so many times, four ways each.
pub fn run(count: usize) -> Trial {
    if !cfg!(target_os = "linux") {
        return Trial::skipped(NAME, "signals and /proc are those of Linux");
    }
    let folder = tempfile::tempdir().unwrap();
    let (base, store) = (folder.path().join("base"), folder.path().join("store"));
    store::make(&base);
    let (mut faults, mut slowest, mut tried, mut busiest) = (Vec::new(), Duration::ZERO, 0, 0);
    for _ in 0..count {
        copy(&base, &store);
        typed_keys_end_nothing(&store, &mut faults);
        busiest = busiest.max(idle(&store, &mut faults));
        terminal_is_as_before(&store, folder.path(), &mut faults);
        // One answer was given before each of the two.
        let mut given = 2;
        for way in ["-HUP", "-TERM", "-INT", "line"] {
            let took = end(&store, way, given);
            given += 1;
            slowest = slowest.max(took);
            if took > LONGEST {
                faults.push(format!("{way}: gone after {} ms", took.as_millis()));
            }
            let again = Terminal::start(&["--data", store.to_str().unwrap()], FIXED);
            again.see("Passphrase");
            if again.text().contains("WAITING") {
                faults.push(format!("{way}: not locked on return"));
            }
            again.kill();
            match store::journal(&store).map(|events| store::answers(&events).len()) {
                Ok(kept) if kept == given => {}
                kept => faults.push(format!("{way}: of {given} answers these are kept: {kept:?}")),
            }
            tried += 1;
        }
    }
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!(
        "slowest end {} ms; HUP, TERM, INT, line gone with HUP ignored; every answer kept; stty as before; \
         {} ms of work in 2 s of idling at most",
        slowest.as_millis(),
        busiest * 10
    );
    Trial { name: NAME, count: tried, losses: faults.len(), note }
}

fn open(store: &Path) -> Terminal {
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], FIXED);
    sign_in(&mut screen);
    screen
}

/// There is one person, so nobody has to be chosen.
fn sign_in(screen: &mut Terminal) {
    screen.see("Passphrase");
    screen.press("demo<enter>");
    screen.see("R.Q.");
}

/// Hundredths of a second that a process has worked so far.
fn ticks(id: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    // After the name, which may hold anything: fields 3 on; utime and stime are 14 and 15.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

/// Answers a question, then leaves the program alone. Tells how long it worked meanwhile.
fn idle(store: &Path, faults: &mut Vec<String>) -> u64 {
    let mut screen = open(store);
    answer_on(&mut screen, 0, 1);
    std::thread::sleep(Duration::from_millis(500));
    let before = ticks(screen.id());
    std::thread::sleep(IDLE);
    let worked = ticks(screen.id()) - before;
    if worked > IDLE_TICKS {
        faults.push(format!("{} ms of work while nobody typed for 2 s", worked * 10));
    }
    screen.kill();
    worked
}

/// Ended by TERM, it leaves the shell that started it the terminal it had.
fn terminal_is_as_before(store: &Path, folder: &Path, faults: &mut Vec<String>) {
    let script = "stty -a >\"$2/before\"; \
        /bin/sh -c 'echo $$ >\"$2/id\"; exec \"$0\" --data \"$1\"' \"$0\" \"$1\" \"$2\"; \
        stty -a >\"$2/after\"; echo done; sleep 600";
    let arguments =
        ["-c", script, env!("CARGO_BIN_EXE_liaison"), store.to_str().unwrap(), folder.to_str().unwrap()];
    let variables = [("LIAISON_NOW", NOW), ("PATH", "/usr/bin:/bin")];
    let mut screen = Terminal::start_program("/bin/sh", &arguments, &variables, 80, 24);
    sign_in(&mut screen);
    answer_on(&mut screen, 1, 2);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    assert!(Command::new("kill").args(["-TERM", read("id").trim()]).status().unwrap().success());
    screen.see("done");
    if read("before") != read("after") || read("after").is_empty() {
        faults.push(format!("-TERM: the terminal was {} and is {}", read("before"), read("after")));
    }
    if screen.is_taken_over() {
        faults.push("-TERM: the screen was not given back".to_owned());
    }
    screen.kill();
}

/// Typed, they are keys like others.
fn typed_keys_end_nothing(store: &Path, faults: &mut Vec<String>) {
    let mut screen = open(store);
    for key in ["<ctrl-c>", "<ctrl-z>", "<ctrl-\\>"] {
        screen.press(key);
    }
    std::thread::sleep(Duration::from_millis(300));
    let state = std::fs::read_to_string(format!("/proc/{}/stat", screen.id())).unwrap_or_default();
    if state.contains(") T ") || state.contains(") Z ") || state.is_empty() {
        faults.push(format!("stopped or ended by a key: {state}"));
    }
    screen.kill();
}

/// Ends a program that is signed in and has just saved one more answer, and tells how long that took.
fn end(store: &Path, way: &str, answered: usize) -> Duration {
    if way != "line" {
        let mut screen = open(store);
        answer_on(&mut screen, answered, 4);
        let began = Instant::now();
        assert!(Command::new("kill").args([way, &screen.id().to_string()]).status().unwrap().success());
        screen.ended();
        return began.elapsed();
    }
    let program = env!("CARGO_BIN_EXE_liaison");
    let deaf = ["-c", "trap '' HUP; exec \"$0\" --data \"$1\"", program, store.to_str().unwrap()];
    let mut screen = Terminal::start_program("/bin/sh", &deaf, FIXED, 80, 24);
    sign_in(&mut screen);
    answer_on(&mut screen, answered, 4);
    let began = Instant::now();
    let mut child = screen.vanish();
    while began.elapsed() < Duration::from_secs(10) {
        if child.try_wait().unwrap().is_some() {
            return began.elapsed();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    began.elapsed()
}
