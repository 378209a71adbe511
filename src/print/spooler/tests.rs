//! The print system played by small scripts: no printer is needed and no real one is reached.

use std::fs;

use std::thread;
use std::time::Instant;

use super::*;
use crate::domain::page::Page;
use crate::platform;
use crate::print::process::LOOK;
use crate::print::{Destination, Job, Sent, Ways, send};

/// A folder with an `lp` and an `lpstat` that do what their scripts say.
struct Fake {
    folder: tempfile::TempDir,
    spooler: Spooler,
}

impl Fake {
    fn new(lp: &str, lpstat: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = |name: &str, body: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\ncd {}\n{body}\n", folder.path().display())).unwrap();
            platform::testing::make_runnable(&path);
            path
        };
        let (lp, lpstat) = (script("lp", lp), script("lpstat", lpstat));
        Self { folder, spooler: Spooler { lp, lpstat, timeout: Duration::from_secs(10), env: Vec::new() } }
    }

    fn print(&self) -> Result<Sent, PrintError> {
        let pages = [Page::plain(["NOTE".to_owned()])];
        let ways = Ways { spooler: self.spooler.clone(), ..Ways::default() };
        let job = Job { title: "handover $(touch x); v1", pages: &pages };
        send(&Destination::Printer("jet".into()), &job, &ways)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

const TAKES: &str = r#"printf '%s\n' "$@" > args; cat > got; echo "request id is jet-12 (0 file(s))""#;
const IDLE: &str = r#"[ "$1" = -p ] && echo "printer jet is idle.  enabled since Mon 23 Nov 2026""#;

/// Runs a test's script again while another test's fork holds it open for writing.
fn patiently(fake: &Fake) -> Result<Sent, PrintError> {
    loop {
        match fake.print() {
            Err(PrintError::SpoolerFailed { source, .. })
                if source.kind() == io::ErrorKind::ExecutableFileBusy =>
            {
                thread::sleep(LOOK);
            }
            other => return other,
        }
    }
}

fn state(sent: &Sent) -> JobState {
    let Way::Printer { state, .. } = &sent.way else { panic!("{sent:?}") };
    *state
}

#[test]
fn the_text_reaches_lp_as_it_is_and_the_title_meets_no_shell() {
    let fake = Fake::new(TAKES, &format!("{IDLE}; true"));
    let sent = patiently(&fake).unwrap();
    assert_eq!(fake.read("got"), "\n\n\n     NOTE\n\u{c}");
    assert_eq!(fake.read("args"), "-d\njet\n-t\nhandover $(touch x); v1\n-o\nraw\n");
    assert_eq!(state(&sent), JobState::Left);
    assert_eq!(sent.words(), "Sent to printer jet (job jet-12). Fetch it now.");
}

#[test]
fn a_job_still_in_the_queue_is_said_to_be_there() {
    let fake = Fake::new(TAKES, &format!("{IDLE} || echo 'jet-12  ao  1024  Mon 23 Nov 2026'"));
    assert_eq!(state(&patiently(&fake).unwrap()), JobState::Queued);
}

#[test]
fn a_paused_printer_is_waiting_and_never_printed() {
    let paused = r#"case $1 in
        -p) printf 'printer jet disabled since Mon 23 Nov 2026 -\n\tPaused\n';;
        -o) echo 'jet-12  ao  1024  Mon 23 Nov 2026';;
    esac"#;
    let sent = patiently(&Fake::new(TAKES, paused)).unwrap();
    assert_eq!(state(&sent), JobState::Paused);
    assert_eq!(sent.state(), "waiting");
    assert!(sent.words().starts_with("Waiting: printer jet is paused (job jet-12)."));
}

#[test]
fn an_unknown_printer_is_refused_in_the_print_systems_words() {
    let lp = "echo 'lp: Error - The printer or class does not exist.' >&2; exit 1";
    let refused = patiently(&Fake::new(lp, IDLE)).unwrap_err();
    assert_eq!(refused.exit_code(), 69);
    assert!(refused.to_string().starts_with(
        "Printer jet did not take the note: The printer or class does not exist. Nothing was printed"
    ));
}

#[test]
fn a_print_system_that_hangs_is_stopped() {
    let mut fake = Fake::new("exec sleep 60", IDLE);
    fake.spooler.timeout = Duration::from_millis(200);
    let began = Instant::now();
    assert_eq!(patiently(&fake).unwrap_err().exit_code(), 75);
    assert!(began.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_queue_that_cannot_be_asked_is_not_called_printed() {
    let sent = patiently(&Fake::new(TAKES, "exit 1")).unwrap();
    assert_eq!(state(&sent), JobState::Unknown);
}

#[test]
fn a_computer_without_lp_is_told_to_write_a_file() {
    let mut fake = Fake::new(TAKES, IDLE);
    fake.spooler.lp = fake.folder.path().join("missing");
    let failed = fake.print().unwrap_err();
    assert_eq!(failed.exit_code(), 69);
    assert!(failed.to_string().contains("write it to a file"));
}
