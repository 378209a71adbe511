//! What a fresh pair of eyes found amiss on a person's page and on the cards, by keys.

use super::*;

#[test]
fn a_risk_decided_on_says_to_tell_custody_and_stays_open_until_that_is_recorded() {
    let mut hands = Hands::page_of("N.R.");
    hands.press("y14As found.<enter><ctrl-s>");
    hands.sees("decided. Now tell custody of this risk: press i.");
    hands.sees("Tell custody of the risk, by voice and in writing (since 19:44)");
    hands.go_to_line("Tell custody of the risk");
    hands.press("<enter>");
    hands.sees("Custody is still to be told of the risk found");
    hands.press("Sgt Patel<enter>1Risk of self-harm.<tab><ctrl-s>");
    hands.sees("Sgt Patel told.");
    assert!(!hands.shot(80, 24).contains("Tell custody of the risk"), "{}", hands.shot(80, 24));
}

#[test]
fn capacity_to_be_looked_at_again_stands_open_on_the_page_and_goes_on_with_its_decision() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".mto be seen by us<enter>yynyintoxicated<enter>left to sleep<enter>+60<ctrl-s>");
    hands.sees("lacks capacity");
    hands.go_to_line("Look again 20:44: to be seen by us");
    hands.press("<enter>");
    hands.sees("to be seen by us");
    hands.press("<enter>yyyy<ctrl-s>");
    hands.sees("has capacity to decide on to be seen by us");
    assert!(!hands.shot(80, 24).contains("Look again"), "{}", hands.shot(80, 24));
}
