//! A text for another system: headings, labelled lines, paragraphs, no line over 78 columns.

use unicode_width::UnicodeWidthStr;

use crate::domain::text::clean;

/// Columns of the text: what a clinical system's entry box shows without a break.
pub(super) const COLUMNS: usize = 78;
/// Columns of a label.
const LABEL: usize = 15;

/// Lines being put together.
#[derive(Debug, Default)]
pub(super) struct Lines {
    lines: Vec<String>,
}

impl Lines {
    /// A part of the text, set off by a blank line.
    pub(super) fn heading(&mut self, title: &str) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.paragraph("", &title.to_uppercase());
    }

    /// A label with what it stands for; nothing where that is empty.
    pub(super) fn pair(&mut self, label: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let room = LABEL.saturating_sub(label.width()).max(1);
        self.wrapped(&format!("{label}{}", " ".repeat(room)), &" ".repeat(LABEL), text);
    }

    /// One entry of a list.
    pub(super) fn item(&mut self, text: &str) {
        self.wrapped("- ", "  ", text);
    }

    /// A paragraph behind an indent.
    pub(super) fn paragraph(&mut self, indent: &str, text: &str) {
        self.wrapped(indent, indent, text);
    }

    /// A rule across the text.
    pub(super) fn rule(&mut self) {
        self.lines.push("-".repeat(COLUMNS));
    }

    /// The text, a line feed after each line.
    pub(super) fn text(self) -> String {
        self.lines.into_iter().fold(String::new(), |text, line| text + line.trim_end() + "\n")
    }

    fn wrapped(&mut self, first: &str, rest: &str, text: &str) {
        let options = textwrap::Options::new(COLUMNS).initial_indent(first).subsequent_indent(rest);
        for (place, part) in clean(text).lines().enumerate() {
            let options = if place == 0 { options.clone() } else { options.clone().initial_indent(rest) };
            self.lines.extend(textwrap::wrap(part, options).into_iter().map(std::borrow::Cow::into_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_box_and_what_follows_stands_under_its_label() {
        let mut lines = Lines::default();
        lines.heading("Referral");
        lines.pair("Reason", &"word ".repeat(40));
        lines.pair("Empty", " ");
        lines.item("one\ntwo\u{1b}[2J");
        let text = lines.text();
        assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
        assert!(text.starts_with("REFERRAL\nReason         word word"), "{text}");
        assert!(text.contains("\n               word"), "{text}");
        assert!(text.ends_with("- one\n  two[2J\n") && !text.contains("Empty"), "{text}");
    }
}
