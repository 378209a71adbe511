//! Who covers a site, until when, and where nobody does.
//!
//! Lives here: bank holidays, demand and people as instants, the interval sweep, what is counted of
//! it, what working time and common sense say against a rota, and its words.
//! Must not live here: a clock, a file, the store, a screen. `now` comes in as an argument.
//! One function computes cover and every view prints its result, so no two can disagree.

pub mod bank_holidays;
pub mod cover;
pub mod demand;
pub mod duty;
pub mod hours;
pub mod line;
pub mod patterns;
pub mod placing;
pub mod presence;
pub mod report;
pub mod skills;
pub mod sweep;
pub mod unsocial;
pub mod week;
pub mod working_time;

pub use bank_holidays::bank_holiday;
pub use cover::{CoverState, Gap, NextOn, OnCall, OnDuty, SiteCover, cover, covers};
pub use duty::{Duty, duty};
pub use hours::{InHours, ServiceHours};
pub use line::{CoverLine, line};
pub use patterns::{ALWAYS, patterns, roll};
pub use placing::{Candidate, Wanted, refusals, warnings, who_could};
pub use presence::{DoubleBooked, Presence, Present, presence, presence_between};
pub use report::{Alone, Between, Booked, SiteReport, SkillGap, report, reports, stretches};
pub use skills::Skills;
pub use sweep::{Short, Stretch, sweep};
pub use unsocial::{Unsocial, unsocial};
pub use working_time::{Breach, Rule, Work, Worked, breaches};
