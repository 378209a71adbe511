//! The witness: what the journal's head was, kept outside the database.
//!
//! `SQLite` calls an old file put back, a WAL cut short and a main file without its WAL all "ok".
//! Two files see through that. `witness` is replaced and synced after a TRUNCATE checkpoint;
//! `witness.running` is overwritten in place after each commit, without a sync: the commit before it
//! was synced, so it can only ever lag behind, and a torn one is passed over.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use rusqlite::Connection;

use super::canonical::Canonical;
use super::journal::{self, Head};
use super::keys::MacKey;
use super::place::{self, Place};
use super::{StoreError, hex};
use crate::platform;

/// How the database stands against the witness.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Both agree.
    Sound,
    /// The database is ahead: the last session ended without warning, and nothing is lost.
    AfterCrash {
        /// Entries that the witness had not heard of.
        unwitnessed: u64,
    },
    /// The database is behind: entries that were acknowledged are gone.
    RolledBack {
        /// Last entry that the witness saw.
        witnessed: u64,
        /// Last entry that is there.
        found: u64,
    },
    /// The entry that the witness saw last is another one now.
    Altered {
        /// Which entry.
        seq: u64,
    },
    /// There are entries and no witness.
    Unwitnessed,
    /// The witness does not read, or was not written by this store.
    WitnessDamaged,
}

impl Standing {
    /// Why nothing may be written until somebody acknowledges it; none where all is well.
    pub fn reason(&self) -> Option<String> {
        let reason = match self {
            Self::Sound | Self::AfterCrash { .. } => return None,
            Self::RolledBack { witnessed, found } => {
                let lost = witnessed.saturating_sub(*found);
                let entries = if lost == 1 { "entry is" } else { "entries are" };
                format!(
                    "{lost} saved {entries} missing at the end of the journal. An older file may have been put back."
                )
            }
            Self::Altered { seq } => format!("Entry {seq} of the journal is not the one that was saved."),
            Self::Unwitnessed => "The witness file that proves the journal complete is missing.".to_owned(),
            Self::WitnessDamaged => {
                "The witness file that proves the journal complete does not read.".to_owned()
            }
        };
        Some(reason)
    }
}

enum Found {
    Missing,
    Bad,
    Says(Head),
}

/// Compares the database with both witness files.
pub(super) fn judge(
    conn: &Connection,
    place: &Place,
    key: &MacKey,
    head: &Head,
) -> Result<Standing, StoreError> {
    let mut seen = Vec::new();
    match read(&place.witness(), key)? {
        Found::Missing if head.seq == 0 => {}
        Found::Missing => return Ok(Standing::Unwitnessed),
        Found::Bad => return Ok(Standing::WitnessDamaged),
        Found::Says(says) => seen.push(says),
    }
    if let Found::Says(says) = read(&place.running_witness(), key)? {
        seen.push(says);
    }
    let newest = seen.iter().map(|says| says.seq).max().unwrap_or(0);
    if newest > head.seq {
        return Ok(Standing::RolledBack { witnessed: newest, found: head.seq });
    }
    let database = place.database();
    for says in &seen {
        let mac = journal::mac_at(conn, says.seq).map_err(super::connect::sql(&database))?;
        if mac != Some(says.mac) {
            return Ok(Standing::Altered { seq: says.seq });
        }
    }
    Ok(match head.seq - newest {
        0 => Standing::Sound,
        unwitnessed => Standing::AfterCrash { unwitnessed },
    })
}

/// The entry up to which the synced witness vouches for the chain; the empty head where none does.
pub(super) fn vouched(place: &Place, key: &MacKey) -> Result<Head, StoreError> {
    Ok(match read(&place.witness(), key)? {
        Found::Says(head) => head,
        Found::Missing | Found::Bad => Head::NONE,
    })
}

/// Replaces the synced witness.
pub(super) fn write(place: &Place, key: &MacKey, head: &Head) -> Result<(), StoreError> {
    place::write_atomically(&place.witness(), line(key, head).as_bytes())
}

/// The witness carried along after each commit.
pub(super) struct Running(File);

impl Running {
    pub(super) fn open(place: &Place) -> Result<Self, StoreError> {
        let path = place.running_witness();
        let file = platform::private_file()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("open", &path))?;
        Ok(Self(file))
    }

    /// Notes a head. A failure is passed over: the commit it follows is safe, and a torn line is
    /// one that does not count.
    pub(super) fn note(&mut self, key: &MacKey, head: &Head) {
        let _ = self.0.seek(SeekFrom::Start(0)).and_then(|_| self.0.write_all(line(key, head).as_bytes()));
    }
}

/// Always equally long, so that one overwrites the other whole.
fn line(key: &MacKey, head: &Head) -> String {
    let mac = key.sign(&message(head));
    format!("{:020}|{}|{}\n", head.seq, hex::encode(&head.mac), hex::encode(&mac))
}

fn message(head: &Head) -> Vec<u8> {
    Canonical::of("liaison witness 1").number(head.seq).bytes(&head.mac).finish()
}

fn read(path: &Path, key: &MacKey) -> Result<Found, StoreError> {
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(1024).read_to_end(&mut bytes)) {
        Ok(_) => Ok(parse(&bytes, key).map_or(Found::Bad, Found::Says)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(Found::Missing),
        Err(source) => Err(StoreError::Io { doing: "read", path: path.to_path_buf(), source }),
    }
}

fn parse(bytes: &[u8], key: &MacKey) -> Option<Head> {
    let text = str::from_utf8(bytes).ok()?;
    let mut fields = text.strip_suffix('\n')?.split('|');
    let head = Head { seq: fields.next()?.parse().ok()?, mac: hex::decode(fields.next()?)? };
    let mac: [u8; 32] = hex::decode(fields.next()?)?;
    key.holds(&message(&head), &mac).then_some(head)
}
