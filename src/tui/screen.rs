//! The contract each screen keeps; the screens themselves are one enum in a stack.
//!
//! A screen is a plain struct with two inherent functions (no trait: the stack's enum matches):
//!
//! - `update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect>` does no IO, reads no
//!   clock, and tells what should happen as effects that the loop performs. What came of them
//!   returns as a message.
//! - `view(&self, frame: &mut Frame, area: Rect, theme: &Theme)` never mutates, never reads the
//!   store, never asks the time. It sets the real cursor on the focused item.
//!
//! The top screen hears keys first; Esc pops it. A key is looked up with
//! [`resolve`](super::keymap::resolve) under the screen's own [`Context`](super::keymap::Context),
//! so that footer, help and behaviour cannot differ.
//! While a [`Card`](super::widgets::card::Card) is open it hears every input first.

use ratatui::layout::Rect;

/// The smallest terminal on which a screen is drawn at all: columns, rows.
pub const LEAST: (u16, u16) = (40, 10);

/// Returns whether the area is too small for any screen; the loop then draws one sentence instead.
pub fn too_small(area: Rect) -> bool {
    area.width < LEAST.0 || area.height < LEAST.1
}
