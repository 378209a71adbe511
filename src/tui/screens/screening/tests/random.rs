use proptest::prelude::*;

use super::*;

const PRESSED: [&str; 45] = [
    "1",
    "2",
    "3",
    "0",
    "9",
    "y",
    "n",
    "a",
    "d",
    "u",
    "k",
    "j",
    "m",
    "f",
    "i",
    "x",
    "?",
    "l",
    "/",
    "5",
    "<up>",
    "<down>",
    "<tab>",
    "<backtab>",
    "<enter>",
    "<esc>",
    "<pgup>",
    "<pgdn>",
    "<backspace>",
    "<ctrl-d>",
    "<ctrl-b>",
    "<ctrl-n>",
    "<ctrl-k>",
    "<ctrl-f>",
    "<ctrl-o>",
    "<ctrl-e>",
    "<ctrl-u>",
    "<ctrl-s>",
    "<home>",
    "r",
    "g",
    "t",
    "<ctrl-g>",
    "12",
    "é",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_are_borne_and_what_is_shown_is_what_was_stored(
        which in 0_usize..5,
        pressed in prop::collection::vec(0_usize..PRESSED.len(), 0..120),
    ) {
        let mut desk = Desk::with(["ld_adult_core", "phq9", "every_kind", "asq", "wide"][which]);
        for key in pressed {
            desk.play(PRESSED[key]);
        }
        let mut expected = Answers::new();
        for (question, answer) in &desk.stored {
            expected.insert(question.clone(), answer.clone());
        }
        prop_assert_eq!(desk.screen.open().answers(), &expected);
        prop_assert!(desk.screen.waiting.is_empty());
        prop_assert!(desk.screen.item().is_none_or(|item| desk.screen.open().sheet.shows(&item.key())));
        drawn(&desk.screen, 60, 15, &ASCII);
    }
}
