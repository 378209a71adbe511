//! Wide screens: what is in focus stands at length beside its list.

use super::*;
use crate::tui::effect::{Effect, Go};

impl Hands {
    /// What stands beside the list, its rows joined.
    pub(super) fn beside(&self, columns: u16, rows: u16) -> String {
        let shot = self.shot(columns, rows);
        let right = |line: &str| line.rsplit_once('|').map(|(_, right)| right.trim().to_owned());
        let rows = shot.lines().filter_map(right).filter(|row| !row.is_empty());
        rows.collect::<Vec<_>>().join(" ")
    }

    /// Has these parts beside the list at 120x40 and at no smaller size.
    fn has_beside(&self, parts: &[&str]) {
        let beside = self.beside(120, 40);
        for part in parts {
            assert!(beside.contains(part), "no {part:?} beside:\n{}", self.shot(120, 40));
        }
        for (columns, rows) in [(60, 15), (80, 24), (120, 19)] {
            assert_eq!(self.beside(columns, rows), "", "{}", self.shot(columns, rows));
        }
    }
}

#[test]
fn an_alert_stands_whole_beside_the_list_with_its_person() {
    let mut hands = Hands::on("J.D.");
    hands.press("!");
    hands.has_beside(&["J.D. BRO c07 RED FLAG, nobody told yet", "themselves right now", "OPEN", "CLOCKS"]);
    insta::assert_snapshot!("alerts_120x40", hands.shot(120, 40));
    let first = hands.beside(120, 40);
    hands.press("<down>");
    assert_ne!(hands.beside(120, 40), first, "the person beside the list follows the focus");
}

#[test]
fn an_onward_referral_stands_whole_beside_the_list_and_its_person_once_it_was_said_why() {
    let mut hands = Hands::on("J.D.");
    hands.press("o");
    let asked = "Outside your shift or your sites. Enter asks why you open the record.";
    hands.has_beside(&["sent, not accepted; nobody is chasing it yet.", asked]);
    assert!(!hands.beside(120, 40).contains("Onward: "), "nothing of the record is shown before");
    hands.press("<enter>chasing the answer<ctrl-s>");
    hands.sees("PERSON  N.R.");
    hands.press("<esc>");
    hands.has_beside(&["sent, not accepted; nobody is chasing it yet.", "Onward: GP", "LAST"]);
}

#[test]
fn an_entry_of_the_audit_stands_whole_beside_the_list_with_its_person() {
    let mut hands = Hands::on("J.D.");
    hands.press("<enter><esc>");
    hands.app.perform(Effect::Go(Go::Audit));
    hands.has_beside(&["Read the audit: all", "Entry "]);
    assert!(!hands.beside(120, 40).contains("OPEN"), "reading the audit is about nobody");
    hands.press("<down>");
    hands.has_beside(&["OPEN", "RED FLAG"]);
}

#[test]
fn somebody_found_stands_beside_the_list_and_one_of_another_site_is_only_named() {
    let mut hands = Hands::on("J.D.");
    hands.press("/");
    let first = hands.beside(120, 40);
    hands.press("<down>");
    assert_ne!(hands.beside(120, 40), first, "who stands beside the list follows the focus");
    hands.words("<ctrl-u>tat r");
    hands.has_beside(&["Tate, Ryan BRO-26-00004: OPEN.", "LAST"]);
    hands.words("<ctrl-u>karim");
    hands.has_beside(&["Karim, Amina", "Outside your shift or your sites."]);
    assert!(!hands.beside(120, 40).contains("LAST"), "{}", hands.shot(120, 40));
    hands.words("<ctrl-u>zzz");
    assert_eq!(hands.beside(120, 40), "");
    hands.sees("Nobody is found");
}

#[test]
fn the_whole_entry_in_focus_stands_beside_the_timeline_of_a_person() {
    let mut hands = Hands::on("J.D.");
    hands.press("<enter>");
    let flag =
        "RED FLAG Thoughts of killing or hurting themselves right now: nobody told yet Enter: tell custody";
    hands.has_beside(&[flag]);
    insta::assert_snapshot!("person_120x40", hands.shot(120, 40));
    hands.press("<end>");
    hands.has_beside(&[
        "18:34 AO Referred by Detention officer (DO Khan): Self-harm or suicide risk (Self-harm marker",
    ]);
}

#[test]
fn what_cannot_be_done_now_an_item_and_a_form_stand_whole_beside_their_lists() {
    let mut hands = Hands::on("J.D.");
    hands.press("<enter>.");
    hands.has_beside(&["Not now: "]);
    hands.press("d");
    hands.has_beside(&["not recorded"]);
    hands.press("<esc><esc><esc>");
    hands.focus("J.D.");
    hands.press("s");
    hands.has_beside(&["Youth screening", "DRAFT 9 of 34, resumes"]);
}

#[test]
fn on_a_small_screen_a_week_says_which_lines_are_in_sight_and_a_card_which_field() {
    let mut hands = Hands::on("J.D.");
    hands.press("r");
    let small = hands.shot(60, 11);
    assert!(small.contains("lines 1-") && small.contains(" of "), "{small}");
    hands.press("<esc>n");
    assert!(hands.shot(60, 15).lines().next().unwrap().contains("1 of "), "{}", hands.shot(60, 15));
}

#[test]
fn an_alert_that_its_line_cuts_on_a_small_screen_stands_whole_below_the_list() {
    let mut hands = Hands::on("J.D.");
    hands.press("!");
    let small = hands.shot(60, 15);
    assert!(small.lines().nth(2).unwrap().ends_with('~'), "{small}");
    assert!(small.contains("hurting themselves right now"), "{small}");
}
