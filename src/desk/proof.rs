//! Proof that the store is whole: pages, chain, witness, and what is shown against the journal.

use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::store::{Counts, Standing, Store, StoreError};

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
        vec![self.pages(), self.chain(), self.witness(), self.replay()]
    }

    fn pages(&self) -> Finding {
        match self.store.verify_pages() {
            Ok(()) => Finding::good("pages", "every page is whole"),
            Err(error) => Finding::failed("pages", &error),
        }
    }

    fn chain(&self) -> Finding {
        match self.store.verify_chain() {
            Ok(head) => {
                Finding::good("journal", format!("{} entries, each bears its mark", thousands(head.seq)))
            }
            Err(error) => Finding::failed("journal", &error),
        }
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

    fn replay(&self) -> Finding {
        let differences = match self.store.replay_matches() {
            Ok(differences) => differences,
            Err(error) => return Finding::failed("screens", &error),
        };
        if differences.is_empty() {
            let counts = self.store.counts().map(counted).unwrap_or_default();
            return Finding::good("screens", format!("show what the journal tells{counts}"));
        }
        let told: Vec<&str> = differences.iter().take(TOLD).map(String::as_str).collect();
        Finding::bad(
            "screens",
            format!("{} differ from the journal", differences.len()),
            65,
            format!(
                "What is shown is not what was recorded:\n  {}\nThe journal is the truth. Keep a copy of the whole \
                 folder and tell whoever looks after liaison.",
                told.join("\n  ")
            ),
        )
    }
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
