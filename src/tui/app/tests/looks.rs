//! The look of a terminal, by keys.

use super::*;

#[test]
fn a_terminal_that_nobody_knows_is_asked_once_and_keeps_what_was_chosen() {
    let mut hands = Hands::at_the_door();
    let kept = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let into = std::rc::Rc::clone(&kept);
    let keep = move |theme: Theme| {
        into.borrow_mut().push(theme);
        Ok(())
    };
    hands.app = hands.app.keeping(Kept { keep: Box::new(keep), asks: true });
    hands.sees("Which is easiest to read here?");
    hands.press("x3");
    hands.sees("colour in ASCII. This terminal keeps it; Ctrl-Y goes on.");
    assert_eq!(*kept.borrow(), [Theme::ALL[2]]);
    // What was typed ahead goes on to the sign-in.
    hands.press("1demo<enter>");
    hands.sees("WAITING");
}
