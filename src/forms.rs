//! Forms: a TOML file becomes a checked `Form`; a form with answers becomes a `Sheet`.
//!
//! What lives here: the file format and its checker, conditions, scores, bands, red flags,
//! suggestions, the built-in library. What must not: a clock, a file, SQL, a terminal. The day and
//! the texts come in as arguments. Nothing here computes or words how likely a suicide is.

pub mod exchange;
pub mod expr;
pub mod fields;
pub mod fit;
pub mod form;
pub mod library;
pub mod load;
pub mod report;
pub mod rules;
pub mod score;
pub mod sheet;

pub use expr::Context;
pub use form::{Ages, Audience, Choice, Form, Kind, NumberRule, Question, Section};
pub use library::{DESTINATIONS, Library, LibraryError, Listed, Origin};
pub use report::{Problem, Report};
pub use rules::{Flag, Suggestion, Tier, Urgency};
pub use score::{Score, ScoreResult};
pub use sheet::{Answers, Sheet};
