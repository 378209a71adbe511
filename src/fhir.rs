//! FHIR R4: forms as `Questionnaire`, what was answered as `QuestionnaireResponse`, and an episode
//! as a `Bundle` (docs/fhir.md tells what maps to what).
//!
//! What lives here: JSON in the shapes of FHIR R4, made from what the caller has read. What must
//! not: a clock, a file, SQL, a terminal, a network. Nothing is read back in, nothing is worked out
//! that the record does not say, and no answer ever becomes a `Condition`.

mod absent;
mod bundle;
mod consent;
mod enable;
mod flag;
mod item;
mod json;
mod onward;
mod patient;
mod questionnaire;
mod referral;
mod response;
mod stay;

pub use bundle::{Record, bundle, forms};
pub use questionnaire::{canonical, questionnaire};
pub use response::{Answered, Author, response};

/// Whether the person can be told from what is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// No name, number or birth date, and none of the words in which they may stand.
    Unnamed,
    /// With all of them.
    Named,
}
