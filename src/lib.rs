//! `liaison`: screening, shift board and handover for Liaison and Diversion practitioners.
//!
//! Rooms, and which way they lean: `tui` and `cli` call `desk` and `print`; `desk` calls `store`,
//! `forms`, `rota`, `handover`, `figures` and `fhir`; all of those know `domain`, `figures` knows `rota`,
//! `fhir` knows `forms`, and `domain` knows nothing.
//! Nothing here wires itself up: `main.rs` does.

pub mod cli;
pub mod desk;
pub mod domain;
pub mod fhir;
pub mod figures;
pub mod forms;
pub mod handover;
pub mod platform;
pub mod print;
pub mod rota;
pub mod store;
pub mod tui;
