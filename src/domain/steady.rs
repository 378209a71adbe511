//! Whether the computer's clock was moved while the program ran.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Seconds by which the clock may be off before it is told.
pub const TOLERATED: i64 = 60;

/// The wall clock beside a clock that only ever runs forward.
///
/// The two are compared from one look to the next, so that a clock that is put right little by little
/// is no step. A computer that sleeps may stop the steady clock and not the wall clock: that looks like
/// a clock set ahead, and what is recorded says so. A clock set back is always one that was set back.
#[derive(Clone, Copy, Debug)]
pub struct Steady {
    wall: DateTime<Utc>,
    steady: Duration,
}

impl Steady {
    /// Begins with what both clocks show now.
    pub fn new(wall: DateTime<Utc>, steady: Duration) -> Self {
        Self { wall, steady }
    }

    /// Looks at both again: seconds by which the wall clock stands ahead of where it should, negative
    /// where it was set back; none where the two agree.
    pub fn step(&mut self, wall: DateTime<Utc>, steady: Duration) -> Option<i64> {
        let passed = TimeDelta::from_std(steady.saturating_sub(self.steady)).unwrap_or(TimeDelta::MAX);
        let ahead = (wall - self.wall) - passed;
        *self = Self { wall, steady };
        told(ahead)
    }
}

/// Seconds by which a clock stands behind an entry made before, as a negative number; none where it
/// does not, or by no more than a minute.
pub fn behind(now: DateTime<Utc>, newest: DateTime<Utc>) -> Option<i64> {
    told(now - newest).filter(|seconds| *seconds < 0)
}

/// What a step was, in words.
pub fn words(seconds: i64) -> String {
    if seconds < 0 {
        format!("The computer's clock was set back by {} s", seconds.saturating_neg())
    } else {
        format!("The computer's clock stood ahead by {seconds} s, or the computer slept")
    }
}

fn told(ahead: TimeDelta) -> Option<i64> {
    let seconds = ahead.num_seconds();
    (seconds.abs() > TOLERATED).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    fn steady(seconds: u64) -> Duration {
        Duration::from_secs(1_000 + seconds)
    }

    #[test]
    fn two_clocks_that_run_together_tell_nothing_however_long() {
        let mut clocks = Steady::new(at(0), steady(0));
        assert_eq!(clocks.step(at(1), steady(1)), None);
        assert_eq!(clocks.step(at(90_000), steady(90_000)), None);
    }

    #[test]
    fn a_step_of_more_than_a_minute_is_told_once_with_its_sign() {
        let mut clocks = Steady::new(at(0), steady(0));
        assert_eq!(clocks.step(at(61), steady(1)), None, "a minute is let pass");
        assert_eq!(clocks.step(at(162), steady(2)), Some(100));
        assert_eq!(clocks.step(at(163), steady(3)), None, "it is told once");
        assert_eq!(clocks.step(at(164 - 3600), steady(4)), Some(-3600));
        assert_eq!(clocks.step(at(165 - 3600), steady(5)), None);
    }

    #[test]
    fn a_clock_put_right_little_by_little_is_no_step() {
        let mut clocks = Steady::new(at(0), steady(0));
        for second in 1..=600 {
            assert_eq!(clocks.step(at(i64::try_from(second).unwrap() * 2), steady(second)), None);
        }
    }

    #[test]
    fn a_sleep_that_stops_the_steady_clock_is_said_to_be_one_perhaps() {
        let mut clocks = Steady::new(at(0), steady(0));
        let step = clocks.step(at(1_800), steady(1)).unwrap();
        assert_eq!(words(step), "The computer's clock stood ahead by 1799 s, or the computer slept");
        assert_eq!(words(-70), "The computer's clock was set back by 70 s");
    }

    #[test]
    fn an_entry_from_the_future_shows_a_clock_set_back() {
        assert_eq!(behind(at(0), at(3_600)), Some(-3_600));
        assert_eq!(behind(at(0), at(60)), None);
        assert_eq!(behind(at(3_600), at(0)), None, "time that passed is no step");
        assert_eq!(words(i64::MIN), format!("The computer's clock was set back by {} s", i64::MAX));
    }
}
