//! Names of people in whatever script: what they begin with, and where they stand in a list.

use unicode_segmentation::UnicodeSegmentation;

use super::fold;

/// Returns what a name begins with, as a reader sees it: its first letter with all its marks, in upper
/// case. A name without any letter gives its first character that is not blank. Gives nothing only where
/// there is nothing to see.
pub fn initial(name: &str) -> Option<String> {
    let seen = || name.graphemes(true).filter(|grapheme| !grapheme.chars().all(is_unseen));
    let first =
        seen().find(|grapheme| grapheme.chars().any(char::is_alphabetic)).or_else(|| seen().next())?;
    // In upper case it can be more than one letter, as "ß" is.
    let upper = first.to_uppercase();
    upper.graphemes(true).next().map(str::to_owned)
}

/// Returns where a name stands in a list: case and accents do not count, words do, and names that are
/// alike but for those are put by how they are written.
pub fn order(name: &str) -> (Vec<String>, String) {
    let words = fold::words(name).into_iter();
    let words = words.map(|word| word.into_iter().map(|run| run.text).collect::<String>());
    (words.collect(), name.to_owned())
}

/// A blank or a joiner, which shows nothing on its own.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initial_is_the_first_letter_with_its_marks() {
        for (name, first) in [
            ("Łukasz", "Ł"),
            ("zoë", "Z"),
            ("e\u{301}lodie", "E\u{301}"),
            ("a\u{331}\u{323}na", "A\u{331}\u{323}"),
            ("Ánh", "Á"),
            ("محمد", "م"),
            ("王小明", "王"),
            ("김민수", "김"),
            ("ਹਰਪ੍ਰੀਤ", "ਹ"),
            ("O'Brien", "O"),
            ("d'Ávila", "D"),
            ("'Abd", "A"),
            ("Æ", "Æ"),
            ("ß", "S"),
            ("4th", "T"),
        ] {
            assert_eq!(initial(name).as_deref(), Some(first), "{name}");
        }
    }

    #[test]
    fn a_name_without_letters_still_has_an_initial() {
        assert_eq!(initial("👩‍⚕️").as_deref(), Some("👩‍⚕️"));
        assert_eq!(initial(" 🇵🇱🇵🇱").as_deref(), Some("🇵🇱"));
        assert_eq!(initial("47").as_deref(), Some("4"));
        assert_eq!(initial("-").as_deref(), Some("-"));
        for nothing in ["", "  ", "\u{200d}"] {
            assert_eq!(initial(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn case_and_accents_do_not_move_a_name_in_a_list() {
        let mut names = [
            "Žák",
            "Zoë",
            "zoe",
            "Łukaszewicz",
            "Lutz",
            "Luk",
            "Émile",
            "Elodie",
            "Élodie",
            "Emma",
            "Østby",
            "de Vries",
            "Decker",
            "O'Brien",
            "Obrecht",
            "王小明",
            "محمد",
            "김민수",
            "👩‍⚕️",
        ];
        names.sort_by_cached_key(|name| order(name));
        let sorted = [
            "👩‍⚕️",
            "de Vries",
            "Decker",
            "Elodie",
            "Élodie",
            "Émile",
            "Emma",
            "Luk",
            "Łukaszewicz",
            "Lutz",
            "Obrecht",
            "O'Brien",
            "Østby",
            "Žák",
            "Zoë",
            "zoe",
            "محمد",
            "김민수",
            "王小明",
        ];
        assert_eq!(names, sorted);
    }

    #[test]
    fn names_written_apart_keep_one_order_wherever_they_come_from() {
        let mut one = ["ZOE", "Zoe", "Zoë", "zoe"];
        let mut other = ["zoe", "Zoë", "ZOE", "Zoe"];
        one.sort_by_cached_key(|name| order(name));
        other.sort_by_cached_key(|name| order(name));
        assert_eq!(one, other);
    }
}
