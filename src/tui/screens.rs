//! The screens, one file each; the app keeps them in a stack.
//!
//! Lives here: what each screen shows and which effects its keys ask for.
//! Must not live here: IO, a clock, a change of anything while drawing.
//! Each has `update`, `view` and `context`; what it shows was read before it is drawn.

pub mod alerts;
pub mod aloud;
pub mod audit;
mod beside;
pub mod board;
mod care;
pub mod caseload;
pub mod code;
pub mod copy_out;
pub mod court;
pub mod details;
pub mod episode;
pub mod figures;
pub mod forms;
pub mod menu;
pub mod moving;
pub mod paper;
pub mod reading;
pub mod receive;
pub mod recover;
pub mod referrals;
pub mod rescue;
pub mod retention;
pub mod rota;
pub mod same;
pub mod screening;
pub mod search;
pub mod set_up;
pub mod sign_in;
pub mod suggestions;
pub mod unentered;
pub mod versions;
pub mod working;

use super::keymap::Act;
use super::widgets::header::Header;
use crate::desk::Desk;
use crate::domain::time::{full, hhmm};

/// The header of a screen with somebody signed in.
pub fn header(desk: &Desk, left: impl Into<String>) -> Header {
    let now = desk.now();
    let until =
        desk.shift().ok().flatten().map(|shift| format!(" to {}", hhmm(shift.ends_at))).unwrap_or_default();
    Header {
        left: left.into(),
        middle: full(now),
        right: format!("{}{until}", desk.who().surname()),
        demo: banner(desk),
    }
}

/// What stands over everything where the people are invented.
pub fn banner(desk: &Desk) -> Option<String> {
    desk.is_demo().then(|| "DEMO".to_owned())
}

/// A movement in a list, for screens that pass the rest on.
pub fn is_movement(act: Act) -> bool {
    matches!(act, Act::Up | Act::Down | Act::PageUp | Act::PageDown | Act::First | Act::Last)
}
