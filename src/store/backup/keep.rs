//! Which copies there are, and which are kept.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::{Copy, DataKey, Making, Manifest, connect, remove};
use crate::store::StoreError;
use crate::store::place::{self, Place};
use crate::store::rotate::rekey_file;
use crate::store::vault::Vault;

const STAMP: &str = "%Y%m%dT%H%M%SZ";
/// Stands in the name of a copy that was made before the layout of the store was changed.
pub(in crate::store) const BEFORE: &str = "-before-layout-";
/// Days for which such a copy is kept whatever else is said.
const BEFORE_KEPT_DAYS: i64 = 56;

/// The name of a copy made at this moment.
pub(in crate::store) fn name_of(at: DateTime<Utc>) -> String {
    at.format(STAMP).to_string()
}

/// When a copy of this name was made; none where the name is not one of ours.
fn made_at(name: &str) -> Option<DateTime<Utc>> {
    let stamp = name.split_once('-').map_or(name, |(stamp, _)| stamp);
    NaiveDateTime::parse_from_str(stamp, STAMP).ok().map(|at| at.and_utc())
}

/// The copies beside a store, newest first. One whose list of files does not read is told by [`broken`].
///
/// # Errors
/// When the folder of copies is there and cannot be read.
pub fn list(place: &Place) -> Result<Vec<Copy>, StoreError> {
    let mut copies: Vec<Copy> = names(place)?
        .into_iter()
        .filter_map(|name| {
            let path = place.backups().join(name);
            Some(Copy { manifest: Manifest::read(&path).ok()?, path })
        })
        .collect();
    copies.sort_by(|one, other| other.manifest.name.cmp(&one.manifest.name));
    Ok(copies)
}

/// Folders of copies whose list of files does not read.
///
/// # Errors
/// When the folder of copies is there and cannot be read.
pub fn broken(place: &Place) -> Result<Vec<PathBuf>, StoreError> {
    let folders = names(place)?.into_iter().map(|name| place.backups().join(name));
    Ok(folders.filter(|folder| Manifest::read(folder).is_err()).collect())
}

fn names(place: &Place) -> Result<Vec<String>, StoreError> {
    let all = place.backups();
    let entries = match fs::read_dir(&all) {
        Ok(entries) => entries,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(StoreError::Io { doing: "look into", path: all, source }),
    };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    Ok(names.filter(|name| made_at(name).is_some()).collect())
}

/// Drops copies beyond the last of each of so many days and so many weeks. The newest always stays, and
/// so does for eight weeks one that was made before the layout was changed. Gives how many were dropped.
///
/// # Errors
/// When a folder cannot be removed.
pub fn prune(place: &Place, daily: usize, weekly: usize, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let names = names(place)?;
    let gone = surplus(&names, daily, weekly, now);
    for name in &gone {
        remove(&place.backups().join(name))?;
    }
    Ok(gone.len())
}

fn surplus(names: &[String], daily: usize, weekly: usize, now: DateTime<Utc>) -> Vec<String> {
    let mut known: Vec<(DateTime<Utc>, &String)> =
        names.iter().filter_map(|name| Some((made_at(name)?, name))).collect();
    known.sort();
    known.reverse();
    let (mut days, mut weeks): (BTreeSet<NaiveDate>, BTreeSet<(i32, u32)>) = Default::default();
    let mut gone = Vec::new();
    for (place, (at, name)) in known.into_iter().enumerate() {
        let (day, week) = (at.date_naive(), (at.iso_week().year(), at.iso_week().week()));
        let daily_copy = days.len() < daily && days.insert(day);
        let weekly_copy = weeks.len() < weekly && weeks.insert(week);
        let before = name.contains(BEFORE) && now - at < TimeDelta::days(BEFORE_KEPT_DAYS);
        if place > 0 && !daily_copy && !weekly_copy && !before {
            gone.push(name.clone());
        }
    }
    gone
}

/// Puts every copy beside a store under its new key and the vault of now, so that nobody who was
/// removed opens an older copy. One that cannot be is dropped, for the old key must open nothing.
/// Gives the names of those dropped.
///
/// # Errors
/// When the folder of copies cannot be read, or one can neither be put under the new key nor removed.
pub(in crate::store) fn rekey_all(
    place: &Place,
    old: &DataKey,
    new: &DataKey,
    vault: &Vault,
) -> Result<Vec<String>, StoreError> {
    let mut dropped = Vec::new();
    for name in names(place)? {
        let folder = place.backups().join(&name);
        let take = || Manifest::read(&folder).and_then(|manifest| rekey(&folder, manifest, old, new, vault));
        // A disk that refused once may do it the second time; a copy is worth that.
        if take().or_else(|_refused| take()).is_err() {
            remove(&folder)?;
            dropped.push(name);
        }
    }
    Ok(dropped)
}

fn rekey(
    folder: &std::path::Path,
    manifest: Manifest,
    old: &DataKey,
    new: &DataKey,
    vault: &Vault,
) -> Result<(), StoreError> {
    let path = folder.join(place::DATABASE);
    let marks = rekey_file(&path, old, new)?;
    super::copy_file(vault.path(), &folder.join(place::VAULT))?;
    let mut files = std::collections::BTreeMap::new();
    super::sums(folder, folder, &mut files, &mut |_| true)?;
    Manifest { files, ..manifest }.signed(&marks.audit).write(folder)
}

/// Copies a store of an older layout before it is brought up to date.
pub(in crate::store) fn before_layout(
    place: &Place,
    key: &DataKey,
    layout: u32,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let conn = connect::unlocked(&place.database(), key)?;
    let name = format!("{}{BEFORE}{layout}", name_of(at));
    if place.backups().join(&name).exists() {
        return Ok(());
    }
    let making = Making { place: place.clone(), key: key.clone(), name, at };
    making.run(&conn, &Default::default()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::days(days)
    }

    fn kept(names: &[String], daily: usize, weekly: usize, now: i64) -> Vec<String> {
        let gone = surplus(names, daily, weekly, at(now));
        names.iter().filter(|name| !gone.contains(name)).cloned().collect()
    }

    #[test]
    fn last_copy_of_each_day_and_week_is_kept() {
        let names: Vec<String> = (0..120).map(|day| name_of(at(day))).collect();
        let left = kept(&names, 14, 8, 119);
        // Fourteen days lie in two or three of the eight weeks.
        assert!((19..=20).contains(&left.len()), "{left:?}");
        assert!(names.iter().rev().take(14).all(|name| left.contains(name)));
        assert!(!left.contains(&names[0]));
    }

    #[test]
    fn two_copies_of_one_day_leave_the_later_and_the_newest_always_stays() {
        let (early, late) = (at(0), at(0) + TimeDelta::hours(3));
        let names = [name_of(early), name_of(late)];
        assert_eq!(kept(&names, 1, 0, 0), [name_of(late)]);
        assert_eq!(kept(&names[..1], 1, 0, 900), [name_of(early)]);
    }

    #[test]
    fn copy_before_a_change_of_layout_stays_eight_weeks() {
        let before = format!("{}{BEFORE}5", name_of(at(0)));
        let names: Vec<String> = (1..20).map(|day| name_of(at(day))).chain([before.clone()]).collect();
        assert!(kept(&names, 1, 1, 20).contains(&before));
        assert!(!kept(&names, 1, 1, 60).contains(&before));
    }

    #[test]
    fn foreign_folders_are_none_of_ours() {
        for name in ["notes", "20261125", ".making-20261125T214500Z", "20261325T214500Z"] {
            assert_eq!(made_at(name), None, "{name}");
        }
    }
}
