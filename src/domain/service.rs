//! What differs between services: sites, hours, roles, code lists, tiers, targets, wording.
//!
//! All of it comes from `service.toml`; nothing here has a default that a service would notice.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// One service, as its `service.toml` describes it.
#[derive(Clone, Debug)]
pub struct Service {
    /// The name on every screen and page, e.g. "Oxleas L&D".
    pub name: String,
    /// Limits and intervals.
    pub settings: Settings,
    /// Sites in the order of their keys on the board.
    pub sites: Vec<Site>,
    /// Roles a practitioner may sign in with.
    pub roles: Vec<Role>,
    /// Named shifts.
    pub patterns: Vec<Pattern>,
    /// Who stands first.
    pub tiers: Tiers,
    /// Custody clock figures.
    pub clocks: ClockRules,
    /// Code lists by their name in the file.
    pub lists: Lists,
    /// Bank holidays added to the computed ones.
    pub bank_holidays: BankHolidays,
    /// What stands on paper.
    pub print: PrintSettings,
    /// Forms whose wording somebody at the service has checked against the published source.
    pub confirmed_forms: Vec<ConfirmedForm>,
}

impl Service {
    /// The site with this code.
    pub fn site(&self, code: &str) -> Option<&Site> {
        self.sites.iter().find(|site| site.code == code)
    }

    /// The role with this code.
    pub fn role(&self, code: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.code == code)
    }
}

/// Somebody's word that a form reads as it was published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmedForm {
    /// The form's id.
    pub id: String,
    /// The version that was looked at; another version is not confirmed by it.
    pub version: String,
    /// Who looked, with the office they hold.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

/// Limits and intervals of the service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seconds without a key until the screen locks; at most 600.
    pub idle_lock_seconds: u64,
    /// Minutes offered as the next re-check of somebody on hold.
    pub recheck_minutes: i64,
    /// Minutes after which the last custody-list check counts as old.
    pub custody_check_minutes: i64,
    /// Minutes before a clock at which a row is marked.
    pub clock_warning_minutes: i64,
    /// Days after which an onward referral that nobody accepted stands out.
    pub referral_chase_days: i64,
    /// Short name of the clinical system of record, for its sentences.
    pub clinical_system: String,
}

/// What kind of place a site is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// A police custody suite.
    Custody,
    /// A magistrates' court.
    Court,
}

/// One custody suite or court.
#[derive(Clone, Debug)]
pub struct Site {
    /// Short code shown in rows, e.g. "BRO".
    pub code: String,
    /// Full name.
    pub name: String,
    /// Suite or court.
    pub kind: SiteKind,
    /// Telephone to ring when nobody is there.
    pub phone: String,
    /// Service hours by weekday, Monday first; `None` = no service that day.
    pub hours: [Option<Hours>; 7],
    /// What holds on a bank holiday.
    pub on_bank_holiday: HolidayRule,
    /// Minimum practitioners in service hours.
    pub minimum: usize,
}

/// Service hours of one day; an end at or before the start is on the next day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hours {
    /// First minute of service.
    pub from: NaiveTime,
    /// First minute after service.
    pub to: NaiveTime,
}

/// What a bank holiday does to a site's hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HolidayRule {
    /// Works as on that weekday.
    AsUsual,
    /// Works these hours instead.
    Hours(Hours),
    /// No service.
    Closed,
    /// Nobody knows before asking: shown as "check with court", never as covered.
    AskCourt,
}

/// Bank holidays that the rule does not know, or moves.
#[derive(Clone, Debug, Default)]
pub struct BankHolidays {
    /// Extra days, with their names.
    pub extra: BTreeMap<NaiveDate, String>,
    /// Computed days that are none.
    pub removed: Vec<NaiveDate>,
}

/// A role and what it may do.
#[derive(Clone, Debug)]
pub struct Role {
    /// Code kept in the journal.
    pub code: String,
    /// Words on screen.
    pub label: String,
    /// What the role may do.
    pub may: Vec<Right>,
}

impl Role {
    /// Whether the role has this right.
    pub fn may(&self, right: Right) -> bool {
        self.may.contains(&right)
    }
}

/// A right that a role can have.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Record referrals and screen people.
    Screen,
    /// Full assessment; decide that a referral is not appropriate.
    Assess,
    /// Add practitioners, acknowledge faults, read the audit.
    Lead,
}

/// A named shift.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Name on screen, e.g. "late".
    pub name: String,
    /// Start and end.
    pub hours: Hours,
    /// Weekdays on which it is worked, Monday = 0.
    pub days: Vec<u8>,
    /// Kind of site where it is worked.
    pub kind: SiteKind,
}

/// One entry of a code list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// Code kept in the journal and exported.
    pub code: String,
    /// Words on screen and paper.
    pub label: String,
    /// National code this maps to, where there is one.
    pub national: Option<String>,
    /// Tier that this entry forces, 0 first.
    pub tier: Option<u8>,
    /// Short reason shown on the board, e.g. "s-harm".
    pub word: Option<String>,
    /// Clock family of a legal position.
    pub clock: Option<ClockFamily>,
    /// Whether a hold for this reason is protected rest, which does not alarm.
    pub rest: bool,
    /// Whether this entry says that nothing was done.
    pub nothing_done: bool,
}

/// All code lists that the desk needs.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Where a referral came from.
    pub sources: Vec<Code>,
    /// Main reason for a referral.
    pub reasons: Vec<Code>,
    /// NHS priority codes.
    pub priorities: Vec<Code>,
    /// Legal positions, each with its clock.
    pub legal_positions: Vec<Code>,
    /// Sex as recorded for the board and for cut-offs.
    pub sexes: Vec<Code>,
    /// Temporary reasons for not being seen.
    pub hold_reasons: Vec<Code>,
    /// Final reasons for not being seen.
    pub not_seen_reasons: Vec<Code>,
    /// What was done instead of seeing somebody.
    pub done_instead: Vec<Code>,
    /// Where a person is seen.
    pub places: Vec<Code>,
    /// Consent states.
    pub consent_statuses: Vec<Code>,
    /// Onward destinations.
    pub destinations: Vec<Code>,
    /// How an onward referral was sent.
    pub sent_by: Vec<Code>,
    /// NHS attendance codes.
    pub attendance: Vec<Code>,
    /// Why a suggestion or an onward referral ends without acceptance.
    pub refusal_reasons: Vec<Code>,
    /// How a person left the suite or court.
    pub outcomes: Vec<Code>,
    /// NHS closure codes.
    pub closures: Vec<Code>,
}

/// The words of a code in a list, or the code itself where a service has since dropped it.
pub fn label<'a>(list: &'a [Code], code: &'a str) -> &'a str {
    find(list, code).map_or(code, |entry| entry.label.as_str())
}

/// The entry with this code.
pub fn find<'a>(list: &'a [Code], code: &str) -> Option<&'a Code> {
    list.iter().find(|entry| entry.code == code)
}

/// Which custody clock a legal position runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockFamily {
    /// Detention without charge under PACE.
    Pace,
    /// Before a court: hearing or van time.
    Court,
    /// Warrant or breach: before a court within a fixed time of arrest.
    Warrant,
    /// Mental Health Act 1983 s.136.
    S136,
    /// Voluntary attender: an appointment, no detention clock.
    Voluntary,
    /// No clock.
    None,
}

/// Figures of the custody clock (domain.md 3.1), kept as data because the law moves.
#[derive(Clone, Debug)]
pub struct ClockRules {
    /// Hours from detention authorised to the first review, PACE s.40(3)(a).
    pub first_review_hours: i64,
    /// Hours from one review to the next, PACE s.40(3)(b).
    pub later_review_hours: i64,
    /// Hours from the relevant time to the limit, PACE s.41(1).
    pub limit_hours: i64,
    /// Hours at a place of safety, MHA 1983 s.136(2A).
    pub s136_hours: i64,
    /// Hours from arrest to court on a warrant or breach, Bail Act 1976 s.7(4).
    pub warrant_hours: i64,
    /// The edition these figures were read from, shown beside the clocks.
    pub edition: String,
}

/// Figures that put people into tiers beside those on code lists (domain.md 3.3).
#[derive(Clone, Debug)]
pub struct Tiers {
    /// Under this age a person is a child.
    pub child_under: u16,
    /// Tier of a child.
    pub child_tier: u8,
    /// Hours to a clock under which a person moves up.
    pub clock_hours: i64,
    /// Tier of somebody whose clock is under that.
    pub clock_tier: u8,
    /// Tier of a person whose red flag was told to custody and rests.
    pub told_flag_tier: u8,
    /// Tier of everyone else.
    pub other_tier: u8,
}

/// What stands on every page.
#[derive(Clone, Debug)]
pub struct PrintSettings {
    /// First line of each page.
    pub marking: String,
    /// Hours after which a page has to be destroyed.
    pub destroy_after_hours: i64,
    /// Printer offered first.
    pub printer: Option<String>,
}
