//! Opening a desk for one command, and closing it again.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::Cli;
use super::exit::{EX_NOINPUT, EX_USAGE, Stop};
use crate::desk::demo::SIGN_IN_NAME;
use crate::desk::door::DEMO_PASSPHRASE;
use crate::desk::paths::Paths;
use crate::desk::{Desk, Door};
use crate::platform;

/// The environment variable that stands in place of the clock, on a demo store only.
pub const NOW_VARIABLE: &str = "LIAISON_NOW";

/// The text of `LIAISON_NOW`, if it is set.
pub fn now_given() -> Option<String> {
    std::env::var(NOW_VARIABLE).ok().filter(|text| !text.is_empty())
}

/// Goes to the door of the store in a folder.
///
/// # Errors
/// When there is no store, liaison is open on it elsewhere, or its service file has mistakes.
pub fn door(dir: &Path) -> Result<Door, Stop> {
    Ok(Door::of(dir, now_given().as_deref())?)
}

/// Signs in, does the work of one command, and signs out again whether it succeeded or not.
///
/// A demo store needs neither user nor passphrase.
///
/// # Errors
/// Why nobody was let in, or what the work says.
pub fn at_desk<T>(cli: &Cli, work: impl FnOnce(&mut Desk) -> Result<T, Stop>) -> Result<T, Stop> {
    let mut desk = sign_in(cli)?;
    let read_only = desk.read_only();
    if let Some(reason) = &read_only {
        warn(&format!("{reason} The store is open for reading only."));
    }
    let done = work(&mut desk);
    // Nothing can be recorded in such a store, not even that somebody signed out.
    let signed_out = if desk.read_only().is_none() { desk.sign_out().1 } else { Ok(()) };
    let done = done?;
    signed_out?;
    Ok(done)
}

fn sign_in(cli: &Cli) -> Result<Desk, Stop> {
    let door = door(&Paths::find(cli.data.as_deref())?.data)?;
    let demo = door.is_demo();
    let who = if demo && cli.user.is_none() { SIGN_IN_NAME.to_owned() } else { whom(cli)? };
    let passphrase = if demo { Zeroizing::new(DEMO_PASSPHRASE.to_owned()) } else { passphrase_of(cli)? };
    door.sign_in(&who, &passphrase).map_err(|refused| refused.1.into())
}

/// Who signs in.
///
/// # Errors
/// Where nobody is named.
pub(super) fn whom(cli: &Cli) -> Result<String, Stop> {
    let why = "This store opens to a practitioner only. Name yourself with --user.";
    cli.user.clone().ok_or_else(|| Stop::new(EX_USAGE, why))
}

/// Their passphrase: from the file named, or asked for.
///
/// # Errors
/// Where it can be neither read nor asked for.
pub(super) fn passphrase_of(cli: &Cli) -> Result<Zeroizing<String>, Stop> {
    match &cli.passphrase_file {
        Some(file) => from_file(file),
        None => asked(&whom(cli)?),
    }
}

/// The first line of the file, without its end.
fn from_file(path: &Path) -> Result<Zeroizing<String>, Stop> {
    let failed = |why: io::Error| Stop::new(EX_NOINPUT, format!("Could not read {}: {why}.", path.display()));
    if platform::open_to_others(path).map_err(failed)? {
        warn(&format!("Others can read {}; take their right away.", path.display()));
    }
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}

fn asked(who: &str) -> Result<Zeroizing<String>, Stop> {
    rpassword::prompt_password(format!("Passphrase of {who}: ")).map(Zeroizing::new).map_err(|why| {
        Stop::new(
            EX_USAGE,
            format!("The passphrase cannot be asked for here ({why}). Give it with --passphrase-file."),
        )
    })
}

/// Says something on standard error, where it is not in the way of a result.
pub fn warn(words: &str) {
    // Nobody is left to tell where standard error is gone too.
    let _ = writeln!(io::stderr(), "liaison: {words}");
}
