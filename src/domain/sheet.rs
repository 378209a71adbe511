//! Cells of tables that spreadsheets open: none of them is taken for a formula (CWE-1236).

/// What begins a formula, in the widths in which keyboards write it.
const FORMULA: [char; 12] = [
    '=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}', '\u{FE66}', '\u{FE62}', '\u{FE63}',
    '\u{FE6B}',
];
/// What some spreadsheets take for the begin of another cell.
const BREAKS: [char; 2] = ['\t', '\r'];

/// The text as a cell: with an apostrophe in front where a spreadsheet would reckon it. [`typed`] takes
/// it off again.
pub fn inert(text: &str) -> String {
    if is_reckoned(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell that [`inert`] wrote.
pub fn typed(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_reckoned(rest)).unwrap_or(cell)
}

/// Whether a spreadsheet might take the text for a formula: what no reader sees in front of it does not
/// count, nor do apostrophes, so that it can be told which of them were put there.
fn is_reckoned(text: &str) -> bool {
    let begins = |c: char| c == '\'' || c.is_whitespace() || c.is_control() || is_unseen(c);
    text.starts_with(BREAKS) || text.trim_start_matches(begins).starts_with(FORMULA)
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMULAS: [&str; 15] = [
        "=cmd()",
        "=1+1",
        "+44",
        "-1+1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "  =x",
        "\u{A0}=x",
        "\n=x",
        "\u{FEFF}=x",
        "\u{200B}@x",
        "\u{FF1D}x",
        "'=x",
        "''-x",
    ];

    #[test]
    fn what_a_spreadsheet_would_reckon_is_marked_as_text_and_read_back_as_typed() {
        for formula in FORMULAS {
            assert_eq!(inert(formula), format!("'{formula}"));
            assert_eq!(typed(&inert(formula)), formula);
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        for text in
            ["", "A.K. BRO-26-00012", "a=b", "'t Hooft", "O'Neil-Smith", "'", " x", "2026-11-23", "\u{2212}1"]
        {
            assert_eq!(inert(text), text);
            assert_eq!(typed(text), text);
        }
    }
}
