//! `liaison backup` and `liaison restore`: a copy made and proved, and a new store from one.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use super::Cli;
use super::exit::{EX_USAGE, Stop};
use super::open::{at_desk, passphrase_of, whom};
use super::progress::Progress;
use crate::desk::backup::{Found, Kept, copies};
use crate::desk::door::DoorError;
use crate::desk::paths::Paths;
use crate::desk::share::part;
use crate::desk::{Desk, DeskError, StoreError};
use crate::domain::time::local;

pub(super) const BACKUP_EXAMPLES: &str = "\
The copy lies in the folder backups of the data folder, under the store's own key. As many are
kept as [backup] in service.toml says. One that leaves is encrypted to the service's public key.
Ctrl-C stops it: nothing half made is left, and the store is as it was.

Examples:
  liaison backup --user ada
  liaison backup --user ada --to /media/stick/monday.liaison.age
  liaison backup --list";

pub(super) const RESTORE_EXAMPLES: &str = "\
A copy never goes into a folder that is in use: name a new one, look at it, then start liaison
with --data on it. Passphrases are those of the day on which the copy was made. Ctrl-C stops it:
nothing is left in the new folder, and the copy is as it was.

Examples:
  liaison restore 20261125T214500Z --into /var/lib/liaison-new --user ada
  liaison restore monday.liaison.age --identity key.txt --into /var/lib/liaison-new --user ada";

/// What `liaison backup` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct BackupArgs {
    /// Also write it, encrypted to the service's public key, into this new file
    #[arg(long, value_name = "FILE", conflicts_with = "list")]
    pub to: Option<PathBuf>,
    /// List the copies there are, and make none
    #[arg(long)]
    pub list: bool,
}

/// What `liaison restore` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct RestoreArgs {
    /// The copy: its name, its folder, or a file that ends in .age
    #[arg(value_name = "COPY")]
    pub copy: PathBuf,
    /// The folder of the new store: empty, or not there yet
    #[arg(long, value_name = "DIR")]
    pub into: PathBuf,
    /// The service's private key, for a file that ends in .age
    #[arg(long, value_name = "KEYFILE")]
    pub identity: Option<PathBuf>,
}

/// Makes a copy, or lists those there are.
///
/// # Errors
/// A store that does not open, a disk that refuses, a service without a key for a copy that leaves.
pub fn back_up(args: &BackupArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    if args.list {
        let found = copies(&Paths::find(cli.data.as_deref())?.data).map_err(stop)?;
        for kept in &found {
            writeln!(out, "{}", line(kept))?;
        }
        if found.is_empty() {
            writeln!(out, "There is no copy yet. liaison backup makes one.")?;
        }
        return Ok(());
    }
    let words = at_desk(cli, |desk| make(desk, args.to.as_deref()))?;
    writeln!(
        out,
        "{}{}",
        words.get(..1).unwrap_or_default().to_uppercase(),
        words.get(1..).unwrap_or_default()
    )?;
    if let Some(to) = &args.to {
        writeln!(out, "Written encrypted to {}.", to.display())?;
    }
    Ok(())
}

/// Makes a copy, and sends it where it is to go. Gives the words for it.
fn make(desk: &mut Desk, to: Option<&Path>) -> Result<String, Stop> {
    let (copying, sending) = if to.is_some() { ((0, 60), (60, 100)) } else { ((0, 100), (100, 100)) };
    let mut progress = Progress::new("copying");
    let mut kept = "No copy was kept; the store is as it was. Run liaison backup again.".to_owned();
    let made = (|| {
        let made = desk.back_up(|share| progress.tell(part(copying, share)))?;
        kept = format!(
            "Copy {} was made and is kept beside the store; it was not sent on. Run liaison backup again.",
            made.copy.manifest.name
        );
        if made.not_sent.is_some() && !progress.goes_on() {
            return Err(DeskError::Store(StoreError::Stopped));
        }
        if let Some(to) = to {
            desk.send_copy(&made.copy, to, |share| progress.tell(part(sending, share)))?;
        }
        Ok(made.words())
    })();
    progress.end(made.map_err(Stop::from), &kept)
}

/// Makes a new store from a copy.
///
/// # Errors
/// A copy that does not hold, a wrong passphrase, a folder that is in use.
pub fn restore(args: &RestoreArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let copy = find(args, cli)?;
    // Asked before the work begins: while it goes on, Ctrl-C stops the work.
    let (who, passphrase): (String, Zeroizing<String>) = (whom(cli)?, passphrase_of(cli)?);
    let mut progress = Progress::new("going on from the copy");
    let restored = (|| {
        let mut reading = |share| progress.tell(part((0, 40), share));
        let found = match &args.identity {
            Some(identity) if copy.extension().is_some_and(|ending| ending == "age") => {
                Found::sealed_while(&copy, identity, &args.into, &mut reading)?
            }
            _ => Found::while_told(&copy, &mut reading)?,
        };
        let mut writing = |share| progress.tell(part((40, 100), share));
        let desk = found.restore_while(&args.into, &who, &passphrase, &mut writing)?;
        Ok((desk, found.manifest().clone()))
    })();
    let kept = format!(
        "Nothing was put into {}; the copy is as it was. Run liaison restore again.",
        args.into.display()
    );
    let (desk, manifest) = progress.end(restored.map_err(|why: DoorError| Stop::from(why)), &kept)?;
    let (_, signed_out) = desk.sign_out();
    signed_out?;
    let until = manifest
        .last_at
        .map_or_else(String::new, |at| format!(", the last of {}", local(at).format("%d %b %Y %H:%M")));
    writeln!(
        out,
        "{} holds the store as of copy {}: {} entries{until}. What was entered later is not in it: enter it again from \
         paper.\nStart it with: liaison --data {}",
        args.into.display(),
        manifest.name,
        manifest.seq,
        args.into.display()
    )?;
    Ok(())
}

/// The file or the folder of the copy that is meant.
fn find(args: &RestoreArgs, cli: &Cli) -> Result<PathBuf, Stop> {
    let is_sealed = args.copy.extension().is_some_and(|ending| ending == "age");
    if is_sealed && args.identity.is_none() {
        let why = "This copy is encrypted. Name the service's private key with --identity.";
        return Err(Stop::new(EX_USAGE, why));
    }
    if is_sealed || args.copy.is_dir() {
        return Ok(args.copy.clone());
    }
    let beside = Paths::find(cli.data.as_deref())?.data.join("backups").join(&args.copy);
    if args.copy.components().count() == 1 && beside.is_dir() {
        return Ok(beside);
    }
    Err(Stop::new(
        EX_USAGE,
        format!("There is no copy {}. liaison backup --list names those there are.", args.copy.display()),
    ))
}

fn line(kept: &Kept) -> String {
    let manifest = &kept.manifest;
    let at = local(manifest.made_at).format("%a %d %b %Y %H:%M");
    format!("{}  {at}  {} entries, {} episodes", manifest.name, manifest.seq, manifest.episodes())
}

fn stop(error: crate::desk::StoreError) -> Stop {
    Stop::from(crate::desk::door::DoorError::Store(error))
}
