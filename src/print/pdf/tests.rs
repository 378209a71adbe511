//! What a PDF holds, as far as it can be told without reading it; `tests/print_paper.rs` reads it.

use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::domain::page::PageLine;

fn page(lines: &[(Role, &str)]) -> Page {
    Page { lines: lines.iter().map(|(role, text)| PageLine::new(*role, *text)).collect() }
}

fn count(pdf: &Pdf, what: &str) -> usize {
    String::from_utf8_lossy(&pdf.bytes).matches(what).count()
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let pages = [page(&[(Role::Head, "MARKING"), (Role::Alarm, "1 UNSTABLE"), (Role::Text, "Żółć")])];
    let once = pdf("Handover", &pages).unwrap();
    assert_eq!(once, pdf("Handover", &pages).unwrap());
    assert!(once.bytes.starts_with(b"%PDF-1.7") && once.missing.is_empty());
    assert_eq!(count(&once, "/CreationDate"), 0);
}

#[test]
fn no_page_no_word_and_no_title_still_make_a_pdf() {
    let foot = vec![page(&[(Role::Text, "")]), page(&[(Role::Foot, "f")])];
    for pages in [vec![], vec![Page::default()], foot] {
        let made = pdf("", &pages).unwrap();
        assert!(made.bytes.ends_with(b"%%EOF"));
    }
}

#[test]
fn a_letter_that_the_font_lacks_is_told_and_keeps_its_columns() {
    let letters = Letters::open().unwrap();
    let drawn = |line: &str| letters.draw(&letters.cells(line)).text;
    assert_eq!(drawn("Łukasz Nguyễn Ștefan Ørsted Σ"), "Łukasz Nguyễn Ștefan Ørsted Σ");
    assert_eq!(drawn("a\u{627}b 李c 👍🏽d"), "a¿b ¿ c ¿ d");
    assert_eq!(drawn("x\u{a0}y\u{200d}z\u{fe0f}"), "x yz");
    // A letter whose accent is lacking is no longer that letter.
    assert_eq!(drawn("q\u{20d0}r"), "¿r");
    let made = pdf("t", &[page(&[(Role::Text, "李 \u{627} 李")])]).unwrap();
    assert_eq!(made.missing, ['\u{627}', '李']);
    assert_eq!(stand_in(&made.missing), "Letters this font cannot print stand as ¿: U+0627 U+674E");
}

#[test]
fn many_missing_letters_are_counted_and_not_all_named() {
    let many: Vec<char> = ('\u{4e00}'..='\u{4e20}').collect();
    assert!(numbers(&many).ends_with(" U+4E06 and 26 more"), "{}", numbers(&many));
}

#[test]
fn a_line_or_a_page_too_long_goes_on_and_loses_nothing() {
    let letters = Letters::open().unwrap();
    let long = "x".repeat(80 * 1024);
    let sheets = sheets(&[page(&[(Role::Alarm, &long)])], &letters);
    assert_eq!(sheets.len(), 1024_usize.div_ceil(60));
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    assert_eq!(cells, long.len());
    assert!(sheets.iter().flat_map(|sheet| &sheet.rows).all(|row| row.cells.len() <= 80));
    pdf(&long, &[page(&[(Role::Alarm, &long)])]).unwrap();
}

#[test]
fn twelve_full_pages_are_made_in_a_moment() {
    let line = "Zoë Ørsted, cell 7: [ ] ring the AMHP, owner A. Shah, due Tue 24 Nov 07:15";
    let pages: Vec<Page> = (0..12).map(|_| Page::plain((0..60).map(|_| line.to_owned()))).collect();
    let began = Instant::now();
    let made = pdf("t", &pages).unwrap();
    let took = began.elapsed();
    println!("12 pages: {took:?}, {} bytes", made.bytes.len());
    assert!(took.as_secs() < 5, "{took:?}");
}

fn anything() -> impl Strategy<Value = Vec<Page>> {
    let role = prop::sample::select(vec![Role::Head, Role::Heading, Role::Alarm, Role::Text, Role::Foot]);
    let text = prop_oneof![
        prop::collection::vec(any::<char>(), 0..90).prop_map(String::from_iter),
        "[ -~\\u{300}-\\u{36f}\\u{0}-\\u{1f}-]{0,90}",
    ];
    let line = (role, text).prop_map(|(role, text)| PageLine::new(role, text));
    let lines = prop::collection::vec(line, 0..70).prop_map(|lines| Page { lines });
    prop::collection::vec(lines, 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_keeps_a_pdf_from_being_made(title in any::<String>(), pages in anything()) {
        let made = pdf(&title, &pages);
        prop_assert!(made.is_ok(), "{made:?}");
    }
}

#[test]
fn every_letter_of_the_font_can_be_drawn() {
    let all: Vec<char> = ('\u{20}'..=char::MAX).filter(|c| *c < '\u{f0000}').collect();
    let pages: Vec<Page> = all
        .chunks(4000)
        .step_by(7)
        .map(|chunk| Page::plain(chunk.chunks(72).map(String::from_iter)))
        .collect();
    let made = pdf("t", &pages).unwrap();
    assert!(made.missing.len() > 10_000);
}
