//! The screen: the loop, the terminal, keys, looks, widgets and the screens built from them.
//!
//! Lives here: everything that knows `ratatui` or `crossterm`, and nothing that knows SQL or files.
//! `terminal` owns the terminal; `input` hears keys; `keymap` says what keys do;
//! `theme` names styles by meaning; `widgets` draw; `screens` and `asks` show and ask; they answer
//! with an `effect`, which `app` performs; `start` is the loop. Must not live here: a rule about the work, a word of SQL, a clock.

pub mod app;
mod asks;
pub mod effect;
pub mod input;
pub mod keymap;
pub mod line;
mod offer;
mod paper;
pub mod screen;
pub mod screens;
pub mod start;
pub mod terminal;
pub mod theme;
pub mod widgets;
