//! The lines of the menu about the store: who gets in, what is kept, what was looked at.

use crate::desk::Desk;
use crate::domain::service::Right;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::keymap::Act;

/// Under which word an act stands; none for what is no line of the menu.
pub(super) fn group(act: Act) -> Option<&'static str> {
    Some(match act {
        Act::Passphrase | Act::ScreenPin => "You",
        Act::AddPerson | Act::People | Act::NewCode | Act::Rotate => "Who",
        Act::Figures | Act::Caseload => "Service",
        Act::Trail | Act::Kept => "Records",
        Act::BackUp | Act::CheckStore | Act::GoOn => "Store",
        _ => return None,
    })
}

/// What an act of the menu does.
pub(super) fn effect(act: Act) -> Option<Effect> {
    let ask = match act {
        Act::Figures => return Some(Effect::Go(Go::Figures)),
        Act::Trail => return Some(Effect::Go(Go::Audit)),
        Act::Kept => return Some(Effect::Go(Go::Retention)),
        Act::Caseload => return Some(Effect::Go(Go::Caseload)),
        Act::BackUp => return Some(Effect::BackUp),
        Act::CheckStore => return Some(Effect::CheckStore),
        Act::GoOn => Ask::Acknowledge,
        Act::Passphrase => Ask::Passphrase,
        Act::ScreenPin => Ask::Pin,
        Act::AddPerson => Ask::AddPerson,
        Act::People => Ask::People,
        Act::NewCode => Ask::NewCode,
        Act::Rotate => Ask::Rotate,
        _ => return None,
    };
    Some(Effect::Go(Go::Ask(ask)))
}

/// Why an act cannot be done now, in words short enough for its line. The desk decides again.
pub(super) fn not_now(desk: &Desk, act: Act) -> Option<String> {
    let leads =
        matches!(act, Act::AddPerson | Act::People | Act::NewCode | Act::Rotate | Act::Kept | Act::GoOn);
    if leads && !desk.may(&[Right::Lead]) {
        return Some("your role may not.".to_owned());
    }
    if act == Act::ScreenPin && !desk.service().security.pin {
        return Some("this service has no PINs.".to_owned());
    }
    match (act, desk.read_only()) {
        (Act::GoOn, None) => Some("the store is as it was left.".to_owned()),
        (
            Act::GoOn | Act::Figures | Act::Trail | Act::Kept | Act::Caseload | Act::BackUp | Act::CheckStore,
            _,
        )
        | (_, None) => None,
        (_, Some(_)) => Some("the store may only be read.".to_owned()),
    }
}
