//! Who gets in, by keys alone.

use super::*;

#[test]
fn the_menu_of_the_store_says_what_can_be_done() {
    let mut hands = Hands::on("J.D.");
    hands.press(",");
    insta::assert_snapshot!("store_menu", hands.shot(80, 24));
    hands.press("<esc>");
    hands.sees("BOARD");
}

#[test]
fn who_may_not_lead_sees_why_a_line_is_dim() {
    let mut hands = Hands::at_the_door();
    hands.press("2demo<enter><esc>,w");
    hands.sees("Not now: your role may not.");
}

#[test]
fn a_pin_unlocks_by_six_digits() {
    let mut hands = Hands::on("J.D.");
    hands.press(",i480215<enter>480215<enter>");
    hands.sees("your PIN unlocks this screen");
    hands.press("<ctrl-l>");
    hands.sees("PIN/passphrase");
    hands.press("480216<enter>");
    hands.sees("2 tries");
    hands.press("480215<enter>");
    hands.sees("BOARD");
    hands.press("<ctrl-l>demo<enter>");
    hands.sees("BOARD");
}

#[test]
fn a_passphrase_is_changed_and_a_typing_slip_keeps_the_old_one() {
    let mut hands = Hands::on("J.D.");
    hands.press(",pdemo<enter>one thing<enter>another<enter>");
    hands.sees("The two passphrases differ");
    hands.press("<ctrl-l>demo<enter>");
    hands.sees("Your passphrase");
    hands.press("<esc><esc>");
    hands.press(",pdemo<enter>kettle ferry onion<enter>kettle ferry onion<enter>");
    hands.sees("your passphrase is new");
    hands.press("<ctrl-l>demo<enter>");
    hands.sees("do not open the store");
    hands.press("kettle ferry onion<enter>");
    hands.sees("BOARD");
}

#[test]
fn somebody_is_removed_with_a_reason_and_is_no_longer_offered_at_sign_in() {
    let mut hands = Hands::on("J.D.");
    hands.press(",w12<enter>");
    hands.sees("A removal needs its reason");
    hands.press("left the service<enter>");
    hands.sees("Priya Shah may not sign in any more, and the key is new.");
    hands.press("<ctrl-l>");
    assert!(!hands.shot(80, 24).contains("PS"), "{}", hands.shot(80, 24));
    hands.press("demo<enter>");
    hands.sees("BOARD");
}

#[test]
fn a_forgotten_passphrase_is_replaced_by_one_that_works_once() {
    let mut hands = Hands::on("J.D.");
    hands.press(",w11<ctrl-s>");
    let once = hands.first_passphrase();
    hands.press("wrong<enter>");
    hands.sees("That is not group 3");
    hands
        .press(&format!("<ctrl-u>{}<enter><ctrl-l><up>2{once}<enter>", once.split('-').next_back().unwrap()));
    hands.sees("Choose your own");
    hands.press("slate heron<enter>slate heron<enter>");
    hands.sees("Start your shift");
}

#[test]
fn a_new_recovery_code_is_shown_until_it_stands_on_paper() {
    let mut hands = Hands::on("J.D.");
    hands.press(",y1<enter>");
    hands.sees("RECOVERY CODE");
    let shot = hands.shot(80, 24);
    let last = shot.split(" 8  ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    hands.press(&format!("{last}<enter>"));
    hands.sees("BOARD");
}

#[test]
fn a_copy_is_made_by_two_keys_and_says_what_it_holds() {
    let mut hands = Hands::on("J.D.");
    hands.press(",b");
    hands.sees("made and opened to prove it");
    hands.within(2);
    let copies = crate::desk::backup::copies(&hands.folder.join("demo")).unwrap();
    assert_eq!(copies.len(), 1);
}

#[test]
fn the_end_of_a_shift_leaves_a_copy() {
    let mut hands = Hands::on("J.D.");
    hands.press("iSgt Patel<enter>1<enter>e1<enter>");
    hands.sees("Sign in");
    assert_eq!(crate::desk::backup::copies(&hands.folder.join("demo")).unwrap().len(), 1);
}

#[test]
fn a_damaged_store_is_kept_and_gone_on_from_a_copy_by_one_key() {
    let mut hands = Hands::on("J.D.");
    hands.press(",b<ctrl-l>");
    let store = hands.folder.join("demo");
    let path = store.join("liaison.db");
    let whole = std::fs::read(&path).unwrap();
    let mut bytes = whole.clone();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    std::fs::write(&path, &bytes).unwrap();
    hands.press("demo<enter>");
    hands.sees("THE STORE DOES NOT OPEN");
    hands.sees("kept byte for byte");
    hands.sees("What was entered after it has to be");
    hands.sees(">Mon 23 Nov 2026 19:44");
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the damaged file was touched");
    hands.press("r");
    hands.sees("BOARD");
    hands.sees("This is the copy");
    assert!(std::fs::read_dir(&hands.folder).unwrap().count() >= 2);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_store_behind_its_witness_is_gone_on_with_by_a_lead_who_says_why() {
    let mut hands = Hands::on("J.D.");
    hands.press(",g");
    hands.sees("Not now: the store is as it was left.");
    hands.press("<esc><ctrl-l>");
    std::fs::write(hands.folder.join("demo").join("witness"), b"not ours").unwrap();
    hands.press("demo<enter>");
    hands.sees("READ ONLY");
    hands.press(",g<enter>");
    hands.press("the memory stick was pulled<enter>");
    hands.sees("the store can be written again");
    assert!(!hands.shot(80, 24).contains("READ ONLY"));
}
