//! Mandatory-referral groups: local, dated, and decided by somebody (domain.md 0.6).

use chrono::NaiveDate;

/// People who are always to be referred, while the group holds. Every criterion given has to be met;
/// of a list, one entry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MandatoryGroup {
    /// Code kept in the journal.
    pub code: String,
    /// Words on screen.
    pub label: String,
    /// Short reason shown on the board, up to 12 letters.
    pub word: String,
    /// Tier it forces, 0 first.
    pub tier: u8,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it goes on.
    pub to: Option<NaiveDate>,
    /// Who decided it, with its version.
    pub source: String,
    /// Codes of referral reasons.
    pub reasons: Vec<String>,
    /// Codes of sexes.
    pub sexes: Vec<String>,
    /// Under this age.
    pub under_age: Option<u16>,
    /// Codes of legal positions.
    pub legal_positions: Vec<String>,
    /// Codes of offence categories.
    pub offences: Vec<String>,
}

impl MandatoryGroup {
    /// Whether the group holds on this London day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        day >= self.from && self.to.is_none_or(|to| day <= to)
    }

    /// Whether somebody referred like this belongs to it on this day. An unknown age is under no age,
    /// and a group without any criterion has nobody in it.
    pub fn matches(
        &self,
        reason: &str,
        sex: &str,
        age: Option<u16>,
        position: &str,
        offences: &[String],
        day: NaiveDate,
    ) -> bool {
        self.holds_on(day)
            && self.has_a_criterion()
            && is_among(&self.reasons, reason)
            && is_among(&self.sexes, sex)
            && is_among(&self.legal_positions, position)
            && self.under_age.is_none_or(|under| age.is_some_and(|age| age < under))
            && (self.offences.is_empty() || self.offences.iter().any(|code| offences.contains(code)))
    }

    /// Whether anything says who belongs to it; without, nobody does.
    pub fn has_a_criterion(&self) -> bool {
        let lists = [&self.reasons, &self.sexes, &self.legal_positions, &self.offences];
        self.under_age.is_some() || lists.iter().any(|codes| !codes.is_empty())
    }
}

fn is_among(codes: &[String], code: &str) -> bool {
    codes.is_empty() || codes.iter().any(|own| own == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Young women arrested for theft or robbery, in the first half of 2026.
    fn group() -> MandatoryGroup {
        MandatoryGroup {
            from: day("2026-01-01"),
            to: Some(day("2026-06-30")),
            sexes: vec!["F".into()],
            under_age: Some(25),
            legal_positions: vec!["arrested".into()],
            offences: vec!["theft".into(), "robbery".into()],
            ..MandatoryGroup::default()
        }
    }

    fn theft() -> Vec<String> {
        vec!["drugs".into(), "theft".into()]
    }

    #[test]
    fn a_group_holds_from_its_first_to_its_last_day() {
        let group = group();
        let held = ["2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01"].map(|on| group.holds_on(day(on)));
        assert_eq!(held, [false, true, true, false]);
        let open = MandatoryGroup { to: None, ..group };
        assert!(open.holds_on(day("2036-01-01")));
    }

    #[test]
    fn whoever_meets_every_criterion_belongs() {
        let on = day("2026-03-01");
        assert!(group().matches("other", "F", Some(24), "arrested", &theft(), on));
        assert!(!group().matches("other", "M", Some(24), "arrested", &theft(), on));
        assert!(!group().matches("other", "F", Some(25), "arrested", &theft(), on));
        assert!(!group().matches("other", "F", Some(24), "charged", &theft(), on));
        assert!(!group().matches("other", "F", Some(24), "arrested", &["drugs".to_owned()], on));
        assert!(!group().matches("other", "F", Some(24), "arrested", &[], on));
        assert!(!group().matches("other", "F", Some(24), "arrested", &theft(), day("2026-07-01")));
        let of_one_reason = MandatoryGroup { reasons: vec!["pregnant".into()], ..group() };
        assert!(!of_one_reason.matches("other", "F", Some(24), "arrested", &theft(), on));
        assert!(of_one_reason.matches("pregnant", "F", Some(24), "arrested", &theft(), on));
    }

    #[test]
    fn an_age_that_is_not_known_is_under_no_age() {
        assert!(!group().matches("other", "F", None, "arrested", &theft(), day("2026-03-01")));
    }

    #[test]
    fn a_group_without_any_criterion_has_nobody_in_it() {
        let empty = MandatoryGroup { from: day("2026-01-01"), ..MandatoryGroup::default() };
        assert!(!empty.matches("other", "F", Some(20), "arrested", &theft(), day("2026-03-01")));
    }
}
