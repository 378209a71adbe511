//! A note before it has a width: blocks that stay together, made of lines that may wrap.

use textwrap::{Options, WordSplitter, wrap};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::facts::Stamp;
use crate::domain::page::{PageLine, Role};
use crate::domain::text::clean;

/// A handover note, ready to be laid out.
#[derive(Clone, Debug)]
pub struct Handover {
    /// First line of each page.
    pub marking: String,
    /// What every page's header says: service, sites, shift.
    pub running: Vec<String>,
    /// What every page's footer calls the note.
    pub note: String,
    /// Who prints it; a second copy gets its own.
    pub stamp: Stamp,
    /// What it says, in order.
    pub blocks: Vec<Block>,
    /// People named on it.
    pub named: u32,
}

/// Lines that stay on one page if they fit on one at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// What a page calls it that has to continue it.
    pub name: String,
    /// What its first line is.
    pub role: Role,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Whether it begins a page.
    pub new_page: bool,
}

impl Block {
    /// A block of text.
    pub fn text(name: &str, lines: Vec<Line>) -> Self {
        Self { name: name.to_owned(), role: Role::Text, lines, new_page: false }
    }

    /// A block that begins with a heading.
    pub fn headed(name: &str, lines: Vec<Line>) -> Self {
        Self { name: name.to_owned(), role: Role::Heading, lines, new_page: false }
    }

    /// Its lines as they stand on a page this wide.
    pub fn wrapped(&self, columns: usize) -> Vec<PageLine> {
        let lines = self.lines.iter().flat_map(|line| line.wrapped(columns));
        let role = |nth: usize| if nth == 0 { self.role } else { Role::Text };
        lines.enumerate().map(|(nth, line)| PageLine::new(role(nth), line)).collect()
    }
}

/// One line before wrapping. What wraps hangs under the end of its lead.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line {
    /// A rule across the page.
    Rule,
    /// Words, with something that stands at the right edge.
    Prose {
        /// What stands in front, its blanks included.
        lead: String,
        /// The words.
        text: String,
        /// What stands right of their last line, or on a line of its own.
        tail: String,
    },
    /// Words that hang under the first columns of their lead, however long that is.
    Paragraph {
        /// What stands in front, its blanks included.
        lead: String,
        /// The words.
        text: String,
        /// Columns by which what wraps is indented.
        hang: usize,
    },
    /// A row of a table, laid out already; what is wider than the page is cut with a mark.
    Row(String),
    /// Phrases that are not broken while they fit on a line.
    Phrases {
        /// What stands in front, its blanks included.
        lead: String,
        /// The phrases.
        parts: Vec<String>,
        /// What stands between two on one line.
        between: &'static str,
    },
}

impl Line {
    /// Words after a lead.
    pub fn prose(lead: &str, text: &str) -> Self {
        Self::with_tail(lead, text, "")
    }

    /// A row of a table.
    pub fn row(text: &str) -> Self {
        Self::Row(clean(text).replace('\n', " "))
    }

    /// Words after a lead, and something at the right edge.
    pub fn with_tail(lead: &str, text: &str, tail: &str) -> Self {
        Self::Prose { lead: lead.to_owned(), text: tidy(text), tail: tidy(tail) }
    }

    /// Words of a paragraph that hang three columns in.
    pub fn paragraph(lead: &str, text: &str) -> Self {
        Self::Paragraph { lead: lead.to_owned(), text: tidy(text), hang: PARAGRAPH_HANG }
    }

    /// Phrases after a lead; empty ones are left out.
    pub fn phrases<T: AsRef<str>>(
        lead: &str,
        parts: impl IntoIterator<Item = T>,
        between: &'static str,
    ) -> Self {
        let parts =
            parts.into_iter().map(|part| tidy(part.as_ref())).filter(|part| !part.is_empty()).collect();
        Self::Phrases { lead: lead.to_owned(), parts, between }
    }

    /// The line as it stands on a page this wide; none of the lines returned is wider.
    pub fn wrapped(&self, columns: usize) -> Vec<String> {
        match self {
            Self::Rule => vec!["-".repeat(columns)],
            Self::Row(text) => vec![cut(text, columns)],
            Self::Paragraph { lead, text, hang } => {
                // A box stays with its first word: no line ends in one.
                let joined = text
                    .replace("[ ] ", &format!("[{FIXED}]{FIXED}"))
                    .replace("[x] ", &format!("[x]{FIXED}"));
                let lines = hung(lead, &joined, *hang, columns);
                lines.into_iter().map(|line| line.replace(FIXED, " ")).collect()
            }
            Self::Prose { lead, text, tail } => with_tail(prose(lead, text, columns), lead, tail, columns),
            Self::Phrases { lead, parts, between } => phrases(lead, parts, between, columns),
        }
    }
}

/// Columns by which the lines of a paragraph after its first are indented.
const PARAGRAPH_HANG: usize = 3;

/// A blank at which no line is broken: as wide as any, and no blank to the wrapping.
pub const FIXED: char = '\u{2007}';

/// The mark of a row that was cut.
const CUT: char = '~';

/// The text, cut with a mark where it is wider than the page.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.trim_end().to_owned();
    }
    let mut kept = String::new();
    for letter in text.graphemes(true) {
        if kept.width() + letter.width() + 1 > columns {
            break;
        }
        kept.push_str(letter);
    }
    kept.push(CUT);
    kept
}

/// One line of printable text. A variation selector is dropped because it changes the width of the
/// character before it, and paper could not follow.
fn tidy(text: &str) -> String {
    let text: String = clean(text).chars().filter(|c| !matches!(c, '\u{FE00}'..='\u{FE0F}')).collect();
    text.replace('\n', " ").trim().to_owned()
}

fn prose(lead: &str, text: &str, columns: usize) -> Vec<String> {
    hung(lead, text, lead.width(), columns)
}

fn hung(lead: &str, text: &str, hang: usize, columns: usize) -> Vec<String> {
    let hang = " ".repeat(hang);
    let options = Options::new(columns)
        .initial_indent(lead)
        .subsequent_indent(&hang)
        // A reference broken at its hyphen could not be found again.
        .word_splitter(WordSplitter::NoHyphenation);
    wrap(text, options).iter().map(|line| line.trim_end().to_owned()).collect()
}

fn with_tail(mut lines: Vec<String>, lead: &str, tail: &str, columns: usize) -> Vec<String> {
    if tail.is_empty() {
        return lines;
    }
    let room = columns.saturating_sub(tail.width());
    match lines.last_mut() {
        Some(last) if last.width() + 2 <= room => {
            let gap = " ".repeat(room - last.width());
            last.push_str(&gap);
            last.push_str(tail);
        }
        _ if room > lead.width() => lines.push(format!("{}{tail}", " ".repeat(room))),
        _ => lines.extend(prose(&" ".repeat(lead.width()), tail, columns)),
    }
    lines
}

fn phrases(lead: &str, parts: &[String], between: &str, columns: usize) -> Vec<String> {
    let hang = " ".repeat(lead.width());
    let mut lines: Vec<String> = Vec::new();
    let mut line = lead.to_owned();
    let mut fresh = true;
    for part in parts {
        let glue = if fresh { "" } else { between };
        if line.width() + glue.width() + part.width() <= columns {
            line.push_str(glue);
            line.push_str(part);
        } else {
            if !fresh {
                lines.push(std::mem::replace(&mut line, hang.clone()));
            }
            let mut wrapped = prose(&line, part, columns);
            line = wrapped.pop().unwrap_or_default();
            lines.extend(wrapped);
        }
        fresh = false;
    }
    lines.push(line);
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_hang_under_their_lead() {
        let line = Line::prose("   P  ", "one two three four");
        assert_eq!(line.wrapped(16), ["   P  one two", "      three four"]);
    }

    #[test]
    fn a_tail_stands_at_the_right_edge_or_on_its_own_line() {
        let line = Line::with_tail("A ", "ring CAMHS", "Shah 07:30");
        assert_eq!(line.wrapped(24), ["A ring CAMHS  Shah 07:30"]);
        assert_eq!(line.wrapped(23), ["A ring CAMHS", "             Shah 07:30"]);
    }

    #[test]
    fn phrases_are_broken_only_between_one_another() {
        let line = Line::phrases("1 ", ["J.D.", "BRO c07", "", "LIM Tue 09:15"], "  ");
        assert_eq!(line.wrapped(16), ["1 J.D.  BRO c07", "  LIM Tue 09:15"]);
    }

    #[test]
    fn a_reference_is_not_broken_at_its_hyphen() {
        assert_eq!(Line::prose("", "see BRO-26-00012").wrapped(12), ["see", "BRO-26-00012"]);
    }

    #[test]
    fn wide_characters_count_two_columns() {
        for line in Line::prose("P ", "山田太郎山田太郎山田太郎").wrapped(10) {
            assert!(line.width() <= 10, "{line}");
        }
    }

    #[test]
    fn a_control_character_or_a_line_break_does_not_reach_the_page() {
        let line = Line::prose("", "a\u{1b}[5ib\nc\u{c}d");
        assert_eq!(line.wrapped(40), ["a[5ib cd"]);
    }
}
