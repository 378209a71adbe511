//! The encrypted store and its key vault: the only SQL of the program.
//!
//! Lives here: journal, projections, migrations, integrity, witness, lock, keys.
//! Must not live here: what an act means (`domain`), who may do it (`desk`), a word on a screen.
//! The journal is the truth; every other table can be built again from it.
//! Way in: `StoreLock::take`, `Vault::unlock`, `Store::open`, `Store::append`.

mod activity;
mod append;
mod audit;
pub mod backup;
mod beside;
mod canonical;
mod certificates;
mod check;
mod connect;
mod dispose;
mod error;
mod find;
mod fold;
mod handover;
mod hex;
mod journal;
mod keys;
mod link;
mod lock;
mod migrations;
mod open;
mod place;
mod preserve;
mod project;
mod read;
mod rebuild;
mod rota;
mod rotate;
mod secret;
mod vault;
mod verify;
mod witness;

pub use audit::AuditQuery;
pub use backup::{BackingUp, Checked, Copy, Manifest};
pub use check::FullCheck;
pub use error::StoreError;
pub use handover::IssuedHandover;
pub use journal::{Chain, Head};
pub use keys::{DataKey, Pseudonyms};
pub use lock::StoreLock;
pub use open::Store;
pub use place::{FORMS_FOLDER, Place, SERVICE_FILE};
pub use preserve::preserve;
pub use read::{Counts, ToldAnswer};
pub use vault::{
    Attempt, Attempts, CodeError, KdfCost, NewSlot, OneTime, Pin, PinError, Purpose, RecoveryCode, Slot,
    SlotId, SlotState, Unlocked, Vault, VaultError,
};
pub use witness::Standing;

#[cfg(test)]
mod tests;
