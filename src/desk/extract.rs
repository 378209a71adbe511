//! Records leave the store as tables: for the service's own counting, and pseudonymised for research.
//!
//! Lives here: what is asked for and who may, and the walk over the episodes of a period, one at a time.
//! `column` and `tables` define every column once: its heading, its cells, and its line of the data
//! dictionary (docs/exports.md). `folder` writes it all, whole or not at all.

mod column;
mod ground;
mod tables;

pub use column::{Kind, Told, ToldColumn};
pub use tables::{ListsTable, ServiceTables, Tables, Way};
