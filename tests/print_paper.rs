//! What comes out of the print room, read by programs that are not ours: `pdftotext`, `pdfinfo` and
//! `qpdf`. Where one cannot be had, its test says SKIPPED and holds nothing.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

use liaison::domain::page::{Page, PageLine, Role};
use liaison::print::{Destination, Job, Printable, Sent, Tty, Ways, media, pdf, send};

const DASHES: &str = "------------------------------------------------------------------------";

fn page(lines: &[(Role, &str)]) -> Page {
    Page { lines: lines.iter().map(|(role, text)| PageLine::new(*role, *text)).collect() }
}

/// Two pages as a handover has them, with names from all over Europe and Vietnam.
fn note() -> Vec<Page> {
    let one = page(&[
        (Role::Head, "OFFICIAL-SENSITIVE - personal health information - hand over in person"),
        (Role::Head, "Riverside L&D   Mon 23 Nov 13:30-21:45   given by P. Shah    page 1 of 2"),
        (Role::Text, DASHES),
        (Role::Heading, "COVER"),
        (Role::Text, "Next on: Łukasz Żółć 21:30, call 020 7946 0000; gap Tue 24 Nov 02:00-07:00"),
        (Role::Text, ""),
        (Role::Alarm, "1  UNSTABLE  Nguyễn, cell 7  -> review by 22:10  (worse since 19:02)"),
        (Role::Text, "I  said he would end it tonight; constant observation since 19:05"),
        (Role::Text, "P  in custody since 14:20; consent given; appropriate adult: Ørsted"),
        (Role::Text, "A  [ ] ring the AMHP            owner A. Shah     due Mon 23 Nov 22:00"),
        (Role::Text, "   [x] custody told (Sgt Ștefan, 19:06), Σ of NEWS2 != 5 => call FME"),
        (Role::Text, "S  if he asks for his mother, then ring her on the number in RiO"),
        (Role::Text, ""),
        (Role::Heading, "2  WATCHER  Zoë, cell 3"),
        (Role::Text, "I  withdrawal, CIWA 11 at 20:15"),
        (Role::Foot, "page 1 of 2 | copy 1 of 1 | printed 21:44 Mon 23 Nov | shred by 09:44"),
    ]);
    let two = page(&[
        (Role::Head, "OFFICIAL-SENSITIVE - personal health information - hand over in person"),
        (Role::Head, "Riverside L&D   Mon 23 Nov 13:30-21:45   given by P. Shah    page 2 of 2"),
        (Role::Text, "A  [ ] repeat CIWA              owner D. O'Neil   due Mon 23 Nov 23:15"),
        (Role::Foot, "page 2 of 2 | copy 1 of 1 | printed 21:44 Mon 23 Nov | shred by 09:44"),
    ]);
    vec![one, two]
}

/// Text that would steer a terminal, a printer or an interpreter, were it let through.
fn hostile() -> Vec<Page> {
    let long = "W".repeat(80 * 1024);
    vec![page(&[
        (Role::Head, "\u{1b}[4i\u{1b}[5iMARKING\u{c}\u{c}"),
        (Role::Alarm, "\u{1b}&l1X\u{1b}E two copies \u{1b}%-12345X@PJL"),
        (Role::Heading, "%!PS\n(evil) show showpage\r\n%%EOF"),
        (Role::Text, "a\u{0}b\u{7}c\u{8}d\u{7f}e\u{9b}2Jf\u{90}g\u{9c}\u{202e}drah\u{202c}\u{2066}x\u{2069}"),
        (Role::Text, "\u{1b}]52;c;ZXZpbA==\u{7} \u{2028}next\u{2029}next\u{85}next"),
        (Role::Text, "محمد 李小龍 👍🏽 👩‍👩‍👧 e\u{301}\u{20d0} \u{fffe}\u{ffff}\u{e000}"),
        (Role::Text, &long),
        (Role::Foot, "endstream endobj \\) ) >> trailer << /Root 1 0 R >>"),
    ])]
}

/// The words of a program's answer; nothing, told on standard error, where there is no such program.
fn asked(program: &str, args: &[&str]) -> Option<String> {
    match Command::new(program).args(args).output() {
        Ok(said) => {
            let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert!(said.status.success(), "{program}: {}{}", words(&said.stdout), words(&said.stderr));
            Some(words(&said.stdout))
        }
        Err(_) => {
            eprintln!("SKIPPED: there is no {program} here");
            None
        }
    }
}

struct Out {
    folder: tempfile::TempDir,
}

impl Out {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn send(&self, name: &str, pages: &[Page]) -> (PathBuf, Sent) {
        let path = self.folder.path().join(name);
        let job = Job { title: "Handover HN-2026-1123-L v3", pages };
        let sent = send(&Destination::File(path.clone()), &job, &Ways::default()).unwrap();
        (path, sent)
    }
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn a_pdf_says_the_same_words_in_the_same_order_as_the_text() {
    let out = Out::new();
    let (pdf, sent) = out.send("note.pdf", &note());
    let (text, _) = out.send("note.txt", &note());
    assert_eq!(sent.missing, []);
    let text = std::fs::read_to_string(text).unwrap();
    for how in ["-layout", "-raw"] {
        let Some(read) = asked("pdftotext", &[how, shown(&pdf), "-"]) else { return };
        assert_eq!(words(&read), words(&text), "{how}");
        assert_eq!(read.matches('\u{c}').count(), 2, "one sheet for each page");
    }
}

#[test]
fn a_pdf_is_sound_tagged_titled_and_of_one_embedded_font() {
    let out = Out::new();
    for (name, pages) in [("note.pdf", note()), ("bad.pdf", hostile()), ("empty.pdf", vec![])] {
        let (pdf, _) = out.send(name, &pages);
        let Some(said) = asked("qpdf", &["--check", shown(&pdf)]) else { return };
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
        let Some(said) = asked("pdfinfo", &[shown(&pdf)]) else { return };
        for (key, value) in [("Tagged:", "yes"), ("JavaScript:", "no"), ("Page size:", "595 x 842 pts (A4)")]
        {
            let line = said.lines().find(|line| line.starts_with(key)).unwrap_or_default();
            assert!(line.contains(value), "{name}: {said}");
        }
        assert!(said.contains("Handover HN-2026-1123-L v3"), "{said}");
    }
    let Some(fonts) = asked("pdffonts", &[shown(&out.folder.path().join("note.pdf"))]) else { return };
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 1, "{fonts:?}");
    assert!(fonts[0].contains("JetBrainsMono") && fonts[0].contains("yes yes yes"), "{fonts:?}");
}

#[test]
fn headings_are_read_as_headings_and_head_and_foot_are_not_read() {
    let out = Out::new();
    let (pdf, _) = out.send("note.pdf", &note());
    let Some(tree) = asked("pdfinfo", &["-struct-text", shown(&pdf)]) else { return };
    assert_eq!(tree.matches("H1").count(), 3, "{tree}");
    assert!(tree.contains("1  UNSTABLE  Nguyễn, cell 7"), "{tree}");
    for unread in ["OFFICIAL-SENSITIVE", "shred by", "------"] {
        assert!(!tree.contains(unread), "{unread} is read in {tree}");
    }
    let read = |words: &str| tree.find(words).unwrap_or_else(|| panic!("no {words} in {tree}"));
    assert!(read("COVER") < read("Next on:") && read("Next on:") < read("UNSTABLE"));
    assert!(read("CIWA 11") < read("repeat CIWA"), "a part goes on over the page");
}

#[test]
fn letters_that_no_font_of_ours_has_are_told_on_the_page_and_to_the_sender() {
    let out = Out::new();
    let pages = [page(&[(Role::Text, "Name: محمد (Mohammed), 李 👍 Łukasz")]), page(&[(Role::Text, "b")])];
    let (pdf, sent) = out.send("note.pdf", &pages);
    assert_eq!(sent.missing, ['\u{62d}', '\u{62f}', '\u{645}', '\u{674e}', '\u{1f44d}']);
    assert!(sent.words().contains("The font has no letter for U+062D U+062F U+0645 U+674E U+1F44D: they"));
    let Some(read) = asked("pdftotext", &["-layout", shown(&pdf), "-"]) else { return };
    let sheets: Vec<&str> = read.split('\u{c}').collect();
    let first = words(sheets[0]).join(" ");
    assert!(first.starts_with("Name: ¿¿¿¿ (Mohammed), ¿ ¿ Łukasz"), "{read}");
    assert!(sheets[0].contains("Letters this font cannot print stand as ¿: U+062D U+062F U+0645 U+674E"));
    assert!(!sheets[1].contains("cannot print"), "{read}");
}

#[test]
fn hostile_text_leaves_no_foreign_control_byte_on_any_way_out() {
    let pages = hostile();
    let control = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    let text = String::from_utf8(Printable::new(&pages).as_bytes().to_vec()).unwrap();
    assert!(text.chars().filter(|c| control(*c)).all(|c| c == '\n' || c == '\u{c}'));
    assert_eq!(text.matches('\u{c}').count(), 1);
    assert!(text.ends_with('\u{c}') && text.contains("&l1XE two copies"));
    for (tty, line_end) in [(Tty::Cooked, "\n"), (Tty::Raw, "\r\n")] {
        let sent = String::from_utf8(media::bytes(&pages, tty)).unwrap();
        let inner = sent.strip_prefix("\u{1b}[5i").and_then(|rest| rest.strip_suffix("\u{1b}[4i")).unwrap();
        assert_eq!(inner, text.replace('\n', line_end));
        assert_eq!(sent.matches('\u{1b}').count(), 2);
    }
    let made = pdf("\u{1b}]0;evil\u{7}%!PS", &pages).unwrap();
    assert!(made.missing.contains(&'李') && !made.missing.iter().any(|c| c.is_control()));
    let out = Out::new();
    let (path, _) = out.send("bad.pdf", &pages);
    let Some(read) = asked("pdftotext", &["-raw", shown(&path), "-"]) else { return };
    assert!(read.chars().filter(|c| control(*c)).all(|c| c == '\n' || c == '\u{c}'));
    assert_eq!(read.matches('W').count(), 80 * 1024, "no letter of the long line is lost");
}
