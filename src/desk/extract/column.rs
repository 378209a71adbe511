//! Columns of a table: one definition makes its heading, its cells and what the dictionary says of it.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};

use super::ground::Ground;
use crate::domain::time::local;

/// What the cells of a column hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A code of this list of `service.toml`; the table `lists` has its words.
    Code(&'static str),
    /// Several codes of this list, parted by blanks.
    Codes(&'static str),
    /// One of these words.
    Word(&'static str),
    /// An instant in UTC, RFC 3339.
    Instant,
    /// A wall time in London, as 2026-11-23T19:44.
    Local,
    /// A day, as 2026-11-23.
    Day,
    /// A month, as 2026-11.
    Month,
    /// A whole number.
    Number,
    /// true or false.
    TrueFalse,
    /// Text.
    Text,
}

impl Kind {
    /// The kind in words.
    pub fn words(self) -> String {
        match self {
            Self::Code(_) => "code".to_owned(),
            Self::Codes(_) => "codes parted by blanks".to_owned(),
            Self::Word(words) => format!("one of: {words}"),
            Self::Instant => "UTC, RFC 3339".to_owned(),
            Self::Local => "London wall time".to_owned(),
            Self::Day => "day".to_owned(),
            Self::Month => "month".to_owned(),
            Self::Number => "whole number".to_owned(),
            Self::TrueFalse => "true or false".to_owned(),
            Self::Text => "text".to_owned(),
        }
    }

    /// The list its codes are of.
    pub fn list(self) -> &'static str {
        match self {
            Self::Code(list) | Self::Codes(list) => list,
            _ => "",
        }
    }
}

/// What stands in one cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing is known, or nothing applies.
    Empty,
    /// Text, a code, a time.
    Text(String),
    /// A number of ours.
    Number(i64),
    /// Whether it is so.
    Is(bool),
}

impl Cell {
    /// Text; nothing where it is empty.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Text that may be missing.
    pub(super) fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// Codes parted by blanks: no code has a blank in it.
    pub(super) fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        Self::text(codes.into_iter().collect::<Vec<_>>().join(" "))
    }

    /// An instant, with parts of a second only where there are some.
    pub(super) fn at(at: DateTime<Utc>) -> Self {
        Self::Text(at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    /// An instant that may be missing.
    pub(super) fn maybe_at(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::at)
    }

    /// The wall time in London.
    pub(super) fn local(at: DateTime<Utc>) -> Self {
        Self::Text(local(at).format("%Y-%m-%dT%H:%M").to_string())
    }

    /// A number that may be missing.
    pub(super) fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }
}

type Reads<A, P> = Box<dyn Fn(&Ground, &A, &P) -> Cell>;

/// One column of a table whose rows are parts of something: of an episode, mostly.
pub struct Column<A, P = ()> {
    /// Heading, and key in JSON.
    pub name: Cow<'static, str>,
    /// What it holds, in a sentence without its full stop.
    pub meaning: Cow<'static, str>,
    /// What kind of thing that is.
    pub kind: Kind,
    /// Whether a value that few people share is withheld where the table leaves for research.
    pub is_rare_withheld: bool,
    reads: Reads<A, P>,
}

impl<A, P> Column<A, P> {
    /// A column by its name, its kind, its meaning and how its cells are read.
    pub(super) fn new(
        name: impl Into<Cow<'static, str>>,
        kind: Kind,
        meaning: impl Into<Cow<'static, str>>,
        reads: impl Fn(&Ground, &A, &P) -> Cell + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            meaning: meaning.into(),
            kind,
            is_rare_withheld: false,
            reads: Box::new(reads),
        }
    }

    /// The same column, whose rare values are withheld.
    #[must_use]
    pub(super) fn without_rare(mut self) -> Self {
        self.is_rare_withheld = true;
        self
    }

    /// The cell of one row.
    pub fn cell(&self, ground: &Ground, of: &A, part: &P) -> Cell {
        (self.reads)(ground, of, part)
    }
}

/// One table.
pub struct Table<A, P = ()> {
    /// Name, and that of its file.
    pub name: &'static str,
    /// What one row is, e.g. "One row an episode".
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: Vec<Column<A, P>>,
}

impl<A, P> Table<A, P> {
    /// The cells of one row.
    pub(super) fn cells(&self, ground: &Ground, of: &A, part: &P) -> Vec<Cell> {
        self.columns.iter().map(|column| column.cell(ground, of, part)).collect()
    }

    /// Withholds every code that few people share, or has every value in it.
    pub(super) fn hold_rare(&mut self, hold: bool) {
        for column in &mut self.columns {
            let is_code = matches!(column.kind, Kind::Code(_) | Kind::Codes(_) | Kind::Word(_));
            column.is_rare_withheld = hold && (column.is_rare_withheld || is_code);
        }
    }

    /// What the dictionary says of it.
    pub fn told(&self) -> Told {
        let told = |column: &Column<A, P>| ToldColumn {
            name: column.name.clone().into_owned(),
            meaning: column.meaning.clone().into_owned(),
            kind: column.kind,
            is_rare_withheld: column.is_rare_withheld,
        };
        Told { name: self.name, row: self.row, columns: self.columns.iter().map(told).collect() }
    }
}

/// A table as the dictionary tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Name.
    pub name: &'static str,
    /// What one row is.
    pub row: &'static str,
    /// Its columns, in order.
    pub columns: Vec<ToldColumn>,
}

/// A column as the dictionary tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldColumn {
    /// Heading, and key in JSON.
    pub name: String,
    /// What it holds.
    pub meaning: String,
    /// What kind of thing that is.
    pub kind: Kind,
    /// Whether a value that few people share is withheld.
    pub is_rare_withheld: bool,
}
