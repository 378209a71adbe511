//! Code lists: what people choose from, and what the program knows of an entry.

use serde::Deserialize;

use super::ClockFamily;

/// One entry of a code list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
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
    /// Whether only a clinician or a lead may give this reason.
    pub clinician: bool,
    /// Whether somebody held for this reason is out of the suite.
    pub away: bool,
    /// Whether this step ends what it belongs to.
    pub ends: bool,
    /// Whether somebody who left so goes before a court next.
    pub to_court: bool,
    /// Whether this level obliges to tell custody.
    pub at_risk: bool,
    /// Whether it may go without consent, with a basis: safeguarding.
    pub without_consent: bool,
    /// Whether somebody doing this covers the site.
    pub covers: bool,
    /// Whether somebody doing this can be rung to come in.
    pub on_call: bool,
    /// Whether anybody may record this absence of a colleague: sickness told by telephone.
    pub told_by_anyone: bool,
    /// Whether this activity is a supervision, which has a next date.
    pub supervision: bool,
    /// Whether this attendance means that the person was seen.
    pub attended: bool,
    /// Whether somebody not seen for this reason declined.
    pub declined: bool,
    /// Whether a referral there is one to safeguarding.
    pub safeguarding: bool,
    /// Which answer this entry is that is neither yes nor no.
    pub state: Option<DetailState>,
}

impl Code {
    /// What the entry is marked as, by the words of `service.toml`.
    pub fn marks(&self) -> impl Iterator<Item = &'static str> {
        let marks = [
            (self.rest, "rest"),
            (self.nothing_done, "nothing_done"),
            (self.clinician, "clinician"),
            (self.away, "away"),
            (self.ends, "ends"),
            (self.to_court, "to_court"),
            (self.at_risk, "at_risk"),
            (self.without_consent, "without_consent"),
            (self.covers, "covers"),
            (self.on_call, "on_call"),
            (self.told_by_anyone, "told_by_anyone"),
            (self.attended, "attended"),
            (self.declined, "declined"),
            (self.safeguarding, "safeguarding"),
        ];
        marks.into_iter().filter_map(|(is_marked, word)| is_marked.then_some(word))
    }
}

impl DetailState {
    /// The word of `service.toml`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStated => "not_stated",
            Self::NotKnown => "not_known",
            Self::NotAsked => "not_asked",
        }
    }
}

/// An answer to an item that says nothing of the person (domain.md 2.2: kept apart always).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailState {
    /// Asked, and the person would not say.
    NotStated,
    /// Nobody could find out.
    NotKnown,
    /// Nobody asked.
    NotAsked,
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
    /// NHS ethnic category.
    pub ethnic_categories: Vec<Code>,
    /// NHS accommodation status.
    pub accommodation_statuses: Vec<Code>,
    /// Whether the accommodation is settled.
    pub settled_accommodation: Vec<Code>,
    /// NHS employment status.
    pub employment_statuses: Vec<Code>,
    /// Service in the British armed forces.
    pub ex_forces: Vec<Code>,
    /// Yes, no, and the three answers that are neither.
    pub yes_no_details: Vec<Code>,
    /// How sure the NHS number is.
    pub nhs_number_statuses: Vec<Code>,
    /// Offence groups; never the account of an offence.
    pub offence_categories: Vec<Code>,
    /// Where in the justice system the person was met.
    pub points_of_contact: Vec<Code>,
    /// NHS activity location types.
    pub location_types: Vec<Code>,
    /// Where the appropriate adult is.
    pub aa_statuses: Vec<Code>,
    /// How a consent was given.
    pub consent_how: Vec<Code>,
    /// Levels of risk.
    pub risk_levels: Vec<Code>,
    /// Kinds of contact.
    pub contact_kinds: Vec<Code>,
    /// What came of a contact.
    pub contact_outcomes: Vec<Code>,
    /// Reports, by their recipient.
    pub report_kinds: Vec<Code>,
    /// What is recommended to the CPS or the court.
    pub recommendations: Vec<Code>,
    /// Steps of a Mental Health Act assessment, the asking first.
    pub mha_steps: Vec<Code>,
    /// Ways of passing a person on.
    pub transfer_kinds: Vec<Code>,
    /// What somebody does in a planned shift.
    pub activities: Vec<Code>,
    /// Why somebody does not work.
    pub absences: Vec<Code>,
    /// Vulnerabilities that a screening may find.
    pub vulnerabilities: Vec<Code>,
    /// What is done without an episode.
    pub service_activities: Vec<Code>,
}

impl Lists {
    /// Every list with its name in `service.toml`.
    pub fn all(&self) -> [(&'static str, &[Code]); 39] {
        [
            ("sources", &self.sources),
            ("reasons", &self.reasons),
            ("priorities", &self.priorities),
            ("legal_positions", &self.legal_positions),
            ("sexes", &self.sexes),
            ("hold_reasons", &self.hold_reasons),
            ("not_seen_reasons", &self.not_seen_reasons),
            ("done_instead", &self.done_instead),
            ("places", &self.places),
            ("consent_statuses", &self.consent_statuses),
            ("destinations", &self.destinations),
            ("sent_by", &self.sent_by),
            ("attendance", &self.attendance),
            ("refusal_reasons", &self.refusal_reasons),
            ("outcomes", &self.outcomes),
            ("closures", &self.closures),
            ("ethnic_categories", &self.ethnic_categories),
            ("accommodation_statuses", &self.accommodation_statuses),
            ("settled_accommodation", &self.settled_accommodation),
            ("employment_statuses", &self.employment_statuses),
            ("ex_forces", &self.ex_forces),
            ("yes_no_details", &self.yes_no_details),
            ("nhs_number_statuses", &self.nhs_number_statuses),
            ("offence_categories", &self.offence_categories),
            ("points_of_contact", &self.points_of_contact),
            ("location_types", &self.location_types),
            ("aa_statuses", &self.aa_statuses),
            ("consent_how", &self.consent_how),
            ("risk_levels", &self.risk_levels),
            ("contact_kinds", &self.contact_kinds),
            ("contact_outcomes", &self.contact_outcomes),
            ("report_kinds", &self.report_kinds),
            ("recommendations", &self.recommendations),
            ("mha_steps", &self.mha_steps),
            ("transfer_kinds", &self.transfer_kinds),
            ("activities", &self.activities),
            ("absences", &self.absences),
            ("vulnerabilities", &self.vulnerabilities),
            ("service_activities", &self.service_activities),
        ]
    }
}

/// The words of a code in a list, or the code itself where a service has since dropped it.
pub fn label<'a>(list: &'a [Code], code: &'a str) -> &'a str {
    find(list, code).map_or(code, |entry| entry.label.as_str())
}

/// The same within a sentence: it begins small, unless its first word is an abbreviation. "Asked of
/// the AMHP service" gives "asked of the AMHP service", "GP" stays "GP".
pub fn label_within(list: &[Code], code: &str) -> String {
    let label = label(list, code);
    let first = label.split([' ', ',']).next().unwrap_or_default();
    let mut letters = label.chars();
    match letters.next() {
        Some(letter) if first.chars().filter(|c| c.is_uppercase()).count() == 1 => {
            letter.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}

/// The entry with this code.
pub fn find<'a>(list: &'a [Code], code: &str) -> Option<&'a Code> {
    list.iter().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_within_a_sentence_keeps_its_abbreviations() {
        let code = |label: &str| Code { code: "x".into(), label: label.into(), ..Code::default() };
        for (label, within) in [
            ("Asked of the AMHP service", "asked of the AMHP service"),
            ("GP, by letter", "GP, by letter"),
            ("AMHP", "AMHP"),
            ("Refused", "refused"),
            ("Émigré", "émigré"),
            ("", ""),
        ] {
            assert_eq!(label_within(&[code(label)], "x"), within);
        }
    }
}
