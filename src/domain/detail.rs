//! Items about a person that are recorded one by one (domain.md 2.2): a code of a list, or text.

use super::service::{Code, Lists};

/// One item.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs, reason = "`words` says what each is")]
pub enum DetailItem {
    NhsNumber,
    NhsNumberStatus,
    PreferredName,
    Aliases,
    Ethnicity,
    Language,
    Interpreter,
    Accommodation,
    SettledAccommodation,
    Address,
    GpPractice,
    Employment,
    ExForces,
    LookedAfter,
    Carer,
    PointOfContact,
    LocationType,
    Offence,
    KnownTo,
    SafeContact,
    StaffSafety,
}

/// What an item holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DetailKind {
    /// A code of its list.
    List,
    /// An NHS number.
    NhsNumber,
    /// Free text.
    Text,
}

impl DetailItem {
    /// All, in the order in which they are asked: what keeps staff safe first.
    pub const ALL: [Self; 21] = [
        Self::StaffSafety,
        Self::NhsNumber,
        Self::NhsNumberStatus,
        Self::PreferredName,
        Self::Aliases,
        Self::Ethnicity,
        Self::Language,
        Self::Interpreter,
        Self::Accommodation,
        Self::SettledAccommodation,
        Self::Address,
        Self::GpPractice,
        Self::Employment,
        Self::ExForces,
        Self::LookedAfter,
        Self::Carer,
        Self::PointOfContact,
        Self::LocationType,
        Self::Offence,
        Self::KnownTo,
        Self::SafeContact,
    ];

    /// Code kept in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::NhsNumber => "nhs_number",
            Self::NhsNumberStatus => "nhs_number_status",
            Self::PreferredName => "preferred_name",
            Self::Aliases => "aliases",
            Self::Ethnicity => "ethnic_category",
            Self::Language => "language",
            Self::Interpreter => "interpreter",
            Self::Accommodation => "accommodation_status",
            Self::SettledAccommodation => "settled_accommodation",
            Self::Address => "address",
            Self::GpPractice => "gp_practice",
            Self::Employment => "employment_status",
            Self::ExForces => "ex_forces",
            Self::LookedAfter => "looked_after",
            Self::Carer => "carer",
            Self::PointOfContact => "point_of_contact",
            Self::LocationType => "location_type",
            Self::Offence => "offence_category",
            Self::KnownTo => "known_to",
            Self::SafeContact => "safe_contact",
            Self::StaffSafety => "staff_safety",
        }
    }

    /// The item with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.code() == code)
    }

    /// The item in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NhsNumber => "NHS number",
            Self::NhsNumberStatus => "NHS number status",
            Self::PreferredName => "Preferred name",
            Self::Aliases => "Other names",
            Self::Ethnicity => "Ethnic category",
            Self::Language => "Language",
            Self::Interpreter => "Interpreter needed",
            Self::Accommodation => "Accommodation",
            Self::SettledAccommodation => "Settled accommodation",
            Self::Address => "Address or no fixed abode",
            Self::GpPractice => "GP practice",
            Self::Employment => "Employment",
            Self::ExForces => "Armed forces",
            Self::LookedAfter => "Looked after or care leaver",
            Self::Carer => "Parent or carer of a child",
            Self::PointOfContact => "Point of contact",
            Self::LocationType => "Type of location",
            Self::Offence => "Offence category",
            Self::KnownTo => "Known to services, care co-ordinator",
            Self::SafeContact => "Safe way to reach them",
            Self::StaffSafety => "Staff safety: see in pairs, why",
        }
    }

    /// What it holds.
    pub fn kind(self) -> DetailKind {
        match self {
            Self::NhsNumber => DetailKind::NhsNumber,
            Self::PreferredName
            | Self::Aliases
            | Self::Language
            | Self::Address
            | Self::GpPractice
            | Self::KnownTo
            | Self::SafeContact
            | Self::StaffSafety => DetailKind::Text,
            _ => DetailKind::List,
        }
    }

    /// Its list, where it holds a code.
    pub fn list(self, lists: &Lists) -> Option<&[Code]> {
        let list = match self {
            Self::NhsNumberStatus => &lists.nhs_number_statuses,
            Self::Ethnicity => &lists.ethnic_categories,
            Self::Interpreter | Self::LookedAfter | Self::Carer => &lists.yes_no_details,
            Self::Accommodation => &lists.accommodation_statuses,
            Self::SettledAccommodation => &lists.settled_accommodation,
            Self::Employment => &lists.employment_statuses,
            Self::ExForces => &lists.ex_forces,
            Self::PointOfContact => &lists.points_of_contact,
            Self::LocationType => &lists.location_types,
            Self::Offence => &lists.offence_categories,
            _ => return None,
        };
        Some(list)
    }
}
