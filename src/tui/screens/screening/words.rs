//! Answers, scores and counts in words.

use super::ScreeningScreen;
use super::typed::duration_words;
use crate::desk::record::answer_words;
use crate::domain::answer::{Answer, Decimal, State, Value};
use crate::domain::time::local;
use crate::forms::{Answers, Item, Kind, Question, ScoreResult, Sheet};

/// What stands for a question, in words.
pub(super) fn said(question: &Question, answer: &Answer) -> String {
    match &answer.state {
        State::Unable { retry_at: Some(at), .. } => {
            let words = value_words(question, answer, None);
            format!("{words}, try again {}", local(*at).format("%a %H:%M"))
        }
        _ => value_words(question, answer, answer.specified.as_deref()),
    }
}

/// The value, with its unit, and with the words of the option that asks for them.
pub(super) fn value_words(question: &Question, answer: &Answer, specified: Option<&str>) -> String {
    let option = |code: &str| match (question.option(code), specified) {
        (Some(option), Some(words)) if option.specify => format!("{}: {words}", option.text),
        (Some(option), _) => option.text.clone(),
        (None, _) => code.to_owned(),
    };
    let words = answer_words(answer, &option);
    match (&question.kind, answer.value()) {
        (Kind::Number(rule), Some(_)) => match &rule.unit {
            Some(unit) => format!("{words} {unit}"),
            None => words,
        },
        (_, Some(Value::Duration(minutes))) => duration_words(*minutes),
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

/// The number of each question by its place: `Q7`, and `Q7a` in a group. It does not change when
/// others are hidden.
pub(super) fn numbers(questions: &[Question]) -> Vec<String> {
    let (mut top, mut inner) = (0_usize, 0_usize);
    let mut number = |question: &Question| {
        if question.group.is_some() {
            inner += usize::from(question.takes_answer());
            let letter = u8::try_from(inner).ok().filter(|nth| (1..=26).contains(nth));
            return match letter {
                Some(nth) => format!("Q{top}{}", char::from(b'a' + nth - 1)),
                None => format!("Q{top}.{inner}"),
            };
        }
        top += usize::from(question.takes_answer());
        inner = 0;
        format!("Q{top}")
    };
    questions.iter().map(&mut number).collect()
}

/// The most each score can come to, by its code.
pub(super) fn most(sheet: &Sheet) -> Vec<(String, i64)> {
    if sheet.scores().is_empty() {
        return Vec::new();
    }
    let empty = sheet.form().sheet(&Answers::new(), sheet.context());
    let most = |score: &ScoreResult| Some((score.id.clone(), score.ceiling?));
    empty.scores().iter().filter_map(most).collect()
}

/// A worked-out number with as many decimals as it shows, and its unit.
pub(super) fn computed_words(item: &Item<'_>, sheet: &Sheet) -> String {
    let Kind::Computed(computed) = &item.question.kind else { return String::new() };
    let Some(value) = sheet.computed(&item.key()) else {
        return "not known yet: it is worked out from answers above".to_owned();
    };
    let unit = computed.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
    format!("{}{unit}", rounded(value, computed.places))
}

fn rounded(value: Decimal, places: u8) -> String {
    let places = usize::from(places.min(3));
    if places == 0 && value.as_whole().is_some() {
        return value.to_string();
    }
    format!("{:.places$}", f64::from(value))
}

impl ScreeningScreen {
    /// The number of a question.
    pub(super) fn number_of(&self, question: &Question) -> String {
        self.number_at(question.place)
    }

    pub(super) fn number_at(&self, place: usize) -> String {
        self.numbers.get(place).cloned().unwrap_or_default()
    }

    /// What stands for a question, with where it is from where that is not expected.
    pub(super) fn said_with_source(&self, item: &Item<'_>, answer: &Answer) -> String {
        let mut words = said(item.question, answer);
        if let Some(source) = answer.source.filter(|source| *source != item.question.source) {
            words = format!("{words} (from: {})", source.words());
        }
        if let Some(from) = &answer.prefilled_from {
            words = format!("{words} (confirmed from {from})");
        }
        if self.open.sheet.answer(item).is_none() {
            words = format!("{words} - no longer fits: answer again");
        }
        words
    }

    /// The first score as a range while answers are missing, as its value once none is.
    pub(super) fn live_score(&self, sheet: &Sheet) -> Option<String> {
        let score = sheet.scores().into_iter().next()?;
        let name = name(&score);
        Some(match (score.value, score.floor, score.ceiling, &score.band) {
            (Some(value), ..) => format!("{name} {value}"),
            (None, Some(floor), Some(ceiling), _) => format!("{name} {floor}-{ceiling}"),
            (None, _, _, Some(band)) => format!("{name}: {band}"),
            _ if score.complete => return None,
            _ => format!("{name}: not known yet"),
        })
    }

    /// A score for the review: its value and band where it is complete, else only its range.
    pub(super) fn score_words(&self, score: &ScoreResult) -> String {
        let name = name(score);
        let missing = format!("({} missing)", score.missing);
        let most = self.most.iter().find(|(id, _)| *id == score.id).map(|(_, most)| most);
        let band = score.band.as_ref().map_or(String::new(), |band| format!(": {band}"));
        match (score.value, score.floor, score.ceiling) {
            (Some(value), ..) => {
                let of = most.map_or(String::new(), |most| format!(" of {most}"));
                format!("{name} {value}{of}{band}")
            }
            (None, Some(floor), Some(ceiling)) => {
                format!("{name} at least {floor}, at most {ceiling} {missing}{band}")
            }
            _ if score.band.is_some() => format!("{name}{band}"),
            _ if score.complete => format!("{name}: not scored"),
            _ => format!("{name} not known yet {missing}"),
        }
    }
}
