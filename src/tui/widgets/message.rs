//! The message line: what was saved, what needs a look, what went wrong.

use super::clip::wrap;
use super::pen::Pen;

/// What kind of message it is; each is told apart by its first characters too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Committed to the store; nothing else may be called saved.
    Saved,
    /// Plain information.
    Note,
    /// Something to look at, marked `!`.
    Warning,
    /// Something that did not happen, marked `!!`.
    Error,
}

/// One message to the person at the desk: what happened, what was kept, what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// What kind it is.
    pub kind: Kind,
    /// The sentence.
    pub text: String,
}

impl Message {
    /// A message of the kind.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }

    /// Returns how many rows the message takes in so many columns, 1 to `most`.
    pub fn rows(&self, columns: u16, most: u16) -> u16 {
        let lines = wrap(&format!("{}{}", self.mark(), self.text), columns.into()).len();
        u16::try_from(lines).unwrap_or(most).clamp(1, most)
    }

    /// The message as it is said, its mark before it.
    pub fn spoken(&self) -> String {
        format!("{}{}", self.mark(), self.text)
    }

    fn mark(&self) -> &'static str {
        match self.kind {
            Kind::Saved | Kind::Note => "",
            Kind::Warning => "! ",
            Kind::Error => "!! ",
        }
    }

    /// Draws the message over the pen's rows, broken between words; more than fits is marked.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let style = match self.kind {
            Kind::Saved => theme.saved(),
            Kind::Note => theme.hint(),
            Kind::Warning => theme.warn(),
            Kind::Error => theme.urgent(),
        };
        let lines = wrap(&format!("{}{}", self.mark(), self.text), usize::from(pen.area().width));
        let rows = pen.area().height;
        let more = lines.len() > usize::from(rows);
        for (row, line) in (0..rows).zip(&lines) {
            if more && row + 1 == rows {
                // Overfull on purpose, so that the pen sets its mark.
                let cut =
                    super::clip::clip(&format!("{line} {}", theme.cut()), pen.area().width.into(), &theme);
                pen.text(0, row, &cut, style);
            } else {
                pen.text(0, row, line, style);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{ASCII, MONO, drawn, sweep};
    use super::*;

    #[test]
    fn an_error_says_so_without_colour() {
        let message = Message::new(Kind::Error, "Not saved: the disk is full.");
        assert_eq!(drawn(40, 1, &MONO, |pen| message.draw(pen)), "!! Not saved: the disk is full.");
    }

    #[test]
    fn a_long_message_wraps_and_marks_what_is_left_out() {
        let message = Message::new(Kind::Warning, "Missing: Surname, Source, Legal position, Priority");
        assert_eq!(drawn(20, 2, &ASCII, |pen| message.draw(pen)), "! Missing: Surname,\nSource, Legal ~");
        sweep(|columns, rows| drawn(columns, rows, &ASCII, |pen| message.draw(pen)));
    }
}
