//! A checked form: what is asked, in which order, and what follows from the answers.
//!
//! A `Form` can only be made by the checker in `load`, so what is in one is sound.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use crate::domain::answer::Source;
use crate::domain::service::Right;

use super::expr::Expr;
use super::index::Index;
use super::kind::{Choice, Kind};
use super::rules::{Check, Flag, Suggestion};
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

/// Where the list of forms puts a form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shelf {
    /// The one screening per age group with which a contact begins.
    Core,
    /// Fuller assessments.
    Assessment,
    /// Lists of prompts that are not scored.
    Prompts,
    /// Published instruments.
    Instrument,
    /// Notes and duties: consent, escalation, court, advice.
    Record,
}

impl Shelf {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Core, Self::Assessment, Self::Prompts, Self::Instrument, Self::Record];

    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Assessment => "assessment",
            Self::Prompts => "prompts",
            Self::Instrument => "instrument",
            Self::Record => "record",
        }
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
    /// Where the list of forms puts it.
    pub shelf: Shelf,
    /// Whom it is for.
    pub audience: Audience,
    /// The ages it may be used for.
    pub ages: Ages,
    /// What it is and when to use it, for the practitioner.
    pub about: Option<String>,
    /// Whether it is a clinician's alone: the full assessment.
    pub clinician: bool,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// All questions, in order; those of a repeat group follow the group's own.
    pub questions: Vec<Question>,
    /// The tables in which questions are printed together.
    pub tables: Vec<Table>,
    /// What must not, or should not, stand in the answers.
    pub checks: Vec<Check>,
    /// The scores, in order; an instrument's main score is called `total`.
    pub scores: Vec<Score>,
    /// The red flags.
    pub flags: Vec<Flag>,
    /// The onward referrals it may suggest.
    pub suggestions: Vec<Suggestion>,
    pub(super) places: HashMap<String, usize>,
    /// Made when it is first wanted.
    pub(super) index: OnceLock<Index>,
}

impl Form {
    /// The question with this id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(*self.places.get(id)?)
    }

    /// What depends on which question.
    pub(super) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// The repeat group a question is asked in.
    pub fn group_of(&self, question: &Question) -> Option<&Question> {
        self.questions.get(question.group?)
    }

    /// The table a question is a row of.
    pub fn table_of(&self, question: &Question) -> Option<&Table> {
        self.tables.get(question.table?)
    }

    /// The question, and the row of its group, that the key of an answer names.
    pub fn by_key(&self, key: &str) -> Option<(&Question, Option<u32>)> {
        let (id, row) = match key.split_once('#') {
            Some((id, row)) => (id, Some(row_number(row)?)),
            None => (key, None),
        };
        let question = self.question(id)?;
        (question.group.is_some() == row.is_some()).then_some((question, row))
    }

    /// The section a question stands in.
    pub fn section_of(&self, question: &Question) -> Option<&Section> {
        self.sections.get(question.section)
    }
}

/// A row's number as `Question::key` writes it: no row has two keys.
fn row_number(digits: &str) -> Option<u32> {
    let plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    digits.parse().ok().filter(|_| plain)
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

/// Like questions printed as one table, a row each; the rows are questions of their own.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its code; nothing can be answered under it.
    pub id: String,
    /// What is said before its rows.
    pub text: String,
    /// Help for the practitioner, not read out.
    pub help: Option<String>,
    /// The places of its rows in `Form::questions`.
    pub rows: Range<usize>,
}

/// Of whom finishing asks for an answer, or for the reason why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Required {
    /// Of everyone.
    Always,
    /// Of nobody.
    Never,
    /// Of practitioners whose role has this right.
    Of(Right),
}

/// Where a value offered before anybody was asked comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Prefill {
    /// A fact of the episode.
    Fact(Fact),
    /// The newest finished answer of the same person to this question of this form.
    Earlier {
        /// The form's id.
        form: String,
        /// The question's id.
        question: String,
    },
}

/// A fact of the episode that can be offered as an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fact {
    /// The person's name.
    Name,
    /// Date of birth.
    BirthDate,
    /// Age in whole years.
    Age,
    /// Sex, as one of `expr::SEX_CODES`.
    Sex,
    /// The custody record number.
    CustodyRef,
    /// Cell or room.
    Place,
    /// The site's name.
    Site,
    /// Who referred.
    ReferredBy,
    /// The main reason of the referral.
    ReferralReason,
    /// The words beside it.
    ReferralDetails,
    /// The legal position.
    LegalPosition,
    /// The day of the relevant time (PACE s.41).
    RelevantDate,
    /// The relevant time of day.
    RelevantTime,
}

impl Fact {
    /// All facts.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::BirthDate,
        Self::Age,
        Self::Sex,
        Self::CustodyRef,
        Self::Place,
        Self::Site,
        Self::ReferredBy,
        Self::ReferralReason,
        Self::ReferralDetails,
        Self::LegalPosition,
        Self::RelevantDate,
        Self::RelevantTime,
    ];

    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::BirthDate => "birth_date",
            Self::Age => "age",
            Self::Sex => "sex",
            Self::CustodyRef => "custody_ref",
            Self::Place => "place",
            Self::Site => "site",
            Self::ReferredBy => "referred_by",
            Self::ReferralReason => "referral_reason",
            Self::ReferralDetails => "referral_details",
            Self::LegalPosition => "legal_position",
            Self::RelevantDate => "relevant_date",
            Self::RelevantTime => "relevant_time",
        }
    }
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
    /// The place of the repeat group it is asked in, once for each of its rows.
    pub group: Option<usize>,
    /// The place in `Form::tables` of the table it is a row of.
    pub table: Option<usize>,
    /// Of whom finishing asks for an answer, or for the reason why there is none.
    pub required: Required,
    /// Where its answers are from unless it is said otherwise.
    pub source: Source,
    /// Where a value to be confirmed may come from.
    pub prefill: Option<Prefill>,
    /// Not read aloud, and left out of copies for the person or the police.
    pub clinician_only: bool,
    /// Whether a refusal is a result in itself, so that the form is complete with it (ASQ).
    pub declined_counts: bool,
    /// Whether an explicit null in data from outside stands for a refusal (ASQ data files).
    pub null_means_declined: bool,
    /// When it is shown; always, where there is none.
    pub show_if: Option<Expr>,
    /// Whether it stays once it has been answered, though its condition no longer holds.
    pub keeps_answer: bool,
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

    /// True for a question, false for a note that is only read out and for a computed value.
    pub fn takes_answer(&self) -> bool {
        !matches!(self.kind, Kind::Note | Kind::Computed(_))
    }

    /// True where it is answered by the key of one option.
    pub fn takes_one_option(&self) -> bool {
        matches!(self.kind, Kind::YesNo | Kind::Choice | Kind::Scale(_))
    }

    /// The key of its answer, in a row of its group where it has one: `name`, `dose#2`.
    pub fn key(&self, row: Option<u32>) -> String {
        match row {
            Some(row) => format!("{}#{row}", self.id),
            None => self.id.clone(),
        }
    }
}
