//! Steps from one layout of the database to the next, all of them in one transaction.
//!
//! Files under `migrations/` are numbered and never edited once released. They change what
//! projections look like, never the journal: after them the projections are built anew from it.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::project::Misfit;
use super::rebuild;

/// Marks a file as a store of this program: "L&D" and a 1.
pub(super) const APPLICATION_ID: i32 = 0x4C26_4431;

const STEPS: [&str; 7] = [
    include_str!("migrations/0001_journal.sql"),
    include_str!("migrations/0002_found.sql"),
    include_str!("migrations/0003_rota.sql"),
    include_str!("migrations/0004_received.sql"),
    include_str!("migrations/0005_audit.sql"),
    include_str!("migrations/0006_fact.sql"),
    include_str!("migrations/0007_activity.sql"),
];

/// Layout that this program writes.
pub(super) fn newest() -> u32 {
    u32::try_from(STEPS.len()).unwrap_or(u32::MAX)
}

/// Takes a database from layout `from` to the newest and builds its projections anew. Where anything
/// of it fails, the database is as it was.
pub(super) fn run(conn: &Connection, from: u32) -> Result<(), Misfit> {
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    for (step, _) in STEPS.iter().zip(1_u32..).filter(|(_, number)| *number > from) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", newest())?;
    rebuild::all(&tx)?;
    Ok(tx.commit()?)
}
