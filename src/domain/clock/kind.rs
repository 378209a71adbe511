//! What a time on the clock is about, and which of those times can be told.

use serde::{Deserialize, Serialize};

/// What a time on the clock is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Next review due.
    Review,
    /// A review that was done.
    ReviewDone,
    /// Limit of detention without charge, of s.136, or of a warrant or breach.
    Limit,
    /// Limit as extended by a superintendent.
    ExtendedTo,
    /// Planned interview.
    Interview,
    /// Planned release or charge.
    Release,
    /// Court: the hearing, or the start of the list. Older entries may mean the van.
    Court,
    /// Collection by the escort, to court or to prison.
    Van,
    /// Appointment of a voluntary attender.
    Appointment,
    /// The person was charged: no limit runs from then on.
    Charged,
    /// A warrant of further detention was issued, and runs from then.
    WarrantIssued,
    /// The end of that warrant, or of its extension, as the court set it.
    WarrantEnds,
    /// The person left for hospital: time there does not count towards the limit.
    HospitalFrom,
    /// The person is back from hospital.
    HospitalBack,
    /// The relevant time, put right; for s.136 the arrival at the place of safety.
    RelevantTime,
    /// When detention was authorised, put right.
    Authorised,
    /// The doctor extended a detention under s.136.
    #[serde(rename = "s136_extended")]
    S136Extended,
    /// Own re-check of somebody on hold.
    Recheck,
    /// The end of our cover at the site.
    CoverEnds,
}

impl ClockKind {
    /// Kinds of which somebody can tell a time, in the order in which a screen offers them:
    /// the commonest first.
    pub const TOLD: [Self; 15] = [
        Self::Interview,
        Self::ReviewDone,
        Self::ExtendedTo,
        Self::Release,
        Self::Court,
        Self::Van,
        Self::Charged,
        Self::HospitalFrom,
        Self::HospitalBack,
        Self::Appointment,
        Self::RelevantTime,
        Self::Authorised,
        Self::WarrantIssued,
        Self::WarrantEnds,
        Self::S136Extended,
    ];

    /// Short form for a row.
    pub fn short(self) -> &'static str {
        match self {
            Self::Review | Self::ReviewDone => "REV",
            Self::Limit | Self::ExtendedTo => "LIM",
            Self::Interview => "INT",
            Self::Release => "REL",
            Self::Court => "CRT",
            Self::Van => "VAN",
            Self::Appointment => "APT",
            Self::Charged => "CHG",
            Self::WarrantIssued | Self::WarrantEnds => "WFD",
            Self::HospitalFrom | Self::HospitalBack => "HSP",
            Self::RelevantTime => "RLV",
            Self::Authorised => "AUT",
            Self::S136Extended => "EXT",
            Self::Recheck => "ASK",
            Self::CoverEnds => "CVR",
        }
    }

    /// In words; a card offers them in a column of 34.
    pub fn words(self) -> &'static str {
        match self {
            Self::Review => "review due",
            Self::ReviewDone => "review done",
            Self::Limit => "detention limit",
            Self::ExtendedTo => "limit extended to",
            Self::Interview => "interview",
            Self::Release => "release or charge planned",
            Self::Court => "court",
            Self::Van => "escort van",
            Self::Appointment => "voluntary appointment",
            Self::Charged => "charged",
            Self::WarrantIssued => "further detention warrant issued",
            Self::WarrantEnds => "end of warrant or its extension",
            Self::HospitalFrom => "left for hospital",
            Self::HospitalBack => "back from hospital",
            Self::RelevantTime => "relevant time",
            Self::Authorised => "detention authorised",
            Self::S136Extended => "section 136 extended by doctor",
            Self::Recheck => "re-check",
            Self::CoverEnds => "end of our cover",
        }
    }

    /// Whether a time of this kind has happened when it is told, and is never planned.
    pub fn lies_behind(self) -> bool {
        matches!(
            self,
            Self::ReviewDone
                | Self::Charged
                | Self::WarrantIssued
                | Self::HospitalFrom
                | Self::HospitalBack
                | Self::RelevantTime
                | Self::Authorised
                | Self::S136Extended
        )
    }

    /// Whether the chance to see the person ends with it: all that runs but a review, which passes
    /// without us, and our own re-check.
    pub fn binds(self) -> bool {
        !matches!(self, Self::Review | Self::Recheck)
    }

    /// The word beside such a time once it is past. A review may be postponed (PACE s.40(4)), and
    /// that nobody told us of it does not say that it was not done.
    pub fn past(self) -> &'static str {
        match self {
            Self::Review => "overdue?",
            _ => "LATE",
        }
    }
}
