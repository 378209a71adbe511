//! A real print system, started for these tests alone: its own folder, its own socket, and a printer
//! played by a port that keeps what it is sent. Where CUPS cannot be had, each test says SKIPPED.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::Read;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use liaison::domain::page::{Page, PageLine, Role};
use liaison::domain::print_command::PrintCommand;
use liaison::domain::service::PrintFormat;
use liaison::print::{
    Destination, Job, JobState, PrintError, Printable, Sent, Spooler, Way, Ways, pdf, send,
};

const TITLE: &str = "Handover HN-2026-1123-L v3";
/// Long enough for a slow machine; no test waits so long when all is well.
const PATIENCE: Duration = Duration::from_secs(60);

fn pages() -> Vec<Page> {
    let lines = [
        PageLine::new(Role::Head, "OFFICIAL-SENSITIVE"),
        PageLine::new(Role::Alarm, "1  UNSTABLE  Łukasz Żółć, cell 7"),
        PageLine::new(Role::Text, "A  [ ] ring the AMHP"),
    ];
    vec![Page { lines: lines.to_vec() }, Page::plain(["second".to_owned()])]
}

/// A print system that ends with the test.
struct Cups {
    server: Child,
    folder: tempfile::TempDir,
    /// What the printer was sent, a job each.
    received: Receiver<Vec<u8>>,
}

impl Drop for Cups {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Cups {
    /// Starts one with the queue `jet`; nothing, told on standard error, where it cannot be had.
    fn start() -> Option<Self> {
        if !Path::new("/usr/sbin/cupsd").exists() || !found("lp") || !found("lpadmin") {
            eprintln!("SKIPPED: CUPS is not installed here");
            return None;
        }
        if !is_root() {
            eprintln!("SKIPPED: a print system of our own needs root");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("cups").tempdir_in("/tmp").unwrap();
        let server = serve(folder.path());
        let (port, received) = printer();
        let cups = Self { server, folder, received };
        let began = Instant::now();
        while !cups.run("lpstat", &["-r"]).contains("scheduler is running") {
            assert!(began.elapsed() < PATIENCE, "{}", cups.log());
            thread::sleep(Duration::from_millis(50));
        }
        let device = format!("socket://127.0.0.1:{port}");
        cups.run("lpadmin", &["-p", "jet", "-E", "-v", &device, "-m", "raw"]);
        Some(cups)
    }

    fn stop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }

    fn socket(&self) -> String {
        self.folder.path().join("cups.sock").display().to_string()
    }

    fn run(&self, program: &str, args: &[&str]) -> String {
        let said = Command::new(program)
            .args(args)
            .env("CUPS_SERVER", self.socket())
            .env("LC_ALL", "C")
            .output()
            .unwrap_or_else(|why| panic!("{program}: {why}"));
        String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr)
    }

    fn ways(&self, format: PrintFormat) -> Ways {
        let env = vec![("CUPS_SERVER".to_owned(), self.socket())];
        Ways { spooler: Spooler { env, ..Spooler::default() }, format, ..Ways::default() }
    }

    fn print(&self, queue: &str, format: PrintFormat) -> Result<Sent, PrintError> {
        let to = Destination::Printer(queue.to_owned());
        send(&to, &Job { title: TITLE, pages: &pages() }, &self.ways(format))
    }

    fn next(&self) -> Vec<u8> {
        self.received.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("{}", self.log()))
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("error.log")).unwrap_or_default()
    }
}

fn found(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|said| said.stdout.trim_ascii() == b"0")
}

/// Runs the server on a socket in this folder, where it keeps everything else too.
fn serve(folder: &Path) -> Child {
    // The part that talks to the printer runs as another user and reads the job here.
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let at = folder.display();
    for part in ["root", "spool", "spool/tmp", "cache", "state"] {
        fs::create_dir(folder.join(part)).unwrap();
    }
    let files = format!(
        "SystemGroup root\nServerRoot {at}/root\nRequestRoot {at}/spool\nTempDir {at}/spool/tmp\n\
         CacheDir {at}/cache\nStateDir {at}/state\nAccessLog {at}/access.log\nErrorLog {at}/error.log\n\
         PageLog {at}/page.log\n"
    );
    let server = format!(
        "LogLevel debug\nListen {at}/cups.sock\nBrowsing No\nWebInterface No\nDefaultAuthType None\n\
         <Location />\n  Order allow,deny\n  Allow all\n</Location>\n\
         <Policy default>\n  <Limit All>\n    Order allow,deny\n    Allow all\n  </Limit>\n</Policy>\n"
    );
    fs::write(folder.join("files.conf"), files).unwrap();
    fs::write(folder.join("cupsd.conf"), server).unwrap();
    Command::new("/usr/sbin/cupsd")
        .arg("-f")
        .args(["-c", &format!("{at}/cupsd.conf"), "-s", &format!("{at}/files.conf")])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// A network printer: each connection is a job.
fn printer() -> (u16, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (send, received) = channel();
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let mut connection = connection;
            let mut job = Vec::new();
            if connection.read_to_end(&mut job).is_err() || send.send(job).is_err() {
                return;
            }
        }
    });
    (port, received)
}

#[test]
fn text_and_pdf_reach_the_printer_byte_for_byte() {
    let Some(cups) = Cups::start() else { return };
    let sent = cups.print("jet", PrintFormat::Text).unwrap();
    assert_eq!(sent.state(), "sent");
    assert!(matches!(&sent.way, Way::Printer { job: Some(job), .. } if job == "jet-1"), "{sent:?}");
    assert_eq!(cups.next(), Printable::new(&pages()).as_bytes());
    let sent = cups.print("jet", PrintFormat::Pdf).unwrap();
    assert_eq!(sent.state(), "sent");
    assert_eq!(cups.next(), pdf(TITLE, &pages()).unwrap().bytes);
    let jobs = cups.run("lpstat", &["-W", "all", "-o", "jet"]);
    assert!(jobs.contains("jet-2"), "{jobs}");
}

#[test]
fn a_paused_printer_keeps_the_note_waiting_and_prints_it_when_resumed() {
    let Some(cups) = Cups::start() else { return };
    cups.run("cupsdisable", &["jet"]);
    let sent = cups.print("jet", PrintFormat::Text).unwrap();
    assert_eq!(sent.state(), "waiting");
    assert!(matches!(sent.way, Way::Printer { state: JobState::Paused, .. }), "{sent:?}");
    assert!(sent.words().contains("until then nothing is on paper"), "{}", sent.words());
    let nothing = cups.received.recv_timeout(Duration::from_secs(1));
    assert_eq!(nothing, Err(RecvTimeoutError::Timeout), "{}", cups.log());
    cups.run("cupsenable", &["jet"]);
    assert_eq!(cups.next(), Printable::new(&pages()).as_bytes());
}

#[test]
fn a_queue_that_rejects_or_does_not_exist_is_told_in_a_sentence() {
    let Some(cups) = Cups::start() else { return };
    cups.run("cupsreject", &["jet"]);
    let refused = |queue: &str| {
        let failed = cups.print(queue, PrintFormat::Text).unwrap_err();
        assert_eq!(failed.exit_code(), 69);
        failed.to_string()
    };
    assert!(refused("jet").contains("is not accepting jobs. Nothing was printed; the note is kept."));
    assert!(refused("office").contains("The printer or class does not exist. Nothing was printed"));
}

#[test]
fn a_print_system_that_is_down_is_told_in_a_sentence() {
    let Some(mut cups) = Cups::start() else { return };
    cups.stop();
    let failed = cups.print("jet", PrintFormat::Text).unwrap_err();
    assert_eq!(failed.exit_code(), 69);
    let why = "Printer jet did not take the note: the print system of this computer is not running. Nothing";
    assert!(failed.to_string().starts_with(why), "{failed}");
}

#[test]
fn a_print_command_of_the_services_own_reaches_the_printer() {
    let Some(cups) = Cups::start() else { return };
    let env = format!("env 'CUPS_SERVER={}'", cups.socket());
    let job_pages = pages();
    let job = Job { title: TITLE, pages: &job_pages };
    let mut ways = cups.ways(PrintFormat::Pdf);
    ways.printer = Some("jet".to_owned());
    for command in ["lp -d {queue} -t {title} {file}", "lp -d {queue} -t {title}"] {
        ways.command = Some(PrintCommand::parse(&format!("{env} {command}")).unwrap());
        assert_eq!(send(&Destination::Command, &job, &ways).unwrap().state(), "sent");
        assert_eq!(cups.next(), pdf(TITLE, &pages()).unwrap().bytes, "{command}");
    }
    ways.printer = Some("office".to_owned());
    let failed = send(&Destination::Command, &job, &ways).unwrap_err();
    assert!(
        failed.to_string().contains("The printer or class does not exist. The note is kept."),
        "{failed}"
    );
}
