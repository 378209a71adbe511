//! A synthetic service with a busy evening in it, made by the same verbs a user's keys call.
//!
//! Everybody in it is invented. Times hang on the moment at which it is made, so that the evening
//! is in full swing whenever somebody tries the program.

mod evening;
mod history;
mod rota;

use std::path::Path;

use chrono::{DateTime, Duration, Utc};

use super::door::{DEMO_PASSPHRASE, Door, DoorError, NewPerson};
use super::{Clock, Desk, DeskError};
use crate::store::Purpose;
use crate::store::StoreError;

/// What the first person of every demo store types to sign in.
pub const SIGN_IN_NAME: &str = "okafor";

/// Why a demo store could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store could not be set up.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// One of the evening's acts was refused.
    #[error("The demo evening could not be made: {0}")]
    Desk(#[from] DeskError),
}

impl From<StoreError> for DemoError {
    fn from(error: StoreError) -> Self {
        Self::Door(DoorError::Store(error))
    }
}

impl DemoError {
    /// The exit code of sysexits that fits.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Door(error) => error.exit_code(),
            Self::Desk(error) => error.exit_code(),
        }
    }
}

/// Makes a demo store in this folder: `episodes` closed ones from earlier years, then the evening.
///
/// The same seed and the same `now` give the same service.
///
/// # Errors
/// When the folder cannot be used or holds a store already.
pub fn create(dir: &Path, now: DateTime<Utc>, episodes: usize, seed: u64) -> Result<Door, DemoError> {
    // To the millisecond, as the clock tells it and the journal keeps it.
    let now = Clock::At(now).now();
    let began = now - Duration::minutes(evening::BEGAN_MINUTES_AGO);
    let okafor = person("Ada Okafor", SIGN_IN_NAME, "senior");
    let (mut desk, _code) = Door::set_up(dir, &okafor, DEMO_PASSPHRASE, Purpose::Demo, Clock::At(began))?;
    desk.add_person(&person("Priya Shah", "shah", "practitioner"), DEMO_PASSPHRASE)?;
    history::fill(&mut desk, began, episodes, seed)?;
    desk.at(began);
    rota::plan(&mut desk, now)?;
    evening::play(&mut desk, now)?;
    desk.door.set_clock(Clock::At(now));
    let (mut door, signed_out) = desk.sign_out();
    signed_out?;
    door.set_clock(Clock::System);
    Ok(door)
}

fn person(name: &str, sign_in_name: &str, role: &str) -> NewPerson {
    NewPerson { name: name.to_owned(), sign_in_name: sign_in_name.to_owned(), role: role.to_owned() }
}

impl Desk {
    /// Sets the demo's clock to a moment.
    pub(crate) fn at(&mut self, moment: DateTime<Utc>) {
        self.door.set_clock(Clock::At(moment));
    }
}
