//! The question how a terminal is best read: a sample of each look, drawn in that look.

use super::pen::Pen;
use crate::tui::input::Key;
use crate::tui::theme::Theme;

/// Rows that one look takes.
const EACH: u16 = 2;

/// What a key did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LooksOutcome {
    /// Nothing that matters here.
    Stay,
    /// This look was chosen.
    Chosen(Theme),
    /// The question is left; the look drawn in stays for now.
    Leave,
}

/// What a key means here: a number chooses, Enter takes the look drawn in.
pub fn choose(key: Key, now: Theme) -> LooksOutcome {
    match key {
        Key::Char(digit) => {
            let place = digit.to_digit(10).and_then(|number| (number as usize).checked_sub(1));
            place
                .and_then(|place| Theme::ALL.get(place))
                .map_or(LooksOutcome::Stay, |t| LooksOutcome::Chosen(*t))
        }
        Key::Enter => LooksOutcome::Chosen(now),
        Key::Esc => LooksOutcome::Leave,
        _ => LooksOutcome::Stay,
    }
}

/// Draws the question, every look in its own.
pub fn draw(pen: &mut Pen<'_>, now: Theme) {
    let (columns, rows) = (pen.area().width, pen.area().height);
    pen.text(0, 0, "Which is easiest to read here?", now.title());
    for (number, theme) in (1_u16..).zip(Theme::ALL) {
        let top = 1 + (number - 1) * EACH;
        let mut sample = pen.part(0, top, columns, EACH).themed(theme);
        sample.text(0, 0, &format!("{number} {:<16}", theme.name()), theme.key());
        let after = sample.text(19, 0, "!! LATE 0h04", theme.urgent());
        let after = sample.text(after + 2, 0, "! soon", theme.warn());
        let after = sample.text(after + 2, 0, "saved", theme.saved());
        let room = usize::from(columns.saturating_sub(after + 2));
        sample.text(after + 2, 0, &theme.rule().repeat(room), theme.dim());
        let after = sample.text(2, 1, "in focus", theme.focus());
        let after = sample.text(after + 2, 1, theme.upright(), theme.dim());
        sample.text(after + 2, 1, &format!("J. Łukaszewicz, cut off {}", theme.cut()), theme.value());
    }
    pen.text(0, rows.saturating_sub(1), "1-4 keeps one  Enter this one  Esc not now", now.hint());
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ASCII, drawn, sweep};
    use super::*;

    #[test]
    fn each_look_has_its_number_and_its_own_lines() {
        let shot = drawn(80, 24, &ASCII, |pen| draw(pen, ASCII));
        for (number, theme) in (1..).zip(Theme::ALL) {
            assert!(shot.contains(&format!("{number} {}", theme.name())), "{shot}");
            assert_eq!(
                choose(Key::Char(char::from_digit(number, 10).unwrap()), ASCII),
                LooksOutcome::Chosen(theme)
            );
        }
        assert!(shot.contains('─') && shot.contains("---"), "{shot}");
        assert_eq!(choose(Key::Char('5'), ASCII), LooksOutcome::Stay);
        assert_eq!(choose(Key::Char('0'), ASCII), LooksOutcome::Stay);
        assert_eq!(choose(Key::Enter, ASCII), LooksOutcome::Chosen(ASCII));
        assert!(drawn(60, 15, &ASCII, |pen| draw(pen, ASCII)).contains("Esc not now"));
        insta::assert_snapshot!("looks", shot);
        sweep(|columns, rows| drawn(columns, rows, &ASCII, |pen| draw(pen, ASCII)));
    }
}
