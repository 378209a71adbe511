//! The forms at hand: those built in, and those in the `forms` folder of the service.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::domain::service::Service;
use crate::forms::Library;

/// A form file, or their folder, that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be read: {source}; correct that, or move the file out of the folder")]
pub struct UnreadForm {
    /// Which one.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// The built-in forms and every `.toml` file of the folder, by name. No folder means no local forms.
///
/// # Errors
///
/// The first file that cannot be read: leaving one out would put the built-in form in its place,
/// and nobody would notice.
pub fn library(folder: &Path, service: Option<&Service>) -> Result<Library, UnreadForm> {
    let library = Library::new(local(folder)?);
    Ok(match service {
        Some(service) => {
            let codes = service.lists.destinations.iter().map(|entry| entry.code.clone());
            library.with_destinations(codes.collect())
        }
        None => library,
    })
}

fn local(folder: &Path) -> Result<Vec<(String, String)>, UnreadForm> {
    let unread = |path: &Path| {
        let path = path.to_path_buf();
        |source| UnreadForm { path, source }
    };
    let entries = match fs::read_dir(folder) {
        Err(missing) if missing.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(unread(folder))?,
    };
    let mut texts = Vec::new();
    for entry in entries {
        let path = entry.map_err(unread(folder))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.push((name, fs::read_to_string(&path).map_err(unread(&path))?));
        }
    }
    texts.sort();
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_leaves_the_built_in_forms() {
        let library = library(Path::new("/nowhere/at/all"), None).unwrap();
        assert_eq!(library.list().len(), Library::default().list().len());
    }

    #[test]
    fn a_local_form_is_at_hand_and_one_that_cannot_be_read_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notes.txt"), "not a form").unwrap();
        fs::write(folder.path().join("own.toml"), "[form]\nid = \"own\"\n").unwrap();
        let library_now = library(folder.path(), None).unwrap();
        assert_eq!(library_now.list().len(), Library::default().list().len() + 1);
        fs::write(folder.path().join("bad.toml"), [0xff, 0xfe]).unwrap();
        assert!(library(folder.path(), None).unwrap_err().to_string().contains("bad.toml"));
    }
}
