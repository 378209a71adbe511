//! What is ticked or typed on a question before it is stored.

use chrono::{NaiveDate, NaiveDateTime};
use ratatui_textarea::TextArea;

use super::beside::asks_words;
use super::typed;
use crate::domain::answer::{Answer, Value};
use crate::domain::text::{clean, clean_line};
use crate::forms::{Choice, Kind, Question};
use crate::tui::input::Key;
use crate::tui::widgets::card::Heard;
use crate::tui::widgets::card::long_text::{insert_long, long_text_key, text_area};
use crate::tui::widgets::line_edit::{Edited, LineEdit};

/// Something not stored yet.
#[derive(Clone)]
pub(super) enum Draft {
    /// One line: words, a number, a date.
    Line(LineEdit),
    /// Several lines.
    Long(Box<TextArea<'static>>),
    /// The codes ticked.
    Ticks(Vec<String>),
}

impl Draft {
    /// The draft a question starts with; none for questions answered by one key.
    pub(super) fn of(question: &Question, stored: Option<&Value>) -> Option<Self> {
        let text = match stored {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Date(date)) => date.format("%d/%m/%Y").to_string(),
            Some(Value::Time(time)) => time.format("%H:%M").to_string(),
            Some(Value::PartialDate(date)) => typed::partial_text(*date),
            Some(Value::Duration(minutes)) => typed::duration_text(*minutes),
            _ => String::new(),
        };
        match (&question.kind, stored) {
            (
                Kind::Number(_)
                | Kind::Date
                | Kind::Time
                | Kind::PartialDate
                | Kind::Duration(_)
                | Kind::Text,
                _,
            ) => Some(Self::Line(LineEdit::new(&text))),
            (Kind::LongText, _) => Some(Self::Long(Box::new(text_area(&text)))),
            (Kind::Choices, Some(Value::Choices(codes))) => Some(Self::Ticks(codes.clone())),
            (Kind::Choices, _) => Some(Self::Ticks(Vec::new())),
            (
                Kind::YesNo | Kind::Choice | Kind::Scale(_) | Kind::Note | Kind::Group(_) | Kind::Computed(_),
                _,
            ) => None,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Line(line) => line.text().trim().is_empty(),
            Self::Long(area) => area.lines().iter().all(|line| line.trim().is_empty()),
            Self::Ticks(codes) => codes.is_empty(),
        }
    }

    pub(super) fn ticked(&self, code: &str) -> bool {
        matches!(self, Self::Ticks(codes) if codes.iter().any(|ticked| ticked == code))
    }

    /// Ticks an option or takes its tick away; one that stands alone clears the others.
    pub(super) fn tick(&mut self, question: &Question, option: &Choice) {
        let Self::Ticks(codes) = self else { return };
        if codes.contains(&option.code) {
            codes.retain(|code| *code != option.code);
            return;
        }
        let alone = |code: &String| question.option(code).is_some_and(|other| other.exclusive);
        codes.retain(|code| !option.exclusive && !alone(code));
        codes.push(option.code.clone());
        let place = |code: &String| question.options.iter().position(|option| option.code == *code);
        codes.sort_by_key(place);
    }

    /// Edits by one key.
    pub(super) fn key(&mut self, key: Key) -> Heard {
        match self {
            Self::Line(line) => heard(line.key(key)),
            Self::Long(area) if key == Key::Enter => insert_long(area, "\n"),
            Self::Long(area) => long_text_key(area, key),
            Self::Ticks(_) => Heard::Ignored,
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Heard {
        match self {
            Self::Line(line) => heard(line.insert(text.trim_end_matches('\n'))),
            Self::Long(area) => insert_long(area, text),
            Self::Ticks(_) => Heard::Ignored,
        }
    }

    /// Reads it as the value that the question takes.
    pub(super) fn value(
        &self,
        question: &Question,
        today: NaiveDate,
        now: NaiveDateTime,
    ) -> Result<Value, String> {
        let value = match self {
            Self::Ticks(codes) => Value::Choices(codes.clone()),
            Self::Long(area) => Value::Text(clean(area.lines().join("\n").trim_end())),
            Self::Line(line) => match question.kind {
                Kind::Number(_) => Value::Number(typed::number(&line.text())?),
                Kind::Date => Value::Date(typed::date(&line.text(), today)?),
                Kind::Time => Value::Time(typed::time(&line.text(), now.time())?),
                Kind::PartialDate => Value::PartialDate(typed::partial_date(&line.text(), today)?),
                Kind::Duration(_) => Value::Duration(typed::duration(&line.text())?),
                _ => Value::Text(clean_line(&line.text())),
            },
        };
        // Words that an option still asks for are asked for when the value is confirmed.
        let specified = asks_words(question, &value).then(|| "...".to_owned());
        question.check(&Answer { specified, ..Answer::given(value.clone()) })?;
        Ok(value)
    }
}

pub(super) fn heard(edited: Edited) -> Heard {
    match edited {
        Edited::Taken => Heard::Edited,
        Edited::Shortened => Heard::Shortened,
        Edited::Ignored => Heard::Ignored,
    }
}
