//! Rows as they are written: a CSV file a table, or one file of JSON lines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::Value as Json;

use super::column::{Cell, Told, ToldColumn};
use super::folder::{Folder, Sealed};
use crate::domain::sheet::inert;

/// The mark by which a spreadsheet knows that a text is in UTF-8.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// Version of the JSON lines; it changes when a key goes or means something else.
const VERSION: u32 = 1;
/// Columns of the dictionary where it is a table.
pub const DICTIONARY: [&str; 5] = ["table", "column", "kind", "list", "meaning"];
/// What stands as the table of a line that is about the extract as a whole.
const WHOLE: &str = "(extract)";

/// How the tables are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Written {
    /// One table a file, for a spreadsheet.
    Csv,
    /// One file, one object a line.
    JsonLines,
}

impl Written {
    /// The name of the form, for a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::JsonLines => "JSON lines",
        }
    }
}

/// What goes with the tables.
pub(super) struct Dictionary<'a> {
    /// "records" or "research".
    pub(super) what: &'static str,
    /// What is said of the extract as a whole.
    pub(super) notes: Vec<(&'static str, String)>,
    /// The tables.
    pub(super) tables: &'a [Told],
}

/// The files of a folder that rows go into.
pub(super) enum Out {
    Csv(BTreeMap<&'static str, csv::Writer<Sealed>>),
    JsonLines { file: Sealed, keys: BTreeMap<&'static str, Vec<String>> },
}

impl Out {
    /// Begins every file: the tables with their headings, and the dictionary.
    ///
    /// # Errors
    /// When one cannot be written.
    pub(super) fn begin(folder: &mut Folder, as_what: Written, told: &Dictionary<'_>) -> io::Result<Self> {
        match as_what {
            Written::Csv => {
                dictionary(table(folder, "dictionary")?, told)?;
                let mut files = BTreeMap::new();
                for one in told.tables {
                    let mut file = table(folder, one.name)?;
                    file.write_record(one.columns.iter().map(|column| column.name.as_str()))?;
                    files.insert(one.name, file);
                }
                Ok(Self::Csv(files))
            }
            Written::JsonLines => {
                let mut file = folder.file(&format!("{}.jsonl", told.what))?;
                file.write_all(heading(told).as_bytes())?;
                let keys = |one: &Told| one.columns.iter().map(|column| column.name.clone()).collect();
                let keys = told.tables.iter().map(|one| (one.name, keys(one))).collect();
                Ok(Self::JsonLines { file, keys })
            }
        }
    }

    /// Writes one row of a table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn row(&mut self, table: &'static str, cells: Vec<Cell>) -> io::Result<()> {
        let unknown = || io::Error::other(format!("there is no table {table}"));
        match self {
            Self::Csv(files) => {
                let file = files.get_mut(table).ok_or_else(unknown)?;
                Ok(file.write_record(cells.into_iter().map(in_a_sheet))?)
            }
            Self::JsonLines { file, keys } => {
                let keys = keys.get(table).ok_or_else(unknown)?.iter().map(String::as_str);
                let cells = keys.zip(cells.into_iter().map(in_json));
                let line = object([("table", Json::from(table))].into_iter().chain(cells));
                file.write_all(line.as_bytes())
            }
        }
    }

    /// Ends every file.
    ///
    /// # Errors
    /// When one cannot be written.
    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(files) => files.into_values().try_for_each(end),
            Self::JsonLines { file, .. } => file.finish(),
        }
    }
}

fn table(folder: &mut Folder, name: &str) -> io::Result<csv::Writer<Sealed>> {
    let mut file = folder.file(&format!("{name}.csv"))?;
    file.write_all(BOM)?;
    Ok(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file))
}

fn end(file: csv::Writer<Sealed>) -> io::Result<()> {
    file.into_inner().map_err(csv::IntoInnerError::into_error)?.finish()
}

/// A cell of a spreadsheet. Numbers of our own stay numbers; no text becomes a formula.
fn in_a_sheet(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => inert(&text),
        Cell::Number(number) => number.to_string(),
        Cell::Is(is) => is.to_string(),
    }
}

fn in_json(cell: Cell) -> Json {
    match cell {
        Cell::Empty => Json::Null,
        Cell::Text(text) => text.into(),
        Cell::Number(number) => number.into(),
        Cell::Is(is) => is.into(),
    }
}

/// An object on a line of its own, its keys in this order.
fn object<'a>(pairs: impl IntoIterator<Item = (&'a str, Json)>) -> String {
    let pairs = pairs.into_iter().map(|(key, value)| format!("{}:{value}", Json::from(key)));
    format!("{{{}}}\n", pairs.collect::<Vec<_>>().join(","))
}

/// The dictionary as a table.
fn dictionary(mut file: csv::Writer<Sealed>, told: &Dictionary<'_>) -> io::Result<()> {
    file.write_record(DICTIONARY)?;
    for (what, words) in &told.notes {
        file.write_record([WHOLE, what, "", "", &inert(words)])?;
    }
    for table in told.tables {
        file.write_record([table.name, "", "", "", &inert(table.row)])?;
        for column in &table.columns {
            let (kind, meaning) = (column.kind.words(), meaning(column));
            file.write_record([table.name, &column.name, &kind, column.kind.list(), &inert(&meaning)])?;
        }
    }
    end(file)
}

/// The first of the JSON lines: what they are, and the dictionary.
fn heading(told: &Dictionary<'_>) -> String {
    let column = |column: &ToldColumn| {
        serde_json::json!({
            "column": column.name, "kind": column.kind.words(), "list": column.kind.list(), "meaning": meaning(column),
        })
    };
    let table = |table: &Told| {
        let columns: Vec<Json> = table.columns.iter().map(column).collect();
        (table.name.to_owned(), serde_json::json!({ "row": table.row, "columns": columns }))
    };
    let tables: serde_json::Map<String, Json> = told.tables.iter().map(table).collect();
    let begin = [("liaison", Json::from(told.what)), ("version", Json::from(VERSION))];
    let notes = told.notes.iter().map(|(what, words)| (*what, Json::from(words.as_str())));
    object(begin.into_iter().chain(notes).chain([("dictionary", Json::Object(tables))]))
}

/// What the dictionary says of a column.
pub fn meaning(column: &ToldColumn) -> String {
    let rare = if column.is_rare_withheld { ". A value that few people have is *" } else { "" };
    format!("{}{rare}", column.meaning)
}
