//! Who covers a site, until when, and where nobody does.
//!
//! Lives here: bank holidays, service hours as instants, the interval sweep, and its words.
//! Must not live here: a clock, a file, the store, a screen. `now` comes in as an argument.
//! One function computes cover and every view prints its result, so no two can disagree.

pub mod bank_holidays;
pub mod cover;
pub mod demand;
pub mod line;
pub mod sweep;

pub use bank_holidays::bank_holiday;
pub use cover::{CoverState, Gap, OnDuty, SiteCover, cover};
pub use line::{CoverLine, line};
