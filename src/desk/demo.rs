//! A synthetic service with a busy evening in it, made by the same verbs a user's keys call.
//!
//! Everybody in it is invented. Times hang on the moment at which it is made, so that the evening
//! is in full swing whenever somebody tries the program.

mod before;
mod evening;
mod history;
mod rota;

use std::path::Path;

use chrono::{DateTime, Duration, Utc};

use self::before::Before;
use super::door::{DEMO_PASSPHRASE, Door, DoorError, NewPerson};
use super::share::part;
use super::{Clock, Desk, DeskError};
use crate::store::Purpose;
use crate::store::StoreError;

/// What the first person of every demo store types to sign in.
pub const SIGN_IN_NAME: &str = "okafor";

/// Share of the work that the earlier years are, in percent.
const HISTORY: (u8, u8) = (0, 96);

/// What is made after them, and how much is done when it begins.
const EVENING: [(u8, Step); 2] = [(96, rota::plan), (98, evening::play)];

type Step = fn(&mut Desk, DateTime<Utc>) -> Result<(), DeskError>;

/// Why a demo store could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store could not be set up.
    #[error(transparent)]
    Door(#[from] DoorError),
    /// One of the evening's acts was refused.
    #[error("The demo evening could not be made: {0}")]
    Desk(DeskError),
}

impl From<DeskError> for DemoError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Store(StoreError::Stopped) => StoreError::Stopped.into(),
            error => Self::Desk(error),
        }
    }
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
    create_while(dir, now, episodes, seed, &mut |_| true)
}

/// The same, telling how much is made, in percent, for as long as it is told to go on.
///
/// # Errors
/// As [`create`]; [`StoreError::Stopped`] where it was told not to go on. Nothing half made is left, and
/// what was in the folder before stays.
pub fn create_while(
    dir: &Path,
    now: DateTime<Utc>,
    episodes: usize,
    seed: u64,
    go_on: &mut dyn FnMut(u8) -> bool,
) -> Result<Door, DemoError> {
    // To the millisecond, as the clock tells it and the journal keeps it.
    let now = Clock::At(now).now();
    let began = now - Duration::minutes(evening::BEGAN_MINUTES_AGO);
    let okafor = person("Ada Okafor", SIGN_IN_NAME, "senior");
    let before = Before::of(dir);
    let (mut desk, _code) = Door::set_up(dir, &okafor, DEMO_PASSPHRASE, Purpose::Demo, Clock::At(began))?;
    if let Err(error) = fill(&mut desk, now, episodes, seed, go_on) {
        // Closed first: what is open cannot be removed everywhere.
        drop(desk);
        before.restore();
        return Err(error);
    }
    desk.door.set_clock(Clock::At(now));
    let (mut door, signed_out) = desk.sign_out();
    signed_out?;
    door.set_clock(Clock::System);
    Ok(door)
}

fn fill(
    desk: &mut Desk,
    now: DateTime<Utc>,
    episodes: usize,
    seed: u64,
    go_on: &mut dyn FnMut(u8) -> bool,
) -> Result<(), DemoError> {
    let began = desk.now();
    desk.add_person(&person("Priya Shah", "shah", "practitioner"), DEMO_PASSPHRASE)?;
    history::fill(desk, began, episodes, seed, &mut |share| go_on(part(HISTORY, share)))?;
    for (share, step) in EVENING {
        if !go_on(share) {
            return Err(StoreError::Stopped.into());
        }
        desk.at(began);
        step(desk, now)?;
    }
    Ok(())
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
