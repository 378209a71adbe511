//! Figures in words and digits, the same on screen, paper and in text.

use super::suppress::{Shown, ShownRow, ShownValue};
use crate::domain::time::span;

/// What stands for a count that is withheld.
pub const WITHHELD: &str = "*";
/// What stands where there is nothing to tell.
const NOTHING: &str = "-";

/// A count, or the sign that it is withheld.
pub fn count(n: Option<u64>) -> String {
    n.map_or_else(|| WITHHELD.to_owned(), |n| n.to_string())
}

/// The share in whole percent, halves upwards; none where a count is withheld or there is no whole.
pub fn percent(n: Option<u64>, of: Option<u64>) -> Option<u64> {
    let (n, of) = (n?, of?);
    (n * 200 + of).checked_div(of * 2)
}

/// A share as "37 %"; nothing where it is not known.
pub fn share(n: Option<u64>, of: Option<u64>) -> String {
    percent(n, of).map_or_else(String::new, |percent| format!("{percent} %"))
}

/// Minutes as hours and minutes.
pub fn hours(minutes: Option<i64>) -> String {
    minutes.map_or_else(|| NOTHING.to_owned(), span)
}

impl Shown {
    /// What was counted, in one short piece without the figure's name: "45 of 123, 37 %".
    pub fn short(&self) -> String {
        match &self.value {
            ShownValue::Number(n) => count(*n),
            ShownValue::Part { n, of } => match share(*n, *of) {
                share if share.is_empty() => format!("{} of {}", count(*n), count(*of)),
                share => format!("{} of {}, {share}", count(*n), count(*of)),
            },
            ShownValue::Rows { .. } => {
                let (told, _, withheld) = self.told_rows();
                // Of several that are equal the first of the list; of what is complete the least.
                let chosen = if self.is_complete() {
                    told.iter().min_by_key(|row| row.n)
                } else {
                    told.iter().rev().max_by_key(|row| row.n)
                };
                match chosen {
                    Some(most) => format!("{} {}", count(most.n), most.label),
                    None if withheld > 0 => WITHHELD.to_owned(),
                    None => NOTHING.to_owned(),
                }
            }
            ShownValue::Times(None) => WITHHELD.to_owned(),
            ShownValue::Times(Some(times)) => match times.median {
                None => NOTHING.to_owned(),
                median => format!("{} median, {} p90", hours(median), hours(times.p90)),
            },
            ShownValue::Hours(minutes) => span(*minutes),
        }
    }

    /// Whether its rows say how complete records are, so that the smallest is the one to see.
    pub fn is_complete(&self) -> bool {
        self.definition.code.starts_with("complete_")
    }

    /// The rows that are told, and how many are not: those with nobody, and those withheld.
    pub fn told_rows(&self) -> (Vec<&ShownRow>, usize, usize) {
        let ShownValue::Rows { rows, .. } = &self.value else { return (Vec::new(), 0, 0) };
        let told = rows.iter().filter(|row| row.n.is_some_and(|n| n > 0)).collect();
        let nobody = rows.iter().filter(|row| row.n == Some(0)).count();
        let withheld = rows.iter().filter(|row| row.n.is_none()).count();
        (told, nobody, withheld)
    }

    /// The whole of which its rows are parts.
    pub fn whole(&self) -> Option<u64> {
        match &self.value {
            ShownValue::Rows { of, .. } | ShownValue::Part { of, .. } => *of,
            _ => None,
        }
    }
}

/// So many rows of a list, in words.
pub fn rows(n: usize) -> String {
    if n == 1 { "1 row".to_owned() } else { format!("{n} rows") }
}

/// Rows that are not told, in words: "9 rows with nobody, 2 rows withheld"; nothing where all are.
pub fn left_out(nobody: usize, withheld: usize) -> String {
    let mut said = Vec::new();
    if nobody > 0 {
        said.push(format!("{} with nobody", rows(nobody)));
    }
    if withheld > 0 {
        said.push(format!("{} withheld", rows(withheld)));
    }
    said.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_by_halves_upwards_and_never_of_what_is_withheld() {
        assert_eq!(percent(Some(1), Some(8)), Some(13));
        assert_eq!(percent(Some(1), Some(3)), Some(33));
        assert_eq!(percent(Some(0), Some(0)), None);
        assert_eq!(percent(None, Some(8)), None);
        assert_eq!(share(Some(5), None), "");
    }
}
