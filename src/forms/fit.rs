//! Whether an answer fits its question, told in plain words where it does not.

use super::form::{Form, Kind, NumberRule, Question};
use crate::domain::answer::{Answer, Decimal, Value};

/// The longest line of words, in characters.
const LONGEST_LINE: usize = 500;
/// The longest text, in characters.
const LONGEST_TEXT: usize = 20_000;

impl Form {
    /// Checks an answer before it is stored. A reason for having no answer fits every question.
    ///
    /// # Errors
    ///
    /// A sentence for the practitioner that says what the question takes.
    pub fn check_answer(&self, question: &str, answer: &Answer) -> Result<(), String> {
        let Some(question) = self.question(question) else {
            return Err(format!("This form has no question \"{question}\"."));
        };
        question.check(answer)
    }
}

impl Question {
    /// Checks an answer to this question; see `Form::check_answer`.
    ///
    /// # Errors
    ///
    /// A sentence for the practitioner that says what the question takes.
    pub fn check(&self, answer: &Answer) -> Result<(), String> {
        if self.kind == Kind::Note {
            return Err("This is a note to read out; it takes no answer.".to_string());
        }
        let Some(value) = answer.value() else { return Ok(()) };
        match (&self.kind, value) {
            (Kind::YesNo | Kind::Choice, Value::Choice(code)) => self.check_code(code),
            (Kind::Choices, Value::Choices(codes)) => self.check_codes(codes),
            (Kind::Number(rule), Value::Number(number)) => check_number(rule, *number),
            (Kind::Date, Value::Date(_)) => Ok(()),
            (Kind::Text, Value::Text(text)) if text.contains('\n') => Err("This takes one line.".to_string()),
            (Kind::Text, Value::Text(text)) => check_text(text, LONGEST_LINE),
            (Kind::LongText, Value::Text(text)) => check_text(text, LONGEST_TEXT),
            (kind, _) => Err(format!("This question takes {}.", takes(kind))),
        }
    }

    /// True where the answer can be counted; a draft from another version of a form may hold some
    /// that cannot.
    pub(super) fn fits(&self, answer: &Answer) -> bool {
        self.check(answer).is_ok()
    }

    fn check_code(&self, code: &str) -> Result<(), String> {
        match self.option(code) {
            Some(_) => Ok(()),
            None => {
                let codes: Vec<&str> = self.options.iter().map(|option| option.code.as_str()).collect();
                Err(format!("\"{code}\" is not one of the answers: {}.", codes.join(", ")))
            }
        }
    }

    fn check_codes(&self, codes: &[String]) -> Result<(), String> {
        if codes.is_empty() {
            return Err("Take at least one, or say why there is no answer.".to_string());
        }
        for (nth, code) in codes.iter().enumerate() {
            self.check_code(code)?;
            if codes.iter().take(nth).any(|other| other == code) {
                return Err(format!("\"{code}\" is there twice."));
            }
            if let Some(alone) = self.option(code).filter(|option| option.exclusive && codes.len() > 1) {
                return Err(format!("\"{}\" cannot be taken together with others.", alone.text));
            }
        }
        Ok(())
    }
}

fn check_number(rule: &NumberRule, number: Decimal) -> Result<(), String> {
    let unit = rule.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
    if rule.min.is_some_and(|min| number < min) || rule.max.is_some_and(|max| number > max) {
        let range = match (rule.min, rule.max) {
            (Some(min), Some(max)) => format!("from {min} to {max}{unit}"),
            (Some(min), None) => format!("{min}{unit} or more"),
            (None, Some(max)) => format!("{max}{unit} or less"),
            (None, None) => String::new(),
        };
        return Err(format!("{number} is out of range: this takes {range}."));
    }
    let step = 10_i64.pow(3 - u32::from(rule.places.min(3)));
    if number.thousandths() % step != 0 {
        return Err(match rule.places {
            0 => format!("{number} is not a whole number."),
            places => {
                format!("{number} is too fine: at most {places} of the digits after the point are kept.")
            }
        });
    }
    Ok(())
}

fn check_text(text: &str, longest: usize) -> Result<(), String> {
    if text.trim().is_empty() {
        Err("Nothing is written here.".to_string())
    } else if text.chars().count() > longest {
        Err(format!("This is longer than {longest} characters."))
    } else {
        Ok(())
    }
}

fn takes(kind: &Kind) -> &'static str {
    match kind {
        Kind::YesNo => "yes or no",
        Kind::Choice => "one of its options",
        Kind::Choices => "any of its options",
        Kind::Number(_) => "a number",
        Kind::Date => "a date",
        Kind::Text | Kind::LongText => "words",
        Kind::Note => "no answer",
    }
}
