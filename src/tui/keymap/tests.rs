use std::collections::HashMap;

use super::*;
use crate::tui::input::keys;

const ALL: [Context; 50] = [
    Context::Global,
    Context::Card,
    Context::List,
    Context::Board,
    Context::Episode,
    Context::Question,
    Context::Screening,
    Context::ScreeningTyping,
    Context::ScreeningLong,
    Context::ScreeningGroup,
    Context::ScreeningReview,
    Context::ScreeningAsk,
    Context::Forms,
    Context::FormsFind,
    Context::Reading,
    Context::Moving,
    Context::Suggestions,
    Context::Menu,
    Context::Care,
    Context::Working,
    Context::Rescue,
    Context::Details,
    Context::Search,
    Context::Alerts,
    Context::Same,
    Context::CourtChoice,
    Context::CourtList,
    Context::CourtRows,
    Context::CopyOut,
    Context::Unentered,
    Context::Caseload,
    Context::Handover,
    Context::Receive,
    Context::ReceiveLine,
    Context::Versions,
    Context::Issued,
    Context::Referrals,
    Context::Rota,
    Context::RotaEdit,
    Context::RotaDay,
    Context::RotaMonth,
    Context::RotaGaps,
    Context::RotaCandidates,
    Context::RotaChanges,
    Context::RotaConfirm,
    Context::Audit,
    Context::Figures,
    Context::MissingItems,
    Context::Retention,
    Context::SignIn,
];

fn act(context: Context, key: &str) -> Option<Act> {
    resolve(context, keys(key).unwrap()[0])
}

#[test]
fn no_key_is_bound_twice_where_it_can_be_pressed() {
    for context in ALL {
        let mut taken: HashMap<Key, &Binding> = HashMap::new();
        for binding in help(context) {
            for key in binding.keys {
                if let Some(other) = taken.insert(*key, binding) {
                    panic!("{key} is both {:?} and {:?} in {context:?}", other.act, binding.act);
                }
            }
        }
    }
}

#[test]
fn every_binding_has_keys_and_a_sentence_of_help() {
    for binding in BINDINGS {
        assert!(!binding.keys.is_empty(), "{:?} has no key", binding.act);
        assert!(binding.help.ends_with('.'), "{:?} has no sentence", binding.act);
    }
}

/// Letters that choose what the board shows, and on a page open a card that asks before anything is
/// done: pressed in the wrong place they cost one Esc. The board has no others left. `+` adds a contact
/// in both places: on the board one that is about nobody.
const TWO_MEANINGS: [char; 5] = ['f', 'r', 'v', 'y', '+'];

#[test]
fn a_letter_means_the_same_on_the_board_and_on_an_episode() {
    let on_board = |key: &Key| BINDINGS.iter().find(|b| b.context == Context::Board && b.keys.contains(key));
    for binding in BINDINGS.iter().filter(|b| b.context == Context::Episode) {
        for key in binding.keys {
            let two = TWO_MEANINGS.iter().any(|letter| *key == Key::Char(*letter)) || *key == Key::Esc;
            if let Some(board) = on_board(key).filter(|_| !two) {
                assert_eq!(board.act, binding.act, "{key}");
            }
        }
    }
}

#[test]
fn no_act_hides_behind_a_capital_or_only_behind_a_function_key_or_shift_tab() {
    for binding in BINDINGS {
        let plain = |key: &Key| !matches!(key, Key::F(_) | Key::BackTab);
        assert!(binding.keys.iter().any(plain), "{:?} needs a plain twin", binding.act);
        assert!(!binding.keys.iter().any(|k| matches!(k, Key::Char(c) if c.is_uppercase())));
    }
}

#[test]
fn every_footer_holds_four_to_eight_keys_with_help_among_them() {
    for context in ALL.into_iter().filter(|c| !matches!(c, Context::Global | Context::List)) {
        let count = footer(context).count();
        assert!((4..=8).contains(&count), "{context:?} has {count}");
        assert!(footer(context).any(|binding| binding.act == Act::Help));
    }
}

#[test]
fn caps_lock_does_not_change_what_a_letter_does() {
    assert_eq!(act(Context::Board, "N"), Some(Act::NewReferral));
}

#[test]
fn a_digit_on_the_board_names_its_site_and_on_a_screening_its_answer() {
    assert_eq!(act(Context::Board, "3"), Some(Act::Site(3)));
    assert_eq!(act(Context::Screening, "2"), Some(Act::Answer(2)));
}

#[test]
fn letters_type_in_a_card_while_lock_still_locks() {
    assert_eq!(act(Context::Card, "?"), None);
    assert_eq!(act(Context::Card, "<f1>"), Some(Act::Help));
    assert_eq!(act(Context::Card, "<ctrl-l>"), Some(Act::Lock));
}

#[test]
fn an_act_that_has_no_key_here_is_reached_through_the_menu_or_the_page() {
    assert_eq!(way_to(Context::Episode, Act::Tell).as_deref(), Some("i"));
    assert_eq!(way_to(Context::Episode, Act::Triage).as_deref(), Some(". t"));
    assert_eq!(way_to(Context::Board, Act::Decide).as_deref(), Some("Enter y"));
    assert_eq!(way_to(Context::Handover, Act::Decide), None);
}
