//! The figures, by keys: what is counted, how it is looked at, and what of it leaves.

use super::*;
use crate::tui::theme::{Borders, Look, Theme};

const COLOUR: Theme = Theme { look: Look::Colour, borders: Borders::Unicode };

impl Hands {
    /// The row of the screen in which a figure stands.
    fn figure(&self, name: &str) -> String {
        let shot = self.shot(80, 24);
        let row = shot.lines().find(|line| line.trim_start_matches(['>', ' ']).starts_with(name));
        row.unwrap_or_else(|| panic!("no {name} in\n{shot}")).to_owned()
    }
}

#[test]
fn the_month_is_counted_and_each_key_counts_another_part_of_it() {
    let mut hands = Hands::on("J.D.");
    hands.press(",f");
    hands.sees("Nov 2026, all sites, everybody");
    assert!(hands.figure("Identified").contains(" 8 "), "{}", hands.shot(80, 24));
    hands.press("2");
    hands.sees("Nov 2026, BEX, everybody");
    assert!(hands.figure("Identified").contains(" 2 "), "{}", hands.shot(80, 24));
    hands.press("0g");
    hands.sees("Nov 2026, all sites, under 18");
    assert!(hands.figure("Under 18").contains("2 of 2, 100 %"), "{}", hands.shot(80, 24));
    hands.press("gggd");
    hands.sees("1 Oct - 31 Dec 2026");
    hands.press("<left>");
    hands.sees("1 Jul - 30 Sep 2026");
    assert!(hands.figure("Identified").contains(" 0 "), "{}", hands.shot(80, 24));
    hands.press("<right>c");
    hands.sees("1 Oct - 31 Dec 2026 beside 1 Jul - 30 Sep 2026");
    hands.press("9");
    hands.sees("There is no site of that number.");
}

#[test]
fn a_trend_has_bars_in_colour_with_a_number_beside_them_and_in_mono_the_numbers_alone() {
    let mut hands = Hands::on("J.D.");
    hands.press(",f");
    assert!(hands.figure("Identified").trim_end().ends_with("0 0 0 0 8"), "{}", hands.shot(80, 24));
    hands.press("<enter>");
    hands.sees("23 Nov - 29 Nov 2026");
    assert!(!hands.shot(80, 24).contains('▄'));
    hands.press("<esc>");
    hands.app.theme = COLOUR;
    assert!(hands.figure("Identified").trim_end().ends_with("▁▁▁▁█ 23 Nov 8"), "{}", hands.shot(80, 24));
    hands.press("<enter>");
    assert!(hands.shot(80, 24).contains("8                      ▄▄"), "{}", hands.shot(80, 24));
}

impl Hands {
    /// Presses one key, with no moment after it in which anything is looked after.
    fn only(&mut self, key: Key) {
        self.app.hear(&Input::Key(key));
    }
}

#[test]
fn a_long_count_shows_how_far_it_is_and_esc_goes_back_to_what_was_counted() {
    let mut hands = Hands::on("J.D.");
    hands.press(",f");
    let Some(Screen::Figures(figures)) = hands.app.stack.last_mut() else { panic!("{}", hands.shot(80, 24)) };
    figures.in_goes_of(1);
    hands.only(Key::Char('d'));
    hands.sees("1 Oct - 31 Dec 2026, all sites, everybody");
    hands.sees("Counting. Esc stops it.");
    let share = hands.app.counted().unwrap();
    hands.sees(&format!("] {share:>3} %"));
    assert!(!hands.shot(80, 24).contains("Identified"), "{}", hands.shot(80, 24));
    hands.only(Key::Esc);
    hands.sees("Stopped. Nov 2026, all sites, everybody.");
    assert!(hands.figure("Identified").contains(" 8 "), "{}", hands.shot(80, 24));
    assert_eq!(hands.app.counted(), None);
    hands.only(Key::Char('c'));
    let mut shares = Vec::new();
    while let Some(share) = hands.app.counted() {
        shares.push(share);
        assert!(hands.app.tend(), "there is something else to see");
    }
    assert!(!shares.is_empty() && shares.is_sorted(), "{shares:?}");
    hands.sees("Nov 2026 beside Oct 2026");
    assert!(hands.figure("Identified").contains(" 8 "), "{}", hands.shot(80, 24));
    hands.only(Key::Char('d'));
    hands.only(Key::Char('l'));
    hands.press("demo<enter>");
    hands.sees("1 Oct - 31 Dec 2026 beside 1 Jul - 30 Sep 2026");
    assert!(hands.figure("Identified").contains(" 8 "), "counted on after a lock: {}", hands.shot(80, 24));
}

#[test]
fn those_whose_records_lack_something_are_listed_and_enter_lists_theirs() {
    let mut hands = Hands::on("J.D.");
    hands.press(",fm");
    let all = hands.shot(80, 24);
    hands.press("w");
    hands.sees("WHOSE                    RECORDS  MOST OFTEN MISSING");
    hands.sees("records. Missing: ");
    let (shot, heading) = (hands.shot(80, 24), "RECORDS");
    let rows = shot.lines().skip_while(|line| !line.contains(heading)).skip(1);
    let rows: Vec<&str> = rows.take_while(|line| line.contains(char::is_numeric)).collect();
    // The number stands in front of the first item.
    let number = |row: &&str| row.split_whitespace().find_map(|word| word.parse::<usize>().ok()).unwrap();
    let records: usize = rows.iter().map(number).sum();
    assert!(!rows.is_empty() && all.contains(&format!("MISSING  {records}")), "{shot}\n{all}");
    let most = number(&rows[0]);
    hands.press("<enter>");
    hands.sees("'s records. Nov 2026");
    hands.sees(&format!("MISSING  {most}"));
    hands.press("<esc>");
    hands.sees("MOST OFTEN MISSING");
    hands.press("<esc><end><home>");
    assert_eq!(hands.shot(80, 24), all, "everybody's again");
    let Some(Screen::Missing(missing)) = hands.app.stack.last_mut() else { panic!("{all}") };
    missing.in_goes_of(1);
    hands.only(Key::Char('w'));
    hands.only(Key::Enter);
    hands.sees("Counting. Esc stops it.");
    hands.only(Key::Esc);
    hands.sees("MOST OFTEN MISSING");
    hands.press("<enter>");
    hands.sees(&format!("MISSING  {most}"));
}

#[test]
fn hours_of_cover_have_a_trend_and_their_steps() {
    let mut hands = Hands::on("J.D.");
    hands.press(",f<end>");
    let row = hands.figure("Hours asked for");
    assert!(row.trim_end().ends_with("268h00 268h00 268h00"), "{row}");
    let row = hands.figure("Gaps in cover");
    assert!(row.trim_end().ends_with(" 0 0 0 10 10"), "{row}");
    hands.press("<home>");
    while !hands.shot(80, 24).contains("Hours uncovered: ") {
        hands.press("<down>");
    }
    hands.press("<enter>");
    hands.sees("23 Nov - 29 Nov 2026               71h00");
}

#[test]
fn what_is_missing_is_listed_with_whose_it_is_and_opens_the_record() {
    let mut hands = Hands::on("J.D.");
    hands.press(",fm");
    hands.sees("MISSING");
    let shot = hands.shot(80, 24);
    assert!(shot.contains("Ada Okafor       1 Point of contact"), "{shot}");
    hands.press("<down>");
    hands.sees("Missing: Point of contact, NHS number, Ethnic");
    hands.press("<enter>");
    assert_ne!(hands.app.context(), Context::MissingItems, "a record, or why it is opened");
}

#[test]
fn the_page_and_the_table_withhold_small_counts_and_the_journal_keeps_that_they_left() {
    let mut hands = Hands::on("J.D.");
    hands.press(",fp");
    hands.sees("FIGURES Nov 2026, everybody");
    hands.sees("Under 18 *");
    hands.press("<esc>");
    let file = hands.folder.join("figures.csv");
    hands.press("e<ctrl-u>");
    hands.press(&file.display().to_string());
    hands.press("<ctrl-s>");
    hands.sees("the figures are in");
    let table = std::fs::read_to_string(&file).unwrap();
    assert!(table.contains("under_18,Under 18,,,*"), "{table}");
    let kept = hands.desk().audit_before(&crate::desk::audit::AuditAsk::default(), None, 20).unwrap();
    assert!(kept.iter().any(|line| line.what.contains("figures 2026-11-01 to 2026-11-30")), "{kept:?}");
}
