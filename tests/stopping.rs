//! Long work that is stopped: nothing half made is left, the store opens again, and the end is said.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "stories/terminal.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod terminal;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use age::secrecy::ExposeSecret;
use liaison::desk::backup::{Found, copies};
use liaison::desk::door::NewPerson;
use liaison::desk::rota::csv::RotaAsked;
use liaison::desk::{Clock, Desk, Door, Purpose, demo};
use rustix::process::{Pid, Signal, kill_process};
use terminal::Terminal;

/// Episodes of a store whose copy takes long enough to be stopped.
const EPISODES: usize = 1_200;
/// How often work that was done before it could be stopped is begun again.
const TRIES: usize = 5;

/// A large store in a folder of its own; it is made once and then copied as files.
fn large() -> (tempfile::TempDir, PathBuf) {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        drop(demo::create(&folder.path().join("store"), chrono::Utc::now(), EPISODES, 1).unwrap());
        folder
    });
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    std::fs::create_dir(&store).unwrap();
    make_private(&store);
    for entry in std::fs::read_dir(made.path().join("store")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), store.join(entry.file_name())).unwrap();
    }
    (folder, store)
}

fn make_private(folder: &Path) {
    liaison::platform::make_private(folder).unwrap();
}

fn desk(store: &Path) -> Desk {
    let door = Door::of(store, None).unwrap();
    door.sign_in("okafor", "demo").map_err(|refused| refused.1).unwrap()
}

fn out(desk: Desk) {
    desk.sign_out().1.unwrap();
}

/// Names of what lies in a folder; none where it is not there.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

fn assert_whole(store: &Path) {
    let desk = desk(store);
    let faults: Vec<_> = desk.prove().into_iter().filter_map(|finding| finding.fault).collect();
    assert_eq!(faults, []);
    assert_eq!(desk.read_only(), None);
    out(desk);
}

#[test]
fn a_copy_that_is_stopped_is_gone_and_the_next_one_is_made() {
    let (_folder, store) = large();
    let mut desk = desk(&store);
    let mut stopped = 0;
    for at in [0, 10, 30, 60] {
        match desk.back_up(|share| share < at) {
            Err(error) => {
                stopped += 1;
                assert_eq!(error.exit_code(), 75, "{error}");
                assert_eq!(names(&store.join("backups")), Vec::<String>::new());
            }
            // It was done before it was asked.
            Ok(made) => std::fs::remove_dir_all(made.copy.path).unwrap(),
        }
    }
    assert!(stopped >= 1);
    let made = desk.back_up(|_| true).unwrap();
    assert_eq!(names(&store.join("backups")), std::slice::from_ref(&made.copy.manifest.name));
    out(desk);
    assert_whole(&store);
}

#[test]
fn a_store_gone_on_from_that_is_stopped_anywhere_is_not_there() {
    let (folder, store) = large();
    let mut from = desk(&store);
    let made = from.back_up(|_| true).unwrap();
    out(from);
    let into = folder.path().join("new");
    for at in (0..=100).step_by(25) {
        let read = Found::while_told(&made.copy.path, &mut |share| share < at);
        assert!(matches!(read, Err(error) if error.to_string().contains("stopped")), "{at}");
        let found = Found::folder(&made.copy.path).unwrap();
        let stopped = found.restore_while(&into, "okafor", "demo", &mut |share| share < at).unwrap_err();
        assert_eq!(stopped.exit_code(), 75, "{stopped}");
        assert_eq!(names(folder.path()), ["store"], "stopped at {at}");
    }
    let mut shares = Vec::new();
    let found = Found::folder(&made.copy.path).unwrap();
    let tell = &mut |share| {
        shares.push(share);
        true
    };
    out(found.restore_while(&into, "okafor", "demo", tell).unwrap());
    assert!(shares.is_sorted() && shares.last() == Some(&100), "{shares:?}");
    assert_whole(&into);
}

#[test]
fn a_copy_that_leaves_or_comes_back_and_is_stopped_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let lead = NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    out(Door::set_up(&store, &lead, "kettle ferry onion", Purpose::Service, Clock::System).unwrap().0);
    let ours = age::x25519::Identity::generate();
    let key = folder.path().join("key.txt");
    std::fs::write(&key, ours.to_string().expose_secret()).unwrap();
    let settings = store.join("service.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let with_key = format!("export_key = \"{}\"", ours.to_public());
    std::fs::write(&settings, text.replace("# export_key = \"age1...\"", &with_key)).unwrap();
    let door = Door::of(&store, None).unwrap();
    let mut desk = door.sign_in("okafor", "kettle ferry onion").map_err(|refused| refused.1).unwrap();
    let made = desk.back_up(|_| true).unwrap();
    let to = folder.path().join("monday.liaison.age");
    for at in [0, 50, 90] {
        let stopped = desk.send_copy(&made.copy, &to, |share| share < at).unwrap_err();
        assert_eq!(stopped.exit_code(), 75, "{stopped}");
        assert_eq!(names(folder.path()).len(), 2, "{:?}", names(folder.path()));
    }
    assert_eq!(copies(&store).unwrap().len(), 1);
    desk.send_copy(&made.copy, &to, |_| true).unwrap();
    out(desk);
    let into = folder.path().join("new");
    for at in [0, 30, 90] {
        let stopped = Found::sealed_while(&to, &key, &into, &mut |share| share < at).unwrap_err();
        assert_eq!(stopped.exit_code(), 75, "{stopped}");
        assert_eq!(names(folder.path()).len(), 3, "{:?}", names(folder.path()));
    }
    let found = Found::sealed(&to, &key, &into).unwrap();
    assert_eq!(found.manifest().name, made.copy.manifest.name);
}

#[test]
fn a_check_that_is_stopped_keeps_nothing_in_the_journal() {
    let (_folder, store) = large();
    let mut desk = desk(&store);
    // So that there is a copy to be looked at.
    desk.back_up(|_| true).unwrap();
    let before = desk.prove()[1].found.clone();
    for at in [0, 20, 30, 60, 80, 90] {
        let stopped = desk.verify(|share| share < at).unwrap_err();
        assert_eq!(stopped.exit_code(), 75, "{stopped}");
    }
    assert_eq!(desk.prove()[1].found, before, "entries were added");
    let mut shares = Vec::new();
    let findings = desk
        .verify(|share| {
            shares.push(share);
            true
        })
        .unwrap();
    assert!(findings.iter().all(|finding| finding.fault.is_none()), "{findings:?}");
    assert!(shares.is_sorted() && shares.first() == Some(&0) && shares.last() == Some(&100));
    out(desk);
}

#[test]
fn a_demo_that_is_stopped_leaves_no_folder_and_nothing_in_one_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (new, theirs) = (folder.path().join("a/b/demo"), folder.path().join("theirs"));
    std::fs::create_dir(&theirs).unwrap();
    make_private(&theirs);
    for at in [0, 50, 96, 98] {
        for dir in [&new, &theirs] {
            let stopped = demo::create_while(dir, chrono::Utc::now(), 40, 1, &mut |share| share < at);
            assert_eq!(stopped.unwrap_err().exit_code(), 75);
            assert!(!Door::is_set_up(dir));
        }
        assert_eq!((names(folder.path()), names(&theirs)), (vec!["theirs".to_owned()], Vec::new()));
    }
    let mut shares = Vec::new();
    let made = demo::create_while(&new, chrono::Utc::now(), 40, 1, &mut |share| {
        shares.push(share);
        true
    });
    drop(made.unwrap());
    assert!(shares.is_sorted() && shares.last() == Some(&98), "{shares:?}");
    assert_whole(&new);
}

/// Begins a command in a terminal, and does something once it shows a text; again where it ended first.
fn until_stopped(arguments: &[&str], term: &str, seen: &str, stop: impl Fn(&mut Terminal)) -> String {
    for _ in 0..TRIES {
        let mut terminal = Terminal::start_sized(arguments, &[("TERM", term)], 200, 40);
        terminal.see(seen);
        stop(&mut terminal);
        let stopped = terminal.see_within("Stopped", std::time::Duration::from_secs(10));
        let text = terminal.text();
        let code = terminal.ended();
        if stopped {
            assert_eq!(code, 75, "{text}");
            return text;
        }
        assert_eq!(code, 0, "{text}");
    }
    panic!("done {TRIES} times before it could be stopped");
}

fn ctrl_c(terminal: &mut Terminal) {
    terminal.send(b"\x03");
}

#[test]
fn ctrl_c_stops_a_backup_and_the_store_opens_again() {
    let (_folder, store) = large();
    let arguments = ["--data", store.to_str().unwrap(), "backup"];
    let text = until_stopped(&arguments, "xterm-256color", "copying", |terminal| {
        ctrl_c(terminal);
        // Whoever is in a hurry presses it again.
        ctrl_c(terminal);
    });
    assert!(text.contains("Stopped at your request after "), "{text}");
    let kept = "No copy was kept; the store is as it was. Run liaison backup again.";
    assert!(text.contains(kept) || text.contains("was made and is kept beside the store"), "{text}");
    assert!(!text.contains("copying "), "the line of progress stands yet: {text}");
    assert!(names(&store.join("backups")).iter().all(|name| !name.starts_with('.')));
    assert_whole(&store);
}

#[test]
fn a_check_ends_when_the_system_asks_for_it() {
    let (_folder, store) = large();
    let arguments = ["--data", store.to_str().unwrap(), "verify"];
    for signal in [Signal::TERM, Signal::HUP] {
        let text = until_stopped(&arguments, "xterm-256color", "checking", |terminal| {
            kill_process(Pid::from_raw(terminal.id().try_into().unwrap()).unwrap(), signal).unwrap();
        });
        assert!(text.contains("Stopped because the system asked for it after "), "{text}");
        assert!(text.contains("not checked to the end. Run liaison verify again."), "{text}");
    }
    assert_whole(&store);
}

#[test]
fn ctrl_c_stops_a_demo_being_made_and_its_folder_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a/demo");
    let arguments = ["--data", store.to_str().unwrap(), "demo", "--create-only", "--episodes", "5000"];
    let text = until_stopped(&arguments, "xterm-256color", "making the demo   1 %", ctrl_c);
    assert!(text.contains("Nothing of the demo was kept. Run liaison demo again"), "{text}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn ctrl_c_stops_an_import_of_the_rota_and_no_shift_is_changed() {
    let (folder, store) = large();
    let table = folder.path().join("rota.csv");
    // Beyond what the rota of a demo has.
    let first = chrono::Utc::now().date_naive() + chrono::Days::new(200);
    let rows = first
        .iter_days()
        .take(1_500)
        .flat_map(|day| ["AO", "PS"].map(|who| format!("{who},,BRO,duty,,{day} 08:00,{day} 16:00,30")));
    let heading = "person,role,site,activity,pattern,from,to,break_minutes".to_owned();
    let text: Vec<String> = std::iter::once(heading).chain(rows).collect();
    std::fs::write(&table, text.join("\n")).unwrap();
    let data = store.to_str().unwrap();
    let arguments = ["--data", data, "rota", "import", table.to_str().unwrap(), "--reason", "as agreed"];
    let text = until_stopped(&arguments, "xterm-256color", "reading the rota in", ctrl_c);
    assert!(text.contains("No shift was changed. Run liaison rota import again."), "{text}");
    let mut desk = desk(&store);
    let asked = RotaAsked { from: first, to: first + chrono::Days::new(1_500), site: None, person: None };
    assert_eq!(desk.rota_csv(&asked).unwrap().lines().count(), 1, "only the heading");
    out(desk);
    assert_whole(&store);
}

#[test]
fn a_dumb_terminal_is_told_in_lines_and_nothing_is_drawn_over() {
    let (_folder, store) = large();
    let terminal =
        Terminal::start_sized(&["--data", store.to_str().unwrap(), "verify"], &[("TERM", "dumb")], 200, 60);
    terminal.see("copies");
    let (bytes, text) = (terminal.bytes(), terminal.text());
    assert_eq!(terminal.ended(), 0);
    let lines = text.lines().filter(|line| line.starts_with("checking ")).count();
    assert!((2..=11).contains(&lines), "{text}");
    let written = String::from_utf8(bytes).unwrap();
    assert!(!written.replace("\r\n", "\n").contains('\r'), "{written:?}");
}

#[test]
fn nothing_of_the_progress_is_in_the_way_of_a_script() {
    let (_folder, store) = large();
    let done = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["--data", store.to_str().unwrap(), "verify"])
        .output()
        .unwrap();
    assert!(done.status.success());
    assert_eq!(String::from_utf8(done.stderr).unwrap(), "");
}

/// What line mode says to a script.
fn lines(store: &Path, script: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["--line", "--data", store.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn line_mode_tells_how_far_a_copy_is_and_the_word_stop_stops_it() {
    let (_folder, store) = large();
    let said = lines(&store, "1\ndemo\n,\nb\nstop\n");
    assert!(
        said.contains("Typing stop and Enter, or Ctrl-C, stops it: nothing of the copy is left"),
        "{said}"
    );
    assert!(said.contains("The copy was stopped. Nothing of it is left"), "{said}");
    assert_eq!(names(&store.join("backups")), Vec::<String>::new());
    // Another word waits until the copy is made; the end of a script does as well.
    let said = lines(&store, "1\ndemo\n,\nb\n?\n");
    let (made, help) =
        (said.find("made and opened to prove it"), said.rfind("Finds any command by its name"));
    assert!(made.is_some() && made < help, "{said}");
    let told = said.lines().filter(|line| line.starts_with("The copy: ")).count();
    assert!((1..=9).contains(&told), "{said}");
    assert_eq!(names(&store.join("backups")).len(), 1);
    assert_whole(&store);
}

#[test]
fn line_mode_tells_how_far_a_check_is_stops_it_and_says_its_end() {
    let (_folder, store) = large();
    let said = lines(&store, "1\ndemo\n,\nc\n");
    assert!(said.contains("The check: "), "{said}");
    assert!(said.contains("The check has ended. The store is whole: every page and "), "{said}");
    let said = lines(&store, "1\ndemo\n,\nc\nstop\n");
    assert!(said.contains("The check was stopped before its end. The store is as it was"), "{said}");
    assert!(!said.contains("The check has ended"), "{said}");
    // Whoever types something else goes on beside it, and can still stop it.
    let said = lines(&store, "1\ndemo\n,\nc\n?\nstop\n");
    let (help, stopped) = (said.find("Finds any command by its name"), said.find("The check was stopped"));
    assert!(help.is_some() && help < stopped, "{said}");
    assert_whole(&store);
}

#[test]
fn ctrl_c_stops_a_copy_in_line_mode_and_a_signal_ends_it_whole() {
    let (_folder, store) = large();
    let arguments = ["--line", "--data", store.to_str().unwrap()];
    let care = |terminal: &mut Terminal| {
        terminal.see("Who> ");
        terminal.press("1<enter>");
        terminal.see("Passphrase> ");
        terminal.press("demo<enter>");
        terminal.see("The board> ");
        terminal.press(",<enter>");
        terminal.see("who gets in> ");
        terminal.press("b<enter>");
        terminal.see("Typing stop and Enter");
    };
    let mut stopped = false;
    for _ in 0..TRIES {
        let mut terminal = Terminal::start_sized(&arguments, &[("TERM", "dumb")], 120, 400);
        care(&mut terminal);
        ctrl_c(&mut terminal);
        stopped = terminal.see_within("The copy was stopped", std::time::Duration::from_secs(10));
        // A line is being read already; the next prompt takes it.
        terminal.press("?<enter>");
        terminal.see("Finds any command by its name");
        terminal.kill();
        if stopped {
            break;
        }
    }
    assert!(stopped);
    let mut terminal = Terminal::start_sized(&arguments, &[("TERM", "dumb")], 120, 400);
    care(&mut terminal);
    kill_process(Pid::from_raw(terminal.id().try_into().unwrap()).unwrap(), Signal::TERM).unwrap();
    assert_eq!(terminal.ended(), 0);
    assert!(names(&store.join("backups")).iter().all(|name| !name.starts_with('.')));
    assert_whole(&store);
}
