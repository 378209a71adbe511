//! The desk without a screen: one file per subcommand.
//!
//! What lives here: reading arguments and files, printing plain text or JSON, exit codes.
//! What must not: rules of the service (they are in `desk` and below), SQL, drawing.
//! Exit codes are those of sysexits, so that a script can tell a wrong file from a wrong answer.

pub mod args;
pub mod audit;
mod backup;
pub mod board;
pub mod caseload;
pub mod completions;
pub mod cover;
pub mod demo;
pub mod doctor;
pub mod exit;
pub mod export;
pub mod figures;
pub mod forms;
pub mod handover;
pub mod help;
pub mod man;
pub mod open;
mod progress;
pub mod retention;
pub mod rota;
pub mod run;
pub mod verify;

pub use args::{BoardArgs, Cli, Command, DemoArgs, Format, HandoverArgs, Look, To, parse};
pub use run::{Outside, run, told};
