//! Folding of text for comparison: case, accents and separators do not count.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Stands in a folded text for whatever parts a word: an apostrophe, a hyphen, a slash.
const PART: char = '-';

/// A run of letters or a run of digits in one word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// What it is made of.
    pub kind: RunKind,
    /// The folded text, never empty.
    pub text: String,
    /// Whether something that is neither letter nor digit follows it within its word.
    pub parted: bool,
}

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunKind {
    /// Letters, and marks that are part of a letter.
    Letters,
    /// Digits and other numbers.
    Digits,
}

/// The words of a text, each as its runs of letters and digits, in lower case and without accents.
///
/// Words are parted by blanks. "O'Brien-Smith 26/04" gives `[[o, brien, smith], [26, 04]]`. Signs
/// that matter to how a letter reads and not to which letter it is are dropped (canonical combining
/// class other than 0); letters that Unicode does not take apart are written as in passports
/// (ICAO 9303-3, section 6A).
pub fn words(text: &str) -> Vec<Vec<Run>> {
    folded(text).split(' ').map(runs).filter(|word| !word.is_empty()).collect()
}

/// The text as one unbroken run: two names are the same where their keys are. "O'Brien" and
/// "OBRIEN" both give "obrien"; a text without letters and digits gives nothing.
pub fn key(text: &str) -> String {
    folded(text).replace([' ', PART], "")
}

fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd() {
        if c.is_whitespace() {
            out.push(' ');
        } else if canonical_combining_class(c) != 0 {
            // An accent.
        } else if c.is_alphanumeric() {
            c.to_lowercase().for_each(|c| spell(c, &mut out));
        } else if !is_combining_mark(c) {
            out.push(PART);
        }
    }
    out
}

/// Writes a lower-case letter, and one that Unicode does not take apart as its plain letters.
fn spell(c: char, out: &mut String) {
    let plain = match c {
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ø' => "o",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        'ς' => "σ",
        other if canonical_combining_class(other) != 0 => "",
        other => return out.push(other),
    };
    out.push_str(plain);
}

fn runs(word: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for c in word.chars() {
        if c == PART {
            if let Some(last) = runs.last_mut() {
                last.parted = true;
            }
            continue;
        }
        let kind = if c.is_numeric() { RunKind::Digits } else { RunKind::Letters };
        match runs.last_mut() {
            Some(last) if last.kind == kind && !last.parted => last.text.push(c),
            _ => runs.push(Run { kind, text: c.to_string(), parted: false }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<Vec<String>> {
        words(text).into_iter().map(|word| word.into_iter().map(|run| run.text).collect()).collect()
    }

    #[test]
    fn case_and_accents_do_not_count() {
        for (name, key_of_it) in [
            ("ŁUKASZ", "lukasz"),
            ("Đorđe", "dorde"),
            ("Søren", "soren"),
            ("Æthelœ", "aetheloe"),
            ("Straße", "strasse"),
            ("Þórður", "thordur"),
            ("İbrahim Işık", "ibrahimisik"),
            ("Zoe\u{308} NGUYỄN", "zoenguyen"),
            ("D’Arcy", "darcy"),
            ("ﬁnn", "finn"),
        ] {
            assert_eq!(key(name), key_of_it, "{name}");
        }
        assert_eq!(key("'- /"), "");
    }

    #[test]
    fn a_word_falls_into_its_letters_and_its_numbers() {
        assert_eq!(texts("O'Brien-Smith  26/04"), [vec!["o", "brien", "smith"], vec!["26", "04"]]);
        assert_eq!(texts("H04725"), [["h", "04725"]]);
        assert_eq!(texts(" \t-- \u{0} "), Vec::<Vec<String>>::new());
        assert!(words("2/").iter().flatten().all(|run| run.parted));
    }

    #[test]
    fn scripts_without_case_are_kept_and_their_reading_signs_dropped() {
        assert_eq!(key("مُحَمَّد"), "محمد");
        assert_eq!(key("أحمد"), "احمد");
        assert_eq!(key("王小明"), "王小明");
        assert_eq!(key("किरण"), "किरण");
        assert_eq!(key(&format!("a{}", "\u{301}".repeat(500))), "a");
        assert_eq!(key("\u{301}\u{489}\u{200D}"), "");
    }
}
