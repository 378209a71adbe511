//! Steps from one layout of the database to the next, each in one transaction.
//!
//! Files under `migrations/` are numbered and never edited once released.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// Marks a file as a store of this program: "L&D" and a 1.
pub(super) const APPLICATION_ID: i32 = 0x4C26_4431;

const STEPS: [&str; 1] = [include_str!("migrations/0001_journal.sql")];

/// Layout that this program writes.
pub(super) fn newest() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

/// Takes a database from layout `from` to the newest, step by step.
pub(super) fn run(conn: &Connection, from: u32) -> rusqlite::Result<()> {
    for (step, number) in STEPS.iter().zip(1_u32..).filter(|(_, number)| *number > from) {
        let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "application_id", APPLICATION_ID)?;
        tx.pragma_update(None, "user_version", number)?;
        tx.commit()?;
    }
    Ok(())
}
