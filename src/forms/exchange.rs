//! Answers from outside, as JSON: `{"q1": 2, "q9": {"state": "declined"}, "q3": null}`.

mod value;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::form::{Form, Question};
use super::kind::Kind;
use super::sheet::Answers;
use crate::domain::answer::{Answer, State, Value};
use crate::domain::text;

impl Form {
    /// Reads answers from a JSON object, by question id.
    ///
    /// A choice is given by its code or by the number it counts; yes/no also as true/false, 1/0; a
    /// list for choices; `null` for no answer (a refusal where the form says so); an object with
    /// `state` for an answer as we store it. A repeat group is a list of objects, one for each row,
    /// `[{"name": "sertraline", "dose": 50}]`; or its rows' answers stand by key, `dose#2`.
    ///
    /// # Errors
    ///
    /// A sentence that names the question, for the first answer that does not fit.
    pub fn answers_from_json(&self, json: &Json) -> Result<Answers, String> {
        let Json::Object(given) = json else {
            return Err("The answers must be one JSON object, as in {\"q1\": 2}.".to_string());
        };
        let mut answers = Answers::new();
        for (key, json) in given {
            let Some((question, _)) = self.by_key(key) else {
                return Err(format!("Question \"{key}\": the form \"{}\" has none of this name.", self.id));
            };
            if let (Kind::Group(_), Json::Array(rows)) = (&question.kind, json) {
                self.rows_from_json(question, rows, &mut answers)?;
                continue;
            }
            put(&mut answers, key, question.answer_from_json(json))?;
        }
        self.check_rows(&mut answers)?;
        Ok(answers)
    }

    /// Reads a list of rows: the group's own answer, and those of each row under its number.
    fn rows_from_json(&self, group: &Question, rows: &[Json], answers: &mut Answers) -> Result<(), String> {
        let numbers: Vec<u32> = (1..).take(rows.len()).collect();
        let own = Answer::given(Value::Rows(numbers.clone()));
        let own = group.check(&own).map(|()| Some(own));
        put(answers, &group.id, own)?;
        for (row, number) in rows.iter().zip(numbers) {
            let Json::Object(row) = row else {
                return Err(format!(
                    "Question \"{}\": {row} is no row; a row is an object as in {{\"name\": \"sertraline\"}}.",
                    group.id
                ));
            };
            self.row_from_json(group, row, number, answers)?;
        }
        Ok(())
    }

    fn row_from_json(
        &self,
        group: &Question,
        row: &Map<String, Json>,
        number: u32,
        answers: &mut Answers,
    ) -> Result<(), String> {
        for (id, json) in row {
            let Some(question) = self.question(id).filter(|inner| inner.group == Some(group.place)) else {
                return Err(format!(
                    "Question \"{id}\": \"{}\" has none of this name in its rows.",
                    group.id
                ));
            };
            put(answers, &question.key(Some(number)), question.answer_from_json(json))?;
        }
        Ok(())
    }

    /// Rows answered by key belong to their group: without an answer of its own it is these rows,
    /// and with one they must be among them.
    fn check_rows(&self, answers: &mut Answers) -> Result<(), String> {
        let mut found: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for key in answers.keys() {
            let Some((question, Some(row))) = self.by_key(key) else { continue };
            let Some(group) = self.group_of(question) else { continue };
            let rows = found.entry(group.place).or_default();
            match answers.get(&group.id).map(Answer::value) {
                None if !rows.contains(&row) => rows.push(row),
                Some(Some(Value::Rows(rows))) if !rows.contains(&row) => {
                    return Err(format!("Question \"{key}\": \"{}\" has no row {row}.", group.id));
                }
                Some(None) => return Err(format!("Question \"{key}\": \"{}\" has no rows.", group.id)),
                _ => {}
            }
        }
        for (group, mut rows) in found.into_iter().filter(|(_, rows)| !rows.is_empty()) {
            let Some(group) = self.questions.get(group) else { continue };
            rows.sort_unstable();
            let own = Answer::given(Value::Rows(rows));
            let own = group.check(&own).map(|()| Some(own));
            put(answers, &group.id, own)?;
        }
        Ok(())
    }
}

fn put(answers: &mut Answers, key: &str, answer: Result<Option<Answer>, String>) -> Result<(), String> {
    let Some(answer) = answer.map_err(|why| format!("Question \"{key}\": {why}"))? else { return Ok(()) };
    match answers.insert(key.to_owned(), answer) {
        Some(_) => Err(format!("Question \"{key}\": this is answered twice, in the list and by its key.")),
        None => Ok(()),
    }
}

impl Question {
    fn answer_from_json(&self, json: &Json) -> Result<Option<Answer>, String> {
        let answer = match json {
            Json::Null if self.null_means_declined => Answer::absent(State::Declined),
            Json::Null => return Ok(None),
            Json::Object(_) => {
                let stored = serde_json::from_value::<Answer>(json.clone());
                self.cleaned(stored.map_err(|why| format!("this is not an answer: {why}."))?)
            }
            given => Answer::given(self.value_from_json(given)?),
        };
        self.check(&answer)?;
        Ok(Some(answer))
    }

    /// The words of an answer without control characters, as if they had been typed.
    fn cleaned(&self, answer: Answer) -> Answer {
        let state = match (answer.state, &self.kind) {
            (State::Answered { value: Value::Text(words) }, Kind::LongText) => {
                State::Answered { value: Value::Text(text::clean(&words)) }
            }
            (State::Answered { value: Value::Text(words) }, _) => {
                State::Answered { value: Value::Text(text::clean_line(&words)) }
            }
            (state, _) => state,
        };
        Answer {
            state,
            note: answer.note.map(|note| text::clean(&note)).filter(|note| !note.is_empty()),
            specified: answer.specified.map(|words| text::clean_line(&words)),
            source: answer.source,
            prefilled_from: answer.prefilled_from.map(|words| text::clean_line(&words)),
        }
    }
}
