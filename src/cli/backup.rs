//! `liaison backup` and `liaison restore`: a copy made and proved, and a new store from one.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use zeroize::Zeroizing;

use super::Cli;
use super::exit::{EX_USAGE, Stop};
use super::open::{at_desk, passphrase_of, whom};
use crate::desk::backup::{Found, Kept, copies};
use crate::desk::paths::Paths;
use crate::domain::time::local;

pub(super) const BACKUP_EXAMPLES: &str = "\
The copy lies in the folder backups of the data folder, under the store's own key. As many are
kept as [backup] in service.toml says. One that leaves is encrypted to the service's public key.

Examples:
  liaison backup --user ada
  liaison backup --user ada --to /media/stick/monday.liaison.age
  liaison backup --list";

pub(super) const RESTORE_EXAMPLES: &str = "\
A copy never goes into a folder that is in use: name a new one, look at it, then start liaison
with --data on it. Passphrases are those of the day on which the copy was made.

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
    let mut progress = Progress::new("copying");
    let words = at_desk(cli, |desk| {
        let made = desk.back_up(|share| {
            progress.tell(share);
            true
        })?;
        if let Some(to) = &args.to {
            desk.send_copy(&made.copy, to)?;
        }
        Ok(made.words())
    });
    progress.end();
    let words = words?;
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

/// Makes a new store from a copy.
///
/// # Errors
/// A copy that does not hold, a wrong passphrase, a folder that is in use.
pub fn restore(args: &RestoreArgs, cli: &Cli, out: &mut impl Write) -> Result<(), Stop> {
    let mut progress = Progress::new("checking the copy");
    progress.tell(0);
    let found = find(args, cli, &mut |share| progress.tell(share));
    progress.end();
    let found = found?;
    let manifest = found.manifest().clone();
    let (who, passphrase): (String, Zeroizing<String>) = (whom(cli)?, passphrase_of(cli)?);
    let desk = found.restore(&args.into, &who, &passphrase)?;
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

fn find(args: &RestoreArgs, cli: &Cli, tell: &mut dyn FnMut(u8)) -> Result<Found, Stop> {
    let is_sealed = args.copy.extension().is_some_and(|ending| ending == "age");
    match (&args.identity, is_sealed) {
        (Some(identity), true) => Ok(Found::sealed(&args.copy, identity, &args.into)?),
        (None, true) => Err(Stop::new(
            EX_USAGE,
            "This copy is encrypted. Name the service's private key with --identity.",
        )),
        (_, false) if args.copy.is_dir() => Found::telling(&args.copy, tell).map_err(stop),
        (_, false) => {
            let beside = Paths::find(cli.data.as_deref())?.data.join("backups").join(&args.copy);
            let is_name = args.copy.components().count() == 1 && beside.is_dir();
            if is_name {
                return Found::telling(&beside, tell).map_err(stop);
            }
            Err(Stop::new(
                EX_USAGE,
                format!(
                    "There is no copy {}. liaison backup --list names those there are.",
                    args.copy.display()
                ),
            ))
        }
    }
}

fn line(kept: &Kept) -> String {
    let manifest = &kept.manifest;
    let at = local(manifest.made_at).format("%a %d %b %Y %H:%M");
    format!("{}  {at}  {} entries, {} episodes", manifest.name, manifest.seq, manifest.episodes())
}

fn stop(error: crate::desk::StoreError) -> Stop {
    Stop::from(crate::desk::door::DoorError::Store(error))
}

/// A line of progress on standard error: redrawn on a terminal, and not there elsewhere.
pub(super) struct Progress {
    what: &'static str,
    shown: Option<u8>,
    is_seen: bool,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, shown: None, is_seen: io::stderr().is_terminal() }
    }

    pub(super) fn tell(&mut self, share: u8) {
        if self.is_seen && self.shown != Some(share) {
            self.shown = Some(share);
            // Nobody is left to tell where the stream is gone.
            let _ = write!(io::stderr(), "\r{} {share:>3} %", self.what);
        }
    }

    pub(super) fn end(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r{:width$}\r", "", width = self.what.len() + 8);
        }
    }
}
