//! A referral as it comes in, and the person it is about.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr;

use super::event::CourtSlot;
use super::ids::PersonId;
use super::name::initial;
use super::time::local;

/// A referral received, as recorded in one screen (domain.md 1.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Referral {
    /// Printable reference, e.g. "BRO-26-00012".
    pub reference: String,
    /// Whom it is about.
    pub person: Person,
    /// Source code.
    pub source: String,
    /// Who told it, by name or role.
    pub told_by: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
    /// Code of the main reason.
    pub reason: String,
    /// Words beside it; never the account of the alleged offence.
    pub details: String,
    /// NHS priority code; empty until triage.
    pub priority: String,
    /// Cell or room.
    pub place: String,
    /// Custody record number, as far as known.
    pub custody_ref: String,
    /// Code of the legal position.
    pub legal_position: String,
    /// Relevant time: limits run from it (PACE s.41). For s.136, arrival at the place of safety.
    pub relevant_time: Option<DateTime<Utc>>,
    /// Detention authorised: reviews run from it (PACE s.40).
    pub authorised_at: Option<DateTime<Utc>>,
    /// Risk that was already known and told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub known_risk: String,
    /// Codes of the offence categories; never the account of the alleged offence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<String>,
    /// The person over all episodes, where an earlier episode of theirs is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_person: Option<PersonId>,
    /// Where the person stands on a court's list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub court: Option<CourtSlot>,
}

/// A person as far as known.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Family name.
    pub surname: String,
    /// Given names.
    pub given: String,
    /// Date of birth or age.
    pub birth: Birth,
    /// Sex code.
    pub sex: String,
}

/// What is known of a person's age.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Birth {
    /// Date of birth.
    On(NaiveDate),
    /// Told or estimated age on a day.
    Aged {
        /// Whole years.
        years: u16,
        /// On this day.
        on: NaiveDate,
    },
    /// Not known.
    Unknown,
}

impl Birth {
    /// Whole years at this instant, London's date counting.
    pub fn age(self, now: DateTime<Utc>) -> Option<u16> {
        let today = local(now).date();
        match self {
            Self::On(born) => {
                let before = (today.month(), today.day()) < (born.month(), born.day());
                u16::try_from(today.year() - born.year() - i32::from(before)).ok()
            }
            // An estimated age is left as it was told: adding years to a guess makes no fact.
            Self::Aged { years, .. } => Some(years),
            Self::Unknown => None,
        }
    }
}

impl Person {
    /// Initials as shown where a name may not stand, e.g. "J.D."; "?" for what is not known. Each takes
    /// two columns: one that is as wide as two letters, as in Chinese, stands without a full stop.
    pub fn initials(&self) -> String {
        [&self.given, &self.surname].map(|name| stopped(name)).concat()
    }

    /// Family name and given names.
    pub fn full_name(&self) -> String {
        if self.given.is_empty() { self.surname.clone() } else { format!("{}, {}", self.surname, self.given) }
    }
}

fn stopped(name: &str) -> String {
    let initial = initial(name).unwrap_or_else(|| "?".to_owned());
    if initial.width() > 1 { initial } else { initial + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_counts_from_london_midnight() {
        let born = Birth::On(NaiveDate::from_ymd_opt(2008, 7, 2).unwrap());
        let eve: DateTime<Utc> = "2026-07-01T22:59:00Z".parse().unwrap();
        assert_eq!(born.age(eve), Some(17));
        assert_eq!(born.age(eve + chrono::Duration::minutes(1)), Some(18));
    }

    #[test]
    fn a_person_without_a_given_name_still_has_initials() {
        let person =
            Person {
                surname: "Łukasz".into(), given: String::new(), birth: Birth::Unknown, sex: "U".into()
            };
        assert_eq!(person.initials(), "?.Ł.");
    }

    #[test]
    fn initials_of_any_script_take_two_columns_each() {
        let person = |given: &str, surname: &str| Person {
            surname: surname.to_owned(),
            given: given.to_owned(),
            birth: Birth::Unknown,
            sex: String::new(),
        };
        for (given, surname, initials) in [
            ("Łukasz", "Żółć", "Ł.Ż."),
            ("Ánh", "Nguyễn Thị", "Á.N."),
            ("محمد", "عبد الله", "م.ع."),
            ("小明", "王", "小王"),
            ("민수", "김", "민김"),
            ("", "ਹਰਪ੍ਰੀਤ", "?.ਹ."),
            ("👩‍⚕️", "🇵🇱", "👩‍⚕️🇵🇱"),
            ("d'Arcy", "O'Brien", "D.O."),
            ("X", "Æ", "X.Æ."),
            ("47", "-", "4.-."),
            ("", "", "?.?."),
        ] {
            let shown = person(given, surname).initials();
            assert_eq!(shown, initials);
            assert_eq!(shown.width(), 4, "{shown}");
        }
    }
}
