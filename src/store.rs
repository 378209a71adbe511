//! The encrypted store and its key vault: the only SQL of the program.
//!
//! Lives here: journal, projections, migrations, integrity, witness, lock, keys.
//! Must not live here: what an act means (`domain`), who may do it (`desk`), a word on a screen.
//! The journal is the truth; every other table can be built again from it.
//! Way in: `StoreLock::take`, `Vault::unlock`, `Store::open`, `Store::append`.

mod append;
mod canonical;
mod connect;
mod error;
mod find;
mod fold;
mod handover;
mod hex;
mod journal;
mod keys;
mod lock;
mod migrations;
mod open;
mod place;
mod project;
mod read;
mod rebuild;
mod rota;
mod vault;
mod verify;
mod witness;

pub use error::StoreError;
pub use handover::IssuedHandover;
pub use journal::Head;
pub use keys::DataKey;
pub use lock::StoreLock;
pub use open::Store;
pub use place::Place;
pub use read::{Counts, ToldAnswer};
pub use vault::{
    Attempt, Attempts, CodeError, KdfCost, NewSlot, Purpose, RecoveryCode, Slot, SlotId, SlotState, Vault,
    VaultError,
};
pub use witness::Standing;

#[cfg(test)]
mod tests;
