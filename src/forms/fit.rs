//! Whether an answer fits its question, told in plain words where it does not.

use super::duration;
use super::form::{Form, Question};
use super::kind::{DurationRule, Kind, NumberRule};
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
        let Some((question, _)) = self.by_key(question) else {
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
        match self.kind {
            Kind::Note => return Err("This is a note to read out; it takes no answer.".to_string()),
            Kind::Computed(_) => return Err("This is worked out from other answers.".to_string()),
            _ => {}
        }
        let Some(value) = answer.value() else { return Ok(()) };
        self.check_value(value)?;
        self.check_specified(value, answer.specified.as_deref())
    }

    fn check_value(&self, value: &Value) -> Result<(), String> {
        match (&self.kind, value) {
            (Kind::YesNo | Kind::Choice | Kind::Scale(_), Value::Choice(code)) => self.check_code(code),
            (Kind::Choices, Value::Choices(codes)) => self.check_codes(codes),
            (Kind::Number(rule), Value::Number(number)) => check_number(rule, *number),
            (Kind::Date, Value::Date(_))
            | (Kind::Time, Value::Time(_))
            | (Kind::PartialDate, Value::PartialDate(_)) => Ok(()),
            (Kind::Duration(rule), Value::Duration(minutes)) => check_duration(*rule, *minutes),
            (Kind::Group(rule), Value::Rows(rows)) => check_rows(&rule.item, rule.most, rows),
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

    /// An option that asks for words needs them.
    fn check_specified(&self, value: &Value, words: Option<&str>) -> Result<(), String> {
        let taken: &[String] = match value {
            Value::Choice(code) => std::slice::from_ref(code),
            Value::Choices(codes) => codes,
            _ => &[],
        };
        let asking = taken.iter().filter_map(|code| self.option(code)).find(|option| option.specify);
        match (asking, words.map(str::trim)) {
            (None, _) => Ok(()),
            (Some(option), None | Some("")) => {
                Err(format!("\"{}\" asks for words: say which, or what.", option.text))
            }
            (Some(_), Some(words)) => check_text(words, LONGEST_LINE),
        }
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

fn check_duration(rule: DurationRule, minutes: u32) -> Result<(), String> {
    if rule.min.is_none_or(|min| minutes >= min) && rule.max.is_none_or(|max| minutes <= max) {
        return Ok(());
    }
    let range = match (rule.min.map(duration::words), rule.max.map(duration::words)) {
        (Some(min), Some(max)) => format!("from {min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("{max} or less"),
        (None, None) => String::new(),
    };
    Err(format!("{} is out of range: this takes {range}.", duration::words(minutes)))
}

fn check_rows(item: &str, most: u32, rows: &[u32]) -> Result<(), String> {
    if rows.len() > usize::try_from(most).unwrap_or(usize::MAX) {
        return Err(format!("There is room for {most}, one {item} in each row: write the rest in a note."));
    }
    let twice = rows.iter().enumerate().any(|(at, row)| rows.iter().take(at).any(|other| other == row));
    if twice { Err(format!("The same row is there twice: each {item} has its own.")) } else { Ok(()) }
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
        Kind::Scale(_) => "a number of its scale",
        Kind::Date => "a date",
        Kind::Time => "a time of day",
        Kind::PartialDate => "a date, as far as it is known",
        Kind::Duration(_) => "a length of time",
        Kind::Group(_) => "its rows",
        Kind::Text | Kind::LongText => "words",
        Kind::Note | Kind::Computed(_) => "no answer",
    }
}
