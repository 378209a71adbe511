//! Forms: a TOML file becomes a checked `Form`; a form with answers becomes a `Sheet`.
//!
//! What lives here: the file format and its checker, conditions, scores, bands, red flags,
//! suggestions, the built-in library. What must not: a clock, a file, SQL, a terminal. The day and
//! the texts come in as arguments. Nothing here computes or words how likely a suicide is.

pub mod blank;
pub mod duration;
pub mod exchange;
pub mod expr;
pub mod fields;
pub mod fit;
pub mod form;
mod index;
pub mod kind;
pub mod library;
pub mod load;
pub mod outline;
pub mod report;
pub mod rules;
pub mod score;
pub mod sheet;
pub mod words;

pub use expr::Context;
pub use form::{Ages, Audience, Fact, Form, Prefill, Question, Required, Section, Shelf, Table};
pub use kind::{Choice, Kind};
pub use library::{DESTINATIONS, Library, LibraryError, Listed, Origin};
pub use report::{Problem, Report};
pub use rules::{Check, Flag, Level, Suggestion, Tier, Urgency};
pub use score::{Score, ScoreResult};
pub use sheet::{Answers, Item, Sheet};
