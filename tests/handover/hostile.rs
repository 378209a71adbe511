//! Texts that want to leave their line: escapes, form feeds, printer languages, bidirectional
//! controls, and more words than a page holds.

use liaison::desk::note::HandoverAsk;
use liaison::domain::detail::DetailItem;
use liaison::domain::event::{Audience, Consent, ConsentTo, FollowUp, NoteFor};
use liaison::domain::page::Page;
use liaison::domain::referral::{Birth, Person};
use liaison::domain::text::clean;
use unicode_width::UnicodeWidthStr;

use crate::evening::{Evening, after};

const COLUMNS: usize = 72;
const LINES: usize = 60;

/// What a text could try, and the tail that must still be read where a text is short.
fn attempts() -> Vec<String> {
    let mut all: Vec<String> = [
        "a\u{1b}[5i\u{1b}[4ib",
        "a\u{c}\u{c}b",
        "\u{1b}E\u{1b}&l1O\u{1b}(s3B",
        "\u{1b}%-12345X@PJL SET COPIES=99",
        "%!PS\n/Courier findfont showpage",
        "a\u{202e}b\u{2066}c\u{200f}d\u{feff}",
        "a\0b\u{7}\u{8}\u{9b}31m\u{85}",
        "a\r\nDATA\r\n\u{2028}b\u{2029}c",
        "\u{9d}0;title\u{9c}",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("a{}", "\u{489}".repeat(500)));
    all.push("山田太郎👩‍👩‍👧‍👦".repeat(40));
    all.push("W".repeat(3_000));
    all.push("wörd ".repeat(600));
    all
}

fn person(text: &str) -> Person {
    Person { surname: text.into(), given: text.into(), birth: Birth::Unknown, sex: "M".into() }
}

/// Plants the text wherever the evening takes one; what a guard refuses stays out.
fn plant(evening: &mut Evening, text: &str) {
    let mut new = evening.referral();
    new.person = person(text);
    new.told_by = text.into();
    new.details = text.into();
    new.place = text.into();
    new.custody_ref = text.into();
    new.legal_position = "charged".into();
    new.beside.known_risk = text.into();
    let Ok(id) = evening.desk.receive_referral(&new) else { return };
    let soon = after(evening.now, 60);
    let desk = &mut evening.desk;
    let _ = desk.note_for(id, text, text, NoteFor::Team);
    let _ = desk.note_for(id, text, text, NoteFor::Custody);
    let _ = desk.note_contingency(id, text);
    let _ = desk.note_site("BRO", text);
    let _ = desk.add_task(id, text, text, soon);
    let _ = desk.move_person(id, text);
    let _ = desk.pin(id, text);
    let _ = desk.record_detail(id, DetailItem::StaffSafety, text);
    let _ = desk.record_detail(id, DetailItem::Language, text);
    let _ = desk.record_detail(id, DetailItem::GpPractice, text);
    let _ = desk.record_detail(id, DetailItem::KnownTo, text);
    let _ = desk.escalate(id, text, text);
    desk.go_and_see(id, &liaison::desk::seeing::Seeing::at("cell"), "given", text).unwrap();
    desk.consent(id, &Consent::plain(ConsentTo::ContactLater, "given", text)).unwrap();
    desk.consent(id, &Consent::plain(ConsentTo::ReferOnward, "given", text)).unwrap();
    evening.screen(id);
    let plan = FollowUp {
        worker: text.into(),
        purpose: text.into(),
        first_due: soon,
        contact: text.into(),
        message_safe: true,
    };
    let _ = evening.desk.plan_follow_up(id, &plan);
    check(evening.desk.sbar(id).unwrap().pages, "SBAR", text);
    check(evening.desk.gp_letter(id).unwrap().pages, "GP letter", text);
    for audience in [Audience::Custody, Audience::Court, Audience::Link] {
        let ask = HandoverAsk { audience, ..HandoverAsk::default() };
        if let Ok(one) = evening.desk.one_for(id, &ask) {
            check(one.pages, "of one", text);
        }
    }
}

fn check(pages: Vec<Page>, what: &str, text: &str) {
    let text: String = text.chars().take(20).collect();
    for page in pages {
        assert!(page.lines.len() <= LINES, "{what} of {text:?}: {} lines", page.lines.len());
        for line in page.lines {
            let line = line.text;
            assert!(line.width() <= COLUMNS, "{what} of {text:?}: {} columns: {line}", line.width());
            assert_eq!(clean(&line), line, "{what} of {text:?}");
            let control = line.chars().find(|c| c.is_control() || *c == '\n');
            assert_eq!(control, None, "{what} of {text:?}: {line:?}");
        }
    }
}

fn every_paper(evening: &Evening, text: &str) {
    let all = [Audience::Team, Audience::Custody, Audience::Court, Audience::Link, Audience::Lead];
    for audience in all {
        for names in [None, Some(text.to_owned())] {
            let ask = HandoverAsk { audience, names, reader: text.to_owned(), ..HandoverAsk::default() };
            check(evening.desk.handover_for(&ask).unwrap().pages, audience.title(), text);
        }
    }
    check(evening.desk.board_paper(&[]).unwrap().pages, "board", text);
}

#[test]
fn no_text_leaves_its_line_or_its_page() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    for text in attempts() {
        plant(&mut evening, &text);
        let desk = &mut evening.desk;
        let _ = desk.go_off_suite(&text, &text, after(evening.now, 30), &text);
        every_paper(&evening, &text);
        let _ = evening.desk.come_back();
    }
    assert!(evening.desk.board().unwrap().rows.len() >= 9);
}

#[test]
fn eighty_kilobytes_in_one_note_take_pages_and_nothing_else() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    for text in ["word ".repeat(16_000), "W".repeat(80_000), "\u{1b}[5i".repeat(16_000)] {
        let id = evening.person();
        evening.desk.note_for(id, &text, "custody", NoteFor::Custody).unwrap();
        every_paper(&evening, "eighty");
        check(evening.desk.sbar(id).unwrap().pages, "SBAR", "eighty");
    }
    let note = evening.desk.handover(&[]).unwrap();
    // Nobody behind the long one is lost.
    let text = Page::join(&note.pages);
    for row in evening.desk.board().unwrap().rows {
        assert!(text.contains(&row.reference), "{}", row.reference);
    }
}

#[test]
fn an_issued_note_of_hostile_texts_is_read_back_as_it_was_shown() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    for text in attempts() {
        plant(&mut evening, &text);
    }
    let note = evening.desk.handover(&[]).unwrap();
    evening.desk.issue_handover(&note).unwrap();
    let shown = Page::join(&note.pages);
    let events = evening.events();
    let issued = events.iter().find_map(|event| match &event.body {
        liaison::domain::event::Body::HandoverMade(issue) => Some(issue),
        _ => None,
    });
    assert_eq!(issued.unwrap().text, shown);
    // One form feed a page and none of anybody's typing.
    assert_eq!(shown.matches('\u{c}').count(), note.pages.len() - 1 + usize::from(shown.ends_with('\u{c}')));
}
