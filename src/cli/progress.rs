//! Long work on the command line: how far it is, and the wish of whoever waits that it stop.
//!
//! On a terminal the line of progress is drawn over itself and gone at the end. On one that calls
//! itself dumb, such as a screen reader's, it is a line of its own at most every ten percent.
//! Elsewhere nothing is shown. Ctrl-C, and the system's wish that the program end, stop the work.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::Ordering;

use super::exit::Stop;
use crate::desk::{DeskError, StoreError};
use crate::platform::{Signals, watch_signals};

/// Percent between two lines that stay.
const STEP: u8 = 10;

/// How the progress is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    /// Over and over in its place.
    Drawn,
    /// As lines that stay.
    Lines,
    /// Not at all.
    Unseen,
}

/// Who wishes that the work stop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asked {
    You,
    System,
}

/// A piece of long work, told on standard error.
pub(super) struct Progress {
    what: &'static str,
    way: Way,
    shown: Option<u8>,
    share: u8,
    asked: Option<Asked>,
    signals: Signals,
}

impl Progress {
    /// Work that begins. From here on Ctrl-C does not end the program: the work stops.
    ///
    /// So whatever is asked of the user is asked before.
    pub(super) fn new(what: &'static str) -> Self {
        let dumb = std::env::var("TERM").is_ok_and(|name| name == "dumb");
        let way = match (io::stderr().is_terminal(), dumb) {
            (false, _) => Way::Unseen,
            (true, true) => Way::Lines,
            (true, false) => Way::Drawn,
        };
        // Where the system lets nothing be watched, Ctrl-C ends the program as it always does, and the
        // store takes that as a power cut.
        Self::shown(what, way, watch_signals().unwrap_or_default())
    }

    fn shown(what: &'static str, way: Way, signals: Signals) -> Self {
        Self { what, way, shown: None, share: 0, asked: None, signals }
    }

    /// Tells how much is done, in percent. False where the work is to stop.
    pub(super) fn tell(&mut self, share: u8) -> bool {
        self.share = share.min(100);
        if let Some(words) = self.words() {
            // Nobody is left to tell where the stream is gone.
            let _ = io::stderr().write_all(words.as_bytes());
        }
        self.goes_on()
    }

    /// Whether the work goes on.
    pub(super) fn goes_on(&mut self) -> bool {
        // The work may ask again while it winds up: it hears the same.
        if self.asked.is_none() {
            if self.signals.ended.load(Ordering::Relaxed) {
                self.asked = Some(Asked::System);
            } else if self.signals.interrupted.load(Ordering::Relaxed) {
                self.asked = Some(Asked::You);
            }
        }
        self.asked.is_none()
    }

    /// What there is to write now, if anything.
    fn words(&mut self) -> Option<String> {
        let share = self.share;
        let is_due = match self.way {
            Way::Unseen => false,
            Way::Drawn => self.shown != Some(share),
            Way::Lines => self.shown.is_none_or(|shown| shown / STEP < share / STEP),
        };
        if !is_due {
            return None;
        }
        self.shown = Some(share);
        Some(match self.way {
            Way::Lines => format!("{} {share} %\n", self.what),
            _ => format!("\r{} {share:>3} %", self.what),
        })
    }

    /// Ends the line of progress, and says of work that was stopped what became of it: `kept` is what
    /// was kept and what to do.
    pub(super) fn end<T>(mut self, done: Result<T, Stop>, kept: &str) -> Result<T, Stop> {
        if self.shown.take().is_some() && self.way == Way::Drawn {
            let _ = write!(io::stderr(), "\r{:width$}\r", "", width = self.what.len() + 8);
        }
        let stopped = Stop::from(DeskError::Store(StoreError::Stopped));
        match (done, self.asked) {
            (Err(stop), Some(asked)) if stop == stopped => {
                let by = match asked {
                    Asked::You => "at your request",
                    Asked::System => "because the system asked for it",
                };
                Err(Stop::new(stop.code, format!("Stopped {by} after {} %. {kept}", self.share)))
            }
            (done, _) => done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::{EX_DATAERR, EX_TEMPFAIL};

    fn all(way: Way, shares: &[u8]) -> Vec<String> {
        let mut progress = Progress::shown("copying", way, Signals::default());
        let tell = |share: &u8| {
            progress.share = *share;
            progress.words()
        };
        shares.iter().filter_map(tell).collect()
    }

    fn stopped() -> Stop {
        DeskError::Store(StoreError::Stopped).into()
    }

    #[test]
    fn a_terminal_has_one_line_that_is_drawn_over_when_the_share_changes() {
        assert_eq!(
            all(Way::Drawn, &[0, 0, 7, 100]),
            ["\rcopying   0 %", "\rcopying   7 %", "\rcopying 100 %"]
        );
    }

    #[test]
    fn a_dumb_terminal_has_whole_lines_at_most_every_ten_percent() {
        let shares: Vec<u8> = (0..=100).collect();
        let lines = all(Way::Lines, &shares);
        assert_eq!(lines.len(), 11);
        assert_eq!((lines[0].as_str(), lines[10].as_str()), ("copying 0 %\n", "copying 100 %\n"));
        assert!(lines.iter().all(|line| !line.contains('\r')));
        assert_eq!(
            all(Way::Lines, &[3, 9, 11, 19, 55]),
            ["copying 3 %\n", "copying 11 %\n", "copying 55 %\n"]
        );
    }

    #[test]
    fn nothing_is_written_where_nobody_looks() {
        assert_eq!(all(Way::Unseen, &[0, 50, 100]), Vec::<String>::new());
    }

    #[test]
    fn ctrl_c_stops_the_work_and_the_end_says_how_far_it_was_and_what_was_kept() {
        let signals = Signals::default();
        let mut progress = Progress::shown("copying", Way::Unseen, signals.clone());
        assert!(progress.tell(39));
        signals.interrupted.store(true, Ordering::Relaxed);
        assert!(!progress.tell(40) && !progress.tell(40));
        let stop = progress.end::<()>(Err(stopped()), "No copy was kept.").unwrap_err();
        assert_eq!(stop.code, EX_TEMPFAIL);
        assert_eq!(stop.why, "Stopped at your request after 40 %. No copy was kept.");
    }

    #[test]
    fn the_system_that_ends_the_program_is_named() {
        let signals = Signals::default();
        let mut progress = Progress::shown("copying", Way::Unseen, signals.clone());
        signals.ended.store(true, Ordering::Relaxed);
        assert!(!progress.tell(0));
        let stop = progress.end::<()>(Err(stopped()), "Kept.").unwrap_err();
        assert_eq!(stop.why, "Stopped because the system asked for it after 0 %. Kept.");
    }

    #[test]
    fn work_that_was_done_before_it_heard_and_other_failures_are_told_as_they_are() {
        let signals = Signals::default();
        signals.interrupted.store(true, Ordering::Relaxed);
        let late = || {
            let mut progress = Progress::shown("copying", Way::Unseen, signals.clone());
            progress.tell(100);
            progress
        };
        assert_eq!(late().end(Ok(7), "Kept."), Ok(7));
        let other = Stop::new(EX_DATAERR, "The disk is full.");
        assert_eq!(late().end::<()>(Err(other.clone()), "Kept."), Err(other));
    }
}
