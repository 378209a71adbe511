//! Reads TOML field by field, keeping every mistake instead of stopping at the first.
//!
//! serde would stop at the first; a person correcting a form wants the whole list.

use std::collections::HashSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::report::{Problem, Report, suggest};
use crate::domain::answer::Decimal;
use crate::domain::text;

/// A value with the byte range where it stands.
pub type Placed<T> = Spanned<T>;

/// The text being read, and the mistakes found so far.
#[derive(Debug)]
pub struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    problems: Vec<(usize, Problem)>,
}

impl<'t> Reader<'t> {
    /// Starts on a text; `file` is only for the messages.
    pub fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, problems: Vec::new() }
    }

    /// Parses the TOML. Where its syntax is broken all breaks are kept and there is no table.
    pub fn document(&mut self) -> Option<Placed<DeTable<'t>>> {
        let (document, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let message = format!("this is not TOML: {}", error.message());
            self.fault("toml-syntax", span, message, "correct this first; the rest is checked after that");
        }
        errors.is_empty().then_some(document)
    }

    /// Keeps a mistake of no kind that has a name.
    pub fn complain(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.fault("", span, message, help);
    }

    /// Keeps a mistake; `code` names its kind.
    pub fn fault(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let start = span.start;
        self.problems.push((start, Problem::at(self.file, self.text, span, message, help).coded(code)));
    }

    /// The mistakes found, in the order of the file, each once: options that several questions
    /// share are read for each of them.
    pub fn report(mut self) -> Report {
        self.problems.sort_by_key(|(start, _)| *start);
        let mut told = HashSet::new();
        self.problems.retain(|(start, problem)| told.insert((*start, problem.message.clone())));
        Report { problems: self.problems.into_iter().map(|(_, problem)| problem).collect() }
    }

    /// True where nothing is wrong so far.
    pub fn is_clean(&self) -> bool {
        self.mistakes() == 0
    }

    /// How many mistakes were found so far.
    pub fn mistakes(&self) -> usize {
        self.problems.len()
    }

    /// The byte range of `part` of a placed string, or of the whole string where it was escaped.
    pub fn inside(&self, whole: &Placed<String>, part: Range<usize>) -> Range<usize> {
        let span = whole.span();
        let raw = self.text.get(span.clone()).unwrap_or_default();
        let body = raw.trim_start_matches(['"', '\'']).trim_start();
        let opening = span.start + raw.len() - body.len();
        let at = |at: usize| before_cleaning(body, whole.get_ref(), at).map(|at| opening + at);
        // What ends too soon is marked behind its end.
        let (from, to) = (part.start.min(whole.get_ref().len()), part.end.min(whole.get_ref().len()));
        match (at(from), at(to)) {
            (Some(from), Some(to)) if from == to => from..to + 1,
            (Some(from), Some(to)) => from..to,
            _ => span,
        }
    }
}

/// Where a place of a cleaned text stands in the text as it was written; `None` where more was
/// cleaned than line ends and tabs, or the text was escaped.
fn before_cleaning(raw: &str, cleaned: &str, at: usize) -> Option<usize> {
    let mut written = raw.char_indices().filter(|(_, c)| *c != '\r');
    for (place, c) in cleaned.char_indices() {
        let (from, as_written) = written.next()?;
        if place == at {
            return Some(from);
        }
        if as_written != c && !(as_written == '\t' && c == ' ') {
            return None;
        }
    }
    written.next().map(|(from, _)| from).filter(|_| at == cleaned.len())
}

/// One TOML table being read; what was asked for is what may be there.
#[derive(Debug)]
pub struct Fields<'a> {
    name: String,
    span: Range<usize>,
    table: &'a DeTable<'a>,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// Reads a table; `name` is how messages call it, such as `question "q1"`.
    pub fn new(name: impl Into<String>, table: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Self { name: name.into(), span, table, asked: Vec::new() }
    }

    /// Where the table begins.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// How messages call the table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the table a better name once its id is known.
    pub fn rename(&mut self, name: String) {
        self.name = name;
    }

    /// The raw value of a key.
    pub fn value(&mut self, key: &'static str) -> Option<&'a Placed<DeValue<'a>>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// A text, cleaned of control characters.
    pub fn text(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Placed<String>> {
        let value = self.value(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(Spanned::new(value.span(), text::clean(text).trim().to_string())),
            None => {
                self.wrong(key, value, "a text in quotes", reader);
                None
            }
        }
    }

    /// A text that must be there and not be empty.
    pub fn needed(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Placed<String>> {
        if self.value(key).is_none() {
            self.lacks(key, reader);
            return None;
        }
        let text = self.text(key, reader)?;
        if text.get_ref().is_empty() {
            let message = format!("{}: `{key}` is empty", self.name);
            reader.fault("empty-text", text.span(), message, "write it out");
            return None;
        }
        Some(text)
    }

    /// A text that may be left out, but not be empty.
    pub fn optional(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Placed<String>> {
        self.value(key)?;
        let text = self.text(key, reader)?;
        if text.get_ref().is_empty() {
            let message = format!("{}: `{key}` is empty", self.name);
            reader.fault("empty-text", text.span(), message, "write it out, or take this line out");
            return None;
        }
        Some(text)
    }

    /// True or false; `otherwise` where the key is not there.
    pub fn flag(&mut self, key: &'static str, otherwise: bool, reader: &mut Reader<'_>) -> bool {
        let Some(value) = self.value(key) else { return otherwise };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, value, "true or false", reader);
            otherwise
        })
    }

    /// A whole number.
    pub fn whole(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Placed<i64>> {
        let value = self.value(key)?;
        let read = value.get_ref().as_integer().and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok());
        match read {
            Some(n) => Some(Spanned::new(value.span(), n)),
            None => {
                self.wrong(key, value, "a whole number", reader);
                None
            }
        }
    }

    /// A number, whole or with up to three decimal places.
    pub fn decimal(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Placed<Decimal>> {
        let value = self.value(key)?;
        let digits = match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str(),
            DeValue::Float(n) => n.as_str(),
            _ => "",
        };
        match digits.parse() {
            Ok(n) => Some(Spanned::new(value.span(), n)),
            Err(_) => {
                self.wrong(key, value, "a number with at most three decimal places", reader);
                None
            }
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Vec<Placed<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of texts, as [\"a\", \"b\"]", reader);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(text) => read.push(Spanned::new(item.span(), text::clean_line(text))),
                None => {
                    self.wrong(key, item, "a text in quotes", reader);
                }
            }
        }
        read
    }

    /// One table under a key.
    pub fn table(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Option<Self> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Self::new(format!("[{key}]"), table, value.span())),
            _ => {
                self.wrong(key, value, "a table", reader);
                None
            }
        }
    }

    /// All tables of a list such as `[[section]]`.
    pub fn tables(&mut self, key: &'static str, reader: &mut Reader<'_>) -> Vec<Self> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(key, value, "a list of tables", reader);
            return Vec::new();
        };
        let mut read = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => read.push(Self::new(key, table, item.span())),
                _ => {
                    self.wrong(key, item, "a table", reader);
                }
            }
        }
        read
    }

    /// All entries, for tables whose keys are names of the writer's own.
    pub fn entries(&mut self, reader: &mut Reader<'_>) -> Vec<(Placed<String>, Self)> {
        let mut read = Vec::new();
        for (key, value) in self.table {
            let name = key.get_ref().to_string();
            match value.get_ref() {
                DeValue::Table(table) => {
                    let fields = Self::new(name.clone(), table, value.span());
                    read.push((Spanned::new(key.span(), name), fields));
                }
                _ => {
                    let message = format!("`{name}` must be a table");
                    reader.fault("wrong-type", value.span(), message, "see the template");
                }
            }
        }
        read
    }

    /// All entries, for tables whose keys are names of the writer's own and whose values are whole
    /// numbers.
    pub fn wholes(&self, reader: &mut Reader<'_>) -> Vec<(Placed<String>, Placed<i64>)> {
        let mut read = Vec::new();
        for (key, value) in self.table {
            let name = key.get_ref().to_string();
            let whole = value.get_ref().as_integer();
            match whole.and_then(|n| i64::from_str_radix(n.as_str(), n.radix()).ok()) {
                Some(n) => read.push((Spanned::new(key.span(), name), Spanned::new(value.span(), n))),
                None => self.wrong(&name, value, "a whole number", reader),
            }
        }
        read
    }

    /// Complains of a missing key.
    pub fn lacks(&self, key: &str, reader: &mut Reader<'_>) {
        let code = match key {
            "licence" => "missing-licence",
            "action" => "flag-without-action",
            _ => "missing-key",
        };
        let message = format!("{} has no `{key}`", self.name);
        reader.fault(code, self.span(), message, format!("add `{key} = ...`"));
    }

    /// Complains of every key that nothing asked for.
    pub fn finish(self, reader: &mut Reader<'_>) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(&name) {
                let message = format!("{}: nothing here is called `{name}`", self.name);
                let help = suggest(name, self.asked.iter().copied());
                reader.fault("unknown-key", key.span(), message, help);
            }
        }
    }

    /// Complains of a value of the wrong type; `want` says which is wanted.
    pub fn wrong(&self, key: &str, value: &Placed<DeValue<'_>>, want: &str, reader: &mut Reader<'_>) {
        let message = format!("{}: `{key}` must be {want}", self.name);
        reader.fault("wrong-type", value.span(), message, format!("write {want} here"));
    }
}
