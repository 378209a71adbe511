//! A shift's facts made into papers for their readers, laid out as pages of a given size.
//!
//! Lives here: what each reader's paper says and in which order (I-PASS for the team, unstable
//! first), what is said by telephone, wrapping and paging.
//! Must not live here: the store, the clock, files, printers. The desk decides what goes in.
//! Preview, file and printer all take the pages made here: there is one layout.

pub mod block;
pub mod build;
pub mod facts;
pub mod lay_out;

pub use block::{Block, Handover, Line};
pub use build::{CARRIED_LONG, Density, Sbar, Spoken, aloud, build, compose, items, last_four, sbar};
pub use facts::{
    Action, Change, Changes, ConsentFact, Content, Counts, CourtPerson, CustodyPerson, Facts, Identifier,
    LeadFacts, LinkPerson, ListCheck, OwnerOff, PaperNote, PersonFacts, ScoreFact, ScreeningFact, ShiftFacts,
    SiteFacts, SiteFigures, Stamp, TeamFacts, ToldFact,
};
pub use lay_out::{Paper, lay_out, restamped};
