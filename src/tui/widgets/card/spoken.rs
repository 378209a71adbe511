//! A card in words: one field after another, asked and answered a line at a time.

use super::field::{Field, Kind, Need};
use super::long_text::text_area;
use super::value::Fault;
use super::{Card, Notice};
use crate::tui::widgets::line_edit::{Edited, LineEdit};
use crate::tui::widgets::message::Message;
use crate::tui::widgets::when::HOW;

/// A field as it is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Its name.
    pub label: String,
    /// What to enter.
    pub help: String,
    /// Whether it must be filled.
    pub needed: bool,
    /// Whether what is typed must not be seen.
    pub secret: bool,
    /// What can be chosen, in the order of its numbers.
    pub options: Vec<String>,
    /// What stands in it now; never a secret.
    pub standing: String,
}

impl Card {
    /// What the card is, and what it is for.
    pub fn heading(&self) -> (&str, &str) {
        (&self.title, &self.purpose)
    }

    /// Which field is in focus, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        (self.focus, self.fields.len())
    }

    /// Puts the focus on a field by its place.
    pub fn go_to(&mut self, place: usize) {
        self.focus = place.min(self.last());
    }

    /// Takes what the card has to say: a refusal, what is missing.
    pub fn take_message(&mut self) -> Option<Message> {
        let said = self.message();
        if matches!(self.notice, Some(Notice::Said(_))) {
            self.notice = None;
        }
        self.faults.clear();
        said
    }

    /// The field in focus, as it is asked.
    pub fn asked(&self) -> Option<Asked> {
        let field = self.fields.get(self.focus)?;
        let help = match &field.kind {
            Kind::When { .. } if field.help.is_empty() => HOW.to_owned(),
            Kind::Levels(levels) => levels.how_typed(),
            _ => field.help.clone(),
        };
        let levels = field.as_levels();
        let standing = match field.pick() {
            None if levels.is_some() => levels.map(|levels| levels.words()).unwrap_or_default(),
            Some(pick) => pick.picked().map_or(String::new(), |option| option.label.clone()),
            None => match (field.raw(), field.preview(self.now)) {
                (raw, Some(meant)) if raw != meant => format!("{raw} = {meant}").trim().to_owned(),
                (raw, _) => raw,
            },
        };
        Some(Asked {
            label: field.label.clone(),
            help,
            needed: field.need == Need::Required,
            secret: matches!(field.kind, Kind::Secret(_)),
            options: field
                .pick()
                .or_else(|| levels.map(|levels| &levels.pick))
                .map(|pick| pick.options.iter().map(|option| option.label.clone()).collect())
                .unwrap_or_default(),
            standing,
        })
    }

    /// Takes a line into the field in focus; an empty one leaves what stands there. Gives what was
    /// understood, where that is not plain from the line.
    ///
    /// # Errors
    /// Why the line does not hold; the field stays as it was.
    pub fn take_line(&mut self, line: &str) -> Result<Option<String>, String> {
        let now = self.now;
        let Some(field) = self.fields.get_mut(self.focus) else { return Ok(None) };
        let before = field.clone();
        if !line.is_empty() {
            field.take_line(line)?;
        }
        match field.fault(now) {
            None => {
                let picked = field.pick().and_then(|pick| pick.picked()).map(|option| option.label.clone());
                let marked = field.as_levels().map(|levels| levels.words()).filter(|words| !words.is_empty());
                Ok(picked.or(marked).or_else(|| field.preview(now)).filter(|_| !line.is_empty()))
            }
            Some(fault) => {
                *field = before;
                Err(match fault {
                    Fault::Missing => "This must be filled.".to_owned(),
                    Fault::Unclear(why) => format!("{why}."),
                })
            }
        }
    }

    /// Empties the field in focus.
    pub fn empty_field(&mut self) {
        if let Some(field) = self.fields.get_mut(self.focus) {
            match &mut field.kind {
                Kind::Choice(pick) | Kind::YesNo(pick) => pick.at = None,
                Kind::LongText(area) => **area = text_area(""),
                Kind::Levels(levels) => levels.clear(),
                _ => drop(field.line_mut().map(LineEdit::wipe)),
            }
        }
    }
}

impl Field {
    fn take_line(&mut self, line: &str) -> Result<(), String> {
        match &mut self.kind {
            Kind::Choice(pick) | Kind::YesNo(pick) => {
                let asked = line.trim().to_lowercase();
                let number = asked.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let options = &pick.options;
                let exact = || {
                    options.iter().position(|option| {
                        option.code.to_lowercase() == asked || option.label.to_lowercase() == asked
                    })
                };
                // The start of a label will do where it is that of one option only.
                let begins = || {
                    let mut found = options
                        .iter()
                        .enumerate()
                        .filter(|(_, o)| o.label.to_lowercase().starts_with(&asked));
                    found.next().filter(|_| found.next().is_none()).map(|(place, _)| place)
                };
                let place = number.filter(|place| *place < options.len()).or_else(exact).or_else(begins);
                let place = place.ok_or_else(|| {
                    format!(
                        "\"{}\" is none of these: type a number from 1 to {}.",
                        line.trim(),
                        options.len()
                    )
                })?;
                pick.at = Some(place);
            }
            Kind::LongText(area) => **area = text_area(line),
            Kind::Levels(levels) => return levels.take_line(line),
            _ => {
                let took = self.line_mut().map(|edited| {
                    edited.wipe();
                    edited.insert(line)
                });
                if took == Some(Edited::Shortened) {
                    return Err("That is too long for this field.".to_owned());
                }
            }
        }
        Ok(())
    }
}
