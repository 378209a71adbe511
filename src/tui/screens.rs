//! The screens, one file each, with a folder where one file is not enough.
//!
//! Each is a plain struct with `update` and `view` as `screen` says; the stack's enum holds them.
//! What a screen knows it was given: a reading from the desk, or what came of its own effects.
//! Must not live here: a call to the desk, a file, the time, a key that is not in the table.

pub mod screening;
