//! A shift's facts made into a handover note, and the note laid out as pages of a given size.
//!
//! Lives here: what a note says and in which order (I-PASS, unstable first), wrapping and paging.
//! Must not live here: the store, the clock, files, printers. The desk decides what goes in.
//! Preview, file and printer all take the pages made here: there is one layout.

pub mod block;
pub mod build;
pub mod facts;
pub mod lay_out;

pub use block::{Block, Handover, Line};
pub use build::build;
pub use facts::{
    ConsentFact, Counts, Facts, Identifier, ListCheck, OnwardFact, OnwardStage, PersonFacts, ScoreFact,
    ScreeningFact, Severity, ShiftFacts, SiteFacts, Stamp,
};
pub use lay_out::{Page, Paper, joined, lay_out};
