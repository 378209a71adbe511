//! What differs between services: sites, hours, roles, code lists, tiers, targets, wording.
//!
//! All of it comes from `service.toml`; nothing here has a default that a service would notice.

mod care;
mod figures;
mod groups;
mod lists;
mod staffing;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::print_command::PrintCommand;

pub use care::{BackupSettings, Retention, RetentionClass, SecuritySettings};
pub use figures::FiguresSettings;
pub use groups::MandatoryGroup;
pub use lists::{Code, DetailState, Lists, find, label, label_within};
pub use staffing::{
    DayOfYear, DemandRow, HolidayRule, Hours, Pattern, PatternHoliday, RotaSettings, Rotation, Skill, Travel,
    WorkingTime,
};

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
    /// When and how well the sites have to be covered.
    pub demand: Vec<DemandRow>,
    /// What people can have that a demand can ask for.
    pub skills: Vec<Skill>,
    /// Named shifts.
    pub patterns: Vec<Pattern>,
    /// Lines of shifts that come round again.
    pub rotations: Vec<Rotation>,
    /// Minutes from site to site.
    pub travel: Vec<Travel>,
    /// How the rota is kept.
    pub rota: RotaSettings,
    /// Figures of working time.
    pub working_time: WorkingTime,
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
    /// How people get in, and under which key what leaves is encrypted.
    pub security: SecuritySettings,
    /// How many copies are kept.
    pub backup: BackupSettings,
    /// How long records are kept.
    pub retention: Retention,
    /// What is counted of the work.
    pub figures: FiguresSettings,
    /// Forms whose wording somebody at the service has checked against the published source.
    pub confirmed_forms: Vec<ConfirmedForm>,
    /// Groups that are always to be referred to L&D, dated.
    pub mandatory_groups: Vec<MandatoryGroup>,
    /// NHS team type, e.g. "D02".
    pub team_type: String,
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
    /// Minutes after which a referral that nobody triaged calls for attention.
    pub triage_minutes: i64,
    /// Minutes after which an escalation that no clinician took is pressing.
    pub escalation_minutes: i64,
    /// Days within which the same surname and birth count as these days.
    pub same_person_days: i64,
    /// Hours before a report is due from which it calls for attention.
    pub report_warning_hours: i64,
    /// Whether text may go to the terminal's clipboard (OSC 52).
    pub clipboard: bool,
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
    /// Whether entries of this role need a counter-signature.
    pub counter_signed: bool,
    /// Codes of the skills that everybody in the role has.
    pub skills: Vec<String>,
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
    /// See children as a youth worker: where one is on, they are routed there.
    Youth,
    /// Follow people up: contacts, transfers, and the end of a follow-up.
    FollowUp,
}

/// Which clock a legal position runs (domain.md 3.2). The figures are in [`ClockRules`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockFamily {
    /// Detention without charge under PACE: reviews and the limit.
    Pace,
    /// Charged and held for court: reviews go on, no limit; hearing and van.
    PostCharge,
    /// Warrant or breach: before a court within a fixed time of arrest.
    Warrant,
    /// Recall to prison: only times that somebody told.
    Recall,
    /// Immigration detention: only times that somebody told.
    Immigration,
    /// Mental Health Act 1983 s.136: the limit at the place of safety.
    S136,
    /// Voluntary attender: an appointment, no detention clock.
    Voluntary,
    /// On a court's list: hearing and van.
    CourtList,
    /// No clock at all, as for terrorism detention under Code H.
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
    /// Hours from the relevant time to the limit as a superintendent may extend it, PACE s.42(1).
    pub extended_limit_hours: i64,
    /// Hours that a warrant of further detention runs from its issue, PACE s.43.
    pub warrant_detention_hours: i64,
    /// Hours from the relevant time past which no warrant and no extension of one runs, PACE s.44.
    pub cap_hours: i64,
    /// Hours at a place of safety, MHA 1983 s.136(2A).
    pub s136_hours: i64,
    /// Hours that the doctor may add to those, MHA 1983 s.136B.
    pub s136_extension_hours: i64,
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
    /// First line of each page about people.
    pub marking: String,
    /// First line of each page of the rota.
    pub rota_marking: String,
    /// Hours after which a page has to be destroyed.
    pub destroy_after_hours: i64,
    /// Printer offered first.
    pub printer: Option<String>,
    /// What printers are sent.
    pub format: PrintFormat,
    /// The service's own way to print.
    pub command: Option<PrintCommand>,
    /// Whether a printer may be reached through the terminal.
    pub media_copy: bool,
}

/// What a printer understands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PrintFormat {
    /// Lines of text with form feeds.
    #[default]
    Text,
    /// A PDF.
    Pdf,
}

impl PrintFormat {
    /// The formats by their words in `service.toml`.
    pub const WORDS: [(&str, Self); 2] = [("text", Self::Text), ("pdf", Self::Pdf)];
}
