//! Items that make a record complete (domain.md 2.2): which of them are asked for is the service's.

use super::detail::DetailItem;
use super::event::ConsentTo;
use super::fact::EpisodeFact;
use super::referral::Birth;
use super::service::{DetailState, Lists, find};

/// The consent status of a question that nobody put.
const NOT_ASKED: &str = "not_asked";

/// One item of an episode that can be recorded or missing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    /// A date of birth, or an age.
    Birth,
    /// The person's sex.
    Sex,
    /// Custody record number or case reference.
    CustodyRef,
    /// Main reason for the referral.
    Reason,
    /// NHS priority, set at triage.
    Priority,
    /// Legal position.
    LegalPosition,
    /// The word on being seen.
    ConsentToBeSeen,
    /// The word on use for evaluation.
    ConsentToEvaluation,
    /// The risk found, as decided after the screening.
    Risk,
    /// How the person left.
    Outcome,
    /// An item about the person.
    Detail(DetailItem),
}

impl Item {
    /// Those that are no detail about the person.
    const OWN: [Self; 10] = [
        Self::Birth,
        Self::Sex,
        Self::CustodyRef,
        Self::Reason,
        Self::Priority,
        Self::LegalPosition,
        Self::ConsentToBeSeen,
        Self::ConsentToEvaluation,
        Self::Risk,
        Self::Outcome,
    ];

    /// Every item, those of the referral first.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::OWN.into_iter().chain(DetailItem::ALL.into_iter().map(Self::Detail))
    }

    /// Code in the service's file and in exports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::CustodyRef => "custody_ref",
            Self::Reason => "reason",
            Self::Priority => "priority",
            Self::LegalPosition => "legal_position",
            Self::ConsentToBeSeen => "consent_be_seen",
            Self::ConsentToEvaluation => "consent_evaluation",
            Self::Risk => "risk",
            Self::Outcome => "outcome",
            Self::Detail(item) => item.code(),
        }
    }

    /// The item with this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::all().find(|item| item.code() == code)
    }

    /// The item in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Birth => "Date of birth or age",
            Self::Sex => "Sex",
            Self::CustodyRef => "Custody record number",
            Self::Reason => "Reason for referral",
            Self::Priority => "Priority",
            Self::LegalPosition => "Legal position",
            Self::ConsentToBeSeen => "Consent to be seen",
            Self::ConsentToEvaluation => "Consent to evaluation",
            Self::Risk => "Risk found",
            Self::Outcome => "How the person left",
            Self::Detail(item) => item.words(),
        }
    }

    /// Whether it is recorded. "Refused to say" and "could not be found out" are recorded; "not asked"
    /// is not.
    pub fn is_recorded(self, fact: &EpisodeFact, lists: &Lists) -> bool {
        match self {
            Self::Birth => fact.birth != Birth::Unknown,
            Self::Sex => !fact.sex.is_empty(),
            Self::CustodyRef => fact.has_custody_ref,
            Self::Reason => !fact.reason.is_empty(),
            Self::Priority => !fact.priority.is_empty(),
            Self::LegalPosition => !fact.legal_position.is_empty(),
            Self::ConsentToBeSeen => was_asked(fact, ConsentTo::BeSeen),
            Self::ConsentToEvaluation => was_asked(fact, ConsentTo::Evaluation),
            Self::Risk => fact.decided.is_some(),
            Self::Outcome => fact.left.is_some(),
            Self::Detail(item) => match item.list(lists) {
                Some(list) => fact.code_of(item).is_some_and(|code| {
                    find(list, code).and_then(|entry| entry.state) != Some(DetailState::NotAsked)
                }),
                None => fact.given.iter().any(|given| given == item.code()),
            },
        }
    }
}

/// Whether the latest word on a consent is one of the person's, or that they cannot decide.
fn was_asked(fact: &EpisodeFact, to: ConsentTo) -> bool {
    fact.consent(to).is_some_and(|status| status != NOT_ASKED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_item_is_found_by_its_code_and_none_by_another() {
        let all: Vec<Item> = Item::all().collect();
        assert_eq!(all.len(), 31);
        for item in &all {
            assert_eq!(Item::of(item.code()), Some(*item), "{}", item.words());
        }
        assert_eq!(Item::of("shoe_size"), None);
    }
}
