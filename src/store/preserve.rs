//! What does not open is kept byte for byte, before anybody tries to mend it.

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::place::{self, Place};
use super::{StoreError, backup};

/// Copies every file of a store that does not open to one of its own name with `.damaged-` and the time,
/// unless the same content was copied so before. Gives the copies, those of before included. The
/// originals stay as they are.
///
/// # Errors
/// When a file cannot be read, or there is no room for its copy.
pub fn preserve(place: &Place, at: DateTime<Utc>) -> Result<Vec<PathBuf>, StoreError> {
    let log = |ending: &str| place.dir().join(format!("{}-{ending}", place::DATABASE));
    let files = [place.database(), log("wal"), place.vault(), place.witness(), place.running_witness()];
    let mut kept = Vec::new();
    for file in files.into_iter().filter(|file| fs::metadata(file).is_ok_and(|found| found.len() > 0)) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let before = damaged(place, &name)?;
        let sum = backup::sum(&file)?;
        let same = before.into_iter().find(|copy| backup::sum(copy).is_ok_and(|found| found == sum));
        if let Some(same) = same {
            kept.push(same);
            continue;
        }
        let copy = file.with_file_name(format!("{name}.damaged-{}", backup::name_of(at)));
        let bytes = fs::read(&file).map_err(StoreError::io("read", &file))?;
        place::write_atomically(&copy, &bytes)?;
        kept.push(copy);
    }
    Ok(kept)
}

/// Copies made so before of the file of this name.
fn damaged(place: &Place, name: &str) -> Result<Vec<PathBuf>, StoreError> {
    let looking = StoreError::io("look into", place.dir());
    let entries = fs::read_dir(place.dir()).map_err(looking)?;
    let start = format!("{name}.damaged-");
    let ours =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
    Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(ours).collect())
}
