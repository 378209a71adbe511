//! Cleaning of text at every boundary: keys, paste, TOML, command line, store, print.
//!
//! A control byte in a name could move the cursor of the next shift's terminal or end a print.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthStr;

/// Combining marks kept on one base character; more would only serve to smear the screen.
const MARKS_KEPT: usize = 8;

/// Returns the text without control characters, in NFC, with line ends as LF.
///
/// Dropped: C0 (but LF), DEL, C1, bidirectional controls, line and paragraph separators. A tab
/// becomes a space. Combining marks beyond eight on one base are dropped.
pub fn clean(raw: &str) -> String {
    let unix = raw.replace("\r\n", "\n");
    // Hidden characters go before anything is composed or counted: one of them between a letter and its
    // mark would part them, and let a smear begin anew.
    let seen = unix.chars().map(plain).filter(|c| *c == '\n' || !is_hidden(*c));
    let mut out = String::with_capacity(unix.len());
    let mut marks = 0;
    for c in seen.nfc() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks <= MARKS_KEPT {
            out.push(c);
        }
    }
    out
}

/// Another line end or a tab as the one that is kept.
fn plain(c: char) -> char {
    match c {
        '\r' | '\u{2028}' | '\u{2029}' => '\n',
        '\t' => ' ',
        other => other,
    }
}

/// Returns the cleaned text on one line, without blanks at its ends.
pub fn clean_line(raw: &str) -> String {
    clean(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the text filled with blanks to so many columns; a longer one as it is. A Chinese letter takes
/// two columns and a mark none, which a format's own width does not know.
pub fn filled(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidi_controls_do_not_survive_cleaning() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\u{9b}d\r\ne\tf\u{7}"), "a[2Jbcd\ne f");
    }

    #[test]
    fn accents_are_composed_and_a_smear_of_marks_is_cut() {
        assert_eq!(clean("Zoe\u{308}"), "Zoë");
        assert_eq!(clean(&format!("a{}", "\u{489}".repeat(50))).chars().count(), 9);
    }

    #[test]
    fn a_hidden_character_neither_parts_a_letter_from_its_mark_nor_lets_a_smear_begin_anew() {
        assert_eq!(clean("e\u{0}\u{301}"), "é");
        let smear: String = std::iter::repeat_n(format!("\u{202e}{}", "\u{489}".repeat(8)), 5).collect();
        assert_eq!(clean(&format!("a{smear}")).chars().count(), 9);
    }

    #[test]
    fn joiners_stay_for_without_them_names_and_pictures_fall_apart() {
        for text in ["👩\u{200d}⚕\u{fe0f}", "می\u{200c}خواهم", "ක්\u{200d}ර"] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn a_text_is_filled_by_the_columns_it_takes() {
        assert_eq!(filled("小王", 6), "小王  ");
        assert_eq!(filled("e\u{301}", 3), "e\u{301}  ");
        assert_eq!(filled("J.D.", 3), "J.D.");
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(clean_line("  J.\n D\u{0}oe "), "J. Doe");
    }
}
