//! The NHS number and its check digit.

use std::fmt;

/// Weight of the first digit in the check; each further one weighs one less.
const FIRST_WEIGHT: u32 = 10;

/// An NHS number whose check digit is right.
///
/// Ten digits; the tenth is 11 minus the weighted sum of the others (weights 10 to 2) modulo 11, with
/// 11 written as 0 and 10 never given out (NHS Data Dictionary, NHS NUMBER).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct NhsNumber(String);

/// Why a text is no NHS number, in words for whoever typed it: what is wrong, then what to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NhsNumberError {
    /// Not ten digits.
    #[error("An NHS number has ten digits; this has {0}. Compare it with its source, or leave it empty.")]
    Length(usize),
    /// Something that is neither digit, blank nor hyphen.
    #[error("An NHS number has digits only; this has {0:?}. Correct it, or leave it empty.")]
    Letter(char),
    /// The check digit is wrong: a digit was mistyped or two exchanged.
    #[error("That is no NHS number: a digit is wrong. Compare it with its source, or leave it empty.")]
    Check,
    /// One digit ten times: it fits its own check digit, but people write it where there is none.
    #[error("One digit ten times is nobody's NHS number. Leave it empty where it is not known.")]
    Repeated,
}

impl NhsNumber {
    /// Reads a number as people write it, with or without blanks and hyphens.
    ///
    /// # Errors
    /// Where it has not ten digits, the check digit does not fit, or all digits are the same.
    pub fn parse(text: &str) -> Result<Self, NhsNumberError> {
        let digits: String = text.chars().filter(|c| !is_between(*c)).collect();
        let values: Result<Vec<u32>, NhsNumberError> =
            digits.chars().map(|c| c.to_digit(10).ok_or(NhsNumberError::Letter(c))).collect();
        let values = values?;
        let [first @ .., check] = values.as_slice() else { return Err(NhsNumberError::Length(0)) };
        if values.len() != 10 {
            return Err(NhsNumberError::Length(values.len()));
        }
        if first.iter().all(|digit| digit == check) {
            return Err(NhsNumberError::Repeated);
        }
        let sum: u32 = first.iter().zip((2..=FIRST_WEIGHT).rev()).map(|(digit, weight)| digit * weight).sum();
        let expected = match 11 - sum % 11 {
            11 => 0,
            other => other,
        };
        if expected == *check { Ok(Self(digits)) } else { Err(NhsNumberError::Check) }
    }

    /// The ten digits.
    pub fn digits(&self) -> String {
        self.0.clone()
    }
}

/// What people write between the groups of digits; pasted text may hold a longer hyphen or dash.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2013}')
}

impl fmt::Display for NhsNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.chars().enumerate() {
            if place == 3 || place == 6 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_as_people_write_it_and_shown_in_threes() {
        for text in ["943-476 5919", " 943-476-5919 ", "9434765919", "943\u{a0}476\u{2011}5919"] {
            let number = NhsNumber::parse(text).unwrap();
            assert_eq!(number.to_string(), "943 476 5919", "{text:?}");
            assert_eq!(number.digits(), "9434765919", "{text:?}");
        }
        // A remainder of 0 wants an 11, which is written 0.
        assert!(NhsNumber::parse("401 023 0010").is_ok());
    }

    #[test]
    fn a_wrong_check_digit_a_short_number_and_a_letter_are_refused() {
        assert_eq!(NhsNumber::parse("943 476 5918"), Err(NhsNumberError::Check));
        assert_eq!(NhsNumber::parse("943 476 591"), Err(NhsNumberError::Length(9)));
        assert_eq!(NhsNumber::parse("943 476 591X"), Err(NhsNumberError::Letter('X')));
        assert_eq!(NhsNumber::parse(""), Err(NhsNumberError::Length(0)));
    }

    #[test]
    fn one_digit_ten_times_is_refused_though_its_check_digit_fits() {
        for digit in 0..10 {
            let text = digit.to_string().repeat(10);
            assert_eq!(NhsNumber::parse(&text), Err(NhsNumberError::Repeated), "{text}");
        }
    }

    #[test]
    fn a_refusal_says_what_is_wrong_and_what_to_do() {
        let told = |text: &str| NhsNumber::parse(text).unwrap_err().to_string();
        assert!(told("943 476 591").starts_with("An NHS number has ten digits; this has 9. Compare it"));
        assert!(told("943 476 591O").contains("this has 'O'. Correct it"));
        assert!(told("943 476 5918").contains("a digit is wrong. Compare it with its source"));
        assert!(told("0000000000").ends_with("Leave it empty where it is not known."));
        assert!(
            !told("943\u{1b}").contains('\u{1b}'),
            "what was typed is shown without its control characters"
        );
    }

    #[test]
    fn a_remainder_of_ten_is_no_number_whatever_its_last_digit() {
        // 1000000001 weighs 10: 11 - 10 = 1. 1000000010 weighs 12: 11 - 1 = 10, which is never given.
        assert!((0..10).all(|check| NhsNumber::parse(&format!("100000001{check}")).is_err()));
        assert!(NhsNumber::parse("1000000001").is_ok());
    }

    proptest! {
        #[test]
        fn changing_any_one_digit_of_a_number_is_refused(
            first in proptest::collection::vec(0_u32..10, 9), place in 0_usize..10, by in 1_u32..10
        ) {
            let text: String = first.iter().map(u32::to_string).collect();
            let known = (0..10).find_map(|check| NhsNumber::parse(&format!("{text}{check}")).ok());
            if let Some(number) = known {
                let mut digits: Vec<u32> = number.digits().chars().filter_map(|c| c.to_digit(10)).collect();
                digits[place] = (digits[place] + by) % 10;
                let changed: String = digits.iter().map(u32::to_string).collect();
                prop_assert!(NhsNumber::parse(&changed).is_err(), "{} and {}", number, changed);
            }
        }

        #[test]
        fn two_neighbours_exchanged_are_refused(
            first in proptest::collection::vec(0_u32..10, 9), place in 0_usize..9
        ) {
            let text: String = first.iter().map(u32::to_string).collect();
            let known = (0..10).find_map(|check| NhsNumber::parse(&format!("{text}{check}")).ok());
            if let Some(number) = known {
                let mut digits: Vec<char> = number.digits().chars().collect();
                prop_assume!(digits[place] != digits[place + 1]);
                digits.swap(place, place + 1);
                let changed: String = digits.into_iter().collect();
                prop_assert_eq!(NhsNumber::parse(&changed), Err(NhsNumberError::Check));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,20}") {
            if let Ok(number) = NhsNumber::parse(&text) {
                prop_assert_eq!(NhsNumber::parse(&number.to_string()), Ok(number));
            }
        }
    }
}
