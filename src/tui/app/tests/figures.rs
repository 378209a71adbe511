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
