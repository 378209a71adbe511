//! The help pages: what a practitioner needs to know at 03:00, readable without a network.
//!
//! Lives here: the pages and how one is found by its name or by words. The texts stand beside, one
//! file each; a line `{{picture board}}` in one becomes the picture of that screen, made from the
//! program itself by `UPDATE_README=1 cargo test --lib readme`.
//! Must not live here: how a page is drawn or printed.

/// One page of help.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// What it is asked for by: one word.
    pub name: &'static str,
    /// Its first line, which says what it is about.
    pub title: &'static str,
    /// All of it as it was written, its title first and its pictures not yet put in.
    pub text: &'static str,
}

/// One line of a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// Words, which may be broken between two of them.
    Words(&'static str),
    /// A row of a picture, whose columns stand below one another.
    Picture(&'static str),
}

impl Row {
    /// What stands in it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Words(text) | Self::Picture(text) => text,
        }
    }
}

impl Page {
    /// Its rows: the title first, the pictures put in, none over [`WIDEST`].
    pub fn rows(&self) -> Vec<Row> {
        self.text.lines().flat_map(with_picture).collect()
    }

    /// How well the page fits these words: by its name, by name and title, by its text; none where it
    /// lacks one of them. The less the better.
    pub fn fit(&self, words: &str) -> Option<u8> {
        let words = words.to_lowercase();
        let has = |all: &str| words.split_whitespace().all(|word| all.to_lowercase().contains(word));
        if !words.trim().is_empty() && self.name.starts_with(words.trim()) {
            return Some(0);
        }
        [(1, format!("{} {}", self.name, self.title)), (2, self.text.to_owned())]
            .into_iter()
            .find_map(|(fit, all)| has(&all).then_some(fit))
    }
}

/// The most columns a line of a page may have.
pub const WIDEST: usize = 80;

macro_rules! pages {
    ($($name:literal: $title:literal,)*) => {
        &[$(Page { name: $name, title: $title, text: include_str!(concat!("pages/", $name, ".txt")) }),*]
    };
}

/// Every page, in the order in which they are listed.
pub const PAGES: &[Page] = pages! {
    "start": "Your first evening: sign in, start your shift, read the board",
    "board": "The board: who waits, in which order, and which clock runs out",
    "referral": "A referral: from the first word to the board",
    "screening": "A screening: answering, drafts, red flags, going on later",
    "flags": "A red flag was announced: what to do now",
    "hold": "On hold: when somebody cannot or will not be seen now",
    "undo": "Taking back what you did last, and putting older entries right",
    "onward": "Onward referrals: sending them, and not losing them",
    "handover": "The handover: make it, print it, receive it, find it again",
    "figures": "The figures: what the service reports, and what is missing in its records",
    "rota": "The rota: who works where, and what is short",
    "caseload": "Caseload and supervision; work that belongs to no person",
    "lock": "Lock, PIN and passphrase; what to do when one is forgotten",
    "backup": "Copies of the store, and a store that does not open",
    "export": "Exports: records of a period as tables, and extracts for research",
    "terminals": "Any terminal: looks, lines, sizes, and keys of your own",
    "keys": "The keys that hold everywhere",
};

/// The pictures of screens that pages may show, by name.
const PICTURES: &[(&str, &str)] = &[
    ("board", include_str!("pages/pictures/board.txt")),
    ("form", include_str!("pages/pictures/form.txt")),
    ("handover", include_str!("pages/pictures/handover.txt")),
];

/// The page of this name; upper or lower case is the same.
pub fn find(name: &str) -> Option<&'static Page> {
    PAGES.iter().find(|page| page.name.eq_ignore_ascii_case(name.trim()))
}

/// A line of a page, or the rows of the picture it stands for, between two rules.
fn with_picture(line: &'static str) -> Vec<Row> {
    let named = line.strip_prefix("{{picture ").and_then(|rest| rest.strip_suffix("}}"));
    match named.and_then(|name| PICTURES.iter().find(|(known, _)| *known == name)) {
        Some((_, picture)) => {
            let rows = picture.lines().map(Row::Picture);
            [Row::Picture(RULE)].into_iter().chain(rows).chain([Row::Picture(RULE)]).collect()
        }
        None => vec![Row::Words(line)],
    }
}

/// Stands above and below a picture.
const RULE: &str = "================================================================================";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_begins_with_its_title_and_fits_eighty_columns() {
        for page in PAGES {
            let lines: Vec<&str> = page.rows().into_iter().map(Row::text).collect();
            assert_eq!(lines.first(), Some(&page.title), "{}", page.name);
            assert!(page.text.is_ascii(), "{}", page.name);
            for (number, line) in (1..).zip(&lines) {
                assert!(line.chars().count() <= WIDEST, "{} line {number}: {line}", page.name);
                assert!(!line.contains("{{"), "{} line {number}: no such picture: {line}", page.name);
                assert_eq!(line.trim_end(), *line, "{} line {number}", page.name);
            }
            assert!(lines.len() > 12, "{} says too little", page.name);
        }
    }

    #[test]
    fn every_page_is_found_by_its_own_name_only() {
        for (place, page) in PAGES.iter().enumerate() {
            assert_eq!(find(page.name), Some(page));
            assert!(PAGES.iter().skip(place + 1).all(|other| other.name != page.name), "{}", page.name);
        }
        assert_eq!(find(" Board "), find("board"));
        assert_eq!(find("bord"), None);
    }

    #[test]
    fn words_find_a_page_by_its_name_its_title_and_its_text_in_that_order() {
        let found = |words: &str| -> Vec<&str> {
            let mut found: Vec<_> =
                PAGES.iter().filter_map(|page| Some((page.fit(words)?, page.name))).collect();
            found.sort_by_key(|(fit, _)| *fit);
            found.into_iter().map(|(_, name)| name).collect()
        };
        assert_eq!(found("forgotten")[0], "lock");
        assert_eq!(found("flag")[..2], ["flags", "screening"]);
        assert_eq!(found("RED announced")[0], "flags");
        assert_eq!(found("keys.toml"), ["terminals", "keys"]);
        assert!(found("zebra").is_empty());
    }

    #[test]
    fn pages_show_the_board_a_form_and_the_handover_as_they_are_drawn() {
        for (name, shows) in [("board", "board"), ("screening", "form"), ("handover", "handover")] {
            let page = find(name).unwrap();
            assert!(page.text.contains(&format!("{{{{picture {shows}}}}}")), "{name}");
            assert!(page.rows().len() > page.text.lines().count() + 20, "{name}");
        }
    }

    #[test]
    fn no_page_sends_the_reader_to_a_page_that_is_not_there() {
        for page in PAGES {
            for part in page.text.split("liaison help ").skip(1) {
                let named: String = part.chars().take_while(char::is_ascii_alphabetic).collect();
                assert!(find(&named).is_some() || named == "TOPIC", "{}: {named}", page.name);
            }
        }
    }
}
