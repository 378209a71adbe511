//! Long work in line mode: how far it is, on lines that stay, and how it is stopped.
//!
//! A copy is waited for, and what is being counted. So is a check that was asked for, until something else is typed: then it goes
//! on beside the work, and its end is told at the next prompt.

use std::io;

use super::ears::{Meanwhile, Waited};
use super::{Line, Next, say};
use crate::tui::input::Key;
use crate::tui::keymap::Context;

/// Percent between two lines.
const STEP: u8 = 10;

/// The lines that tell how far work is, at most one every ten percent.
struct Steps {
    what: &'static str,
    told: u8,
}

impl Steps {
    fn new(what: &'static str) -> Self {
        Self { what, told: 0 }
    }

    /// What there is to say now, if anything. The end is told otherwise.
    fn words(&mut self, share: u8) -> Option<String> {
        if share / STEP <= self.told / STEP || share >= 100 {
            return None;
        }
        self.told = share;
        Some(format!("{} {share} %", self.what))
    }
}

/// A line of the screen of long work as it is heard: no bar, and how it is stopped where Esc is no key.
fn heard(line: &str) -> Option<String> {
    let words = line.trim_start();
    if words.starts_with('[') {
        return None;
    }
    Some(match words.strip_prefix("Esc ") {
        Some(what) => format!("Typing stop and Enter, or Ctrl-C, {what}"),
        None => line.to_owned(),
    })
}

impl Line {
    /// Whether a check was asked for that nobody has gone on beside yet.
    pub(super) fn waits_for_check(&mut self) -> bool {
        let runs = self.app.check_share().is_some();
        self.beside &= runs;
        runs && !self.beside
    }

    /// Waits for a copy, until it ends or is stopped.
    pub(super) fn copying(&mut self) -> io::Result<Next> {
        if self.is_new(Context::Working) {
            for line in self.app.spoken().iter().filter_map(|line| heard(line)) {
                say(&line)?;
            }
        }
        let mut steps = Steps::new("The copy:");
        let waited = self.ears.during(&mut self.app, Meanwhile::Keep, &mut |app| {
            let Some(share) = app.work_share() else { return Ok(false) };
            steps.words(share).map_or(Ok(true), |words| say(&words).map(|()| true))
        })?;
        match waited {
            Waited::Stop | Waited::Ended => self.press(Key::Esc),
            Waited::Done | Waited::Typed | Waited::Locked => {}
        }
        if waited == Waited::Ended {
            self.tell()?;
            return Ok(Next::End);
        }
        Ok(Next::On)
    }

    /// Waits for what is being counted, until it is or is stopped.
    pub(super) fn counting(&mut self) -> io::Result<Next> {
        let mut steps = Steps::new("Counted:");
        let waited = self.ears.during(&mut self.app, Meanwhile::Keep, &mut |app| {
            let Some(share) = app.counted() else { return Ok(false) };
            steps.words(share).map_or(Ok(true), |words| say(&words).map(|()| true))
        })?;
        match waited {
            Waited::Stop => self.press(Key::Esc),
            Waited::Ended => return Ok(Next::End),
            Waited::Done | Waited::Typed | Waited::Locked => {}
        }
        Ok(Next::On)
    }

    /// Waits for a check that was asked for, until it ends, is stopped, or something else is typed.
    pub(super) fn checking(&mut self) -> io::Result<Next> {
        say("Type stop and Enter, or press Ctrl-C, to stop it. Whatever else you type goes on beside it.")?;
        let mut steps = Steps::new("The check:");
        let waited = self.ears.during(&mut self.app, Meanwhile::Leave, &mut |app| {
            let Some(share) = app.check_share() else { return Ok(false) };
            steps.words(share).map_or(Ok(true), |words| say(&words).map(|()| true))
        })?;
        match waited {
            Waited::Stop | Waited::Ended => self.app.stop_check(),
            Waited::Typed => self.beside = true,
            Waited::Locked => return self.locked(),
            Waited::Done => {}
        }
        if waited == Waited::Ended {
            self.tell()?;
            return Ok(Next::End);
        }
        Ok(Next::On)
    }
}

#[cfg(test)]
mod tests {
    use super::{Steps, heard};

    #[test]
    fn work_is_told_at_most_every_ten_percent_and_its_end_otherwise() {
        let mut steps = Steps::new("The copy:");
        let told: Vec<String> = (0..=100).filter_map(|share| steps.words(share)).collect();
        assert_eq!(told.len(), 9);
        assert_eq!((told[0].as_str(), told[8].as_str()), ("The copy: 10 %", "The copy: 90 %"));
        let mut steps = Steps::new("The copy:");
        let told: Vec<String> = [3, 34, 38, 90].into_iter().filter_map(|share| steps.words(share)).collect();
        assert_eq!(told, ["The copy: 34 %", "The copy: 90 %"]);
    }

    #[test]
    fn a_bar_is_not_read_out_and_the_way_to_stop_is_the_one_there_is() {
        assert_eq!(heard(" [##...]  40 %"), None);
        assert_eq!(heard(" The store is copied."), Some(" The store is copied.".to_owned()));
        assert_eq!(
            heard(" Esc stops it: so."),
            Some("Typing stop and Enter, or Ctrl-C, stops it: so.".into())
        );
    }
}
