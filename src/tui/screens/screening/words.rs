//! Answers, scores and counts in words.

use super::ScreeningScreen;
use crate::desk::record::answer_words;
use crate::domain::answer::{Answer, State};
use crate::domain::time::local;
use crate::forms::{Answers, Kind, Question, ScoreResult, Sheet};

/// What stands for a question, in words.
pub(super) fn said(question: &Question, answer: &Answer) -> String {
    let option =
        |code: &str| question.option(code).map_or_else(|| code.to_owned(), |option| option.text.clone());
    let words = answer_words(answer, &option);
    match &answer.state {
        State::Unable { retry_at: Some(at), .. } => {
            format!("{words}, try again {}", local(*at).format("%a %H:%M"))
        }
        State::Answered { .. } => match &question.kind {
            Kind::Number(rule) => match &rule.unit {
                Some(unit) => format!("{words} {unit}"),
                None => words,
            },
            _ => words,
        },
        _ => words,
    }
}

/// The keys of an option as they are pressed: `y/1` for yes, else the one it shows.
pub(super) fn option_keys(question: &Question, key: char) -> String {
    match (&question.kind, key) {
        (Kind::YesNo, 'y') => "y/1".to_owned(),
        (Kind::YesNo, 'n') => "n/2".to_owned(),
        _ => key.to_string(),
    }
}

/// The name of a score without its range, which is said with the value.
fn name(score: &ScoreResult) -> &str {
    score.title.split_once(',').map_or(score.title.as_str(), |(name, _)| name)
}

impl ScreeningScreen {
    /// The number of a question; it does not change when others are hidden.
    pub(super) fn number_of(&self, question: &Question) -> String {
        let before = self.open.form.questions.iter().take(question.place);
        format!("Q{}", before.filter(|other| other.takes_answer()).count() + 1)
    }

    /// The first score as a range while answers are missing, as its value once none is.
    pub(super) fn live_score(&self, sheet: &Sheet<'_>) -> Option<String> {
        let score = sheet.scores.first()?;
        let name = name(score);
        Some(match (score.value, score.floor, score.ceiling, &score.band) {
            (Some(value), ..) => format!("{name} {value}"),
            (None, Some(floor), Some(ceiling), _) => format!("{name} {floor}-{ceiling}"),
            (None, _, _, Some(band)) => format!("{name}: {band}"),
            _ => format!("{name}: not known yet"),
        })
    }

    /// A score for the last row: its value and band where it is complete, else only its range.
    pub(super) fn score_words(&self, score: &ScoreResult) -> String {
        let name = name(score);
        let missing = format!("({} missing)", score.missing.len());
        let most = || {
            let empty = self.open.form.sheet(&Answers::new(), &self.open.context);
            empty.score(&score.id).and_then(|score| score.ceiling)
        };
        let band = score.band.as_ref().map_or(String::new(), |band| format!(": {band}"));
        match (score.value, score.floor, score.ceiling) {
            (Some(value), ..) => {
                let of = most().map_or(String::new(), |most| format!(" of {most}"));
                format!("{name} {value}{of}{band}")
            }
            (None, Some(floor), Some(ceiling)) => {
                format!("{name} at least {floor}, at most {ceiling} {missing}")
            }
            _ if score.complete => format!("{name}{band}"),
            _ => format!("{name} not known yet {missing}"),
        }
    }
}
