//! A print command played by small scripts that write down what they were given.

use super::*;
use crate::domain::page::Page;
use crate::print::{Destination, Job, Sent, Ways, send};

/// A folder with a program `send` that does what its script says.
struct Fake {
    folder: tempfile::TempDir,
    ways: Ways,
}

impl Fake {
    fn new(script: &str, arguments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("send it");
        fs::write(&path, format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.path().display())).unwrap();
        platform::testing::make_runnable(&path);
        let command = PrintCommand::parse(&format!("'{}' {arguments}", path.display())).unwrap();
        let printer = Some("jet".to_owned());
        Self { folder, ways: Ways { command: Some(command), printer, ..Ways::default() } }
    }

    /// Runs it again while another test's fork holds the script open for writing.
    fn print(&self) -> Result<Sent, PrintError> {
        let pages = [Page::plain(["NOTE".to_owned()])];
        loop {
            match send(&Destination::Command, &Job { title: "note $(touch x)", pages: &pages }, &self.ways) {
                Err(PrintError::CommandNotRun { source, .. })
                    if source.kind() == io::ErrorKind::ExecutableFileBusy =>
                {
                    std::thread::sleep(Duration::from_millis(10));
                }
                other => return other,
            }
        }
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }
}

const NOTES: &str = r#"printf '%s\n' "$@" > args; cp "$3" got; stat -c %a "$3" > mode"#;
const TEXT: &str = "\n\n\n     NOTE\n\u{c}";

#[test]
fn the_file_is_private_and_gone_when_the_command_has_ended() {
    let fake = Fake::new(NOTES, "{queue} {title} {file}");
    let sent = fake.print().unwrap();
    let args = fake.read("args");
    let [queue, title, file] = args.lines().collect::<Vec<_>>()[..] else { panic!("{args}") };
    assert_eq!((queue, title), ("jet", "note $(touch x)"));
    assert_eq!(fake.read("mode").trim(), "600");
    assert_eq!(fake.read("got"), TEXT);
    assert!(file.ends_with(".txt") && !Path::new(file).exists(), "{file}");
    assert!(!fake.folder.path().join("x").exists());
    assert_eq!(sent.state(), "sent");
    assert!(sent.words().starts_with("Handed to the print command"));
}

#[test]
fn a_command_without_a_file_reads_its_input() {
    let fake = Fake::new("cat > got", "");
    fake.print().unwrap();
    assert_eq!(fake.read("got"), TEXT);
}

#[test]
fn a_service_that_prints_pdf_hands_over_a_pdf() {
    let mut fake = Fake::new(NOTES, "a b {file}");
    fake.ways.format = PrintFormat::Pdf;
    fake.print().unwrap();
    let bytes = fs::read(fake.folder.path().join("got")).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7"));
    assert!(fake.read("args").trim().ends_with(".pdf"));
}

#[test]
fn a_command_that_fails_is_told_in_its_words_and_leaves_no_file() {
    let fake = Fake::new(&format!("{NOTES}; echo 'no paper' >&2; exit 3"), "a b {file}");
    let failed = fake.print().unwrap_err();
    assert_eq!(failed.exit_code(), 69);
    assert!(failed.to_string().contains("did not take the note: no paper. The note is kept."), "{failed}");
    assert!(!Path::new(fake.read("args").lines().last().unwrap()).exists());
}

#[test]
fn a_command_that_hangs_is_stopped_and_leaves_no_file() {
    let mut fake = Fake::new(&format!("{NOTES}; exec sleep 60"), "a b {file}");
    fake.ways.spooler.timeout = Duration::from_secs(3);
    let failed = fake.print().unwrap_err();
    assert_eq!(failed.exit_code(), 75);
    assert!(failed.to_string().contains("did not end within 3 s"), "{failed}");
    assert!(!Path::new(fake.read("args").lines().last().unwrap()).exists());
}

#[test]
fn a_command_that_is_not_there_is_told() {
    let command = PrintCommand::parse("/none/such {file}").unwrap();
    let ways = Ways { command: Some(command), ..Ways::default() };
    let failed = send(&Destination::Command, &Job { title: "t", pages: &[] }, &ways).unwrap_err();
    assert_eq!(failed.exit_code(), 71);
    assert!(failed.to_string().starts_with("The print command \"/none/such\" could not be run"), "{failed}");
}
