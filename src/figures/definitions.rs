//! Names and definitions of figures, as docs/figures.md has them.

use std::sync::OnceLock;

/// The page on which each figure is defined.
const PAGE: &str = include_str!("../../docs/figures.md");

/// What a figure is called and counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Name in exports.
    pub code: &'static str,
    /// Name on screen, paper and in exports.
    pub name: &'static str,
    /// What kind of figure it is.
    pub kind: Kind,
    /// What it counts, in a sentence.
    pub text: String,
    /// The heading that it stands under.
    pub part: &'static str,
}

/// What kind of figure it is; a code names the figure that it is a part of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Episodes.
    People,
    /// Referrals, reports, flags: somebody may have several.
    Rows,
    /// A part of another figure.
    Of(&'static str),
    /// Parts by code that add up to another figure.
    SplitOf(&'static str),
    /// Parts by code of another figure; they do not add up.
    Among(&'static str),
    /// Minutes, one for each of another figure.
    TimesOf(&'static str),
    /// Minutes, one for each of a part of another figure; all such parts add up to it.
    TimesOfPart(&'static str),
    /// Minutes of nobody, shown as hours.
    Hours,
    /// A number of nobody.
    Number,
}

impl Kind {
    /// Whether it counts people, or what is theirs: it is withheld where it is small.
    pub fn is_of_people(self, of: &Definition) -> bool {
        !matches!(self, Self::Hours | Self::Number) && !matches!(of.kind, Self::Number)
    }

    /// The figure that it is a part of.
    pub fn whole(self) -> Option<&'static str> {
        match self {
            Self::Of(code)
            | Self::SplitOf(code)
            | Self::Among(code)
            | Self::TimesOf(code)
            | Self::TimesOfPart(code) => Some(code),
            _ => None,
        }
    }

    fn of(written: &'static str) -> Option<Self> {
        let code = |start: &str| written.strip_prefix(start)?.strip_prefix('`')?.strip_suffix('`');
        match written {
            "people" => Some(Self::People),
            "rows" => Some(Self::Rows),
            "hours" => Some(Self::Hours),
            "number" => Some(Self::Number),
            _ => code("of ")
                .map(Self::Of)
                .or_else(|| code("split of ").map(Self::SplitOf))
                .or_else(|| code("among ").map(Self::Among))
                .or_else(|| code("times of ").map(Self::TimesOf))
                .or_else(|| code("times of a part of ").map(Self::TimesOfPart)),
        }
    }
}

/// Every figure, in the order of the page.
pub fn definitions() -> &'static [Definition] {
    static READ: OnceLock<Vec<Definition>> = OnceLock::new();
    READ.get_or_init(read)
}

/// The figure with this code.
pub fn definition(code: &str) -> Option<&'static Definition> {
    definitions().iter().find(|definition| definition.code == code)
}

fn read() -> Vec<Definition> {
    let mut part = "";
    let mut found = Vec::new();
    for line in PAGE.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            part = heading;
        }
        found.extend(row(line, part));
    }
    found
}

/// A row of a table whose first cell is a code.
fn row(line: &'static str, part: &'static str) -> Option<Definition> {
    let mut cells = line.strip_prefix("| `")?.strip_suffix(" |")?.split(" | ");
    let code = cells.next()?.strip_suffix('`')?;
    let (name, kind) = (cells.next()?, Kind::of(cells.next()?)?);
    let text = cells.next()?.replace('`', "\"");
    Some(Definition { code, name, kind, text, part })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_page_is_a_figure_with_a_name_of_its_own() {
        let rows = PAGE.lines().filter(|line| line.starts_with("| `")).count();
        assert_eq!(definitions().len(), rows);
        let codes: BTreeSet<&str> = definitions().iter().map(|one| one.code).collect();
        let names: BTreeSet<&str> = definitions().iter().map(|one| one.name).collect();
        assert_eq!((codes.len(), names.len()), (rows, rows));
    }

    #[test]
    fn what_a_figure_is_a_part_of_stands_on_the_page_too() {
        for one in definitions() {
            if let Some(whole) = one.kind.whole() {
                assert!(definition(whole).is_some(), "{} is of {whole}", one.code);
            }
            assert!(!one.part.is_empty() && one.text.len() > 10, "{}", one.code);
        }
    }
}
