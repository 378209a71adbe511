//! What a folder held before a demo was made in it, so that a half-made one can be taken out again.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder as it was found.
pub(super) struct Before {
    dir: PathBuf,
    /// Its entries; none where it was not there.
    held: Option<BTreeSet<OsString>>,
    /// The folders above it that were not there either, innermost first.
    above: Vec<PathBuf>,
}

impl Before {
    /// Looks at a folder.
    pub(super) fn of(dir: &Path) -> Self {
        let entries = fs::read_dir(dir).ok();
        let held = entries.map(|entries| entries.flatten().map(|entry| entry.file_name()).collect());
        let above = dir.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
        let above = above.take_while(|above| !above.exists()).map(Path::to_path_buf).collect();
        Self { dir: dir.to_path_buf(), held, above }
    }

    /// Takes out what has come into it since. Invented people only: what cannot be removed harms nobody.
    pub(super) fn restore(&self) {
        let Some(held) = &self.held else {
            let _ = fs::remove_dir_all(&self.dir);
            for folder in &self.above {
                // Only where nobody has put anything else into it.
                let _ = fs::remove_dir(folder);
            }
            return;
        };
        let Ok(entries) = fs::read_dir(&self.dir) else { return };
        for entry in entries.flatten().filter(|entry| !held.contains(&entry.file_name())) {
            let path = entry.path();
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let _ = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_was_not_there_is_gone_again_with_those_made_above_it() {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("a/b/demo");
        let before = Before::of(&dir);
        fs::create_dir_all(dir.join("forms")).unwrap();
        fs::write(dir.join("liaison.db"), "half").unwrap();
        before.restore();
        assert!(!root.path().join("a").exists() && root.path().exists());
    }

    #[test]
    fn what_was_in_a_folder_before_stays_in_it() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("service.toml"), "theirs").unwrap();
        let before = Before::of(root.path());
        fs::create_dir(root.path().join("forms")).unwrap();
        fs::write(root.path().join("liaison.db"), "half").unwrap();
        before.restore();
        let left: Vec<_> =
            fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["service.toml"]);
        assert_eq!(fs::read_to_string(root.path().join("service.toml")).unwrap(), "theirs");
    }
}
