//! The kinds of question, and what each may take as its answer.

use crate::domain::answer::Decimal;

use super::expr::Expr;

/// The kind of answer a question takes. A table is no kind of its own: its rows are questions.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Yes or no; its codes are `yes` and `no`, worth 1 and 0.
    YesNo,
    /// One of the options.
    Choice,
    /// Any number of the options.
    Choices,
    /// A number between two ends; its options are made from them.
    Scale(Ends),
    /// A number.
    Number(NumberRule),
    /// A calendar date.
    Date,
    /// A time of day.
    Time,
    /// A date as far as it is known.
    PartialDate,
    /// A length of time.
    Duration(DurationRule),
    /// One line of words.
    Text,
    /// Several lines of words.
    LongText,
    /// Words to read out; takes no answer.
    Note,
    /// Questions asked once for each row; its own answer is which rows there are.
    Group(GroupRule),
    /// A number worked out from answers; takes none.
    Computed(Computed),
}

impl Kind {
    /// All kinds by the word a form file uses.
    pub const CODES: [&'static str; 15] = [
        "yes_no",
        "choice",
        "choices",
        "scale",
        "number",
        "date",
        "time",
        "partial_date",
        "duration",
        "text",
        "long_text",
        "note",
        "table",
        "group",
        "computed",
    ];

    /// The word used for it in a form file.
    pub fn code(&self) -> &'static str {
        match self {
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Scale(_) => "scale",
            Self::Number(_) => "number",
            Self::Date => "date",
            Self::Time => "time",
            Self::PartialDate => "partial_date",
            Self::Duration(_) => "duration",
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Note => "note",
            Self::Group(_) => "group",
            Self::Computed(_) => "computed",
        }
    }
}

/// The words at the two ends of a scale.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ends {
    /// At its least.
    pub low: Option<String>,
    /// At its most.
    pub high: Option<String>,
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

/// What a length of time may be, in minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DurationRule {
    /// The least.
    pub min: Option<u32>,
    /// The most.
    pub max: Option<u32>,
}

/// What a repeat group is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GroupRule {
    /// What one row is called, such as "medicine".
    pub item: String,
    /// The most rows.
    pub most: u32,
}

/// How a computed value is worked out and shown.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The number; `None` only while the form is being read.
    pub value: Option<Expr>,
    /// Decimal places shown, 0 to 3.
    pub places: u8,
    /// The unit, shown after it.
    pub unit: Option<String>,
}

/// One option of a question.
#[derive(Clone, Debug)]
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
    /// Whether it asks for words ("other: ...").
    pub specify: bool,
    /// When it can be taken; always, where there is none.
    pub show_if: Option<Expr>,
}
