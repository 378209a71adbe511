//! The use cases: what a practitioner does, one verb each, checked and journalled.
//!
//! What lives here: the acts, the rules that join the rooms below, reading `service.toml`.
//! What must not: a screen, a key, SQL. The words for a slip are made here, not drawn here.
//! A verb either happens as a whole or not at all.

pub mod packs;
pub mod paths;
pub mod service_file;
