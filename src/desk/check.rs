//! The full check of the store beside the work: when it is due, and what it came to.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::store::{FullCheck, Head, StoreError};

/// Hours after which everything is checked again.
const EVERY_HOURS: i64 = 24;
/// Minutes for which a check that was stopped is not begun again by itself.
const REST_MINUTES: i64 = 60;

/// The check of a desk: one that runs, and what the last one found wrong.
#[derive(Debug, Default)]
pub struct Checking {
    running: Option<FullCheck>,
    fault: Option<String>,
    /// What the last one came to, in words.
    came_to: Option<String>,
    /// One that was stopped is not begun again by itself before this moment.
    not_before: Option<DateTime<Utc>>,
}

impl Desk {
    /// Looks after the store while nothing else is done: begins a check that is due, and takes up one
    /// that has ended. True where the board has something else to say than before.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn tend(&mut self) -> Result<bool, DeskError> {
        if let Some(running) = &mut self.checking.running {
            let Some(outcome) = running.outcome() else { return Ok(false) };
            self.checking.running = None;
            self.note_check(outcome)?;
            return Ok(true);
        }
        if self.is_check_due()? {
            self.begin_check()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Begins a check of everything now; one that runs goes on.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn begin_check(&mut self) -> Result<(), DeskError> {
        if self.checking.running.is_none() {
            self.checking.came_to = None;
            self.checking.running = self.store.begin_check()?;
        }
        Ok(())
    }

    /// Stops a check that runs. It changes nothing, so nothing is left of it; where one is due it begins
    /// again an hour later.
    pub fn stop_check(&mut self) {
        self.drop_check();
        self.checking.not_before = Some(self.now() + TimeDelta::minutes(REST_MINUTES));
    }

    /// What the last check came to, in words; none where it was stopped, or none has ended.
    pub fn check_came_to(&self) -> Option<&str> {
        self.checking.came_to.as_deref()
    }

    /// Ends a check that runs, unfinished: before the store is closed or put under another key.
    pub(super) fn drop_check(&mut self) {
        self.checking.running = None;
    }

    /// How much of a running check is done, in percent.
    pub fn check_share(&self) -> Option<u8> {
        self.checking.running.as_ref().map(FullCheck::share)
    }

    /// What the last check found wrong.
    pub fn fault(&self) -> Option<&str> {
        self.checking.fault.as_deref()
    }

    fn is_check_due(&self) -> Result<bool, DeskError> {
        if self.fault().is_some() || self.read_only().is_some() {
            return Ok(false);
        }
        if self.checking.not_before.is_some_and(|moment| self.now() < moment) {
            return Ok(false);
        }
        let every = TimeDelta::hours(EVERY_HOURS);
        Ok(self.store.checked_at()?.is_none_or(|at| (self.now() - at).abs() >= every))
    }

    fn note_check(&mut self, outcome: Result<Head, StoreError>) -> Result<(), DeskError> {
        let now = self.now();
        let (sound, found) = match outcome {
            Ok(head) => {
                self.store.set_checked_at(now)?;
                (true, format!("every page and {} entries", head.seq))
            }
            Err(error) => (false, error.to_string()),
        };
        self.checking.came_to = Some(found.clone());
        self.checking.fault = (!sound).then(|| found.clone());
        if self.read_only().is_none() {
            self.record_here(None, Body::IntegrityChecked { sound, found })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::desk::tests::demo_desk;

    fn ended(desk: &mut Desk) {
        let began = Instant::now();
        while desk.check_share().is_some() {
            assert!(began.elapsed() < Duration::from_secs(60), "the check does not end");
            std::thread::sleep(Duration::from_millis(5));
            desk.tend().unwrap();
        }
    }

    #[test]
    fn a_store_is_checked_once_a_day_and_the_journal_says_so() {
        let (_dir, mut desk) = demo_desk();
        assert!(desk.tend().unwrap());
        ended(&mut desk);
        let last = desk.store.events_since(desk.store.head().seq - 1).unwrap();
        assert!(matches!(&last[0].body, Body::IntegrityChecked { sound: true, .. }), "{last:?}");
        assert!(!desk.tend().unwrap());
        assert_eq!((desk.fault(), desk.check_share()), (None, None));
    }

    #[test]
    fn a_check_that_is_stopped_leaves_nothing_and_rests_for_an_hour() {
        let (_dir, mut desk) = demo_desk();
        desk.tend().unwrap();
        assert!(desk.check_share().is_some());
        let head = desk.store.head();
        desk.stop_check();
        assert_eq!((desk.check_share(), desk.check_came_to(), desk.fault()), (None, None, None));
        assert!(!desk.tend().unwrap(), "it begins again at once");
        assert_eq!(desk.store.head(), head);
        // Asked for, it runs all the same, and says what it came to.
        desk.begin_check().unwrap();
        ended(&mut desk);
        assert!(desk.check_came_to().unwrap().starts_with("every page and "));
        desk.stop_check();
        desk.at(desk.now() + TimeDelta::hours(25));
        assert!(desk.tend().unwrap(), "it never begins again");
    }

    #[test]
    fn work_and_the_lock_go_on_while_a_check_runs() {
        let (_dir, mut desk) = demo_desk();
        desk.begin_check().unwrap();
        desk.note_site("BRO", "typed while the store is checked").unwrap();
        desk.settle().unwrap();
        let (_door, locked) = desk.lock("key");
        locked.unwrap();
    }

    #[test]
    fn a_page_that_went_bad_stands_on_the_board() {
        let (dir, mut desk) = demo_desk();
        desk.settle().unwrap();
        let path = dir.path().join("demo").join("liaison.db");
        let mut bytes = std::fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        // In place, as a bad disk would do it.
        std::fs::write(&path, bytes).unwrap();
        desk.begin_check().unwrap();
        ended(&mut desk);
        assert!(desk.fault().unwrap().contains("damaged"), "{:?}", desk.fault());
        let alerts = desk.alerts(&desk.board().unwrap());
        // The board itself may hit the page; where it does not, the fault stands first.
        if let Ok(alerts) = alerts {
            assert!(alerts[0].words.contains("STORE DAMAGED"), "{alerts:?}");
        }
    }
}
