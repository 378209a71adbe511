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

use super::widgets::clip::wrap;
use super::widgets::pen::Pen;

/// The smallest terminal on which a screen is drawn at all: columns, rows.
pub const LEAST: (u16, u16) = (40, 10);

/// Returns whether the area is too small for any screen; the loop then draws one sentence instead.
pub fn too_small(area: Rect) -> bool {
    area.width < LEAST.0 || area.height < LEAST.1
}

/// Draws the sentence that stands in for a screen on a terminal that is too small.
pub fn draw_too_small(pen: &mut Pen<'_>) {
    let theme = pen.theme();
    let lines = wrap("Terminal too small: 40x10 needed", usize::from(pen.area().width));
    for (row, line) in (0..pen.area().height).zip(&lines) {
        pen.text(0, row, line, theme.warn());
    }
}

#[cfg(test)]
mod tests {
    use super::super::widgets::testing::{ASCII, drawn, sweep};
    use super::*;

    #[test]
    fn a_terminal_under_forty_by_ten_gets_one_sentence_instead_of_a_screen() {
        assert!(too_small(Rect::new(0, 0, 39, 24)) && too_small(Rect::new(0, 0, 80, 9)));
        assert!(!too_small(Rect::new(0, 0, 40, 10)));
        assert_eq!(drawn(20, 2, &ASCII, draw_too_small), "Terminal too small:\n40x10 needed");
        sweep(|columns, rows| drawn(columns, rows, &ASCII, draw_too_small));
    }
}
