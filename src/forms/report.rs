//! Mistakes in a text file, told the way a compiler tells them.
//!
//! Forms use this, and so does any other TOML file the service writes.

use std::fmt;
use std::ops::Range;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::domain::text;

/// One mistake, with its place and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// What kind of mistake it is, such as `unknown-key`; the same in every version. Empty where
    /// the kind has no name.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub code: &'static str,
    /// The file as it was named to us.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line on which the mistake ends.
    pub end_line: usize,
    /// The column behind its last character.
    pub end_column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The text of the line, cleaned of control characters.
    pub source_line: String,
    /// The carets that stand under the mistake, with the blanks before them.
    #[serde(skip)]
    pub marks: String,
}

impl Problem {
    /// Finds the line and column of a byte range of `text`; a range past its end means its end.
    pub fn at(
        file: &str,
        text: &str,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let start = boundary(text, range.start);
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = text.get(start..).unwrap_or_default();
        let line_end = rest.find('\n').map_or(text.len(), |at| start + at);
        let prefix = text.get(line_start..start).unwrap_or_default();
        let last = boundary(text, range.end.max(start));
        let whole = text.get(..last).unwrap_or_default();
        let last_line = whole.rfind('\n').map_or(0, |at| at + 1);
        let end = last.min(line_end);
        let marked = text.get(start..end).unwrap_or_default().trim_end();
        let blanks = " ".repeat(text::clean(prefix).width());
        let carets = "^".repeat(text::clean(marked).width().max(1));
        let line = before.matches('\n').count() + 1;
        let within = text.get(start..last).unwrap_or_default();
        Self {
            code: "",
            file: file.to_string(),
            line,
            column: columns(prefix) + 1,
            end_line: line + within.matches('\n').count(),
            end_column: columns(whole.get(last_line..).unwrap_or_default()) + 1,
            message: message.into(),
            help: help.into(),
            source_line: text::clean(text.get(line_start..line_end).unwrap_or_default())
                .trim_end()
                .to_string(),
            marks: blanks + &carets,
        }
    }

    /// The same, as a kind of mistake that has a name.
    #[must_use]
    pub fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }
}

/// How many characters a stretch of a line has; a byte order mark is none.
fn columns(text: &str) -> usize {
    text.chars().filter(|c| *c != '\u{FEFF}').count()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        match self.code {
            "" => writeln!(f, "error: {}", self.message)?,
            code => writeln!(f, "error[{code}]: {}", self.message)?,
        }
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.source_line)?;
        writeln!(f, "{margin} | {}", self.marks)?;
        write!(f, "{margin} = help: {}", self.help)
    }
}

/// All mistakes of one file, in the order in which they stand in it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, thiserror::Error)]
pub struct Report {
    /// The mistakes; empty means the file is good.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.problems.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

/// The name most like the one typed, where one is near enough to be meant.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |name: &&str| name.len().abs_diff(typed.len()) <= 1 + name.len().max(typed.len()) / 4;
    known
        .into_iter()
        .filter(near)
        .map(|name| (strsim::damerau_levenshtein(typed, name), name))
        .filter(|(distance, name)| {
            let longer = name.len().max(typed.len());
            *distance <= 1 + longer / 4 && *distance < longer
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// "Did you mean ...?" where a name is near, else the list of what there is.
pub fn suggest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const LISTED: usize = 24;
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(typed, known.iter().copied()) {
        Some(name) => format!("did you mean \"{name}\"?"),
        None if known.is_empty() => "there is none to name here; take this out".to_string(),
        None if known.len() > LISTED => "check the spelling".to_string(),
        None => format!("use one of: {}", known.join(", ")),
    }
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_shows_line_column_and_caret_under_the_very_word() {
        let text = "a = 1\nnamé = \"mod\"\n";
        let at = text.find("mod").unwrap();
        let problem = Problem::at("x.toml", text, at..at + 3, "no such thing", "write \"mood\"");
        assert_eq!(
            problem.to_string(),
            "error: no such thing\n --> x.toml:2:9\n  |\n2 | namé = \"mod\"\n  |         ^^^\n  = help: write \"mood\""
        );
    }

    #[test]
    fn a_range_past_the_end_or_inside_a_letter_is_borne() {
        assert_eq!(Problem::at("x", "é", 1..9, "m", "h").column, 1);
        assert_eq!(Problem::at("x", "", 5..9, "m", "h").line, 1);
    }

    #[test]
    fn only_a_name_that_is_near_is_suggested() {
        assert_eq!(nearest("yess", ["yes", "no"]), Some("yes"));
        assert_eq!(nearest("banana", ["yes", "no"]), None);
    }
}
