//! What a refusal offers: the key that supplies what is missing, from the key table.

use super::keymap::{Act, Context, way_to};
use crate::desk::{DeskError, Need};

/// The refusal in words, with the key that supplies what is missing where this context has one.
/// Under a card the keys are those of the screen below it: the card is left first.
pub fn with_offer(error: &DeskError, below: Context, under_a_card: bool) -> String {
    let Some(key) = error.offer().and_then(|need| offer(need, below)) else { return error.to_string() };
    let first = if under_a_card { "Esc, then " } else { "" };
    format!("{error} {first}{key}.")
}

/// "[i] tells custody": the key in this context and what it does; none where no key leads there.
pub fn offer(need: Need, context: Context) -> Option<String> {
    let (act, words) = match need {
        Need::Tell => (Act::Tell, "tells custody"),
        Need::OpenLine if context == Context::Board => (Act::Open, "opens the record with its open lines"),
        Need::OpenLine => (Act::Open, "deals with the open line in focus"),
        Need::Triage => (Act::Triage, "triages"),
        Need::Decide => (Act::Decide, "decides on a full assessment"),
        Need::EndHold => (Act::Hold, "takes them off hold"),
        Need::Consent => (Act::Consent, "records the consent"),
        Need::Escalate => (Act::Escalate, "passes it to a clinician"),
        Need::NotSeen => (Act::NotSeen, "records \"not seen\""),
        Need::Screen => (Act::Screen, "opens the forms"),
        Need::Left => (Act::Left, "records how they left"),
    };
    way_to(context, act).map(|key| format!("[{key}] {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDS: [Need; 10] = [
        Need::Tell,
        Need::OpenLine,
        Need::Triage,
        Need::Decide,
        Need::EndHold,
        Need::Consent,
        Need::Escalate,
        Need::NotSeen,
        Need::Screen,
        Need::Left,
    ];

    #[test]
    fn every_need_has_its_key_on_a_persons_page_and_on_the_board() {
        for need in NEEDS {
            for context in [Context::Episode, Context::Board] {
                assert!(offer(need, context).is_some(), "{need:?} in {context:?}");
            }
        }
    }

    #[test]
    fn a_refusal_names_the_key_and_that_a_card_is_left_first() {
        let error = DeskError::refused("A red flag is open.", "Tell custody first.").offering(Need::Tell);
        let said = with_offer(&error, Context::Episode, true);
        assert_eq!(said, "A red flag is open. Tell custody first. Esc, then [i] tells custody.");
        let said = with_offer(&error, Context::Board, false);
        assert_eq!(said, "A red flag is open. Tell custody first. [i] tells custody.");
    }

    #[test]
    fn a_refusal_without_an_offer_stays_as_it_is() {
        let error = DeskError::refused("That time is still to come.", "Check it.");
        assert_eq!(with_offer(&error, Context::Board, true), "That time is still to come. Check it.");
    }
}
