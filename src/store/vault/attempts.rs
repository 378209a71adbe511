//! Wrong passphrases, and how long the next try has to wait.
//!
//! They are kept beside the database, which is shut while they happen. This slows a person at the
//! keyboard, not one who has the disk. Nobody is ever locked out for good: five minutes at most.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::SlotId;
use crate::platform;
use crate::store::place::Place;
use crate::store::{StoreError, place};

/// Tries one person has before waiting begins.
const FREE_EACH: usize = 3;
/// Tries all people have together before waiting begins for all of them.
const FREE_ALL: usize = 12;
/// Longest wait.
const LONGEST: u64 = 300;
/// Size from which the file is emptied at the next success, in bytes.
const LARGE: u64 = 64 * 1024;

/// One wrong passphrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// When.
    pub at: DateTime<Utc>,
    /// Whose slot; none where the name was unknown.
    pub slot: Option<SlotId>,
}

/// Wrong passphrases since each person's last right one.
#[derive(Clone, Debug)]
pub struct Attempts {
    path: PathBuf,
    failures: Vec<Attempt>,
    unheard: Vec<Attempt>,
}

impl Attempts {
    /// Reads what is on file. Lines that do not read are passed over.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(place: &Place) -> Result<Self, StoreError> {
        let path = place.attempts();
        let text = match std::fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(e) if e.kind() == ErrorKind::NotFound => String::new(),
            Err(source) => return Err(StoreError::Io { doing: "read", path, source }),
        };
        let mut attempts = Self { path, failures: Vec::new(), unheard: Vec::new() };
        for (attempt, failed) in text.lines().filter_map(parse) {
            attempts.take(attempt, failed);
        }
        Ok(attempts)
    }

    /// How long this person still has to wait before the next try, if at all.
    ///
    /// A clock that was set back by more than the wait does not prolong it.
    pub fn wait(&self, slot: Option<SlotId>, now: DateTime<Utc>) -> Option<Duration> {
        let own: Vec<&Attempt> = self.failures.iter().filter(|a| a.slot == slot).collect();
        let last_own = own.last().map(|a| a.at);
        let last_all = self.failures.last().map(|a| a.at);
        let left = |failures: usize, free: usize, last: Option<DateTime<Utc>>| {
            delay(failures, free).checked_sub((now - last?).abs().to_std().ok()?)
        };
        let waits = [left(own.len(), FREE_EACH, last_own), left(self.failures.len(), FREE_ALL, last_all)];
        waits.into_iter().flatten().max().filter(|wait| !wait.is_zero())
    }

    /// Notes a wrong passphrase, on file first.
    ///
    /// # Errors
    /// When the file cannot be written; the failure then counts in memory all the same.
    pub fn note_failure(&mut self, slot: Option<SlotId>, now: DateTime<Utc>) -> Result<(), StoreError> {
        let attempt = Attempt { at: now, slot };
        self.take(attempt, true);
        self.append(attempt, "failed")
    }

    /// Notes a right passphrase, once the journal has what [`Attempts::unheard`] gave: this person's
    /// count starts again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn clear(&mut self, slot: Option<SlotId>, now: DateTime<Utc>) -> Result<(), StoreError> {
        let attempt = Attempt { at: now, slot };
        self.take(attempt, false);
        let large = std::fs::metadata(&self.path).is_ok_and(|file| file.len() > LARGE);
        if large && self.failures.is_empty() {
            return place::write_atomically(&self.path, b"");
        }
        self.append(attempt, "opened")
    }

    /// Wrong passphrases of which the journal has not heard, in order. Ask before [`Attempts::clear`].
    pub fn unheard(&self) -> Vec<Attempt> {
        self.unheard.clone()
    }

    fn take(&mut self, attempt: Attempt, failed: bool) {
        if failed {
            self.failures.push(attempt);
            self.unheard.push(attempt);
        } else {
            self.unheard.clear();
            // Someone who can sign in also answers for the unknown names typed before.
            self.failures.retain(|other| other.slot.is_some() && other.slot != attempt.slot);
        }
    }

    fn append(&self, attempt: Attempt, word: &str) -> Result<(), StoreError> {
        let slot = attempt.slot.map_or_else(|| "-".to_owned(), |slot| slot.to_string());
        let line = format!("{}|{slot}|{word}\n", attempt.at.timestamp_millis());
        platform::private_file()
            .create(true)
            .append(true)
            .open(&self.path)
            .and_then(|mut file| file.write_all(line.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(StoreError::io("write", &self.path))
    }
}

fn parse(line: &str) -> Option<(Attempt, bool)> {
    let mut fields = line.split('|');
    let at = DateTime::from_timestamp_millis(fields.next()?.parse().ok()?)?;
    let slot = match fields.next()? {
        "-" => None,
        id => Some(SlotId(Uuid::try_parse(id).ok()?)),
    };
    let failed = match fields.next()? {
        "failed" => true,
        "opened" => false,
        _ => return None,
    };
    Some((Attempt { at, slot }, failed))
}

fn delay(failures: usize, free: usize) -> Duration {
    let surplus = u32::try_from((failures + 1).saturating_sub(free)).unwrap_or(u32::MAX);
    if surplus == 0 {
        return Duration::ZERO;
    }
    Duration::from_secs(2_u64.saturating_pow(surplus).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    fn fresh() -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::prepare(dir.path()).unwrap();
        (dir, place)
    }

    #[test]
    fn third_wrong_passphrase_starts_a_wait_that_doubles_and_stops_at_five_minutes() {
        let (_dir, place) = fresh();
        let slot = Some(SlotId(Uuid::from_u128(7)));
        let mut attempts = Attempts::read(&place).unwrap();
        let mut waits = Vec::new();
        for _ in 0..11 {
            attempts.note_failure(slot, at(0)).unwrap();
            waits.push(attempts.wait(slot, at(0)).map_or(0, |w| w.as_secs()));
        }
        assert_eq!(waits, [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
        assert_eq!(attempts.wait(slot, at(300)), None);
    }

    #[test]
    fn wait_survives_a_restart_and_ends_with_the_right_passphrase() {
        let (_dir, place) = fresh();
        let slot = Some(SlotId(Uuid::from_u128(7)));
        let mut attempts = Attempts::read(&place).unwrap();
        for _ in 0..4 {
            attempts.note_failure(slot, at(0)).unwrap();
        }
        let mut again = Attempts::read(&place).unwrap();
        assert_eq!(again.wait(slot, at(1)), Some(Duration::from_secs(3)));
        assert_eq!(again.wait(None, at(1)), None);
        again.clear(slot, at(5)).unwrap();
        assert_eq!(Attempts::read(&place).unwrap().unheard(), []);
        assert_eq!(Attempts::read(&place).unwrap().wait(slot, at(5)), None);
    }

    #[test]
    fn clock_set_back_by_days_does_not_lock_anybody_out() {
        let (_dir, place) = fresh();
        let mut attempts = Attempts::read(&place).unwrap();
        for _ in 0..20 {
            attempts.note_failure(None, at(0)).unwrap();
        }
        assert!(attempts.wait(None, at(10)).is_some());
        assert_eq!(attempts.wait(None, at(0) - TimeDelta::days(3)), None);
    }

    #[test]
    fn trying_many_names_slows_them_all() {
        let (_dir, place) = fresh();
        let mut attempts = Attempts::read(&place).unwrap();
        for n in 0..14 {
            attempts.note_failure(Some(SlotId(Uuid::from_u128(n))), at(0)).unwrap();
        }
        assert!(attempts.wait(Some(SlotId(Uuid::from_u128(99))), at(0)).is_some());
    }

    #[test]
    fn the_journal_hears_of_each_wrong_passphrase_once_and_a_colleague_still_waits() {
        let (_dir, place) = fresh();
        let (mine, theirs) = (Some(SlotId(Uuid::from_u128(7))), Some(SlotId(Uuid::from_u128(8))));
        let mut attempts = Attempts::read(&place).unwrap();
        for _ in 0..5 {
            attempts.note_failure(theirs, at(0)).unwrap();
        }
        assert_eq!(attempts.unheard().len(), 5);
        attempts.clear(mine, at(1)).unwrap();
        let again = Attempts::read(&place).unwrap();
        assert_eq!(again.unheard(), []);
        assert!(again.wait(theirs, at(1)).is_some());
    }

    #[test]
    fn torn_last_line_is_passed_over() {
        let (_dir, place) = fresh();
        std::fs::write(place.attempts(), "1790000000000|-|failed\n17900000\u{0}").unwrap();
        assert_eq!(Attempts::read(&place).unwrap().unheard().len(), 1);
    }

    /// A file of this size, of lines that nobody can read.
    fn filled(place: &Place, size: u64) {
        std::fs::write(place.attempts(), "x".repeat(usize::try_from(size).unwrap() - 1) + "\n").unwrap();
    }

    fn size(place: &Place) -> u64 {
        std::fs::metadata(place.attempts()).unwrap().len()
    }

    #[test]
    fn file_that_has_grown_large_is_emptied_at_the_next_success_and_not_before() {
        let (_dir, place) = fresh();
        let slot = Some(SlotId(Uuid::from_u128(7)));
        for (before, emptied) in [(LARGE + 1, true), (LARGE, false), (LARGE - 1, false), (2_000, false)] {
            filled(&place, before);
            Attempts::read(&place).unwrap().clear(slot, at(0)).unwrap();
            assert_eq!(size(&place) == 0, emptied, "{before}");
            assert!(emptied || size(&place) > before, "{before}");
        }
        assert_eq!(LARGE, 65_536);
    }

    #[test]
    fn large_file_is_kept_while_a_colleague_still_has_wrong_passphrases_in_it() {
        let (_dir, place) = fresh();
        let (mine, theirs) = (Some(SlotId(Uuid::from_u128(7))), Some(SlotId(Uuid::from_u128(8))));
        filled(&place, LARGE + 1);
        let mut attempts = Attempts::read(&place).unwrap();
        for _ in 0..5 {
            attempts.note_failure(theirs, at(0)).unwrap();
        }
        attempts.clear(mine, at(1)).unwrap();
        assert!(Attempts::read(&place).unwrap().wait(theirs, at(1)).is_some());
    }

    #[test]
    fn who_can_sign_in_answers_for_the_unknown_names_typed_before() {
        let (_dir, place) = fresh();
        let mut attempts = Attempts::read(&place).unwrap();
        for _ in 0..5 {
            attempts.note_failure(None, at(0)).unwrap();
        }
        assert!(attempts.wait(None, at(0)).is_some());
        attempts.clear(Some(SlotId(Uuid::from_u128(7))), at(0)).unwrap();
        assert_eq!(attempts.wait(None, at(0)), None);
    }

    #[test]
    fn what_is_there_and_cannot_be_read_is_told_and_does_not_count_as_nothing() {
        let (_dir, place) = fresh();
        std::fs::create_dir(place.attempts()).unwrap();
        assert!(matches!(Attempts::read(&place), Err(StoreError::Io { doing: "read", .. })));
    }
}
