//! A checked form: what is asked, in which order, and what follows from the answers.
//!
//! A `Form` can only be made by the checker in `load`, so what is in one is sound.

use std::collections::HashMap;
use std::ops::Range;

use crate::domain::answer::Decimal;

use super::expr::Expr;
use super::rules::{Flag, Suggestion};
use super::score::Score;

/// Whom a form was written for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    /// Adults, 18 and over.
    Adult,
    /// Children and young people.
    Youth,
    /// Anyone.
    Any,
}

impl Audience {
    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Adult => "adult",
            Self::Youth => "youth",
            Self::Any => "any",
        }
    }
}

/// The ages a form may be used for, in whole years, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Ages {
    /// The youngest.
    pub min: Option<u8>,
    /// The oldest.
    pub max: Option<u8>,
}

impl Ages {
    /// True where the form was made for someone of this age.
    pub fn fit(self, age: u8) -> bool {
        self.min.is_none_or(|min| age >= min) && self.max.is_none_or(|max| age <= max)
    }
}

/// A checked form.
#[derive(Clone, Debug)]
pub struct Form {
    /// The code by which everything names it, such as `phq9`.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// The writer's version.
    pub version: String,
    /// SHA-256 of the file's text, in hexadecimal.
    pub hash: String,
    /// The file's text, stored beside each record so that old records show as they were answered.
    pub text: String,
    /// Whose it is and on what terms; shown on screen and in print.
    pub licence: String,
    /// Where its wording and rules come from.
    pub source: Option<String>,
    /// A warning that its wording still has to be checked against the source, where that is so.
    pub wording: Option<String>,
    /// Whom it is for.
    pub audience: Audience,
    /// The ages it may be used for.
    pub ages: Ages,
    /// What it is and when to use it, for the practitioner.
    pub about: Option<String>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// All questions, in order.
    pub questions: Vec<Question>,
    /// The scores, in order; an instrument's main score is called `total`.
    pub scores: Vec<Score>,
    /// The red flags.
    pub flags: Vec<Flag>,
    /// The onward referrals it may suggest.
    pub suggestions: Vec<Suggestion>,
    pub(super) places: HashMap<String, usize>,
}

impl Form {
    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(*self.places.get(id)?)
    }

    /// The section a question stands in.
    pub fn section_of(&self, question: &Question) -> Option<&Section> {
        self.sections.get(question.section)
    }
}

/// A run of questions under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its code.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What is read out before its questions.
    pub intro: Option<String>,
    /// When it is shown; always, where there is none.
    pub show_if: Option<Expr>,
    /// The places of its questions in `Form::questions`.
    pub questions: Range<usize>,
}

/// One question, or a note to read out.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its code.
    pub id: String,
    /// Its place in `Form::questions`.
    pub place: usize,
    /// The place of its section in `Form::sections`.
    pub section: usize,
    /// The words to say.
    pub text: String,
    /// Help for the practitioner, not read out.
    pub help: Option<String>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The options of a choice, choices or yes/no question; none is ever preselected.
    pub options: Vec<Choice>,
    /// Whether finishing asks for an answer or for the reason why there is none.
    pub required: bool,
    /// Not read aloud, and left out of copies for the person or the police.
    pub clinician_only: bool,
    /// Whether a refusal is a result in itself, so that the form is complete with it (ASQ).
    pub declined_counts: bool,
    /// Whether an explicit null in data from outside stands for a refusal (ASQ data files).
    pub null_means_declined: bool,
    /// When it is shown; always, where there is none.
    pub show_if: Option<Expr>,
}

impl Question {
    /// The option with this code.
    pub fn option(&self, code: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.code == code)
    }

    /// The option this key chooses.
    pub fn option_by_key(&self, key: char) -> Option<&Choice> {
        self.options.iter().find(|option| option.key == key.to_ascii_lowercase())
    }

    /// True for a question, false for a note that is only read out.
    pub fn takes_answer(&self) -> bool {
        self.kind != Kind::Note
    }
}

/// The kind of answer a question takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Yes or no; its codes are `yes` and `no`, worth 1 and 0.
    YesNo,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Choices,
    /// A number.
    Number(NumberRule),
    /// A calendar date.
    Date,
    /// One line of words.
    Text,
    /// Several lines of words.
    LongText,
    /// Words to read out; takes no answer.
    Note,
}

impl Kind {
    /// All kinds by the word a form file uses.
    pub const CODES: [&'static str; 8] =
        ["yes_no", "choice", "choices", "number", "date", "text", "long_text", "note"];

    /// The word used for it in a form file.
    pub fn code(&self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Number(_) => "number",
            Self::Date => "date",
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Note => "note",
        }
    }
}

/// What a number may be.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NumberRule {
    /// The least.
    pub min: Option<Decimal>,
    /// The most.
    pub max: Option<Decimal>,
    /// Decimal places allowed, 0 to 3.
    pub places: u8,
    /// The unit, shown after it.
    pub unit: Option<String>,
}

/// One option of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// The code stored.
    pub code: String,
    /// The words shown and read out.
    pub text: String,
    /// What it counts in a score.
    pub value: Option<i64>,
    /// The key that chooses it.
    pub key: char,
    /// Among choices: taken alone or not at all ("none of these").
    pub exclusive: bool,
}
