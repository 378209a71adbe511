//! People, episodes, referrals, clocks, tiers, sites, shifts and events: types and rules.
//!
//! Lives here: what a practitioner would recognise as the work, and every rule about it.
//! Must not live here: a clock, a file, SQL, a terminal. Time comes in as an argument, and
//! figures that differ between services come in as [`service::Service`].

pub mod age_band;
pub mod answer;
pub mod board;
pub mod clock;
pub mod detail;
pub mod episode;
pub mod event;
pub mod fact;
pub mod fold;
pub mod ids;
pub mod item;
pub mod name;
pub mod nhs_number;
pub mod page;
pub mod print_command;
pub mod referral;
pub mod retention;
pub mod rota;
pub mod service;
pub mod sheet;
pub mod shift;
pub mod steady;
pub mod text;
pub mod time;
