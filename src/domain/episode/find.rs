//! What an episode is found by, and what somebody typed to find it.
//!
//! Both are made of tokens: folded, of letters and digits only, so that the store can compare them
//! without knowing what a name is.

use chrono::NaiveDate;

use super::Episode;
use crate::domain::detail::DetailItem;
use crate::domain::fold::{self, Run, RunKind};
use crate::domain::referral::Birth;

/// Words of one search that count; more narrow nothing down that these have not.
const MOST_WORDS: usize = 16;
/// Characters of a typed word that count.
const LONGEST_WORD: usize = 48;

impl Episode {
    /// What the episode is found by: tokens with one blank between them.
    ///
    /// Surname, given names, other names, NHS number, printed reference, custody record number and date
    /// of birth, each in its parts and joined: "O'Brien" gives "o brien obrien". A number stands with and without its
    /// leading noughts. A date of birth stands as year-month-day and as day-month-year with the year
    /// in four digits and in two.
    pub fn find_text(&self) -> String {
        let mut found = Found::default();
        let person = self.person();
        found.field(&person.surname);
        found.field(&person.given);
        if has_no_blanks_between_names(&person.surname) {
            found.field(&format!("{}{}", person.surname, person.given));
        }
        found.field(&self.referral.reference);
        found.field(&self.referral.custody_ref);
        for item in [DetailItem::NhsNumber, DetailItem::Aliases, DetailItem::PreferredName] {
            found.field(self.details.get(item.code()).map_or("", String::as_str));
        }
        if let Birth::On(born) = person.birth {
            found.born(born);
        }
        found.tokens.join(" ")
    }

    /// Whether everything that [`Episode::find_text`] is made of is as it was `before`. Tells without
    /// making the text, which an answer would otherwise pay for.
    pub fn is_found_as(&self, before: &Self) -> bool {
        self.referral == before.referral && self.details == before.details
    }
}

/// The words that somebody typed, each of which has to begin a token of [`Episode::find_text`].
///
/// Letters are taken word by word and part by part ("o'brien" is "o" and "brien"). Numbers that only
/// a sign parts are one number, and a single digit before such a sign is one of a day or a month:
/// "2/7/1990" is "02071990". Gives at most sixteen words of at most 48 characters.
pub fn words(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for run in fold::words(typed).iter().flat_map(|word| word.chunk_by(same_number)).map(written) {
        let word: String = run.chars().take(LONGEST_WORD).collect();
        if words.len() < MOST_WORDS && !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Whether a find text has every one of these words, each as the beginning of a token.
pub fn has_all(find: &str, words: &[String]) -> bool {
    words.iter().all(|word| find.split(' ').any(|token| token.starts_with(word.as_str())))
}

/// The tokens of a date of birth.
pub fn born_tokens(born: NaiveDate) -> [String; 3] {
    ["%Y%m%d", "%d%m%Y", "%d%m%y"].map(|layout| born.format(layout).to_string())
}

/// The tokens so far, each once.
#[derive(Default)]
struct Found {
    tokens: Vec<String>,
}

impl Found {
    fn field(&mut self, text: &str) {
        let words = fold::words(text);
        for word in &words {
            for run in word {
                self.add(run.text.clone());
                if run.kind == RunKind::Digits {
                    self.add(run.text.trim_start_matches('0').to_owned());
                }
            }
            for group in word.chunk_by(|a, b| a.kind == b.kind) {
                self.add(joined(group));
                self.add(written(group));
            }
        }
        let all: Vec<Run> = words.concat();
        if all.iter().all(|run| Some(run.kind) == all.first().map(|first| first.kind)) {
            self.add(joined(&all));
        }
    }

    fn born(&mut self, born: NaiveDate) {
        born_tokens(born).into_iter().for_each(|token| self.add(token));
    }

    fn add(&mut self, token: String) {
        if !token.is_empty() && !self.tokens.contains(&token) {
            self.tokens.push(token);
        }
    }
}

fn same_number(a: &Run, b: &Run) -> bool {
    a.kind == RunKind::Digits && b.kind == RunKind::Digits
}

fn joined(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// Runs as one word, with a nought before a single digit that a sign follows.
fn written(runs: &[Run]) -> String {
    let mut word = String::new();
    for run in runs {
        if run.parted && run.kind == RunKind::Digits && run.text.chars().count() == 1 {
            word.push('0');
        }
        word.push_str(&run.text);
    }
    word
}

/// Whether a name is written in a script that puts surname and given name together: Han, Kana or
/// Hangul.
fn has_no_blanks_between_names(name: &str) -> bool {
    name.chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}'))
}

#[cfg(test)]
mod tests;
