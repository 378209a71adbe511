//! Copies of the store: made and proved, kept so long, sent elsewhere encrypted, and gone on from.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::door::DoorError;
use super::heed::Heed;
use super::leaving::seal;
use super::share::part;
use super::{Desk, DeskError, Door};
use crate::domain::event::Body;
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::platform;
use crate::store::{BackingUp, Checked, Copy, Manifest, Place, StoreError, backup, preserve};

/// What a copy that left the terminal ends in.
pub const SEALED: &str = "liaison.age";
const POLL: Duration = Duration::from_millis(20);

/// A copy that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// The copy beside the store.
    pub copy: Copy,
    /// Older ones that were dropped.
    pub dropped: usize,
    /// Where it also went, encrypted; none where the service names no such place.
    pub sent: Option<PathBuf>,
    /// Why it did not go there, where it should have.
    pub not_sent: Option<String>,
}

impl Made {
    /// What was made, on one line.
    pub fn words(&self) -> String {
        let mut words = format!(
            "copy {} made and opened to prove it: {} entries",
            self.copy.manifest.name, self.copy.manifest.seq
        );
        if let Some(path) = &self.sent {
            words.push_str(&format!("; sent encrypted to {}", path.display()));
        }
        if let Some(why) = &self.not_sent {
            words.push_str(&format!("; NOT SENT: {why}"));
        }
        words.push('.');
        words
    }
}

/// A copy with which somebody could go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its folder.
    pub path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
}

/// The copies beside the store of this folder, newest first.
///
/// # Errors
/// When the folder cannot be looked into.
pub fn copies(dir: &Path) -> Result<Vec<Kept>, StoreError> {
    let found = backup::list(&Place::existing(dir)?)?;
    Ok(found.into_iter().map(|copy| Kept { path: copy.path, manifest: copy.manifest }).collect())
}

/// What is left to do with a store that does not open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rescue {
    /// Its files, kept byte for byte.
    pub preserved: Vec<PathBuf>,
    /// Why they could not be, where they could not.
    pub not_preserved: Option<String>,
    /// Copies with which somebody can go on, newest first.
    pub copies: Vec<Kept>,
    /// The folder that the chosen one goes into.
    pub into: PathBuf,
}

impl Door {
    /// Whether this is a damage from which a copy is the way out.
    pub fn is_damage(error: &DoorError) -> bool {
        matches!(
            error,
            DoorError::Store(
                StoreError::Damaged { .. }
                    | StoreError::ChainBroken { .. }
                    | StoreError::NotOurs { .. }
                    | StoreError::Gone { .. }
                    | StoreError::Unreadable { .. }
            )
        )
    }

    /// Keeps the files of a store that does not open, and finds the copies of it.
    pub fn rescue(&self) -> Rescue {
        let (dir, now) = (self.dir(), Utc::now());
        let kept = Place::existing(dir).and_then(|place| preserve(&place, now));
        let (preserved, not_preserved) = match kept {
            Ok(files) => (files, None),
            Err(why) => (Vec::new(), Some(why.to_string())),
        };
        let mut name = dir.file_name().unwrap_or_default().to_os_string();
        name.push(format!("-restored-{}", now.format("%Y%m%dT%H%M%SZ")));
        Rescue {
            preserved,
            not_preserved,
            copies: copies(dir).unwrap_or_default(),
            into: dir.with_file_name(name),
        }
    }
}

/// Folders of copies that are none any more: their list of files does not read.
///
/// # Errors
/// When the folder cannot be looked into.
pub fn broken_copies(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    backup::broken(&Place::existing(dir)?)
}

impl Desk {
    /// Begins a copy beside the work; one that runs goes on.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn begin_backup(&mut self) -> Result<(), DeskError> {
        if self.backing_up.is_none() {
            self.backing_up = self.store.begin_backup(self.now())?;
        }
        Ok(())
    }

    /// How much of a copy is made, in percent; none while none is made.
    pub fn backup_share(&self) -> Option<u8> {
        self.backing_up.as_ref().map(BackingUp::share)
    }

    /// Stops a copy that is being made; nothing of it is left.
    pub fn stop_backup(&mut self) {
        self.backing_up = None;
    }

    /// Takes up a copy that has ended: the journal is told, older ones are dropped, and it is sent on.
    /// None while it runs, and while none is made.
    ///
    /// # Errors
    /// Why none was made. The store is as it was.
    pub fn backup_ended(&mut self) -> Result<Option<Made>, DeskError> {
        self.take_up_backup(&mut |_| true)
    }

    fn take_up_backup(&mut self, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Option<Made>, DeskError> {
        let Some(outcome) = self.backing_up.as_mut().and_then(BackingUp::outcome) else { return Ok(None) };
        self.backing_up = None;
        let copy = outcome?;
        if self.read_only().is_none() {
            self.record_here(None, Body::BackedUp { name: copy.manifest.name.clone() })?;
        }
        let settings = &self.service.backup;
        let (place, now) = (Place::existing(self.door.dir())?, self.now());
        let dropped = backup::prune(&place, settings.daily, settings.weekly, now)?;
        let (sent, not_sent) = match (&settings.copy_to, &self.service.security.export_key) {
            (Some(folder), Some(key)) => match send(&copy, key, Path::new(folder), go_on) {
                Ok(path) => (Some(path), None),
                Err(why) => (None, Some(why.to_string())),
            },
            _ => (None, None),
        };
        Ok(Some(Made { copy, dropped, sent, not_sent }))
    }

    /// Makes a copy and waits for it, telling its progress in percent for as long as it is told to go on.
    /// A copy that is made when it is told to stop stays; it is not sent on then.
    ///
    /// # Errors
    /// Why none was made. The store is as it was.
    pub fn back_up(&mut self, mut go_on: impl FnMut(u8) -> bool) -> Result<Made, DeskError> {
        let is_sent = self.service.backup.copy_to.is_some();
        let copying = if is_sent { (0, 60) } else { (0, 100) };
        self.begin_backup()?;
        while let Some(share) = self.backup_share() {
            if let Some(made) = self.take_up_backup(&mut |share| go_on(part((copying.1, 100), share)))? {
                return Ok(made);
            }
            if !go_on(part(copying, share)) {
                self.stop_backup();
                return Err(StoreError::Stopped.into());
            }
            std::thread::sleep(POLL);
        }
        Err(DeskError::refused("There is nothing to copy.", "This store is in memory only."))
    }

    /// Writes a copy, encrypted to the service's key, into a file of its own, telling its progress in
    /// percent for as long as it is told to go on.
    ///
    /// # Errors
    /// Refused without the right or a key; a file that exists is never touched. [`StoreError::Stopped`]
    /// where it was told not to go on: nothing of the file is left.
    pub fn send_copy(
        &mut self,
        copy: &Copy,
        to: &Path,
        mut go_on: impl FnMut(u8) -> bool,
    ) -> Result<(), DeskError> {
        self.needs(Right::Lead, "take a copy of the store away")?;
        let key = self.service.security.export_key.clone().ok_or_else(|| {
            DeskError::refused(
                "A copy leaves this terminal encrypted, and the service has no key for it.",
                "Put export_key into [security] of service.toml; age-keygen makes one.",
            )
        })?;
        let what = format!("copy {}", copy.manifest.name);
        self.record_here(None, Body::Exported { what, reason: format!("to {}", file_name(to)) })?;
        let mut heed = Heed::new(bytes_of(&copy.path), &mut go_on);
        write_sealed(copy, &key, to, &mut heed).map_err(|why| {
            heed.why(|| {
                DeskError::refused(
                    format!("{} was not written: {why}.", to.display()),
                    "The copy is beside the store.",
                )
            })
        })
    }

    /// When the last copy was made; none where there is none.
    ///
    /// # Errors
    /// When the copies cannot be looked at.
    pub fn last_backup(&self) -> Result<Option<DateTime<Utc>>, DeskError> {
        Ok(copies(self.door.dir())?.first().map(|kept| kept.manifest.made_at))
    }

    /// Whether the last copy is older than the service bears, in words; none in a demo.
    pub(super) fn backup_overdue(&self) -> Option<String> {
        if self.is_demo() {
            return None;
        }
        let days = self.service.backup.warn_after_days;
        match self.last_backup() {
            Err(error) => Some(format!("the copies cannot be looked at: {error}")),
            Ok(None) if self.store.head().seq < FIRST_ENTRIES => None,
            Ok(None) => {
                Some("there is no copy of this store yet: make one in the list of the store".to_owned())
            }
            Ok(Some(at)) if self.now() - at < TimeDelta::days(days) => None,
            Ok(Some(at)) => {
                let age = (self.now() - at).num_days();
                Some(format!(
                    "the last copy of this store is {age} days old: make one in the list of the store"
                ))
            }
        }
    }
}

/// Entries that setting up and a first sign-in leave: before there is more, there is nothing to lose.
const FIRST_ENTRIES: u64 = 12;

fn file_name(path: &Path) -> String {
    clean_line(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// Bytes of the files in a folder of copies, about: what cannot be asked after counts nothing.
fn bytes_of(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|file| file.len()).sum()
}

fn send(copy: &Copy, key: &str, folder: &Path, go_on: &mut dyn FnMut(u8) -> bool) -> io::Result<PathBuf> {
    let path = folder.join(format!("{}.{SEALED}", copy.manifest.name));
    write_sealed(copy, key, &path, &mut Heed::new(bytes_of(&copy.path), go_on))?;
    Ok(path)
}

/// Writes the folder of a copy as one encrypted file, whole or not at all.
fn write_sealed(copy: &Copy, key: &str, to: &Path, heed: &mut Heed<'_>) -> io::Result<()> {
    let mut name = to.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = to.with_file_name(name);
    let written = (|| {
        let _ = fs::remove_file(&part);
        let file = platform::private_file().write(true).create_new(true).open(&part)?;
        let mut bundle = tar::Builder::new(seal(key, heed.of(file))?);
        bundle.append_dir_all(&copy.manifest.name, &copy.path)?;
        let file = bundle.into_inner()?.finish()?.into_inner();
        file.sync_all()?;
        drop(file);
        if to.try_exists()? {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        fs::rename(&part, to)?;
        platform::sync_dir(to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    })();
    if written.is_err() {
        let _ = fs::remove_file(&part);
    }
    written
}

/// A copy found and checked, ready to be gone on from.
#[derive(Debug)]
pub struct Found {
    checked: Checked,
    /// Where an encrypted copy was unpacked; removed with this.
    _unpacked: Option<Unpacked>,
}

#[derive(Debug)]
struct Unpacked(PathBuf);

impl Drop for Unpacked {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Found {
    /// Finds a copy in its folder and reads every byte of it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn folder(folder: &Path) -> Result<Self, StoreError> {
        Self::while_told(folder, &mut |_| true)
    }

    /// The same, telling how much is read, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// What is wrong with it; [`StoreError::Stopped`] where it was told not to go on.
    pub fn while_told(folder: &Path, go_on: &mut dyn FnMut(u8) -> bool) -> Result<Self, StoreError> {
        Ok(Self { checked: Checked::while_told(folder, go_on)?, _unpacked: None })
    }

    /// Opens a copy that was sent elsewhere, with the service's private key, beside the folder that it
    /// is to go into, and reads every byte of it.
    ///
    /// # Errors
    /// When the file or the key does not read, or does not fit.
    pub fn sealed(file: &Path, identity: &Path, into: &Path) -> Result<Self, DoorError> {
        Self::sealed_while(file, identity, into, &mut |_| true)
    }

    /// The same, telling how much is read, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Found::sealed`]; [`StoreError::Stopped`] where it was told not to go on: nothing of what was
    /// unpacked is left.
    pub fn sealed_while(
        file: &Path,
        identity: &Path,
        into: &Path,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Self, DoorError> {
        let bad = |what: String| DoorError::Store(StoreError::BadCopy { path: file.to_path_buf(), what });
        let unpacked = Unpacked(into.with_extension("opening"));
        let _ = fs::remove_dir_all(&unpacked.0);
        platform::create_private_dir(&unpacked.0)
            .map_err(|why| bad(format!("it cannot be unpacked ({why})")))?;
        let keys = age::IdentityFile::from_file(identity.display().to_string())
            .map_err(|why| bad(format!("the key file {} does not read ({why})", identity.display())))?
            .into_identities()
            .map_err(|why| bad(format!("the key file {} holds no key ({why})", identity.display())))?;
        let reader =
            File::open(file).map(BufReader::new).map_err(|why| bad(format!("it does not open ({why})")))?;
        let opened = age::Decryptor::new_buffered(reader)
            .and_then(|sealed| sealed.decrypt(keys.iter().map(|key| key.as_ref() as &dyn age::Identity)))
            .map_err(|why| bad(format!("it does not open with this key ({why})")))?;
        let mut unpacking = |share| go_on(part((0, 60), share));
        let mut heed = Heed::new(fs::metadata(file).map_or(0, |file| file.len()), &mut unpacking);
        unpack(heed.of(opened), &unpacked.0).map_err(|why| heed.why(|| bad(why)))?;
        let folder = fs::read_dir(&unpacked.0)
            .ok()
            .and_then(|mut entries| entries.next()?.ok())
            .ok_or_else(|| bad("there is nothing in it".to_owned()))?;
        let checked = Checked::while_told(&folder.path(), &mut |share| go_on(part((60, 100), share)))?;
        Ok(Self { checked, _unpacked: Some(unpacked) })
    }

    /// What the copy says of itself.
    pub fn manifest(&self) -> &Manifest {
        self.checked.manifest()
    }

    /// Puts the copy into a new folder and signs in there: with the passphrase that its vault knows. The
    /// new store's journal says that it goes on from this copy.
    ///
    /// # Errors
    /// A wrong passphrase, a folder that is in use, a copy that does not hold. Nothing else is touched.
    pub fn restore(&self, into: &Path, who: &str, passphrase: &str) -> Result<Desk, DoorError> {
        self.restore_while(into, who, passphrase, &mut |_| true)
    }

    /// The same, telling how much of it is done, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Found::restore`]; [`StoreError::Stopped`] where it was told not to go on: nothing is left in
    /// the folder then.
    pub fn restore_while(
        &self,
        into: &Path,
        who: &str,
        passphrase: &str,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Desk, DoorError> {
        let (_, unlocked) = self.checked.vault()?.unlock(who, passphrase)?;
        backup::restore(&self.checked, &unlocked, into, go_on)?;
        let door = Door::of(into, None)?;
        let mut desk = door.sign_in(who, passphrase).map_err(|refused| refused.1)?;
        let manifest = self.manifest();
        let restored =
            Body::Restored { from: manifest.name.clone(), seq: manifest.seq, head: manifest.head() };
        desk.record_here(None, restored).map_err(|error| match error {
            DeskError::Store(error) => DoorError::Store(error),
            _ => DoorError::Stranger,
        })?;
        desk.settle().map_err(|_kept| DoorError::Stranger)?;
        Ok(desk)
    }
}

/// Unpacks a bundle into a folder. Says what is wrong with it.
fn unpack(bundle: impl Read, into: &Path) -> Result<(), String> {
    let mut bundle = tar::Archive::new(bundle);
    bundle.set_preserve_permissions(false);
    bundle.unpack(into).map_err(|why| format!("it does not unpack ({why})"))?;
    // To the very end, where the last part says that nothing was cut off.
    io::copy(&mut bundle.into_inner(), &mut io::sink()).map_err(|why| format!("it is cut short ({why})"))?;
    Ok(())
}
