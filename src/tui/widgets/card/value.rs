//! What was entered: reading it by name, and what is wrong with it.

use chrono::NaiveDateTime;
use zeroize::Zeroizing;

use super::super::age::{AgeOrBirth, parse_age};
use super::super::when::{parse_when, written};
use super::field::{Blank, Kind};
use super::{Card, Field, Need};
use crate::domain::text::{clean, clean_line};

/// Why a field does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Missing,
    Unclear(String),
}

impl Field {
    /// The text as it stands; a pick as its code. Secrets are never told here.
    pub(super) fn raw(&self) -> String {
        match &self.kind {
            Kind::Text(line) | Kind::AgeOrBirth(line) => line.text(),
            Kind::Number { line, .. } | Kind::When { line, .. } => line.text(),
            Kind::LongText(area) => area.lines().join("\n"),
            Kind::Choice(pick) | Kind::YesNo(pick) => pick.picked().map_or(String::new(), |o| o.code.clone()),
            Kind::Levels(levels) => levels.raw(),
            Kind::Secret(_) => String::new(),
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.raw() != self.initial
    }

    pub(super) fn fault(&self, now: NaiveDateTime) -> Option<Fault> {
        let blank = match &self.kind {
            Kind::Secret(line) => line.is_empty(),
            Kind::When { blank: Blank::Now, .. } => false,
            Kind::When { .. } => matches!(self.resolved(now), Some(Ok(None))),
            _ => self.raw().trim().is_empty(),
        };
        if blank {
            return (self.need == Need::Required).then_some(Fault::Missing);
        }
        let unclear = match &self.kind {
            Kind::Number { .. } => self.whole_number().err(),
            Kind::When { .. } => self.resolved(now).and_then(Result::err),
            Kind::AgeOrBirth(line) => parse_age(&line.text(), now.date()).err(),
            _ => None,
        };
        unclear.map(Fault::Unclear)
    }

    /// The moment a time field means, no moment where blank means none; nothing for other kinds.
    pub(super) fn resolved(&self, now: NaiveDateTime) -> Option<Result<Option<NaiveDateTime>, String>> {
        let Kind::When { line, bias, blank } = &self.kind else { return None };
        let text = line.text();
        let is_blank = matches!(text.trim(), "" | "n" | "N");
        Some(match blank {
            Blank::Nothing if is_blank => Ok(None),
            Blank::Now if is_blank => parse_when("now", now, *bias).map(Some),
            _ => parse_when(&text, now, *bias).map(Some),
        })
    }

    /// What the typed text means, in words, where that is not plain from the text.
    pub(super) fn preview(&self, now: NaiveDateTime) -> Option<String> {
        match &self.kind {
            Kind::When { blank: Blank::Now, line, .. } if line.is_empty() => Some("now".to_owned()),
            Kind::When { .. } => self.resolved(now)?.ok()?.map(|at| written(at, now)),
            Kind::AgeOrBirth(line) => match parse_age(&line.text(), now.date()).ok()? {
                AgeOrBirth::Age(_) => None,
                born @ AgeOrBirth::Born(_) => Some(format!("aged {}", born.years_on(now.date()))),
            },
            _ => None,
        }
    }

    fn whole_number(&self) -> Result<i64, String> {
        let Kind::Number { line, range } = &self.kind else { return Err(String::new()) };
        let (least, most) = (range.start(), range.end());
        let number = line.text().trim().parse().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| format!("write a whole number from {least} to {most}"))
    }
}

impl Card {
    fn field(&self, id: &str) -> Option<&Field> {
        let found = self.fields.iter().find(|field| field.id == id);
        debug_assert!(found.is_some(), "the card has no field {id}");
        found
    }

    /// Returns the text of a field, clean and without blanks at its ends; a long text keeps its lines.
    pub fn text(&self, id: &str) -> String {
        let Some(field) = self.field(id) else { return String::new() };
        match field.kind {
            Kind::LongText(_) => clean(&field.raw()).trim().to_owned(),
            _ => clean_line(&field.raw()),
        }
    }

    /// Returns the code picked in a choice.
    pub fn choice(&self, id: &str) -> Option<&str> {
        match &self.field(id)?.kind {
            Kind::Choice(pick) => pick.picked().map(|option| option.code.as_str()),
            _ => None,
        }
    }

    /// Returns the codes marked in a field of levels, each with the code of its level.
    pub fn marked(&self, id: &str) -> Vec<(&str, &str)> {
        self.field(id).and_then(Field::as_levels).map(|levels| levels.found()).unwrap_or_default()
    }

    /// Returns the answer to a yes or no.
    pub fn yes(&self, id: &str) -> Option<bool> {
        match &self.field(id)?.kind {
            Kind::YesNo(pick) => pick.at.map(|at| at == 0),
            _ => None,
        }
    }

    /// Returns the local minute of a time field, counted from the last input's now.
    pub fn when(&self, id: &str) -> Option<NaiveDateTime> {
        self.field(id)?.resolved(self.now)?.ok()?
    }

    /// Returns the number in a number field.
    pub fn number(&self, id: &str) -> Option<i64> {
        self.field(id)?.whole_number().ok()
    }

    /// Returns the age or date of birth.
    pub fn age(&self, id: &str) -> Option<AgeOrBirth> {
        match &self.field(id)?.kind {
            Kind::AgeOrBirth(line) => parse_age(&line.text(), self.now.date()).ok(),
            _ => None,
        }
    }

    /// Takes the secret out of its field, which is left empty and overwritten.
    pub fn take_secret(&mut self, id: &str) -> Zeroizing<String> {
        let field = self.fields.iter_mut().find(|field| field.id == id);
        debug_assert!(field.is_some(), "the card has no field {id}");
        match field.map(|field| &mut field.kind) {
            Some(Kind::Secret(line)) => {
                let secret = Zeroizing::new(line.text());
                line.wipe();
                secret
            }
            _ => Zeroizing::default(),
        }
    }
}
