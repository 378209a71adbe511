//! Answers from outside, as JSON: `{"q1": 2, "q9": {"state": "declined"}, "q3": null}`.

use std::str::FromStr;

use serde_json::Value as Json;

use super::form::{Choice, Form, Kind, Question};
use super::sheet::Answers;
use crate::domain::answer::{Answer, Decimal, State, Value};
use crate::domain::text;

impl Form {
    /// Reads answers from a JSON object, by question id.
    ///
    /// A choice is given by its code or by the number it counts; yes/no also as true/false, 1/0; a
    /// list for choices; `null` for no answer (a refusal where the form says so); an object with
    /// `state` for an answer as we store it.
    ///
    /// # Errors
    ///
    /// A sentence that names the question, for the first answer that does not fit.
    pub fn answers_from_json(&self, json: &Json) -> Result<Answers, String> {
        let Json::Object(given) = json else {
            return Err("The answers must be one JSON object, as in {\"q1\": 2}.".to_string());
        };
        let mut answers = Answers::new();
        for (id, json) in given {
            let Some(question) = self.question(id) else {
                return Err(format!("Question \"{id}\": the form \"{}\" has none of this name.", self.id));
            };
            let answer = question.answer_from_json(json);
            if let Some(answer) = answer.map_err(|why| format!("Question \"{id}\": {why}"))? {
                answers.insert(id.clone(), answer);
            }
        }
        Ok(answers)
    }
}

impl Question {
    fn answer_from_json(&self, json: &Json) -> Result<Option<Answer>, String> {
        let answer = match json {
            Json::Null if self.null_means_declined => Answer::absent(State::Declined),
            Json::Null => return Ok(None),
            Json::Object(_) => serde_json::from_value::<Answer>(json.clone())
                .map_err(|why| format!("this is not an answer: {why}."))?,
            given => Answer::given(self.value_from_json(given)?),
        };
        self.check(&answer)?;
        Ok(Some(answer))
    }

    fn value_from_json(&self, json: &Json) -> Result<Value, String> {
        let misfit = || format!("{json} does not fit a question of kind {}.", self.kind.code());
        match (&self.kind, json) {
            (Kind::YesNo, Json::Bool(yes)) => Ok(Value::Choice(if *yes { "yes" } else { "no" }.to_string())),
            (Kind::YesNo | Kind::Choice, given) => {
                self.option_from_json(given).map(|option| Value::Choice(option.code.clone()))
            }
            (Kind::Choices, Json::Array(given)) => {
                let taken: Result<Vec<&Choice>, String> =
                    given.iter().map(|one| self.option_from_json(one)).collect();
                let taken = taken?;
                let ordered = self.options.iter().filter(|option| taken.contains(option));
                Ok(Value::Choices(ordered.map(|option| option.code.clone()).collect()))
            }
            (Kind::Number(_), Json::Number(number)) => {
                Decimal::from_str(&number.to_string()).map(Value::Number).map_err(|why| format!("{why}."))
            }
            (Kind::Date, Json::String(date)) => {
                let read = date.parse().map(Value::Date);
                read.map_err(|why: chrono::ParseError| {
                    format!("\"{date}\" is not a date as in 2026-11-22: {why}.")
                })
            }
            (Kind::Text, Json::String(words)) => Ok(Value::Text(text::clean_line(words))),
            (Kind::LongText, Json::String(words)) => Ok(Value::Text(text::clean(words))),
            _ => Err(misfit()),
        }
    }

    fn option_from_json(&self, json: &Json) -> Result<&Choice, String> {
        let found = match json {
            Json::String(code) => self.option(code),
            Json::Number(number) => {
                let value = Decimal::from_str(&number.to_string()).ok().and_then(Decimal::as_whole);
                self.options.iter().find(|option| value.is_some() && option.value == value)
            }
            _ => None,
        };
        found.ok_or_else(|| {
            let known: Vec<String> = self
                .options
                .iter()
                .map(|option| match option.value {
                    Some(value) => format!("{} ({value})", option.code),
                    None => option.code.clone(),
                })
                .collect();
            format!("{json} is not one of the answers: {}.", known.join(", "))
        })
    }
}
