//! A page as it is laid out: the same lines are previewed, stored, and sent to paper.

use serde::{Deserialize, Serialize};

/// What a line is on its page. Only how it looks and how it is read aloud hangs on it, never its words.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Role {
    /// Said again on top of every page: marking, service, shift.
    Head,
    /// Begins a part: a person, the cover.
    Heading,
    /// Begins a part that must catch the eye: an unstable person.
    Alarm,
    /// Goes on with the part above it.
    #[default]
    Text,
    /// Said again at the foot of every page: its number, the copy, destroy-by.
    Foot,
}

impl Role {
    /// One letter each, as a page's roles are stored.
    const LETTERS: [(Self, char); 5] =
        [(Self::Head, 'h'), (Self::Heading, 'b'), (Self::Alarm, 'a'), (Self::Text, 't'), (Self::Foot, 'f')];

    fn letter(self) -> char {
        Self::LETTERS.iter().find(|(role, _)| *role == self).map_or('t', |(_, letter)| *letter)
    }

    fn of(letter: char) -> Self {
        Self::LETTERS.iter().find(|(_, known)| *known == letter).map_or(Self::Text, |(role, _)| *role)
    }
}

/// One line of a page, without margins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PageLine {
    /// What it is.
    pub role: Role,
    /// Its words, no wider than the page.
    pub text: String,
}

impl PageLine {
    /// A line.
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into() }
    }
}

/// One page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    /// Its lines from the top.
    pub lines: Vec<PageLine>,
}

/// What parts two pages in one text.
const FORM_FEED: char = '\u{c}';

impl Page {
    /// A page of lines that are all text.
    pub fn plain(lines: impl IntoIterator<Item = String>) -> Self {
        Self { lines: lines.into_iter().map(|line| PageLine::new(Role::Text, line)).collect() }
    }

    /// The words of each line.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|line| line.text.as_str())
    }

    /// The pages as one text, parted by form feeds: what the journal keeps of a note.
    pub fn join(pages: &[Self]) -> String {
        let pages: Vec<String> =
            pages.iter().map(|page| page.texts().collect::<Vec<_>>().join("\n")).collect();
        pages.join(&format!("\n{FORM_FEED}"))
    }

    /// What each line is, a letter a line and a word a page.
    pub fn roles(pages: &[Self]) -> Vec<String> {
        pages.iter().map(|page| page.lines.iter().map(|line| line.role.letter()).collect()).collect()
    }

    /// The pages that [`Page::join`] and [`Page::roles`] wrote down; lines without a role are text.
    pub fn part(text: &str, roles: &[String]) -> Vec<Self> {
        let pages = text.split(FORM_FEED).map(|page| page.strip_suffix('\n').unwrap_or(page));
        let page = |(nth, page): (usize, &str)| {
            let mut roles = roles.get(nth).map(String::as_str).unwrap_or_default().chars();
            let line =
                |text: &str| PageLine::new(roles.next().map(Role::of).unwrap_or_default(), text.to_owned());
            Self { lines: page.split('\n').map(line).collect() }
        };
        pages.enumerate().map(page).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_from_the_journal_as_they_were() {
        let line = |role, text: &str| PageLine::new(role, text);
        let pages = vec![
            Page {
                lines: vec![line(Role::Head, "MARKING"), line(Role::Alarm, "1 !!"), line(Role::Text, "")],
            },
            Page { lines: vec![line(Role::Heading, "2"), line(Role::Foot, "page 2 of 2")] },
        ];
        let (text, roles) = (Page::join(&pages), Page::roles(&pages));
        assert_eq!(
            (text.as_str(), roles.join(" ").as_str()),
            ("MARKING\n1 !!\n\n\u{c}2\npage 2 of 2", "hat bf")
        );
        assert_eq!(Page::part(&text, &roles), pages);
        let old = Page::part(&text, &[]);
        assert!(old.iter().flat_map(|page| &page.lines).all(|line| line.role == Role::Text));
        assert_eq!(Page::join(&old), text);
    }
}
