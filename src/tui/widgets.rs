//! The parts every screen is drawn from, and the entry card that every dialog is.
//!
//! Each is plain data with `update` where it hears keys, and draws through a [`pen::Pen`], which
//! marks whatever it has to cut. All of them bear any size from 1x1 up without a fault.
//! Must not live here: anything that knows what a referral or a shift is.

pub mod age;
pub mod card;
pub mod clip;
pub mod detail;
pub mod footer;
pub mod header;
pub mod help;
pub mod line_edit;
pub mod list;
pub mod list_page;
pub mod looks;
pub mod message;
pub mod palette;
pub mod pen;
pub mod progress;
pub mod reel;
pub mod sheet;
pub mod when;

#[cfg(test)]
pub(crate) mod testing;
