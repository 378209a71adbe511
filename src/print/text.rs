//! Pages as bytes: our own margins, `\n`, a form feed after each page.

use crate::domain::page::Page;
use crate::domain::text::clean;

/// Blank columns in front of each line; a printer's text filter starts at the paper's edge.
const LEFT_MARGIN: usize = 5;
/// Blank lines above each page.
const TOP_MARGIN: usize = 3;
const FORM_FEED: char = '\u{c}';

/// Text that holds no control character but line ends and the form feeds between its pages.
///
/// It can only be made here, so a note can neither steer a terminal nor end a print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Printable(Vec<u8>);

impl Printable {
    /// Puts margins round the pages. Each page ends in one form feed, so that the last sheet comes
    /// out and no blank one after it.
    pub fn new(pages: &[Page]) -> Self {
        let mut text = String::new();
        for page in pages {
            text.push_str(&"\n".repeat(TOP_MARGIN));
            for line in page.texts() {
                push_line(&mut text, line);
            }
            text.push(FORM_FEED);
        }
        Self(text.into_bytes())
    }

    /// The bytes to be written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn push_line(text: &mut String, line: &str) {
    let line = printed(line);
    if !line.is_empty() {
        text.push_str(&" ".repeat(LEFT_MARGIN));
        text.push_str(&line);
    }
    text.push('\n');
}

/// A line as every way out prints it: cleaned, on one line, without blanks at its end.
pub(super) fn printed(line: &str) -> String {
    clean(line).replace('\n', " ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(pages: &[&[&str]]) -> String {
        let pages: Vec<Page> =
            pages.iter().map(|page| Page::plain(page.iter().map(ToString::to_string))).collect();
        String::from_utf8(Printable::new(&pages).as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn pages_have_margins_and_one_form_feed_each() {
        assert_eq!(
            printed(&[&["MARKING", "", "text"], &["second"]]),
            "\n\n\n     MARKING\n\n     text\n\u{c}\n\n\n     second\n\u{c}"
        );
    }

    #[test]
    fn foreign_control_bytes_do_not_reach_the_printer() {
        let text = printed(&[&["a\u{1b}[4i\u{c}b\u{9b}c\r\nd\u{202e}e"]]);
        assert_eq!(text, "\n\n\n     a[4ibc de\n\u{c}");
    }
}
