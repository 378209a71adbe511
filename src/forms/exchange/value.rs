//! One value out of JSON.

use std::str::FromStr;

use chrono::NaiveTime;
use serde_json::Value as Json;

use crate::domain::answer::{Decimal, Value};
use crate::domain::text;
use crate::forms::duration;
use crate::forms::form::Question;
use crate::forms::kind::{Choice, Kind};

impl Question {
    pub(super) fn value_from_json(&self, json: &Json) -> Result<Value, String> {
        let misfit = || format!("{json} does not fit a question of kind {}.", self.kind.code());
        match (&self.kind, json) {
            (Kind::YesNo | Kind::Choice | Kind::Scale(_), given) => {
                self.option_from_json(given).map(|option| Value::Choice(option.code.clone()))
            }
            (Kind::Choices, Json::Array(given)) => {
                let taken: Result<Vec<&Choice>, String> =
                    given.iter().map(|one| self.option_from_json(one)).collect();
                let taken = taken?;
                let ordered =
                    self.options.iter().filter(|option| taken.iter().any(|taken| taken.code == option.code));
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
            (Kind::Time, Json::String(time)) => {
                let read = NaiveTime::parse_from_str(time, "%H:%M").map(Value::Time);
                read.map_err(|why| format!("\"{time}\" is not a time of day as in 21:30: {why}."))
            }
            (Kind::PartialDate, Json::String(date)) => {
                date.parse().map(Value::PartialDate).map_err(|why| format!("{why}."))
            }
            (Kind::Duration(_), Json::String(typed)) => duration::parse(typed).map(Value::Duration),
            (Kind::Duration(_), Json::Number(minutes)) => {
                let whole = Decimal::from_str(&minutes.to_string()).ok().and_then(Decimal::as_whole);
                let minutes = whole.and_then(|whole| u32::try_from(whole).ok());
                minutes.map(Value::Duration).ok_or_else(|| format!("{json} is no number of whole minutes."))
            }
            (Kind::Text, Json::String(words)) => Ok(Value::Text(text::clean_line(words))),
            (Kind::LongText, Json::String(words)) => Ok(Value::Text(text::clean(words))),
            _ => Err(misfit()),
        }
    }

    fn option_from_json(&self, json: &Json) -> Result<&Choice, String> {
        let found = match json {
            Json::String(code) => self.option(code),
            Json::Bool(yes) => self.option(if *yes { "yes" } else { "no" }),
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
