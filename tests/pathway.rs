//! The pathway as a state machine: each transition and each guard of domain.md 1.3 as a sentence,
//! with the states of 1.2, the reasons of 1.5 and the consents of 1.6.
//!
//! `desk/evening.rs` proves the store after each test: what the screens show is what was recorded.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;

#[path = "pathway/activity.rs"]
mod activity;
#[path = "pathway/alerts.rs"]
mod alerts;
#[path = "pathway/beginning.rs"]
mod beginning;
#[path = "pathway/ending.rs"]
mod ending;
#[path = "pathway/passing.rs"]
mod passing;
#[path = "pathway/queue.rs"]
mod queue;
#[path = "pathway/record.rs"]
mod record;
#[path = "pathway/seeing.rs"]
mod seeing;
#[path = "pathway/walk.rs"]
mod walk;
#[path = "pathway/work.rs"]
mod work;
