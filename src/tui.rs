//! The screen: the loop, the terminal, keys, looks, widgets and the screens built from them.
//!
//! Lives here: everything that knows `ratatui` or `crossterm`, and nothing that knows SQL or files.
//! `terminal` and `hangup` own the terminal; `input` hears keys; `keymap` says what keys do;
//! `theme` names styles by meaning; `widgets` draw, the entry card among them; `screen` is the
//! contract. Must not live here: a rule about the work, a word of SQL, a clock.

pub mod effect;
pub mod hangup;
pub mod input;
pub mod keymap;
pub mod paper;
pub mod screen;
pub mod screens;
pub mod terminal;
pub mod theme;
pub mod widgets;
