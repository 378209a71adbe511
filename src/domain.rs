//! People, episodes, referrals, clocks, tiers, sites, shifts and events: types and rules.
//!
//! Lives here: what a practitioner would recognise as the work, and every rule about it.
//! Must not live here: a clock, a file, SQL, a terminal. Time comes in as an argument.

pub mod answer;
pub mod text;
