//! Cutting and padding of text by what it takes on screen, never through a character.

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use crate::tui::theme::Theme;

/// Returns the columns the text takes on screen.
pub fn width(text: &str) -> usize {
    drawn(text).map(|(_, columns)| columns).sum()
}

/// Returns the text cut to the width, with the theme's mark where something was cut.
pub fn clip(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(theme.cut())) else { return String::new() };
    head(text, room) + theme.cut()
}

/// Returns the end of the text, with the theme's mark at its left where something was cut.
pub fn clip_start(text: &str, columns: usize, theme: &Theme) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(theme.cut())) else { return String::new() };
    theme.cut().to_owned() + &tail(text, room)
}

/// Returns the text cut or filled with blanks at its right to exactly the width.
pub fn pad(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = clip(text, columns, theme);
    let blanks = columns.saturating_sub(width(&cut));
    cut + &" ".repeat(blanks)
}

/// Returns the text cut or filled with blanks at its left to exactly the width.
pub fn pad_left(text: &str, columns: usize, theme: &Theme) -> String {
    let cut = clip(text, columns, theme);
    " ".repeat(columns.saturating_sub(width(&cut))) + &cut
}

/// Returns the text in lines no wider than given, broken between words where that is possible.
///
/// A word wider than a line is broken between its characters, so nothing of it is lost. Only where a
/// single character is wider than given is its line too wide.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let text = shown(text);
    text.split('\n').flat_map(|line| wrap_line(line, columns.max(1))).collect()
}

/// The text without what is never drawn, which would part the characters beside it.
fn shown(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn wrap_line(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut used, mut begun) = (0, false);
    for piece in pieces(text, columns) {
        if begun && used + piece.columns > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        // Blanks wait until something follows them on their line.
        line.push_str(&" ".repeat(used.saturating_sub(width(&line))));
        line.push_str(&piece.text);
        used += piece.columns + piece.blanks;
        begun = true;
    }
    lines.push(line);
    lines
}

/// A part of a line that is not broken, with the blanks after it.
#[derive(Default)]
struct Piece {
    text: String,
    columns: usize,
    blanks: usize,
}

impl Piece {
    /// Whether a line may end after this piece although no blank follows it: a hyphen within a word.
    fn parts_before(&self, next: &str) -> bool {
        let alphanumeric = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let head = self.text.strip_suffix('-');
        head.is_some_and(|head| alphanumeric(head.chars().next_back())) && alphanumeric(next.chars().next())
    }
}

fn pieces(line: &str, columns: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    for (grapheme, takes) in drawn(line) {
        if grapheme == " " {
            piece.blanks += 1;
            continue;
        }
        let full = !piece.text.is_empty() && piece.columns + takes > columns;
        if piece.blanks > 0 || full || piece.parts_before(grapheme) {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.text.push_str(grapheme);
        piece.columns += takes;
    }
    pieces.push(piece);
    pieces
}

/// Returns the text in at most so many lines; the last one ends in the theme's mark where there is more.
pub fn wrap_short(text: &str, columns: usize, most: usize, theme: &Theme) -> Vec<String> {
    shorten(wrap(text, columns), columns, most, theme)
}

/// Returns the first lines, so many at most; the last one ends in the theme's mark where there are more.
pub fn shorten(mut lines: Vec<String>, columns: usize, most: usize, theme: &Theme) -> Vec<String> {
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let room = columns.saturating_sub(width(theme.cut()));
            *last = head(last, room) + theme.cut();
        }
    }
    lines
}

fn head(text: &str, room: usize) -> String {
    let mut used = 0;
    let fits = |columns: usize| {
        used += columns;
        used <= room
    };
    let mut fits = fits;
    drawn(text).take_while(|(_, columns)| fits(*columns)).map(|(grapheme, _)| grapheme).collect()
}

fn tail(text: &str, room: usize) -> String {
    let mut used = 0;
    let mut kept: Vec<&str> = Vec::new();
    for (grapheme, columns) in drawn(text).collect::<Vec<_>>().into_iter().rev() {
        used += columns;
        if used > room {
            break;
        }
        kept.push(grapheme);
    }
    kept.into_iter().rev().collect()
}

/// The graphemes the terminal library draws, with the cells it gives them.
fn drawn(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .filter(|grapheme| !grapheme.contains(char::is_control))
        .map(|grapheme| (grapheme, usize::from(grapheme.cell_width())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Borders, Look};

    const UNICODE: Theme = Theme { look: Look::Mono, borders: Borders::Unicode };
    const ASCII: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };

    #[test]
    fn a_text_that_fits_is_left_alone_and_a_cut_carries_its_mark() {
        assert_eq!(clip("Okafor", 6, &UNICODE), "Okafor");
        assert_eq!(clip("Okafor", 5, &UNICODE), "Okaf…");
        assert_eq!(clip("Okafor", 5, &ASCII), "Okaf~");
        assert_eq!(clip("Okafor", 0, &ASCII), "");
        assert_eq!(clip_start("Okafor", 4, &ASCII), "~for");
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        assert_eq!(clip("日本語", 4, &UNICODE), "日…");
        assert_eq!(pad("日本語", 4, &UNICODE), "日… ");
        assert_eq!(clip("e\u{301}e\u{301}e", 2, &UNICODE), "e\u{301}…");
    }

    #[test]
    fn wrapped_text_that_has_no_room_ends_in_the_mark() {
        assert_eq!(wrap_short("one two three", 7, 2, &ASCII), ["one two", "three"]);
        assert_eq!(wrap_short("one two three four", 7, 1, &ASCII), ["one tw~"]);
        assert_eq!(wrap_short("one two three four", 9, 1, &ASCII), ["one two~"]);
        assert!(wrap_short("one two", 3, 0, &ASCII).is_empty());
    }

    #[test]
    fn padding_gives_exactly_the_width() {
        assert_eq!(pad("c07", 5, &ASCII), "c07  ");
        assert_eq!(pad_left("0:42", 6, &ASCII), "  0:42");
    }

    #[test]
    fn words_stay_whole_and_blanks_at_a_line_end_go() {
        assert_eq!(wrap("Seen by the nurse", 8), ["Seen by", "the", "nurse"]);
        assert_eq!(wrap("  - two", 10), ["  - two"]);
        assert_eq!(wrap("one\n\ntwo", 10), ["one", "", "two"]);
        assert_eq!(wrap("a well-known man", 8), ["a well-", "known", "man"]);
        assert_eq!(wrap("", 8), [""]);
    }

    #[test]
    fn a_text_without_blanks_goes_on_in_the_next_line() {
        assert_eq!(wrap("王小明來自臺北", 5), ["王小", "明來", "自臺", "北"]);
        assert_eq!(wrap("an abcdefghij", 4), ["an", "abcd", "efgh", "ij"]);
        assert_eq!(wrap("👩‍⚕️👩‍⚕️👩‍⚕️", 4), ["👩‍⚕️👩‍⚕️", "👩‍⚕️"]);
        assert_eq!(wrap("❤️❤️❤️", 4), ["❤️❤️", "❤️"]);
        assert_eq!(wrap("🇵🇱🇵🇱", 2), ["🇵🇱", "🇵🇱"]);
        assert_eq!(wrap("王小", 1), ["王", "小"]);
    }

    const BITS: &str = "[a-c]{1,9}|[-'./]| {1,3}|ż|Zoë|Zoe\u{308}|Nguyễn Thị Ánh|محمد عبد الله|王小明|김민수|ਹਰਪ੍ਰੀਤ|\
         a\u{301}\u{323}|👩‍⚕️|🇵🇱|❤️|ｶﾞ| \u{301}|\u{200d}|\u{3000}|\n|\u{7}";

    proptest::proptest! {
        #[test]
        fn wrapping_loses_nothing_and_every_line_fits(
            bits in proptest::collection::vec(BITS, 0..12), columns in 0_usize..20,
        ) {
            let text = shown(&bits.concat());
            let seen = |text: &str| -> Vec<String> {
                let lines = text.split('\n').flat_map(drawn);
                lines.map(|(grapheme, _)| grapheme.to_owned()).filter(|grapheme| grapheme != " ").collect()
            };
            let widest = text.split('\n').flat_map(drawn).map(|(_, columns)| columns).max().unwrap_or(0);
            let lines = wrap(&bits.concat(), columns);
            proptest::prop_assert_eq!(seen(&lines.join("\n")), seen(&text));
            for line in &lines {
                proptest::prop_assert!(width(line) <= columns.max(widest).max(1), "{:?} in {:?}", line, lines);
                let seen = drawn(line).filter(|(_, columns)| *columns > 0).count();
                proptest::prop_assert!(width(line) <= columns || seen == 1, "{:?} in {:?}", line, lines);
            }
        }

        #[test]
        fn cutting_and_padding_keep_to_the_width(
            bits in proptest::collection::vec(BITS, 0..12), columns in 0_usize..20,
        ) {
            let text = bits.concat();
            for theme in [&UNICODE, &ASCII] {
                proptest::prop_assert!(width(&clip(&text, columns, theme)) <= columns);
                proptest::prop_assert!(width(&clip_start(&text, columns, theme)) <= columns);
                proptest::prop_assert_eq!(width(&pad(&text, columns, theme)), columns);
                proptest::prop_assert_eq!(width(&pad_left(&text, columns, theme)), columns);
            }
        }
    }
}
