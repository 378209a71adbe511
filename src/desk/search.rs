//! Finding somebody among all episodes there are: deliberate, so names are shown.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::Body;
use crate::domain::ids::EpisodeId;
use crate::domain::referral::Birth;
use crate::domain::service::{Lists, label_within};
use crate::domain::text::clean_line;
use crate::domain::time::day;

/// Episodes that one search gives at most: more are narrowed down by another letter.
pub const MOST_FOUND: usize = 60;

/// One episode as a search gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// Which.
    pub episode: EpisodeId,
    /// Full name.
    pub name: String,
    /// Date of birth, or the age as it was told; "?" where neither is known.
    pub born: String,
    /// Sex code.
    pub sex: String,
    /// Site code.
    pub site: String,
    /// Printable reference.
    pub reference: String,
    /// When the referral came in.
    pub received_at: DateTime<Utc>,
    /// Whether it stands on the board.
    pub open: bool,
    /// How it ended, in words; empty while it is open.
    pub ended: String,
}

impl Desk {
    /// Episodes found by the words typed: names, references, custody and NHS numbers, dates of birth,
    /// each by its beginning. Open ones come first, then the newest. Without any word, the open ones
    /// on which somebody worked last. Gives at most [`MOST_FOUND`].
    ///
    /// What was searched for is recorded by [`Desk::searched`], before it is shown.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn search(&self, typed: &str) -> Result<Vec<Found>, DeskError> {
        let mut episodes = if typed.trim().is_empty() {
            let mut live = self.store.open_episodes()?;
            live.sort_by_key(|episode| std::cmp::Reverse(episode.changed_at));
            live
        } else {
            self.store.search(typed, MOST_FOUND)?
        };
        episodes.truncate(MOST_FOUND);
        Ok(episodes.iter().map(|episode| found(episode, &self.service.lists)).collect())
    }

    /// Records that somebody was looked for by these words, and how many were found. A blank line, which
    /// lists the board, is no search.
    ///
    /// # Errors
    /// A failure of the store: then nothing of what was found may be shown.
    pub fn searched(&mut self, typed: &str, found: usize) -> Result<(), DeskError> {
        let text = clean_line(typed);
        if text.is_empty() || self.read_only().is_some() {
            return Ok(());
        }
        let found = u32::try_from(found).unwrap_or(u32::MAX);
        self.record_here(None, Body::Searched { text, found })
    }
}

fn found(episode: &Episode, lists: &Lists) -> Found {
    let person = episode.person();
    Found {
        episode: episode.id,
        name: person.full_name(),
        born: born_words(person.birth),
        sex: person.sex.clone(),
        site: episode.site.clone(),
        reference: episode.referral.reference.clone(),
        received_at: episode.referral.received_at,
        open: episode.is_on_board(),
        ended: ended(&episode.stage, lists),
    }
}

/// `12/03/1990`, `34`, or `?`: short enough for a column.
pub fn born_words(birth: Birth) -> String {
    match birth {
        Birth::On(born) => born.format("%d/%m/%Y").to_string(),
        Birth::Aged { years, .. } => years.to_string(),
        Birth::Unknown => "?".to_owned(),
    }
}

/// The same in full, for a page that others read.
pub(super) fn born_in_full(birth: Birth, now: DateTime<Utc>) -> String {
    match (birth, birth.age(now)) {
        (Birth::On(born), Some(age)) => format!("{} ({age})", day(born)),
        (Birth::On(born), None) => day(born),
        (Birth::Aged { years, on }, _) => format!("aged {years}, as told on {}", day(on)),
        (Birth::Unknown, _) => "not known".to_owned(),
    }
}

/// How an episode ended, in words.
pub(super) fn ended(stage: &Stage, lists: &Lists) -> String {
    let Stage::Closed { how, code, .. } = stage else { return String::new() };
    if how == "not_seen" {
        format!("not seen: {}", label_within(&lists.not_seen_reasons, code))
    } else {
        label_within(&lists.closures, code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;

    fn names(desk: &Desk, typed: &str) -> Vec<String> {
        desk.search(typed).unwrap().into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn a_few_letters_find_somebody_on_the_board_or_closed() {
        let (_dir, desk) = demo_desk();
        assert_eq!(names(&desk, "rah na"), ["Rahman, Nadia"]);
        let closed = &desk.search("mensah").unwrap()[0];
        assert!(!closed.open && closed.ended.starts_with("not seen: released"), "{closed:?}");
        assert!(names(&desk, "nobody of this name").is_empty());
    }

    #[test]
    fn without_a_word_whom_somebody_worked_on_last_comes_first() {
        let (_dir, desk) = demo_desk();
        let all = names(&desk, "  ");
        assert_eq!(all.first().map(String::as_str), Some("Obi, Marcus"));
        assert!(desk.search("").unwrap().iter().all(|found| found.open));
    }
}
