//! Proof that the store is whole: pages, chain, witness, and what is shown against the journal.

use chrono::DateTime;

use super::backup::{Found, broken_copies, copies};
use super::share::part;
use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::domain::time::near;
use crate::store::{Counts, Standing, Store, StoreError};

/// Share of the whole check that each of its parts is.
const PAGES: (u8, u8) = (0, 20);
const JOURNAL: (u8, u8) = (20, 55);
const SCREENS: (u8, u8) = (55, 90);
const COPIES: (u8, u8) = (90, 100);
/// Differences told one by one before the rest is left to the count.
const TOLD: usize = 20;

/// One thing that was checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What was checked, in a word.
    pub what: &'static str,
    /// What was found, on one line.
    pub found: String,
    /// What is wrong, with the exit code of sysexits that fits.
    pub fault: Option<(u8, String)>,
}

impl Finding {
    fn good(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, found: found.into(), fault: None }
    }

    fn bad(what: &'static str, found: impl Into<String>, code: u8, why: impl Into<String>) -> Self {
        Self { what, found: found.into(), fault: Some((code, why.into())) }
    }

    fn failed(what: &'static str, error: &StoreError) -> Self {
        Self::bad(what, "not sound", error.exit_code(), error.to_string())
    }
}

impl Desk {
    /// Checks the whole store, one finding for each thing checked. It reads everything once, so it
    /// takes as long as the store is large.
    pub fn prove(&self) -> Vec<Finding> {
        let go_on = &mut |_| true;
        vec![
            self.pages(),
            told("journal", self.chain(go_on)),
            self.witness(),
            told("screens", self.replay(go_on)),
        ]
    }

    /// The same and every byte of every copy beside the store, telling how much of it all is done, in
    /// percent, for as long as it is told to go on. What was found is kept in the journal where the store
    /// may be written.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] where it was told not to go on: nothing is kept then. A failure of the
    /// store while what was found is kept.
    pub fn verify(&mut self, mut go_on: impl FnMut(u8) -> bool) -> Result<Vec<Finding>, DeskError> {
        let mut findings = self.proved(&mut go_on)?;
        if self.read_only().is_none() {
            let faults: Vec<&str> = findings
                .iter()
                .filter(|finding| finding.fault.is_some())
                .map(|finding| finding.what)
                .collect();
            let sound = faults.is_empty();
            let found = if sound { "all that verify looks at".to_owned() } else { faults.join(", ") };
            if let Err(error) = self.record_here(None, Body::IntegrityChecked { sound, found }) {
                findings.push(Finding::bad("record", "not kept", error.exit_code(), error.to_string()));
            }
        }
        Ok(findings)
    }

    fn proved(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Vec<Finding>, StoreError> {
        goes_on(go_on(0))?;
        let pages = self.pages();
        goes_on(go_on(PAGES.1))?;
        let journal = unless_stopped("journal", self.chain(&mut |share| go_on(part(JOURNAL, share))))?;
        let witness = self.witness();
        let screens = unless_stopped("screens", self.replay(&mut |share| go_on(part(SCREENS, share))))?;
        let copies = unless_stopped("copies", self.copies(&mut |share| go_on(part(COPIES, share))))?;
        Ok(vec![pages, journal, witness, screens, copies])
    }

    /// Reads every copy beside the store.
    fn copies(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Finding, StoreError> {
        let dir = self.door.dir();
        let (copies, broken) = (copies(dir)?, broken_copies(dir)?);
        let all = copies.len() + broken.len();
        let mut faults = Vec::new();
        for (number, path) in copies.iter().map(|copy| &copy.path).chain(&broken).enumerate() {
            let mut tell = |share: u8| {
                let done = (number * 100 + usize::from(share)) / all.max(1);
                go_on(u8::try_from(done).unwrap_or(100))
            };
            match Found::while_told(path, &mut tell) {
                Ok(_) => {}
                Err(StoreError::Stopped) => return Err(StoreError::Stopped),
                Err(error) => faults.push(error.to_string()),
            }
        }
        if !faults.is_empty() {
            let found = format!("{} of {all} are no good", faults.len());
            return Ok(Finding::bad("copies", found, 65, faults.join("\n")));
        }
        Ok(match copies.first() {
            None => Finding::good("copies", "there is none; liaison backup makes one"),
            Some(newest) => {
                let last = near(newest.manifest.made_at, self.now());
                Finding::good("copies", format!("{all}, each as it was made; the last of {last}"))
            }
        })
    }

    /// Says whether the digits that stand on a printed page are those of an entry of the journal.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn find_head(&self, digits: &str) -> Result<Finding, DeskError> {
        let digits = clean_line(digits);
        let is_mark = (6..=64).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_hexdigit());
        if !is_mark {
            return Err(DeskError::refused(
                "That is not how a page names the journal: it is eight digits and letters from a to f.",
                "Read the foot of the page again.",
            ));
        }
        Ok(match self.store.entry_marked(&digits)? {
            Some((seq, at)) => {
                let at =
                    DateTime::from_timestamp_millis(at).map_or_else(String::new, |at| near(at, self.now()));
                Finding::good(
                    "page",
                    format!("{digits} is entry {} of this journal, of {at}", thousands(seq)),
                )
            }
            None => Finding::bad(
                "page",
                format!("{digits} is no entry of this journal"),
                65,
                "The page was printed from another store, or entries that it knew are gone. Keep the page, and tell \
                 the service manager.",
            ),
        })
    }

    fn pages(&self) -> Finding {
        match self.store.verify_pages() {
            Ok(()) => Finding::good("pages", "every page is whole"),
            Err(error) => Finding::failed("pages", &error),
        }
    }

    fn chain(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Finding, StoreError> {
        let chain = self.store.prove_chain_while(go_on)?;
        let entries = thousands(chain.head.seq);
        if chain.certificates == 0 {
            return Ok(Finding::good("journal", format!("{entries} entries, each bears its mark")));
        }
        let certificates = if chain.certificates == 1 { "certificate" } else { "certificates" };
        let found = format!(
            "{entries} entries, each bears its mark; {} of them disposed of, under {} {certificates}",
            thousands(chain.erased),
            thousands(chain.certificates)
        );
        Ok(Finding::good("journal", found))
    }

    /// Lets a store be written again that was opened for reading only.
    ///
    /// # Errors
    /// Refused without the right or a reason, and where nothing is amiss.
    pub fn acknowledge(&mut self, reason: &str) -> Result<(), DeskError> {
        self.needs(Right::Lead, "acknowledge a fault of the store")?;
        let reason = clean_line(reason);
        if reason.is_empty() {
            return Err(DeskError::refused("An acknowledgement needs its reason.", "Say what happened."));
        }
        let Some(found) = self.store.standing().reason() else {
            return Err(DeskError::refused(
                "The store is as it was left.",
                "There is nothing to acknowledge.",
            ));
        };
        self.store.acknowledge()?;
        self.record_here(None, Body::StandingAcknowledged { found, reason })
    }

    fn witness(&self) -> Finding {
        let standing = self.store.standing();
        match (standing, standing.reason()) {
            (_, Some(reason)) => Finding::bad(
                "witness",
                "disagrees with the journal",
                65,
                format!(
                    "{reason} The store can be read, not written, until a lead acknowledges this: \
                     liaison verify --acknowledge WHY."
                ),
            ),
            (Standing::AfterCrash { unwitnessed }, None) => Finding::good(
                "witness",
                format!("agrees; the last session ended without warning, its {unwitnessed} entries are here"),
            ),
            (_, None) => Finding::good("witness", "agrees with the journal"),
        }
    }

    fn replay(&self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Finding, StoreError> {
        let differences = self.store.replay_while(go_on)?;
        if differences.is_empty() {
            let counts = self.store.counts().map(counted).unwrap_or_default();
            return Ok(Finding::good("screens", format!("show what the journal tells{counts}")));
        }
        let told: Vec<&str> = differences.iter().take(TOLD).map(String::as_str).collect();
        Ok(Finding::bad(
            "screens",
            format!("{} differ from the journal", differences.len()),
            65,
            format!(
                "What is shown is not what was recorded:\n  {}\nThe journal is the truth. Keep a copy of the whole \
                 folder and tell whoever looks after liaison.",
                told.join("\n  ")
            ),
        ))
    }
}

/// What was found, also where it could not be looked at.
fn told(what: &'static str, found: Result<Finding, StoreError>) -> Finding {
    found.unwrap_or_else(|error| Finding::failed(what, &error))
}

/// The same, except for work that was told to stop.
fn unless_stopped(what: &'static str, found: Result<Finding, StoreError>) -> Result<Finding, StoreError> {
    match found {
        Err(StoreError::Stopped) => Err(StoreError::Stopped),
        found => Ok(told(what, found)),
    }
}

fn goes_on(told: bool) -> Result<(), StoreError> {
    if told { Ok(()) } else { Err(StoreError::Stopped) }
}

fn counted(counts: Counts) -> String {
    let (episodes, answers) = (thousands(counts.episodes), thousands(counts.answers));
    format!(": {episodes} episodes, {answers} answers")
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The version of the encryption built into this program; none where it has none.
pub fn cipher_version() -> Option<String> {
    Store::cipher_version()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;

    #[test]
    fn a_demo_store_proves_whole() {
        let (_dir, desk) = demo_desk();
        let findings = desk.prove();
        assert_eq!(findings.len(), 4);
        assert!(findings.iter().all(|finding| finding.fault.is_none()), "{findings:?}");
    }

    #[test]
    fn this_program_has_encryption_built_in() {
        assert!(cipher_version().is_some());
    }

    #[test]
    fn large_numbers_are_told_in_threes() {
        assert_eq!([7, 1234, 1_234_567].map(thousands), ["7", "1,234", "1,234,567"]);
    }
}
