//! What readers other than the team are told of a person: a type for each, with what it may hold.

use chrono::{DateTime, Utc};

use super::PaperNote;
use crate::domain::event::Severity;

/// Somebody held, for the custody officer and the HCP: safety and needs, no history and no scores.
#[derive(Clone, Debug)]
pub struct CustodyPerson {
    /// Code of the suite.
    pub site: String,
    /// Initials or name.
    pub who: String,
    /// Whole years, if known.
    pub age: Option<u16>,
    /// Sex code.
    pub sex: String,
    /// Site code and cell or room.
    pub place: String,
    /// Last four characters of the custody record number.
    pub custody_ref: String,
    /// How ill or at risk.
    pub severity: Severity,
    /// "seen 20:31", "not seen", "declined", with the time.
    pub seen: String,
    /// Risks in the form's words or the service's list, each with whether custody was told.
    pub risks: Vec<String>,
    /// Appropriate adult, interpreter, protected rest: what custody has to provide.
    pub needs: Vec<String>,
    /// Advice given to custody, each with when and to whom.
    pub advice: Vec<String>,
    /// Lines marked for custody.
    pub notes: Vec<PaperNote>,
    /// Whether the person agreed to share, in words.
    pub share: String,
    /// Whether they did.
    pub shares: bool,
    /// Whether L&D has seen them.
    pub is_seen: bool,
}

/// Somebody who goes before a court, for the L&D team there.
#[derive(Clone, Debug)]
pub struct CourtPerson {
    /// Initials or name.
    pub who: String,
    /// Whole years, if known.
    pub age: Option<u16>,
    /// Sex code.
    pub sex: String,
    /// Site code and cell or room.
    pub place: String,
    /// Printable reference of the referral.
    pub reference: String,
    /// Last four characters of the custody record number.
    pub custody_ref: String,
    /// How ill or at risk.
    pub severity: Severity,
    /// Legal position or outcome in words: "Charged, held for court".
    pub position: String,
    /// When they are heard or collected, as far as told.
    pub court: Vec<String>,
    /// "seen 20:31", "not seen" with the reason.
    pub seen: String,
    /// Reports promised, with their due times.
    pub reports: Vec<String>,
    /// Whether the person agreed to be seen and to share, in words.
    pub consent: String,
    /// Whether they agreed to share.
    pub shares: bool,
    /// Risks that stand.
    pub risks: Vec<String>,
    /// "If ... then ...".
    pub contingency: Option<String>,
}

/// Somebody to be followed up, for a partner's link worker: no clinical detail.
#[derive(Clone, Debug)]
pub struct LinkPerson {
    /// Initials or name.
    pub who: String,
    /// Printable reference of the referral.
    pub reference: String,
    /// Whole years, if known.
    pub age: Option<u16>,
    /// How the person can be reached safely, and whether a message may be left.
    pub contact: String,
    /// Who follows up, and when first.
    pub worker: String,
    /// When first.
    pub first_due: DateTime<Utc>,
    /// What was agreed.
    pub goals: Vec<String>,
    /// What keeps the worker safe; empty where nothing is known.
    pub worker_safety: String,
    /// The consent to be contacted, in words.
    pub consent: String,
}

/// The shift in figures, for the lead: nobody is named.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeadFacts {
    /// Each site's.
    pub sites: Vec<SiteFigures>,
    /// Cover and the gaps to come, a line each.
    pub cover: Vec<String>,
    /// Red flags raised in the shift, and how many of them custody is still to be told of.
    pub flags: (u32, u32),
    /// Reports open, and how many of them are late.
    pub reports: (u32, u32),
    /// Actions open, how many of them are late, and how many were carried a third time.
    pub actions: (u32, u32, u32),
    /// Onward referrals pending, and how many nobody has accepted.
    pub onward: (u32, u32),
    /// People who left without having been seen.
    pub released_unseen: u32,
    /// Handovers of the last day that were not received whole.
    pub unreceived: u32,
}

/// One site in figures.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SiteFigures {
    /// Site code.
    pub code: String,
    /// Referred in the shift.
    pub referred: u32,
    /// Seen in the shift.
    pub seen: u32,
    /// Waiting now.
    pub waiting: u32,
    /// On hold now.
    pub on_hold: u32,
    /// Not seen, for good, in the shift.
    pub not_seen: u32,
    /// Left in the shift.
    pub released: u32,
    /// The longest wait now, in minutes.
    pub longest_wait: i64,
}
