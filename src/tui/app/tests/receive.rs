//! A handover received by keys, an item at a time, and the list of those issued.

use super::*;
use crate::domain::event::{Audience, Severity};
use crate::domain::ids::HandoverId;
use crate::tui::effect::{Effect, Go};

impl Hands {
    /// Okafor at the board, with a note of four people and of the sites from Shah.
    fn with_a_note() -> (Self, HandoverId) {
        let mut hands = Self::on("J.D.");
        let Seat::Desk(desk) = &mut hands.app.seat else { panic!("nobody is in") };
        let shah = desk.id_of("shah");
        let note = desk.issue_by_hand(shah, 4, |_| ());
        hands.app.refresh();
        (hands, note)
    }

    pub(super) fn receiving() -> (Self, HandoverId) {
        let (mut hands, note) = Self::with_a_note();
        hands.app.perform(Effect::Go(Go::Receive));
        hands.sees("RECEIVE  BRO+BEX v1");
        hands.pressed = 0;
        (hands, note)
    }

    fn receipt(&self, note: HandoverId) -> String {
        let Seat::Desk(desk) = &self.app.seat else { panic!("nobody is in") };
        desk.receipt(note).unwrap().words(desk.now())
    }
}

#[test]
fn a_note_is_received_item_by_item_with_what_was_said_back() {
    let (mut hands, note) = Hands::receiving();
    hands.sees("!! UNSTABLE  J.D.");
    hands.sees("1 of 5   0 received, 5 left, read back 0/");
    hands.sees("With Shah still: J.D.,");
    hands.press("<enter>");
    hands.sees("You are to:");
    hands.press("<enter>");
    hands.sees("Say in a few words what you are to do");
    hands.words("ring the AMHP at 07:30");
    hands.press("<enter>");
    hands.sees("J.D. accepted; 4 left with Shah");
    hands.sees("2 of 5   1 received");
    let mut keys = 0;
    while !hands.shot(80, 24).contains("All is yours") {
        hands.press("<enter>");
        if hands.shot(80, 24).contains("You are to:") {
            hands.words("as on the note");
            hands.press("<enter>");
        }
        keys += 1;
        assert!(keys < 9, "{}", hands.shot(80, 24));
    }
    assert!(
        hands.receipt(note).starts_with("received 19:44 by Okafor, read back "),
        "{}",
        hands.receipt(note)
    );
    hands.press("<enter>");
    hands.sees("WAITING");
    assert!(!hands.shot(80, 24).contains("not received"));
}

#[test]
fn leaving_says_what_stays_with_the_giver_and_loses_nothing() {
    let (mut hands, note) = Hands::receiving();
    hands.press("<enter>ring the AMHP<enter><esc>");
    hands.sees("Left with Shah: ");
    hands.sees("1 of 5 received");
    assert_eq!(hands.receipt(note), "1 of 5 received");
    hands.app.perform(Effect::Go(Go::Receive));
    hands.sees("2 of 5   1 received");
}

#[test]
fn what_is_half_typed_is_there_again_after_a_look_or_a_lock() {
    let (mut hands, _) = Hands::receiving();
    hands.press("<enter>ring the<esc>");
    assert!(!hands.shot(80, 24).contains("You are to:"));
    hands.press("<enter>");
    hands.sees("You are to: ring the");
    hands.press("<ctrl-l>");
    assert!(!hands.shot(80, 24).contains("ring the"));
    hands.press("demo<enter>");
    hands.sees("You are to: ring the");
}

#[test]
fn letters_act_outside_a_line_and_type_inside_one() {
    let (mut hands, note) = Hands::receiving();
    hands.press("xq");
    hands.sees("1 of 5");
    hands.press("a");
    hands.sees("Ask Shah:");
    hands.words("l a?");
    hands.sees("Ask Shah: l a?");
    hands.press("<enter>");
    hands.sees("asked; Shah sees it on the board");
    hands.sees("? Ada Okafor 19:44: l a?");
    assert_eq!(hands.receipt(note), "NOT RECEIVED, 1 question");
}

#[test]
fn tab_and_page_keys_go_through_the_items_and_stop_at_the_ends() {
    let (mut hands, _) = Hands::receiving();
    hands.press("<backtab>");
    hands.sees("1 of 5");
    hands.press("<tab><pgdn>");
    hands.sees("3 of 5");
    hands.press("<pgup>");
    hands.sees("2 of 5");
    hands.press("<tab><tab><tab><tab><tab>");
    hands.sees("5 of 5");
    hands.sees("The sites");
    hands.press("<enter>");
    hands.sees("The sites accepted; 4 left with Shah");
    hands.sees("1 of 5   1 received");
}

#[test]
fn after_a_shift_is_started_the_note_that_waits_opens_by_itself() {
    let mut hands = Hands::on("J.D.");
    let Seat::Desk(desk) = &mut hands.app.seat else { panic!("nobody is in") };
    let okafor = desk.who().id;
    desk.issue_by_hand(okafor, 2, |_| ());
    hands.app.refresh();
    hands.app.perform(Effect::Go(Go::Receive));
    hands.sees("The handover of BRO+BEX is your own");
    hands.press("l<up>2demo<enter>");
    hands.sees("Start your shift");
    hands.press("107700 900789<enter>2<ctrl-s>");
    hands.sees("RECEIVE  BRO+BEX v1");
    hands.sees("your shift, until");
    hands.press("<esc>");
    hands.sees("WAITING");
    hands.sees("Left with Okafor");
}

#[test]
fn the_list_of_those_issued_opens_each_as_it_was() {
    let (mut hands, note) = Hands::with_a_note();
    let Seat::Desk(desk) = &mut hands.app.seat else { panic!("nobody is in") };
    let okafor = desk.who().id;
    desk.accept_item(note, 4, "").unwrap();
    desk.issue_by_hand(okafor, 1, |issue| {
        (issue.audience, issue.items, issue.named) = (Audience::Custody, Vec::new(), true);
    });
    hands.app.perform(Effect::Go(Go::Versions));
    hands.sees(">19:44            Custody slip");
    hands.sees("nobody has to receive it");
    hands.press("<down>");
    hands.sees("given by Priya Shah 19:44: 1 of 5 received");
    insta::assert_snapshot!("versions", hands.shot(80, 24));
    hands.press("<enter>");
    hands.sees("page 1 of 2");
    hands.sees("OFFICIAL-SENSITIVE");
    insta::assert_snapshot!("issued", hands.shot(80, 24));
    hands.press("<esc>");
    hands.sees("HANDOVERS ISSUED");
    hands.press("<esc>");
    hands.sees("WAITING");
}

#[test]
fn the_screens_of_receiving_at_three_sizes() {
    let (mut hands, note) = Hands::receiving();
    for (name, keys) in [
        ("receive", ""),
        ("receive_line", "<enter>ring the AMHP"),
        ("receive_asked", "<ctrl-u><esc>aWho has the tablets?<enter>"),
    ] {
        hands.press(keys);
        for (columns, rows) in [(80, 24), (60, 15), (120, 40)] {
            hands.app.hear(&Input::Resize(columns, rows));
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), hands.shot(columns, rows));
        }
        hands.app.hear(&Input::Resize(80, 24));
    }
    let Seat::Desk(desk) = &mut hands.app.seat else { panic!("nobody is in") };
    for place in 0..5 {
        desk.accept_item(note, place, "as on the note").unwrap();
    }
    hands.app.refresh();
    insta::assert_snapshot!("received", hands.shot(80, 24));
}

#[test]
fn no_size_of_terminal_brings_receiving_down() {
    let (mut hands, _) = Hands::receiving();
    for opens in ["", "<enter>", "<esc>a", "<esc><tab>"] {
        hands.press(opens);
        for columns in (1..=120).step_by(7) {
            for rows in (1..=40).step_by(2) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
    }
    hands.app.perform(Effect::Go(Go::Versions));
    for keys in ["", "<enter>"] {
        hands.press(keys);
        for columns in (1..=120).step_by(7) {
            for rows in (1..=40).step_by(2) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
    }
}

#[test]
fn somebody_unstable_left_makes_the_alert_urgent_on_the_board() {
    let (mut hands, note) = Hands::with_a_note();
    hands.sees("!! handover of BRO+BEX from Shah 19:44 not received: 5 of 5 left");
    let Seat::Desk(desk) = &mut hands.app.seat else { panic!("nobody is in") };
    let receipt = desk.receipt(note).unwrap();
    assert_eq!(receipt.items[0].item.severity, Some(Severity::Unstable));
}

#[test]
fn a_system_down_and_paper_notes_are_told_from_the_memo_card() {
    let mut hands = Hands::on("J.D.");
    hands.press("m2RiO<ctrl-s>");
    hands.sees("RiO is down at");
    hands.press("m");
    hands.sees("4 RiO works again at");
    hands.press("3two<ctrl-s>");
    hands.sees("How many? A number.");
    hands.press("<ctrl-u>2<ctrl-s>");
    hands.sees("2 notes on paper wait at");
    hands.press("m4<ctrl-s>");
    hands.sees("RiO works again at");
    hands.press("m1lift is out of order<ctrl-s>");
    hands.sees("line for the handover");
}
